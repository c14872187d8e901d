"""What a deed is, and the words and classes of those who take part in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rantau.evidence.findings.clauses import governed
from rantau.evidence.findings.lexicon import Row, finding_lexicon
from rantau.evidence.findings.sentence import Noun, Sentence, listed_from, listed_to, with_articles
from rantau.evidence.findings.words import VAGUE_COUNT

__all__ = [
    "PEOPLE",
    "Deed",
    "actor_class",
    "count_follows",
    "counts_something",
    "first_class",
    "leftmost",
    "money_follows",
    "owner",
    "pick",
    "quantified",
    "span_of",
]

PEOPLE = frozenset(("migrant", "victim"))
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONEY = re.compile(
    r"(?:\b[A-Z]{2,3}|Rp|[$€£])\s?\d|\d\s*(?:%|per ?cent|persen|baht|ringgit|rupiah|dollars|kyat|pesos?|euros?)\b"
)
_ONE_IN = re.compile(r"\s+in\s+(?:\d{1,2}\b|two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)
_AMOUNT = re.compile(
    r"\s+(?:of )?(?:sebesar |about |around |up to |over |between |sekitar |hingga )?(?:[A-Z$€£]{1,3}\s?)?\d(?!\d{3}\b)"
)


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does what to whom, as offsets into a sentence."""

    row: Row
    first: int
    """Where its words begin in the sentence (offset)."""
    action: tuple[int, int]
    actor: tuple[int, int] | None
    actor_class: str
    target: tuple[int, int] | None
    target_class: str
    denied: bool
    modal: bool
    alleged: bool
    pronoun: bool = False
    nominal: bool = False


def actor_class(noun: Noun | None, row: Row) -> str | None:
    """The class in which a noun does the deed: None where it cannot."""
    if noun is None:
        return "unknown"
    actors = frozenset(one for one in noun.classes if finding_lexicon().kinds.get(one) == "actor")
    allowed = {one for one in row.actors if not one.startswith("!")}
    barred = {one[1:] for one in row.actors if one.startswith("!")}
    if allowed:
        fits = noun.classes & allowed
        if fits:
            return pick(fits)
        return "unknown" if not noun.classes and "unknown" in allowed else None
    if actors - barred:
        return pick(actors - barred)
    if not noun.classes:
        return "unknown"
    return None


_ORDER = (
    "agency", "smuggler", "trafficker", "broker", "employer", "security", "official", "state", "support", "kin",
    "lender", "service", "armed", "politician", "victim", "migrant", "public",
)  # fmt: skip


def pick(classes: frozenset[str] | set[str]) -> str:
    return next((one for one in _ORDER if one in classes), next(iter(sorted(classes)), ""))


def first_class(noun: Noun | None) -> str:
    return pick(noun.classes) if noun is not None and noun.classes else ""


def owner(sentence: Sentence, noun: Noun | None) -> Noun | None:
    """Whom a thing belongs to or is taken from: *the passports of workers*, *bribes from brokers*; else the thing."""
    if noun is None or noun.classes & PEOPLE or noun.last + 2 >= len(sentence.words):
        return noun
    if sentence.words[noun.last + 1] in ("of", "from", "to", "dari", "milik", "kepada"):
        for k in range(noun.last + 2, min(len(sentence.words), noun.last + 6)):
            if sentence.hard[k] or sentence.comma[k]:
                break
            if (found := sentence.beginning.get(k)) is not None:
                return found
    return noun


def leftmost(sentence: Sentence, at: int) -> Noun | None:
    low = at
    while low > 0 and not sentence.hard[low]:
        low -= 1
    return next(
        (one for one in sentence.nouns if low <= one.first and one.last < at and not governed(sentence, one)),
        None,
    )


def quantified(sentence: Sentence, noun: Noun) -> bool:
    first = with_articles(sentence, noun.first, reach=6)
    low = (
        sentence.starts[max(0, first - 3)]
        if first >= 3 and not any(sentence.hard[first - 2 : first + 1])
        else (sentence.starts[first])
    )
    stretch = sentence.text[low : sentence.ends[noun.last]].lower()
    # A number that stands before the noun phrase with "of" counts it: "45 per cent of the workers".
    gap = sentence.text[max(0, sentence.starts[first] - 40) : sentence.starts[noun.head]].lower()
    near = gap[max(gap.rfind(","), gap.rfind(";"), gap.rfind("\x1f"), gap.rfind("(")) + 1 :]
    one_in_four = _ONE_IN.match(sentence.text, sentence.ends[noun.last]) is not None
    return one_in_four or counts_something(stretch) or counts_something(near)


def counts_something(text: str) -> bool:
    """Whether words count: with a number that is no year, or in words (*half*, *the majority*)."""
    return bool(VAGUE_COUNT.search(_YEAR.sub(" ", text.lower())))


def count_follows(sentence: Sentence, noun: Noun) -> bool:
    """Whether an amount stands right after what is acted on: *charged each passenger USD 2,000*."""
    low = sentence.ends[noun.last]
    return bool(_AMOUNT.match(sentence.text[low : low + 40]))


def money_follows(sentence: Sentence, at: int) -> bool:
    """Whether an amount of money or a share stands soon after a word: *were charged fees of USD 4,500*."""
    return bool(
        _MONEY.search(sentence.text[sentence.starts[at] : sentence.starts[at] + 60].partition(";")[0])
    )


def span_of(
    sentence: Sentence, noun: Noun | None, low: int = 0, *, agent: bool = False
) -> tuple[int, int] | None:
    """Offsets of a noun with its articles and adjectives and the list that it closes, from word ``low`` on."""
    if noun is None:
        return None
    first = with_articles(sentence, max(low, listed_from(sentence, noun)), low=low)
    return sentence.starts[first], sentence.ends[listed_to(sentence, noun) if agent else noun.last]
