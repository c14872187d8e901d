"""From a build and a table to an index that remembers how it was made."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rantau.framework.errors import BadInput
from rantau.profile.composite.analysis import cronbach_alpha
from rantau.profile.composite.build import Build
from rantau.profile.composite.hierarchy import Hierarchy
from rantau.profile.composite.moments import ranks
from rantau.profile.composite.pipeline import Batch, Details, Fitted, Inputs, Noise, combine, run_step, start
from rantau.profile.composite.records import CellChange, IndexResult, StepRecord
from rantau.profile.composite.steps import ImputeStep, NormaliseStep, Step, TreatStep
from rantau.profile.composite.table import Floats, Table

__all__ = ["build_index", "check_inputs", "raw_values"]


def raw_values(inputs: Inputs) -> Floats:
    """The indicators' raw values: (indicators, units)."""
    values: Floats = inputs.table.pick([one.code for one in inputs.hierarchy.indicators]).T.copy()
    return values


def build_index(build: Build, inputs: Inputs) -> IndexResult:
    """Make the index.

    Args:
        build: The steps.
        inputs: Metadata and data.

    Raises:
        BuildError: A step cannot be done; says which and why.
        BadInput: The table lacks an indicator.
    """
    inputs = inputs.without(build.leave_out)
    hierarchy = inputs.hierarchy
    codes = tuple(one.code for one in hierarchy.indicators)
    batch = start(inputs, raw_values(inputs)[None])
    warnings: list[str] = []
    fitted = Fitted()
    records: list[StepRecord] = []
    tables = [_table(inputs, batch, codes)]
    for number, step in enumerate(build.steps[:-1]):
        before = batch
        batch, details = run_step(number, build, inputs, batch, fitted, Noise(), warnings)
        tables.append(_table(inputs, batch, codes))
        records.append(_record(number, step, inputs, before, batch, details))
        warnings += _step_warnings(step, hierarchy, before, batch)
    scores = combine(build, hierarchy, batch, Noise())[0]
    last = build.steps[-1]
    records.append(StepRecord(len(build.steps), last.step, last.model_dump(), {}, ()))
    alphas = _alphas(hierarchy, scores)
    warnings += [
        f"the indicators of {code} run against each other (Cronbach's alpha {alpha:.2f}): their mean stands for none "
        "of them; look at their directions, or part them"
        for code, alpha in alphas.items()
        if alpha < 0
    ]
    return IndexResult(
        build=build,
        hierarchy=hierarchy,
        units=tuple(inputs.table.units[n] for n in batch.units),
        elements=hierarchy.codes,
        scores=scores.T,
        ranks=ranks(-scores).T,
        weights=dict(batch.weights),
        records=tuple(records),
        tables=tuple(tables),
        warnings=tuple(warnings),
        alphas=alphas,
    )


def _table(inputs: Inputs, batch: Batch, codes: tuple[str, ...]) -> Table:
    source = inputs.table
    return Table(
        units=tuple(source.units[n] for n in batch.units),
        columns=codes,
        values=batch.values[0].T.copy(),
        groups={name: tuple(of[n] for n in batch.units) for name, of in source.groups.items()},
        names=tuple(source.names[n] for n in batch.units) if source.names else (),
    )


def _alphas(hierarchy: Hierarchy, scores: Floats) -> dict[str, float]:
    """Alpha of the children of each parent of indicators, on normalised values."""
    places = {code: n for n, code in enumerate(hierarchy.codes)}
    found = {}
    for parent in hierarchy.at_level(2):
        children = [places[one.code] for one in hierarchy.children(parent.code)]
        alpha = cronbach_alpha(scores[children].T)
        if not np.isnan(alpha):
            found[parent.code] = alpha
    return found


def _record(
    number: int, step: Step, inputs: Inputs, before: Batch, after: Batch, details: Details
) -> StepRecord:
    left = set(map(int, after.units))
    removed = tuple(inputs.table.units[n] for n in before.units if int(n) not in left)
    changes: tuple[CellChange, ...] = ()
    if isinstance(step, (ImputeStep, TreatStep)) and not removed:
        changes = tuple(_changes(step, inputs, before, after, details))
    return StepRecord(number + 1, step.step, step.model_dump(), details, changes, removed)


def _changes(
    step: ImputeStep | TreatStep, inputs: Inputs, before: Batch, after: Batch, details: Details
) -> Sequence[CellChange]:
    old, new = before.values[0], after.values[0]
    found = []
    for n, indicator in enumerate(inputs.hierarchy.indicators):
        differ = (old[n] != new[n]) & ~(np.isnan(old[n]) & np.isnan(new[n]))
        for place in np.flatnonzero(differ):
            unit = int(before.units[place])
            if isinstance(step, ImputeStep):
                what = f"filled: {step.method}"
                if step.within:
                    what += f" of {inputs.table.group(step.within)[unit]}"
            else:
                what = str(details.get(indicator.code, {}).get("transformed", "winsorised"))
            found.append(
                CellChange(
                    inputs.table.units[unit],
                    indicator.code,
                    _number(old[n, place]),
                    _number(new[n, place]),
                    what,
                )
            )
    return found


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _step_warnings(step: Step, hierarchy: Hierarchy, before: Batch, after: Batch) -> list[str]:
    said = []
    if isinstance(step, NormaliseStep) and step.use:
        for n, one in enumerate(hierarchy.indicators):
            row = before.values[0, n]
            lost = int((np.isfinite(row) & np.isnan(after.values[0, n])).sum())
            if lost and np.nanmin(row) == np.nanmax(row):
                said.append(
                    f"{one.code} is left out: it is the same in all units, and so tells them not apart"
                )
            elif lost:
                said.append(
                    f"{one.code} has no score in {lost} units: {step.method} would divide by zero there"
                )
            elif step.method == "fraction_of_maximum" and np.nanmax(row * one.direction) <= 0:
                said.append(
                    f"{one.code} is turned the wrong way round: a fraction of the maximum needs values above zero, "
                    "and an indicator for which less is better has none; choose another normalisation"
                )
    return said


def check_inputs(inputs: Inputs) -> None:
    """Look for what no build could use.

    Raises:
        BadInput: An indicator of the metadata is not in the table, or has no value at all.
    """
    for one in inputs.hierarchy.indicators:
        if not np.isfinite(inputs.table.column(one.code)).any():
            raise BadInput(f"the indicator {one.code} has no value in the table; take it out of the metadata")
