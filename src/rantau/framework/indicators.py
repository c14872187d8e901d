"""Indicators: what is measured, in which unit, and which way is worse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

__all__ = [
    "CONFIDENCES",
    "DIRECTIONS",
    "INDICATOR_DIMENSIONS",
    "INDICATOR_KINDS",
    "PILLARS",
    "Confidence",
    "Direction",
    "Indicator",
    "IndicatorKind",
    "ProtectionIndicator",
]

IndicatorKind = Literal["series", "evidence"]
"""``series``: published by country and year, for profiles. ``evidence``: a quantity that reports claim."""
INDICATOR_KINDS: tuple[IndicatorKind, ...] = get_args(IndicatorKind)

Direction = Literal["higher_worse", "higher_better", "contextual"]
"""``contextual``: neither way is better as such; never in a profile."""
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)

IndicatorDimension = Literal[
    "economic", "food", "health", "environmental", "personal", "community", "political", "route", ""
]
"""One of the seven dimensions of human security; ``route`` for what is observed of a corridor's way; or none."""
INDICATOR_DIMENSIONS: tuple[IndicatorDimension, ...] = get_args(IndicatorDimension)

Confidence = Literal["checked", "cross-checked", "second-hand", "quoted", "unchecked"]
"""How near a baseline row is to its source.

* ``checked``: read in the publisher's own table or document.
* ``cross-checked``: found alike in two independent public copies of the publisher's table.
* ``second-hand``: read in one public copy that names the publisher.
* ``quoted``: a figure as another work quotes it; nobody here saw the original.
* ``unchecked``: general knowledge of the field; not yet looked up.
"""
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)

Pillar = Literal["prosecution", "protection", "prevention", "security_response", "community", "cooperation"]
PILLARS: tuple[Pillar, ...] = get_args(Pillar)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """Something that is counted or measured."""

    id: str
    name: str
    definition: str
    unit: str
    kind: IndicatorKind
    dimension: IndicatorDimension
    direction: Direction
    minimum: float | None = None
    maximum: float | None = None
    """The range in which a value can be believed; outside of it an observation is a mistake."""
    source: str = ""
    source_url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionIndicator:
    """A measurable test of what a state promised: prosecution, protection, prevention, cooperation, control."""

    id: str
    pillar: Pillar
    name: str
    definition: str
    unit: str
    source_type: str
    direction: str
    dimension: IndicatorDimension
    legal_anchor: str
    """The articles it tests."""
    anchor_confidence: Confidence
    disaggregation: str
    denominator_or_scale: str
    caveat: str
