"""A draw of a scenario, month by month, person by person.

A month: framing and enforcement give the hazards; everyone is taken through them once; requests that need a capacity
are served by lot; newcomers and those who try again choose channel and recruiter; what happened is counted, and moves
the framing of the next month.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rantau.simulation.hazards import enforcement, framing_after, hazards, steady_hazards
from rantau.simulation.lowering import Model, exits
from rantau.simulation.states import CHANNELS, DEBT_LEVELS, EXITS, PRESENT, STATES, state_number
from rantau.simulation.tallies import TALLIES

__all__ = ["Course", "People", "irregular_share", "run_draw", "run_months"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_COLUMNS = (
    ("serial", np.uint32),
    ("corridor", np.uint16),
    ("born", np.int16),
    ("profile", np.uint16),
    ("state", np.uint8),
    ("since", np.int16),
    ("debt", np.uint8),
    ("episodes", np.uint8),
    ("cell", np.uint32),
)
"""Nineteen bytes a person, and five more for the requests of a month."""
_ENDED = np.isin(STATES, ["settled", "dead_or_lost"])
_PRESENT = np.array([state_number(one) for one in PRESENT])
_IRREGULAR = np.array([state_number("irregular_work"), state_number("exploited")])
_FROM = np.array([STATES.index(one.origin) for one in EXITS])
_TO = np.array([STATES.index(one.target) for one in EXITS])
_NO_LIMIT = 2**40
_LEAST_CHUNK, _MOST_CHUNKS = 16_384, 128
_parallel = threading.Lock()
"""The compiled threads are shared by the process: one draw at a time may use them."""


@dataclass(slots=True)
class People:
    """Everybody who is not settled, dead or lost, one array an attribute."""

    count: int
    arrays: dict[str, NDArray[np.generic]]

    @classmethod
    def room_for(cls, size: int) -> People:
        return cls(0, {name: np.zeros(size, dtype=kind) for name, kind in _COLUMNS})

    @property
    def capacity(self) -> int:
        return len(self.arrays["serial"])

    def grow(self, size: int) -> None:
        """Make room for at least ``size`` people."""
        if size > self.capacity:
            larger = max(size, self.capacity + self.capacity // 4)
            for name, old in self.arrays.items():
                new = np.zeros(larger, dtype=old.dtype)
                new[: self.count] = old[: self.count]
                self.arrays[name] = new

    def drop_ended(self) -> None:
        """Leave out those to whom nothing more happens; the others keep their order."""
        ended = _ENDED[self.arrays["state"][: self.count]]
        keep = np.flatnonzero(~ended)
        for array in self.arrays.values():
            array[: len(keep)] = array[: self.count][keep]
        self.count = len(keep)


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
        threads: Compiled threads; None runs on this thread alone, so that draws can be run side by side.
        keep_people: Keep the arrays of people.
        watch: Told the month and the people after each month, for tests.
    """
    if threads is None:
        return run_months(model, key, weight, parallel=False, keep_people=keep_people, watch=watch)
    import numba

    most = int(numba.config.NUMBA_NUM_THREADS)  # type: ignore[attr-defined]
    with _parallel:
        before = numba.get_num_threads()
        numba.set_num_threads(max(1, min(threads, most)))
        try:
            return run_months(model, key, weight, parallel=True, keep_people=keep_people, watch=watch)
        finally:
            numba.set_num_threads(before)


def run_months(
    model: Model,
    key: tuple[np.uint32, np.uint32],
    weight: float,
    *,
    parallel: bool,
    keep_people: bool,
    watch: Callable[[int, People], None] | None,
) -> Course:
    """The months of :func:`run_draw`."""
    from rantau.simulation import departing as leave
    from rantau.simulation import kernel, queues

    advance = kernel.advance if parallel else kernel.advance_serially
    draw, table, world = model.draw, exits(), model.world
    months, corridors, places = world.months, len(world.corridors), len(world.places)
    birth = np.cumsum(model.birth.reshape(corridors, model.birth.shape[1], -1), axis=2)
    # Single precision: the tables that people are looked up in stay in the near cache.
    multiplier, burden = model.multiplier.astype(np.float32), model.burden.astype(np.float32)
    rates = steady_hazards(model, np.float32)
    steepest = np.ascontiguousarray(model.steepest.transpose(1, 2, 0))
    shape = (corridors, len(CHANNELS), TALLIES)

    cohorts = np.zeros((months + 1, corridors), dtype=np.int64)
    cohorts[0] = _whole(model.stock / weight, key)
    offsets = np.zeros((months + 1, corridors), dtype=np.int64)
    offsets[0] = np.cumsum(cohorts[0]) - cohorts[0]
    used = int(cohorts[0].sum())
    expected = used + int(model.flow.sum() / weight * 12) + 1024
    people = People.room_for(expected)
    trace = np.zeros(expected, dtype=np.uint8)
    stock = np.zeros((months + 1, corridors, len(CHANNELS), len(STATES)), dtype=np.int64)
    tallies = np.zeros((months, *shape), dtype=np.int64)
    shares = np.array([draw["exploited_share_regular"], draw["exploited_share_irregular"]])
    leave.add_present(
        cohorts[0], *key, birth, model.irregular_share, shares, model.recruiters[0], model.debt_mean[0],
        draw["initial_debt_share"], model.risk, *_columns(people), stock[0],
    )  # fmt: skip
    people.count = used

    first = stock[0][:, :, _PRESENT].sum(axis=(1, 2)).astype(np.float64)
    quota, rooms = _rooms(model.quota, weight), _rooms(model.capacity.reshape(months, -1), weight)
    framing = np.full(places, model.framing_start)
    share = irregular_share(model, stock[0])
    framings, forces = np.zeros((months, places)), np.zeros((months, places))
    chunk_tallies = np.zeros((1, *shape), dtype=np.int32)
    waiting = np.zeros((0,), dtype=np.uint32)
    waiting_exit = np.zeros((0,), dtype=np.uint8)
    for month in range(months):
        force = enforcement(model, framing)
        framings[month], forces[month] = framing, force
        hazards(model, month, force, rates)
        chunks = min(_MOST_CHUNKS, people.count // _LEAST_CHUNK + 1) if parallel else 1
        if len(chunk_tallies) != chunks:
            chunk_tallies = np.zeros((chunks, *shape), dtype=np.int32)
        if len(waiting) < people.count:
            waiting = np.zeros(people.capacity, dtype=np.uint32)
            waiting_exit = np.zeros(people.capacity, dtype=np.uint8)
        waiting_count = np.zeros(chunks, dtype=np.int64)
        advance(
            people.count, *_columns(people), month, *key, kernel.thresholds(rates, steepest), rates,
            multiplier, burden, model.risk, table.target, table.limit, table.number,
            model.schedule.by_corridor["screening_coverage"][month], trace, offsets, chunk_tallies,
            waiting, waiting_exit, waiting_count,
        )  # fmt: skip
        means = model.flow * model.pull[month] * network(model, stock[month], first) / weight
        cohorts[month + 1] = leave.set_out(means, month, *key)
        newcomers = int(cohorts[month + 1].sum())
        leaving = np.zeros(int(waiting_count.sum()) + newcomers, dtype=np.uint32)
        counted = tallies[month]
        counted += chunk_tallies.sum(axis=0)
        departing = queues.settle_requests(
            people.count, *_columns(people), month, *key, model.risk, table.target, table.limit, table.number, waiting,
            waiting_exit, waiting_count, model.destination, rooms[month], draw["screening_sensitivity"], trace,
            offsets, counted, leaving,
        )  # fmt: skip
        present = stock[month + 1]
        present[:] = stock[month]
        queues.add_flows(present, counted, _FROM, _TO)
        people.grow(people.count + newcomers)
        offsets[month + 1] = used + np.cumsum(cohorts[month + 1]) - cohorts[month + 1]
        used += newcomers
        if used > len(trace):
            trace = np.concatenate([trace, np.zeros(max(used - len(trace), len(trace) // 3), dtype=np.uint8)])
        departing = leave.add_new(
            people.count, cohorts[month + 1], month, *key, birth, model.risk, *_columns(people), present, counted,
            leaving, departing,
        )  # fmt: skip
        people.count += newcomers
        leave.depart(
            departing, leaving, *_columns(people), month, *key, model.risk, model.regular[month], quota[month],
            draw["substitution"], model.recruiters[month], model.debt_mean[month], present, counted,
        )  # fmt: skip
        now = irregular_share(model, present)
        framing = framing_after(model, month, framing, now - share)
        share = now
        if watch is not None:
            watch(month, people)
        ended = int(cohorts[: month + 2].sum() - present[:, :, ~_ENDED].sum())
        if ended - (used - people.count) > people.count // 5:
            people.drop_ended()
    return Course(stock, tallies, framings, forces, cohorts, trace[:used], people if keep_people else None)


def _columns(people: People) -> tuple[NDArray[np.generic], ...]:
    return tuple(people.arrays[name] for name, _ in _COLUMNS)


def _whole(numbers: Floats, key: tuple[np.uint32, np.uint32]) -> Counts:
    """Whole numbers whose expectation is the numbers."""
    luck = np.random.Generator(np.random.Philox(key=[int(key[0]) | int(key[1]) << 32, 0])).random(
        len(numbers)
    )
    return np.asarray(np.floor(numbers + luck), dtype=np.int64)


assert DEBT_LEVELS <= 256
