"""Hierarchical log-linear models: their terms, their names, their number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput
from rantau.hidden.lists import ListTable

__all__ = ["TermLattice", "base_terms", "lattice", "model_name", "pair_terms", "parse_model"]

Terms = NDArray[np.int64]


def base_terms(lists: int) -> Terms:
    """The intercept and the main effects, (1 + t,)."""
    return np.array([0, *(1 << j for j in range(lists))], dtype=np.int64)


def pair_terms(lists: int) -> Terms:
    """The two-list terms, (t(t-1)/2,), by their first list and then their second."""
    return np.array([1 << a | 1 << b for a in range(lists) for b in range(a + 1, lists)], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class TermLattice:
    """The interactions that models are made of, and which contains which.

    ``above`` and ``below`` give for each interaction, as bits, the interactions that contain it and those it contains.
    """

    interactions: Terms
    above: Terms
    below: Terms


@lru_cache(maxsize=32)
def lattice(lists: int, order: int) -> TermLattice:
    """The interactions of up to ``order`` lists; never all lists at once, which no data can tell.

    Raises:
        BadInput: There are more than 62 of them, more than a search can hold.
    """
    most = min(order, lists - 1)
    terms = [term for term in range(1 << lists) if 2 <= term.bit_count() <= most]
    terms.sort(key=lambda term: (term.bit_count(), term))
    if len(terms) > 62:
        raise BadInput(
            f"{lists} lists have {len(terms)} interactions of up to {most} lists, too many to try all models; "
            "lower the order or merge lists"
        )
    above = [sum(1 << j for j, o in enumerate(terms) if o != term and o & term == term) for term in terms]
    below = [sum(1 << j for j, o in enumerate(terms) if o != term and o & term == o) for term in terms]
    return TermLattice(
        np.array(terms, dtype=np.int64), np.array(above, dtype=np.int64), np.array(below, dtype=np.int64)
    )


def model_name(table: ListTable, terms: Any) -> str:
    """A model as its interactions, largest sets of lists only: ``A:B + B:C:D``; ``no interaction`` if it has none."""
    sets = [int(term) for term in terms if int(term).bit_count() > 1]
    largest = [term for term in sets if not any(o != term and o & term == term for o in sets)]
    return " + ".join(table.label(term) for term in largest) or "no interaction"


def parse_model(table: ListTable, text: str) -> Terms:
    """The terms of a model written as ``A:B + B:C:D``, with all that the hierarchy asks for.

    Raises:
        BadInput: A list is not in the table, or a term joins all lists, which no data can tell.
    """
    terms = {int(term) for term in base_terms(len(table.names))}
    for part in text.split("+"):
        names = [name.strip() for name in part.split(":") if name.strip()]
        whole = 0
        for name in names:
            whole |= 1 << table.position(name)
        if whole.bit_count() == len(table.names):
            raise BadInput(f"the term {part.strip()} joins all lists, which no data can tell; leave it out")
        terms |= {subset for subset in range(1, whole + 1) if subset & whole == subset}
    ordered = sorted(terms, key=lambda term: (term.bit_count(), term))
    return np.array(ordered, dtype=np.int64)
