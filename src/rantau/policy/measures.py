"""Dated acts of states, each with its codes: what it does, for whom, law or practice, and where it points on two axes.

The two axes are never netted. An act that punishes says nothing of protection, and an act may point to both. On an axis
an act points to ``more``, to ``less``, both ways (``mixed``), or says nothing (empty).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from rantau.framework.errors import BadTable
from rantau.framework.instruments import MEASURE_KINDS, Measure, MeasureKind
from rantau.framework.words import DIMENSIONS
from rantau.policy.instruments import date_range
from rantau.policy.tables import shipped_rows, split_list

__all__ = [
    "AXES",
    "DIRECTIONS",
    "GROUPS",
    "LEVELS",
    "MEASURE_COLUMNS",
    "Axis",
    "CodedMeasure",
    "Direction",
    "Level",
    "coded",
    "in_years",
    "measure_of_row",
    "with_own",
]

Axis = Literal["securitised", "protective"]
"""``securitised``: punitive of migrants: stay made a crime, detention, deportation, pushback, arms, talk of threat.
``protective``: human security. To close a legal channel, or to ban deployment, is neither by itself."""
AXES: tuple[Axis, ...] = get_args(Axis)
Level = Literal["law", "practice"]
LEVELS: tuple[Level, ...] = get_args(Level)
Direction = Literal["more", "less", "mixed", ""]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)

GROUPS: tuple[str, ...] = (
    *("trafficked_persons", "forced_labourers", "migrant_workers", "irregular_migrants", "domestic_workers"),
    *("fishers", "refugees", "children", "smuggled_migrants", "scam_compounds", "recruiters_and_employers"),
)
"""For whom, or against whom, an act is."""

MEASURE_COLUMNS: tuple[tuple[str, ...], tuple[str, ...]] = (
    ("id", "iso3", "start", "name", "kind", "groups", "level", "source"),
    (
        *(
            "end",
            "description",
            "for_whom",
            "securitised",
            "protective",
            "dimensions",
            "source_url",
            "confidence",
        ),
        "note",
    ),
)
"""Columns of a study's ``data/measures.csv``: those it must have, those it may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedMeasure:
    """An act of a state with its codes."""

    id: str
    iso3: str
    start: str
    """ISO date of reduced precision; so is ``end``, which is empty where it is open or not stated."""
    end: str
    name: str
    description: str
    kind: MeasureKind
    """What it does: the first code."""
    groups: tuple[str, ...]
    """For whom: the second code; of :data:`GROUPS`."""
    level: Level
    securitised: Direction
    protective: Direction
    dimensions: tuple[str, ...] = ()
    """Dimensions of human security that the protective axis is about here; empty where it says nothing."""
    why: str
    """Why it is coded so, where that is not plain."""
    source: str
    source_url: str
    confidence: str
    note: str
    origin: str
    """``baseline``, ``data/measures.csv:LINE``, or the id of the finding or coding it was confirmed from."""

    def on(self, axis: Axis) -> Direction:
        """Where it points on an axis."""
        return self.securitised if axis == "securitised" else self.protective


@cache
def _codes() -> Mapping[str, Mapping[str, str]]:
    return {row["measure"]: row for row in shipped_rows("measure_codes.csv")}


def coded(measures: Iterable[Measure]) -> list[CodedMeasure]:
    """The baseline's measures with the codes that ship with rantau: one reader's, for a study to overrule.

    Raises:
        KeyError: A measure has no codes.
    """
    return [
        CodedMeasure(
            id=one.id,
            iso3=one.iso3,
            start=one.start,
            end=one.end,
            name=one.name,
            description=one.description,
            kind=one.kind,
            groups=split_list(row["groups"]),
            level=cast(Level, row["level"]),
            securitised=cast(Direction, row["securitised"]),
            protective=cast(Direction, row["protective"]),
            dimensions=split_list(row["dimensions"]),
            why=row["why"],
            source=one.source,
            source_url=one.source_url,
            confidence=one.confidence,
            note=one.note,
            origin="baseline",
        )
        for one in measures
        for row in (_codes()[one.id],)
    ]


def measure_of_row(row: Mapping[str, str], where: str, line: int, iso3: str) -> CodedMeasure:
    """The measure that a row of a study's ``data/measures.csv`` holds.

    Args:
        row: Every column of :data:`MEASURE_COLUMNS`, empty where the table has none.
        where: The table, for messages.
        line: The row's line.
        iso3: The state, found by the caller.

    Raises:
        BadTable: A cell is wrong; names the line.
    """
    for name in ("id", "name", "source", "start"):
        if not row[name]:
            raise BadTable(where, line, f"the column {name!r} is empty; a measure needs it")
    for name, words in (
        ("kind", MEASURE_KINDS),
        ("level", LEVELS),
        ("securitised", DIRECTIONS),
        ("protective", DIRECTIONS),
    ):
        if row[name] not in words:
            said = ", ".join(word or "nothing" for word in words)
            raise BadTable(where, line, f"{name} {row[name]!r} is not one of {said}")
    groups = split_list(row["groups"])
    for group in groups:
        if group not in GROUPS:
            raise BadTable(where, line, f"group {group!r} is not one of {', '.join(GROUPS)}")
    if not groups:
        raise BadTable(where, line, f"groups is empty; say for whom: {', '.join(GROUPS)}")
    dimensions = split_list(row.get("dimensions", ""))
    for dimension in dimensions:
        if dimension not in DIMENSIONS:
            raise BadTable(where, line, f"dimension {dimension!r} is not one of {', '.join(DIMENSIONS)}")
    ranges = []
    for name in ("start", "end"):
        try:
            ranges.append(date_range(row[name]))
        except (ValueError, TypeError, OverflowError):
            raise BadTable(
                where, line, f"{name} {row[name]!r} is no date; write 2024, 2024-06 or 2024-06-30"
            ) from None
    start, end = ranges
    if start and end and end[1] < start[0]:
        raise BadTable(where, line, f"the end {row['end']} is before the start {row['start']}")
    return CodedMeasure(
        id=row["id"],
        iso3=iso3,
        start=row["start"],
        end=row["end"],
        name=row["name"],
        description=row["description"],
        kind=cast(MeasureKind, row["kind"]),
        groups=groups,
        level=cast(Level, row["level"]),
        securitised=cast(Direction, row["securitised"]),
        protective=cast(Direction, row["protective"]),
        dimensions=dimensions,
        why="",
        source=row["source"],
        source_url=row["source_url"],
        confidence=row["confidence"],
        note=row["note"],
        origin=f"data/measures.csv:{line}",
    )


def with_own(shipped: Iterable[CodedMeasure], own: Iterable[CodedMeasure]) -> list[CodedMeasure]:
    """The register: a study's row replaces the shipped one of the same id; all others are added."""
    found = {one.id: one for one in shipped}
    found.update({one.id: one for one in own})
    return sorted(found.values(), key=lambda one: (one.iso3, one.start, one.id))


def in_years(one: CodedMeasure, last: int) -> range:
    """The calendar years in which a measure counts.

    Law counts from its start until its end, or until ``last`` where it has none. Practice without an end counts in the
    year of its start only: that it went on is not assumed.

    Args:
        one: The measure.
        last: The last year looked at.
    """
    start, end = int(one.start[:4]), int(one.end[:4]) if one.end else None
    if end is None:
        end = last if one.level == "law" else start
    return range(start, min(end, last) + 1)
