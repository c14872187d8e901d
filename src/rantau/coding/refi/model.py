"""A REFI-QDA project as the standard has it (QDA-XML project 1.0), element for element.

Nothing is interpreted here: None is an attribute or element that is missing, and times and decimal numbers stay the
text they were. GUIDs are in lower case without braces, which the standard does not tell apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rantau.coding.records import VariableKind

__all__ = [
    "CaseNode",
    "CodeNode",
    "CodingNode",
    "Edge",
    "GraphNode",
    "LinkNode",
    "MediaNode",
    "PdfNode",
    "PdfSelection",
    "ProjectHead",
    "SetNode",
    "SourceFile",
    "TextNode",
    "TextSelection",
    "UserNode",
    "ValueNode",
    "VariableNode",
    "Vertex",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class UserNode:
    """A coder."""

    guid: str
    name: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeNode:
    """A code with the codes below it."""

    guid: str
    name: str
    codable: bool = True
    color: str | None = None
    description: str | None = None
    notes: tuple[str, ...] = ()
    children: tuple[CodeNode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableNode:
    """A variable's definition."""

    guid: str
    name: str
    kind: VariableKind
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueNode:
    """A variable's value; ``kind`` and ``value`` are None where none is given."""

    variable: str
    kind: VariableKind | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNode:
    """A case, with references to codes, sources and selections."""

    guid: str
    name: str | None = None
    description: str | None = None
    codes: tuple[str, ...] = ()
    values: tuple[ValueNode, ...] = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingNode:
    """A code put on a selection or a source."""

    guid: str
    code: str
    notes: tuple[str, ...] = ()
    by: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSelection:
    """A stretch of a plain text."""

    guid: str
    start: int
    end: int
    name: str | None = None
    description: str | None = None
    codings: tuple[CodingNode, ...] = ()
    notes: tuple[str, ...] = ()
    by: str | None = None
    at: str | None = None
    changed_by: str | None = None
    changed_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextNode:
    """A text source, a PDF's representation as text, or a note."""

    guid: str
    name: str | None = None
    rich_path: str | None = None
    plain_path: str | None = None
    description: str | None = None
    content: str | None = None
    selections: tuple[TextSelection, ...] = ()
    codings: tuple[CodingNode, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[ValueNode, ...] = ()
    by: str | None = None
    at: str | None = None
    changed_by: str | None = None
    changed_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfSelection:
    """A rectangle on a page of a PDF."""

    guid: str
    page: int
    first_x: int
    first_y: int
    second_x: int
    second_y: int
    name: str | None = None
    description: str | None = None
    representation: TextNode | None = None
    codings: tuple[CodingNode, ...] = ()
    notes: tuple[str, ...] = ()
    by: str | None = None
    at: str | None = None
    changed_by: str | None = None
    changed_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfNode:
    """A PDF source."""

    guid: str
    name: str | None = None
    path: str | None = None
    current_path: str | None = None
    description: str | None = None
    selections: tuple[PdfSelection, ...] = ()
    representation: TextNode | None = None
    codings: tuple[CodingNode, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[ValueNode, ...] = ()
    by: str | None = None
    at: str | None = None
    changed_by: str | None = None
    changed_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaNode:
    """A picture, a recording or a film: known by name only, since rantau reads no media."""

    guid: str
    kind: Literal["picture", "recording", "film"]
    name: str | None = None
    codings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkNode:
    """A relation between two things."""

    guid: str
    name: str | None = None
    direction: str | None = None
    color: str | None = None
    origin: str | None = None
    target: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNode:
    """A named set of codes, sources and notes."""

    guid: str
    name: str
    description: str | None = None
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertex:
    """A node of a graph."""

    guid: str
    first_x: int
    first_y: int
    represented: str | None = None
    name: str | None = None
    second_x: int | None = None
    second_y: int | None = None
    shape: str | None = None
    color: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A line of a graph."""

    guid: str
    source: str
    target: str
    represented: str | None = None
    name: str | None = None
    color: str | None = None
    direction: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphNode:
    """A drawing of things and their relations."""

    guid: str
    name: str | None = None
    vertices: tuple[Vertex, ...] = ()
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectHead:
    """Everything of a project but its sources."""

    name: str
    origin: str | None = None
    by: str | None = None
    at: str | None = None
    changed_by: str | None = None
    changed_at: str | None = None
    base_path: str | None = None
    users: tuple[UserNode, ...] = ()
    codes: tuple[CodeNode, ...] = ()
    variables: tuple[VariableNode, ...] = ()
    cases: tuple[CaseNode, ...] = ()
    notes: tuple[TextNode, ...] = ()
    links: tuple[LinkNode, ...] = ()
    sets: tuple[SetNode, ...] = ()
    graphs: tuple[GraphNode, ...] = ()
    description: str | None = None
    note_refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A source with what its files hold.

    ``texts`` has, by the path an element gives (``internal://x.txt``), the text of each file that could be read, and
    ``file`` the bytes of the PDF. ``problems`` says in sentences what could not.
    """

    node: TextNode | PdfNode | MediaNode
    texts: tuple[tuple[str, str], ...] = ()
    file: bytes | None = None
    problems: tuple[str, ...] = ()

    def text(self, path: str | None) -> str | None:
        return dict(self.texts).get(path) if path is not None else None
