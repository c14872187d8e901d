"""Which lever made the difference: each switched on alone, and in Shapley's order.

The Shapley value of a change is its mean effect over all orders in which the changes could be made (Shapley 1953); the
values add up to the effect of the whole scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput
from rantau.simulation.comparing import Interval, interval
from rantau.simulation.ensembles import numbers_of, simulate
from rantau.simulation.parameters import Register
from rantau.simulation.results import QUANTITIES
from rantau.simulation.scenario import BASELINE, Scenario
from rantau.simulation.world import World

__all__ = ["Attribution", "attribute", "most_sets", "shapley"]

Floats = NDArray[np.float64]
Value = Callable[[frozenset[int]], Floats]
ORDERS = 32


def most_sets(count: int, orders: int = ORDERS) -> int:
    """How many sets of so many changes are simulated at most."""
    if 2**count <= max(orders, 2):
        return int(2**count)
    return max(orders // 2, 2) * 2 * (count - 1) + count + 2


@dataclass(frozen=True, slots=True)
class Attribution:
    """What each change of a scenario does to one quantity.

    Attributes:
        scenario: Its name.
        quantity: Added up over places and months.
        changes: What each change is about: lever and where.
        alone: (changes, draws) effect of each change by itself.
        shapley: (changes, draws).
        error: (changes,) standard error of the mean Shapley value from drawing orders; 0 where all were gone through.
        whole: (draws,) effect of all together: the sum of ``shapley``.
    """

    scenario: str
    quantity: str
    changes: tuple[str, ...]
    alone: Floats
    shapley: Floats
    error: Floats
    whole: Floats

    def rows(self) -> list[tuple[str, Interval, Interval]]:
        """Change, effect alone, Shapley value."""
        return [
            (name, interval(self.alone[n]), interval(self.shapley[n])) for n, name in enumerate(self.changes)
        ]


def shapley(value: Value, count: int, *, orders: int, seed: int) -> tuple[Floats, Floats]:
    """Shapley values of a game.

    Args:
        value: What a set of players is worth, for each draw.
        count: How many players.
        orders: With up to this many sets all are gone through; else so many orders are drawn, each with its reverse.
        seed: Where chance starts from.

    Returns:
        (players, draws) values, and (players,) standard errors of their means over draws from the drawing of orders.
    """
    everyone = range(count)
    if 2**count <= max(orders, 2):
        found = []
        for player in everyone:
            others = [one for one in everyone if one != player]
            terms = [
                (value(frozenset((*chosen, player))) - value(frozenset(chosen)))
                / (count * comb(count - 1, size))
                for size in range(count)
                for chosen in combinations(others, size)
            ]
            found.append(np.sum(terms, axis=0))
        return np.array(found), np.zeros(count)
    rng = np.random.Generator(np.random.PCG64([seed, 3]))
    samples = []
    for _ in range(max(orders // 2, 2)):
        order = rng.permutation(count)
        pair = np.zeros((count, len(value(frozenset()))))
        for path in (order, order[::-1]):
            before = value(frozenset())
            for place in range(count):
                after = value(frozenset(int(one) for one in path[: place + 1]))
                pair[path[place]] += (after - before) / 2
                before = after
        samples.append(pair)
    table = np.array(samples)
    error = table.mean(axis=2).std(axis=0, ddof=1) / np.sqrt(len(table))
    return table.mean(axis=0), error


def attribute(
    world: World,
    scenario: Scenario,
    quantity: str,
    draws: int | Sequence[int] = 0,
    seed: int = 0,
    *,
    weight: float = 1000.0,
    orders: int = ORDERS,
    progress: Callable[[int], None] | None = None,
    totals: Callable[[Scenario], Floats] | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    parameters: Register | None = None,
) -> Attribution:
    """Attribute a scenario's effect on a quantity to its changes.

    Args:
        world: Places and corridors.
        scenario: One with at least one change.
        quantity: A name from :data:`rantau.simulation.results.QUANTITIES`.
        draws: As in :func:`rantau.simulation.ensembles.simulate`; fewer are needed, for everything is paired.
        seed: Where chance starts from.
        weight: Migrants a simulated person stands for.
        orders: See :func:`shapley`.
        progress: Told how many sets of changes have been simulated.
        totals: Gives the quantity for each of the draws under a part of the scenario; by default it is simulated.
        workers: Threads.
        cluster: Address of a Dask scheduler.
        parameters: The register; the shipped one by default.

    Raises:
        BadInput: The scenario changes nothing, or there is no such quantity.
    """
    if not scenario.changes:
        raise BadInput(f"{scenario.name} changes nothing; there is nothing to attribute")
    if quantity not in QUANTITIES:
        raise BadInput(f"there is no quantity {quantity!r}; they are {', '.join(QUANTITIES)}")
    numbers = numbers_of(draws)
    known: dict[frozenset[int], Floats] = {}

    def simulated(part: Scenario) -> Floats:
        result = simulate(
            world,
            part,
            numbers,
            seed,
            weight=weight,
            by="region",
            workers=workers,
            cluster=cluster,
            parameters=parameters,
        )
        return np.array([result.total(part.name, draw, quantity) for draw in numbers])

    def value(chosen: frozenset[int]) -> Floats:
        if chosen not in known:
            part = scenario.only(chosen, "part") if chosen else BASELINE
            known[chosen] = simulated(part) if totals is None else totals(part)
            if progress is not None:
                progress(len(known))
        return known[chosen]

    count = len(scenario.changes)
    values, error = shapley(value, count, orders=orders, seed=seed)
    base = value(frozenset())
    alone = np.array([value(frozenset([one])) - base for one in range(count)])
    names = tuple(f"{one.lever} ({', '.join(one.where)})" for one in scenario.changes)
    whole = value(frozenset(range(count))) - base
    return Attribution(scenario.name, quantity, names, alone, values, error, whole)
