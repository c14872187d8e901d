"""From a table's cells to totals, as the bootstrap asks: the whole of each method, its choice of a model included."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from rantau.hidden.bootstrap import Estimator
from rantau.hidden.chao import chao_dark
from rantau.hidden.lists import ListTable
from rantau.hidden.loglinear import AVERAGE_WINDOW, MOST_FITS, best_models, penalty_of
from rantau.hidden.models import base_terms, lattice, pair_terms
from rantau.hidden.searching import best_of_all, criterion_of, fixed_model, stepwise_model

__all__ = ["best_and_average", "chao", "independent_lists", "one_model", "stepwise"]


def one_model(terms: Any) -> Estimator:
    """A model that is given and not chosen."""
    chosen = np.array(terms, dtype=np.int64)
    return lambda cells: (float(fixed_model(cells, chosen)),)


def independent_lists(lists: int) -> Estimator:
    """Main effects only."""
    return one_model(base_terms(lists))


def stepwise(lists: int, threshold: float) -> Estimator:
    """Two-list terms, chosen stepwise."""
    base, pairs = base_terms(lists), pair_terms(lists)
    return lambda cells: (float(stepwise_model(cells, base, pairs, threshold)[1]),)


def best_and_average(table: ListTable, order: int, criterion: str, *, average: bool) -> Estimator:
    """The best model of all; with ``average`` also the mean of the near-best, weighted by exp(-criterion/2).

    The model that is best for the observed table is looked at first in every replicate: it is seldom far from the
    best there, and what is known to be reached rules out more. It changes the time the search takes, not its result.
    """
    lists = len(table.names)
    base, terms = base_terms(lists), lattice(lists, order)
    models = best_models(table, order, criterion=criterion, window=0.0)
    likely = np.array(models[0].terms if models else base, dtype=np.int64)
    window = AVERAGE_WINDOW if average else 0.0

    def estimate(cells: Any) -> tuple[float, ...]:
        penalty = penalty_of(cells, criterion)
        settings = np.array([penalty, window, float(criterion_of(cells, likely, penalty)), MOST_FITS])
        _models, criteria, totals, fits = best_of_all(
            cells, base, terms.interactions, terms.above, terms.below, settings
        )
        if fits > MOST_FITS or not len(criteria):
            return (math.inf,) * (2 if average else 1)
        # Models with the same criterion (one is the other by another name) are told apart by their size.
        best = np.lexsort((totals, criteria))[0]
        if not average:
            return (float(totals[best]),)
        weights = np.exp((criteria[best] - criteria) / 2)
        return float(totals[best]), float((weights * totals).sum() / weights.sum())

    return estimate


def chao() -> Estimator:
    """Chao's lower bound."""
    return lambda cells: (float(cells[1:].sum()) + chao_dark(cells),)
