"""Departures: how many set out, who they are, by which channel they go, who recruits them, and what they owe."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from rantau.simulation.kernel import UNIT, cell_of, who
from rantau.simulation.queues import served
from rantau.simulation.randomness import BORN, DEPARTING, DEPARTURES, FIRST, compiled, philox
from rantau.simulation.states import CHANNELS, DEBT_LEVELS, EXITS, RECRUITERS, SECTORS, state_number
from rantau.simulation.tallies import DEPARTED_BY, OVER_QUOTA, STAYED, SUBSTITUTED

__all__ = ["add_new", "add_present", "choose", "depart", "poisson", "set_out", "turned_away"]

_PROSPECT, _TRANSIT = state_number("prospect"), state_number("in_transit")
_REGULAR_WORK, _IRREGULAR_WORK = state_number("regular_work"), state_number("irregular_work")
_EXPLOITED = state_number("exploited")
_RECRUITERS, _SECTORS = len(RECRUITERS), len(SECTORS)
_REGULAR, _IRREGULAR = CHANNELS.index("regular"), CHANNELS.index("irregular")
_DEPARTS = next(n for n, one in enumerate(EXITS) if one.name == "departs")
_TOP = DEBT_LEVELS - 1


@compiled()
def poisson(mean: Any, share: Any) -> Any:
    """The number below which ``share`` of a Poisson distribution lies, found by inversion.

    Inversion keeps scenarios paired: with a mean a little higher the same share gives the same number or a little more.
    The sum starts ten standard deviations below the mean; what lies further down is under 1e-20.
    """
    if mean <= 0.0:
        return 0
    k = max(0, int(mean - 10.0 * math.sqrt(mean) - 10.0))
    term = math.exp(k * math.log(mean) - mean - math.lgamma(k + 1.0))
    total = term
    stop = mean + 12.0 * math.sqrt(mean) + 60.0
    while total < share and k < stop:
        k += 1
        term *= mean / k
        total += term
    return k


@compiled()
def set_out(means: Any, month: Any, k0: Any, k1: Any) -> Any:
    """How many set out for the first time on each corridor in a month, given the expected numbers."""
    counts = np.empty(means.size, dtype=np.int64)
    for c in range(means.size):
        a, b, _, _ = philox(np.uint32(0), np.uint32(c), np.uint32(month), np.uint32(DEPARTURES), k0, k1)
        share = ((np.uint64(a) << np.uint64(20)) | (np.uint64(b) >> np.uint64(12))) * (
            1.0 / 4503599627370496.0
        )
        counts[c] = poisson(means[c], share)
    return counts


@compiled()
def _words(count: Any, serial: Any, second: Any, third: Any, purpose: Any, k0: Any, k1: Any) -> Any:
    """(4, count) words of luck of people given by the two words of their name: a loop done many at a time."""
    words = np.empty((4, count), dtype=np.uint32)
    for n in range(count):
        words[0, n], words[1, n], words[2, n], words[3, n] = philox(
            serial[n], second[n], third, purpose, k0, k1
        )
    return words


@compiled()
def _names(
    first: Any, last: Any, base: Any, ends: Any, month: Any, serial: Any, corridor: Any, born: Any
) -> Any:
    """Name the members of a cohort from the ``first`` to before the ``last``; they stand from the place ``base`` on.

    Args:
        first: The first, counted over all corridors.
        last: The one behind the last.
        base: Where the cohort begins in the arrays.
        ends: (C,) the members up to and with each corridor.
        month: In which they set out.
        serial: The arrays of people.
        corridor: See ``serial``.
        born: See ``serial``.

    Returns:
        (last - first,) the second word of each name.
    """
    names = np.empty(last - first, dtype=np.uint32)
    c, begin = 0, 0
    for n in range(first, last):
        while n >= ends[c]:
            begin = ends[c]
            c += 1
        serial[base + n], corridor[base + n], born[base + n] = n - begin, c, month
        names[n - first] = who(c, month)
    return names


@compiled()
def _attributes(corridor: Any, words: Any, upto: Any) -> Any:
    """Sex, age and sector as one number, the sector fastest, by (people,) corridor and (4, people) words of luck.

    ``upto``: (C, sexes, ages × sectors) shares, added up along the last axis.
    """
    columns = upto.shape[2]
    attributes = np.empty(corridor.size, dtype=np.int64)
    for n in range(corridor.size):
        c = np.int64(corridor[n])
        sex = np.int64((words[0, n] + 0.5) * UNIT >= upto[c, 0, columns - 1])
        left = (words[1, n] + 0.5) * UNIT * upto[c, sex, columns - 1]
        chosen = 0
        for column in range(columns - 1):
            chosen += upto[c, sex, column] <= left
        attributes[n] = sex * columns + chosen
    return attributes


@compiled(inline="always")
def _levels(word: Any, mean: Any) -> Any:
    """A whole number of levels whose expectation is the mean."""
    whole = np.int64(mean)
    return min(whole + np.int64((word + 0.5) * UNIT < mean - whole), _TOP)


@compiled()
def add_present(
    first: Any, last: Any, ends: Any, k0: Any, k1: Any, upto: Any, irregular: Any, exploited: Any, recruiters: Any,
    debt_mean: Any, indebted: Any, risk: Any, serial: Any, corridor: Any, born: Any, profile: Any, state: Any,
    since: Any, debt: Any, episodes: Any, cell: Any, present: Any,
) -> None:  # fmt: skip
    """Place those who are there at the start, in the order of their corridors.

    Args:
        first: The first of those to be placed.
        last: The one behind the last.
        ends: (C,) how many there are up to and with each corridor.
        k0: Key.
        k1: Key.
        upto: (C, sexes, ages × sectors) shares, added up along the last axis.
        irregular: (C,) share without regular status.
        exploited: (channels,) share exploited.
        recruiters: (C, channels, recruiters) cumulated shares.
        debt_mean: (C, channels, recruiters).
        indebted: Share who still owe what they owed at departure.
        risk: (profiles,).
        serial: The arrays of people.
        corridor: See ``serial``.
        born: See ``serial``.
        profile: See ``serial``.
        state: See ``serial``.
        since: See ``serial``.
        debt: See ``serial``.
        episodes: See ``serial``.
        cell: See ``serial``.
        present: (C, channels, states), added to.
    """
    count = last - first
    names = _names(first, last, np.int64(0), ends, np.int64(-1), serial, corridor, born)
    here = serial[first:last]
    attributes = _attributes(
        corridor[first:last], _words(count, here, names, np.uint32(0), np.uint32(BORN), k0, k1), upto
    )
    one = _words(count, here, names, np.uint32(0), np.uint32(FIRST), k0, k1)
    two = _words(count, here, names, np.uint32(1), np.uint32(FIRST), k0, k1)
    for n in range(count):
        i = first + n
        c = np.int64(corridor[i])
        channel = _IRREGULAR if (one[0, n] + 0.5) * UNIT < irregular[c] else _REGULAR
        s = _IRREGULAR_WORK if channel == _IRREGULAR else _REGULAR_WORK
        if (one[1, n] + 0.5) * UNIT < exploited[channel]:
            s = _EXPLOITED
        recruiter = 0
        for r in range(_RECRUITERS - 1):
            recruiter += (one[2, n] + 0.5) * UNIT >= recruiters[c, channel, r]
        owes = (one[3, n] + 0.5) * UNIT < indebted
        level = _levels(two[0, n], debt_mean[c, channel, recruiter]) * np.int64(owes)
        p = (attributes[n] * 2 + channel) * _RECRUITERS + recruiter
        profile[i], since[i], state[i] = p, 0, s
        debt[i], episodes[i] = level, s == _EXPLOITED
        cell[i] = cell_of(c, s, risk[p], level, np.int64(s == _EXPLOITED))
        present[c, channel, s] += 1


@compiled()
def add_new(
    first: Any, last: Any, people: Any, ends: Any, month: Any, k0: Any, k1: Any, upto: Any, risk: Any, serial: Any,
    corridor: Any, born: Any, profile: Any, state: Any, since: Any, debt: Any, episodes: Any, cell: Any,
) -> None:  # fmt: skip
    """Add those who set out for the first time, as prospects.

    Args:
        first: The first of those to be added.
        last: The one behind the last.
        people: How many people there are already; the others as in :func:`add_present`.
        ends: See there.
        month: From 0.
        k0: See there.
        k1: See there.
        upto: See there.
        risk: See there.
        serial: See there.
        corridor: See there.
        born: See there.
        profile: See there.
        state: See there.
        since: See there.
        debt: See there.
        episodes: See there.
        cell: See there.
    """
    names = _names(first, last, people, ends, month, serial, corridor, born)
    low, high = people + first, people + last
    words = _words(last - first, serial[low:high], names, np.uint32(0), np.uint32(BORN), k0, k1)
    attributes = _attributes(corridor[low:high], words, upto)
    for n in range(last - first):
        i = low + n
        p = (attributes[n] * 2 + _IRREGULAR) * _RECRUITERS
        profile[i], state[i], since[i], debt[i], episodes[i] = p, _PROSPECT, month, 0, 0
        cell[i] = cell_of(corridor[i], _PROSPECT, risk[p], 0, 0)


@compiled()
def choose(
    leaving: Any, chosen: Any, serial: Any, corridor: Any, born: Any, month: Any, k0: Any, k1: Any, regular: Any
) -> Any:  # fmt: skip
    """Choose the channel of those who want to depart.

    Args:
        leaving: Who; the arrays of people as in :func:`add_present`.
        chosen: Filled with the channel of each.
        serial: See there.
        corridor: See there.
        born: See there.
        month: From 0.
        k0: Key.
        k1: Key.
        regular: (C,) probability of choosing the regular channel.

    Returns:
        (4, departing) words of luck for :func:`depart`.
    """
    count = leaving.size
    numbers, names = np.empty(count, dtype=np.uint32), np.empty(count, dtype=np.uint32)
    for n in range(count):
        i = np.int64(leaving[n])
        numbers[n], names[n] = serial[i], who(corridor[i], born[i])
    words = _words(count, numbers, names, np.uint32(month), np.uint32(DEPARTING), k0, k1)
    for n in range(count):
        c = np.int64(corridor[np.int64(leaving[n])])
        chosen[n] = _REGULAR if (words[0, n] + 0.5) * UNIT < regular[c] else _IRREGULAR
    return words


@compiled()
def turned_away(
    leaving: Any, chosen: Any, serial: Any, corridor: Any, born: Any, month: Any, k0: Any, k1: Any, quota: Any
) -> Any:  # fmt: skip
    """Whom the quota of the regular channel does not let through.

    Args:
        leaving: Who wants to depart; the arrays of people as in :func:`add_present`.
        chosen: The channel of each.
        serial: See there.
        corridor: See there.
        born: See there.
        month: From 0.
        k0: Key.
        k1: Key.
        quota: (C,) how many it lets through this month.

    Returns:
        For each 1 or 0.
    """
    departing = leaving.size
    asking, position = np.empty(departing, dtype=np.int64), np.empty(departing, dtype=np.int64)
    groups = np.empty(departing, dtype=np.int64)
    asked = np.int64(0)
    for n in range(departing):
        i = np.int64(leaving[n])
        asking[asked], position[asked], groups[asked] = i, n, corridor[i]
        asked += chosen[n] == _REGULAR
    through = served(asked, asking, groups, quota, serial, corridor, born, month, k0, k1)
    turned = np.zeros(departing, dtype=np.uint8)
    for n in range(asked):
        turned[position[n]] = 1 - through[n]
    return turned


@compiled()
def depart(
    leaving: Any, chosen: Any, turned: Any, words: Any, corridor: Any, profile: Any, state: Any, since: Any,
    debt: Any, episodes: Any, cell: Any, month: Any, risk: Any, substitution: Any, recruiters: Any, debt_mean: Any,
    present: Any, tallies: Any,
) -> None:  # fmt: skip
    """Let people depart, by the channel they chose or another; choose the recruiter.

    Args:
        leaving: Who; the arrays of people as in :func:`add_present`.
        chosen: The channel of each.
        turned: Whether the quota turns each away.
        words: Of :func:`choose`.
        corridor: See there.
        profile: See there.
        state: See there.
        since: See there.
        debt: See there.
        episodes: See there.
        cell: See there.
        month: From 0.
        risk: (profiles,).
        substitution: Of those turned away, the share that goes irregularly.
        recruiters: (C, channels, recruiters) cumulated shares.
        debt_mean: (C, channels, recruiters) in levels.
        present: (C, channels, states), added to.
        tallies: (C, channels, columns), added to.
    """
    for n in range(leaving.size):
        i = np.int64(leaving[n])
        c, p, channel = np.int64(corridor[i]), np.int64(profile[i]), np.int64(chosen[n])
        before = (p // _RECRUITERS) % 2
        if turned[n] == 1:
            tallies[c, before, OVER_QUOTA] += 1
            if (words[1, n] + 0.5) * UNIT >= substitution:
                tallies[c, before, STAYED] += 1
                continue
            tallies[c, before, SUBSTITUTED] += 1
            channel = np.int64(_IRREGULAR)
        recruiter = 0
        for r in range(_RECRUITERS - 1):
            recruiter += (words[2, n] + 0.5) * UNIT >= recruiters[c, channel, r]
        level = min(debt[i] + _levels(words[3, n], debt_mean[c, channel, recruiter]), _TOP)
        p = (p // (2 * _RECRUITERS) * 2 + channel) * _RECRUITERS + recruiter
        debt[i], profile[i], state[i], since[i] = level, p, _TRANSIT, month
        cell[i] = cell_of(c, _TRANSIT, risk[p], level, episodes[i])
        tallies[c, channel, _DEPARTS] += 1
        tallies[c, channel, DEPARTED_BY + recruiter] += 1
        present[c, before, _PROSPECT] -= 1
        present[c, channel, _TRANSIT] += 1
