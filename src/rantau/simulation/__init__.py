"""The migration system as a model: the same people, lived through under different policies.

A monthly, individual-level simulation of migrants on corridors, with feedbacks taken from the theories. It explores
what follows from stated assumptions; it does not forecast.

Read ``states``, ``levers``, ``parameters``, ``world`` and ``scenario`` first; then ``schedule`` and ``lowering`` (a
scenario as numbers), ``hazards``, ``kernel``, ``queues``, ``departing`` and ``rounds`` (a month), ``engine`` (the
months), ``meanfield`` (what is to be expected), ``members`` (on how many cores or machines), and ``ensembles``,
``results``, ``digests``, ``comparing`` and ``attributing``.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rantau.simulation.attributing import Attribution, attribute
    from rantau.simulation.comparing import Comparison, Interval, compare
    from rantau.simulation.dates import Month
    from rantau.simulation.ensembles import Runs, run_outcome, simulate
    from rantau.simulation.from_baseline import baseline_tables, baseline_world
    from rantau.simulation.levers import LEVERS, Lever
    from rantau.simulation.lowering import ALL_FEEDBACKS, NO_FEEDBACK, Feedbacks
    from rantau.simulation.members import Work, for_each_member, map_members
    from rantau.simulation.parameters import Parameter, Register, read_register, register
    from rantau.simulation.results import EXPLORES, QUANTITIES, Outcome, Result
    from rantau.simulation.scenario import (
        BASELINE,
        Change,
        Scenario,
        read_scenario,
        shipped_scenarios,
        template,
    )
    from rantau.simulation.world import Corridor, Place, World, world_of

__all__ = [
    "ALL_FEEDBACKS",
    "BASELINE",
    "EXPLORES",
    "LEVERS",
    "NO_FEEDBACK",
    "QUANTITIES",
    "Attribution",
    "Change",
    "Comparison",
    "Corridor",
    "Feedbacks",
    "Interval",
    "Lever",
    "Month",
    "Outcome",
    "Parameter",
    "Place",
    "Register",
    "Result",
    "Runs",
    "Scenario",
    "Work",
    "World",
    "attribute",
    "baseline_tables",
    "baseline_world",
    "compare",
    "for_each_member",
    "map_members",
    "read_register",
    "read_scenario",
    "register",
    "run_outcome",
    "shipped_scenarios",
    "simulate",
    "template",
    "world_of",
]

# Loaded when asked for: numba and polars are slow to import, and checking a scenario needs neither.
_HOMES = {
    "ALL_FEEDBACKS": "lowering",
    "BASELINE": "scenario",
    "EXPLORES": "results",
    "LEVERS": "levers",
    "NO_FEEDBACK": "lowering",
    "QUANTITIES": "results",
    "Attribution": "attributing",
    "Change": "scenario",
    "Comparison": "comparing",
    "Corridor": "world",
    "Feedbacks": "lowering",
    "Interval": "comparing",
    "Lever": "levers",
    "Month": "dates",
    "Outcome": "results",
    "Parameter": "parameters",
    "Place": "world",
    "Register": "parameters",
    "Result": "results",
    "Runs": "ensembles",
    "Scenario": "scenario",
    "Work": "members",
    "World": "world",
    "attribute": "attributing",
    "baseline_tables": "from_baseline",
    "baseline_world": "from_baseline",
    "compare": "comparing",
    "for_each_member": "members",
    "map_members": "members",
    "read_register": "parameters",
    "read_scenario": "scenario",
    "register": "parameters",
    "run_outcome": "ensembles",
    "shipped_scenarios": "scenario",
    "simulate": "ensembles",
    "template": "scenario",
    "world_of": "world",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
