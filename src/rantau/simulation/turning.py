"""Where in the ranges a conclusion turns: the sign of scenario less baseline, and the region of the rarer sign.

The region is a box in a few parameters, found on one half of the points by a small decision tree and judged on the
other half, which it has not seen (scenario discovery: Bryant and Lempert 2010, doi:10.1016/j.techfore.2009.08.002).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rantau.simulation.parameters import Register

__all__ = ["Bound", "Turning", "turning_of"]

Floats = NDArray[np.float64]
_DEPTH = 3
_LEAST = 0.02
"""With a smaller share of the other sign no region is sought."""
_LEAST_CAUGHT, _BY_CHANCE = 0.2, 0.01


@dataclass(frozen=True, slots=True)
class Bound:
    """One side of a region: the parameter lies between ``low`` and ``high``."""

    parameter: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Turning:
    """The sign of a difference over the prior.

    Attributes:
        positive: Share of the points where the difference is above zero.
        negative: Where it is below.
        region: Bounds of the box where the rarer sign is at home; empty where none was found, and then the next are 0.
        inside: Share of the points in the box that have the rarer sign, on points that did not choose it.
        caught: Share of all points of the rarer sign that lie in the box, on the same points.
        part: Share of all these points that lie in the box.
    """

    positive: float
    negative: float
    region: tuple[Bound, ...]
    inside: float
    caught: float
    part: float

    @property
    def turns(self) -> bool:
        """Whether either sign comes up at all beside the other."""
        return min(self.positive, self.negative) > 0


def turning_of(points: Floats, values: Floats, columns: Mapping[str, int], register: Register) -> Turning:
    """The signs of a difference, and where the rarer one is at home.

    Args:
        points: (2n, shares), the first half independent of the second.
        values: (2n,) the difference there.
        columns: Parameters that may bound the region -> their share of a point.
        register: To turn shares into values.
    """
    positive, negative = float((values > 0).mean()), float((values < 0).mean())
    rare = values > 0 if positive <= negative else values < 0
    nothing = Turning(positive, negative, (), 0.0, 0.0, 0.0)
    if not columns or not _LEAST <= rare.mean() < 1:
        return nothing
    from scipy.stats import binom

    half = len(points) // 2
    names = list(columns)
    table = points[:, [columns[name] for name in names]]
    box = _box(table[:half], rare[:half])
    if box is None:
        return nothing
    within = np.all((table[half:] >= box[:, 0]) & (table[half:] <= box[:, 1]), axis=1)
    seen = rare[half:]
    if not within.any() or not seen.any() or seen[within].mean() <= 0.5:
        return nothing
    # A box that holds little, or no more of what is rare than comes by chance once in a hundred times, tells nothing.
    hits, rate = int((seen & within).sum()), float(seen.mean())
    if hits < _LEAST_CAUGHT * seen.sum() or binom.sf(hits - 1, int(within.sum()), rate) > _BY_CHANCE:
        return nothing
    region = tuple(
        Bound(name, register[name].quantile(low), register[name].quantile(high))
        for name, (low, high) in zip(names, box.tolist(), strict=True)
        if low > 0 or high < 1
    )
    inside = float(seen[within].mean())
    caught = float((seen & within).sum() / seen.sum())
    return Turning(positive, negative, region, inside, caught, float(within.mean()))


def _box(table: Floats, rare: NDArray[np.bool_]) -> Floats | None:
    """(parameters, 2) ends of the leaf that holds most of what is rare, among those where it prevails."""
    from sklearn.tree import DecisionTreeClassifier

    if not 0 < rare.sum() < len(rare):
        return None
    least = max(4, len(rare) // 50)
    tree = (
        DecisionTreeClassifier(max_depth=_DEPTH, min_samples_leaf=least, random_state=0)
        .fit(table, rare)
        .tree_
    )
    best: tuple[float, Floats] | None = None
    whole = np.tile([0.0, 1.0], (table.shape[1], 1))
    waiting = [(0, whole)]
    while waiting:
        node, box = waiting.pop()
        if tree.children_left[node] < 0:
            within = np.all((table >= box[:, 0]) & (table <= box[:, 1]), axis=1)
            held = float(rare[within].sum())
            if 2 * held > within.sum() and (best is None or held > best[0]):
                best = held, box
            continue
        for child, end in ((tree.children_left[node], 1), (tree.children_right[node], 0)):
            smaller = box.copy()
            smaller[tree.feature[node], end] = tree.threshold[node]
            waiting.append((int(child), smaller))
    return None if best is None else best[1]
