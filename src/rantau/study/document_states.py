"""How each source of a study stands: read, failed and why, or waiting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rantau.store.database import Store
from rantau.store.records import Document
from rantau.study.sources import Source, SourceFolder, hash_file

__all__ = ["DocumentState", "document_states"]


@dataclass(frozen=True, slots=True)
class DocumentState:
    """How one source stands."""

    file: str
    state: str
    """``read``, ``failed`` or ``waiting``."""
    title: str = ""
    pages: int = 0
    problem: str = ""
    notes: tuple[str, ...] = ()


def document_states(sources: SourceFolder, store: Store) -> tuple[DocumentState, ...]:
    """How every source stands, by its file's name: those that are on disk, and those that ``sources.csv`` names."""
    documents = {one.file: one for one in store.documents()}
    rows, present = sources.rows(), {entry.name for entry in sources.files()}
    twins = _twins(sources, present, documents, rows)
    return tuple(
        _missing(name, documents.get(name), rows[name])
        if name not in present
        else _here(name, documents.get(name), twins.get(name))
        for name in sorted({*present, *rows})
    )


def _here(name: str, document: Document | None, twin: str | None) -> DocumentState:
    if document is not None:
        state = "failed" if document.problem else "read"
        return DocumentState(
            name, state, document.title, document.page_count, document.problem, document.notes
        )
    if twin:
        return DocumentState(name, "read", notes=(f"{name} has the same content as {twin}.",))
    return DocumentState(name, "waiting")


def _missing(name: str, document: Document | None, row: Source) -> DocumentState:
    if row.refused:
        return DocumentState(name, "failed", row.title, problem=f"{name} {row.refused}.")
    if row.withheld and document is not None:
        return DocumentState(
            name,
            "failed" if document.problem else "read",
            document.title,
            document.page_count,
            document.problem,
            (*document.notes, f"The file stayed behind at hand-over: {row.withheld}."),
        )
    return DocumentState(
        name,
        "failed",
        problem=f"{name} is named in sources.csv but is not in sources/; put it back, or remove its row.",
    )


def _twins(
    sources: SourceFolder, present: set[str], documents: Mapping[str, Document], rows: Mapping[str, Source]
) -> dict[str, str]:
    """Files that are no document because an earlier one has the same content -> that one.

    Only what is no document yet is looked into: the content of the others is known.
    """
    first = {one.sha256: one.file for one in documents.values()}
    twins: dict[str, str] = {}
    for name in sorted(present - documents.keys()):
        digest = (rows[name].sha256 if name in rows else "") or hash_file(sources.path / name)[0]
        if first.setdefault(digest, name) != name:
            twins[name] = first[digest]
    return twins
