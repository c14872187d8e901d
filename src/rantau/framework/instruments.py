"""Treaties, who is bound by them since when, and what states did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

__all__ = ["MEASURE_KINDS", "PARTY_STATUSES", "Instrument", "Measure", "MeasureKind", "Party", "PartyStatus"]

PartyStatus = Literal["party", "signatory", "none", "unknown"]
"""``signatory``: signed, not ratified. ``none``: a source says neither. ``unknown``: no source was found."""
PARTY_STATUSES: tuple[PartyStatus, ...] = get_args(PartyStatus)

MeasureKind = Literal["prevention", "protection", "prosecution", "partnership", "control"]
MEASURE_KINDS: tuple[MeasureKind, ...] = get_args(MeasureKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A treaty, convention or protocol. Dates are ISO; empty where not known."""

    id: str
    name: str
    adopted: str
    in_force: str
    depositary: str
    subject: str
    source: str = ""
    source_url: str = ""
    confidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Where a state stands towards an instrument. A date of reduced precision (``2011``) is as the source has it."""

    instrument: str
    iso3: str
    status: PartyStatus
    signed: str = ""
    ratified: str = ""
    """Ratified, acceded or succeeded."""
    in_force_for: str = ""
    """When it entered into force for this state."""
    reservation_note: str = ""
    source: str = ""
    source_url: str = ""
    confidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A dated act of a state: a deportation drive, an amnesty, a fee ban."""

    id: str
    iso3: str
    start: str
    end: str
    """ISO dates of reduced precision; ``end`` is empty where it is open or not stated."""
    name: str
    description: str
    kind: MeasureKind
    for_whom: str
    source: str = ""
    source_url: str = ""
    confidence: str = ""
    note: str = ""
