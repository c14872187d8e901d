"""What treaties bind a state to, since when, and how hard.

A duty is *hard* (shall), *qualified* (shall, but subject to domestic law, means or appropriate cases) or *soft*
(consider, endeavour, not binding). That a state is bound says nothing of whether it acts: application is the protection
monitor's business.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal, cast, get_args

from rantau.framework.indicators import Confidence, IndicatorDimension
from rantau.framework.instruments import Instrument, Party
from rantau.policy.tables import shipped_rows

__all__ = [
    "PARTS",
    "STRENGTHS",
    "Bond",
    "EntryRule",
    "Obligation",
    "Part",
    "Strength",
    "bond",
    "bonds",
    "bound_in",
    "date_range",
    "entry_rules",
    "obligations",
]

Strength = Literal["hard", "qualified", "soft"]
STRENGTHS: tuple[Strength, ...] = get_args(Strength)
Part = Literal["prevention", "protection", "prosecution", "cooperation"]
"""The four areas of ACTIP's plan of action (2015), applied to every instrument."""
PARTS: tuple[Part, ...] = get_args(Part)

Answer = Literal["yes", "no", "unknown"]
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One duty of an instrument, told in rantau's own words."""

    id: str
    instrument: str
    article: str
    """Article with paragraph, e.g. ``14(1)``."""
    duty: str
    strength: Strength
    pillar: Part
    dimension: IndicatorDimension
    source: str
    source_url: str
    confidence: Confidence
    """How near to the text: see :data:`rantau.framework.indicators.CONFIDENCES`."""
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRule:
    """How long after its deposit an instrument binds a state that joins later."""

    instrument: str
    unit: Literal["days", "months", "month_after_months"]
    count: int
    article: str
    confidence: Confidence
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """Where a state stands towards an instrument."""

    instrument: str
    iso3: str
    status: str
    """``party``, ``signatory``, ``none`` or ``unknown``."""
    since: date | None
    """The earliest day on which it can have been bound; None where it is not, or it is not known."""
    since_latest: date | None
    """The latest such day: the same where the day is known."""
    basis: str
    """In words: what the day rests on."""
    reservations: str
    confidence: str
    source: str
    source_url: str
    note: str


@cache
def obligations() -> Mapping[str, Obligation]:
    """Every shipped obligation by id, in the order of instruments and articles."""
    return {row["id"]: _obligation(row) for row in shipped_rows("obligations.csv")}


def _obligation(row: Mapping[str, str]) -> Obligation:
    return Obligation(
        id=row["id"],
        instrument=row["instrument"],
        article=row["article"],
        duty=row["duty"],
        strength=cast(Strength, row["strength"]),
        pillar=cast(Part, row["pillar"]),
        dimension=cast(IndicatorDimension, row["dimension"]),
        source=row["source"],
        source_url=row["source_url"],
        confidence=cast(Confidence, row["confidence"]),
        note=row["note"],
    )


@cache
def entry_rules() -> Mapping[str, EntryRule]:
    """Rule of entry into force for a later party, by instrument."""
    return {
        row["instrument"]: EntryRule(
            instrument=row["instrument"],
            unit=cast(Literal["days", "months", "month_after_months"], row["unit"]),
            count=int(row["count"]),
            article=row["article"],
            confidence=cast(Confidence, row["confidence"]),
            note=row["note"],
        )
        for row in shipped_rows("entry_rules.csv")
    }


def date_range(text: str) -> tuple[date, date] | None:
    """First and last day that an ISO date of reduced precision can mean; None for an empty text.

    ``2016`` is all of that year, ``2016-01`` all of January.

    Raises:
        ValueError: The text is no such date.
    """
    if not text:
        return None
    if not _DATE.fullmatch(text):
        raise ValueError(f"{text!r} is no date; write 2024, 2024-06 or 2024-06-30")
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    if len(parts) == 2:
        year, month = parts
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    day = date(parts[0], parts[1], parts[2])
    return day, day


def _months_on(day: date, count: int) -> date:
    total = day.year * 12 + day.month - 1 + count
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _in_force(deposit: date, rule: EntryRule) -> date:
    if rule.unit == "days":
        return deposit + timedelta(days=rule.count)
    later = _months_on(deposit, rule.count)
    return later if rule.unit == "months" else _months_on(later.replace(day=1), 1)


def bond(instrument: Instrument, party: Party, rule: EntryRule | None) -> Bond:
    """Since when a state is bound.

    The table's own day is taken where it has one. Else the day is computed from the deposit by the instrument's rule,
    or is the day on which the instrument itself came into force if that was later. A deposit known by its year only
    gives a range of days.

    Args:
        instrument: The instrument.
        party: The state's row.
        rule: Its rule of entry into force, if there is one.
    """
    since: tuple[date, date] | None = None
    general = date_range(instrument.in_force)
    if party.status != "party":
        basis = {
            "signatory": "signed, not ratified: not bound by its duties",
            "none": "neither signed nor ratified",
            "unknown": "no source was found",
        }[party.status]
        if not instrument.in_force and party.status == "signatory":
            basis = "adopted by its head of government; not binding in law"
    elif given := date_range(party.in_force_for):
        since, basis = given, "the day of entry into force for this state, as its source has it"
    elif deposit := date_range(party.ratified):
        if rule is None:
            basis = f"ratified {party.ratified}; no rule of entry into force is known, so no day is computed"
        else:
            first, last = (_in_force(day, rule) for day in deposit)
            where = f"article {rule.article}" if rule.article else "the instrument's rule"
            basis = (
                f"computed from the deposit ({party.ratified}) by {where}: {rule.note} ({rule.confidence})"
            )
            since = (max(first, general[0]), max(last, general[1])) if general else (first, last)
    else:
        basis = "a party, but the day of deposit is not known"
    return Bond(
        instrument=instrument.id,
        iso3=party.iso3,
        status=party.status,
        since=since[0] if since else None,
        since_latest=since[1] if since else None,
        basis=basis,
        reservations=party.reservation_note,
        confidence=party.confidence,
        source=party.source,
        source_url=party.source_url,
        note=party.note,
    )


def bonds(
    instruments: Mapping[str, Instrument], parties: Iterable[Party], places: Sequence[str] = ()
) -> list[Bond]:
    """Every state's bond to every instrument, in the order of the table.

    Args:
        instruments: By id.
        parties: The rows.
        places: ISO 3166-1 alpha-3 codes of the states wanted; by default all.
    """
    rules = entry_rules()
    wanted = set(places)
    return [
        bond(instruments[one.instrument], one, rules.get(one.instrument))
        for one in parties
        if (not wanted or one.iso3 in wanted) and one.instrument in instruments
    ]


def bound_in(one: Bond, year: int) -> Answer:
    """Whether a state was bound through a whole calendar year.

    ``unknown`` where the source says nothing, or the range of days does not settle it.
    """
    if one.status == "unknown":
        return "unknown"
    if one.status != "party":
        return "no"
    if one.since is None or one.since_latest is None:
        return "unknown"
    start = date(year, 1, 1)
    if one.since_latest <= start:
        return "yes"
    return "no" if one.since > start else "unknown"
