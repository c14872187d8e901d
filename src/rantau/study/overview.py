"""What a study's first page says: how it stands, what was found, what needs a person. Values, not sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rantau.framework.words import DIMENSIONS
from rantau.store.records import Score
from rantau.study.listings import Row
from rantau.study.profile_listings import unit_name
from rantau.study.study import Study

__all__ = ["Overview", "overview"]

_TOP = 10
_WHY = 2
"""Dimensions of the origin that are named as reasons."""


@dataclass(frozen=True, slots=True)
class Overview:
    """How a study stands."""

    name: str
    question: str
    counts: Mapping[str, int]
    verdicts: Mapping[str, int]
    """Verdict -> how many groups of claims."""
    failed: tuple[str, ...]
    """Sentences about documents that could not be read."""
    corridors: tuple[Row, ...]
    """The most exposed first, each with its interval and rank, and under ``why`` what its score is highest for: the
    least secure dimensions of the origin, and the lack of protection at the destination."""
    countries: tuple[Row, ...]
    """The least secure first."""
    ranked: int
    """How many corridors have a rank."""


def overview(study: Study) -> Overview:
    """Read how a study stands; nothing is computed anew."""
    from rantau.profile.corridors import EXPOSURE, LEGS
    from rantau.profile.countries import OVERALL

    store, scores = study.store, study.store.scores()
    exposed = sorted(
        (one for one in scores if one.element == EXPOSURE and one.rank is not None),
        key=lambda one: (one.rank or 0, one.unit),
    )
    insecure = sorted(
        (one for one in scores if one.element == OVERALL and ">" not in one.unit and one.value is not None),
        key=lambda one: (-(one.value or 0.0), one.unit),
    )

    known = {(one.unit, one.element): one for one in scores}

    def why(unit: str) -> list[Row]:
        origin, _, destination = unit.partition(">")
        of_origin = (known.get((origin, dimension)) for dimension in DIMENSIONS)
        worst = sorted(
            (one for one in of_origin if one is not None and one.value is not None),
            key=lambda one: (-(one.value or 0.0), one.element),
        )[:_WHY]
        there = known.get((unit, LEGS[-1]))
        found = [(origin, one) for one in worst]
        found += [(destination, there)] if there is not None and there.value is not None else []
        return [
            {
                "unit": one.unit,
                "place": place,
                "element": one.element,
                "value": one.value,
                "low": one.low,
                "high": one.high,
            }
            for place, one in found
        ]

    def rows(found: list[Score], element: str) -> tuple[Row, ...]:
        return tuple(
            {
                "unit": one.unit,
                "name": unit_name(one.unit),
                "element": element,
                "value": one.value,
                "low": one.low,
                "high": one.high,
                "rank": one.rank,
                "rank_low": one.rank_low,
                "rank_high": one.rank_high,
                "why": why(one.unit) if ">" in one.unit else [],
            }
            for one in found[:_TOP]
        )

    return Overview(
        name=study.settings.study.name,
        question=study.settings.study.question,
        counts=store.counts(),
        verdicts=store.verdicts(),
        failed=tuple(one.problem for one in store.documents() if one.problem),
        corridors=rows(exposed, EXPOSURE),
        countries=rows(insecure, OVERALL),
        ranked=len(exposed),
    )
