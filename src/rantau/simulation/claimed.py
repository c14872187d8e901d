"""Targets of calibration from the triangulated claims of a study.

Qualifiers become intervals (:mod:`rantau.evidence.intervals`); numbers of a period become numbers a year; the interval
of a group is the hull of its claims. What cannot be held against the model is left out, and said to be.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from rantau.evidence.comparing import in_unit
from rantau.evidence.conversion import comparable
from rantau.evidence.indicators import shipped_vocabulary
from rantau.evidence.intervals import interval
from rantau.evidence.places import peoples_within
from rantau.evidence.reading import OF_A_PART
from rantau.simulation.observing import Observed, Places, observed
from rantau.simulation.targets import LeftOut, Target, held_to, merged, where_words, with_least_width
from rantau.simulation.world import World
from rantau.store.records import Claim, ClaimGroup

__all__ = ["targets_of_claims"]

_LEAST_DAYS = 28


class _Unfit(Exception):
    """Why a group or claim is no target."""


def targets_of_claims(
    groups: Iterable[ClaimGroup],
    claims: Mapping[str, Claim],
    world: World,
    regions: Mapping[str, Iterable[str]],
    grades: Mapping[str, str],
) -> tuple[list[Target], list[LeftOut]]:
    """Targets of the triangulated claims, and what of them is none.

    Args:
        groups: From :func:`rantau.evidence.triangulate`.
        claims: By id.
        world: The world; claims of too long before its start are left out.
        regions: Id of a region -> its countries.
        grades: Id of a group -> confidence in it.

    Returns:
        One target for each quantity and its places, and what was left out with the reason.
    """
    kept = {row["indicator"]: row for row in held_to()["target"]}
    refused = {row["indicator"]: row["why"] for row in held_to()["left_out"]}
    found: list[Target] = []
    without: list[LeftOut] = []
    for group in groups:
        what = f"{group.indicator} ({', '.join(one.id for one in group.places) or 'no place'})"
        try:
            if group.indicator not in kept:
                raise _Unfit(refused.get(group.indicator, "it is about nothing that the model counts"))
            row = kept[group.indicator]
            quantity = observed()[row["quantity"]]
            _same_people(group)
            places = _places(group, world, regions, row["open_role"], quantity)
            target, parts = _target(group, quantity, places, claims, world)
        except _Unfit as reason:
            without.append(LeftOut(what, str(reason), group.claims))
            continue
        without += [LeftOut(what, why, (name,)) for name, why in parts]
        found.append(replace(target, confidence=grades.get(group.id, "")))
    return merged(found), without


def _same_people(group: ClaimGroup) -> None:
    """Whether all migrants are counted, not women, children or those of one sector."""
    known = shipped_vocabulary().indicators.get(group.indicator)
    implied = known.implied if known is not None else frozenset()
    people = group.group
    parts = {"sex": people.sex, "age": people.age, "sector": people.sector}
    parts["documentation"] = people.documentation
    some = [value for name, value in parts.items() if value and name not in implied]
    nationality = people.nationality.lower()
    from_somewhere = any(one.role == "origin" for one in group.places)
    if nationality and (not from_somewhere or nationality in peoples_within()):
        some.append(people.nationality)
    if some:
        raise _Unfit(f"it counts only some: {', '.join(some)}")


def _places(
    group: ClaimGroup,
    world: World,
    regions: Mapping[str, Iterable[str]],
    open_role: str,
    quantity: Observed,
) -> Places:
    """The corridors that a group is about."""
    known = frozenset(one.id for one in world.places)

    def countries(place: str, whole: bool) -> frozenset[str]:
        if place in known:
            return frozenset({place})
        inside = frozenset(regions.get(place, ()))
        if not inside & known:
            raise _Unfit(f"{place} is no place of the simulated world")
        if whole and not inside <= known:
            raise _Unfit(f"not all countries of {place} are in the simulated world")
        return inside & known

    stated = {
        role: [one.id for one in group.places if one.role == role]
        for role in ("origin", "destination", "transit")
    }
    unsaid = [one.id for one in group.places if one.role not in ("origin", "destination", "transit")]
    if stated["transit"]:
        raise _Unfit("it is about a place of transit, which the model's corridors do not tell apart")
    if stated["origin"] and not stated["destination"] and len(unsaid) == 1:
        stated["destination"], unsaid = unsaid, []
    if not group.places:
        raise _Unfit("it names no place")
    if unsaid and (len(unsaid) > 1 or stated["origin"] or stated["destination"]):
        raise _Unfit("it names several places, and not what each of them is")
    if unsaid:
        if not open_role:
            raise _Unfit(f"it is not said whether {unsaid[0]} is where people came from or where they were")
        ids = countries(unsaid[0], True)
        if open_role == "either" and ids >= {one.id for one in world.places if one.member}:
            return Places()
        return {
            "either": Places(ends=ids),
            "origin": Places(origins=ids),
            "destination": Places(destinations=ids),
        }[open_role]
    partly = quantity.kind == "share" and bool(stated["origin"])
    origins = frozenset().union(*(countries(one, True) for one in stated["origin"]))
    destinations = frozenset().union(*(countries(one, not partly) for one in stated["destination"]))
    found = Places(origins, destinations - origins if len(origins) == 1 else destinations)
    if not any(found.of(one.origin, one.destination) for one in world.corridors):
        raise _Unfit(f"the simulated world has no corridor {where_words(found)}")
    return found


def _target(
    group: ClaimGroup, quantity: Observed, places: Places, claims: Mapping[str, Claim], world: World
) -> tuple[Target, list[tuple[str, str]]]:
    unit = "percent" if quantity.kind == "share" else "persons"
    if not comparable(group.unit, unit):
        raise _Unfit(f"its unit is {group.unit}, and not {quantity.unit}")
    bounds: dict[str, tuple[float, float]] = {}
    without = []
    for name in group.claims:
        try:
            bounds[name] = _bounds(claims[name], quantity, unit, world.start.year)
        except _Unfit as reason:
            without.append((name, str(reason)))
    if not bounds:
        raise _Unfit("; ".join(dict.fromkeys(why for _, why in without)))
    low = min(one for one, _ in bounds.values())
    high = max(one for _, one in bounds.values())
    notes = []
    if group.verdict == "conflicting":
        notes.append(f"Its claims conflict: the wider interval is taken. {group.reason}")
    if quantity.kind == "yearly":
        notes.append("Numbers of a period are taken to a year in proportion to its days.")
    low, high, wide = with_least_width(quantity.name, low, high)
    if wide:
        notes.append("ASSUMED: the model is not held to anything narrower than this.")
    target = Target(
        quantity=quantity.name,
        places=places,
        low=low,
        high=high,
        rests_on="claims",
        claims=tuple(bounds),
        groups=(group.id,),
        conflicting=group.verdict == "conflicting",
        notes=tuple(notes),
    )
    return target, without


def _bounds(claim: Claim, quantity: Observed, unit: str, start: int) -> tuple[float, float]:
    """What a claim allows, a year where a number of events is meant."""
    if any(note.startswith(OF_A_PART) for note in claim.notes):
        raise _Unfit("it is of a part of a country")
    low, high = in_unit(interval(claim), claim.unit, unit)
    days = None
    if claim.period is not None:
        first, last = _day(claim.period.start, last=False), _day(claim.period.end, last=True)
        if last is not None and last.year < start - held_to()["settings"]["oldest_years"]:
            raise _Unfit(f"it is of {claim.period.text}, too long before the start")
        if first is not None and last is not None:
            days = (last - first).days + 1
    if quantity.kind != "yearly":
        return low, high
    if days is None:
        raise _Unfit("it does not say of how long a time it is")
    if days < _LEAST_DAYS:
        raise _Unfit("it is of a few days, which are no measure of a year")
    return low * 365.25 / days, high * 365.25 / days if math.isfinite(high) else high


def _day(text: str, *, last: bool) -> date | None:
    """The first or last day of an ISO date of reduced precision."""
    parts = [int(part) for part in text.split("-")] if text else []
    if not parts or not 1 <= parts[0] <= 9999:
        return None
    year, month = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
    day = parts[2] if len(parts) > 2 else (calendar.monthrange(year, month)[1] if last else 1)
    return date(year, month, day)
