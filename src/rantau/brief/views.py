"""What of the material the brief shows, and in which order. Text, tables and figures all ask here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rantau.brief.material import BriefMaterial
from rantau.brief.wording import place_name
from rantau.framework.corridors import CorridorStock
from rantau.framework.words import DIMENSIONS, Verdict
from rantau.profile.corridors import EXPOSURE, LEGS, MOST_EXPOSED, latest_stocks
from rantau.profile.countries import OVERALL
from rantau.store.records import Claim, ClaimGroup, Score

__all__ = [
    "CONFLICTS_DRAWN",
    "CORRIDORS_SHOWN",
    "GROUPS_SHOWN",
    "CorridorView",
    "claims_of",
    "countries",
    "country_scores",
    "drawable",
    "drawn_agreements",
    "drawn_conflicts",
    "groups",
    "ranked_corridors",
    "span_of",
    "verdict_of",
    "was_changed",
]

CORRIDORS_SHOWN = 10
GROUPS_SHOWN = 12
CONFLICTS_DRAWN = 8
_LINES_OF_A_PAGE = 44
_LINES_OF_A_PANEL = 4
"""What a panel's title and axis take of a page, counted in the lines of its claims."""


@dataclass(frozen=True, slots=True)
class CorridorView:
    """A ranked corridor with its legs and its stock."""

    unit: str
    origin: str
    destination: str
    exposure: Score
    legs: dict[str, Score]
    share: Score | None
    row: CorridorStock
    third: int
    """0 for the third of the ranking that is the most exposed, 1 for the middle, 2 for the rest."""

    @property
    def stock(self) -> float:
        """Persons."""
        return self.row.stock or 0.0


def ranked_corridors(material: BriefMaterial) -> list[CorridorView]:
    """Corridors that have a rank, the most exposed first."""
    stocks = latest_stocks(material.corridors, material.year)
    found = sorted(
        (one for one in material.scores if one.element == EXPOSURE and one.rank is not None),
        key=lambda one: (one.rank or 0, one.unit),
    )
    views = []
    for position, exposure in enumerate(found):
        origin, _, destination = exposure.unit.partition(">")
        stock = stocks.get((origin, destination))
        if stock is None or stock.stock is None:
            continue
        views.append(
            CorridorView(
                unit=exposure.unit,
                origin=origin,
                destination=destination,
                exposure=exposure,
                legs={leg: material.score_of[leg, exposure.unit] for leg in LEGS},
                share=material.score_of.get((MOST_EXPOSED, exposure.unit)),
                row=stock,
                third=3 * position // max(1, len(found)),
            )
        )
    return views


def country_scores(material: BriefMaterial, country: str) -> list[Score]:
    """The whole and the seven dimensions, in this order; those that were never computed are left out."""
    found = (material.score_of.get((element, country)) for element in (OVERALL, *DIMENSIONS))
    return [one for one in found if one is not None]


def countries(material: BriefMaterial) -> list[str]:
    """Profiled countries, the least secure first; those not assessed as a whole last, by name."""

    def order(country: str) -> tuple[bool, float, str]:
        value = material.score_of[OVERALL, country].value
        return (value is None, -(value or 0.0), place_name(material, country))

    return sorted((one.unit for one in material.scores if one.element == OVERALL), key=order)


def claims_of(material: BriefMaterial, group: ClaimGroup) -> list[Claim]:
    """A group's claims that stand, in order of value."""
    claims = (material.claim_of[one] for one in group.claims if one in material.claim_of)
    return sorted(
        (one for one in claims if one.status != "rejected"),
        key=lambda one: (next((v for v in (one.value, one.low, one.high) if v is not None), 0.0), one.id),
    )


def verdict_of(material: BriefMaterial, group: ClaimGroup) -> Verdict:
    """A group's verdict; where a person's rejections left one claim, nothing is left to agree or to conflict."""
    return group.verdict if len(claims_of(material, group)) > 1 else "single-source"


def was_changed(material: BriefMaterial, group: ClaimGroup) -> bool:
    """Whether a person rejected a claim of the group, so that its reason and its roots no longer hold as they are."""
    return len(claims_of(material, group)) < len(group.claims)


def groups(material: BriefMaterial, verdict: Verdict) -> list[ClaimGroup]:
    """Groups of one verdict: those on more roots first, then those whose claims were read with more certainty."""

    def order(group: ClaimGroup) -> tuple[int, int, float, str]:
        claims = claims_of(material, group)
        return (
            -len(group.roots),
            -len(claims),
            -max(one.confidence * max(one.indicator_score, 0.01) for one in claims),
            group.id,
        )

    found = [
        one for one in material.groups if claims_of(material, one) and verdict_of(material, one) == verdict
    ]
    return sorted(found, key=order)


def span_of(claim: Claim) -> tuple[float | None, float | None]:
    """A claim read as an interval; None is unbounded. Hedges without a number of their own widen nothing here."""
    if claim.low is not None and claim.high is not None:
        return claim.low, claim.high
    match claim.qualifier:
        case "at_least" | "more_than":
            return claim.value if claim.value is not None else claim.low, None
        case "at_most" | "less_than":
            return None, claim.value if claim.value is not None else claim.high
        case _:
            return claim.value, claim.value


def drawable(material: BriefMaterial, groups: Sequence[ClaimGroup]) -> list[ClaimGroup]:
    """Groups with at least two claims that have a number to draw."""
    return [
        group
        for group in groups
        if sum(any(end is not None for end in span_of(one)) for one in claims_of(material, group)) >= 2
    ]


def drawn_conflicts(material: BriefMaterial) -> list[ClaimGroup]:
    """The conflicts that the picture shows: the first that together fit on a printed page, one at least."""
    return _fitting(material, drawable(material, groups(material, "conflicting")))


def drawn_agreements(material: BriefMaterial) -> list[ClaimGroup]:
    """Claims that agree, as the picture shows them, in the same way."""
    return _fitting(material, drawable(material, groups(material, "corroborated")))


def _fitting(material: BriefMaterial, found: Sequence[ClaimGroup]) -> list[ClaimGroup]:
    """The first groups that together fit on a printed page, one at least."""
    shown: list[ClaimGroup] = []
    lines = 0
    for group in found[:CONFLICTS_DRAWN]:
        lines += len(claims_of(material, group)) + _LINES_OF_A_PANEL
        if shown and lines > _LINES_OF_A_PAGE:
            break
        shown.append(group)
    return shown
