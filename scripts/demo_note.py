"""One text of the default study, read from its Markdown into blocks that any format can be made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

TEXTS = Path(__file__).resolve().parent / "demo_texts"
AUTHOR = "rantau background notes"
PUBLISHER = "rantau"

_NOTE = re.compile(r"^\[\^(\w+)\]: (.+)$", re.MULTILINE)
_CALL = re.compile(r"\[\^(\w+)\]")


@dataclass(frozen=True)
class Run:
    """Words of one style; ``call`` is the mark of a note that is called here, and then there are no words."""

    text: str
    italic: bool = False
    call: str = ""


@dataclass(frozen=True)
class Block:
    """A heading (``level`` 2 or 3), a paragraph, an item, a reference entry, or a table with its caption."""

    kind: str
    runs: tuple[Run, ...] = ()
    level: int = 0
    number: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Note:
    """A text with what is said of it."""

    about: dict[str, str]
    body: str
    blocks: tuple[Block, ...]
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str:
        return self.about["file"]


def plain(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def read_note(path: Path) -> Note:
    """Read a text: a head of ``key: value`` lines between rules, then Markdown."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    about = {key: value.strip() for key, _, value in (line.partition(":") for line in head.splitlines())}
    notes = dict(_NOTE.findall(body))
    bare = _NOTE.sub("", body).strip() + "\n"
    return Note(
        about,
        body.strip() + "\n",
        tuple(_blocks(MarkdownIt("commonmark").enable("table").parse(bare))),
        notes,
    )


def read_notes() -> list[Note]:
    return [read_note(path) for path in sorted(TEXTS.glob("*.md"))]


def _blocks(tokens: list[Token]) -> list[Block]:
    blocks: list[Block] = []
    caption: tuple[Run, ...] = ()
    rows: list[list[str]] = []
    lists: list[int] = []
    """The number of the next item of each open list; 0 for one without numbers."""
    level, in_table, in_references = 0, False, False
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(0 if token.type.startswith("bullet") else 1)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "table_open":
            in_table, rows = True, []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "table_close":
            blocks.append(Block("table", caption, rows=tuple(tuple(row) for row in rows)))
            in_table, caption = False, ()
        elif token.type == "inline":
            runs = _runs(token)
            words = plain(runs)
            if in_table:
                rows[-1].append(words)
            elif level:
                blocks.append(Block("heading", runs, level=level))
                in_references = words in ("References", "Daftar Pustaka")
            elif lists:
                blocks.append(Block("item", runs, number=lists[-1]))
                lists[-1] += bool(lists[-1])
            elif words.startswith("Table: "):
                caption = (Run(words.removeprefix("Table: ")),)
            else:
                blocks.append(Block("reference" if in_references else "paragraph", runs))
    return blocks


def _runs(token: Token) -> tuple[Run, ...]:
    runs: list[Run] = []
    italic = False
    for child in token.children or []:
        if child.type in ("em_open", "em_close"):
            italic = child.type == "em_open"
        elif child.type in ("text", "softbreak"):
            for index, part in enumerate(_CALL.split(child.content or " ")):
                if part:
                    runs.append(Run("", call=part) if index % 2 else Run(part, italic))
        else:
            raise ValueError(f"no format can set {child.type!r}; use plain words and *emphasis*")
    return tuple(runs)
