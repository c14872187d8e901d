"""Two scenarios side by side, person by person: the same people, with the same luck, under other policies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput
from rantau.simulation.digests import digest
from rantau.simulation.randomness import compiled
from rantau.simulation.results import EXPLORES, QUANTITIES, Result

if TYPE_CHECKING:
    import polars

__all__ = ["Comparison", "Interval", "compare", "interval"]

_LEVEL = 0.90


@dataclass(frozen=True, slots=True)
class Interval:
    """Median and the middle 90 % over draws; without draws all three are the one value."""

    middle: float
    low: float
    high: float

    def words(self, scale: float = 1.0, digits: int = 0) -> str:
        """``31 (24–38)``."""
        low, middle, high = (f"{scale * one:,.{digits}f}" for one in (self.low, self.middle, self.high))
        return middle if low == high else f"{middle} ({low}–{high})"


def interval(values: NDArray[np.float64]) -> Interval:
    """The interval of values over draws, those that are no number left out."""
    there = values[np.isfinite(values)]
    if not len(there):
        return Interval(float("nan"), float("nan"), float("nan"))
    low, middle, high = np.quantile(there, [(1 - _LEVEL) / 2, 0.5, (1 + _LEVEL) / 2])
    return Interval(float(middle), float(low), float(high))


@compiled()
def paired_counts(first: Any, cohorts: Any, second: Any, others: Any) -> Any:
    """Count pairs of fates.

    Args:
        first: One byte a person: trafficked under the first scenario, in the order of its cohorts.
        cohorts: (months + 1, corridors) its cohorts.
        second: The same of the second scenario.
        others: Its cohorts. The n-th of a cohort is the same person in both; whom one does not have never set out.

    Returns:
        (corridors, 3): trafficked under both, under the first only, under the second only.
    """
    rows, corridors = cohorts.shape
    counts = np.zeros((corridors, 3), dtype=np.int64)
    a, b = 0, 0
    for row in range(rows):
        for c in range(corridors):
            here, there = cohorts[row, c], others[row, c]
            for n in range(max(here, there)):
                one = n < here and first[a + n] != 0
                two = n < there and second[b + n] != 0
                if one and two:
                    counts[c, 0] += 1
                elif one:
                    counts[c, 1] += 1
                elif two:
                    counts[c, 2] += 1
            a += here
            b += there
    return counts


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one scenario changes against another, draw by draw.

    Attributes:
        first: Name of the scenario that is compared with.
        second: Name of the other.
        draws: The draws that both have.
        corridors: Ids of the corridors.
        pairs: (draws, corridors, 3) people trafficked under both, under the first only, under the second only.
        weight: Migrants a person stands for.
        totals: Quantity -> (draws, 2) added up over everything, under the first and the second.
    """

    first: str
    second: str
    draws: tuple[int, ...]
    corridors: tuple[str, ...]
    pairs: NDArray[np.int64]
    weight: float
    totals: dict[str, NDArray[np.float64]]

    def spared(self, corridor: str | None = None) -> Interval:
        """Of those trafficked under the first scenario, the share that is not under the second."""
        both, first, _ = self._pairs(corridor)
        return interval(
            np.divide(first, both + first, out=np.full(len(first), np.nan), where=both + first > 0)
        )

    def newly(self, corridor: str | None = None) -> Interval:
        """Those trafficked under the second scenario only, as a share of those trafficked under the first."""
        both, first, second = self._pairs(corridor)
        return interval(
            np.divide(second, both + first, out=np.full(len(first), np.nan), where=both + first > 0)
        )

    def _pairs(self, corridor: str | None) -> tuple[NDArray[np.float64], ...]:
        chosen = slice(None) if corridor is None else [self.corridors.index(corridor)]
        table = self.pairs[:, chosen].sum(axis=1).astype(np.float64)
        return table[:, 0], table[:, 1], table[:, 2]

    def difference(self, quantity: str) -> Interval:
        """Second less first, paired by draw."""
        table = self.totals[quantity]
        return interval(table[:, 1] - table[:, 0])

    def insecurity(self, dimension: str) -> tuple[Interval, Interval, Interval]:
        """Insecure person-months per 1,000 migrants in a dimension: under the first, the second, and the difference."""
        months, migrants = self.totals[f"insecure_person_months_{dimension}"], self.totals["migrants"]
        found = 1000 * np.divide(months, migrants, out=np.full(months.shape, np.nan), where=migrants > 0)
        return interval(found[:, 0]), interval(found[:, 1]), interval(found[:, 1] - found[:, 0])

    def table(self) -> polars.DataFrame:
        """Differences of all quantities: quantity, unit, and median with the middle 90 % of the paired differences."""
        import polars

        rows = []
        for name in self.totals:
            found = self.difference(name)
            ends = (float(f"{one:.9g}") for one in (found.middle, found.low, found.high))
            rows.append((name, *ends, QUANTITIES[name].total_unit))
        return polars.DataFrame(rows, schema=["quantity", "difference", "low", "high", "unit"], orient="row")

    def sentence(self) -> str:
        """The paired result in a sentence."""
        return (
            f"Of those trafficked under {self.first}, {_hundredths(self.spared())}% would not have been under "
            f"{self.second}; for every hundred of them {_hundredths(self.newly())} others would have been. {EXPLORES}"
        )


def _hundredths(share: Interval) -> str:
    """A share as hundredths; where all of it is under one, with the digits that tell it from nothing."""
    return share.words(100, 0 if not 0 < 100 * share.high < 1 else 2)


def _fates(result: Result, scenario: str, draw: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    found = digest(result, scenario, draw)
    cohorts = found.cohorts.astype(np.int64)
    return np.unpackbits(found.trafficked, count=int(cohorts.sum())), cohorts


def compare(a: Result, b: Result) -> Comparison:
    """Compare two results of one scenario each, paired by draw and by person.

    Raises:
        BadInput: They do not belong together: other worlds, seeds, weights or parameters, several scenarios, or no draw
            in common.
    """
    for one in (a, b):
        if len(one.scenarios) != 1:
            raise BadInput("compare takes results of one scenario each; use result.of(name)")
    same = (a.world.corridors, a.world.months, a.seed, a.weight) == (
        b.world.corridors,
        b.world.months,
        b.seed,
        b.weight,
    )
    if not same or a.register != b.register:
        raise BadInput("these results cannot be paired: their worlds, parameters, seeds or weights differ")
    draws = tuple(draw for draw in a.draws if draw in b.draws)
    if not draws:
        raise BadInput("these results have no draw in common; simulate both with the same draws")
    first, second = a.scenarios[0], b.scenarios[0]
    pairs = np.stack([paired_counts(*_fates(a, first, draw), *_fates(b, second, draw)) for draw in draws])
    totals = {
        name: np.array([[a.total(first, draw, name), b.total(second, draw, name)] for draw in draws])
        for name in QUANTITIES
    }
    return Comparison(
        first, second, draws, tuple(one.id for one in a.world.corridors), pairs, a.weight, totals
    )
