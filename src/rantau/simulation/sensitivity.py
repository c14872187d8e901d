"""Which assumptions a result hangs on: variance-based sensitivity over the ranges of the register.

Two steps. A screening over all parameters: from a few points, each parameter moved alone to the value it has at a
partner point (Campolongo, Saltelli and Cariboni 2011, doi:10.1016/j.cpc.2010.12.039). Then Sobol indices, first order
and total, of the parameters that the screening leaves, with two sources more: all other parameters together, so that
what the screening missed is seen, and luck, so that noise of the simulated people is not taken for an effect.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from rantau.framework.errors import BadInput
from rantau.profile.composite.sensitivity import sobol_indices
from rantau.simulation.parameters import Register, register
from rantau.simulation.scenario import BASELINE, Scenario
from rantau.simulation.turning import Turning, turning_of
from rantau.simulation.varying import (
    LUCK,
    OUTCOMES,
    Evaluation,
    Evaluator,
    Floats,
    Forgotten,
    Kept,
    evaluate,
    mixed,
    sample,
)
from rantau.simulation.world import World

__all__ = ["CONCLUSIONS", "OTHERS", "Sensitivities", "Share", "Variation", "sensitivity", "variance_shares"]

OTHERS = "all others"
"""The parameters that the screening left out, varied together."""
CONCLUSIONS = (
    "person_months_in_exploitation",
    "entered_exploitation",
    "retrafficked",
    "identified",
    "flow_enters_rehabilitation",
    "flow_deported_unscreened",
)
"""The outcomes that are looked at unless others are named."""
SCREENING_POINTS = 8
MOST_KEPT = 16
_NEARLY_ALL = 0.9
_RESAMPLES = 400


@dataclass(frozen=True, slots=True)
class Share:
    """How much of an output's variance one source makes."""

    source: str
    """A parameter, :data:`OTHERS`, or luck."""
    first: float
    """By itself. An estimate may lie a little below zero."""
    first_low: float
    first_high: float
    total: float
    """With all that it does together with others."""
    total_low: float
    total_high: float


@dataclass(frozen=True, slots=True)
class Variation:
    """An output over the prior, and what makes it vary.

    Attributes:
        scenario: Its name; for a difference from the baseline, that of the scenario.
        difference: Whether the output is scenario less baseline.
        outcome: One of :data:`rantau.simulation.varying.OUTCOMES`.
        middle: Median over the prior.
        low: 5 % of the prior lie below.
        high: 95 % lie below.
        shares: Largest total first; empty where the output does not vary.
        screened: Parameter -> its share of the screening's effects, of all that were varied.
        turning: Of a difference: where its sign turns.
    """

    scenario: str
    difference: bool
    outcome: str
    middle: float
    low: float
    high: float
    shares: tuple[Share, ...]
    screened: dict[str, float]
    turning: Turning | None


@dataclass(frozen=True, slots=True)
class Sensitivities:
    """What :func:`sensitivity` found.

    Attributes:
        variations: One for each output: every scenario's outcomes, and their differences from the baseline.
        kept: Parameters with indices of their own.
        evaluations: Points that were evaluated.
        size: Points of the base sample.
    """

    variations: tuple[Variation, ...]
    kept: tuple[str, ...]
    evaluations: int
    size: int


def variance_shares(
    work: Evaluator,
    groups: dict[str, tuple[int, ...]],
    width: int,
    outputs: Callable[[Floats], Floats],
    *,
    size: int,
    seed: int,
    kept: Kept | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[tuple[Share, ...]], Floats, Floats]:
    """First-order and total Sobol indices of a function of a point.

    Estimators of Saltelli et al. (2010) and Jansen (1999), see
    :func:`rantau.profile.composite.sensitivity.sobol_indices`; intervals of 90 % from a bootstrap over the base sample.

    Args:
        work: The function.
        groups: Source -> which shares of a point it moves.
        width: Shares of a point.
        outputs: From values (n, …) of the function to outputs (n, k).
        size: Points of the base sample.
        seed: Where chance starts from.
        kept: Values that are known already.
        workers: Threads.
        cluster: Address of a Dask scheduler.
        progress: Told how many points are done, of how many.

    Returns:
        For each output its shares in the order of the groups (none where it does not vary); the 2 × size points of both
        base samples; and the outputs there (2 × size, k).
    """
    a, b = sample(size, width, seed, 1)
    points = np.concatenate([a, b, *(mixed(a, b, columns) for columns in groups.values())])
    values = evaluate(
        work,
        points,
        Forgotten() if kept is None else kept,
        workers=workers,
        cluster=cluster,
        progress=progress,
    )
    found = outputs(values)
    shares = []
    for column in range(found.shape[1]):
        parts = found[:, column].reshape(-1, size)
        rng = np.random.Generator(np.random.PCG64([seed, 8, column]))
        one = sobol_indices(parts[0], parts[1], parts[2:], list(groups), rng, resamples=_RESAMPLES)
        table = np.stack(
            [one.first, one.first_low, one.first_high, one.total, one.total_low, one.total_high], axis=1
        )
        shares.append(
            ()
            if np.isnan(one.total).any()
            else tuple(
                Share(name, *(float(cell) for cell in row)) for name, row in zip(groups, table, strict=True)
            )
        )
    return shares, points[: 2 * size], found[: 2 * size]


def _screen(
    work: Evaluator,
    width: int,
    outputs: Callable[[Floats], Floats],
    seed: int,
    kept: Kept,
    *,
    workers: int | None,
    cluster: str | None,
    progress: Callable[[int, int], None] | None,
) -> Floats:
    """(width, k) shares of the screening's effects.

    Half the mean square of what moving one share alone changes is a rough total index times the variance (Jansen 1999);
    it is set in proportion to the sum over all, which few points tell more steadily than the variance.
    """
    a, b = sample(SCREENING_POINTS, width, seed, 2)
    points = np.concatenate([a, *(mixed(a, b, [column]) for column in range(width))])
    found = outputs(evaluate(work, points, kept, workers=workers, cluster=cluster, progress=progress))
    parts = found.reshape(width + 1, SCREENING_POINTS, -1)
    moved = ((parts[1:] - parts[0]) ** 2).mean(axis=1) / 2
    together = moved.sum(axis=0)
    return np.asarray(moved / np.where(together > 0, together, 1.0))


def sensitivity(
    world: World,
    scenarios: Sequence[Scenario] = (),
    outcomes: Sequence[str] = CONCLUSIONS,
    *,
    size: int = 128,
    seed: int = 0,
    weight: float = 1000.0,
    parameters: Register | None = None,
    among: Sequence[str] | None = None,
    expected: bool = False,
    kept: Kept | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Sensitivities:
    """Sobol indices of outcomes on the parameters of the register, over their ranges.

    Args:
        world: Places and corridors.
        scenarios: Beside the baseline; for each, its outcomes and their differences from the baseline.
        outcomes: Names from :data:`rantau.simulation.varying.OUTCOMES`.
        size: Points of the base sample, a power of two.
        seed: Where chance starts from.
        weight: Migrants a simulated person stands for.
        parameters: The register; the shipped one by default.
        among: Parameters to take as they are, without a screening; the others keep their values. By default all that
            have a range are screened, and the :data:`MOST_KEPT` that matter most for any output get indices.
        expected: Take the expected course in place of people: slower, without noise.
        kept: Values at points that are known already, and where new ones are put.
        workers: Threads; the result is the same for any number.
        cluster: Address of a Dask scheduler to run on.
        progress: Told the step, and how many points are done, of how many.

    Raises:
        BadInput: No such outcome or parameter, a size that is no power of two, a weight that is not above 0, or two
            scenarios of one name.
    """
    used = register() if parameters is None else parameters
    every = (BASELINE, *(one for one in scenarios if one.name != BASELINE.name))
    if len({one.name for one in every}) != len(every):
        raise BadInput("name each scenario only once")
    if unknown := [one for one in outcomes if one not in OUTCOMES]:
        raise BadInput(f"there is no outcome {unknown[0]!r}; they are {', '.join(OUTCOMES)}")
    if not outcomes or size < 8 or size & (size - 1) or not weight > 0:
        raise BadInput("name an outcome; the draws are a power of two from 8, and the scale is above 0")
    names = used.free if among is None else tuple(dict.fromkeys(among))
    if wrong := [one for one in names if one not in used.free]:
        raise BadInput(
            f"{wrong[0]!r} is no parameter with a range; parameters.toml of the simulation names them"
        )
    work = Evaluation(world, every, used, names, seed, weight, expected)
    store, width = Forgotten() if kept is None else kept, len(names) + 1
    chosen = [OUTCOMES.index(one) for one in outcomes]

    def outputs(values: Floats) -> Floats:
        """Every scenario's outcomes, then every difference from the baseline."""
        there = values[:, :, chosen]
        parts = [there, there[:, 1:] - there[:, :1]]
        return np.concatenate([one.reshape(len(values), -1) for one in parts], axis=1)

    def told(step: str) -> Callable[[int, int], None] | None:
        return None if progress is None else lambda done, total: progress(step, done, total)

    rough, left = np.zeros((width, 0)), list(range(len(names)))
    if among is None:
        rough = _screen(
            work, width, outputs, seed, store, workers=workers, cluster=cluster, progress=told("screening")
        )
        left = _survivors(rough[:-1])
    groups: dict[str, tuple[int, ...]] = {names[n]: (n,) for n in left}
    if rest := tuple(n for n in range(len(names)) if n not in left):
        groups[OTHERS] = rest
    groups[LUCK] = (len(names),)
    shares, points, found = variance_shares(
        work,
        groups,
        width,
        outputs,
        size=size,
        seed=seed,
        kept=store,
        workers=workers,
        cluster=cluster,
        progress=told("indices"),
    )
    labels = [(one.name, False, outcome) for one in every for outcome in outcomes]
    labels += [(one.name, True, outcome) for one in every[1:] for outcome in outcomes]
    variations = []
    for column, (label, own) in enumerate(zip(labels, shares, strict=True)):
        low, middle, high = (float(one) for one in np.quantile(found[:, column], [0.05, 0.5, 0.95]))
        screened = {name: float(rough[n, column]) for n, name in enumerate(names)} if rough.size else {}
        turning = None
        if label[1]:
            ordered = sorted(own, key=lambda one: -one.total)
            best = [one.source for one in ordered if one.source in names]
            turning = turning_of(points, found[:, column], {name: names.index(name) for name in best}, used)
        ranked = tuple(sorted(own, key=lambda one: (-one.total, one.source)))
        variations.append(Variation(*label, middle, low, high, ranked, screened, turning))
    # Not what the store holds: other runs may have left points there.
    points_used = size * (len(groups) + 2) + (0 if among is not None else SCREENING_POINTS * (width + 1))
    return Sensitivities(tuple(variations), tuple(names[n] for n in left), points_used, size)


def _survivors(rough: Floats) -> list[int]:
    """Which parameters get indices, in the register's order.

    For each output those with the largest shares, until together they have nearly all of the screening's effects; of
    these the :data:`MOST_KEPT` whose largest share in any output is largest.
    """
    order = np.argsort(-rough, axis=0, kind="stable")
    before = np.cumsum(np.take_along_axis(rough, order, axis=0), axis=0)
    wanted = np.zeros(len(rough), dtype=bool)
    for column in range(rough.shape[1]):
        needed = int((before[:, column] < _NEARLY_ALL).sum()) + 1
        wanted[[n for n in order[:needed, column] if rough[n, column] > 0]] = True
    most = np.where(wanted, rough.max(axis=1, initial=0.0), 0.0)
    chosen = np.argsort(-most, kind="stable")[:MOST_KEPT]
    return sorted(int(n) for n in chosen if most[n] > 0)
