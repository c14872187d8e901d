"""The steps of a build over many draws at once.

One draw is the index as it stands; ten thousand are its uncertainty. Both run through this module, so that a draw is by
construction what the build would have given on that draw's numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from rantau.framework.errors import BadInput
from rantau.profile.composite import imputing, outliers, weighting
from rantau.profile.composite.aggregating import aggregate
from rantau.profile.composite.build import Build, BuildError
from rantau.profile.composite.conditional import fit_em, fit_regression
from rantau.profile.composite.hierarchy import Hierarchy
from rantau.profile.composite.normalising import normalise
from rantau.profile.composite.preparing import denominators, screened
from rantau.profile.composite.steps import (
    AggregateStep,
    DenominateStep,
    ImputeStep,
    NormaliseStep,
    ScreenStep,
    TreatStep,
    WeighStep,
)
from rantau.profile.composite.table import Floats, Places, Table

__all__ = ["Batch", "Fitted", "Inputs", "Noise", "combine", "run_steps", "start"]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a build is applied to."""

    hierarchy: Hierarchy
    table: Table
    panel: Mapping[int, Table] = field(default_factory=dict)
    """Year -> table, for filling gaps from other years."""
    year: int = 0
    """The year of ``table``, where there is a panel."""
    errors: Table | None = None
    """Standard errors of the table's indicators, NaN (or no row, no column) where none is stated."""
    errors_above: Table | None = None
    """Standard errors towards higher values where they differ; ``errors`` are then those towards lower ones."""

    def without(self, codes: tuple[str, ...]) -> Inputs:
        """The same, with elements of the hierarchy left out."""
        return replace(self, hierarchy=self.hierarchy.without(codes)) if codes else self


@dataclass(slots=True)
class Fitted:
    """What is found once, on the data as they stand, and used in every draw. By the number of the step."""

    kept: dict[int, Places] = field(default_factory=dict)
    models: dict[int, list[imputing.UnitModel]] = field(default_factory=dict)
    years: dict[int, imputing.FromOtherYears] = field(default_factory=dict)
    powers: dict[int, Floats] = field(default_factory=dict)
    weights: dict[int, dict[str, float]] = field(default_factory=dict)

    def adopt(self, other: Fitted, number: int) -> None:
        """Take over what another has fitted for one step.

        Weights are left out: optimised ones look ahead to the aggregation.
        """
        for mine, theirs in (
            (self.kept, other.kept),
            (self.models, other.models),
            (self.years, other.years),
            (self.powers, other.powers),
        ):
            if number in theirs:
                mine[number] = theirs[number]  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Noise:
    """What makes draws differ within one way of building. None leaves a source of uncertainty out."""

    imputation: Floats | None = None
    """(draws, indicators, units) standard normal."""
    weights: Floats | None = None
    """(draws, elements) factors."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Draws in the making."""

    values: Floats
    """(draws, indicators, units)"""
    units: Places
    """Positions in the table of the units that are left."""
    weights: dict[str, float]


def start(inputs: Inputs, values: Floats) -> Batch:
    """Draws before the first step.

    Args:
        inputs: What is built from.
        values: (draws, indicators, units), raw.
    """
    weights = {one.code: one.weight for one in inputs.hierarchy.elements}
    return Batch(values, np.arange(len(inputs.table.units)), weights)


Details = dict[str, dict[str, Any]]


def run_step(
    number: int, build: Build, inputs: Inputs, batch: Batch, fitted: Fitted, noise: Noise, warnings: list[str]
) -> tuple[Batch, Details]:
    """One step before the aggregation.

    Args:
        number: Position of the step in the build.
        build: The build.
        inputs: What is built from.
        batch: The draws as the step before left them.
        fitted: What was found on the data as they stand; what is not in it yet is found on the first draw and kept.
        noise: What makes draws differ.
        warnings: Sentences are added here while something is being fitted.

    Returns:
        The draws, and what the step found or set for the first of them.

    Raises:
        BuildError: The step cannot be done; says which and why.
    """
    step = build.steps[number]
    if not step.use:
        return batch, {}
    try:
        match step:
            case DenominateStep():
                return _denominate(step, inputs, batch)
            case ScreenStep():
                return _screen(number, step, inputs, batch, fitted)
            case ImputeStep():
                return _impute(number, build, step, inputs, batch, fitted, noise)
            case TreatStep():
                return _treat(number, step, inputs, batch, fitted)
            case NormaliseStep():
                return _normalise(step, inputs, batch)
            case WeighStep():
                return _weigh(number, build, step, inputs, batch, fitted, warnings)
    except BuildError:
        raise
    except BadInput as error:
        raise BuildError(("steps", number), str(error)) from None
    return batch, {}


def run_steps(
    build: Build, inputs: Inputs, batch: Batch, fitted: Fitted, noise: Noise
) -> tuple[Floats, Places]:
    """All steps.

    Returns:
        (draws, elements, units) scores, normalised indicators first; and the positions of the units.
    """
    warnings: list[str] = []
    for number in range(len(build.steps) - 1):
        batch, _ = run_step(number, build, inputs, batch, fitted, noise, warnings)
    return combine(build, inputs.hierarchy, batch, noise), batch.units


def combine(build: Build, hierarchy: Hierarchy, batch: Batch, noise: Noise) -> Floats:
    """The aggregation, level by level: (draws, elements, units).

    Raises:
        BuildError: The methods do not fit the levels, or a mean meets values that it cannot take.
    """
    step = build.aggregation
    position = len(build.steps) - 1
    _check_levels(step, hierarchy, position)
    places = {one.code: n for n, one in enumerate(hierarchy.elements)}
    draws, indicators, units = batch.values.shape
    scores = np.empty((draws, len(places), units))
    scores[:, :indicators] = batch.values
    weights = np.array([[batch.weights[one.code] for one in hierarchy.elements]])
    if noise.weights is not None:
        weights = weights * noise.weights
    for parent in hierarchy.aggregates:
        level = parent.level or 2
        children = [places[one.code] for one in hierarchy.children(parent.code)]
        try:
            scores[:, places[parent.code]] = aggregate(
                np.take(scores, children, axis=1),
                weights[:, children],
                step.method_at(level),
                step.threshold_at(level),
                parent.code,
                step.minimum_at(level),
            )
        except BadInput as error:
            raise BuildError(("steps", position), str(error)) from None
    return scores


def _check_levels(step: AggregateStep, hierarchy: Hierarchy, position: int) -> None:
    for name in ("method", "threshold", "minimum"):
        given = getattr(step, name)
        if isinstance(given, tuple) and len(given) != hierarchy.height - 1:
            raise BuildError(
                ("steps", position, name),
                f"{name} names {len(given)} levels, and the index has {hierarchy.height - 1} above its indicators",
            )


def _denominate(step: DenominateStep, inputs: Inputs, batch: Batch) -> tuple[Batch, Details]:
    divisors, divided = denominators(step, inputs.hierarchy.indicators, inputs.table)
    return replace(batch, values=batch.values / divisors[:, batch.units]), {
        code: {"divided_by": by} for code, by in divided.items()
    }


def _screen(
    number: int, step: ScreenStep, inputs: Inputs, batch: Batch, fitted: Fitted
) -> tuple[Batch, Details]:
    details: Details = {}
    if number not in fitted.kept:
        units = [inputs.table.units[n] for n in batch.units]
        fitted.kept[number], reasons = screened(step, batch.values[0], units)
        details = {unit: {"why": why} for unit, why in zip(units, reasons, strict=True)}
    kept = fitted.kept[number]
    return replace(batch, values=np.take(batch.values, kept, axis=-1), units=batch.units[kept]), details


def _impute(
    number: int, build: Build, step: ImputeStep, inputs: Inputs, batch: Batch, fitted: Fitted, noise: Noise
) -> tuple[Batch, Details]:
    values = batch.values
    off = None if noise.imputation is None else noise.imputation[..., batch.units]
    if step.method == "none":
        return batch, {}
    if step.method in ("mean", "median"):
        groups = [inputs.table.group(step.within)[n] for n in batch.units] if step.within else None
        places = imputing.grouped(groups, len(batch.units))
        filled = imputing.fill_by_center(values, places, off, middle=step.method == "median")
        return replace(batch, values=filled), {}
    if step.method == "range":
        if off is None:
            return batch, {}
        ends = [(one.low, one.high) for one in inputs.hierarchy.indicators]
        return replace(batch, values=imputing.fill_from_range(values, ends, off)), {}
    if step.method in ("latest", "linear"):
        if number not in fitted.years:
            if any(
                one.use and one.step in ("denominate", "treat", "normalise") for one in build.steps[:number]
            ):
                raise BadInput(
                    "values from other years are raw; put this step before denominating, treating and all"
                )
            codes = [one.code for one in inputs.hierarchy.indicators]
            fitted.years[number] = imputing.from_other_years(
                inputs.table,
                dict(inputs.panel),
                inputs.year,
                codes,
                line=step.method == "linear",
                furthest=step.years,
            )
        found = fitted.years[number]
        other = found.values[:, batch.units]
        if off is not None:
            other = other + off * found.spreads[:, batch.units]
        return replace(batch, values=np.where(np.isnan(values), other, values)), {}
    if number not in fitted.models:
        sets = _families(inputs.hierarchy, step.among)
        fitted.models[number] = (
            fit_em(values[0], sets, step.ridge)
            if step.method == "em"
            else fit_regression(values[0], sets, step.predictors)
        )
    return replace(batch, values=imputing.fill_by_models(values, fitted.models[number], off)), {}


def _families(hierarchy: Hierarchy, among: str) -> list[Places]:
    if among == "all":
        return [np.arange(len(hierarchy.indicators))]
    parents = dict.fromkeys(one.parent for one in hierarchy.indicators)
    return [
        np.array([n for n, one in enumerate(hierarchy.indicators) if one.parent == parent])
        for parent in parents
    ]


def _treat(
    number: int, step: TreatStep, inputs: Inputs, batch: Batch, fitted: Fitted
) -> tuple[Batch, Details]:
    codes = [one.code for one in inputs.hierarchy.indicators]
    for code in step.only:
        inputs.hierarchy.find(code)
    chosen = np.array([not step.only or code in step.only for code in codes])
    if number not in fitted.powers:
        wanted = step.method == "boxcox" or (step.method == "two_step" and step.then == "boxcox")
        if wanted and step.power == "fitted":
            fitted.powers[number] = np.array([outliers.fitted_power(row) for row in batch.values[0]])
        else:
            fitted.powers[number] = np.full(len(codes), 1.0 if step.power == "fitted" else step.power)
    done = outliers.treat(batch.values, step, fitted.powers[number], chosen)
    boxcox = "boxcox" in (step.then if step.method == "two_step" else step.method, step.method)
    details: Details = {}
    for n, code in enumerate(codes):
        first, middle, last = (bool(one[0, n]) for one in done.passed)
        details[code] = {"passes": first}
        if not first and chosen[n] and step.method in ("winsorise", "two_step"):
            details[code] |= {
                "winsorised": int(done.high[0, n] + done.low[0, n]),
                "passes_winsorised": middle,
            }
        if done.transformed[0, n]:
            details[code] |= {"transformed": "boxcox" if boxcox else "log", "passes_transformed": last}
            if boxcox:
                details[code]["power"] = float(fitted.powers[number][n])
    return replace(batch, values=done.values), details


def _normalise(step: NormaliseStep, inputs: Inputs, batch: Batch) -> tuple[Batch, Details]:
    units = tuple(inputs.table.units[n] for n in batch.units)
    values = normalise(batch.values, step, inputs.hierarchy.indicators, units)
    details: Details = {}
    for n, one in enumerate(inputs.hierarchy.indicators):
        row = batch.values[0, n]
        if np.isfinite(row).any():
            details[one.code] = {
                "direction": one.direction,
                "lowest": float(np.nanmin(row)),
                "highest": float(np.nanmax(row)),
            }
    return replace(batch, values=values), details


def _weigh(
    number: int,
    build: Build,
    step: WeighStep,
    inputs: Inputs,
    batch: Batch,
    fitted: Fitted,
    warnings: list[str],
) -> tuple[Batch, Details]:
    details: Details = {}
    if number not in fitted.weights:
        hierarchy = inputs.hierarchy
        first = replace(batch, values=batch.values[:1])

        def scores(weights: Mapping[str, float]) -> dict[str, Floats]:
            made = combine(build, hierarchy, replace(first, weights=dict(weights)), Noise())
            return {one.code: made[0, n] for n, one in enumerate(hierarchy.elements)}

        match step.method:
            case "given":
                found = weighting.given_weights(hierarchy, step.values)
            case "equal":
                found = {one.code: 1.0 for one in hierarchy.elements}
            case "pca":
                some, said = weighting.pca_weights(hierarchy, step.level, scores(batch.weights))
                warnings.extend(said)
                found = batch.weights | some
            case "optimised":
                some, reached = weighting.optimised_weights(
                    hierarchy, step.level, step.targets, batch.weights, scores
                )
                details = {code: {"correlation": value} for code, value in reached.items()}
                found = batch.weights | some
        fitted.weights[number] = found
        for code, weight in found.items():
            details.setdefault(code, {})["weight"] = weight
    return replace(batch, weights=fitted.weights[number]), details
