"""Profiles of countries: indicators → dimensions → human security."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from rantau.framework.errors import BadInput
from rantau.framework.indicators import Indicator
from rantau.framework.words import DIMENSIONS
from rantau.profile.assessing import Assessment, assess, own_seed
from rantau.profile.panel import Tree, latest, make_panel, make_scale, yearly_changes
from rantau.profile.scoring import Basis, scores_of
from rantau.profile.settings import ProfileSettings, profiled
from rantau.store.records import Observation, Score

__all__ = [
    "COUNTRIES",
    "OVERALL",
    "assess_countries",
    "basis_of",
    "country_profiles",
    "country_scores",
    "indicator_scores",
]

OVERALL = "human_security"
COUNTRIES = Tree(DIMENSIONS, OVERALL)
_ALONE = "not assessed: scores compare units with each other, and there is only one"


def assess_countries(
    indicators: Sequence[Indicator],
    observations: Iterable[Observation],
    places: Iterable[str],
    year: int,
    *,
    seed: int,
    settings: ProfileSettings,
    base_year: int | None = None,
) -> Assessment:
    """Compute the profile of countries; see :func:`country_profiles`.

    Raises:
        BadInput: No country is given, or a value or a direction cannot be used.
    """
    used = profiled(indicators, DIMENSIONS)
    units = sorted(set(places))
    if not units:
        raise BadInput("a profile is of countries, and none is given: name at least one place in the study")
    everything = list(observations)
    picks = {one: latest(everything, one, settings.look_back_years) for one in {year, base_year or year}}
    scale = make_scale(used, units, picks.values())
    changes = yearly_changes(used, everything, units, scale)
    panel = make_panel(used, units, picks[year], year, COUNTRIES, settings, scale=scale, changes=changes)
    return assess(panel, settings, own_seed(seed, 1))


def country_profiles(
    indicators: Sequence[Indicator],
    observations: Iterable[Observation],
    places: Iterable[str],
    year: int,
    *,
    seed: int,
    settings: ProfileSettings | None = None,
    base_year: int | None = None,
) -> list[Score]:
    """Human-security profiles of countries, as insecurity from 0 to 100.

    For each indicator and country the latest observation within the look-back window is taken; each indicator is put
    between the lowest and the highest of the study's countries, turned so that 100 is the least secure; arithmetic mean
    within a dimension and over the assessed dimensions, all weights equal. Intervals and rank intervals come from draws
    over the observations' errors and ages, the gaps and the weights (:mod:`rantau.profile.assessing`).

    Args:
        indicators: Series with one of the seven dimensions and a worse end are used; others are passed over.
        observations: Of any place and year; what is not needed is passed over.
        places: The study's countries, ISO 3166-1 alpha-3.
        year: The year that the profile is for.
        seed: Same seed and same input, same scores; the order of rows and places does not matter.
        settings: The choices made; the defaults when None.
        base_year: A year that this one is to be compared with: the scale then spans both.

    Returns:
        Scores sorted by element (indicators last) and country: one for each country and each of the seven
        dimensions, ``human_security`` and each indicator. A score that rests on too little is not assessed and has
        no value. With one country nothing is assessed, for there is nothing to compare it with.

    Raises:
        BadInput: No country is given, an indicator's direction is unknown, or a value is too large.
    """
    return country_scores(
        assess_countries(
            indicators,
            observations,
            places,
            year,
            seed=seed,
            settings=settings or ProfileSettings(),
            base_year=base_year,
        ),
        year,
    )


def country_scores(found: Assessment, year: int) -> list[Score]:
    """The scores of an assessment of countries, as :func:`country_profiles` gives them."""
    scores: list[Score] = []
    for name in (OVERALL, *DIMENSIONS):
        one = found.spread(name)
        basis = [basis_of(found, name, row) for row in range(len(found.panel.units))]
        scores += scores_of(name, year, one, basis, ranks=one)
    for column in range(len(found.panel.indicators)):
        scores += indicator_scores(found, column, year)
    return scores


def indicator_scores(found: Assessment, column: int, year: int) -> list[Score]:
    """The scores of one indicator, by unit."""
    code = found.panel.inputs.hierarchy.indicators[column].code
    one = found.spread(code)
    return scores_of(found.panel.indicators[column].id, year, one, _indicator_basis(found, column), ranks=one)


def basis_of(found: Assessment, name: str, row: int) -> Basis:
    """What a dimension's, or the whole's, score of one unit rests on."""
    panel = found.panel
    alone = len(panel.units) == 1
    if name == panel.tree.top and name not in panel.tree.parents:
        assessed = [one for one in panel.tree.parents if np.isfinite(found.values(one)[row])]
        beneath = tuple(id for one in assessed for id in panel.inputs_of(row, panel.columns(one)))
        available, expected = len(assessed), len(panel.tree.parents)
        why_not = "not assessed: too few of its parts are assessed"
    else:
        columns = panel.columns(name)
        beneath = panel.inputs_of(row, columns)
        available, expected = len(beneath), len(columns)
        why_not = "not assessed: too few of its indicators have a usable value"
        if not columns:
            alone, why_not = False, "not assessed: the study has no indicator of it"
    note = "" if np.isfinite(found.values(name)[row]) else _ALONE if alone else why_not
    return Basis(available=available, expected=expected, inputs=beneath, note=note)


def _indicator_basis(found: Assessment, column: int) -> list[Basis]:
    panel = found.panel
    why_not = (
        _ALONE
        if len(panel.units) == 1
        else "not assessed: no usable observation, or the same value in every country"
    )
    basis = []
    for row in range(len(panel.units)):
        there = panel.inputs_of(row, [column])
        basis.append(Basis(available=len(there), expected=1, inputs=there, note="" if there else why_not))
    return basis
