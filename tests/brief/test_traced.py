"""Every number printed leads to the register; every entry leads down to a page, a row of a table or a choice."""

from __future__ import annotations

import re

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from rantau.brief.blocks import Text, say
from rantau.brief.register import Register

PLACES_IN_DOCUMENTS = re.compile(
    r"p\. \S+|page \d+ of the file|paragraph \d+|\[D\d+\]|\b[DS]\d+\b|\b(?:19|20)\d\d\b"
)
DIGIT = re.compile(r"\d")


def names(material):
    """All that a record names or says in words, the longest first."""
    texts = [material.title, material.question, material.as_of, material.software, material.audit.head[:16]]
    for one in material.documents:
        texts += [one.title, one.file, one.problem, one.publisher, one.id, *one.notes, *one.authors]
    texts += [text for one in material.duplicates for text in (one.file, one.same_as)]
    texts += [one.name for one in (*material.place_table, *material.indicators)]
    texts += [one.source for one in material.observations]
    texts += [one.period.text for one in material.claims if one.period]
    texts += [root for one in material.groups for root in one.roots]
    texts += [one.name for one in material.lineage.nodes]
    return sorted({text for text in texts if DIGIT.search(text)}, key=len, reverse=True)


def loose(page_html, material):
    """What is left of the brief's own text after traced numbers, quotations and names are taken out."""

    tree = HTMLParser(page_html.decode("utf-8"))
    for css in ("head", "a.figure-number", ".trace", "q", ".provenance"):
        for node in tree.css(css):
            node.decompose()
    text = " ".join(tree.body.text(separator=" ").split())
    for name in names(material):
        text = text.replace(" ".join(name.split()), " ")
    return PLACES_IN_DOCUMENTS.sub(" ", text)


def test_no_number_stands_in_the_text_without_an_entry_of_the_register(brief, example):
    rest = loose(brief.html, example)

    assert len(rest) > 5000
    assert [rest[max(0, m.start() - 40) : m.end() + 40] for m in DIGIT.finditer(rest)] == []


def test_a_number_that_is_typed_in_is_found(brief, example):
    # The test above must be able to fail.
    forged = brief.html.replace(b"Sources disagree on", b"Some 300 sources disagree on")

    assert "Some 300 sources" in loose(forged, example)


def test_running_text_refuses_a_digit():
    with pytest.raises(ValueError, match="a number typed into the brief's text: '7 reports were read'"):
        Text("7 reports were read")
    with pytest.raises(ValueError, match="typed"):
        say("{n} of 10 reports", n="x")


def test_each_printed_number_is_the_text_of_its_entry(page, chains):
    printed = {one["id"]: one["text"] for one in chains["figures"]}
    numbers = page.css("a.figure-number")

    assert len(numbers) > 250
    for one in numbers:
        assert one.text() == printed[one.attributes["href"].removeprefix("#")]


def test_the_register_lists_each_entry_once_in_order_with_value_and_words(page, chains):
    rows = page.css("ol.register > li")

    assert [row.attributes["id"] for row in rows] == [one["id"] for one in chains["figures"]]
    assert [row.css_first(".value").text() for row in rows] == [one["text"] for one in chains["figures"]]
    assert len({row.attributes["id"] for row in rows}) == len(rows)
    for row in rows:
        assert len(row.text().split()) > 2


def test_each_row_of_a_traced_table_names_its_entries(page):
    for row in page.css("main table tbody tr"):
        numbers = row.css("a.figure-number")
        if numbers:
            assert row.css_first("a.trace").attributes["href"] == numbers[0].attributes["href"]


def test_a_claim_leads_to_its_passage_document_and_page_with_the_exact_words(chains, example):
    entries = [one for one in chains["figures"] if one["kind"] in ("claim", "group")]

    assert len(entries) >= 5
    for entry in entries:
        assert entry["from"]
        for step in entry["from"]:
            claim = example.claim_of[step["claim"]]
            document = example.document_of[step["document"]]
            assert claim.status != "rejected"
            assert step["passage"] == claim.passage
            assert claim.passage in example.passages
            assert f"{document.id}/{step['page']}" in example.pages
            assert step["page_printed"] == (
                None if document.confidential else example.pages[f"{document.id}/{step['page']}"]
            )
            assert step["quote"] == (None if document.confidential else claim.quote)
            assert step["sha256"] == (None if document.confidential else document.sha256)
            assert step["offsets"] == [claim.start, claim.end]


def test_a_score_leads_to_observations_and_these_to_rows_of_a_table(page, chains, example):
    entries = [one for one in chains["figures"] if one["kind"] == "score"]

    assert len(entries) > 200
    for entry in entries:
        if not entry["from"]:
            assert entry["text"].startswith("0 of ")
        for step in entry["from"]:
            found = chains["observations"][step["observation"]]
            known = example.observation_of[step["observation"]]
            assert (found["value"], found["year"], found["place"]) == (known.value, known.year, known.place)
            assert re.fullmatch(r"baseline/observations\.csv:\d+", found["row"])
            assert found["source"] == known.source
            assert page.css_first(f"tr#{found['number']}") is not None


def test_an_observation_is_printed_with_unit_source_and_row(page, chains, example):
    one = example.observation_of["oeconomic_0-IDN"]
    row = page.css_first(f"tr#{chains['observations'][one.id]['number']}").text(separator="|")

    assert "Indonesia" in row
    assert "Economic indicator A" in row
    assert f"{one.value:g} ({one.low:g}–{one.high:g})" in row
    assert one.origin in row
    assert page.css_first("#table-statistics").text().count(one.source) == 1


def test_a_stock_leads_to_its_row_its_source_and_says_that_no_uncertainty_is_given(page, chains):
    entry = next(one for one in chains["figures"] if one["kind"] == "stock")

    assert entry["text"] == "1,870,000"
    assert entry["from"] == [
        {
            "table": "corridors.csv", "origin": "MMR", "destination": "THA", "year": 2020,
            "source": "Example migrant stock tables", "source_url": "", "confidence": "checked", "note": "",
        }
    ]  # fmt: skip
    words = page.css_first(f"#{entry['id']}").text()
    assert "row MMR, THA, 2020 of corridors.csv; source: Example migrant stock tables" in words
    assert "no uncertainty given" in words


def test_a_count_lists_what_was_counted(chains, example):
    for entry in chains["figures"]:
        if entry["kind"] == "count":
            assert entry["value"] == len(entry["from"])
            assert entry["text"] == f"{entry['value']:,}"
    read = next(one for one in chains["figures"] if one["what"] == "documents read")
    assert [one["record"] for one in read["from"]] == [one.id for one in example.read]


def test_a_choice_is_marked_as_assumed_set_or_a_definition(chains):
    entries = [one for one in chains["figures"] if one["kind"] == "setting"]

    assert {one["what"] for one in entries} >= {
        "ASSUMED in the study: look-back in years",
        "ASSUMED in the study: standard error of observations without one",
        "set in the study: seed",
        "by definition: upper end of the scale",
    }
    assert all(
        one["what"].startswith(("ASSUMED in the study: ", "set in the study: ", "by definition: "))
        for one in entries
    )


def test_a_claim_without_an_uncertainty_says_so_in_the_register(page):
    texts = [row.text() for row in page.css("ol.register > li")]

    (exact,) = (text for text in texts if "16,000 persons" in text)
    (hedged,) = (text for text in texts if "over 36,000 persons" in text)
    assert "first half of 2024; [D2] Wijaya and Sari (2025), p. 2; no uncertainty given" in exact
    assert "no uncertainty given" not in hedged


def test_scores_and_ranks_are_printed_with_their_intervals(chains):
    for entry in chains["figures"]:
        if entry["what"].startswith(("score:", "rank:")):
            assert re.fullmatch(r"\d+ \(\d+–\d+\)", entry["text"]), entry


def test_numbers_in_a_reason_are_traced_and_years_and_pages_are_not(example):
    register = Register(example)

    content = register.stated(
        example.groups[0], "16,000 (2024-06) and over 36,000 differ by 55 % in 2024; see [D2], p. 12."
    )

    assert [one.text for one in content if hasattr(one, "figure")] == ["16,000", "36,000", "55 %"]
    assert "".join(one.text for one in content) == (
        "16,000 (2024-06) and over 36,000 differ by 55 % in 2024; see [D2], p. 12."
    )
    assert {entry.provenance.kind for entry in register.entries} == {"group"}
    assert {entry.provenance.ids for entry in register.entries} == {
        ("d0000000000b2/p2/q1", "d0000000000a1/p1/q1")
    }


def test_the_same_figure_of_the_same_provenance_has_one_entry(example):
    register = Register(example)
    score = example.score_of["human_security", "MYS"]

    first, again, rank = register.score(score), register.score(score), register.rank(score)

    assert first == again
    assert rank.figure != first.figure
    assert len(register.entries) == 2
