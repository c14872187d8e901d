"""From a world, a scenario and a draw to the arrays that the months are computed with.

Everything that does not depend on the course of events is worked out here, once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rantau.simulation.parameters import Register
from rantau.simulation.scenario import Scenario
from rantau.simulation.schedule import Schedule, make_schedule
from rantau.simulation.states import (
    AGES,
    CHANNELS,
    DEBT_LEVELS,
    EXITS,
    MOST_EXITS,
    RECRUITERS,
    SECTORS,
    SEXES,
    STATES,
    profile_count,
)
from rantau.simulation.world import World

__all__ = [
    "ALL_FEEDBACKS",
    "LIMITS",
    "NO_FEEDBACK",
    "Exits",
    "Feedbacks",
    "Model",
    "exits",
    "lower",
    "profile_parts",
]

Floats = NDArray[np.float64]
LIMITS = ("", "departure", "screening", "shelter", "rehabilitation")


PLAIN = {
    "departs": "tries_again",
    "gives_up": "gives_up",
    "dies_prospect": "dies",
    "arrives_regular": "arrives_regular",
    "arrives_irregular": "arrives_irregular",
    "loses_status": "loses_status",
    "returns_from_regular_work": "regular_returns",
    "settles_from_regular_work": "settles",
    "dies_in_regular_work": "dies",
    "returns_from_irregular_work": "irregular_returns",
    "settles_from_irregular_work": "settles",
    "dies_in_irregular_work": "dies",
    "escapes": "escapes",
    "returns_from_exploitation": "exploited_returns",
    "released": "released",
    "dies_in_detention": "dies",
    "dies_exploited_in_detention": "dies",
    "enters_rehabilitation": "enters_rehabilitation",
    "repatriated": "repatriated",
    "dies_identified": "dies",
    "reintegrated": "reintegrated",
    "returns_from_rehabilitation": "leaves_rehabilitation",
    "dies_in_rehabilitation": "dies",
    "settles_at_home": "settles_at_home",
    "sets_out_again": "sets_out_again",
    "dies_returned": "dies",
    "settles_at_home_unscreened": "settles_unscreened",
    "sets_out_again_unscreened": "sets_out_again_unscreened",
    "dies_returned_unscreened": "dies",
}
"""Exits whose hazard is a parameter and nothing else."""


@dataclass(frozen=True, slots=True)
class Feedbacks:
    """Which of the model's loops are closed. With all open the expectation is a linear recurrence."""

    network: bool = True
    """Those who went before make going easier."""
    securitization: bool = True
    """The irregular share moves the framing as a threat."""
    limits: bool = True
    """Quotas and capacities turn people away."""


ALL_FEEDBACKS = Feedbacks()
NO_FEEDBACK = Feedbacks(network=False, securitization=False, limits=False)


@dataclass(frozen=True, slots=True)
class Exits:
    """The exits of all states as tables by state and position.

    Attributes:
        count: (states,) exits of each.
        target: (states, most exits) the state each leads to.
        limit: (states, most exits) position in ``LIMITS``.
        number: (states, most exits) position in ``EXITS``.
    """

    count: NDArray[np.int64]
    target: NDArray[np.int64]
    limit: NDArray[np.int64]
    number: NDArray[np.int64]


@lru_cache(maxsize=1)
def exits() -> Exits:
    """The tables of :data:`rantau.simulation.states.EXITS`."""
    count = np.zeros(len(STATES), dtype=np.int64)
    target, limit, number = (np.zeros((len(STATES), MOST_EXITS), dtype=np.int64) for _ in range(3))
    for position, one in enumerate(EXITS):
        state = STATES.index(one.origin)
        at = count[state]
        target[state, at] = STATES.index(one.target)
        limit[state, at] = LIMITS.index(one.limit)
        number[state, at] = position
        count[state] += 1
    return Exits(count, target, limit, number)


@lru_cache(maxsize=1)
def exit_places() -> dict[str, tuple[int, int]]:
    """Exit's name -> (state, position among its exits)."""
    table = exits()
    return {
        EXITS[table.number[state, at]].name: (state, at)
        for state in range(len(STATES))
        for at in range(table.count[state])
    }


@lru_cache(maxsize=1)
def profile_parts() -> NDArray[np.int64]:
    """(profiles, 5): sex, age, sector, channel and recruiter of each profile."""
    shape = (len(SEXES), len(AGES), len(SECTORS), len(CHANNELS), len(RECRUITERS))
    return np.stack(np.unravel_index(np.arange(profile_count()), shape), axis=1).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Model:
    """A draw of a scenario, ready to run. C corridors, P places, T months."""

    world: World
    draw: Mapping[str, float]
    schedule: Schedule
    feedbacks: Feedbacks
    origin: NDArray[np.int64]
    destination: NDArray[np.int64]
    stock: Floats
    """(C,) persons at the start."""
    flow: Floats
    """(C,) persons who set out a month at the start."""
    pull: Floats
    """(T, C) departures relative to the start by wages and conflict alone."""
    complicity: Floats
    """(T, C) after what anti-corruption ends."""
    multiplier: Floats
    """(profiles, states, exits)."""
    burden: Floats
    """(states, debt levels, 2, exits): by debt, and by whether there was an earlier episode of exploitation."""
    risk: NDArray[np.uint8]
    """(profiles,) which quarter of profiles by the hazard of exploitation."""
    steepest: Floats
    """(classes, states, exits) the largest product of both in a class of people: (risk × 2 + in debt) × 2 + again."""
    plain: Floats
    """(states, exits) the hazards that are parameters and nothing else."""
    regular: Floats
    """(T, C) probability of choosing the regular channel."""
    quota: Floats
    """(T, C) persons a month; infinite where limits are off."""
    recruiters: Floats
    """(T, C, channels, recruiters) cumulated shares."""
    debt_mean: Floats
    """(T, C, channels, recruiters) mean debt at departure, in levels."""
    birth: Floats
    """(C, sexes, ages, sectors) shares of those who set out."""
    capacity: Floats
    """(T, P, 3) screening, shelter, rehabilitation: persons a month; infinite where limits are off."""
    framing_start: float
    irregular_share: Floats
    """(C,) of the stock at the start."""


def _multipliers(draw: Mapping[str, float]) -> tuple[Floats, Floats, NDArray[np.uint8]]:
    parts = profile_parts()
    sex, age, sector, channel, recruiter = parts.T
    places = exit_places()
    table = np.ones((len(parts), len(STATES), MOST_EXITS))

    def by(names: tuple[str, ...], prefix: str) -> Floats:
        return np.array([draw.get(f"{prefix}_{name}", 1.0) for name in names])

    exploited = (
        by(SEXES, "exploited")[sex]
        * by(AGES, "exploited")[age]
        * by(SECTORS, "exploited")[sector]
        * by(RECRUITERS, "exploited_by")[recruiter]
    )
    on_the_way = np.array([draw["trafficked_regular"], draw["trafficked_irregular"]])[channel]
    table[:, *places["trafficked_on_the_way"]] = exploited * on_the_way
    for name in ("exploited_in_regular_work", "exploited_in_irregular_work"):
        table[:, *places[name]] = exploited
    table[:, *places["identified_by_seeking_help"]] = by(SEXES, "help")[sex] * by(SECTORS, "help")[sector]
    for name in ("detained_from_irregular_work", "detained_from_exploitation"):
        table[:, *places[name]] = by(SECTORS, "detained")[sector]
    regular = channel == CHANNELS.index("regular")
    table[:, *places["arrives_regular"]] = regular
    for name in ("arrives_irregular", "intercepted", "turned_back"):
        table[:, *places[name]] = ~regular
    burden = np.ones((len(STATES), DEBT_LEVELS, 2, MOST_EXITS))
    levels = np.arange(DEBT_LEVELS)
    for name in ("trafficked_on_the_way", "exploited_in_regular_work", "exploited_in_irregular_work"):
        state, at = places[name]
        burden[state, :, :, at] = np.exp(draw["debt_exploitation"] * levels)[:, None] * [
            1.0,
            draw["exploited_again"],
        ]
    for name in ("returns_from_regular_work", "returns_from_irregular_work"):
        state, at = places[name]
        burden[state, :, :, at] = np.exp(draw["debt_return"] * levels)[:, None]
    for name in ("repays_in_regular_work", "repays_in_irregular_work"):
        state, at = places[name]
        burden[state, :, :, at] = (levels > 0)[:, None]
    edges = np.quantile(exploited, [0.25, 0.5, 0.75])
    risk = np.searchsorted(edges, exploited).astype(np.uint8)
    return table, burden, risk


def _steepest(multiplier: Floats, burden: Floats, risk: NDArray[np.uint8]) -> Floats:
    by_risk = np.stack(
        [
            multiplier[risk == one].max(axis=0) if (risk == one).any() else np.zeros(multiplier.shape[1:])
            for one in range(4)
        ]
    )
    by_debt = np.stack([burden[:, :1].max(axis=1), burden[:, 1:].max(axis=1)])  # (debt, states, 2, exits)
    table = by_risk[:, None, None] * by_debt.transpose(0, 2, 1, 3)[None]
    return np.asarray(table.reshape(-1, *table.shape[3:]))


def _birth(world: World, draw: Mapping[str, float]) -> Floats:
    women, child, young = draw["women_share"], draw["child_share"], draw["young_share"]
    sexes = np.array([women, 1 - women])
    ages = np.array([child, young, max(1 - child - young, 0.0)])
    ages = ages / ages.sum()
    weights = np.array([[draw[f"sector_{sex}_{sector}"] for sector in SECTORS] for sex in SEXES])
    demand = np.array([[place.demand.get(sector, 1.0) for sector in SECTORS] for place in world.places])
    sectors = weights[None] * demand[world.destinations][:, None, :]
    total = sectors.sum(axis=2, keepdims=True)
    sectors = np.where(total > 0, sectors / np.where(total > 0, total, 1.0), 1 / len(SECTORS))
    return np.asarray(sexes[None, :, None, None] * ages[None, None, :, None] * sectors[:, :, None, :])


def _recruiters(schedule: Schedule, complicity: Floats, draw: Mapping[str, float]) -> Floats:
    base = np.array([[draw[f"recruiter_{channel}_{name}"] for name in RECRUITERS] for channel in CHANNELS])
    weights = np.tile(base, (*complicity.shape, 1, 1))
    broker, syndicate = RECRUITERS.index("informal_broker"), RECRUITERS.index("syndicate")
    warned = 1.0 - draw["information_recruiter"] * schedule.by_corridor["information_campaign"]
    weights[..., syndicate] *= (1.0 + draw["syndicate_complicity"] * complicity)[..., None]
    weights[..., [broker, syndicate]] *= warned[..., None, None]
    total = weights.sum(axis=-1, keepdims=True)
    return np.cumsum(weights / np.where(total > 0, total, 1.0), axis=-1)


def _debts(world: World, schedule: Schedule, draw: Mapping[str, float]) -> Floats:
    levers = schedule.by_corridor
    kept = 1.0 - draw["employer_pays_effect"] * levers["employer_pays"]
    recruiter = np.array([draw[f"debt_{name}"] for name in RECRUITERS])
    fee = draw["debt_fee_share"] * levers["legal_fee"]
    way = draw["debt_distance"] * np.array([one.distance_km for one in world.corridors]) / 1000.0
    regular = (recruiter + fee[..., None]) * kept[..., None]
    irregular = np.broadcast_to(recruiter + way[None, :, None], regular.shape)
    return np.minimum(np.stack([regular, irregular], axis=2) / draw["debt_unit"], DEBT_LEVELS - 1.0)


def lower(
    world: World,
    scenario: Scenario,
    draw: Mapping[str, float],
    register: Register,
    feedbacks: Feedbacks = ALL_FEEDBACKS,
) -> Model:
    """Work out everything that the course of events does not change.

    Departures follow ``b·(W_d/W_o)^β·exp(κ·C_o)·(M/M⁰)^γ`` with ``b`` such that the first month has the world's flow.
    """
    schedule = make_schedule(world, scenario, draw, register)
    levers = schedule.by_corridor
    origin, destination = world.origins, world.destinations
    stock = np.array([one.stock for one in world.corridors])
    growth = np.array([one.growth for one in world.corridors])
    derived = np.maximum(stock * draw["turnover"] / 12 + growth, 0.0)
    flow = np.array(
        [d if one.flow is None else one.flow for one, d in zip(world.corridors, derived, strict=True)]
    )
    wage, conflict = world.macro("wage"), world.macro("conflict")
    pull = (wage[:, destination] / wage[:, origin]) ** draw["wage_elasticity"] * np.exp(
        draw["conflict_response"] * conflict[:, origin]
    )
    own = np.array(
        [draw["complicity_default"] if one.complicity is None else one.complicity for one in world.corridors]
    )
    complicity = np.minimum(own * draw["complicity_scale"], 1.0) * (1.0 - levers["anti_corruption"])
    fee = levers["legal_fee"] * (1.0 - draw["employer_pays_effect"] * levers["employer_pays"])
    odds = (
        draw["regular_constant"]
        + draw["regular_openness"] * levers["legal_openness"]
        - draw["regular_fee"] * fee
        - draw["regular_delay"] * levers["legal_delay"]
        + draw["regular_information"] * levers["information_campaign"]
    )
    present = np.bincount(destination, weights=stock, minlength=len(world.places))
    places = schedule.by_place
    capacity = np.stack(
        [places[name] for name in ("screening_capacity", "shelter_capacity", "rehabilitation_capacity")],
        axis=2,
    ) * (present[None, :, None] / 1000)
    multiplier, burden, risk = _multipliers(draw)
    plain = np.zeros((len(STATES), MOST_EXITS))
    for name, parameter in PLAIN.items():
        plain[exit_places()[name]] = draw[parameter]
    limited = feedbacks.limits
    return Model(
        world=world,
        draw=draw,
        schedule=schedule,
        feedbacks=feedbacks,
        origin=origin,
        destination=destination,
        stock=stock,
        flow=flow,
        pull=pull,
        complicity=complicity,
        multiplier=multiplier,
        burden=burden,
        risk=risk,
        steepest=_steepest(multiplier, burden, risk),
        plain=plain,
        regular=1.0 / (1.0 + np.exp(-odds)),
        quota=levers["legal_quota"] * flow if limited else np.full_like(levers["legal_quota"], np.inf),
        recruiters=_recruiters(schedule, complicity, draw),
        debt_mean=_debts(world, schedule, draw),
        birth=_birth(world, draw),
        capacity=capacity if limited else np.full_like(capacity, np.inf),
        framing_start=draw["framing_start"],
        irregular_share=np.array(
            [
                draw["irregular_share"] if one.irregular_share is None else one.irregular_share
                for one in world.corridors
            ]
        ),
    )
