"""The files of a composite indicator: ``build.toml``, and the CSV files that it names.

Column names are rantau's own or those of COINr (``iCode``, ``uCode`` …), whose files are read as they are.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rantau.framework.errors import BadInput, BadSetting, BadTable
from rantau.profile.composite import (
    Build,
    BuildError,
    Element,
    Hierarchy,
    Inputs,
    Table,
    check_build,
    check_inputs,
    make_hierarchy,
)
from rantau.study.settings import line_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["naming_lines", "read_index", "read_metadata", "read_table"]

_LARGEST = 64 * 2**20
_MISSING = frozenset({"", "na", "n/a", "nan", "..", "-"})
_ELEMENT_COLUMNS = {
    "icode": "code", "iname": "name", "type": "kind", "lower": "low", "upper": "high",
}  # fmt: skip
_UNIT_COLUMNS = {"ucode": "unit", "code": "unit", "uname": "name", "time": "year"}


class _Data(BaseModel):
    """The ``data`` part of a build file. Files are named from the build file's folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    metadata: Annotated[str, Field(min_length=1)]
    table: Annotated[str, Field(min_length=1)]
    denominators: str = ""
    errors: str = ""
    errors_above: str = ""
    """Standard errors towards higher values, where they differ."""
    year: Annotated[int, Field(ge=1000, le=3000)] | None = None


def read_index(path: Path) -> tuple[Build, Inputs, list[str]]:
    """Read a build file and all that it names.

    Returns:
        The build, what it is applied to, and what was passed over in the files.

    Raises:
        BadSetting: The build file is wrong; names the line.
        BadTable: A CSV file is wrong; names the line.
    """
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at (?:line (\d+)|end of document)", str(error))
        line = int(found.group(1)) if found and found.group(1) else max(1, len(text.splitlines()))
        what = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise BadSetting(path, line, f"this is not valid TOML: {what[:1].lower()}{what[1:]}") from None
    files = data.pop("data", {})
    try:
        parts = _Data.model_validate(files)
    except ValidationError as error:
        first = error.errors()[0]
        where = ("data", *first["loc"])
        name = ".".join(map(str, where))
        what = "is missing; add it" if first["type"] == "missing" else f"will not do: {first['msg'].lower()}"
        raise BadSetting(path, _line(text, where), f"the setting {name!r} {what}") from None
    with naming_lines(path):
        build = check_build(data)
    folder = path.parent
    hierarchy = read_metadata(folder / parts.metadata)
    notes: list[str] = []
    tables = read_table(folder / parts.table, hierarchy, notes)
    table, panel, year = _of_year(folder / parts.table, tables, parts.year)
    if parts.denominators:
        table = _joined(table, folder / parts.denominators, hierarchy, notes)
    errors, above = (
        _errors(folder / name, hierarchy, notes) if name else None
        for name in (parts.errors, parts.errors_above)
    )
    inputs = Inputs(hierarchy, table, panel, year, errors, above)
    try:
        check_inputs(inputs.without(build.leave_out))
    except BadInput as error:
        raise BadTable(str(folder / parts.table), None, str(error)) from None
    return build, inputs, notes


def _errors(path: Path, hierarchy: Hierarchy, notes: list[str]) -> Table:
    (errors,) = read_table(path, hierarchy, notes, partial=True).values()
    if (errors.values < 0).any():
        raise BadTable(str(path), None, "a standard error is below zero; correct it")
    return errors


@contextmanager
def naming_lines(path: Path) -> Iterator[None]:
    """Within it, an error of a build's step names the line of the build file.

    Raises:
        BadSetting: In place of a ``BuildError``.
    """
    try:
        yield
    except BuildError as error:
        raise BadSetting(path, _line(_text(path), error.location), str(error)) from None


def _line(text: str, location: tuple[str | int, ...]) -> int | None:
    """The line of a setting; of one in a list of tables, the line within that table."""
    depth = next((n for n, part in enumerate(location) if isinstance(part, int)), None)
    if depth is None:
        return line_of(text, location)
    header = ".".join(map(str, location[:depth]))
    wanted, key = int(location[depth]), str(location[depth + 1]) if len(location) > depth + 1 else ""
    seen, best = -1, None
    for number, line in enumerate(text.splitlines(), start=1):
        title = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
        if title:
            seen += title.group(1) == header
            if title.group(1) == header and seen == wanted:
                best = number
            elif best is not None and not title.group(1).startswith(header + "."):
                break
        elif best is not None and key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number
    return best or line_of(text, location[:depth])


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInput(
                f"{path} is larger than {_LARGEST // 2**20} MiB; leave out what the index does not need"
            )
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadInput(f"{path} does not exist; check its name") from None
    except (IsADirectoryError, PermissionError):
        raise BadInput(f"{path} is not a file that can be read; name another") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not UTF-8 text; save it as UTF-8 (in a spreadsheet: CSV UTF-8)") from None


def _rows(path: Path, names: Mapping[str, str]) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """The columns, by rantau's names, and the rows with their lines."""
    reader = csv.reader(io.StringIO(_text(path), newline=""))
    try:
        header = [cell.strip() for cell in next(reader, [])]
    except csv.Error as error:
        raise BadTable(str(path), 1, f"this is not CSV: {error}") from None
    columns = [names.get(cell.lower(), cell) for cell in header]
    for column in columns:
        if columns.count(column) > 1:
            raise BadTable(str(path), 1, f"the column {column!r} stands there twice; keep one")

    def rows() -> Iterator[tuple[int, dict[str, str]]]:
        try:
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != len(columns):
                    raise BadTable(
                        str(path),
                        reader.line_num,
                        f"the row has {len(cells)} cells, and there are {len(columns)} columns",
                    )
                yield reader.line_num, dict(zip(columns, (cell.strip() for cell in cells), strict=True))
        except csv.Error as error:
            raise BadTable(str(path), reader.line_num, f"this is not CSV: {error}") from None

    return columns, rows()


def read_metadata(path: Path) -> Hierarchy:
    """Read what an index is made of.

    Columns: ``code``, ``kind`` (indicator, aggregate, denominator, group), ``parent``, and as needed ``name``,
    ``level``, ``weight``, ``direction``, ``unit``, ``denominator``, ``target``, ``low``, ``high``, ``minimum``,
    ``maximum``.

    Raises:
        BadTable: A row is wrong; names the line.
    """
    columns, rows = _rows(path, {**{name: name for name in Element.model_fields}, **_ELEMENT_COLUMNS})
    if "code" not in columns:
        raise BadTable(str(path), 1, "the column 'code' is missing; it names the indicators")
    elements = []
    for line, row in rows:
        data: dict[str, Any] = {
            name: cell
            for name, cell in row.items()
            if name in Element.model_fields and cell.lower() not in _MISSING
        }
        data["kind"] = data.get("kind", "indicator").lower()
        try:
            elements.append(
                Element.model_validate({name: _scalar(name, cell) for name, cell in data.items()})
            )
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0]) if first["loc"] else "row"
            raise BadTable(
                str(path), line, f"{name} {data.get(name)!r} will not do: {first['msg'].lower()}"
            ) from None
    try:
        return make_hierarchy(elements)
    except BadInput as error:
        raise BadTable(str(path), None, str(error)) from None


def _scalar(name: str, cell: str) -> Any:
    if name in ("weight", "direction", "target", "low", "high", "minimum", "maximum", "level"):
        try:
            return float(cell)
        except ValueError:
            return cell
    return cell


def read_table(
    path: Path, hierarchy: Hierarchy, notes: list[str], *, partial: bool = False
) -> dict[int, Table]:
    """Read units × indicators.

    A column ``unit`` holds the units' codes; ``name`` and ``year`` are optional; the others are named by the metadata.
    Empty cells, ``NA``, ``n/a``, ``..`` and ``-`` are missing.

    Args:
        path: The file.
        hierarchy: The metadata.
        notes: What is passed over is said here.
        partial: Indicators may be left out.

    Returns:
        Year -> table; year 0 where the file has no years.

    Raises:
        BadTable: A row is wrong; names the line.
    """
    columns, rows = _rows(path, _UNIT_COLUMNS)
    groupings = [one.code for one in hierarchy.others if one.kind == "group" and one.code in columns]
    numbers = [one.code for one in hierarchy.indicators if one.code in columns or not partial]
    numbers += [one.code for one in hierarchy.others if one.kind == "denominator" and one.code in columns]
    for needed in ("unit", *numbers):
        if needed not in columns:
            raise BadTable(
                str(path), 1, f"the column {needed!r} is missing; add it, or take it out of the metadata"
            )
    unread = [one for one in columns if one not in {"unit", "name", "year", *numbers, *groupings}]
    if unread:
        notes.append(f"{path.name}: not in the metadata, and not read: {', '.join(unread)}")
    found: dict[int, dict[str, tuple[str, list[float], list[str]]]] = {}
    for line, row in rows:
        unit, year = row["unit"], _year(row.get("year", ""), path, line)
        of_year = found.setdefault(year, {})
        if not unit:
            raise BadTable(str(path), line, "the column 'unit' is empty; give each unit a code")
        if unit in of_year:
            raise BadTable(str(path), line, f"the unit {unit!r} stands there twice; keep one")
        cells = [_number(row[name], name, path, line) for name in numbers]
        of_year[unit] = (row.get("name", "") or unit, cells, [row[name] for name in groupings])
    if not found:
        raise BadTable(str(path), None, "there are no rows; add a row for each unit")
    return {year: _made(numbers, groupings, units) for year, units in sorted(found.items())}


def _made(
    numbers: Sequence[str], groupings: Sequence[str], units: Mapping[str, tuple[str, list[float], list[str]]]
) -> Table:
    values: NDArray[np.float64] = np.array([cells for _, cells, _ in units.values()], dtype=float)
    groups = {name: tuple(of[n] for _, _, of in units.values()) for n, name in enumerate(groupings)}
    names = tuple(name for name, _, _ in units.values())
    return Table(tuple(units), tuple(numbers), values.reshape(len(units), len(numbers)), groups, names)


def _number(cell: str, name: str, path: Path, line: int) -> float:
    if cell.lower() in _MISSING:
        return float("nan")
    try:
        number = float(cell)
    except ValueError:
        number = float("inf")
    if not np.isfinite(number):
        raise BadTable(str(path), line, f"{name} {cell!r} is not a number (write 1234.5, without separators)")
    return number


def _year(cell: str, path: Path, line: int) -> int:
    if not cell:
        return 0
    try:
        return int(cell)
    except ValueError:
        raise BadTable(str(path), line, f"year {cell!r} is not a year; write 2024") from None


def _of_year(
    path: Path, tables: Mapping[int, Table], year: int | None
) -> tuple[Table, dict[int, Table], int]:
    if year is None:
        if len(tables) > 1:
            years = ", ".join(map(str, tables))
            raise BadTable(
                str(path), None, f"there are several years ({years}); say which with data.year in the build"
            )
        year = next(iter(tables))
    if year not in tables:
        years = ", ".join(map(str, tables))
        raise BadTable(str(path), None, f"there is no year {year}; the years are {years}")
    return tables[year], {one: table for one, table in tables.items() if one != year}, year


def _joined(table: Table, path: Path, hierarchy: Hierarchy, notes: list[str]) -> Table:
    """The table with the columns of a file of denominators, unit by unit."""
    (more,) = read_table(path, hierarchy, notes, partial=True).values()
    extra = [name for name in more.columns if name not in table.columns]
    rows = {unit: row for row, unit in enumerate(more.units)}
    picked = more.pick(extra)
    nothing = np.full(len(extra), np.nan)
    values = np.stack([picked[rows[unit]] if unit in rows else nothing for unit in table.units])
    return Table(
        table.units, (*table.columns, *extra), np.hstack([table.values, values]), table.groups, table.names
    )
