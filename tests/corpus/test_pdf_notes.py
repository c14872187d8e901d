"""Footnotes, endnotes and the entries of reference lists: apart from the text, each with its mark."""

from __future__ import annotations

import pytest
from reportlab.lib.pagesizes import A4

PAGE = '#set page(paper: "a4", margin: 2.5cm)\n#set text(size: 10.5pt, lang: "en")\n#set par(justify: true)\n'
ENTRIES = [
    "Amnesty International. (2021). Nowhere to turn: Workers in the fishing ports of the region. London.",
    "de Haas, H. (2021). A theory of migration: Aspirations and capabilities in one framework. Comparative Migration "
    "Studies, 9(8), 1–35. https://doi.org/10.1000/cms.9.8",
    "Idris, M. (2021). Fees before departure. Journal of Migration, 3(1), 1–20.",
    "IOM. (2022). Missing contracts. Geneva: International Organization for Migration.",
    "Nguyen, T. H., & Tran, V. A. (2019). What the brokers of the delta lend, and at what price: Evidence from four "
    "hundred families. Asian Journal of Labour, 12(4), 211–240.",
    "Tan, B. (2020). Debts at sea. Singapore: University Press.",
    "UNODC. (2024). Global report on trafficking in persons. Vienna: United Nations Office on Drugs and Crime. "
    "https://www.unodc.org/documents/report-2024.pdf",
]  # fmt: skip

FAMILIES = ("Anwar", "Bui", "Chan", "de Jong", "Evans", "Fong", "Garcia", "Hoang", "Ito", "Jansen", "Khin")
TITLES = (
    "What the brokers of the delta lend, and at what price: Evidence from four hundred families of fishers.",
    "Debts at sea.",
    "A theory of fees: Why those who have least pay most for a contract that nobody means to keep.",
    "Shelter and return. Journal of Migration, 3(1), 1–20.",
    "Nowhere to turn: Workers in the ports of the region, their papers, and those who hold them for years.",
)
PLACES = ("London.", "Singapore: University Press.", "https://doi.org/10.1000/cms.9.8")


def labelled(read, kind: str) -> list[tuple[str, str]]:
    return [(passage.label, passage.text) for passage in read.passages() if passage.kind == kind]


def test_footnotes_are_apart_from_the_text_with_their_marks(typeset, pages, prose) -> None:
    source = "\n\n".join(
        f"{prose(3)} They owe it.#footnote[See Tan (2020), p. {number}.] {prose(2)}"
        for number in range(1, 12)
    )
    read = pages(typeset(PAGE + source))
    assert labelled(read, "footnote") == [(str(n), f"See Tan (2020), p. {n}.") for n in range(1, 12)]
    body = read.of("paragraph")
    assert len(body) == 11
    assert "They owe it.¹ " in body[0]
    assert "They owe it.¹¹ " in body[10]


def test_a_note_of_several_lines_is_one(typeset, pages, prose) -> None:
    note = (
        "The figure is from the ministry, which counts the contracts that were filed and not those that were kept; the "
        "union's own count, made at the ports, is twice as high and includes men who left by night."
    )
    read = pages(typeset(f"{PAGE}{prose(4)}#footnote[{note}] {prose(3)}#footnote[Ibid.]"))
    assert labelled(read, "footnote") == [("1", note.replace("'", "’")), ("2", "Ibid.")]


def test_a_note_that_runs_over_the_page_is_one_passage(typeset, pages, prose) -> None:
    note = " ".join(
        f"Point {number} of the note is about a loan that nobody paid." for number in range(1, 26)
    )
    source = f"{prose(64)} The end of it.#footnote[{note}] {prose(30)}"
    read = pages(typeset(PAGE + source))
    ((label, text),) = labelled(read, "footnote")
    assert (label, text) == ("1", note)
    (passage,) = [one for one in read.passages() if one.kind == "footnote"]
    assert len({span.page for span in passage.spans}) == 2
    assert len(read.of("paragraph")) == 1


def test_small_print_without_a_mark_is_no_note(typeset, pages, prose) -> None:
    source = f"{prose(8)}\n\n#text(size: 8pt)[Source: the ministry of labour, 2020.]"
    read = pages(typeset(PAGE + source))
    assert read.of("footnote") == []
    assert "Source: the ministry of labour, 2020." in read.text()


def test_a_paragraph_goes_on_past_the_notes_of_its_page(typeset, pages) -> None:
    long = " ".join(
        f"Sentence {number} tells of fees and of what the workers owe." for number in range(1, 99)
    )
    read = pages(typeset(PAGE + long.replace("Sentence 9 tells", "Sentence 9#footnote[Tan (2020).] tells")))
    assert read.of("paragraph") == [long.replace("Sentence 9 tells", "Sentence 9¹ tells")]
    assert read.of("footnote") == ["Tan (2020)."]


@pytest.mark.parametrize("marks", ["*", "a", "i"])
def test_notes_with_other_marks(typeset, pages, prose, marks: str) -> None:
    read = pages(
        typeset(f'{PAGE}#set footnote(numbering: "{marks}")\n{prose(4)}#footnote[A made-up name.] {prose(3)}')
    )
    assert labelled(read, "footnote") == [(marks, "A made-up name.")]


def test_endnotes_stand_under_their_heading(drawn, pages) -> None:
    def draw(canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for row in range(20):
            canvas.drawString(
                72, 750 - 14 * row, f"Line {row} of the text goes on about the fees and debts of the men"
            )
        canvas.setFont("Times-Bold", 14)
        canvas.drawString(72, 430, "Notes")
        canvas.setFont("Times-Roman", 11)
        notes = [
            "1. See Tan (2020), p. 4.",
            "2. The ministry's figure, which does not",
            "count women.",
            "3. Ibid.",
        ]
        for row, line in enumerate(notes):
            canvas.drawString(72, 410 - 14 * row, line)
        canvas.showPage()

    read = pages(drawn(draw, pagesize=A4))
    assert labelled(read, "endnote") == [
        ("1", "See Tan (2020), p. 4."),
        ("2", "The ministry's figure, which does not count women."),
        ("3", "Ibid."),
    ]


@pytest.mark.parametrize("heading", ["References", "6 Bibliography", "Daftar Pustaka", "Tài liệu tham khảo"])
def test_each_entry_of_a_reference_list_is_a_passage(typeset, pages, prose, heading: str) -> None:
    entries = "\n\n".join(ENTRIES)
    source = (
        f"= Introduction\n{prose(12)}\n= {heading}\n#set par(hanging-indent: 2em, spacing: 0.65em)\n{entries}"
    )
    read = pages(typeset(PAGE + source))
    assert read.of("reference") == ENTRIES


@pytest.mark.parametrize(
    "style",
    [
        "#set par(hanging-indent: 2em, justify: false)",
        "#set par(spacing: 1.4em)",
        "#set par(hanging-indent: 1em, spacing: 0.65em)\n#set text(size: 9pt)",
    ],
)
def test_entries_over_page_breaks_and_in_columns(typeset, pages, prose, style: str) -> None:
    many = [
        f"{family}, {initial}. ({1985 + number}). {title} {place}"
        for number, (family, initial, title, place) in enumerate(
            zip(FAMILIES * 4, "ABCDEFGHIJKLM" * 4, TITLES * 8, PLACES * 13, strict=False)
        )
    ]
    body = f"= Introduction\n{prose(30)}\n= References\n{style}\n" + "\n\n".join(many)
    for columns in (1, 2):
        read = pages(
            typeset(f'{PAGE}#set page(columns: {columns}, numbering: "1", header: [Debts at sea])\n{body}')
        )
        assert read.of("reference") == many


def test_numbered_entries_have_their_number_as_label(typeset, pages, prose) -> None:
    entries = "\n\n".join(f"\\[{number}\\] {entry}" for number, entry in enumerate(ENTRIES, start=1))
    read = pages(typeset(f"{PAGE}= Introduction\n{prose(12)}\n= References\n{entries}"))
    assert [label for label, _ in labelled(read, "reference")] == [str(n) for n in range(1, len(ENTRIES) + 1)]
    assert [text.removeprefix(f"[{label}] ") for label, text in labelled(read, "reference")] == ENTRIES


def test_what_follows_the_list_is_text_again(typeset, pages, prose) -> None:
    after = prose(6)
    entries = "\n\n".join(ENTRIES)
    source = f"= Introduction\n{prose(12)}\n= References\n{entries}\n= Annex A: Questions asked\n{after}"
    read = pages(typeset(PAGE + source))
    assert read.of("reference") == ENTRIES
    assert read.of("paragraph")[-1] == after


def test_entries_without_indent_or_space_between_them(drawn, pages) -> None:
    lines = [
        "Amnesty International. (2021). Nowhere to turn: Workers in the fishing ports of the",
        "region. London.",
        "Idris, M. (2021). Fees before departure. Journal of Migration, 3(1), 1-20.",
        "Nguyen, T. H., & Tran, V. A. (2019). What the brokers of the delta lend, and at what",
        "price: Evidence from four hundred families. Asian Journal of Labour, 12(4), 211-240.",
        "Tan, B. (2020). Debts at sea. Singapore: University Press.",
    ]

    def draw(canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for row in range(12):
            canvas.drawString(
                72, 780 - 14 * row, f"Line {row} of the text goes on about the fees and debts of men,"
            )
        canvas.setFont("Times-Bold", 14)
        canvas.drawString(72, 580, "References")
        canvas.setFont("Times-Roman", 11)
        for row, line in enumerate(lines):
            canvas.drawString(72, 560 - 14 * row, line)

    read = pages(drawn(draw, pagesize=A4))
    assert read.of("reference") == [
        f"{lines[0]} {lines[1]}",
        lines[2],
        f"{lines[3]} {lines[4]}",
        lines[5],
    ]
