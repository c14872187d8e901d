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
from numba import prange

from rantau.simulation.lowering import LIMITS
from rantau.simulation.randomness import MONTHLY, compiled, philox
from rantau.simulation.states import MOST_EXITS, RECRUITERS, SECTORS, STATES, state_number
from rantau.simulation.tallies import AGAIN, BY_RECRUITER, BY_SECTOR, ENDED_MONTHS

__all__ = ["UNIT", "advance", "advance_serially", "move", "thresholds", "who"]

_EXPLOITED = state_number("exploited")
_RECRUITERS, _SECTORS = len(RECRUITERS), len(SECTORS)
_STATES = len(STATES)
_SCREENING = LIMITS.index("screening")
_BLOCK = 512
_CLASSES = 16
_ALWAYS = np.uint32(4294967295)
UNIT = 1.0 / 4294967296.0
"""Worth of the last bit of a 32-bit word as a number from 0 to 1."""

assert MOST_EXITS == 8


@compiled(inline="always")
def who(corridor: Any, born: Any) -> Any:
    """The second word of a person's name: corridor and month of the first departure (-1 before the start)."""
    return np.uint32(corridor) | (np.uint32(born + 1) << np.uint32(16))


@compiled(inline="always")
def move(
    i: Any,
    target: Any,
    month: Any,
    profile: Any,
    state: Any,
    since: Any,
    episodes: Any,
    tally: Any,
    exit: Any,
) -> Any:
    """Put a person into another state and count the exit. ``tally`` is (columns,), of the corridor and channel."""
    source = state[i]
    tally[exit] += 1
    if source == _EXPLOITED:
        tally[ENDED_MONTHS] += month - since[i]
    if target == _EXPLOITED:
        if episodes[i] > 0:
            tally[AGAIN] += 1
        if episodes[i] < 255:
            episodes[i] += 1
        p = np.int64(profile[i])
        tally[BY_RECRUITER + p % _RECRUITERS] += 1
        tally[BY_SECTOR + (p // (2 * _RECRUITERS)) % _SECTORS] += 1
    state[i] = target
    since[i] = month


@compiled()
def thresholds(rates: Any, steepest: Any) -> Any:
    """Words of luck at or above which nothing happens, by corridor, state and class of people.

    Args:
        rates: (corridors, states, sectors, exits).
        steepest: (classes, states, exits) the largest multipliers of a class.

    Returns:
        (corridors × states × classes,) uint32; 0 where there is no way out.
    """
    corridors, states, sectors, most = rates.shape
    result = np.zeros(corridors * states * steepest.shape[0], dtype=np.uint32)
    top = np.empty(most, dtype=np.float64)
    for c in range(corridors):
        for s in range(states):
            for e in range(most):
                top[e] = 0.0
            for sector in range(sectors):
                for e in range(most):
                    top[e] = max(top[e], rates[c, s, sector, e])
            for kind in range(steepest.shape[0]):
                bound = 0.0
                for e in range(most):
                    bound += top[e] * steepest[kind, s, e]
                if bound > 0.0:
                    # 1 - exp(-r) is at most r; the factor and the added word are for rounding.
                    word = min(bound * (1.0 + 1e-9), 1.0) * 4294967296.0 + 1.0
                    result[(c * states + s) * steepest.shape[0] + kind] = np.uint32(min(word, 4294967295.0))
    return result


def _advance(
    people: Any,
    serial: Any,
    corridor: Any,
    born: Any,
    profile: Any,
    state: Any,
    since: Any,
    debt: Any,
    episodes: Any,
    month: Any,
    k0: Any,
    k1: Any,
    threshold: Any,
    rates: Any,
    multiplier: Any,
    burden: Any,
    risk: Any,
    exit_target: Any,
    exit_limit: Any,
    exit_number: Any,
    coverage: Any,
    trace: Any,
    offsets: Any,
    tallies: Any,
    waiting: Any,
    waiting_exit: Any,
    waiting_count: Any,
) -> None:
    """Take every person through a month.

    Args:
        people: How many there are.
        serial: uint32 number in the cohort; with corridor and month of first departure the person's name.
        corridor: uint16.
        born: int16 month of first departure, -1 before the start.
        profile: uint16.
        state: uint8.
        since: int16 month in which the state was entered.
        debt: uint8 level.
        episodes: uint8 of exploitation so far.
        month: From 0.
        k0: Key.
        k1: Key.
        threshold: (corridors × states × classes,) uint32: draws at or above leave nothing to do.
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
        tallies: (chunks, corridors, channels, columns), zeroed here.
        waiting: uint32 by person: the requests of each chunk, from its first person's place on.
        waiting_exit: uint8 likewise: which exit.
        waiting_count: (chunks,).
    """
    chunks = tallies.shape[0]
    size = (people + chunks - 1) // chunks
    for chunk in prange(chunks):
        mine = tallies[chunk]
        mine[:] = 0
        first, last = chunk * size, min((chunk + 1) * size, people)
        words = np.empty(_BLOCK, dtype=np.uint32)
        candidates = np.empty(_BLOCK + 1, dtype=np.int64)
        events = np.empty(_BLOCK + 1, dtype=np.int64)
        which = np.empty(_BLOCK, dtype=np.uint32)
        spare = np.empty(_BLOCK, dtype=np.uint32)
        upto = np.empty(MOST_EXITS, dtype=np.float64)
        requests = 0
        low = first
        while low < last:
            # Slices, so that the indices below are seen to be within them.
            high = min(low + _BLOCK, last)
            names, ways, months = serial[low:high], corridor[low:high], born[low:high]
            states, profiles, levels = state[low:high], profile[low:high], debt[low:high]
            before = episodes[low:high]
            width = names.size
            for j in range(width):
                words[j] = philox(
                    names[j], who(ways[j], months[j]), np.uint32(month), np.uint32(MONTHLY), k0, k1
                )[0]
            maybe = 0
            for j in range(width):
                kind = (np.int64(risk[profiles[j]]) * 2 + (levels[j] > 0)) * 2 + (before[j] > 0)
                bound = threshold[(np.int64(ways[j]) * _STATES + np.int64(states[j])) * _CLASSES + kind]
                candidates[maybe] = j
                # No branch: whether someone is looked at cannot be foreseen, and a wrong guess costs more.
                maybe += (words[j] < bound) | (bound == _ALWAYS)
            leaving = 0
            for n in range(maybe):
                j = candidates[n]
                c, s, p = np.int64(ways[j]), np.int64(states[j]), np.int64(profiles[j])
                sector = (p // (2 * _RECRUITERS)) % _SECTORS
                again = np.int64(before[j] > 0)
                for e in range(MOST_EXITS):
                    upto[e] = rates[c, s, sector, e] * multiplier[p, s, e] * burden[s, levels[j], again, e]
                # In pairs, so that no sum has to wait for all before it.
                total = ((upto[0] + upto[1]) + (upto[2] + upto[3])) + (
                    (upto[4] + upto[5]) + (upto[6] + upto[7])
                )
                events[leaving] = j
                leaving += (words[j] + 0.5) * UNIT < 1.0 - math.exp(-total)
            for n in range(leaving):
                j = events[n]
                _, which[n], _, spare[n] = philox(
                    names[j], who(ways[j], months[j]), np.uint32(month), np.uint32(MONTHLY), k0, k1
                )
            for n in range(leaving):
                i = low + events[n]
                c, s, p = np.int64(corridor[i]), np.int64(state[i]), np.int64(profile[i])
                sector = (p // (2 * _RECRUITERS)) % _SECTORS
                again = np.int64(episodes[i] > 0)
                total = 0.0
                for e in range(MOST_EXITS):
                    total += rates[c, s, sector, e] * multiplier[p, s, e] * burden[s, debt[i], again, e]
                    upto[e] = total
                left = (which[n] + 0.5) * UNIT * total
                chosen = 0
                for e in range(MOST_EXITS):
                    chosen += upto[e] <= left
                if chosen == MOST_EXITS:
                    # Rounding alone can bring it here: the last way out that there is.
                    chosen = MOST_EXITS - 1
                    while chosen > 0 and upto[chosen - 1] == total:
                        chosen -= 1
                limit = exit_limit[s, chosen]
                if limit != 0 and (limit != _SCREENING or (spare[n] + 0.5) * UNIT < coverage[c]):
                    waiting[first + requests] = i
                    waiting_exit[first + requests] = chosen
                    requests += 1
                    continue
                target = exit_target[s, chosen]
                tally = mine[c, (p // _RECRUITERS) % 2]
                if target == s:
                    debt[i] -= 1
                    tally[exit_number[s, chosen]] += 1
                    continue
                move(i, target, month, profile, state, since, episodes, tally, exit_number[s, chosen])
                if target == _EXPLOITED:
                    place = offsets[born[i] + 1, c] + np.int64(serial[i])
                    if trace[place] < 255:
                        trace[place] += 1
            low = high
        waiting_count[chunk] = requests


advance = compiled(parallel=True)(_advance)
advance_serially = compiled()(_advance)
"""The same on one thread: what an ensemble uses, whose draws are run side by side."""
