"""A draw of a scenario, month by month, person by person.

A month: framing and enforcement give the hazards; everyone is taken through them once; requests that need a capacity
are served by lot; newcomers and those who try again choose channel and recruiter; what happened is counted, and moves
the framing of the next month.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rantau.simulation.hazards import Hazards, enforcement, framing_after
from rantau.simulation.lowering import Model, exits
from rantau.simulation.people import ENDED, LEAST_PART, People, whole
from rantau.simulation.randomness import compiled
from rantau.simulation.states import CHANNELS, EXITS, PRESENT, STATES, state_number
from rantau.simulation.tallies import NEW, TALLIES
from rantau.simulation.team import Team

__all__ = ["Course", "People", "here", "irregular_share", "network", "run_draw"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_PRESENT = np.array([state_number(one) for one in PRESENT])
_IRREGULAR_WORK, _EXPLOITED = state_number("irregular_work"), state_number("exploited")
_FROM = np.array([STATES.index(one.origin) for one in EXITS])
_TO = np.array([STATES.index(one.target) for one in EXITS])
_DEPARTS = next(n for n, one in enumerate(EXITS) if one.name == "departs")
_TO[_DEPARTS] = _FROM[
    _DEPARTS
]  # who departs may change the channel too, so the departures keep the stocks themselves
_PROSPECT, _BEFORE = state_number("prospect"), CHANNELS.index("irregular")
"""What newcomers are, before they choose a channel."""
_NO_LIMIT = 2**40
_NETWORKS_GROW = 1.3
"""Room for more departures than those by wages and conflict alone; where it is not enough, more is made."""


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

    stock: Whole
    tallies: Whole
    framing: Floats
    enforcement: Floats
    cohorts: Whole
    trace: NDArray[np.uint8]
    people: People | None = field(default=None, repr=False)


def irregular_share(model: Model, stock: NDArray[np.generic]) -> Floats:
    """(P,) those in irregular work or exploited in the irregular channel, of all who are there.

    Args:
        model: The model.
        stock: (corridors, channels, states).
    """
    return np.asarray(_irregular_share(stock, model.destination, len(model.world.places)))


@compiled()
def _irregular_share(stock: Any, destination: Any, places: Any) -> Any:
    over, total = np.zeros(places), np.zeros(places)
    for c in range(stock.shape[0]):
        d = destination[c]
        for channel in range(stock.shape[1]):
            over[d] += stock[c, channel, _IRREGULAR_WORK]
            for state in _PRESENT:
                total[d] += stock[c, channel, state]
        over[d] += stock[c, _BEFORE, _EXPLOITED]
    return over / np.maximum(total, 1e-300)


@compiled()
def here(stock: Any) -> Any:
    """(C,) those who are in the destination, of stocks (corridors, channels, states)."""
    found = np.zeros(stock.shape[0])
    for c in range(stock.shape[0]):
        for channel in range(stock.shape[1]):
            for state in _PRESENT:
                found[c] += stock[c, channel, state]
    return found


def network(model: Model, stock: NDArray[np.generic], first: Floats) -> Floats:
    """(C,) what those who are there do to departures: ``(M/M⁰)^γ``, 1 where nobody was there at the start."""
    if not model.feedbacks.network:
        return np.ones(len(first))
    there = first > 0
    ratio = np.where(there, here(stock) / np.where(there, first, 1.0), 1.0)
    return np.asarray(ratio ** model.draw["network_elasticity"])


def _rooms(per_month: Floats, weight: float) -> Whole:
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
    from rantau.simulation.departing import set_out
    from rantau.simulation.kernel import thresholds
    from rantau.simulation.queues import add_flows
    from rantau.simulation.rounds import Counts, Month, first_round, second_round

    count, world = exits().count, model.world
    months, corridors, places = world.months, len(world.corridors), len(world.places)
    birth = np.cumsum(model.birth.reshape(corridors, model.birth.shape[1], -1), axis=2)
    hazards = Hazards(model)
    steepest = np.ascontiguousarray(model.steepest.transpose(1, 2, 0))

    cohorts = np.zeros((months + 1, corridors), dtype=np.int64)
    cohorts[0] = whole(model.stock / weight, key)
    offsets = np.zeros((months + 1, corridors), dtype=np.int64)
    offsets[0] = np.cumsum(cohorts[0]) - cohorts[0]
    used = int(cohorts[0].sum())
    # Room that nobody takes is asked for and never touched.
    departures = (model.flow * model.pull).sum() / weight
    expected = used + int(departures * _NETWORKS_GROW) + 1024
    people, trace = People.room_for(expected), np.zeros(expected, dtype=np.uint8)
    stock = np.zeros((months + 1, corridors, len(CHANNELS), len(STATES)), dtype=np.int64)
    tallies = np.zeros((months, corridors, len(CHANNELS), TALLIES), dtype=np.int64)
    stock[0] = _place(model, key, team, cohorts[0], birth, people)

    first = here(stock[0])
    quota, rooms = _rooms(model.quota, weight), _rooms(model.capacity.reshape(months, -1), weight)
    framing = np.full(places, model.framing_start)
    share = irregular_share(model, stock[0])
    framings, forces = np.zeros((months, places)), np.zeros((months, places))
    waiting = np.zeros(expected, dtype=np.uint32), np.zeros(expected, dtype=np.uint8)
    for month in range(months):
        force = enforcement(model, framing)
        framings[month], forces[month] = framing, force
        means = model.flow * model.pull[month] * network(model, stock[month], first) / weight
        cohorts[month + 1] = set_out(means, month, *key)
        newcomers = int(cohorts[month + 1].sum())
        people.grow(people.count + newcomers)
        if len(waiting[0]) < people.count:
            waiting = np.zeros(people.capacity, dtype=np.uint32), np.zeros(people.capacity, dtype=np.uint8)
        offsets[month + 1] = used + np.cumsum(cohorts[month + 1]) - cohorts[month + 1]
        used += newcomers
        if used > len(trace):
            trace = np.concatenate([trace, np.zeros(max(used - len(trace), len(trace) // 3), dtype=np.uint8)])
        counted, present = tallies[month], stock[month + 1]
        present[:] = stock[month]
        present[:, _BEFORE, _PROSPECT] += cohorts[month + 1]
        counted[:, _BEFORE, NEW] += cohorts[month + 1]
        counts = Counts(counted, present)
        this = Month(model, key, month, people, cohorts[month + 1], birth, trace, offsets, waiting, counts)
        rates = hazards.of(month, force)
        wishes = first_round(this, team, rates, thresholds(rates, steepest, count))
        people.count += newcomers
        second_round(this, team, wishes, quota[month], rooms[month])
        counts.add_up()
        add_flows(present, counted, _FROM, _TO)
        now = irregular_share(model, present)
        framing = framing_after(model, month, framing, now - share)
        share = now
        if watch is not None:
            watch(month, people)
        gone = people.count - int(present[:, :, ~ENDED].sum())
        if gone > people.count // 5:
            people.drop_ended(team)
    return Course(stock, tallies, framings, forces, cohorts, trace[:used], people if keep_people else None)


def _place(
    model: Model, key: tuple[np.uint32, np.uint32], team: Team, cohort: Whole, birth: Floats, people: People
) -> Whole:
    """Those who are there at the start: (corridors, channels, states)."""
    from rantau.simulation.departing import add_present

    draw, ends = model.draw, np.cumsum(cohort)
    exploited = np.array([draw["exploited_share_regular"], draw["exploited_share_irregular"]])

    def place(first: int, last: int) -> Whole:
        present = np.zeros((len(cohort), len(CHANNELS), len(STATES)), dtype=np.int64)
        add_present(
            first, last, ends, *key, birth, model.irregular_share, exploited, model.recruiters[0],
            model.debt_mean[0], draw["initial_debt_share"], model.risk, *people.columns, present,
        )  # fmt: skip
        return present

    people.count = int(ends[-1])
    return np.asarray(sum(team.share(people.count, LEAST_PART, place)))
