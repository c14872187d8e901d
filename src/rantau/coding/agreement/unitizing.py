"""Agreement where coders choose the segments themselves: Krippendorff's alpha for unitizing.

Two measures of one thing, since both are in print:

* :func:`alpha_u`: αU of Krippendorff (1995), with squared distances between the ends of segments that overlap.
* :func:`u_family`: the family of Krippendorff, Mathet, Bouvry and Widlöcher (2016), from lengths of intersections:
  uα (places and codes), |uα (coded or not), cuα (codes where both coded) and (k)uα (each code).

Sources:
    Krippendorff, K. (1995), On the reliability of unitizing continuous data, Sociol. Methodol. 25, 47-76; the
    formulas as in Content Analysis (2nd ed. 2004), section 11.6.
    Krippendorff, K., Mathet, Y., Bouvry, S. and Widlöcher, A. (2016), On the reliability of unitizing textual
    continua: further developments, Qual. Quant. 50, 2347-2364; as in Content Analysis (4th ed. 2019), section 12.6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rantau.coding.agreement.coefficients import Measure, interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Continuum", "Family", "alpha_u", "merged", "u_family"]

_NO_SEGMENT = "No coder marked a segment, so there is nothing to compare."
_ONE_CODER = "Fewer than two coders read the text, so there is nothing to compare."
_CERTAIN = "The coders marked the whole text, so agreement by chance is certain and alpha has no value."


@dataclass(frozen=True, slots=True)
class Continuum:
    """One text, and the segments each coder marked on it with one code.

    ``segments`` holds for each coder an array of shape (segments, 2), half-open, in order and not overlapping
    (:func:`merged` makes it so).
    """

    length: int
    segments: tuple[Ints, ...]


def merged(segments: Sequence[tuple[int, int]]) -> Ints:
    """Segments of one coder in order, those that overlap or touch made one, empty ones left out."""
    found: list[list[int]] = []
    for start, end in sorted(segments):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def gaps(segments: Ints, length: int) -> Ints:
    """What a coder left unmarked, as segments."""
    edges = np.concatenate([[0], segments.ravel(), [length]]).reshape(-1, 2)
    return edges[edges[:, 1] > edges[:, 0]]


def _distances(own: Ints, other: Ints) -> float:
    """Σ δ² over one coder's segments against another's: ends apart where they overlap, length² in a gap."""
    if not len(own):
        return 0.0
    first = np.searchsorted(other[:, 1], own[:, 0], side="right")
    last = np.searchsorted(other[:, 0], own[:, 1], side="left")
    count = last - first
    alone = own[count == 0]
    # In print each pair of coders is taken in both orders, so a segment in the other's gap counts twice.
    total = 2.0 * float(((alone[:, 1] - alone[:, 0]) ** 2).sum())
    mine = np.repeat(np.arange(len(own)), count)
    theirs = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    return total + float(((own[mine] - other[theirs]) ** 2).sum())


def observed_1995(continuum: Continuum) -> float:
    """Σ_i Σ_g Σ_{j≠i} Σ_h δ² of one text, not yet divided by m (m - 1) L²."""
    total = 0.0
    for i, own in enumerate(continuum.segments):
        for j, other in enumerate(continuum.segments):
            if i < j:
                total += _distances(own, other) + _distances(other, own)
    return total


@dataclass(frozen=True, slots=True)
class _Expected:
    """What the expected disagreement is made of: all segments and gaps, with the number of their text."""

    lengths: Floats
    segments: Floats
    segment_text: Ints
    gaps: Floats
    gap_text: Ints
    coders: int

    @classmethod
    def of(cls, continua: Sequence[Continuum]) -> _Expected:
        segments: list[Floats] = []
        holes: list[Floats] = []
        segment_text: list[int] = []
        gap_text: list[int] = []
        for number, continuum in enumerate(continua):
            for marked in continuum.segments:
                empty = gaps(marked, continuum.length)
                segments.append(np.diff(marked, axis=1)[:, 0].astype(np.float64))
                holes.append(np.diff(empty, axis=1)[:, 0].astype(np.float64))
                segment_text += [number] * len(marked)
                gap_text += [number] * len(empty)
        sizes = np.concatenate([*segments, np.zeros(0)])
        hole_sizes = np.concatenate([*holes, np.zeros(0)])
        order = np.argsort(hole_sizes, kind="stable")
        return cls(
            np.array([c.length for c in continua], dtype=np.float64),
            sizes,
            np.array(segment_text, dtype=np.int64),
            hole_sizes[order],
            np.array(gap_text, dtype=np.int64)[order],
            len(continua[0].segments),
        )

    def disagreement(self, weights: Floats) -> Floats:
        """Expected disagreement of each sample (row of ``weights``), already divided by its length L."""
        # Samples stand in the second axis here: taking rows and adding down columns is what memory is quick at.
        by_text = np.ascontiguousarray(weights.T)
        holes = by_text[self.gap_text][::-1]
        size = self.segments
        length = weights @ self.lengths
        # Gaps at least as long as each segment, longest first, and the places such a segment has in them.
        longest = self.gaps[::-1]
        last = len(longest) - np.searchsorted(self.gaps, size, side="left")
        many = np.concatenate([np.zeros((1, len(weights))), np.cumsum(holes, axis=0)])
        long = np.concatenate([np.zeros((1, len(weights))), np.cumsum(holes * longest[:, None], axis=0)])
        # Σ over segments of l² Σ (g - (l - 1)), each segment weighed by its text's weight: gathered by ``last``.
        inside = np.zeros(len(weights))
        order = np.argsort(last, kind="stable")
        cuts, begins = np.unique(last[order], return_index=True)
        own = by_text[self.segment_text[order]]
        square = (size[order] ** 2)[:, None]
        if len(cuts):
            first = np.add.reduceat(own * square, begins, axis=0)
            second = np.add.reduceat(own * square * (size[order] - 1)[:, None], begins, axis=0)
            inside = (first * long[cuts] - second * many[cuts]).sum(axis=0)
        count = own.sum(axis=0)
        sized = size[order]
        overlapping = (count - 1) / 3 * ((2 * sized**3 - 3 * sized**2 + sized) @ own)
        under = self.coders * length * (self.coders * length - 1) - (sized * (sized - 1)) @ own
        return np.where(under > 0, 2 / length * (overlapping + inside) / np.where(under > 0, under, 1), 0.0)


def alpha_u(continua: Sequence[Continuum], weights: Floats | None = None) -> Measure:
    """αU of one code over texts, all read by the same coders (Krippendorff 1995).

    Observed: D_o = Σ δ² / (m (m - 1) L²). Expected: D_e = (2 / L) Σ_i Σ_g v [ (N - 1) / 3 (2 l³ - 3 l² + l)
    + l² Σ_j Σ_h (1 - v) (l_h - l + 1), over gaps of l_h ≥ l ] / ( m L (m L - 1) - Σ v l (l - 1) ).
    Texts are laid one behind the other, and no segment or gap runs from one into the next.

    Args:
        continua: The texts.
        weights: How often each bootstrap sample has each text. Shape (samples, texts).
    """
    wrong = _nothing(continua)
    if wrong:
        return Measure(None, reason=wrong)
    parts = _Expected.of(continua)
    seen = np.array([observed_1995(c) for c in continua])
    m = parts.coders

    def alpha(rows: Floats) -> Floats:
        length = rows @ parts.lengths
        observed = (rows @ seen) / (m * (m - 1) * length**2)
        expected = parts.disagreement(rows)
        return np.where(expected > 0, 1 - observed / np.where(expected > 0, expected, 1), np.nan)

    value = float(alpha(np.ones((1, len(continua))))[0])
    if np.isnan(value):
        return Measure(None, reason=_CERTAIN)
    return interval(value, None if weights is None else alpha(weights), len(continua))


def _nothing(continua: Sequence[Continuum]) -> str:
    if not continua or len(continua[0].segments) < 2:
        return _ONE_CODER
    if not any(len(s) for c in continua for s in c.segments):
        return _NO_SEGMENT
    return ""


@dataclass(frozen=True, slots=True)
class Family:
    """uα (``nominal``), |uα (``binary``), cuα (``coded``) and, for each code, (k)uα (``each``)."""

    nominal: Measure
    binary: Measure
    coded: Measure
    each: tuple[Measure, ...]


def _overlap(first: Ints, second: Ints, length: int) -> Floats:
    """Lengths of the intersections of two coders' parts, by value. Rows (start, end, value) cover the text."""
    edges = np.unique(np.concatenate([first[:, 0], second[:, 0]]))
    sizes = np.diff(np.concatenate([edges, [length]]))
    a = first[np.searchsorted(first[:, 0], edges, side="right") - 1, 2]
    b = second[np.searchsorted(second[:, 0], edges, side="right") - 1, 2]
    values = int(max(first[:, 2].max(), second[:, 2].max())) + 1
    table = np.zeros((values, values))
    np.add.at(table, (a, b), sizes)
    return table


def _share(observed: Floats, expected: Floats) -> float | None:
    over, under = observed.sum() - np.trace(observed), expected.sum() - np.trace(expected)
    return None if under <= 0 else float(1 - over / under)


def u_family(parts: Sequence[Sequence[tuple[int, int, int]]], length: int, values: int) -> Family:
    """The family of Krippendorff and others (2016) for one text whose codes exclude each other.

    Args:
        parts: For each coder the segments (start, end, value), values from 1 to ``values``; what is between is a gap.
        length: Length of the text.
        values: How many codes there are.
    """
    if len(parts) < 2:
        return Family(*(Measure(None, reason=_ONE_CODER),) * 3, (Measure(None, reason=_ONE_CODER),) * values)
    covers = [_covering(sorted(p), length) for p in parts]
    m = len(covers)
    size = values + 1
    seen = np.zeros((size, size))
    for i, a in enumerate(covers):
        for j, b in enumerate(covers):
            if i != j:
                table = _overlap(a, b, length)
                seen[: len(table), : len(table)] += table
    seen /= m - 1
    itself = np.zeros(size)
    paired = np.zeros(size)
    for i, cover in enumerate(covers):
        others = merged([(s, e) for j, p in enumerate(parts) for s, e, _ in p if j != i])
        for start, end, value in cover:
            # A gap is no unit: it pairs with itself character by character, a segment as a whole.
            itself[value] += (end - start) if value == 0 else (end - start) ** 2
            if value:
                shared = np.clip(np.minimum(others[:, 1], end) - np.maximum(others[:, 0], start), 0, None)
                paired[value] += int(shared.sum()) ** 2
    expected = _expected(seen, itself)
    halves = np.array([[seen[0, 0], seen[0, 1:].sum()], [seen[1:, 0].sum(), seen[1:, 1:].sum()]])
    expected_halves = np.array(
        [[expected[0, 0], expected[0, 1:].sum()], [expected[1:, 0].sum(), expected[1:, 1:].sum()]]
    )
    coded = seen[1:, 1:]
    expected_coded = _expected(coded, paired[1:])
    return Family(
        _measured(_share(seen, expected)),
        _measured(_share(halves, expected_halves)),
        _measured(_share(coded, expected_coded)),
        tuple(_measured(_one(coded, expected_coded, k)) for k in range(values)),
    )


def _covering(segments: Sequence[tuple[int, int, int]], length: int) -> Ints:
    rows: list[tuple[int, int, int]] = []
    cursor = 0
    for start, end, value in segments:
        if start > cursor:
            rows.append((cursor, start, 0))
        rows.append((start, end, value))
        cursor = end
    if cursor < length:
        rows.append((cursor, length, 0))
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def _expected(seen: Floats, itself: Floats) -> Floats:
    """ε_ck = (l_c l_k - what would pair with itself) / (l - Σ of that / l)."""
    total = seen.sum()
    if total <= 0 or total * total <= itself.sum():
        return np.zeros_like(seen)
    product = np.outer(seen.sum(axis=1), seen.sum(axis=0)) - np.diag(itself)
    return np.asarray(product / (total - itself.sum() / total), dtype=np.float64)


def _one(seen: Floats, expected: Floats, k: int) -> float | None:
    over, under = seen[:, k].sum() - seen[k, k], expected[:, k].sum() - expected[k, k]
    if under <= 0 or seen[:, k].sum() <= 0:
        return None
    return float(1 - expected[:, k].sum() / seen[:, k].sum() * over / under)


def _measured(value: float | None) -> Measure:
    if value is None:
        return Measure(
            None, reason="The coders left nothing over which chance could disagree, so alpha has no value."
        )
    return Measure(value)


def u_alpha(continua: Sequence[Continuum], weights: Floats | None = None) -> Measure:
    """uα of one code against what was left unmarked, over texts (2016); the sums of the family add up over texts."""
    wrong = _nothing(continua)
    if wrong:
        return Measure(None, reason=wrong)
    m = len(continua[0].segments)
    rows = np.array([_binary_sums(c, m) for c in continua])

    def alpha(chosen: Floats) -> Floats:
        length, marked, apart, itself = (chosen @ rows).T
        empty = m * length - marked
        room = m * length - (itself + empty) / np.where(length > 0, m * length, 1)
        expected = np.where(room > 0, 2 * empty * marked / np.where(room > 0, room, 1), 0.0)
        return np.where(expected > 0, 1 - apart / np.where(expected > 0, expected, 1), np.nan)

    value = float(alpha(np.ones((1, len(continua))))[0])
    if np.isnan(value):
        return Measure(None, reason=_CERTAIN)
    return interval(value, None if weights is None else alpha(weights), len(continua))


def _binary_sums(continuum: Continuum, m: int) -> tuple[float, float, float, float]:
    """Length, marked length, off-diagonal coincidences, and Σ l² of the segments, of one text."""
    sizes = [np.diff(s, axis=1)[:, 0].astype(np.float64) for s in continuum.segments]
    marked = sum(float(s.sum()) for s in sizes)
    covers = np.concatenate(continuum.segments)
    steps = np.concatenate([covers[:, 0], covers[:, 1]])
    change = np.concatenate([np.ones(len(covers)), -np.ones(len(covers))])
    order = np.argsort(steps, kind="stable")
    depth = np.cumsum(change[order])[:-1]
    width = np.diff(steps[order])
    apart = float((width * depth * (m - depth)).sum()) * 2 / (m - 1) if len(covers) else 0.0
    return float(continuum.length), marked, apart, sum(float((s**2).sum()) for s in sizes)
