"""Which indicator of the evidence vocabulary a figure is: patterns as data, then likeness of words.

``vocabulary.csv`` holds the indicators, ``patterns.csv`` what their figures sound like: a pattern that must be found in
the figure's own clause (lower case), one that must not, one for its unit where that is needed, and how sure the pattern
makes us. A pattern counts in full
when it is found in the words beside the figure, and less when only in its clause or the rest of the sentence.

Where no pattern is found, or only a weak one, phrases decide (``phrases.csv``, see :mod:`rantau.evidence.likeness`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from rapidfuzz import fuzz

from rantau.evidence.conversion import comparable
from rantau.evidence.currencies import is_money
from rantau.evidence.likeness import NO_INDICATOR, PhraseIndex
from rantau.evidence.word_patterns import WordPattern
from rantau.framework.errors import BadTable

__all__ = ["THRESHOLD", "EvidenceIndicator", "Vocabulary", "shipped_vocabulary"]

THRESHOLD = 0.6
"""Below this score a figure is given no indicator and waits for a person."""


_PATTERN, _LIKENESS = 0.94, 0.06
"""What the pattern and the likeness of words count in a score."""
_FROM_CLAUSE, _FROM_SENTENCE = 0.08, 0.17
"""What a pattern loses when it is found in the figure's clause only, or only in the rest of the sentence."""


_LIKE_ENOUGH = 0.59
"""Likeness to a phrase from which it alone gives an indicator."""
_VERY_LIKE = 0.78
"""Likeness from which a phrase outweighs a pattern that is not surer than it by :data:`_AHEAD`."""
_AHEAD = 0.03
_UNLIKE_ANY = 0.81
"""Likeness to a phrase of no indicator from which it outweighs a pattern that is not surer."""
_PAYS = re.compile(
    r"\b(?:pa(?:id|ys?|ying)|spent|handed over|membayar|dibayar|mengeluarkan)\b", re.IGNORECASE
)
_PAID = {
    "bribe_amount": re.compile(r"\b(?:brib|extort|checkpoint|pungli|suap)", re.IGNORECASE),
    "smuggling_fee": re.compile(
        r"\b(?:smuggl|crossing|coyote|the (?:trip|journey|route|way) north|tekong|menyeberang)", re.IGNORECASE
    ),
    "recruitment_fee": re.compile(
        r"\b(?:recruit|placement|fees?\b|agen|broker|costs? of|biaya|perekrut|penempatan|to get (?:a|the) job)",
        re.IGNORECASE,
    ),
}
"""Indicators of what people pay for, and the words of a heading or sentence before that say so."""
_AGREED = 0.03
"""What a score gains when pattern and phrase agree."""


@dataclass(frozen=True, slots=True)
class EvidenceIndicator:
    """A row of ``vocabulary.csv``."""

    id: str
    name: str
    definition: str
    unit: str
    dimension: str
    direction: int
    flow: bool = False
    """True for what adds up over time (deportations), false for a state (migrants in a country, a share)."""
    implied: frozenset[str] = frozenset()
    """Parts of :class:`~rantau.store.records.Group` that the indicator's own definition settles."""


@dataclass(frozen=True, slots=True)
class _Rule:
    indicator: EvidenceIndicator
    pattern: WordPattern
    unless: WordPattern | None
    units: re.Pattern[str] | None
    """What the figure's unit must look like, where the indicator's own is not enough to tell."""
    weight: float
    phrase: str


class Vocabulary:
    """Indicators that evidence is mapped to, and the patterns and phrases that recognise them.

    Args:
        indicators: The indicators.
        rules: Rows of ``patterns.csv``.
        phrases: Pairs of indicator and phrase.
    """

    def __init__(
        self,
        indicators: Sequence[EvidenceIndicator],
        rules: Sequence[Mapping[str, str]],
        phrases: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.indicators: dict[str, EvidenceIndicator] = {item.id: item for item in indicators}
        self._rules: list[_Rule] = []
        for line, row in enumerate(rules, start=2):
            if row["indicator"] not in self.indicators:
                raise BadTable(
                    "patterns.csv",
                    line,
                    f"{row['indicator']!r} is no indicator of vocabulary.csv; add it there first",
                )
            indicator = self.indicators[row["indicator"]]
            unless = WordPattern(row["unless"]) if row["unless"] else None
            units = re.compile(row["unit"]) if row["unit"] else None
            phrase = f"{indicator.name} {indicator.definition}".lower()
            self._rules.append(
                _Rule(indicator, WordPattern(row["pattern"]), unless, units, float(row["weight"]), phrase)
            )
        self._by_unit: dict[str, list[_Rule]] = {}
        for line, (name, _) in enumerate(phrases, start=2):
            if name not in self.indicators and name != NO_INDICATOR:
                raise BadTable(
                    "phrases.csv", line, f"{name!r} is no indicator of vocabulary.csv; add it there first"
                )
        self._phrases = PhraseIndex(phrases)
        self._units: dict[tuple[str, str], bool] = {}

    def _allowed(self, unit: str, indicator: str) -> bool:
        known = self._units.get((unit, indicator))
        if known is None:
            known = compatible_unit(unit, self.indicators[indicator].unit)
            self._units[unit, indicator] = known
        return known

    def _rules_for(self, unit: str) -> list[_Rule]:
        rules = self._by_unit.get(unit)
        if rules is None:
            rules = [
                rule
                for rule in self._rules
                if compatible_unit(unit, rule.indicator.unit) and (not rule.units or rule.units.search(unit))
            ]
            rules.sort(key=lambda rule: -rule.weight)
            self._by_unit[unit] = rules
        return rules

    def match(
        self, unit: str, measure: str, clause: str, sentence: str, around: str = ""
    ) -> tuple[str | None, float]:
        """The indicator a figure is of, with a score in [0, 1].

        The score orders figures by how sure the rules are; it is no probability. ``docs/evidence.md`` says how often
        they were right at each score.

        Args:
            unit: The figure's unit; only indicators of a compatible unit are considered.
            measure: What is measured, in the text's words.
            clause: What stands between the figures beside it.
            sentence: The sentence.
            around: The heading above and the sentence before.

        Returns:
            The best indicator and its score; None where the score is below :data:`THRESHOLD`.
        """
        by_pattern, sure = self._by_pattern(unit, measure, clause, sentence)
        like, how = self._phrases.best(measure, clause, around, unit, lambda name: self._allowed(unit, name))
        if by_pattern is None:
            if like in (None, NO_INDICATOR) or how < _LIKE_ENOUGH:
                if is_money(unit) and around and how < _LIKE_ENOUGH and _PAYS.search(measure):
                    return self._paid_for(unit, around)
                return None, sure
            return like, round(min(0.8, THRESHOLD + (how - _LIKE_ENOUGH) / 2), 3)
        if like == by_pattern:
            return by_pattern, round(min(1.0, sure + _AGREED * how), 3)
        if like == NO_INDICATOR:
            return (None, round(1 - how, 3)) if how >= max(_UNLIKE_ANY, sure) else (by_pattern, sure)
        if like is not None and how >= max(_VERY_LIKE, sure - _AHEAD):
            return like, round(how - _AHEAD, 3)
        return by_pattern, sure

    def _paid_for(self, unit: str, around: str) -> tuple[str | None, float]:
        """What an amount that someone "paid" was for, when only the heading or the sentence before says so."""
        for indicator, what in _PAID.items():
            if what.search(around) and self._allowed(unit, indicator):
                return indicator, THRESHOLD
        return None, 0.0

    def _by_pattern(self, unit: str, measure: str, clause: str, sentence: str) -> tuple[str | None, float]:
        """The indicator whose pattern is found nearest to the figure, with its score."""
        near, wide, widest = measure.lower(), clause.lower(), sentence.lower()
        best: tuple[float, str] | None = None
        rules: Sequence[_Rule] = self._rules_for(unit)
        # Where two of the texts are the same, the words are no farther off than in the first.
        losses: dict[str, float] = {}
        for text, loss in ((near, 0.0), (wide, _FROM_CLAUSE), (widest, _FROM_SENTENCE)):
            losses.setdefault(text, loss)
        for text, loss in losses.items():
            # Rules stand by weight: when even full likeness would not lift one above the best, none after it can.
            for rule in rules:
                base = rule.weight - loss
                if best is not None and min(1.0, _PATTERN * base + _LIKENESS) <= best[0]:
                    break
                if not rule.pattern.found(text):
                    continue
                if rule.unless and (rule.unless.found(near) or (loss and rule.unless.found(text))):
                    continue
                likeness = fuzz.token_set_ratio(near, rule.phrase) / 100
                score = min(1.0, _PATTERN * base + _LIKENESS * likeness)
                if best is None or score > best[0]:
                    best = (score, rule.indicator.id)
        if best is None:
            return None, 0.0
        return (best[1] if best[0] >= THRESHOLD else None), round(best[0], 3)


_PERSON_EVENTS = frozenset(
    {
        "persons",
        "deportations",
        "arrests",
        "deaths",
        "prosecutions",
        "convictions",
        "crossings",
        "displacements",
    }
)
_CASES = frozenset({"cases", "prosecutions", "convictions", "investigations", "arrests", "raids"})


def compatible_unit(unit: str, wanted: str) -> bool:
    """True when a figure in ``unit`` can be a value of an indicator kept in ``wanted``.

    Money matches whatever its currency, since conversion needs a dated rate; a wage may be by the day or month.
    """
    if unit == wanted or comparable(unit, wanted):
        return True
    if unit == "households":
        return False
    if wanted in _PERSON_EVENTS and unit in _PERSON_EVENTS:
        return True
    if unit in _CASES and wanted in _CASES:
        return True
    if wanted.startswith("USD"):
        per = unit.partition("/")[2]
        if is_money(unit):
            return (not per) or wanted != "USD" or per in ("month", "year", "worker")
    return False


@lru_cache(maxsize=1)
def shipped_vocabulary() -> Vocabulary:
    """The vocabulary and patterns that ship with the package."""
    indicators = [
        EvidenceIndicator(
            id=row["id"],
            name=row["name"],
            definition=row["definition"],
            unit=row["unit"],
            dimension=row["dimension"],
            direction=int(row["direction"] or 0),
            flow=row["time"] == "flow",
            implied=frozenset(row["implied"].split(";")) - {""},
        )
        for row in _table("vocabulary.csv")
    ]
    phrases = [(row["indicator"], row["phrase"]) for row in _table("phrases.csv")]
    return Vocabulary(indicators, _table("patterns.csv"), phrases)


def _table(name: str) -> list[dict[str, str]]:
    text = resources.files("rantau.evidence").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))
