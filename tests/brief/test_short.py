"""The short form: two pages, whose numbers lead to the register of the whole brief."""

from __future__ import annotations

import pypdfium2
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from test_answers import answered  # noqa: F401
from test_traced import DIGIT, loose


def test_it_has_two_pages_at_most(answered):  # noqa: F811
    document = pypdfium2.PdfDocument(answered[1].files["brief-short.pdf"])

    assert len(document) <= 2


def test_each_number_leads_to_the_same_figure_in_the_whole_brief(answered):  # noqa: F811
    short = HTMLParser(answered[1].files["brief-short.html"].decode("utf-8"))
    whole = HTMLParser(answered[1].html.decode("utf-8"))
    entries = {
        node.attributes["id"]: " ".join(node.css_first(".value").text().split())
        for node in whole.css("ol.register > li")
    }
    numbers = short.css("a.figure-number")

    assert len(numbers) > 20
    for node in numbers:
        page, _, entry = node.attributes["href"].partition("#")
        assert page == "brief.html"
        assert entries[entry] == " ".join(node.text().split())


def test_no_number_stands_in_it_without_an_entry(answered):  # noqa: F811
    made, brief = answered
    rest = loose(brief.files["brief-short.html"], made)

    assert [rest[max(0, m.start() - 40) : m.end() + 40] for m in DIGIT.finditer(rest)] == []


def test_a_scenario_never_stands_with_who_is_spared_alone(answered):  # noqa: F811
    line = HTMLParser(answered[1].files["brief-short.html"].decode("utf-8")).css_first("#scenarios li").text()

    assert "would have been instead" in line
    assert "deported unscreened" in line
