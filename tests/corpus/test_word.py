"""DOCX read as printed."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.enum.text import WD_BREAK
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rantau.corpus.model import ReadDocument
from rantau.corpus.word import read_word
from rantau.framework.errors import BadDocument

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/w'
    'ordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def word(body: str, **parts: str) -> bytes:
    """A DOCX with this body; other parts by name, e.g. ``footnotes``."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f"<w:document {W} {MORE}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)
    return made.getvalue()


def blocks(data: bytes) -> list[tuple[str, str]]:
    return [(kind, text) for _, kind, text in paged(read_word(data, "a.docx"))]


def paged(read: ReadDocument) -> list[tuple[int, str, str]]:
    return [
        (page.number, block.kind, page.text[block.start : block.end])
        for page in read.pages
        for block in page.blocks
    ]


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def test_a_report_made_with_python_docx_is_read_whole() -> None:
    made = docx.Document()
    made.core_properties.title = "Migrants at sea"
    made.core_properties.author = "A. Idris; B. Tan"
    made.add_heading("Migrants at sea", 0)
    made.add_heading("Debts", 1)
    paragraph = made.add_paragraph("Brokers ")
    paragraph.add_run("lend").bold = True
    paragraph.add_run(" the money.")
    made.add_paragraph("first", style="List Number")
    made.add_paragraph("second", style="List Number")
    made.add_paragraph("a point", style="List Bullet")
    table = made.add_table(2, 3)
    for row in range(2):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1))
    made.add_heading("References", 1)
    made.add_paragraph("Idris, M. (2021). A title. A journal.")
    made.add_paragraph("Tan, B. (2020). Another. https://x.org")
    file = io.BytesIO()
    made.save(file)
    read = read_word(file.getvalue(), "a.docx")
    assert (read.title, read.authors, read.year) == ("Migrants at sea", ("A. Idris", "B. Tan"), None)
    assert blocks(file.getvalue()) == [
        ("heading", "Migrants at sea"),
        ("heading", "Debts"),
        ("paragraph", "Brokers lend the money."),
        ("list_item", "1. first"),
        ("list_item", "2. second"),
        ("list_item", "a point"),
        ("table", "00 01 |  | 02\n10 | 11 | 12"),
        ("heading", "References"),
        ("reference", "Idris, M. (2021). A title. A journal."),
        ("reference", "Tan, B. (2020). Another. https://x.org"),
    ]


def test_a_hard_page_break_parts_a_paragraph_that_continues() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Held on one page and")
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    paragraph.add_run("on the next.")
    file = io.BytesIO()
    made.save(file)
    read = read_word(file.getvalue(), "a.docx")
    assert paged(read) == [(1, "paragraph", "Held on one page and"), (2, "paragraph", "on the next.")]
    assert read.pages[1].blocks[0].continues


def test_rendered_page_breaks_are_counted_once_with_the_hard_breaks_they_repeat() -> None:
    body = (
        p("One.")
        + "<w:p><w:r><w:br w:type='page'/></w:r></w:p>"
        + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Two.</w:t></w:r></w:p>"
        + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Three.</w:t></w:r></w:p>"
        + p("Also three.", "<w:sectPr/>")
        + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Four.</w:t></w:r></w:p>"
    )
    assert [(number, text) for number, _, text in paged(read_word(word(body), "a.docx"))] == [
        (1, "One."),
        (2, "Two."),
        (3, "Three."),
        (3, "Also three."),
        (4, "Four."),
    ]


def test_a_word_that_a_page_break_parts_stands_on_the_first_page() -> None:
    body = (
        "<w:p><w:r><w:t>They were depor</w:t></w:r><w:r><w:last"
        "RenderedPageBreak/><w:t>ted in June.</w:t></w:r></w:p>"
    )
    assert [(number, text) for number, _, text in paged(read_word(word(body), "a.docx"))] == [
        (1, "They were deported"),
        (2, "in June."),
    ]


def test_notes_are_blocks_and_their_calls_raised_numbers() -> None:
    notes = (
        f"<w:footnotes {W}><w:footnote w:id='-1' w:type='separator'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
        f"<w:footnote w:id='7'><w:p><w:r><w:footnoteRef/></w:r><w:r><"
        f"w:t xml:space='preserve'> See ILO (2021).</w:t></w:r></w:p>"
        "</w:footnote></w:footnotes>"
    )
    body = (
        "<w:p><w:r><w:t>Workers</w:t></w:r><w:r><w:footnoteReference w:id="
        "'7'/></w:r><w:r><w:t xml:space='preserve'> left.</w:t></w:r></w:p>" + p("Next.")
    )
    assert blocks(word(body, footnotes=notes)) == [
        ("paragraph", "Workers¹ left."),
        ("paragraph", "Next."),
        ("footnote", "See ILO (2021)."),
    ]
    read = read_word(word(body, footnotes=notes), "a.docx")
    assert read.pages[0].blocks[-1].label == "1"


def test_endnotes_come_at_the_end_with_their_number() -> None:
    notes = f"<w:endnotes {W}><w:endnote w:id='2'><w:p><w:r><w:t>The end.</w:t></w:r></w:p></w:endnote></w:endnotes>"
    body = "<w:p><w:r><w:t>Workers</w:t></w:r><w:r><w:endnoteReference w:id='2'/></w:r></w:p>" + p("Last.")
    assert blocks(word(body, endnotes=notes)) == [
        ("paragraph", "Workers¹"),
        ("paragraph", "Last."),
        ("endnote", "The end."),
    ]


def test_tracked_changes_read_as_accepted_and_comments_are_left_out() -> None:
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>There were </w:t></w:r>"
        "<w:del w:id='1'><w:r><w:delText>ten</w:delText></w:r></w:del>"
        "<w:ins w:id='2'><w:r><w:t>twelve</w:t></w:r></w:ins>"
        "<w:commentRangeStart w:id='0'/><w:r><w:t xml:space='preserve'> women.</w:t></w:r><w:commentRangeEnd w:id='0'/>"
        "<w:r><w:commentReference w:id='0'/></w:r></w:p>"
    )
    comments = f"<w:comments {W}><w:comment w:id='0'><w:p><w:r><w:t>Check!</w:t></w:r></w:p></w:comment></w:comments>"
    assert blocks(word(body, comments=comments)) == [("paragraph", "There were twelve women.")]


def test_fields_show_their_result_and_not_their_code() -> None:
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>It is known </w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        "<w:r><w:instrText> ADDIN ZOTERO_ITEM CSL_CITATION {json} </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>(Idris, 2021)</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>.</w:t></w:r></w:p>"
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        + p("A broken field hides nothing.")
    )
    assert blocks(word(body)) == [
        ("paragraph", "It is known (Idris, 2021)."),
        ("paragraph", "A broken field hides nothing."),
    ]


def test_text_boxes_and_content_controls_are_read_once() -> None:
    box = f"<w:txbxContent>{p('In a box.')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Before.</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{p('In a control.')}</w:sdtContent></w:sdt>"
        "<w:p><w:sdt><w:sdtContent><w:r><w:t>Inline control.</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    assert [text for _, text in blocks(word(body))] == [
        "Before.",
        "In a box.",
        "In a control.",
        "Inline control.",
    ]


def test_headings_are_known_by_style_and_by_outline_level() -> None:
    styles = (
        f"<w:styles {W}><w:style w:type='paragraph' w:styleId='Judul1'><w:name w:val='heading 1'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='Mine'><w:name w:val='My own'/><w:basedOn w:val='Judul1'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='Out'><w:name w:val='"
        "Chapter'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='TOC1'><w:name w:val='toc 1'/></w:style></w:styles>"
    )
    body = (
        p("Contents one 5", "<w:pStyle w:val='TOC1'/>")
        + p("First", "<w:pStyle w:val='Judul1'/>")
        + p("Second", "<w:pStyle w:val='Mine'/>")
        + p("Third", "<w:pStyle w:val='Out'/>")
        + p("Fourth", "<w:outlineLvl w:val='2'/>")
        + p("Body text.")
    )
    read = read_word(word(body, styles=styles), "a.docx")
    assert [(block.kind, block.level) for block in read.pages[0].blocks] == [
        ("front_matter", 0),
        ("heading", 1),
        ("heading", 1),
        ("heading", 2),
        ("heading", 3),
        ("paragraph", 0),
    ]


def test_numbers_of_lists_are_written_as_the_word_processor_counts_them() -> None:
    numbering = (
        f"<w:numbering {W}><w:abstractNum w:abstractNumId='0'>"
        "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>"
        "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%1.(%2)'/></w:lvl>"
        "</w:abstractNum><w:num w:numId='4'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
    )

    def item(text: str, level: int) -> str:
        return p(text, f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='4'/></w:numPr>")

    body = item("one", 0) + item("deep", 1) + item("deeper", 1) + item("two", 0) + item("again", 1)
    assert [text for _, text in blocks(word(body, numbering=numbering))] == [
        "1. one",
        "1.(a) deep",
        "1.(b) deeper",
        "2. two",
        "2.(a) again",
    ]


def test_rows_of_a_table_stand_on_their_pages() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    broken = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Laos</w:t></w:r></w:p>"
    body = "<w:tbl>" + row(p("Place"), p("Count")) + row(broken, p("7")) + "</w:tbl>" + p("After.")
    read = read_word(word(body), "a.docx")
    assert paged(read) == [
        (1, "table", "Place | Count"),
        (2, "table", "Laos | 7"),
        (2, "paragraph", "After."),
    ]
    assert read.pages[1].blocks[0].continues


def test_raised_digits_stay_raised() -> None:
    body = (
        "<w:p><w:r><w:t>5 km</w:t></w:r><w:r><w:rPr><w:vertAlig"
        "n w:val='superscript'/></w:rPr><w:t>2</w:t></w:r></w:p>"
    )
    assert blocks(word(body)) == [("paragraph", "5 km²")]


def test_hidden_text_is_left_out() -> None:
    body = "<w:p><w:r><w:t>Seen.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r></w:p>"
    assert blocks(word(body)) == [("paragraph", "Seen.")]


def test_the_strict_form_of_the_format_is_read() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(
            "word/document.xml",
            "<w:document xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'><w:body>"
            + p("Strict.")
            + "</w:body></w:document>",
        )
    assert blocks(made.getvalue()) == [("paragraph", "Strict.")]


@pytest.mark.parametrize(
    "document",
    [
        "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><w:"
        "document {W}><w:body><w:p>&b;</w:p></w:body></w:document>",
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><w:"
        "document {W}><w:body><w:p>&a;</w:p></w:body></w:document>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(document: str, encoding: str) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", document.replace("{W}", W).encode(encoding))
    with pytest.raises(BadDocument, match="entities"):
        read_word(made.getvalue(), "a.docx")


def test_tables_nested_a_thousand_deep_are_no_danger() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 80 + p("Deep.") + "</w:tc></w:tr></w:tbl>" * 80
    try:
        read = read_word(word(p("Text.") + deep), "a.docx")
    except BadDocument:
        return
    assert "Text." in read.pages[0].text


def complaint(data: bytes) -> str:
    """Why a file is not read; of one that is read, its name."""
    try:
        read_word(data, "a.docx")
    except BadDocument as error:
        return str(error)
    return "a.docx is read"


WHOLE = word(p("Workers were held.") * 5)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(WHOLE)))
def test_a_docx_cut_short_is_a_bad_document_or_read(length: int) -> None:
    assert complaint(WHOLE[:length]).startswith("a.docx ")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_docx_with_changed_bytes_is_a_bad_document_or_read(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    assert complaint(bytes(data)).startswith("a.docx ")


ELEMENTS = st.recursive(
    st.sampled_from(
        ["<w:t>x</w:t>", "<w:br w:type='page'/>", "<w:lastRenderedPageBreak/>", "<w:fldChar w:fldCharType='begin'/>",
         "<w:fldChar w:fldCharType='separate'/>", "<w:fldChar w:fldCharType='end'/>", "<w:footnoteReference w:id='1'/>",
         "<w:footnoteReference w:id='1' w:customMarkFollows='1'/>", "<w:tab/>", "<w:pPr><w:sectPr/></w:pPr>"]
    ),
    lambda inner: st.builds(
        lambda tag, children: f"<w:{tag}>{''.join(children)}</w:{tag}>",
        st.sampled_from(["p", "r", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "del", "txbxContent", "hyperlink"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(ELEMENTS, max_size=6))
def test_no_arrangement_of_elements_breaks_the_reader(elements: list[str]) -> None:
    notes = f"<w:footnotes {W}><w:footnote w:id='1'>{p('Note.')}</w:footnote></w:footnotes>"
    try:
        read = read_word(word("".join(elements) + p("End."), footnotes=notes), "a.docx")
    except BadDocument:
        return
    assert "End." in "".join(page.text for page in read.pages)
    for page in read.pages:
        last = 0
        for block in page.blocks:
            assert last <= block.start < block.end <= len(page.text)
            last = block.end
