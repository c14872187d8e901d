"""How like the words around a figure are to phrases in which indicators are spoken of.

``phrases.csv`` holds such phrases, in the languages of the reports; those under ``-`` speak of figures that are no
indicator ("hired through an agency"). Words are cut to stems, weighted by how few phrases hold them (inverse document
frequency), and a phrase is as like a text as the share of its weight that the text holds, less when that weight is
small: a phrase of one common word proves little.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources

from rantau.evidence.count_nouns import peoples
from rantau.evidence.lexicon import lexicon

__all__ = ["NO_INDICATOR", "PhraseIndex", "stems"]

NO_INDICATOR = "-"
"""What phrases are filed under that speak of no indicator of the vocabulary."""

_WORD = re.compile(r"[^\W\d_]+")
_PREFIX = re.compile(
    r"^(?:mem(?=[bpf])|men(?=[dtcjsz])|meng|meny|me(?=[lrnmwy])|ber|ter|di(?=[^aeiou]{1}|[aeiou]{1})|peng|pem|pen)"
)
_SUFFIX = re.compile(r"(?:kannya|annya|nya|kan|ingly|ations?|ings?|edly|ed|ers?|ies|es|ly|s|an|i|e|y)$")
_SHORTEST = 3
_HALF_SURE = 1.5
"""Weight of the words found at which a phrase counts half; a word told of one indicator alone has some four."""
_FAR = 0.35
"""What a word counts of the heading or the sentence before."""
_FARTHER = 0.75
"""What a word counts that stands in the clause but not beside the figure."""


@lru_cache(maxsize=1)
def _concepts() -> dict[str, str]:
    """Word to the concept it stands for; a concept is written so that no word can be it."""
    text = resources.files("rantau.evidence").joinpath("concepts.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    of_a_country = dict.fromkeys(
        (
            *(word for names in peoples() for word in names),
            "nationals",
            "national",
            "citizens",
            "wni",
            "warga",
        ),
        "=national",
    )
    known = of_a_country | {word: f"={row['concept']}" for row in rows for word in row["words"].split()}
    bare = {_bare(word): concept for word, concept in known.items()}
    return {word: concept for word, concept in bare.items() if len(word) > _SHORTEST} | known


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    if concept := _concepts().get(word):
        return concept
    bare = _bare(word)
    return _concepts().get(bare, bare) if len(bare) > _SHORTEST else bare


def _bare(word: str) -> str:
    """A word without its affixes, English or Indonesian."""
    bare = word
    match = _PREFIX.match(bare)
    if match and len(bare) - match.end() > _SHORTEST:
        bare = bare[match.end() :]
    match = _SUFFIX.search(bare)
    if match and match.start() >= _SHORTEST:
        bare = bare[: match.start()]
    return bare


def stems(text: str) -> list[str]:
    """The stems of the telling words of a text, in lower case and in order."""
    common = lexicon().common
    return [_stem(word) for word in _WORD.findall(text.lower()) if word not in common]


class PhraseIndex:
    """Phrases by their stems.

    Args:
        phrases: Pairs of indicator (or :data:`NO_INDICATOR`) and phrase.
    """

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._names: list[str] = []
        bags: list[frozenset[str]] = []
        for name, phrase in phrases:
            bag = frozenset(stems(phrase))
            if bag:
                self._names.append(name)
                bags.append(bag)
        held: dict[str, list[int]] = {}
        for number, bag in enumerate(bags):
            for stem in sorted(bag):
                held.setdefault(stem, []).append(number)
        # A word that many phrases of one indicator share tells that indicator as surely as a rare one.
        total = len(set(self._names))
        self._weight = {
            stem: math.log(1 + total / len({self._names[number] for number in numbers}))
            for stem, numbers in held.items()
        }
        self._held = held
        self._of_unit: dict[str, Mapping[str, tuple[float, Sequence[int]]]] = {}
        self._around: tuple[str, tuple[str, ...]] = ("", ())
        """The heading and sentence looked at last, with their stems: the figures of a sentence share them."""
        self._whole = [sum(self._weight[stem] for stem in sorted(bag)) for bag in bags]

    def _for_unit(
        self, unit: str, allowed: Callable[[str], bool]
    ) -> Mapping[str, tuple[float, Sequence[int]]]:
        """Weight and phrases of each stem, those phrases only that a figure in this unit may mean."""
        known = self._of_unit.get(unit)
        if known is None:
            meant = {name: name == NO_INDICATOR or allowed(name) for name in set(self._names)}
            known = {}
            for stem, numbers in self._held.items():
                kept = tuple(number for number in numbers if meant[self._names[number]])
                if kept:
                    known[stem] = (self._weight[stem], kept)
            self._of_unit[unit] = known
        return known

    def best(
        self, near: str, clause: str, around: str, unit: str, allowed: Callable[[str], bool]
    ) -> tuple[str | None, float]:
        """The indicator of the phrase most like a figure's words, and how like, in [0, 1].

        Args:
            near: The words beside the figure.
            clause: The words of its clause.
            around: The heading and the sentence before; they only lend words to a phrase that the clause begins.
            unit: The figure's unit.
            allowed: Whether an indicator may be meant at all by a figure in this unit.
        """
        held = self._for_unit(unit, allowed)
        sums: dict[int, float] = {}
        seen = dict.fromkeys(stems(near), 1.0)
        for stem in stems(clause):
            seen.setdefault(stem, _FARTHER)
        for stem, factor in seen.items():
            if (found := held.get(stem)) is not None:
                add = factor * found[0]
                for number in found[1]:
                    sums[number] = sums.get(number, 0.0) + add
        if not sums:
            return None, 0.0
        if around != self._around[0]:
            self._around = (around, tuple(dict.fromkeys(stems(around))))
        for stem in self._around[1]:
            if stem not in seen and (found := held.get(stem)) is not None:
                add = _FAR * found[0]
                for number in found[1]:
                    if number in sums:
                        sums[number] += add
        whole = self._whole
        best, like = -1, 0.0
        for number, weight in sums.items():
            one = weight / whole[number] * weight / (weight + _HALF_SURE)
            if one > like or (one == like and number < best):
                best, like = number, one
        return self._names[best], like
