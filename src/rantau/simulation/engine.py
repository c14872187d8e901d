"""A draw of a scenario, month by month, person by person.

A month: framing and enforcement give the hazards; everyone is taken through them once; requests that need a capacity
are served by lot; newcomers and those who try again choose channel and recruiter; what happened is counted, and moves
the framing of the next month.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rantau.simulation.hazards import enforcement, framing_after, hazards, steady_hazards
from rantau.simulation.lowering import Model, exits
from rantau.simulation.people import ENDED, LEAST_PART, People, whole
from rantau.simulation.states import CHANNELS, EXITS, PRESENT, STATES, state_number
from rantau.simulation.tallies import NEW, TALLIES
from rantau.simulation.team import Team

__all__ = ["Course", "People", "irregular_share", "run_draw"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_PRESENT = np.array([state_number(one) for one in PRESENT])
_IRREGULAR = np.array([state_number("irregular_work"), state_number("exploited")])
_FROM = np.array([STATES.index(one.origin) for one in EXITS])
_TO = np.array([STATES.index(one.target) for one in EXITS])
_NO_LIMIT = 2**40


@dataclass(slots=True)
class Course:
    """What happened in a draw, in people simulated (times the weight: migrants).

    Attributes:
        stock: (months + 1, corridors, channels, states) at the start and after each month.
        tallies: (months, corridors, channels, columns), see ``tallies``.
        framing: (months, places) at the beginning of each month.
        enforcement: (months, places).
        cohorts: (months + 1, corridors) how many were there at the start and set out in each month.
        trace: Entries into exploitation of each person, in the order of the cohorts.
        people: Everybody at the end, where asked for.
    """

    stock: Counts
    tallies: Counts
    framing: Floats
    enforcement: Floats
    cohorts: Counts
    trace: NDArray[np.uint8]
    people: People | None = field(default=None, repr=False)


def irregular_share(model: Model, stock: NDArray[np.generic]) -> Floats:
    """(P,) those in irregular work or exploited in the irregular channel, of all who are there.

    Args:
        model: The model.
        stock: (corridors, channels, states).
    """
    table = stock.astype(np.float64)
    irregular = table[:, :, _IRREGULAR[0]].sum(axis=1) + table[:, CHANNELS.index("irregular"), _IRREGULAR[1]]
    present = table[:, :, _PRESENT].sum(axis=(1, 2))
    size = len(model.world.places)
    over = np.bincount(model.destination, weights=irregular, minlength=size)
    total = np.bincount(model.destination, weights=present, minlength=size)
    return np.asarray(np.where(total > 0, over / np.maximum(total, 1e-300), 0.0))


def network(model: Model, stock: NDArray[np.generic], first: Floats) -> Floats:
    """(C,) what those who are there do to departures: ``(M/M⁰)^γ``, 1 where nobody was there at the start."""
    if not model.feedbacks.network:
        return np.ones(len(first))
    here = stock[:, :, _PRESENT].sum(axis=(1, 2)).astype(np.float64)
    ratio = np.where(first > 0, here / np.where(first > 0, first, 1.0), 1.0)
    return np.asarray(ratio ** model.draw["network_elasticity"])


def _rooms(per_month: Floats, weight: float) -> Counts:
    """Whole people a month whose running total follows the limit: what is left over is carried on."""
    finite = np.isfinite(per_month)
    total = np.floor(np.cumsum(np.where(finite, per_month, 0.0) / weight, axis=0) + 1e-9)
    rooms = np.diff(total, axis=0, prepend=0.0).astype(np.int64)
    return np.where(finite, rooms, _NO_LIMIT)


def run_draw(
    model: Model,
    key: tuple[np.uint32, np.uint32],
    weight: float = 1.0,
    *,
    threads: int | None = None,
    keep_people: bool = False,
    watch: Callable[[int, People], None] | None = None,
) -> Course:
    """Run a draw.

    Args:
        model: From :func:`rantau.simulation.lowering.lower`.
        key: From :func:`rantau.simulation.randomness.draw_key`; with the model all that the result depends on.
        weight: How many migrants a simulated person stands for.
        threads: How many share the people out; None: this one alone, so that draws can be run side by side.
        keep_people: Keep the arrays of people.
        watch: Told the month and the people after each month, for tests.
    """
    with Team(threads or 1) as team:
        return _run_months(model, key, weight, team, keep_people=keep_people, watch=watch)


def _run_months(
    model: Model,
    key: tuple[np.uint32, np.uint32],
    weight: float,
    team: Team,
    *,
    keep_people: bool,
    watch: Callable[[int, People], None] | None,
) -> Course:
    """The months of :func:`run_draw`."""
    from rantau.simulation import departing as leave
    from rantau.simulation import kernel, queues

    draw, table, world = model.draw, exits(), model.world
    months, corridors, places = world.months, len(world.corridors), len(world.places)
    birth = np.cumsum(model.birth.reshape(corridors, model.birth.shape[1], -1), axis=2)
    rates = steady_hazards(model)
    steepest = np.ascontiguousarray(model.steepest.transpose(1, 2, 0))
    shape, stocks = (corridors, len(CHANNELS), TALLIES), (corridors, len(CHANNELS), len(STATES))

    cohorts = np.zeros((months + 1, corridors), dtype=np.int64)
    cohorts[0] = whole(model.stock / weight, key)
    offsets = np.zeros((months + 1, corridors), dtype=np.int64)
    offsets[0] = np.cumsum(cohorts[0]) - cohorts[0]
    used = int(cohorts[0].sum())
    # Room that nobody takes is asked for and never touched.
    expected = used + int(model.flow.sum() / weight * months) + 1024
    people, trace = People.room_for(expected), np.zeros(expected, dtype=np.uint8)
    stock = np.zeros((months + 1, *stocks), dtype=np.int64)
    tallies = np.zeros((months, *shape), dtype=np.int64)

    def place(first: int, last: int) -> Counts:
        present = np.zeros(stocks, dtype=np.int64)
        leave.add_present(
            first, last, np.cumsum(cohorts[0]), *key, birth, model.irregular_share, shares, model.recruiters[0],
            model.debt_mean[0], draw["initial_debt_share"], model.risk, *people.columns, present,
        )  # fmt: skip
        return present

    shares = np.array([draw["exploited_share_regular"], draw["exploited_share_irregular"]])
    stock[0] = sum(team.share(used, LEAST_PART, place))
    people.count = used

    first = stock[0][:, :, _PRESENT].sum(axis=(1, 2)).astype(np.float64)
    quota, rooms = _rooms(model.quota, weight), _rooms(model.capacity.reshape(months, -1), weight)
    framing = np.full(places, model.framing_start)
    share = irregular_share(model, stock[0])
    framings, forces = np.zeros((months, places)), np.zeros((months, places))
    waiting = np.zeros(expected, dtype=np.uint32), np.zeros(expected, dtype=np.uint8)
    for month in range(months):
        force = enforcement(model, framing)
        framings[month], forces[month] = framing, force
        hazards(model, month, force, rates)
        if len(waiting[0]) < people.count:
            waiting = np.zeros(people.capacity, dtype=np.uint32), np.zeros(people.capacity, dtype=np.uint8)
        given = (
            *people.columns, month, *key, kernel.thresholds(rates, steepest, table.count), rates,
            model.multiplier, model.burden, model.risk, table.target, table.limit, table.number,
            model.schedule.by_corridor["screening_coverage"][month], trace, offsets,
        )  # fmt: skip
        means = model.flow * model.pull[month] * network(model, stock[month], first) / weight
        cohorts[month + 1] = leave.set_out(means, month, *key)
        parts = team.share(people.count, LEAST_PART, partial(_advance, model, given, shape, waiting))
        counted, present = tallies[month], stock[month + 1]
        for _, mine in parts:
            counted += mine
        newcomers = int(cohorts[month + 1].sum())
        leaving, asking, wanted, groups = (np.concatenate([one[n] for one, _ in parts]) for n in range(4))
        here = people.arrays
        through = queues.served(
            len(asking),
            asking,
            groups,
            rooms[month],
            here["serial"],
            here["corridor"],
            here["born"],
            month,
            *key,
        )
        given = (
            *people.columns, month, *key, model.risk, table.target, table.number, draw["screening_sensitivity"],
            trace, offsets,
        )  # fmt: skip
        for mine in team.share(
            len(asking), LEAST_PART // 16, partial(_settle, (asking, wanted, groups, through), given, shape)
        ):
            counted += mine
        present[:] = stock[month]
        queues.add_flows(present, counted, _FROM, _TO)
        people.grow(people.count + newcomers)
        offsets[month + 1] = used + np.cumsum(cohorts[month + 1]) - cohorts[month + 1]
        used += newcomers
        if used > len(trace):
            trace = np.concatenate([trace, np.zeros(max(used - len(trace), len(trace) // 3), dtype=np.uint8)])
        _set_off(
            model, key, month, team, people, cohorts[month + 1], birth, leaving, quota[month], present,
            counted,
        )  # fmt: skip
        now = irregular_share(model, present)
        framing = framing_after(model, month, framing, now - share)
        share = now
        if watch is not None:
            watch(month, people)
        gone = people.count - int(present[:, :, ~ENDED].sum())
        if gone > people.count // 5:
            people.drop_ended(team)
    return Course(stock, tallies, framings, forces, cohorts, trace[:used], people if keep_people else None)


def _advance(
    model: Model,
    given: tuple[Any, ...],
    shape: tuple[int, ...],
    waiting: tuple[NDArray[np.uint32], NDArray[np.uint8]],
    first: int,
    last: int,
) -> tuple[tuple[NDArray[Any], ...], NDArray[np.int32]]:
    """A month of some of the people: their requests, sorted, and what is counted."""
    from rantau.simulation import kernel, queues

    tallies, corridor = np.zeros(shape, dtype=np.int32), given[1]
    requests = kernel.advance(first, last, *given, tallies, *waiting)
    return queues.sorted_requests(first, requests, *waiting, corridor, model.destination), tallies


def _settle(
    requests: tuple[NDArray[Any], ...], given: tuple[Any, ...], shape: tuple[int, ...], first: int, last: int
) -> NDArray[np.int32]:
    """Some of the requests: what is counted."""
    from rantau.simulation import queues

    tallies = np.zeros(shape, dtype=np.int32)
    queues.settle_requests(*(one[first:last] for one in requests), *given, tallies)
    return tallies


def _set_off(
    model: Model,
    key: tuple[np.uint32, np.uint32],
    month: int,
    team: Team,
    people: People,
    cohort: Counts,
    birth: Floats,
    leaving: NDArray[np.uint32],
    quota: Counts,
    present: Counts,
    counted: Counts,
) -> None:
    """Add the newcomers behind the others, and let all who want to depart choose and go.

    Args:
        model: The model.
        key: The draw's key.
        month: From 0.
        team: Threads.
        people: Everybody, with room for the newcomers.
        cohort: (C,) newcomers.
        birth: (C, sexes, ages × sectors) shares, added up along the last axis.
        leaving: Who of the others wants to depart.
        quota: (C,) how many the regular channel lets through.
        present: (C, channels, states) kept up.
        counted: (C, channels, columns) added to.
    """
    from rantau.simulation import departing as leave

    least = LEAST_PART // 4  # a departure is some ten times the work of a month in which nothing happens
    draw, old, new, ends = model.draw, people.count, int(cohort.sum()), np.cumsum(cohort)
    team.share(
        new,
        least,
        lambda first, last: leave.add_new(
            first, last, old, ends, month, *key, birth, model.risk, *people.columns
        ),
    )
    people.count += new
    leaving = np.concatenate([leaving, np.arange(old, people.count, dtype=np.uint32)])
    prospects = STATES.index("prospect")
    present[:, CHANNELS.index("irregular"), prospects] += cohort
    counted[:, CHANNELS.index("irregular"), NEW] += cohort
    here, chosen = people.arrays, np.zeros(len(leaving), dtype=np.uint8)
    names = here["serial"], here["corridor"], here["born"]

    def choose(first: int, last: int) -> NDArray[np.uint32]:
        part = slice(first, last)
        words = leave.choose(leaving[part], chosen[part], *names, month, *key, model.regular[month])
        return np.asarray(words)

    words = team.share(len(leaving), least, choose)
    turned = leave.turned_away(leaving, chosen, *names, month, *key, quota)

    def go(first: int, last: int, luck: NDArray[np.uint32], stocks: Counts, tallies: Counts) -> None:
        part = slice(first, last)
        leave.depart(
            leaving[part], chosen[part], turned[part], luck, here["corridor"], here["profile"], here["state"],
            here["since"], here["debt"], here["episodes"], here["cell"], month, model.risk, draw["substitution"],
            model.recruiters[month], model.debt_mean[month], stocks, tallies,
        )  # fmt: skip

    parts = team.parts(len(leaving), least)
    if len(parts) == 1:
        go(0, len(leaving), words[0], present, counted)
        return
    luck = dict(zip(parts, words, strict=True))

    def apart(first: int, last: int) -> tuple[Counts, Counts]:
        changes = np.zeros_like(present), np.zeros_like(counted)
        go(first, last, luck[first, last], *changes)
        return changes

    for stocks, tallies in team.share(len(leaving), least, apart):
        present += stocks
        counted += tallies
