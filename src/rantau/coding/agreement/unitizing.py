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
# Segments taken at once: with some thousand gaps a table of some million numbers.
_CHUNK = 512
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


@dataclass(frozen=True, slots=True)
class _Line:
    """Texts laid one behind the other; nothing runs from one into the next.

    Attributes:
        base: Where each text begins, and where the last one ends. Shape (texts + 1,).
        segments, gaps: For each coder (or reader in turn) what they marked and what they left, shape (n, 2).
    """

    base: Ints
    segments: tuple[Ints, ...]
    gaps: tuple[Ints, ...]

    @classmethod
    def of(cls, continua: Sequence[Continuum]) -> _Line:
        base = np.concatenate([[0], np.cumsum([c.length for c in continua])]).astype(np.int64)
        marked = tuple(
            np.concatenate([c.segments[coder] + low for c, low in zip(continua, base[:-1], strict=True)])
            for coder in range(len(continua[0].segments))
        )
        return cls(base, marked, tuple(_gaps(m, base) for m in marked))

    @property
    def texts(self) -> int:
        return len(self.base) - 1

    def text_of(self, segments: Ints) -> Ints:
        return np.searchsorted(self.base, segments[:, 0], side="right") - 1

    def by_text(self, segments: Ints, values: Floats) -> Floats:
        """Sum a value of each segment over the segments of each text."""
        found = np.bincount(self.text_of(segments), weights=values, minlength=self.texts)
        return found[: self.texts].astype(np.float64)


def _gaps(segments: Ints, base: Ints) -> Ints:
    """What lies between the segments, cut where a text ends."""
    cuts = np.stack([base, base], axis=1)
    every = np.concatenate([cuts, segments])
    every = every[np.lexsort((every[:, 1], every[:, 0]))]
    between = np.stack([every[:-1, 1], every[1:, 0]], axis=1)
    return between[between[:, 1] > between[:, 0]]


def _distances(own: Ints, other: Ints) -> Floats:
    """Σ δ² of each of one coder's segments against another's: ends apart where they overlap, length² in a gap."""
    first = np.searchsorted(other[:, 1], own[:, 0], side="right")
    last = np.searchsorted(other[:, 0], own[:, 1], side="left")
    count = last - first
    # In print each pair of coders is taken in both orders, so a segment in the other's gap counts twice.
    found = np.where(count == 0, 2.0 * (own[:, 1] - own[:, 0]) ** 2, 0.0)
    mine = np.repeat(np.arange(len(own)), count)
    theirs = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    apart = ((own[mine] - other[theirs]) ** 2).sum(axis=1).astype(np.float64)
    return found + np.bincount(mine, weights=apart, minlength=len(own))


def _observed(line: _Line) -> Floats:
    """Σ_i Σ_g Σ_{j≠i} Σ_h δ² of each text, not yet divided by m (m - 1) L²."""
    total = np.zeros(line.texts)
    for i, own in enumerate(line.segments):
        for j, other in enumerate(line.segments):
            if i != j:
                total += line.by_text(own, _distances(own, other))
    return total


@dataclass(frozen=True, slots=True)
class _Expected:
    """What the expected disagreement is made of, summed for each text, so that samples only weigh it.

    Attributes:
        lengths, counts: Length of each text, and its segments.
        spread: Σ (2 l³ - 3 l² + l) over the segments of each text.
        fixed: Σ l (l - 1) over them.
        inside: Σ over segments of one text (row) and gaps of another (column) of l² (g - l + 1), where g ≥ l.
    """

    lengths: Floats
    counts: Floats
    spread: Floats
    fixed: Floats
    inside: Floats
    coders: int

    @classmethod
    def of(cls, line: _Line) -> _Expected:
        texts = line.texts
        sizes, text = _sizes(line, line.segments)
        holes, hole_text = _sizes(line, line.gaps)
        # Σ l² (g - l + 1) over all gaps, less what the gaps too short for a segment would take off.
        inside = np.outer(
            np.bincount(text, weights=sizes**2, minlength=texts),
            np.bincount(hole_text, weights=holes, minlength=texts),
        ) - np.outer(
            np.bincount(text, weights=sizes**2 * (sizes - 1), minlength=texts),
            np.bincount(hole_text, minlength=texts),
        )
        short = holes < sizes.max(initial=0) - 1
        holes, hole_text = holes[short], hole_text[short]
        begins = np.flatnonzero(np.diff(hole_text, prepend=-1))
        for low in range(0, len(sizes) if len(begins) else 0, _CHUNK):
            size, own = sizes[low : low + _CHUNK, None], text[low : low + _CHUNK]
            lacking = size**2 * np.minimum(holes[None, :] - size + 1, 0)
            rows = np.flatnonzero(np.diff(own, prepend=-1))
            by_text = np.add.reduceat(np.add.reduceat(lacking, begins, axis=1), rows, axis=0)
            inside[np.ix_(own[rows], hole_text[begins])] -= by_text
        return cls(
            np.diff(line.base).astype(np.float64),
            np.bincount(text, minlength=texts).astype(np.float64),
            np.bincount(text, weights=2 * sizes**3 - 3 * sizes**2 + sizes, minlength=texts).astype(
                np.float64
            ),
            np.bincount(text, weights=sizes * (sizes - 1), minlength=texts).astype(np.float64),
            inside.astype(np.float64),
            len(line.segments),
        )

    def disagreement(self, weights: Floats) -> Floats:
        """Expected disagreement of each sample (row of ``weights``), already divided by its length L."""
        length = weights @ self.lengths
        inside = ((weights @ self.inside) * weights).sum(axis=1)
        overlapping = (weights @ self.counts - 1) / 3 * (weights @ self.spread)
        under = self.coders * length * (self.coders * length - 1) - weights @ self.fixed
        return np.where(under > 0, 2 / length * (overlapping + inside) / np.where(under > 0, under, 1), 0.0)


def _sizes(line: _Line, parts: Sequence[Ints]) -> tuple[Floats, Ints]:
    """Lengths of all coders' parts, text by text, and the number of each one's text."""
    rows = np.concatenate(parts)
    text = line.text_of(rows)
    order = np.argsort(text, kind="stable")
    return (rows[:, 1] - rows[:, 0]).astype(np.float64)[order], text[order]


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
    line = _Line.of(continua)
    parts = _Expected.of(line)
    seen = _observed(line)
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
    """uα (``nominal``), ``|uα`` (``binary``), cuα (``coded``) and, for each code, (k)uα (``each``)."""

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
    line = _Line.of(continua)
    m = len(line.segments)
    rows = _binary_sums(line)

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


def _binary_sums(line: _Line) -> Floats:
    """Of each text its length, marked length, off-diagonal coincidences, and Σ l² of the segments. Shape (texts, 4)."""
    m = len(line.segments)
    rows = np.concatenate(line.segments)
    sizes = (rows[:, 1] - rows[:, 0]).astype(np.float64)
    steps = np.concatenate([rows[:, 0], rows[:, 1]])
    order = np.argsort(steps, kind="stable")
    depth = np.cumsum(np.repeat([1.0, -1.0], len(rows))[order])[:-1]
    stretches = np.stack([steps[order][:-1], steps[order][1:]], axis=1)
    apart = (stretches[:, 1] - stretches[:, 0]) * depth * (m - depth) * 2 / (m - 1)
    # Between two texts no segment is open, so a stretch that runs over their border weighs nothing.
    return np.stack(
        [
            np.diff(line.base).astype(np.float64),
            line.by_text(rows, sizes),
            line.by_text(stretches, apart),
            line.by_text(rows, sizes**2),
        ],
        axis=1,
    )
