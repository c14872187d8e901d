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
    stop: frozenset[str]
    """Words at which the noun phrase after a number ends."""
    common: frozenset[str]
    """Words that tell nothing of what a figure is of."""
    number_words: frozenset[str]
    """A sentence with none of these and no digit holds no quantity."""
    fraction_words: frozenset[str]
    """A sentence with none of these holds no fraction."""
    not_names: frozenset[str]
    """Words that name no source, though the name of one may begin with them."""
    currencies: Mapping[str, str]
    """Symbol, code or word to ISO 4217, or to the name of a currency that several countries have."""
    shared_currencies: Mapping[str, Mapping[str, str]]
    """Name of such a currency to country to ISO 4217."""
    currency_countries: Mapping[str, str]
    """ISO 4217 to the one country whose money it is."""
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
        plural.update(dict.fromkeys(words.get("plural", ()), unit))
        singular.update(dict.fromkeys(words.get("singular", ()), unit))
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
        stop=frozenset(data["words"]["stop"]),
        common=frozenset(data["words"]["common"]),
        number_words=frozenset(data["words"]["number"]),
        fraction_words=frozenset(data["words"]["fraction"]),
        not_names=frozenset(data["words"]["not_names"]),
        currencies={
            word: code
            for table in ("currencies", "shared_currency_words")
            for code, words in data[table].items()
            for word in words
        },
        shared_currencies=data["shared_currencies"],
        currency_countries=data["currency_countries"],
        groups=groups,
    )
