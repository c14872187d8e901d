"""Runs of the model as a function of scores: what is run in a calibration, many side by side, none twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rantau.simulation.engine import run_draw
from rantau.simulation.lowering import ALL_FEEDBACKS, Feedbacks, lower
from rantau.simulation.meanfield import run_mean_field
from rantau.simulation.members import for_each_member
from rantau.simulation.observing import observe, straight
from rantau.simulation.parameters import Register
from rantau.simulation.particles import Settings, normal_scores, shares_of
from rantau.simulation.randomness import draw_key
from rantau.simulation.reduced import one_age
from rantau.simulation.scenario import BASELINE
from rantau.simulation.targets import Target
from rantau.simulation.world import World

__all__ = [
    "WINDOW",
    "How",
    "OneRun",
    "Runs",
    "Simulator",
    "all_straight",
    "bent",
    "prior_scores",
    "straight_bounds",
]

Floats = NDArray[np.float64]
Known = Mapping[str, Sequence[float] | Floats]
WINDOW = (6, 12)
"""Months that count: after half a year in which stocks that the start leaves empty fill (an assumption)."""


@dataclass(frozen=True, slots=True)
class How:
    """How a calibration is run."""

    draws: int = 256
    """Particles: draws of the posterior."""
    runs: int = 200
    """Of the model under the prior, and of the cheap model in each wave."""
    waves: int = 2
    """Of history matching; 0 leaves it out."""
    people: bool = True
    """Whether people are simulated after the waves, or the cheap model again."""
    weight: float = 50.0
    """Migrants that a simulated person stands for."""
    window: tuple[int, int] = WINDOW
    reduced: bool = True
    """Whether the cheap model runs on a reduced world."""
    moving: Settings = field(default_factory=Settings)


@dataclass(frozen=True, slots=True)
class Simulator:
    """The model as a function of scores. Can be sent to other processes."""

    world: World
    small: World
    parameters: Register
    targets: tuple[Target, ...]
    seed: int
    how: How
    feedbacks: Feedbacks = ALL_FEEDBACKS

    def values(self, scores: Floats) -> dict[str, float]:
        """The parameters at (d,) scores."""
        given = self.parameters
        shares = shares_of(scores)
        drawn = {name: given[name].quantile(float(s)) for name, s in zip(given.free, shares, strict=True)}
        return {**given.values, **drawn}

    def run(self, people: bool, name: str, scores: Floats) -> tuple[float, ...]:
        """(targets,) quantities of one run, in their units.

        Args:
            people: Whether people are simulated, or the expected course on the small world.
            name: Of the evaluation: its luck.
            scores: (d,).
        """
        values = self.values(scores)
        wanted = [(one.quantity, one.places) for one in self.targets]
        if not people:
            draw = one_age(values) if self.how.reduced else values
            model = lower(self.small, BASELINE, draw, self.parameters, self.feedbacks)
            found = observe(run_mean_field(model), model, 1.0, wanted, self.how.window)
        else:
            model = lower(self.world, BASELINE, values, self.parameters, self.feedbacks)
            number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:7], "big")
            course = run_draw(model, draw_key(self.seed, number), self.how.weight)
            found = observe(course, model, self.how.weight, wanted, self.how.window)
        return tuple(float(one) for one in found)


@dataclass(frozen=True, slots=True)
class OneRun:
    """A run as work for a member of an ensemble: the member is its name and its scores."""

    simulator: Simulator
    people: bool

    def __call__(self, member: tuple[str, tuple[float, ...]], threads: int | None, /) -> tuple[float, ...]:  # noqa: ARG002  a run is one thread's
        name, scores = member
        return self.simulator.run(self.people, name, np.array(scores))


@dataclass(frozen=True, slots=True)
class Runs:
    """Evaluates many runs side by side; those that are known are not done again."""

    simulator: Simulator
    known: Known
    keep: Callable[[str, tuple[float, ...]], None] | None
    told: Callable[[str, int, int], None] | None
    workers: int | None
    cluster: str | None

    def raw(self, people: bool, scores: Floats, names: Sequence[str]) -> Floats:
        """(n, J) in the units of the targets."""
        full = [f"{'people' if people else 'cheap'}.{name}" for name in names]
        found: dict[str, Sequence[float] | Floats] = {
            name: self.known[name] for name in full if name in self.known
        }
        members = [
            (name, tuple(float(one) for one in row))
            for name, row in zip(full, scores, strict=True)
            if name not in found
        ]

        def keep(member: tuple[str, tuple[float, ...]], outputs: tuple[float, ...]) -> None:
            found[member[0]] = outputs
            if self.keep is not None:
                self.keep(member[0], outputs)
            if self.told is not None:
                self.told("people" if people else "expected course", len(found), len(full))

        work = OneRun(self.simulator, people)
        for_each_member(work, members, keep, workers=self.workers, cluster=self.cluster, batch=4)
        return np.array([found[name] for name in full]).reshape(len(full), -1)


def prior_scores(count: int, size: int, seed: int) -> Floats:
    """(count, size) points of a scrambled Sobol sequence as normal scores."""
    from scipy.stats import qmc

    luck = np.random.Generator(np.random.PCG64([seed, 1]))
    power = max((count - 1).bit_length(), 0)
    return normal_scores(qmc.Sobol(size, scramble=True, rng=luck).random_base2(power)[:count])


def straight_bounds(targets: Sequence[Target]) -> Floats:
    """(J, 2) the ends of targets on the scale of distances."""
    ends = ([one.low for one in targets], [one.high for one in targets])
    return np.column_stack([_straight(targets, end) for end in ends])


def _straight(targets: Sequence[Target], values: Sequence[float]) -> Floats:
    found = []
    for one, value in zip(targets, values, strict=True):
        bent = straight(np.array([value]), one.what.kind, 1e-9)[0] if np.isfinite(value) else value
        found.append(float(bent))
    return np.array(found)


def all_straight(targets: Sequence[Target], outputs: Floats, least: float) -> Floats:
    """Outputs on the scale of distances; nobody is taken as half of what is resolved."""
    columns = [straight(outputs[:, n], one.what.kind, least / 2) for n, one in enumerate(targets)]
    return np.column_stack(columns)


def bent(targets: Sequence[Target], outputs: Floats) -> Floats:
    """Outputs back in the units of the targets."""
    columns = [
        100.0 / (1.0 + np.exp(-outputs[:, n])) if one.what.kind == "share" else np.exp(outputs[:, n])
        for n, one in enumerate(targets)
    ]
    return np.column_stack(columns)
