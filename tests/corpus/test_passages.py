"""Sections and passages out of pages with their blocks."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rantau.corpus.model import Block, PageText, ReadDocument
from rantau.corpus.passages import build_passages
from rantau.corpus.read import read_document
from rantau.framework.words import BLOCK_KINDS
from rantau.store.records import Passage, Section, joiner

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "reference"


def page(number: int, *blocks: tuple[str, str] | tuple[str, str, dict[str, object]]) -> PageText:
    """A page of blocks given as (kind, text) or (kind, text, more)."""
    made, parts, position = [], [], 0
    for kind, text, *more in blocks:
        made.append(Block(kind=kind, start=position, end=position + len(text), **(more[0] if more else {})))  # type: ignore[arg-type]
        parts.append(text)
        position += len(text) + 1
    return PageText(number=number, label=None, text="\n".join(parts), blocks=tuple(made))


def build(*pages: PageText) -> tuple[list[Section], list[Passage]]:
    return build_passages("dabc", ReadDocument(format="text", pages=pages))


def text_of_spans(passage: Passage, pages: tuple[PageText, ...]) -> str:
    texts = {page.number: page.text for page in pages}
    pieces = [texts[span.page][span.start : span.end] for span in passage.spans]
    joined = pieces[0]
    for before, after in pairwise(pieces):
        joined += joiner(before, after) + after
    return joined


def test_ids_are_made_of_the_document_and_numbers_from_one() -> None:
    sections, passages = build(page(1, ("heading", "One", {"level": 1}), ("paragraph", "Text.")))
    assert [section.id for section in sections] == ["dabc/s1"]
    assert [passage.id for passage in passages] == ["dabc/p1", "dabc/p2"]
    assert [passage.section for passage in passages] == ["dabc/s1", "dabc/s1"]


def test_paragraph_over_two_pages_is_one_passage_with_two_spans() -> None:
    pages = (
        page(1, ("paragraph", "Brokers lend"), ("footnote", "A note.", {"label": "1"})),
        page(2, ("paragraph", "the money.", {"continues": True}), ("paragraph", "It is owed.")),
    )
    _, passages = build(*pages)
    assert [(passage.kind, passage.text) for passage in passages] == [
        ("paragraph", "Brokers lend the money."),
        ("footnote", "A note."),
        ("paragraph", "It is owed."),
    ]
    assert passages[0].pages == (1, 2)
    assert passages[0].page_at(passages[0].text.index("money")) == 2


def test_a_heading_between_keeps_a_paragraph_from_continuing() -> None:
    _, passages = build(
        page(1, ("paragraph", "Brokers lend"), ("heading", "Debts", {"level": 1})),
        page(2, ("paragraph", "the money.", {"continues": True})),
    )
    assert [passage.text for passage in passages] == ["Brokers lend", "Debts", "the money."]


def test_rows_of_a_table_that_goes_on_stay_rows() -> None:
    first = PageText(
        number=1, label=None, text="A | B\n1 | 2\n", blocks=(Block(kind="table", start=0, end=11),)
    )
    second = page(2, ("table", "3 | 4", {"continues": True}))
    _, passages = build(first, second)
    assert passages[0].text == "A | B\n1 | 2\n3 | 4"
    assert len(passages[0].sentences) == 3


def test_thai_joins_without_a_space() -> None:
    _, passages = build(
        page(1, ("paragraph", "แรงงานข้าม")), page(2, ("paragraph", "ชาติ", {"continues": True}))
    )
    assert passages[0].text == "แรงงานข้ามชาติ"


def test_sections_stand_below_the_nearest_of_a_higher_rank() -> None:
    sections, _ = build(
        page(
            1,
            ("heading", "A", {"level": 1}),
            ("heading", "A.a", {"level": 3}),
            ("heading", "A.b", {"level": 2}),
            ("heading", "B", {"level": 1}),
        )
    )
    assert [(section.title, section.parent) for section in sections] == [
        ("A", None),
        ("A.a", "dabc/s1"),
        ("A.b", "dabc/s1"),
        ("B", None),
    ]


def test_a_heading_on_two_lines_is_one_section() -> None:
    sections, passages = build(
        page(
            1,
            ("heading", "Migrants in", {"level": 1}),
            ("heading", "the Mekong", {"level": 1, "continues": True}),
            ("paragraph", "Text."),
        )
    )
    assert [section.title for section in sections] == ["Migrants in the Mekong"]
    assert [passage.section for passage in passages] == ["dabc/s1", "dabc/s1"]


def test_a_reference_is_one_sentence() -> None:
    _, passages = build(page(1, ("reference", "Tan, B. (2020). A title. A place.")))
    assert passages[0].sentences == ((0, len(passages[0].text)),)


def test_a_passage_in_another_language_says_so() -> None:
    english = "The workers were held in the camps for months and they had no papers of their own. " * 3
    indonesian = (
        "Para pekerja tidak dibayar oleh majikan dan mereka tidak dapat pulang ke desa karena utang. " * 3
    )
    _, passages = build(
        page(1, ("paragraph", english), ("paragraph", english), ("paragraph", english), ("quote", indonesian))
    )
    assert [passage.language for passage in passages] == ["en", "en", "en", "id"]


def test_white_space_blocks_are_no_passages() -> None:
    _, passages = build(page(1, ("paragraph", "   "), ("paragraph", " Text. ")))
    assert [passage.text for passage in passages] == ["Text."]


WORDS = st.text(st.sampled_from("ab. ก\n|1³“”"), min_size=1, max_size=20) | st.text(min_size=1, max_size=20)
BLOCKS = st.tuples(
    st.sampled_from(BLOCK_KINDS),
    WORDS,
    st.fixed_dictionaries(
        {"continues": st.booleans(), "level": st.integers(0, 6), "label": st.sampled_from(["", "1", "2"])}
    ),
)
DOCUMENTS = st.lists(st.lists(BLOCKS, max_size=5), min_size=1, max_size=5)


@settings(deadline=None)
@given(DOCUMENTS)
def test_every_passage_is_its_page_text(blocks: list[list[tuple[str, str, dict[str, object]]]]) -> None:
    pages = tuple(page(number, *standing) for number, standing in enumerate(blocks, start=1))
    sections, passages = build(*pages)
    for passage in passages:
        assert passage.text == text_of_spans(passage, pages)
        assert passage.text.strip()
        assert all(0 <= start < end <= len(passage.text) for start, end in passage.sentences)
    known = {section.id for section in sections}
    assert all(section.parent is None or section.parent in known for section in sections)
    assert all(passage.section is None or passage.section in known for passage in passages)
    # Nothing of a block is lost.
    lost = "".join("".join(text.split()) for standing in blocks for _, text, _ in standing)
    kept = "".join("".join(passage.text.split()) for passage in passages)
    assert sorted(lost) == sorted(kept)


@pytest.mark.skipif(not SHARED.exists(), reason="the reference article is not beside the repository")
def test_every_passage_of_the_reference_article_is_its_page_text() -> None:
    for path in SHARED.iterdir():
        read = read_document(path.read_bytes(), path.name)
        _, passages = build_passages("dabc", read)
        assert passages
        for passage in passages:
            assert passage.text == text_of_spans(passage, read.pages)


def test_a_paragraph_that_never_ends_is_cut_at_the_ends_of_sentences() -> None:
    text = "Wages were withheld for months. " * 3_000
    _, passages = build(page(1, ("paragraph", text)))
    assert len(passages) == 5  # 96,000 characters
    assert all(len(one.text) <= 20_000 for one in passages)
    assert all(one.text.endswith("months.") for one in passages)
    assert " ".join(one.text for one in passages) == text.strip()
    spans = [span for one in passages for span in one.spans]
    assert [text[span.start : span.end] for span in spans] == [one.text for one in passages]
