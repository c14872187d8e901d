"""The brief as a Word file says what the page says, and can be read by machines that read aloud."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hostile_content import NASTY, content_of
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from rantau.brief.render import printable
from rantau.brief.word_file import word_file


@pytest.fixture(scope="module")
def opened(brief):
    return Document(io.BytesIO(brief.files["brief.docx"]))


def words(element):
    return " ".join("".join(one.text or "" for one in element.iter(qn("w:t"))).split())


def test_it_has_the_pages_headings_in_their_order(opened, page):
    headings = [one.text for one in opened.paragraphs if one.style.name.startswith("Heading")]

    assert headings == [" ".join(node.text().split()) for node in page.css("main h2, main h3, main h4")]


def test_each_link_leads_to_a_bookmark_and_each_entry_of_the_register_has_one(opened, brief):
    body = opened.element.body
    marks = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    register = HTMLParser(brief.html.decode("utf-8")).css("ol.register > li")

    assert len(marks) == len(set(marks))
    assert links
    assert set(links) <= set(marks)
    assert {node.attributes["id"] for node in register} <= set(marks)


def test_the_same_numbers_are_links(opened, page):
    linked = [words(one) for one in opened.element.body.iter(qn("w:hyperlink"))]
    printed = [" ".join(node.text().split()) for node in page.css("main a.figure-number")]

    assert [one for one in printed if one not in linked] == []


def test_pictures_have_words_and_tables_a_head_that_is_read_with_each_page(opened, page):
    told = [one.get("descr") for one in opened.element.body.iter(qn("wp:docPr"))]

    assert told == [node.attributes["alt"] for node in page.css("figure img")]
    assert len(opened.tables) == len(page.css("table"))
    for table in opened.tables:
        assert table.rows[0]._tr.trPr.findall(qn("w:tblHeader"))


def test_it_names_its_title_and_day_and_nothing_of_the_machine(opened, brief, example):
    core = opened.core_properties

    assert (core.title, core.author, core.last_modified_by) == (example.title, "", "")
    assert core.created == core.modified
    assert core.created.date().isoformat() == example.as_of
    with zipfile.ZipFile(io.BytesIO(brief.files["brief.docx"])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("text", NASTY)
def test_hostile_text_stays_text(text):
    made = Document(io.BytesIO(word_file(printable(content_of(text)), {}, "2026-01-31")))

    assert made.paragraphs[1].text.split() == printable(text).split()
    assert not [one for one in made.part.rels.values() if one.is_external]
