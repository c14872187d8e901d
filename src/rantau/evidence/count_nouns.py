"""The noun that a number counts: persons in "36,000 undocumented male workers", "240,000 Kenyans"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rantau.baseline.load import place_names
from rantau.evidence.lexicon import lexicon
from rantau.evidence.tokens import Word

__all__ = ["NOT_COUNTED", "UnitFound", "count_noun", "peoples"]

NOT_COUNTED = frozenset({"abstract", "methods"})
"""Units of nouns whose count is no evidence: theories, interviews."""
_DETERMINERS = frozenset(
    ("of", "the", "these", "those", "all", "such", "its", "their", "our", "more", "other", "further")
)
_HEADS_THAT_MODIFY = frozenset(("women", "men", "children", "people", "labour", "police"))
_JOINS = frozenset(("and", "or"))
_HEADS_FIRST = frozenset(("kasus", "kes"))
"""Indonesian and Malay heads that end like an English plural: "kasus korban" are cases."""
_NOT_AFTER_PEOPLE = frozenset(("claims", "reports", "charges", "attempts", "calls"))


_PEOPLES = frozenset(
    (
        "rohingya",
        "rohingyas",
        "karen",
        "kachin",
        "hazara",
        "hazaras",
        "kurds",
        "palestinians",
        "bedoon",
        "bidoon",
    )
)
"""Peoples of no state, or of a part of one, whose name alone counts people."""


@dataclass(frozen=True, slots=True)
class UnitFound:
    """A unit and where its words end (after) or start (before)."""

    unit: str
    edge: int
    noun: str = ""
    """The count noun as written in lower case."""


@lru_cache(maxsize=1)
def peoples() -> tuple[frozenset[str], frozenset[str]]:
    """Names of peoples in lower case: those that are plural ("Filipinos"), and those that may be ("Burmese")."""
    words = {
        name.lower() for name, found in place_names().items() if found.kind == "demonym" and " " not in name
    } | _PEOPLES
    plural = {word for word in words if word.endswith("s") and word[:-1] in words}
    return frozenset(plural), frozenset(words - plural)


def count_noun(text: str, end: int, words: Sequence[Word], index: int, reach: int = 9) -> UnitFound | None:
    """The head of the noun phrase that a number counts.

    Walks right over adjectives until a verb, a preposition or punctuation. A noun whose count is no evidence
    (``theories``, ``interviews``) is returned as unit ``abstract`` or ``methods``.

    Args:
        text: The sentence.
        end: Offset after the number.
        words: All words of the sentence.
        index: Index in ``words`` of the first word that starts at or after ``end``.
        reach: How many words to look at.
    """
    lex = lexicon()
    plural_peoples, other_peoples = peoples()
    fallback: UnitFound | None = None
    people: UnitFound | None = None
    position, last = end, min(len(words), index + reach)
    for at in range(index, last):
        word = words[at]
        if not _goes_on(text[position : word.start], position == end, fallback):
            break
        position = word.end
        name = word.text
        if name in _DETERMINERS and fallback is None:
            if name == "of" and at != index:
                break
            continue
        if name in _JOINS and fallback is None and people is None and at != index:
            # "1,082 trafficking and smuggling cases": what is joined only modifies the noun to come.
            continue
        if name in lex.stop or name == "them":
            break
        people = None
        joined = f"{name}-{name}" if at + 1 < last and words[at + 1].text == name else name
        if joined in lex.plural_units or name in lex.plural_units:
            found, settled = _plural(words, at, joined)
            if settled:
                return found
            fallback = found
            continue
        if name in lex.abstract:
            return UnitFound("abstract", word.end, name)
        if name in lex.methods:
            return UnitFound("methods", word.end, name)
        capital = text[word.start].isupper()
        if capital and name in plural_peoples and not _noun_follows(words, at):
            return UnitFound("persons", word.end, name)
        if capital and name in other_peoples:
            # "Burmese" alone are people; before another noun it says whose it is.
            people = UnitFound("persons", word.end, name)
        elif name in lex.singular_units and fallback is None:
            fallback = UnitFound(lex.singular_units[name], word.end, name)
    return fallback or people


def _goes_on(gap: str, at_start: bool, fallback: UnitFound | None) -> bool:
    """Whether a noun phrase goes on over what stands between two words."""
    rest = gap.strip(" \u00a0\u2019'*_\"“”‘-\u2011")
    if not rest:
        return True
    if any(character.isdigit() for character in gap) or rest not in (",", "/") or fallback:
        return False
    # "36,000 poor, landless farmers" goes on; a comma after nothing but the number does not.
    return not at_start


def _plural(words: Sequence[Word], at: int, joined: str) -> tuple[UnitFound, bool]:
    """A plural count noun, and whether it is the head rather than a modifier ("women workers").

    In Indonesian what follows the head modifies it ("kasus korban"), so the first stays the unit.
    """
    units = lexicon().plural_units
    name = words[at].text
    following = words[at + 1] if at + 1 < len(words) else None
    unit = units.get(joined) or units[name]
    if following is not None and joined != name:
        return UnitFound(unit, following.end, joined), True
    found = UnitFound(unit, words[at].end, name)
    modifies = (
        following is not None
        and following.start - words[at].end == 1
        and following.text in units
        and ((name.endswith("s") and name not in _HEADS_FIRST) or name in _HEADS_THAT_MODIFY)
        and units[following.text] != unit
        and following.text not in _NOT_AFTER_PEOPLE
    )
    return found, not modifies


def _noun_follows(words: Sequence[Word], at: int) -> bool:
    following = words[at + 1] if at + 1 < len(words) else None
    return (
        following is not None
        and following.start - words[at].end == 1
        and following.text in lexicon().plural_units
    )
