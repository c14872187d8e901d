"""Strong, medium and weak indicators by dimension, beside the legal elements and never in their place.

The ILO and European Commission's Delphi survey orders indicators by six dimensions. What it says is shown with what
the rules say; it changes no outcome. The lists are data (``delphi.toml``), read in one public compilation of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from rantau.policy.screening.kleene import NO, UNKNOWN, YES
from rantau.policy.screening.ruleset import shipped_rules

__all__ = ["Dimension", "dimension_levels", "dimension_text", "dimensions"]

Strength = Literal["strong", "medium", "weak"]


Indicator = tuple[str, ...]
"""One of the survey's indicators: the questions of which any tells of it."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension and the indicators that tell of it."""

    key: str
    name: str
    strong: tuple[Indicator, ...]
    medium: tuple[Indicator, ...]
    weak: tuple[Indicator, ...]
    read: str
    """How near the lists are to their source, see :data:`rantau.framework.indicators.CONFIDENCES`."""


@cache
def dimensions() -> tuple[Dimension, ...]:
    """The dimensions, in order."""
    data = tomllib.loads(
        resources.files("rantau.policy.screening").joinpath("delphi.toml").read_text(encoding="utf-8")
    )
    found = tuple(
        Dimension(
            key=one["key"],
            name=one["name"],
            strong=_indicators(one.get("strong", ())),
            medium=_indicators(one.get("medium", ())),
            weak=_indicators(one.get("weak", ())),
            read=data["read"],
        )
        for one in data["dimension"]
    )
    known = set(shipped_rules().keys)
    for one in found:
        strange = [key for each in (*one.strong, *one.medium, *one.weak) for key in each if key not in known]
        if strange:
            raise ValueError(f"delphi.toml: {strange[0]!r} is no question")
    return found


def _indicators(listed: Iterable[str | list[str]]) -> tuple[Indicator, ...]:
    return tuple((one,) if isinstance(one, str) else tuple(one) for one in listed)


def _count(indicators: tuple[Indicator, ...], facts: Mapping[str, Any], least: int, absent: bool) -> Any:
    """How many of the indicators have a question that is answered with ``least`` or more."""
    found: Any = np.int8(0)
    for keys in indicators:
        # A question that the table does not ask is unknown: it could be a yes, where unknown ones are taken for one.
        if absent and any(key not in facts for key in keys):
            found = found + np.int8(1)
            continue
        told = [np.asarray(facts[key]) >= least for key in keys if key in facts]
        if told:
            found = found + np.logical_or.reduce(told).astype(np.int8)
    return found


def _positive(one: Dimension, facts: Mapping[str, Any], least: int, absent: bool) -> Any:
    strong, medium, weak = (
        _count(indicators, facts, least, absent) for indicators in (one.strong, one.medium, one.weak)
    )
    return (
        (strong >= 2) | ((strong >= 1) & (medium + weak >= 1)) | (medium >= 3) | ((medium >= 2) & (weak >= 1))
    )


def dimension_levels(
    facts: Mapping[str, NDArray[np.int8]] | Mapping[str, int],
) -> dict[str, NDArray[np.int8]]:
    """Each dimension's level: yes where what is told makes it positive, no where nothing unknown could, else unknown.

    Args:
        facts: Levels of questions (0 no, 1 unknown, 2 yes), of one record or of a column of them; what is left out is
            unknown.
    """
    found = {}
    for one in dimensions():
        surely = _positive(one, facts, YES, absent=False)
        maybe = _positive(one, facts, UNKNOWN, absent=True)
        found[one.key] = np.where(surely, np.int8(YES), np.where(maybe, np.int8(UNKNOWN), np.int8(NO)))
    return found


def dimension_text(levels: Mapping[str, Any]) -> str:
    """The positive dimensions of one record in words; "" where none is."""
    return "; ".join(one.name for one in dimensions() if int(levels[one.key]) == YES)
