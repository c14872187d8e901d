"""Profiles of corridors: what pushes, what happens on the way, what protection is missing on arrival.

A corridor is no average of two countries. Its three legs are scored and shown apart:

* ``origin`` (push): the origin's insecurity as a whole, all seven dimensions;
* ``route``: indicators of the way itself, observed for the corridor (``MMR>THA``); not assessed without them;
* ``destination`` (protection gap): the destination's personal, political and community insecurity. These three are
  about violence, rights before the state, and standing among neighbours: what protects, or fails, those who have no
  citizenship to lean on. The destination's wealth, health or food say how its own citizens live, and draw migrants;
  they are left out of the gap for that reason. The choice is the study's, and an assumption.

``exposure`` joins the legs by one stated rule: their weighted geometric mean (as INFORM Risk joins its dimensions),
with equal weights. A geometric mean is high only where no leg is low: push without a protection gap, or a gap on a
corridor that nobody is pushed along, exposes less than both together. Legs that are not assessed are left out, their
weight shared among the others, and the note says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from rantau.framework.corridors import CorridorStock
from rantau.framework.indicators import CONFIDENCES, Indicator
from rantau.framework.words import Dimension
from rantau.profile.countries import OVERALL, CountryDraws, Element, assess_countries, combine, dimension
from rantau.profile.panel import Floats, draw, make_panel, minmax, random_weights
from rantau.profile.scoring import Cell, scores_of
from rantau.profile.settings import ProfileSettings, is_profiled
from rantau.store.records import Observation, Score

__all__ = [
    "EXPOSURE",
    "LEGS",
    "MOST_EXPOSED",
    "PROTECTION_DIMENSIONS",
    "ROUTE",
    "corridor_profiles",
    "latest_stocks",
]

LEGS = ("origin", "route", "destination")
ROUTE = "route"
EXPOSURE = "exposure"
MOST_EXPOSED = "most_exposed"
"""Element of a corridor: the share of draws, in percent, in which it is among the most exposed."""

PROTECTION_DIMENSIONS: tuple[Dimension, ...] = ("personal", "political", "community")
_MINIMUM_PROTECTION = 2

# A geometric mean needs values above zero. Zero is only the study's most secure country, not perfect safety, so legs
# are read on a scale that begins at 1.
_FLOOR = 1.0


def latest_stocks(corridors: Iterable[CorridorStock], year: int) -> dict[tuple[str, str], CorridorStock]:
    """Each corridor's latest known stock up to ``year``; a corridor from a country to itself is none.

    Of several in the same year, the one nearer to its source goes first (``CONFIDENCES`` in their order, then those
    that say nothing); then the names of the sources decide, so that the choice does not hang on the order of the rows.
    """
    best: dict[tuple[str, str], CorridorStock] = {}

    def preference(one: CorridorStock) -> tuple[int, int, str, float]:
        nearness: list[str] = [*CONFIDENCES, one.confidence]
        return -one.year, nearness.index(one.confidence), one.source, one.stock or 0.0

    for one in corridors:
        key = (one.origin, one.destination)
        if one.origin == one.destination or one.year > year or one.stock is None:
            continue
        if key not in best or preference(one) < preference(best[key]):
            best[key] = one
    return dict(sorted(best.items()))


def geometric(legs: Floats, weights: Floats) -> Floats:
    """Weighted geometric mean over the last axis of what is not NaN, on a scale from 1 to 100.

    Args:
        legs: (…, legs), NaN where a leg is not assessed.
        weights: (…, legs); they need not sum to 1.
    """
    there = np.isfinite(legs)
    logs = np.log(np.maximum(np.where(there, legs, 1.0), _FLOOR))
    kept = np.where(there, weights, 0.0)
    result: Floats = np.exp((logs * kept).sum(axis=-1) / kept.sum(axis=-1))
    return result


def _routes(
    indicators: Sequence[Indicator],
    observations: Iterable[Observation],
    pairs: Sequence[tuple[str, str]],
    year: int,
    settings: ProfileSettings,
    rng: np.random.Generator,
) -> Element:
    """The route leg of each corridor, screened like any dimension."""
    used = [one for one in indicators if is_profiled(one) and one.dimension == ROUTE]
    units = [f"{origin}>{destination}" for origin, destination in pairs]
    panel = make_panel(used, observations, units, year, settings)
    normalised = minmax(panel.values, panel.signs)
    columns = list(range(len(panel.indicators)))
    # make_panel sorts its rows, and so are the pairs; ">" sorts before letters, as the end of a code does.
    assert panel.units == tuple(units)
    return dimension(panel, normalised, draw(panel, settings, rng), columns, settings, rng)


def corridor_profiles(
    indicators: Sequence[Indicator],
    observations: Iterable[Observation],
    places: Iterable[str],
    corridors: Iterable[CorridorStock],
    year: int,
    *,
    seed: int,
    settings: ProfileSettings | None = None,
) -> list[Score]:
    """Profiles of corridors between the study's countries.

    The countries are scored as by :func:`rantau.profile.country_profiles` with the same seed, and the legs keep the
    draws of their countries: where Malaysia is drawn high, it is so on every corridor that ends there.

    Args:
        indicators: Series with one of the seven dimensions, and those with the dimension ``route``.
        observations: Of countries, and of corridors (place ``MMR>THA``).
        places: The study's countries.
        corridors: Stocks by year; the latest up to ``year`` is used. Corridors that leave the study are passed over.
        year: The year that the profile is for.
        seed: As for the countries.
        settings: The choices made; the defaults when None.

    Returns:
        For each corridor its three legs, ``exposure`` and (where ranked) ``most_exposed``: the percentage of draws
        in which it is among the :attr:`ProfileSettings.top` most exposed. Only corridors with at least
        :attr:`ProfileSettings.minimum_stock` migrants are ranked. Sorted by element and corridor.
    """
    settings = settings or ProfileSettings()
    observations = list(observations)
    countries = assess_countries(indicators, observations, places, year, seed=seed, settings=settings)
    rng = np.random.default_rng([seed, 2])
    gap = combine(
        [countries.elements[name] for name in PROTECTION_DIMENSIONS], _MINIMUM_PROTECTION, settings, rng
    )
    stocks = {
        pair: one
        for pair, one in latest_stocks(corridors, year).items()
        if set(pair) <= set(countries.panel.units)
    }
    if not stocks:
        return []
    pairs = list(stocks)
    route = _routes(indicators, observations, pairs, year, settings, rng)
    weights = random_weights(len(LEGS), settings, rng)
    legs: dict[str, list[Cell]] = {leg: [] for leg in LEGS}
    exposures: list[Cell] = []
    for position, (origin, destination) in enumerate(pairs):
        unit = f"{origin}>{destination}"
        cells = (
            _leg(unit, countries.elements[OVERALL], _row(countries, origin)),
            _leg(unit, route, position),
            _leg(unit, gap, _row(countries, destination)),
        )
        for leg, cell in zip(LEGS, cells, strict=True):
            legs[leg].append(cell)
        stock = stocks[origin, destination].stock
        exposures.append(_exposure(unit, cells, weights, large=(stock or 0) >= settings.minimum_stock))
    scores: list[Score] = []
    scores += scores_of(EXPOSURE, year, exposures, settings)
    for leg in LEGS:
        scores += scores_of(leg, year, legs[leg], settings)
    return scores + _most_exposed(year, exposures, settings)


def _row(countries: CountryDraws, unit: str) -> int:
    row = countries.row(unit)
    assert row is not None
    return row


def _leg(unit: str, element: Element, row: int) -> Cell:
    # Corridors share their legs with others (all that end in one country have one destination leg), so a rank of
    # legs among corridors would say nothing.
    value = float(element.values[row])
    return Cell(
        unit=unit,
        value=value if np.isfinite(value) else None,
        draws=element.draws[:, row],
        available=element.available[row],
        expected=element.expected,
        inputs=element.inputs[row],
        note=element.notes[row],
        ranked=False,
    )


def _exposure(unit: str, legs: Sequence[Cell], weights: Floats, *, large: bool) -> Cell:
    origin, route, destination = legs
    assessed = origin.value is not None and destination.value is not None
    values = np.array([np.nan if leg.value is None else leg.value for leg in legs])
    draws = np.stack(
        [leg.draws if leg.value is not None else np.full_like(leg.draws, np.nan) for leg in legs], axis=1
    )
    notes = []
    if not assessed:
        notes.append("not assessed: its origin or its destination is not assessed")
    elif route.value is None:
        notes.append(
            "without the route, which is not assessed; its weight is shared between origin and destination"
        )
    if not large:
        notes.append("not ranked: its stock is under the stated minimum")
    return Cell(
        unit=unit,
        value=float(geometric(values, np.ones(len(legs)))) if assessed else None,
        draws=geometric(draws, weights) if assessed else np.full(len(weights), np.nan),
        available=sum(leg.value is not None for leg in legs),
        expected=len(legs),
        inputs=tuple(dict.fromkeys(one for leg in legs if leg.value is not None for one in leg.inputs)),
        note="; ".join(notes),
        ranked=large,
    )


def _most_exposed(year: int, exposures: Sequence[Cell], settings: ProfileSettings) -> list[Score]:
    ranked = [cell for cell in exposures if cell.value is not None and cell.ranked]
    if not ranked:
        return []
    table = np.stack([cell.draws for cell in ranked], axis=1)
    places = np.stack([1 + (table > table[:, [n]]).sum(axis=1) for n in range(len(ranked))], axis=1)
    shares = 100 * (places <= settings.top).mean(axis=0)
    return [
        Score(
            unit=cell.unit,
            element=MOST_EXPOSED,
            year=year,
            value=float(np.round(share, 6)),
            low=None,
            high=None,
            rank=None,
            rank_low=None,
            rank_high=None,
            available=cell.available,
            expected=cell.expected,
            assessed=True,
            inputs=cell.inputs,
            note="percent of draws",
        )
        for cell, share in zip(ranked, shares, strict=True)
    ]
