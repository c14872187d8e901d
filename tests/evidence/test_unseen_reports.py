"""Made-up reports in many layouts, read the way a study reads them: with its own citations and notes.

Their first figures, before anything was mended, are in ``unseen/README.md``; the tests hold what the rules do now.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from rantau.baseline.load import places as baseline_places
from rantau.corpus.citations import find_citations
from rantau.corpus.passages import build_passages
from rantau.corpus.read import read_document
from rantau.corpus.references import parse_references
from rantau.evidence import ClaimContext, default_place_index, extract_claims
from rantau.store.records import Citation, Claim, Document, Passage, Reference

UNSEEN = Path(__file__).resolve().parent / "unseen"
REPORTS = sorted(path.name for path in UNSEEN.glob("*.*") if path.stem != "README")
FLOORS = {"f1": 0.95, "places": 0.90, "sources": 0.93, "indicator": 0.87, "qualifier": 0.96}
"""A little under what all reports together give."""


@dataclass(frozen=True)
class Reading:
    passages: list[Passage]
    citations: dict[str, Citation]
    references: dict[str, Reference]
    claims: list[Claim]

    def sources(self, claim: Claim) -> str:
        return "; ".join(self._named(self.citations[one]) for one in claim.citations)

    def _named(self, one: Citation) -> str:
        entry = self.references.get(one.reference or "")
        if one.style == "numeric" and entry is not None:
            return str(entry.number)
        author = one.authors[0] if one.authors else one.text
        return f"{author.split(',')[0]} {one.year or ''}".strip()


def read(path: Path, text: str) -> Reading:
    made = read_document(text.encode(), path.name)
    _, passages = build_passages("dabc", made)
    references = parse_references("dabc", passages)
    citations = find_citations("dabc", passages, references)
    weight: Counter[str] = Counter()
    for passage in passages:
        weight[passage.language] += len(passage.text)
    document = Document(
        id="dabc",
        file=path.name,
        sha256="",
        size=len(text),
        format=made.format,
        title=made.title,
        year=made.year or 2024,
        language=made.language or max(weight, key=lambda name: weight[name]),
    )
    claims = extract_claims(
        passages, citations, ClaimContext(document=document, places=default_place_index())
    )
    return Reading(passages, {one.id: one for one in citations}, {one.id: one for one in references}, claims)


def country(place: str) -> str:
    known = baseline_places().get(place)
    return (known.iso3 if known is not None else "") or place


def right_place(wanted: str, claim: Claim) -> bool:
    """Whether a claim has the places of the gold; a country stands for its parts."""
    parts = wanted.split()
    ids = {country(part.partition(":")[0]) for part in parts if part not in ("*", "-")}
    have = {country(place.id) for place in claim.places}
    return ids <= have if "*" in parts else ids == have


def right_source(wanted: str, found: str) -> bool:
    """Whether the same works are named; of an organisation's name a word is enough."""
    one, other = wanted.split("; "), found.split("; ")
    return len(one) == len(other) and all(
        a.split()[-1] == b.split()[-1] and (len(a.split()) < 2 or set(a.split()[:-1]) & set(b.split()[:-1]))
        for a, b in zip(one, other, strict=True)
        if a and b
    )


def bare(text: str) -> str:
    text = re.sub(r"<caption>.*", "", text.split("\n")[0])
    return re.sub(r"^[-*]\s|^-|<[^>]+>|[|\s*_>]+|\[\^\d+\]|[¹²³⁴⁵⁶⁷⁸⁹⁰]", "", text)


@pytest.fixture(scope="module")
def totals(gold_tools: SimpleNamespace) -> Counter[str]:
    counts: Counter[str] = Counter()
    for name in REPORTS:
        counts.update(_counts(name, gold_tools))
    return counts


def _counts(name: str, tools: Any) -> Counter[str]:
    path = UNSEEN / name
    text, gold = tools.load_report(path)
    reading = read(path, text)
    scores = tools.score(reading, gold, bare)
    counts = Counter(found=len(scores.found), missing=len(scores.missing), extra=len(scores.extra))
    for part, asked in scores.asked.items():
        wrong = scores.wrong.get(part, [])
        if part == "places":
            wrong = [one for one in wrong if not right_place(one[0].places, one[1])]
        if part == "sources":
            wrong = [one for one in wrong if not right_source(one[0].sources, one[2])]
        counts[f"{part} asked"] += asked
        counts[f"{part} wrong"] += len(wrong)
    return counts


def _f1(counts: Counter[str]) -> float:
    return 2 * counts["found"] / (2 * counts["found"] + counts["missing"] + counts["extra"])


def test_all_reports_together_give_their_claims(totals: Counter[str]) -> None:
    assert totals["found"] + totals["missing"] > 650
    assert _f1(totals) >= FLOORS["f1"]


@pytest.mark.parametrize("part", ["places", "sources", "indicator", "qualifier"])
def test_what_belongs_to_a_claim_is_right_in_most(totals: Counter[str], part: str) -> None:
    assert totals[f"{part} asked"] > 150
    assert 1 - totals[f"{part} wrong"] / totals[f"{part} asked"] >= FLOORS[part]


@pytest.mark.parametrize("name", REPORTS)
def test_no_report_is_read_badly(gold_tools: SimpleNamespace, name: str) -> None:
    assert _f1(_counts(name, gold_tools)) >= 0.82
