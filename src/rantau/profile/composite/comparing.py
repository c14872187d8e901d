"""Two versions of an index side by side, and what was done differently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rantau.framework.errors import BadInput
from rantau.profile.composite.build import Build
from rantau.profile.composite.records import IndexResult

__all__ = ["Comparison", "Difference", "UnitChange", "compare"]


@dataclass(frozen=True, slots=True)
class UnitChange:
    """One unit in both versions; None where a version does not score it."""

    unit: str
    score: tuple[float | None, float | None]
    rank: tuple[int | None, int | None]

    @property
    def rank_change(self) -> int | None:
        """Places gained (above zero) or lost from the first version to the second."""
        before, after = self.rank
        return None if before is None or after is None else before - after


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was done differently."""

    where: str
    """E.g. ``step 5 (normalise): method``."""
    first: Any
    second: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of an index."""

    element: str
    units: tuple[UnitChange, ...]
    """Those of the first version, then those that only the second has."""
    because: tuple[Difference, ...]
    rank_correlation: float
    """Kendall's tau of the units that both score; NaN for fewer than two."""


def compare(first: IndexResult, second: IndexResult, element: str | None = None) -> Comparison:
    """Compare two versions, unit by unit.

    Args:
        first: The version before.
        second: The version after.
        element: What is compared; the index where it is not said.

    Raises:
        BadInput: A version does not have the element.
    """
    from rantau.profile.composite.analysis import correlation

    code = element or first.hierarchy.top.code
    for one in (first, second):
        if code not in one.elements:
            raise BadInput(f"{one.build.name} has no element {code!r}; it cannot be compared")
    every = dict.fromkeys((*first.units, *second.units))
    values = [_values(one, code) for one in (first, second)]
    units = tuple(
        UnitChange(
            unit,
            (values[0].get(unit, (None, None))[0], values[1].get(unit, (None, None))[0]),
            (values[0].get(unit, (None, None))[1], values[1].get(unit, (None, None))[1]),
        )
        for unit in every
    )
    pairs = [one.score for one in units if None not in one.score]
    both = np.array(pairs, dtype=float).reshape(-1, 2)
    tau = correlation(both[:, 0], both[:, 1], "kendall")
    return Comparison(code, units, tuple(_differences(first.build, second.build)), tau)


def _values(result: IndexResult, code: str) -> Mapping[str, tuple[float | None, int | None]]:
    return {
        unit: (float(score), int(rank))
        for unit, score, rank in zip(result.units, result.score(code), result.rank(code), strict=True)
        if np.isfinite(score)
    }


def _differences(first: Build, second: Build) -> list[Difference]:
    found = []
    if first.leave_out != second.leave_out:
        found.append(Difference("elements left out", list(first.leave_out), list(second.leave_out)))
    kinds = [[one.step for one in build.steps] for build in (first, second)]
    if kinds[0] != kinds[1]:
        return [*found, Difference("steps", kinds[0], kinds[1])]
    for number, (one, other) in enumerate(zip(first.steps, second.steps, strict=True), start=1):
        before, after = one.model_dump(), other.model_dump()
        found += [
            Difference(f"step {number} ({one.step}): {name}", before[name], after[name])
            for name in before
            if before[name] != after[name]
        ]
    return found
