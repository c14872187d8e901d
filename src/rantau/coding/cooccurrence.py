"""Which codes stand on the same passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from rantau.coding.effective import Coded

__all__ = ["Pair", "cooccurrence", "passages_by_code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two codes that stand together on at least one passage.

    Attributes:
        first: Id of the code that comes first by id.
        second: Id of the other.
        together: Passages that have both.
        either: Passages that have one or both.
        jaccard: ``together / either``.
        lift: How many times more often they stand together than if they were independent of each other,
            P(both) / (P(first) · P(second)), among passages that have any code.
    """

    first: str
    second: str
    together: int
    either: int
    jaccard: float
    lift: float


def passages_by_code(coded: Iterable[Coded]) -> dict[str, frozenset[str]]:
    """Code -> ids of the passages that have it, whatever the polarity."""
    found: dict[str, set[str]] = {}
    for one in coded:
        if one.counts:
            found.setdefault(one.code, set()).add(one.passage)
    return {code: frozenset(passages) for code, passages in sorted(found.items())}


def cooccurrence(coded: Iterable[Coded]) -> list[Pair]:
    """Pairs of codes that stand together, the ones together most often first.

    A code and one above it are no pair: that one applies where the other does is how the codebook is built.
    """
    by_passage: dict[str, set[str]] = {}
    for one in coded:
        if one.counts:
            by_passage.setdefault(one.passage, set()).add(one.code)
    alone = Counter(code for codes in by_passage.values() for code in codes)
    together = Counter(
        pair
        for codes in by_passage.values()
        for pair in combinations(sorted(codes), 2)
        if not pair[1].startswith(f"{pair[0]}.")
    )
    total = len(by_passage)
    pairs = []
    for (first, second), both in together.items():
        either = alone[first] + alone[second] - both
        pairs.append(
            Pair(
                first=first,
                second=second,
                together=both,
                either=either,
                jaccard=both / either,
                lift=both * total / (alone[first] * alone[second]),
            )
        )
    return sorted(pairs, key=lambda pair: (-pair.together, pair.first, pair.second))
