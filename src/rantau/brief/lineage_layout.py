"""Where the works stand in the picture of who quotes whom: layers from those who quote to the roots, and their order.

A layered drawing in the manner of Sugiyama, Tagawa and Toda (1981, IEEE Transactions on Systems, Man, and Cybernetics
11(2)): layers by longest path, order within a layer by the mean place of the neighbours. Same graph, same drawing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rantau.evidence import Lineage, LineageNode, node_of

__all__ = ["LAYERS_DRAWN", "NODES_OF_A_LAYER", "Placed", "Support", "drawn_part", "placed", "supports"]

NODES_OF_A_LAYER = 14
"""As many works as stand below each other, so that the picture takes two thirds of a printed page."""
LAYERS_DRAWN = 4
"""As many as fit beside each other; longer chains are folded into the last but one layer."""
_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Support:
    """What rests on a root source."""

    node: str
    statements: tuple[str, ...]
    """Ids of the claims and findings whose way ends there."""
    documents: tuple[str, ...]
    """Ids of the documents that make them, the root's own among them."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A work in the picture."""

    node: LineageNode
    layer: int
    """Counted from 0, where those stand who quote and are not quoted."""
    row: int
    support: Support | None
    """What rests on it, where it is a root."""


def supports(lineage: Lineage, document_of: Mapping[str, str]) -> list[Support]:
    """Each root source with what rests on it: on most documents first, then on most statements.

    Args:
        lineage: Who quotes whom.
        document_of: Id of each claim and finding to its document's.
    """
    resting: dict[str, set[str]] = {}
    for statement, roots in lineage.roots.items():
        for root in roots:
            if node_of(root):
                resting.setdefault(node_of(root), set()).add(statement)
    names = {node.id: node.name for node in lineage.nodes}
    found = [
        Support(
            node, tuple(sorted(of)), tuple(sorted({document_of[one] for one in of if one in document_of}))
        )
        for node, of in resting.items()
        if node in names
    ]
    return sorted(
        found, key=lambda one: (-len(one.documents), -len(one.statements), names[one.node], one.node)
    )


def drawn_part(lineage: Lineage, ranked: Sequence[Support], quoting: int = NODES_OF_A_LAYER) -> set[str]:
    """Nodes to draw: the roots on which most rests, and the works on the way to them.

    Args:
        lineage: Who quotes whom.
        ranked: Root sources, the first the most important.
        quoting: How many works of one layer there may be.
    """
    onward: dict[str, list[str]] = {}
    back: dict[str, list[str]] = {}
    for edge in lineage.edges:
        onward.setdefault(edge.quoting, []).append(edge.quoted)
        back.setdefault(edge.quoted, []).append(edge.quoting)
    chosen: set[str] = set()
    for support in ranked[:NODES_OF_A_LAYER]:
        way = {support.node}
        queue = [support.node]
        while queue:
            for before in sorted(back.get(queue.pop(), ())):
                if before not in way:
                    way.add(before)
                    queue.append(before)
        # A root that nobody quotes is in no quotation, and is left to the table.
        if len(way) == 1 and support.node not in onward:
            continue
        together = _layers(chosen | way, lineage)
        sizes = [list(together.values()).count(layer) for layer in set(together.values())]
        if chosen and max(sizes) > quoting:
            continue
        chosen |= way
    return chosen


def placed(lineage: Lineage, ranked: Sequence[Support], chosen: set[str]) -> list[Placed]:
    """The chosen nodes with layer and row."""
    layers = _layers(chosen, lineage)
    names = {node.id: node for node in lineage.nodes}
    support = {one.node: one for one in ranked}
    edges = [
        (edge.quoting, edge.quoted)
        for edge in lineage.edges
        if edge.quoting in chosen and edge.quoted in chosen
    ]
    rows: dict[int, list[str]] = {}
    importance = {one.node: number for number, one in enumerate(ranked)}
    for node in sorted(chosen, key=lambda one: (importance.get(one, len(ranked)), names[one].name, one)):
        rows.setdefault(layers[node], []).append(node)
    for sweep in range(_SWEEPS):
        order = sorted(rows) if sweep % 2 else sorted(rows, reverse=True)
        for layer in order:
            place = {
                node: _share(row, len(nodes)) for nodes in rows.values() for row, node in enumerate(nodes)
            }
            rows[layer] = sorted(
                rows[layer],
                key=lambda node: (_mean(node, edges, place), place[node], node),
            )
    return [
        Placed(names[node], layer, row, support.get(node))
        for layer in sorted(rows)
        for row, node in enumerate(rows[layer])
    ]


def _share(row: int, size: int) -> float:
    return (row + 0.5) / size


def _mean(node: str, edges: Sequence[tuple[str, str]], place: Mapping[str, float]) -> float:
    """Mean place of the works that a work quotes or is quoted by; its own where there are none."""
    beside = [place[b] for a, b in edges if a == node] + [place[a] for a, b in edges if b == node]
    return sum(beside) / len(beside) if beside else place[node]


def _layers(chosen: set[str], lineage: Lineage) -> dict[str, int]:
    """Layer of each chosen node: the longest way to it, over a graph from which edges that close a circle are left out.

    Works that quote nothing drawn stand in the last layer.
    """
    onward: dict[str, list[str]] = {node: [] for node in sorted(chosen)}
    for edge in lineage.edges:
        if edge.quoting in chosen and edge.quoted in chosen:
            onward[edge.quoting].append(edge.quoted)
    finished: list[str] = []
    state: dict[str, int] = {}
    forward: dict[str, list[str]] = {node: [] for node in onward}
    for start in onward:
        stack = [(start, iter(onward[start]))] if start not in state else []
        state.setdefault(start, 1)
        while stack:
            node, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                state[node] = 2
                finished.append(node)
                stack.pop()
            elif state.get(following) != 1:
                forward[node].append(following)
                if following not in state:
                    state[following] = 1
                    stack.append((following, iter(onward[following])))
    layer = dict.fromkeys(onward, 0)
    for node in reversed(finished):
        for following in forward[node]:
            layer[following] = max(layer[following], layer[node] + 1)
    last = min(max(layer.values(), default=0), LAYERS_DRAWN - 1)
    return {
        node: last if not forward[node] else min(number, max(0, last - 1)) for node, number in layer.items()
    }
