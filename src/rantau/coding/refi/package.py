"""The zip file of a REFI-QDA project, opened as hostile and written the same way every time."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO

from rantau.framework.errors import BadInput

__all__ = ["Limits", "Package", "PackageWriter"]

_AGAIN = "export it again from the program it came from"
_TRAP = "the file may be built to do harm: leave it out"


@dataclass(frozen=True, slots=True)
class Limits:
    """What is too much to read. The defaults hold some ten thousand documents.

    Attributes:
        entries: Files in the package.
        project: Bytes of ``project.qde`` once unpacked.
        part: Bytes of one source once unpacked.
        total: Bytes of all files once unpacked.
        ratio: How many times a file may grow that is more than a megabyte once unpacked.
    """

    entries: int = 50_000
    project: int = 2 * 2**30
    part: int = 200 * 2**20
    total: int = 8 * 2**30
    ratio: int = 250


class Package:
    """A ``.qdpx`` opened for reading.

    Raises:
        BadInput: It is no zip file, is damaged or encrypted, or is built to do harm.
    """

    def __init__(self, file: BinaryIO, name: str, limits: Limits | None = None) -> None:
        self.name = name
        self.limits = limits or Limits()
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
            raise BadInput(
                f"{name} is not a REFI-QDA project: it is no zip file, or was cut short; {_AGAIN}."
            ) from problem
        entries = self._zip.infolist()
        if len(entries) > self.limits.entries:
            raise BadInput(
                f"{name} holds {len(entries):,} files, and no more than {self.limits.entries:,} are read; {_TRAP}."
            )
        self._entries: dict[str, zipfile.ZipInfo] = {}
        total = 0
        for entry in entries:
            self._look_at(entry)
            total += entry.file_size
            key = entry.filename.lower()
            if key in self._entries:
                raise BadInput(
                    f"{name} holds {entry.filename!r} twice, so it cannot be told which is meant; {_AGAIN}."
                )
            self._entries[key] = entry
        if total > self.limits.total:
            raise BadInput(
                f"{name} unpacks to {total:,} bytes, and no more than {self.limits.total:,} are read; {_TRAP}."
            )
        if "project.qde" not in self._entries:
            raise BadInput(f"{name} has no project.qde in it, so it is not a REFI-QDA project; {_AGAIN}.")

    def _look_at(self, entry: zipfile.ZipInfo) -> None:
        path = entry.filename.replace("\\", "/")
        # The name as the file has it: zipfile itself cuts at a NUL and turns separators.
        if (
            path.startswith("/")
            or (len(path) > 1 and path[1] == ":")
            or ".." in path.split("/")
            or "\0" in entry.orig_filename
        ):
            raise BadInput(
                f"{self.name} holds a file that would be put outside of it ({entry.filename!r}); {_TRAP}."
            )
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise BadInput(
                f"{self.name} holds a link or a device ({entry.filename!r}) and not only files; {_TRAP}."
            )
        if entry.header_offset < 0:
            raise BadInput(f"{self.name}: {entry.filename!r} is damaged; {_AGAIN}.")
        if entry.flag_bits & 0x1:
            raise BadInput(f"{self.name} is encrypted; save it without a password and import that.")
        if entry.file_size > 2**20 and entry.file_size > self.limits.ratio * max(entry.compress_size, 1):
            raise BadInput(
                f"{self.name}: {entry.filename!r} unpacks to more than {self.limits.ratio} times its size; {_TRAP}."
            )
        most = self.limits.project if path.lower() == "project.qde" else self.limits.part
        if entry.file_size > most:
            raise BadInput(
                f"{self.name}: {entry.filename!r} unpacks to {entry.file_size:,} bytes, and no more than {most:,} are "
                f"read; {_TRAP}."
            )

    def find(self, name: str) -> str | None:
        """The entry of a source's file by the name an ``internal://`` path gives, whatever the folder's case."""
        for key in (f"sources/{name}".lower(), name.lower()):
            if key in self._entries:
                return key
        return None

    @contextmanager
    def open(self, key: str) -> Iterator[IO[bytes]]:
        """Read an entry as a stream. zipfile stops at the size the entry declares, and checks its sum."""
        try:
            with self._zip.open(self._entries[key]) as stream:
                yield stream
        except (
            zipfile.BadZipFile,
            zlib.error,
            struct.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
            UnicodeError,
        ) as problem:
            raise BadInput(f"{self.name}: {self._entries[key].filename!r} is damaged; {_AGAIN}.") from problem

    def read(self, key: str) -> bytes:
        """All bytes of an entry."""
        with self.open(key) as stream:
            return stream.read(self._entries[key].file_size + 1)


class PackageWriter:
    """Writes a zip file whose bytes depend on its contents alone: entries have one time, one mode, one compression."""

    def __init__(self, to: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.names: set[str] = set()

    @staticmethod
    def _entry(name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 3
        entry.external_attr = (stat.S_IFREG | 0o644) << 16
        return entry

    def add(self, name: str, content: bytes | IO[bytes], size: int | None = None) -> None:
        """Add a file; a stream is copied in pieces.

        Raises:
            BadInput: A file of that name is there already.
        """
        if name.lower() in self.names:
            raise BadInput(
                f"Two files of the export would be called {name!r}; give their documents different ids."
            )
        self.names.add(name.lower())
        entry = self._entry(name)
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        entry.file_size = len(content) if isinstance(content, bytes) else size or 0
        with self._zip.open(entry, "w") as into:
            while piece := stream.read(2**20):
                into.write(piece)

    def close(self) -> None:
        self._zip.close()
