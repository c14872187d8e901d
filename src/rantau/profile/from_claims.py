"""Claims of the study's documents as observations, with the grade of their group as error.

Which matters of claims are which published indicator, and how wide a grade's error is, are tables:
``claim_indicators.csv`` and ``grade_errors.csv`` (ASSUMED). An indicator of the study's own ``data/indicators.csv``
that bears the id of a matter of claims, e.g. ``recruitment_fee`` under ``route``, is fed by its claims as well.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from statistics import NormalDist, median

from rantau.evidence.intervals import interval
from rantau.framework.indicators import Indicator
from rantau.profile.settings import SEXES
from rantau.store.records import Claim, ClaimGroup, Grade, Observation

__all__ = [
    "ClaimedObservations",
    "LeftOut",
    "claim_indicators",
    "claims_beneath",
    "grade_errors",
    "is_from_claims",
    "observations_of_claims",
]

_ORIGIN = "claims:"
_SEX = {"female": "women", "male": "men"}
_UNGRADED = "very low"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Claims that made no observation."""

    group: str
    indicator: str
    """The matter of the claims."""
    claims: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ClaimedObservations:
    """What claims say of indicators."""

    observations: tuple[Observation, ...]
    """Sorted by indicator, place and year; :func:`claims_beneath` gives the claims of each."""
    left_out: tuple[LeftOut, ...]


def is_from_claims(observation: Observation) -> bool:
    """Whether an observation was made from claims, and was not published."""
    return observation.origin.startswith(_ORIGIN)


def claims_beneath(observation: Observation) -> tuple[str, ...]:
    """Ids of the claims that an observation was made from; none for a published one."""
    if not is_from_claims(observation):
        return ()
    return tuple(observation.origin.removeprefix(_ORIGIN).split(";"))


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("rantau.profile").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@lru_cache(maxsize=1)
def claim_indicators() -> Mapping[str, str]:
    """Matter of claims -> the published indicator that it is."""
    return {row["claims"]: row["indicator"] for row in _rows("claim_indicators.csv")}


@lru_cache(maxsize=1)
def grade_errors() -> Mapping[str, float]:
    """Confidence -> ASSUMED standard error of a value, as a share of it."""
    return {row["confidence"]: float(row["standard_error"]) for row in _rows("grade_errors.csv")}


def observations_of_claims(
    groups: Iterable[ClaimGroup],
    claims: Iterable[Claim],
    grades: Iterable[Grade],
    *,
    indicators: Iterable[Indicator],
    countries: Collection[str],
    withheld: Collection[str] = (),
    matters: Mapping[str, str] | None = None,
    errors: Mapping[str, float] | None = None,
    level: float = 0.95,
) -> ClaimedObservations:
    """Observations from groups of claims about the same thing, one for each group and year.

    The value is the median of the different values stated; the interval holds all of them and is widened by the grade.
    Claims that conflict are not reconciled by this: their interval spans all sides, and the note says so.

    Args:
        groups: Claims laid side by side.
        claims: All claims; those that a person rejected are passed over.
        grades: Of the groups. A group without one counts as very low.
        indicators: Series of the profile. Claims about one sex go to ``…_women`` or ``…_men`` where there is one.
        countries: Ids of the study's countries.
        withheld: Ids of documents whose words must not leave the study; their claims make no observation.
        matters: Matter of claims -> indicator; the shipped table by default.
        errors: Confidence -> standard error as a share of the value; the shipped table by default.
        level: The coverage at which the interval given will be read.
    """
    known = {one.id: one for one in indicators if one.kind == "series"}
    named = claim_indicators() if matters is None else matters
    widths = grade_errors() if errors is None else errors
    standing = {one.id: one for one in claims if one.status != "rejected"}
    graded = {one.subject: one for one in grades}
    deviations = NormalDist().inv_cdf(0.5 + level / 2)
    found: dict[str, Observation] = {}
    left_out: list[LeftOut] = []
    for group in sorted(groups, key=lambda one: one.id):
        target = named.get(group.indicator, group.indicator)
        if target not in known:
            continue
        members = [standing[one] for one in group.claims if one in standing]

        def leave(reason: str, out: Iterable[Claim], group: ClaimGroup = group) -> None:
            if ids := tuple(one.id for one in out):
                left_out.append(LeftOut(group.id, group.indicator, ids, reason))

        indicator = _of_group(group, known, target)
        place = _place(group, known[target], countries)
        if isinstance(indicator, str):
            leave(indicator, members)
            continue
        if place is None:
            leave("it is not of one country of the study, or of one corridor between two of them", members)
            continue
        if group.unit != indicator.unit:
            leave(f"its unit is {group.unit}, and that of {indicator.id} is {indicator.unit}", members)
            continue
        by_year: dict[int, list[Claim]] = {}
        for one in members:
            reason, year = _usable(one, indicator, withheld)
            if reason:
                leave(reason, [one])
            else:
                by_year.setdefault(year, []).append(one)
        confidence = graded[group.id].confidence if group.id in graded else _UNGRADED
        hidden = any(one.document in withheld for one in members)
        for year, some in sorted(by_year.items()):
            made = _observation(
                group,
                indicator,
                place,
                year,
                some,
                confidence,
                widths[confidence] * deviations,
                named_roots=not hidden,
            )
            found[made.id] = made
    return ClaimedObservations(
        tuple(sorted(found.values(), key=lambda one: (one.indicator, one.place, one.year, one.id))),
        tuple(left_out),
    )


def _of_group(group: ClaimGroup, known: Mapping[str, Indicator], target: str) -> Indicator | str:
    """The series for the people that a group is about, or why there is none."""
    people = group.group
    words = people.words()
    if not words:
        return known[target]
    if words == people.sex and people.sex in _SEX:
        part = target + SEXES[_SEX[people.sex]]
        return known.get(part) or f"it is about one sex ({words}), and there is no series {part}"
    return f"it is about some people only ({words})"


def _place(group: ClaimGroup, indicator: Indicator, countries: Collection[str]) -> str | None:
    ids = {one.id for one in group.places}
    if not ids <= set(countries):
        return None
    if indicator.dimension != "route":
        return next(iter(ids)) if len(ids) == 1 else None
    ends = {role: [one.id for one in group.places if one.role == role] for role in ("origin", "destination")}
    if len(ids) != 2 or any(len(one) != 1 for one in ends.values()):
        return None
    return f"{ends['origin'][0]}>{ends['destination'][0]}"


def _usable(claim: Claim, indicator: Indicator, withheld: Collection[str]) -> tuple[str, int]:
    """Why a claim makes no observation, or nothing; and its year."""
    if claim.document in withheld:
        return "its document is confidential", 0
    if claim.value is None and (claim.low is None or claim.high is None):
        return "it states no value", 0
    low, high = interval(claim)
    if not math.isfinite(high) or claim.qualifier in ("at_most", "less_than"):
        return "it only bounds the value", 0
    middle = (low + high) / 2
    lowest = -math.inf if indicator.minimum is None else indicator.minimum
    highest = math.inf if indicator.maximum is None else indicator.maximum
    if not lowest <= middle <= highest:
        return f"its value lies outside what {indicator.id} can be", 0
    if claim.period is None:
        return "it does not say of which year it is", 0
    try:
        years = [int(end[:4]) for end in (claim.period.start, claim.period.end)]
    except ValueError:
        return "it does not say of which year it is", 0
    return "", sum(years) // 2


def _observation(
    group: ClaimGroup,
    indicator: Indicator,
    place: str,
    year: int,
    claims: list[Claim],
    confidence: str,
    width: float,
    *,
    named_roots: bool,
) -> Observation:
    spans = sorted({interval(one) for one in claims})
    value = median(sorted({(low + high) / 2 for low, high in spans}))
    graded = width * abs(value)
    low = value - math.hypot(value - min(one[0] for one in spans), graded)
    high = value + math.hypot(max(one[1] for one in spans) - value, graded)
    if indicator.minimum is not None:
        low = min(value, max(low, indicator.minimum))
    if indicator.maximum is not None:
        high = max(value, min(high, indicator.maximum))
    ids = sorted(one.id for one in claims)
    key = "|".join(("claims", indicator.id, place, str(year), *ids))
    note = f"Made from claims of the study's documents; ASSUMED error for the confidence {confidence!r}."
    if group.verdict == "conflicting":
        note += " The claims conflict: the interval spans all sides."
    roots = "; ".join(dict.fromkeys(group.roots)) if named_roots else ""
    return Observation(
        id="o" + hashlib.sha256(key.encode()).hexdigest()[:12],
        indicator=indicator.id,
        place=place,
        year=year,
        value=value,
        unit=indicator.unit,
        source=roots or "documents of the study",
        origin=_ORIGIN + ";".join(ids),
        low=low,
        high=high,
        confidence=confidence,
        note=note,
    )
