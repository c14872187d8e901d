"""Reading order: one column, several, side by side, and what reaches across."""

from __future__ import annotations

import re

import pytest

PAGE = '#set page(paper: "a4", margin: 2.5cm)\n#set text(size: 10.5pt)\n#set par(justify: true)\n'


def words_of(source: str) -> list[str]:
    """The words of a Typst source without its commands."""
    return re.findall(r"\w+", source)


def test_one_column_is_read_from_top_to_bottom(typeset, pages, prose) -> None:
    paragraphs = [prose(4) for _ in range(8)]
    read = pages(typeset(PAGE + "\n\n".join(paragraphs)))
    assert read.blocks() == [("paragraph", paragraph) for paragraph in paragraphs]


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_the_other(typeset, pages, prose, columns: int) -> None:
    paragraphs = [prose(4) for _ in range(14)]
    source = PAGE + f"#set page(columns: {columns}, margin: 1.5cm)\n" + "\n\n".join(paragraphs)
    read = pages(typeset(source))
    assert words_of(read.text()) == words_of(" ".join(paragraphs))
    assert read.of("paragraph") == paragraphs


def test_a_paragraph_that_runs_over_a_column_is_one_passage(typeset, pages) -> None:
    long = " ".join(f"Sentence {number} tells of fees and debts." for number in range(1, 140))
    read = pages(typeset(PAGE + "#set page(columns: 2)\n" + long))
    assert read.of("paragraph") == [long]
    (passage,) = read.passages()
    assert [span.page for span in passage.spans] == [1, 1]
    left, right = passage.boxes
    assert left.x1 < right.x0
    assert 60 < left.x0 < 80
    assert 290 < right.x0 < 320


def test_a_heading_over_the_columns_is_read_before_them(typeset, pages) -> None:
    first, second = (
        " ".join(f"The {part} part, sentence {number}, tells of fees." for number in range(1, 40))
        for part in ("first", "second")
    )
    end = "The end of the report is near, and it says so here in a line of its own."
    source = (
        f"= Debts and fees in the delta\n#block(height: 7.6cm, columns(2)[{first}])\n"
        f"= What the workers owe\n#block(height: 8.2cm, columns(2)[{second}])\n{end}"
    )
    read = pages(typeset(PAGE + source))
    assert [passage.text for passage in read.passages()] == [
        *("Debts and fees in the delta", first),
        *(
            "What the workers owe",
            second,
            "The end of the report is near, and it says so here in a line of its own.",
        ),
    ]


def test_two_blocks_side_by_side_below_full_text(typeset, pages, prose) -> None:
    above, left, right, below = prose(6), prose(6), prose(6), prose(6)
    read = pages(
        typeset(f"{PAGE}{above}\n#grid(columns: (1fr, 1fr), gutter: 1cm, [{left}], [{right}])\n{below}")
    )
    assert read.of("paragraph") == [above, left, right, below]


def test_a_figure_over_both_columns_does_not_break_their_order(typeset, pages, prose) -> None:
    paragraphs = [prose(5) for _ in range(10)]
    figure = (
        '#place(top, scope: "parent", float: true, rect(width: 100%, height: 5cm, [Picture of the port]))\n'
    )
    read = pages(typeset(PAGE + "#set page(columns: 2)\n" + figure + "\n\n".join(paragraphs)))
    assert read.of("paragraph")[-10:] == paragraphs


def test_a_footnote_in_a_column_stays_out_of_the_next_column(typeset, pages, prose) -> None:
    paragraphs = [prose(6) for _ in range(10)]
    paragraphs[1] += "#footnote[See the report of 2020, p. 4.]"
    read = pages(typeset(PAGE + "#set page(columns: 2)\n" + "\n\n".join(paragraphs)))
    assert read.of("footnote") == ["See the report of 2020, p. 4."]
    body = read.of("paragraph")
    assert len(body) == 10
    assert body[1].endswith("¹")


def test_a_cover_page_with_a_picture_alone_is_kept_and_empty(typeset, pages, prose) -> None:
    text = prose(8)
    read = pages(typeset(f"{PAGE}#rect(width: 100%, height: 100%, fill: blue)\n#pagebreak()\n{text}"))
    assert [page.number for page in read.read.pages] == [1, 2]
    assert read.read.pages[0].text == ""
    assert read.blocks(2) == [("paragraph", text)]


def test_a_table_over_both_columns_is_one_table(typeset, pages, prose) -> None:
    paragraphs = [prose(5) for _ in range(10)]
    table = (
        '#place(bottom + center, scope: "parent", float: true, table(columns: 5, [Country], [2017], [2018], [2019], '
        "[2020], [Brunei], [1], [2], [3], [4], [Cambodia], [100], [120], [90], [20]))\n"
    )
    read = pages(typeset(PAGE + "#set page(columns: 2)\n" + table + "\n\n".join(paragraphs)))
    assert read.of("table") == [
        "Country | 2017 | 2018 | 2019 | 2020\nBrunei | 1 | 2 | 3 | 4\nCambodia | 100 | 120 | 90 | 20"
    ]
    assert read.of("paragraph") == paragraphs
