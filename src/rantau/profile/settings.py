"""The choices behind a profile. Each is an assumption of the study's, recorded and open to change."""

from __future__ import annotations

from dataclasses import dataclass

from rantau.framework.errors import BadInput
from rantau.framework.indicators import Indicator

__all__ = ["ProfileSettings", "insecurity_sign", "is_profiled"]


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

    def __post_init__(self) -> None:
        checks = {
            "draws": self.draws >= 100,
            "look_back_years": self.look_back_years >= 0,
            "assumed_error": 0 < self.assumed_error < 1,
            "stated_level": 0.5 <= self.stated_level < 1,
            "weight_concentration": self.weight_concentration > 0,
            "level": 0.5 <= self.level < 1,
            "minimum_indicators": self.minimum_indicators >= 2,
            "minimum_share": 0 < self.minimum_share <= 1,
            "minimum_dimensions": 1 <= self.minimum_dimensions <= 7,
            "minimum_stock": self.minimum_stock >= 0,
            "top": self.top >= 1,
        }
        for name, good in checks.items():
            if not good:
                value = getattr(self, name)
                raise BadInput(
                    f"the profile setting {name} cannot be {value!r}; leave it out to use the default"
                )


def is_profiled(indicator: Indicator) -> bool:
    """Whether an indicator can enter a profile: a published series with a dimension and a worse end."""
    return indicator.kind == "series" and indicator.dimension != "" and indicator.direction != "contextual"


def insecurity_sign(indicator: Indicator) -> int:
    """+1 where a higher value means less security, -1 where it means more.

    Raises:
        BadInput: The indicator's direction is neither.
    """
    try:
        return {"higher_worse": 1, "higher_better": -1}[indicator.direction]
    except KeyError:
        raise BadInput(
            f"indicator {indicator.id} has the direction {indicator.direction!r}; "
            "write higher_worse or higher_better"
        ) from None
