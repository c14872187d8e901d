"""DOCX: the text of the body as printed, with its pages, notes, tables and lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from rantau.corpus.drafts import Draft, clean, lay_out, note_call, raise_digits
from rantau.corpus.model import ReadDocument
from rantau.corpus.shape import find_authors, find_title, find_year, shape
from rantau.corpus.word_elements import (
    LEFT_OUT,
    MATH_TEXT,
    MC,
    PLAIN,
    SDT,
    TBL,
    TEXT_BOX,
    WRAPPERS,
    P,
    R,
    T,
    chosen_of,
    heading_level,
    is_contents,
    mark_deleted,
    notes_in,
    value_of,
)
from rantau.corpus.word_parts import Numbering, Package, Style, Styles, W, attribute, is_on, written
from rantau.corpus.word_tables import Cell, read_table
from rantau.framework.errors import BadDocument
from rantau.framework.words import BlockKind

__all__ = ["read_word"]

_DEEPEST = 60
"""Tables, controls and text boxes nested more deeply than this are left out."""


def read_word(data: bytes, name: str) -> ReadDocument:
    """Read a DOCX.

    Deleted (tracked) text, comments, hidden text and field codes are left out; inserted text, text boxes, content
    controls and the results of fields are in. Pages are those the word processor last laid out, where the file
    says so, and those its hard breaks make.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Raises:
        BadDocument: It is damaged, built to do harm, or holds no text.
    """
    package = Package(data, name)
    reader = WordReader(package)
    drafts = shape(reader.read())
    if not drafts:
        raise BadDocument(
            name,
            "holds no text; if its pages are pictures, save it as PDF with its text recognised and add that",
        )
    said = package.properties()
    title = said.title or reader.title or find_title(drafts)
    return ReadDocument(
        format="docx",
        pages=lay_out(drafts),
        title=title,
        authors=said.authors or find_authors(drafts, title),
        year=said.year or find_year(drafts),
        language=said.language,
    )


@dataclass(slots=True)
class _Paragraph:
    """What is being gathered for one paragraph."""

    kind: BlockKind
    level: int = 0
    label: str = ""
    parts: list[str] = field(default_factory=list)
    pieces: int = 0
    bold: bool = True
    """Whether all text so far is bold."""


class WordReader:
    """Walks the body once, in reading order."""

    def __init__(self, package: Package) -> None:
        self.root = package.tree(package.main)
        self.styles = Styles(package.part("styles"))
        self.numbering = Numbering.read(package.part("numbering"))
        self.notes: dict[str, dict[str, Any]] = {
            kind: notes_in(package.part(f"{kind}s"), kind) for kind in ("footnote", "endnote")
        }
        self.marks: dict[tuple[str, str], str] = {}
        self.rendered = next(self.root.iter(f"{W}lastRenderedPageBreak"), None) is not None
        self.found: list[Draft] = []
        self.page = 1
        self.page_has_text = False
        self.break_expected = False
        """A hard break was met, which the rendered one that follows only repeats."""
        self.now: _Paragraph | None = None
        self.fields: list[bool] = []
        """For each open field whether its result has begun."""
        self.waiting: dict[str, list[tuple[str, str]]] = {"footnote": [], "endnote": []}
        self.boxes: list[Any] = []
        self.custom: tuple[str, str] | None = None
        self.cell: Cell | None = None
        self.depth = 0
        self.title = ""
        self.bold: list[Draft] = []
        self.join_next: list[str] = []

    def read(self) -> list[Draft]:
        body = self.root.find(f"{W}body")
        if body is None:
            return []
        self.blocks(body)
        if self.join_next:
            self.now = _Paragraph("paragraph", parts=self.join_next)
            self.close()
            self.now = None
        self.flush_notes("footnote")
        self.flush_notes("endnote")
        if not any(draft.kind == "heading" and draft.text != self.title for draft in self.found):
            for draft in self.bold:
                draft.kind, draft.level = "heading", 1 if draft.text.isupper() else 2
        return self.found

    # ---- blocks

    def blocks(self, parent: Any, kind: BlockKind | None = None, label: str = "") -> None:
        if self.depth > _DEEPEST:
            return
        self.depth += 1
        for child in parent:
            tag = child.tag
            if tag == P:
                self.paragraph(child, kind, label)
            elif tag == TBL:
                read_table(self, child, kind, label)
            elif tag == SDT:
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    self.blocks(content, "front_matter" if is_contents(child) else kind, label)
            elif tag in WRAPPERS:
                self.blocks(child, kind, label)
            elif tag == f"{MC}AlternateContent":
                chosen = chosen_of(child)
                if chosen is not None:
                    self.blocks(chosen, kind, label)
        self.depth -= 1

    def paragraph(self, element: Any, kind: BlockKind | None, label: str) -> None:
        properties = element.find(f"{W}pPr")
        style_id = value_of(properties, "pStyle")
        style = self.styles[style_id]
        if properties is not None and is_on(properties.find(f"{W}pageBreakBefore")) and self.page_has_text:
            self.page_break(hard=True)
        outer, self.now = self.now, _Paragraph("paragraph", label=label)
        level = heading_level(properties, style)
        number = self.number(properties, style, style_id)
        if kind is not None:
            self.now.kind = kind
        elif level:
            self.now.kind, self.now.level = "heading", level
        elif style.name.startswith(("toc ", "table of figures", "subtitle")):
            self.now.kind = "front_matter"
        elif style.name == "caption":
            self.now.kind = "caption"
        elif style.name in ("bibliography", "endnote bibliography"):
            self.now.kind = "reference"
        elif style.name in ("quote", "intense quote", "block text"):
            self.now.kind = "quote"
        elif number is not None:
            self.now.kind = "list_item"
        if self.join_next:
            self.now.parts, self.join_next = self.join_next, []
        if number:
            self.now.parts.append(f"{number} ")
        before = len(self.found)
        self.inline(element)
        # A field code does not run over paragraphs; an unfinished one must not hide the rest of the document.
        self.fields = [begun for begun in self.fields if begun]
        if mark_deleted(properties) and self.now.kind == "paragraph" and kind is None:
            self.join_next = self.now.parts
        else:
            self.close()
        made = self.found[before:]
        if kind is None and made and style.name == "title" and not self.title:
            self.title = made[0].text
        if (
            len(made) == 1
            and made[0].kind == "paragraph"
            and (self.now.bold or style.bold)
            and len(made[0].text) <= 100
            and re.search(r"[^\W\d_]", made[0].text)
            and made[0].text[-1] not in ".,;:"
        ):
            self.bold.append(made[0])
        self.now = outer
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.blocks(box, kind, label)
        if properties is not None and self.cell is None:
            section = properties.find(f"{W}sectPr")
            if section is not None and value_of(section, "type") not in ("continuous", "nextColumn"):
                self.page_break(hard=True)

    def number(self, properties: Any | None, style: Style, style_id: str) -> str | None:
        """The number a paragraph is printed with; "" for a bullet, None for no list."""
        key, depth = style.numbering, style.level
        if key:
            depth = self.numbering.level_of(key, style_id, depth)
        own = properties.find(f"{W}numPr") if properties is not None else None
        if own is not None:
            key = value_of(own, "numId") or key
            depth = int(value_of(own, "ilvl")) if value_of(own, "ilvl").isdecimal() else depth
        return self.numbering.next(key, depth) if key else None

    def close(self) -> None:
        """End the paragraph, or the part of it that stands on this page."""
        now = self.now
        assert now is not None
        text = clean("".join(now.parts))
        now.parts.clear()
        if not text:
            return
        self.page_has_text = True
        if now.kind in ("footnote", "endnote") and self.found:
            last = self.found[-1]
            if last.kind == now.kind and last.label == now.label and last.page == self.page:
                last.text += f" {text}"
                return
        self.found.append(Draft(now.kind, text, now.level, now.label, now.pieces > 0, self.page))
        now.pieces += 1

    def page_break(self, *, hard: bool) -> None:
        if not hard and self.break_expected:
            self.break_expected = False
            return
        if self.cell is not None:
            self.cell.breaks += 1
            self.cell.first |= not self.cell.has_text
            return
        if self.now is not None and self.now.kind in ("footnote", "endnote"):
            return
        carried = ""
        if self.now is not None:
            whole = "".join(self.now.parts)
            self.close()
            # Where the page ends inside a word, the rest of the word follows in the next run.
            carried = whole[-1:] if not hard and whole[-1:].isalnum() else ""
        self.flush_notes("footnote")
        self.page += 1
        self.page_has_text = False
        self.break_expected = hard and self.rendered
        if carried and self.now is not None and self.now.pieces:
            self.now.parts.append("\x1f")

    # ---- text

    def inline(self, parent: Any, *, raised: bool = False) -> None:
        """The text of a paragraph's or run's children."""
        if self.depth > _DEEPEST:
            return
        self.depth += 1
        for child in parent:
            tag = child.tag
            if tag in LEFT_OUT or not isinstance(tag, str):
                continue
            if tag == R:
                look = child.find(f"{W}rPr")
                if look is not None and is_on(look.find(f"{W}vanish")):
                    continue
                bold = look is not None and is_on(look.find(f"{W}b"))
                up = look is not None and value_of(look, "vertAlign") == "superscript"
                length = len(self.now.parts) if self.now is not None else 0
                self.inline(child, raised=up)
                if (
                    self.now is not None
                    and not bold
                    and any(part.strip() for part in self.now.parts[length:])
                ):
                    self.now.bold = False
            elif tag in (T, MATH_TEXT):
                self.text(child.text or "", raised=raised)
            elif tag in PLAIN:
                self.text(PLAIN[tag], raised=False)
            elif tag == f"{W}br":
                if attribute(child, "type") == "page":
                    self.page_break(hard=True)
                else:
                    self.text(" ", raised=False)
            elif tag == f"{W}lastRenderedPageBreak":
                self.page_break(hard=False)
            elif tag == f"{W}fldChar":
                self.field(attribute(child, "fldCharType"))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self.call("footnote" if "footnote" in tag else "endnote", child)
            elif tag == TEXT_BOX:
                self.boxes.append(child)
            elif tag == f"{MC}AlternateContent":
                chosen = chosen_of(child)
                if chosen is not None:
                    self.inline(chosen, raised=raised)
            elif tag == SDT:
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    self.inline(content, raised=raised)
            else:
                # Links, insertions, drawings down to their text boxes, formulas.
                self.inline(child, raised=raised)
        self.depth -= 1

    def text(self, text: str, *, raised: bool) -> None:
        if not text or self.now is None or not all(self.fields):
            return
        if self.custom is not None and text.strip():
            self.marks[self.custom] = mark = text.strip()
            self.custom = None
            self.now.parts.append(note_call(mark))
            return
        if text.strip():
            self.break_expected = False
            if self.cell is not None:
                self.cell.has_text = True
        parts = self.now.parts
        if parts and parts[0] == "\x1f" and len(parts) == 1:
            # The page ended inside a word: it stands whole on the page it began on.
            parts.clear()
            rest = re.match(r"[^\W_]+(?=\W|$)", text)
            if rest is not None and self.found and self.found[-1].page == self.page - 1:
                self.found[-1].text += rest[0]
                text = text[rest.end() :]
        parts.append(raise_digits(text) if raised and re.fullmatch(r"[\s\d,;–-]+", text) else text)

    def field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    # ---- notes

    def call(self, kind: str, element: Any) -> None:
        """A call to a note: its mark in the text, the note itself to follow at the end of the page."""
        key = attribute(element, "id")
        if key not in self.notes[kind] or self.now is None or not all(self.fields):
            return
        if (kind, key) not in self.marks:
            self.waiting[kind].append((kind, key))
            if attribute(element, "customMarkFollows") in ("1", "true", "on"):
                self.custom = (kind, key)
                return
            number = 1 + sum(other == kind for other, _ in self.marks)
            # Endnotes beside footnotes are counted in Roman numerals, as word processors do: one mark, one note.
            self.marks[kind, key] = (
                written(number, "lowerRoman") if kind == "endnote" and self.notes["footnote"] else str(number)
            )
        self.now.parts.append(note_call(self.marks[kind, key]))
        self.now.bold = self.now.bold and bool(self.now.parts[:-1])

    def flush_notes(self, kind: str) -> None:
        """Write the notes that were called, as blocks."""
        outer, self.now = self.now, None
        done = 0
        while done < len(self.waiting[kind]):  # a note may call another
            which = self.waiting[kind][done]
            done += 1
            label = self.marks.get(which, "*")
            fields, self.fields = self.fields, []
            boxes, self.boxes = self.boxes, []
            self.blocks(self.notes[kind][which[1]], "footnote" if kind == "footnote" else "endnote", label)
            self.fields, self.boxes = fields, boxes
        self.waiting[kind].clear()
        self.now = outer
