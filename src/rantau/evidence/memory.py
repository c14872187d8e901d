"""What a passage has said so far, for sentences that leave it out: "Of these, 300 were women"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rantau.evidence.places import mentioned
from rantau.evidence.quantities import Quantity
from rantau.evidence.roles import Mention
from rantau.store.records import Claim, Period, PlaceMention

__all__ = ["Memory", "looks_back"]

_LOOKS_BACK = re.compile(
    r"\W*(?:(?:Of|Among|From)\s+(?:these|those|them|this|that|the total)\b|(?:Dari"
    r"|Di antara)\s+(?:jumlah|angka|mereka|itu)"
    r"|(?:Jumlah|Angka)\s+(?:itu|tersebut|ini)\b|Di antaranya\b"
    r"|(?:(?:In|By|At|Since)\s+[^,.;]{3,25},?\s+)?(?:it|the (?:number|figure|total|count|share"
    r"|proportion|rate|percentage)"
    r"\b[^,.;]{0,40}?)\s+(?:had|was|were|rose|fell|stood|reached|has|is)\b)",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"\W*(?:Of|Among|Out of|From|Dari|Di antara)\s+(?:the\s+|these\s+|those\s+|all\s+|total\s+)*$",
    re.IGNORECASE,
)


def looks_back(sentence: str) -> bool:
    """Whether a sentence speaks of what the one before counted."""
    return bool(_LOOKS_BACK.match(sentence))


@dataclass(slots=True)
class Memory:
    """What a passage has said so far."""

    places: tuple[PlaceMention, ...] = ()
    period: Period | None = None
    count: Quantity | None = None
    """The last count of people or things with a noun of its own."""
    money: str = ""
    """The currency spoken of last."""
    claims: list[Claim] = field(default_factory=list)
    _sources: set[str] = field(default_factory=set)
    """Sources that have spoken since the places were named."""

    def note(self, found: Sequence[Mention], sources: frozenset[str]) -> None:
        """Remember a sentence's places and who spoke in it."""
        if found:
            places = mentioned(found)
            if all(place.role == "origin" for place in places):
                # Whence people come says nothing of where they are; that holds on.
                places = (*(place for place in self.where() if place not in places), *places)
            self.places, self._sources = places, set(sources)
        else:
            self._sources |= sources

    def places_for(self, sources: frozenset[str]) -> tuple[PlaceMention, ...]:
        """The places spoken of last, unless another source speaks now.

        Where these are both where people are and where they come from, only the former carries on.
        """
        if sources and self._sources and not sources & self._sources:
            return ()
        return self.where() or self.places

    def where(self) -> tuple[PlaceMention, ...]:
        """Where people are, of the places spoken of last, whoever spoke."""
        return tuple(place for place in self.places if place.role != "origin")

    def completed(self, places: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
        """Places of a figure that is part of an earlier count, with where that count was made."""
        known = {place.id for place in places}
        if any(place.role != "origin" for place in places):
            return tuple(places)
        return (*(place for place in self.where() if place.id not in known), *places)

    def repeats(self, before: str, quantity: Quantity) -> bool:
        """Whether a figure only names again what is being divided: "Of the 1,943 victims, 22% were children"."""
        return bool(_BASE.fullmatch(before)) and any(
            claim.value == quantity.value and claim.unit == quantity.unit for claim in self.claims
        )

    def counted_before(self, unit: str, skip: int = 0) -> Claim | None:
        """The last claim in this unit that has an indicator, leaving out so many at the end."""
        claims = self.claims[: len(self.claims) - skip]
        return next(
            (claim for claim in reversed(claims) if claim.unit == unit and claim.indicator is not None), None
        )
