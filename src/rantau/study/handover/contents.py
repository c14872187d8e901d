"""The files of a study that go into a crate, each with where it comes from."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from rantau.study.handover.withholding import SMALL_COUNT, Withholding, is_small
from rantau.study.outputs import MANIFEST, OutputFolder
from rantau.study.sources import Source, SourceFolder, hash_file, table_of
from rantau.study.study import Study

__all__ = ["FOLDER", "Content", "contents_of"]

FOLDER = "study"
"""Where the study's folder is in a crate."""
_WHOLE_FOLDERS = ("data", "scenarios", "out", "answers")
_TABLES = (
    "data/indicators.csv", "data/observations.csv", "data/corridors.csv", "data/measures.csv",
    "data/measure_codes.csv", "data/effects.csv", "data/parameters.toml", "data/rounds/*.csv",
    "data/simulation/places.csv", "data/simulation/corridors.csv", "data/simulation/series.csv",
    "data/simulation/policy.csv",
)  # fmt: skip
_OWN_COUNTS = {"observations.csv": "value", "corridors.csv": "stock"}
_KEPT_BACK = "names that were replaced in its text stand in it"


@dataclass(frozen=True, slots=True)
class Content:
    """A file of a crate."""

    name: str
    """Its path in the crate."""
    origin: Path | None = None
    content: bytes = b""
    """What it holds where it is not as it is on the disk."""

    def data(self) -> bytes:
        return self.content if self.origin is None else self.origin.read_bytes()


def contents_of(study: Study, held: Withholding) -> Iterator[Content]:
    """The study's files as they go; the account of what does not is kept by ``held``."""
    yield Content(f"{FOLDER}/study.toml", content=_settings(study, held).encode("utf-8"))
    book = study.path / "codebook.yaml"
    if book.is_file():
        yield from _checked("codebook.yaml", book, held)
    yield from _sources(study, held)
    for folder in _WHOLE_FOLDERS:
        if folder == "answers" and (held.documents or held.replaced):
            count = len(list(_files(study.path / folder)))
            held.leave("answers of a language model", "they may quote documents that stay behind", count)
            continue
        yield from _folder(study.path, folder, held)
    draws = len(list(_files(study.path / "simulation")))
    held.leave("draws of simulations", "they are made again when the study is replayed", draws)


def _settings(study: Study, held: Withholding) -> str:
    text = held.renamed((study.path / "study.toml").read_text(encoding="utf-8-sig"))
    if "://" in study.settings.store.address:
        # An address is of a server that whoever takes over does not have.
        address = json.dumps(study.settings.store.address)
        text = text.replace(address, '"rantau.db"')
        held.leave("address of a database server", "the study gets a store of its own when it is taken over")
    return text


def _files(folder: Path) -> Iterator[Path]:
    """Files at any depth, by name; hidden ones and links are not the study's."""
    for entry in sorted(folder.rglob("*")) if folder.is_dir() else ():
        hidden = any(part.startswith(".") for part in entry.relative_to(folder).parts)
        if entry.is_file() and not entry.is_symlink() and not hidden:
            yield entry


def _sources(study: Study, held: Withholding) -> Iterator[Content]:
    rows = study.sources.rows()
    paths = {entry.name: entry for entry in study.sources.files()}
    documents = {one.sha256: one for one in study.store.documents()}
    kept: dict[str, Source] = {}
    for name in sorted({*rows, *paths}):
        row, path = rows.get(name, Source(file=name)), paths.get(name)
        digest = hash_file(path)[0] if path is not None else row.sha256
        document = documents.get(digest)
        if not held.everything and (
            name in held.files or (document is not None and document.id in held.documents)
        ):
            held.leave("sources", "they are confidential, or transcripts of testimony")
        elif path is None:
            kept[name] = row
        elif document is not None and document.id in held.replaced:
            held.leave("sources as received", "names that were replaced stand in them; their text goes")
            kept[name] = replace(row, sha256=digest, withheld=_KEPT_BACK)
        elif not held.everything and (document is None or document.problem):
            held.leave("sources", "they were not read, so nobody knows what they hold")
        else:
            kept[name] = row
            yield Content(f"{FOLDER}/sources/{name}", path)
    yield Content(f"{FOLDER}/sources/{SourceFolder.TABLE}", content=table_of(kept.values()))


def _folder(root: Path, folder: str, held: Withholding) -> Iterator[Content]:
    names = {path: path.relative_to(root).as_posix() for path in _files(root / folder)}
    if not held.everything:
        names = _known(root, folder, names, held)
    gone = {path for path in names if _is_text(path) and held.names_hidden(_text(path))}
    if folder == "out":
        gone |= {path for path in names if _is_text(path) and held.names_people(_text(path))}
    # A picture or PDF shows what the text beside it says.
    spoilt = {path.parent for path in gone} if folder == "out" else set()
    for path, name in names.items():
        if path in gone or (not _is_text(path) and path.parent in spoilt):
            held.leave(
                f"files of {folder}/",
                "they show something that stays behind; 'rantau run' makes outputs anew",
            )
        elif path.name in _OWN_COUNTS and path.parent == root / "data" and not held.everything:
            yield Content(f"{FOLDER}/{name}", content=_without_small(path, held))
        else:
            yield Content(f"{FOLDER}/{name}", path)


def _known(root: Path, folder: str, names: dict[Path, str], held: Withholding) -> dict[Path, str]:
    """Files of which rantau knows what they are; in others there may be records of persons, or a coding with names."""
    if folder == "data":
        kept = {path: name for path, name in names.items() if any(fnmatchcase(name, one) for one in _TABLES)}
    elif folder == "out":
        written = {one for listing in (root / folder).rglob(MANIFEST) for one in _as_written(listing)}
        kept = {path: name for path, name in names.items() if path in written}
    else:
        return names
    held.leave(f"files of {folder}/", "they are none that a run reads or writes", len(names) - len(kept))
    return kept


def _as_written(listing: Path) -> Iterator[Path]:
    """A list of outputs, and those of its files that are as a run wrote them."""
    yield listing
    for name, digest in OutputFolder(listing.parent).listed().items():
        path = listing.parent / name
        if path.is_file() and hash_file(path)[0] == digest:
            yield path


def _checked(name: str, path: Path, held: Withholding) -> Iterator[Content]:
    if held.names_hidden(_text(path)):
        held.leave(name, "it names something that stays behind")
        return
    yield Content(f"{FOLDER}/{name}", path)


_TEXTS = frozenset(
    (".csv", ".html", ".json", ".md", ".svg", ".toml", ".txt", ".yaml", ".yml", ".bib", ".xml")
)


def _is_text(path: Path) -> bool:
    return PurePosixPath(path.name).suffix.lower() in _TEXTS


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _without_small(path: Path, held: Withholding) -> bytes:
    """A table of the study's own without counts of so few persons that they could show who they are."""
    content = path.read_bytes()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline="")))
    column = _OWN_COUNTS[path.name]
    if not rows or column not in rows[0]:
        return content
    value = rows[0].index(column)
    unit = rows[0].index("unit") if "unit" in rows[0] else None
    kept = [rows[0]]
    for row in rows[1:]:
        figure = re.sub(r"[\s,_]", "", row[value]) if len(row) > value else ""
        number = float(figure) if re.fullmatch(r"\d+(\.\d+)?", figure) else 0.0
        if is_small(number, row[unit] if unit is not None and len(row) > unit else ""):
            held.leave(f"rows of data/{path.name}", f"counts of persons below {SMALL_COUNT}")
        else:
            kept.append(row)
    if len(kept) == len(rows):
        return content
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(kept)
    return stream.getvalue().encode("utf-8")
