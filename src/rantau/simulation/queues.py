"""Limits: who is let through where more ask than there is room, by lot.

Everybody's lot in a month is a word of their own luck. So the order in which requests were written down, the number of
threads and the scenario do not decide who is served; and with more room the same people are served, and others too.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rantau.simulation.kernel import UNIT, move, who
from rantau.simulation.lowering import LIMITS
from rantau.simulation.randomness import MONTHLY, SCREENED, compiled, philox
from rantau.simulation.states import EXITS, RECRUITERS, state_number
from rantau.simulation.tallies import NOT_REHABILITATED, NOT_SCREENED, NOT_SHELTERED
from rantau.simulation.tallies import SCREENED as SCREENINGS

__all__ = ["add_flows", "served", "settle_requests", "sorted_requests"]

_DEPARTURE, _SCREENING = LIMITS.index("departure"), LIMITS.index("screening")
_EXPLOITED, _IDENTIFIED = state_number("exploited"), state_number("identified")
_BY_SCREENING = next(n for n, one in enumerate(EXITS) if one.name == "identified_by_screening")
_RECRUITERS = len(RECRUITERS)
assert NOT_SHELTERED == NOT_SCREENED + 1
assert NOT_REHABILITATED == NOT_SCREENED + 2


@compiled()
def served(
    asked: Any, asking: Any, groups: Any, room: Any, serial: Any, corridor: Any, born: Any, month: Any, k0: Any,
    k1: Any,
) -> Any:  # fmt: skip
    """Who is let through: where more ask than there is room, those with the lowest lots, ties as they asked.

    Args:
        asked: How many requests.
        asking: Who makes each.
        groups: The queue of each.
        room: For each queue how many it lets through.
        serial: The arrays of people, as in :func:`rantau.simulation.kernel.advance`.
        corridor: See there.
        born: See there.
        month: From 0.
        k0: Key.
        k1: Key.

    Returns:
        For each request 1 or 0.
    """
    result = np.ones(asked, dtype=np.uint8)
    ends = np.zeros(room.size + 1, dtype=np.int64)
    for n in range(asked):
        ends[groups[n] + 1] += 1
    crowded = 0
    for group in range(room.size):
        crowded += ends[group + 1] > room[group]
        ends[group + 1] += ends[group]
    if crowded == 0:
        return result
    # Requests by queue, in the order in which they were made.
    at, queued = ends[:-1].copy(), np.empty(asked, dtype=np.int64)
    for n in range(asked):
        queued[at[groups[n]]] = n
        at[groups[n]] += 1
    for group in range(room.size):
        first, last = ends[group], ends[group + 1]
        if last - first <= room[group]:
            continue
        # The lot above, the place in the queue below: no two are the same, and ties stand as they asked.
        drawn = np.empty(last - first, dtype=np.uint64)
        for n in range(first, last):
            i = asking[queued[n]]
            lot = philox(serial[i], who(corridor[i], born[i]), np.uint32(month), np.uint32(MONTHLY), k0, k1)[
                2
            ]
            drawn[n - first] = np.uint64(lot) << np.uint64(32) | np.uint64(n - first)
        drawn.sort()
        for n in range(np.int64(room[group]), last - first):
            result[queued[first + np.int64(drawn[n] & np.uint64(0xFFFFFFFF))]] = 0
    return result


@compiled()
def add_flows(present: Any, tallies: Any, origin: Any, target: Any) -> None:
    """Bring stocks (corridors, channels, states) up to date with the exits that were taken."""
    for c in range(present.shape[0]):
        for channel in range(present.shape[1]):
            for number in range(origin.size):
                moved = tallies[c, channel, number]
                present[c, channel, origin[number]] -= moved
                present[c, channel, target[number]] += moved


@compiled()
def sorted_requests(
    first: Any, requests: Any, waiting: Any, waiting_exit: Any, corridor: Any, destination: Any
) -> Any:  # fmt: skip
    """Tell those who want to depart from those who ask for screening, shelter or rehabilitation.

    Args:
        first: Where the requests of some of the people begin; as :func:`rantau.simulation.kernel.advance` leaves them.
        requests: How many they are.
        waiting: See there.
        waiting_exit: See there.
        corridor: See there.
        destination: (corridors,).

    Returns:
        Who wants to depart; and of those who ask: who, the place of the exit, and the queue (place × 3, of screening,
        shelter and rehabilitation).
    """
    leaving = np.empty(requests, dtype=np.uint32)
    asking, wanted = np.empty(requests, dtype=np.int64), np.empty(requests, dtype=np.int64)
    groups = np.empty(requests, dtype=np.int64)
    departing, count = 0, 0
    for n in range(first, first + requests):
        i, e, limit = np.int64(waiting[n]), np.int64(waiting_exit[n]) & 15, np.int64(waiting_exit[n]) >> 4
        if limit == _DEPARTURE:
            leaving[departing] = i
            departing += 1
            continue
        asking[count], wanted[count] = i, e
        groups[count] = destination[corridor[i]] * 3 + limit - _SCREENING
        count += 1
    return leaving[:departing], asking[:count], wanted[:count], groups[:count]


@compiled()
def settle_requests(
    asking: Any, wanted: Any, groups: Any, through: Any, serial: Any, corridor: Any, born: Any, profile: Any,
    state: Any, since: Any, debt: Any, episodes: Any, cell: Any, month: Any, k0: Any, k1: Any, risk: Any,
    exit_target: Any, exit_number: Any, sensitivity: Any, trace: Any, offsets: Any, tallies: Any,
) -> None:  # fmt: skip
    """Move those who were let through to screening, shelter and rehabilitation, and count the others.

    Args:
        asking: Who; this and the next two of :func:`sorted_requests`.
        wanted: See there.
        groups: See there.
        through: Of :func:`served`.
        serial: The arrays of people, as in :func:`rantau.simulation.kernel.advance`.
        corridor: See there.
        born: See there.
        profile: See there.
        state: See there.
        since: See there.
        debt: See there.
        episodes: See there.
        cell: See there.
        month: See there.
        k0: See there.
        k1: See there.
        risk: See there.
        exit_target: See there.
        exit_number: See there.
        sensitivity: Probability that screening recognises an exploited person.
        trace: See there.
        offsets: See there.
        tallies: (corridors, channels, columns), added to.
    """
    count = asking.size
    moving, into, by = (
        np.empty(count, dtype=np.int64),
        np.empty(count, dtype=np.int64),
        np.empty(count, dtype=np.int64),
    )
    moved = np.int64(0)
    for n in range(count):
        i, e = asking[n], wanted[n]
        s, c = np.int64(state[i]), np.int64(corridor[i])
        kind, channel = groups[n] % 3, (np.int64(profile[i]) // _RECRUITERS) % 2
        if through[n] == 0:
            tallies[c, channel, NOT_SCREENED + kind] += 1
            if kind != 0:
                continue  # they stay where they are
        target, exit = exit_target[s, e], exit_number[s, e]
        if kind == 0 and through[n] == 1:
            tallies[c, channel, SCREENINGS] += 1
            if s == _EXPLOITED:
                word = philox(serial[i], who(c, born[i]), np.uint32(month), np.uint32(SCREENED), k0, k1)[0]
                if (word + 0.5) * UNIT < sensitivity:
                    target, exit = _IDENTIFIED, _BY_SCREENING
        moving[moved], into[moved], by[moved] = i, target, exit
        moved += 1
    move(
        moved, moving, into, by, month, serial, corridor, born, profile, state, since, debt, episodes, cell, risk,
        trace, offsets, tallies,
    )  # fmt: skip
