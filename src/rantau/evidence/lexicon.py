"""The extractor's word lists, read once from ``lexicon.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

__all__ = ["Lexicon", "lexicon"]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word lists by purpose; every key is a lower-case word."""

    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    joined_scales: Mapping[str, int]
    """Scale words of scripts without spaces, written straight after the digits."""
    plural_units: Mapping[str, str]
    """Count noun to unit; the noun ends a noun phrase."""
    singular_units: Mapping[str, str]
    """Count noun to unit; the noun may modify another (``migrant households``)."""
    abstract: frozenset[str]
    """Nouns whose count is a way of arguing: theories, stages, reasons."""
    methods: frozenset[str]
    """Nouns that count the study's own material: interviews, informants."""
    groups: Mapping[str, Mapping[str, str]]
    """Part of a group (``sex``, ``age`` …) to word to value."""


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read the word lists that ship with the package."""
    data: dict[str, Any] = tomllib.loads(
        resources.files("rantau.evidence").joinpath("lexicon.toml").read_text(encoding="utf-8")
    )
    plural: dict[str, str] = {}
    singular: dict[str, str] = {}
    for unit, words in data["units"].items():
        plural.update({word: unit for word in words.get("plural", ())})
        singular.update({word: unit for word in words.get("singular", ())})
    groups = {
        part: {word: value for value, words in values.items() for word in words}
        for part, values in data["groups"].items()
    }
    return Lexicon(
        numbers=data["numbers"],
        scales=data["scales"],
        joined_scales=data["scales_joined"],
        plural_units=plural,
        singular_units=singular,
        abstract=frozenset(data["negatives"]["abstract"]),
        methods=frozenset(data["negatives"]["methods"]),
        groups=groups,
    )
