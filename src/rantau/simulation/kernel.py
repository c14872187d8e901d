"""One pass a month over everyone: whether they leave their state, and by which exit.

The hazards of a corridor and state have an upper bound over all profiles. A draw above it means that nothing happens,
whoever it is; that is most people in most months, and costs a Philox block and a comparison. Only the others have
their hazards worked out. Blocks of people are drawn first and looked at afterwards, so that the first loop is one that
a compiler can do eight at a time.

Exits that need a capacity are not taken here: they are put down as requests, for the queues.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from rantau.simulation.lowering import LIMITS
from rantau.simulation.randomness import MONTHLY, compiled, philox
from rantau.simulation.states import MOST_EXITS, RECRUITERS, SECTORS, STATES, state_number
from rantau.simulation.tallies import AGAIN, BY_RECRUITER, BY_SECTOR, ENDED_MONTHS

__all__ = ["UNIT", "advance", "cell_of", "close_up", "move", "thresholds", "who"]

_EXPLOITED = state_number("exploited")
_RECRUITERS, _SECTORS = len(RECRUITERS), len(SECTORS)
_STATES = len(STATES)
_SCREENING = LIMITS.index("screening")
_BLOCK = 512
_CLASSES = 16
UNIT = 1.0 / 4294967296.0
"""Worth of the last bit of a 32-bit word as a number from 0 to 1."""

assert MOST_EXITS == 8


@compiled(inline="always")
def who(corridor: Any, born: Any) -> Any:
    """The second word of a person's name: corridor and month of the first departure (-1 before the start)."""
    return np.uint32(corridor) | (np.uint32(born + 1) << np.uint32(16))


@compiled(inline="always")
def cell_of(corridor: Any, state: Any, risk: Any, debt: Any, episodes: Any) -> Any:
    """Where the threshold of a person stands: corridor × state × class."""
    kind = (np.uint32(risk) * np.uint32(2) + np.uint32(debt > 0)) * np.uint32(2) + np.uint32(episodes > 0)
    place = np.uint32(corridor) * np.uint32(_STATES) + np.uint32(state)
    return place * np.uint32(_CLASSES) + kind


@compiled()
def move(
    count: Any, moving: Any, into: Any, by: Any, month: Any, serial: Any, corridor: Any, born: Any, profile: Any,
    state: Any, since: Any, debt: Any, episodes: Any, cell: Any, risk: Any, trace: Any, offsets: Any, tallies: Any,
) -> None:  # fmt: skip
    """Put people into other states and count the exits.

    Lists and not single people: an array handed over is counted in and out, which costs more than moving somebody.

    Args:
        count: How many.
        moving: Who; the arrays of people as in :func:`advance`.
        into: The state of each.
        by: The number of the exit of each.
        month: From 0.
        serial: See there.
        corridor: See there.
        born: See there.
        profile: See there.
        state: See there.
        since: See there.
        debt: See there.
        episodes: See there.
        cell: See there.
        risk: See there.
        trace: See there.
        offsets: See there.
        tallies: (corridors, channels, columns), added to.
    """
    for n in range(count):
        i, target = np.int64(moving[n]), into[n]
        c, p, before = np.int64(corridor[i]), np.int64(profile[i]), episodes[i]
        channel = (p // _RECRUITERS) % 2
        tallies[c, channel, by[n]] += 1
        tallies[c, channel, ENDED_MONTHS] += (month - since[i]) * (state[i] == _EXPLOITED)
        if target == _EXPLOITED:
            tallies[c, channel, AGAIN] += before > 0
            tallies[c, channel, BY_RECRUITER + p % _RECRUITERS] += 1
            tallies[c, channel, BY_SECTOR + (p // (2 * _RECRUITERS)) % _SECTORS] += 1
            episodes[i] = min(before, 254) + 1
            place = offsets[np.int64(born[i]) + 1, c] + np.int64(serial[i])
            trace[place] = min(trace[place], 254) + 1
        state[i] = target
        since[i] = month
        cell[i] = cell_of(c, target, risk[p], debt[i], episodes[i])


@compiled()
def thresholds(rates: Any, steepest: Any, count: Any) -> Any:
    """Words of luck above which nothing happens, by corridor, state and class of people.

    Args:
        rates: (corridors, states, sectors, exits).
        steepest: (states, exits, classes) the largest multipliers of a class.
        count: (states,) exits of each.

    Returns:
        (corridors × states × classes,) uint32, by :func:`cell_of`.
    """
    corridors, states, sectors, _ = rates.shape
    classes = steepest.shape[2]
    result = np.empty(corridors * states * classes, dtype=np.uint32)
    bound = np.empty(classes, dtype=np.float64)
    for row in range(corridors * states):
        c, s = row // states, row % states
        bound[:] = 0.0
        for e in range(count[s]):
            top = 0.0
            for sector in range(sectors):
                top = max(top, rates[c, s, sector, e])
            for kind in range(classes):
                bound[kind] += top * steepest[s, e, kind]
        for kind in range(classes):
            # 1 - exp(-r) is at most r; the factor and the added word are for rounding.
            word = min(bound[kind] * (1.0 + 1e-9), 1.0) * 4294967296.0 + 1.0
            result[row * classes + kind] = np.uint32(min(word, 4294967295.0))
    return result


@compiled()
def advance(
    first: Any, last: Any, serial: Any, corridor: Any, born: Any, profile: Any, state: Any, since: Any, debt: Any,
    episodes: Any, cell: Any, month: Any, k0: Any, k1: Any, threshold: Any, rates: Any, multiplier: Any, burden: Any,
    risk: Any, exit_target: Any, exit_limit: Any, exit_number: Any, coverage: Any, trace: Any, offsets: Any,
    tallies: Any, waiting: Any, waiting_exit: Any,
) -> Any:  # fmt: skip
    """Take people through a month.

    Args:
        first: The place of the first of them.
        last: The place behind the last.
        serial: uint32 number in the cohort; with corridor and month of first departure the person's name.
        corridor: uint16.
        born: int16 month of first departure, -1 before the start.
        profile: uint16.
        state: uint8.
        since: int16 month in which the state was entered.
        debt: uint8 level.
        episodes: uint8 of exploitation so far.
        cell: uint32, see :func:`cell_of`; kept up.
        month: From 0.
        k0: Key.
        k1: Key.
        threshold: (corridors × states × classes,) uint32: draws above leave nothing to do.
        rates: (corridors, states, sectors, exits).
        multiplier: (profiles, states, exits).
        burden: (states, levels, 2, exits).
        risk: (profiles,).
        exit_target: The tables of ``lowering.exits``.
        exit_limit: See there.
        exit_number: See there.
        coverage: (corridors,) share of the newly detained who are to be screened.
        trace: uint8 by birth order: entries into exploitation since the start.
        offsets: (months + 1, corridors) where each cohort begins in ``trace``.
        tallies: (corridors, channels, columns), added to.
        waiting: uint32 by person: the requests, from the first person's place on.
        waiting_exit: uint8 likewise: the place of the exit, and above its four bits the limit.

    Returns:
        How many requests there are.
    """
    whether, which, spare = (
        np.empty(_BLOCK, dtype=np.uint32),
        np.empty(_BLOCK, dtype=np.uint32),
        np.empty(_BLOCK, dtype=np.uint32),
    )
    # One longer: the place behind the last is written before it is known whether it counts.
    candidates = np.empty(_BLOCK + 1, dtype=np.int64)
    leaving = np.empty(_BLOCK + 1, dtype=np.int64)
    paying, paying_by = np.empty(_BLOCK + 1, dtype=np.int64), np.empty(_BLOCK + 1, dtype=np.int64)
    moving, into, by = (
        np.empty(_BLOCK + 1, dtype=np.int64),
        np.empty(_BLOCK + 1, dtype=np.int64),
        np.empty(_BLOCK + 1, dtype=np.int64),
    )
    upto = np.empty((_BLOCK + 1, MOST_EXITS), dtype=np.float64)
    requests = 0
    low = first
    while low < last:
        # Slices, so that the indices below are seen to be within them.
        high = min(low + _BLOCK, last)
        names, ways, months = serial[low:high], corridor[low:high], born[low:high]
        states, profiles, levels = state[low:high], profile[low:high], debt[low:high]
        before, cells = episodes[low:high], cell[low:high]
        width = names.size
        for j in range(width):
            whether[j], which[j], _, spare[j] = philox(
                names[j], who(ways[j], months[j]), np.uint32(month), np.uint32(MONTHLY), k0, k1
            )
        # No branches here and below, where they could not be foreseen: a wrong guess costs more than the work.
        maybe = 0
        for j in range(width):
            candidates[maybe] = j
            maybe += whether[j] <= threshold[cells[j]]
        events = 0
        for n in range(maybe):
            j = candidates[n]
            c, s, p = np.int64(ways[j]), np.int64(states[j]), np.int64(profiles[j])
            sector = (p // (2 * _RECRUITERS)) % _SECTORS
            level, again = np.int64(levels[j]), np.int64(before[j] > 0)
            for e in range(MOST_EXITS):
                upto[events, e] = rates[c, s, sector, e] * multiplier[p, s, e] * burden[s, level, again, e]
            for e in range(1, MOST_EXITS):
                upto[events, e] += upto[events, e - 1]
            total = upto[events, MOST_EXITS - 1]
            # 1 - exp(-r) lies between these two; only where the luck does too need it be worked out.
            least = total - 0.5 * total * total
            most = least + total * total * total * (1.0 / 6.0)
            luck = (whether[j] + 0.5) * UNIT
            leaves = luck < least
            if (luck < most) & (luck >= least):
                leaves = luck < 1.0 - math.exp(-total)
            leaving[events] = j
            events += leaves
        # Not a plain 0: a function that is handed a constant is compiled for it once more.
        paid, moved = np.int64(0), np.int64(0)
        for n in range(events):
            j = leaving[n]
            s = np.int64(states[j])
            left = (which[j] + 0.5) * UNIT * upto[n, MOST_EXITS - 1]
            e = 0
            for other in range(MOST_EXITS):
                e += upto[n, other] <= left
            limit = exit_limit[s, e]
            asks = (limit != 0) & (
                (limit != _SCREENING) | ((spare[j] + 0.5) * UNIT < coverage[np.int64(ways[j])])
            )
            waiting[first + requests] = low + j
            waiting_exit[first + requests] = e | (limit << 4)
            requests += asks
            pays = not asks and exit_target[s, e] == s
            paying[paid], paying_by[paid] = j, exit_number[s, e]
            paid += pays
            moving[moved], into[moved], by[moved] = low + j, exit_target[s, e], exit_number[s, e]
            moved += not (pays or asks)
        for n in range(paid):
            j = paying[n]
            p, c = np.int64(profiles[j]), np.int64(ways[j])
            levels[j] -= 1
            cells[j] = cell_of(c, states[j], risk[p], levels[j], before[j])
            tallies[c, (p // _RECRUITERS) % 2, paying_by[n]] += 1
        move(
            moved, moving, into, by, month, serial, corridor, born, profile, state, since, debt, episodes, cell,
            risk, trace, offsets, tallies,
        )  # fmt: skip
        low = high
    return requests


@compiled()
def close_up(
    first: Any, last: Any, ended: Any, serial: Any, corridor: Any, born: Any, profile: Any, state: Any, since: Any,
    debt: Any, episodes: Any, cell: Any,
) -> Any:  # fmt: skip
    """Move those from ``first`` to before ``last`` whose state is not ``ended`` together, from ``first`` on.

    Args:
        first: The place of the first.
        last: The place behind the last.
        ended: (states,).
        serial: The arrays of people, as in :func:`advance`.
        corridor: See there.
        born: See there.
        profile: See there.
        state: See there.
        since: See there.
        debt: See there.
        episodes: See there.
        cell: See there.

    Returns:
        How many they are.
    """
    to = first
    for i in range(first, last):
        stays = not ended[state[i]]
        serial[to], corridor[to], born[to], profile[to] = serial[i], corridor[i], born[i], profile[i]
        state[to], since[to], debt[to], episodes[to], cell[to] = (
            state[i],
            since[i],
            debt[i],
            episodes[i],
            cell[i],
        )
        to += stays
    return to - first
