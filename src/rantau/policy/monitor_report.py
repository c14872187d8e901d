"""What the monitor says: gap, word and trend for each state, promise against practice, and the region.

A word is given only where there is a figure and a target, and never stands as a colour. ``met``: the target is
reached. ``part of the way``: at least half of the way from the worst value to the target. ``far off``: less.
``not met``: the scale has no worst value, so no share of the way can be told. ``cannot be told``: the two ends of the
figure's interval get different words. The half is a convention of rantau's.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from rantau.policy.instruments import Bond, Strength, bound_in
from rantau.policy.monitor import MonitorIndicator
from rantau.policy.monitor_rounds import Cell, Key, Reading

__all__ = [
    "MARKS",
    "WORDS",
    "Commitment",
    "RegionRow",
    "StateRow",
    "Trend",
    "Word",
    "commitments",
    "region_rows",
    "state_rows",
    "word_of",
]

Word = Literal[
    "met", "part of the way", "far off", "not met", "cannot be told", "contradicted", "no target", "no data"
]
WORDS: tuple[Word, ...] = get_args(Word)
MARKS: Mapping[Word, str] = {
    "met": "●",
    "part of the way": "½",
    "far off": "○",
    "not met": "○",
    "cannot be told": "?",
    "contradicted": "≠",
    "no target": "·",
    "no data": "–",
}
"""A sign beside the word, for those who look rather than read; none is told by colour."""
Trend = Literal["better", "worse", "no change", "cannot be told", "one year only", "no data", "no direction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """An indicator for a state: its latest figure against the target."""

    indicator: str
    place: str
    year: int | None
    value: float | None
    low: float | None
    high: float | None
    stated_error: bool
    target: float | None
    gap: float | None
    """How far the value is from the target, in the indicator's unit; 0 where it is reached."""
    attained: float | None
    """Share of the way from the worst value to the target, 0 to 100; None where the scale has no worst value."""
    word: Word
    mark: str
    trend: Trend
    before: int | None
    """The year that the trend looks back to."""
    missing: str
    """Why there is no value: a status, ``never asked``, or empty."""
    cell: Cell | None


def _short(indicator: MonitorIndicator, value: float) -> float:
    """By how much a value falls short of the target; 0 or less where it is reached."""
    assert indicator.target is not None
    better = value - indicator.target
    return -better if indicator.direction == "higher_better" else better


def _attained(indicator: MonitorIndicator, value: float) -> float | None:
    if indicator.target is None or indicator.worst is None or indicator.worst == indicator.target:
        return None
    share = (value - indicator.worst) / (indicator.target - indicator.worst)
    return 100 * min(1.0, max(0.0, share))


def word_of(indicator: MonitorIndicator, value: float) -> Word:
    """The word for a single value; see the module's text for what each means."""
    if indicator.target is None or indicator.direction == "contextual":
        return "no target"
    if _short(indicator, value) <= 0:
        return "met"
    share = _attained(indicator, value)
    if share is None:
        return "not met"
    return "part of the way" if share >= 50 else "far off"


def _trend(indicator: MonitorIndicator, latest: Reading, before: Reading | None) -> Trend:
    if before is None:
        return "one year only"
    if indicator.direction == "contextual":
        return "no direction"
    if latest.low is None or latest.high is None or before.low is None or before.high is None:
        return "no data"
    if (latest.low, latest.high) == (before.low, before.high):
        return "no change"
    if latest.low <= before.high and before.low <= latest.high:
        return "cannot be told"
    up = latest.low > before.high
    return "better" if up == (indicator.direction == "higher_better") else "worse"


def state_rows(
    indicators: Mapping[str, MonitorIndicator], cells: Mapping[Key, Cell], places: Sequence[str]
) -> list[StateRow]:
    """Every indicator for every place, in this order; one of which nothing is known is there, as ``no data``.

    A contradicted figure that is later than any other is the row's: what stood before it is not put in its place.
    """
    of_place: dict[tuple[str, str], list[Cell]] = {}
    for (indicator, place, _), cell in cells.items():
        of_place.setdefault((indicator, place), []).append(cell)
    return [
        _state_row(indicator, place, of_place.get((indicator.id, place), []))
        for indicator in indicators.values()
        for place in places
    ]


def _state_row(indicator: MonitorIndicator, place: str, cells: Sequence[Cell]) -> StateRow:
    known = sorted((one for one in cells if one.state != "missing"), key=lambda one: -one.key[2])
    missing = sorted((one for one in cells if one.state == "missing"), key=lambda one: -one.key[2])
    newest = known[0] if known else None
    latest = newest.current if newest else None
    standing = [one.current for one in known if one.current is not None]
    before = standing[1] if latest is not None and len(standing) > 1 else None
    reason = missing[0].missing_because if missing else "never asked"
    # The bounds below are None only where there is no value at all.
    word: Word = "no data"
    if newest is not None and latest is None:
        word = "contradicted"
    elif latest is not None and latest.low is not None and latest.high is not None:
        ends = {word_of(indicator, latest.low), word_of(indicator, latest.high)}
        word = ends.pop() if len(ends) == 1 else "cannot be told"
    value = latest.value if latest else None
    has_target = indicator.target is not None and indicator.direction != "contextual"
    return StateRow(
        indicator=indicator.id,
        place=place,
        year=newest.key[2] if newest else None,
        value=value,
        low=latest.low if latest else None,
        high=latest.high if latest else None,
        stated_error=bool(latest and latest.stated_error),
        target=indicator.target if has_target else None,
        gap=max(0.0, _short(indicator, value)) if has_target and value is not None else None,
        attained=_attained(indicator, value) if has_target and value is not None else None,
        word=word,
        mark=MARKS[word],
        trend=_trend(indicator, latest, before) if latest else "no data",
        before=before.year if before else None,
        missing="" if newest else reason,
        cell=newest or (missing[0] if missing else None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A duty of a state beside the figure that tests it."""

    place: str
    obligation: str
    instrument: str
    article: str
    strength: Strength
    read: bool
    """The duty's text was read, and is not only general knowledge."""
    bound: Literal["yes", "no", "unknown"]
    since: str
    indicator: str
    tests: Literal["law", "practice"]
    word: Word
    year: int | None
    """Of the figure."""
    gap: float | None
    """How far the figure is from the target, in the indicator's unit."""
    trend: Trend
    finding: str
    """One sentence: the promise and what became of it."""


def commitments(
    rows: Sequence[StateRow], indicators: Mapping[str, MonitorIndicator], bonds: Sequence[Bond], year: int
) -> list[Commitment]:
    """Every duty that an indicator tests, for every place that has a bond: promised or not, carried out or not.

    Args:
        rows: From :func:`state_rows`.
        indicators: By id.
        bonds: Who is bound since when.
        year: The year in which it is asked whether the state is bound.
    """
    bond_of = {(one.instrument, one.iso3): one for one in bonds}
    found = []
    for row in rows:
        indicator = indicators[row.indicator]
        for duty in indicator.obligations:
            bond = bond_of.get((duty.instrument, row.place))
            if bond is None:
                continue
            bound = bound_in(bond, year)
            found.append(
                Commitment(
                    place=row.place,
                    obligation=duty.id,
                    instrument=duty.instrument,
                    article=duty.article,
                    strength=duty.strength,
                    read=duty.confidence in ("checked", "cross-checked", "second-hand"),
                    bound=bound,
                    since=bond.since.isoformat() if bond.since else "",
                    indicator=row.indicator,
                    tests=indicator.tests,
                    word=row.word,
                    year=row.year,
                    gap=row.gap,
                    trend=row.trend,
                    finding=_finding(bound, duty.strength, row.word, indicator.name),
                )
            )
    return found


def _finding(bound: str, strength: str, word: Word, name: str) -> str:
    promise = {
        "yes": f"Bound by a {strength} duty",
        "no": "Not bound by this duty",
        "unknown": "Whether it is bound is not known",
    }[bound]
    return f"{promise}; {name[0].lower()}{name[1:]}: {word}."


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRow:
    """An indicator over all places."""

    indicator: str
    places: int
    with_data: int
    words: Mapping[Word, int]
    least: float | None
    median: float | None
    most: float | None
    """Over the places with a figure that stands; of different years, see ``years``."""
    median_gap: float | None
    """Of the same places, where there is a target."""
    most_gap: float | None
    years: tuple[int, ...]
    better: int
    worse: int
    without: tuple[str, ...]
    """Places without a figure."""


def region_rows(rows: Sequence[StateRow]) -> list[RegionRow]:
    """The region's view of each indicator: counts and spread, never an average that hides who is missing."""
    by_indicator: dict[str, list[StateRow]] = {}
    for row in rows:
        by_indicator.setdefault(row.indicator, []).append(row)
    found = []
    for indicator, members in by_indicator.items():
        values = [one.value for one in members if one.value is not None]
        gaps = [one.gap for one in members if one.gap is not None]
        found.append(
            RegionRow(
                indicator=indicator,
                places=len(members),
                with_data=len(values),
                words={word: n for word in WORDS if (n := sum(one.word == word for one in members))},
                least=min(values, default=None),
                median=statistics.median(values) if values else None,
                most=max(values, default=None),
                median_gap=statistics.median(gaps) if gaps else None,
                most_gap=max(gaps, default=None),
                years=tuple(sorted({one.year for one in members if one.year and one.value is not None})),
                better=sum(one.trend == "better" for one in members),
                worse=sum(one.trend == "worse" for one in members),
                without=tuple(one.place for one in members if one.value is None),
            )
        )
    return found
