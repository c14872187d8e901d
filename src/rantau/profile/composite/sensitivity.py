"""Which choice matters: variance-based sensitivity (Sobol indices) of an index's ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rantau.framework.errors import BadInput
from rantau.profile.composite.build import Build
from rantau.profile.composite.draws import NOISES, Design, sources, stream
from rantau.profile.composite.engine import build_index
from rantau.profile.composite.moments import ranks
from rantau.profile.composite.monte_carlo import BATCH_VALUES, evaluate
from rantau.profile.composite.pipeline import Inputs
from rantau.profile.composite.table import Floats, Places

__all__ = ["Indices", "SensitivityResult", "sensitivity", "sobol_indices"]


@dataclass(frozen=True, slots=True)
class Indices:
    """Shares of an output's variance, by source. NaN where the output does not vary."""

    names: tuple[str, ...]
    first: Floats
    """By the source alone. An estimate can lie a little below zero."""
    first_low: Floats
    first_high: Floats
    total: Floats
    """By the source with all that it does together with others."""
    total_low: Floats
    total_high: Floats


@dataclass(frozen=True, slots=True)
class SensitivityResult:
    """Sensitivity of an index."""

    shift: Indices
    """Of the mean distance of the units' ranks to those of the index as it stands."""
    by_unit: dict[str, Indices]
    """Of each unit's rank."""
    evaluations: int


def sobol_indices(
    a: Floats,
    b: Floats,
    mixed: Floats,
    names: Sequence[str],
    rng: np.random.Generator,
    level: float = 0.90,
    resamples: int = 1000,
) -> Indices:
    """First-order and total indices of one output.

    Estimators of Saltelli et al. (2010), doi:10.1016/j.cpc.2009.09.018, for the first order (on centred output), and of
    Jansen (1999), doi:10.1016/S0010-4655(98)00154-4, for the total; intervals are percentiles of a bootstrap over the
    rows of the sample.

    Args:
        a: (n,) output of the first sample.
        b: (n,) output of the second.
        mixed: (sources, n) output of the first, with one source taken from the second.
        names: Of the sources.
        rng: For the bootstrap.
        level: Coverage of the intervals.
        resamples: Of the bootstrap.
    """
    center = np.concatenate([a, b]).mean()
    a, b, mixed = a - center, b - center, mixed - center
    alone, together = b * (mixed - a), (a - mixed) ** 2 / 2

    def estimate(rows: Places) -> Floats:
        both = np.concatenate([a[rows], b[rows]])
        variance = both.var()
        if not variance > 1e-18:
            return np.full((2, len(names)), np.nan)
        result: Floats = np.stack([alone[:, rows].mean(axis=1), together[:, rows].mean(axis=1)]) / variance
        return result

    first, total = estimate(np.arange(len(a)))
    again = np.stack([estimate(rng.integers(0, len(a), len(a))) for _ in range(resamples)])
    tails = [(1 - level) / 2, (1 + level) / 2]
    if np.isnan(first).any():
        nothing = np.full(len(names), np.nan)
        return Indices(tuple(names), first, nothing, nothing, total, nothing, nothing)
    ends = np.nanquantile(again, tails, axis=0)
    return Indices(tuple(names), first, ends[0, 0], ends[1, 0], total, ends[0, 1], ends[1, 1])


def sensitivity(build: Build, inputs: Inputs, batch_values: int = BATCH_VALUES) -> SensitivityResult:
    """How much of the ranks' variance each source of uncertainty makes.

    Each varied step is a source, and so is each noise (errors, imputation, weights) as a whole. The sample is that of
    Saltelli: two samples, and for each source the first with that source taken from the second. Choices come from a
    scrambled Sobol sequence, realisations of noise are independent.

    Args:
        build: With ``uncertainty.sensitivity`` as the size of the base sample.
        inputs: What it is applied to.
        batch_values: As of ``evaluate``.

    Raises:
        BadInput: Fewer than two sources are uncertain, or no sample size is set.
        BuildError: A combination of alternatives cannot be built.
    """
    names = sources(build, inputs)
    size = build.uncertainty.sensitivity
    if size < 2:
        raise BadInput(
            "a sensitivity analysis needs a sample size; set uncertainty.sensitivity to a power of two"
        )
    if len(names) < 2:
        raise BadInput("with fewer than two sources of uncertainty there is nothing to compare; vary a step")
    nominal = build_index(build, inputs)
    scores = evaluate(build, inputs, _saltelli(build, size, names), batch_values)[:, -1]
    kept = [inputs.table.units.index(unit) for unit in nominal.units]
    placed = ranks(-np.round(scores[:, kept], 9))
    base = nominal.rank(nominal.hierarchy.top.code)
    off = np.abs(placed - base)
    shift = np.where(np.isfinite(off), off, 0.0).sum(axis=1) / np.maximum(np.isfinite(off).sum(axis=1), 1)
    by_unit = {}
    for n, unit in enumerate(nominal.units):
        column = placed[:, n]
        if np.isfinite(column).all():
            by_unit[unit] = _split(column, size, names, build.seed, unit, 200)
    return SensitivityResult(_split(shift, size, names, build.seed, "shift", 1000), by_unit, len(scores))


def _split(output: Floats, size: int, names: Sequence[str], seed: int, name: str, resamples: int) -> Indices:
    parts = output.reshape(-1, size)
    rng = stream(seed, f"bootstrap {name}")
    return sobol_indices(parts[0], parts[1], parts[2:], names, rng, resamples=resamples)


def _saltelli(build: Build, size: int, names: Sequence[str]) -> Design:
    """First sample, second sample, then the first with each source from the second: (sources + 2) × size draws."""
    from scipy.stats import qmc

    factors = build.uncertainty.vary
    both = np.empty((size, 0))
    if factors:
        both = qmc.Sobol(2 * len(factors), rng=stream(build.seed, "sobol")).random(size)
    sizes = np.array([len(one.alternatives) for one in factors] * 2)
    picked = np.minimum((both * sizes).astype(np.int64), sizes - 1)
    choices = [picked[:, : len(factors)], picked[:, len(factors) :]]
    noises = [np.repeat(np.arange(n * size, (n + 1) * size)[:, None], len(NOISES), axis=1) for n in (0, 1)]
    for n, name in enumerate(names):
        mixed, mixed_noise = choices[0].copy(), noises[0].copy()
        if n < len(factors):
            mixed[:, n] = choices[1][:, n]
        else:
            which = [str(one) for one in NOISES].index(name)
            mixed_noise[:, which] = noises[1][:, which]
        choices.append(mixed)
        noises.append(mixed_noise)
    return Design(np.concatenate(choices), np.concatenate(noises))
