"""Case files: CSV, XLSX and JSON, as columns of text. Nothing is interpreted here."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rantau.framework.errors import BadInput, BadTable

if TYPE_CHECKING:
    import polars

__all__ = ["CaseTable", "read_cases"]

_MOST_SHEET: Final = 2**30
_MOST_COLUMNS: Final = 2_000


@dataclass(frozen=True, slots=True)
class CaseTable:
    """A table of records, all cells as text."""

    name: str
    """The file's name, for messages."""
    frame: polars.DataFrame
    """Columns of text; an empty cell is null."""
    kind: str
    """``csv``, ``xlsx`` or ``json``."""
    data: bytes
    """The file, in which a line is looked up when something is wrong with it."""
    delimiter: str = ","

    def where(self, row: int, column: str) -> str:
        """A cell, as a person would look for it."""
        if self.kind == "json":
            return f"record {row + 1}, {column}"
        line = row + 2
        if self.kind == "csv":
            reader = csv.reader(io.StringIO(self.data.decode("utf-8-sig")), delimiter=self.delimiter)
            seen = -1
            for cells in reader:
                seen += bool(cells)
                if seen == row + 1:
                    break
            line = reader.line_num
        return f"line {line}, column {column}"


def read_cases(data: bytes, name: str) -> CaseTable:
    """Read a file of case records, one row a person.

    Args:
        data: The file. CSV must be UTF-8, its cells parted by commas, semicolons or tabs; of a workbook the first sheet
            is read; JSON is a list of flat objects.
        name: Its name; the ending decides how it is read.

    Raises:
        BadInput: It cannot be read.
        BadTable: A line of it cannot.
    """
    ending = name.lower().rpartition(".")[2]
    if ending in ("xlsx", "xlsm"):
        return _checked(_workbook(data, name))
    if ending == "json":
        return _checked(_json(data, name))
    if ending in ("csv", "tsv", "txt"):
        return _checked(_csv(data, name))
    raise BadInput(f"{name} ends in .{ending}; save the records as .csv, .xlsx or .json")


def _checked(table: CaseTable) -> CaseTable:
    if table.frame.height == 0:
        raise BadInput(f"{table.name} has no records; a header and one row a person are needed")
    return table


def _header(cells: list[str], name: str) -> list[str]:
    header = [cell.strip() for cell in cells]
    if len(header) > _MOST_COLUMNS:
        raise BadTable(name, 1, f"there are more than {_MOST_COLUMNS:,} columns; this is no table of cases")
    for position, cell in enumerate(header, start=1):
        if not cell:
            raise BadTable(name, 1, f"column {position} has no name; name it, or leave it out")
        if header.index(cell) != position - 1:
            raise BadTable(name, 1, f"there are two columns {cell!r}; rename one")
    return header


def _csv(data: bytes, name: str) -> CaseTable:
    import polars as pl

    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        data[: 2**16].decode("utf-8", errors="strict" if len(data) <= 2**16 else "ignore")
        first = next(csv.reader(io.StringIO(data.split(b"\n", 1)[0].decode("utf-8"))), [])
    except (UnicodeDecodeError, csv.Error):
        raise BadInput(f"{name} is not UTF-8 text; save the table as CSV in UTF-8 and try again") from None
    if b"\0" in data:
        raise BadInput(f"{name} holds bytes that are no text; save the table as CSV in UTF-8 and try again")
    if not first:
        raise BadInput(f"{name} has no header in its first line; put the names of the columns there")
    line = data.split(b"\n", 1)[0].decode("utf-8").rstrip("\r")
    delimiter = max(",;\t", key=lambda mark: (line.count(mark), mark == ","))
    header = _header(next(csv.reader([line], delimiter=delimiter)), name)
    try:
        frame = pl.read_csv(
            io.BytesIO(data),
            separator=delimiter,
            has_header=False,
            skip_rows=1,
            new_columns=header,
            schema=dict.fromkeys(header, pl.String),
        )
    except pl.exceptions.NoDataError:
        frame = pl.DataFrame({cell: [] for cell in header}, schema=dict.fromkeys(header, pl.String))
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        raise _wrong_line(data, name, delimiter, len(header)) from None
    frame = frame.filter(~pl.all_horizontal(pl.all().is_null()))
    return CaseTable(name, frame, "csv", data, delimiter)


def _wrong_line(data: bytes, name: str, delimiter: str, width: int) -> BadInput:
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8")), delimiter=delimiter)
        for cells in reader:
            if cells and len(cells) > width:
                return BadTable(
                    name, reader.line_num, f"there are {len(cells)} cells and {width} columns; mend the line"
                )
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return BadTable(name, line, "this is not UTF-8 text; save the table as CSV in UTF-8 and try again")
    except csv.Error as error:
        return BadTable(name, reader.line_num, f"this is no CSV ({error}); save the table as CSV again")
    return BadInput(f"{name} has a quotation mark that is never closed; save the table as CSV again")


def _workbook(data: bytes, name: str) -> CaseTable:
    import python_calamine
    from python_calamine import CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _MOST_SHEET:
                raise BadInput(f"{name} unpacks to more than 1 GiB; save the records as CSV")
        rows = (
            CalamineWorkbook.from_filelike(io.BytesIO(data))
            .get_sheet_by_index(0)
            .to_python(skip_empty_area=False)
        )
    except BadInput:
        raise
    except (zipfile.BadZipFile, python_calamine.CalamineError, IndexError, OSError, RuntimeError, ValueError):
        raise BadInput(f"{name} is no workbook that can be read; save it as .xlsx or .csv again") from None
    if not rows:
        raise BadInput(f"{name} has no records; a header and one row a person are needed")
    header = _header([_text(cell) or "" for cell in rows[0]], name)
    return CaseTable(name, _frame(header, [[_text(cell) for cell in row] for row in rows[1:]]), "xlsx", b"")


def _json(data: bytes, name: str) -> CaseTable:
    try:
        rows = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadInput(f"{name} is not UTF-8 text; save it in UTF-8 and try again") from None
    except json.JSONDecodeError as error:
        raise BadTable(
            name, error.lineno, f"this is no JSON ({error.msg}, column {error.colno}); mend it"
        ) from None
    except RecursionError:
        raise BadInput(f"{name} is nested too deep; a list of flat records is needed") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadInput(f'{name} must be a list of records, such as [{{"recruited": "yes"}}]')
    for number, row in enumerate(rows, start=1):
        for key, cell in row.items():
            if isinstance(cell, (dict, list)):
                raise BadInput(
                    f"{name}, record {number}, {key}: one value is needed, not a list or an object"
                )
    header = _header(list(dict.fromkeys(key for row in rows for key in row)), name)
    cells = [[_text(row.get(key)) for key in header] for row in rows]
    return CaseTable(name, _frame(header, cells), "json", b"")


def _frame(header: list[str], rows: list[list[str | None]]) -> polars.DataFrame:
    import polars as pl

    kept = [(row + [None] * len(header))[: len(header)] for row in rows]
    return pl.DataFrame(kept, schema=dict.fromkeys(header, pl.String), orient="row")


def _text(cell: object) -> str | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
