"""Words on who is counted, in the brief's language."""

from __future__ import annotations

import re
from functools import cache

from rantau.baseline.load import places as baseline_places
from rantau.baseline.naming import country_in
from rantau.framework.language import current, fill, gettext

__all__ = ["counted_word"]

_UNDER, _OVER = re.compile(r"under (\d+)"), re.compile(r"(\d+) and over")


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
    return fill("nationals of {country}", country=country_in(country, part))
