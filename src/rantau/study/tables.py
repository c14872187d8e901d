"""``data/*.csv``: the analyst's own indicators, observations and corridors, beside the baseline or in its place.

Each table has the columns of the baseline's table of the same name; columns that are not needed may be left out. A row
replaces the baseline's row about the same thing: an indicator of the same id, observations of the same indicator,
place and year, the stock of the same corridor and year. All other rows are added.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rantau.baseline.load import (
    corridor_of,
    corridors,
    find_place,
    indicator_of,
    indicators,
    observation_of,
    observations,
    place,
)
from rantau.framework.corridors import CorridorStock
from rantau.framework.errors import BadTable
from rantau.framework.indicators import DIRECTIONS, INDICATOR_DIMENSIONS, INDICATOR_KINDS, Indicator
from rantau.store.records import Observation

__all__ = ["StudyTables", "read_indicators", "read_tables"]

T = TypeVar("T")
Row = Mapping[str, str]

_COLUMNS = {
    "indicators.csv": (
        ("id", "name", "definition", "unit", "dimension", "direction", "source"),
        ("kind", "minimum", "maximum", "source_url", "note"),
    ),
    "observations.csv": (
        ("indicator", "place", "year", "value", "unit", "source"),
        ("low", "high", "source_url", "confidence", "note"),
    ),
    "corridors.csv": (
        ("origin", "destination", "year", "stock", "source"),
        ("source_url", "confidence", "note"),
    ),
}
"""Table -> (columns it must have, columns it may have)."""


@dataclass(frozen=True, slots=True)
class StudyTables:
    """What profiles are computed from: the baseline with the study's own rows in place."""

    indicators: tuple[Indicator, ...]
    observations: tuple[Observation, ...]
    corridors: tuple[CorridorStock, ...]


def read_indicators(folder: Path) -> Mapping[str, Indicator]:
    """The baseline's indicators by id, with those of a study's ``data/`` folder in place.

    Raises:
        BadTable: The table or a row is wrong; names the line.
    """
    return {**indicators(), **{one.id: one for one in _read(folder, "indicators.csv", _indicator)}}


def read_tables(folder: Path) -> StudyTables:
    """The baseline, with the rows of a study's ``data/`` folder in place.

    Args:
        folder: The study's ``data`` folder; it may be missing or empty.

    Raises:
        BadTable: A table or row is wrong; names the line.
    """
    known = read_indicators(folder)

    def observation(row: Row, where: str, line: int) -> Observation:
        return _observation(row, where, line, known)

    own_observations = _read(folder, "observations.csv", observation)
    own_corridors = _read(folder, "corridors.csv", _corridor)
    said = {(one.indicator, one.place, one.year) for one in own_observations}
    counted = {(one.origin, one.destination, one.year) for one in own_corridors}
    return StudyTables(
        tuple(known.values()),
        (
            *(one for one in observations() if (one.indicator, one.place, one.year) not in said),
            *own_observations,
        ),
        (
            *(one for one in corridors() if (one.origin, one.destination, one.year) not in counted),
            *own_corridors,
        ),
    )


def _read(folder: Path, table: str, make: Callable[[Row, str, int], T]) -> list[T]:
    path = folder / table
    if not path.is_file():
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadTable(str(path), None, "this is not UTF-8 text; save it as CSV UTF-8") from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    needed, allowed = _COLUMNS[table]
    names: Sequence[str] = reader.fieldnames or ()
    for name in needed:
        if name not in names:
            raise BadTable(
                str(path),
                1,
                f"the column {name!r} is missing; the columns are {', '.join((*needed, *allowed))}",
            )
    for name in names:
        if name not in needed and name not in allowed:
            raise BadTable(
                str(path), 1, f"there is no column {name!r}; the columns are {', '.join((*needed, *allowed))}"
            )
    return [make(row, str(path), line) for line, row in _rows(reader, str(path), (*needed, *allowed))]


def _rows(reader: csv.DictReader[str], where: str, columns: Sequence[str]) -> Iterator[tuple[int, Row]]:
    try:
        for row in reader:
            if None in row:
                raise BadTable(
                    where, reader.line_num, "the row has too many cells; quote a cell that holds a comma"
                )
            yield reader.line_num, {name: (row.get(name) or "").strip() for name in columns}
    except csv.Error as error:
        raise BadTable(where, reader.line_num, f"this is not CSV: {error}") from None


def _check_number(
    row: Row, name: str, where: str, line: int, *, needed: bool = False, whole: bool = False
) -> None:
    cell = row[name]
    if not cell and not needed:
        return
    try:
        number = float(cell)
    except ValueError:
        number = float("nan")
    if number - number != 0 or (whole and number != int(number)):
        kind = "a whole number" if whole else "a number"
        raise BadTable(where, line, f"{name} {cell!r} is not {kind} (write 1234.5, without separators)")


def _check_word(row: Row, name: str, words: Sequence[str], where: str, line: int) -> None:
    if row[name] not in words:
        raise BadTable(
            where,
            line,
            f"{name} {row[name]!r} is not one of {', '.join(word or 'nothing' for word in words)}",
        )


def _check_source(row: Row, where: str, line: int) -> None:
    if not row["source"]:
        raise BadTable(where, line, "the row has no source; say where the figure comes from")


def _place(row: Row, name: str, where: str, line: int) -> str:
    found = find_place(row[name])
    if found is None:
        raise BadTable(
            where, line, f"{name} {row[name]!r} is no place that rantau knows; Thailand, for example, is THA"
        )
    return found.id


def _indicator(row: Row, where: str, line: int) -> Indicator:
    row = {**row, "kind": row["kind"] or "series"}
    _check_word(row, "kind", INDICATOR_KINDS, where, line)
    _check_word(row, "dimension", INDICATOR_DIMENSIONS, where, line)
    _check_word(row, "direction", DIRECTIONS, where, line)
    _check_source(row, where, line)
    for name in ("minimum", "maximum"):
        _check_number(row, name, where, line)
    if not row["id"]:
        raise BadTable(where, line, "the column 'id' is empty; give each indicator a short name")
    return indicator_of(row)


def _observation(row: Row, where: str, line: int, known: Mapping[str, Indicator]) -> Observation:
    indicator = known.get(row["indicator"])
    if indicator is None:
        raise BadTable(where, line, f"there is no indicator {row['indicator']!r}; add it to indicators.csv")
    if row["unit"] != indicator.unit:
        raise BadTable(
            where, line, f"unit {row['unit']!r} is not that of {indicator.id}, which is {indicator.unit!r}"
        )
    for name, needed in (("value", True), ("low", False), ("high", False)):
        _check_number(row, name, where, line, needed=needed)
    _check_number(row, "year", where, line, needed=True, whole=True)
    _check_source(row, where, line)
    value = float(row["value"])
    low, high = (float(row[name]) if row[name] else value for name in ("low", "high"))
    if not low <= value <= high:
        raise BadTable(where, line, f"the value {row['value']} does not lie between low and high")
    for bound, outside in (
        (indicator.minimum, indicator.minimum is not None and value < indicator.minimum),
        (indicator.maximum, indicator.maximum is not None and value > indicator.maximum),
    ):
        if outside:
            raise BadTable(
                where, line, f"the value {row['value']} lies outside what {indicator.id} can be ({bound:g})"
            )
    origin, arrow, destination = row["place"].partition(">")
    if arrow:
        ends = {"origin": origin.strip(), "destination": destination.strip()}
        row = {**row, "place": ">".join(_place(ends, end, where, line) for end in ends)}
    else:
        row = {**row, "place": _place(row, "place", where, line)}
    return observation_of(row, f"data/observations.csv:{line}")


def _corridor(row: Row, where: str, line: int) -> CorridorStock:
    _check_number(row, "stock", where, line)
    _check_number(row, "year", where, line, needed=True, whole=True)
    _check_source(row, where, line)
    ends = {name: _place(row, name, where, line) for name in ("origin", "destination")}
    if len(set(ends.values())) == 1:
        raise BadTable(where, line, f"the corridor leads from {place(ends['origin']).name} to itself")
    if row["stock"] and float(row["stock"]) < 0:
        raise BadTable(where, line, f"stock {row['stock']!r} is less than nobody")
    return corridor_of({**row, **ends})
