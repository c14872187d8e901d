"""Which lever of a scenario made the difference, for a study: each set of levers is simulated once and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rantau.study.kept_points import KeptPoints

if TYPE_CHECKING:
    from rantau.simulation import Register, Scenario, World
    from rantau.study.study import Study

__all__ = ["explained"]

_MOST_DRAWS = 4


def explained(
    study: Study,
    world: World,
    scenarios: Sequence[Scenario],
    quantity: str,
    draws: Sequence[int],
    seed: int,
    *,
    weight: float,
    parameters: Register,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Each scenario's effect on a quantity, shared out among its levers: alone, and by Shapley values.

    Args:
        study: Where the simulated sets of levers are kept, so that a run that was stopped goes on.
        world: Places and corridors.
        scenarios: Those without a change are left out.
        quantity: A name from :data:`rantau.simulation.QUANTITIES`.
        draws: Numbers; the first few are used, for everything is paired.
        seed: Where chance starts from.
        weight: Migrants a simulated person stands for.
        parameters: The register.
        workers: Threads.
        cluster: Address of a Dask scheduler.
        progress: Told how many sets of levers have been simulated, of at most how many.
    """
    from rantau.simulation.attributing import attribute, most_sets
    from rantau.simulation.comparing import interval
    from rantau.simulation.ensembles import simulate
    from rantau.simulation.results import QUANTITIES
    from rantau.simulation.storing import run_key

    numbers = tuple(draws[:_MOST_DRAWS])
    kept = KeptPoints(study.path / "simulation" / "explained.jsonl", (len(QUANTITIES),))
    column = list(QUANTITIES).index(quantity) if quantity in QUANTITIES else 0
    changing = [one for one in scenarios if one.changes]
    most, seen = sum(most_sets(len(one.changes)) for one in changing), 0

    def totals(part: Scenario) -> NDArray[np.float64]:
        nonlocal seen
        key = run_key(world, part, parameters, seed, weight, "region")
        if missing := [draw for draw in numbers if f"{key}/{draw}" not in kept.values]:
            result = simulate(
                world,
                part,
                missing,
                seed,
                weight=weight,
                by="region",
                workers=workers,
                cluster=cluster,
                parameters=parameters,
            )
            for draw in missing:
                every = [result.total(part.name, draw, name) for name in QUANTITIES]
                kept.put(f"{key}/{draw}", np.array(every))
        seen += 1
        if progress is not None:
            progress(seen, most)
        return np.array([kept.values[f"{key}/{draw}"][column] for draw in numbers])

    found, whole = {}, {}
    for scenario in changing:
        shares = attribute(world, scenario, quantity, numbers, seed, totals=totals)
        found[scenario.name] = [
            {
                "lever": name,
                # Means add up to the effect of all levers together, as medians do not.
                "alone": {**asdict(alone), "mean": float(shares.alone[n].mean())},
                "shapley": {**asdict(together), "mean": float(shares.shapley[n].mean())},
                "error_of_orders": float(shares.error[n]),
            }
            for n, (name, alone, together) in enumerate(shares.rows())
        ]
        whole[scenario.name] = {**asdict(interval(shares.whole)), "mean": float(shares.whole.mean())}
    if progress is not None:
        progress(most, most)
    return {
        "quantity": quantity,
        "unit": QUANTITIES[quantity].total_unit if quantity in QUANTITIES else "",
        "draws": list(numbers),
        "scenarios": found,
        "whole": whole,
    }
