"""The body of evidence beneath a group of findings or of claims: what a grade is judged by, counted once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rantau.baseline.load import places as baseline_places
from rantau.evidence.works import Works
from rantau.framework.words import SourceType, Verdict
from rantau.store.records import (
    Claim,
    ClaimGroup,
    Document,
    Finding,
    FindingGroup,
    PlaceMention,
    Section,
    Testimony,
)

__all__ = [
    "Body",
    "RootSource",
    "Sources",
    "body_of_claims",
    "body_of_findings",
    "country_of",
    "documents_with_methods",
]

_METHOD = re.compile(
    r"\b(?:method\w*|data (?:and|collection|sources)|sample|sampling|how (?:we|this)|scope and limitations"
    r"|limitations|metod\w*|metodologi|pengumpulan data|sumber data|kaedah)\b",
    re.IGNORECASE,
)
_FROM_AFAR = ("the place is taken from the heading", "the place is taken from the document title")
_HEDGED = ("the text says that it can happen, not that it does", "the text gives it as alleged")


@dataclass(frozen=True, slots=True)
class RootSource:
    """A root source as far as its methods can be judged."""

    name: str
    read: bool
    """Whether it is a document of the study; else it is only quoted."""
    source_type: SourceType = "unknown"
    says_how: bool | None = None
    """Whether it says how it knows; None where that was not looked at."""
    machine_read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What stands beneath one group."""

    subject: str
    kind: Literal["findings", "claims"]
    roots: tuple[RootSource, ...]
    documents: int
    testimonies: int = 0
    words: int = 0
    """Words quoted in all."""
    stated: int = 0
    denied: int = 0
    hedged: int = 0
    """Findings that a text gives as possible or alleged."""
    verdict: Verdict | None = None
    ratio: float | None = None
    """Of conflicting values the greater over the lesser, where both are known."""
    places: tuple[PlaceMention, ...] = ()
    from_afar: int = 0
    """Records whose place is taken from a heading or a title."""
    years: tuple[int, ...] = ()
    """First and last years that the records speak of."""
    published: tuple[int, ...] = ()
    """Years in which the documents were published whose records give no period."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Documents of a study by id, and which root source each is by the name that groups give it."""

    documents: Mapping[str, Document]
    by_name: Mapping[str, RootSource]

    @classmethod
    def of(cls, documents: Sequence[Document], works: Works, with_methods: Collection[str] | None) -> Sources:
        """Look up sources.

        Args:
            documents: The study's documents.
            works: The works of the study.
            with_methods: Ids of documents that say how they know; None where that was not looked at.
        """
        known = {one.id: one for one in documents}
        named: dict[str, RootSource] = {}
        for work in works.works.values():
            copies = [known[one] for one in work.documents if one in known]
            if not copies:
                continue
            types = [one.source_type for one in copies if one.source_type != "unknown"]
            named[work.name] = RootSource(
                name=work.name,
                read=True,
                source_type=types[0] if types else "unknown",
                says_how=None if with_methods is None else any(one.id in with_methods for one in copies),
                machine_read=all(one.machine_read for one in copies),
            )
        return cls(known, named)

    def roots(self, names: Iterable[str]) -> tuple[RootSource, ...]:
        """Root sources by name; one that is no document of the study was only quoted."""
        return tuple(self.by_name.get(name, RootSource(name, read=False)) for name in names)

    def year(self, document: str) -> int | None:
        found = self.documents.get(document)
        return found.year if found is not None else None


def documents_with_methods(sections: Iterable[Section]) -> frozenset[str]:
    """Ids of documents with a section whose title says that it tells how they know."""
    return frozenset(one.document for one in sections if _METHOD.search(one.title))


def body_of_findings(
    group: FindingGroup,
    findings: Mapping[str, Finding],
    testimonies: Mapping[str, Testimony],
    sources: Sources,
) -> Body:
    """The body of evidence of a group of findings; records that are not given are not counted."""
    stated = [findings[one] for one in group.findings if one in findings]
    denied = [findings[one] for one in group.denials if one in findings]
    told = [testimonies[one] for one in group.testimonies if one in testimonies]
    judged = stated or denied
    return Body(
        subject=group.id,
        kind="findings",
        roots=sources.roots(group.roots),
        documents=group.documents,
        testimonies=len(told),
        words=_words([*(one.quote for one in stated), *(one.quote for one in told)]),
        stated=len(stated),
        denied=len(denied),
        hedged=sum(any(note in one.notes for note in _HEDGED) for one in stated),
        places=group.places,
        from_afar=sum(any(note in one.notes for note in _FROM_AFAR) for one in judged),
        years=_years(judged),
        published=_published(judged, sources),
    )


def body_of_claims(group: ClaimGroup, claims: Mapping[str, Claim], sources: Sources) -> Body:
    """The body of evidence of a group of claims."""
    members = [claims[one] for one in group.claims if one in claims]
    sizes = [abs(one.value) for one in members if one.value]
    return Body(
        subject=group.id,
        kind="claims",
        roots=sources.roots(group.roots),
        documents=group.documents,
        words=_words([one.quote for one in members]),
        stated=len(members),
        verdict=group.verdict,
        ratio=max(sizes) / min(sizes) if len(sizes) > 1 else None,
        places=group.places,
        from_afar=sum(any(note in one.notes for note in _FROM_AFAR) for one in members),
        years=_years(members),
        published=_published(members, sources),
    )


def _words(quotes: Iterable[str]) -> int:
    """Words of quotations, each counted once: two findings may stand in one sentence."""
    return sum(len(text.split()) for text in set(quotes))


def _years(records: Iterable[Finding | Claim]) -> tuple[int, ...]:
    periods = (one.period for one in records if one.period is not None)
    ends = (end[:4] for period in periods for end in (period.start, period.end))
    return tuple(int(year) for year in ends if len(year) == 4 and year.isdecimal())


def _published(records: Iterable[Finding | Claim], sources: Sources) -> tuple[int, ...]:
    years = (sources.year(one.document) for one in records if one.period is None)
    return tuple(year for year in years if year is not None)


def country_of(place: str) -> str:
    """The country that a place lies in; a region stands for itself."""
    known = baseline_places().get(place)
    return known.iso3 or place if known is not None else place
