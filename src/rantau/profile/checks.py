"""Whether the hierarchy holds, which choices matter, and which units can be told apart.

A mean of indicators stands for something where they go together. With a dozen countries such checks are coarse: they
are warnings to look, and no verdicts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rantau.framework.errors import BadInput
from rantau.profile.assessing import Assessment
from rantau.profile.composite.analysis import (
    CorrelationFlag,
    correlation,
    correlation_flags,
    cronbach_alpha,
    principal_components,
)
from rantau.profile.composite.build import Build, check_build
from rantau.profile.composite.pipeline import Inputs
from rantau.profile.composite.sensitivity import SensitivityResult, sensitivity
from rantau.profile.composite.separability import Spread
from rantau.profile.composite.table import Table

__all__ = ["HierarchyCheck", "Pair", "check_hierarchy", "choices_that_matter", "likely_orders"]

_TWICE = 0.92
"""Above this correlation two indicators of a dimension count one thing twice."""
_AGAINST = -0.4
"""Below this correlation two of them run against each other, and their mean hides both."""
_LOOSE = 0.5
"""Below this alpha a dimension's indicators have little in common."""
_FEW = 5
"""With fewer units no correlation is worth a warning."""


@dataclass(frozen=True, slots=True)
class HierarchyCheck:
    """One dimension, or the whole over its dimensions."""

    element: str
    parts: int
    alpha: float | None
    """Cronbach's alpha of what it is made of; None for fewer than two parts."""
    with_whole: float | None
    """Correlation of a dimension with the whole."""
    first_component: float | None
    """Share of the variance that the first principal component holds, over the units without gaps."""
    components: int | None
    """Principal components with more variance than one part alone (Kaiser): how many things it measures."""
    units: int
    """Units without gaps, which the components rest on."""
    warnings: tuple[str, ...]


def check_hierarchy(found: Assessment) -> list[HierarchyCheck]:
    """Correlations, Cronbach's alpha and principal components of each dimension and of the whole."""
    panel, hierarchy = found.panel, found.panel.inputs.hierarchy
    scores = found.result.scores
    places = {code: n for n, code in enumerate(found.result.elements)}
    names = {one.code: one.name or one.code for one in hierarchy.indicators}
    whole = scores[:, places[panel.tree.top]]
    count = len(hierarchy.indicators)
    flags = [
        *correlation_flags(scores[:, :count], hierarchy, _TWICE),
        *correlation_flags(scores[:, :count], hierarchy, _AGAINST, below=True),
    ]
    checks = []
    for element in dict.fromkeys((*panel.tree.parents, panel.tree.top)):
        children = [places[one.code] for one in hierarchy.children(element)]
        table = scores[:, children]
        table = table[:, np.isfinite(table).any(axis=0)]
        with_whole = None
        if element != panel.tree.top:
            value = correlation(scores[:, places[element]], whole)
            with_whole = float(value) if np.isfinite(value) else None
        alpha = cronbach_alpha(table)
        first, components, units = _components(table)
        enough = int(np.isfinite(table).any(axis=1).sum()) >= _FEW
        checks.append(
            HierarchyCheck(
                element=element,
                parts=table.shape[1],
                alpha=float(alpha) if np.isfinite(alpha) else None,
                with_whole=with_whole,
                first_component=first,
                components=components,
                units=units,
                warnings=tuple(
                    _warnings(element, alpha, with_whole, components, units, flags, names) if enough else ()
                ),
            )
        )
    return checks


def _components(table: Any) -> tuple[float | None, int | None, int]:
    whole = np.isfinite(table).all(axis=1)
    units = int(whole.sum())
    if table.shape[1] < 2 or units < 3:
        return None, None, units
    try:
        found = principal_components(table)
    except BadInput:  # a part is the same in all units that have no gap
        return None, None, units
    return float(found.shares[0]), int((found.spreads**2 > 1).sum()), units


def _warnings(
    element: str,
    alpha: float,
    with_whole: float | None,
    components: int | None,
    units: int,
    flags: Sequence[CorrelationFlag],
    names: dict[str, str],
) -> list[str]:
    said = []
    if alpha < 0:
        said.append(
            f"the parts of {element} run against each other (Cronbach's alpha {alpha:.2f}): their mean stands for none "
            "of them"
        )
    elif alpha < _LOOSE:
        said.append(f"the parts of {element} have little in common (Cronbach's alpha {alpha:.2f})")
    if with_whole is not None and with_whole < 0:
        said.append(f"{element} runs against the whole (correlation {with_whole:.2f})")
    if components is not None and components > 1:
        said.append(f"{element} measures {components} things rather than one ({units} units without gaps)")
    for flag in flags:
        if flag.group == element:
            how = "count one thing twice" if flag.value > 0 else "run against each other"
            said.append(f"{names[flag.one]} and {names[flag.other]} {how} (correlation {flag.value:.2f})")
    return said


def choices_that_matter(found: Assessment, size: int = 128) -> SensitivityResult | None:
    """The share of the ranks' variance that each choice behind the whole makes, alone and with others.

    Beside the observations' errors, the gaps and the weights as a whole, three choices are varied: what fills gaps
    (anything on the scale, the mean of the others, a regression on the dimension's other indicators), the scale
    (goalposts, ranks), and the mean (arithmetic; geometric between dimensions; geometric throughout). Scales run from 1
    here, which a geometric mean needs. Units that are not assessed are left out.

    Args:
        found: The countries.
        size: Base sample, a power of two; it takes that times (sources + 2) draws.

    Returns:
        None where fewer than three units are assessed.

    Raises:
        BadInput: A combination of the choices cannot be built.
    """
    rows = np.flatnonzero(np.isfinite(found.values(found.panel.tree.top)))
    if len(rows) < 3:
        return None
    inputs = found.panel.inputs
    tables = [
        Table(tuple(one.units[n] for n in rows), one.columns, one.values[rows])
        for one in (inputs.table, inputs.errors, inputs.errors_above)
        if one is not None
    ]
    some = Inputs(inputs.hierarchy, tables[0], year=inputs.year, errors=tables[1], errors_above=tables[2])
    empty = [
        one.code for one in inputs.hierarchy.indicators if not np.isfinite(some.table.column(one.code)).any()
    ]
    if len(empty) == len(inputs.hierarchy.indicators):
        return None
    build = found.build.model_copy(update={"leave_out": tuple(empty)})
    varied = _varied(build, size)
    return sensitivity(varied, some.without(varied.leave_out))


def _varied(build: Build, size: int) -> Build:
    data = build.model_dump(exclude_unset=True)
    steps = [dict(one) for one in data["steps"]]
    for step, kind in zip(steps, ("impute", "normalise", "aggregate"), strict=True):
        step["step"] = kind
    steps[1]["range"] = [1, 100]
    data["steps"] = steps
    data.pop("leave_out", None)
    data["uncertainty"] = dict(data["uncertainty"]) | {
        "sensitivity": size,
        "vary": [
            {
                "step": "impute",
                "name": "filling gaps",
                "alternatives": [{}, {"method": "mean"}, {"method": "regression"}],
            },
            {"step": "normalise", "name": "scale", "alternatives": [{}, {"method": "rank"}]},
            {
                "step": "aggregate",
                "name": "mean",
                "alternatives": [
                    {},
                    {"method": ["arithmetic", "geometric"]},
                    {"method": ["geometric", "geometric"]},
                ],
            },
        ],
    }
    return check_build(data)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two units, and how surely one is less secure than the other."""

    one: str
    other: str
    above: float
    """Probability that ``one`` scores above ``other``, which is to say that it is less secure."""
    apart: bool
    """Whether the two can be told apart; see :class:`~rantau.profile.composite.separability.Spread`."""


def likely_orders(spread: Spread) -> list[Pair]:
    """Every pair of scored units, in the order of their ranks."""
    order = [int(n) for n in np.argsort(spread.rank, kind="stable") if np.isfinite(spread.rank[n])]
    return [
        Pair(
            spread.units[a],
            spread.units[b],
            float(spread.above[a, b]),
            spread.apart(spread.units[a], spread.units[b]),
        )
        for position, a in enumerate(order)
        for b in order[position + 1 :]
    ]
