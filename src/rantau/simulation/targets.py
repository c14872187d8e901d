"""Targets of calibration: intervals that quantities of the model are held to, each with what it rests on.

A target comes from the triangulated claims of a study (:mod:`rantau.simulation.claimed`), from the stocks of its
world, or from the study's own table, which stands in place of the others. Where two say different things about one
quantity, the target is the wider interval, and its notes say so.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from rantau.framework.errors import BadTable
from rantau.simulation.observing import Observed, Places, observed
from rantau.simulation.world import World

__all__ = [
    "LeftOut",
    "Target",
    "all_targets",
    "held_to",
    "merged",
    "targets_of_rows",
    "targets_of_world",
    "where_words",
    "with_least_width",
]

Origin = Literal["claims", "baseline", "study"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An interval that a quantity of the model is held to."""

    quantity: str
    """Of ``observed.toml``."""
    places: Places
    low: float
    """In the quantity's unit; ``-inf`` where nothing bounds it below."""
    high: float
    """``inf`` where nothing bounds it above."""
    rests_on: Origin
    claims: tuple[str, ...] = ()
    """Ids of the claims that it rests on."""
    groups: tuple[str, ...] = ()
    """Ids of the groups of these claims."""
    conflicting: bool = False
    """Whether what it rests on conflicts, so that it is the wider interval."""
    confidence: str = ""
    """The lowest of the groups' grades."""
    notes: tuple[str, ...] = ()
    """How the interval came about, in sentences."""

    @property
    def what(self) -> Observed:
        return observed()[self.quantity]

    @property
    def name(self) -> str:
        """Names the target among others."""
        return f"{self.quantity} {where_words(self.places)}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is no target, and why."""

    what: str
    why: str
    claims: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def held_to() -> Mapping[str, Any]:
    """``targets.toml``: which claims are held against what, and the settings."""
    text = resources.files("rantau.simulation").joinpath("targets.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def where_words(places: Places) -> str:
    """Corridors in words: ``MMR→THA``, ``→MYS``, ``IDN→``, ``IDN↔`` at either end, ``everywhere``."""
    if places.ends:
        return f"{'+'.join(sorted(places.ends))}↔"
    if not places.origins and not places.destinations:
        return "everywhere"
    return f"{'+'.join(sorted(places.origins))}→{'+'.join(sorted(places.destinations))}"


def with_least_width(quantity: str, low: float, high: float) -> tuple[float, float, bool]:
    """An interval no narrower than the settings say, cut to what is possible; and whether it was widened."""
    settings, kind = held_to()["settings"], observed()[quantity].kind
    wide = False
    if math.isfinite(low) and math.isfinite(high):
        middle = (low + high) / 2
        least = settings["least_points"] if kind == "share" else settings["least_share"] * abs(middle)
        if (high - low) / 2 < least:
            low, high, wide = middle - least, middle + least, True
    # Nothing is below nobody, or above everybody: such an end bounds nothing.
    low = -math.inf if low <= 0 else low
    high = math.inf if kind == "share" and high >= 100 else high
    return low, high, wide


def merged(targets: Iterable[Target]) -> list[Target]:
    """One target for each quantity and its places: the hull of those that speak of it, and a note where they differ."""
    found: dict[tuple[str, Places], Target] = {}
    for one in targets:
        before = found.get((one.quantity, one.places))
        if before is None:
            found[one.quantity, one.places] = one
            continue
        apart = one.low > before.high or before.low > one.high
        differ = (one.low, one.high) != (before.low, before.high)
        said = (
            f"{'Groups of claims that conflict' if apart else 'Several groups of claims'} speak of it "
            f"({_words(before)}; {_words(one)}): the wider interval is taken."
        )
        found[one.quantity, one.places] = replace(
            before,
            low=min(before.low, one.low),
            high=max(before.high, one.high),
            claims=(*before.claims, *(name for name in one.claims if name not in before.claims)),
            groups=(*before.groups, *one.groups),
            conflicting=before.conflicting or one.conflicting or apart,
            confidence=_lower(before.confidence, one.confidence),
            notes=tuple(dict.fromkeys((*before.notes, *one.notes, *((said,) if differ else ())))),
        )
    return list(found.values())


def _lower(one: str, other: str) -> str:
    order = ("very low", "low", "moderate", "high", "")
    return min(one, other, key=lambda grade: order.index(grade) if grade in order else len(order))


def _words(one: Target) -> str:
    if math.isinf(one.high):
        return f"at least {one.low:,.6g}"
    if math.isinf(one.low):
        return f"at most {one.high:,.6g}"
    return f"{one.low:,.6g} to {one.high:,.6g}"


def targets_of_world(world: World, window: tuple[int, int]) -> list[Target]:
    """The trend of the stock of each large destination, as its baseline has it.

    From the stock at the start, the target reaches to twice the change that the last trend gives until the middle of
    the months that count: that the trend goes on, stops or doubles is all taken as possible, which is an assumption.
    """
    settings = held_to()["settings"]
    total = sum(one.stock for one in world.corridors)
    found = []
    for place in world.places:
        to = [one for one in world.corridors if one.destination == place.id]
        stock, growth = sum(one.stock for one in to), sum(one.growth for one in to)
        if not place.member or stock < settings["large_destination"] * total:
            continue
        later = stock + 2 * growth * sum(window) / 2
        low, high, _ = with_least_width("present_stock", min(stock, later), max(stock, later))
        found.append(
            Target(
                quantity="present_stock",
                places=Places(destinations=frozenset({place.id})),
                low=low,
                high=high,
                rests_on="baseline",
                notes=(
                    f"ASSUMED: from no change of {stock:,.0f} to twice the last trend, {12 * growth:+,.0f} a year.",
                ),
            )
        )
    return found


_COLUMNS = ("quantity", "origin", "destination", "low", "high", "why")


def targets_of_rows(
    rows: Sequence[Mapping[str, str]], world: World, table: str = "targets.csv"
) -> tuple[list[Target], list[LeftOut]]:
    """A study's own targets.

    Args:
        rows: ``quantity`` (of ``observed.toml``), ``origin`` and ``destination`` (places of the world with a
            semicolon between them, empty for all), ``low`` and ``high`` (one may be empty), ``why``. A row with
            neither leaves out the target that the claims or the baseline give.
        world: The world.
        table: The file's name, for errors.

    Raises:
        BadTable: A row is wrong; names the line.
    """
    known = {one.id for one in world.places}
    found: list[Target] = []
    without: list[LeftOut] = []
    for line, row in enumerate(rows, start=2):
        cells = {name: (row.get(name) or "").strip() for name in _COLUMNS}
        if cells["quantity"] not in observed():
            names = ", ".join(observed())
            raise BadTable(table, line, f"there is no quantity {cells['quantity']!r}; there are {names}")
        ends = []
        for end in ("origin", "destination"):
            ids = frozenset(one.strip() for one in cells[end].split(";") if one.strip())
            if unknown := sorted(ids - known):
                raise BadTable(table, line, f"there is no place {unknown[0]!r} in this world; mend {end}")
            ends.append(ids)
        places = Places(*ends)
        if not any(places.of(one.origin, one.destination) for one in world.corridors):
            raise BadTable(table, line, "the world has no such corridor; mend origin and destination")
        if not cells["why"]:
            raise BadTable(table, line, "why is empty; say where the numbers are from")
        bounds = []
        for end in ("low", "high"):
            try:
                bounds.append(float(cells[end]) if cells[end] else math.nan)
            except ValueError:
                raise BadTable(table, line, f"{end} is {cells[end]!r}; it is a number") from None
        low, high = bounds
        quantity = cells["quantity"]
        if math.isnan(low) and math.isnan(high):
            without.append(
                LeftOut(f"{quantity} {where_words(places)}", f"left out by {table}: {cells['why']}")
            )
            continue
        low, high = -math.inf if math.isnan(low) else low, math.inf if math.isnan(high) else high
        if low > high or math.isinf(low) == math.isinf(high) == 1 or high < 0:
            raise BadTable(table, line, f"low and high are {low:g} and {high:g}; give them in this order")
        low, high, _ = with_least_width(quantity, low, high)
        note = f"The study's own: {cells['why']}"
        found.append(
            Target(quantity=quantity, places=places, low=low, high=high, rests_on="study", notes=(note,))
        )
    return merged(found), without


def all_targets(
    claimed: Iterable[Target],
    of_world: Iterable[Target],
    own: Iterable[Target],
    without: Iterable[LeftOut],
) -> list[Target]:
    """The targets of a calibration: the study's own in place of those of its claims, those before the world's.

    Args:
        claimed: From the claims.
        of_world: From the world's stocks.
        own: From the study's table.
        without: What the study's table leaves out.
    """
    out = {one.what for one in without}
    found: dict[str, Target] = {}
    for targets in (of_world, claimed, own):
        for one in targets:
            if one.rests_on == "study" or one.name not in out:
                found[one.name] = one
    return sorted(found.values(), key=lambda one: one.name)
