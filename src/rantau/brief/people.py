"""Names of countries, and words on who is counted, in the brief's language."""

from __future__ import annotations

import re
from functools import cache

from rantau.baseline.load import places as baseline_places
from rantau.framework.language import current, fill, gettext

__all__ = ["counted_word", "countries_in", "country_name"]

_UNDER, _OVER = re.compile(r"under (\d+)"), re.compile(r"(\d+) and over")

_SHORTER = {
    "id": {"MMR": "Myanmar", "TLS": "Timor-Leste", "PSE": "Palestina", "HKG": "Hong Kong", "MAC": "Makau"}
}
"""Names that a language's reports use where Unicode's are longer."""


@cache
def countries_in(language: str) -> dict[str, str]:
    """Alpha-3 code -> a country's name in a language, from Unicode's CLDR."""
    from babel import Locale
    from babel.core import get_global

    names = Locale(language).territories
    ours = _SHORTER.get(language, {})
    aliases = get_global("territory_aliases")
    found = {code: names[two[0]] for code, two in aliases.items() if len(code) == 3 and two[0] in names}
    return found | ours


def country_name(code: str, name: str) -> str:
    """A country's name in the brief's language; the English one is the study's own."""
    return name if current() == "en" else countries_in(current()).get(code, name)


@cache
def _nationalities() -> dict[str, str]:
    """``Indonesian`` -> the code of the country."""
    countries = (one for one in baseline_places().values() if one.id == one.iso3)
    return {word: one.id for one in countries for word in one.demonyms}


def counted_word(part: str) -> str:
    """One word on who is counted; a nationality by its country, in a language that has no word for each."""
    if under := _UNDER.fullmatch(part):
        return fill("under {age}", age=under[1])
    if over := _OVER.fullmatch(part):
        return fill("{age} and over", age=over[1])
    country = _nationalities().get(part)
    if current() == "en" or country is None:
        return gettext(part)
    return fill("nationals of {country}", country=countries_in(current()).get(country, part))
