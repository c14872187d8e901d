"""Poisson log-linear estimates: one model, a stepwise choice, the best of all, and their average."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput
from rantau.hidden.existence import NO_ESTIMATE, NOT_IDENTIFIED, check_terms
from rantau.hidden.fitting import fit_terms
from rantau.hidden.lists import ListTable
from rantau.hidden.models import base_terms, lattice, model_name, pair_terms
from rantau.hidden.searching import best_of_all, observed_totals, stepwise_model, terms_of

__all__ = [
    "AVERAGE_WINDOW",
    "MOST_FITS",
    "Fit",
    "ModelWeight",
    "best_models",
    "fit_model",
    "no_estimate_reason",
    "penalty_of",
    "stepwise_fit",
]

AVERAGE_WINDOW = 2 * math.log(20)
"""Models less than a twentieth as probable as the best, by exp(-BIC/2), are left out of the average (Occam's window:
D. Madigan, A. E. Raftery, JASA 89 (1994))."""
MOST_FITS = 200_000
"""Fits that a search through one table's models may make: seconds."""
_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Fit:
    """A log-linear model fitted to a table."""

    terms: tuple[int, ...]
    """Intercept (0), main effects, interactions, as cells' numbers."""
    name: str
    """Its interactions."""
    known: int
    dark: float
    """Expected cases on no list: exp(intercept)."""
    low: float
    """Lower end of the 95% interval of the total, given that the model is right."""
    high: float
    """Upper end."""
    deviance: float
    parameters: int
    """Effects at minus infinity among them."""
    empty: tuple[int, ...]
    """Terms whose lists share no case: their effects are minus infinity."""

    @property
    def total(self) -> float:
        """Known and dark together."""
        return self.known + self.dark

    def aic(self) -> float:
        """Deviance + 2 × parameters."""
        return self.deviance + 2 * self.parameters

    def bic(self) -> float:
        """Deviance + log(known cases) × parameters."""
        return self.deviance + math.log(self.known) * self.parameters


@dataclass(frozen=True, slots=True)
class ModelWeight:
    """One of several models, with its weight in their average."""

    terms: tuple[int, ...]
    name: str
    total: float
    criterion: float
    """Its BIC (or AIC)."""
    weight: float
    """exp(-criterion/2), scaled so that the weights sum to 1."""


def no_estimate_reason(table: ListTable, terms: Iterable[int]) -> str | None:
    """Why a model has no single estimate for a table, as a clause; None where it has one."""
    chosen = np.array(list(terms), dtype=np.int64)
    cells = table.cells
    code = int(check_terms(cells, observed_totals(cells), chosen))
    name = model_name(table, chosen)
    if code & NOT_IDENTIFIED:
        return f"the model with {name} has more effects than the cells with cases can tell apart"
    if code & NO_ESTIMATE:
        return f"no maximum likelihood estimate exists for the model with {name}: too many of its overlaps are empty"
    return None


def fit_model(table: ListTable, terms: Iterable[int]) -> Fit:
    """Fit one hierarchical model.

    Terms whose lists share no case have the effect minus infinity: their cells are taken out, and the rest is fitted
    without them (Chan, Silverman and Vincent 2021). The interval is the usual one on the log scale of the dark figure,
    and holds only if the model was chosen without looking at the data.

    Args:
        table: The lists.
        terms: The model's terms with all their subsets, intercept and main effects among them, as cells' numbers.

    Raises:
        BadInput: The model has no single estimate, with the reason.
    """
    chosen = np.array(
        sorted(set(terms) | {0}, key=lambda term: (int(term).bit_count(), term)), dtype=np.int64
    )
    reason = no_estimate_reason(table, chosen)
    if reason is not None:
        raise BadInput(
            f"there is no estimate: {reason}; choose a smaller model, merge lists or leave one out"
        )
    cells = table.cells
    totals = observed_totals(cells)
    effects, _means, deviance, variance = fit_terms(cells, totals, chosen)
    dark = math.exp(effects[0])
    reach = math.exp(_Z95 * math.sqrt(variance))
    return Fit(
        terms=tuple(int(term) for term in chosen),
        name=model_name(table, chosen),
        known=table.known,
        dark=dark,
        low=table.known + dark / reach,
        high=table.known + dark * reach,
        deviance=float(deviance),
        parameters=len(chosen),
        empty=tuple(int(term) for term in chosen if term and not totals[term]),
    )


def stepwise_fit(table: ListTable, threshold: float = 0.02) -> Fit:
    """Start with main effects and add two-list terms one by one while the overlap's p-value is below a threshold.

    Source: Chan, Silverman and Vincent, JASA 116 (2021).

    Args:
        table: The lists.
        threshold: 0 gives the model of independent lists.

    Raises:
        BadInput: Not even the model of independent lists has an estimate.
    """
    lists = len(table.names)
    terms, _total = stepwise_model(table.cells, base_terms(lists), pair_terms(lists), float(threshold))
    return fit_model(table, (int(term) for term in terms))


def best_models(
    table: ListTable, order: int, *, criterion: str = "bic", window: float = AVERAGE_WINDOW
) -> list[ModelWeight]:
    """All hierarchical models whose criterion lies near that of the best, the best first.

    Every model with interactions of up to ``order`` lists is in the race; those without a single estimate are out.

    Args:
        table: The lists.
        order: Most lists in an interaction.
        criterion: ``bic`` (deviance + log(known) × parameters) or ``aic`` (deviance + 2 × parameters).
        window: How far above the best.

    Returns:
        The models with their weights; empty where none has an estimate.

    Raises:
        BadInput: There are too many models to try.
    """
    lists = len(table.names)
    base = base_terms(lists)
    terms = lattice(lists, order)
    settings = np.array([penalty_of(table.cells, criterion), window, math.inf, MOST_FITS])
    models, criteria, totals, fits = best_of_all(
        table.cells, base, terms.interactions, terms.above, terms.below, settings
    )
    if fits > MOST_FITS:
        raise BadInput(
            f"the models with interactions of up to {order} of {lists} lists are too many to try; lower the order or "
            "merge lists"
        )
    ranked = sorted(zip(criteria.tolist(), models.tolist(), totals.tolist(), strict=True))
    if not ranked:
        return []
    raw = [math.exp((ranked[0][0] - value) / 2) for value, _, _ in ranked]
    out = []
    for (value, model, total), weight in zip(ranked, raw, strict=True):
        members = terms_of(model, base, terms.interactions)
        out.append(
            ModelWeight(
                terms=tuple(int(term) for term in members),
                name=model_name(table, members),
                total=total,
                criterion=value,
                weight=weight / sum(raw),
            )
        )
    return out


def penalty_of(cells: NDArray[Any], criterion: str) -> float:
    """What a criterion charges for a parameter: log of the known cases, or 2."""
    if criterion == "bic":
        return math.log(max(float(cells[1:].sum()), 1.0))
    if criterion == "aic":
        return 2.0
    raise BadInput(f"{criterion!r} is no criterion; it is bic or aic")
