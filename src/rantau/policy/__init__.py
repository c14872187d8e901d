"""Promises, practice, protection: instruments, measures and stances, the monitor, recommendations.

Screening of cases and what may leave of them are in :mod:`rantau.policy.screening` and :mod:`rantau.policy.disclosure`.
"""

from rantau.policy.instruments import Bond, Obligation, bonds, bound_in, obligations
from rantau.policy.measures import AXES, GROUPS, LEVELS, CodedMeasure, coded
from rantau.policy.monitor import MonitorIndicator, monitor_indicators
from rantau.policy.monitor_kept import Kept, kept
from rantau.policy.monitor_report import (
    MARKS,
    WORDS,
    Commitment,
    RegionRow,
    StateRow,
    commitments,
    region_rows,
    state_rows,
)
from rantau.policy.monitor_rounds import Change, Reading, Round, changes, settle
from rantau.policy.recommend import EvidenceItem, Recommendation, SimulatedEffect
from rantau.policy.stance import Pointer, Stance, contrasts, pointers_of_measures, stances, weigh
from rantau.policy.stance_views import by_dimension, change_stream, law_practice, years_of_change

__all__ = [
    "AXES",
    "GROUPS",
    "LEVELS",
    "MARKS",
    "WORDS",
    "Bond",
    "Change",
    "CodedMeasure",
    "Commitment",
    "EvidenceItem",
    "Kept",
    "MonitorIndicator",
    "Obligation",
    "Pointer",
    "Reading",
    "Recommendation",
    "RegionRow",
    "Round",
    "SimulatedEffect",
    "Stance",
    "StateRow",
    "bonds",
    "bound_in",
    "by_dimension",
    "change_stream",
    "changes",
    "coded",
    "commitments",
    "contrasts",
    "kept",
    "law_practice",
    "monitor_indicators",
    "obligations",
    "pointers_of_measures",
    "region_rows",
    "settle",
    "stances",
    "state_rows",
    "weigh",
    "years_of_change",
]
