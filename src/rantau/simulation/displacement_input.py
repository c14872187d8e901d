"""Displacement cases in the files that FLEE reads: a graph of places, dated conflicts and closures, and camp counts.

A folder has ``input_csv`` (``locations.csv``, ``routes.csv``; ``conflicts.csv``, ``closures.csv``,
``registration_corrections.csv``, ``sim_period.csv`` or ``conflict_period.csv``) and ``source_data``
(``data_layout.csv`` and the series it names). Lines that begin with ``#`` are headings or comments.
"""

from __future__ import annotations

import csv
import datetime
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput, BadTable

__all__ = ["KINDS", "Case", "Closure", "Place", "Route", "read_case"]

Floats = NDArray[np.float64]
KINDS = ("town", "conflict_zone", "camp", "forwarding_hub")
_CLOSURES = ("location", "country", "link", "camp", "idpcamp", "remove_forced_redirection")
_MOST_DAYS, _MOST_PLACES = 20_000, 5_000


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the graph."""

    name: str
    country: str
    kind: str
    """One of :data:`KINDS`."""
    people: float
    """A camp's capacity (0: no limit), another place's population."""


@dataclass(frozen=True, slots=True)
class Route:
    """A way between two places, open both ways."""

    first: int
    second: int
    kilometres: float
    redirects: int
    """0, or 1 where everybody at ``first`` is taken to ``second``, or 2 for the other way."""


@dataclass(frozen=True, slots=True)
class Closure:
    """Something is shut from a day on, until another (-1: for good)."""

    kind: str
    first: str
    second: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Case:
    """A displacement to be simulated. D days, P places, C camps.

    Attributes:
        start: Day 0.
        places: P places.
        routes: Ways between them.
        conflict: (D, P) intensity of conflict.
        closures: What is shut when.
        camps: Numbers of the places that have counts, in the order of the data.
        counts: (D, C) people registered in each, between two counts in a straight line, whole people.
        notes: What was made of the data, in sentences.
    """

    start: datetime.date
    places: tuple[Place, ...]
    routes: tuple[Route, ...]
    conflict: Floats
    closures: tuple[Closure, ...]
    camps: tuple[int, ...]
    counts: Floats
    notes: tuple[str, ...]

    @property
    def days(self) -> int:
        return len(self.counts)

    def first_days(self, days: int | None) -> Case:
        """The case cut off after some days; None: all."""
        if days is None:
            return self
        if not 2 <= days <= self.days:
            raise BadInput(f"the case has {self.days} days; choose from 2 to as many")
        return replace(self, conflict=self.conflict[:days], counts=self.counts[:days])


def _rows(texts: Mapping[str, str], name: str) -> Iterator[tuple[int, list[str]]]:
    """Lines and cells of a file, without headings, comments and empty lines."""
    try:
        for line, row in enumerate(csv.reader(io.StringIO(texts.get(name, ""), newline="")), start=1):
            cells = [cell.strip() for cell in row]
            if any(cells) and not cells[0].startswith("#"):
                yield line, cells
    except csv.Error as error:
        raise BadTable(name, None, f"this is not CSV: {error}") from None


def _number(table: str, line: int, column: str, text: str, low: float = 0.0, high: float = 1e10) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise BadTable(table, line, f"{column} is {text!r}; it is a number from {low:g} to {high:g}")
    return value


def _day(table: str, line: int, text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise BadTable(table, line, f"{text!r} is no date; write it as 2015-05-01") from None


def _cells(table: str, line: int, cells: list[str], least: int, what: str) -> list[str]:
    if len(cells) < least:
        raise BadTable(table, line, f"there are {len(cells)} cells; {what}")
    return cells


def _read_places(texts: Mapping[str, str]) -> tuple[list[Place], dict[str, int], dict[int, int]]:
    """Places, their numbers by name, and for places of conflict the day on which it begins."""
    table = "locations.csv"
    places: list[Place] = []
    number: dict[str, int] = {}
    begins: dict[int, int] = {}
    for line, row in _rows(texts, table):
        if line == 1 and row[0].lower() == "name":
            continue
        name, _, country, _, _, kind, date, people = _cells(
            table,
            line,
            row,
            8,
            "name, region, country, latitude, longitude, location_type, conflict_date, population",
        )[:8]
        found = next((one for one in KINDS if one.split("_")[0] in kind.lower()), None)
        if found is None and any(one in kind.lower() for one in ("default", "marker")):
            found = "forwarding_hub" if "marker" in kind.lower() else "town"
        if found is None:
            raise BadTable(table, line, f"there is no location_type {kind!r}; they are {', '.join(KINDS)}")
        if name in number or not name:
            raise BadTable(table, line, f"the place {name!r} stands twice, or has no name")
        number[name] = len(places)
        if found == "conflict_zone":
            begins[len(places)] = int(_number(table, line, "conflict_date", date or "0", -1e6, 1e6))
        places.append(Place(name, country, found, _number(table, line, "population", people or "0")))
    if not places or len(places) > _MOST_PLACES:
        raise BadInput(f"locations.csv has {len(places)} places; 1 to {_MOST_PLACES:,} can be read")
    return places, number, begins


def _read_routes(texts: Mapping[str, str], number: Mapping[str, int]) -> list[Route]:
    table, routes = "routes.csv", []
    for line, row in _rows(texts, table):
        if line == 1 and row[0].lower() == "name1":
            continue
        first, second, distance, *more = _cells(
            table, line, row, 3, "name1, name2, distance, forced_redirection"
        )
        for end in (first, second):
            if end not in number:
                raise BadTable(table, line, f"{end!r} is no place of locations.csv; add it there, or mend it")
        redirects = int(
            _number(table, line, "forced_redirection", more[0] if more and more[0] else "0", 0, 2)
        )
        routes.append(
            Route(number[first], number[second], _number(table, line, "distance", distance), redirects)
        )
    if not routes:
        raise BadInput("routes.csv has no way between two places; give at least one")
    return routes


def _read_conflicts(
    texts: Mapping[str, str], number: Mapping[str, int], begins: Mapping[int, int], days: int
) -> Floats:
    """(days, places) from ``conflicts.csv``, or from the dates in ``locations.csv`` where there is none."""
    table = np.zeros((days, len(number)))
    name = "conflicts.csv"
    if name not in texts:
        for place, start in begins.items():
            table[max(start, 0) :, place] = 1.0
        return table
    lines = list(csv.reader(io.StringIO(texts[name], newline="")))
    heads = [cell.strip() for cell in lines[0][1:]] if lines else []
    unknown = [one for one in heads if one and one not in number]
    if not heads or unknown:
        raise BadTable(
            name, 1, f"{unknown[0] if unknown else ''!r} is no place of locations.csv; mend the heading"
        )
    last = -1
    for line, row in enumerate(lines[1:], start=2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        day = int(_number(name, line, "the day", cells[0], 0, 1e6))
        if day != last + 1:
            raise BadTable(name, line, f"the day is {day} after {last}; give every day from 0 on")
        last = day
        if day < days:
            for head, cell in zip(heads, cells[1:], strict=False):
                if head:
                    table[day, number[head]] = _number(name, line, head, cell or "0", 0, 1e6)
    if 0 <= last < days - 1:
        table[last + 1 :] = table[last]
    return table


def _read_closures(texts: Mapping[str, str], number: Mapping[str, int], countries: set[str]) -> list[Closure]:
    table, found = "closures.csv", []
    for line, row in _rows(texts, table):
        if line == 1 and row[0].lower() == "closure_type":
            continue
        kind, first, second, start, end = _cells(
            table, line, row, 5, "closure_type, name1, name2, closure_start, closure_end"
        )[:5]
        if kind not in _CLOSURES:
            raise BadTable(table, line, f"there is no closure_type {kind!r}; they are {', '.join(_CLOSURES)}")
        needed = (first, second) if kind in ("country", "link", "remove_forced_redirection") else (first,)
        for one in needed:
            if one not in (countries if kind == "country" else number):
                raise BadTable(table, line, f"{one!r} is not in locations.csv; mend the name")
        begin = int(_number(table, line, "closure_start", start, -1e6, 1e6))
        finish = int(_number(table, line, "closure_end", end, -1e6, 1e6))
        found.append(Closure(kind, first, second, begin, finish if finish > begin else -1))
    return found


def _series(texts: Mapping[str, str], name: str, start: datetime.date, where: int) -> list[tuple[int, float]]:
    """Days since the start and counts, in order."""
    if name not in texts:
        raise BadTable(
            "data_layout.csv", where, f"there is no file {name!r} beside it; add it, or mend the name"
        )
    points = []
    for line, row in _rows(texts, name):
        if len(row) < 2 or not row[1] or (line == 1 and not row[0][:1].isdigit()):
            continue
        points.append(((_day(name, line, row[0]) - start).days, _number(name, line, "the count", row[1])))
        if len(points) > 1 and points[-1][0] <= points[-2][0]:
            raise BadTable(
                name, line, "this date does not come after that of the line before; put them in order"
            )
    if not points:
        raise BadTable(name, None, "there is no count in it; give dates and counts")
    return points


def _corrections(texts: Mapping[str, str], start: datetime.date) -> dict[str, int]:
    table = "registration_corrections.csv"
    return {
        row[0]: (_day(table, line, row[1]) - start).days
        for line, row in _rows(texts, table)
        if len(_cells(table, line, row, 2, "a camp, and a date")) > 1
    }


def read_case(texts: Mapping[str, str]) -> Case:
    """Make a case from the texts of its files.

    Args:
        texts: File name, without folders -> its text.

    Raises:
        BadTable: A line is wrong; names file and line.
        BadInput: A file is missing, or what is there makes no case.
    """
    for name in ("locations.csv", "routes.csv", "data_layout.csv"):
        if name not in texts:
            raise BadInput(f"{name} is missing; docs/displacement.md shows which files a case has")
    start, days = _period(texts)
    places, number, begins = _read_places(texts)
    corrections = _corrections(texts, start)
    camps, columns, notes = [], [], []
    for line, row in _rows(texts, "data_layout.csv"):
        name, *files = _cells("data_layout.csv", line, row, 2, "a camp, and the file of its counts")
        if name.lower() == "total":
            continue
        if name not in number:
            raise BadTable("data_layout.csv", line, f"{name!r} is no place of locations.csv; mend the name")
        total = np.zeros(days)
        for file in filter(None, files):
            points = _series(texts, file, start, line)
            when = [day for day, _ in points]
            values = np.array([value for _, value in points])
            if (day := corrections.get(name)) in when and (at := when.index(day)) > 0 and values[at - 1] > 0:
                # A first registration counted too many; its counts are brought to the level of the second.
                values[:at] *= values[at] / values[at - 1]
                notes.append(
                    f"{name}: counts before {start + datetime.timedelta(day)} are scaled to the later count."
                )
            total += np.floor(np.interp(np.arange(days), when, values))
        camps.append(number[name])
        columns.append(total)
    if not camps:
        raise BadInput("data_layout.csv names no camp; give each camp and the file of its counts")
    return Case(
        start,
        tuple(places),
        tuple(_read_routes(texts, number)),
        _read_conflicts(texts, number, begins, days),
        tuple(_read_closures(texts, number, {one.country for one in places})),
        tuple(camps),
        np.stack(columns, axis=1),
        tuple(notes),
    )


def _period(texts: Mapping[str, str]) -> tuple[datetime.date, int]:
    name = "sim_period.csv" if "sim_period.csv" in texts else "conflict_period.csv"
    given = {row[0].lower(): (line, row[1]) for line, row in _rows(texts, name) if len(row) > 1}
    if not {"startdate", "length"} <= set(given):
        raise BadInput("sim_period.csv says StartDate and Length, each with its value; mend it, or add it")
    start = _day(name, *given["startdate"])
    return start, int(_number(name, given["length"][0], "Length", given["length"][1], 1, _MOST_DAYS))
