"""The world of a study's countries, from the baseline's tables or the study's own in their place."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from rantau.framework.corridors import CorridorStock
from rantau.framework.places import Place as KnownPlace
from rantau.simulation.dates import START, Month
from rantau.simulation.world import World, world_of
from rantau.store.records import Observation

__all__ = ["CONFLICT", "CORRUPTION", "TIER", "WAGE", "baseline_tables", "baseline_world"]

WAGE, CONFLICT, CORRUPTION, TIER = (
    "gdp_per_capita_ppp",
    "security_apparatus",
    "corruption_perceptions",
    "tip_tier",
)
"""Indicators that stand for a place's wage, conflict (0-10), corruption (100 is clean) and tier."""

_EARTH_KM = 6371.0
Series = dict[str, dict[int, float]]


def _series(observations: Iterable[Observation], indicator: str) -> Series:
    found: Series = {}
    for one in observations:
        if one.indicator == indicator:
            found.setdefault(one.place, {})[one.year] = one.value
    return found


def _latest(series: Series, place: str) -> float | None:
    years = series.get(place)
    return None if not years else years[max(years)]


def _distance(a: KnownPlace | None, b: KnownPlace | None) -> float:
    """Great-circle distance in km between the places' points (haversine), 0 where one has none."""
    if a is None or b is None or a.latitude is None or b.latitude is None:
        return 0.0
    if a.longitude is None or b.longitude is None:
        return 0.0
    y1, y2 = math.radians(a.latitude), math.radians(b.latitude)
    turn = math.radians(b.longitude - a.longitude)
    half = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin(turn / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


def _stocks(
    corridors: Iterable[CorridorStock], members: frozenset[str], year: int
) -> dict[tuple[str, str], dict[int, float]]:
    stocks: dict[tuple[str, str], dict[int, float]] = {}
    for one in corridors:
        pair = (one.origin, one.destination)
        if one.stock is None or one.year > year or one.origin == one.destination or not members & set(pair):
            continue
        stocks.setdefault(pair, {})[one.year] = one.stock
    return dict(sorted(stocks.items()))


def _growth(years: Mapping[int, float]) -> float:
    """Change of the stock a month between the last two years that have one; 0 where there is one year only."""
    if len(years) < 2:
        return 0.0
    before, last = sorted(years)[-2:]
    return (years[last] - years[before]) / (12 * (last - before))


def baseline_tables(
    observations: Sequence[Observation],
    corridors: Iterable[CorridorStock],
    places: Mapping[str, KnownPlace],
    members: Iterable[str],
    year: int,
) -> tuple[dict[str, list[dict[str, str]]], list[str]]:
    """The plain tables of :func:`rantau.simulation.world.world_of`, and what they assume.

    Args:
        observations: Of countries; GDP stands for wages, the Fragile States Index's C1 for conflict, the Corruption
            Perceptions Index for complicity, the tier of the Trafficking in Persons Report for protection.
        corridors: Stocks by year; a corridor is taken when one of its ends is a member and it has a stock.
        places: Known places by id.
        members: The study's countries.
        year: The latest year that is used.
    """
    inside = frozenset(members)
    stocks = _stocks(corridors, inside, year)
    used = sorted({place for pair in stocks for place in pair})
    known = [one for one in observations if one.year <= year]
    wage, conflict = _series(known, WAGE), _series(known, CONFLICT)
    corruption, tier = _series(known, CORRUPTION), _series(known, TIER)
    tables: dict[str, list[dict[str, str]]] = {"places": [], "corridors": [], "series": []}
    for place in used:
        judged = _latest(tier, place)
        tables["places"].append(
            {
                "id": place,
                "name": places[place].name if place in places else place,
                "member": "yes" if place in inside else "no",
                "tier": "" if judged is None or not 1 <= judged <= 4 else str(round(judged)),
            }
        )
        for when in sorted({*wage.get(place, {}), *conflict.get(place, {})}):
            money, threat = wage.get(place, {}).get(when), conflict.get(place, {}).get(when)
            tables["series"].append(
                {
                    "place": place,
                    "year": str(when),
                    "wage": "" if money is None else repr(money),
                    "conflict": "" if threat is None else repr(threat / 10),
                }
            )
    for (origin, destination), years in stocks.items():
        clean = [value for end in (origin, destination) if (value := _latest(corruption, end)) is not None]
        tables["corridors"].append(
            {
                "origin": origin,
                "destination": destination,
                "stock": repr(years[max(years)]),
                "growth": repr(_growth(years)),
                "distance_km": repr(round(_distance(places.get(origin), places.get(destination)), 1)),
                "complicity": repr(round(1 - sum(clean) / len(clean) / 100, 4)) if clean else "",
            }
        )
    return tables, _notes(used, wage, conflict, corruption, tier)


def _notes(
    used: Sequence[str], wage: Series, conflict: Series, corruption: Series, tier: Series
) -> list[str]:
    notes = [
        "ASSUMED: flows are worked out from stocks, their growth and the parameter turnover; no flows are known.",
        "ASSUMED: wages and conflict stay flat after the last year that is known.",
        "ASSUMED: complicity on a corridor is one less the mean Corruption Perceptions Index of its ends.",
        "ASSUMED: distances are between one point of each place.",
    ]
    for what, series in (("wages", wage), ("conflict", conflict), ("corruption", corruption), ("tier", tier)):
        missing = [place for place in used if place not in series]
        if missing:
            notes.append(f"No {what} known for {', '.join(missing)}: taken as flat, or from the register.")
    return notes


def baseline_world(
    observations: Sequence[Observation],
    corridors: Iterable[CorridorStock],
    places: Mapping[str, KnownPlace],
    members: Iterable[str],
    year: int,
    *,
    start: Month = START,
    months: int = 120,
) -> World:
    """The world of the study's countries; arguments as in :func:`baseline_tables`."""
    tables, notes = baseline_tables(observations, corridors, places, members, year)
    return world_of(tables, start=start, months=months, notes=notes)
