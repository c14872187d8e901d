"""The expected course of events: a recurrence over (corridor, state, profile, debt, episodes) without any luck.

With all feedbacks open it is linear and exact: the mean of what the people do. With them closed it is what a large
population comes to; the difference falls as one over the square root of the number of people.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rantau.simulation.engine import here, irregular_share, network
from rantau.simulation.hazards import Hazards, enforcement, framing_after
from rantau.simulation.lowering import LIMITS, Model, exits, profile_parts
from rantau.simulation.randomness import compiled
from rantau.simulation.states import (
    CHANNELS,
    DEBT_LEVELS,
    EXITS,
    MOST_EXITS,
    RECRUITERS,
    STATES,
    state_number,
)
from rantau.simulation.tallies import (
    AGAIN,
    BY_RECRUITER,
    BY_SECTOR,
    DEPARTED_BY,
    NEW,
    NOT_SCREENED,
    OVER_QUOTA,
    SCREENED,
    STAYED,
    SUBSTITUTED,
    TALLIES,
)

__all__ = ["Expected", "run_mean_field"]

Floats = NDArray[np.float64]

_PROSPECT, _TRANSIT = state_number("prospect"), state_number("in_transit")
_EXPLOITED, _IDENTIFIED = state_number("exploited"), state_number("identified")
_SETTLED = state_number("settled")
_RECRUITERS, _TOP = len(RECRUITERS), DEBT_LEVELS - 1
_REGULAR, _IRREGULAR = CHANNELS.index("regular"), CHANNELS.index("irregular")
_DEPARTURE, _SCREENING = LIMITS.index("departure"), LIMITS.index("screening")
_DEPARTS = next(n for n, one in enumerate(EXITS) if one.name == "departs")
_BY_SCREENING = next(n for n, one in enumerate(EXITS) if one.name == "identified_by_screening")


@dataclass(frozen=True, slots=True)
class Expected:
    """Expected numbers, in migrants; the axes are those of :class:`rantau.simulation.engine.Course`."""

    stock: Floats
    tallies: Floats
    framing: Floats
    enforcement: Floats


@compiled()
def _expect_month(
    x: Any, y: Any, rates: Any, multiplier: Any, burden: Any, count: Any, target: Any, limit: Any, number: Any,
    coverage: Any, share: Any, destination: Any, sensitivity: Any, tallies: Any, demand: Any, leaving: Any,
    only_demand: Any, sectors: Any,
) -> None:  # fmt: skip
    """Move the expected numbers through a month, or only add up who would ask for what.

    Args:
        x: (corridors, states, profiles, levels, 2) before; those settled or dead are not in it.
        y: The same after, zeroed by the caller.
        rates: As in the kernel; the next as well.
        multiplier: See there.
        burden: See there.
        count: (states,) exits of each.
        target: See there.
        limit: See there.
        number: See there.
        coverage: See there.
        share: (places, 3) of those who ask for screening, shelter, rehabilitation, who get it.
        destination: (corridors,).
        sensitivity: Of screening.
        tallies: (corridors, channels, columns), added to.
        demand: (places, 3), added to.
        leaving: (corridors, profiles, levels, 2) who want to depart, added to.
        only_demand: Whether to add up ``demand`` and nothing else.
        sectors: (profiles,).
    """
    corridors, _, profiles, levels, _ = x.shape
    plain, hazard = np.empty(MOST_EXITS, dtype=np.float64), np.empty(MOST_EXITS, dtype=np.float64)
    for c in range(corridors):
        d = destination[c]
        for s in range(_SETTLED):
            exits, asks = count[s], False
            for e in range(exits):
                asks |= limit[s, e] >= _SCREENING
            if only_demand and not asks:
                continue
            for p in range(profiles):
                channel = (p // _RECRUITERS) % 2
                sector = sectors[p]
                tally = tallies[c, channel]
                for e in range(exits):
                    plain[e] = rates[c, s, sector, e] * multiplier[p, s, e]
                for level in range(levels):
                    for again in range(2):
                        mass = x[c, s, p, level, again]
                        if mass == 0.0:
                            continue
                        total = 0.0
                        for e in range(exits):
                            hazard[e] = plain[e] * burden[s, level, again, e]
                            total += hazard[e]
                        if total == 0.0:
                            y[c, s, p, level, again] += mass
                            continue
                        going = mass * (1.0 - math.exp(-total))
                        stay = mass - going
                        for e in range(exits):
                            if hazard[e] == 0.0:
                                continue
                            part = going * hazard[e] / total
                            kind = limit[s, e]
                            to, exit = target[s, e], number[s, e]
                            if kind == _DEPARTURE:
                                if not only_demand:
                                    leaving[c, p, level, again] += part
                                continue
                            if kind != 0:
                                asked = part * coverage[c] if kind == _SCREENING else part
                                demand[d, kind - _SCREENING] += asked
                                if only_demand:
                                    continue
                                got = asked * share[d, kind - _SCREENING]
                                tally[NOT_SCREENED + kind - _SCREENING] += asked - got
                                if kind == _SCREENING:
                                    tally[SCREENED] += got
                                    if s == _EXPLOITED:
                                        found = got * sensitivity
                                        tally[_BY_SCREENING] += found
                                        y[c, _IDENTIFIED, p, level, again] += found
                                        part -= found
                                else:
                                    stay += asked - got
                                    part = got
                            if only_demand:
                                continue
                            tally[exit] += part
                            if to == s:
                                y[c, s, p, level - 1, again] += part
                                continue
                            if to == _EXPLOITED:
                                if again == 1:
                                    tally[AGAIN] += part
                                tally[BY_RECRUITER + p % _RECRUITERS] += part
                                tally[BY_SECTOR + sector] += part
                                y[c, to, p, level, 1] += part
                            elif to < _SETTLED:
                                y[c, to, p, level, again] += part
                        if not only_demand:
                            y[c, s, p, level, again] += stay


@compiled()
def _expect_departures(
    leaving: Any, y: Any, regular: Any, quota: Any, substitution: Any, shares: Any, debt_mean: Any, tallies: Any,
    shift: Any,
) -> None:  # fmt: skip
    """Spread those who want to depart over channels, recruiters and debts.

    Args:
        leaving: (corridors, profiles, levels, 2).
        y: (corridors, states, profiles, levels, 2), added to.
        regular: (corridors,) probability of choosing the regular channel.
        quota: (corridors,) migrants.
        substitution: Share of those turned away who go irregularly.
        shares: (corridors, channels, recruiters), not cumulated.
        debt_mean: (corridors, channels, recruiters).
        tallies: (corridors, channels, columns), added to.
        shift: (corridors, channels) how many prospects changed their channel, for the caller's stocks; added to.
    """
    corridors, profiles, levels, _ = leaving.shape
    for c in range(corridors):
        wanting = leaving[c].sum() * regular[c]
        through = min(1.0, quota[c] / wanting) if wanting > 0.0 else 1.0
        for p in range(profiles):
            before = (p // _RECRUITERS) % 2
            for level in range(levels):
                for again in range(2):
                    mass = leaving[c, p, level, again]
                    if mass == 0.0:
                        continue
                    over = mass * regular[c] * (1.0 - through)
                    tallies[c, before, OVER_QUOTA] += over
                    tallies[c, before, SUBSTITUTED] += over * substitution
                    tallies[c, before, STAYED] += over * (1.0 - substitution)
                    y[c, _PROSPECT, p, level, again] += over * (1.0 - substitution)
                    for channel in range(2):
                        if channel == _REGULAR:
                            going = mass * regular[c] * through
                        else:
                            going = mass * (1.0 - regular[c]) + over * substitution
                        shift[c, before] -= going
                        for r in range(_RECRUITERS):
                            part = going * shares[c, channel, r]
                            if part == 0.0:
                                continue
                            tallies[c, channel, _DEPARTS] += part
                            tallies[c, channel, DEPARTED_BY + r] += part
                            new = (p // (2 * _RECRUITERS) * 2 + channel) * _RECRUITERS + r
                            mean = debt_mean[c, channel, r]
                            whole = int(mean)
                            more = mean - whole
                            low = min(level + whole, _TOP)
                            high = min(level + min(whole + 1, _TOP), _TOP)
                            y[c, _TRANSIT, new, low, again] += part * (1.0 - more)
                            y[c, _TRANSIT, new, high, again] += part * more


def _at_start(model: Model, birth: Floats) -> Floats:
    """(corridors, states, profiles, levels, 2), of those profiles that there are."""
    draw, (corridors, attributes) = model.draw, birth.shape
    x = np.zeros((corridors, len(STATES), attributes * 2 * _RECRUITERS, DEBT_LEVELS, 2))
    shares = np.diff(model.recruiters[0], axis=-1, prepend=0.0)
    works = {"regular": "regular_work", "irregular": "irregular_work"}
    for channel, name in enumerate(CHANNELS):
        without = model.irregular_share if channel == _IRREGULAR else 1.0 - model.irregular_share
        exploited = draw[f"exploited_share_{name}"]
        for r in range(_RECRUITERS):
            numbers = np.arange(attributes) * 2 * _RECRUITERS + channel * _RECRUITERS + r
            mass = (model.stock * without * shares[:, channel, r])[:, None] * birth
            mean = model.debt_mean[0][:, channel, r]
            whole = np.floor(mean).astype(int)
            for c in range(corridors):
                levels = np.zeros(DEBT_LEVELS)
                levels[0] += 1.0 - draw["initial_debt_share"]
                levels[min(whole[c], _TOP)] += draw["initial_debt_share"] * (1.0 - mean[c] + whole[c])
                levels[min(whole[c] + 1, _TOP)] += draw["initial_debt_share"] * (mean[c] - whole[c])
                spread = mass[c][:, None] * levels
                x[c, STATES.index(works[name]), numbers, :, 0] += spread * (1.0 - exploited)
                x[c, _EXPLOITED, numbers, :, 1] += spread * exploited
    return x


def _by_channel(x: Floats) -> Floats:
    """(corridors, channels, states) from the full numbers."""
    table = x.reshape(*x.shape[:2], -1, len(CHANNELS), _RECRUITERS * DEBT_LEVELS * 2).sum(axis=(2, 4))
    return np.asarray(table.transpose(0, 2, 1))


def run_mean_field(model: Model) -> Expected:
    """The expected course of a model, in migrants."""
    draw, table, world = model.draw, exits(), model.world
    months, corridors, places = world.months, len(world.corridors), len(world.places)
    birth = model.birth.reshape(corridors, -1)
    # Sex, age and sector of nobody are left out.
    born = np.flatnonzero(birth.any(axis=0))
    birth = birth[:, born]
    profiles = (born[:, None] * 2 * _RECRUITERS + np.arange(2 * _RECRUITERS)).ravel()
    multiplier, sectors = model.multiplier[profiles], profile_parts()[profiles, 2]
    x = _at_start(model, birth)
    stock = np.zeros((months + 1, corridors, len(CHANNELS), len(STATES)))
    stock[0] = _by_channel(x)
    tallies = np.zeros((months, corridors, len(CHANNELS), TALLIES))
    first = here(stock[0])
    framing = np.full(places, model.framing_start)
    framings, forces = np.zeros((months, places)), np.zeros((months, places))
    share, hazards = irregular_share(model, stock[0]), Hazards(model)
    newcomers = np.arange(len(born)) * 2 * _RECRUITERS + _IRREGULAR * _RECRUITERS
    ends = [
        (STATES.index(one.target), n) for n, one in enumerate(EXITS) if STATES.index(one.target) >= _SETTLED
    ]
    for month in range(months):
        force = enforcement(model, framing)
        framings[month], forces[month] = framing, force
        rates = hazards.of(month, force)
        coverage = model.schedule.by_corridor["screening_coverage"][month]
        leaving = np.zeros((corridors, len(profiles), DEBT_LEVELS, 2))
        y, given = np.zeros_like(x), np.ones((places, 3))
        for only_demand in (True, False) if model.feedbacks.limits else (False,):
            demand = np.zeros((places, 3))
            _expect_month(
                x, y, rates, multiplier, model.burden, table.count, table.target, table.limit, table.number,
                coverage, given, model.destination, draw["screening_sensitivity"], tallies[month], demand, leaving,
                only_demand, sectors,
            )  # fmt: skip
            given = np.minimum(1.0, model.capacity[month] / np.maximum(demand, 1e-300))
        new = model.flow * model.pull[month] * network(model, stock[month], first)
        leaving[:, newcomers, 0, 0] += new[:, None] * birth
        tallies[month][:, _IRREGULAR, NEW] += new
        shares = np.diff(model.recruiters[month], axis=-1, prepend=0.0)
        _expect_departures(
            leaving, y, model.regular[month], model.quota[month], draw["substitution"], shares,
            model.debt_mean[month], tallies[month], np.zeros((corridors, 2)),
        )  # fmt: skip
        x = y
        stock[month + 1] = _by_channel(x)
        stock[month + 1][:, :, _SETTLED:] = stock[month][:, :, _SETTLED:]
        for state, number in ends:
            stock[month + 1][:, :, state] += tallies[month][:, :, number]
        now = irregular_share(model, stock[month + 1])
        framing = framing_after(model, month, framing, now - share)
        share = now
    return Expected(stock, tallies, framings, forces)
