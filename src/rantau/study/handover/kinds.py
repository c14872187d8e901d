"""The kinds of record that a study consists of, and their form in a crate: a line of JSON for each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from rantau.framework.errors import BadInput
from rantau.store.database import Store
from rantau.store.records import (
    Assignment,
    Citation,
    Claim,
    ClaimGroup,
    Coder,
    CodeSuggestion,
    Coding,
    Decision,
    Document,
    Event,
    Finding,
    FindingGroup,
    Grade,
    Memo,
    Observation,
    Page,
    Passage,
    Reference,
    Score,
    Section,
    StageRun,
    Testimony,
    Theme,
)

__all__ = ["KINDS", "OF_A_DOCUMENT", "OF_THE_STUDY", "Kind", "line_of", "record_of"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record."""

    name: str
    """In the plural, as in ``rantau status``."""
    record: type[Any]
    of_document: Callable[[Store, str], Iterable[Any]] | None = None
    """What gives those of one document; None of a kind that belongs to no one document."""
    of_study: Callable[[Store], Iterable[Any]] | None = None

    @property
    def file(self) -> str:
        """Its file in a crate."""
        return f"records/{self.name.replace(' ', '-')}.jsonl"


OF_A_DOCUMENT = (
    Kind("pages", Page, lambda store, id: store.pages(id)),
    Kind("sections", Section, lambda store, id: store.sections(id)),
    Kind("passages", Passage, lambda store, id: store.passages(id)),
    Kind("references", Reference, lambda store, id: store.references(id)),
    Kind("citations", Citation, lambda store, id: store.citations(id)),
    Kind("code suggestions", CodeSuggestion, lambda store, id: store.code_suggestions(id)),
    Kind("claims", Claim, lambda store, id: store.claims(id)),
    Kind("testimonies", Testimony, lambda store, id: store.testimonies(id)),
    Kind("findings", Finding, lambda store, id: store.findings(id)),
)
"""Kinds that are written for each document in turn, in the order of the documents."""

OF_THE_STUDY = (
    Kind("documents", Document, of_study=lambda store: store.documents()),
    Kind("coders", Coder, of_study=lambda store: store.coders()),
    Kind("codings", Coding, of_study=lambda store: store.codings()),
    Kind("memos", Memo, of_study=lambda store: store.memos()),
    Kind("assignments", Assignment, of_study=lambda store: store.assignments()),
    Kind("themes", Theme, of_study=lambda store: store.themes()),
    Kind("claim groups", ClaimGroup, of_study=lambda store: store.claim_groups()),
    Kind("finding groups", FindingGroup, of_study=lambda store: store.finding_groups()),
    Kind("grades", Grade, of_study=lambda store: store.grades()),
    Kind("decisions", Decision, of_study=lambda store: store.decisions()),
    Kind("observations", Observation, of_study=lambda store: store.observations()),
    Kind("scores", Score, of_study=lambda store: store.scores()),
    Kind("stages", StageRun, of_study=lambda store: store.stage_runs()),
    Kind("events", Event, of_study=lambda store: store.events()),
)
"""Each before those that depend on whether it goes."""

KINDS = {kind.name: kind for kind in (*OF_A_DOCUMENT, *OF_THE_STUDY)}


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(record: type[Any]) -> TypeAdapter[Any]:
    if record not in _ADAPTERS:
        _ADAPTERS[record] = TypeAdapter(record)
    return _ADAPTERS[record]


def line_of(record: Any) -> str:
    """A record as one line of JSON, with the names of its fields."""
    return json.dumps(_adapter(type(record)).dump_python(record), ensure_ascii=False)


def record_of(kind: Kind, line: bytes, number: int) -> Any:
    """The record that a line holds.

    Raises:
        BadInput: It holds none of this kind; names the line.
    """
    try:
        return _adapter(kind.record).validate_json(line, strict=True, extra="forbid")
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the line"
        raise BadInput(
            f"{kind.file}, line {number}: {field} is wrong ({first['msg'].lower()}); ask for the crate again"
        ) from None
