"""History matching: which parameters a cheap model rules out, wave by wave.

A wave runs the cheap model at some parameters, fits an emulator to each output, and rules out all parameters whose
emulated output is implausibly far from a target: more than three standard deviations of what the emulator, and the
difference between the cheap model and the people, leave open (Pukelsheim, *The American Statistician* 48 (1994)). The
next wave looks closer at what is left (Craig, Goldstein, Seheult and Smith (1997); Vernon, Goldstein and Bower,
*Bayesian Analysis* 5 (2010)).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rantau.simulation.particles import Particles, Settings, Surrogate, descend, wander

__all__ = [
    "CUTOFF",
    "LEAST_SHARE",
    "Emulator",
    "History",
    "Standing",
    "Wave",
    "fit_emulator",
    "fit_wave",
    "misses",
]

Floats = NDArray[np.float64]
CUTOFF = 3.0
"""Pukelsheim's rule: 95 % of any distribution with one top lies within three standard deviations."""
LEAST_SHARE = 1e-3
"""A target that a smaller share of the prior meets is set aside: only a corner of all ranges at once would meet it."""
_PROBES = 20_000
_ROUNDS, _STEPS = 20, 25
_SEARCHERS = Settings(generations=25, sweeps=6, least_accepted=0.005, last_sweeps=0)


@dataclass(frozen=True, slots=True)
class Emulator:
    """An output as a sum of a few scores and their squares, with how far off that is.

    Attributes:
        constant: The output where all scores are 0.
        terms: Numbers of the scores used; from ``d`` on, of their squares less 1.
        slopes: One a term.
        variance: Of what is left over, each run left out in turn.
    """

    constant: float
    terms: NDArray[np.int64]
    slopes: Floats
    variance: float

    def mean(self, scores: Floats) -> Floats:
        """(n,) the output at (n, d) scores."""
        return np.asarray(self.constant + _basis(scores)[:, self.terms] @ self.slopes)


def _basis(scores: Floats) -> Floats:
    return np.hstack([scores, scores**2 - 1.0])


def fit_emulator(scores: Floats, output: Floats) -> Emulator:
    """Fit an emulator: terms are added one by one, the best first, for as long as runs left out are foretold better.

    Args:
        scores: (n, d) normal scores of the runs.
        output: (n,); runs without one (NaN) are left out.
    """
    there = np.isfinite(output)
    if there.sum() < 8:
        return Emulator(0.0, np.zeros(0, dtype=np.int64), np.zeros(0), float("inf"))
    terms, values = _basis(scores[there]), output[there]
    count = len(values)
    scaled = terms - terms.mean(axis=0)
    scaled = scaled / np.maximum(np.sqrt((scaled**2).sum(axis=0)), 1e-12)
    chosen: list[int] = []
    best, worse = (math.inf, 0), 0
    # Each term adds one direction to those before: what is left over and the leverages follow without a new fit.
    directions = np.full((count, 1), 1.0 / math.sqrt(count))
    left, leverage = values - values.mean(), np.full(count, 1.0 / count)
    while True:
        error = float(np.mean((left / np.maximum(1.0 - leverage, 1e-3)) ** 2))
        if error < best[0] * 0.999:
            best, worse = (error, len(chosen)), 0
        else:
            worse += 1
        if worse >= 4 or len(chosen) >= count // 4 - 1:
            break
        against = np.abs(scaled.T @ left)
        against[chosen] = -1.0
        chosen.append(int(np.argmax(against)))
        column = scaled[:, chosen[-1]]
        for _ in range(2):  # twice, for rounding
            column = column - directions @ (directions.T @ column)
        length = float(np.sqrt((column**2).sum()))
        if length > 1e-9:
            column = column / length
            directions = np.column_stack([directions, column])
            left, leverage = left - column * (column @ left), leverage + column**2
    error, kept = best
    columns = np.column_stack([np.ones(count), terms[:, chosen[:kept]]])
    slopes = np.asarray(np.linalg.lstsq(columns, values, rcond=None)[0], dtype=np.float64)
    return Emulator(float(slopes[0]), np.array(chosen[:kept], dtype=np.int64), slopes[1:], error)


def misses(outputs: Floats, bounds: Floats) -> Floats:
    """How far outputs (n, J) lie outside of their intervals (J, 2); 0 inside, infinite where there is none."""
    far = np.maximum(np.maximum(bounds[:, 0] - outputs, outputs - bounds[:, 1]), 0.0)
    return np.asarray(np.where(np.isnan(outputs), np.inf, far))


@dataclass(frozen=True, slots=True)
class Wave:
    """A wave: emulators of all targets, and what they leave. d parameters, J targets.

    Attributes:
        constants: (J,) the outputs where all scores are 0.
        slopes: (2 d, J) of the scores, and of their squares less 1.
        variances: (J,) of what the emulators leave open.
        explained: (J,) share of each output's variance that is foretold for a run left out.
        runs: Of the cheap model.
        left: Share of the prior that is not ruled out after it.
    """

    constants: Floats
    slopes: Floats
    variances: Floats
    explained: Floats
    runs: int
    left: float = 1.0


def fit_wave(scores: Floats, outputs: Floats) -> Wave:
    """Emulators of (n, J) outputs at (n, d) scores."""
    fitted = [fit_emulator(scores, column) for column in outputs.T]
    slopes = np.zeros((2 * scores.shape[1], len(fitted)))
    for number, one in enumerate(fitted):
        slopes[one.terms, number] = one.slopes
    variances = np.array([one.variance for one in fitted])
    total = np.array([np.nanvar(one) if np.isfinite(one).any() else 0.0 for one in outputs.T])
    explained = np.where(total > 0, 1.0 - variances / np.where(total > 0, total, 1.0), 0.0)
    constants = np.array([one.constant for one in fitted])
    return Wave(constants, slopes, variances, np.maximum(explained, 0.0), len(scores))


@dataclass(frozen=True, slots=True)
class Standing:
    """Which targets can be met.

    Attributes:
        shares: (J,) share of the prior under which each is met, taken alone.
        can: (J,) whether that is enough.
        apart: Pairs of those that can be met, and not together.
        used: (J,) those in force: they can be met together.
        dropped: Those that could be met alone and were set aside, in that order.
    """

    shares: Floats
    can: NDArray[np.bool_]
    apart: tuple[tuple[int, int], ...]
    used: NDArray[np.bool_]
    dropped: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What the waves so far leave.

    Attributes:
        bounds: (J, 2) on the scale of the outputs.
        offset: (J,) how much more the people give than the cheap model, on average.
        spread: (J,) variance of that difference.
        size: How many parameters.
        waves: In order.
    """

    bounds: Floats
    offset: Floats
    spread: Floats
    size: int
    waves: tuple[Wave, ...] = ()

    def implausibility(self, scores: Floats, used: Sequence[int] | NDArray[np.int64]) -> Floats:
        """(n, used) how implausible each target makes each of (n, d) scores: standard deviations outside it."""
        basis, found = _basis(scores), np.zeros((len(scores), len(used)))
        for wave in self.waves:
            mean = wave.constants[used] + basis @ wave.slopes[:, used] + self.offset[used]
            sd = np.sqrt(wave.variances[used] + self.spread[used])
            np.maximum(found, misses(mean, self.bounds[used]) / np.maximum(sd, 1e-9), out=found)
        return found

    def worst(self, scores: Floats, used: Sequence[int] | NDArray[np.int64]) -> Floats:
        """(n,) the largest implausibility of some targets."""
        return np.asarray(self.implausibility(scores, used).max(axis=1, initial=0.0))

    def after(self, scores: Floats, outputs: Floats) -> History:
        """With a wave more, fitted to runs of the cheap model."""
        return replace(self, waves=(*self.waves, fit_wave(scores, outputs)))

    def counted(self, used: NDArray[np.bool_], seed: int) -> History:
        """With the share of the prior that is left written into the last wave."""
        left = self.share(np.flatnonzero(used), seed, 4)
        return replace(self, waves=(*self.waves[:-1], replace(self.waves[-1], left=left)))

    def share(self, used: Sequence[int] | NDArray[np.int64], seed: int, stage: int) -> float:
        """Share of the prior that none of some targets rules out."""
        share = float((self.worst(_probes(seed, self.size), used) <= CUTOFF).mean())
        if share >= 50 / _PROBES:
            return share
        # Too few for counting: each tolerance on the way keeps a known share of the one before.
        found = self.search(used, 128, seed, stage)
        product = float(np.prod([one.surviving for one in found.generations[: found.reached]]))
        return product if found.tolerance <= CUTOFF else 0.0

    def sample(self, count: int, used: NDArray[np.bool_], seed: int, stage: int) -> tuple[Floats, float]:
        """Scores from the part of the prior that is not ruled out, and the cutoff that it took.

        Where everything is ruled out the cutoff is raised to what can be reached.
        """
        numbers = np.flatnonzero(used)
        found = self.search(numbers, count, seed, stage)
        cutoff = max(CUTOFF, found.tolerance)

        def inside(scores: Floats) -> Floats:
            return np.where(self.worst(scores, numbers) <= cutoff, 0.0, -np.inf)

        return self._wandered(found.scores, inside, numbers, seed, stage), cutoff

    def nearest(self, count: int, used: NDArray[np.bool_], seed: int, stage: int) -> Floats:
        """Scores from the prior times :meth:`likely`: where a search with people begins."""
        numbers = np.flatnonzero(used)
        found = self.search(numbers, count, seed, stage)
        return self._wandered(found.scores, lambda scores: self.likely(scores, numbers), numbers, seed, stage)

    def likely(self, scores: Floats, used: Sequence[int] | NDArray[np.int64]) -> Floats:
        """(n,) how near to some targets the emulators think scores to be, as a logarithm; 0 where all are met."""
        return np.asarray(-0.5 * (self.implausibility(scores, used) ** 2).sum(axis=1))

    def _wandered(
        self, scores: Floats, surrogate: Surrogate, numbers: NDArray[np.int64], seed: int, stage: int
    ) -> Floats:
        """Scores that have forgotten which few the search left them from."""
        luck = np.random.Generator(np.random.PCG64([seed, 91, stage]))
        ways, width = self.directions(numbers), 0.3
        for _ in range(_ROUNDS):
            scores, taken = wander(scores, surrogate, luck, _STEPS, width, ways)
            width = min(max(width * (0.7 if taken < 0.2 else 1.3 if taken > 0.35 else 1.0), 0.02), 1.0)
        return scores

    def search(self, used: Sequence[int] | NDArray[np.int64], count: int, seed: int, stage: int) -> Particles:
        """Particles moved to where some targets are not ruled out, or as near as they come."""

        return descend(
            lambda scores, _: self.worst(scores, used)[:, None],
            lambda far: far[:, 0],
            np.random.Generator(np.random.PCG64([seed, 90, stage])).standard_normal((count, self.size)),
            seed,
            stage=1000 + stage,
            goal=CUTOFF,
            directions=self.directions(used),
            settings=_SEARCHERS,
        )

    def directions(self, used: Sequence[int] | NDArray[np.int64]) -> Floats:
        """(d, r) orthonormal directions of the scores on which the outputs of some targets depend."""
        wave = self.waves[-1]
        slopes = wave.slopes[: self.size, used]
        lengths = np.sqrt((slopes**2).sum(axis=0))
        found, sizes, _ = np.linalg.svd(slopes / np.maximum(lengths, 1e-12), full_matrices=False)
        return np.asarray(found[:, sizes > 0.05])

    def standing(self, seed: int) -> Standing:
        """Which targets can be met alone, which two not together, and a set that can all be met.

        Of targets that cannot be met together, that in most conflicts is set aside first; of several, the one that the
        smallest share of the prior meets. So few are set aside, though not always the fewest.
        """
        targets = len(self.bounds)
        met = self.implausibility(_probes(seed, self.size), range(targets)) <= CUTOFF
        shares = met.mean(axis=0)
        for number in np.flatnonzero(shares < 50 / _PROBES):
            shares[number] = self.share([int(number)], seed, 10 + int(number))
        can = shares >= LEAST_SHARE
        apart = [
            (int(one), int(other))
            for one in np.flatnonzero(can)
            for other in np.flatnonzero(can)
            if one < other
            and not (met[:, one] & met[:, other]).any()
            and self.share([int(one), int(other)], seed, 100 + targets * int(one) + int(other)) == 0.0
        ]
        used, dropped = can.copy(), []
        while pairs := [pair for pair in apart if used[pair[0]] and used[pair[1]]]:
            counts = np.bincount(np.array(pairs).ravel(), minlength=targets)
            most = np.flatnonzero(counts == counts.max())
            dropped.append(int(most[np.argmin(shares[most])]))
            used[dropped[-1]] = False
        return self.still(Standing(shares, can, tuple(apart), used, tuple(dropped)), seed, 50_000)

    def still(self, standing: Standing, seed: int, stage: int) -> Standing:
        """What stands after more waves: these look closer, and rule out more.

        Of targets that cannot be met together, that is set aside which the best parameters miss by most, one by one.
        Those set aside are then tried again, so that none is which could be met with all that are in force.
        """
        used, dropped = standing.used.copy(), list(standing.dropped)
        while used.any():
            numbers = np.flatnonzero(used)
            found = self.search(numbers, 128, seed, stage + len(dropped))
            if found.tolerance <= CUTOFF:
                break
            middle = np.median(self.implausibility(found.scores, numbers), axis=0)
            dropped.append(int(numbers[np.argmax(middle)]))
            used[dropped[-1]] = False
        for number in sorted(dropped, key=lambda one: -standing.shares[one]):
            if any(used[b if a == number else a] for a, b in standing.apart if number in (a, b)):
                continue
            used[number] = True
            if self.search(np.flatnonzero(used), 128, seed, stage + 500 + number).tolerance <= CUTOFF:
                dropped.remove(number)
            else:
                used[number] = False
        return replace(standing, used=used, dropped=tuple(dropped))


def _probes(seed: int, size: int) -> Floats:
    return np.random.Generator(np.random.PCG64([seed, 88])).standard_normal((_PROBES, size))
