"""Made-up texts with their citations, the claims found in them, and the reports with what should be found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from rantau.corpus.passages import build_passages
from rantau.corpus.read import read_document
from rantau.evidence import ClaimContext, Lineage, default_place_index, extract_claims, lineage, triangulate
from rantau.store.records import (
    Citation,
    Claim,
    ClaimGroup,
    Document,
    Group,
    Passage,
    Period,
    PlaceMention,
    Reference,
)

REPORTS = Path(__file__).resolve().parent / "reports"

_NAME = r"[A-Z][\w'’.-]+(?:\s(?:of|for|the|and|&|[A-Z][\w'’.-]+)){0,6}"
_PARENTHETICAL = re.compile(
    r"[(;]\s*(?P<name>[A-Z][^();\d]*?),?\s(?P<year>\d{4})(?P<suffix>[a-z]?)(?P<page>[^();]*)(?=[;)])"
)
_NARRATIVE = re.compile(rf"(?P<name>{_NAME})\s\((?P<year>\d{{4}})(?P<suffix>[a-z]?)(?P<page>,[^()]*)?\)")
_NUMERIC = re.compile(r"\[(?P<number>\d{1,2})(?P<page>,[^\]]*)?\]")


def citations_in(passage: Passage) -> list[Citation]:
    """Author–year and numeric citations of a passage: what the tests need of the citation reader, and no more."""
    found: list[Citation] = []
    spans: list[tuple[int, int]] = []

    def add(start: int, end: int, name: str, year: int | None, style: str, suffix: str = "") -> None:
        if any(start < high and low < end for low, high in spans):
            return
        spans.append((start, end))
        found.append(
            Citation(
                id=f"{passage.id}/c{len(found) + 1}",
                document=passage.document,
                passage=passage.id,
                start=start,
                end=end,
                text=passage.text[start:end],
                authors=(name,),
                year=year,
                suffix=suffix,
                cited_page="",
                style=style,  # type: ignore[arg-type]
                status="matched",
                reference=f"{passage.document}/r-{name}-{year}{suffix}",
            )
        )

    for match in _NARRATIVE.finditer(passage.text):
        name = re.sub(r"^(?:The|As|Survei|Menurut|According to(?: the)?)\s", "", match["name"])
        start = match.start() + len(match["name"]) - len(name)
        add(start, match.end(), name, int(match["year"]), "narrative", match["suffix"])
    for match in _PARENTHETICAL.finditer(passage.text):
        name = re.sub(r"^(?:see also|see|cf\.)\s", "", match["name"].strip())
        add(match.start() + 1, match.end(), name, int(match["year"]), "parenthetical", match["suffix"])
    for match in _NUMERIC.finditer(passage.text):
        add(match.start(), match.end(), match["number"], None, "numeric")
    return found


@dataclass(frozen=True)
class Reading:
    """A text as read: its passages, citations and claims."""

    document: Document
    passages: list[Passage]
    citations: list[Citation]
    claims: list[Claim]

    def sources(self, claim: Claim) -> str:
        """Whom a claim names: ``Labour Observatory 2023; …``."""
        named = [self.citation(one) for one in claim.citations]
        return "; ".join(" ".join(str(part) for part in (one.authors[0], one.year) if part) for one in named)

    def citation(self, identifier: str) -> Citation:
        return next(one for one in self.citations if one.id == identifier)


def read_text(
    text: str, *, language: str = "", title: str = "", year: int | None = 2024, cite: bool = True
) -> Reading:
    """Read Markdown the way a study does, and take its claims."""
    read = read_document(text.encode(), "a.md")
    _, passages = build_passages("dabc", read)
    document = Document(
        id="dabc",
        file="a.md",
        sha256="",
        size=len(text),
        format="markdown",
        title=title or read.title,
        year=year,
        language=language or read.language,
    )
    citations = [one for passage in passages for one in citations_in(passage)] if cite else []
    context = ClaimContext(document=document, places=default_place_index())
    return Reading(document, passages, citations, extract_claims(passages, citations, context))


@dataclass(frozen=True)
class Expected:
    """A line of a report's gold: ``*`` in a part leaves it open."""

    paragraph: str
    low: float
    high: float
    qualifier: str
    unit: str
    indicator: str = "*"
    places: str = "*"
    period: str = "*"
    sources: str = "*"
    optional: bool = False


@dataclass
class Scores:
    """How what was found compares with what should have been."""

    found: list[tuple[Expected, Claim]] = field(default_factory=list)
    missing: list[Expected] = field(default_factory=list)
    extra: list[Claim] = field(default_factory=list)
    wrong: dict[str, list[tuple[Expected, Claim, str]]] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)

    @property
    def f1(self) -> float:
        hits = len(self.found)
        return 2 * hits / (2 * hits + len(self.missing) + len(self.extra)) if hits else 0.0

    def right(self, part: str) -> float:
        """Share of the found claims in which a part is right, where the gold gives it."""
        asked = self.asked.get(part, 0)
        return 1 - len(self.wrong.get(part, ())) / asked if asked else 1.0


def _gold_line(line: str, paragraph: str) -> Expected:
    parts = [part.strip() for part in line.partition(" ")[2].split("|")]
    words = parts[0].split()
    values = [float(one) for one in words[0].split("..")]
    qualifiers = ("exact", "about", "at_least", "at_most", "more_than", "less_than", "range", "*")
    qualifier = words[1] if words[1] in qualifiers else "exact"
    unit = " ".join(words[2:] if words[1] in qualifiers else words[1:]) or "*"
    optional = line.startswith("=? ")
    return Expected(paragraph, values[0], values[-1], qualifier, unit, *parts[1:], optional=optional)


def load_report(path: Path) -> tuple[str, list[Expected]]:
    """A report's text, and what should be found in it."""
    text: list[str] = []
    gold: list[Expected] = []
    table: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("= ", "=? ")):
            gold.append(_gold_line(line, "\n".join(table)))
            continue
        if line.startswith("|"):
            table = [*table, line] if text and text[-1].startswith("|") else [line]
        elif line.strip() and not line.startswith("Source:"):
            table = [line]
        text.append(line)
    return "\n".join(text), gold


_ROLES = {"o": "origin", "t": "transit", "d": "destination"}


def _wrong(expected: Expected, claim: Claim, sources: str) -> dict[str, str]:
    """Parts that the gold gives, and what was found instead; empty where it is right."""
    found: dict[str, str] = {}
    if expected.qualifier != "*":
        found["qualifier"] = "" if claim.qualifier == expected.qualifier else claim.qualifier
    if expected.indicator not in ("*", "-"):
        wanted_one = None if expected.indicator == "none" else expected.indicator
        found["indicator"] = "" if claim.indicator == wanted_one else str(claim.indicator)
    if expected.places != "*":
        open_end = "*" in expected.places.split()
        wanted = [one for one in expected.places.split() if one not in ("*", "-")]
        ids = {one.partition(":")[0] for one in wanted}
        have = {place.id: place.role for place in claim.places}
        right = ids <= set(have) if open_end else ids == set(have)
        shown = " ".join(f"{place}:{role[0]}" for place, role in have.items()) or "none"
        found["places"] = "" if right else shown
        roles = {one.partition(":")[0]: _ROLES[one[-1]] for one in wanted if ":" in one}
        if right and roles:
            found["roles"] = "" if all(have[place] == role for place, role in roles.items()) else shown
    if expected.period != "*":
        have_period = "-"
        if claim.period is not None:
            ends = (claim.period.start, claim.period.end)
            have_period = ends[0] if ends[0] == ends[1] else "/".join(ends)
        found["period"] = "" if have_period == expected.period else have_period
    if expected.sources != "*":
        have_sources = sources or "-"
        found["sources"] = "" if have_sources == expected.sources else have_sources
    return found


def _is_value(expected: Expected, claim: Claim) -> bool:
    if expected.unit not in ("*", claim.unit):
        return False
    if expected.low != expected.high:
        return claim.low == expected.low and claim.high == expected.high
    return claim.value is not None and abs(claim.value - expected.low) <= 0.01 * max(1.0, abs(expected.low))


def _bare(text: str) -> str:
    """The first line of a paragraph or table without marks, as the gold and the passage both have it."""
    return re.sub(r"^-|[|\s*_]+", "", text.split("\n")[0])


def score(reading: Reading, gold: Sequence[Expected], bare: Callable[[str], str] = _bare) -> Scores:
    """Pair the claims found with the gold, paragraph by paragraph, by value and unit."""
    scores = Scores()
    texts = {passage.id: passage.text for passage in reading.passages}
    left = list(reading.claims)
    for expected in gold:
        head = bare(expected.paragraph)
        same = [
            claim
            for claim in left
            if _is_value(expected, claim) and bare(texts[claim.passage]).startswith(head[:60])
        ]
        if not same:
            if not expected.optional:
                scores.missing.append(expected)
            continue
        # Of two claims of one value the one that is right in most parts is meant.
        claim = min(
            same, key=lambda one: sum(map(bool, _wrong(expected, one, reading.sources(one)).values()))
        )
        left.remove(claim)
        if expected.optional:
            continue
        scores.found.append((expected, claim))
        for part, found in _wrong(expected, claim, reading.sources(claim)).items():
            scores.asked[part] = scores.asked.get(part, 0) + 1
            if found:
                scores.wrong.setdefault(part, []).append((expected, claim, found))
    scores.extra = left
    return scores


@pytest.fixture(scope="session")
def read() -> Callable[..., Reading]:
    """Read a text and take its claims."""
    return read_text


@pytest.fixture(scope="session")
def claims() -> Callable[..., list[Claim]]:
    """The claims of a text."""
    return lambda text, **settings: read_text(text, **settings).claims


@pytest.fixture(scope="session")
def scored() -> Callable[[str], Scores]:
    """Read a made-up report and compare what is found with its gold."""

    def compare(name: str) -> Scores:
        text, gold = load_report(REPORTS / f"{name}.md")
        return score(read_text(text), gold)

    return compare


@pytest.fixture(scope="session")
def gold_tools() -> SimpleNamespace:
    """What reads a report's gold and compares it with what was found."""
    return SimpleNamespace(load_report=load_report, score=score)


@pytest.fixture(scope="session")
def reports() -> list[str]:
    """Names of the made-up reports."""
    return sorted(path.stem for path in REPORTS.glob("*.md") if path.stem != "README")


@pytest.fixture(scope="session")
def claim() -> Callable[..., Claim]:
    """A claim made by hand: value, qualifier, and whatever else is named."""
    return made_claim


def made_claim(
    value: float | None,
    qualifier: str = "exact",
    *,
    id: str = "d1/p1/q1",
    unit: str = "persons",
    indicator: str | None = "deportations",
    places: tuple[tuple[str, str], ...] = (("MYS", "destination"),),
    period: tuple[str, str] | str | None = None,
    cites: tuple[str, ...] = (),
    own_data: bool | None = None,
    group: Group | None = None,
    low: float | None = None,
    high: float | None = None,
    status: str = "proposed",
) -> Claim:
    """A claim with what a test says of it; ``period`` is a year, or first and last date."""
    ends = (period, period) if isinstance(period, str) else period
    return Claim(
        id=id,
        document=id.split("/")[0],
        passage=id.rpartition("/")[0],
        page=1,
        start=0,
        end=5,
        quote="quote",
        value=value,
        low=low,
        high=high,
        qualifier=qualifier,  # type: ignore[arg-type]
        unit=unit,
        measure="people deported",
        indicator=indicator,
        indicator_score=0.9,
        places=tuple(PlaceMention(place, role) for place, role in places),  # type: ignore[arg-type]
        group=group or Group(),
        period=Period(*ends, "in " + "–".join(dict.fromkeys(ends))) if ends else None,
        citations=cites,
        own_data=not cites if own_data is None else own_data,
        extracted_by="by hand",
        confidence=0.9,
        status=status,
    )


class Shelf:
    """Documents with their references, citations and claims, made by hand."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.references: list[Reference] = []
        self.citations: list[Citation] = []
        self.claims: list[Claim] = []

    def document(self, id: str, author: str, year: int | None, title: str, **more: object) -> str:
        """A document of the study."""
        made = Document(id=id, file=f"{id}.pdf", sha256="", size=1, authors=(author,), year=year, title=title)
        self.documents.append(replace(made, **more))  # type: ignore[arg-type]
        return id

    def cites(
        self, document: str, author: str, year: int, title: str = "", *, doi: str = "", listed: bool = True
    ) -> str:
        """A citation in a document, with its entry in the reference list unless it dangles."""
        reference = f"{document}/r{len(self.references) + 1}"
        if listed:
            self.references.append(
                Reference(
                    id=reference,
                    document=document,
                    passage="",
                    key="",
                    raw="",
                    authors=(author,),
                    year=year,
                    suffix="",
                    title=title,
                    container="",
                    doi=doi,
                    url="",
                )
            )
        return self._citation(document, author, year, reference if listed else None, ())

    def ambiguous(self, document: str, author: str, year: int, *citations: str) -> str:
        """A citation that may be any of those that others point to."""
        known = {citation.id: citation.reference for citation in self.citations}
        return self._citation(document, author, year, None, tuple(str(known[one]) for one in citations))

    def _citation(
        self, document: str, author: str, year: int, reference: str | None, candidates: tuple[str, ...]
    ) -> str:
        made = Citation(
            id=f"{document}/p1/c{len(self.citations) + 1}",
            document=document,
            passage=f"{document}/p1",
            start=0,
            end=1,
            text=f"({author}, {year})",
            authors=(author,),
            year=year,
            suffix="",
            cited_page="",
            style="parenthetical",
            status="matched" if reference else "ambiguous" if candidates else "dangling",
            reference=reference,
            candidates=candidates,
        )
        self.citations.append(made)
        return made.id

    def says(self, document: str, value: float | None, qualifier: str = "exact", **more: object) -> Claim:
        """A claim of a document."""
        number = 1 + sum(claim.document == document for claim in self.claims)
        made = made_claim(value, qualifier, id=f"{document}/p1/q{number}", **more)  # type: ignore[arg-type]
        self.claims.append(made)
        return made

    def groups(self) -> list[ClaimGroup]:
        return triangulate(self.claims, self.documents, self.references, self.citations)

    def lineage(self) -> Lineage:
        return lineage(self.claims, self.documents, self.references, self.citations)


@pytest.fixture
def shelf() -> Shelf:
    """An empty shelf."""
    return Shelf()


@pytest.fixture(scope="session")
def new_shelf() -> Callable[[], Shelf]:
    """Makes empty shelves, for properties that need one each time."""
    return Shelf
