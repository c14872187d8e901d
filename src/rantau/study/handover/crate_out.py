"""Writing a study as a crate: an archive in the form of RO-Crate 1.2, with its provenance as W3C PROV."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rantau import __version__
from rantau.framework.errors import BadInput
from rantau.study.handover.contents import Content, contents_of
from rantau.study.handover.kinds import KINDS, OF_A_DOCUMENT, OF_THE_STUDY, Kind, line_of, record_of
from rantau.study.handover.provenance import write_provenance
from rantau.study.handover.withholding import LeftOut, Withholding
from rantau.study.results import state_of_the_trail
from rantau.study.sources import hash_file
from rantau.study.study import Study
from rantau.study.workbench import Progress, silent

__all__ = ["FORMAT", "LIST", "METADATA", "PROVENANCE", "Exported", "export_crate"]

FORMAT = "rantau hand-over 1"
LIST = "hand-over.json"
METADATA = "ro-crate-metadata.json"
PROVENANCE = "provenance.jsonld"
_EPOCH = "1970-01-01T00:00:00Z"
_STAMP = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20
_TYPES = {
    ".jsonl": "application/x-ndjson",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".toml": "application/toml",
    ".yaml": "application/yaml",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """What went into a crate, and what did not."""

    file: Path
    sha256: str
    counts: dict[str, int]
    files: int
    left_out: tuple[LeftOut, ...]


def export_crate(
    study: Study,
    to: Path,
    *,
    confidential: bool = False,
    confirmed: str = "",
    progress: Progress = silent,
) -> Exported:
    """Write a study as a crate.

    Args:
        study: The study.
        to: The archive, which must not be there yet.
        confidential: Confidential documents and testimonies too, unmasked.
        confirmed: The study's name, as whoever asks for confidential documents has typed it.
        progress: Told as it goes on.

    Raises:
        BadInput: The file is there already, or it is not confirmed that confidential documents leave.
    """
    if to.exists():
        raise BadInput(f"{to} is there already; choose another name, or take it away first")
    if not to.parent.is_dir():
        raise BadInput(f"there is no folder {to.parent}; make it first")
    name = study.settings.study.name
    if confidential and confirmed != name:
        raise BadInput(
            f"confidential documents and testimonies leave only if you confirm it: give the study's name, {name!r}, "
            "with --confirm"
        )
    with study._alone():
        held = Withholding(study.store, study._bench().secret_files(), everything=confidential)
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=f".{to.name}-") as folder:
            work = Path(folder)
            made = _Crate(study, held, work, progress)
            made.write(work / "crate.zip")
            digest = hash_file(work / "crate.zip")[0]
            with study.store.transaction() as transaction:
                transaction.record(
                    "study.exported",
                    "study",
                    "",
                    {
                        "format": "ro-crate",
                        "confidential": confidential,
                        "records": made.counts,
                        "left out": {f"{one.what}: {one.why}": one.count for one in held.account},
                    },
                    after=digest,
                )
                # Within the transaction: a crate that is there has its event.
                (work / "crate.zip").replace(to)
    return Exported(to, digest, made.counts, len(made.hashes), held.account)


class _Crate:
    def __init__(self, study: Study, held: Withholding, work: Path, progress: Progress) -> None:
        self.study, self.held, self.work, self.progress = study, held, work, progress
        self.counts: dict[str, int] = {}
        self.hashes: dict[str, tuple[str, int]] = {}

    def write(self, to: Path) -> None:
        self.records()
        contents = list(contents_of(self.study, self.held))
        total = len(contents) + len(KINDS) + 3
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
            self.progress("export", 0, total, "")
            for number, one in enumerate(contents, 1):
                self.put(archive, one)
                self.progress("export", number, total, one.name)
            for kind in KINDS.values():
                self.put(archive, Content(kind.file, self.work / kind.file))
            with (self.work / PROVENANCE).open("wb") as stream:
                write_provenance(
                    stream, self.read, self.hashes, [*self.held.documents.values()], f"rantau {__version__}"
                )
            self.put(archive, Content(PROVENANCE, self.work / PROVENANCE))
            self.put(archive, Content(LIST, content=self.list().encode("utf-8")))
            self.put(archive, Content(METADATA, content=self.metadata()))
            self.progress("export", total, total, "")

    def put(self, archive: zipfile.ZipFile, one: Content) -> None:
        info = zipfile.ZipInfo(one.name, _STAMP)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        digest, size = hashlib.sha256(), 0
        with archive.open(info, "w", force_zip64=True) as stream:
            for piece in _pieces(one):
                digest.update(piece)
                size += len(piece)
                stream.write(piece)
        self.hashes[one.name] = (digest.hexdigest(), size)

    # -- records ----------------------------------------------------------------------------------------------

    def records(self) -> None:
        """Write every kind to a file of its own."""
        store, held = self.study.store, self.held
        (self.work / "records").mkdir()
        documents = [one.id for one in store.documents()]
        for kind in OF_A_DOCUMENT:
            assert kind.of_document is not None
            each = (held.of_document(id, kind.name, list(kind.of_document(store, id))) for id in documents)
            self.lines(kind, (one for records in each for one in records))
        for kind in OF_THE_STUDY:
            assert kind.of_study is not None
            kept = (held.record(kind.name, one) for one in kind.of_study(store))
            self.lines(kind, (one for one in kept if one is not None))

    def lines(self, kind: Kind, records: Iterable[Any]) -> None:
        count = 0
        with (self.work / kind.file).open("w", encoding="utf-8", newline="\n") as stream:
            for one in records:
                stream.write(line_of(one) + "\n")
                count += 1
        self.counts[kind.name] = count

    def read(self, name: str) -> Iterator[Any]:
        kind = KINDS[name]
        with (self.work / kind.file).open("rb") as stream:
            for number, line in enumerate(stream, 1):
                yield record_of(kind, line, number)

    # -- what it says of itself -------------------------------------------------------------------------------

    def list(self) -> str:
        """What the crate holds, with hashes, and what it does not hold."""
        told = {
            "format": FORMAT,
            "software": f"rantau {__version__}",
            "study": self.study.settings.study.name,
            "confidential": self.held.everything,
            "records": self.counts,
            "left_out": [{"what": one.what, "count": one.count, "why": one.why} for one in self.held.account],
            "files": {name: digest for name, (digest, _) in sorted(self.hashes.items())},
        }
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"

    def metadata(self) -> bytes:
        from rantau.study.handover.metadata import metadata_of

        said = state_of_the_trail(self.study.store)
        graph = metadata_of(
            name=self.study.settings.study.name,
            question=self.study.settings.study.question,
            when=said.time if said else _EPOCH,
            version=__version__,
            files={name: (size, digest, type_of(name)) for name, (digest, size) in self.hashes.items()},
            left_out=[one.sentence() for one in self.held.account],
            events=list(self.read("events")),
        )
        return (json.dumps(graph, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _pieces(one: Content) -> Iterator[bytes]:
    if one.origin is None:
        yield one.content
        return
    with one.origin.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            yield piece


def type_of(name: str) -> str:
    """The media type of a file of a crate."""
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122  a name in an archive is no path here
    return _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
