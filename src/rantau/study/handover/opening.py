"""The files of a crate, out of an archive that nobody vouches for.

Nothing is written but files with plain relative names, in bounded number and size, each with the hash that the crate's
list gives it; of the metadata, which the list does not name, it is checked that it names the same files with the same
hashes.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

from rantau.framework.errors import BadInput
from rantau.study.handover.crate_out import FORMAT, LIST, METADATA

__all__ = ["LARGEST_BYTES", "unpack"]

LARGEST_BYTES: Final = 50 * 2**30
"""ASSUMED: no study is larger than 50 GB."""
_MOST_FILES: Final = 500_000
_MOST_TIMES: Final = 400
"""ASSUMED: text with much repetition packs to about a hundredth; what packs to less is made to fill a disk."""
_FREE: Final = 64 * 2**20
"""What may be packed however tightly."""
_LARGEST_LIST: Final = 256 * 2**20
_CHUNK: Final = 1 << 20
_ODD = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_ASK = "ask for the crate again"


def unpack(archive: Path, to: Path) -> Mapping[str, Any]:
    """Write a crate's files to a folder.

    Args:
        archive: The crate.
        to: An empty folder.

    Returns:
        The crate's list: what it holds, and what was left out.

    Raises:
        BadInput: It is no crate of rantau's, was changed, or would do harm; says which file.
    """
    if not archive.is_file():
        raise BadInput(f"{archive} is no file; name the crate that you were given")
    try:
        with zipfile.ZipFile(archive) as opened:
            return _unpack(opened, archive, to)
    except BadInput:
        raise
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError) as error:
        raise BadInput(f"{archive} is no whole archive ({_reason(error)}); {_ASK}") from None
    except RuntimeError as error:
        # zipfile says so of a file with a password.
        raise BadInput(f"{archive} cannot be opened ({_reason(error)}); {_ASK}, without a password") from None


def _reason(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].lower()


def _unpack(opened: zipfile.ZipFile, archive: Path, to: Path) -> Mapping[str, Any]:
    entries = _checked(opened, archive)
    for name in (METADATA, LIST):
        if name not in entries:
            raise BadInput(f"{archive} holds no {name}, so it is no crate of rantau's; name one that is")
    listed = _json(opened, entries[LIST], archive)
    told = _json(opened, entries[METADATA], archive)
    if listed.get("format") != FORMAT:
        raise BadInput(
            f"{archive} is in the form {listed.get('format')!r}, and this rantau reads {FORMAT!r}; use the rantau that "
            f"made it ({listed.get('software', 'not named')})"
        )
    hashes = listed.get("files")
    if not isinstance(hashes, dict) or not all(isinstance(one, str) for one in hashes.values()):
        raise BadInput(f"{archive}: {LIST} does not list the files; {_ASK}")
    _agree(told, hashes, opened, archive)
    missing = sorted(set(hashes) - set(entries))
    if missing:
        raise BadInput(f"{archive} lacks {missing[0]}, which its list names; {_ASK}")
    unnamed = sorted(set(entries) - set(hashes) - {METADATA, LIST})
    if unnamed:
        raise BadInput(f"{archive} holds {unnamed[0]}, which its list does not name; it was changed: {_ASK}")
    for name, info in entries.items():
        if name not in (METADATA, LIST):
            _write(opened, info, to / name, hashes[name], archive)
    return listed


def _checked(opened: zipfile.ZipFile, archive: Path) -> dict[str, zipfile.ZipInfo]:
    """The archive's files by name, none of which leads out of a folder or fills a disk."""
    infos = opened.infolist()
    if len(infos) > _MOST_FILES:
        raise BadInput(f"{archive} holds more than {_MOST_FILES:,} files, which no study does; {_ASK}")
    packed, size = archive.stat().st_size, sum(one.file_size for one in infos)
    if size > LARGEST_BYTES or size > _FREE + _MOST_TIMES * packed:
        raise BadInput(
            f"{archive} says that it holds {size / 2**20:,.0f} MB in {packed / 2**20:,.1f} MB, which no study does; "
            f"{_ASK}"
        )
    if any(not 0 <= one.header_offset < packed for one in infos):
        raise BadInput(f"{archive} is no whole archive (a file is said to stand outside of it); {_ASK}")
    found: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for one in infos:
        name = one.filename
        if name.endswith("/"):
            continue
        parts = name.split("/")
        if (
            PurePosixPath(name).is_absolute()
            or _ODD.search(name)
            or any(not part or part.startswith(".") or part != part.rstrip(" .") for part in parts)
            or any(_RESERVED.match(part) for part in parts)
            or len(name.encode("utf-8", "surrogatepass")) > 1000
        ):
            raise BadInput(
                f"{archive} holds a file with the name {name!r}, which leads elsewhere or is none; {_ASK}"
            )
        kind = one.external_attr >> 16
        if kind and not stat.S_ISREG(kind) and stat.S_IFMT(kind):
            raise BadInput(f"{archive}: {name} is a link or a device, not a file; {_ASK}")
        if name.casefold() in seen:
            raise BadInput(f"{archive} holds {name} twice; {_ASK}")
        seen.add(name.casefold())
        found[name] = one
    return found


def _json(opened: zipfile.ZipFile, info: zipfile.ZipInfo, archive: Path) -> Mapping[str, Any]:
    if info.file_size > _LARGEST_LIST:
        raise BadInput(f"{archive}: {info.filename} is larger than any list of files; {_ASK}")
    with opened.open(info) as stream:
        content = stream.read(_LARGEST_LIST)
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise BadInput(f"{archive}: {info.filename} is no JSON; {_ASK}") from None
    if not isinstance(value, dict):
        raise BadInput(f"{archive}: {info.filename} is not a JSON object; {_ASK}")
    return value


def _agree(
    told: Mapping[str, Any], hashes: Mapping[str, str], opened: zipfile.ZipFile, archive: Path
) -> None:
    """Check that the metadata names the same files with the same hashes as the list."""
    graph = told.get("@graph")
    described = {
        str(one.get("@id")): one["sha256"]
        for one in graph if isinstance(one, dict) and "sha256" in one
    } if isinstance(graph, list) else {}  # fmt: skip
    with opened.open(LIST) as stream:
        wanted = {**hashes, LIST: hashlib.sha256(stream.read()).hexdigest()}
    from urllib.parse import unquote

    described = {unquote(name): digest for name, digest in described.items()}
    for name in sorted({*wanted, *described}):
        if wanted.get(name) != described.get(name):
            raise BadInput(
                f"{archive}: {METADATA} and {LIST} say different things of {name}; one was changed: {_ASK}"
            )


def _write(opened: zipfile.ZipFile, info: zipfile.ZipInfo, to: Path, wanted: str, archive: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with opened.open(info) as source, to.open("xb") as target:
        while piece := source.read(_CHUNK):
            size += len(piece)
            if size > info.file_size:
                raise BadInput(f"{archive}: {info.filename} is larger than the archive says; {_ASK}")
            digest.update(piece)
            target.write(piece)
    if digest.hexdigest() != wanted:
        raise BadInput(f"{archive}: {info.filename} is not what it was when the crate was written; {_ASK}")
