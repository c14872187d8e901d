"""Departures: how many set out, who they are, by which channel they go, who recruits them, and what they owe."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from rantau.simulation.kernel import UNIT, who
from rantau.simulation.queues import lots, served
from rantau.simulation.randomness import BORN, DEPARTING, DEPARTURES, FIRST, compiled, philox
from rantau.simulation.states import CHANNELS, DEBT_LEVELS, EXITS, RECRUITERS, SECTORS, state_number
from rantau.simulation.tallies import DEPARTED_BY, NEW, OVER_QUOTA, STAYED, SUBSTITUTED

__all__ = ["add_new", "add_present", "depart", "poisson", "set_out"]

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


@compiled(inline="always")
def _attributes(n: Any, c: Any, born: Any, k0: Any, k1: Any, birth: Any) -> Any:
    """Sex, age and sector as one number, the sector fastest. ``birth``: (C, sexes, ages × sectors)."""
    a, b, _, _ = philox(np.uint32(n), who(c, born), np.uint32(0), np.uint32(BORN), k0, k1)
    women = 0.0
    for column in range(birth.shape[2]):
        women += birth[c, 0, column]
    sex = 0 if (a + 0.5) * UNIT < women else 1
    total = women if sex == 0 else 1.0 - women
    left = (b + 0.5) * UNIT * total
    chosen = 0
    for column in range(birth.shape[2]):
        if birth[c, sex, column] > 0.0:
            chosen = column
            left -= birth[c, sex, column]
            if left < 0.0:
                break
    return sex * birth.shape[2] + chosen


@compiled(inline="always")
def _recruiter(word: Any, shares: Any) -> Any:
    """From cumulated shares."""
    u = (word + 0.5) * UNIT
    for r in range(_RECRUITERS - 1):
        if u < shares[r]:
            return r
    return _RECRUITERS - 1


@compiled(inline="always")
def _levels(word: Any, mean: Any) -> Any:
    """A whole number of levels whose expectation is the mean."""
    whole = np.int64(mean)
    return min(whole + (1 if (word + 0.5) * UNIT < mean - whole else 0), _TOP)


@compiled()
def add_present(
    counts: Any, k0: Any, k1: Any, birth: Any, irregular: Any, exploited: Any, recruiters: Any, debt_mean: Any,
    indebted: Any, serial: Any, corridor: Any, born: Any, profile: Any, state: Any, since: Any, debt: Any,
    episodes: Any, present: Any,
) -> None:  # fmt: skip
    """Place those who are there at the start, corridor by corridor.

    Args:
        counts: (C,) how many on each corridor.
        k0: Key.
        k1: Key.
        birth: (C, sexes, ages × sectors).
        irregular: (C,) share without regular status.
        exploited: (channels,) share exploited.
        recruiters: (C, channels, recruiters) cumulated shares.
        debt_mean: (C, channels, recruiters).
        indebted: Share who still owe what they owed at departure.
        serial: The arrays of people, filled from the front.
        corridor: See ``serial``.
        born: See ``serial``.
        profile: See ``serial``.
        state: See ``serial``.
        since: See ``serial``.
        debt: See ``serial``.
        episodes: See ``serial``.
        present: (C, channels, states), added to.
    """
    i = 0
    for c in range(counts.size):
        for n in range(counts[c]):
            a, b, d, e = philox(np.uint32(n), who(c, -1), np.uint32(0), np.uint32(FIRST), k0, k1)
            f, _, _, _ = philox(np.uint32(n), who(c, -1), np.uint32(1), np.uint32(FIRST), k0, k1)
            channel = _IRREGULAR if (a + 0.5) * UNIT < irregular[c] else _REGULAR
            work = _IRREGULAR_WORK if channel == _IRREGULAR else _REGULAR_WORK
            s = _EXPLOITED if (b + 0.5) * UNIT < exploited[channel] else work
            recruiter = _recruiter(d, recruiters[c, channel])
            level = _levels(f, debt_mean[c, channel, recruiter]) if (e + 0.5) * UNIT < indebted else 0
            serial[i], corridor[i], born[i], since[i] = n, c, -1, 0
            attributes = _attributes(n, c, -1, k0, k1, birth)
            profile[i] = (attributes * 2 + channel) * _RECRUITERS + recruiter
            state[i], debt[i], episodes[i] = s, level, 1 if s == _EXPLOITED else 0
            present[c, channel, s] += 1
            i += 1


@compiled()
def add_new(
    people: Any, counts: Any, month: Any, k0: Any, k1: Any, birth: Any, serial: Any, corridor: Any, born: Any,
    profile: Any, state: Any, since: Any, debt: Any, episodes: Any, present: Any, tallies: Any, leaving: Any,
    departing: Any,
) -> Any:  # fmt: skip
    """Add those who set out for the first time, as prospects who want to depart at once.

    Args:
        people: How many there are already; the others as in :func:`add_present`.
        counts: See there.
        month: From 0.
        k0: See there.
        k1: See there.
        birth: See there.
        serial: See there.
        corridor: See there.
        born: See there.
        profile: See there.
        state: See there.
        since: See there.
        debt: See there.
        episodes: See there.
        present: See there.
        tallies: (C, channels, columns), added to.
        leaving: Those who want to depart, added to.
        departing: How many these were.

    Returns:
        How many want to depart now.
    """
    i = people
    for c in range(counts.size):
        for n in range(counts[c]):
            serial[i], corridor[i], born[i], since[i] = n, c, month, month
            attributes = _attributes(n, c, month, k0, k1, birth)
            profile[i] = (attributes * 2 + _IRREGULAR) * _RECRUITERS
            state[i], debt[i], episodes[i] = _PROSPECT, 0, 0
            leaving[departing] = i
            departing += 1
            i += 1
        present[c, _IRREGULAR, _PROSPECT] += counts[c]
        tallies[c, _IRREGULAR, NEW] += counts[c]
    return departing


@compiled()
def depart(
    departing: Any, leaving: Any, serial: Any, corridor: Any, born: Any, profile: Any, state: Any, since: Any,
    debt: Any, month: Any, k0: Any, k1: Any, regular: Any, quota: Any, substitution: Any, recruiters: Any,
    debt_mean: Any, present: Any, tallies: Any,
) -> None:  # fmt: skip
    """Choose channel and recruiter of those who want to depart; the quota lets some through, by lot.

    Args:
        departing: How many.
        leaving: Who; the arrays of people as in :func:`add_present`.
        serial: See there.
        corridor: See there.
        born: See there.
        profile: See there.
        state: See there.
        since: See there.
        debt: See there.
        month: From 0.
        k0: Key.
        k1: Key.
        regular: (C,) probability of choosing the regular channel.
        quota: (C,) how many it lets through this month.
        substitution: Of those turned away, the share that goes irregularly.
        recruiters: (C, channels, recruiters) cumulated shares.
        debt_mean: (C, channels, recruiters) in levels.
        present: (C, channels, states), kept up.
        tallies: (C, channels, columns), added to.
    """
    chosen = np.empty(departing, dtype=np.uint8)
    asking = np.empty(departing, dtype=np.uint32)
    position = np.empty(departing, dtype=np.int64)
    groups = np.empty(departing, dtype=np.int64)
    asked = 0
    for n in range(departing):
        i = leaving[n]
        word = philox(serial[i], who(corridor[i], born[i]), np.uint32(month), np.uint32(DEPARTING), k0, k1)[0]
        chosen[n] = _REGULAR if (word + 0.5) * UNIT < regular[corridor[i]] else _IRREGULAR
        if chosen[n] == _REGULAR:
            asking[asked], position[asked], groups[asked] = i, n, corridor[i]
            asked += 1
    drawn = lots(asked, asking, serial, corridor, born, month, k0, k1)
    through = served(groups[:asked], drawn, quota)
    turned = np.zeros(departing, dtype=np.uint8)
    for n in range(asked):
        if through[n] == 0:
            turned[position[n]] = 1
    for n in range(departing):
        i = leaving[n]
        c = corridor[i]
        _, b, d, e = philox(serial[i], who(c, born[i]), np.uint32(month), np.uint32(DEPARTING), k0, k1)
        p = np.int64(profile[i])
        before = (p // _RECRUITERS) % 2
        channel = int(chosen[n])
        if turned[n] == 1:
            tallies[c, before, OVER_QUOTA] += 1
            if (b + 0.5) * UNIT >= substitution:
                tallies[c, before, STAYED] += 1
                continue
            tallies[c, before, SUBSTITUTED] += 1
            channel = _IRREGULAR
        recruiter = _recruiter(d, recruiters[c, channel])
        debt[i] = min(debt[i] + _levels(e, debt_mean[c, channel, recruiter]), _TOP)
        profile[i] = (p // (2 * _RECRUITERS) * 2 + channel) * _RECRUITERS + recruiter
        state[i] = _TRANSIT
        since[i] = month
        tallies[c, channel, _DEPARTS] += 1
        tallies[c, channel, DEPARTED_BY + recruiter] += 1
        present[c, before, _PROSPECT] -= 1
        present[c, channel, _TRANSIT] += 1
