"""Tables of a DOCX: rows as lines of text, those of each page as one block."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rantau.corpus.drafts import Draft
from rantau.corpus.word_elements import cells_of, raw_text, rows_of
from rantau.framework.words import BlockKind

if TYPE_CHECKING:
    from rantau.corpus.word import WordReader

__all__ = ["Cell", "read_table"]


@dataclass(slots=True)
class Cell:
    """What is known of the table cell being read."""

    breaks: int = 0
    first: bool = False
    """Whether a page began before the cell's text."""
    has_text: bool = False
    nested: list[str] = field(default_factory=list)


def read_table(reader: WordReader, element: Any, kind: BlockKind | None, label: str) -> None:
    rows = [list(cells_of(row)) for row in rows_of(element)]
    rows = [row for row in rows if row]
    if not rows:
        return
    lone = len(rows) == 1 and (len(rows[0]) == 1 or any(len(raw_text(cell)) > 400 for cell, _, _ in rows[0]))
    if (lone or label) and reader.cell is None:
        for row in rows:
            for cell, _, _ in row:
                reader.blocks(cell, kind, label)
        return
    on_page: dict[int, list[str]] = {}
    for row in rows:
        line: list[str] = []
        breaks, first = 0, False
        for cell, width, covered in row:
            text, cut = _cell_text(reader, cell)
            line.append("" if covered else text)
            line.extend([""] * (width - 1))
            breaks, first = max(breaks, cut.breaks), first or cut.first
        if reader.cell is not None:
            # A table in a cell: its rows are parts of the cell.
            reader.cell.nested.append("; ".join(part for part in line if part))
            reader.cell.breaks += breaks
            continue
        if first and breaks:
            reader.page_break(hard=True)
            reader.break_expected = False
            breaks -= 1
        if any(line):
            on_page.setdefault(reader.page, []).append(" | ".join(line))
            reader.page_has_text = True
        for _ in range(breaks):
            _settle(reader, on_page, kind)
            reader.page_break(hard=True)
            reader.break_expected = False
    if reader.cell is None:
        _settle(reader, on_page, kind)


def _settle(reader: WordReader, on_page: dict[int, list[str]], kind: BlockKind | None) -> None:
    """Write the rows gathered so far, those of each page as one block."""
    for page, lines in on_page.items():
        if not lines:
            continue
        again = any(not rows for earlier, rows in on_page.items() if earlier < page)
        again = again or any(earlier < page for earlier in on_page)
        draft = Draft(
            kind if kind == "front_matter" else "table", "\n".join(lines), continues=again, page=page
        )
        at = len(reader.found)
        while at and reader.found[at - 1].page > page:
            at -= 1  # notes of a later page were written already
        reader.found.insert(at, draft)
        on_page[page] = []


def _cell_text(reader: WordReader, cell: Any) -> tuple[str, Cell]:
    """The text of a cell on one line, and the page breaks in it."""
    outer, reader.cell = reader.cell, Cell()
    before, reader.found = reader.found, []
    page_has_text = reader.page_has_text
    reader.blocks(cell)
    made, reader.found = reader.found, before
    cut, reader.cell = reader.cell, outer
    reader.page_has_text = page_has_text
    return " ".join([*(draft.text for draft in made), *(part for part in cut.nested if part)]), cut
