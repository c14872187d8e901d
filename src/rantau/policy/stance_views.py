"""Further looks at what stances rest on: by dimension, law beside practice, and as a stream of changes.

The stream follows the way in which DEMIG POLICY codes changes of policy (de Haas, Natter and Vezzoli 2015, Comparative
Migration Studies 3:15): an event is what changes, not what holds, and it changes rights towards more or less. Here it
is told for each of the two axes, and the two are never netted; nor are more and less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rantau.framework.words import DIMENSIONS
from rantau.policy.measures import AXES, Axis, CodedMeasure, Direction, Level
from rantau.policy.stance import Pointer, Stance, Stream, chance_above, stance

__all__ = [
    "DimensionStance",
    "LawPractice",
    "PolicyChange",
    "YearOfChange",
    "by_dimension",
    "change_stream",
    "law_practice",
    "years_of_change",
]


@dataclass(frozen=True, slots=True)
class DimensionStance:
    """The protective axis of a state in one dimension of human security."""

    dimension: str
    """One of the seven, or ``not told``."""
    stance: Stance


def by_dimension(
    pointers: Sequence[Pointer],
    states: Sequence[str],
    stream: Stream = "together",
    level: Level | None = None,
) -> list[DimensionStance]:
    """The protective axis of each state in each dimension; one of which nothing was found is there, as ``no data``.

    A pointer that is about several dimensions counts in each.

    Args:
        pointers: What was found.
        states: The states wanted, in order.
        stream: Measures, discourse or both.
        level: Law or practice only.
    """
    found = []
    for state in states:
        mine = [one for one in pointers if one.state == state and one.axis == "protective"]
        for dimension in (*DIMENSIONS, "not told"):
            fit = [one for one in mine if dimension in (one.dimensions or ("not told",))]
            if fit or dimension != "not told":
                found.append(
                    DimensionStance(dimension, stance(fit, state, "protective", level=level, stream=stream))
                )
    return found


@dataclass(frozen=True, slots=True)
class LawPractice:
    """Law beside practice of a state on one axis."""

    law: Stance
    practice: Stance
    gap: float | None
    """The law's share less practice's, in points; None where either has no data."""
    low: float
    high: float
    """Lowest and highest chance that the law's share is above practice's; 0 and 1 where nothing is known."""

    @property
    def word(self) -> str:
        """What can be said: a chance of 0.8 is a convention of rantau's, as in the contrasts."""
        if self.gap is None:
            return "no data"
        if self.low >= _TELLS:
            return "law above practice"
        return "practice above law" if self.high <= 1 - _TELLS else "not told apart"


_TELLS = 0.8


def law_practice(
    pointers: Sequence[Pointer], states: Sequence[str], stream: Stream = "together"
) -> list[LawPractice]:
    """What each state's law says beside what it does, on both axes.

    Args:
        pointers: What was found.
        states: The states wanted, in order.
        stream: Measures, discourse or both.
    """
    found = []
    for state in states:
        mine = [one for one in pointers if one.state == state]
        for axis in AXES:
            law = stance(mine, state, axis, level="law", stream=stream)
            practice = stance(mine, state, axis, level="practice", stream=stream)
            gap = None if law.middle is None or practice.middle is None else law.middle - practice.middle
            found.append(LawPractice(law, practice, gap, *chance_above(law, practice)))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChange:
    """An act's beginning, or a law's end, as a change on an axis."""

    state: str
    date: str
    """ISO date of reduced precision."""
    what: str
    """``begins`` or ``ends``."""
    axis: Axis
    direction: Direction
    """Where the change leads: the end of what pointed to more leads to less."""
    level: Level
    name: str
    measure: str


_BACK: Mapping[Direction, Direction] = {"more": "less", "less": "more", "mixed": "mixed"}


def change_stream(measures: Iterable[CodedMeasure], last: int) -> list[PolicyChange]:
    """The acts of the register as changes, in the order of time.

    The end of a law is a change; that of an act of practice is not one, since it only says when it was last told of.

    Args:
        measures: The register.
        last: The last year looked at.
    """
    found = []
    for one in measures:
        for axis in AXES:
            if not one.on(axis):
                continue
            begins = PolicyChange(
                state=one.iso3,
                date=one.start,
                what="begins",
                axis=axis,
                direction=one.on(axis),
                level=one.level,
                name=one.name,
                measure=one.id,
            )
            found.append(begins)
            if one.end and one.level == "law":
                found.append(replace(begins, date=one.end, what="ends", direction=_BACK[one.on(axis)]))
    wanted = [one for one in found if int(one.date[:4]) <= last]
    return sorted(wanted, key=lambda one: (one.state, one.date, one.measure, one.axis, one.what))


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfChange:
    """How many changes a state made on an axis in a year, and since the first that is known."""

    state: str
    axis: Axis
    year: int
    more: int
    less: int
    mixed: int
    more_so_far: int
    less_so_far: int


def years_of_change(changes: Iterable[PolicyChange]) -> list[YearOfChange]:
    """Changes counted by state, axis and year; years without one are left out.

    A year without a change that is known is not a year without changes.
    """
    counted: dict[tuple[str, Axis], dict[int, dict[Direction, int]]] = {}
    for one in changes:
        years = counted.setdefault((one.state, one.axis), {})
        count = years.setdefault(int(one.date[:4]), {"more": 0, "less": 0, "mixed": 0})
        count[one.direction] += 1
    found = []
    for (state, axis), years in sorted(counted.items()):
        more = less = 0
        for year, count in sorted(years.items()):
            more, less = more + count["more"], less + count["less"]
            found.append(
                YearOfChange(
                    state=state,
                    axis=axis,
                    year=year,
                    more=count["more"],
                    less=count["less"],
                    mixed=count["mixed"],
                    more_so_far=more,
                    less_so_far=less,
                )
            )
    return found
