"""A smaller world and fewer kinds of people, for the expected course of events in calibration.

What the reduction changes is measured against the people on the whole world, and allowed for
(:class:`rantau.simulation.history.History`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from rantau.simulation.observing import Places
from rantau.simulation.world import Corridor, World

__all__ = ["fewer_corridors", "one_age"]


def fewer_corridors(world: World, places: Sequence[Places], share: float = 0.97) -> World:
    """Corridors that no target tells apart, as one; those that hardly count, left out.

    Args:
        world: The world.
        places: Of the targets.
        share: Of the stock of each target's corridors that is kept; the largest are.
    """
    masks = np.array([[one.of(way.origin, way.destination) for way in world.corridors] for one in places])
    if not len(places):
        masks = np.ones((1, len(world.corridors)), dtype=bool)
    stock = np.array([one.stock for one in world.corridors])
    kept = np.zeros(len(stock), dtype=bool)
    order = np.argsort(-stock, kind="stable")
    for mask in masks:
        inside = order[mask[order]]
        total = np.cumsum(stock[inside])
        kept[inside[: int(np.searchsorted(total, share * total[-1])) + 1]] = True
    groups: dict[tuple[object, ...], list[Corridor]] = {}
    for number in order[kept[order]]:
        one = world.corridors[number]
        groups.setdefault((one.destination, one.flow is None, *masks[:, number]), []).append(one)
    return replace(world, corridors=tuple(_together(ways) for ways in groups.values()))


def _together(ways: Sequence[Corridor]) -> Corridor:
    """Corridors as one: the largest stands for all, with their people and their means."""
    stock = sum(one.stock for one in ways)

    def mean(values: Sequence[float | None]) -> float | None:
        known = [(value, one.stock) for value, one in zip(values, ways, strict=True) if value is not None]
        total = sum(size for _, size in known)
        return sum(value * size for value, size in known) / total if total > 0 else (values[0])

    flows = [one.flow for one in ways if one.flow is not None]
    return replace(
        ways[0],
        stock=stock,
        flow=sum(flows) if flows else None,
        growth=sum(one.growth for one in ways),
        distance_km=mean([one.distance_km for one in ways]) or 0.0,
        complicity=mean([one.complicity for one in ways]),
        irregular_share=mean([one.irregular_share for one in ways]),
    )


def one_age(draw: Mapping[str, float]) -> dict[str, float]:
    """Everyone of one age, exploited as often as all ages together are."""
    child, young = draw["child_share"], draw["young_share"]
    adult = max(1.0 - child - young, 0.0)
    mean = (child * draw["exploited_child"] + young * draw["exploited_young"] + adult) / (
        child + young + adult
    )
    return {**draw, "child_share": 0.0, "young_share": 0.0, "exploited_adult": mean}
