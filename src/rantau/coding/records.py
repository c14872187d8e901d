"""What coding hands around: codes, coders, codings, memos, sets, variables and cases, as typed values.

Offsets of a coding count Unicode code points, half-open ``[start, end)``, in its document's *plain text*: the text of
its passages in reading order, joined by an empty line (:func:`plain_text`). Passage offsets are turned into them and
back by :class:`PlainText`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from rantau.store.records import Passage

__all__ = [
    "About",
    "Case",
    "Code",
    "CodeSet",
    "Coder",
    "Coding",
    "Link",
    "Memo",
    "PlainText",
    "Region",
    "Source",
    "ThingKind",
    "Value",
    "Variable",
    "VariableKind",
    "plain_text",
]

VariableKind = Literal["Text", "Boolean", "Integer", "Float", "Date", "DateTime"]
ThingKind = Literal[
    "project",
    "code",
    "document",
    "coding",
    "selection",
    "memo",
    "case",
    "set",
    "variable",
    "coder",
    "link",
    "",
]
Direction = Literal["Associative", "OneWay", "Bidirectional"]

_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code of the codebook."""

    id: str
    """Dotted id such as ``HS.economic``."""
    name: str
    parent: str | None = None
    definition: str = ""
    include_when: str = ""
    exclude_when: str = ""
    example: str = ""
    theory: str = ""
    source: str = ""
    colour: str = ""
    """``#rrggbb``, or empty."""
    codable: bool = True
    """False for a heading that only groups codes."""
    polarities: tuple[str, ...] = ()
    """The polarities a coding with this code may take, e.g. ``insecurity`` and ``protection``."""
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """A person (or a machine) who codes."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle on a PDF page, as REFI-QDA has it: page counted from 0, PDF points from the lower left corner."""

    page: int
    first_x: int
    first_y: int
    second_x: int
    second_y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One coder's use of one code on one place of a document.

    A coding with neither offsets nor region is of the document as a whole. ``selection`` groups codings that another
    program put on one selection; empty where each stands alone.
    """

    id: str
    document: str
    code: str
    coder: str
    start: int | None = None
    end: int | None = None
    """Code points in the document's plain text, half-open."""
    region: Region | None = None
    passage: str | None = None
    """The passage the place lies in, where it lies in one."""
    selection: str = ""
    polarity: str = ""
    status: str = "accepted"
    """``accepted``, ``proposed`` or ``rejected``."""
    probability: float | None = None
    """Of a machine's proposal."""
    when: str = ""
    """ISO 8601, UTC."""
    memo: str = ""
    adjudicated_by: str = ""
    reason: str = ""
    """Why it was accepted or rejected in adjudication."""


@dataclass(frozen=True, slots=True)
class About:
    """A thing of the project, by its kind and id; ``id`` is empty for the project, ``kind`` where it is not known."""

    kind: ThingKind
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A note, with what it is about. With offsets it is an annotation on a place of a document."""

    id: str
    text: str
    title: str = ""
    coder: str = ""
    when: str = ""
    about: tuple[About, ...] = ()
    document: str = ""
    start: int | None = None
    end: int | None = None
    region: Region | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A relation between two things of the project."""

    id: str
    origin: About
    target: About
    name: str = ""
    direction: Direction | Literal[""] = ""
    colour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSet:
    """A named set of codes, documents or memos: a theme, a group of documents."""

    id: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    memos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A property that documents and cases can have."""

    id: str
    name: str
    kind: VariableKind = "Text"
    description: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a variable, written as XML Schema writes it (``true``, ``2024-06-30``); None where it is empty."""

    variable: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A person, place or organisation the documents speak of."""

    id: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    documents: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()
    """Ids of codings (or of selections of another program)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document as it goes to another program, or comes from one.

    ``text`` is None where the file does not hold it; ``file`` are the bytes of the PDF where they travel along.
    """

    id: str
    name: str
    text: str | None
    file: bytes | None = None
    kind: Literal["text", "pdf"] = "text"
    path: str = ""
    """Where the document lies, when it lies outside of the exchanged file."""
    description: str = ""
    coder: str = ""
    when: str = ""
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class PlainText:
    """A document's plain text, and where its passages begin in it."""

    text: str
    passages: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    _index: Mapping[str, int] = field(repr=False)

    def place(self, passage: str, start: int, end: int) -> tuple[int, int]:
        """Offsets in the plain text of offsets in a passage's text.

        Raises:
            KeyError: The document has no such passage.
        """
        base = self.starts[self._index[passage]]
        return base + start, base + end

    def passage_of(self, start: int, end: int) -> tuple[str, int, int] | None:
        """The passage that holds a place and the offsets in its text; None where the place runs over its ends."""
        index = bisect_right(self.starts, start) - 1
        if index < 0 or end > self.ends[index]:
            return None
        return self.passages[index], start - self.starts[index], end - self.starts[index]


def plain_text(passages: Iterable[Passage]) -> PlainText:
    """Join a document's passages, given in reading order, with an empty line between each two."""
    ids: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    pieces: list[str] = []
    position = 0
    for passage in passages:
        if pieces:
            position += len(_BETWEEN)
        ids.append(passage.id)
        starts.append(position)
        position += len(passage.text)
        ends.append(position)
        pieces.append(passage.text)
    index = {id: number for number, id in enumerate(ids)}
    return PlainText(_BETWEEN.join(pieces), tuple(ids), tuple(starts), tuple(ends), index)
