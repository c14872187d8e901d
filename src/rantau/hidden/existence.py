"""Whether a model has an estimate at all, and only one.

The maximum likelihood estimate of a log-linear model exists (with effects at minus infinity allowed for terms whose
lists share no case) if and only if some table with no empty open cell has the same sufficient totals: S. E. Fienberg
and A. Rinaldo, Annals of Statistics 40 (2012); L. Chan, B. W. Silverman, K. Vincent, JASA 116 (2021). It is the only
one if the design's columns over the open cells are independent.

Both depend only on which cells are empty, not on how full the others are. Two ways of asking stand here. The inner loop
asks through the null space of the design over the cells with cases, which is mostly {0}, and then the answer is
yes twice. ``check_by_linear_program`` asks as the papers do, and the tests hold the one against the other.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rantau.hidden.compiling import compiled
from rantau.hidden.fitting import open_cells, solve_in_place

__all__ = ["NOT_IDENTIFIED", "NO_ESTIMATE", "check_by_linear_program", "check_terms"]

NO_ESTIMATE = 1
"""No estimate exists."""
NOT_IDENTIFIED = 2
"""Many estimates fit equally well."""

_TINY = 1e-9


def _reduce(matrix: Any) -> Any:
    """Row-reduce a matrix in place; gives the pivots' columns, -1 after the last."""
    rows, columns = matrix.shape
    pivots = np.full(columns, -1, dtype=np.int64)
    row = 0
    for column in range(columns):
        if row == rows:
            break
        best = row
        for i in range(row + 1, rows):
            if abs(matrix[i, column]) > abs(matrix[best, column]):
                best = i
        if abs(matrix[best, column]) <= _TINY:
            continue
        if best != row:
            for k in range(columns):
                matrix[best, k], matrix[row, k] = matrix[row, k], matrix[best, k]
        scale = matrix[row, column]
        for k in range(columns):
            matrix[row, k] /= scale
        for i in range(rows):
            if i != row and matrix[i, column] != 0.0:
                factor = matrix[i, column]
                for k in range(columns):
                    matrix[i, k] -= factor * matrix[row, k]
        pivots[row] = column
        row += 1
    return pivots


_row_reduce = compiled(_reduce)


def _rank(pivots: Any) -> int:
    rank = 0
    for pivot in pivots:
        if pivot >= 0:
            rank += 1
    return rank


_rank_of = compiled(_rank)


def _nonnegative_residual(matrix: Any, target: Any) -> float:
    """Distance of a target from the cone of a matrix's columns (Lawson and Hanson's algorithm, 1974)."""
    rows, columns = matrix.shape
    solution = np.zeros(columns)
    passive = np.zeros(columns, dtype=np.bool_)
    chosen = np.empty(columns, dtype=np.int64)
    residual = target.copy()
    for _ in range(3 * columns + 10):
        entering = -1
        steepest = _TINY
        for j in range(columns):
            if not passive[j]:
                gradient = 0.0
                for i in range(rows):
                    gradient += matrix[i, j] * residual[i]
                if gradient > steepest:
                    steepest = gradient
                    entering = j
        if entering < 0:
            break
        passive[entering] = True
        while True:
            # Least squares over the passive columns, which are independent.
            size = 0
            for j in range(columns):
                if passive[j]:
                    chosen[size] = j
                    size += 1
            products = np.zeros((size, size))
            trial = np.zeros(size)
            for a in range(size):
                for i in range(rows):
                    trial[a] += matrix[i, chosen[a]] * target[i]
                    for b in range(a + 1):
                        products[a, b] += matrix[i, chosen[a]] * matrix[i, chosen[b]]
            solve_in_place(products, trial)
            step = 1.0
            inside = True
            for a in range(size):
                if trial[a] <= _TINY:
                    inside = False
                    value = solution[chosen[a]]
                    step = min(step, value / max(value - trial[a], 1e-300))
            for a in range(size):
                j = chosen[a]
                solution[j] += step * (trial[a] - solution[j])
                if not inside and solution[j] <= _TINY:
                    solution[j] = 0.0
                    passive[j] = False
            if inside or size == 0:
                break
        for i in range(rows):
            residual[i] = target[i]
            for j in range(columns):
                residual[i] -= matrix[i, j] * solution[j]
    total = 0.0
    for i in range(rows):
        total += residual[i] * residual[i]
    return math.sqrt(total)


nonnegative_residual = compiled(_nonnegative_residual)


def _check_terms(counts: Any, totals: Any, terms: Any) -> int:
    """Whether a model has one estimate for a table.

    Args:
        counts: Cases in each cell, (2**t,).
        totals: Their superset sums.
        terms: The model's terms, the intercept 0 first, (p,).

    Returns:
        0 where it has; else the sum of ``NO_ESTIMATE`` and ``NOT_IDENTIFIED`` as they hold.
    """
    size = counts.shape[0]
    is_open = open_cells(totals, terms)
    active = np.empty(terms.shape[0], dtype=np.int64)
    p = 0
    for term in terms:
        if term == 0 or totals[term] > 0:
            active[p] = term
            p += 1
    full = 0
    empty = 0
    for cell in range(1, size):
        if is_open[cell]:
            if counts[cell] > 0:
                full += 1
            else:
                empty += 1
    if full == 0:
        return NO_ESTIMATE + NOT_IDENTIFIED
    observed = np.zeros((full, p))
    unobserved = np.zeros((empty, p))
    i = 0
    k = 0
    for cell in range(1, size):
        if is_open[cell]:
            for j in range(p):
                inside = 1.0 if cell & active[j] == active[j] else 0.0
                if counts[cell] > 0:
                    observed[i, j] = inside
                else:
                    unobserved[k, j] = inside
            if counts[cell] > 0:
                i += 1
            else:
                k += 1
    pivots = _row_reduce(observed)
    rank = _rank_of(pivots)
    free = p - rank
    if free == 0:
        return 0
    # A basis of the directions that change nothing in the cells with cases.
    basis = np.zeros((p, free))
    is_pivot = np.zeros(p, dtype=np.bool_)
    for row in range(rank):
        is_pivot[pivots[row]] = True
    column = 0
    for j in range(p):
        if not is_pivot[j]:
            basis[j, column] = 1.0
            for row in range(rank):
                basis[pivots[row], column] = -observed[row, j]
            column += 1
    if empty == 0:
        return NOT_IDENTIFIED
    moved = np.zeros((empty, free))
    for row in range(empty):
        for j in range(p):
            if unobserved[row, j] != 0.0:
                for column in range(free):
                    moved[row, column] += basis[j, column]
    code = 0
    if _rank_of(_row_reduce(moved.copy())) < free:
        code += NOT_IDENTIFIED
    if free == 1:
        up = False
        down = False
        for row in range(empty):
            if moved[row, 0] > _TINY:
                up = True
            if moved[row, 0] < -_TINY:
                down = True
        if up != down:
            code += NO_ESTIMATE
        return code
    # Stiemke: either a direction lowers no empty cell and raises some, or weights above 0 (here: 1 and more) balance.
    balance = np.empty((free, empty))
    target = np.zeros(free)
    length = 0.0
    for j in range(free):
        for row in range(empty):
            balance[j, row] = moved[row, j]
            target[j] -= moved[row, j]
        length += target[j] * target[j]
    if nonnegative_residual(balance, target) > 1e-7 * (1.0 + math.sqrt(length)):
        code += NO_ESTIMATE
    return code


check_terms = compiled(_check_terms)


def check_by_linear_program(counts: NDArray[Any], terms: NDArray[np.int64]) -> int:
    """The same answer as ``check_terms``, asked as in Chan, Silverman and Vincent (2021), by a linear program.

    The smallest cell of a table with the same sufficient totals is made as large as it can be; an estimate exists if
    that is above 0.

    Args:
        counts: Cases in each cell, (2**t,); cell 0 is not looked at.
        terms: The model's terms, the intercept 0 first, (p,).

    Returns:
        0 where there is one estimate; else the sum of ``NO_ESTIMATE`` and ``NOT_IDENTIFIED`` as they hold.
    """
    from scipy.optimize import linprog

    size = len(counts)
    cells = np.arange(size)
    totals = np.array([counts[(cells & term == term) & (cells > 0)].sum() for term in range(size)])
    is_open = cells > 0
    for term in terms:
        if term and not totals[term]:
            is_open &= cells & term != term
    active = [term for term in terms if term == 0 or totals[term]]
    design = np.array([[float(cell & term == term) for term in active] for cell in cells[is_open]])
    if not len(design):
        return NO_ESTIMATE + NOT_IDENTIFIED
    wanted = totals[active].astype(float)
    rows = len(design)
    found = linprog(
        c=np.r_[np.zeros(rows), -1.0],
        A_ub=np.c_[-np.eye(rows), np.ones(rows)],
        b_ub=np.zeros(rows),
        A_eq=np.c_[design.T, np.zeros(len(active))] / np.maximum(wanted, 1.0)[:, None],
        b_eq=wanted / np.maximum(wanted, 1.0),
        bounds=[(0, None)] * rows + [(None, None)],
        method="highs",
    )
    exists = found.status == 0 and -found.fun > 1e-7
    single = np.linalg.matrix_rank(design) == len(active)
    return (0 if exists else NO_ESTIMATE) + (0 if single else NOT_IDENTIFIED)
