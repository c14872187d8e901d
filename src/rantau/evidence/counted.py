"""Who is counted, as people type it: sex, age, migration status, sector, nationality, each in the rules' own words."""

from __future__ import annotations

import re
from functools import lru_cache

from rantau.baseline.load import place_names, places
from rantau.evidence.lexicon import lexicon
from rantau.evidence.places import PlaceName, further_names, peoples_within
from rantau.framework.errors import BadInput

__all__ = ["COUNTED", "choices_of", "counted_words"]

COUNTED = ("sex", "age", "documentation", "sector", "nationality")
"""The parts of who is counted, in the order in which they are asked for."""
_LONGEST_AGE = 120
_BETWEEN = re.compile(r"(\d{1,3})\s*(?:–|-|to|sampai|hingga)\s*(\d{1,3})")
_UNDER = re.compile(r"(?:under|below|di bawah|<)\s*(\d{1,3})")
_OVER = re.compile(r"(\d{1,3})\s*(?:and over|and above|and older|or over|or older|\+|ke atas)")
_SECTOR = re.compile(r"[^\W\d_]+(?:[ '’&/-]{1,2}[^\W\d_]+)*")
_LONGEST_SECTOR = 40


def choices_of(part: str) -> tuple[str, ...]:
    """The words that the rules know of a part of who is counted; of nationalities none, for they are too many.

    Other sectors, and ages as ``18–24``, ``under 18`` and ``60 and over``, are taken too.
    """
    return tuple(sorted(set(lexicon().groups.get(part, {}).values())))


def counted_words(part: str, words: str) -> str:
    """What is typed of a part of who is counted, in the words that the rules use, so that like is compared with like.

    Args:
        part: One of :data:`COUNTED`.
        words: What a person typed, without blanks around; empty where the claim does not say.

    Raises:
        BadInput: It is nothing that the part can be.
    """
    if not words:
        return ""
    if part == "nationality":
        return _nationality(words)
    lowered = words.casefold()
    known = lexicon().groups[part]
    found = (
        lowered if lowered in choices_of(part) else known.get(lowered.replace(" ", "-")) or known.get(lowered)
    )
    if found:
        return found
    if part == "age":
        return _age(lowered, words)
    if part == "sector" and len(words) <= _LONGEST_SECTOR and _SECTOR.fullmatch(words):
        return lowered
    if part == "sector":
        raise BadInput(f"{words!r} is no sector; write it in a few letters, such as fishing or domestic work")
    named = {"sex": "sex", "documentation": "migration status"}[part]
    raise BadInput(f"{words!r} is no {named} of a claim; that is {', '.join(choices_of(part))}, or nothing")


def _age(lowered: str, words: str) -> str:
    between, under, over = (one.fullmatch(lowered) for one in (_BETWEEN, _UNDER, _OVER))
    numbers = [int(one) for match in (between, under, over) if match for one in match.groups()]
    if numbers and max(numbers) <= _LONGEST_AGE and (not between or numbers[0] < numbers[1]):
        if between:
            return f"{numbers[0]}–{numbers[1]}"
        return f"under {numbers[0]}" if under else f"{numbers[0]} and over"
    raise BadInput(
        f"{words!r} is no age; write {', '.join(choices_of('age'))}, or years such as under 18, 18-24 or 60 and over"
    )


def _nationality(words: str) -> str:
    lowered = words.casefold()
    if lowered in peoples_within():
        return _peoples().get(lowered, lowered)
    known = _demonyms().get(lowered)
    if known is None:
        named = place_names().get(words)
        country = places().get(named.place if named else words.upper())
        known = (
            country.demonyms[0]
            if country is not None and country.id == country.iso3 and country.demonyms
            else None
        )
    if known is None:
        raise BadInput(
            f"{words!r} is no nationality that rantau knows; write it such as Indonesian, or name the country"
        )
    return known


@lru_cache(maxsize=1)
def _demonyms() -> dict[str, str]:
    """What the people of a country are called, in small letters -> as it is written. The first is the country's own."""
    found = {one.name.casefold(): one.name for one in further_names() if one.form == "demonym"}
    for one in places().values():
        if one.id == one.iso3 and one.demonyms:
            found |= {each.casefold(): each for each in one.demonyms}
    return found


@lru_cache(maxsize=1)
def _peoples() -> dict[str, str]:
    named: tuple[PlaceName, ...] = tuple(one for one in further_names() if one.kind == "people")
    return {one.name.casefold(): one.name for one in named}
