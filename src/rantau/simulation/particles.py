"""Sequential Monte Carlo without a likelihood: particles moved towards outputs that are near enough to the targets.

Del Moral, Doucet and Jasra, *Statistics and Computing* 22 (2012), with the replenishment of Drovandi and Pettitt,
*Biometrics* 67 (2011). Parameters are standard normal scores of their prior, and proposals leave that prior as it is
(preconditioned Crank-Nicolson; Cotter, Roberts, Stuart and White, *Statistical Science* 28 (2013)), so that a proposal
is kept exactly if its output is near enough, in any number of parameters. Each evaluation has luck of its own, named
by its place in the run, and so the result is the same in any number of workers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Generation", "Particles", "Settings", "descend", "normal_scores", "shares_of", "wander"]

Floats = NDArray[np.float64]
Evaluate = Callable[[Floats, Sequence[str]], Floats]
"""Given (n, d) scores and the names of the n evaluations, gives (n, targets) outputs."""
Distance = Callable[[Floats], Floats]
"""Given (n, targets) outputs, gives (n,) distances from the targets; 0 is met."""
Surrogate = Callable[[Floats], Floats]
"""Given (n, d) scores, gives (n,) logarithms of how likely a cheap model thinks it that they meet the targets."""
_FAR = 0.7


@dataclass(frozen=True, slots=True)
class Settings:
    """How the particles are moved; none of it changes what they converge to."""

    generations: int = 12
    """At most so many tolerances."""
    sweeps: int = 3
    """At most so many moves of every particle for one tolerance."""
    kept: float = 0.5
    """Share of the particles that a new tolerance keeps."""
    moved: float = 0.9
    """Share of the particles that should have moved before the tolerance is lowered."""
    least_accepted: float = 0.02
    """When fewer proposals are accepted, the tolerance is one too small: the last before it is what was reached."""
    wandering: int = 40
    """Steps by the surrogate, where there is one, before the model is run."""
    least_distinct: float = 0.3
    """The same when fewer of the particles differ."""
    last_sweeps: int = 2
    """Moves more at the last tolerance, to forget where the particles came from."""


@dataclass(frozen=True, slots=True)
class Generation:
    """What happened at one tolerance."""

    tolerance: float
    surviving: float
    """Share of the particles that were inside it before they were moved."""
    accepted: float
    """Share of the proposals accepted."""
    evaluations: int


@dataclass(frozen=True, slots=True)
class Particles:
    """A sample of parameters whose outputs are within the tolerance.

    Attributes:
        scores: (n, d) normal scores of the parameters.
        outputs: (n, targets).
        distances: (n,).
        generations: How the tolerance fell.
        reached: How many of them the particles have come through; one more was tried where it is not all.
    """

    scores: Floats
    outputs: Floats
    distances: Floats
    generations: tuple[Generation, ...]
    reached: int

    @property
    def tolerance(self) -> float:
        """Within which all particles are."""
        return float(self.distances.max())

    @property
    def distinct(self) -> int:
        """How many of the particles differ."""
        return len(np.unique(self.scores, axis=0))

    @property
    def evaluations(self) -> int:
        """Runs of the model, beside those at the start."""
        return sum(one.evaluations for one in self.generations)


def normal_scores(shares: Floats) -> Floats:
    """Shares of a distribution (0 to 1) as standard normal scores."""
    from scipy.special import ndtri

    return np.asarray(ndtri(np.clip(shares, 1e-12, 1 - 1e-12)))


def shares_of(scores: Floats) -> Floats:
    """Standard normal scores as shares of a distribution."""
    from scipy.special import ndtr

    return np.asarray(ndtr(scores))


def _luck(seed: int, stage: int, generation: int, sweep: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64([seed, 77, stage, generation, sweep]))


def descend(
    evaluate: Evaluate,
    distance: Distance,
    start: Floats,
    seed: int,
    *,
    stage: int = 0,
    goal: float = 0.0,
    surrogate: Surrogate | None = None,
    outputs: Floats | None = None,
    directions: Floats | None = None,
    settings: Settings | None = None,
) -> Particles:
    """Move particles from the prior to where their outputs are within the goal, or as near as they come.

    Args:
        evaluate: The model.
        distance: From the targets.
        start: (n, d) scores drawn from the prior, or near to what is sought.
        seed: Where chance starts from.
        stage: Keeps the names and the luck of several runs apart.
        goal: The tolerance to reach.
        surrogate: Proposals wander by it for a while before the model is run, and are corrected for it after
            (Liu, *Monte Carlo Strategies in Scientific Computing* (2001), surrogate transitions): it makes the search
            faster, and does not change what is found.
        outputs: (n, targets) of ``start``, where they are known.
        directions: (d, r) orthonormal directions on which outputs mostly depend: proposals go far in the others.
        settings: How the particles are moved.

    Returns:
        Particles, all of the same weight.
    """
    rules = settings or Settings()
    scores = np.array(start, dtype=np.float64)
    count = len(scores)
    if outputs is None:
        outputs = evaluate(scores, [f"{stage}.0.0.{n}" for n in range(count)])
    outputs = np.array(outputs, dtype=np.float64)
    distances = distance(outputs)
    generations: list[Generation] = []
    width = _Width()
    while True:
        number = len(generations) + 1
        ordered = np.sort(distances)
        tolerance = max(goal, float(ordered[max(math.ceil(rules.kept * count) - 1, 0)]))
        if generations and tolerance >= generations[-1].tolerance:
            # Distances are few, as where outputs are whole numbers: the next smaller one.
            smaller = distances[distances < generations[-1].tolerance]
            tolerance = max(goal, float(smaller.max())) if len(smaller) else tolerance
        earlier = scores, outputs, distances
        within = distances <= tolerance
        luck = _luck(seed, stage, number, 0)
        alive = np.flatnonzero(within)
        # The particles outside begin again from those inside; these stay where they are.
        chosen = np.arange(count)
        chosen[~within] = luck.choice(alive, count - len(alive))
        scores, outputs, distances = scores[chosen], outputs[chosen], distances[chosen]
        accepted = proposed = 0
        moved = np.zeros(count, dtype=bool)
        done = tolerance <= goal
        least = 1 + (rules.last_sweeps if done else 0)
        sweep = 0
        while sweep < least or (sweep < rules.sweeps + least - 1 and moved.mean() < rules.moved):
            sweep += 1
            luck = _luck(seed, stage, number, sweep)
            if surrogate is None:
                new, ratio = _proposals(scores, luck, width.value, directions), np.zeros(count)
            else:
                new, inner = wander(scores, surrogate, luck, rules.wandering, width.value, directions)
                ratio = surrogate(scores) - surrogate(new)
                width.learn(inner)
            found = evaluate(new, [f"{stage}.{number}.{sweep}.{n}" for n in range(count)])
            far = distance(found)
            takes = (far <= tolerance) & (np.log(luck.random(count)) < ratio)
            scores[takes], outputs[takes], distances[takes] = new[takes], found[takes], far[takes]
            moved |= takes
            accepted, proposed = accepted + int(takes.sum()), proposed + count
            if surrogate is None:
                width.learn(float(takes.mean()))
        share = accepted / (count * sweep)
        generations.append(Generation(tolerance, len(alive) / count, share, proposed))
        few = len(np.unique(scores, axis=0)) < rules.least_distinct * count
        if share < rules.least_accepted or few:
            return Particles(*earlier, tuple(generations), reached=max(number - 1, 0))
        if done or number >= rules.generations:
            return Particles(scores, outputs, distances, tuple(generations), reached=number)


class _Width:
    """How far proposals go, learnt from how many of the last were accepted."""

    def __init__(self) -> None:
        self.value = 0.8

    def learn(self, accepted: float) -> None:
        if accepted < 0.15:
            self.value = max(self.value * 0.7, 0.02)
        elif accepted > 0.35:
            self.value = min(self.value * 1.3, 1.0)


def wander(
    scores: Floats,
    surrogate: Surrogate,
    luck: np.random.Generator,
    steps: int,
    width: float,
    directions: Floats | None = None,
) -> tuple[Floats, float]:
    """Move scores by a Markov chain whose distribution is the prior times the surrogate.

    Returns:
        (n, d) scores after so many steps, and the share of the steps that were accepted.
    """
    scores, now, taken = scores.copy(), surrogate(scores), 0
    for _ in range(steps):
        new = _proposals(scores, luck, width, directions)
        then = surrogate(new)
        with np.errstate(invalid="ignore"):
            takes = np.log(luck.random(len(scores))) < then - now
        scores[takes], now[takes] = new[takes], then[takes]
        taken += int(takes.sum())
    return scores, taken / max(steps * len(scores), 1)


def _proposals(
    scores: Floats, luck: np.random.Generator, width: float, directions: Floats | None = None
) -> Floats:
    """Proposals that leave a standard normal as it is.

    Of all parameters together; of some of them, further; or, where the directions that matter are known, a step in
    these and a far one in all others. Turned to orthonormal directions, a standard normal is one as well.
    """
    count, size = scores.shape
    noise = luck.standard_normal((count, size))
    kind = luck.random(count)
    # Of how many parameters: from one to all, small numbers as likely as large ones on the scale of ratios.
    share = size ** -luck.random(count)
    chosen = luck.random((count, size)) < np.maximum(share, 1 / size)[:, None]
    some = np.asarray(kind < (0.5 if directions is None else 0.33))[:, None]
    chosen |= ~some
    step = np.where(some, min(1.0, 2.0 * width), width)
    new = np.where(chosen, np.sqrt(1.0 - step**2) * scores + step * noise, scores)
    if directions is not None and directions.shape[1]:
        turned = kind > 0.66
        old, push = scores[turned], noise[turned]
        old_in, push_in = old @ directions, push @ directions
        rest = np.sqrt(1.0 - _FAR**2) * (old - old_in @ directions.T) + _FAR * (push - push_in @ directions.T)
        new[turned] = rest + (np.sqrt(1.0 - width**2) * old_in + width * push_in) @ directions.T
    return np.asarray(new)
