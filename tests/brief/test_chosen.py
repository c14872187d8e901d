"""A brief of which people left sections out says so, and stays right: numbers, footnotes, register, figures."""

from __future__ import annotations

import json

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from test_answers import answered  # noqa: F401
from test_traced import DIGIT, loose

from rantau.brief import build_brief
from rantau.brief.chosen import OPTIONAL_TITLES
from rantau.framework.words import BRIEF_SECTIONS

LEFT = ("profiles", "lineage", "scenarios")


def ids(content):
    return [
        one.attributes["id"] for one in HTMLParser(content.decode()).css("main > section[aria-labelledby]")
    ]


def test_the_titles_to_choose_from_are_those_of_the_brief(answered):  # noqa: F811
    page = HTMLParser(answered[1].html.decode())
    titles = {one.attributes["id"]: one.css_first("h2").text() for one in page.css("main > section")}

    assert {*titles} - {*BRIEF_SECTIONS} == {
        "account",
        "limits",
        "method",
        "sources",
        "register",
        "observations",
    }
    assert {id: title for id, title in OPTIONAL_TITLES.items() if id in titles} == {
        id: title for id, title in titles.items() if id in OPTIONAL_TITLES
    }
    assert [one for one in titles if one in BRIEF_SECTIONS] == [
        one for one in BRIEF_SECTIONS if one in titles
    ]


def test_what_is_left_out_is_gone_and_told_of_and_all_numbers_are_still_traced(answered):  # noqa: F811
    material, whole = answered
    made = build_brief(material, leave_out=LEFT, short=False)

    assert ids(made.html) == [one for one in ids(whole.html) if one not in LEFT]
    page = HTMLParser(made.html.decode())
    told = page.css_first("section#account").text()
    assert all(OPTIONAL_TITLES[one] in told for one in LEFT)
    assert "chose to leave sections out" not in whole.html.decode()
    rest = loose(made.html, material)
    assert [rest[max(0, m.start() - 40) : m.end() + 40] for m in DIGIT.finditer(rest)] == []
    # F1, F2 … without a gap, each entry printed somewhere, each mark an entry
    entries = [one.attributes["id"] for one in page.css("ol.register > li")]
    assert entries == [f"F{number}" for number in range(1, len(entries) + 1)]
    assert len(entries) < len(HTMLParser(whole.html.decode()).css("ol.register > li"))
    assert {one.attributes["href"] for one in page.css("a.figure-number")} <= {f"#{one}" for one in entries}
    chains = json.loads(made.json)
    assert chains["left_out"] == list(LEFT)
    assert [one["id"] for one in chains["figures"]] == entries

    gone = {
        name.split("/")[1].split(".")[0] for name in whole.files.keys() - made.files.keys() if "/" in name
    }
    assert gone == {"profiles", "lineage", "scenarios"}
    assert not [name for name in made.files if "short" in name]


def test_the_shortest_brief_still_says_what_was_read_and_what_it_does_not_know(answered):  # noqa: F811
    material, _ = answered
    made = build_brief(material, leave_out=BRIEF_SECTIONS)

    assert [one for one in ids(made.html) if one not in ("register", "observations")] == [
        "account",
        "limits",
        "method",
        "sources",
    ]
    short = HTMLParser(made.files["brief-short.html"].decode())
    assert OPTIONAL_TITLES["conflicts"] in short.css_first("section#limits").text()
    assert made.files["brief.pdf"].startswith(b"%PDF")
    assert made.files["brief.docx"]
