"""Many points of the parameters' ranges, and what comes out under each scenario at each of them.

A point gives a share between 0 and 1 for every parameter that is varied: the quantile of its range. A last share stands
for luck: whose chance the people have. With it in the point, what luck does is told apart from what parameters do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rantau.framework.words import DIMENSIONS
from rantau.simulation.engine import run_draw
from rantau.simulation.lowering import lower
from rantau.simulation.meanfield import run_mean_field
from rantau.simulation.members import for_each_member
from rantau.simulation.parameters import Register
from rantau.simulation.randomness import draw_key
from rantau.simulation.results import QUANTITIES, Outcome, Result, condense
from rantau.simulation.scenario import Scenario
from rantau.simulation.states import EXITS
from rantau.simulation.world import World

__all__ = [
    "LUCK",
    "OUTCOMES",
    "Evaluation",
    "Evaluator",
    "Kept",
    "evaluate",
    "mixed",
    "name_of_point",
    "sample",
]

Floats = NDArray[np.float64]
Evaluator = Callable[[Floats, int | None], Floats]
LUCK = "luck"
_LUCKS = 2**20
_PER_1000 = {f"insecure_months_per_1000_{one}": f"insecure_person_months_{one}" for one in DIMENSIONS}
OUTCOMES: tuple[str, ...] = (*QUANTITIES, *_PER_1000)
"""What an evaluation tells, in this order: each quantity added up over places and months, and insecure person-months
per 1,000 migrants over all months."""
_ENTERS = [n for n, one in enumerate(EXITS) if one.target == "exploited" and one.origin != "exploited"]


def unit_of(outcome: str) -> str:
    """The unit of an outcome."""
    if outcome in _PER_1000:
        return "insecure person-months per 1,000 migrants"
    return QUANTITIES[outcome].total_unit


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What comes out at a point, as work for members.

    Attributes:
        world: Places and corridors.
        scenarios: Whose outcomes are told, in this order.
        register: Parameters that are not varied keep its values.
        names: Of the parameters that are varied, in the order of a point's shares.
        seed: Where chance starts from.
        weight: Migrants a simulated person stands for.
        expected: Take the expected course in place of people; then luck does nothing.
    """

    world: World
    scenarios: tuple[Scenario, ...]
    register: Register
    names: tuple[str, ...]
    seed: int
    weight: float
    expected: bool = False

    def __call__(self, point: Floats, threads: int | None) -> Floats:
        """(scenarios, outcomes) at a point (parameters + 1,)."""
        values = self.register.values
        for name, share in zip(self.names, point, strict=False):
            values[name] = self.register[name].quantile(float(share))
        fixed = self.register.with_values(values)
        luck = draw_key(self.seed, 1 + int(point[-1] * _LUCKS))
        rows = []
        for scenario in self.scenarios:
            model = lower(self.world, scenario, values, self.register)
            if self.expected:
                course = run_mean_field(model)
                entered = course.tallies[..., _ENTERS].sum(axis=-1) * model.complicity[:, :, None]
                stock, tallies, entered = (
                    one.sum(axis=1, keepdims=True) for one in (course.stock, course.tallies, entered)
                )
                none: NDArray[Any] = np.zeros(0)
                outcome = Outcome(
                    "at", 0, stock, tallies, entered, course.framing, course.enforcement, none, none
                )
            else:
                outcome = condense(
                    run_draw(model, luck, self.weight, threads=threads), model, "at", 0, "region"
                )
            weight = 1.0 if self.expected else self.weight
            result = Result(self.world, fixed, self.seed, weight, "region", {("at", 0): outcome})
            totals = {name: result.total("at", 0, name) for name in QUANTITIES}
            people = totals["migrants"]
            shares = {
                name: 1000 * totals[months] / people if people > 0 else 0.0
                for name, months in _PER_1000.items()
            }
            rows.append([*totals.values(), *shares.values()])
        return np.array(rows)


def sample(size: int, width: int, seed: int, purpose: int) -> tuple[Floats, Floats]:
    """Two independent samples of points, each (size, width), from one scrambled Sobol sequence (Saltelli 2010).

    Args:
        size: How many points each; a power of two covers the ranges most evenly.
        width: Shares of a point.
        seed: Where chance starts from.
        purpose: A number; samples of different purposes have nothing in common.
    """
    from scipy.stats import qmc

    luck = np.random.Generator(np.random.PCG64([seed, 7, purpose]))
    both = qmc.Sobol(2 * width, scramble=True, rng=luck).random_base2(max(size - 1, 1).bit_length())[:size]
    return both[:, :width], both[:, width:]


def mixed(a: Floats, b: Floats, columns: Sequence[int]) -> Floats:
    """The first sample with some columns taken from the second."""
    result = a.copy()
    result[:, list(columns)] = b[:, list(columns)]
    return result


def name_of_point(point: Floats) -> str:
    """A point's name, by which its values are kept: the same shares have the same name."""
    return hashlib.sha256(np.ascontiguousarray(point, dtype="<f8").tobytes()).hexdigest()[:32]


class Kept(Protocol):
    """Values at points, by the points' names; a study's are written down."""

    values: dict[str, Floats]

    def put(self, name: str, values: Floats) -> None:
        """Keep the values at a point."""


class Forgotten:
    """Values that are kept only as long as this is."""

    def __init__(self) -> None:
        self.values: dict[str, Floats] = {}

    def put(self, name: str, values: Floats) -> None:
        """Keep the values at a point."""
        self.values[name] = values


def evaluate(
    work: Evaluator,
    points: Floats,
    kept: Kept,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Floats:
    """What comes out at each point, none done twice.

    Args:
        work: What is evaluated, such as an :class:`Evaluation`; its values at a point have one shape.
        points: (n, shares).
        kept: Values that are known already; new ones are put there as they come.
        workers: Threads.
        cluster: Address of a Dask scheduler.
        progress: Told how many points are done, of how many.

    Returns:
        (n, *shape of the values).
    """
    names = [name_of_point(one) for one in points]
    missing = {name: point for name, point in zip(names, points, strict=True) if name not in kept.values}
    total, before = len(set(names)), len(set(names)) - len(missing)
    if progress is not None:
        progress(before, total)

    def keep(member: tuple[str, Floats], values: Floats) -> None:
        nonlocal before
        kept.put(member[0], values)
        before += 1
        if progress is not None:
            progress(before, total)

    for_each_member(_AtPoint(work), list(missing.items()), keep, workers=workers, cluster=cluster, batch=4)
    return np.array([kept.values[name] for name in names])


@dataclass(frozen=True, slots=True)
class _AtPoint:
    work: Evaluator

    def __call__(self, member: tuple[str, Floats], threads: int | None) -> Floats:
        return self.work(member[1], threads)
