"""brief.pdf: readable, tagged, the same in substance as the page, and deaf to markup in its texts."""

from __future__ import annotations

import json
import re

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rantau.brief.blocks import Bullets, Column, Label, Number, Paragraph, Quote, Section, Table, cell, data
from rantau.brief.page_texts import page_texts
from rantau.brief.render import drawable_text, pdf, printable


def squeezed(text):
    return "".join(text.split())


def test_it_opens_and_has_a_sensible_number_of_pages(brief):
    document = pypdfium2.PdfDocument(brief.pdf)

    assert 8 <= len(document) <= 20
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)  # A4


def test_it_names_its_title_language_and_day_and_nothing_of_the_machine(brief, example):
    about = pypdfium2.PdfDocument(brief.pdf).get_metadata_dict()

    assert about["Title"] == example.title
    assert about["CreationDate"].startswith("D:20260131")
    assert about["Author"] == ""
    assert re.search(rb"/Lang\s*\(en", brief.pdf)
    assert b"/tmp" not in brief.pdf


def test_it_is_tagged_for_those_who_hear_it(brief):
    assert pypdfium2.PdfDocument(brief.pdf).is_tagged()
    assert b"pdfuaid" in brief.pdf


def test_it_holds_each_section_and_each_entry_of_the_register(brief, page, chains, paper):
    text = squeezed(paper(brief.pdf))

    for heading in page.css("main h2, main h3"):
        assert squeezed(heading.text()) in text
    for entry in chains["figures"]:
        assert squeezed(f"{entry['id']}{entry['text']}") in text


def test_it_quotes_what_the_page_quotes(brief, example, paper):
    text = squeezed(paper(brief.pdf))

    for one in example.claims:
        if one.status != "rejected" and not example.document_of[one.document].confidential:
            assert squeezed(drawable_text(one.quote)) in text
    assert "tujuhorang" not in text


def test_numbers_are_links_to_the_register(brief):
    document = pypdfium2.PdfDocument(brief.pdf)
    links = brief.pdf.count(b"/Subtype/Link") + brief.pdf.count(b"/Subtype /Link")

    assert links > 300 or any(links_on(page) for page in document)


def links_on(page):
    return pypdfium2.raw.FPDFPage_GetAnnotCount(page.raw)


def test_a_character_that_no_font_has_is_an_open_box():
    assert (
        drawable_text("Malaysia 漢😀 ไทย ខ្មែរ ລາວ မြန်မာ Việt → ≥")
        == "Malaysia □□ ไทย ខ្មែរ ລາວ မြန်မာ Việt → ≥"
    )
    assert drawable_text("b\u202ec") == "b c"


def content_of(texts):
    """A small brief that holds each text in each position a text can have."""
    blocks = []
    for number, text in enumerate(texts):
        blocks += [
            Paragraph((Label(text), Label(text, strong=True), Quote(text, "id"), Number(text, f"F{number}"))),
            Bullets(((Label(text),),)),
            Table(
                f"t{number}",
                text,
                (Column(text), Column(text)),
                ((cell(text), (Number(text, f"F{number}"),)),),
            ),
        ]
    first = texts[0]
    rows = [
        {"id": f"F{number}", "text": text, "words": text, "quote": text, "language": "", "observations": []}
        for number, text in enumerate(texts)
    ]
    observations = [
        {"number": f"O{number}", **dict.fromkeys(
            ("indicator", "place", "year", "value", "unit", "source", "origin"), text)}
        for number, text in enumerate(texts)
    ]  # fmt: skip
    content = {
        "title": first.strip() or "Evidence brief", "short_title": first, "imprint": first, "colophon": first,
        "texts": page_texts(), "sections": [data(Section("glance", first, tuple(blocks)))], "register": rows,
        "observations": observations, "register_at": "",
    }  # fmt: skip
    return printable(content)


MARKUP = [
    '#panic("x")', "#set text(red)", "$x$ $", "[y] ] [", "\\ \\u{41}", "*bold* _it_", "= Heading", "- item", "+ item",
    "/ term: x", "@label <label>", "`raw` ```", "// comment", "/* comment", "#{1+1}", "#read(\"/etc/passwd\")",
    "~ -- --- ...", "https://example.org", "#import \"x.typ\"", "\\", "\"", "'", "{", "}", "#", "%", "&",
    "1. one", "a\nb\n\nc", "\t", "\x00", "\ud800", "\u202e", "", " ",
]  # fmt: skip


def test_markup_in_any_text_is_set_as_it_stands(paper):
    content = pdf(content_of(["A title", *MARKUP]), {}, "2026-01-31")

    text = squeezed(paper(content))
    for one in MARKUP:
        wanted = squeezed(drawable_text(printable(one)))
        # Each stands in a paragraph, a list, a caption, heads and cells, the register and the observations.
        assert text.count(wanted) >= 10


@given(st.lists(st.text(st.characters(max_codepoint=0x3FFF), max_size=60), min_size=1, max_size=12))
@settings(max_examples=15, deadline=None)
def test_any_text_makes_a_valid_pdf(texts):
    content = pdf(content_of(texts), {}, "2026-01-31")

    assert len(pypdfium2.PdfDocument(content)) >= 1


@given(st.text(st.sampled_from("#$[]\\*_=<>@`/~-+\"'{}()%&.:;!?| \nabc19"), max_size=80))
@settings(max_examples=15, deadline=None)
def test_any_mixture_of_typsts_signs_is_printed_as_it_stands(paper, text):
    content = pdf(content_of([text]), {}, "2026-01-31")

    assert squeezed(text) in squeezed(paper(content))


def test_the_template_reads_its_texts_from_data_alone():
    from importlib.resources import files

    template = (files("rantau.brief") / "templates" / "brief.typ").read_text(encoding="utf-8")

    assert "eval(" not in template
    assert 'json("brief.json")' in template
    with pytest.raises(json.JSONDecodeError):
        json.loads(template)


def test_many_claims_that_disagree_are_drawn_on_one_page_and_nothing_is_cut_off(make_study, example):
    import dataclasses

    from rantau.brief import build_brief
    from rantau.brief.views import drawn_conflicts

    (one, other) = (claim for claim in example.claims if claim.indicator == "deportations")
    many = tuple(
        dataclasses.replace(other, id=f"{other.id}-{number}", value=float(100 * number))
        for number in range(1, 81)
    )
    conflict = next(group for group in example.groups if group.verdict == "conflicting")
    long = dataclasses.replace(conflict, claims=(one.id, *(claim.id for claim in many)))
    next_one = dataclasses.replace(conflict, id="another")
    study = make_study(
        claims=(*example.claims, *many),
        groups=(long, next_one, *(group for group in example.groups if group is not conflict)),
    )

    assert [group.id for group in drawn_conflicts(study)] == [long.id]
    document = pypdfium2.PdfDocument(build_brief(study).pdf)
    boxes = [
        (page.get_width(), page.get_height(), entry.get_bounds())
        for page in document
        for entry in page.get_objects(max_depth=1)
    ]
    assert boxes
    for width, height, (left, bottom, right, top) in boxes:
        assert left >= -1
        assert bottom >= -1
        assert right <= width + 1
        assert top <= height + 1
