"""The world that is simulated: places and corridors, made from plain tables.

Four tables, all but the first two optional: ``places`` (id, name; member, tier, demand by sector), ``corridors``
(origin, destination, stock; flow, growth, distance_km, complicity, irregular_share), ``series`` (place, year; wage,
conflict) and ``policy`` (place, lever, value). Countries or regions of one country make no difference.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput, BadTable
from rantau.simulation.dates import START, Month
from rantau.simulation.levers import LEVERS
from rantau.simulation.states import SECTORS

__all__ = ["Corridor", "Place", "World", "world_of"]

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Place:
    """A country or a region of one."""

    id: str
    name: str
    member: bool = True
    """Whether it belongs to the regional body whose floor and monitoring the levers are about."""
    tier: int | None = None
    """Tier in the Trafficking in Persons Report, 1 to 4 (3 is the Watch List); scales its protection at the start."""
    demand: Mapping[str, float] = field(default_factory=dict)
    """Labour demand by sector relative to the register's; 1 where nothing is said."""
    wage: Mapping[int, float] = field(default_factory=dict)
    """Wage or GDP per person by year; only its changes and the ratio of changes matter."""
    conflict: Mapping[int, float] = field(default_factory=dict)
    """Conflict by year, 0 to 1."""
    policy: Mapping[str, float] = field(default_factory=dict)
    """Lever -> its value at the start, in place of the register's."""


@dataclass(frozen=True, slots=True)
class Corridor:
    """From an origin to a destination."""

    origin: str
    destination: str
    stock: float
    """Migrants at the start."""
    flow: float | None = None
    """Departures a month at the start; None: worked out from the stock, its growth and the turnover."""
    growth: float = 0.0
    """Growth of the stock a month."""
    distance_km: float = 0.0
    complicity: float | None = None
    """How far officials at its borders look away for pay, 0 to 1; None: the register's."""
    irregular_share: float | None = None
    """Of the stock at the start; None: the register's."""

    @property
    def id(self) -> str:
        return f"{self.origin}>{self.destination}"


@dataclass(frozen=True, slots=True)
class World:
    """Places, the corridors between them, and the months to simulate."""

    places: tuple[Place, ...]
    corridors: tuple[Corridor, ...]
    start: Month = START
    months: int = 120
    notes: tuple[str, ...] = ()
    """What was assumed for want of data, in sentences."""

    def __post_init__(self) -> None:
        ids = [one.id for one in self.places]
        if len(set(ids)) != len(ids):
            raise BadInput("a place stands twice in the world's table of places; leave one out")
        pairs = [one.id for one in self.corridors]
        if len(set(pairs)) != len(pairs):
            raise BadInput("a corridor stands twice in the world's table of corridors; leave one out")
        if not self.corridors:
            raise BadInput("the world has no corridor; give at least one with a stock")
        for one in self.corridors:
            for end in (one.origin, one.destination):
                if end not in ids:
                    raise BadInput(f"the corridor {one.id} ends in {end}, which is no place of the world")
        if not 1 <= self.months <= 1200 or len(pairs) > 60_000:
            raise BadInput("a world has 1 to 1,200 months and at most 60,000 corridors")

    @property
    def origins(self) -> NDArray[np.int64]:
        """Number of each corridor's origin among the places."""
        number = {one.id: place for place, one in enumerate(self.places)}
        return np.array([number[one.origin] for one in self.corridors], dtype=np.int64)

    @property
    def destinations(self) -> NDArray[np.int64]:
        """Number of each corridor's destination among the places."""
        number = {one.id: place for place, one in enumerate(self.places)}
        return np.array([number[one.destination] for one in self.corridors], dtype=np.int64)

    def macro(self, what: str) -> NDArray[np.float64]:
        """A macro series (``wage`` or ``conflict``) by month and place, relative to the start.

        Between years it runs straight, from the middle of one to the middle of the next; before the first and after
        the last it is flat. Wages are a ratio to the first month, conflict a difference from it; a place without a
        series has 1 and 0.

        Returns:
            (months, places).
        """
        times = np.array([self.start.plus(month).year_fraction for month in range(self.months)])
        table = np.full((self.months, len(self.places)), 1.0 if what == "wage" else 0.0)
        for number, place in enumerate(self.places):
            series: Mapping[int, float] = getattr(place, what)
            if series:
                years = np.array(sorted(series), dtype=np.float64)
                values = np.interp(times, years + 0.5, [series[int(year)] for year in years])
                table[:, number] = values / values[0] if what == "wage" else values - values[0]
        return table

    def with_months(self, months: int) -> World:
        """The same world over another number of months."""
        return World(self.places, self.corridors, self.start, months, self.notes)


class _Reader:
    """Cells of one row, with errors that name the line."""

    def __init__(self, table: str, line: int, row: Row) -> None:
        self.table, self.line, self.row = table, line, row

    def wrong(self, message: str) -> BadTable:
        return BadTable(self.table, self.line, message)

    def text(self, column: str) -> str:
        value = (self.row.get(column) or "").strip()
        if not value:
            raise self.wrong(f"{column} is empty; it is needed")
        return value

    def number(self, column: str, low: float, high: float) -> float | None:
        text = (self.row.get(column) or "").strip()
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            raise self.wrong(f"{column} is {text!r}; it is a number from {low:g} to {high:g}")
        return value

    def needed(self, column: str, low: float, high: float) -> float:
        value = self.number(column, low, high)
        if value is None:
            raise self.wrong(f"{column} is empty; it is needed")
        return value


_MOST = 1e10


def _readers(tables: Tables, name: str) -> list[_Reader]:
    return [_Reader(f"{name}.csv", line, row) for line, row in enumerate(tables.get(name, ()), start=2)]


def _place_parts(tables: Tables, known: frozenset[str]) -> dict[str, dict[str, Any]]:
    parts: dict[str, dict[str, Any]] = {one: {"wage": {}, "conflict": {}, "policy": {}} for one in known}

    def at(cell: _Reader) -> dict[str, Any]:
        place = cell.text("place")
        if place not in parts:
            raise cell.wrong(f"{place!r} is no place of places.csv; add it there, or mend the name")
        return parts[place]

    for cell in _readers(tables, "series"):
        year = cell.needed("year", 1900, 2200)
        wage, conflict = cell.number("wage", 1e-9, _MOST), cell.number("conflict", 0, 1)
        if wage is not None:
            at(cell)["wage"][int(year)] = wage
        if conflict is not None:
            at(cell)["conflict"][int(year)] = conflict
    for cell in _readers(tables, "policy"):
        name = cell.text("lever")
        if name not in LEVERS:
            raise cell.wrong(f"there is no lever {name!r}; the levers are {', '.join(LEVERS)}")
        at(cell)["policy"][name] = cell.needed("value", LEVERS[name].low, LEVERS[name].high)
    return parts


def world_of(tables: Tables, *, start: Month = START, months: int = 120, notes: Sequence[str] = ()) -> World:
    """Make a world from plain tables.

    Args:
        tables: ``places`` and ``corridors``, and where there are any ``series`` and ``policy``: rows of text by column.
        start: The first month.
        months: How many months are simulated.
        notes: What was assumed in making the tables.

    Raises:
        BadTable: A row is incomplete or wrong; names the table and the line, the header being line 1.
        BadInput: The tables together make no world.
    """
    names = frozenset(cell.text("id") for cell in _readers(tables, "places"))
    parts = _place_parts(tables, names)
    places = []
    for cell in _readers(tables, "places"):
        tier = cell.number("tier", 1, 4)
        demand = {sector: cell.number(sector, 0, 1000) for sector in SECTORS}
        places.append(
            Place(
                id=cell.text("id"),
                name=(cell.row.get("name") or cell.text("id")).strip(),
                member=(cell.row.get("member") or "yes").strip().lower() not in ("no", "false", "0"),
                tier=None if tier is None else int(tier),
                demand={sector: value for sector, value in demand.items() if value is not None},
                **parts[cell.text("id")],
            )
        )
    corridors = []
    for cell in _readers(tables, "corridors"):
        for end in ("origin", "destination"):
            if cell.text(end) not in names:
                raise cell.wrong(f"{cell.text(end)!r} is no place of places.csv; add it there, or mend it")
        corridors.append(
            Corridor(
                origin=cell.text("origin"),
                destination=cell.text("destination"),
                stock=cell.needed("stock", 0, _MOST),
                flow=cell.number("flow", 0, _MOST),
                growth=cell.number("growth", -_MOST, _MOST) or 0.0,
                distance_km=cell.number("distance_km", 0, 21_000) or 0.0,
                complicity=cell.number("complicity", 0, 1),
                irregular_share=cell.number("irregular_share", 0, 1),
            )
        )
    return World(tuple(places), tuple(corridors), start, months, tuple(notes))
