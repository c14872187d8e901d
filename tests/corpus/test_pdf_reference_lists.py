"""Reference lists of PDFs: where entries begin, whatever sets them apart."""

from __future__ import annotations

import json

import pytest

from rantau.corpus.passages import build_passages
from rantau.corpus.read import read_document

ENTRIES = (
    "Kevin Doe. Debt and return among the crews of fishing boats in the Gulf of Thailand: A survey of three ports and "
    "of those who left them. Journal of Labour Studies, 13(3):621–634, 2005.",
    "Ann Roe and Bee Tan. A short title. Routledge, London, 1999.",
    "World Bank. Migrating to opportunity: Overcoming barriers to labour mobility in Southeast Asia and beyond its "
    "borders. Washington, DC, 2017.",
    "Chee Lim. Boats and the people who own them, from the first steam trawlers to the present day of licences and "
    "quotas. In Handbook of work, pages 12–33. NUS Press, 2011.",
    "Hoa Bui. Ports, wages and papers of the region in the years before the last amendment came into force. PhD "
    "thesis, University of the Sea, 2015.",
)  # fmt: skip


def entries_of(setting: str, after: str = "") -> list[str]:
    """The entries read from a PDF in which the list is set in some way, and what follows it."""
    import typst

    body = "\n\n".join(f"#{json.dumps(entry, ensure_ascii=False)}" for entry in ENTRIES)
    source = (
        '#set page(paper: "a5", margin: 2cm, numbering: "1")\n#set text(size: 10pt, hyphenate: false)\n'
        "#set document(date: none)\n= Work\n\n"
        + "Crews are in debt and cannot leave. " * 30
        + f"\n\n= References\n\n{setting}\n\n{body}\n\n{after}"
    )
    content = typst.compile(source.encode("utf-8"))
    assert isinstance(content, bytes)
    _, passages = build_passages("d1", read_document(content, "a.pdf"))
    return [passage.text for passage in passages if passage.kind == "reference"]


@pytest.mark.parametrize(
    "setting",
    [
        "#set par(hanging-indent: 1.5em, justify: true)",
        "#set par(hanging-indent: 1.5em, spacing: 0.65em)",
        "#set par(spacing: 1.4em, justify: true)",
        "#set par(spacing: 1.6em, hanging-indent: 1em)",
    ],
    ids=["hanging", "hanging, no space", "space", "both"],
)
def test_entries_with_names_in_natural_order_are_told_apart(setting: str) -> None:
    assert entries_of(setting) == list(ENTRIES)


def test_a_part_after_the_list_is_not_of_it() -> None:
    found = entries_of("#set par(hanging-indent: 1.5em)", "= About the authors\n\nThey work in the region.")
    assert found == list(ENTRIES)


def test_a_bold_line_with_stops_within_the_list_is_an_entry() -> None:
    found = entries_of(
        "#set par(spacing: 1.4em)",
        '#strong("Dao Nguyen. Papers and people. Hanoi, 2016.")\n\nMai Tran. Ways. Hue, 2018.',
    )
    assert found[-2:] == ["Dao Nguyen. Papers and people. Hanoi, 2016.", "Mai Tran. Ways. Hue, 2018."]
    assert found[:-2] == list(ENTRIES)
