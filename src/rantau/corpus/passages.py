"""From pages with their blocks to sections and passages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rantau.corpus.language import passage_languages
from rantau.corpus.model import Block, PageText, ReadDocument
from rantau.corpus.sentences import last_gap, split_sentences
from rantau.store.records import Box, Passage, Section, Span, joiner

__all__ = ["build_passages"]

_WHOLE = frozenset(("heading", "reference"))
"""Kinds that are one sentence each: an entry's stops end its parts, not sentences."""
_PASSED_OVER = frozenset(("footnote", "endnote", "caption", "table", "front_matter"))
"""Kinds that may stand between the two parts of a paragraph."""
_LONGEST = 20_000
"""Characters of the longest passage; no paragraph that people write is as long."""
_LAST_PART = 2_000
"""Characters at the end of a part within which the end of a sentence is looked for."""


@dataclass(slots=True)
class _Piece:
    """A passage while its blocks are being gathered."""

    block: Block
    spans: list[Span]
    texts: list[str]
    section: str | None
    machine_read: bool
    boxes: list[Box] = field(default_factory=list)

    def text(self) -> str:
        parts = [self.texts[0]]
        for before, after in zip(self.texts, self.texts[1:], strict=False):
            parts.append(joiner(before, after))
            parts.append(after)
        return "".join(parts)


def build_passages(document_id: str, read: ReadDocument) -> tuple[list[Section], list[Passage]]:
    """Cut a document into sections and passages.

    A paragraph that runs on for more than 20,000 characters is cut into several.
    A block that continues another joins it: one paragraph over two pages is one passage with two spans. Every
    passage's text is its spans' page texts joined by :func:`~rantau.store.records.joiner`.

    Args:
        document_id: Id of the document.
        read: The document as a reader returned it.

    Returns:
        Sections in reading order, each beneath the nearest earlier one of a higher rank; and passages in reading
        order, with sentences and languages.
    """
    sections: list[Section] = []
    open_sections: list[Section] = []
    pieces: list[_Piece] = []
    for page in read.pages:
        for block in _bounded(page):
            span = _trimmed(page, block)
            if span is None:
                continue
            text = page.text[span.start : span.end]
            before = _continued(pieces, block)
            if before is not None:
                _keep_row_end(before, read)
                before.spans.append(span)
                before.texts.append(text)
                before.boxes.extend(block.boxes)
                before.machine_read |= page.machine_read
                if block.kind == "heading" and sections:
                    sections[-1] = _renamed(sections[-1], before.text())
                    open_sections[-1] = sections[-1]
                continue
            if block.kind == "heading":
                level = block.level or 1
                while open_sections and open_sections[-1].level >= level:
                    open_sections.pop()
                section = Section(
                    id=f"{document_id}/s{len(sections) + 1}",
                    document=document_id,
                    number=len(sections) + 1,
                    title=text,
                    level=level,
                    parent=open_sections[-1].id if open_sections else None,
                    span=span,
                )
                sections.append(section)
                open_sections.append(section)
            current = open_sections[-1].id if open_sections else None
            pieces.append(_Piece(block, [span], [text], current, page.machine_read, list(block.boxes)))
    texts = [piece.text() for piece in pieces]
    languages = passage_languages(texts, [piece.block.kind for piece in pieces], read.language)
    passages = [
        Passage(
            id=f"{document_id}/p{number}",
            document=document_id,
            number=number,
            kind=piece.block.kind,
            section=piece.section,
            spans=tuple(piece.spans),
            text=text,
            sentences=((0, len(text)),)
            if piece.block.kind in _WHOLE
            else tuple(split_sentences(text, language or read.language)),
            language=language,
            label=piece.block.label,
            machine_read=piece.machine_read,
            boxes=tuple(piece.boxes),
        )
        for number, (piece, text, language) in enumerate(zip(pieces, texts, languages, strict=True), start=1)
    ]
    return sections, passages


def _bounded(page: PageText) -> Iterator[Block]:
    """A page's blocks, those too long for a passage in parts, cut at the end of a sentence where there is one."""
    for block in page.blocks:
        if block.end - block.start <= _LONGEST or block.kind in ("table", "heading"):
            yield block
            continue
        start, continues = block.start, block.continues
        while start < block.end:
            end = min(start + _LONGEST, block.end)
            if end < block.end:
                stop = page.text.rfind(". ", end - _LAST_PART, end)
                end = stop + 2 if stop > start else last_gap(page.text, start, end)
            yield replace(block, start=start, end=end, continues=continues)
            start, continues = end, False


def _trimmed(page: PageText, block: Block) -> Span | None:
    """A block's span without white space at its ends; None where nothing is left."""
    start, end = max(block.start, 0), min(block.end, len(page.text))
    text = page.text[start:end]
    bare = text.strip()
    if not bare:
        return None
    start += len(text) - len(text.lstrip())
    return Span(page.number, start, start + len(bare))


def _continued(pieces: list[_Piece], block: Block) -> _Piece | None:
    """The passage that a block continues: the last of its kind, with nothing but notes and figures between."""
    if not block.continues:
        return None
    for piece in reversed(pieces):
        if piece.block.kind == block.kind:
            other_note = block.label and piece.block.label and block.label != piece.block.label
            return None if other_note else piece
        if piece.block.kind not in _PASSED_OVER and block.kind not in ("footnote", "endnote", "table"):
            return None
    return None


def _keep_row_end(piece: _Piece, read: ReadDocument) -> None:
    """Take the line end after a table's last row into its span, so that the next page's rows join as rows."""
    if piece.block.kind != "table":
        return
    last = piece.spans[-1]
    page = next(page for page in read.pages if page.number == last.page)
    if page.text[last.end : last.end + 1] == "\n":
        piece.spans[-1] = Span(last.page, last.start, last.end + 1)
        piece.texts[-1] += "\n"


def _renamed(section: Section, title: str) -> Section:
    return Section(
        id=section.id,
        document=section.document,
        number=section.number,
        title=title,
        level=section.level,
        parent=section.parent,
        span=section.span,
    )
