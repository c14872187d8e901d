"""Saturation: how many new codes each further document brings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Saturation", "Step", "codes_by_document", "saturation"]

from rantau.coding.effective import Coded


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One further document.

    Attributes:
        documents: How many documents have been coded with this one.
        document: Its id.
        new: Codes that no document before it had, in order.
        codes: How many codes there are so far.
        expected: How many codes that many documents hold on average, over all orders.
        low: In 2.5 % of random orders there are no more.
        high: In 2.5 % of random orders there are no fewer.
    """

    documents: int
    document: str
    new: tuple[str, ...]
    codes: int
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Saturation:
    """A saturation curve.

    Attributes:
        steps: Documents in the order in which they were coded.
        orders: How many random orders the intervals rest on.
        seed: Where chance started from.
        last_new: The number of the last document that brought a new code; 0 where there are no codes.
    """

    steps: tuple[Step, ...]
    orders: int
    seed: int

    @property
    def last_new(self) -> int:
        return max((step.documents for step in self.steps if step.new), default=0)

    @property
    def words(self) -> str:
        """What the curve says, in a sentence, without saying more than it can."""
        if not self.steps:
            return "No document is coded, so there is no saturation curve."
        since = len(self.steps) - self.last_new
        return (
            f"{self.steps[-1].codes} codes in {len(self.steps)} documents; the last {since} brought no new one. That "
            "codes recur does not show that their meaning is exhausted."
        )


def codes_by_document(coded: Iterable[Coded]) -> dict[str, frozenset[str]]:
    """Document id -> codes that count there."""
    found: dict[str, set[str]] = {}
    for one in coded:
        if one.counts:
            found.setdefault(one.document, set()).add(one.code)
    return {document: frozenset(codes) for document, codes in found.items()}


def saturation(
    codes: Mapping[str, frozenset[str]], order: Sequence[str], *, orders: int = 1000, seed: int = 0
) -> Saturation:
    """The saturation curve of documents in the order in which they were coded, with intervals over random orders.

    The expectation is exact: a code that n of N documents hold is missing from k of them with probability
    C(N - n, k) / C(N, k) (Hurlbert 1971, Ecology 52, 577-586; as sample-based rarefaction Colwell, Mao & Chang 2004,
    Ecology 85, 2717-2727).

    Args:
        codes: Document id -> its codes.
        order: Ids of all these documents, the first coded first.
        orders: Random orders for the intervals.
        seed: Where chance starts from.
    """
    import numpy as np

    count = len(order)
    if not count:
        return Saturation(steps=(), orders=orders, seed=seed)
    names = sorted({code for document in order for code in codes.get(document, ())})
    number = {code: index for index, code in enumerate(names)}
    held = np.zeros((count, len(names)), dtype=bool)
    for row, document in enumerate(order):
        for code in codes.get(document, ()):
            held[row, number[code]] = True
    expected = _expected(held.sum(axis=0), count)
    generator = np.random.Generator(np.random.PCG64(seed))
    curves = np.empty((orders, count), dtype=np.int64)
    for index in range(orders):
        shuffled = held[generator.permutation(count)]
        first = np.where(shuffled.any(axis=0), shuffled.argmax(axis=0), count)
        curves[index] = np.cumsum(np.bincount(first, minlength=count + 1)[:count])
    low, high = np.percentile(curves, [2.5, 97.5], axis=0) if orders else (expected, expected)
    seen: set[str] = set()
    steps = []
    for row, document in enumerate(order):
        new = sorted(codes.get(document, frozenset()) - seen)
        seen.update(new)
        steps.append(
            Step(
                documents=row + 1,
                document=document,
                new=tuple(new),
                codes=len(seen),
                expected=float(expected[row]),
                low=float(low[row]),
                high=float(high[row]),
            )
        )
    return Saturation(steps=tuple(steps), orders=orders, seed=seed)


def _expected(holders: Sequence[int], count: int) -> list[float]:
    """Mean number of codes in the first k of ``count`` documents, for k = 1 … count, over all orders."""
    missing = [1.0] * len(holders)
    found = []
    for k in range(count):
        # P(none of the first k + 1 holds it) = P(none of the first k) · (N - n - k) / (N - k)
        missing = [
            share * max(count - int(n) - k, 0) / (count - k)
            for share, n in zip(missing, holders, strict=True)
        ]
        found.append(sum(1 - share for share in missing))
    return found
