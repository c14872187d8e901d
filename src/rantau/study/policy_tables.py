"""A study's own tables for the policy room: measures, rounds of the monitor, simulated effects."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from rantau.baseline.load import find_place, measures
from rantau.framework.errors import BadTable
from rantau.policy.measures import MEASURE_COLUMNS, CodedMeasure, coded, measure_of_row, with_own
from rantau.policy.monitor import monitor_indicators
from rantau.policy.monitor_rounds import READING_COLUMNS, Round, reading_of_row
from rantau.policy.recommend import SimulatedEffect

__all__ = ["read_effects", "read_measures", "read_round", "rows_of_table"]

T = TypeVar("T")
Row = Mapping[str, str]
_LARGEST = 32 * 2**20
"""Bytes of a table; a register or a round is never so large."""
_EFFECT_COLUMNS = (
    ("scenario", "against", "outcome", "difference", "low", "high", "unit"),
    ("place", "level", "run"),
)


def rows_of_table(
    content: bytes,
    where: str,
    columns: tuple[tuple[str, ...], tuple[str, ...]],
    make: Callable[[Row, int], T],
) -> list[T]:
    """The rows of a table, each made by ``make`` from its cells and the number of its line.

    Raises:
        BadTable: It is too large, not UTF-8, no CSV, or has a wrong column.
    """
    if len(content) > _LARGEST:
        raise BadTable(where, None, f"the table has more than {_LARGEST // 2**20} MB; split it")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadTable(where, None, "this is not UTF-8 text; save it as CSV UTF-8") from None
    needed, allowed = columns
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    names = (*needed, *allowed)
    try:
        header = list(reader.fieldnames or ())
        for name in needed:
            if name not in header:
                raise BadTable(
                    where, 1, f"the column {name!r} is missing; the columns are {', '.join(names)}"
                )
        for name in header:
            if name not in names or header.count(name) > 1:
                what = "there twice" if name in names else "unknown"
                raise BadTable(where, 1, f"the column {name!r} is {what}; the columns are {', '.join(names)}")
        return [make(row, line) for line, row in _rows(reader, where, names)]
    except csv.Error as error:
        raise BadTable(where, reader.line_num, f"this is not CSV: {error}") from None


def _rows(reader: csv.DictReader[str], where: str, names: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    for row in reader:
        if None in row:
            raise BadTable(
                where, reader.line_num, "the row has too many cells; quote a cell that holds a comma"
            )
        yield reader.line_num, {name: " ".join((row.get(name) or "").split()) for name in names}


def _country(cell: str, where: str, line: int) -> str:
    found = find_place(cell)
    if found is None or found.kind != "country":
        raise BadTable(
            where, line, f"{cell!r} is no country that rantau knows; Thailand, for example, is THA"
        )
    return found.id


def _place(cell: str, where: str, line: int) -> str:
    """A country, or a corridor between two."""
    ends = [_country(end.strip(), where, line) for end in cell.split(">")]
    if len(ends) > 2 or len(set(ends)) < len(ends):
        raise BadTable(where, line, f"{cell!r} is neither a country nor a corridor such as MMR>THA")
    return ">".join(ends)


def read_measures(folder: Path) -> list[CodedMeasure]:
    """The register: the baseline's measures with the rows of a study's ``measures.csv`` in place.

    Args:
        folder: The study's ``data`` folder.

    Raises:
        BadTable: A row is wrong; names the line.
    """
    path = folder / "measures.csv"
    if not path.is_file():
        return with_own(coded(measures()), [])
    where = str(path)

    def make(row: Row, line: int) -> CodedMeasure:
        return measure_of_row(row, where, line, _country(row["iso3"], where, line))

    own = rows_of_table(path.read_bytes(), where, MEASURE_COLUMNS, make)
    seen: dict[str, str] = {}
    for one in own:
        if one.id in seen:
            raise BadTable(
                where, int(one.origin.rpartition(":")[2]), f"{one.id} is there already ({seen[one.id]})"
            )
        seen[one.id] = one.origin
    return with_own(coded(measures()), own)


def read_round(content: bytes, where: str, name: str) -> Round:
    """A round of the monitor from its table.

    Raises:
        BadTable: A row is wrong; names the line.
    """
    known = monitor_indicators()
    readings = rows_of_table(
        content,
        where,
        READING_COLUMNS,
        lambda row, line: reading_of_row(row, where, line, known, _place(row["place"], where, line), name),
    )
    if not readings:
        raise BadTable(where, None, "the table has no rows")
    return Round(name, tuple(readings))


def read_effects(path: Path) -> list[SimulatedEffect]:
    """Simulated effects from a table.

    Raises:
        BadTable: A row is wrong; names the line.
    """
    where = str(path)

    def make(row: Row, line: int) -> SimulatedEffect:
        numbers: dict[str, float] = {}
        for name in ("difference", "low", "high", "level"):
            cell = row[name] or ("90" if name == "level" else "")
            try:
                numbers[name] = float(cell)
            except ValueError:
                numbers[name] = float("nan")
            if numbers[name] - numbers[name] != 0:
                raise BadTable(where, line, f"{name} {cell!r} is not a number")
        if not numbers["low"] <= numbers["difference"] <= numbers["high"]:
            raise BadTable(where, line, "the difference does not lie between low and high")
        if not 0 < numbers["level"] < 100:
            raise BadTable(where, line, f"level {row['level']!r} is no percentage between 0 and 100")
        for name in ("scenario", "against", "outcome"):
            if not row[name]:
                raise BadTable(where, line, f"the column {name!r} is empty")
        return SimulatedEffect(
            scenario=row["scenario"],
            against=row["against"],
            outcome=row["outcome"],
            place=_place(row["place"], where, line) if row["place"] else "",
            difference=numbers["difference"],
            low=numbers["low"],
            high=numbers["high"],
            level=round(numbers["level"]),
            unit=row["unit"],
            run=row["run"] or f"{path.name}:{line}",
        )

    return rows_of_table(path.read_bytes(), where, _EFFECT_COLUMNS, make)
