"""A scenario as numbers: every lever's value by month, for each corridor or place.

A lever that is not changed keeps its starting value bit for bit, and so does one that is changed by nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput
from rantau.simulation.dates import read_month
from rantau.simulation.levers import LEVERS, Lever
from rantau.simulation.parameters import Register
from rantau.simulation.scenario import Change, Scenario
from rantau.simulation.states import SECTORS
from rantau.simulation.world import World

__all__ = ["Schedule", "make_schedule", "present"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Schedule:
    """Values of all levers.

    Attributes:
        by_corridor: Lever -> (months, corridors).
        by_place: Lever -> (months, places), of the levers that belong to a place as a whole.
        inspection: (months, corridors, sectors).
    """

    by_corridor: Mapping[str, Floats]
    by_place: Mapping[str, Floats]
    inspection: Floats


def _start_value(world: World, place: int, lever: Lever, draw: Mapping[str, float]) -> float:
    own = world.places[place]
    if lever.name in own.policy:
        return own.policy[lever.name]
    if lever.neutral is not None:
        return lever.neutral
    value = draw[lever.name]
    if lever.protection and own.tier is not None:
        value *= draw[f"tier_{own.tier}"]
    return min(max(value, lever.low), lever.high)


def present(world: World, lever: Lever, draw: Mapping[str, float]) -> tuple[float, float]:
    """A lever's value where no scenario changes it: the lowest and the highest of all places.

    Args:
        world: Places, with their own policies at the start.
        lever: Which.
        draw: Values of the parameters.
    """
    if lever.scope == "region":
        return (lever.neutral or 0.0,) * 2
    values = [_start_value(world, place, lever, draw) for place in range(len(world.places))]
    return min(values), max(values)


def _chosen(world: World, lever: Lever, where: Iterable[str]) -> NDArray[np.bool_]:
    """Which corridors (or places, of a lever of places) a change is about."""
    names = set(where)
    members = {one.id for one in world.places if one.member}

    def named(place: str) -> bool:
        return "everywhere" in names or place in names or ("members" in names and place in members)

    if lever.scope == "place":
        return np.array([named(one.id) for one in world.places], dtype=bool)
    ends = [one.origin if lever.scope == "origin" else one.destination for one in world.corridors]
    return np.array(
        [one.id in names or named(end) for one, end in zip(world.corridors, ends, strict=True)], dtype=bool
    )


def _progress(world: World, change: Change) -> Floats:
    """How much of a change is in force in each month, 0 to 1."""
    start = read_month(change.start, world.start)
    end = read_month(change.until, world.start) if change.until else None
    if start is None:
        raise BadInput(f"{change.start!r} is no month; write 2026-07, or +6 for six months after the start")
    months = np.arange(world.months) - start.since(world.start)
    share = np.clip((months + 1) / max(change.over, 1), 0.0, 1.0)
    share[months < 0] = 0.0
    if end is not None:
        share[np.arange(world.months) >= end.since(world.start)] = 0.0
    return share


def _changed(values: Floats, change: Change, share: Floats, lever: Lever) -> Floats:
    """``values`` (months, …) with a change in force by ``share`` (months)."""
    shape = (len(share),) + (1,) * (values.ndim - 1)
    part = share.reshape(shape)
    if change.manner == "times":
        result = values * (1.0 + (change.amount - 1.0) * part)
    elif change.manner == "plus":
        result = values + change.amount * part
    else:
        result = np.where(part == 1.0, change.amount, values + (change.amount - values) * part)
    return np.clip(result, lever.low, lever.high)


def _members(world: World, lever: Lever) -> NDArray[np.bool_]:
    return _chosen(world, lever, ("members",))


def _raised(
    values: Floats, lever: Lever, members: NDArray[np.bool_], floor: Floats, closed: Floats, top: float
) -> Floats:
    """Protection with the regional floor under it and gaps to the best member closed in part."""
    result = values.copy()
    if members.any():
        inside = values[:, members]
        inside = np.maximum(inside, (floor * top)[:, None])
        best = inside.max(axis=1, keepdims=True)
        inside = inside + closed[:, None] * (best - inside)
        result[:, members] = np.minimum(inside, lever.high)
    return result


def make_schedule(
    world: World, scenario: Scenario, draw: Mapping[str, float], register: Register
) -> Schedule:
    """Work out every lever's values.

    Args:
        world: Places, corridors, months, and policies at the start.
        scenario: What changes.
        draw: Values of the parameters.
        register: The register: level 1 of a capacity is the top of its range there.
    """
    months, corridors = world.months, len(world.corridors)
    origins, destinations = world.origins, world.destinations
    values: dict[str, Floats] = {}
    for lever in LEVERS.values():
        start = np.array([_start_value(world, place, lever, draw) for place in range(len(world.places))])
        if lever.scope == "region":
            values[lever.name] = np.full((months, 1), lever.neutral or 0.0)
        elif lever.scope == "place":
            values[lever.name] = np.tile(start, (months, 1))
        else:
            values[lever.name] = np.tile(
                start[origins if lever.scope == "origin" else destinations], (months, 1)
            )
    inspection = np.repeat(values.pop("labour_inspection")[:, :, None], len(SECTORS), axis=2)
    for change in scenario.changes:
        lever, share = LEVERS[change.lever], _progress(world, change)
        if lever.by_sector:
            sectors = np.array([not change.sectors or one in change.sectors for one in SECTORS])
            mask = _chosen(world, lever, change.where)[None, :, None] & sectors[None, None, :]
            inspection = np.where(mask, _changed(inspection, change, share, lever), inspection)
            continue
        mask = np.ones(1, dtype=bool) if lever.scope == "region" else _chosen(world, lever, change.where)
        old = values[lever.name]
        values[lever.name] = np.where(mask, _changed(old, change, share, lever), old)
    floor = values.pop("actip_floor")[:, 0]
    rate = values.pop("regional_monitoring")[:, 0]
    closed: Floats = np.asarray(1.0 - np.cumprod(1.0 - rate), dtype=np.float64)
    for lever in LEVERS.values():
        if lever.protection:
            top = 1.0 if lever.high == 1 else register[lever.name].high
            values[lever.name] = _raised(
                values[lever.name], lever, _members(world, lever), floor, closed, top
            )
    assert inspection.shape == (months, corridors, len(SECTORS))
    by_place = {name: table for name, table in values.items() if LEVERS[name].scope == "place"}
    by_corridor = {name: table for name, table in values.items() if name not in by_place}
    return Schedule(by_corridor, by_place, inspection)
