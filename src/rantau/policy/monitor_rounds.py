"""Rounds of the protection monitor: what was reported when, and what becomes of it in later rounds.

A later round never overwrites an earlier one in silence. A figure that differs from what stands is a revision where it
names the round it revises and says why; else the two contradict each other, both are kept, and neither stands.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from rantau.framework.errors import BadTable, Way
from rantau.policy.monitor import MonitorIndicator

__all__ = [
    "READING_COLUMNS",
    "STATUSES",
    "Cell",
    "Change",
    "Key",
    "Reading",
    "ReadingStatus",
    "Round",
    "changes",
    "reading_of_row",
    "settle",
]

ReadingStatus = Literal["reported", "not_collected", "not_published", "refused", "not_applicable"]
STATUSES: tuple[ReadingStatus, ...] = get_args(ReadingStatus)
"""Why there is no value is worth as much as one: never collected, collected and kept back, or refused on request."""

READING_COLUMNS: tuple[tuple[str, ...], tuple[str, ...]] = (
    ("indicator", "place", "year", "source"),
    ("value", "low", "high", "numerator", "denominator", "status", "source_url", "revises", "note"),
)
"""Columns of a round's table: those it must have, those it may have."""

Key = tuple[str, str, int]
"""Indicator, place, year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One row of a round."""

    indicator: str
    place: str
    """A state, or a corridor such as ``MMR>THA``."""
    year: int
    value: float | None
    low: float | None
    high: float | None
    stated_error: bool
    """The source gives an interval; else low and high are the value itself."""
    status: ReadingStatus
    source: str
    source_url: str
    revises: str
    """Name of the round whose figure it puts right."""
    note: str
    round: str
    line: int

    @property
    def key(self) -> Key:
        return self.indicator, self.place, self.year


@dataclass(frozen=True, slots=True)
class Round:
    """A round, as it was taken in."""

    name: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands of an indicator for a place and year after all rounds."""

    key: Key
    state: Literal["reported", "revised", "contradicted", "missing"]
    current: Reading | None
    """The figure that stands; None where figures contradict each other or there is none."""
    readings: tuple[Reading, ...]
    """All, in the order of the rounds."""

    @property
    def missing_because(self) -> str:
        """The last reason given for there being no value."""
        return self.readings[-1].status if self.state == "missing" else ""


def _cell_number(row: Mapping[str, str], name: str, where: str, line: int) -> float | None:
    cell = row[name]
    if not cell:
        return None
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise BadTable(where, line, f"{name} {cell!r} is not a number (write 1234.5, without separators)")
    return number


def reading_of_row(
    row: Mapping[str, str],
    where: str,
    line: int,
    indicators: Mapping[str, MonitorIndicator],
    place: str,
    round: str,
) -> Reading:
    """The reading that a row holds.

    Where the row gives numerator and denominator, the value is computed; if it states one too, the two must agree to
    one part in a thousand.

    Args:
        row: Every column of :data:`READING_COLUMNS`, empty where the table has none.
        where: The table, for messages.
        line: The row's line.
        indicators: By id.
        place: The place, found by the caller.
        round: The round's name.

    Raises:
        BadTable: A cell is wrong; names the line.
    """
    indicator = indicators.get(row["indicator"])
    if indicator is None:
        raise BadTable(
            where,
            line,
            f"there is no indicator {row['indicator']!r}",
            way=Way("'rantau monitor STUDY --indicators' lists them", "the list of indicators shows them"),
        )
    year = row["year"]
    if not (year.isascii() and year.isdigit() and 1900 <= int(year) <= 2100):
        raise BadTable(where, line, f"year {year!r} is not a year between 1900 and 2100")
    if not row["source"]:
        raise BadTable(
            where, line, "the row has no source; say where the figure comes from, or who was asked"
        )
    value = _cell_number(row, "value", where, line)
    low, high = (_cell_number(row, name, where, line) for name in ("low", "high"))
    value = _computed(row, where, line, indicator, value)
    status = row["status"] or ("reported" if value is not None else "")
    if status not in STATUSES:
        said = f"status {status!r} is not" if status else "there is neither a value nor a status; a status is"
        raise BadTable(where, line, f"{said} one of {', '.join(STATUSES)}")
    if (status == "reported") != (value is not None):
        raise BadTable(
            where, line, f"the status is {status!r}, yet a value is {'missing' if value is None else 'given'}"
        )
    if value is None and (low is not None or high is not None):
        raise BadTable(where, line, "there is an interval without a value")
    if row["revises"] and not row["note"]:
        raise BadTable(where, line, f"the row revises {row['revises']!r}; say why in note")
    if value is not None:
        _check_bounds(value, low, high, indicator, where, line)
    return Reading(
        indicator=indicator.id,
        place=place,
        year=int(year),
        value=value,
        low=value if low is None else low,
        high=value if high is None else high,
        stated_error=low is not None or high is not None,
        status=status,
        source=row["source"],
        source_url=row["source_url"],
        revises=row["revises"],
        note=row["note"],
        round=round,
        line=line,
    )


def _computed(
    row: Mapping[str, str], where: str, line: int, indicator: MonitorIndicator, value: float | None
) -> float | None:
    above, below = (_cell_number(row, name, where, line) for name in ("numerator", "denominator"))
    if above is None and below is None:
        return value
    if above is None or below is None:
        raise BadTable(where, line, "numerator and denominator are given together, or not at all")
    if indicator.multiplier is None:
        raise BadTable(
            where, line, f"{indicator.id} is no ratio; give its value, not numerator and denominator"
        )
    if below <= 0 or above < 0:
        raise BadTable(where, line, "the denominator must be above 0, and the numerator not below 0")
    computed = indicator.multiplier * above / below
    if value is not None and not math.isclose(value, computed, rel_tol=1e-3, abs_tol=1e-9):
        raise BadTable(
            where, line, f"the value {value:g} is not {indicator.formula}, which gives {computed:.6g}"
        )
    return computed


def _check_bounds(
    value: float,
    low: float | None,
    high: float | None,
    indicator: MonitorIndicator,
    where: str,
    line: int,
) -> None:
    least, most = indicator.bounds
    if (low is not None and low > value) or (high is not None and high < value):
        raise BadTable(where, line, f"the value {value:g} does not lie between low and high")
    for number in (value, low, high):
        if number is None:
            continue
        if (least is not None and number < least) or (most is not None and number > most):
            raise BadTable(
                where, line, f"{number:g} lies outside what {indicator.id} can be ({indicator.unit})"
            )


def _same(one: Reading, other: Reading) -> bool:
    """Whether two readings say the same figure, with the same interval."""
    pairs = ((one.value, other.value), (one.low, other.low), (one.high, other.high))
    return all(a is not None and b is not None and math.isclose(a, b, rel_tol=1e-9) for a, b in pairs)


def settle(rounds: Sequence[Round]) -> dict[Key, Cell]:
    """What stands after all rounds, by indicator, place and year.

    Args:
        rounds: In the order in which they were taken in.
    """
    readings: dict[Key, list[Reading]] = {}
    for one in rounds:
        for reading in one.readings:
            readings.setdefault(reading.key, []).append(reading)
    return {key: _settled(key, readings[key]) for key in sorted(readings)}


def _settled(key: Key, readings: Sequence[Reading]) -> Cell:
    standing: list[Reading] = []
    revised = False
    for reading in readings:
        if reading.value is None:
            continue
        if any(_same(reading, one) for one in standing):
            continue
        if standing and reading.revises in {one.round for one in standing}:
            standing, revised = [reading], True
        else:
            standing.append(reading)
    if not standing:
        return Cell(key=key, state="missing", current=None, readings=tuple(readings))
    if len(standing) > 1:
        return Cell(key=key, state="contradicted", current=None, readings=tuple(readings))
    return Cell(
        key=key,
        state="revised" if revised else "reported",
        current=standing[0],
        readings=tuple(readings),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a round did to one indicator, place and year."""

    key: Key
    what: Literal[
        "new", "same", "revised", "contradicts", "first value", "no value", "withheld", "not in this round"
    ]
    """``withheld``: there was a value before, and now a reason for none. ``not in this round``: the indicator and
    place were in the round before, of any year, and are not in this one."""
    before: Reading | None
    after: Reading | None


def changes(rounds: Sequence[Round], name: str, *, always: Collection[str] = ()) -> list[Change]:
    """What a round changed against all rounds before it, and what it no longer reports.

    Args:
        rounds: In the order in which they were taken in.
        name: The round looked at.
        always: Rounds that are there whatever is reported: what only they hold is not missing from a later one.

    Raises:
        KeyError: There is no such round.
    """
    names = [one.name for one in rounds]
    if name not in names:
        raise KeyError(name)
    at = names.index(name)
    earlier = settle(rounds[:at])
    found = [_change(reading, earlier.get(reading.key)) for reading in rounds[at].readings]
    reported = [one for one in rounds[:at] if one.name not in always]
    if reported:
        here = {(one.indicator, one.place) for one in rounds[at].readings}
        gone: dict[tuple[str, str], Reading] = {}
        for reading in reported[-1].readings:
            if (reading.indicator, reading.place) not in here and reading.value is not None:
                gone[reading.indicator, reading.place] = reading
        found += [
            Change(key=one.key, what="not in this round", before=one, after=None) for one in gone.values()
        ]
    return sorted(found, key=lambda one: one.key)


def _change(reading: Reading, cell: Cell | None) -> Change:
    valued: Iterable[Reading] = (
        () if cell is None else [one for one in cell.readings if one.value is not None]
    )
    before = (cell.current if cell else None) or next(reversed(list(valued)), None)
    if reading.value is None:
        what = "withheld" if before is not None else "no value"
    elif before is None:
        what = "new" if cell is None else "first value"
    elif _same(reading, before):
        what = "same"
    else:
        what = "revised" if reading.revises in {one.round for one in valued} else "contradicts"
    return Change(
        key=reading.key,
        what=cast(
            Literal["new", "same", "revised", "contradicts", "first value", "no value", "withheld"], what
        ),
        before=before,
        after=reading,
    )
