"""Which arrows of the concept graph passages speak of, and which none does."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rantau.coding.effective import Coded
from rantau.framework.codebook import Arrow, Codebook

__all__ = ["ArrowEvidence", "Evidence", "arrow_evidence"]

_INSECURITY = "insecurity"
"""The concept that only codings with this polarity speak of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A passage that speaks of both ends of an arrow, and the codes under which it does."""

    document: str
    passage: str
    page: int
    start: tuple[str, ...]
    end: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrowEvidence:
    """An arrow with the passages that speak of both of its ends.

    That a passage speaks of both is a place to look for what it says of their relation; it does not show that the one
    makes the other.
    """

    arrow: Arrow
    passages: tuple[Evidence, ...]

    @property
    def documents(self) -> int:
        return len({one.document for one in self.passages})


def arrow_evidence(codebook: Codebook, coded: Iterable[Coded]) -> list[ArrowEvidence]:
    """For each arrow of the concept graph, in its order, the passages that speak of both of its ends.

    The two ends need two codes: one code that lies under both (identification of victims is protection too) does not
    make a passage speak of a relation. Codings of protection do not speak of insecurity.

    Args:
        codebook: The study's codebook.
        coded: How codes on passages stand, by document and in reading order; those that count are looked at.
    """
    by_passage: dict[str, list[Coded]] = {}
    for one in coded:
        if one.counts:
            by_passage.setdefault(one.passage, []).append(one)
    found = []
    for arrow in codebook.arrows:
        evidence = []
        for passage, codes in by_passage.items():
            start, end = _speaking(codebook, arrow.start, codes), _speaking(codebook, arrow.end, codes)
            if _two(start, end):
                evidence.append(
                    Evidence(
                        document=codes[0].document,
                        passage=passage,
                        page=codes[0].page,
                        start=tuple(sorted(start)),
                        end=tuple(sorted(end)),
                    )
                )
        found.append(ArrowEvidence(arrow=arrow, passages=tuple(evidence)))
    return found


def _speaking(codebook: Codebook, end: str, codes: Iterable[Coded]) -> set[str]:
    return {
        one.code
        for one in codes
        if (end != _INSECURITY or one.polarity == _INSECURITY) and codebook.speaks_of(end, (one.code,))
    }


def _two(start: Collection[str], end: Collection[str]) -> bool:
    """Whether some code of the one and another code of the other are there."""
    return bool(start) and bool(end) and len({*start, *end}) > 1
