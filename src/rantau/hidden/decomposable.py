"""A Bayesian average over all decomposable graphs of dependence between lists.

Source: D. Madigan, J. C. York, Biometrika 84 (1997). A graph's edges are the pairs of lists that may depend on each
other; in a decomposable graph the probability of the table splits over cliques and the separators between them, and
with a hyper-Dirichlet prior each part has a closed form. No sampling is needed.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput
from rantau.hidden.lists import ListTable

__all__ = ["FEWEST", "MOST", "GraphAverage", "decomposable_graphs", "graph_average"]

FEWEST, MOST = 3, 5
"""Lists for which all graphs are tried: there are 8, 61 and 822 of them; six lists have 18,154."""
_STEPS = 4000
_REACH = 1000.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class GraphAverage:
    """The posterior of the total over all graphs."""

    dark: Floats
    """(steps,): cases on no list, from 0 to 1,000 times the known ones."""
    probability: Floats
    """(steps,): of each step's neighbourhood; they sum to 1."""
    graphs: tuple[tuple[tuple[int, int], ...], ...]
    """The graphs as their edges, the likeliest first."""
    graph_probability: Floats
    """(graphs,)."""
    known: int

    def quantile(self, share: float) -> float:
        """The total below which so much of the posterior lies."""
        at = int(np.searchsorted(np.cumsum(self.probability), share))
        return self.known + float(self.dark[min(at, len(self.dark) - 1)])

    @property
    def beyond(self) -> float:
        """The probability of the last step: much of it means that the data do not bound the total."""
        return float(self.probability[-1])


def _elimination(lists: int, edges: frozenset[tuple[int, int]]) -> tuple[list[int], list[int]] | None:
    """Cliques and separators of a chordal graph as sets of bits; None where the graph is not chordal.

    Lists whose neighbours are all neighbours of each other are taken away one by one; a graph is chordal if and only
    if none is left (D. R. Fulkerson, O. A. Gross, Pacific Journal of Mathematics 15 (1965)).
    """
    neighbours = {j: {k for a, b in edges for k in (a, b) if j in (a, b) and k != j} for j in range(lists)}
    left = set(range(lists))
    families: list[int] = []
    separators: list[int] = []
    while left:
        for j in sorted(left):
            around = neighbours[j] & left
            if all(b in neighbours[a] for a, b in itertools.combinations(sorted(around), 2)):
                break
        else:
            return None
        families.append(1 << j | sum(1 << k for k in around))
        # p(x) is the product of p(list | its neighbours still there): a family over its remainder.
        separators.append(sum(1 << k for k in around))
        left.remove(j)
    return families, separators


@lru_cache(maxsize=4)
def decomposable_graphs(
    lists: int,
) -> tuple[tuple[tuple[tuple[int, int], ...], tuple[int, ...], tuple[int, ...]], ...]:
    """All decomposable graphs: edges, and the sets of lists whose tables multiply and divide the probability.

    Raises:
        BadInput: There are fewer than three lists or more than five.
    """
    if not FEWEST <= lists <= MOST:
        raise BadInput(f"decomposable graphs are tried for {FEWEST} to {MOST} lists, and there are {lists}")
    possible = list(itertools.combinations(range(lists), 2))
    out = []
    for number in range(1 << len(possible)):
        edges = tuple(edge for k, edge in enumerate(possible) if number >> k & 1)
        parts = _elimination(lists, frozenset(edges))
        if parts is not None:
            above, below = list(parts[0]), [part for part in parts[1] if part]
            for part in list(below):
                if part in above:
                    above.remove(part)
                    below.remove(part)
            out.append((edges, tuple(sorted(above)), tuple(sorted(below))))
    return tuple(out)


def _steps(known: int) -> tuple[Floats, Floats]:
    """Values of the dark figure: each at first, then ever wider apart; and how many whole numbers each stands for."""
    top = max(1000.0, _REACH * known)
    grid = np.unique(np.round(np.concatenate([np.arange(0, 200), np.geomspace(200, top, _STEPS)])))
    edges = np.concatenate([[-0.5], (grid[1:] + grid[:-1]) / 2, [grid[-1] + 0.5]])
    return grid, np.diff(edges)


def graph_average(table: ListTable, *, prior_weight: float | None = None) -> GraphAverage:
    """Average over all decomposable graphs.

    Prior: every graph the same; each cell of the table ``prior_weight`` cases; the total N with probability 1/N.

    Args:
        table: Three to five lists.
        prior_weight: Prior cases a cell; by default 2**-t, one case in the whole table.

    Raises:
        BadInput: The number of lists is not three to five, or the weight is not above 0.
    """
    from scipy.special import gammaln, logsumexp

    lists = len(table.names)
    graphs = decomposable_graphs(lists)
    weight = 2.0**-lists if prior_weight is None else prior_weight
    if not weight > 0:
        raise BadInput("the prior weight of a cell must be above 0")
    dark, width = _steps(table.known)
    total = table.known + dark
    cells = np.arange(1 << lists)
    counts = table.cells

    def log_part(part: int) -> Floats:
        """Log probability of the marginal table of some lists, for each value of the dark figure."""
        inside = int(part).bit_count()
        alpha = weight * 2 ** (lists - inside)
        out = gammaln(alpha * 2**inside) - gammaln(alpha * 2**inside + total)
        for value in np.unique(cells & part):
            seen = counts[(cells & part) == value].sum()
            here = seen + dark if value == 0 else np.full_like(dark, seen)
            out = out + gammaln(alpha + here) - gammaln(alpha)
        return np.asarray(out, dtype=np.float64)

    parts = {part for _, above, below in graphs for part in (*above, *below)}
    logs = {part: log_part(part) for part in sorted(parts)}
    common = gammaln(total + 1) - gammaln(dark + 1) - np.log(total) + np.log(width)
    table_of = np.stack(
        [
            common
            + sum(logs[part] for part in above)
            - sum((logs[part] for part in below), np.zeros_like(dark))
            for _, above, below in graphs
        ]
    )
    whole = logsumexp(table_of)
    by_graph = np.exp(logsumexp(table_of, axis=1) - whole)
    by_step = np.exp(logsumexp(table_of, axis=0) - whole)
    order = np.argsort(-by_graph, kind="stable")
    return GraphAverage(
        dark=dark,
        probability=by_step / by_step.sum(),
        graphs=tuple(graphs[i][0] for i in order),
        graph_probability=by_graph[order] / math.fsum(by_graph),
        known=table.known,
    )
