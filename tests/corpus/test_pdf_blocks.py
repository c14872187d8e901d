"""What each block is: headings and their levels, lists, tables, captions, quotations, front matter."""

from __future__ import annotations

import pytest

from rantau.corpus.passages import build_passages

PAGE = '#set page(paper: "a4", margin: 2.5cm)\n#set text(size: 10.5pt, lang: "en")\n#set par(justify: true)\n'
QUOTE = (
    "We live like prisoners. They took our passports on the first day, and nobody told us when we would be paid or "
    "could go home to our families in the delta."
)


def test_headings_have_the_level_of_their_numbers(typeset, pages, prose) -> None:
    source = f"""#set heading(numbering: "1.1")
= Introduction
{prose(6)}
== Fees before departure
{prose(6)}
=== Loans of the family
{prose(6)}
= Conclusion
{prose(6)}"""
    read = pages(typeset(PAGE + source))
    sections, passages = build_passages("dabc", read.read)
    assert [(section.title, section.level) for section in sections] == [
        ("1 Introduction", 1),
        ("1.1 Fees before departure", 2),
        ("1.1.1 Loans of the family", 3),
        ("2 Conclusion", 1),
    ]
    assert sections[2].parent == sections[1].id
    assert passages[-1].section == sections[3].id


def test_headings_without_numbers_are_ranked_by_their_look(typeset, pages, prose) -> None:
    source = f"""#show heading.where(level: 1): set text(size: 16pt)
#show heading.where(level: 2): set text(size: 13pt)
#show heading.where(level: 3): set text(size: 10.5pt, style: "italic")
= Fees and debts
{prose(6)}
== Loans of the family
{prose(6)}
=== Interest on the loans
{prose(6)}
== What is pledged
{prose(6)}
= What the state does
{prose(6)}"""
    data = typeset(PAGE + "#set heading(outlined: false, bookmarked: false)\n" + source)
    sections, _ = build_passages("dabc", pages(data).read)
    assert [(section.title, section.level) for section in sections] == [
        ("Fees and debts", 1),
        ("Loans of the family", 2),
        ("Interest on the loans", 3),
        ("What is pledged", 2),
        ("What the state does", 1),
    ]


def test_a_heading_on_two_lines_is_one(typeset, pages, prose) -> None:
    title = (
        "How the fees that are paid before departure bind the workers of the delta to their masters at sea"
    )
    source = f"{prose(6)}\n\n= {title}\n{prose(6)}\n= Another\n{prose(6)}"
    sections, _ = build_passages("dabc", pages(typeset(PAGE + source)).read)
    assert [section.title for section in sections] == [title, "Another"]


def test_bold_words_that_begin_a_paragraph_are_no_heading(typeset, pages, prose) -> None:
    text = prose(5)
    read = pages(typeset(f"{PAGE}{prose(6)}\n\n*Fees before departure.* {text}\n\n{prose(6)}"))
    assert read.of("heading") == []
    assert read.of("paragraph")[1] == f"Fees before departure. {text}"


def test_list_items_are_passages_of_their_own(typeset, pages, prose) -> None:
    long = "The third item is long enough to run over the end of its line, as an item may well have two."
    source = f"""{prose(5)}
- The first item.
- The second item.
- {long}
  - An item within it.
{prose(5)}
+ States shall register brokers.
+ States shall cap the fees that they may take from a worker, whatever country the worker comes from.
"""
    read = pages(typeset(PAGE + source))
    assert read.of("list_item") == [
        "The first item.",
        "The second item.",
        long,
        "An item within it.",
        "1. States shall register brokers.",
        "2. States shall cap the fees that they may take from a worker, whatever country the worker comes from.",
    ]
    assert len(read.of("paragraph")) == 2


def test_tables_are_rows_of_cells(typeset, pages, prose) -> None:
    table = """#figure(table(columns: 4, align: (left, right, right, right),
[Country], [Men], [Women], [All], [Thailand], [1,200], [340], [1,540], [Malaysia], [980], [], [980],
[Lao PDR], [12], [7], [19]), caption: [Workers interviewed, by sex])"""
    read = pages(typeset(f"{PAGE}{prose(5)}\n{table}\n{prose(5)}"))
    assert read.of("table") == [
        "Country | Men | Women | All\nThailand | 1,200 | 340 | 1,540\nMalaysia | 980 |  | 980\nLao PDR | 12 | 7 | 19"
    ]
    assert read.of("caption") == ["Table 1: Workers interviewed, by sex"]
    assert len(read.of("paragraph")) == 2


def test_cells_of_several_lines_stay_whole(typeset, pages, prose) -> None:
    table = """#table(columns: (4cm, 1fr, 2cm), [State], [What it promised], [Year],
[Indonesia], [To cap the fees that agents take and to license each of them anew within two years], [2017],
[Lao People’s Democratic Republic], [To open shelters in each province], [2015],
[Viet Nam], [To let workers of any trade change their employer without losing the right to stay], [2020])"""
    read = pages(typeset(f"{PAGE}{prose(5)}\n{table}\n{prose(5)}"))
    (found,) = read.of("table")
    assert found.split("\n") == [
        "State | What it promised | Year",
        "Indonesia | To cap the fees that agents take and to license each of them anew within two years | 2017",
        "Lao People’s Democratic Republic | To open shelters in each province | 2015",
        "Viet Nam | To let workers of any trade change their employer without losing the right to stay | 2020",
    ]


def test_a_table_without_rules(typeset, pages, prose) -> None:
    table = (
        "#table(columns: 3, stroke: none, [Year], [Cases], [Victims], [2019], [45], [120], [2020], [38], [96], "
        "[2021], [51], [1,044])"
    )
    read = pages(typeset(f"{PAGE}{prose(5)}\n{table}\n{prose(5)}"))
    assert read.of("table") == ["Year | Cases | Victims\n2019 | 45 | 120\n2020 | 38 | 96\n2021 | 51 | 1,044"]


def test_a_wide_table_on_a_landscape_page(typeset, pages, prose) -> None:
    head = ", ".join(f"[Year {2010 + n}]" for n in range(9))
    rows = ", ".join(
        f"[{name}], " + ", ".join(f"[{n * 100 + 7}]" for n in range(9)) for name in ("Men", "Women")
    )
    source = f"{prose(5)}\n#page(flipped: true)[#table(columns: 10, [Sex], {head}, {rows})]\n{prose(5)}"
    read = pages(typeset(PAGE + source))
    assert read.blocks(2) == [
        (
            "table",
            "Sex | " + " | ".join(f"Year {2010 + n}" for n in range(9)) + "\n"
            + "\n".join(f"{name} | " + " | ".join(f"{n * 100 + 7}" for n in range(9)) for name in ("Men", "Women")),
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "caption",
    [
        "Table 3. Fees by country",
        "Figure 2: The way from the village to the port",
        "Box 1.2 – A life at sea",
        "Gambar 4. Jalur migrasi",
        "Hình 1. Tuyến di cư",
    ],
)
def test_captions(typeset, pages, prose, caption: str) -> None:
    read = pages(typeset(f"{PAGE}{prose(5)}\n\n{caption}\n\n{prose(5)}"))
    assert read.of("caption") == [caption]


def test_a_sentence_about_a_table_is_no_caption(typeset, pages, prose) -> None:
    text = f"Table 3 shows that fees rose in every year. {prose(4)}"
    read = pages(typeset(f"{PAGE}{prose(5)}\n\n{text}\n\n{prose(5)}"))
    assert read.of("caption") == []
    assert text in read.of("paragraph")


@pytest.mark.parametrize("look", ["#quote(block: true)[{}]", "#pad(x: 1cm, text(size: 9.5pt)[“{}”])"])
def test_a_quotation_set_apart_is_a_quote(typeset, pages, prose, look: str) -> None:
    read = pages(typeset(f"{PAGE}{prose(5)}\n\n{look.format(QUOTE)}\n\n{prose(5)}"))
    assert [text.strip("“”") for text in read.of("quote")] == [QUOTE]


def test_title_and_authors_are_front_matter(typeset, pages, prose) -> None:
    source = f"""#align(center)[#text(size: 20pt, weight: "bold")[Debts at sea: how recruitment fees bind the
fishers of the Gulf of Thailand]

Jane Doe#super[1], Budi Santoso#super[2] and Nguyen Van An#super[1]

#text(size: 9pt)[#super[1] University of Somewhere; #super[2] Institute of Elsewhere]]

*Abstract.* {prose(5)}

= Introduction
{prose(8)}"""
    read = pages(typeset(PAGE + source))
    assert read.read.title == "Debts at sea: how recruitment fees bind the fishers of the Gulf of Thailand"
    assert read.read.authors == ("Jane Doe", "Budi Santoso", "Nguyen Van An")
    assert [kind for kind, _ in read.blocks(1)][-4:] == ["front_matter", "paragraph", "heading", "paragraph"]
    assert not any("Jane Doe" in text for text in read.of("paragraph"))


def test_a_contents_list_is_front_matter(typeset, pages, prose) -> None:
    source = (
        "#outline()\n#pagebreak()\n"
        + "\n".join(f"= {name}\n{prose(6)}\n#pagebreak()" for name in ("Fees", "Debts", "Return", "What to do"))
    )  # fmt: skip
    read = pages(typeset(PAGE + source))
    assert {kind for kind, _ in read.blocks(1)} == {"front_matter"}
    assert read.of("heading") == ["Fees", "Debts", "Return", "What to do"]
    assert "Return" in read.read.pages[0].text


def test_a_paragraph_over_a_page_break_is_one_passage_with_two_spans(typeset, pages) -> None:
    long = " ".join(
        f"Sentence {number} tells of fees and debts and of what the workers of the delta owe."
        for number in range(90)
    )
    read = pages(typeset(f'{PAGE}#set page(numbering: "1", header: [Debts at sea])\n{long}'))
    (passage,) = read.passages()
    assert passage.text == long
    assert [span.page for span in passage.spans] == [1, 2]
    assert passage.page_at(0) == 1
    assert passage.page_at(len(long) - 1) == 2


def test_a_word_parted_by_a_page_break_stands_on_the_first_page(drawn, pages) -> None:
    def draw(canvas) -> None:
        canvas.drawString(72, 100, "Workers were held in the camp for months without any docu-")
        canvas.showPage()
        canvas.drawString(72, 700, "ments of their own, and they could not leave.")

    read = pages(drawn(draw))
    assert [page.text for page in read.read.pages] == [
        "Workers were held in the camp for months without any documents",
        "of their own, and they could not leave.",
    ]
    assert len(read.passages()) == 1


def test_a_page_that_only_ends_a_word_is_left_empty(drawn, pages) -> None:
    def draw(canvas) -> None:
        for text in ("They were held in the camp without any docu-", "ments", "and they could not leave it."):
            canvas.drawString(72, 400, text)
            canvas.showPage()

    read = pages(drawn(draw))
    assert [page.text for page in read.read.pages] == [
        "They were held in the camp without any documents",
        "",
        "and they could not leave it.",
    ]
    assert read.of("paragraph") == [
        "They were held in the camp without any documents and they could not leave it."
    ]


def test_paragraphs_told_apart_by_their_first_line(typeset, pages, prose) -> None:
    paragraphs = [prose(6) for _ in range(12)]
    style = "#set par(first-line-indent: (amount: 1.5em, all: true), spacing: 0.65em)\n"
    read = pages(typeset(PAGE + style + "\n\n".join(paragraphs)))
    assert read.of("paragraph") == paragraphs


def test_ragged_paragraphs_without_indent_or_space_between_them(typeset, pages, prose) -> None:
    paragraphs = [prose(4) for _ in range(6)]
    style = "#set par(justify: false, spacing: 0.65em)\n"
    read = pages(typeset(PAGE + style + "\n\n".join(paragraphs)))
    assert len(read.of("paragraph")) >= 4
    assert " ".join(read.of("paragraph")) == " ".join(paragraphs)
