"""Moves that carry latent classes where a Gibbs sampler hardly gets by itself.

A Gibbs sampler draws the unseen given the classes, and the classes given the unseen. Where the unseen outnumber the
known each holds the other in place, and chains stay for long where they began. These moves act on the classes alone,
with the total summed out: under its prior 1/N the known cases then have the likelihood
Π p(cell)^count / (1 - p(unseen))^known. Each is a Metropolis-Hastings step that leaves the posterior as it is.

- *Harder to find and more of them*: all odds that a class is found are multiplied by one number, and the class grows by
  as much as keeps its cases on one list. The total moves; the known cases hardly notice.
- *Names*: two classes change places. Source: O. Papaspiliopoulos and G. O. Roberts, Biometrika 95 (2008).
- *Concentration*: it changes together with the shares, as far as their quantiles stay.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from rantau.hidden.compiling import compiled

__all__ = ["chances", "change_concentration", "change_places", "likelihood", "trade_size_for_chance"]

TINY = 1e-300


def _chances(on_list: Any, found: Any, k: int, out: Any) -> None:
    """Chance of each cell, and last of being on no list, in class ``k``; written to ``out``, (cells + 1, classes)."""
    cells, lists = on_list.shape
    nowhere = 1.0
    for j in range(lists):
        nowhere *= 1.0 - found[j, k]
    out[cells, k] = nowhere
    for cell in range(cells):
        value = 1.0
        for j in range(lists):
            value *= found[j, k] if on_list[cell, j] else 1.0 - found[j, k]
        out[cell, k] = value


chances = compiled(_chances)


def _likelihood(counts: Any, known: int, chance: Any, share: Any) -> float:
    """Logarithm of the likelihood of the known cases, the total summed out."""
    cells = counts.shape[0]
    total = 0.0
    for cell in range(cells + 1):
        value = 0.0
        for k in range(share.shape[0]):
            value += share[k] * chance[cell, k]
        if cell < cells:
            total += counts[cell] * math.log(max(value, TINY))
        else:
            total -= known * math.log(max(1.0 - value, 1e-12))
    return total


likelihood = compiled(_likelihood)


def _share_prior(share: Any, concentration: float) -> float:
    """Logarithm of the density of shares that come from breaking a stick, but for a constant."""
    last = share.shape[0] - 1
    total = (concentration - 1.0) * math.log(share[last])
    left = share[last]
    for k in range(last - 1, 0, -1):
        left += share[k]
        total -= math.log(left)
    return total


_prior_of = compiled(_share_prior)


def _trade(
    rng: Any, counts: Any, on_list: Any, found: Any, share: Any, state: Any, chance: Any, tries: int
) -> None:
    """Make a class harder to find and larger, or the reverse; ``found``, ``share`` and ``chance`` change in place."""
    cells, lists = on_list.shape
    classes = share.shape[0]
    known = counts.sum()
    before = np.empty(lists)
    held = np.empty(cells + 1)
    new = np.empty(classes)
    now = likelihood(counts, known, chance, share) + _prior_of(share, state[0])
    for attempt in range(tries):
        k = rng.integers(0, classes)
        # Small steps and large ones in turn: totals are far from each other in some tables and close in others.
        log_odds = (0.2 if attempt % 2 else 0.8) * rng.standard_normal()
        grown, stretched = -log_odds, 0.0
        for j in range(lists):
            old = found[j, k]
            odds = old / (1.0 - old) * math.exp(log_odds)
            moved = min(max(odds / (1.0 + odds), 1e-12), 1.0 - 1e-12)
            grown += math.log1p(-old) - math.log1p(-moved)
            stretched += math.log(moved) + math.log1p(-moved) - math.log(old) - math.log1p(-old)
            before[j] = old
            found[j, k] = moved
        factor = math.exp(min(grown, 500.0))
        whole = 1.0 + (factor - 1.0) * share[k]
        possible = True
        for other in range(classes):
            new[other] = share[other] * (factor if other == k else 1.0) / whole
            possible = possible and new[other] > TINY
        held[:] = chance[:, k]
        accepted = False
        if possible:
            chances(on_list, found, k, chance)
            then = likelihood(counts, known, chance, new) + _prior_of(new, state[0])
            # How much the move stretches the space: of the odds, and of the shares.
            stretched += grown - classes * math.log(whole)
            accepted = math.log(max(rng.random(), TINY)) < then - now + stretched
        if accepted:
            now = then
            share[:] = new
        else:
            found[:, k] = before
            chance[:, k] = held


trade_size_for_chance = compiled(_trade)


def _change_places(rng: Any, found: Any, share: Any, state: Any, tries: int) -> None:
    """Let two classes change places in the order in which the stick is broken."""
    lists, classes = found.shape
    now = _prior_of(share, state[0])
    for _ in range(tries):
        a, b = rng.integers(0, classes), rng.integers(0, classes)
        share[a], share[b] = share[b], share[a]
        then = _prior_of(share, state[0])
        if math.log(max(rng.random(), TINY)) < then - now:
            now = then
            for j in range(lists):
                found[j, a], found[j, b] = found[j, b], found[j, a]
        else:
            share[a], share[b] = share[b], share[a]


change_places = compiled(_change_places)


def _concentrate(rng: Any, counts: Any, share: Any, state: Any, prior: Any, chance: Any, tries: int) -> None:
    """Change the concentration, and with it the shares: the quantile of each broken piece stays."""
    classes = share.shape[0]
    known = counts.sum()
    new = np.empty(classes)
    rest = np.empty(classes)
    now = likelihood(counts, known, chance, share)
    for attempt in range(tries):
        old = state[0]
        moved = old * math.exp((1.0 if attempt % 2 else 0.4) * rng.standard_normal())
        if not 1e-12 < moved < 1e12:
            continue
        rest[classes - 1] = share[classes - 1]
        for k in range(classes - 2, -1, -1):
            rest[k] = rest[k + 1] + share[k]
        log_left = 0.0
        for k in range(classes - 1):
            log_kept = (math.log(rest[k + 1]) - math.log(rest[k])) * old / moved
            new[k] = max(-math.expm1(log_kept) * math.exp(log_left), TINY)
            log_left += log_kept
        new[classes - 1] = max(math.exp(log_left), TINY)
        then = likelihood(counts, known, chance, new)
        favoured = prior[0] * (math.log(moved) - math.log(old)) - prior[1] * (moved - old)
        if math.log(max(rng.random(), TINY)) < then - now + favoured:
            now = then
            state[0] = moved
            share[:] = new


change_concentration = compiled(_concentrate)
