"""Hazards of every exit in a month, before what the migrant's own profile does to them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rantau.simulation.lowering import Model, exit_places
from rantau.simulation.randomness import compiled
from rantau.simulation.states import SECTORS

__all__ = ["Hazards", "enforcement", "framing_after"]

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
    return np.asarray(np.minimum(np.maximum(after, 0.0), 1.0))


class Hazards:
    """Monthly hazards of a model: what no month changes, what the levers change, and what enforcement does.

    Everything that the course of events does not touch is worked out once, for all months.
    """

    def __init__(self, model: Model) -> None:
        draw, at = model.draw, exit_places()
        states, most = model.plain.shape
        plain = model.plain.copy()
        # Repayment is the surplus over the worth of a level.
        plain[at["repays_in_regular_work"]] = draw["surplus_regular"] / draw["debt_unit"]
        plain[at["repays_in_irregular_work"]] = draw["surplus_irregular"] / draw["debt_unit"]
        self._rates = np.empty((len(model.destination), states, len(SECTORS), most))
        self._rates[:] = np.minimum(plain, _MOST_RATE)[None, :, None, :]
        self._destination = model.destination
        levers = model.schedule.by_corridor
        # What is feared is the enforcement that people meet: that of the place, times how much it raids.
        self._fear = draw["fear"] * levers["raid_intensity"] * (1.0 - levers["complaint_without_fear"])
        forced, free = _forced(model), _free(model)
        self._forced = len(forced)
        names = (*forced, "identified_by_seeking_help", *free)
        help_seeking = draw["seeks_help"] * (1.0 + draw["legal_aid_help"] * levers["legal_aid"])
        self._values = np.stack([*forced.values(), help_seeking, *free.values()], axis=1)
        by_sector = _by_sector(model)
        self._sectors = np.stack(list(by_sector.values()), axis=1)
        self._at, self._at_sectors = (np.array([at[one] for one in group]) for group in (names, by_sector))

    def of(self, month: int, force: Floats) -> Floats:
        """The hazards of a month.

        Args:
            month: From 0.
            force: (P,) enforcement.

        Returns:
            (corridors, states, sectors, exits); the next month's are written into the same array.
        """
        here = force[self._destination]
        values = self._values[month].copy()
        values[: self._forced] *= here
        values[self._forced] *= np.exp(-self._fear[month] * here)
        _put(self._rates, self._at, values, self._at_sectors, self._sectors[month])
        return self._rates


def _forced(model: Model) -> dict[str, Floats]:
    """Exit -> (months, corridors) its hazard where enforcement is 1; it goes in proportion."""
    draw, levers = model.draw, model.schedule.by_corridor
    removal = draw["deported"] * levers["deportation_intensity"]
    return {
        "intercepted": draw["intercepted"] * (1.0 - draw["complicity_passage"] * model.complicity),
        "detained_from_irregular_work": draw["irregular_detained"] * levers["raid_intensity"],
        "detained_from_exploitation": draw["exploited_detained"] * levers["raid_intensity"],
        "deported": removal,
        "deported_unscreened": removal,
    }


def _free(model: Model) -> dict[str, Floats]:
    """Exit -> (months, corridors) its hazard, which enforcement does not change."""
    draw, levers, complicity = model.draw, model.schedule.by_corridor, model.complicity
    safety = 1.0 - draw["consular_safety"] * levers["consular_protection"]
    amnesty = np.minimum(-np.log1p(-np.minimum(levers["regularisation"], 1 - 1e-15)), _MOST_RATE)
    return {
        "trafficked_on_the_way": 1.0 + draw["complicity_trafficking"] * complicity,
        "turned_back": draw["turned_back"] * (1.0 - draw["complicity_passage"] * complicity),
        "lost_on_the_way": draw["lost_on_the_way"] * safety,
        "regularised": draw["regularised"] + amnesty,
        "identified_by_consulate": draw["helped_by_consulate"] * levers["consular_protection"],
        "dies_in_exploitation": draw["exploited_dies"] * safety,
        "released_to_exploiter": draw["released_to_exploiter"] * complicity,
        "given_residence": draw["given_residence"] * levers["legal_aid"],
    }


def _by_sector(model: Model) -> dict[str, Floats]:
    """Exit -> (months, corridors, sectors) its hazard, by how much labour inspection there is in the sector."""
    draw, inspection = model.draw, model.schedule.inspection
    # Nobody is deterred by inspections that are not there; the floor keeps the power finite.
    deterred = np.maximum(inspection, 1e-9) ** -draw["inspection_deterrence"]
    return {
        "exploited_in_regular_work": draw["regular_exploited"] * deterred,
        "exploited_in_irregular_work": draw["irregular_exploited"] * deterred,
        "identified_by_inspection": draw["found_by_inspection"] * inspection,
    }


@compiled()
def _put(rates: Any, at: Any, values: Any, at_sectors: Any, by_sector: Any) -> None:
    """Write hazards (exits, corridors) and (exits, corridors, sectors) to their states and positions in ``rates``."""
    corridors, _, sectors, _ = rates.shape
    for n in range(values.shape[0]):
        for c in range(corridors):
            for sector in range(sectors):
                rates[c, at[n, 0], sector, at[n, 1]] = min(values[n, c], _MOST_RATE)
    for n in range(by_sector.shape[0]):
        for c in range(corridors):
            for sector in range(sectors):
                rates[c, at_sectors[n, 0], sector, at_sectors[n, 1]] = min(
                    by_sector[n, c, sector], _MOST_RATE
                )
