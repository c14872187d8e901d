"""Themes: codes that people group; groups that the codes' company suggests; the map of both."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rantau.coding.cooccurrence import Pair, cooccurrence, passages_by_code
from rantau.coding.effective import Coded
from rantau.store.records import Theme

__all__ = [
    "MapCode",
    "MapTheme",
    "SuggestedTheme",
    "ThemeMap",
    "suggest_themes",
    "theme_map",
    "theme_map_chart",
]

_LEAST_TOGETHER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedTheme:
    """Codes that stand together more often than chance has it. A suggestion: a person names and defines a theme."""

    codes: tuple[str, ...]
    """The most used first."""
    passages: int
    """Passages with at least two of them."""


def suggest_themes(coded: Sequence[Coded], *, seed: int = 0, resolution: float = 1.0) -> list[SuggestedTheme]:
    """Suggest themes: communities of codes in the graph of those that stand together.

    Two codes are joined where they share two passages or more and stand together more often than if they were
    independent (lift above 1); the weight is the Jaccard index. Communities are found by Louvain's method (Blondel et
    al. 2008, J. Stat. Mech. P10008).

    Args:
        coded: How codes on passages stand; those that count are looked at.
        seed: Where chance starts from: Louvain's method takes nodes in random order.
        resolution: Above 1 for smaller themes, below for larger ones.

    Returns:
        Groups of two codes or more, the one on most passages first; codes joined to none are left out.
    """
    import networkx

    graph = networkx.Graph()
    for pair in sorted(cooccurrence(coded), key=lambda one: (one.first, one.second)):
        if pair.together >= _LEAST_TOGETHER and pair.lift > 1:
            graph.add_edge(pair.first, pair.second, weight=pair.jaccard)
    if not graph:
        return []
    passages = passages_by_code(coded)
    found = []
    for group in networkx.community.louvain_communities(graph, seed=seed, resolution=resolution):
        if len(group) < 2:
            continue
        codes = sorted(group, key=lambda code: (-len(passages[code]), code))
        found.append(SuggestedTheme(codes=tuple(codes), passages=_shared(codes, passages)))
    return sorted(found, key=lambda theme: (-theme.passages, theme.codes))


def _shared(codes: Iterable[str], passages: Mapping[str, frozenset[str]]) -> int:
    counted: dict[str, int] = {}
    for code in codes:
        for passage in passages.get(code, ()):
            counted[passage] = counted.get(passage, 0) + 1
    return sum(count > 1 for count in counted.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCode:
    """A code on the map; ``x`` and ``y`` lie in the unit square."""

    code: str
    name: str
    theme: str
    """Id of the theme it is drawn under; empty where it is in none."""
    passages: int
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MapTheme:
    """A theme on the map."""

    id: str
    name: str
    definition: str
    codes: tuple[str, ...]
    passages: int
    documents: int
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeMap:
    """Themes, their codes, and how often these stand together.

    Attributes:
        themes: In the order in which people put them.
        codes: Codes of themes (once for each theme they are in), then codes in use that are in none.
        links: Pairs of codes on the map that stand together.
        machine_coded: Some of it rests on suggestions that no person accepted.
    """

    themes: tuple[MapTheme, ...]
    codes: tuple[MapCode, ...]
    links: tuple[Pair, ...]
    machine_coded: bool


def theme_map(coded: Sequence[Coded], themes: Sequence[Theme], names: Mapping[str, str]) -> ThemeMap:
    """Lay themes and codes out: themes in a circle, each with its codes in a circle around it.

    Args:
        coded: How codes on passages stand; those that count are looked at.
        themes: The themes.
        names: Code id -> its name.
    """
    counting = [one for one in coded if one.counts]
    passages = passages_by_code(counting)
    document_of = {one.passage: one.document for one in counting}
    placed = {code for theme in themes for code in theme.codes}
    loose = [code for code in passages if code not in placed]
    groups: list[tuple[str, Sequence[str]]] = [(theme.id, theme.codes) for theme in themes]
    if loose:
        groups.append(("", loose))
    on_map: list[MapCode] = []
    centres: dict[str, tuple[float, float]] = {}
    for index, (id, codes) in enumerate(groups):
        x, y = _on_circle(0.5, 0.5, 0.33 if len(groups) > 1 else 0.0, index, len(groups))
        centres[id] = (x, y)
        # Circles of neighbours must not touch: half the distance between two centres, less room for the labels.
        room = 0.33 * math.sin(math.pi / len(groups)) * 0.62 if len(groups) > 1 else 0.33
        for number, code in enumerate(codes):
            a, b = _on_circle(x, y, min(room, 0.15) if len(codes) > 1 else 0.0, number, len(codes))
            on_map.append(
                MapCode(
                    code=code,
                    name=names.get(code, code),
                    theme=id,
                    passages=len(passages.get(code, ())),
                    x=round(a, 6),
                    y=round(b, 6),
                )
            )
    shown = {one.code for one in on_map}
    return ThemeMap(
        themes=tuple(_map_theme(theme, passages, document_of, centres[theme.id]) for theme in themes),
        codes=tuple(on_map),
        links=tuple(p for p in cooccurrence(counting) if p.first in shown and p.second in shown),
        machine_coded=any(one.status == "machine-coded" for one in counting),
    )


def _map_theme(
    theme: Theme,
    passages: Mapping[str, frozenset[str]],
    document_of: Mapping[str, str],
    centre: tuple[float, float],
) -> MapTheme:
    own = {passage for code in theme.codes for passage in passages.get(code, ())}
    return MapTheme(
        id=theme.id,
        name=theme.name,
        definition=theme.definition,
        codes=theme.codes,
        passages=len(own),
        documents=len({document_of[passage] for passage in own}),
        x=round(centre[0], 6),
        y=round(centre[1], 6),
    )


def _on_circle(x: float, y: float, radius: float, index: int, count: int) -> tuple[float, float]:
    angle = math.pi / 2 - 2 * math.pi * index / max(count, 1)
    return x + radius * math.cos(angle), y + radius * math.sin(angle)


def theme_map_chart(found: ThemeMap) -> dict[str, Any]:
    """The map as a Vega-Lite specification: lines join codes that stand together, circles grow with passages.

    It is read without colour: every code and theme has its name beside it.
    """
    import altair

    place = {one.code: one for one in found.codes}
    lines = [
        {
            "x": place[pair.first].x,
            "y": place[pair.first].y,
            "x2": place[pair.second].x,
            "y2": place[pair.second].y,
            "together": pair.together,
        }
        for pair in found.links
    ]
    dots = [
        {"x": one.x, "y": one.y, "name": one.name, "passages": one.passages, "above": one.y + 0.018}
        for one in found.codes
    ]
    titles = [{"x": one.x, "y": one.y, "name": one.name} for one in found.themes]
    axis: dict[str, Any] = {"axis": None, "scale": altair.Scale(domain=[0, 1], nice=False)}
    x, y = altair.X("x:Q", **axis), altair.Y("y:Q", **axis)
    layers = []
    if lines:
        layers.append(
            altair.Chart(altair.InlineData(values=lines))
            .mark_rule(color="#9aa5ab", opacity=0.6)
            .encode(
                x=x,
                y=y,
                x2="x2:Q",
                y2="y2:Q",
                strokeWidth=altair.StrokeWidth(
                    "together:Q", title="passages with both", scale=altair.Scale(range=[0.5, 5])
                ),
            )
        )
    layers.append(
        altair.Chart(altair.InlineData(values=dots))
        .mark_circle(color="#0b4f6c", opacity=0.85)
        .encode(
            x=x,
            y=y,
            size=altair.Size(
                "passages:Q", title="passages", scale=altair.Scale(range=[20, 600], domainMin=0)
            ),
        )
    )
    layers.append(
        altair.Chart(altair.InlineData(values=dots))
        .mark_text(fontSize=10, baseline="bottom", dy=-10)
        .encode(x=x, y=y, text="name:N")
    )
    if titles:
        layers.append(
            altair.Chart(altair.InlineData(values=titles))
            .mark_text(fontSize=13, fontWeight=600, color="#1c2429")
            .encode(x=x, y=y, text="name:N")
        )
    title = "Themes and their codes" + (" (machine-coded)" if found.machine_coded else "")
    chart: dict[str, Any] = altair.layer(*layers).properties(width=900, height=900, title=title).to_dict()
    return chart
