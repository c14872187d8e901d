"""Chao's lower bound, from the cases on one list and on two.

Where some cases are easier to find than others, the cases on one list and on two still bound the unseen from below:
A. Chao, Biometrics 43 (1987). As a log-linear model (L.-P. Rivest, S. Baillargeon, Biometrics 63 (2007)) the log
expected count bends upwards at each number of lists from two onwards, for so does any mixture of easy and hard cases;
a bend that comes out downwards is taken away.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rantau.hidden.designs import fit_design
from rantau.hidden.lists import ListTable

__all__ = ["chao_dark", "chao_lower_bound"]


@lru_cache(maxsize=32)
def _design(lists: int, equal: bool) -> tuple[NDArray[np.float64], int]:
    """Intercept, list effects (or one for the number of lists), one bend for each number from two."""
    cells = np.arange(1, 1 << lists)
    number = np.array([int(cell).bit_count() for cell in cells])
    columns = [np.ones(len(cells))]
    if equal:
        columns.append(number.astype(float))
    else:
        columns += [(cells >> j & 1).astype(float) for j in range(lists)]
    fixed = len(columns)
    columns += [np.maximum(number - k, 0).astype(float) for k in range(2, lists)]
    return np.ascontiguousarray(np.stack(columns, axis=1)), fixed


def chao_dark(cells: NDArray[Any], *, equal_lists: bool = False) -> float:
    """The lower bound of the cases on no list.

    Args:
        cells: Cases in each cell, (2**t,), three lists or more.
        equal_lists: Take every list to find the same share (Chao's model Mh) rather than its own (Mth).

    Returns:
        Infinite where no case is on exactly two lists: then nothing bounds the unseen.
    """
    lists = int(cells.shape[0]).bit_length() - 1
    design, fixed = _design(lists, equal_lists)
    counts = np.ascontiguousarray(cells[1:], dtype=np.float64)
    number = np.array([int(cell).bit_count() for cell in range(1, 1 << lists)])
    if counts[number == 2].sum() == 0 or counts[number == 1].sum() == 0:
        return math.inf if counts[number == 2].sum() == 0 else 0.0
    kept = list(range(design.shape[1]))
    if not equal_lists:
        # A list with no case has no effect to be found; its cells are left out.
        empty = [j for j in range(lists) if cells[np.arange(len(cells)) >> j & 1 == 1].sum() == 0]
        kept = [column for column in kept if not (1 <= column <= lists and column - 1 in empty)]
        inside = (
            np.all([design[:, 1 + j] == 0 for j in empty], axis=0) if empty else np.ones(len(counts), bool)
        )
    else:
        inside = np.ones(len(counts), bool)
    # No case beyond a bend: it goes down without end.
    kept = [c for c in kept if c < fixed or counts[inside & (design[:, c] > 0)].sum() > 0]
    while True:
        effects, _deviance, _variance = fit_design(
            np.ascontiguousarray(design[inside][:, kept]), np.ascontiguousarray(counts[inside])
        )
        negative = {kept[i] for i in range(len(kept)) if kept[i] >= fixed and effects[i] < 0}
        if not negative:
            return float(math.exp(min(effects[0], 600.0)))
        kept = [column for column in kept if column not in negative]


def chao_lower_bound(table: ListTable, *, equal_lists: bool = False) -> float:
    """The lower bound of the total; infinite where no case is on exactly two lists.

    Args:
        table: Three lists or more.
        equal_lists: Take every list to find the same share (Mh) rather than its own (Mth).
    """
    return table.known + chao_dark(table.cells, equal_lists=equal_lists)
