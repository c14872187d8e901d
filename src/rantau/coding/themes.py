"""Themes: codes that people group; groups that the codes' company suggests; the map of both."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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
    """A code on the map; ``x`` and ``y`` lie in the unit square, and are None where it is not drawn."""

    code: str
    name: str
    theme: str
    """Id of the theme it is drawn under; empty where it is in none."""
    passages: int
    x: float | None
    y: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapTheme:
    """A theme on the map; ``x`` and ``y`` are where its name stands, above its codes."""

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
    """Lay themes and codes out: themes in a circle, each with its codes in a circle of its own.

    Codes in no theme are on the map too, and are drawn only where there is no theme yet.

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
    on_map: list[MapCode] = []

    def put(theme: str, codes: Sequence[str], centre: tuple[float, float] | None, radius: float) -> None:
        for number, code in enumerate(codes):
            x, y = _on_circle(*centre, radius, number + 0.5, len(codes)) if centre else (None, None)
            on_map.append(
                MapCode(
                    code=code,
                    name=names.get(code, code),
                    theme=theme,
                    passages=len(passages.get(code, ())),
                    x=x,
                    y=y,
                )
            )

    count = len(themes)
    spread = 0.32 if count > 1 else 0.0
    # Circles of neighbours keep apart: a third of the distance between their centres, and within the square.
    radius = min(0.17, 2 * spread * math.sin(math.pi / count) / 3) if count > 1 else 0.2
    titled: list[MapTheme] = []
    for index, theme in enumerate(themes):
        centre = _on_circle(0.5, 0.5, spread, index, count)
        put(theme.id, theme.codes, centre, radius)
        titled.append(
            _map_theme(theme, passages, document_of, (centre[0], min(centre[1] + radius + 0.03, 1.0)))
        )
    put("", loose, None if themes else (0.5, 0.5), 0.35)
    shown = {one.code for one in on_map}
    return ThemeMap(
        themes=tuple(titled),
        codes=tuple(on_map),
        links=tuple(p for p in cooccurrence(counting) if p.first in shown and p.second in shown),
        machine_coded=any(one.status == "machine-coded" for one in counting),
    )


def _map_theme(
    theme: Theme,
    passages: Mapping[str, frozenset[str]],
    document_of: Mapping[str, str],
    place: tuple[float, float],
) -> MapTheme:
    own = {passage for code in theme.codes for passage in passages.get(code, ())}
    return MapTheme(
        id=theme.id,
        name=theme.name,
        definition=theme.definition,
        codes=theme.codes,
        passages=len(own),
        documents=len({document_of[passage] for passage in own}),
        x=place[0],
        y=place[1],
    )


def _on_circle(x: float, y: float, radius: float, index: float, count: int) -> tuple[float, float]:
    """A place on a circle, clockwise from its top."""
    angle = math.pi / 2 - 2 * math.pi * index / max(count, 1)
    return round(x + radius * math.cos(angle), 6), round(y + radius * math.sin(angle), 6)
