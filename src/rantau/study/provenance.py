"""Where a figure comes from: its chain from what is printed down to a page, or to a row of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rantau.framework.errors import BadInput
from rantau.study.provenance_analysis import coded_chain
from rantau.study.provenance_coding import coding_chain
from rantau.study.provenance_evidence import (
    claim_chain,
    finding_chain,
    group_chain,
    observation_chain,
    score_chain,
    testimony_chain,
)
from rantau.study.provenance_figures import figure_chain, records_chain
from rantau.study.provenance_parameters import parameter_chain, target_chain
from rantau.study.provenance_policy import (
    bond_chain,
    effect_chain,
    indicator_chain,
    lever_chain,
    measure_chain,
    monitored_chain,
    round_chain,
    stance_chain,
)
from rantau.study.provenance_simulated import run_chain, scenario_chain, simulated_chain
from rantau.study.provenance_steps import Link, Step
from rantau.study.provenance_stocks import stock_chain
from rantau.study.study import Study

__all__ = ["KINDS", "Link", "Step", "chain"]


def chain(study: Study, kind: str, id: str, *, reveal: bool = False) -> Step:
    """The chain of one figure, whole: every page and table row that it rests on is a link in it.

    Args:
        study: The study.
        kind: One of :data:`KINDS`.
        id: The record's id; of a score ``<unit>/<element>``, e.g. ``MMR>THA/exposure``.
        reveal: Show the words of confidential documents.

    Raises:
        BadInput: There is no such kind, or no such record.
    """
    if kind not in KINDS:
        raise BadInput(f"there is no kind of figure called {kind!r}; there are {', '.join(KINDS)}")
    found = KINDS[kind](study, id, reveal)
    if found is None:
        raise BadInput(f"there is no {kind} {id!r} in this study; it may have gone with its document")
    return found


KINDS: Mapping[str, Callable[[Study, str, bool], Step | None]] = {
    "claim": claim_chain,
    "finding": finding_chain,
    "testimony": testimony_chain,
    "group": group_chain,
    "observation": observation_chain,
    "score": score_chain,
    "coding": coding_chain,
    "simulated": simulated_chain,
    "run": run_chain,
    "scenario": scenario_chain,
    "parameter": parameter_chain,
    "target": target_chain,
    "figure": figure_chain,
    "coded": coded_chain,
    "records": records_chain,
    "monitored": monitored_chain,
    "indicator": indicator_chain,
    "round": round_chain,
    "stance": stance_chain,
    "measure": measure_chain,
    "bond": bond_chain,
    "lever": lever_chain,
    "stock": stock_chain,
    "effect": effect_chain,
}
"""Kind of figure -> what gives its chain. A new kind of figure adds itself here."""
