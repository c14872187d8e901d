"""The ``sources/`` folder: documents as received, untouched, and ``sources.csv`` with their metadata."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import ClassVar

from rantau.framework.errors import BadInput, BadTable
from rantau.framework.words import SOURCE_TYPES, SourceType

__all__ = ["PARTIAL", "Source", "SourceFolder", "hash_file", "table_of", "write_atomically"]

_CHUNK = 1 << 20
PARTIAL = ".partial-"
"""Beginning of the name of a file that is being written."""
_TABLE = "sources.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A row of ``sources.csv``. What is empty is taken from the file itself."""

    file: str
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    publisher: str = ""
    source_type: SourceType = "unknown"
    country: str = ""
    language: str = ""
    url: str = ""
    confidential: bool = False
    note: str = ""
    sha256: str = ""
    refused: str = ""
    """Why the file was not taken in, e.g. that it is too large; empty when it was."""
    withheld: str = ""
    """Why the file stayed behind when the study was handed over, though its text is here; empty when it did not."""


_COLUMNS = tuple(field.name for field in fields(Source))


def hash_file(path: Path) -> tuple[str, int]:
    """SHA-256 (hex) and size in bytes, in bounded memory."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader, or a power cut, sees the old content or the new, never a part."""
    partial = path.with_name(f"{PARTIAL}{path.name}")
    with partial.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)


def safe_name(name: str) -> str:
    """A file name that is one on every system: no path, no control characters, not hidden, not too long."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    name = re.sub(r'[\x00-\x1f\x7f<>:"|?*]', "_", name).strip(" .") or "document"
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        stem, suffix = name, ""
    while len((stem + dot + suffix).encode()) > 200 and stem:
        stem = stem[:-1]
    return stem + dot + suffix


def table_of(sources: Iterable[Source]) -> bytes:
    """Rows as ``sources.csv`` holds them."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for source in sources:
        row = asdict(source)
        row["authors"] = "; ".join(source.authors)
        row["year"] = source.year if source.year is not None else ""
        row["confidential"] = "yes" if source.confidential else "no"
        writer.writerow(row)
    return stream.getvalue().encode("utf-8")


class SourceFolder:
    """The folder of a study's documents."""

    TABLE: ClassVar[str] = _TABLE

    def __init__(self, path: Path) -> None:
        self.path = path
        self.table = path / _TABLE

    def files(self) -> list[Path]:
        """The documents on disk, by name. Hidden files, half-written ones and links are not documents."""
        if not self.path.is_dir():
            return []
        return sorted(
            (
                entry
                for entry in self.path.iterdir()
                if entry.is_file()
                and not entry.is_symlink()
                and entry.name != _TABLE
                and not entry.name.startswith(".")
            ),
            key=lambda entry: entry.name,
        )

    def rows(self) -> dict[str, Source]:
        """The rows of ``sources.csv`` by file name.

        Raises:
            BadTable: A row is wrong; names the line.
        """
        if not self.table.exists():
            return {}
        try:
            text = self.table.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise BadTable(str(self.table), None, "this is not UTF-8 text; save it as CSV UTF-8") from None
        reader = csv.DictReader(io.StringIO(text, newline=""))
        unknown = [name for name in reader.fieldnames or [] if name not in _COLUMNS]
        if unknown or "file" not in (reader.fieldnames or []):
            problem = f"there is no column {unknown[0]!r}" if unknown else "the column 'file' is missing"
            raise BadTable(str(self.table), 1, f"{problem}; the columns are {', '.join(_COLUMNS)}")
        found: dict[str, Source] = {}
        for row in reader:
            source = self._source(row, reader.line_num)
            if source.file in found:
                raise BadTable(str(self.table), reader.line_num, f"{source.file!r} has a row already")
            found[source.file] = source
        return found

    def _source(self, row: dict[str, str | None], line: int) -> Source:
        def text(name: str) -> str:
            return (row.get(name) or "").strip()

        name = str(self.table)
        if not text("file") or None in row:
            problem = "the row has too many cells" if None in row else "the column 'file' is empty"
            raise BadTable(name, line, f"{problem}; give each document one row")
        if text("year") and not re.fullmatch(r"(1[5-9]|20)\d\d", text("year")):
            raise BadTable(name, line, f"year {text('year')!r} is not a year such as 2023")
        source_type = text("source_type") or "unknown"
        if source_type not in SOURCE_TYPES:
            raise BadTable(name, line, f"source_type {source_type!r} is not one of {', '.join(SOURCE_TYPES)}")
        confidential = text("confidential").lower() or "no"
        if confidential not in {"yes", "no", "true", "false"}:
            raise BadTable(name, line, f"confidential {confidential!r} is neither yes nor no")
        return Source(
            file=text("file"),
            title=text("title"),
            authors=tuple(part.strip() for part in text("authors").split(";") if part.strip()),
            year=int(text("year")) if text("year") else None,
            publisher=text("publisher"),
            source_type=source_type,
            country=text("country"),
            language=text("language"),
            url=text("url"),
            confidential=confidential in {"yes", "true"},
            note=text("note"),
            sha256=text("sha256"),
            refused=text("refused"),
            withheld=text("withheld"),
        )

    def write_rows(self, sources: Iterable[Source]) -> None:
        """Replace ``sources.csv``, in one step."""
        self.path.mkdir(parents=True, exist_ok=True)
        write_atomically(self.table, table_of(sources))

    def free_name(self, name: str, taken: Iterable[str]) -> str:
        """The name, with a number where another file has it already (compared without case)."""
        used = {other.casefold() for other in taken} | {_TABLE}
        stem, dot, suffix = name.rpartition(".")
        if not dot:
            stem, suffix = name, ""
        candidate, number = name, 2
        while candidate.casefold() in used:
            candidate, number = f"{stem}-{number}{dot}{suffix}", number + 1
        return candidate

    def take(self, origin: Path, name: str) -> None:
        """Copy a file in under ``name``, in one step."""
        self.path.mkdir(parents=True, exist_ok=True)
        partial = self.path / f"{PARTIAL}{name}"
        with origin.open("rb") as source, partial.open("wb") as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        partial.replace(self.path / name)

    def sweep(self) -> None:
        """Remove what an interrupted copy left behind."""
        if self.path.is_dir():
            for entry in self.path.glob(f"{PARTIAL}*"):
                entry.unlink(missing_ok=True)


def expand(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and the files in the folders named, at any depth; hidden ones and links are left out.

    Raises:
        BadInput: A path does not exist or is neither a file nor a folder.
    """
    for path in paths:
        if path.is_dir():
            for entry in sorted(path.rglob("*")):
                inside = entry.relative_to(path).parts
                if entry.is_file() and not entry.is_symlink() and not any(p.startswith(".") for p in inside):
                    yield entry
        elif path.is_file():
            yield path
        elif path.exists():
            raise BadInput(f"{path} is neither a file nor a folder; name the documents to add")
        else:
            raise BadInput(f"{path} does not exist; check the name and the folder")


def merge(row: Source, given: Source) -> Source:
    """A row with the gaps filled from another."""
    changes = {
        field.name: getattr(given, field.name)
        for field in fields(Source)
        if getattr(row, field.name) in ("", (), None, "unknown", False) and field.name != "file"
    }
    return replace(row, **changes)
