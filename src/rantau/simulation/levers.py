"""What a scenario may change: the levers, where each acts, and between which values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from rantau.framework.language import N_

__all__ = ["LEVERS", "Lever", "Scope"]

Scope = Literal["destination", "origin", "corridor", "place", "region"]
"""``destination``/``origin``: of every corridor that ends or begins there, or of one corridor. ``corridor``: as
``destination``, but a thing between two states. ``place``: of the place as a whole, never of one corridor.
``region``: of the members together."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing that a policy can change."""

    name: str
    scope: Scope
    unit: str
    low: float
    high: float
    meaning: str
    neutral: float | None = None
    """Its value where no policy acts; None: a place's own, or the register's parameter of the same name."""
    protection: bool = False
    """Whether the regional floor and regional monitoring raise it."""
    by_sector: bool = False


_SHARE, _TIMES = N_("share"), N_("times the present")
_CAPACITY = N_("persons per 1,000 migrants a month")
_ALL = (
    Lever("screening_coverage", "destination", _SHARE, 0, 1, "detained people who are screened", protection=True),
    Lever("screening_capacity", "place", _CAPACITY, 0, 1000, "screenings that can be made", protection=True),
    Lever("shelter_capacity", "place", _CAPACITY, 0, 1000, "new places in shelters", protection=True),
    Lever("rehabilitation_capacity", "place", _CAPACITY, 0, 1000, "new places in programmes", protection=True),
    Lever("raid_intensity", "destination", _TIMES, 0, 100, "raids on workplaces and homes", 1.0),
    Lever("deportation_intensity", "destination", _TIMES, 0, 100, "speed of deportation from detention", 1.0),
    Lever("legal_openness", "corridor", "index", 0, 1, "how open the legal channel is"),
    Lever("legal_quota", "corridor", "share of the base flow", 0, 100, "regular departures that are let through"),
    Lever("legal_fee", "corridor", "months of wage", 0, 100, "what the legal channel costs the migrant"),
    Lever("legal_delay", "corridor", "months", 0, 100, "how long the legal channel takes"),
    Lever("regularisation", "destination", "share a month", 0, 1, "irregular workers given status (amnesty)", 0.0),
    Lever("employer_pays", "corridor", _SHARE, 0, 1, "regular recruitment whose costs the employer bears"),
    Lever("legal_aid", "destination", _SHARE, 0, 1, "migrants within reach of legal aid", protection=True),
    Lever(
        "complaint_without_fear", "destination", _SHARE, 0, 1, "complaints kept from immigration enforcement",
        protection=True,
    ),
    Lever(
        "labour_inspection", "destination", _TIMES, 0, 100, "inspections, in all sectors or in those named", 1.0,
        by_sector=True,
    ),
    Lever("anti_corruption", "corridor", _SHARE, 0, 1, "complicity at borders that is ended", 0.0),
    Lever("consular_protection", "origin", _SHARE, 0, 1, "nationals within reach of their consulate", protection=True),
    Lever("information_campaign", "origin", _SHARE, 0, 1, "people reached before they leave", 0.0),
    Lever("actip_floor", "region", _SHARE, 0, 1, "level of protection that no member stays below", 0.0),
    Lever("regional_monitoring", "region", "share a month", 0, 1, "share of the gap to the best member closed", 0.0),
    Lever("securitization_shock", "place", "index a month", -1, 1, "added to the framing as a threat", 0.0),
    Lever("desecuritization", "place", _SHARE, 0, 1, "effort to take migration out of the language of threat", 0.0),
)  # fmt: skip

LEVERS: Mapping[str, Lever] = MappingProxyType({one.name: one for one in _ALL})
"""All levers by name."""
