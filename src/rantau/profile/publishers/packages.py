"""What kind of file it is, by its first bytes; and its tables, once it is sure that opening them does no harm."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

from rantau.framework.errors import BadInput, FeatureMissing
from rantau.profile.publishers.cells import Cell
from rantau.profile.publishers.tables import CsvTable, SheetTable, Table, limited

__all__ = ["Package", "open_package"]

_MOST_PARTS = 2_000
_MOST_WORKBOOK = 800 * 2**20
_MOST_XLS = 200 * 2**20
_MOST_RATIO = 200
_MOST_CELLS = 20_000_000
_TRAP = "it may be built to do harm: leave it out"
_AGAIN = "download it again and import that copy"
_AS_CSV = "download the table as CSV or XLSX and import that"

_KINDS = (
    (b"%PDF", f"is a PDF; {_AS_CSV}"),
    (b"PAR1", f"is a Parquet file; {_AS_CSV}"),
    (b"ARROW1", f"is an Arrow file; {_AS_CSV}"),
    (b"<stata_dta>", f"is a Stata file; {_AS_CSV}"),
    (b"$FL2", f"is an SPSS file; {_AS_CSV}"),
    (b"RDX", f"is an R file; {_AS_CSV}"),
    (b"7z\xbc\xaf", "is a 7z archive; unpack it and import the table in it"),
    (b"Rar!", "is a RAR archive; unpack it and import the table in it"),
    (b"BZh", "is packed with bzip2; unpack it and import the table in it"),
    (b"\xfd7zXZ", "is packed with xz; unpack it and import the table in it"),
)


class Package:
    """The tables of a file.

    Args:
        name: The file's name as the user knows it.
        tables: Its tables.
        not_read: Parts of it that are no tables.
    """

    def __init__(self, name: str, tables: Sequence[Table], not_read: Sequence[str] = ()) -> None:
        self.name, self.tables, self.not_read = name, tuple(tables), tuple(not_read)


def open_package(stream: BinaryIO, name: str) -> Package:
    """Find a file's tables.

    Args:
        stream: Its bytes; must be seekable, and stay open as long as rows are read.
        name: Its name, for messages.

    Raises:
        BadInput: It is of a kind that holds no tables, is damaged, or unpacks to far more than tables do.
    """
    stream.seek(0)
    first = stream.read(512)
    stream.seek(0, io.SEEK_END)
    size = stream.tell()
    if not first:
        raise BadInput(f"{name} is empty; {_AGAIN}")
    if first.startswith(b"PK\x03\x04"):
        return _zip(stream, name, size)
    if first.startswith(b"PK"):
        raise BadInput(f"{name} is an empty or split archive; {_AGAIN}")
    if first.startswith(b"\xd0\xcf\x11\xe0"):
        if size > _MOST_XLS:
            raise BadInput(f"{name} has {size / 2**20:,.0f} MB, more than a workbook may have; {_AS_CSV}")
        return _workbook(stream, name)
    if first.startswith(b"\x1f\x8b"):
        return Package(name, [CsvTable(name, lambda: limited(_unzipped(stream), name, size))])
    for start, reason in _KINDS:
        if first.startswith(start):
            raise BadInput(f"{name} {reason}")
    words = first.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if words.startswith((b"<!doctype", b"<html", b"<?xml", b"<")):
        raise BadInput(f"{name} is a web page or XML, perhaps an error message saved as a table; {_AS_CSV}")
    if words.startswith((b"{", b"[")):
        raise BadInput(f"{name} is JSON; {_AS_CSV}")
    return Package(name, [CsvTable(name, lambda: io.BufferedReader(_View(stream), 2**18))])


class _View(io.RawIOBase):
    """A stream over another, with a place of its own; closing it leaves the other open."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._at = stream, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        self._stream.seek(self._at)
        data = self._stream.read(len(view))
        self._at += len(data)
        view[: len(data)] = data
        return len(data)


def _unzipped(stream: BinaryIO) -> BinaryIO:
    return gzip.GzipFile(fileobj=io.BufferedReader(_View(stream)), mode="rb")  # type: ignore[return-value]


def _zip(stream: BinaryIO, name: str, size: int) -> Package:
    try:
        archive = zipfile.ZipFile(stream)
        parts = archive.infolist()
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        OSError,
        EOFError,
        KeyError,
        IndexError,
        RuntimeError,
    ):
        raise BadInput(f"{name} is damaged or cut short; {_AGAIN}") from None
    if len(parts) > _MOST_PARTS:
        raise BadInput(
            f"{name} holds {len(parts):,} parts, more than the {_MOST_PARTS:,} of any publisher; {_TRAP}"
        )
    if any(part.flag_bits & 0x1 for part in parts):
        raise BadInput(f"{name} is protected with a password; unpack it and import the table in it")
    names = [part.filename for part in parts]
    if len(set(names)) < len(names):
        raise BadInput(f"{name} holds two parts of one name; {_AGAIN}")
    if "xl/workbook.bin" in names:
        raise BadInput(f"{name} is a binary workbook (XLSB); save it as XLSX and import that")
    if "content.xml" in names and "mimetype" in names:
        raise BadInput(f"{name} is an OpenDocument spreadsheet; save it as XLSX or CSV and import that")
    if any(part.startswith("xl/") for part in names):
        _look_into_workbook(archive, parts, name, size)
        return _workbook(stream, name)
    tables: list[Table] = []
    not_read: list[str] = []
    for part in parts:
        if part.is_dir() or part.filename.startswith("__MACOSX/"):
            continue
        if part.filename.lower().endswith((".csv", ".tsv", ".txt")):
            shown = f"{name}: {part.filename.rsplit('/', 1)[-1]}"
            tables.append(CsvTable(shown, _opener(archive, part, shown)))
        else:
            not_read.append(part.filename)
    if not tables:
        raise BadInput(f"{name} is an archive without a CSV file; unpack it and import the table in it")
    return Package(name, tables, not_read)


def _opener(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        return limited(archive.open(part), name, part.compress_size)  # type: ignore[arg-type]

    return opened


def _look_into_workbook(
    archive: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo], name: str, size: int
) -> None:
    """Unpack every part of an XLSX once, without keeping it: its true size, its sums, and how far its sheets reach.

    A sheet is held as a full grid, so a single cell in the last corner of one would take hundreds of gigabytes.
    """
    whole = sum(part.file_size for part in parts)
    if whole > _MOST_WORKBOOK or (whole > 64 * 2**20 and whole > _MOST_RATIO * size):
        raise BadInput(f"{name} unpacks to {whole / 2**20:,.0f} MB, far more than a workbook does; {_TRAP}")
    try:
        for part in parts:
            with archive.open(part) as stream:
                _look_into_part(stream, name)
    except BadInput:  # a ValueError too, and a sentence already
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError):
        raise BadInput(f"{name} is damaged or cut short; {_AGAIN}") from None


_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,4})(\d{1,9})""")
_STRANGE = re.compile(rb"""\br\s*=\s*["'][^"'>]{0,40}&|\s{1000}""")
_OVERLAP = 4096
"""More than the white space that is let pass within a reference, so that none is split unseen."""


def _look_into_part(stream: Any, name: str) -> None:
    """Whatever a part is called, it is a sheet if it holds the element of one; other parts may be as they like."""
    rows = columns = 0
    sheet = strange = False
    rest = b""
    while chunk := stream.read(2**20):
        data = rest + chunk
        wide = b"\0" in data
        sheet = sheet or b"sheetData" in (data.replace(b"\0", b"") if wide else data)
        strange = strange or wide or _STRANGE.search(data) is not None
        for letters, number in _REFERENCE.findall(data):
            rows = max(rows, int(number))
            if letters:
                columns = max(columns, _column(letters))
        rest = data[-_OVERLAP:]
    if sheet and strange:
        raise BadInput(
            f"{name} holds a sheet written in an unusual way; open it, save it anew and import that"
        )
    if sheet and rows * max(columns, 1) > _MOST_CELLS:
        raise BadInput(
            f"{name} holds a sheet of {rows:,} rows and {columns:,} columns, far more than any publisher's; {_TRAP}"
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _workbook(stream: BinaryIO, name: str) -> Package:
    try:
        import python_calamine as calamine
    except ImportError:  # pragma: no cover
        raise FeatureMissing("workbooks are read with python-calamine, which is not installed") from None

    stream.seek(0)
    try:
        book = calamine.CalamineWorkbook.from_filelike(stream)
        sheets = list(book.sheet_names)
    except calamine.PasswordError:
        raise BadInput(
            f"{name} is protected with a password; save a copy without one and import that"
        ) from None
    except (calamine.CalamineError, OSError, ValueError):
        raise BadInput(f"{name} is no workbook that can be read, or is damaged; {_AGAIN}") from None

    def rows(sheet: str) -> Callable[[], Iterator[Sequence[Cell]]]:
        def read() -> Iterator[Sequence[Cell]]:
            try:
                yield from book.get_sheet_by_name(sheet).iter_rows()
            except (calamine.CalamineError, OSError, ValueError):
                raise BadInput(f"{name}: the sheet {sheet!r} cannot be read; {_AGAIN}") from None

        return read

    return Package(name, [SheetTable(f"{name}: {sheet}", rows(sheet)) for sheet in sheets])
