"""HTML: the matter of a page, and nothing hidden in it."""

from __future__ import annotations

import pytest

from rantau.corpus.model import ReadDocument
from rantau.corpus.web_page import read_html
from rantau.framework.errors import BadDocument


def read(body: str, head: str = "") -> ReadDocument:
    return read_html(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")


def blocks(body: str) -> list[tuple[str, str]]:
    return [
        (block.kind, page.text[block.start : block.end]) for page in read(body).pages for block in page.blocks
    ]


def labels(body: str) -> list[tuple[str, str, str]]:
    page = read(body).pages[0]
    return [(block.kind, block.label, page.text[block.start : block.end]) for block in page.blocks]


def test_blocks_keep_their_kind_and_order() -> None:
    assert blocks(
        "<h1>Debts</h1><p>Brokers <b>lend</b>.<br>They wait.</p>"
        "<ul><li>one<ul><li>in it</li></ul></li><li>two</li></ul>"
        "<ol start=3><li>third</li></ol><blockquote>We live like prisoners.</blockquote>"
        "<figure><img alt=x><figcaption>Figure 1. A map</figcaption></figure><div>Loose<p>inner</p>tail</div>"
    ) == [
        ("heading", "Debts"),
        ("paragraph", "Brokers lend. They wait."),
        ("list_item", "one"),
        ("list_item", "in it"),
        ("list_item", "two"),
        ("list_item", "3. third"),
        ("quote", "We live like prisoners."),
        ("caption", "Figure 1. A map"),
        ("paragraph", "Loose"),
        ("paragraph", "inner"),
        ("paragraph", "tail"),
    ]


HIDDEN = [
    "<script>SECRET</script>",
    "<style>SECRET</style>",
    "<!-- SECRET -->",
    "<iframe>SECRET</iframe>",
    "<noscript>SECRET</noscript>",
    "<template><p>SECRET</p></template>",
    "<p style='display: none'>SECRET</p>",
    "<p hidden>SECRET</p>",
    "<p style='visibility:hidden'>SECRET</p>",
    "<span aria-hidden='true'>SECRET</span>",
    "<p class='gone'>SECRET</p>",
    "<div id='lost'><p>SECRET</p></div>",
    "<span class='sr-only'>SECRET</span>",
    "<select><option>SECRET</option></select>",
    "<button>SECRET</button>",
    "<textarea>SECRET</textarea>",
    "<svg><text>SECRET</text></svg>",
    "<p onclick=\"alert('SECRET')\" title='SECRET'>Seen.</p>",
    "<a href='javascript:SECRET'>Seen.</a>",
    "<img alt='x' onerror='SECRET'>",
    "<nav>SECRET</nav>",
    "<footer>SECRET</footer>",
    "<aside>SECRET</aside>",
    "<object>SECRET</object>",
    "<dialog>SECRET</dialog>",
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_a_reader_does_not_see_never_reaches_the_text(hidden: str) -> None:
    long = "Workers were held in the camp for months without their papers or their wages. " * 4
    made = read(
        f"<p>{long}</p>{hidden}<p>After.</p>", "<style>.gone, #lost { color: red; display:none }</style>"
    )
    assert "SECRET" not in made.pages[0].text
    assert "After." in made.pages[0].text


def test_the_main_part_is_read_and_the_site_around_it_is_not() -> None:
    assert blocks(
        "<header><p>Site</p></header><div class=breadcrumb>Home</div><main><header><h1>Held</h1></header>"
        "<p>Workers were held in the camp for many months and nobo"
        "dy came to ask for them at all, they said to the team of "
        "the commission, which wrote it down and sent it to the ministry for an answer.</p></main><div>Share this</div>"
    )[0] == ("heading", "Held")


def test_a_page_without_a_main_part_keeps_its_title_in_the_header() -> None:
    assert blocks("<header><h1>Held</h1></header><p>Workers were held.</p>")[0] == ("heading", "Held")


def test_cells_over_several_columns_and_rows_leave_places_empty() -> None:
    assert blocks(
        "<table><tr><th colspan=2>Place</th><th>Count</th></tr><tr><td rowspan=2>MY</td><td>2023</td><td>5</td></tr>"
        "<tr><td>2024</td><td>6</td></tr></table>"
    ) == [("table", "Place |  | Count\nMY | 2023 | 5\n | 2024 | 6")]


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    assert blocks("<table><tr><td><h2>Held</h2><p>Workers were held.</p></td></tr></table>") == [
        ("heading", "Held"),
        ("paragraph", "Workers were held."),
    ]


@pytest.mark.parametrize(
    ("call", "note"),
    [
        (
            "<sup><a href='#fn1' id='r1'>1</a></sup>",
            "<ol><li id='fn1'><p>See ILO. <a href='#r1'>↩</a></p></li></ol>",
        ),
        (
            "<a href='#fn1' class='footnote-ref' id='r1' role='doc-noteref'><sup>1</sup></a>",
            "<section role='doc-endnotes'><ol><li id='fn1'>See ILO.<a "
            "href='#r1' role='doc-backlink'>↩︎</a></li></ol></section>",
        ),
        (
            "<a href='#_ftn1' name='_ftnref1'><span class=MsoFootnoteReference>[1]</span></a>",
            "<div id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1' name='_ftn1'>[1]</a> See ILO.</p></div>",
        ),
        ("<sup>1</sup>", "<div class=footnotes><ol><li>See ILO.</li></ol></div>"),
        (
            "<sup id='cite_ref-1' class='reference'><a href='#cite_note-1'>[1]</a></sup>",
            "<ol class=references><li id='cite_note-1'><span class='mw-cite-"
            "backlink'><a href='#cite_ref-1'>^</a></span> See ILO.</li></ol>",
        ),
    ],
)
def test_notes_and_their_calls_are_found_however_they_are_written(call: str, note: str) -> None:
    found = labels(f"<p>Workers left{call} in June.</p>{note}")
    assert found[0] == ("paragraph", "", "Workers left¹ in June.")
    assert found[1][0] in ("footnote", "endnote")
    assert found[1][1:] == ("1", "See ILO.")


def test_calls_side_by_side_are_two_calls() -> None:
    body = (
        "<p>Left<sup><a href='#a'>1</a></sup><sup><a href='#b'>"
        "2</a></sup>.</p><p id=a>1. One.</p><p id=b>2. Two.</p>"
    )
    assert labels(body) == [
        ("paragraph", "", "Left¹,²."),
        ("footnote", "1", "One."),
        ("footnote", "2", "Two."),
    ]


def test_entries_of_a_reference_list_are_references() -> None:
    assert labels(
        "<h2>References</h2><ol><li>Idris, M. (2021). A.</li></ol><p>Tan, B. (2020). B.</p><p>https://x.org/b</p>"
        "<h2>Annex</h2><p>More.</p>"
    ) == [
        ("heading", "", "References"),
        ("reference", "1", "Idris, M. (2021). A."),
        ("reference", "", "Tan, B. (2020). B. https://x.org/b"),
        ("heading", "", "Annex"),
        ("paragraph", "", "More."),
    ]


def test_what_the_head_says_is_kept() -> None:
    made = read(
        "<h1>Held at sea</h1><p>Workers were held.</p>",
        "<title>Held at sea | The Site</title><meta name=author content='Jane Doe and B. Tan'>"
        "<meta property='article:published_time' content='2023-05-01T00:00'>",
    )
    assert (made.title, made.authors, made.year) == ("Held at sea", ("Jane Doe", "B. Tan"), 2023)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<meta charset=windows-1252><p>Workers’ fees – high".encode("cp1252"), "Workers’ fees – high"),
        (
            "<meta http-equiv=Content-Type content='text/html; charset=tis-620'><p>แรงงานข้ามชาติ".encode(
                "cp874"
            ),
            "แรงงานข้ามชาติ",
        ),
        ("<p>Người lao động".encode("utf-16"), "Người lao động"),
        ("\ufeff<p>lao động".encode(), "lao động"),
        ("<meta charset=iso-8859-1><p>lao động".encode(), "lao động"),
    ],
)
def test_characters_are_read_as_the_page_says_or_shows(data: bytes, text: str) -> None:
    assert read_html(data, "a.html").pages[0].text == text


def test_text_nested_deeper_than_any_page_is_kept() -> None:
    assert "Deep." in read("<div>" * 600 + "Deep." + "</div>" * 600).pages[0].text


def test_a_page_drawn_by_script_is_refused() -> None:
    with pytest.raises(BadDocument, match="holds no text"):
        read("<div id=root></div><script>draw()</script>")
