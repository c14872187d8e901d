"""Small cells are masked in whatever leaves the study.

A count from 1 to k-1 may make a person known. It is masked; and since totals are printed too, what else is printed is
looked at as an attacker would: as long as some masked cell could be worked out, less is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rantau.hidden.lists import ListTable

__all__ = ["MaskedTable", "mask_table", "pinned_cells"]


@dataclass(frozen=True, slots=True)
class MaskedTable:
    """What may be shown of a table. A count that is None may not."""

    smallest: int
    """Counts below it, but 0, are masked."""
    known: int
    cells: tuple[tuple[int, int | None], ...]
    """Each combination that has cases."""
    lists: tuple[tuple[str, int | None], ...]
    """Cases on each list."""
    pairs: tuple[tuple[str, str, int | None], ...]
    """Cases on each two lists."""
    withheld: tuple[str, ...]
    """What else is not shown, in words."""


def pinned_cells(
    table: ListTable, smallest: int, hidden: frozenset[int], shown_totals: frozenset[int]
) -> tuple[int, ...]:
    """Masked cells that the rest of what is shown leaves only one value.

    The attacker knows the cells shown, the known total, the totals shown, and that a small cell masked holds 1 to
    ``smallest`` - 1 cases. Whether a cell may hold more or less than it does is asked by programs over whole numbers.

    Args:
        table: The table.
        smallest: The bound.
        hidden: Cells masked.
        shown_totals: Sets of lists (cells' numbers) whose number of cases is shown.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    if smallest <= 2:
        # A masked cell below 2 can only hold one case: there is nothing to hide it behind.
        return ()
    order = sorted(hidden)
    small = [cell for cell in order if table.counts[cell] < smallest]
    rows: list[list[float]] = [[1.0] * len(order)]
    rows += [[float(cell & total == total) for cell in order] for total in sorted(shown_totals)]
    design: NDArray[np.float64] = np.array(rows)
    held = np.array([table.counts[cell] for cell in order], dtype=np.float64)
    right = design @ held
    low = np.array([1 if cell in small else smallest for cell in order])
    high = np.array([smallest - 1 if cell in small else table.known for cell in order])
    # Every table an attacker may take for the true one clears the cells in which it differs.
    free = np.zeros(len(order), dtype=np.bool_)
    pinned = []
    for cell in small:
        at = order.index(cell)
        for sign in (-1.0, 1.0):
            if free[at]:
                break
            aim = np.zeros(len(order))
            aim[at] = sign
            other = milp(
                aim,
                integrality=np.ones(len(order)),
                bounds=Bounds(low, high),
                constraints=LinearConstraint(design, right, right),
            ).x
            if other is not None:
                free |= np.abs(other - held) > 0.5
        if not free[at]:
            pinned.append(cell)
    return tuple(pinned)


def mask_table(table: ListTable, smallest: int) -> MaskedTable:
    """Mask counts below a bound, and what would give them away.

    Overlaps of two lists are withheld first, then lists' totals one by one, then further cells from the smallest up.

    Args:
        table: The table.
        smallest: 0 or 1 masks nothing.
    """
    held = [cell for cell, count in enumerate(table.counts) if count]
    hidden = {cell for cell in held if table.counts[cell] < smallest}
    singles = {1 << j: table.on_all(1 << j) for j in range(len(table.names))}
    pairs = {1 << a | 1 << b: count for a, b, count in table.pairs()}
    shown_singles = {total for total, count in singles.items() if count >= smallest}
    shown_pairs = {total for total, count in pairs.items() if count == 0 or count >= smallest}
    withheld: list[str] = []

    def pinned() -> int:
        return len(pinned_cells(table, smallest, frozenset(hidden), frozenset(shown_singles | shown_pairs)))

    if hidden and pinned():
        shown_pairs = {total for total in shown_pairs if not pairs[total]}
        withheld.append("overlaps of two lists")
    fewer = 0
    while hidden and shown_singles and pinned():
        # The total whose loss frees most cells goes first.
        costs = {}
        for total in sorted(shown_singles):
            shown_singles.remove(total)
            costs[total] = pinned()
            shown_singles.add(total)
        shown_singles.remove(min(costs, key=lambda total: (costs[total], total)))
        fewer += 1
    if fewer:
        withheld.append(f"the totals of {fewer} of {len(singles)} lists")
    rest = sorted((cell for cell in held if cell not in hidden), key=lambda cell: table.counts[cell])
    more = 0
    while hidden and rest and pinned():
        hidden.add(rest.pop(0))
        more += 1
    if more:
        withheld.append(f"{more} more combination{'s' if more > 1 else ''}")
    return MaskedTable(
        smallest=smallest,
        known=table.known,
        cells=tuple((cell, None if cell in hidden else table.counts[cell]) for cell in held),
        lists=tuple(
            (name, singles[1 << j] if 1 << j in shown_singles else None) for j, name in enumerate(table.names)
        ),
        pairs=tuple(
            (table.names[a], table.names[b], count if 1 << a | 1 << b in shown_pairs else None)
            for a, b, count in table.pairs()
        ),
        withheld=tuple(withheld),
    )
