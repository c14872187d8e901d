"""Offsets point into stored page text, whatever the format and whatever stands in the document."""

from __future__ import annotations

import io
from itertools import pairwise

import docx
import pytest
from docx.enum.text import WD_BREAK
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from rantau.corpus.model import ReadDocument
from rantau.corpus.passages import build_passages
from rantau.corpus.read import read_document
from rantau.store.records import joiner

VOCABULARY = (
    "fees debt cross-border workers (Tan, 2020) 5.2% U.S. “home” [1] don’t — buruh người แรงงาน ពលករ အလုပ် "
    "e\u0301 ﬁve A. No. 2,500 end. Why? x² https://doi.org/10.1000/x_1 *a* _b_ <b> &amp; | # \u00ad \u200b 𝟓 1. -"
)
WORDS = st.sampled_from(VOCABULARY.split())
SENTENCES = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)
PARTS = st.tuples(
    st.sampled_from(["heading", "paragraph", "item", "table", "quote", "reference", "break", "note"]),
    SENTENCES,
)
DOCUMENTS = st.lists(PARTS, min_size=1, max_size=12)
Parts = list[tuple[str, str]]


def check(read: ReadDocument) -> None:
    """All that holds of offsets in any document."""
    for page in read.pages:
        last = 0
        for block in page.blocks:
            assert last <= block.start < block.end <= len(page.text)
            assert not page.text[last : block.start].strip()
            assert block.kind == "table" or "\n" not in page.text[block.start : block.end]
            last = block.end
        assert not page.text[last:].strip()
        assert all(box.page == page.number for block in page.blocks for box in block.boxes)
    assert [page.number for page in read.pages] == list(range(1, len(read.pages) + 1))
    texts = {page.number: page.text for page in read.pages}
    sections, passages = build_passages("dabc", read)
    for passage in passages:
        pieces = [texts[span.page][span.start : span.end] for span in passage.spans]
        assert all(pieces)
        whole = pieces[0]
        places = [(passage.spans[0].page, 0, len(whole))]
        for (before, after), span in zip(pairwise(pieces), passage.spans[1:], strict=True):
            whole += joiner(before, after)
            places.append((span.page, len(whole), len(whole) + len(after)))
            whole += after
        assert passage.text == whole
        for number, start, end in places:
            assert passage.page_at(start) == passage.page_at(end - 1) == number
        last = 0
        for start, end in passage.sentences:
            assert last <= start < end <= len(passage.text)
            assert passage.text[start:end].strip()
            last = end
        for box in passage.boxes:
            assert box.x0 <= box.x1
            assert box.y0 <= box.y1
    for section in sections:
        assert section.span.end <= len(texts[section.span.page])
    # No two passages share a character of a page.
    spans = sorted((span.page, span.start, span.end) for passage in passages for span in passage.spans)
    for (page, _, end), (next_page, start, _) in pairwise(spans):
        assert page < next_page or end <= start


def as_markdown(parts: Parts) -> bytes:
    forms = {
        "heading": "## {}",
        "item": "- {}",
        "table": "| a | b |\n|---|---|\n| {} | 2 |",
        "quote": "> {}",
        "reference": "# References\n\n{}",
        "break": "{}\n\n---",
        "note": "Text[^1].\n\n[^1]: {}",
    }
    return "\n\n".join(forms.get(kind, "{}").format(text) for kind, text in parts).encode()


def as_html(parts: Parts) -> bytes:
    forms = {
        "heading": "<h2>{}</h2>",
        "item": "<ul><li>{}</ul>",
        "table": "<table><tr><td>{}<td>1<tr><td>2<td>3</table>",
        "quote": "<blockquote>{}</blockquote>",
        "reference": "<h2>References</h2><p>{}</p>",
        "break": "<p>{}<br><br>b",
        "note": "<p>a<sup><a href='#n'>1</a></sup><div id='n'>{}</div>",
    }
    body = "".join(forms.get(kind, "<p>{}</p>").format(text) for kind, text in parts)
    return f"<!doctype html><html><body>{body}</body></html>".encode()


def as_text(parts: Parts) -> bytes:
    forms = {
        "heading": "{}\n=====",
        "item": "- {}",
        "table": "{}    1\nb    2",
        "reference": "REFERENCES\n\n{}",
        "break": "{}\f",
    }
    return "\n\n".join(forms.get(kind, "{}").format(text) for kind, text in parts).encode()


def as_word(parts: Parts) -> bytes:
    made, file = docx.Document(), io.BytesIO()
    for kind, text in parts:
        if kind == "heading":
            made.add_heading(text, 2)
        elif kind == "table":
            table = made.add_table(rows=2, cols=2)
            table.cell(0, 0).text = text
            table.cell(1, 1).text = "3"
        elif kind == "break":
            made.add_paragraph(text).add_run().add_break(WD_BREAK.PAGE)
        elif kind == "reference":
            made.add_heading("References", 1)
            made.add_paragraph(text)
        else:
            style = {"item": "List Bullet", "quote": "Quote"}.get(kind)
            made.add_paragraph(text, style=style)
    made.save(file)
    return file.getvalue()


def as_pdf(parts: Parts) -> bytes:
    """Lines as they come, in several sizes, columns and pages; letters that the font lacks are lost."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    y = 780.0
    for kind, text in parts:
        size = {"heading": 15, "note": 7, "quote": 9}.get(kind, 11)
        x = {"item": 90, "quote": 120, "table": 300}.get(kind, 72)
        canvas.setFont("Times-Bold" if kind == "heading" else "Times-Roman", size)
        words = [("References" if kind == "reference" else ""), *text.split(" ")]
        for start in range(0, len(words), 9):
            if kind == "break" or y < 60:
                canvas.showPage()
                canvas.setFont("Times-Roman", size)
                y = 780.0
                kind = "paragraph"
            canvas.drawString(x, y, " ".join(words[start : start + 9]))
            if kind == "table":
                canvas.drawString(x + 150, y, "12")
            y -= 1.3 * size
        y -= 8
    canvas.drawString(72, 30, "The end.")
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (as_markdown, "a.md"),
        (as_html, "a.html"),
        (as_text, "a.txt"),
        (as_word, "a.docx"),
        (as_pdf, "a.pdf"),
    ],
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=DOCUMENTS)
def test_offsets_point_into_the_page_text(write, name: str, parts: Parts) -> None:
    check(read_document(write([*parts, ("paragraph", "The end of it.")]), name))


def test_offsets_of_a_long_typeset_report(typeset, prose) -> None:
    source = '#set page(columns: 2, numbering: "1")\n#set par(justify: true)\n= Fees\n' + "\n\n".join(
        f"{prose(7)}#footnote[{prose(1)}]\n\n- {prose(1)}\n\n#table(columns: 2, [a], [{number}], [b], [c])"
        for number in range(30)
    )
    read = read_document(typeset(source), "a.pdf")
    assert len(read.pages) > 4
    check(read)
