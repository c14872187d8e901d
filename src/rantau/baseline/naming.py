"""Names of places in the language of the context.

Countries have their names from Unicode's CLDR, regions from the catalogue, and towns and provinces keep their own.
English names are the baseline's.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from rantau.baseline.load import place, places
from rantau.framework.language import LANGUAGES, current, fill, gettext, speaking

__all__ = [
    "country_in",
    "country_names",
    "english_name",
    "name_of",
    "names_by_english",
    "names_in_all",
    "route_of",
    "unit_name",
]

_SHORTER = {
    "id": {"MMR": "Myanmar", "TLS": "Timor-Leste", "PSE": "Palestina", "HKG": "Hong Kong", "MAC": "Makau"}
}
"""Names that a language's reports use where Unicode's are longer."""


@cache
def country_names(language: str) -> Mapping[str, str]:
    """Alpha-3 code -> a country's name in a language, from Unicode's CLDR."""
    from babel import Locale
    from babel.core import get_global

    names = Locale(language).territories
    ours = _SHORTER.get(language, {})
    aliases = get_global("territory_aliases")
    found = {code: names[two[0]] for code, two in aliases.items() if len(code) == 3 and two[0] in names}
    return found | ours


def country_in(code: str, name: str) -> str:
    """A country's name in the language; ``name``, the English one, where the language is English or has none."""
    return name if current() == "en" else country_names(current()).get(code, name)


def english_name(id: str) -> str:
    """A place's English name, whatever the language of the context; what is no place stays as it is."""
    return places()[id].name if id in places() else id


def name_of(id: str) -> str:
    """A place's name in the language: ``PHL`` is the Philippines, or Filipina. What is no place stays as it is."""
    try:
        one = place(id)
    except KeyError:
        return id
    return country_in(one.iso3, one.name) if one.id == one.iso3 else gettext(one.name)


def route_of(unit: str) -> str:
    """A place's name, or a corridor's two with an arrow between them: ``Myanmar → Thailand``."""
    return " → ".join(name_of(one) for one in unit.split(">"))


def unit_name(unit: str) -> str:
    """A place's name, or a corridor in words: ``Myanmar to Thailand``."""
    origin, arrow, destination = unit.partition(">")
    if not arrow:
        return name_of(unit)
    return fill("{origin} to {destination}", origin=name_of(origin), destination=name_of(destination))


@cache
def names_by_english(language: str) -> Mapping[str, str]:
    """The English name of each place of the baseline -> its name in a language."""
    with speaking(language):
        return {one.name: name_of(one.id) for one in places().values()}


@cache
def names_in_all(unit: str) -> str:
    """What a place, or a corridor's two, is called in every language: for looking for it by any of its names."""
    names = []
    for language in LANGUAGES:
        with speaking(language):
            names += [name_of(one) for one in unit.split(">")]
    return " ".join(dict.fromkeys(names))
