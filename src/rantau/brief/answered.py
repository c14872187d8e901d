"""What a brief knows of the states' answers and of what was simulated, beside the records of the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rantau.policy.instruments import Bond
from rantau.policy.measures import CodedMeasure
from rantau.policy.monitor import MonitorIndicator
from rantau.policy.monitor_report import StateRow
from rantau.policy.recommend import HeldBack, Recommendation
from rantau.policy.stance import Stance, Verdict

__all__ = ["PolicyMaterial", "SimulationMaterial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyMaterial:
    """Stance, instruments, monitor and recommendations of the study's states."""

    stances: Sequence[Stance]
    """All years together, and year by year; law and practice together; measures and discourse together."""
    verdicts: Sequence[Verdict]
    """Contrasts that a study drew between states, held against what was found."""
    measures: Mapping[str, CodedMeasure]
    """The register, by id."""
    bonds: Sequence[Bond]
    instrument_names: Mapping[str, str]
    """Short names by id, in the order in which they are shown."""
    rows: Sequence[StateRow]
    """The monitor: every indicator for every state."""
    indicators: Mapping[str, MonitorIndicator]
    rounds: Sequence[str]
    """Taken in, in order."""
    recommendations: Sequence[Recommendation]
    held_back: Sequence[HeldBack] = ()
    """Rules that did not fire, since nobody has looked at evidence of very low confidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationMaterial:
    """The last run of ``rantau simulate``: what stands in ``out/simulation/summary.json``."""

    summary: Mapping[str, Any]
    scenario_titles: Mapping[str, str]
    sensitivity: Mapping[str, Any] | None = None
    """The last run of ``rantau sensitivity``, in the same way; None where there was none."""
    journeys: Sequence[Mapping[str, Any]] = ()
    """Of the baseline: rows of ``out/simulation/journeys.csv`` with their numbers."""
