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

__all__ = ["add_flows", "lots", "served", "settle_requests"]

_DEPARTURE, _SCREENING = LIMITS.index("departure"), LIMITS.index("screening")
_EXPLOITED, _IDENTIFIED = state_number("exploited"), state_number("identified")
_BY_SCREENING = next(n for n, one in enumerate(EXITS) if one.name == "identified_by_screening")
_RECRUITERS = len(RECRUITERS)
assert NOT_SHELTERED == NOT_SCREENED + 1
assert NOT_REHABILITATED == NOT_SCREENED + 2


@compiled()
def lots(count: Any, people: Any, serial: Any, corridor: Any, born: Any, month: Any, k0: Any, k1: Any) -> Any:
    """The lot of each of the first ``count`` of ``people``."""
    drawn = np.empty(count, dtype=np.uint32)
    for n in range(count):
        i = people[n]
        drawn[n] = philox(serial[i], who(corridor[i], born[i]), np.uint32(month), np.uint32(MONTHLY), k0, k1)[
            2
        ]
    return drawn


@compiled()
def served(groups: Any, drawn: Any, room: Any) -> Any:
    """Who is let through.

    Args:
        groups: For each request its queue.
        drawn: For each request its lot; the lowest go first, ties in the order of the requests.
        room: For each queue how many it lets through.

    Returns:
        For each request 1 or 0.
    """
    asked = np.zeros(room.size, dtype=np.int64)
    for group in groups:
        asked[group] += 1
    result = np.ones(groups.size, dtype=np.uint8)
    for group in range(room.size):
        if asked[group] <= room[group]:
            continue
        queue = np.empty(asked[group], dtype=np.int64)
        n = 0
        for request in range(groups.size):
            if groups[request] == group:
                queue[n] = request
                n += 1
        order = np.argsort(drawn[queue], kind="mergesort")
        for n in range(np.int64(room[group]), asked[group]):
            result[queue[order[n]]] = 0
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
def settle_requests(
    people: Any,
    serial: Any,
    corridor: Any,
    born: Any,
    profile: Any,
    state: Any,
    since: Any,
    episodes: Any,
    month: Any,
    k0: Any,
    k1: Any,
    exit_target: Any,
    exit_limit: Any,
    exit_number: Any,
    waiting: Any,
    waiting_exit: Any,
    waiting_count: Any,
    destination: Any,
    room: Any,
    sensitivity: Any,
    tallies: Any,
    leaving: Any,
) -> Any:
    """Serve the requests for screening, shelter and rehabilitation; hand on those who want to depart.

    Args:
        people: How many there are; the next as in :func:`rantau.simulation.kernel.advance`.
        serial: See there.
        corridor: See there.
        born: See there.
        profile: See there.
        state: See there.
        since: See there.
        episodes: See there.
        month: See there.
        k0: See there.
        k1: See there.
        exit_target: See there.
        exit_limit: See there.
        exit_number: See there.
        waiting: See there.
        waiting_exit: See there.
        waiting_count: See there.
        destination: (corridors,).
        room: (places × 3,) screening, shelter and rehabilitation.
        sensitivity: Probability that screening recognises an exploited person.
        tallies: (corridors, channels, columns), added to.
        leaving: Filled with those who want to depart.

    Returns:
        How many want to depart.
    """
    chunks = waiting_count.size
    size = (people + chunks - 1) // chunks
    total = waiting_count.sum()
    asking = np.empty(total, dtype=np.uint32)
    wanted = np.empty(total, dtype=np.uint8)
    groups = np.empty(total, dtype=np.int64)
    count, departing = 0, 0
    for chunk in range(chunks):
        for n in range(waiting_count[chunk]):
            i = waiting[chunk * size + n]
            e = waiting_exit[chunk * size + n]
            limit = exit_limit[state[i], e]
            if limit == _DEPARTURE:
                leaving[departing] = i
                departing += 1
                continue
            asking[count] = i
            wanted[count] = e
            groups[count] = destination[corridor[i]] * 3 + limit - _SCREENING
            count += 1
    drawn = lots(count, asking, serial, corridor, born, month, k0, k1)
    through = served(groups[:count], drawn, room)
    for n in range(count):
        i, e = asking[n], wanted[n]
        s = state[i]
        kind = groups[n] % 3
        tally = tallies[corridor[i], (np.int64(profile[i]) // _RECRUITERS) % 2]
        if through[n] == 0:
            tally[NOT_SCREENED + kind] += 1
            if kind != 0:
                continue  # they stay where they are
        target, exit = exit_target[s, e], exit_number[s, e]
        if kind == 0 and through[n] == 1:
            tally[SCREENINGS] += 1
            if s == _EXPLOITED:
                word = philox(
                    serial[i], who(corridor[i], born[i]), np.uint32(month), np.uint32(SCREENED), k0, k1
                )[0]
                if (word + 0.5) * UNIT < sensitivity:
                    target, exit = _IDENTIFIED, _BY_SCREENING
        move(i, target, month, profile, state, since, episodes, tally, exit)
    return departing
