"""Latent classes without end: cases differ in how easily each list finds them.

Source: D. Manrique-Vallier, Biometrics 72 (2016). Cases fall into classes; within one the lists are independent. The
classes' shares have a Dirichlet process prior, cut off at a number of classes; a Gibbs sampler gives the posterior of
the total. Several chains start apart from each other, and two figures say whether they met: the split R-hat, and the
effective number of draws (A. Gelman et al., Bayesian Data Analysis, 3rd ed. (2013), 11.4-11.5). Both are figures of
the total alone: the classes have no names, and nothing hangs on which is which. After each Gibbs step come the moves of
``class_moves``, without which chains stay where they began.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput
from rantau.hidden.class_moves import chances, change_concentration, change_places, trade_size_for_chance
from rantau.hidden.compiling import compiled
from rantau.hidden.lists import ListTable

__all__ = ["FEWEST", "LatentClassSettings", "Posterior", "latent_classes"]

FEWEST = 4
"""Three lists cannot tell classes of cases from lists that depend on each other."""
CONVERGED_R_HAT = 1.05
CONVERGED_DRAWS = 200
_BLOCKS = 20

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LatentClassSettings:
    """How the sampler runs."""

    classes: int = 10
    """At most so many."""
    chains: int = 8
    """So many that a second answer which fits about as well is seldom missed by all."""
    burn_in: int = 40_000
    draws: int = 1_000
    """Kept in each chain, after the burn-in."""
    thin: int = 20
    """Steps for each draw that is kept."""
    concentration_shape: float = 0.25
    """Of the gamma prior of the Dirichlet process's concentration."""
    concentration_rate: float = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """The posterior of the total, and whether the chains agree."""

    totals: Floats
    """(chains, draws)."""
    classes: Floats
    """(chains, draws): classes with at least one case."""
    r_hat: float
    effective: float

    @property
    def converged(self) -> bool:
        """R-hat up to 1.05 and 200 effective draws: rules of thumb."""
        return self.r_hat <= CONVERGED_R_HAT and self.effective >= CONVERGED_DRAWS

    def quantile(self, share: float) -> float:
        """The total below which so many draws lie."""
        return float(np.quantile(self.totals, share))


def split_r_hat(chains: Floats) -> float:
    """How far half-chains lie apart: 1 where they agree. Shape (chains, draws)."""
    half = chains.shape[1] // 2
    halves = np.concatenate([chains[:, :half], chains[:, chains.shape[1] - half :]])
    within = halves.var(axis=1, ddof=1).mean()
    between = half * halves.mean(axis=1).var(ddof=1)
    if within <= 0:
        return 1.0 if between <= 0 else math.inf
    return float(math.sqrt(((half - 1) / half * within + between / half) / within))


def effective_draws(chains: Floats) -> float:
    """Independent draws worth as much as these, by Geyer's initial positive sequence. Shape (chains, draws)."""
    count, length = chains.shape
    centred = chains - chains.mean(axis=1, keepdims=True)
    size = 1 << (2 * length - 1).bit_length()
    power = np.abs(np.fft.rfft(centred, size, axis=1)) ** 2
    covariance = np.fft.irfft(power, size, axis=1)[:, :length] / length
    within = (covariance[:, 0] * length / (length - 1)).mean()
    spread = within * (length - 1) / length
    if count > 1:
        spread += chains.mean(axis=1).var(ddof=1)
    if spread <= 0:
        return float(count * length)
    correlation = 1 - (within - covariance.mean(axis=0)) / spread
    total = 0.0
    smallest = math.inf
    for lag in range(0, length - 1, 2):
        pair = float(correlation[lag] + correlation[lag + 1])
        if pair < 0:
            break
        smallest = min(smallest, pair)
        total += smallest
    return float(count * length / max(2 * total - 1, 1 / math.log10(count * length + 10)))


def _sweep(
    rng: Any, counts: Any, on_list: Any, found: Any, share: Any, state: Any, prior: Any, steps: int
) -> None:
    """Move one chain on.

    Args:
        rng: The chain's generator.
        counts: Cases of each cell that has any, (cells,).
        on_list: Whether that cell is on each list, (cells, t).
        found: Chance that a list finds a case of a class, (t, classes); changed in place.
        share: The classes' shares, (classes,); changed in place.
        state: Concentration; cases on no list; classes with a case; changed in place.
        prior: Shape and rate of the concentration's gamma prior.
        steps: How many.
    """
    cells, lists = on_list.shape
    classes = share.shape[0]
    known = 0
    for count in counts:
        known += count
    on = np.empty((lists, classes), dtype=np.int64)
    everyone = np.empty(classes, dtype=np.int64)
    log_found = np.empty((lists, classes))
    log_missed = np.empty((lists, classes))
    weight = np.empty(classes)
    chance_of = np.empty((cells + 1, classes))
    for _ in range(steps):
        for k in range(classes):
            everyone[k] = 0
            for j in range(lists):
                on[j, k] = 0
                log_found[j, k] = math.log(found[j, k])
                log_missed[j, k] = math.log1p(-found[j, k])
        # Which class the cases of each cell belong to.
        for cell in range(cells):
            top = -math.inf
            for k in range(classes):
                value = math.log(share[k])
                for j in range(lists):
                    value += log_found[j, k] if on_list[cell, j] else log_missed[j, k]
                weight[k] = value
                top = max(top, value)
            total = 0.0
            for k in range(classes):
                weight[k] = math.exp(weight[k] - top)
                total += weight[k]
            left = counts[cell]
            for k in range(classes):
                if left == 0:
                    break
                chance = min(weight[k] / total, 1.0) if total > 0.0 else 1.0
                members = left if k == classes - 1 or chance >= 1.0 else rng.binomial(left, chance)
                total -= weight[k]
                left -= members
                everyone[k] += members
                for j in range(lists):
                    if on_list[cell, j]:
                        on[j, k] += members
        # The unseen: how many, and of which class.
        total = 0.0
        for k in range(classes):
            value = math.log(share[k])
            for j in range(lists):
                value += log_missed[j, k]
            weight[k] = math.exp(value)
            total += weight[k]
        unseen_share = min(max(total, 1e-300), 1.0 - 1e-9)
        # A negative binomial, as a Poisson count whose mean is gamma.
        rate = rng.standard_gamma(float(known)) * unseen_share / (1.0 - unseen_share)
        unseen = rng.poisson(min(rate, 1e14))
        left = unseen
        for k in range(classes):
            if left == 0:
                break
            chance = min(weight[k] / total, 1.0) if total > 0.0 else 1.0
            members = left if k == classes - 1 or chance >= 1.0 else rng.binomial(left, chance)
            total -= weight[k]
            left -= members
            everyone[k] += members
        # Each list's chance of finding a case of each class.
        for k in range(classes):
            for j in range(lists):
                drawn = rng.beta(1.0 + on[j, k], 1.0 + everyone[k] - on[j, k])
                found[j, k] = min(max(drawn, 1e-12), 1.0 - 1e-12)
        # The shares, by breaking a stick; and the concentration.
        later = known + unseen
        log_left = 0.0
        for k in range(classes - 1):
            later -= everyone[k]
            broken = min(max(rng.beta(1.0 + everyone[k], state[0] + later), 1e-12), 1.0 - 1e-12)
            share[k] = max(broken * math.exp(log_left), 1e-300)
            log_left += math.log1p(-broken)
        share[classes - 1] = max(math.exp(log_left), 1e-300)
        state[0] = max(rng.standard_gamma(prior[0] + classes - 1.0) / (prior[1] - log_left), 1e-12)
        state[1] = unseen
        held = 0
        for k in range(classes):
            if everyone[k] > 0:
                held += 1
        state[2] = held
        # Moves that take the unseen along.
        for k in range(classes):
            chances(on_list, found, k, chance_of)
        change_concentration(rng, counts, share, state, prior, chance_of, 2)
        trade_size_for_chance(rng, counts, on_list, found, share, state, chance_of, 4)
        change_places(rng, found, share, state, classes)


sweep = compiled(_sweep)


def latent_classes(
    table: ListTable,
    settings: LatentClassSettings | None = None,
    *,
    seed: int = 0,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Posterior:
    """Sample the posterior of the total.

    Prior: each list finds a class's cases with a probability uniform on 0 to 1; the total N has probability 1/N.

    Args:
        table: Four lists or more.
        settings: How the sampler runs.
        seed: Where chance starts from; the same seed gives the same draws in any number of workers.
        workers: Threads.
        progress: Called with (blocks of steps done, blocks in all).

    Raises:
        BadInput: There are fewer than four lists, or no cases.
    """
    chosen = settings or LatentClassSettings()
    lists = len(table.names)
    if lists < FEWEST:
        raise BadInput(f"latent classes need {FEWEST} lists or more, and there are {lists}")
    if not table.known:
        raise BadInput("the table has no case; give one with cases")
    held = np.flatnonzero(table.cells)
    counts = table.cells[held].astype(np.int64)
    on_list = np.array([[bool(cell >> j & 1) for j in range(lists)] for cell in held])
    prior = np.array([chosen.concentration_shape, chosen.concentration_rate])
    totals = np.empty((chosen.chains, chosen.draws))
    occupied = np.empty((chosen.chains, chosen.draws))
    rngs = [
        np.random.Generator(np.random.PCG64(child))
        for child in np.random.SeedSequence(seed).spawn(chosen.chains)
    ]
    states = [
        (
            rng.uniform(0.05, 0.95, size=(lists, chosen.classes)),
            np.maximum(rng.dirichlet(np.ones(chosen.classes)), 1e-300),
            np.array([0.2, 0.0, 0.0]),
        )
        for rng in rngs
    ]

    def work(job: tuple[int, int]) -> None:
        chain, block = job
        found, share, state = states[chain]
        if block < 0:
            sweep(rngs[chain], counts, on_list, found, share, state, prior, chosen.burn_in)
            return
        for draw in range(block * chosen.draws // _BLOCKS, (block + 1) * chosen.draws // _BLOCKS):
            sweep(rngs[chain], counts, on_list, found, share, state, prior, chosen.thin)
            totals[chain, draw] = table.known + state[1]
            occupied[chain, draw] = state[2]

    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        # One chain's blocks follow each other; chains run side by side.
        for block in range(-1, _BLOCKS):
            list(pool.map(work, [(chain, block) for chain in range(chosen.chains)]))
            if progress is not None:
                progress(block + 2, _BLOCKS + 1)
    logs = np.log(totals)
    return Posterior(totals, occupied, split_r_hat(logs), effective_draws(logs))
