"""Where a state stands on two axes that are never netted, as distributions over what was found.

On an axis, what was found points to *more* (k), to *less* (m) or both ways (u). The share that points to more gets the
Jeffreys posterior Beta(k + 1/2, m + 1/2) (Brown, Cai & DasGupta 2001, Statistical Science 16(2)); what points both ways
may be either, so the interval runs from the 5th percentile with all u against to the 95th with all u for. Where nothing
was found there is no distribution: the class is ``no data`` and the interval is the whole scale, never zero.

A share says where evidence points, not how much of it there is in the world: sources choose what they write of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

import numpy as np

from rantau.policy.measures import AXES, LEVELS, Axis, CodedMeasure, Direction, Level, in_years
from rantau.policy.tables import shipped_rows

__all__ = [
    "STREAMS",
    "Contrast",
    "Pointer",
    "Stance",
    "Stream",
    "Verdict",
    "VerdictWord",
    "chance_above",
    "contrasts",
    "pointers_of_measures",
    "stance",
    "stances",
    "weigh",
]

Stream = Literal["measures", "discourse", "together"]
STREAMS: tuple[Stream, ...] = get_args(Stream)
Dated = Literal["text", "document", "none"]
VerdictWord = Literal[
    "borne out", "leans that way", "not told apart", "leans the other way", "contradicted", "no data"
]
_BORNE_OUT, _LEANS = 0.8, 0.6
"""Chances from which a contrast is borne out, or leans that way: conventions of rantau's, not thresholds of science."""
_HELD_BACK: Mapping[VerdictWord, VerdictWord] = {
    "borne out": "leans that way",
    "contradicted": "leans the other way",
}
"""Where a side rests on one witness, no contrast is more than this."""
_POINTS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """One thing found that points somewhere on an axis."""

    state: str
    axis: Axis
    direction: Direction
    level: Level
    stream: Literal["measures", "discourse"]
    years: tuple[int, ...]
    dated: Dated
    """``text``: the year is that of the act; ``document``: that of the document, for want of another."""
    witness: str
    """Root source, or the act itself: what has one witness and says the same counts once."""
    said: str
    """What it says, so that a root that says it twice counts once: an action, a code, the id of a measure."""
    ids: tuple[str, ...]
    """Ids of the measure, findings or codings."""
    dimensions: tuple[str, ...] = ()
    """Dimensions of human security that it is about, on the protective axis; empty where that is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """A state on one axis: what it rests on and the share that points to more, from 0 to 100."""

    state: str
    year: int | None
    """None: all years together."""
    axis: Axis
    level: Level | None
    """None: law and practice together."""
    stream: Stream
    more: int
    less: int
    mixed: int
    data: Literal["some", "no data"]
    middle: float | None
    """Median; halfway between the bounds' medians where some point both ways. None without data."""
    low: float
    high: float
    """5th and 95th percentile; 0 and 100 without data."""
    witnesses: tuple[str, ...]
    ids: tuple[str, ...]
    dated_by_document: int
    """How many of those counted have no year of their own."""


def pointers_of_measures(measures: Iterable[CodedMeasure], last: int) -> list[Pointer]:
    """What measures point to; one that says nothing on an axis gives nothing there.

    Args:
        measures: The register.
        last: The last year looked at.
    """
    found = []
    for one in measures:
        years = tuple(in_years(one, last))
        for axis in AXES:
            if one.on(axis) and years:
                found.append(
                    Pointer(
                        state=one.iso3,
                        axis=axis,
                        direction=one.on(axis),
                        level=one.level,
                        stream="measures",
                        years=years,
                        dated="text",
                        witness=one.id,
                        said=one.id,
                        ids=(one.id,),
                        dimensions=one.dimensions if axis == "protective" else (),
                    )
                )
    return found


def stance(
    pointers: Iterable[Pointer],
    state: str,
    axis: Axis,
    *,
    level: Level | None = None,
    stream: Stream = "together",
    year: int | None = None,
) -> Stance:
    """A state on one axis, from the pointers that fit.

    Pointers with the same witness that say the same in the same direction count once.
    """
    counted: dict[tuple[str, str, Direction, Level], list[Pointer]] = {}
    for one in pointers:
        if (one.state, one.axis) != (state, axis) or (level and one.level != level):
            continue
        if stream not in ("together", one.stream) or (year is not None and year not in one.years):
            continue
        counted.setdefault((one.witness, one.said, one.direction, one.level), []).append(one)
    count = {word: sum(key[2] == word for key in counted) for word in ("more", "less", "mixed")}
    low, middle, high = _share(count["more"], count["less"], count["mixed"])
    return Stance(
        state=state,
        year=year,
        axis=axis,
        level=level,
        stream=stream,
        more=count["more"],
        less=count["less"],
        mixed=count["mixed"],
        data="some" if counted else "no data",
        middle=middle,
        low=low,
        high=high,
        witnesses=tuple(sorted({key[0] for key in counted})),
        ids=tuple(sorted({id for group in counted.values() for one in group for id in one.ids})),
        dated_by_document=sum(all(one.dated != "text" for one in group) for group in counted.values()),
    )


def _share(more: int, less: int, mixed: int) -> tuple[float, float | None, float]:
    if more + less + mixed == 0:
        return 0.0, None, 100.0
    from scipy.special import betaincinv

    below, above = (more + 0.5, less + mixed + 0.5), (more + mixed + 0.5, less + 0.5)
    low, high = float(betaincinv(*below, 0.05)), float(betaincinv(*above, 0.95))
    middle = (float(betaincinv(*below, 0.5)) + float(betaincinv(*above, 0.5))) / 2
    return 100 * low, 100 * middle, 100 * high


def stances(pointers: Sequence[Pointer], states: Sequence[str], years: Sequence[int] = ()) -> list[Stance]:
    """Every state on both axes: law, practice and both; measures, discourse and both; each year and all together.

    Args:
        pointers: What was found.
        states: The states wanted, in order; one of which nothing was found is there, as ``no data``.
        years: The years wanted besides all together.
    """
    by_state: dict[str, list[Pointer]] = {}
    for one in pointers:
        by_state.setdefault(one.state, []).append(one)
    return [
        stance(by_state.get(state, ()), state, axis, level=level, stream=stream, year=year)
        for state in states
        for year in (None, *years)
        for axis in AXES
        for level in (None, *LEVELS)
        for stream in STREAMS
    ]


def chance_above(one: Stance, other: Stance | float) -> tuple[float, float]:
    """Lowest and highest chance that a state's share is above another's, or above a fixed share.

    ∫ F_other(Q_one(u)) du by the midpoint rule: no chance enters. What points both ways is put against the first and
    for the other, and the other way round. Without data on either side the chance may be anything.

    Args:
        one: A stance.
        other: Another, or a share from 0 to 100.
    """
    if one.data == "no data" or (isinstance(other, Stance) and other.data == "no data"):
        return 0.0, 1.0
    from scipy.special import betainc, betaincinv

    u = (np.arange(_POINTS) + 0.5) / _POINTS
    chances = []
    for mine in (0, 1):
        quantiles = betaincinv(one.more + 0.5 + mine * one.mixed, one.less + 0.5 + (1 - mine) * one.mixed, u)
        if isinstance(other, Stance):
            its = 1 - mine
            below = betainc(
                other.more + 0.5 + its * other.mixed, other.less + 0.5 + (1 - its) * other.mixed, quantiles
            )
        else:
            below = quantiles > other / 100
        chances.append(float(np.mean(below)))
    return chances[0], chances[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """What a study says of two states, or of one, to be held against what was found."""

    id: str
    state: str
    axis: Axis
    relation: Literal["above", "above half"]
    other: str
    """The state it is compared with; empty where the comparison is with half."""
    statement: str
    source: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a contrast fares on what was found."""

    contrast: Contrast
    level: Level | None
    stream: Stream
    verdict: VerdictWord
    low: float
    high: float
    """Lowest and highest chance that it is so."""
    why: str
    """One sentence: what it rests on, or what is missing."""
    here: Stance
    there: Stance | None


@cache
def contrasts() -> tuple[Contrast, ...]:
    """The contrasts between four states that the reference article draws."""
    return tuple(
        Contrast(
            id=row["id"],
            state=row["state"],
            axis=cast(Axis, row["axis"]),
            relation=cast(Literal["above", "above half"], row["relation"]),
            other=row["other"],
            statement=row["statement"],
            source=row["source"],
            section=row["section"],
        )
        for row in shipped_rows("contrasts.csv")
    )


def weigh(
    contrast: Contrast,
    pointers: Sequence[Pointer],
    *,
    level: Level | None = None,
    stream: Stream = "together",
    missing: Mapping[str, str] | None = None,
) -> Verdict:
    """Hold a contrast against what was found, all years together.

    Args:
        contrast: The contrast.
        pointers: What was found.
        level: Law or practice only.
        stream: Measures or discourse only.
        missing: State -> a clause on what is at hand and not counted, for where there is no data.
    """
    here = stance(pointers, contrast.state, contrast.axis, level=level, stream=stream)
    there = (
        stance(pointers, contrast.other, contrast.axis, level=level, stream=stream)
        if contrast.other
        else None
    )
    low, high = chance_above(here, there if there is not None else 50.0)
    sides = [one for one in (here, there) if one is not None]
    empty = [one.state for one in sides if one.data == "no data"]
    if empty:
        verdict: VerdictWord = "no data"
        why = "; ".join(
            f"nothing found of {state} points anywhere on this axis"
            + (f" ({missing[state]})" if missing and state in missing else "")
            for state in empty
        )
    else:
        verdict = _verdict(low, high)
        why = "; ".join(_rests(one) for one in sides)
        alone = [one.state for one in sides if len(one.witnesses) == 1]
        if alone and verdict in _HELD_BACK:
            verdict = _HELD_BACK[verdict]
            why += f"; held back because {' and '.join(alone)} has one witness only"
    return Verdict(
        contrast=contrast,
        level=level,
        stream=stream,
        verdict=verdict,
        low=low,
        high=high,
        why=f"{why}.",
        here=here,
        there=there,
    )


def _verdict(low: float, high: float) -> VerdictWord:
    if low >= _BORNE_OUT:
        return "borne out"
    if low >= _LEANS:
        return "leans that way"
    if high <= 1 - _BORNE_OUT:
        return "contradicted"
    if high <= 1 - _LEANS:
        return "leans the other way"
    return "not told apart"


def _rests(one: Stance) -> str:
    parts = f"{one.more} to more, {one.less} to less"
    both = f", {one.mixed} both ways" if one.mixed else ""
    who = f"{len(one.witnesses)} witness{'es' if len(one.witnesses) != 1 else ''}"
    return f"{one.state} rests on {parts}{both}, by {who}, share {one.middle:.0f} ({one.low:.0f} to {one.high:.0f})"
