"""The documents of the default study: what ships is what the texts say, and what they say can be followed up."""

from __future__ import annotations

import csv
import importlib
import io
import re
import sys
import zipfile
from collections.abc import Iterator
from importlib.resources import as_file
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from rantau.corpus.passages import build_passages
from rantau.corpus.read import read_document
from rantau.demo import demo_sources
from rantau.store.records import Passage
from rantau.study.sources import SourceFolder

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "scripts"
DATA = ROOT.parent / "shared" / "data"
FILES = sorted(entry.name for entry in demo_sources().iterdir() if entry.name != "sources.csv")

# A name as it stands before a year: no bracket, semicolon or full stop of a sentence inside.
CITED = re.compile(
    r"(?:see also |see |as cited in |dikutip dalam )?([^();]+?),? \(?(\d{4}[a-z]?|n\.d\.)(?=[,;):.]|$)"
)
BRACKET = re.compile(r"\(([^()]*(?:\b(?:19|20)\d\d[a-z]?|n\.d\.)[^()]*)\)")


@pytest.fixture(scope="module")
def maker() -> Iterator[ModuleType]:
    if not SCRIPTS.is_dir():
        pytest.skip("scripts/ is not in this copy of the project")
    sys.path.insert(0, str(SCRIPTS))
    yield importlib.import_module("make_demo_documents")
    sys.path.remove(str(SCRIPTS))


@pytest.fixture(scope="module")
def notes(maker: ModuleType) -> dict[str, Any]:
    return {note.file: note for note in maker.read_notes()}


def shipped(name: str) -> bytes:
    return (demo_sources() / name).read_bytes()


def passages(name: str) -> list[Passage]:
    return build_passages("d", read_document(shipped(name), name))[1]


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a DOCX, whatever wrote the package compressed them with."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def citations_in(text: str) -> list[tuple[str, str]]:
    """(Name, year) of each author–year citation that stands in brackets."""
    found = []
    for bracket in BRACKET.findall(text):
        for piece in re.split(r"; |, (?=as cited in |dikutip dalam )", bracket):
            match = CITED.match(piece)
            if match is not None and len(match[1].split()) < 12:
                found.append((match[1].strip(), match[2]))
    return found


def test_the_files_that_ship_are_what_the_script_builds_from_the_texts(maker: ModuleType) -> None:
    built = maker.build()
    assert sorted(built) == sorted([*FILES, "sources.csv"]), "run scripts/make_demo_documents.py"
    for name, data in built.items():
        same = parts(data) == parts(shipped(name)) if name.endswith(".docx") else data == shipped(name)
        assert same, f"{name} is not what its text says; run scripts/make_demo_documents.py"


def test_the_same_texts_give_the_same_bytes_twice(maker: ModuleType) -> None:
    assert maker.build() == maker.build()


def test_there_are_ten_documents_in_english_and_one_in_indonesian_in_five_formats() -> None:
    read = [read_document(shipped(name), name) for name in FILES]
    assert [document.format for document in read].count("pdf") == 3
    assert {document.format for document in read} == {"pdf", "docx", "html", "markdown", "text"}
    with as_file(demo_sources()) as folder:
        languages = [row.language for row in SourceFolder(folder).rows().values()]
    assert (languages.count("en"), languages.count("id"), len(languages)) == (10, 1, 11)


def test_sources_csv_says_of_each_file_what_it_is() -> None:
    with as_file(demo_sources()) as folder:
        rows = SourceFolder(folder).rows()
    assert sorted(rows) == FILES
    for row in rows.values():
        assert (row.authors, row.year, row.publisher) == (("rantau background notes",), 2026, "rantau")
        assert row.title
        assert row.source_type == "unknown", "a compilation is of the kind of none of its sources"
        assert "secondary compilation" in row.note
        assert not row.confidential
    assert {row.country for row in rows.values()} >= {"THA", "MYS", "MMR", "KHM", "IDN", "PHL", "VNM", "BGD"}


@pytest.mark.parametrize("name", FILES)
def test_a_document_is_a_page_or_more_with_sections_and_a_reference_list(name: str) -> None:
    read = read_document(shipped(name), name)
    sections, found = build_passages("d", read)
    words = sum(len(p.text.split()) for p in found if p.kind not in ("reference", "front_matter"))
    assert len(read.pages) >= 1
    assert not read.notes
    assert 500 <= words <= 1500
    assert len(sections) >= 6
    assert len([p for p in found if p.kind == "reference"]) >= 10
    assert len(citations_in("\n".join(p.text for p in found))) >= 15


@pytest.mark.parametrize("name", FILES)
def test_a_document_reads_back_as_the_paragraphs_it_was_made_from(name: str, notes: dict[str, Any]) -> None:
    wanted = [
        "".join(run.text for run in block.runs)
        for block in notes[name].blocks
        if block.kind in ("heading", "paragraph", "item")
    ]
    found = {
        re.sub(r"\[\^\w\]|[¹²³]|^\d\. ", "", p.text)
        for p in passages(name)
        if p.kind in ("heading", "paragraph", "list_item", "caption")
    }
    assert [words for words in wanted if words not in found] == []


def test_notes_at_the_foot_are_read_as_notes(notes: dict[str, Any]) -> None:
    for name, note in notes.items():
        kinds = ("footnote", "endnote")
        assert [p.text for p in passages(name) if p.kind in kinds] == list(note.notes.values()), name


def test_pages_of_a_pdf_keep_the_numbers_printed_on_them() -> None:
    read = read_document(shipped("09-rohingya-sea.pdf"), "09-rohingya-sea.pdf")
    assert [page.label for page in read.pages] == ["31", "32", "33"]


def test_running_heads_of_a_pdf_are_no_text_of_it() -> None:
    for name in FILES[:2]:
        read = read_document(shipped(name), name)
        assert len(read.pages) >= 3
        assert not any("Background note" in page.text.splitlines()[0] for page in read.pages[1:])


def _entries(note: Any) -> list[str]:
    return ["".join(run.text for run in block.runs) for block in note.blocks if block.kind == "reference"]


def _lists(entry: str, name: str, year: str) -> bool:
    first = re.split(r",| & | and | et al", re.sub(r"^(?:[A-Z]\. )+", "", name))[0].strip()
    head = entry.split(")")[0]
    return entry.startswith(first) and re.search(rf"\({re.escape(year)}(?:[,)]|$)", head + ")") is not None


def test_every_citation_in_brackets_leads_to_an_entry_of_the_list(notes: dict[str, Any]) -> None:
    for name, note in notes.items():
        entries = _entries(note)
        for cited, year in citations_in(
            note.body.split("\n## References")[0].split("\n## Daftar Pustaka")[0]
        ):
            known = any(_lists(entry, cited, year) for entry in entries)
            quoted = "as cited in" in note.body or "dikutip dalam" in note.body
            # A work that was read only in another one that quotes it need not be in the list.
            assert known or (quoted and _only_second_hand(note.body, cited, year)), f"{name}: {cited}, {year}"


def _only_second_hand(body: str, cited: str, year: str) -> bool:
    places = [match.end() for match in re.finditer(re.escape(f"{cited}, {year}"), body)]
    return bool(places) and all(
        re.match(r"[^()]{0,60}?(?:as cited in|dikutip dalam)", body[place:]) for place in places
    )


def test_every_entry_of_a_list_is_cited(notes: dict[str, Any]) -> None:
    for name, note in notes.items():
        body = note.body.split("\n## References")[0].split("\n## Daftar Pustaka")[0]
        for entry in _entries(note):
            head = re.match(r"(.+?)\.? \((\d{4}[a-z]?|n\.d\.)", entry)
            assert head is not None, f"{name}: {entry}"
            first = re.split(r",| & ", head[1])[0]
            short = "".join(word[0] for word in first.split() if word[0].isupper())
            names = "|".join(re.escape(word) for word in (first, short) if len(word) > 2)
            cited = re.search(rf"(?:{names})[^();]{{0,60}}?,? \(?{re.escape(head[2])}", body)
            assert cited is not None, f"{name}: nobody cites {entry[:60]!r}"


def test_as_in_real_reports_one_citation_dangles_and_two_can_be_read_two_ways(notes: dict[str, Any]) -> None:
    thailand, malaysia = notes["02-thailand-fishing.pdf"], notes["03-malaysia-deportations.docx"]
    assert "IOM (2023)" in thailand.body
    assert not any(_lists(entry, "IOM", "2023") for entry in _entries(thailand))
    assert "(Human Rights Watch, 2024)" in malaysia.body
    assert sum(_lists(entry, "Human Rights Watch", "2024") for entry in _entries(malaysia)) == 2
    assert sum(_lists(entry, "Idris", "2021") for entry in _entries(notes["09-rohingya-sea.pdf"])) == 2


def test_the_notes_repeat_one_source_and_set_two_against_each_other(notes: dict[str, Any]) -> None:
    bodies = {name[:2]: note.body for name, note in notes.items()}
    repeated = {
        number for number, body in bodies.items() if "100,000 people" in body or "100.000 orang" in body
    }
    assert repeated >= {"01", "05", "08", "10", "11"}
    for number in ("01", "03", "10"):
        assert "36,000 migrants" in bodies[number]
        assert "25,000 migrants" in bodies[number]
    assert "1.23 million and 1.46 million" in bodies["03"]
    assert "2 to 4 million" in bodies["03"]
    assert "273,747" in bodies["06"]
    assert "274,965" in bodies["06"]


def test_no_sentence_of_the_review_article_that_the_notes_draw_on_is_in_them(notes: dict[str, Any]) -> None:
    article = ROOT.parent / "shared" / "reference" / "hastira-2025-asean-migration.md"
    if not article.is_file():
        pytest.skip("the review article is not beside this copy of the project")

    def runs(text: str) -> set[tuple[str, ...]]:
        """Every eight words in a row; citations and the name of the Palermo Protocol are anyone's words."""
        bare = re.sub(r"\([^()]*\d{4}[^()]*\)|Protocol to Prevent, Suppress and Punish", "\n", text)
        found: set[tuple[str, ...]] = set()
        for line in bare.splitlines():
            words = re.findall(r"[\w%]+", line.lower())
            found |= {tuple(words[i : i + 8]) for i in range(len(words) - 7)}
        return found

    theirs = runs(article.read_text(encoding="utf-8").split("### REFERENCES")[0])
    assert len(theirs) > 2000
    for name, note in notes.items():
        body = note.body.split("\n## References")[0].split("\n## Daftar Pustaka")[0]
        assert not runs(body) & theirs, name


def test_people_are_called_irregular_or_undocumented(notes: dict[str, Any]) -> None:
    for name, note in notes.items():
        body = note.body.split("\n## References")[0].split("\n## Daftar Pustaka")[0]
        assert not re.search(r"\bil+egal", body, re.IGNORECASE), name


def test_figures_of_the_united_nations_and_walk_free_are_those_of_the_gathered_data(
    notes: dict[str, Any],
) -> None:
    if not DATA.is_dir():
        pytest.skip("the gathered data are not beside this copy of the project")
    with (DATA / "corridor_stock.csv").open(encoding="utf-8") as stream:
        stocks = {
            f"{int(row['stock_persons']):,}"
            for row in csv.DictReader(stream)
            if row["year"] == "2020" and row["stock_persons"]
        }
    with (DATA / "country_year.csv").open(encoding="utf-8") as stream:
        prevalence = sorted(
            float(row["value"])
            for row in csv.DictReader(stream)
            if row["indicator"] == "modern_slavery_prevalence" and row["value"]
        )
    for note in notes.values():
        for sentence in re.split(r"(?<=[.;])\s", note.body):
            if "UN DESA (2020)" in sentence or "(UN DESA, 2020)" in sentence:
                figures = re.findall(r"\d{2,3}(?:,\d{3})+|\d,\d{3},\d{3}", sentence)
                assert set(figures) <= stocks, sentence
    (table,) = (b for b in notes["01-regional-overview.pdf"].blocks if b.kind == "table")
    assert sorted(float(cells[1]) for cells in table.rows[1:]) == prevalence
