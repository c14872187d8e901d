"""What a study's first page says: how it stands, what was found, what needs a person. Values, not sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rantau.store.records import Score
from rantau.study.listings import Row
from rantau.study.profile_listings import unit_name
from rantau.study.study import Study

__all__ = ["Overview", "overview"]

_TOP = 10


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
    """The most exposed first, each with its interval and rank."""
    countries: tuple[Row, ...]
    """The least secure first."""
    ranked: int
    """How many corridors have a rank."""


def overview(study: Study) -> Overview:
    """Read how a study stands; nothing is computed anew."""
    from rantau.profile.corridors import EXPOSURE
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
