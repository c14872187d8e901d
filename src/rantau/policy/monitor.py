"""The protection monitor's indicators: what is measured, against which duty, towards which target.

The baseline's table says what an indicator is; the plan here adds how a ratio is formed, its bounds, its target with
what the target rests on, how often it can be had, and the obligations it tests. Every target is a proposal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from rantau.baseline.load import protection_indicators
from rantau.framework.indicators import CONFIDENCES, Confidence, Direction, IndicatorDimension, Pillar
from rantau.framework.instruments import Party
from rantau.policy.instruments import Obligation, obligations
from rantau.policy.tables import shipped_rows, split_list

__all__ = ["CORE_INSTRUMENTS", "Anchor", "MonitorIndicator", "core_ratifications", "monitor_indicators"]

CORE_INSTRUMENTS = (
    *("UNTOC", "PALERMO", "SMUGGLING", "ACTIP", "C029", "P029", "C105", "C182", "C189", "C188"),
)
"""The ten of the indicator ``PI45``."""


_READ = frozenset(("checked", "cross-checked", "second-hand"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What an indicator leans on outside of the table of duties: a goal, an objective, an article of another text."""

    anchor: str
    """As ``legal_anchor`` of the baseline names it."""
    says: str
    confidence: Confidence
    source: str
    source_url: str
    note: str
    """When it was read, and what of it was not; or why it was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorIndicator:
    """A measurable test of a promise."""

    id: str
    pillar: Pillar
    name: str
    definition: str
    unit: str
    direction: Direction
    """``contextual``: neither way is better as such, so it has no target and no word."""
    dimension: IndicatorDimension
    source_type: str
    tests: Literal["law", "practice"]
    numerator: str
    denominator: str
    multiplier: float | None
    """value = multiplier x numerator / denominator; None where it is no ratio."""
    worst: float | None
    best: float | None
    """Bounds of the scale; None where it has none on that side."""
    target: float | None
    target_basis: str
    frequency: str
    legal_anchor: str
    """As the baseline has it."""
    obligations: tuple[Obligation, ...]
    """Those of the table of duties."""
    elsewhere: tuple[Anchor, ...]
    """What else ``legal_anchor`` names: goals, objectives of the Global Compact, articles of other texts."""
    disaggregation: str
    scale: str
    caveat: str

    @property
    def formula(self) -> str:
        """The ratio in words; empty where it is none."""
        if self.multiplier is None:
            return ""
        times = f"{self.multiplier:,.0f} x " if self.multiplier != 1 else ""
        return f"{times}{self.numerator} / {self.denominator}"

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Least and greatest value that can be; None where there is no such bound."""
        known = [one for one in (self.worst, self.best) if one is not None]
        if len(known) == 2:
            return min(known), max(known)
        return (min(known), None) if known else (None, None)

    @property
    def anchors(self) -> str:
        """How far its legal anchors were read: ``read``, ``read in part`` or ``unchecked``."""
        read = [one in _READ for one in self._confidences]
        return "unchecked" if not any(read) else "read" if all(read) else "read in part"

    @property
    def anchor_confidence(self) -> Confidence:
        """That of the anchor of which least was read; what the baseline's table says."""
        return max(self._confidences, key=CONFIDENCES.index, default="unchecked")

    @property
    def _confidences(self) -> list[Confidence]:
        return [*(one.confidence for one in self.obligations), *(one.confidence for one in self.elsewhere)]


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


@cache
def _elsewhere() -> dict[str, Anchor]:
    """The anchors outside of the table of duties, by name."""
    return {
        row["anchor"]: Anchor(
            anchor=row["anchor"],
            says=row["says"],
            confidence=cast(Confidence, row["confidence"]),
            source=row["source"],
            source_url=row["source_url"],
            note=row["note"],
        )
        for row in shipped_rows("anchors.csv")
    }


@cache
def monitor_indicators() -> dict[str, MonitorIndicator]:
    """All indicators by id."""
    duties = obligations()
    elsewhere = _elsewhere()
    plan = {row["indicator"]: row for row in shipped_rows("monitor_plan.csv")}
    return {
        one.id: MonitorIndicator(
            id=one.id,
            pillar=one.pillar,
            name=one.name,
            definition=one.definition,
            unit=one.unit,
            direction=cast(Direction, one.direction),
            dimension=one.dimension,
            source_type=one.source_type,
            tests=cast(Literal["law", "practice"], row["tests"]),
            numerator=row["numerator"],
            denominator=row["denominator"],
            multiplier=_number(row["multiplier"]),
            worst=_number(row["worst"]),
            best=_number(row["best"]),
            target=_number(row["target"]),
            target_basis=row["target_basis"],
            frequency=row["frequency"],
            legal_anchor=one.legal_anchor,
            obligations=tuple(duties[id] for id in split_list(row["obligations"])),
            elsewhere=tuple(elsewhere[part] for part in split_list(one.legal_anchor) if part in elsewhere),
            disaggregation=one.disaggregation,
            scale=one.denominator_or_scale,
            caveat=one.caveat,
        )
        for one in protection_indicators()
        for row in (plan[one.id],)
    }


def core_ratifications(parties: Sequence[Party], state: str) -> tuple[float, float]:
    """Share of the ten core instruments that a state is party to, in percent: least and most.

    An instrument of which no source was found counts as no for the least, and as yes for the most.
    """
    status = {one.instrument: one.status for one in parties if one.iso3 == state}
    known = [status.get(id, "unknown") for id in CORE_INSTRUMENTS]
    least = sum(one == "party" for one in known)
    most = least + sum(one == "unknown" for one in known)
    return 100 * least / len(known), 100 * most / len(known)
