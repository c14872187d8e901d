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
from collections.abc import Callable, Iterable, Sequence
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
        self._whole = [sum(self._weight[stem] for stem in sorted(bag)) for bag in bags]

    def best(
        self, near: str, clause: str, around: str, allowed: Callable[[str], bool]
    ) -> tuple[str | None, float]:
        """The indicator of the phrase most like a figure's words, and how like, in [0, 1].

        Args:
            near: The words beside the figure.
            clause: The words of its clause.
            around: The heading and the sentence before; they only lend words to a phrase that the clause begins.
            allowed: Whether an indicator may be meant at all, by the figure's unit.
        """
        close = set(stems(near))
        weights = dict.fromkeys(close, 1.0)
        for stem in stems(clause):
            weights.setdefault(stem, _FARTHER)
        begun = frozenset(weights)
        for stem in stems(around):
            weights.setdefault(stem, _FAR)
        sums: dict[int, float] = {}
        own: set[int] = set()
        for stem, factor in weights.items():
            numbers: Sequence[int] = self._held.get(stem, ())
            if numbers:
                add = factor * self._weight[stem]
                if stem in begun:
                    own.update(numbers)
                for number in numbers:
                    sums[number] = sums.get(number, 0.0) + add
        best: tuple[float, int] | None = None
        for number in own:
            found = sums[number]
            like = found / self._whole[number] * found / (found + _HALF_SURE)
            if (best is None or (like, -number) > (best[0], -best[1])) and (
                self._names[number] == NO_INDICATOR or allowed(self._names[number])
            ):
                best = (like, number)
        return (None, 0.0) if best is None else (self._names[best[1]], best[0])
