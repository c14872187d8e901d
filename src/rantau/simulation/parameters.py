"""The register of parameters: every number that the simulation uses, with its range and what it rests on.

A draw is one value for each parameter. Draw 0 is the register's own values; draws 1, 2, … are points of a scrambled
Sobol sequence, so that few draws cover the ranges evenly. A draw depends on the seed and its number alone.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput

__all__ = ["BASES", "Basis", "Joint", "Parameter", "Register", "read_register", "register"]

Basis = Literal["sourced", "calibrated", "assumed"]
BASES: tuple[Basis, ...] = get_args(Basis)
_DISTRIBUTIONS = ("fixed", "uniform", "loguniform", "triangular")
_TEXT = ("name", "symbol", "unit", "distribution", "basis", "why")
_NUMBERS = ("value", "low", "high")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the model, and how sure of it anyone is."""

    name: str
    symbol: str
    unit: str
    value: float
    low: float
    high: float
    distribution: str
    """``fixed``, ``uniform``, ``loguniform``, or ``triangular`` with its top at ``value``."""
    basis: Basis
    why: str
    """The source, or the reason for the assumption."""

    def quantile(self, share: float) -> float:
        """The value below which ``share`` of the distribution lies."""
        low, top, high = self.low, self.value, self.high
        if self.distribution == "fixed" or low == high:
            return top
        if self.distribution == "loguniform":
            return math.exp(math.log(low) + share * (math.log(high) - math.log(low)))
        if self.distribution == "uniform":
            return low + share * (high - low)
        knee = (top - low) / (high - low)
        if share < knee:
            return low + math.sqrt(share * (high - low) * (top - low))
        return high - math.sqrt((1.0 - share) * (high - low) * (high - top))


@dataclass(frozen=True, slots=True)
class Joint:
    """Draws of several parameters that belong together: what a calibration found, with how they go together."""

    run: str
    """Names the calibration."""
    names: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]

    def row(self, draw: int) -> dict[str, float]:
        """The values of a draw from 1; more draws than rows begin again from the first row."""
        return dict(zip(self.names, self.rows[(draw - 1) % len(self.rows)], strict=True))


@dataclass(frozen=True, slots=True)
class Register:
    """All parameters by name."""

    parameters: Mapping[str, Parameter]
    joint: Joint | None = None
    """Draws that take the place of the parameters' own ranges, where they were calibrated together."""

    def __getitem__(self, name: str) -> Parameter:
        return self.parameters[name]

    @property
    def values(self) -> dict[str, float]:
        """The register's own values: draw 0."""
        return {one.name: one.value for one in self.parameters.values()}

    @property
    def free(self) -> tuple[str, ...]:
        """Names of the parameters that have a range, in the register's order."""
        return tuple(
            one.name for one in self.parameters.values() if one.distribution != "fixed" and one.low < one.high
        )

    def draw(self, seed: int, draw: int) -> dict[str, float]:
        """One value for each parameter.

        Args:
            seed: The ensemble's seed.
            draw: 0 for the register's own values, else the number of a point of the sequence.
        """
        return self.draws(seed, [draw])[0]

    def draws(self, seed: int, numbers: Iterable[int]) -> list[dict[str, float]]:
        """Several draws; each the same as alone."""
        free, numbers = self.free, list(numbers)
        points = _points(seed, numbers, len(free))
        found = []
        for number, row in zip(numbers, points, strict=True):
            values = self.values
            if row is not None:
                shares = zip(free, row, strict=True)
                values |= {name: self.parameters[name].quantile(float(share)) for name, share in shares}
                if self.joint is not None:
                    values |= {name: one for name, one in self.joint.row(number).items() if name in free}
            found.append(values)
        return found

    def with_values(self, values: Mapping[str, float]) -> Register:
        """The register with other values, fixed: for tests of limits, and for what a calibration found.

        Raises:
            BadInput: There is no such parameter.
        """
        changed = dict(self.parameters)
        for name, value in values.items():
            if name not in changed:
                raise BadInput(
                    f"there is no parameter {name!r}; parameters.toml of the simulation names them"
                )
            changed[name] = replace(changed[name], value=value, low=value, high=value, distribution="fixed")
        return Register(changed, self.joint)


@lru_cache(maxsize=4)
def _sobol(seed: int, power: int, width: int) -> NDArray[np.float64]:
    from scipy.stats import qmc

    sampler = qmc.Sobol(width, scramble=True, rng=np.random.Generator(np.random.PCG64([seed, 1])))
    return np.asarray(sampler.random_base2(power))


def _points(seed: int, numbers: list[int], width: int) -> list[NDArray[np.float64] | None]:
    """The named points of one scrambled Sobol sequence (Owen 1998); None for draw 0."""
    most = max(numbers, default=0)
    if most == 0 or width == 0:
        return [None] * len(numbers)
    # A power of two, as the sequence wants it; its points do not depend on how many are taken.
    table = _sobol(seed, (most - 1).bit_length(), width)
    return [table[number - 1] if number > 0 else None for number in numbers]


def _parameter(row: Any, where: str) -> Parameter:
    if not isinstance(row, Mapping) or set(row) != {*_TEXT, *_NUMBERS}:
        raise BadInput(f"{where} needs exactly {', '.join((*_TEXT, *_NUMBERS))}")
    if not all(isinstance(row[key], str) for key in _TEXT):
        raise BadInput(f"{where}: {', '.join(_TEXT)} are text")
    numbers = {}
    for key in _NUMBERS:
        if (
            isinstance(row[key], bool)
            or not isinstance(row[key], (int, float))
            or not math.isfinite(row[key])
        ):
            raise BadInput(f"{where}: {key} is a number")
        numbers[key] = float(row[key])
    fields: dict[str, Any] = {**{key: row[key] for key in _TEXT}, **numbers}
    one = Parameter(**fields)
    if one.basis not in BASES:
        raise BadInput(f"{where}: basis is one of {', '.join(BASES)}")
    if one.distribution not in _DISTRIBUTIONS:
        raise BadInput(f"{where}: distribution is one of {', '.join(_DISTRIBUTIONS)}")
    if not one.low <= one.value <= one.high or (one.distribution == "loguniform" and one.low <= 0):
        raise BadInput(f"{where}: low, value and high are in this order, and above 0 where loguniform")
    if not one.why.strip():
        raise BadInput(f"{where}: why says the source, or the reason for the assumption")
    return one


def read_register(text: str, name: str, *, known: Register | None = None) -> Register:
    """Read a register from TOML: a ``[[parameter]]`` for each.

    Args:
        text: The file's text.
        name: Its name, for errors.
        known: A register whose parameters are kept where the text has none of that name; other names are refused.

    Raises:
        BadInput: It is no TOML, or a parameter is incomplete, unknown, named twice or out of order.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{name} is no TOML file ({error}); mend that line") from error
    rows = given.pop("parameter", [])
    if given or not isinstance(rows, list):
        raise BadInput(f"{name} holds [[parameter]] tables and nothing else")
    found: dict[str, Parameter] = {}
    for number, row in enumerate(rows, start=1):
        label = row.get("name", number) if isinstance(row, dict) else number
        one = _parameter(row, f"{name}, parameter {label}")
        if one.name in found:
            raise BadInput(f"{name}: the parameter {one.name} stands there twice")
        if known is not None and one.name not in known.parameters:
            raise BadInput(f"{name}: there is no parameter {one.name!r}")
        found[one.name] = one
    return Register({**(known.parameters if known else {}), **found})


@lru_cache(maxsize=1)
def register() -> Register:
    """The register that ships with the program."""
    text = resources.files("rantau.simulation").joinpath("parameters.toml").read_text(encoding="utf-8")
    return read_register(text, "parameters.toml")
