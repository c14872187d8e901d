"""Recovery: calibrations to what known parameters give, to see whether these are found again.

Simulation-based calibration (Talts, Betancourt, Simpson, Vehtari and Gelman 2018): parameters are drawn from the
prior, the model gives its quantities, intervals are laid around these at random, and a calibration is made to the
intervals. Then the truth is a draw of the posterior like any other, and its rank among the draws is even.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rantau.simulation.calibrating import Calibration, calibrate
from rantau.simulation.observing import Places
from rantau.simulation.parameters import Register
from rantau.simulation.runs import How, Simulator, all_straight, bent
from rantau.simulation.targets import Target
from rantau.simulation.world import World

__all__ = ["recover"]


def recover(
    world: World,
    prior: Register,
    wanted: Sequence[tuple[str, float]],
    seed: int,
    how: How,
    workers: int | None = None,
) -> tuple[NDArray[np.float64], Calibration]:
    """Draw parameters from the prior, and calibrate to what they give.

    Args:
        world: Places and corridors.
        prior: The register; its parameters with a range are drawn.
        wanted: Quantities of all corridors together, each with the width of its interval, on the scale of log odds for
            shares and of logarithms for numbers.
        seed: Of the truth, of where the intervals lie, and of the calibration.
        how: As in :func:`rantau.simulation.calibrating.calibrate`.
        workers: See there.

    Returns:
        (d,) scores of the truth, and the calibration.
    """
    luck = np.random.Generator(np.random.PCG64([seed, 8]))
    truth = luck.standard_normal(len(prior.free))
    open_ended = [_target(name, -np.inf, np.inf) for name, _ in wanted]
    over = world.with_months(how.window[1])
    given = np.array(
        Simulator(over, over, prior, tuple(open_ended), seed, how).run(how.people, "truth", truth)
    )
    widths = np.array([width for _, width in wanted])
    low = all_straight(open_ended, given[None], how.weight if how.people else 1.0)[0] - widths * luck.random(
        len(widths)
    )
    ends = bent(open_ended, np.stack([low, low + widths]))
    targets = [_target(name, float(a), float(b)) for (name, _), a, b in zip(wanted, *ends, strict=True)]
    return truth, calibrate(world, targets, seed, parameters=prior, how=how, workers=workers)


def _target(name: str, low: float, high: float) -> Target:
    return Target(quantity=name, places=Places(), low=low, high=high, rests_on="study")
