"""A month's two rounds, shared out among threads: everyone meets their hazards; then who asks, and who departs.

Between them stands what takes everybody's wishes at once: the quota. Within a round no piece of work reads what another
writes, and counts are whole numbers; so neither the number of threads nor their order changes a bit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rantau.simulation import departing, kernel, queues
from rantau.simulation.lowering import Model, exits
from rantau.simulation.people import LEAST_PART, People
from rantau.simulation.team import Team

__all__ = ["Counts", "Month", "Wishes", "first_round", "second_round"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Key = tuple[np.uint32, np.uint32]
_LEAST_NEW = LEAST_PART // 4
"""A departure is some ten times the work of a month in which nothing happens."""


class Counts:
    """What is counted in a month, and the stocks: a copy for each thread that needs one, added up at the end."""

    def __init__(self, tallies: Whole, present: Whole) -> None:
        self._whole = tallies, present
        self._free = [self._whole]

    def of(self, work: Callable[[Whole, Whole], Any]) -> Any:
        """Do work that adds to tallies (corridors, channels, columns) and to stocks (corridors, channels, states)."""
        try:
            mine = self._free.pop()
        except IndexError:
            mine = np.zeros_like(self._whole[0]), np.zeros_like(self._whole[1])
        found = work(*mine)
        self._free.append(mine)
        return found

    def add_up(self) -> None:
        """Bring what the threads counted together."""
        for one in self._free:
            if one is not self._whole:
                for whole, part in zip(self._whole, one, strict=True):
                    whole += part
        self._free = [self._whole]


@dataclass(frozen=True, slots=True)
class Month:
    """What both rounds of a month are given.

    Attributes:
        model: The model.
        key: The draw's.
        number: From 0.
        people: Everybody, with room for the newcomers behind them.
        cohort: (C,) newcomers.
        birth: (C, sexes, ages × sectors) shares, added up along the last axis.
        trace: uint8 by birth order: entries into exploitation since the start.
        offsets: (months + 1, C) where each cohort begins in ``trace``.
        waiting: Room for a request of each: who, and which.
        counts: Added to.
    """

    model: Model
    key: Key
    number: int
    people: People
    cohort: Whole
    birth: Floats
    trace: NDArray[np.uint8]
    offsets: Whole
    waiting: tuple[NDArray[np.uint32], NDArray[np.uint8]]
    counts: Counts

    @property
    def names(self) -> tuple[NDArray[Any], ...]:
        """What everybody's luck is named by."""
        return self.people.columns[:3]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What some of the people want.

    Attributes:
        leaving: Who wants to depart.
        chosen: The channel of each.
        words: (4, leaving) luck of each.
        asking: Who asks for screening, shelter or rehabilitation.
        wanted: The place of the exit of each.
        groups: The queue of each.
    """

    leaving: NDArray[np.uint32]
    chosen: NDArray[np.uint8]
    words: NDArray[np.uint32]
    asking: Whole
    wanted: Whole
    groups: Whole


_NOBODY = np.zeros(0, dtype=np.int64)


def first_round(month: Month, team: Team, rates: Floats, threshold: NDArray[np.uint32]) -> list[Wishes]:
    """Take everybody through the month, and add the newcomers.

    Args:
        month: The month.
        team: Threads.
        rates: (corridors, states, sectors, exits).
        threshold: Of :func:`rantau.simulation.kernel.thresholds`.

    Returns:
        Of those who were there before; then of the newcomers, in parts.
    """
    model, table, people = month.model, exits(), month.people
    given = (
        *people.columns, month.number, *month.key, threshold, rates, model.multiplier, model.burden, model.risk,
        table.target, table.limit, table.number, model.schedule.by_corridor["screening_coverage"][month.number],
        month.trace, month.offsets,
    )  # fmt: skip
    ends = np.cumsum(month.cohort)
    old = [partial(_advance, month, given, *part) for part in team.parts(people.count, LEAST_PART)]
    new = [partial(_set_out, month, ends, *part) for part in team.parts(int(ends[-1]), _LEAST_NEW)]
    found = team.do([*old, *new])
    return [_together(found[: len(old)]), *found[len(old) :]]


def _together(parts: Sequence[Wishes]) -> Wishes:
    if len(parts) == 1:
        return parts[0]
    return Wishes(
        **{
            one.name: np.concatenate([getattr(part, one.name) for part in parts], axis=-1)
            for one in fields(Wishes)
        }
    )


def _advance(month: Month, given: tuple[Any, ...], first: int, last: int) -> Wishes:
    requests = month.counts.of(
        lambda tallies, _: kernel.advance(first, last, *given, tallies, *month.waiting)
    )
    leaving, asking, wanted, groups = queues.sorted_requests(
        first, requests, *month.waiting, month.people.columns[1], month.model.destination
    )
    return Wishes(leaving, *_choice(month, leaving), asking, wanted, groups)


def _set_out(month: Month, ends: Whole, first: int, last: int) -> Wishes:
    base = month.people.count
    departing.add_new(
        first,
        last,
        base,
        ends,
        month.number,
        *month.key,
        month.birth,
        month.model.risk,
        *month.people.columns,
    )
    leaving = np.arange(base + first, base + last, dtype=np.uint32)
    return Wishes(leaving, *_choice(month, leaving), _NOBODY, _NOBODY, _NOBODY)


def _choice(month: Month, leaving: NDArray[np.uint32]) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    chosen = np.empty(len(leaving), dtype=np.uint8)
    words = departing.choose(
        leaving, chosen, *month.names, month.number, *month.key, month.model.regular[month.number]
    )
    return chosen, words


def second_round(month: Month, team: Team, wishes: list[Wishes], quota: Whole, rooms: Whole) -> None:
    """Let those depart who want to, and serve those who ask for screening, shelter or rehabilitation, by lot.

    Args:
        month: The month; its people include the newcomers by now.
        team: Threads.
        wishes: Of :func:`first_round`.
        quota: (C,) how many the regular channel lets through.
        rooms: (P × 3,) how many each queue lets through.
    """
    leaving, chosen = (
        np.concatenate([getattr(one, name) for one in wishes]) for name in ("leaving", "chosen")
    )
    turned = departing.turned_away(leaving, chosen, *month.names, month.number, *month.key, quota)
    tasks, first = [], 0
    for one in wishes:
        last = first + len(one.leaving)
        tasks.append(partial(_depart, month, one, turned[first:last]))
        first = last
    team.do([*tasks, partial(_serve, month, wishes[0], rooms)])


def _depart(month: Month, wishes: Wishes, turned: NDArray[np.uint8]) -> None:
    model, number = month.model, month.number
    month.counts.of(
        lambda tallies, present: departing.depart(
            wishes.leaving, wishes.chosen, turned, wishes.words, *month.people.columns[1:2],
            *month.people.columns[3:], number, model.risk, model.draw["substitution"], model.recruiters[number],
            model.debt_mean[number], present, tallies,
        )
    )  # fmt: skip


def _serve(month: Month, wishes: Wishes, rooms: Whole) -> None:
    """Those who ask for a place, served by lot; and what is counted."""
    asking, table = wishes.asking, exits()
    through = queues.served(len(asking), asking, wishes.groups, rooms, *month.names, month.number, *month.key)
    month.counts.of(
        lambda tallies, _: queues.settle_requests(
            asking, wishes.wanted, wishes.groups, through, *month.people.columns, month.number, *month.key,
            month.model.risk, table.target, table.number, month.model.draw["screening_sensitivity"], month.trace,
            month.offsets, tallies,
        )
    )  # fmt: skip
