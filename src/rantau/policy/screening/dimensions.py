"""Strong, medium and weak indicators by dimension, beside the legal elements and never in their place.

The ILO and European Commission's Delphi survey orders indicators by six dimensions. What it says is shown with what
the rules say; it changes no outcome, and the lists are data (``delphi.toml``), from memory and to be checked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension and the questions that tell of it."""

    key: str
    name: str
    strong: tuple[str, ...]
    medium: tuple[str, ...]
    weak: tuple[str, ...]
    read: str
    """How near the lists are to their source: ``memory`` is to be checked."""


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
            strong=tuple(one.get("strong", ())),
            medium=tuple(one.get("medium", ())),
            weak=tuple(one.get("weak", ())),
            read=data["read"],
        )
        for one in data["dimension"]
    )
    known = set(shipped_rules().keys)
    for one in found:
        strange = [key for key in (*one.strong, *one.medium, *one.weak) if key not in known]
        if strange:
            raise ValueError(f"delphi.toml: {strange[0]!r} is no question")
    return found


def _count(keys: tuple[str, ...], facts: Mapping[str, Any], least: int) -> Any:
    return sum(
        ((np.asarray(facts[key]) >= least).astype(np.int8) for key in keys if key in facts), np.int8(0)
    )


def _positive(one: Dimension, facts: Mapping[str, Any], least: int, absent: bool) -> Any:
    # A question that the table does not ask is unknown: it could be a yes, where unknown ones are taken for one.
    strong, medium, weak = (
        _count(keys, facts, least) + (sum(key not in facts for key in keys) if absent else 0)
        for keys in (one.strong, one.medium, one.weak)
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
