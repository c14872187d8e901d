"""What somebody with the published cells can find out about those withheld: exactly, and by taking sums apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["CellBounds", "cell_bounds", "differenced", "sums"]


@dataclass(frozen=True, slots=True)
class CellBounds:
    """The least and the greatest that a withheld cell can be, given everything published."""

    cell: tuple[int, ...]
    least: int
    greatest: int
    """Ten times the largest published count, plus 1,000, where nothing bounds it."""


def sums(shape: tuple[int, ...]) -> Any:
    """Every sum that holds in a table with totals: along each line of each axis, cells minus total is nil.

    Args:
        shape: Of the table with totals.

    Returns:
        A sparse matrix, a row a sum and a column a cell (in C order).
    """
    from scipy.sparse import coo_array

    numbers = np.arange(int(np.prod(shape))).reshape(shape)
    rows, columns, signs, at = [], [], [], 0
    for axis in range(len(shape)):
        lines = np.moveaxis(numbers, axis, -1).reshape(-1, shape[axis])
        rows.append(np.repeat(np.arange(len(lines)) + at, shape[axis]))
        columns.append(lines.ravel())
        signs.append(np.tile(np.append(np.ones(shape[axis] - 1), -1.0), len(lines)))
        at += len(lines)
    entries = (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns)))
    return coo_array(entries, shape=(at, numbers.size)).tocsr()


def cell_bounds(
    published: NDArray[np.int64],
    hidden: NDArray[np.bool_],
    cells: list[tuple[int, ...]] | None = None,
    *,
    whole_numbers: bool = True,
) -> tuple[CellBounds, ...]:
    """Bounds of withheld cells by linear programming: the strongest attack on a table with its totals.

    Args:
        published: The table with totals; what stands in hidden cells is not looked at.
        hidden: Which cells are withheld.
        cells: Cells to bound; by default all that are withheld.
        whole_numbers: Use also that counts are whole (a mixed-integer program), as an attacker would.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    flat = hidden.ravel()
    order = np.flatnonzero(flat)
    matrix = sums(published.shape)
    known = np.where(flat, 0, published.ravel())
    # Far above what any cell could be: where no total is published a cell has no greatest value of its own.
    most = 10 * (int(known.max(initial=0)) + 100)
    right = -(matrix @ known)
    left = matrix[:, order]
    used = np.flatnonzero(np.diff(left.indptr))
    constraint = LinearConstraint(left[used], right[used], right[used])
    position = {int(cell): number for number, cell in enumerate(order)}
    found = []
    for cell in cells if cells is not None else [tuple(one) for one in np.argwhere(hidden).tolist()]:
        aim = np.zeros(len(order))
        aim[position[int(np.ravel_multi_index(cell, published.shape))]] = 1.0
        ends = []
        for sign in (1.0, -1.0):
            answer = milp(
                sign * aim,
                integrality=np.full(len(order), int(whole_numbers)),
                bounds=Bounds(0, most),
                constraints=constraint,
            )
            if answer.x is None:
                raise ValueError("the published cells contradict each other")
            ends.append(round(float(aim @ answer.x)))
        found.append(CellBounds(cell, int(ends[0]), int(ends[1])))
    return tuple(found)


def differenced(published: NDArray[np.int64], hidden: NDArray[np.bool_]) -> dict[tuple[int, ...], int]:
    """Withheld cells found by differencing: a sum with one cell missing gives it, and so on until none is left.

    Args:
        published: The table with totals; what stands in hidden cells is not looked at.
        hidden: Which cells are withheld.

    Returns:
        Cells found, and their counts.
    """
    matrix = sums(published.shape)
    values = np.where(hidden, 0, published).ravel().astype(float)
    unknown = hidden.ravel().copy()
    found: dict[tuple[int, ...], int] = {}
    moved = True
    while moved:
        moved = False
        for row in range(matrix.shape[0]):
            columns = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
            signs = matrix.data[matrix.indptr[row] : matrix.indptr[row + 1]]
            missing = unknown[columns]
            if missing.sum() == 1:
                place = int(columns[missing][0])
                values[place] = -float(signs[~missing] @ values[columns[~missing]]) / float(signs[missing][0])
                unknown[place] = False
                cell = tuple(int(one) for one in np.unravel_index(place, published.shape))
                found[cell] = round(values[place])
                moved = True
    return found
