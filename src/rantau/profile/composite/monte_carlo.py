"""The index over many draws: its choices, its weights, its observations' errors and its filled gaps, each drawn anew.

Draws that share their choices are computed together, in batches of bounded size. What a draw gives does not hang on the
batch that it is in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from rantau.framework.errors import BadInput
from rantau.profile.composite.build import Build, BuildError
from rantau.profile.composite.draws import (
    Design,
    Numbers,
    gap_noise,
    observation_errors,
    random_design,
    realisations,
    sources,
    upper_errors,
    weight_factors,
)
from rantau.profile.composite.engine import build_index, raw_values
from rantau.profile.composite.normalising import scale_of
from rantau.profile.composite.pipeline import Fitted, Inputs, Noise, run_steps, start
from rantau.profile.composite.records import IndexResult
from rantau.profile.composite.separability import Spread, spread_of
from rantau.profile.composite.table import Floats, Places

__all__ = ["IndexUncertainty", "evaluate", "simulate", "within_bounds"]

BATCH_VALUES = 2**19
"""How many values of the table of draws × indicators × units are computed together (4 MiB of each array)."""


_MOST_SCORES = 2**28
"""Draws × aggregates × units that are kept: 2 GiB."""


@dataclass(frozen=True, slots=True)
class IndexUncertainty:
    """An index with its uncertainty."""

    result: IndexResult
    sources: tuple[str, ...]
    """What was drawn anew."""
    assumed_errors: float
    """Share of the observations whose error is assumed, not stated."""
    one_scale: bool
    """Whether all draws are on the scale of the index as it stands. Where they are not, scores have no intervals, and
    only ranks can be compared."""
    spreads: Mapping[str, Spread]
    """Aggregate -> intervals and probabilities."""

    @property
    def index(self) -> Spread:
        """Of the index itself."""
        return self.spreads[self.result.hierarchy.top.code]


def alternative(build: Build, choice: tuple[int, ...]) -> Build:
    """The build with one combination of alternatives in place."""
    for factor, number in zip(build.uncertainty.vary, choice, strict=True):
        build = build.with_step(build.position(factor.step), factor.alternatives[number])
    return build


def _described(build: Build, choice: tuple[int, ...]) -> str:
    pairs = zip(build.uncertainty.vary, choice, strict=True)
    return ", ".join(f"{factor.label} {dict(factor.alternatives[number])}" for factor, number in pairs)


def evaluate(
    build: Build,
    inputs: Inputs,
    design: Design,
    batch_values: int = BATCH_VALUES,
    *,
    indicators_too: bool = False,
    moved: Floats | None = None,
) -> Floats:
    """Compute draws.

    Args:
        build: The build, with what varies.
        inputs: What it is applied to.
        design: The draws.
        batch_values: How many values of draws × indicators × units at once; bounds the memory, changes no result.
        indicators_too: Keep the normalised indicators as well.
        moved: (draws, indicators, units) raw values within their errors, in place of drawing them here.

    Returns:
        (draws, aggregates, units) scores, or (draws, elements, units) in the order of the hierarchy's elements; NaN for
        a unit that a draw screens out or does not score.

    Raises:
        BuildError: A combination of alternatives cannot be built; says which.
        BadInput: There are too many draws to keep.
    """
    inputs = inputs.without(build.leave_out)
    raw = raw_values(inputs)
    indicators, units = raw.shape
    first_kept = 0 if indicators_too else indicators
    kept_elements = len(inputs.hierarchy.elements) - first_kept
    if len(design) * kept_elements * units > _MOST_SCORES:
        raise BadInput(
            f"{len(design)} draws of {units} units do not fit the memory set aside for them; ask for fewer"
        )
    result = np.full((len(design), kept_elements, units), np.nan)
    errors, _ = observation_errors(build, inputs)
    size = max(1, batch_values // max(1, indicators * units))
    ready: list[tuple[tuple[int, ...], Fitted, Numbers]] = []
    known: dict[tuple[str, ...], Fitted] = {}
    for choice, places in design.combinations():
        # Each combination is first built on the data as they stand: there it shows whether it can be built at all.
        fitted = _fitted(build, choice, inputs, raw, known)
        ready.append((choice, fitted, places))
    for choice, fitted, places in ready:
        for first, last in pairwise([*range(0, len(places), size), len(places)]):
            batch = places[first:last]
            numbers = design.noises[batch]
            values = _moved(build, inputs, raw, errors, numbers[:, 0]) if moved is None else moved[batch]
            scores, kept = _run(build, choice, inputs, values, fitted, _noise(build, inputs, numbers))
            result[batch[:, None], :, kept] = scores[:, first_kept:].transpose(0, 2, 1)
    return result


def _fitted(
    build: Build, choice: tuple[int, ...], inputs: Inputs, raw: Floats, known: dict[tuple[str, ...], Fitted]
) -> Fitted:
    """Build one combination on the data as they stand, and keep what is fitted on the way.

    What was fitted for another combination whose steps up to there were the same is not fitted again.
    """
    steps = tuple(one.model_dump_json() for one in alternative(build, choice).steps)
    fitted = Fitted()
    for number in range(len(steps)):
        fitted.adopt(known.get(steps[: number + 1], fitted), number)
    _run(build, choice, inputs, raw[None], fitted, Noise())
    for number in range(len(steps)):
        known.setdefault(steps[: number + 1], fitted)
    return fitted


def _run(
    build: Build, choice: tuple[int, ...], inputs: Inputs, values: Floats, fitted: Fitted, noise: Noise
) -> tuple[Floats, Places]:
    """One combination of alternatives over some draws; an error says which combination it was."""
    try:
        return run_steps(alternative(build, choice), inputs, start(inputs, values), fitted, noise)
    except BuildError as error:
        where = f"with {_described(build, choice)}: " if choice else ""
        raise BuildError(error.location, where + error.message) from None


def _moved(build: Build, inputs: Inputs, raw: Floats, errors: Floats, numbers: Numbers) -> Floats:
    """Raw values moved within their errors, and kept within what an indicator can be: (draws, indicators, units)."""
    above = upper_errors(inputs, errors)
    if not errors.any() and not above.any():
        return np.repeat(raw[None], len(numbers), axis=0)
    values = realisations(build.seed, "observation error", numbers, raw.shape)
    values *= errors if above is errors else np.where(values < 0, errors, above)
    values += raw
    return within_bounds(inputs, values)


def within_bounds(inputs: Inputs, values: Floats) -> Floats:
    """Values (draws, indicators, units) kept, in place, within what each indicator can be."""
    for n, one in enumerate(inputs.hierarchy.indicators):
        if one.minimum is not None or one.maximum is not None:
            np.clip(values[:, n], one.minimum, one.maximum, out=values[:, n])
    return values


def _noise(build: Build, inputs: Inputs, numbers: Numbers) -> Noise:
    on = sources(build, inputs)
    return Noise(
        imputation=gap_noise(build, inputs, numbers[:, 1]) if "imputation" in on else None,
        weights=weight_factors(build, inputs.hierarchy, numbers[:, 2]) if "weights" in on else None,
    )


def simulate(build: Build, inputs: Inputs, batch_values: int = BATCH_VALUES) -> IndexUncertainty:
    """The index as it stands, with intervals for scores and ranks and the chance that one unit ranks above another.

    Raises:
        BuildError: The index, or a combination of alternatives, cannot be built.
    """
    result = build_index(build, inputs)
    inputs = inputs.without(build.leave_out)
    scores = evaluate(build, inputs, random_design(build, build.uncertainty.draws), batch_values)
    kept = [inputs.table.units.index(unit) for unit in result.units]
    scales = {_scale(alternative(build, choice)) for choice in _every_choice(build)} | {_scale(build)}
    _, assumed = observation_errors(build, inputs)
    known = np.isfinite(raw_values(inputs)).sum()
    spreads = {
        one.code: spread_of(
            result.units,
            result.score(one.code),
            scores[:, n, kept],
            build.uncertainty.level,
            build.uncertainty.separable,
            scores_compare=len(scales) == 1,
        )
        for n, one in enumerate(inputs.hierarchy.aggregates)
    }
    return IndexUncertainty(
        result=result,
        sources=tuple(sources(build, inputs)),
        assumed_errors=float(assumed.sum() / known) if known and build.uncertainty.assumed_error else 0.0,
        one_scale=len(scales) == 1,
        spreads=spreads,
    )


def _every_choice(build: Build) -> list[tuple[int, ...]]:
    """Each alternative once, beside the first of the others; enough to see on which scales scores come out."""
    sizes = [len(one.alternatives) for one in build.uncertainty.vary]
    return [
        tuple(number if m == n else 0 for m in range(len(sizes)))
        for n, size in enumerate(sizes)
        for number in range(size)
    ]


def _scale(build: Build) -> tuple[object, ...]:
    method = build.aggregation.method
    outranked = "copeland" in (method if isinstance(method, tuple) else (method,))
    return (*scale_of(build.normalisation), outranked)
