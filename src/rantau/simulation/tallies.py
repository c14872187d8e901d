"""What is counted in a month, by corridor and channel: every exit, and some things beside."""

from __future__ import annotations

from typing import Final

from rantau.simulation.states import EXITS, RECRUITERS, SECTORS

__all__ = [
    "AGAIN",
    "BY_RECRUITER",
    "BY_SECTOR",
    "DEPARTED_BY",
    "ENDED_MONTHS",
    "NEW",
    "NOT_REHABILITATED",
    "NOT_SCREENED",
    "NOT_SHELTERED",
    "OVER_QUOTA",
    "SCREENED",
    "STAYED",
    "SUBSTITUTED",
    "TALLIES",
]

AGAIN: Final = len(EXITS)
"""Entries into exploitation of people who were exploited before."""
ENDED_MONTHS: Final = AGAIN + 1
"""Months of the episodes of exploitation that end in the month."""
BY_RECRUITER: Final = ENDED_MONTHS + 1
"""Entries into exploitation by recruiter: the first of as many columns."""
BY_SECTOR: Final = BY_RECRUITER + len(RECRUITERS)
"""The same by sector."""
SCREENED: Final = BY_SECTOR + len(SECTORS)
NOT_SCREENED: Final = SCREENED + 1
"""To be screened, and no capacity."""
NOT_SHELTERED: Final = NOT_SCREENED + 1
"""Came forward or were found, and no place in a shelter: they stay where they are."""
NOT_REHABILITATED: Final = NOT_SHELTERED + 1
OVER_QUOTA: Final = NOT_REHABILITATED + 1
"""Turned away at the quota of the regular channel."""
SUBSTITUTED: Final = OVER_QUOTA + 1
"""Of these, who went irregularly."""
STAYED: Final = SUBSTITUTED + 1
"""Of these, who stayed."""
DEPARTED_BY: Final = STAYED + 1
"""Departures by recruiter."""
NEW: Final = DEPARTED_BY + len(RECRUITERS)
"""Who set out for the first time."""
TALLIES: Final = NEW + 1
