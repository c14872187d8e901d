"""The brief before it has a form: sections of paragraphs, tables and figures, from which HTML and PDF are both made.

Running text may not hold a digit. A number comes in as a :class:`Number`, which the register of figures has handed
out, or stands in a :class:`Label` (a name, a title, a year, a reason: text that a record holds) or in a
:class:`Quote`. So no number can be typed into the brief.

Words of the brief's own are texts of a catalogue (:mod:`rantau.framework.language`): :func:`say`, :meth:`Text.of` and
the register put them into the language that the brief is written in; titles, captions, heads and texts for the blind
are put into it where a section becomes data. ``CONTRIBUTING.md`` says how a text is added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any, Literal

from rantau.framework.language import gettext

__all__ = [
    "Block",
    "Bullets",
    "Cell",
    "Column",
    "Figure",
    "Inline",
    "Label",
    "Number",
    "Paragraph",
    "Quote",
    "Section",
    "Table",
    "Text",
    "cell",
    "data",
    "language_tag",
    "say",
]


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the brief's own, in its language."""

    text: str

    @classmethod
    def of(cls, text: str) -> Text:
        """A text of the catalogue, in the brief's language."""
        return cls(gettext(text))

    def __post_init__(self) -> None:
        if any(character.isdigit() for character in self.text):
            raise ValueError(f"a number typed into the brief's text: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Label:
    """Text that a record holds: a name, a title, a year, a file, a reason."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words of a document."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A figure of the brief, with the number of its entry in the register ("F12")."""

    text: str
    figure: str


Inline = Text | Label | Quote | Number
Cell = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    content: Cell
    style: Literal["", "lead", "note"] = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    head: str
    numeric: bool = False
    width: float = 1.0
    """Share of the table's width, relative to the other columns."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first column heads its row."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    traced: bool = True
    """Whether a last column names the register entries of each row, so that a reader on paper can follow them."""
    small: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    caption: Cell
    alt: str
    table: str
    """Id of the table that holds the same data."""


Block = Paragraph | Bullets | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = field(default=())


def say(template: str, **parts: Inline | Cell | str) -> Cell:
    """Build running text: ``say("{n} documents were read.", n=register.count(...))``.

    The template is a text of the catalogue; it is put into the brief's language here, whole, so that a translation may
    order the parts as its language does. A part that is a plain string becomes a :class:`Label`.

    Raises:
        ValueError: The template itself holds a digit.
    """
    content: list[Inline] = []
    for literal, name, _, _ in Formatter().parse(gettext(template)):
        if literal:
            content.append(Text(literal))
        if name:
            part = parts[name]
            if isinstance(part, str):
                content.append(Label(part))
            elif isinstance(part, tuple):
                content += part
            else:
                content.append(part)
    return tuple(content)


def cell(value: Inline | str | None) -> Cell:
    """A table cell of one thing; a string is a label, and None an empty cell."""
    if value is None or value == "":
        return ()
    return (Label(value),) if isinstance(value, str) else (value,)


def _ranges(figures: Sequence[str]) -> str:
    """``F3–F6, F9``: entries in a row's order, runs drawn together."""
    numbers = sorted({int(figure[1:]) for figure in figures})
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"F{run[0]}–F{run[-1]}" if len(run) > 1 else f"F{run[0]}" for run in runs)


def language_tag(language: str) -> str:
    """A document's language as HTML and PDF take it: two letters, or nothing where it is not known."""
    return language if len(language) == 2 and language.isascii() and language.islower() else ""


def _inline(one: Inline) -> dict[str, Any]:
    match one:
        case Text(text):
            return {"kind": "text", "text": text}
        case Label(text, strong):
            return {"kind": "label", "text": text, "strong": strong}
        case Quote(text, language):
            return {"kind": "quote", "text": text, "language": language_tag(language)}
        case Number(text, figure):
            return {"kind": "number", "text": text, "figure": figure}


def _cell(content: Cell) -> list[dict[str, Any]]:
    return [_inline(one) for one in content]


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(content, style):
            return {"kind": "paragraph", "style": style, "content": _cell(content)}
        case Bullets(items):
            return {"kind": "bullets", "items": [_cell(item) for item in items]}
        case Figure(name, caption, alt, table):
            return {
                "kind": "figure",
                "name": name,
                "caption": _cell(caption),
                "alt": gettext(alt),
                "table": table,
            }
        case Table():
            columns = [
                {"head": gettext(one.head), "numeric": one.numeric, "width": one.width}
                for one in block.columns
            ]
            rows = []
            for row in block.rows:
                cells = [_cell(content) for content in row]
                figures = [one.figure for content in row for one in content if isinstance(one, Number)]
                if block.traced:
                    cells.append(
                        [{"kind": "trace", "text": _ranges(figures), "figure": figures[0] if figures else ""}]
                    )
                rows.append(cells)
            if block.traced:
                columns.append({"head": gettext("Traced to"), "numeric": False, "width": 0.9})
            return {
                "kind": "table",
                "id": block.id,
                "caption": gettext(block.caption),
                "columns": columns,
                "rows": rows,
                "small": block.small,
            }


def data(section: Section) -> dict[str, Any]:
    """A section as plain data, for the templates."""
    return {
        "id": section.id,
        "title": gettext(section.title),
        "blocks": [_block(block) for block in section.blocks],
        "sections": [data(one) for one in section.sections],
    }
