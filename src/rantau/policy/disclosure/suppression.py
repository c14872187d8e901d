"""Small cells withheld, and as many others as are needed so that no total gives them away.

Primary: a count from 1 to k-1, in the table or in its totals. Complementary: for each, another table of whole
numbers is found that has the same published cells and at least k in that cell; the cells in which it differs are
withheld too. Who knows all that is published can then not tell that the cell is below k, let alone what it is. Finding
the cheapest such table is the cell suppression problem (Fischetti and Salazar-González, Management Science 47, 2001),
solved here one small cell after the other, so that what is withheld is enough, but not always the least. Somebody who
runs this very procedure on every table that may be the true one is not guarded against.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput
from rantau.policy.disclosure.attack import sums
from rantau.policy.disclosure.tables import CountTable

__all__ = ["DEFAULT_SMALLEST", "SafeTable", "suppress"]

DEFAULT_SMALLEST: Final = 10
"""ASSUMED: counts from 1 to 9 are withheld, as CTDC's k = 11 withholds counts to 10."""
_TOTAL_COST: Final = 50.0
"""ASSUMED: withholding a total costs as much as this many cells of the table."""
_SIZE_COST: Final = 0.01
_FREE: Final = 1e-4
"""Changing a cell that is withheld already costs next to nothing, so that small changes are taken first."""


@dataclass(frozen=True, slots=True)
class SafeTable:
    """A table of which some cells are withheld."""

    table: CountTable
    smallest: int
    hidden: NDArray[np.bool_]
    """Cells withheld, totals among them."""
    small: int
    """Cells withheld since they are small."""
    more: int
    """Cells withheld since they would give small ones away."""

    def shown(self, cell: tuple[int, ...]) -> int | None:
        """A cell's count; None where it is withheld."""
        return None if self.hidden[cell] else int(self.table.counts[cell])

    def rows(self) -> list[dict[str, str | int | None]]:
        """Every cell that is not nil or is withheld, with ``total`` for the totals; a count of None is withheld."""
        found: list[dict[str, str | int | None]] = []
        for cell in np.ndindex(self.table.counts.shape):
            if self.table.counts[cell] == 0 and not self.hidden[cell]:
                continue
            row: dict[str, str | int | None] = {
                name: values[at] if at < len(values) else "total"
                for name, values, at in zip(self.table.attributes, self.table.values, cell, strict=True)
            }
            found.append(row | {"count": self.shown(cell)})
        return found


def suppress(table: CountTable, smallest: int = DEFAULT_SMALLEST) -> SafeTable:
    """Withhold small cells, and what would give them away.

    Args:
        table: The table with its totals.
        smallest: Counts from 1 to one less are withheld; nil is shown.

    Raises:
        BadInput: ``smallest`` is below 2.
    """
    if smallest < 2:
        raise BadInput("the smallest count that may be shown must be 2 or more, since 1 is one person")
    counts = table.counts
    flat = counts.ravel()
    hidden = (flat > 0) & (flat < smallest)
    small = int(hidden.sum())
    todo = sorted(np.flatnonzero(hidden), key=lambda cell: (-flat[cell], cell))
    safe = np.zeros(flat.size, dtype=np.bool_)
    matrix = sums(counts.shape)
    inner = np.ones(counts.shape, dtype=np.bool_)
    for axis in range(counts.ndim):
        np.moveaxis(inner, axis, 0)[-1] = False
    base = np.where(inner.ravel(), 1.0, _TOTAL_COST) * (1.0 + _SIZE_COST * flat)
    base += np.where(inner.ravel() & (flat == 0), 5.0, 0.0)
    for cell in todo:
        if safe[cell]:
            continue
        change = _cheapest_change(matrix, flat, hidden, base, int(cell), smallest, whole=counts.ndim > 2)
        if (matrix @ change).any():
            change = _cheapest_change(matrix, flat, hidden, base, int(cell), smallest, whole=True)
        hidden |= change != 0
        # Each table found stays possible, however much more is withheld: it covers other cells too.
        safe |= hidden & (flat + change >= smallest)
    return SafeTable(table, smallest, hidden.reshape(counts.shape), small, int(hidden.sum()) - small)


def _cheapest_change(
    matrix: Any,
    flat: NDArray[np.int64],
    hidden: NDArray[np.bool_],
    base: NDArray[np.float64],
    cell: int,
    smallest: int,
    *,
    whole: bool,
) -> NDArray[np.int64]:
    """Whole numbers to add to each cell, so that all sums hold, none falls below nil and the cell comes to the bound.

    The cost is that of the cells changed that are not withheld yet, times how much they change.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import hstack

    size = flat.size
    cost = np.where(hidden, _FREE, base)
    need = smallest - int(flat[cell])
    upper = np.full(2 * size, np.inf)
    upper[size:] = flat
    lower = np.zeros(2 * size)
    lower[cell], upper[size + cell] = need, 0
    answer = milp(
        np.concatenate([cost, cost]),
        # With two attributes or fewer the corners are whole anyway: the matrix is that of a network.
        integrality=np.full(2 * size, int(whole)),
        bounds=Bounds(lower, upper),
        constraints=LinearConstraint(hstack([matrix, -matrix]), 0, 0),
    )
    if answer.x is None:  # pragma: no cover  adding to the cell and all its totals always works
        raise ValueError("no other table was found")
    change: NDArray[np.int64] = np.rint(answer.x[:size] - answer.x[size:]).astype(np.int64)
    return change
