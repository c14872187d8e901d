"""brief.html as a page: its links, its form for those who cannot see it, and that nothing is fetched or run."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest
from hostile_content import NASTY, content_of
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from rantau.brief import build_brief
from rantau.brief.render import html_page, printable


def test_each_link_leads_to_a_place_on_the_page(page):
    ids = {one.attributes["id"] for one in page.css("[id]")}
    links = [one.attributes["href"] for one in page.css("a[href]")]

    assert len(links) > 500
    assert [link for link in links if not (link.startswith("#") and link[1:] in ids)] == []


def test_no_id_is_given_twice(page):
    ids = [one.attributes["id"] for one in page.css("[id]")]

    assert len(ids) == len(set(ids))


def test_nothing_is_fetched_from_anywhere(brief, page):
    assert page.css("script, link, iframe, object, embed, form, base") == []
    assert {one.attributes["src"].split(";")[0] for one in page.css("[src]")} == {"data:image/svg+xml"}
    text = brief.html.decode("utf-8")
    assert [
        url for url in re.findall(r"url\(\"?([^)\"]{0,12})", text) if not url.startswith("data:font/")
    ] == []
    assert not re.search(r"\bon[a-z]+=|@import|srcset", re.sub(r"base64,[A-Za-z0-9+/=]+", "", text))
    policy = page.css_first('meta[http-equiv="Content-Security-Policy"]').attributes["content"]
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:"


def test_the_pictures_fetch_nothing_either(brief):
    for name, content in brief.files.items():
        if name.endswith(".svg"):
            text = content.decode("utf-8")
            assert set(re.findall(r"https?://[^\"' )]+", text)) <= {
                "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
            }  # fmt: skip
            assert "<script" not in text
            assert "<image" not in text


def test_the_page_has_a_title_a_language_and_one_first_heading(page, example):
    assert page.css_first("title").text() == example.title
    assert page.css_first("html").attributes["lang"] == "en"
    assert [one.text() for one in page.css("h1")] == [example.title]
    assert page.css_first('meta[name="viewport"]') is not None


def test_headings_go_down_one_step_at_a_time(page):
    levels = [int(one.tag[1]) for one in page.css("h1, h2, h3, h4, h5, h6")]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_each_section_is_named_by_its_heading_and_is_in_the_contents(page):
    listed = [one.attributes["href"] for one in page.css("nav a")]

    assert [f"#{one.attributes['id']}" for one in page.css("main > section")] == listed
    for one in page.css("section"):
        assert page.css_first(f"#{one.attributes['aria-labelledby']}").text().strip()


def test_each_picture_says_in_words_what_it_shows_and_where_its_data_are(page, example):
    alts = [one.attributes["alt"] for one in page.css("img")]

    assert len(alts) == 5
    assert "Myanmar → Thailand" in alts[0]
    assert "From the least to the most secure as a whole: Myanmar, Laos, Cambodia" in alts[1]
    assert "Deportations; Malaysia" in alts[2]
    assert alts[3].startswith("Chart of claims that agree. Matters drawn: ")
    assert alts[4].startswith("Diagram of who quotes whom")
    for figure in page.css("figure"):
        target = figure.css("figcaption a")[-1].attributes["href"]
        assert page.css_first(target).tag == "table"


def test_tables_have_a_caption_and_headed_columns_and_rows(page):
    tables = page.css("table")

    assert len(tables) > 8
    for table in tables:
        assert table.css_first("caption").text().strip()
        columns = len(table.css("thead th"))
        assert {one.attributes["scope"] for one in table.css("thead th")} == {"col"}
        for row in table.css("tbody tr"):
            assert row.css_first("th").attributes["scope"] == "row"
            assert len(row.css("th, td")) == columns


def test_quotations_say_their_language(page):
    languages = {one.attributes.get("lang") for one in page.css("q")}

    assert languages == {"en", "id"}


def test_what_a_document_says_is_text_and_never_markup(page, example):
    quotes = {one.text() for one in page.css("q")}
    hostile = next(one.quote for one in example.claims if "<script>" in one.quote)

    assert hostile in quotes
    assert "Kajian <b>migrasi</b> & #set text(red)" in page.css_first("#table-documents").text()


def test_a_rejected_claim_is_nowhere(brief):
    for name, content in brief.files.items():
        if name.endswith((".html", ".json", ".csv", ".svg")):
            assert "tujuh orang" not in content.decode("utf-8")
    assert b"d0000000000b2/p6/q1" not in brief.html


# The form alone, on hostile text.


def same(found, text):
    """Parsers join spaces and turn every line end into one kind; what counts is the words."""
    return found.split() == printable(text).split()


def holds_no_code(tree):
    return not tree.css(
        "script, img, iframe, svg, b:not(.label):not(li > b), [onerror], [onmouseover]"
    ) and not [one for one in tree.css("*") if any(name.startswith("on") for name in one.attributes)]


@pytest.mark.parametrize("text", NASTY)
def test_hostile_text_stays_text(text):
    tree = HTMLParser(html_page(printable(content_of(text)), {}).decode("utf-8"))

    assert same(tree.css_first("h1").text(), text)
    assert same(tree.css_first("title").text(), text)
    assert same(tree.css_first("q").text(), text)
    assert same(tree.css_first("a.figure-number").text(), text)
    assert holds_no_code(tree)


@given(st.text(max_size=200), st.text(max_size=5))
@settings(max_examples=100, deadline=None)
def test_any_text_stays_text_in_any_language(text, language):
    content = html_page(printable(content_of(text, language)), {})

    tree = HTMLParser(content.decode("utf-8"))
    assert same(tree.css_first("h1").text(), text)
    assert same(tree.css_first("q").text(), text)
    assert holds_no_code(tree)


def test_warnings_of_the_hierarchy_stand_beneath_the_scores_with_names_and_sources(make_study):
    made = build_brief(
        make_study(
            warnings=(("economic", "economic_0 and economic_1 run against each other (correlation -0.73)"),)
        )
    )
    entry = next(one for one in json.loads(made.json)["figures"] if one["text"] == "-0.73")

    page = HTMLParser(made.html.decode("utf-8"))
    assert "Economic indicator A and Economic indicator B run against" in page.css_first("#profiles").text()
    assert entry["what"] == "in the check of the hierarchy: economic"
    assert entry["from"]
