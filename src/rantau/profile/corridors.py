"""Profiles of corridors: what pushes, what happens on the way, what protection is missing on arrival.

A corridor is no average of two countries. Its three legs are scored and shown apart:

* ``origin`` (push): the origin's insecurity as a whole, all seven dimensions;
* ``route``: indicators of the way itself, observed for the corridor (``MMR>THA``); not assessed without them;
* ``destination`` (protection gap): the destination's personal, political and community insecurity. These three are
  about violence, rights before the state, and standing among neighbours: what protects, or fails, those who have no
  citizenship to lean on. The destination's wealth, health or food say how its own citizens live, and draw migrants;
  they are left out of the gap for that reason. The choice is the study's, and an assumption.

``exposure`` joins the legs by one stated rule: their weighted geometric mean (as INFORM Risk joins its dimensions),
with equal weights unless the settings say otherwise. A geometric mean is high only where no leg is low: push without a
protection gap, or a gap on a corridor that nobody is pushed along, exposes less than both together. Legs that are not
assessed are left out, their weight shared among the others, and the note says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rantau.framework.corridors import CorridorStock
from rantau.framework.indicators import CONFIDENCES, Indicator
from rantau.framework.words import Dimension
from rantau.profile.assessing import Assessment, assess, own_seed, spread
from rantau.profile.composite.aggregating import aggregate
from rantau.profile.composite.draws import stream
from rantau.profile.composite.moments import ranks
from rantau.profile.composite.separability import Spread
from rantau.profile.composite.table import Floats
from rantau.profile.countries import OVERALL, assess_countries, basis_of
from rantau.profile.panel import Tree, latest, make_panel, make_scale, yearly_changes
from rantau.profile.scoring import Basis, scores_of
from rantau.profile.settings import ProfileSettings, profiled
from rantau.store.records import Observation, Score

__all__ = [
    "EXPOSURE",
    "LEGS",
    "MOST_EXPOSED",
    "PROTECTION_DIMENSIONS",
    "ROUTE",
    "CorridorDraws",
    "assess_corridors",
    "corridor_profiles",
    "corridor_scores",
    "exposure",
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


def exposure(legs: Floats, weights: Floats) -> Floats:
    """Weighted geometric mean of the legs that are assessed, on a scale from 1 to 100.

    Args:
        legs: (draws, legs, corridors), NaN where a leg is not assessed.
        weights: (draws, legs) or (1, legs); they need not sum to 1.

    Returns:
        (draws, corridors)
    """
    return aggregate(np.maximum(legs, _FLOOR), weights, "geometric", where=EXPOSURE)


@dataclass(frozen=True, slots=True)
class CorridorDraws:
    """Corridors with their legs, as the observations stand and over many draws."""

    pairs: tuple[tuple[str, str], ...]
    stocks: tuple[CorridorStock, ...]
    legs: Floats
    """(legs, corridors), NaN where not assessed."""
    leg_draws: Floats
    """(draws, legs, corridors), NaN where not assessed."""
    basis: tuple[tuple[Basis, ...], ...]
    """By leg, then by corridor."""
    exposures: Floats
    """(corridors,), NaN where not assessed."""
    exposure_draws: Floats
    """(draws, corridors)"""
    countries: Assessment
    route: Assessment | None
    """None where the study has no indicator of the way."""
    settings: ProfileSettings

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(f"{origin}>{destination}" for origin, destination in self.pairs)

    @property
    def large(self) -> tuple[bool, ...]:
        """Whether each corridor has migrants enough to be ranked."""
        return tuple((one.stock or 0) >= self.settings.minimum_stock for one in self.stocks)

    def spread(self) -> Spread:
        """Exposure of all corridors with intervals."""
        return spread(self.units, self.exposures, self.exposure_draws, self.settings)

    def ranking(self) -> Spread:
        """Exposure of those that are large enough to be ranked; the others have no score here."""
        values = np.where(self.large, self.exposures, np.nan)
        return spread(self.units, values, self.exposure_draws, self.settings)


def assess_corridors(
    indicators: Sequence[Indicator],
    observations: Iterable[Observation],
    places: Iterable[str],
    corridors: Iterable[CorridorStock],
    year: int,
    *,
    seed: int,
    settings: ProfileSettings,
    base_year: int | None = None,
) -> CorridorDraws | None:
    """Compute the profile of corridors; see :func:`corridor_profiles`. None where there is no corridor."""
    everything = list(observations)
    countries = assess_countries(
        indicators, everything, places, year, seed=seed, settings=settings, base_year=base_year
    )
    units = countries.panel.units
    stocks = {pair: one for pair, one in latest_stocks(corridors, year).items() if set(pair) <= set(units)}
    if not stocks:
        return None
    pairs = tuple(stocks)
    origins, destinations = (np.array([units.index(pair[end]) for pair in pairs]) for end in (0, 1))
    gaps, gap_draws = _protection_gap(countries, seed)
    route = _route(indicators, everything, pairs, year, base_year or year, seed, settings)
    nothing = np.full(len(pairs), np.nan)
    routes = route.values(ROUTE) if route else nothing
    legs = np.stack([countries.values(OVERALL)[origins], routes, gaps[destinations]])
    drawn = np.stack(
        [
            countries.draws_of(OVERALL)[:, origins],
            route.draws_of(ROUTE) if route else np.broadcast_to(nothing, (settings.draws, len(pairs))),
            gap_draws[:, destinations],
        ],
        axis=1,
    )
    drawn = np.where(np.isfinite(legs), drawn, np.nan)
    both = np.isfinite(legs[0]) & np.isfinite(legs[2])
    weights = np.array([settings.leg_weights])
    shape = settings.weight_concentration
    varied = weights * stream(seed, "legs").gamma(shape, 1 / shape, (settings.draws, len(LEGS)))
    return CorridorDraws(
        pairs=pairs,
        stocks=tuple(stocks.values()),
        legs=legs,
        leg_draws=drawn,
        basis=tuple(_bases(countries, route, origins, destinations, gaps)),
        exposures=np.where(both, exposure(legs[None], weights)[0], np.nan),
        exposure_draws=np.where(both, exposure(drawn, varied), np.nan),
        countries=countries,
        route=route,
        settings=settings,
    )


def corridor_profiles(
    indicators: Sequence[Indicator],
    observations: Iterable[Observation],
    places: Iterable[str],
    corridors: Iterable[CorridorStock],
    year: int,
    *,
    seed: int,
    settings: ProfileSettings | None = None,
    base_year: int | None = None,
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
        base_year: A year that this one is to be compared with: the scales then span both.

    Returns:
        For each corridor its three legs, ``exposure`` and (where ranked) ``most_exposed``: the percentage of draws
        in which it is among the :attr:`ProfileSettings.top` most exposed. Only corridors with at least
        :attr:`ProfileSettings.minimum_stock` migrants are ranked. Sorted by element and corridor.
    """
    found = assess_corridors(
        indicators,
        observations,
        places,
        corridors,
        year,
        seed=seed,
        settings=settings or ProfileSettings(),
        base_year=base_year,
    )
    return corridor_scores(found, year) if found else []


def corridor_scores(found: CorridorDraws, year: int) -> list[Score]:
    """The scores of corridors, as :func:`corridor_profiles` gives them."""
    basis = [_exposure_basis(found, n) for n in range(len(found.pairs))]
    scores = scores_of(EXPOSURE, year, found.spread(), basis, ranks=found.ranking())
    for n, leg in enumerate(LEGS):
        # Corridors share their legs with others (all that end in one country have one destination leg), so a rank of
        # legs among corridors would say nothing.
        one = spread(found.units, found.legs[n], found.leg_draws[:, n], found.settings)
        scores += scores_of(leg, year, one, found.basis[n])
    return scores + _most_exposed(year, found, basis)


def _protection_gap(countries: Assessment, seed: int) -> tuple[Floats, Floats]:
    """What protection is missing in each country: (units,) as the observations stand, and (draws, units)."""
    count, settings = len(PROTECTION_DIMENSIONS), countries.settings
    now = np.stack([countries.values(one) for one in PROTECTION_DIMENSIONS])
    drawn = np.stack([countries.draws_of(one) for one in PROTECTION_DIMENSIONS], axis=1)
    shape = settings.weight_concentration
    weights = stream(seed, "protection").gamma(shape, 1 / shape, (len(drawn), count))
    value = aggregate(now[None], np.ones((1, count)), "arithmetic", minimum=_MINIMUM_PROTECTION)[0]
    return value, aggregate(drawn, weights, "arithmetic")


def _route(
    indicators: Sequence[Indicator],
    observations: Sequence[Observation],
    pairs: Sequence[tuple[str, str]],
    year: int,
    base_year: int,
    seed: int,
    settings: ProfileSettings,
) -> Assessment | None:
    """The route leg of each corridor, screened like any dimension."""
    used = profiled(indicators, (ROUTE,))
    if not used:
        return None
    units = tuple(f"{origin}>{destination}" for origin, destination in pairs)
    picks = {one: latest(observations, one, settings.look_back_years) for one in {year, base_year}}
    scale = make_scale(used, units, picks.values())
    changes = yearly_changes(used, observations, units, scale)
    panel = make_panel(
        used, units, picks[year], year, Tree((ROUTE,), ROUTE), settings, scale=scale, changes=changes
    )
    # The panel sorts its rows, and so are the pairs; ">" sorts before letters, as the end of a code does.
    assert panel.units == units
    return assess(panel, settings, own_seed(seed, 2))


def _bases(
    countries: Assessment, route: Assessment | None, origins: Floats, destinations: Floats, gaps: Floats
) -> Iterable[tuple[Basis, ...]]:
    """What each leg rests on, by corridor."""
    yield tuple(basis_of(countries, OVERALL, int(row)) for row in origins)
    if route is None:
        nothing = Basis(
            available=0, expected=0, inputs=(), note="not assessed: the study has no indicator of it"
        )
        yield (nothing,) * len(origins)
    else:
        yield tuple(basis_of(route, ROUTE, row) for row in range(len(origins)))
    found = []
    for row in map(int, destinations):
        parts = [basis_of(countries, one, row) for one in PROTECTION_DIMENSIONS]
        assessed = [one for one in parts if not one.note]
        found.append(
            Basis(
                available=len(assessed),
                expected=len(parts),
                inputs=tuple(dict.fromkeys(id for one in assessed for id in one.inputs)),
                note="" if np.isfinite(gaps[row]) else "not assessed: too few of its parts are assessed",
            )
        )
    yield tuple(found)


def _exposure_basis(found: CorridorDraws, n: int) -> Basis:
    there = [bool(np.isfinite(found.legs[leg, n])) for leg in range(len(LEGS))]
    notes = []
    ends = [LEGS[leg] for leg in (0, 2) if not there[leg]]
    if ends:
        notes.append(
            "not assessed: its origin and its destination are not assessed"
            if len(ends) > 1
            else f"not assessed: its {ends[0]} is not assessed"
        )
    elif not there[1]:
        notes.append(
            "without the route, which is not assessed; its weight is shared between origin and destination"
        )
    if not found.large[n]:
        notes.append("not ranked: its stock is under the stated minimum")
    inputs = (id for leg in range(len(LEGS)) if there[leg] for id in found.basis[leg][n].inputs)
    return Basis(
        available=sum(there), expected=len(LEGS), inputs=tuple(dict.fromkeys(inputs)), note="; ".join(notes)
    )


def _most_exposed(year: int, found: CorridorDraws, basis: Sequence[Basis]) -> list[Score]:
    ranked = [n for n, large in enumerate(found.large) if large and np.isfinite(found.exposures[n])]
    if not ranked:
        return []
    placed = ranks(-np.round(found.exposure_draws[:, ranked], 6))
    shares = 100 * (placed <= found.settings.top).mean(axis=0)
    return [
        Score(
            unit=found.units[n],
            element=MOST_EXPOSED,
            year=year,
            value=float(np.round(share, 6)),
            low=None,
            high=None,
            rank=None,
            rank_low=None,
            rank_high=None,
            available=basis[n].available,
            expected=basis[n].expected,
            assessed=True,
            inputs=basis[n].inputs,
            note="percent of draws",
        )
        for n, share in zip(ranked, shares, strict=True)
    ]
