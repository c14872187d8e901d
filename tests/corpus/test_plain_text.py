"""Plain text put together again."""

from __future__ import annotations

import pytest

from rantau.corpus.charset import decode, looks_binary
from rantau.corpus.passages import build_passages
from rantau.corpus.plain_text import read_text
from rantau.framework.errors import BadDocument


def blocks(text: str) -> list[tuple[str, str]]:
    read = read_text(text.encode(), "a.txt")
    return [(block.kind, page.text[block.start : block.end]) for page in read.pages for block in page.blocks]


def test_wrapped_lines_are_joined_and_blank_lines_part() -> None:
    assert blocks("Brokers lend the mo-\nney before they\nleave.\n\nThey wait.") == [
        ("paragraph", "Brokers lend the money before they leave."),
        ("paragraph", "They wait."),
    ]


def test_a_compound_keeps_its_hyphen() -> None:
    assert "cross-border trade" in blocks("It is cross-border work, a cross-\nborder trade of workers.")[0][1]


def test_headings_are_known_by_capitals_numbers_and_underlines() -> None:
    assert blocks(
        "DEBTS AT HOME\n\nText one.\n\n2.1 Who lends\n\nText two.\n\nWho pays\n--------\n\nText three."
    ) == [
        ("heading", "DEBTS AT HOME"),
        ("paragraph", "Text one."),
        ("heading", "2.1 Who lends"),
        ("paragraph", "Text two."),
        ("heading", "Who pays"),
        ("paragraph", "Text three."),
    ]


@pytest.mark.parametrize(
    "prose", ["12 migrants were held in the camp", "2023 was worse.", "It was cold.", "UN"]
)
def test_prose_is_not_taken_for_a_heading(prose: str) -> None:
    assert blocks(f"Before it all.\n\n{prose}\n\nAfter it all.")[1][0] == "paragraph"


def test_form_feeds_are_pages_and_running_lines_go() -> None:
    matter = ("Brokers lend.", "They wait at home.", "Nobody pays them back.", "So they leave.")
    text = "\f".join(f"Annual report\n\n{line}\n\n{number}" for number, line in enumerate(matter, start=11))
    read = read_text(text.encode(), "a.txt")
    assert [(page.number, page.label) for page in read.pages] == [(1, "11"), (2, "12"), (3, "13"), (4, "14")]
    assert read.pages[1].text == "They wait at home."


def test_a_paragraph_over_two_pages_is_one_passage() -> None:
    read = read_text(b"Brokers in the village lend the money before\n\fthe workers leave.\n", "a.txt")
    _, passages = build_passages("d1", read)
    assert [(passage.text, passage.pages) for passage in passages] == [
        ("Brokers in the village lend the money before the workers leave.", (1, 2))
    ]


def test_a_word_over_two_pages_stands_on_the_first() -> None:
    read = read_text(b"Brokers in the village lend the money before the work-\n\fers leave.\n", "a.txt")
    assert [page.text for page in read.pages] == [
        "Brokers in the village lend the money before the workers",
        "leave.",
    ]


def test_lists_tables_and_references_are_told_apart() -> None:
    text = (
        "- one that\n  goes on\n- two\n\nPlace      Count    Year"
        "\nMalaysia   4,000    2020\nThailand   5,000    2021\n\n"
        "References\n\nIdris, M. (2021). A title\n    that wraps.\n\n[2] Tan, B. (2020). B.\n"
    )
    assert blocks(text) == [
        ("list_item", "one that goes on"),
        ("list_item", "two"),
        ("table", "Place | Count | Year\nMalaysia | 4,000 | 2020\nThailand | 5,000 | 2021"),
        ("heading", "References"),
        ("reference", "Idris, M. (2021). A title that wraps."),
        ("reference", "Tan, B. (2020). B."),
    ]


def test_lines_that_are_paragraphs_stay_paragraphs() -> None:
    line = (
        "Workers were held in the camp for many months and nobody came to ask for them at all, they said. "
        * 2
    )
    assert len(blocks(f"{line}\n{line}\n{line}")) == 3


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Les travailleurs ont été arrêtés à la frontière; ils n’ont pas été payés.", "cp1252"),
        ("แรงงานข้ามชาติในประเทศไทยทำงานหนักมากและไม่ได้รับค่าจ้าง", "cp874"),
        ("Người lao động phải vay nợ để đi làm ở nước ngoài.", "utf-16"),
        ("Người lao động phải vay nợ.", "utf-8-sig"),
        ("Workers left the camp in the night.", "utf-16-le"),
        ("ပြည်တွင်း လုပ်သားများ", "utf-8"),
    ],
)
def test_characters_are_told_from_the_bytes(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert not looks_binary(data)
    assert decode(data)[0].lstrip("\ufeff") == text


def test_damaged_utf8_is_read_with_a_note() -> None:
    text, note = decode("Người lao động phải vay nợ để đi làm ở nước ngoài. ".encode() * 20 + b"\xc3 end")
    assert "Người" in text
    assert note is not None
    assert "could not be read" in note


def test_binary_data_is_refused() -> None:
    with pytest.raises(BadDocument, match="binary"):
        read_text(bytes(range(256)) * 4, "a.txt")


def test_entries_without_blank_lines_between_them_are_told_apart() -> None:
    hanging = (
        "References\nILO (2021). Global estimates. Geneva.\nTan, B"
        ". (2020). Fees in the corridor of\n   Sabah. A journal.\n"
    )
    flush = (
        "References\n\nILO (2021). Global estimates. Geneva.\nTan"
        ", B. (2020). Fees in the corridor of\nSabah. A journal.\n"
    )
    for text in (hanging, flush):
        assert blocks(text) == [
            ("heading", "References"),
            ("reference", "ILO (2021). Global estimates. Geneva."),
            ("reference", "Tan, B. (2020). Fees in the corridor of Sabah. A journal."),
        ]
