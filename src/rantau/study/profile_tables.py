"""Profiles as tables of what the study's last run has kept, so that a list of them needs nothing computed anew."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from rantau.framework.errors import BadInput
from rantau.framework.words import DIMENSIONS
from rantau.study.listings import Row
from rantau.study.profile_listings import unit_name
from rantau.study.profile_of_study import StudyProfile
from rantau.study.results import profile_given
from rantau.study.study import Study

if TYPE_CHECKING:
    from rantau.profile.comparing import Difference
    from rantau.store.records import Score

__all__ = [
    "changes_since",
    "corridor_rows",
    "country_rows",
    "coverage_of_study",
    "not_told_apart",
    "profile_stamp",
    "years_of",
]


def profile_stamp(study: Study) -> object:
    """What is another whenever the study's profile was computed on other figures."""
    run = study.store.stage_run("profile", "study")
    return study.store.head() if run is None else (run.input_hash, run.output_hash)


def country_rows(study: Study) -> list[Row]:
    """One row a country: the whole with interval and rank, and each dimension's score; the least secure first."""
    from rantau.profile.countries import OVERALL

    return _rows(study.store.scores(), OVERALL, DIMENSIONS)


def corridor_rows(study: Study) -> list[Row]:
    """One row a corridor: exposure with interval and rank, its legs, and its migrants; the most exposed first."""
    from rantau.profile.corridors import EXPOSURE, LEGS
    from rantau.profile.panel import latest

    year, window = study.settings.profile.year, study.settings.profile.choices().look_back_years
    stocks = latest(
        (one for one in study.store.observations() if one.indicator == "migrant_stock"), year, window
    )
    rows = _rows(study.store.scores(), EXPOSURE, LEGS)
    for row in rows:
        stock = stocks.get(("migrant_stock", row["unit"]))
        row["migrants"] = stock.value if stock else None
        row["migrants_year"] = stock.year if stock else None
        row["migrants_observation"] = stock.id if stock else None
    return rows


def _rows(scores: list[Score], whole: str, parts: tuple[str, ...]) -> list[Row]:
    by_key = {(one.unit, one.element): one for one in scores}
    found = [one for one in scores if one.element == whole]
    found.sort(key=lambda one: (one.rank is None, one.value is None, -(one.value or 0.0), one.unit))
    return [
        {
            "unit": one.unit,
            "name": unit_name(one.unit),
            "year": one.year,
            "value": one.value,
            "low": one.low,
            "high": one.high,
            "rank": one.rank,
            "rank_low": one.rank_low,
            "rank_high": one.rank_high,
            "available": one.available,
            "expected": one.expected,
            "assessed": one.assessed,
            "note": one.note,
            **{part: by_key[one.unit, part].value if (one.unit, part) in by_key else None for part in parts},
        }
        for one in found
    ]


def coverage_of_study(study: Study) -> list[Row]:
    """Indicator by country: used, too old or missing, with the year; nothing is computed for it."""
    from rantau.profile.coverage import coverage_table

    units = sorted({one.unit for one in study.store.scores() if ">" not in one.unit})
    if not units:
        return []
    given = profile_given(study.path, study.settings, study.store)
    names = {one.id: one.name for one in given.indicators}
    settings = study.settings.profile
    cells = coverage_table(
        given.indicators, given.observations, units, settings.year, settings=settings.choices()
    )
    return [{**asdict(one), "name": names[one.indicator], "country": unit_name(one.place)} for one in cells]


def years_of(profile: StudyProfile) -> list[int]:
    """Years that the profile can be set beside: those before it of which its indicators have figures, latest first."""
    from rantau.profile.settings import profiled

    series = {one.id for one in profiled(profile.given.indicators, DIMENSIONS)}
    found = {one.year for one in profile.given.observations if one.indicator in series}
    return sorted((year for year in found if year < profile.year), reverse=True)


def changes_since(study: Study, profile: StudyProfile, year: int) -> list[Difference]:
    """Change of each dimension, and of the whole, from an earlier year to the profile's.

    Raises:
        BadInput: There are no figures of that year.
    """
    from rantau.profile.comparing import changes_over_time

    years = years_of(profile)
    if year not in years:
        raise BadInput(
            f"there are no figures of {year} to compare with; there are of {', '.join(map(str, years))}"
        )
    return changes_over_time(
        profile.given.indicators,
        profile.given.observations,
        study.settings.study.places,
        year,
        profile.year,
        seed=study.settings.study.seed,
        settings=profile.settings,
    )


def not_told_apart(profile: StudyProfile, unit: str) -> list[Row]:
    """A unit beside every other: how surely it stands above, and whether the two can be told apart."""
    from rantau.profile.checks import likely_orders
    from rantau.profile.countries import OVERALL

    if ">" in unit:
        assert profile.corridors is not None
        spread = profile.corridors.ranking()
    else:
        spread = profile.countries.spread(OVERALL)
    rows = []
    for pair in likely_orders(spread):
        if unit in (pair.one, pair.other):
            first = unit == pair.one
            other = pair.other if first else pair.one
            above = pair.above if first else 1.0 - pair.above
            rows.append({"unit": other, "name": unit_name(other), "above": above, "apart": pair.apart})
    return rows
