"""A round of the monitor drafted from what the study's documents and data say, for a person to look over.

A figure is taken where one state is named, nobody in particular is counted and the time is known: for what adds up over
time a whole year, for what is counted on a day the last day in the year that is told of. Figures that differ are given
as their interval, with its middle as the value. Nothing is filled in: a count without its denominator stays out, and
the draft says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rantau.evidence import shipped_vocabulary
from rantau.evidence.intervals import near
from rantau.evidence.periods import months_of
from rantau.policy.monitor import MonitorIndicator
from rantau.policy.tables import shipped_rows, split_list
from rantau.store.records import Claim, Observation

__all__ = ["Draft", "DraftRow", "Unfinished", "draft_round"]

_REACH = 3
"""Years between a count and its denominator that are allowed: an assumption, told in the note of each row."""
_PLAIN = ("", "undocumented")
_OF_MIGRANTS = ("migrant_stock", "migrant_worker_stock")


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A row of the draft, in the columns of a round."""

    indicator: str
    place: str
    year: int
    value: float
    low: float
    high: float
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A figure that is known and lacks something, with what it lacks."""

    indicator: str
    place: str
    year: int
    what: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a study says of the monitor's indicators."""

    rows: tuple[DraftRow, ...]
    unfinished: tuple[Unfinished, ...]


@dataclass(frozen=True, slots=True)
class _Figure:
    """What is counted of a state in a year; ``day`` orders figures within the year."""

    place: str
    year: int
    day: int
    low: float
    high: float
    source: str
    where: str
    indicator: str


def draft_round(
    indicators: dict[str, MonitorIndicator],
    places: Sequence[str],
    claims: Iterable[Claim],
    observations: Iterable[Observation],
    source_of: Callable[[Claim], str],
    known: Mapping[str, float],
) -> Draft:
    """Draft a round.

    Args:
        indicators: The monitor's indicators by id.
        places: The states of the study.
        claims: Claims that were not rejected.
        observations: Observations of the study.
        source_of: Who a claim's figure comes from, and where it stands.
        known: Migrants known to live in each state. A claim of all its migrants that allows less than half of them is
            a misreading or of another thing, and is no denominator (the half is an assumption).
    """
    told = _told(claims, set(places), source_of)
    for one in observations:
        if one.place in places:
            told.setdefault((one.indicator, ""), []).append(_observed(one))
    for name in _OF_MIGRANTS:
        migrants = told.get((name, ""), [])
        told[name, ""] = [one for one in migrants if one.high >= known.get(one.place, 0.0) / 2]
    rows, unfinished = [], []
    for rule in shipped_rows("monitor_sources.csv"):
        indicator = indicators[rule["indicator"]]
        found = told.get((rule["counted"], rule["age"]), [])
        for place in places:
            for year in sorted({one.year for one in found if one.place == place}):
                here = _latest([one for one in found if (one.place, one.year) == (place, year)])
                over = split_list(rule["over"])
                if not over:
                    rows.append(_row(indicator, here, None, rule["note"]))
                elif below := _denominator(told, over, place, year):
                    rows.append(_row(indicator, here, below, rule["note"]))
                else:
                    what = f"{_span(here)} ({_sources(here)}) lacks its denominator: {indicator.denominator}"
                    unfinished.append(Unfinished(indicator.id, place, year, what))
    return Draft(tuple(rows), tuple(unfinished))


def _told(
    claims: Iterable[Claim], states: set[str], source_of: Callable[[Claim], str]
) -> dict[tuple[str, str], list[_Figure]]:
    """Indicator and age -> figures of the states, from claims of one state, of all migrants, and of a known time."""
    flows = {id for id, one in shipped_vocabulary().indicators.items() if one.flow}
    units = {id: one.unit for id, one in shipped_vocabulary().indicators.items()}
    found: dict[tuple[str, str], list[_Figure]] = {}
    for one in claims:
        group, period = one.group, one.period
        if (
            one.indicator is None
            or one.unit != units.get(one.indicator)
            or period is None
            or not period.start
        ):
            continue
        if group.sex or group.sector or group.nationality or group.documentation not in _PLAIN:
            continue
        if len(one.places) != 1 or one.places[0].role == "origin" or one.places[0].id not in states:
            continue
        first, last = months_of(period)
        year = last // 12
        whole = (first, last) == (year * 12, year * 12 + 11)
        if first // 12 != year or (one.indicator in flows and not whole):
            continue
        low, high = near(one)
        figure = _Figure(
            one.places[0].id, year, _day(period.end), low, high, source_of(one), one.id, one.indicator
        )
        found.setdefault((one.indicator, group.age), []).append(figure)
    return found


def _day(date: str) -> int:
    """A date as a number that orders dates of one year; a whole year or month counts as its end."""
    parts = [int(part) for part in date.split("-")]
    month, day = [*parts[1:], 12, 31][:2] if len(parts) == 1 else [*parts[1:], 31][:2]
    return month * 100 + day


def _observed(one: Observation) -> _Figure:
    low = one.value if one.low is None else one.low
    high = one.value if one.high is None else one.high
    return _Figure(one.place, one.year, 1231, low, high, one.source, one.id, one.indicator)


def _latest(figures: Sequence[_Figure]) -> list[_Figure]:
    day = max(one.day for one in figures)
    return [one for one in figures if one.day == day]


def _denominator(
    told: dict[tuple[str, str], list[_Figure]], names: Sequence[str], place: str, year: int
) -> list[_Figure]:
    """Figures of the first of the indicators that has any of the nearest year within reach."""
    for name in names:
        there = [one for one in told.get((name, ""), []) if one.place == place]
        there = [one for one in there if abs(one.year - year) <= _REACH and one.low > 0]
        if there:
            nearest = min(there, key=lambda one: (abs(one.year - year), one.year)).year
            return _latest([one for one in there if one.year == nearest])
    return []


def _hull(figures: Sequence[_Figure]) -> tuple[float, float]:
    return min(one.low for one in figures), max(one.high for one in figures)


def _span(figures: Sequence[_Figure]) -> str:
    low, high = _hull(figures)
    return _number(low) if low == high else f"{_number(low)} to {_number(high)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _sources(figures: Sequence[_Figure]) -> str:
    return "; ".join(dict.fromkeys(one.source for one in figures))


def _row(
    indicator: MonitorIndicator, counted: Sequence[_Figure], over: Sequence[_Figure] | None, note: str
) -> DraftRow:
    low, high = _hull(counted)
    notes = [f"drafted from {', '.join(dict.fromkeys(one.where for one in counted))}"]
    sources = [_sources(counted)]
    if over is not None and indicator.multiplier is not None:
        least, most = _hull(over)
        low, high = indicator.multiplier * low / most, indicator.multiplier * high / least
        where = ", ".join(dict.fromkeys(one.where for one in over))
        notes.append(f"over {_span(over)} ({over[0].indicator}) in {over[0].year}, from {where}")
        sources.append(_sources(over))
    if low != high:
        notes.append("the value is the middle of the interval, which nobody stated")
    if note:
        notes.append(note)
    return DraftRow(
        indicator.id,
        counted[0].place,
        counted[0].year,
        (low + high) / 2,
        low,
        high,
        " / ".join(sources),
        "; ".join(notes),
    )
