"""Running heads and feet go; the numbers printed on the pages are kept as their labels."""

from __future__ import annotations

import pytest
from reportlab.lib.pagesizes import A4

PAGE = '#set page(paper: "a4", margin: 2.5cm)\n#set text(size: 10.5pt)\n'
BREAK = "\n#pagebreak()\n"


def test_heads_and_feet_that_come_back_are_gone(typeset, pages, prose) -> None:
    texts = [prose(6) for _ in range(6)]
    head = (
        "#set page(header: [Regional review #h(1fr) ILO 2024], footer: [International Labour Organization])\n"
    )
    read = pages(typeset(PAGE + head + BREAK.join(texts)))
    assert read.blocks() == [("paragraph", text) for text in texts]


@pytest.mark.parametrize("count", [2, 3, 12])
def test_heads_that_differ_on_odd_and_even_pages_are_gone(typeset, pages, prose, count: int) -> None:
    texts = [prose(6) for _ in range(count)]
    head = (
        "#set page(header: context if calc.odd(here().page()) [#h(1fr) Debts and fees] "
        'else [Regional review of recruitment], numbering: "1")\n'
    )
    read = pages(typeset(PAGE + head + BREAK.join(texts)))
    assert read.blocks() == [("paragraph", text) for text in texts]
    assert read.labels() == [str(number) for number in range(1, count + 1)]


def test_heads_that_name_the_chapter_are_gone_and_the_headings_stay(typeset, pages, prose) -> None:
    chapters = ("Fees before departure", "Debt at sea", "Shelter and return", "What states promised")
    head = (
        "#set page(header: context { let last = query(heading.where(level: 1)).filter(h => h.location().page() "
        "<= here().page()).last(default: none); if last != none [#emph(last.body)] })\n"
    )
    texts = [prose(7) for _ in chapters for _ in range(3)]
    source = BREAK.join(
        (f"= {chapters[place // 3]}\n" if place % 3 == 0 else "") + text for place, text in enumerate(texts)
    )
    read = pages(typeset(PAGE + head + source))
    assert read.of("heading") == list(chapters)
    assert read.of("paragraph") == texts


def test_roman_front_matter_and_a_restart_are_kept_as_printed(typeset, pages, prose) -> None:
    source = (
        '#set page(numbering: "i")\n'
        + BREAK.join(prose(5) for _ in range(4))
        + '\n#set page(numbering: "1")\n#counter(page).update(1)\n'
        + BREAK.join(prose(5) for _ in range(5))
    )
    read = pages(typeset(PAGE + source))
    assert read.labels() == ["i", "ii", "iii", "iv", "1", "2", "3", "4", "5"]
    assert {kind for kind, _ in read.blocks()} == {"paragraph"}


@pytest.mark.parametrize(
    ("written", "labels"),
    [
        ("[Page #n of 9]", ["1", "2", "3", "4"]),
        ("[#n / 4]", ["1", "2", "3", "4"]),
        ("[-- #n --]", ["1", "2", "3", "4"]),
        ("[#(n + 220)]", ["221", "222", "223", "224"]),
        ("[Regional review | #(n + 14)]", ["15", "16", "17", "18"]),
        ("[Journal of Migration 3(1), 2020 #h(1fr) #(n + 88)]", ["89", "90", "91", "92"]),
        ("[Halaman #n dari 12]", ["1", "2", "3", "4"]),
        ("[Trang #n]", ["1", "2", "3", "4"]),
    ],
)
def test_page_numbers_are_read_however_they_are_written(
    typeset, pages, prose, written: str, labels: list[str]
) -> None:
    texts = [prose(5) for _ in range(4)]
    read = pages(typeset(PAGE + f"#set page(numbering: (n, ..) => {written})\n" + BREAK.join(texts)))
    assert read.labels() == labels
    assert read.blocks() == [("paragraph", text) for text in texts]


def test_a_page_number_in_the_head_with_the_title(typeset, pages, prose) -> None:
    texts = [prose(5) for _ in range(6)]
    head = (
        "#set page(header: context { let n = here().page() + 10; "
        "if calc.odd(n) [Debts at sea #h(1fr) #n] else [#n #h(1fr) A. Tan] })\n"
    )
    read = pages(typeset(PAGE + head + BREAK.join(texts)))
    assert read.labels() == ["11", "12", "13", "14", "15", "16"]
    assert read.blocks() == [("paragraph", text) for text in texts]


def test_the_files_own_labels_stand_in_where_no_number_is_printed(drawn, pages) -> None:
    def draw(canvas) -> None:
        for number, style in enumerate(["ROMAN_LOWER"] * 2 + ["ARABIC"] * 2):
            canvas.addPageLabel(number, style, start=number % 2 + 1)
            canvas.drawString(
                72, 700, f"The {('first', 'second', 'third', 'fourth')[number]} page says this."
            )
            canvas.showPage()

    assert pages(drawn(draw)).labels() == ["i", "ii", "1", "2"]


def test_a_year_or_figure_at_the_edge_is_no_page_number(typeset, pages) -> None:
    rows = "\n\n".join(f"In {year} there were {year * 3} workers." for year in range(1990, 2025))
    read = pages(typeset(PAGE + rows))
    assert read.labels() == [None] * len(read.read.pages)
    assert len(read.of("paragraph")) == 35


def test_headings_and_table_rows_that_come_back_stay(typeset, pages, prose) -> None:
    table = "#table(columns: 3, [Country], [Men], [Women], [Thailand], [10], [20], [Malaysia], [30], [40])"
    source = BREAK.join(f"{prose(4)}\n\n{table}\n\n{prose(3)}" for _ in range(5))
    read = pages(typeset(PAGE + source))
    assert read.of("table") == ["Country | Men | Women\nThailand | 10 | 20\nMalaysia | 30 | 40"] * 5


def test_a_document_whose_pages_are_all_alike_is_not_emptied(drawn, pages) -> None:
    def draw(canvas) -> None:
        for _ in range(4):
            canvas.drawString(72, 800, "Form 12. Application for a passport")
            canvas.showPage()

    assert "Application for a passport" in pages(drawn(draw)).text()


def test_a_watermark_on_every_page_is_gone(drawn, pages) -> None:
    def draw(canvas) -> None:
        for number in range(6):
            canvas.drawString(72, 700, f"Text number {number + 1} about the fees that were paid by men.")
            canvas.drawString(72, 680, f"It goes on for {number + 2} lines, or so.")
            canvas.drawString(250, 420, "DRAFT NOT FOR CITATION")
            canvas.showPage()

    read = pages(drawn(draw, pagesize=A4))
    assert "DRAFT" not in read.text()
    assert len(read.of("paragraph")) == 6


def test_headings_on_one_spot_of_every_page_stay(drawn, pages) -> None:
    def draw(canvas) -> None:
        for country in ("Brunei", "Cambodia", "Indonesia", "Laos", "Malaysia", "Myanmar"):
            canvas.setFont("Helvetica-Bold", 14)
            canvas.drawString(72, 700, f"{country}: how it stands")
            canvas.setFont("Helvetica-Bold", 12)
            canvas.drawString(72, 600, "Fees and debts")
            canvas.setFont("Helvetica", 11)
            canvas.drawString(72, 582, f"In {country} the fees are paid before the men leave for the ports,")
            canvas.drawString(72, 568, "and the debts are paid back out of wages.")
            canvas.showPage()

    read = pages(drawn(draw, pagesize=A4))
    assert [text for text in read.of("heading") if text == "Fees and debts"] == ["Fees and debts"] * 6
    assert sum("are paid back out of wages" in text for text in read.of("paragraph")) == 6


def test_figures_of_a_table_at_the_foot_are_no_page_numbers(drawn, pages) -> None:
    def draw(canvas) -> None:
        canvas.drawString(72, 90, "Country")
        canvas.drawString(172, 90, "2019")
        canvas.drawString(232, 90, "2020")
        canvas.drawString(72, 76, "Cambodia")
        canvas.drawString(172, 76, "100")
        canvas.drawString(232, 76, "120")

    read = pages(drawn(draw, pagesize=A4))
    assert read.of("table") == ["Country | 2019 | 2020\nCambodia | 100 | 120"]
    assert read.labels() == [None]
