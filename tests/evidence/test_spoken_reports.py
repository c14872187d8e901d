"""Made-up reports in several layouts, with the testimonies in them, read the way a study reads them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from rantau.corpus.citations import find_citations
from rantau.corpus.passages import build_passages
from rantau.corpus.read import read_document
from rantau.corpus.references import parse_references
from rantau.evidence import ClaimContext, default_place_index, extract_testimonies
from rantau.evidence.indicators import Vocabulary
from rantau.store.records import Document, Passage, Testimony

SPOKEN = Path(__file__).resolve().parent / "spoken"
REPORTS = sorted(path.stem for path in SPOKEN.glob("*.md") if path.stem != "README")


@dataclass(frozen=True)
class Expected:
    """A line of gold."""

    type: str
    begins: str
    speaker: str
    places: str = "*"
    recorded: str = "*"


def read_testimonies(text: str, language: str = "") -> tuple[list[Passage], list[Testimony]]:
    read = read_document(text.encode(), "a.md")
    _, passages = build_passages("dabc", read)
    document = Document(
        id="dabc",
        file="a.md",
        sha256="",
        size=len(text),
        title=read.title,
        language=language or read.language,
    )
    citations = find_citations("dabc", passages, parse_references("dabc", passages))
    context = ClaimContext(document=document, places=default_place_index(), vocabulary=Vocabulary((), ()))
    return passages, extract_testimonies(passages, citations, context)


def load(name: str) -> tuple[str, list[Expected]]:
    text, gold = [], []
    for line in (SPOKEN / f"{name}.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            gold.append(Expected(*(part.strip() for part in line[2:].split("|"))))
        else:
            text.append(line)
    return "\n".join(text), gold


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_gives_the_testimonies_that_a_reader_finds_and_no_others(name: str) -> None:
    text, gold = load(name)
    _, found = read_testimonies(text, "id" if name.startswith("bahasa") else "")
    wrong: list[str] = []
    left = list(found)
    for expected in gold:
        one = next((each for each in left if each.quote.startswith(expected.begins)), None)
        if one is None:
            wrong.append(f"missing: {expected.begins}")
            continue
        left.remove(one)
        if one.speaker_type != expected.type:
            wrong.append(f"{one.quote[:40]}: {one.speaker_type}, not {expected.type} ({one.speaker})")
        if expected.speaker != "-" and expected.speaker not in one.speaker:
            wrong.append(f"{one.quote[:40]}: speaker {one.speaker!r}, not {expected.speaker!r}")
        if expected.places != "*":
            have = {place.id for place in one.places}
            want = {each for each in expected.places.split() if each != "*"}
            if not (want <= have if "*" in expected.places.split() else want == have):
                wrong.append(f"{one.quote[:40]}: places {have}, not {expected.places}")
        if expected.recorded not in ("*", one.recorded_by):
            wrong.append(f"{one.quote[:40]}: recorded by {one.recorded_by!r}, not {expected.recorded!r}")
    wrong += [f"extra: {one.quote} ({one.speaker}; {one.speaker_type})" for one in left]
    assert not wrong, "\n".join(wrong)
