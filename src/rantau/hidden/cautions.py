"""What makes a list table a weak ground for an estimate, in sentences.

The bounds below are rules of thumb, assumptions of this program; none of them is a test.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from rantau.hidden.existence import check_terms
from rantau.hidden.fitting import fit_terms, superset_sums
from rantau.hidden.lists import ListTable
from rantau.hidden.models import base_terms
from rantau.hidden.searching import log_poisson_tail, observed_totals

__all__ = ["dependent_pairs", "table_warnings"]

FEW_ON_SEVERAL = 0.10
"""Below this share of cases on two lists or more, little can be learnt about overlaps."""
FEW_CASES = 20
"""A list with fewer cases says little."""
STRONG = 0.001
"""P-value below which an overlap does not look like chance."""


def _listed(items: Sequence[str], most: int = 6) -> str:
    more = len(items) - most
    return ", ".join(items[:most]) + (f" and {more} more" if more > 0 else "")


def dependent_pairs(table: ListTable) -> list[tuple[str, str, bool]]:
    """Pairs of lists that overlap far more (True) or less (False) than independent lists would.

    The number of cases on both is held against the mean that independence expects, by its Poisson p-value.
    """
    base = base_terms(len(table.names))
    cells = table.cells
    totals = observed_totals(cells)
    if check_terms(cells, totals, base):
        return []
    expected = superset_sums(fit_terms(cells, totals, base)[1])
    out = []
    for first, second, count in table.pairs():
        mean = float(expected[1 << first | 1 << second])
        if log_poisson_tail(float(count), mean) < math.log(STRONG):
            out.append((table.names[first], table.names[second], count > mean))
    return out


def table_warnings(table: ListTable) -> list[str]:
    """Warnings that rest on the table alone. Small counts are not named in them."""
    out = []
    pairs = list(table.pairs())
    names = table.names
    several = sum(count for cell, count in enumerate(table.counts) if cell.bit_count() > 1)
    if several < FEW_ON_SEVERAL * table.known:
        out.append(
            f"Sparse: fewer than {FEW_ON_SEVERAL:.0%} of the known cases are on more than one list, and the estimate "
            "rests on those alone."
        )
    empty = [f"{names[a]}:{names[b]}" for a, b, count in pairs if not count]
    if empty:
        out.append(
            f"Sparse: {len(empty)} of {len(pairs)} pairs of lists share no case ({_listed(empty)}); where such a pair "
            "is in a model its effect is minus infinity."
        )
    small = [name for j, name in enumerate(names) if table.on_all(1 << j) < FEW_CASES]
    if small:
        out.append(f"Sparse: fewer than {FEW_CASES} cases on {_listed(small)}; merging lists may help.")
    for a, b, count in pairs:
        for inner, outer in ((a, b), (b, a)):
            if count and count == table.on_all(1 << inner):
                out.append(
                    f"Nested: every case of {names[inner]} is also on {names[outer]}; one list may have been made "
                    "from the other. Merge them or leave one out."
                )
    dependent = dependent_pairs(table)
    above = [f"{a}:{b}" for a, b, more in dependent if more]
    below = [f"{a}:{b}" for a, b, more in dependent if not more]
    if above:
        out.append(
            f"Correlated: {_listed(above)} overlap far more than independent lists would; the model of independent "
            "lists then gives too low a total."
        )
    if below:
        out.append(
            f"Correlated: {_listed(below)} overlap far less than independent lists would; they may be about different "
            "people, or links may have been missed."
        )
    if np.count_nonzero(table.cells) < 2 ** len(names) / 2 and len(names) > 3:
        out.append("Sparse: more than half of the combinations of lists are empty.")
    return out
