"""What takes claims out of passages: the rules, and whatever else keeps to the same protocol."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from rantau.evidence.claims import extract_claims
from rantau.evidence.context import ClaimContext
from rantau.evidence.reading import EXTRACTOR
from rantau.framework.refusals import Refusal, counted
from rantau.store.records import Citation, Claim, Passage

__all__ = ["Extracted", "Extractor", "Refusal", "RuleExtractor", "joined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What an extractor made of one document."""

    claims: tuple[Claim, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    withheld: str = ""
    """Why the document was not read at all; empty when it was."""
    details: dict[str, object] = field(default_factory=dict)
    """What an audit should keep beside the counts: the model's name, the version of what it was asked."""

    def refused(self) -> dict[str, int]:
        """How many were refused for each reason, the most first."""
        return counted(self.refusals)


class Extractor(Protocol):
    """Passages in, claims out."""

    @property
    def name(self) -> str:
        """Name and version, kept with each claim (``extracted_by``)."""
        ...

    def extract(
        self, passages: Sequence[Passage], citations: Sequence[Citation], context: ClaimContext
    ) -> Extracted:
        """Take the claims out of one document.

        Args:
            passages: The document's passages in reading order.
            citations: The document's citations, any order.
            context: Document, place names and vocabulary.
        """
        ...


@dataclass(frozen=True, slots=True)
class RuleExtractor:
    """The rules of this room, which use no network."""

    name: str = EXTRACTOR

    def extract(
        self, passages: Sequence[Passage], citations: Sequence[Citation], context: ClaimContext
    ) -> Extracted:
        """See :func:`rantau.evidence.claims.extract_claims`."""
        return Extracted(claims=tuple(extract_claims(passages, citations, context)))


def joined(first: Sequence[Claim], second: Sequence[Claim]) -> list[Claim]:
    """Claims of two extractors in reading order, those that say the same kept once, the first extractor's.

    Two claims say the same when they quote overlapping stretches of one passage with the same value and unit. Ids of
    the second are numbered on from those of the first.

    Args:
        first: Claims whose ids stay.
        second: Claims to add.
    """
    kept = list(first)
    numbers = Counter(claim.passage for claim in first)
    for claim in second:
        if any(_same(claim, other) for other in kept):
            continue
        numbers[claim.passage] += 1
        kept.append(replace(claim, id=f"{claim.passage}/q{numbers[claim.passage]}"))
    return kept


def _same(one: Claim, other: Claim) -> bool:
    return (
        one.passage == other.passage
        and one.unit == other.unit
        and (one.value, one.low, one.high) == (other.value, other.low, other.high)
        and one.start < other.end
        and other.start < one.end
    )
