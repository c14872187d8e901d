"""Coding as the API gives and takes it: the fields of the commands' ``--json``."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "AgreementReport",
    "AgreementRow",
    "AnalysisReport",
    "AssignmentRow",
    "CheckRow",
    "CodeRow",
    "CodingRow",
    "DifferenceRow",
    "DocumentToCodeRow",
    "GivenAdjudication",
    "GivenCoding",
    "GivenReason",
    "GraphReport",
    "MemoRow",
    "ThemesReport",
    "Undone",
]

Short = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=20_000)]
Offset = Annotated[int, Field(ge=0, le=10_000_000)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DocumentToCodeRow(_Row):
    """A document, and how far the coder is with it."""

    id: str
    document: str
    title: str
    pages: int
    given: str
    state: str
    coder: str
    mine: int
    others: int
    hidden: bool
    suggestions: int
    confidential: bool


class CodeRow(_Row):
    """A code with what a coder needs to apply it, and how often it is used."""

    id: str
    name: str
    parent: str | None
    theory: str
    definition: str
    include: str
    exclude: str
    example: str
    source: str
    polarity: bool
    retired: bool
    successors: list[str]
    passages: int
    suggestions: int


class CodingRow(_Row):
    """One coder's use of one code on words of a passage."""

    document: str
    page: int
    passage: str
    start: int
    end: int
    quote: str
    code: str
    polarity: str
    coder: str
    status: str
    probability: float | None
    time: str
    reason: str
    adjudicated_by: str
    id: str
    document_id: str
    confidential: bool


class WaitingCodingRow(CodingRow):
    """A coding whose code is in use no longer, or whose words were not found."""

    why: str


class WordsRow(_Row):
    """Words that one coder coded."""

    coder: str
    polarity: str
    start: int
    end: int
    quote: str
    confidential: bool


class DifferenceRow(_Row):
    """A code on a passage on which coders do not agree."""

    document: str
    page: int
    passage: str
    code: str
    differs: str
    accepting: list[WordsRow]
    rejecting: list[str]
    silent: list[str]
    document_id: str
    confidential: bool


class MemoRow(_Row):
    """A coder's note."""

    about: str
    text: str
    coder: str
    time: str
    id: str
    confidential: bool


class AssignmentRow(_Row):
    """Who is to code what."""

    coder: str
    document: str
    blind: bool
    done: bool
    open: bool


class AgreementRow(BaseModel):
    """Agreement on one code, or over all: each coefficient with its interval, or why it has none."""

    model_config = ConfigDict(extra="allow")

    code: str
    codings: int
    marked: int
    judged: int


class GivenCoding(_Row):
    """A code for words of a passage: by offsets, else by the words themselves, else the whole passage."""

    passage: Short
    code: Short
    start: Offset | None = None
    end: Offset | None = None
    quote: Text | None = None
    polarity: Short = ""
    reason: Text = ""


class GivenReason(_Row):
    """Why, if it is to be kept."""

    reason: Text = ""


class GivenAdjudication(_Row):
    """How a difference between coders is settled."""

    passage: Short
    code: Short
    applies: bool
    reason: Text
    polarity: Short = ""
    quote: Text | None = None


class Undone(_Row):
    """An act that was taken back, or done again."""

    number: int
    action: str
    subject: str


class AgreementReport(_Row):
    """Agreement between coders, per code and over all, with what was left out or assumed."""

    level: str
    coders: list[str]
    documents: int
    codes: list[AgreementRow]
    overall: AgreementRow
    notes: list[str]


class BasisRow(_Row):
    """Whose codings something rests on."""

    people: int
    machine: int
    machine_coded: bool
    words: str


class AnalysisReport(_Row):
    """All analyses of the codings."""

    basis: BasisRow
    notes: list[str]
    framing: list[dict[str, Any]]
    human_security: list[dict[str, Any]]
    actors_and_measures: list[dict[str, Any]]
    arrows: list[dict[str, Any]]
    saturation: dict[str, Any]
    cooccurrence: list[dict[str, Any]]
    negative_cases: list[dict[str, Any]]


class ThemesReport(_Row):
    """The themes and their map; suggestions of themes where asked for."""

    basis: BasisRow
    themes: list[dict[str, Any]]
    codes: list[dict[str, Any]]
    links: list[dict[str, Any]]
    suggested: list[dict[str, Any]] | None = None
    seed: int | None = None


class CheckRow(_Row):
    """One line of the checklist of rigour."""

    kind: str
    name: str
    asked: str
    met: bool
    shown: str
    missing: str
    command: str
    page: str


class GraphReport(_Row):
    """The concept graph, each arrow with the passages that speak of both of its ends."""

    version: str
    basis: BasisRow
    nodes: list[dict[str, Any]]
    arrows: list[dict[str, Any]]
