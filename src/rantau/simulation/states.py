"""The states of a migrant, the exits of each, and the attributes that make up a profile.

Everything that counts, draws or reports reads its order from here. Two states are kept apart inside that are reported
as one: people in detention who were exploited before it, and people deported who were exploited and whom nobody
screened. With them apart, what happens next depends on the state alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = [
    "AGES",
    "CHANNELS",
    "DEBT_LEVELS",
    "EXITS",
    "MOST_EXITS",
    "PRESENT",
    "RECRUITERS",
    "REPORTED",
    "SECTORS",
    "SEXES",
    "STATES",
    "Exit",
    "profile_count",
    "profile_index",
    "state_number",
]

STATES: Final = (
    "prospect",
    "in_transit",
    "regular_work",
    "irregular_work",
    "exploited",
    "detained",
    "detained_exploited",
    "identified",
    "in_rehabilitation",
    "returned",
    "returned_unscreened",
    "settled",
    "dead_or_lost",
)

REPORTED: Final = {
    **{state: state for state in STATES},
    "detained_exploited": "detained",
    "returned_unscreened": "returned",
}
"""State -> the state it is reported as."""

PRESENT: Final = (
    "regular_work",
    "irregular_work",
    "exploited",
    "detained",
    "detained_exploited",
    "identified",
    "in_rehabilitation",
)
"""States of those who are in the destination: they make up the network, and the irregular share is a share of them."""

SEXES: Final = ("women", "men")
AGES: Final = ("child", "young", "adult")
"""At departure: under 18, 18 to 29, 30 and over."""
SECTORS: Final = ("agriculture", "fishing", "construction", "manufacturing", "domestic", "services")
CHANNELS: Final = ("regular", "irregular")
RECRUITERS: Final = ("none", "known_person", "licensed_agency", "informal_broker", "syndicate")
DEBT_LEVELS: Final = 8
"""Levels of debt, from none; a level is worth the parameter ``debt_unit``."""


@dataclass(frozen=True, slots=True)
class Exit:
    """One way out of a state.

    Attributes:
        name: How its flow is called.
        origin: The state it leaves.
        target: The state it leads to; the same as ``origin`` where only the debt falls.
        limit: The capacity that it needs: ``""``, ``departure``, ``screening``, ``shelter`` or ``rehabilitation``.
    """

    name: str
    origin: str
    target: str
    limit: str = ""


EXITS: Final = (
    Exit("departs", "prospect", "in_transit", "departure"),
    Exit("gives_up", "prospect", "settled"),
    Exit("dies_prospect", "prospect", "dead_or_lost"),
    Exit("arrives_regular", "in_transit", "regular_work"),
    Exit("arrives_irregular", "in_transit", "irregular_work"),
    Exit("trafficked_on_the_way", "in_transit", "exploited"),
    Exit("intercepted", "in_transit", "detained", "screening"),
    Exit("turned_back", "in_transit", "returned"),
    Exit("lost_on_the_way", "in_transit", "dead_or_lost"),
    Exit("loses_status", "regular_work", "irregular_work"),
    Exit("exploited_in_regular_work", "regular_work", "exploited"),
    Exit("returns_from_regular_work", "regular_work", "returned"),
    Exit("settles_from_regular_work", "regular_work", "settled"),
    Exit("dies_in_regular_work", "regular_work", "dead_or_lost"),
    Exit("repays_in_regular_work", "regular_work", "regular_work"),
    Exit("regularised", "irregular_work", "regular_work"),
    Exit("exploited_in_irregular_work", "irregular_work", "exploited"),
    Exit("detained_from_irregular_work", "irregular_work", "detained", "screening"),
    Exit("returns_from_irregular_work", "irregular_work", "returned"),
    Exit("settles_from_irregular_work", "irregular_work", "settled"),
    Exit("dies_in_irregular_work", "irregular_work", "dead_or_lost"),
    Exit("repays_in_irregular_work", "irregular_work", "irregular_work"),
    Exit("identified_by_seeking_help", "exploited", "identified", "shelter"),
    Exit("identified_by_inspection", "exploited", "identified", "shelter"),
    Exit("identified_by_consulate", "exploited", "identified", "shelter"),
    Exit("detained_from_exploitation", "exploited", "detained_exploited", "screening"),
    Exit("escapes", "exploited", "irregular_work"),
    Exit("returns_from_exploitation", "exploited", "returned"),
    Exit("dies_in_exploitation", "exploited", "dead_or_lost"),
    Exit("identified_by_screening", "exploited", "identified"),
    Exit("deported", "detained", "returned"),
    Exit("released", "detained", "irregular_work"),
    Exit("dies_in_detention", "detained", "dead_or_lost"),
    Exit("deported_unscreened", "detained_exploited", "returned_unscreened"),
    Exit("released_to_exploiter", "detained_exploited", "exploited"),
    Exit("dies_exploited_in_detention", "detained_exploited", "dead_or_lost"),
    Exit("enters_rehabilitation", "identified", "in_rehabilitation", "rehabilitation"),
    Exit("repatriated", "identified", "returned"),
    Exit("given_residence", "identified", "regular_work"),
    Exit("dies_identified", "identified", "dead_or_lost"),
    Exit("reintegrated", "in_rehabilitation", "settled"),
    Exit("returns_from_rehabilitation", "in_rehabilitation", "returned"),
    Exit("dies_in_rehabilitation", "in_rehabilitation", "dead_or_lost"),
    Exit("settles_at_home", "returned", "settled"),
    Exit("sets_out_again", "returned", "prospect"),
    Exit("dies_returned", "returned", "dead_or_lost"),
    Exit("settles_at_home_unscreened", "returned_unscreened", "settled"),
    Exit("sets_out_again_unscreened", "returned_unscreened", "prospect"),
    Exit("dies_returned_unscreened", "returned_unscreened", "dead_or_lost"),
)
"""Every exit, those of one state together and in the order in which a draw runs through them."""

MOST_EXITS: Final = 8


def state_number(state: str) -> int:
    """The place of a state in :data:`STATES`."""
    return STATES.index(state)


def profile_count() -> int:
    """How many profiles there are: sex × age × sector × channel × recruiter."""
    return len(SEXES) * len(AGES) * len(SECTORS) * len(CHANNELS) * len(RECRUITERS)


def profile_index(sex: int, age: int, sector: int, channel: int, recruiter: int) -> int:
    """The number of a profile; the recruiter runs fastest, then the channel."""
    index = (sex * len(AGES) + age) * len(SECTORS) + sector
    return (index * len(CHANNELS) + channel) * len(RECRUITERS) + recruiter
