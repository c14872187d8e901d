"""What tables hold: every quantity with its unit and meaning, and where it is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rantau.framework.language import N_
from rantau.framework.words import DIMENSIONS
from rantau.simulation.states import EXITS, RECRUITERS, REPORTED, SECTORS
from rantau.simulation.tallies import (
    AGAIN,
    BY_RECRUITER,
    BY_SECTOR,
    DEPARTED_BY,
    NEW,
    NOT_REHABILITATED,
    NOT_SCREENED,
    NOT_SHELTERED,
    OVER_QUOTA,
    SCREENED,
    STAYED,
    SUBSTITUTED,
)

__all__ = ["COLUMNS", "DETAINED", "ENTERS", "IDENTIFIED", "ONES", "QUANTITIES", "Quantity"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One thing that is counted."""

    name: str
    unit: str
    meaning: str

    @property
    def total_unit(self) -> str:
        """The unit of its sum over months: a flow adds up to migrants, a stock to the months that they spend there."""
        return _MONTHS if self.unit == _STOCK else self.unit.removesuffix(" a month")


_FLOW, _STOCK, _MONTHS = N_("migrants a month"), N_("migrants"), N_("person-months")
ENTERS = [n for n, one in enumerate(EXITS) if one.target == "exploited" and one.origin != "exploited"]
IDENTIFIED = [n for n, one in enumerate(EXITS) if one.target == "identified"]
DETAINED = [n for n, one in enumerate(EXITS) if one.target in ("detained", "detained_exploited")]
_REPORTED = tuple(dict.fromkeys(REPORTED.values()))
ONES: dict[str, tuple[int, str]] = {
    "new_departures": (NEW, "set out for the first time"),
    "retrafficked": (AGAIN, "entered exploitation who were exploited before"),
    "screened": (SCREENED, "screened for trafficking on being detained"),
    "screening_turned_away": (NOT_SCREENED, "to be screened, and no capacity"),
    "shelter_turned_away": (NOT_SHELTERED, "came forward or were found, and no place in a shelter"),
    "rehabilitation_turned_away": (NOT_REHABILITATED, "to enter rehabilitation, and no place"),
    "quota_turned_away": (OVER_QUOTA, "turned away at the quota of the regular channel"),
    "channel_substituted": (SUBSTITUTED, "of these, who left irregularly"),
    "stayed_at_quota": (STAYED, "of these, who stayed"),
}
QUANTITIES: Mapping[str, Quantity] = {
    one.name: one
    for one in (
        *(
            Quantity(f"stock_{state}", _STOCK, f"in the state {state} at the month's end")
            for state in _REPORTED
        ),
        Quantity("person_months_in_exploitation", _MONTHS, "exploited at the month's end, one month each"),
        Quantity("entered_exploitation", _FLOW, "entered exploitation"),
        Quantity("identified", _FLOW, "identified as trafficked"),
        Quantity("detained", _FLOW, "newly detained"),
        *(Quantity(name, _FLOW, meaning) for name, (_, meaning) in ONES.items()),
        Quantity(
            "ended_exploitation_months", "person-months", "length of the episodes that ended in the month"
        ),
        Quantity(
            "entered_with_complicit_officials", _FLOW, "entered exploitation times complicity on the corridor"
        ),
        *(
            Quantity(f"entered_by_{one}", _FLOW, f"entered exploitation; recruiter: {one}")
            for one in RECRUITERS
        ),
        *(Quantity(f"entered_in_{one}", _FLOW, f"entered exploitation; sector: {one}") for one in SECTORS),
        *(Quantity(f"departed_by_{one}", _FLOW, f"departed; recruiter: {one}") for one in RECRUITERS),
        *(Quantity(f"flow_{one.name}", _FLOW, f"{one.origin} to {one.target}") for one in EXITS),
        Quantity("migrants", _STOCK, "on the way, abroad, or returned and not yet settled"),
        *(
            Quantity(f"insecure_person_months_{one}", "person-months", f"months of insecurity, {one}")
            for one in DIMENSIONS
        ),
    )
}
"""Everything that tables hold, by name; all can be added up over places and months."""
COLUMNS = {
    **{f"entered_by_{one}": BY_RECRUITER + n for n, one in enumerate(RECRUITERS)},
    **{f"entered_in_{one}": BY_SECTOR + n for n, one in enumerate(SECTORS)},
    **{f"departed_by_{one}": DEPARTED_BY + n for n, one in enumerate(RECRUITERS)},
    **{f"flow_{one.name}": n for n, one in enumerate(EXITS)},
}
