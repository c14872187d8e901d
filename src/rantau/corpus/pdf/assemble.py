"""Drafts into stored page text with blocks: words parted by page breaks made whole, offsets, boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rantau.corpus.drafts import compose
from rantau.corpus.model import Block, PageText
from rantau.corpus.pdf.joining import HYPHENS, Words, attach, join
from rantau.corpus.pdf.lines import RawPage
from rantau.corpus.pdf.paragraphs import Draft
from rantau.corpus.pdf.tables import WRAP
from rantau.store.records import Box

__all__ = ["lay_out", "link", "write"]

_BULLET = re.compile(r"^(?:[•◦▪▫‣●○■□➢➤✓*·]\s*|[–—-]\s+)(?=\S)")
_FLOWING = ("paragraph", "list_item", "quote")
_ASIDE = ("footnote", "caption", "table", "front_matter")
_STOPS = ".?!:;…。"


def write(drafts: Sequence[Draft], words: Words) -> list[Draft]:
    """Join each draft's lines into its text; drafts without text are dropped."""
    kept: list[Draft] = []
    for draft in drafts:
        if draft.kind != "table":
            draft.text = join([line.text for line in draft.lines], words)
            if draft.kind in ("list_item", "reference"):
                draft.text = _BULLET.sub("", draft.text, count=1)
        elif WRAP in draft.text:
            rows = [row.split(" | ") for row in draft.text.split("\n")]
            draft.text = "\n".join(" | ".join(join(cell.split(WRAP), words) for cell in row) for row in rows)
        if not draft.text.isascii():
            draft.text = compose(draft.text)
        draft.text = draft.text.strip()
        if draft.text:
            kept.append(draft)
    return kept


def link(drafts: Sequence[Draft], words: Words) -> list[Draft]:
    """Mark the drafts that carry on a paragraph across a column or page break, and make parted words whole.

    Args:
        drafts: Written drafts in reading order.
        words: The document's words.

    Returns:
        The drafts that still have text.
    """
    indents = sum(d.indented for d in drafts if d.kind == "paragraph")
    long = sum(1 for d in drafts if d.kind == "paragraph" and len(d.lines) > 2)
    indenting = indents > 0.4 * max(long, 1)
    before: Draft | None = None
    note: Draft | None = None
    for draft in drafts:
        kind = draft.kind
        if kind == "footnote":
            if not draft.label and note is not None and note.page < draft.page:
                draft.continues = True
                _mend(note, draft, words)
            note = draft if draft.text else note
        elif kind in ("reference", "endnote"):
            if (
                before is not None
                and before.kind == kind
                and (before.page, before.flow) != (draft.page, draft.flow)
            ):
                draft.continues = draft.continues or before.text[-1] in HYPHENS
                if draft.continues:
                    _mend(before, draft, words)
            else:
                draft.continues = False
            before = draft if draft.text else before
        elif kind in _ASIDE:
            continue
        elif kind in _FLOWING:
            parted = before is not None and (before.page, before.flow) != (draft.page, draft.flow)
            if (
                parted
                and before is not None
                and before.kind in _FLOWING
                and _runs_on(before, draft, indenting)
            ):
                draft.kind = before.kind
                draft.continues = True
                _mend(before, draft, words)
            before = draft if draft.text else before
        else:
            before = None
    return [draft for draft in drafts if draft.text]


def _runs_on(before: Draft, after: Draft, indenting: bool) -> bool:
    """Whether the text of one column's end goes on at the top of the next."""
    last, first = before.text[-1], after.text[0]
    if after.kind == "list_item":
        return False
    if last in HYPHENS and first.isalpha():
        return True
    stem = before.text.rstrip("”\"’')⁰¹²³⁴⁵⁶⁷⁸⁹]")
    ended = bool(stem) and stem[-1] in _STOPS
    if first.islower() or first in ",;)":
        return not ended or stem[-1] in ";:" or before.full
    if not ended or _closes(before.text, after.text):
        return True
    # The last line of a paragraph is rarely full; in justified text, full to the point.
    full = before.full if indenting else _flush(before)
    return full and not after.indented and len(after.lines) > 1 and before.kind == after.kind


def _closes(before: str, after: str) -> bool:
    """Whether a text closes a bracket that another leaves open: a list of sources parted at a semicolon."""
    close, opening = after.find(")", 0, 200), after.find("(", 0, 200)
    return before.rfind("(") > before.rfind(")") and close != -1 and not -1 < opening < close


def _flush(draft: Draft) -> bool:
    """Whether all lines, the last one too, end at one edge."""
    ends = [line.x1 for line in draft.lines]
    return len(ends) > 2 and max(ends) - min(ends) < 0.35 * draft.size


def _mend(before: Draft, after: Draft, words: Words) -> None:
    """Put the second part of a word that a break parts on the first page."""
    if before.text[-1] not in HYPHENS or not after.text[0].isalpha():
        return
    head, _, rest = after.text.partition(" ")
    joined = attach(before.text, head, words)
    if " " in joined[len(before.text) - 1 :]:
        return  # a hyphen that hangs on purpose
    before.text, after.text = joined, rest.strip()


def lay_out(
    pages: Sequence[RawPage], drafts: Sequence[Draft], labels: Sequence[str | None]
) -> tuple[PageText, ...]:
    """Write each page's text and the blocks' offsets; a page's footnotes come after its text."""
    by_page: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_page.setdefault(draft.page, []).append(draft)
    out: list[PageText] = []
    for page, label in zip(pages, labels, strict=True):
        own = by_page.get(page.number, [])
        own = [*(d for d in own if d.kind != "footnote"), *(d for d in own if d.kind == "footnote")]
        blocks: list[Block] = []
        position = 0
        for draft in own:
            end = position + len(draft.text)
            blocks.append(
                Block(
                    kind=draft.kind,
                    start=position,
                    end=end,
                    level=draft.level if draft.kind == "heading" else 0,
                    label=draft.label,
                    continues=draft.continues,
                    boxes=(_box(page, draft),),
                )
            )
            position = end + 1
        out.append(
            PageText(
                number=page.number,
                label=label or page.label or None,
                text="\n".join(draft.text for draft in own),
                blocks=tuple(blocks),
                machine_read=page.machine_read,
                width=round(page.width, 2),
                height=round(page.height, 2),
            )
        )
    return tuple(out)


def _box(page: RawPage, draft: Draft) -> Box:
    lines = draft.lines
    if len(lines) == 1:
        line = lines[0]
        x0, y0, x1, y1 = line.x0, line.y0, line.x1, line.y1
    else:
        first = lines[0]
        x0, y0, x1, y1 = first.x0, first.y0, first.x1, first.y1
        for line in lines:
            if line.x0 < x0:
                x0 = line.x0
            if line.x1 > x1:
                x1 = line.x1
            if line.y0 < y0:
                y0 = line.y0
            if line.y1 > y1:
                y1 = line.y1
    return Box(page.number, *page.shown(x0, y0, x1, y1))
