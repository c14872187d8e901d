"""A file's tables, row by row: CSV (also packed with gzip or in a ZIP archive), XLSX and the old XLS.

A CSV is streamed: of a file of any size only one row is held. A workbook is held whole, so its size is looked at first
(:mod:`rantau.profile.publishers.packages`).
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

from rantau.framework.errors import BadInput, BadTable
from rantau.profile.publishers.cells import Cell

__all__ = ["CsvTable", "Row", "SheetTable", "Table", "limited"]

Row = tuple[int, Sequence[Cell]]
"""Number of the row in the file, counted from 1, and its cells."""

HEAD = 15
"""Rows at the beginning in which a header is looked for."""

_MOST_LINE = 8 * 2**20
_MOST_UNPACKED = 8 * 2**30
_MOST_RATIO = 500
_CHUNK = 2**18
_DELIMITERS = ",;\t|"
_NOT_IN_CP1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
"""Windows-1252 leaves five bytes undefined; Latin-1 has them as control characters, which are taken out later."""


class Table:
    """Rows of cells, to be read as often as needed."""

    name: str
    semicolons: bool = False

    def rows(self) -> Iterator[Row]:
        """All rows from the first; rows without any text are left out."""
        raise NotImplementedError

    @cached_property
    def head(self) -> tuple[Row, ...]:
        """The first rows."""
        found: list[Row] = []
        for row in self.rows():
            found.append(row)
            if len(found) == HEAD:
                break
        return tuple(found)


class SheetTable(Table):
    """A sheet of a workbook.

    Args:
        name: What it is called in messages.
        sheet: Gives its rows.
    """

    def __init__(self, name: str, sheet: Callable[[], Iterator[Sequence[Cell]]]) -> None:
        self.name, self._sheet = name, sheet

    def rows(self) -> Iterator[Row]:
        for number, cells in enumerate(self._sheet(), start=1):
            if any(cell is not None and cell != "" for cell in cells):
                yield number, cells


@dataclass(frozen=True, slots=True)
class _Form:
    encoding: str
    delimiter: str
    whole_last_line: bool


class CsvTable(Table):
    """A CSV file in UTF-8, UTF-16 or Windows-1252, its cells parted by commas, semicolons, tabs or bars.

    Args:
        name: What it is called in messages.
        opened: Opens its bytes anew.
    """

    def __init__(self, name: str, opened: Callable[[], BinaryIO]) -> None:
        self.name, self._opened = name, opened

    @cached_property
    def _form(self) -> _Form:
        encoding, whole = _encoding(self._chunks(), self.name)
        return _Form(encoding, _delimiter(self._first_lines(encoding)), whole)

    @property
    def semicolons(self) -> bool:  # type: ignore[override]
        return self._form.delimiter == ";"

    @property
    def whole_last_line(self) -> bool:
        """Whether the file ends with the end of a line."""
        return self._form.whole_last_line

    def _chunks(self) -> Iterator[bytes]:
        with _sentences(self.name), self._opened() as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk

    def _lines(self, encoding: str) -> Iterator[str]:
        with _sentences(self.name), self._opened() as stream:
            reader = io.TextIOWrapper(stream, encoding=encoding, newline="", errors="strict")
            number = 0
            while line := reader.readline(_MOST_LINE):
                number += 1
                if len(line) >= _MOST_LINE and not line.endswith(("\n", "\r")):
                    raise BadTable(self.name, number, "the line does not end; this is no table of data")
                yield line

    def _first_lines(self, encoding: str) -> list[str]:
        lines: list[str] = []
        for line in self._lines(encoding):
            lines.append(line)
            if len(lines) == HEAD:
                break
        return lines

    def rows(self) -> Iterator[Row]:
        form = self._form
        reader = csv.reader(self._lines(form.encoding), delimiter=form.delimiter)
        try:
            for cells in reader:
                if any(cells):
                    yield reader.line_num, cells
        except csv.Error as error:
            long = "a cell of more than 131,072 characters, or a quotation mark that is never closed"
            what = long if "field larger" in str(error) else str(error)
            raise BadTable(self.name, reader.line_num, f"this is not CSV: {what}") from None


@contextmanager
def _sentences(name: str) -> Iterator[None]:
    """Turn what a damaged stream raises into a sentence."""
    try:
        yield
    except (EOFError, UnicodeError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        raise BadInput(f"{name} is damaged or cut short; download it again and import that copy") from error
    except (
        RuntimeError
    ) as error:  # zipfile's word for a password, and for a method of packing it does not know
        raise BadInput(
            f"{name} is packed with a password, or in a way that cannot be read; unpack it and import what is in it"
        ) from error


class _Limited(io.RawIOBase):
    """Passes on what a stream unpacks to, up to a limit."""

    def __init__(self, stream: BinaryIO, name: str, most: int) -> None:
        self._stream, self._name, self._left = stream, name, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._stream.read(len(view))
        self._left -= len(data)
        if self._left < 0:
            raise BadInput(
                f"{self._name} unpacks to far more than a table of data does; it may be built to do harm: leave it out"
            )
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def limited(stream: BinaryIO, name: str, packed: int) -> BinaryIO:
    """A stream that unpacks, stopped where it gives far more than tables do (500 to one, or 8 GiB)."""
    most = min(_MOST_UNPACKED, max(64 * 2**20, packed * _MOST_RATIO))
    return io.BufferedReader(_Limited(stream, name, most), _CHUNK)


def _encoding(chunks: Iterator[bytes], name: str) -> tuple[str, bool]:
    """The encoding, and whether the last line is whole. All is looked at: a lone ``ô`` may come late."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    first, last, sound, empty, latin = b"", b"", True, True, False
    for chunk in chunks:
        if empty:
            first, empty = chunk[:4], False
            if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return "utf-16", True
        if b"\0" in chunk:
            raise BadInput(f"{name} is not text; export the table as CSV or XLSX and import that")
        if sound:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                sound = False
        latin = latin or len(chunk.translate(None, _NOT_IN_CP1252)) < len(chunk)
        last = chunk[-1:]
    if empty:
        raise BadInput(f"{name} is empty; download it again and import that copy")
    if sound:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise BadInput(
                f"{name} is cut short in the middle of a letter; download it again and import that copy"
            ) from None
        return ("utf-8-sig" if first.startswith(codecs.BOM_UTF8) else "utf-8"), last in (b"\n", b"\r")
    return "latin-1" if latin else "cp1252", last in (b"\n", b"\r")


def _delimiter(lines: list[str]) -> str:
    def widest(delimiter: str) -> int:
        try:
            return max((len(cells) for cells in csv.reader(lines, delimiter=delimiter)), default=0)
        except csv.Error:
            return 0

    return max(_DELIMITERS, key=widest)
