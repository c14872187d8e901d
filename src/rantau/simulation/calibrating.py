"""Calibration without a likelihood: parameters under which the model gives what the evidence says.

First the cheap model, the expected course of events on a reduced world, rules out what cannot be
(:mod:`rantau.simulation.history`). Then people are simulated under what is left, and particles moved until their
outputs are within all targets, or as near as they come (:mod:`rantau.simulation.particles`).

A target is an interval and says no more: within it, no value is preferred. What is found is the prior, given that
every target in force is met. What cannot be met is set aside and reported, never averaged away.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput
from rantau.simulation.history import History, Standing, misses
from rantau.simulation.lowering import ALL_FEEDBACKS, Feedbacks
from rantau.simulation.parameters import Register, register
from rantau.simulation.particles import Particles, descend, shares_of
from rantau.simulation.reduced import fewer_corridors
from rantau.simulation.runs import (
    WINDOW,
    How,
    Known,
    Runs,
    Simulator,
    all_straight,
    bent,
    prior_scores,
    straight_bounds,
)
from rantau.simulation.scenario import BASELINE
from rantau.simulation.storing import run_key
from rantau.simulation.targets import Target
from rantau.simulation.world import World

__all__ = [
    "ALLOWED",
    "METHOD",
    "WINDOW",
    "Calibration",
    "How",
    "Simulator",
    "calibrate",
    "prior_scores",
    "run_name",
]

Floats = NDArray[np.float64]
METHOD = 2
"""Raised when the same run would give other numbers."""
ALLOWED = 2.0
"""Standard deviations of the luck of simulated people that a target may be missed by: few stand in for many."""
_REPEATS = 24
_LEAST_SPREAD = 0.05
"""On the scale of log odds and logarithms: outputs that the prior hardly moves are not told apart more finely."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a calibration found. N draws, d parameters with a range, J targets.

    Attributes:
        run: Names the run: a hash of all that it depends on.
        targets: In the order of the outputs.
        standing: Which can be met, and are in force; None where there were no waves, and all are.
        prior: The register before.
        prior_outputs: (runs, J) under the prior, in the units of the targets.
        history: What the cheap model ruled out; None where there were no waves.
        luck: (J,) standard deviation of outputs from the luck of simulated people, on the scale of distances.
        particles: The posterior.
        outputs: (N, J) of the posterior, in the units of the targets.
        seed: Of chance.
        how: As it was run.
    """

    run: str
    targets: tuple[Target, ...]
    standing: Standing | None
    prior: Register
    prior_outputs: Floats
    history: History | None
    luck: Floats
    particles: Particles
    outputs: Floats
    seed: int
    how: How

    @property
    def used(self) -> NDArray[np.bool_]:
        """(J,) the targets in force."""
        return np.ones(len(self.targets), dtype=bool) if self.standing is None else self.standing.used

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that have a range."""
        return self.prior.free

    def missed(self) -> Floats:
        """(N, J) how far each draw misses each target beyond what the luck of simulated people explains; 0 is met."""
        bounds = straight_bounds(self.targets)
        return np.maximum(misses(self.particles.outputs, bounds) - ALLOWED * self.luck, 0.0)

    def draws(self) -> Floats:
        """(N, d) values of the parameters."""
        shares = shares_of(self.particles.scores)
        columns = [
            [self.prior[name].quantile(float(share)) for share in shares[:, number]]
            for number, name in enumerate(self.names)
        ]
        return np.array(columns).T.reshape(len(shares), len(self.names))


def run_name(
    world: World,
    targets: Iterable[Target],
    seed: int,
    parameters: Register,
    how: How,
    feedbacks: Feedbacks = ALL_FEEDBACKS,
) -> str:
    """A name made from all that the numbers of a calibration depend on; arguments as in :func:`calibrate`."""
    held = [
        [one.quantity, *(sorted(part) for part in (one.places.origins, one.places.destinations, one.places.ends)),
         repr(one.low), repr(one.high)]
        for one in targets
    ]  # fmt: skip
    over = world.with_months(how.window[1])
    key = run_key(over, BASELINE, parameters, seed, how.weight, "corridor")
    text = json.dumps([METHOD, key, held, asdict(how), asdict(feedbacks)], sort_keys=True)
    return "c" + hashlib.sha256(text.encode()).hexdigest()[:12]


def calibrate(
    world: World,
    targets: Sequence[Target],
    seed: int = 0,
    *,
    parameters: Register | None = None,
    how: How | None = None,
    feedbacks: Feedbacks = ALL_FEEDBACKS,
    workers: int | None = None,
    cluster: str | None = None,
    known: Known | None = None,
    keep: Callable[[str, tuple[float, ...]], None] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Calibration:
    """Find the parameters under which the model meets the targets.

    Args:
        world: Places and corridors; its months are taken to the end of the window.
        targets: Intervals; each is of some corridor of the world.
        seed: Where chance starts from.
        parameters: The prior; the shipped register by default.
        how: How many draws, runs and waves, and of what.
        feedbacks: Which loops are closed.
        workers: Threads; the result is the same for any number.
        cluster: Address of a Dask scheduler, whose workers do the runs in place of threads.
        known: Runs that were done before, by name.
        keep: Given the name and the outputs of every new run as soon as it is done.
        progress: Told what is run, how many runs of the present step are done, and of how many.

    Raises:
        BadInput: There is no target, one is named twice or of no corridor, or no parameter has a range.
    """
    rules = how or How()
    prior = parameters or register()
    held = tuple(targets)
    _check(world, held, prior, rules)
    over = world.with_months(rules.window[1])
    small = fewer_corridors(over, [one.places for one in held]) if rules.reduced else over
    simulator = Simulator(over, small, prior, held, seed, rules, feedbacks)
    bounds = straight_bounds(held)
    runs = Runs(simulator, known or {}, keep, progress, workers, cluster)
    return _calibrate(runs, bounds, run_name(world, held, seed, prior, rules, feedbacks))


@dataclass(frozen=True, slots=True)
class _Matched:
    """What the waves of the cheap model leave: see :mod:`rantau.simulation.history`."""

    history: History
    standing: Standing
    begin: Floats
    """(N, d) where the draws begin."""

    @property
    def numbers(self) -> NDArray[np.int64]:
        """Of the targets in force."""
        return np.flatnonzero(self.standing.used)

    def likely(self, scores: Floats) -> Floats:
        """(n,) how near the emulators think scores to be."""
        return self.history.likely(scores, self.numbers)


def _match(runs: Runs, bounds: Floats, scores: Floats, people: Floats) -> _Matched:
    """Rule out what cannot be, wave by wave.

    Args:
        runs: Of the model.
        bounds: (J, 2) of the targets.
        scores: (n, d) of the runs under the prior.
        people: (n, J) what people gave there.
    """
    held, rules, seed = runs.simulator.targets, runs.simulator.how, runs.simulator.seed
    looked, looks = 0, 2 * rules.waves + 1

    def look() -> None:
        nonlocal looked
        if runs.told is not None:
            runs.told("what can be met", looked, looks)
        looked += 1

    def cheap(scores: Floats, stage: str) -> Floats:
        return all_straight(held, runs.raw(False, scores, [f"{stage}.{n}" for n in range(len(scores))]), 1.0)

    outputs = cheap(scores, "prior")
    look()
    history = History(bounds, *_difference(people, outputs), scores.shape[1]).after(scores, outputs)
    standing = history.standing(seed)
    look()
    history = history.counted(standing.used, seed)
    for wave in range(1, rules.waves):
        scores, _ = history.sample(rules.runs, standing.used, seed, 200 + wave)
        outputs = cheap(scores, f"wave{wave}")
        look()
        history = history.after(scores, outputs)
        standing = history.still(standing, seed, 60_000 + 1000 * wave)
        look()
        history = history.counted(standing.used, seed)
    look()
    begin = history.nearest(rules.draws, standing.used, seed, 300)
    look()
    return _Matched(history, standing, begin)


def _calibrate(runs: Runs, bounds: Floats, run: str) -> Calibration:
    simulator = runs.simulator
    rules, held, seed, size = simulator.how, simulator.targets, simulator.seed, len(simulator.parameters.free)
    least = rules.weight if rules.people else 1.0
    start = prior_scores(max(rules.runs, rules.draws), size, seed)
    first = start[: rules.runs]
    before = runs.raw(rules.people, first, [f"prior.{n}" for n in range(rules.runs)])
    people = all_straight(held, before, least)
    matched = _match(runs, bounds, first, people) if rules.waves else None
    used = np.ones(len(held), dtype=bool) if matched is None else matched.standing.used
    spread, luck = _spread(people), _luck(runs, size)

    def outputs(scores: Floats, names: Sequence[str]) -> Floats:
        return all_straight(held, runs.raw(rules.people, scores, names), least)

    def distance(found: Floats) -> Floats:
        # What the luck of the simulated people explains is not missed.
        far = np.maximum(misses(found, bounds)[:, used] - ALLOWED * luck[used], 0.0) / spread[used]
        return np.asarray(np.sqrt((far**2).sum(axis=1)))

    found = descend(
        outputs,
        distance,
        start[: rules.draws] if matched is None else matched.begin,
        seed,
        outputs=people[: rules.draws] if matched is None and rules.runs >= rules.draws else None,
        surrogate=None if matched is None else matched.likely,
        directions=None if matched is None else matched.history.directions(matched.numbers),
        settings=rules.moving,
    )
    return Calibration(
        run=run,
        targets=held,
        standing=None if matched is None else matched.standing,
        prior=simulator.parameters,
        prior_outputs=before,
        history=None if matched is None else matched.history,
        luck=luck,
        particles=found,
        outputs=bent(held, found.outputs),
        seed=seed,
        how=rules,
    )


def _check(world: World, targets: Sequence[Target], prior: Register, how: How) -> None:
    if not targets:
        raise BadInput(
            "there is nothing to calibrate to; give targets in data/targets.csv, or documents with claims"
        )
    if len({one.name for one in targets}) != len(targets):
        raise BadInput("two targets are about the same thing; leave one of them out")
    for one in targets:
        if not any(one.places.of(way.origin, way.destination) for way in world.corridors):
            raise BadInput(f"the world has no corridor for the target {one.name}; leave it out")
    if not prior.free:
        raise BadInput("no parameter of the register has a range; there is nothing to calibrate")
    if how.draws < 2 or how.runs < 2 or not how.weight > 0 or not 0 <= how.window[0] < how.window[1]:
        raise BadInput(
            "a calibration has at least 2 draws and 2 runs, a scale above 0 and some months that count"
        )


def _difference(people: Floats, cheap: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of what the people give more than the cheap model, run by run at the same parameters."""
    with np.errstate(invalid="ignore"):
        apart = np.where(np.isfinite(people) & np.isfinite(cheap), people - cheap, np.nan)
    middle = np.array([np.nanmedian(one) if np.isfinite(one).any() else 0.0 for one in apart.T])
    # By the median distance from the median, times what makes it a standard deviation for normal errors.
    spread = [
        1.4826 * np.nanmedian(np.abs(one - mid)) if np.isfinite(one).any() else 0.0
        for one, mid in zip(apart.T, middle, strict=True)
    ]
    return middle, np.array(spread) ** 2


def _luck(runs: Runs, size: int) -> Floats:
    """(J,) standard deviation of the straight outputs between runs in the middle of the prior."""
    rules, held = runs.simulator.how, runs.simulator.targets
    if not rules.people:
        return np.zeros(len(held))
    names = [f"luck.{number}" for number in range(_REPEATS)]
    found = all_straight(held, runs.raw(True, np.zeros((_REPEATS, size)), names), rules.weight)
    return np.array([np.nanstd(one, ddof=1) if np.isfinite(one).sum() > 2 else 0.0 for one in found.T])


def _spread(outputs: Floats) -> Floats:
    found = []
    for one in outputs.T:
        there = one[np.isfinite(one)]
        low, high = np.quantile(there, [0.16, 0.84]) if len(there) else (0.0, 0.0)
        found.append(max(float(high - low) / 2, _LEAST_SPREAD))
    return np.array(found)
