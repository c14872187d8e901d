"""A build: the ordered steps that make an index from a table, and how its uncertainty is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from rantau.framework.errors import BadInput
from rantau.profile.composite.steps import AggregateStep, NormaliseStep, Step

__all__ = ["Build", "BuildError", "Factor", "Uncertainty", "changed", "check_build", "leaving_out"]

_STEP: TypeAdapter[Any] = TypeAdapter(Step)

ASSUMED_ERROR = 0.05
"""ASSUMED standard error of a value whose source states none, as a share of the distance between the 5th
and the 95th percentile of its indicator over the units. (The whole range would hang on a single outlier.)"""

ASSUMED_WEIGHT_NOISE = 0.25
"""ASSUMED: each weight may be off by up to a quarter of itself either way."""


class BuildError(BadInput):
    """A build has a wrong setting.

    Args:
        location: Where it stands, e.g. ``("steps", 2, "method")``.
        message: What is wrong and what to do.
    """

    def __init__(self, location: tuple[str | int, ...], message: str) -> None:
        self.location, self.message = location, message
        super().__init__(f"{_where(location)}{message}")


def _where(location: tuple[str | int, ...]) -> str:
    if len(location) >= 2 and location[0] == "steps" and isinstance(location[1], int):
        return f"step {location[1] + 1}: "
    if len(location) >= 3 and location[:2] == ("uncertainty", "vary") and isinstance(location[2], int):
        return f"uncertainty.vary {location[2] + 1}: "
    return ""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Factor(_Part):
    """A choice that draws make anew: one step, and the ways in which it could have been done."""

    step: Annotated[str, Field(min_length=1)]
    """The step's kind; where a build has two of a kind, its number counted from 1."""
    alternatives: Annotated[tuple[dict[str, Any], ...], Field(min_length=2, max_length=50)]
    """Options laid over those of the step; all are equally likely."""
    name: str = ""

    @property
    def label(self) -> str:
        return self.name or self.step


class Uncertainty(_Part):
    """What is uncertain about an index."""

    draws: Annotated[int, Field(ge=100, le=1_000_000)] = 2000
    level: Annotated[float, Field(ge=0.5, lt=1)] = 0.90
    """Coverage of the intervals: 0.90 runs from the 5th to the 95th percentile."""
    separable: Annotated[float, Field(gt=0.5, lt=1)] = 0.95
    """Two units are told apart where one is above the other with at least this probability, and the intervals of their
    ranks do not overlap."""
    vary: tuple[Factor, ...] = ()
    weight_noise: Annotated[float, Field(ge=0, lt=1)] | dict[str, Annotated[float, Field(ge=0, lt=1)]] = (
        ASSUMED_WEIGHT_NOISE
    )
    """Each weight is multiplied by a number drawn evenly from 1 - noise to 1 + noise; one for all, or by level."""
    weight_concentration: Annotated[float, Field(gt=0, le=1e6)] | None = None
    """In place of ``weight_noise``: each weight is multiplied by a gamma number of mean 1 and this shape. Equal weights
    then follow a Dirichlet distribution with this parameter for each; larger is tighter."""
    assumed_error: Annotated[float, Field(ge=0, lt=1)] = ASSUMED_ERROR
    """ASSUMED standard error of values for which none is given; see ``ASSUMED_ERROR``."""
    imputation_noise: bool = True
    """Draw filled values around what they were filled with, with the spread that the method leaves unexplained."""
    sensitivity: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """Base sample of the sensitivity analysis, a power of two; it takes that times (factors + 2) draws. 0: none."""

    @model_validator(mode="after")
    def _power_of_two(self) -> Uncertainty:
        if self.sensitivity & (self.sensitivity - 1):
            raise ValueError(f"sensitivity is a power of two, such as 512; {self.sensitivity} is none")
        return self

    @model_validator(mode="after")
    def _one_noise(self) -> Uncertainty:
        if self.weight_concentration is not None and "weight_noise" in self.model_fields_set:
            raise ValueError("weight_noise and weight_concentration are two ways to say one thing; keep one")
        return self

    def noise_at(self, level: int) -> float:
        if isinstance(self.weight_noise, dict):
            return self.weight_noise.get(str(level), 0.0)
        return self.weight_noise


class Build(_Part):
    """How an index is made. Two builds that are equal give the same index from the same table."""

    name: str = "index"
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 0
    leave_out: tuple[str, ...] = ()
    """Elements of the hierarchy that this build does without."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    uncertainty: Uncertainty = Uncertainty()

    @model_validator(mode="after")
    def _in_order(self) -> Build:
        kinds: list[str] = [one.step for one in self.steps]
        for kind, needed in (("normalise", False), ("aggregate", True)):
            if kinds.count(kind) > 1 or (needed and kind not in kinds):
                raise ValueError(f"a build has one step {kind!r}; this one has {kinds.count(kind)}")
        if kinds[-1] != "aggregate":
            raise ValueError(f"the last step of a build is 'aggregate'; here it is {kinds[-1]!r}")
        order = {
            "denominate": 0,
            "screen": 0,
            "impute": 0,
            "treat": 0,
            "normalise": 1,
            "weigh": 2,
            "aggregate": 3,
        }
        for before, after in pairwise(kinds):
            if order[before] == order[after] == 2 or order[before] <= order[after]:
                continue
            if after in ("impute", "screen") and before == "normalise":
                continue
            raise ValueError(f"the step {after!r} cannot follow {before!r}; put it before")
        return self

    def position(self, step: str) -> int:
        """A step's position by its kind or its number counted from 1.

        Raises:
            BuildError: There is none, or several.
        """
        found = [number for number, one in enumerate(self.steps) if one.step == step]
        if step.isdecimal() and 1 <= int(step) <= len(self.steps):
            found = [int(step) - 1]
        if len(found) != 1:
            have = ", ".join(f"{number} {one.step}" for number, one in enumerate(self.steps, start=1))
            what = "no step" if not found else "more than one step"
            raise BuildError(("steps",), f"there is {what} {step!r}; name it by its number: {have}")
        return found[0]

    def with_step(self, position: int, options: Mapping[str, Any]) -> Build:
        """The build with options of one step replaced.

        Raises:
            BuildError: The options do not fit the step.
        """
        old = self.steps[position]
        data = old.model_dump(exclude_unset=True) | {"step": old.step} | dict(options)
        try:
            new = _STEP.validate_python(data)
        except ValidationError as error:
            raise _error(error, ("steps", position)) from None
        if new.step != old.step:
            raise BuildError(("steps", position), f"a step {old.step!r} cannot become {new.step!r}")
        steps = (*self.steps[:position], new, *self.steps[position + 1 :])
        return self.model_copy(update={"steps": steps})

    @property
    def normalisation(self) -> NormaliseStep | None:
        return next((one for one in self.steps if isinstance(one, NormaliseStep) and one.use), None)

    @property
    def aggregation(self) -> AggregateStep:
        return next(one for one in self.steps if isinstance(one, AggregateStep))


def check_build(data: Mapping[str, Any]) -> Build:
    """A build from plain data, as a TOML file holds it (without its ``data`` part).

    Raises:
        BuildError: A setting is wrong; says the step.
    """
    try:
        build = Build.model_validate(dict(data))
    except ValidationError as error:
        raise _error(error, ()) from None
    for number, factor in enumerate(build.uncertainty.vary):
        where = ("uncertainty", "vary", number)
        try:
            position = build.position(factor.step)
            for options in factor.alternatives:
                build.with_step(position, options)
        except BuildError as error:
            raise BuildError(where, error.message) from None
    labels = [one.label for one in build.uncertainty.vary]
    if len(set(labels)) != len(labels):
        raise BuildError(
            ("uncertainty", "vary"), "two of the varied choices have one name; give each its own"
        )
    return build


def changed(build: Build, changes: Mapping[str, Mapping[str, Any]]) -> Build:
    """The build with options of some steps changed, to make the index anew.

    Args:
        build: The build as it was.
        changes: Step (kind, or number) -> options, e.g. ``{"normalise": {"method": "zscore"}}``.

    Raises:
        BuildError: There is no such step, or the options do not fit.
    """
    for step, options in changes.items():
        build = build.with_step(build.position(step), options)
    return check_build(build.model_dump(exclude_unset=True))


def leaving_out(build: Build, codes: Iterable[str]) -> Build:
    """The build without some elements of the hierarchy."""
    return build.model_copy(update={"leave_out": tuple(sorted({*build.leave_out, *codes}))})


def _error(error: ValidationError, before: tuple[str | int, ...]) -> BuildError:
    """The first thing that is wrong, as one sentence."""
    first = error.errors()[0]
    location: tuple[str | int, ...] = (*before, *first["loc"])
    in_step = location[:1] == ("steps",)
    if in_step and len(location) > 2 and location[2] in _KINDS:
        location = (*location[:2], *location[3:])  # pydantic names the kind of step in between …
    # … and the member of a union that it tried; neither stands in the file.
    location = tuple(one for one in location if not (isinstance(one, str) and re.match(r"[a-z-]+\[", one)))
    name = ".".join(map(str, location[2:] if in_step and len(location) > 1 else location))
    if first["type"] == "extra_forbidden":
        message = f"there is no setting {name!r}; remove it or correct its name"
    elif first["type"] == "union_tag_not_found":
        message = "the setting 'step' is missing; add it"
    elif first["type"] == "missing":
        message = f"the setting {name!r} is missing; add it"
    elif first["type"] in ("model_attributes_type", "model_type", "dict_type"):
        message = f'{first["input"]!r} stands where a table of settings is needed, such as step = "normalise"'
    elif first["type"] == "union_tag_invalid":
        tag = first["input"].get("step") if isinstance(first["input"], dict) else first["input"]
        message = f"there is no step {tag!r}; the steps are {', '.join(_KINDS)}"
    else:
        said = str(first["msg"]).removeprefix("Value error, ")
        value = (
            "" if first["type"] == "value_error" or not name else f"{name} = {first['input']!r} will not do: "
        )
        message = value + said[0].lower() + said[1:]
    return BuildError(location, message)


_KINDS = ("denominate", "screen", "impute", "treat", "normalise", "weigh", "aggregate")
