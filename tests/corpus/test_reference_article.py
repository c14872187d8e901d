"""The reference article: every entry of its list, and its in-text citations against a list made by hand.

Held here are names, years, pages and counts only. The article is read as Markdown, and again after it was turned into
plain text, HTML, DOCX and PDF.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from rantau.corpus.citations import count_citations, find_citations
from rantau.corpus.passages import build_passages
from rantau.corpus.read import read_document
from rantau.corpus.references import parse_references
from rantau.store.records import Citation, Passage, Reference

ARTICLE = (
    Path(__file__).resolve().parents[2] / ".." / "shared" / "reference" / "hastira-2025-asean-migration.md"
)
pytestmark = pytest.mark.skipif(
    not ARTICLE.exists(), reason="the reference article is not beside the repository"
)

# Made by hand, a paragraph a line, in reading order: authors, year, pages; matched unless said otherwise.
BY_HAND = """
United Nations Office on Drugs and Crime (UNODC) 2024
International Organization for Migration 2022
Shelley 2010; Bales 1999; Anderson 2013
Capaldi 2023; Indraswari 2024
UNODC 2024 p. 15; Surwandono & Maksum 2025; Walk Free Foundation 2023 p. 22
Capaldi 2023; Indraswari 2024
Lelliott & Miller 2023a; Song & Cook 2015; United Nations Development Programme 1994; Buzan 1998; Castles & Miller 2009
Caballero-Anthony 2012; Rosana & Sahide 2025; Lobasz 2009
Ford & Lyons 2012; Shelley 2010; de Haas 2020; Idris 2021 ambiguous; Park 2022; Idris 2021 ambiguous
Buzan & Wæver & de Wilde 1998
UNODC 2023
UNDP 1994; Gasper 2020; Caballero-Anthony 2024
Buzan & Wæver & de Wilde 1998; Lobasz 2009; Park 2022
Castles & Miller 2009; de Haas 2020; Capaldi 2023
Lelliott & Miller 2023b; Indraswari 2024 ambiguous; Idris 2021 ambiguous; Song & Cook 2015
Yin 2018
United Nations Office on Drugs and Crime 2024; United Nations Office on Drugs and Crime 2023
International Organization for Migration 2022; International Organization for Migration 2024
International Labour Organization 2023
ASEAN Intergovernmental Commission on Human Rights 2023; ASEAN Intergovernmental Commission on Human Rights 2024
ASEAN Secretariat 2024; Castles & Miller 2009; de Haas 2020; Caballero-Anthony 2012; Caballero-Anthony 2024
Buzan & Wæver & de Wilde 1998; Ford & Lyons 2012
Idris 2021; Indraswari 2024; Lelliott & Miller 2023b; Park 2022
Creswell & Poth 2018; Miles 2014; Nowell 2017
Capaldi 2023; ASEAN Secretariat 2024 p. 8; ASEAN in Figures 2024 p. 8; IOM 2022; Capaldi 2023; de Haas 2020
Denney & Xayamoungkhoun 2023; UNODC 2024 p. 33; UNODC 2024; Lelliott & Miller 2023a
Human Rights Watch 2022b p. 12; International Labour Organization (ILO) 2023; Ford & Lyons 2012
ILO 2021 p. 10–12; International Organization for Migration 2024 p. 10–14; Jetschke 2019; Castles & Miller 2009
SUHAKAM 2023; Idris 2021; Denney & Xayamoungkhoun 2023; IOM 2024 p. 12–13; Lobasz 2009
Castles & Miller 2009
UNODC 2024; IOM 2023 dangling
UNODC 2024 p. 15; Buzan & Wæver & de Wilde 1998; Park 2022
IOM 2022; Hemming & Piper 2004; Caballero-Anthony 2012; Walk Free Foundation 2023
Human Rights Watch 2022a; Idris 2021 ambiguous; Indraswari 2024; Gasper 2021
Emmers 2003; ASEAN Secretariat 2023; Lelliott & Miller 2023b; Song & Cook 2015; Ullah 2013
Song & Cook 2015; Ullah 2013; Human Rights Watch 2022a; Park 2022; Hemming & Piper 2004; Global Slavery Index 2023
Walk Free Foundation 2023; Ford & Lyons 2012; ASEAN Intergovernmental Commission on Human Rights 2024
Ramcharan 2025; UNDP 1994; Curley & Wong 2008; Gasper 2020; Caballero-Anthony 2018
Capaldi 2023; de Haas 2020
Emmers 2008; Rizal 2008
"""
CITED = [row.strip() for line in BY_HAND.strip().splitlines() for row in line.split(";")]

LISTED = """
Anderson 2013, ASEAN Intergovernmental Commission on Human Rights 2023, ASEAN Intergovernmental Commission on Human
Rights 2024, ASEAN Secretariat 2024, Bales 1999, Buzan 1998, Caballero-Anthony 2012, Caballero-Anthony 2018,
Caballero-Anthony 2024, Capaldi 2023, Castles 2009, Creswell 2018, Curley 2008, de Haas 2020, Denney 2023, Emmers
2003, Emmers 2008, Ford 2012, Gasper 2020, Gasper 2021, Hemming 2004, Human Rights Watch 2022a, Human Rights Watch
2022b, Idris 2021, Idris 2021, Indraswari 2024, Indraswari 2024, International Labour Organization (ILO) 2023,
International Organization for Migration 2022, International Organization for Migration 2024, International
Organization for Migration (IOM) 2022, Jetschke 2019, Lelliott 2023a, Lelliott 2023b, Lobasz 2009, Miles 2014,
Nowell 2017, Organization 2021, Park 2022, Ramcharan 2025, Rizal 2008, Rosana 2025, Secretariat 2023, Shelley 2010,
Song 2015, SUHAKAM 2023, Surwandono 2025, Ullah 2013, United Nations Development Programme 1994, United Nations
Office on Drugs and Crime 2023, United Nations Office on Drugs and Crime (UNODC) 2024, Walk Free Foundation 2023,
Yin 2018
"""
ENTRIES = [entry.strip() for entry in " ".join(LISTED.split()).split(",")]


def read(data: bytes, name: str) -> tuple[list[Passage], list[Reference], list[Citation]]:
    _, passages = build_passages("d1", read_document(data, name))
    references = parse_references("d1", passages)
    return passages, references, find_citations("d1", passages, references)


def row(citation: Citation) -> str:
    names = " & ".join(author.split(", ")[0] for author in citation.authors)
    pages = f" p. {citation.cited_page}" if citation.cited_page else ""
    status = "" if citation.status == "matched" else f" {citation.status}"
    return f"{names} {citation.year}{citation.suffix}{pages}{status}"


def entry(reference: Reference) -> str:
    return f"{reference.authors[0].split(', ')[0]} {reference.year}{reference.suffix}"


def source() -> str:
    return ARTICLE.read_text(encoding="utf-8")


def as_text(markdown: str) -> bytes:
    """Without marks; the list's entries stand line below line as they do in the source."""
    bare = re.sub(r"<[^>]+>|\*+|^#+ *|^- ", "", markdown, flags=re.MULTILINE)
    return bare.replace("\\_", "_").encode("utf-8")


def as_html(markdown: str) -> bytes:
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": True}).render(markdown)
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def as_docx(markdown: str) -> bytes:
    import docx

    document = docx.Document()
    for passage in _blocks(markdown):
        if passage.kind == "heading":
            document.add_heading(passage.text, 2)
        else:
            document.add_paragraph(passage.text)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def as_pdf(markdown: str, *, columns: int, hanging: bool) -> bytes:
    import typst

    parts = [
        f'#set page(paper: "a4", margin: 2.3cm, columns: {columns}, numbering: "1", header: [Vol. 1 No. 1])',
        '#set text(size: 10pt, hyphenate: true, lang: "en")',
        "#set par(justify: true)",
        "#set document(date: none)",
    ]
    for passage in _blocks(markdown):
        text = f"#{json.dumps(passage.text, ensure_ascii=False)}"
        parts.append(f"#heading(level: 2)[{text}]" if passage.kind == "heading" else text)
        if passage.text == "REFERENCES" and hanging:
            parts.append("#set par(hanging-indent: 1.5em)")
    content = typst.compile("\n\n".join(parts).encode("utf-8"))
    assert isinstance(content, bytes)
    return content


def _blocks(markdown: str) -> list[Passage]:
    return build_passages("d1", read_document(markdown.encode("utf-8"), "a.md"))[1]


def test_every_entry_of_the_list_is_found() -> None:
    passages, references, _ = read(ARTICLE.read_bytes(), "a.md")
    assert len(ENTRIES) == 53
    assert [entry(reference) for reference in references] == ENTRIES
    assert len([passage for passage in passages if passage.kind == "reference"]) == 52
    assert len({reference.key for reference in references}) == 53


def test_the_entry_run_onto_another_and_the_work_listed_twice_are_told() -> None:
    _, references, _ = read(ARTICLE.read_bytes(), "a.md")
    run_on = [
        reference
        for reference in references
        if "was run onto the end of the entry before it" in reference.notes
    ]
    assert [(one.key, one.authors) for one in run_on] == [("idris-2021", ("Idris, M.",))]
    twice = {reference.key: reference.duplicate_of for reference in references if reference.duplicate_of}
    first = next(reference for reference in references if reference.key == "iom-2022")
    assert twice == {"iom-2022-2": first.id}


def test_addresses_and_containers_of_the_list() -> None:
    _, references, _ = read(ARTICLE.read_bytes(), "a.md")
    by_key = {reference.key: reference for reference in references}
    assert by_key["surwandono-2025"].doi == "10.1142/9781800615953_0008"
    assert by_key["caballero-anthony-2018"].doi == "10.1080/10357718.2018.1537356"
    assert by_key["jetschke-2019"].container == "Asia Pacific Business Review"
    assert by_key["surwandono-2025"].container == "Global Migration"
    assert by_key["ilo-2023"].url == "https://www.ilo.org"
    assert sum(bool(reference.doi) for reference in references) == 12
    assert all(reference.title for reference in references)


def test_the_citations_are_those_found_by_hand() -> None:
    _, _, citations = read(ARTICLE.read_bytes(), "a.md")
    assert len(CITED) == 122
    assert [row(citation) for citation in citations] == CITED


def test_what_is_odd_about_the_citations_is_told() -> None:
    _, references, citations = read(ARTICLE.read_bytes(), "a.md")
    keys = {reference.id: reference.key for reference in references}
    assert Counter(citation.status for citation in citations) == {
        "matched": 116,
        "ambiguous": 5,
        "dangling": 1,
    }
    assert {
        (row(citation), tuple(keys[candidate] for candidate in citation.candidates))
        for citation in citations
        if citation.status == "ambiguous"
    } == {
        ("Idris 2021 ambiguous", ("idris-2021", "idris-2021-2")),
        ("Indraswari 2024 ambiguous", ("indraswari-2024", "indraswari-2024-2")),
    }
    by_initial = {
        keys[citation.reference]
        for citation in citations
        if citation.reference and citation.authors[0] in ("Indraswari, A.", "Indraswari, M.", "Idris, M.")
    }
    assert by_initial == {"idris-2021", "indraswari-2024", "indraswari-2024-2"}
    uncited = [reference.key for reference in count_citations(references, citations) if reference.cited == 0]
    assert uncited == ["iom-2022-2"]


@pytest.mark.parametrize("form", ["text", "html", "docx", "pdf", "pdf in two columns"])
def test_nothing_is_lost_in_another_format(form: str) -> None:
    markdown = source()
    if form == "text":
        data, name = as_text(markdown), "a.txt"
    elif form == "html":
        data, name = as_html(markdown), "a.html"
    elif form == "docx":
        data, name = as_docx(markdown), "a.docx"
    elif form == "pdf":
        data, name = as_pdf(markdown, columns=1, hanging=True), "a.pdf"
    else:
        data, name = as_pdf(markdown, columns=2, hanging=False), "a.pdf"
    passages, references, citations = read(data, name)
    assert [entry(reference) for reference in references] == ENTRIES
    texts = {passage.id: passage.text for passage in passages}
    assert all(texts[one.passage][one.start : one.end] == one.text for one in citations)
    found, wanted = Counter(row(citation) for citation in citations), Counter(CITED)
    both = sum((found & wanted).values())
    assert both / len(CITED) >= 0.98
    assert both / len(citations) >= 0.98
