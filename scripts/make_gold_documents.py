"""Build the DOCX and PDF documents of the gold set from the texts in ``tests/gold/texts``.

    python scripts/make_gold_documents.py

Writes into ``tests/gold/documents``, beside the Markdown, HTML and plain text that were written there by hand. The same
texts give the same bytes; a test builds them again and compares.
"""

from __future__ import annotations

import datetime
import io
import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import demo_formats
import docx
import typst
from demo_note import Block, Note, plain, read_note
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

GOLD = Path(__file__).resolve().parents[1] / "tests/gold"
MOMENT = datetime.datetime(2026, 1, 31, tzinfo=datetime.UTC)
_QUOTED_LINE = re.compile(r"^> (.+)$", re.MULTILINE)


def read_text(path: Path) -> Note:
    """Read a text; what stands as a block quote becomes a block of the kind ``quote``."""
    note = read_note(path)
    quoted = {line.strip() for line in _QUOTED_LINE.findall(note.body)}
    blocks = tuple(
        replace(block, kind="quote") if block.kind == "paragraph" and plain(block.runs) in quoted else block
        for block in note.blocks
    )
    return replace(
        note, blocks=blocks, notes={key: words.replace("*", "") for key, words in note.notes.items()}
    )


# ---- DOCX


def word(note: Note) -> bytes:
    """A report as a word processor makes it: a running head, bullets, tables with captions, indented quotations."""
    about = note.about
    made = docx.Document()
    made.styles["Normal"].font.name, made.styles["Normal"].font.size = "Cambria", Pt(11)
    said = made.core_properties
    said.title, said.author, said.language = about["title"], about["author"], about["language"]
    said.last_modified_by, said.revision = about["author"], 1
    said.created = said.modified = MOMENT.replace(tzinfo=None)
    made.sections[0].header.paragraphs[0].text = about["series"]
    made.add_heading(about["title"], 0)
    made.add_paragraph(f"{about['author']}, {about['year']}", style="Subtitle")
    for block in note.blocks:
        _add_to_word(made, block)
    if note.notes:
        notes = Part(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            demo_formats._footnotes(note),
            made.part.package,
        )
        made.part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
    for key, related in list(made.part.rels.items()):
        if related.reltype.endswith("/stylesWithEffects"):
            del made.part.rels[key]
    file = io.BytesIO()
    made.save(file)
    return demo_formats._repacked(file.getvalue())


_STYLES = {"item": "List Bullet", "quote": "Quote"}


def _add_to_word(made: docx.document.Document, block: Block) -> None:
    if block.kind == "table":
        made.add_paragraph(plain(block.runs), style="Caption").paragraph_format.keep_with_next = True
        table = made.add_table(len(block.rows), len(block.rows[0]), style="Table Grid")
        for row, cells in zip(table.rows, block.rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
        made.add_paragraph()
        return
    if block.kind == "heading":
        paragraph = made.add_heading("", block.level - 1)
    elif block.number:
        paragraph = made.add_paragraph(style="List Number")
    else:
        paragraph = made.add_paragraph(style=_STYLES.get(block.kind))
    if block.kind == "reference":
        paragraph.paragraph_format.left_indent = Cm(0.8)
        paragraph.paragraph_format.first_line_indent = Cm(-0.8)
    for run in block.runs:
        piece = paragraph.add_run(run.text)
        if run.italic:
            piece.italic = True
        if run.call:
            piece.font.superscript = True
            call = OxmlElement("w:footnoteReference")
            call.set(qn("w:id"), run.call)
            piece._r.append(call)


# ---- PDF

_PDF = """#set document(title: {title}, author: {author})
#set text(font: {font}, size: {size}, lang: {language}, hyphenate: true)
#set par(justify: {justify}, leading: 0.62em, spacing: {spacing}, first-line-indent: {indent})
#set page(
  paper: {paper}, columns: {columns}, margin: (x: {margin}, top: 25mm, bottom: 22mm),
  header: context if here().page() > 1 {{ set text(size: 8pt); align({side}, {series}) }},
  footer: context align({side}, text(size: 9pt, counter(page).display("1"))),
)
#counter(page).update({first})
#show heading: set block(above: 1.3em, below: 0.7em)
#show heading.where(level: 2): set text(size: 12pt)
#show heading.where(level: 3): set text(size: 10.5pt, style: "italic", weight: "regular")
#show figure: set block(above: 1.4em, below: 1.4em)
#show figure.where(kind: table): set figure.caption(position: top)
#set footnote.entry(separator: line(length: 30%, stroke: 0.4pt))
#let entry(body) = par(hanging-indent: 1.4em, first-line-indent: 0pt, body)
#let grid_of(caption, columns, ..cells) = figure(
  kind: table, supplement: none, numbering: none, caption: caption,
  text(size: 0.86em, table(columns: (auto,) * columns, stroke: none, align: left, inset: (x: 3pt, y: 3pt),
    table.hline(stroke: 0.8pt), ..cells, table.hline(stroke: 0.8pt))),
)
#place(top + {side}, scope: "parent", float: true, clearance: 1.8em)[
  #set par(justify: false, first-line-indent: 0pt)
  #text(size: 17pt, weight: "bold", hyphenate: false, {title})

  #text(size: 10pt, {author})

  #text(size: 9pt, {imprint})
]
"""
_LAYOUTS = {
    "one": {
        "font": "Libertinus Serif",
        "size": "10pt",
        "columns": 1,
        "margin": "30mm",
        "paper": "a4",
        "side": "center",
    }
    | {"justify": "true", "spacing": "0.62em", "indent": "1.2em"},
    "columns": {"font": "Libertinus Serif", "size": "9.5pt", "columns": 2, "margin": "18mm", "paper": "a4"}
    | {"side": "center", "justify": "true", "spacing": "0.62em", "indent": "1em"},
    "wide": {
        "font": "New Computer Modern",
        "size": "10.5pt",
        "columns": 1,
        "margin": "26mm",
        "paper": "us-letter",
    }
    | {"side": "left", "justify": "false", "spacing": "1.1em", "indent": "0pt"},
}


def _quoted(words: str) -> str:
    """A string of the typesetting language, which is never read as markup."""
    return json.dumps(words, ensure_ascii=False)


def pdf(note: Note) -> bytes:
    """One column, two columns, or one with ragged lines and space between paragraphs; footnotes and printed page numbers."""
    about = note.about
    layout = dict(_LAYOUTS[about["layout"]])
    out = [
        _PDF.format(
            **{**layout, "font": _quoted(str(layout["font"])), "paper": _quoted(str(layout["paper"]))},
            title=_quoted(about["title"]),
            author=_quoted(about["author"]),
            series=_quoted(about["series"]),
            imprint=_quoted(f"{about['series']}, {about['year']}"),
            language=_quoted(about["language"]),
            first=int(about.get("first_page", "1")),
        )
    ]
    for block in note.blocks:
        runs = demo_formats._set_runs(note, block.runs)
        if block.kind == "heading":
            out.append(f"{'=' * block.level} {runs}")
        elif block.kind == "item":
            out.append(f"{'+' if block.number else '-'} {runs}")
        elif block.kind == "reference":
            out.append(f"#entry[{runs}]")
        elif block.kind == "table":
            head, *rows = block.rows
            first = f"table.header({', '.join(f'strong({_quoted(cell)})' for cell in head)}), table.hline(stroke: 0.4pt)"
            cells = ", ".join(_quoted(cell) for row in rows for cell in row)
            out.append(f"#grid_of({_quoted(plain(block.runs))}, {len(head)}, {first}, {cells})")
        else:
            out.append(runs)
    return typst.compile(
        "\n\n".join(out).encode(), format="pdf", ignore_system_fonts=True, timestamp=int(MOMENT.timestamp())
    )


MAKERS: dict[str, Callable[[Note], bytes]] = {".docx": word, ".pdf": pdf}


def build() -> dict[str, bytes]:
    """Every document that is made of a text, by its name."""
    notes = [read_text(path) for path in sorted((GOLD / "texts").glob("*.md"))]
    return {note.file: MAKERS[Path(note.file).suffix](note) for note in notes}


def main() -> None:
    for name, data in build().items():
        (GOLD / "documents" / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
