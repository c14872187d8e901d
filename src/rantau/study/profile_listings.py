"""What ``rantau profile`` shows: scores that open to indicators, those to observations, those to their sources.

Everything is computed from the study as it stands, so that any year with data can be asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rantau.baseline.load import place
from rantau.framework.errors import BadInput
from rantau.framework.indicators import Indicator
from rantau.framework.words import DIMENSIONS
from rantau.study.listings import Row
from rantau.study.profile_of_study import StudyProfile

if TYPE_CHECKING:
    from rantau.profile.assessing import Assessment
    from rantau.profile.comparing import Difference
    from rantau.profile.composite.separability import Spread
    from rantau.store.records import Observation, Score

__all__ = [
    "assumptions",
    "coverage_rows",
    "difference_rows",
    "opened",
    "opened_lines",
    "profile_report",
    "profile_rows",
    "score_rows",
    "sensitivity_rows",
    "stock_of",
    "unit_name",
]


def unit_name(unit: str) -> str:
    """``Malaysia``, or ``Myanmar to Thailand``."""
    return " to ".join(place(one).name for one in unit.split(">"))


def score_rows(profile: StudyProfile, elements: Iterable[str], unit: str = "") -> list[Row]:
    """Scores of some elements, one row each, the least secure first; each with its interval, or why it has none."""
    wanted = list(elements)
    chosen = [one for one in profile.scores if one.element in wanted and unit in ("", one.unit)]
    chosen.sort(key=lambda one: (wanted.index(one.element), one.value is None, -(one.value or 0.0), one.unit))
    return [_score_row(one) for one in chosen]


def _score_row(one: Score) -> Row:
    return {
        "unit": one.unit,
        "name": unit_name(one.unit),
        "element": one.element,
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
    }


def profile_rows(profile: StudyProfile) -> list[Row]:
    """All scores of the study's countries and corridors as flat rows."""
    return [_score_row(one) for one in profile.scores]


def opened(profile: StudyProfile, unit: str) -> list[Row]:
    """One unit's scores, opened: each with its indicators, each with its observations, each with its source.

    A corridor's scores are its legs, then exposure; the legs open to the elements of their country.
    """
    from rantau.profile.corridors import EXPOSURE, LEGS, MOST_EXPOSED, PROTECTION_DIMENSIONS, ROUTE
    from rantau.profile.countries import OVERALL

    by_key = {(one.unit, one.element): one for one in profile.scores}
    if ">" not in unit:
        return [
            _score_row(by_key[unit, element])
            | {"indicators": [] if element == OVERALL else _indicators(profile, unit, element)}
            for element in (OVERALL, *DIMENSIONS)
        ]
    origin, _, destination = unit.partition(">")
    beneath = {
        "origin": [(origin, one) for one in DIMENSIONS],
        "destination": [(destination, one) for one in PROTECTION_DIMENSIONS],
    }
    weights = dict(zip(LEGS, profile.settings.leg_weights, strict=True))
    rows = []
    for leg in LEGS:
        row = _score_row(by_key[unit, leg]) | {"weight": weights[leg]}
        row["parts"] = [
            _score_row(by_key[part]) | {"indicators": _indicators(profile, *part)}
            for part in beneath.get(leg, [])
        ]
        row["indicators"] = _indicators(profile, unit, ROUTE) if leg == ROUTE else []
        rows.append(row)
    rows.append(_score_row(by_key[unit, EXPOSURE]))
    if (unit, MOST_EXPOSED) in by_key:
        rows.append(_score_row(by_key[unit, MOST_EXPOSED]))
    return rows


def _indicators(profile: StudyProfile, unit: str, element: str) -> list[Row]:
    corridor = ">" in unit
    found = profile.corridors.route if corridor and profile.corridors else profile.countries
    if found is None or (corridor and profile.corridors is None):
        return []
    panel, row = found.panel, found.row(unit)
    by_key = {(one.unit, one.element): one for one in profile.scores}
    rows = []
    for column in panel.columns(element):
        indicator = panel.indicators[column]
        score = _route_score(found, column, row) if corridor else by_key[unit, indicator.id]
        used = panel.used.get((row, column))
        ends = panel.scale.get(indicator.id)
        rows.append(
            {
                "indicator": indicator.id,
                "name": indicator.name,
                "unit": indicator.unit,
                "direction": indicator.direction,
                "scale": list(ends) if ends else None,
                "score": score.value,
                "low": score.low,
                "high": score.high,
                "note": "" if used else _why_missing(profile, indicator, unit, has_scale=ends is not None),
                "observations": _observations(profile, indicator.id, unit, used),
            }
        )
    return rows


def _route_score(route: Assessment, column: int, row: int) -> Score:
    """One indicator of the way on one corridor; these are not among the scores that a study keeps."""
    from rantau.profile.countries import indicator_scores

    return indicator_scores(route, column, route.panel.inputs.year)[row]


def _why_missing(profile: StudyProfile, indicator: Indicator, unit: str, *, has_scale: bool) -> str:
    first = profile.year - profile.settings.look_back_years
    there = [one for one in profile.given.observations if one.indicator == indicator.id and one.place == unit]
    if any(first <= one.year <= profile.year for one in there) and not has_scale:
        return "not used: it tells no two units apart"
    if there:
        years = ", ".join(map(str, sorted({one.year for one in there})))
        return f"not observed from {first} to {profile.year} (there is a figure of {years})"
    return "not observed"


def _observations(profile: StudyProfile, indicator: str, unit: str, used: Observation | None) -> list[Row]:
    """Every observation of a cell, the used one first, with its source and why the others are not used."""
    there = [one for one in profile.given.observations if one.indicator == indicator and one.place == unit]
    there.sort(key=lambda one: (used is None or one.id != used.id, -one.year, one.id))
    return [_observation(profile, one, used) for one in there]


def _observation(profile: StudyProfile, one: Observation, used: Observation | None) -> Row:
    from rantau.profile.from_claims import claims_beneath, is_from_claims

    first = profile.year - profile.settings.look_back_years
    why = ""
    if used is None or one.id != used.id:
        why = (
            "later than the profile"
            if one.year > profile.year
            else "too old"
            if one.year < first
            else "a published figure goes before a claim"
            if used is not None and is_from_claims(one) and not is_from_claims(used)
            else "another figure is later, or states its error"
            if used is not None
            else "it tells no two units apart"
        )
    bare = one.low is None and one.high is None
    return {
        "id": one.id,
        "year": one.year,
        "age": profile.year - one.year,
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "unit": one.unit,
        "error": "ASSUMED" if bare or is_from_claims(one) else "stated",
        "used": why == "",
        "why_not": why,
        "source": one.source,
        "row": one.origin if not is_from_claims(one) else "",
        "claims": [profile.claims[id] for id in claims_beneath(one) if id in profile.claims],
        "confidence": one.confidence,
        "note": one.note,
    }


def opened_lines(rows: Iterable[Row]) -> list[Row]:
    """One line for each observation beneath a score, or for the score or the indicator that has none."""
    lines: list[Row] = []

    def add(element: str, score: Row, indicator: Row | None, observation: Row | None) -> None:
        shown = indicator or {}
        seen = observation or {}
        on_scale = shown if seen.get("used") else {}
        claims = [f"{one['document']}, page {one['page']}" for one in seen.get("claims", ())]
        lines.append(
            {
                "element": element,
                "element_value": score["value"], "element_low": score["low"], "element_high": score["high"],
                "assessed": score["assessed"],
                "indicator": shown.get("indicator", ""),
                "value_on_scale": on_scale.get("score"),
                "low": on_scale.get("low"), "high": on_scale.get("high"),
                "observation": seen.get("id", ""), "year": seen.get("year", ""), "value": seen.get("value", ""),
                "value_low": seen.get("low"), "value_high": seen.get("high"),
                "unit": seen.get("unit", ""), "used": seen.get("used", False),
                "remark": seen.get("why_not") or shown.get("note") or ("" if indicator else score["note"]),
                "source": seen.get("source", ""),
                "where": seen.get("row") or "; ".join(dict.fromkeys(claims)),
            }
        )  # fmt: skip

    def open_(element: str, score: Row) -> None:
        indicators = score.get("indicators", ())
        if not indicators and not score.get("parts"):
            add(element, score, None, None)
        for indicator in indicators:
            for observation in indicator["observations"] or (None,):
                add(element, score, indicator, observation)
        for part in score.get("parts", ()):
            open_(f"{element}: {part['unit']} {part['element']}", part)

    for row in rows:
        open_(row["element"], row)
    return lines


def stock_of(profile: StudyProfile, unit: str) -> Row:
    """Migrants of a corridor, and of them women and men where the study has figures of both."""
    from rantau.profile.panel import latest

    assert profile.corridors is not None
    stock = profile.corridors.stocks[profile.corridors.units.index(unit)]
    row: Row = {
        "persons": stock.stock,
        "year": stock.year,
        "source": stock.source,
        "confidence": stock.confidence,
    }
    found = latest(profile.given.observations, profile.year, profile.settings.look_back_years)
    parts = {sex: found.get((f"migrant_stock_{sex}", unit)) for sex in ("women", "men")}
    return row | {
        sex: {"persons": one.value, "year": one.year, "source": one.source, "row": one.origin}
        for sex, one in parts.items()
        if one is not None
    }


def difference_rows(differences: Iterable[Difference], unit: str = "") -> list[Row]:
    """Changes over time, or women beside men, as rows, the assessed first; of a corridor, of its two ends."""
    units = unit.split(">") if unit else ()
    rows = [
        asdict(one) | {"name": unit_name(one.unit)} for one in differences if not unit or one.unit in units
    ]
    return sorted(rows, key=lambda row: not row["assessed"])


def separable(spread: Spread) -> Row:
    """Which units cannot be told apart, and how surely one is above the other."""
    from rantau.profile.checks import likely_orders

    return {
        "not_separable": [list(one) for one in spread.groups],
        "pairs": [
            {"one": pair.one, "other": pair.other, "above": pair.above, "apart": pair.apart}
            for pair in likely_orders(spread)
        ],
    }


def coverage_rows(profile: StudyProfile) -> list[Row]:
    """Indicator by country: used, too old or missing, with the year."""
    from rantau.profile.coverage import coverage_table

    cells = coverage_table(
        profile.given.indicators,
        profile.given.observations,
        profile.countries.panel.units,
        profile.year,
        settings=profile.settings,
    )
    return [asdict(one) for one in cells]


def sensitivity_rows(profile: StudyProfile) -> list[Row]:
    """How much of the ranks' variance each choice makes; empty where it cannot be told."""
    from rantau.profile.checks import choices_that_matter

    try:
        found = choices_that_matter(profile.countries)
    except (
        BadInput
    ):  # one of the other ways of building cannot be done on these figures; the profile itself stands
        return []
    if found is None:
        return []
    shift = found.shift
    return [
        {
            name: _number(getattr(shift, name)[n])
            for name in ("first", "first_low", "first_high", "total", "total_low", "total_high")
        }
        | {"choice": source}
        for n, source in enumerate(shift.names)
    ]


def _number(value: float) -> float | None:
    return round(float(value), 6) if value == value else None


def profile_report(profile: StudyProfile, unit: str = "") -> Row:
    """Everything, as plain data: of one unit opened to its sources, or of all with the checks of the method."""
    from rantau.profile.checks import check_hierarchy
    from rantau.profile.countries import OVERALL

    report: dict[str, Any] = {
        "year": profile.year,
        "scale_spans": sorted({profile.year, profile.base_year}),
        "assumed": assumptions(profile),
        "changes": difference_rows(profile.changes, unit),
        "women_and_men": difference_rows(profile.sexes, unit),
        "claims_left_out": [asdict(one) for one in profile.given.left_out],
    }
    if unit:
        if ">" in unit:
            report["migrants"] = stock_of(profile, unit)
        return report | {"unit": unit, "name": unit_name(unit), "scores": opened(profile, unit)}
    return report | {
        "countries": {one: opened(profile, one) for one in profile.countries.panel.units},
        "corridors": {
            one: opened(profile, one) for one in (profile.corridors.units if profile.corridors else ())
        },
        "coverage": coverage_rows(profile),
        "country_ranks": separable(profile.countries.spread(OVERALL)),
        "corridor_ranks": separable(profile.corridors.ranking()) if profile.corridors else None,
        "checks": [asdict(one) for one in check_hierarchy(profile.countries)],
        "sensitivity": sensitivity_rows(profile),
    }


def assumptions(profile: StudyProfile) -> list[str]:
    """What is assumed, in sentences."""
    settings, panel = profile.settings, profile.countries.panel
    used = len(panel.used)
    legs = ", ".join(f"{one:g}" for one in settings.leg_weights)
    return [
        f"{panel.assumed_errors} of {used} figures state no error; their standard error is taken as "
        f"{settings.assumed_error:.0%} of the range of their indicator",
        "a figure that is n years old is off by the change of a year times the square root of n; where too few figures "
        f"show that change, it is {settings.assumed_drift:.0%} of the range",
        f"a gap may lie anywhere on the scale; weights vary around equal ones (Dirichlet, "
        f"{settings.weight_concentration:g} for each part)",
        f"a corridor's legs (origin, route, destination) have the weights {legs}",
    ]
