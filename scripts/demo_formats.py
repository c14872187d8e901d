"""The formats of the default study's documents: Markdown, text, HTML, DOCX and PDF, the same bytes on each run."""

from __future__ import annotations

import datetime
import html
import io
import json
import textwrap
import zipfile
from xml.sax.saxutils import escape

import docx
import typst
from demo_note import AUTHOR, PUBLISHER, Block, Note, Run, plain
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

MOMENT = datetime.datetime(2026, 1, 31, tzinfo=datetime.UTC)
"""When the documents say that they were made."""

# ---- Markdown and text


def markdown(note: Note) -> bytes:
    about = note.about
    body = note.body.replace("\nTable: ", "\n")
    head = f"---\ntitle: '{about['title']}'\nauthor: {AUTHOR}\ndate: {about['year']}\nlang: {about['language']}\n---\n\n"
    return f"{head}# {about['title']}\n\n*{AUTHOR} – {about['series']} – {about['year']}*\n\n{body}".encode()


def text(note: Note) -> bytes:
    """Wrapped at 78 columns, headings underlined, entries hanging."""

    def wrapped(words: str, first: str = "", rest: str = "") -> str:
        return textwrap.fill(
            words,
            78,
            initial_indent=first,
            subsequent_indent=rest,
            break_on_hyphens=False,
            break_long_words=False,
        )

    about = note.about
    parts = [about["title"].upper(), f"{AUTHOR}\n{about['series']}, {about['year']}"]
    for block in note.blocks:
        words = plain(block.runs)
        if block.kind == "heading":
            parts.append(f"{words}\n{'-' * len(words)}")
        elif block.kind == "item":
            mark = f"  {block.number}. " if block.number else "  - "
            parts.append(wrapped(words, mark, " " * len(mark)))
        elif block.kind == "reference":
            parts.append(wrapped(words, "", "    "))
        elif block.kind == "paragraph":
            parts.append(wrapped(words))
        else:
            raise ValueError(f"{note.file}: a text has no {block.kind}")
    return ("\n\n".join(parts) + "\n").encode()


# ---- HTML

_STYLE = """body { font: 1rem/1.55 Georgia, serif; margin: 0; color: #222 }
nav, footer { background: #eef2f4; padding: .6rem 2rem; font: .8rem sans-serif }
main { max-width: 42rem; margin: 0 auto; padding: 1rem }
table { border-collapse: collapse; width: 100%; font-size: .9rem } th, td { border-bottom: 1px solid #bbb; text-align: left }
.references p { padding-left: 1.5rem; text-indent: -1.5rem } .footnotes { font-size: .85rem }"""


def _html_runs(runs: tuple[Run, ...]) -> str:
    made = []
    for run in runs:
        if run.call:
            made.append(
                f'<sup><a href="#fn{run.call}" id="fnref{run.call}" role="doc-noteref">{run.call}</a></sup>'
            )
        else:
            words = html.escape(run.text, quote=False)
            made.append(f"<em>{words}</em>" if run.italic else words)
    return "".join(made)


def web_page(note: Note) -> bytes:
    about = note.about
    title = html.escape(about["title"])
    out: list[str] = []
    open_list = ""
    for block in note.blocks:
        wanted = ("ol" if block.number else "ul") if block.kind == "item" else ""
        if wanted != open_list:
            out += [f"</{open_list}>"] if open_list else []
            out += [f"<{wanted}>"] if wanted else []
            open_list = wanted
        runs = _html_runs(block.runs)
        if block.kind == "heading":
            out.append(f"<h{block.level}>{runs}</h{block.level}>")
            if plain(block.runs) == "References":
                out.append('<div class="references">')
        elif block.kind == "item":
            out.append(f"<li>{runs}</li>")
        elif block.kind == "table":
            out.append(f"<table>\n<caption>{runs}</caption>")
            for index, row in enumerate(block.rows):
                tag = "th" if index == 0 else "td"
                out.append("<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row) + "</tr>")
            out.append("</table>")
        else:
            out.append(f"<p>{runs}</p>")
    out.append("</div>")
    if note.notes:
        items = "\n".join(
            f'<li id="fn{mark}" role="doc-endnote">{html.escape(words, quote=False)} '
            f'<a href="#fnref{mark}" role="doc-backlink">↩</a></li>'
            for mark, words in note.notes.items()
        )
        out.append(f'<section class="footnotes" role="doc-endnotes">\n<ol>\n{items}\n</ol>\n</section>')
    body = "\n".join(out)
    return f"""<!DOCTYPE html>
<html lang="{about["language"]}">
<head>
<meta charset="utf-8">
<title>{title} | {AUTHOR}</title>
<meta name="citation_title" content="{title}">
<meta name="author" content="{AUTHOR}">
<meta name="citation_publication_date" content="{about["year"]}">
<style>
{_STYLE}
</style>
</head>
<body>
<nav><a href="/">Home</a> · <a href="/notes">All background notes</a> · <a href="/about">About</a></nav>
<main>
<article>
<h1>{title}</h1>
<p class="byline">{AUTHOR} · {about["series"]} · {about["year"]}</p>
{body}
</article>
</main>
<footer>Share this page · Cookie settings · Contact</footer>
</body>
</html>
""".encode()


# ---- DOCX


def word(note: Note) -> bytes:
    """With real footnotes, which python-docx has no function for, and the reference list on a page of its own."""
    about = note.about
    made = docx.Document()
    made.styles["Normal"].font.name, made.styles["Normal"].font.size = "Calibri", Pt(11)
    said = made.core_properties
    said.title, said.author, said.language = about["title"], AUTHOR, about["language"]
    said.comments, said.last_modified_by, said.revision = about["series"], AUTHOR, 1
    said.created = said.modified = MOMENT.replace(tzinfo=None)
    made.sections[0].header.paragraphs[0].text = f"{about['series']}: {about['short']}"
    made.add_heading(about["title"], 0)
    made.add_paragraph(f"{AUTHOR}, {about['series']}, {about['year']}", style="Subtitle")
    for block in note.blocks:
        _add_to_word(made, block)
    made.part.relate_to(
        Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, _footnotes(note), made.part.package),
        RELATIONSHIP_TYPE.FOOTNOTES,
    )
    for key, related in list(made.part.rels.items()):
        if related.reltype.endswith("/stylesWithEffects"):
            del made.part.rels[key]  # a copy of the styles for Word 2010, larger than the whole note
    file = io.BytesIO()
    made.save(file)
    return _repacked(file.getvalue())


def _add_to_word(made: docx.document.Document, block: Block) -> None:
    if block.kind == "table":
        made.add_paragraph(plain(block.runs), style="Caption").paragraph_format.keep_with_next = True
        table = made.add_table(len(block.rows), len(block.rows[0]), style="Light Grid Accent 1")
        for row, cells in zip(table.rows, block.rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
        made.add_paragraph()
        return
    if block.kind == "heading":
        paragraph = made.add_heading("", block.level - 1)
        paragraph.paragraph_format.page_break_before = plain(block.runs) == "References"
    elif block.kind == "item":
        paragraph = made.add_paragraph(style="List Number" if block.number else "List Bullet")
    else:
        paragraph = made.add_paragraph()
        if block.kind == "reference":
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = (
                Pt(18),
                Pt(-18),
            )
    for run in block.runs:
        piece = paragraph.add_run(run.text)
        if run.italic:
            piece.italic = True
        if run.call:
            piece.font.superscript = True
            call = OxmlElement("w:footnoteReference")
            call.set(qn("w:id"), run.call)
            piece._r.append(call)


def _footnotes(note: Note) -> bytes:
    rule = '<w:footnote w:type="{0}" w:id="{1}"><w:p><w:r><w:{0}/></w:r></w:p></w:footnote>'
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    notes = "".join(
        f'<w:footnote w:id="{mark}"><w:p><w:r>{raised}<w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(words)}</w:t></w:r></w:p></w:footnote>'
        for mark, words in note.notes.items()
    )
    between = rule.format("separator", -1) + rule.format("continuationSeparator", 0)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes {nsdecls("w")}>{between}{notes}</w:footnotes>'.encode()


def _repacked(data: bytes) -> bytes:
    """The same package with one date for all its parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, MOMENT.timetuple()[:6])
            part.external_attr = 0o644 << 16
            new.writestr(part, old.read(name), zipfile.ZIP_DEFLATED, 9)
    return file.getvalue()


# ---- PDF

_PDF = """#set document(title: {title}, author: {author})
#set text(font: "Libertinus Serif", size: {size}, lang: {language}, hyphenate: true)
#set par(justify: true, leading: 0.6em, spacing: 0.6em, first-line-indent: 1.2em)
#set page(
  paper: "a4", columns: {columns}, margin: (x: {margin}, top: 26mm, bottom: 24mm),
  header: context if here().page() > 1 {{
    set text(size: 8pt)
    grid(columns: (1fr, auto), emph({short}), {series})
  }},
  footer: context align(center, text(size: 9pt, counter(page).display("1"))),
)
#counter(page).update({first})
#show heading: set text(font: "Libertinus Serif", weight: "bold")
#show heading.where(level: 2): set text(size: 11.5pt)
#show heading: set block(above: 1.3em, below: 0.7em)
#show figure: set block(above: 1.4em, below: 1.4em)
#show figure.where(kind: table): set figure.caption(position: top)
#set footnote.entry(separator: line(length: 30%, stroke: 0.4pt))
#let entry(body) = par(hanging-indent: 1.4em, first-line-indent: 0pt, body)
#let grid_of(caption, columns, ..cells) = figure(
  kind: table, supplement: none, numbering: none, caption: caption,
  text(size: 0.88em, table(columns: (1fr,) * columns, stroke: none, align: left, inset: (x: 0pt, y: 2.6pt), column-gutter: 12pt,
    table.hline(stroke: 0.8pt), ..cells, table.hline(stroke: 0.8pt))),
)
#place(top + center, scope: "parent", float: true, clearance: 1.6em)[
  #set par(justify: false)
  #text(size: 17pt, weight: "bold", hyphenate: false, {title})

  #text(size: 10pt, {author})

  #text(size: 9pt, {imprint})
]
"""


def _quoted(words: str) -> str:
    """A string of the typesetting language, which is never read as markup."""
    return json.dumps(words, ensure_ascii=False)


def _set_runs(note: Note, runs: tuple[Run, ...]) -> str:
    made = []
    for run in runs:
        if run.call:
            made.append(f"#footnote({_quoted(note.notes[run.call])})")
        else:
            made.append(f"#emph({_quoted(run.text)})" if run.italic else f"#{_quoted(run.text)}")
    return "".join(made)


def pdf(note: Note) -> bytes:
    """One column or two, with running heads, printed page numbers and footnotes."""
    about = note.about
    wide = about["layout"] == "columns"
    out = [
        _PDF.format(
            title=_quoted(about["title"]),
            author=_quoted(AUTHOR),
            short=_quoted(about["short"]),
            series=_quoted(about["series"]),
            imprint=_quoted(f"{about['series']}. {PUBLISHER}, {about['year']}"),
            language=_quoted(about["language"]),
            size="11pt",
            columns=2 if wide else 1,
            margin="20mm" if wide else "30mm",
            first=int(about.get("first_page", "1")),
        )
    ]
    for block in note.blocks:
        runs = _set_runs(note, block.runs)
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
