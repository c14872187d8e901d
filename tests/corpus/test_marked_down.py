"""Markdown by people and by machines."""

from __future__ import annotations

from pathlib import Path

import pytest

from rantau.corpus.marked_down import read_markdown
from rantau.corpus.passages import build_passages

ARTICLE = (
    Path(__file__).resolve().parents[2] / ".." / "shared" / "reference" / "hastira-2025-asean-migration.md"
)


def labels(text: str) -> list[tuple[str, str, str]]:
    page = read_markdown(text.encode(), "a.md").pages[0]
    return [(block.kind, block.label, page.text[block.start : block.end]) for block in page.blocks]


def test_markup_goes_and_text_stays() -> None:
    assert labels(
        "# Held *at sea*\n\nWorkers **were** [held](http://x.org) at a\\_b for <u>months</u>\nwith <b>no</b> `pay`.\n\n"
        "- one\n- two\n    - in it\n\n> We live like prisoners.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"
    ) == [
        ("heading", "", "Held at sea"),
        ("paragraph", "", "Workers were held at a_b for months with no pay."),
        ("list_item", "", "one"),
        ("list_item", "", "two"),
        ("list_item", "", "in it"),
        ("quote", "", "We live like prisoners."),
        ("table", "", "A | B\n1 | 2"),
    ]


def test_notes_are_blocks_with_their_mark() -> None:
    assert labels(
        "Left[^1] and back[^a], not [^9].\n\n[^1]: See *ILO*.\n    It says so.\n[^a]: And IOM.\n\nMore."
    ) == [
        ("paragraph", "", "Left¹ and back[^a], not [^9]."),
        ("footnote", "1", "See ILO. It says so."),
        ("footnote", "a", "And IOM."),
        ("paragraph", "", "More."),
    ]


def test_front_matter_says_who_wrote_it() -> None:
    read = read_markdown(
        b"---\ntitle: 'Held at sea'\nauthor:\n  - Jane Doe\n  - B. Tan\ndate: 2022-03-01\nlang: en-GB\n---\n\nText.",
        "a.md",
    )
    assert (read.title, read.authors, read.year, read.language) == (
        "Held at sea",
        ("Jane Doe", "B. Tan"),
        2022,
        "en",
    )
    assert read.pages[0].text == "Text."


def test_stray_tags_and_scripts_are_gone() -> None:
    text = read_markdown(
        b"Held<script>alert(1)</script> in <span style='display:none'>secret</span>June<!-- x -->.", "a.md"
    )
    assert text.pages[0].text == "Held in June."


def test_a_paragraph_that_a_page_break_parted_is_one() -> None:
    whole = "Brokers in the village lend the money before the workers"
    assert labels(f"{whole}\n\n\n\nleave for the camps.\n\nThey wait.") == [
        ("paragraph", "", f"{whole} leave for the camps."),
        ("paragraph", "", "They wait."),
    ]


def test_a_parted_word_is_whole_again() -> None:
    assert labels("Brokers in the village lend the money before the work-\n\ners leave.")[0][2].endswith(
        "the workers leave."
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Brokers in the village lend the money before the workers leave.", "then they wait."),
        ("The following were found in the camp and in the factory:", "men and women."),
        ("Men and women", "of the village"),
        ("Brokers in the village lend the money before the workers leave", "They wait."),
    ],
)
def test_paragraphs_that_end_are_left_apart(before: str, after: str) -> None:
    assert [text for _, _, text in labels(f"{before}\n\n{after}")] == [before, after]


def test_a_paragraph_goes_on_past_a_figure() -> None:
    read = read_markdown(
        b"Brokers in the village lend the money before\n\nFigure 1. The corridor\n\nthe workers leave for the camps.",
        "a.md",
    )
    _, passages = build_passages("d1", read)
    assert [passage.text for passage in passages] == [
        "Brokers in the village lend the money before the workers leave for the camps.",
        "Figure 1. The corridor",
    ]


def test_headings_in_capitals_of_random_levels_get_one() -> None:
    text = (
        "# A title of it\n\n#### ABSTRACT\n\nx\n\n# INTRODUCTION\n\nx\n\n## Debts\n\nx\n\n### CONCLUSION\n\nx"
    )
    read = read_markdown(text.encode(), "a.md")
    sections, _ = build_passages("d1", read)
    assert [(section.title, section.level) for section in sections] == [
        ("A title of it", 1),
        ("ABSTRACT", 2),
        ("INTRODUCTION", 2),
        ("Debts", 3),
        ("CONCLUSION", 2),
    ]


@pytest.mark.skipif(not ARTICLE.exists(), reason="the reference article is not beside the repository")
def test_the_reference_article_comes_out_as_its_author_wrote_it() -> None:
    read = read_markdown(ARTICLE.read_bytes(), ARTICLE.name)
    sections, passages = build_passages("d1", read)
    assert read.title.startswith("Vulnerability of Migrants")
    assert (len(read.authors), read.year) == (1, 2025)
    assert [section.title for section in sections if section.level == 2] == [
        "ABSTRACT",
        "INTRODUCTION",
        "THEORETICAL FRAMEWORK",
        "RESEARCH METHODS",
        "RESULTS AND DISCUSSION",
        "CONCLUSION",
        "REFERENCES",
    ]
    body = [passage for passage in passages if passage.kind == "paragraph"]
    assert all(passage.text[0].isupper() for passage in body)
    assert all(passage.text.rstrip("\"'”)")[-1] in ".:" for passage in body)
    references = [passage.text for passage in passages if passage.kind == "reference"]
    assert len(references) == 52
    assert not any(text.startswith("http") for text in references)
    assert {passage.language for passage in passages} == {"en"}
