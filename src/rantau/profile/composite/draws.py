"""What a draw is made of: which alternative of each varied step, and which realisation of each noise.

A realisation has a number, and its own stream of random numbers (Philox, a counter-based generator). So a draw is the
same in whatever batch, order or process it is computed, and a sensitivity analysis can exchange one source of
uncertainty between two draws and leave the others as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rantau.profile.composite.build import Build
from rantau.profile.composite.hierarchy import Hierarchy
from rantau.profile.composite.pipeline import Inputs
from rantau.profile.composite.preparing import denominators
from rantau.profile.composite.steps import DenominateStep
from rantau.profile.composite.table import Floats, Table

__all__ = [
    "NOISES",
    "Design",
    "gap_noise",
    "observation_errors",
    "random_design",
    "realisations",
    "sources",
    "upper_errors",
    "weight_factors",
]

Numbers = NDArray[np.int64]
NoiseKind = Literal["observation error", "imputation", "weights"]
NOISES: tuple[NoiseKind, ...] = ("observation error", "imputation", "weights")


@dataclass(frozen=True, slots=True)
class Design:
    """Draws by number."""

    choices: Numbers
    """(draws, varied steps): which alternative."""
    noises: Numbers
    """(draws, 3): which realisation of each of ``NOISES``."""

    def __len__(self) -> int:
        return len(self.noises)

    def combinations(self) -> list[tuple[tuple[int, ...], Numbers]]:
        """Each combination of alternatives that occurs, and the positions of its draws."""
        if not self.choices.shape[1]:
            return [((), np.arange(len(self)))]
        found, which = np.unique(self.choices, axis=0, return_inverse=True)
        return [(tuple(map(int, one)), np.flatnonzero(which.reshape(-1) == n)) for n, one in enumerate(found)]


def sources(build: Build, inputs: Inputs) -> list[str]:
    """The names of what is uncertain: the varied steps, then the noises that are there at all."""
    uncertain = build.uncertainty
    filling = [one for one in build.steps if one.step == "impute"]
    gaps = np.isnan(inputs.table.pick([one.code for one in inputs.hierarchy.indicators])).any()
    on = {
        "observation error": uncertain.assumed_error > 0
        or inputs.errors is not None
        or inputs.errors_above is not None,
        "imputation": uncertain.imputation_noise and bool(filling) and bool(gaps),
        "weights": bool(uncertain.weight_noise) or uncertain.weight_concentration is not None,
    }
    return [*(one.label for one in uncertain.vary), *(name for name in NOISES if on[name])]


def stream(seed: int, name: str) -> np.random.Generator:
    """A stream of random numbers of its own for each name."""
    return np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, *name.encode()])))


def random_design(build: Build, draws: int) -> Design:
    """Independent draws: every alternative of a step is equally likely, every noise is new."""
    sizes = [len(one.alternatives) for one in build.uncertainty.vary]
    rng = stream(build.seed, "choices")
    choices = (
        np.stack([rng.integers(0, size, draws) for size in sizes], axis=1) if sizes else np.empty((draws, 0))
    )
    return Design(choices.astype(np.int64), np.repeat(np.arange(draws)[:, None], len(NOISES), axis=1))


def realisations(seed: int, kind: NoiseKind, numbers: Numbers, shape: tuple[int, ...]) -> Floats:
    """Realisations of a noise: (numbers, *shape), standard normal; even between -1 and 1 for weights."""
    key = np.random.SeedSequence([seed, *kind.encode()]).generate_state(2, np.uint64)
    result = np.empty((len(numbers), *shape))
    for n, number in enumerate(numbers):
        # Each number begins 2**128 steps after the one before.
        rng = np.random.Generator(np.random.Philox(key=key, counter=[0, 0, int(number), 0]))
        if kind == "weights":
            result[n] = rng.uniform(-1, 1, shape)
        else:
            rng.standard_normal(out=result[n])
    return result


def gap_noise(build: Build, inputs: Inputs, numbers: Numbers) -> Floats:
    """Noise for what is filled: (draws, indicators, units), standard normal at the gaps, and zero elsewhere."""
    relative, _ = _relative(build, inputs)
    rows, columns = np.nonzero(np.isnan(relative))
    result = np.zeros((len(numbers), *relative.shape))
    result[:, rows, columns] = realisations(build.seed, "imputation", numbers, (len(rows),))
    return result


def _relative(build: Build, inputs: Inputs) -> tuple[Floats, Floats]:
    """The indicators as they are after denominating, and what they were divided by: (indicators, units)."""
    raw = inputs.table.pick([one.code for one in inputs.hierarchy.indicators]).T
    step = next((one for one in build.steps if isinstance(one, DenominateStep) and one.use), None)
    divisors = denominators(step, inputs.hierarchy.indicators, inputs.table)[0] if step else np.ones_like(raw)
    return raw / divisors, divisors


def weight_factors(build: Build, hierarchy: Hierarchy, numbers: Numbers) -> Floats:
    """What weights are multiplied by: (draws, elements)."""
    concentration = build.uncertainty.weight_concentration
    if concentration is not None:
        from scipy.special import gammaincinv

        even = realisations(build.seed, "weights", numbers, (len(hierarchy.elements),)) / 2 + 0.5
        gamma: Floats = gammaincinv(concentration, even) / concentration
        return np.maximum(gamma, np.finfo(float).tiny)  # never all zero
    spans = np.array([build.uncertainty.noise_at(one.level or 1) for one in hierarchy.elements])
    return 1 + spans * realisations(build.seed, "weights", numbers, (len(spans),))


def observation_errors(build: Build, inputs: Inputs) -> tuple[Floats, Floats]:
    """Standard errors of the raw values, as stated or assumed.

    An assumed one is a share of the distance between the 5th and the 95th percentile over the units, of the indicator
    as it is after denominating: before that, the largest unit would set the error of the smallest.

    Returns:
        (indicators, units) errors, 0 where a value is missing; and 1 where the error is assumed, 0 where it is stated.
    """
    hierarchy, table = inputs.hierarchy, inputs.table
    codes = [one.code for one in hierarchy.indicators]
    raw = table.pick(codes).T
    relative, divisors = _relative(build, inputs)
    errors = np.zeros_like(raw)
    for n, row in enumerate(relative):
        there = row[np.isfinite(row)]
        if len(there):
            low, high = np.quantile(there, [0.05, 0.95])
            wide = high - low if high > low else np.ptp(there)
            errors[n] = build.uncertainty.assumed_error * wide * divisors[n]
    assumed = np.ones_like(raw)
    if inputs.errors is not None:
        stated = _stated(inputs.errors, codes, table)
        errors = np.where(np.isfinite(stated), stated, errors)
        assumed = np.isnan(stated).astype(float)
    missing = ~np.isfinite(raw)
    return np.where(missing | ~np.isfinite(errors), 0.0, errors), np.where(missing, 0.0, assumed)


def _stated(errors: Table, codes: Sequence[str], table: Table) -> Floats:
    """Errors in the order of the indicators and units: (indicators, units), NaN where none is stated."""
    stated = np.full((len(codes), len(table.units)), np.nan)
    places = {unit: n for n, unit in enumerate(errors.units)}
    for n, code in enumerate(codes):
        if code in errors.columns:
            column = errors.column(code)
            stated[n] = [column[places[unit]] if unit in places else np.nan for unit in table.units]
    return stated


def upper_errors(inputs: Inputs, errors: Floats) -> Floats:
    """Standard errors towards higher values: (indicators, units).

    Args:
        inputs: With ``errors_above``, or without.
        errors: As of :func:`observation_errors`; they hold on both sides where nothing else is stated.
    """
    if inputs.errors_above is None:
        return errors
    stated = _stated(inputs.errors_above, [one.code for one in inputs.hierarchy.indicators], inputs.table)
    raw = inputs.table.pick([one.code for one in inputs.hierarchy.indicators]).T
    return np.where(np.isfinite(stated) & np.isfinite(raw), stated, errors)
