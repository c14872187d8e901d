"""Codebook and codings as tables: CSV and XLSX, both ways.

Excel and its like read a cell that begins with ``=``, ``+``, ``-``, ``@`` or a tab as a formula, whoever wrote the
text. Such a cell gets an apostrophe in front, as does one that begins with an apostrophe, so that reading takes off
exactly what writing put there. In XLSX every cell is written as text besides.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, Literal

from rantau.coding.records import Code, Coding, Region
from rantau.framework.errors import BadInput, BadTable

__all__ = [
    "CODEBOOK_COLUMNS",
    "CODING_COLUMNS",
    "MOST_ROWS",
    "read_codebook_table",
    "read_coding_table",
    "write_codebook_table",
    "write_coding_table",
]

Format = Literal["csv", "xlsx"]

CODEBOOK_COLUMNS = tuple(f.name for f in fields(Code))
_REGION = tuple(f.name for f in fields(Region))
CODING_COLUMNS = (
    *(f.name for f in fields(Coding) if f.name != "region"),
    *(f"region_{name}" for name in _REGION),
    "quote",
)
"""A coding's fields, its region's, and the text it stands on, which is for people and not read back."""

MOST_ROWS = 1_048_575
"""Most rows of a table: what an XLSX sheet holds under its header."""
MOST_BYTES = 200 * 2**20
_MOST_CELL = 32_767
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_NO_CELL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH = "1980-01-01T00:00:00"


def guarded(text: str) -> str:
    """A text as it can stand in a cell without being run."""
    return "'" + text if text.startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """The text of a guarded cell."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


# Out


def write_codebook_table(codes: Iterable[Code], format: Format) -> bytes:
    """The codebook as a table with a header; several polarities are joined by ``; ``."""
    return _write(CODEBOOK_COLUMNS, (_code_row(code) for code in codes), format, "codebook")


def write_coding_table(
    codings: Iterable[Coding], format: Format, *, texts: Mapping[str, str] | None = None
) -> bytes:
    """Codings as a table with a header.

    Args:
        codings: The codings.
        format: ``csv`` or ``xlsx``.
        texts: Plain texts of the documents, for the column ``quote``.
    """
    held = texts or {}
    return _write(CODING_COLUMNS, (_coding_row(coding, held) for coding in codings), format, "codings")


def _code_row(code: Code) -> list[str]:
    row = []
    for name in CODEBOOK_COLUMNS:
        value = getattr(code, name)
        row.append("; ".join(value) if isinstance(value, tuple) else _written(value))
    return row


def _coding_row(coding: Coding, texts: Mapping[str, str]) -> list[str]:
    row = [_written(getattr(coding, f.name)) for f in fields(Coding) if f.name != "region"]
    region = coding.region
    row += [_written(None if region is None else getattr(region, name)) for name in _REGION]
    text = texts.get(coding.document, "")
    placed = coding.start is not None and coding.end is not None
    row.append(text[coding.start : coding.end] if placed else "")
    return row


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return repr(value) if isinstance(value, float) else str(value)


def _write(columns: Sequence[str], rows: Iterable[Sequence[str]], format: Format, title: str) -> bytes:
    safe = ([guarded(cell) for cell in row] for row in rows)
    if format == "csv":
        into = io.StringIO(newline="")
        writer = csv.writer(into, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows(safe)
        try:
            # Excel takes a CSV without this mark for one in the machine's own code page.
            return into.getvalue().encode("utf-8-sig")
        except UnicodeEncodeError:
            raise BadInput("A text holds half of a UTF-16 pair, which no file can hold.") from None
    return _workbook(columns, safe, title)


def _workbook(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str) -> bytes:
    from datetime import datetime

    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    # All rows are looked at before the first is written: a sheet half written cannot be closed.
    fitting = [_fitting(columns, row, number) for number, row in enumerate(rows, 2)]
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = datetime.fromisoformat(_EPOCH)
    book.properties.creator = "rantau"
    sheet = book.create_sheet(title)
    sheet.append(list(columns))
    for row in fitting:
        cells = [WriteOnlyCell(sheet, value=text) for text in row]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    into = io.BytesIO()
    book.save(into)
    return _settled(into.getvalue())


def _fitting(columns: Sequence[str], row: Sequence[str], number: int) -> list[str]:
    """A row as a sheet can hold it; only a quotation is cut, since it is for people."""
    if number > MOST_ROWS + 1:
        raise BadInput(f"A sheet holds {MOST_ROWS:,} rows at most; export CSV instead.")
    found = []
    for name, text in zip(columns, row, strict=True):
        if name == "quote":
            text = _NO_CELL.sub("\ufffd", text)
            text = text if len(text) <= _MOST_CELL else text[: _MOST_CELL - 1] + "…"
        if len(text) > _MOST_CELL:
            raise BadInput(
                f"Row {number}: {name!r} has {len(text):,} characters, and a cell of an XLSX holds {_MOST_CELL:,}; "
                "export CSV instead."
            )
        if _NO_CELL.search(text):
            raise BadInput(
                f"Row {number}: {name!r} holds a control character, which an XLSX cannot; export CSV instead."
            )
        found.append(text)
    return found


def _settled(data: bytes) -> bytes:
    """A workbook whose bytes do not tell when it was written."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as out:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = _without_now(content)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            out.writestr(entry, content)
    return into.getvalue()


def _without_now(core: bytes) -> bytes:
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + _EPOCH.encode() + b"Z", core)


# In


def read_codebook_table(data: bytes, name: str) -> tuple[Code, ...]:
    """The codes of a table that :func:`write_codebook_table` wrote, or one with the same column names.

    ``id`` and ``name`` are needed; columns of other names are left aside.

    Raises:
        BadTable: A row is wrong, with its line.
        BadInput: The file cannot be read.
    """
    found: dict[str, Code] = {}
    for line, row in _rows(data, name, ("id", "name")):
        id = _needed(row, "id", name, line)
        if id in found:
            raise BadTable(name, line, f"the code {id!r} is there already; give each code one row.")
        given = {column: row[column] for column in CODEBOOK_COLUMNS if column in row}
        fields_: dict[str, Any] = {c: v for c, v in given.items() if c not in ("id", "name", "parent")}
        if "polarities" in fields_:
            fields_["polarities"] = tuple(p.strip() for p in fields_["polarities"].split(";") if p.strip())
        for column, otherwise in (("codable", True), ("retired", False)):
            if column in fields_:
                fields_[column] = _truth(fields_[column], otherwise, column, name, line)
        colour = fields_.get("colour", "")
        if colour and not _is_colour(colour):
            raise BadTable(name, line, f"{colour!r} is no colour; write it as #rrggbb.")
        found[id] = Code(
            id=id, name=_needed(row, "name", name, line), parent=given.get("parent") or None, **fields_
        )
    for code in found.values():
        if code.parent is not None and code.parent not in found:
            raise BadTable(
                name, None, f"the code {code.id!r} stands under {code.parent!r}, which has no row."
            )
    return tuple(found.values())


def read_coding_table(data: bytes, name: str) -> tuple[Coding, ...]:
    """The codings of a table that :func:`write_coding_table` wrote, or one with the same column names.

    ``id``, ``document``, ``code`` and ``coder`` are needed. Whether documents, codes and coders exist is for
    the study to say.

    Raises:
        BadTable: A row is wrong, with its line.
        BadInput: The file cannot be read.
    """
    found: dict[str, Coding] = {}
    for line, row in _rows(data, name, ("id", "document", "code", "coder")):
        id = _needed(row, "id", name, line)
        if id in found:
            raise BadTable(name, line, f"the coding {id!r} is there already; give each coding one row.")
        start, end = (_whole(row.get(c, ""), c, name, line) for c in ("start", "end"))
        if (start is None) != (end is None) or (
            start is not None and end is not None and not 0 <= start <= end
        ):
            raise BadTable(name, line, "start and end are no place; give both, counted from 0, start first.")
        corners = [_whole(row.get(f"region_{c}", ""), f"region_{c}", name, line) for c in _REGION]
        if any(c is not None for c in corners) and None in corners:
            raise BadTable(name, line, "a region needs its page and both of its corners.")
        status = row.get("status") or "accepted"
        if status not in ("accepted", "proposed", "rejected"):
            raise BadTable(name, line, f"{status!r} is no status; write accepted, proposed or rejected.")
        texts = ("selection", "polarity", "when", "memo", "adjudicated_by", "reason")
        found[id] = Coding(
            id=id,
            document=_needed(row, "document", name, line),
            code=_needed(row, "code", name, line),
            coder=row["coder"],
            start=start,
            end=end,
            region=None if None in corners else Region(*(c for c in corners if c is not None)),
            passage=row.get("passage") or None,
            status=status,
            probability=_share(row.get("probability", ""), name, line),
            **{c: row.get(c, "") for c in texts},
        )
    return tuple(found.values())


def _rows(data: bytes, name: str, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells by column of each row that is not empty."""
    if len(data) > MOST_BYTES:
        raise BadInput(f"{name} is larger than {MOST_BYTES:,} bytes, more than a table is read with.")
    table = _sheet(data, name) if data.startswith(b"PK\x03\x04") else _comma(data, name)
    header: list[str] | None = None
    for line, cells in table:
        if header is None:
            header = [cell.strip().lower() for cell in cells]
            missing = [column for column in needed if column not in header]
            if missing:
                raise BadTable(
                    name, line, f"there is no column {missing[0]!r}; name the columns in the first row."
                )
            double = next((c for c in header if c and header.count(c) > 1), None)
            if double is not None:
                raise BadTable(name, line, f"the column {double!r} is there twice.")
            continue
        if line > MOST_ROWS + 1:
            raise BadTable(name, line, f"more than {MOST_ROWS:,} rows are not read.")
        if len(cells) > len(header) and any(cells[len(header) :]):
            raise BadTable(name, line, "the row has more cells than the header has columns.")
        if any(cells):
            padded = [*cells, *[""] * (len(header) - len(cells))]
            yield line, {column: unguarded(cell) for column, cell in zip(header, padded, strict=False)}
    if header is None:
        raise BadTable(name, None, "the table is empty; its first row names the columns.")


def _comma(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{name} is not UTF-8; save it as 'CSV UTF-8' and import that.") from None
    first = text.split("\n", 1)[0]
    # Where the comma parts a number's digits, Excel parts cells by semicolons.
    mark = max(",;\t", key=lambda m: (first.count(m), m == ","))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        # The line a row begins on, since a cell may hold several.
        line = 1
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as problem:
        raise BadTable(name, reader.line_num, f"not a CSV row ({problem}); save the table anew.") from None


def _sheet(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    _look_into(data, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError, IndexError) as problem:
        raise BadInput(f"{name} cannot be read as an XLSX; save it anew and import that.") from problem
    for line, row in enumerate(rows, 1):
        yield line, [_cell(value) for value in row]


def _look_into(data: bytes, name: str) -> None:
    """Refuse a workbook that unpacks to far more than it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            total = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as problem:
        raise BadInput(f"{name} is damaged or cut short; save it anew and import that.") from problem
    if total > 4 * MOST_BYTES or (total > 20 * 2**20 and total > 200 * len(data)):
        raise BadInput(f"{name} unpacks to {total:,} bytes; it may be built to do harm: leave it out.")


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _needed(row: Mapping[str, str], column: str, name: str, line: int) -> str:
    if not row.get(column):
        raise BadTable(name, line, f"there is no {column}.")
    return row[column]


def _number(text: str, column: str, name: str, line: int, make: Callable[[str], Any], kind: str) -> Any:
    if not text.strip():
        return None
    try:
        return make(text)
    except ValueError:
        raise BadTable(name, line, f"{column}: {text[:40]!r} is no {kind}.") from None


def _whole(text: str, column: str, name: str, line: int) -> int | None:
    found: int | None = _number(text, column, name, line, int, "whole number")
    return found


def _share(text: str, name: str, line: int) -> float | None:
    found: float | None = _number(text, "probability", name, line, float, "number")
    if found is not None and not 0 <= found <= 1:
        raise BadTable(name, line, f"probability: {text!r} does not lie between 0 and 1.")
    return found


def _truth(text: str, otherwise: bool, column: str, name: str, line: int) -> bool:
    word = text.strip().lower()
    if not word:
        return otherwise
    if word not in ("yes", "no", "true", "false", "1", "0"):
        raise BadTable(name, line, f"{column}: write yes or no, not {text[:40]!r}.")
    return word in ("yes", "true", "1")


def _is_colour(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in text[1:])
