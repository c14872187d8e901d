"""Profiles of countries: indicators → dimensions → human security."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput
from rantau.framework.indicators import Indicator
from rantau.framework.words import DIMENSIONS
from rantau.profile.panel import Floats, Panel, draw, make_panel, minmax, random_weights
from rantau.profile.scoring import Cell, scores_of
from rantau.profile.settings import ProfileSettings, is_profiled
from rantau.store.records import Observation, Score

__all__ = ["OVERALL", "CountryDraws", "assess_countries", "country_profiles"]

OVERALL = "human_security"

_ALONE = "not assessed: scores compare units with each other, and there is only one"


@dataclass(frozen=True, slots=True)
class Element:
    """A dimension, or the whole, for all units: value (NaN when not assessed), draws, and what it rests on."""

    values: Floats
    """(units,)"""
    draws: Floats
    """(draws, units), also for units that are not assessed: what is not known there is drawn from the whole range."""
    available: tuple[int, ...]
    expected: int
    inputs: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountryDraws:
    """All that is computed about countries, before it is put into scores."""

    panel: Panel
    normalised: Floats
    """(units, indicators), NaN where missing."""
    draws: Floats
    """(draws, units, indicators)"""
    elements: dict[str, Element]
    """The seven dimensions, and the whole."""

    def row(self, unit: str) -> int | None:
        return self.panel.units.index(unit) if unit in self.panel.units else None


def _mean(values: Floats) -> Floats:
    """Mean over the last axis of what is there; NaN where nothing is."""
    there = np.isfinite(values)
    counts = there.sum(axis=-1)
    total = np.where(there, values, 0.0).sum(axis=-1)
    mean: Floats = np.divide(total, counts, out=np.full(total.shape, np.nan), where=counts > 0)
    return mean


def dimension(panel: Panel, normalised: Floats, draws: Floats, columns: list[int], settings: ProfileSettings,
              rng: np.random.Generator) -> Element:  # fmt: skip
    """The arithmetic mean of a dimension's indicators, for the units that have enough of them."""
    units, expected = len(panel.units), len(columns)
    if not columns:
        return Element(
            values=np.full(units, np.nan),
            draws=rng.uniform(0, 100, (settings.draws, units)),
            available=(0,) * units,
            expected=0,
            inputs=((),) * units,
            notes=("not assessed: the study has no indicator of it",) * units,
        )
    there = np.isfinite(normalised[:, columns])
    available = tuple(int(count) for count in there.sum(axis=1))
    enough = np.array(
        [n >= settings.minimum_indicators and n >= settings.minimum_share * expected for n in available],
        dtype=bool,
    )
    weights = random_weights(expected, settings, rng)
    return Element(
        values=np.where(enough, _mean(normalised[:, columns]), np.nan),
        draws=np.einsum("dui,di->du", draws[:, :, columns], weights),
        available=available,
        expected=expected,
        inputs=tuple(
            tuple(panel.used[row, column] for column in columns if (row, column) in panel.used)
            for row in range(units)
        ),
        notes=_notes(enough, "not assessed: too few of its indicators have a usable value"),
    )


def _notes(enough: NDArray[np.bool_], why_not: str) -> tuple[str, ...]:
    return tuple("" if good else _ALONE if len(enough) == 1 else why_not for good in enough)


def combine(
    parts: Sequence[Element], minimum: int, settings: ProfileSettings, rng: np.random.Generator
) -> Element:
    """The arithmetic mean of several elements, for the units with at least ``minimum`` of them assessed.

    The draws take in the parts that are not assessed as well, drawn from all they could be, so a unit with gaps gets
    a wider interval than one without.
    """
    values = np.stack([part.values for part in parts], axis=1)
    assessed = np.isfinite(values)
    enough = assessed.sum(axis=1) >= minimum
    weights = random_weights(len(parts), settings, rng)
    units = values.shape[0]
    return Element(
        values=np.where(enough, _mean(values), np.nan),
        draws=np.einsum("dup,dp->du", np.stack([part.draws for part in parts], axis=2), weights),
        available=tuple(int(count) for count in assessed.sum(axis=1)),
        expected=len(parts),
        inputs=tuple(
            tuple(
                dict.fromkeys(
                    one
                    for position, part in enumerate(parts)
                    if assessed[row, position]
                    for one in part.inputs[row]
                )
            )
            for row in range(units)
        ),
        notes=_notes(enough, "not assessed: too few of its parts are assessed"),
    )


def assess_countries(
    indicators: Sequence[Indicator],
    observations: Iterable[Observation],
    places: Iterable[str],
    year: int,
    *,
    seed: int,
    settings: ProfileSettings,
) -> CountryDraws:
    """Compute values and draws for countries; see :func:`country_profiles`.

    Raises:
        BadInput: No country is given.
    """
    rng = np.random.default_rng([seed, 1])
    used = [one for one in indicators if is_profiled(one) and one.dimension in DIMENSIONS]
    panel = make_panel(used, observations, places, year, settings)
    if not panel.units:
        raise BadInput("a profile is of countries, and none is given: name at least one place in the study")
    normalised = minmax(panel.values, panel.signs)
    draws = draw(panel, settings, rng)
    elements: dict[str, Element] = {
        name: dimension(panel, normalised, draws, panel.columns(name), settings, rng) for name in DIMENSIONS
    }
    elements[OVERALL] = combine(list(elements.values()), settings.minimum_dimensions, settings, rng)
    return CountryDraws(panel=panel, normalised=normalised, draws=draws, elements=elements)


def _why_not(units: int) -> str:
    return _ALONE if units == 1 else "not assessed: no usable observation, or the same value in every country"


def country_profiles(
    indicators: Sequence[Indicator],
    observations: Iterable[Observation],
    places: Iterable[str],
    year: int,
    *,
    seed: int,
    settings: ProfileSettings | None = None,
) -> list[Score]:
    """Human-security profiles of countries, as insecurity from 0 to 100.

    For each indicator and country the latest observation within the look-back window is taken; min–max over the
    study's countries, turned so that 100 is the least secure; arithmetic mean within a dimension and over the
    assessed dimensions, all weights equal. Intervals and rank intervals come from Monte Carlo draws over the
    observations' errors, the gaps and the weights (:mod:`rantau.profile.panel`).

    Args:
        indicators: Series with one of the seven dimensions and a worse end are used; others are passed over.
        observations: Of any place and year; what is not needed is passed over.
        places: The study's countries, ISO 3166-1 alpha-3.
        year: The year that the profile is for.
        seed: Same seed and same input, same scores; the order of rows and places does not matter.
        settings: The choices made; the defaults when None.

    Returns:
        Scores sorted by element (indicators last) and country: one for each country and each of the seven
        dimensions, ``human_security`` and each indicator. A score that rests on too little is not assessed and has
        no value. With one country nothing is assessed, for there is nothing to compare it with.

    Raises:
        BadInput: No country is given, or an indicator's direction is unknown.
    """
    settings = settings or ProfileSettings()
    drawn = assess_countries(indicators, observations, places, year, seed=seed, settings=settings)
    panel = drawn.panel
    scores: list[Score] = []
    for name in (OVERALL, *DIMENSIONS):
        element = drawn.elements[name]
        cells = [
            Cell(
                unit=unit,
                value=float(element.values[row]) if np.isfinite(element.values[row]) else None,
                draws=element.draws[:, row],
                available=element.available[row],
                expected=element.expected,
                inputs=element.inputs[row],
                note=element.notes[row],
            )
            for row, unit in enumerate(panel.units)
        ]
        scores += scores_of(name, year, cells, settings)
    for column, name in enumerate(panel.indicators):
        cells = [
            Cell(
                unit=unit,
                value=float(drawn.normalised[row, column]) if (row, column) in panel.used else None,
                draws=drawn.draws[:, row, column],
                available=int((row, column) in panel.used),
                expected=1,
                inputs=(panel.used[row, column],) if (row, column) in panel.used else (),
                note="" if (row, column) in panel.used else _why_not(len(panel.units)),
            )
            for row, unit in enumerate(panel.units)
        ]
        scores += scores_of(name, year, cells, settings)
    return scores
