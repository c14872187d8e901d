"""Composite indicators: from a table of indicators and a build to scores, ranks and how sure they are.

An index is made by a *build*, an ordered list of steps with their options. The result remembers what each step did.
Draws over the choices and the errors give intervals and the chance that one unit ranks above another.
"""

from rantau.profile.composite.analysis import (
    Components,
    CorrelationFlag,
    Statistics,
    correlation_flags,
    correlations,
    cronbach_alpha,
    principal_components,
    statistics,
)
from rantau.profile.composite.build import (
    Build,
    BuildError,
    Factor,
    Uncertainty,
    changed,
    check_build,
    leaving_out,
)
from rantau.profile.composite.comparing import Comparison, Difference, UnitChange, compare
from rantau.profile.composite.engine import build_index, check_inputs
from rantau.profile.composite.hierarchy import Element, Hierarchy, make_hierarchy
from rantau.profile.composite.monte_carlo import IndexUncertainty, simulate
from rantau.profile.composite.pipeline import Inputs
from rantau.profile.composite.preparing import Availability, availability
from rantau.profile.composite.records import CellChange, IndexResult, StepRecord
from rantau.profile.composite.sensitivity import Indices, SensitivityResult, sensitivity, sobol_indices
from rantau.profile.composite.separability import Spread
from rantau.profile.composite.table import Table, make_table
from rantau.profile.composite.weighting import effective_weights

__all__ = [
    "Availability",
    "Build",
    "BuildError",
    "CellChange",
    "Comparison",
    "Components",
    "CorrelationFlag",
    "Difference",
    "Element",
    "Factor",
    "Hierarchy",
    "IndexResult",
    "IndexUncertainty",
    "Indices",
    "Inputs",
    "SensitivityResult",
    "Spread",
    "Statistics",
    "StepRecord",
    "Table",
    "Uncertainty",
    "UnitChange",
    "availability",
    "build_index",
    "changed",
    "check_build",
    "check_inputs",
    "compare",
    "correlation_flags",
    "correlations",
    "cronbach_alpha",
    "effective_weights",
    "leaving_out",
    "make_hierarchy",
    "make_table",
    "principal_components",
    "sensitivity",
    "simulate",
    "sobol_indices",
    "statistics",
]
