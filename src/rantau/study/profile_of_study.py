"""A study's profile of one year: all that is computed for it, from the study as it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rantau.baseline.load import find_place
from rantau.framework.errors import BadInput
from rantau.framework.words import DIMENSIONS
from rantau.study.listings import Row, files_of
from rantau.study.results import ProfileGiven, profile_given
from rantau.study.study import Study

if TYPE_CHECKING:
    from rantau.profile.assessing import Assessment
    from rantau.profile.comparing import Difference
    from rantau.profile.corridors import CorridorDraws
    from rantau.profile.settings import ProfileSettings
    from rantau.store.records import Score

__all__ = ["StudyProfile", "chosen_unit", "compute_profile"]


@dataclass(frozen=True, slots=True)
class StudyProfile:
    """A study's profile of one year."""

    year: int
    base_year: int
    """The year of ``study.toml``; where the two differ, scales span both."""
    given: ProfileGiven
    settings: ProfileSettings
    countries: Assessment
    corridors: CorridorDraws | None
    scores: tuple[Score, ...]
    changes: tuple[Difference, ...]
    """From the earlier to the later of the two years; none where they are the same."""
    sexes: tuple[Difference, ...]
    """Women beside men; none where the study has no series of both."""
    claims: Mapping[str, Row]
    """Claim id -> its words, document and page."""

    @property
    def earlier(self) -> int:
        return min(self.year, self.base_year)

    @property
    def later(self) -> int:
        return max(self.year, self.base_year)


def compute_profile(study: Study, year: int | None = None) -> StudyProfile:
    """Compute a study's profile.

    Args:
        study: The study.
        year: The year that it is for; by default that of ``study.toml``.

    Raises:
        BadInput: No figure of the study's indicators lies within the window before that year.
        BadTable: A table in ``data/`` is wrong.
    """
    from rantau.profile.comparing import changes_over_time, differences_by_sex
    from rantau.profile.corridors import assess_corridors, corridor_scores
    from rantau.profile.countries import assess_countries, country_scores
    from rantau.profile.from_claims import claims_beneath
    from rantau.profile.settings import of_one_sex

    settings, given = study.settings, profile_given(study.path, study.settings, study.store)
    base, choices, seed = settings.profile.year, settings.profile.choices(), settings.study.seed
    wanted = base if year is None else year
    if year is not None:
        _check_year(given, year, choices.look_back_years)
    places = settings.study.places
    corridors = assess_corridors(
        given.indicators, given.observations, places, given.corridors, wanted, seed=seed, settings=choices,
        base_year=base,
    )  # fmt: skip
    countries = (
        corridors.countries
        if corridors
        else assess_countries(
            given.indicators, given.observations, places, wanted, seed=seed, settings=choices, base_year=base
        )
    )
    scores = country_scores(countries, wanted) + (corridor_scores(corridors, wanted) if corridors else [])
    changes = (
        changes_over_time(
            given.indicators, given.observations, places, min(wanted, base), max(wanted, base), seed=seed,
            settings=choices,
        )
        if wanted != base
        else []
    )  # fmt: skip
    sexes = (
        differences_by_sex(given.indicators, given.observations, places, wanted, seed=seed, settings=choices)
        if any(len(one) == 2 for one in of_one_sex(given.indicators).values())
        else []
    )
    needed = {id for one in given.observations for id in claims_beneath(one)}
    return StudyProfile(
        wanted, base, given, choices, countries, corridors, tuple(scores), tuple(changes), tuple(sexes),
        _claims(study, needed),
    )  # fmt: skip


def _check_year(given: ProfileGiven, year: int, window: int) -> None:
    from rantau.profile.settings import profiled

    series = {one.id for one in profiled(given.indicators, DIMENSIONS)}
    years = sorted({one.year for one in given.observations if one.indicator in series})
    if not years:
        raise BadInput("the study has no figure of any indicator; add some to data/observations.csv")
    if not any(year - window <= one <= year for one in years):
        raise BadInput(
            f"there is no figure for {year} or the {window} years before; figures are of {years[0]} to {years[-1]}"
        )


def _claims(study: Study, needed: set[str]) -> dict[str, Row]:
    if not needed:
        return {}
    files = files_of(study)
    return {
        one.id: {"claim": one.id, "document": files[one.document], "page": one.page, "quote": one.quote}
        for one in study.store.claims_named(needed)
    }


def chosen_unit(profile: StudyProfile, country: str = "", corridor: str = "") -> str:
    """The unit that a person asks for, as scores name it: ``MYS`` or ``MMR>THA``; empty for all.

    Raises:
        BadInput: Both are asked for, or it is no country or corridor of the study.
    """
    if country and corridor:
        raise BadInput("ask for a place or for a corridor, not for both")
    units = profile.countries.panel.units
    if country:
        return _country(country, units)
    if not corridor:
        return ""
    ends = corridor.replace(">", "-").split("-")
    if len(ends) != 2:
        raise BadInput(f"the corridor {corridor!r} is not written as origin-destination, such as MMR-THA")
    unit = ">".join(_country(one, units) for one in ends)
    known = profile.corridors.units if profile.corridors else ()
    if unit not in known:
        listed = ", ".join(one.replace(">", "-") for one in known) or "none"
        raise BadInput(f"no stock of migrants is known for {corridor}; corridors with one: {listed}")
    return unit


def _country(text: str, units: Sequence[str]) -> str:
    found = find_place(text.strip()) or find_place(text.strip().upper())
    if found is None or found.id not in units:
        raise BadInput(f"{text.strip()!r} is no country of the study; those are {', '.join(units)}")
    return found.id
