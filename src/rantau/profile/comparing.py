"""Two sets of observations of the same countries side by side: two years, or women and men.

The method is held fixed: one scale that spans both sets, the same weights in each draw, and only what was observed in
both. A cell that one of them lacks counts as a gap in both, and lies at the same unknown place in both. Where one
observation stands for both years, its own error is the same in both, and only its further ageing makes it unsure;
errors of different observations are independent. Differences are taken draw by draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rantau.framework.errors import BadInput
from rantau.framework.indicators import Indicator
from rantau.framework.words import DIMENSIONS
from rantau.profile.assessing import DECIMALS, own_seed, profile_build
from rantau.profile.composite.draws import Numbers, random_design, realisations
from rantau.profile.composite.engine import build_index, raw_values
from rantau.profile.composite.monte_carlo import evaluate, within_bounds
from rantau.profile.composite.pipeline import Inputs
from rantau.profile.composite.table import Flags, Floats, Table
from rantau.profile.countries import COUNTRIES, OVERALL
from rantau.profile.panel import Panel, Picks, latest, make_panel, make_scale, yearly_changes
from rantau.profile.settings import SEXES, ProfileSettings, of_one_sex, profiled
from rantau.store.records import Observation

__all__ = ["Difference", "changes_over_time", "differences_by_sex"]

_NOT_BOTH = "not assessed: too few of its indicators were observed in both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One element of one country in two sets of observations."""

    unit: str
    element: str
    first: float | None
    second: float | None
    """Scores on the scale that spans both, from what was observed in both; None when not assessed."""
    difference: float | None
    """Second less first: above zero, the second is less secure."""
    low: float | None
    high: float | None
    worse: float | None
    """Share of the draws in which the second is less secure; a tie counts half."""
    compared: int
    """Indicators that were observed in both, of those expected."""
    expected: int
    renewed: int
    """Of the indicators beneath it, those with two different observations; the others have one that stands for both."""
    assessed: bool
    inputs: tuple[str, ...] = ()
    note: str = ""


def changes_over_time(
    indicators: Sequence[Indicator],
    observations: Iterable[Observation],
    places: Iterable[str],
    from_year: int,
    to_year: int,
    *,
    seed: int,
    settings: ProfileSettings | None = None,
) -> list[Difference]:
    """Change of each dimension, and of the whole, between two years.

    Args:
        indicators: As for :func:`rantau.profile.country_profiles`.
        observations: Of any place and year.
        places: The study's countries.
        from_year: The earlier year.
        to_year: The later year.
        seed: Where chance starts from.
        settings: The choices made; the defaults when None.

    Returns:
        Sorted by element, then country. A change is not assessed where nothing was observed anew between the two.

    Raises:
        BadInput: No country is given, or the years are not in order.
    """
    if from_year >= to_year:
        raise BadInput(
            f"a change goes from an earlier year to a later one, not from {from_year} to {to_year}"
        )
    settings = settings or ProfileSettings()
    everything = list(observations)
    picks = [latest(everything, year, settings.look_back_years) for year in (from_year, to_year)]
    return _differences(
        profiled(indicators, DIMENSIONS),
        everything,
        places,
        picks,
        (from_year, to_year),
        picks,
        seed,
        settings,
    )


def differences_by_sex(
    indicators: Sequence[Indicator],
    observations: Iterable[Observation],
    places: Iterable[str],
    year: int,
    *,
    seed: int,
    settings: ProfileSettings | None = None,
) -> list[Difference]:
    """Women beside men, where the study has series of both: ``first`` is men, ``second`` women.

    A series of one sex bears the id of everybody's with ``_women`` or ``_men`` behind it. Indicators without both are
    gaps, so that a dimension with too few of them is not assessed.

    Args:
        indicators: As for :func:`rantau.profile.country_profiles`.
        observations: Of any place and year.
        places: The study's countries.
        year: The year that the profile is for.
        seed: Where chance starts from.
        settings: The choices made; the defaults when None.
    """
    settings = settings or ProfileSettings()
    everything, used = list(observations), profiled(indicators, DIMENSIONS)
    parts = of_one_sex(indicators)
    found = latest(everything, year, settings.look_back_years)
    picks = [
        {
            (whole, unit): one
            for whole, ids in parts.items()
            for (id, unit), one in found.items()
            if id == ids.get(sex)
        }
        for sex in ("men", "women")
    ]
    assert set(SEXES) == {"men", "women"}
    return _differences(used, everything, places, picks, (year, year), [found, *picks], seed, settings)


def _differences(
    used: Sequence[Indicator],
    observations: Sequence[Observation],
    places: Iterable[str],
    picks: Sequence[Picks],
    years: tuple[int, int],
    scaled: Sequence[Picks],
    seed: int,
    settings: ProfileSettings,
) -> list[Difference]:
    units = sorted(set(places))
    if not units:
        raise BadInput("a profile is of countries, and none is given: name at least one place in the study")
    scale = make_scale(used, units, scaled)
    changes = yearly_changes(used, observations, units, scale)
    both = set(picks[0]) & set(picks[1])
    panels = [
        make_panel(
            used, units, {key: one for key, one in picked.items() if key in both}, year, COUNTRIES, settings,
            scale=scale, changes=changes,
        )
        for picked, year in zip(picks, years, strict=True)
    ]  # fmt: skip
    build = profile_build(COUNTRIES, settings, own_seed(seed, 3))
    design = random_design(build, settings.draws)
    carried = np.zeros((len(panels[0].inputs.table.columns), len(units)), dtype=bool)
    for (row, column), one in panels[0].used.items():
        carried[column, row] = panels[1].used[row, column].id == one.id
    moved = _moved(panels, carried, build.seed, design.noises[:, 0])
    results = [build_index(build, panel.inputs) for panel in panels]
    drawn = [
        evaluate(build, panel.inputs, design, moved=values)
        for panel, values in zip(panels, moved, strict=True)
    ]
    aggregates = [one.code for one in panels[0].inputs.hierarchy.aggregates]
    out = []
    for element in (OVERALL, *DIMENSIONS):
        first, second = (one.score(element) for one in results)
        apart = np.round(
            drawn[1][:, aggregates.index(element)] - drawn[0][:, aggregates.index(element)], DECIMALS
        )
        for row, unit in enumerate(units):
            out.append(
                _one(unit, element, row, panels, carried, (first[row], second[row]), apart[:, row], settings)
            )
    return out


def _moved(panels: Sequence[Panel], carried: Flags, seed: int, numbers: Numbers) -> tuple[Floats, Floats]:
    """Raw values of both sets within their errors: two arrays of (draws, indicators, units)."""
    raws = [raw_values(panel.inputs) for panel in panels]
    noises = [
        realisations(seed, "observation error", numbers + n * len(numbers), raws[0].shape) for n in (0, 1)
    ]
    first = _sided(panels[0].inputs, noises[0])
    ageing = _sided(panels[1].inputs, noises[1], beyond=panels[0].inputs)
    second = np.where(carried, first + ageing, _sided(panels[1].inputs, noises[1]))
    return (
        within_bounds(panels[0].inputs, raws[0] + first),
        within_bounds(panels[1].inputs, raws[1] + second),
    )


def _sided(inputs: Inputs, noise: Floats, beyond: Inputs | None = None) -> Floats:
    """Noise times the error of its side; with ``beyond``, of what that side's error grew by since."""
    sides = []
    for name in ("errors", "errors_above"):
        errors = _errors(getattr(inputs, name), inputs)
        if beyond is not None:
            before = _errors(getattr(beyond, name), beyond)
            errors = np.sqrt(np.maximum(errors**2 - before**2, 0.0))
        sides.append(errors)
    return np.where(noise < 0, noise * sides[0], noise * sides[1])


def _errors(table: Table, inputs: Inputs) -> Floats:
    codes = [one.code for one in inputs.hierarchy.indicators]
    return np.nan_to_num(table.pick(codes).T)


def _one(
    unit: str,
    element: str,
    row: int,
    panels: Sequence[Panel],
    carried: Flags,
    scores: tuple[float, float],
    apart: Floats,
    settings: ProfileSettings,
) -> Difference:
    panel = panels[0]
    columns = range(len(panel.indicators)) if element == OVERALL else panel.columns(element)
    there = [n for n in columns if (row, n) in panel.used]
    renewed = sum(not carried[n, row] for n in there)
    bare = Difference(
        unit=unit, element=element, first=None, second=None, difference=None, low=None, high=None, worse=None,
        compared=len(there), expected=len(columns), renewed=renewed, assessed=False,
        inputs=tuple(dict.fromkeys(one.used[row, n].id for one in panels for n in there)),
    )  # fmt: skip
    if not np.isfinite(scores).all():
        return replace(bare, note=_NOT_BOTH)
    if not renewed:
        return replace(bare, note="not assessed: no indicator was observed anew between the two")
    first, second = (round(float(one), DECIMALS) for one in scores)
    ends = np.quantile(apart, [(1 - settings.level) / 2, (1 + settings.level) / 2])
    difference = round(second - first, DECIMALS)
    return replace(
        bare,
        first=first,
        second=second,
        difference=difference,
        low=round(min(difference, float(ends[0])), DECIMALS),
        high=round(max(difference, float(ends[1])), DECIMALS),
        worse=float((apart > 0).mean() + (apart == 0).mean() / 2),
        assessed=True,
    )
