"""The documents of the gold set as a study reads them, and what the extractors find in them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from gold.annotation import Annotation, Speech, Where, load
from rantau.corpus.citations import find_citations
from rantau.corpus.passages import build_passages
from rantau.corpus.read import read_document
from rantau.corpus.references import parse_references
from rantau.evidence import ClaimContext, default_place_index, extract_claims, extract_testimonies
from rantau.store.records import Citation, Claim, Document, Passage

__all__ = ["ARTICLE", "FOLDER", "Reading", "annotation", "claims", "country", "names", "read", "testimonies"]

FOLDER = Path(__file__).resolve().parent
ARTICLE = FOLDER.parents[1].parent / "shared" / "reference" / "hastira-2025-asean-migration.md"
YEARS = {
    "agadez-road": 2019,
    "article": 2025,
    "council-annual-report": 2023,
    "debt-article": 2021,
    "flash-update": 2024,
    "gulf-audit": 2024,
    "harbour-voices": 2023,
    "isthmus-brief": 2023,
    "laporan-ntt": 2023,
    "liputan-kamboja": 2024,
    "night-bus-feature": 2022,
    "orchard-report": 2022,
    "sitrep": 2021,
}
"""The year that an analyst would give each document in ``sources.csv``."""


@dataclass(frozen=True)
class Reading:
    """A document as read."""

    name: str
    document: Document
    passages: tuple[Passage, ...]
    citations: tuple[Citation, ...]


def names() -> list[str]:
    """Names of the documents at hand; the article is one of them where it can be read."""
    made = [path.stem for path in (FOLDER / "documents").iterdir()]
    return sorted([*made, "article"] if ARTICLE.exists() else made)


@cache
def read(name: str) -> Reading:
    """Read a document of the set as a study does."""
    path = ARTICLE if name == "article" else next((FOLDER / "documents").glob(f"{name}.*"))
    data = path.read_bytes()
    made = read_document(data, path.name)
    _, passages = build_passages("dgold", made)
    references = parse_references("dgold", passages)
    document = Document(
        id="dgold",
        file=path.name,
        sha256="",
        size=len(data),
        format=made.format,
        title=made.title,
        year=YEARS[name],
        language=made.language or _language(passages),
    )
    citations = tuple(find_citations("dgold", passages, references))
    return Reading(name, document, tuple(passages), citations)


def _language(passages: Sequence[Passage]) -> str:
    """The language of most of the text, as a study takes it."""
    letters: Counter[str] = Counter()
    for passage in passages:
        if passage.language:
            letters[passage.language] += len(passage.text)
    return letters.most_common(1)[0][0] if letters else ""


def annotation(name: str, by: str = "pass_one") -> Annotation | None:
    """An annotator's work on a document; None where there is none."""
    path = FOLDER / by / f"{name}.jsonl"
    return load(path, read(name).passages) if path.exists() else None


@cache
def claims(name: str) -> tuple[Claim, ...]:
    """What the extractor finds in a document."""
    reading = read(name)
    context = ClaimContext(document=reading.document, places=default_place_index())
    return tuple(extract_claims(reading.passages, reading.citations, context))


@cache
def _countries() -> dict[str, str]:
    table = files("rantau.baseline").joinpath("places.csv").read_text(encoding="utf-8")
    return {row["id"]: row["iso3"] for row in csv.DictReader(table.splitlines()) if row["iso3"]}


def country(place: str) -> str:
    """A place's country; a country or a region itself."""
    return _countries().get(place, place)


@cache
def testimonies(name: str) -> tuple[Speech, ...]:
    """What the extractor of testimonies finds in a document, with the words that the text has for the speaker."""
    reading = read(name)
    context = ClaimContext(document=reading.document, places=default_place_index())
    return tuple(
        Speech(
            pieces=(Where(int(one.passage.rpartition("/p")[2]), one.start, one.end),),
            speaker=one.speaker,
            speaker_type=one.speaker_type,
            places=tuple(place.id for place in one.places),
            source=one.recorded_by,
        )
        for one in extract_testimonies(reading.passages, reading.citations, context)
    )
