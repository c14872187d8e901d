"""What charts show: which quantities, what they are called, and the course of each in a draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rantau.framework.language import N_

if TYPE_CHECKING:
    from rantau.simulation.results import Outcome, Result

__all__ = ["BY_PLACE", "CHARTS", "courses", "sums_by_place"]

_INSECURITY = {
    "economic": N_("Insecure person-months per 1,000 migrants: economic"),
    "food": N_("Insecure person-months per 1,000 migrants: food"),
    "health": N_("Insecure person-months per 1,000 migrants: health"),
    "environmental": N_("Insecure person-months per 1,000 migrants: environmental"),
    "personal": N_("Insecure person-months per 1,000 migrants: personal"),
    "community": N_("Insecure person-months per 1,000 migrants: community"),
    "political": N_("Insecure person-months per 1,000 migrants: political"),
}
CHARTS: dict[str, tuple[str, str]] = {
    "regular_work": (N_("In regular work"), "stock_regular_work"),
    "irregular_work": (N_("In irregular work"), "stock_irregular_work"),
    "exploited": (N_("Exploited"), "stock_exploited"),
    "in_transit": (N_("On the way"), "stock_in_transit"),
    "detained": (N_("In detention"), "stock_detained"),
    "returned": (N_("Returned, not settled"), "stock_returned"),
    "prospects": (N_("Want to leave and have not left yet"), "stock_prospect"),
    "in_shelter": (N_("Identified as trafficked, and not in rehabilitation yet"), "stock_identified"),
    "in_rehabilitation": (N_("In rehabilitation"), "stock_in_rehabilitation"),
    "settled": (N_("Settled since the start, abroad or at home"), "stock_settled"),
    "dead_or_lost": (N_("Dead or lost since the start"), "stock_dead_or_lost"),
    "departures": (N_("Departures a month"), "flow_departs"),
    "regular_departures": (N_("Departures by the regular channel a month"), "flow_departs:regular"),
    "irregular_departures": (N_("Departures by the irregular channel a month"), "flow_departs:irregular"),
    "entered_exploitation": (N_("Entering exploitation a month"), "entered_exploitation"),
    "retrafficked": (N_("Entering exploitation again a month"), "retrafficked"),
    "identified": (N_("Identified a month"), "identified"),
    "rehabilitated": (N_("Entering rehabilitation a month"), "flow_enters_rehabilitation"),
    "deported": (N_("Deported a month"), "flow_deported"),
    "deported_unscreened": (N_("Exploited people deported unscreened a month"), "flow_deported_unscreened"),
    **{f"insecurity_{one}": (title, f"per_1000:{one}") for one, title in _INSECURITY.items()},
    "framing": (N_("Framing as a threat, mean over destinations"), "path:framing"),
    "enforcement": (N_("Enforcement, mean over destinations"), "path:enforcement"),
}
"""Chart -> its title, and the quantity it shows."""


def courses(result: Result, outcome: Outcome) -> NDArray[np.float64]:
    """(charts, months) of one draw, for all places together."""
    return np.stack([_course(result, outcome, what) for _, what in CHARTS.values()])


def _course(result: Result, outcome: Outcome, what: str) -> NDArray[np.float64]:
    kind, _, rest = what.partition(":")
    if kind == "path":
        used = np.unique(result.world.destinations)
        return np.asarray(getattr(outcome, rest)[:, used].mean(axis=1))
    if kind == "per_1000":
        people = result.values(outcome, "migrants").sum(axis=(1, 2))
        months = result.values(outcome, f"insecure_person_months_{rest}").sum(axis=(1, 2))
        return np.asarray(1000 * months / np.maximum(people, 1e-300))
    table = result.values(outcome, kind).sum(axis=1)
    return np.asarray(table[:, 0 if rest == "regular" else 1] if rest else table.sum(axis=1))


BY_PLACE: dict[str, tuple[str, str]] = {
    "exploitation_by_place": (N_("Person-months in exploitation, by place"), "person_months_in_exploitation"),
    "entries_by_place": (N_("Entered exploitation, by place"), "entered_exploitation"),
}
"""Chart of places or corridors side by side -> its title, and the quantity it shows, added up over all months."""


def sums_by_place(result: Result, outcome: Outcome) -> NDArray[np.float64]:
    """(charts of places, units) of one draw, added up over channels and months."""
    return np.stack([result.values(outcome, what).sum(axis=(0, 2)) for _, what in BY_PLACE.values()])
