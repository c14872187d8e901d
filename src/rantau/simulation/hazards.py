"""Hazards of every exit in a month, before what the migrant's own profile does to them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rantau.simulation.lowering import Model, exit_places
from rantau.simulation.states import SECTORS

__all__ = ["enforcement", "framing_after", "hazards", "steady_hazards"]

Floats = NDArray[np.float64]

_MOST_RATE = 50.0
"""A monthly hazard at which nobody stays: exp(-50) is below the luck's resolution."""


def enforcement(model: Model, framing: Floats) -> Floats:
    """(P,) enforcement at each place: ``e0 + e1·S``."""
    return np.asarray(model.draw["enforcement_base"] + model.draw["enforcement_response"] * framing)


def framing_after(model: Model, month: int, framing: Floats, change: Floats) -> Floats:
    """The framing as a threat after a month: ``(1−δ)S + φ·Δ(irregular share) + shock − θ·desecuritisation``, in [0,1].

    A steady stream ``δ·S⁰`` is part of the shock, so that without anything else the framing stays where it began
    (an assumption: the language of the start goes on).

    Args:
        model: The model.
        month: The month that ends.
        framing: (P,) before it.
        change: (P,) change of the irregular share of those present.
    """
    draw, places = model.draw, model.schedule.by_place
    response = draw["framing_response"] if model.feedbacks.securitization else 0.0
    decay = draw["framing_decay"]
    after = (
        framing
        + decay * (model.framing_start - framing)
        + response * change
        + places["securitization_shock"][month]
        - draw["desecuritization_effect"] * places["desecuritization"][month]
    )
    return np.asarray(np.clip(after, 0.0, 1.0))


def steady_hazards(model: Model) -> Floats:
    """(corridors, states, sectors, exits) the hazards that no month changes; 0 where :func:`hazards` sets them.

    Repayment is the surplus over the worth of a level.
    """
    draw, at = model.draw, exit_places()
    states, most = model.plain.shape
    plain = model.plain.copy()
    plain[at["repays_in_regular_work"]] = draw["surplus_regular"] / draw["debt_unit"]
    plain[at["repays_in_irregular_work"]] = draw["surplus_irregular"] / draw["debt_unit"]
    rates = np.empty((len(model.destination), states, len(SECTORS), most))
    rates[:] = np.minimum(plain, _MOST_RATE)[None, :, None, :]
    return rates


def hazards(model: Model, month: int, force: Floats, rates: Floats | None = None) -> Floats:
    """Monthly hazards.

    Args:
        model: The model.
        month: From 0.
        force: (P,) enforcement.
        rates: From :func:`steady_hazards` or of an earlier month, brought up to date.

    Returns:
        (corridors, states, sectors, exits).
    """
    draw, at = model.draw, exit_places()
    rates = steady_hazards(model) if rates is None else rates
    levers = {name: table[month] for name, table in model.schedule.by_corridor.items()}
    here = force[model.destination]
    complicity = model.complicity[month]
    passage = 1.0 - draw["complicity_passage"] * complicity
    safety = 1.0 - draw["consular_safety"] * levers["consular_protection"]
    help_seeking = (1.0 + draw["legal_aid_help"] * levers["legal_aid"]) * np.exp(
        -draw["fear"] * here * (1.0 - levers["complaint_without_fear"])
    )
    amnesty = np.minimum(-np.log1p(-np.minimum(levers["regularisation"], 1 - 1e-15)), _MOST_RATE)
    raids = levers["raid_intensity"] * here
    removal = draw["deported"] * levers["deportation_intensity"] * here
    by_corridor = {
        "trafficked_on_the_way": 1.0 + draw["complicity_trafficking"] * complicity,
        "intercepted": draw["intercepted"] * passage * here,
        "turned_back": draw["turned_back"] * passage,
        "lost_on_the_way": draw["lost_on_the_way"] * safety,
        "regularised": draw["regularised"] + amnesty,
        "detained_from_irregular_work": draw["irregular_detained"] * raids,
        "identified_by_seeking_help": draw["seeks_help"] * help_seeking,
        "identified_by_consulate": draw["helped_by_consulate"] * levers["consular_protection"],
        "detained_from_exploitation": draw["exploited_detained"] * raids,
        "dies_in_exploitation": draw["exploited_dies"] * safety,
        "deported": removal,
        "deported_unscreened": removal,
        "released_to_exploiter": draw["released_to_exploiter"] * complicity,
        "given_residence": draw["given_residence"] * levers["legal_aid"],
    }

    def put(name: str, values: Floats) -> None:
        state, position = at[name]
        rates[:, state, :, position] = np.minimum(values, _MOST_RATE)

    for name, values in by_corridor.items():
        put(name, values[:, None])
    inspection = model.schedule.inspection[month]
    # Nobody is deterred by inspections that are not there; the floor keeps the power finite.
    deterred = np.maximum(inspection, 1e-9) ** -draw["inspection_deterrence"]
    put("exploited_in_regular_work", draw["regular_exploited"] * deterred)
    put("exploited_in_irregular_work", draw["irregular_exploited"] * deterred)
    put("identified_by_inspection", draw["found_by_inspection"] * inspection)
    return rates
