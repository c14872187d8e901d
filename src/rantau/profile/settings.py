"""The choices behind a profile. Each is an assumption of the study's, recorded and open to change."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from rantau.framework.errors import BadInput
from rantau.framework.indicators import Indicator

__all__ = ["SEXES", "ProfileSettings", "insecurity_sign", "is_profiled", "of_one_sex", "profiled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileSettings:
    """How profiles are made. All defaults are assumptions, and are printed as such.

    Screening follows the coverage rule of the OECD/JRC Handbook on Constructing Composite Indicators (2008): a score
    that rests on too little is not given at all.
    """

    draws: int = 2000
    """Monte Carlo draws."""
    look_back_years: int = 10
    """An observation older than this many years before the profile's year is not used."""
    assumed_error: float = 0.05
    """ASSUMED standard error of an observation whose source states none, as a share of the indicator's range over
    the study's units. (A share of the value itself would change with the unit and with the zero of the scale.)"""
    assumed_drift: float = 0.02
    """ASSUMED standard deviation of an indicator's change in one year, as a share of its range over the study's units,
    where the observations at hand do not show it. A value that is n years old has an error of its age beside its own:
    the yearly change times the square root of n, as of a random walk."""
    stated_level: float = 0.95
    """The coverage at which a source's own low and high are read."""
    weight_concentration: float = 10.0
    """Weights are drawn from a Dirichlet distribution around equal weights; this is its parameter for each part.
    Larger is tighter: with 10 and seven parts, each weight's standard deviation is 29 % of its mean."""
    level: float = 0.90
    """Coverage of the intervals given: 0.90 is from the 5th to the 95th percentile of the draws."""
    minimum_indicators: int = 2
    """A dimension is assessed on at least this many indicators …"""
    minimum_share: float = 0.5
    """… and on at least this share of those that it should have."""
    minimum_dimensions: int = 5
    """Human security as a whole is assessed on at least this many of the seven dimensions."""
    minimum_stock: float = 10_000
    """Corridors with fewer migrants (persons) are scored but not ranked."""
    top: int = 3
    """How many count as the most exposed."""
    leg_weights: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """ASSUMED weights of a corridor's origin, route and destination, relative to each other."""
    separable: float = 0.95
    """Two units are told apart where one is above the other in at least this share of the draws, and their ranks'
    intervals do not overlap."""

    def __post_init__(self) -> None:
        checks = {
            "draws": self.draws >= 100,
            "look_back_years": self.look_back_years >= 0,
            "assumed_error": 0 < self.assumed_error < 1,
            "assumed_drift": 0 <= self.assumed_drift < 1,
            "stated_level": 0.5 <= self.stated_level < 1,
            "weight_concentration": self.weight_concentration > 0,
            "level": 0.5 <= self.level < 1,
            "minimum_indicators": self.minimum_indicators >= 2,
            "minimum_share": 0 < self.minimum_share <= 1,
            "minimum_dimensions": 1 <= self.minimum_dimensions <= 7,
            "minimum_stock": self.minimum_stock >= 0,
            "top": self.top >= 1,
            "leg_weights": len(self.leg_weights) == 3 and all(0 < one < 1e6 for one in self.leg_weights),
            "separable": 0.5 < self.separable < 1,
        }
        for name, good in checks.items():
            if not good:
                value = getattr(self, name)
                raise BadInput(
                    f"the profile setting {name} cannot be {value!r}; leave it out to use the default"
                )


SEXES: Mapping[str, str] = {"women": "_women", "men": "_men"}
"""How the id of a series of one sex ends; without the ending it is the id of the series of everybody."""


def of_one_sex(indicators: Iterable[Indicator]) -> dict[str, dict[str, str]]:
    """Series of one sex beside that of everybody: id of the latter -> sex -> id.

    ``anaemia_women`` is of one sex only where there is an ``anaemia``; otherwise it is a series of its own.
    """
    ids = {one.id for one in indicators}
    found: dict[str, dict[str, str]] = {}
    for id in sorted(ids):
        for sex, ending in SEXES.items():
            whole = id.removesuffix(ending)
            if whole != id and whole in ids:
                found.setdefault(whole, {})[sex] = id
    return found


def profiled(indicators: Iterable[Indicator], dimensions: Container[str]) -> list[Indicator]:
    """The indicators of some dimensions that enter profiles, each once, sorted by id.

    Series of one sex are left to the comparison of the sexes, where there is one of everybody.
    """
    every = {one.id: one for one in indicators}
    parts = {id for of in of_one_sex(every.values()).values() for id in of.values()}
    return [
        every[id]
        for id in sorted(every)
        if id not in parts and is_profiled(every[id]) and every[id].dimension in dimensions
    ]


def is_profiled(indicator: Indicator) -> bool:
    """Whether an indicator can enter a profile: a published series with a dimension and a worse end."""
    return indicator.kind == "series" and indicator.dimension != "" and indicator.direction != "contextual"


def insecurity_sign(indicator: Indicator) -> Literal[-1, 1]:
    """+1 where a higher value means less security, -1 where it means more.

    Raises:
        BadInput: The indicator's direction is neither.
    """
    if indicator.direction == "higher_worse":
        return 1
    if indicator.direction == "higher_better":
        return -1
    raise BadInput(
        f"indicator {indicator.id} has the direction {indicator.direction!r}; write higher_worse or higher_better"
    )
