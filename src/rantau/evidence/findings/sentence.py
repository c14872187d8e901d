"""A sentence as the rules of findings read it: words, what parts them, and the nouns that can act or be acted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rantau.evidence.findings.lexicon import finding_lexicon
from rantau.evidence.findings.words import BE, HAVE, MODAL, NOT, OUGHT, PREPOSITIONS, word_set
from rantau.evidence.negatives import FILLER
from rantau.evidence.roles import Mention
from rantau.evidence.tokens import Word

__all__ = ["Noun", "Sentence", "listed_from", "listed_to", "read_sentence", "with_articles"]

_HARD = frozenset(';:?!()[]“”"«»—–•|\n' + FILLER)
_ARTICLES = frozenset(
    ("the", "a", "an", "some", "many", "most", "several", "these", "those", "all", "para", "their")
)


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase that the lists know: first and last word, its head, and the classes of the head."""

    first: int
    last: int
    head: int
    classes: frozenset[str]
    malay: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words and nouns of one sentence.

    ``hard[i]`` says that a clause ends before word ``i``, ``comma[i]`` that a comma stands there.
    """

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    hard: tuple[bool, ...]
    comma: tuple[bool, ...]
    nouns: tuple[Noun, ...]
    ending: dict[int, Noun]
    """Nouns by their last word."""
    beginning: dict[int, Noun]
    """Nouns by their first word."""

    def slice(self, first: int, last: int) -> str:
        """The text from one word to another, both included."""
        return self.text[self.starts[first] : self.ends[last]]


def read_sentence(
    text: str, words: Sequence[Word], places: Sequence[Mention], *, told: bool = False
) -> Sentence:
    """Find the nouns of a sentence.

    Args:
        text: The sentence, citations blotted out.
        words: Its words.
        places: Its places: a demonym is a noun for people, a country can act.
        told: Whether one who migrated tells it: *I*, *we* and *us* are migrants then.
    """
    hard = [False] * len(words)
    comma = [False] * len(words)
    end = 0
    for index, word in enumerate(words):
        gap = text[end : word.start]
        end = word.end
        if gap not in (" ", "", "-"):
            hard[index] = not _HARD.isdisjoint(gap) or " - " in gap
            comma[index] = "," in gap
    names = tuple(word.text for word in words)
    nouns = _joined(text, words, _nouns(words, names, hard, comma, places, told=told), hard, comma)
    return Sentence(
        text=text,
        words=names,
        starts=tuple(word.start for word in words),
        ends=tuple(word.end for word in words),
        hard=tuple(hard),
        comma=tuple(comma),
        nouns=tuple(nouns),
        ending={one.last: one for one in nouns},
        beginning={one.first: one for one in nouns},
    )


def _nouns(
    words: Sequence[Word],
    names: Sequence[str],
    hard: Sequence[bool],
    comma: Sequence[bool],
    places: Sequence[Mention],
    *,
    told: bool,
) -> list[Noun]:
    lists = finding_lexicon().nouns
    by_start = {place.start: place for place in places}
    found: list[Noun] = []
    at = 0
    while at < len(words):
        noun = None
        for phrase, classes, malay in lists.get(names[at], ()):
            end = at + len(phrase)
            if names[at:end] == phrase and not any(hard[at + 1 : end]) and not any(comma[at + 1 : end]):
                noun = Noun(at, end - 1, end - 1, classes, malay)
                break
        if noun is not None and noun.first == noun.last and _is_verb(names, at, hard, found):
            noun = None
        if noun is None and (place := by_start.get(words[at].start)) is not None:
            noun = _place(words, at, place)
        if noun is None and (
            (told and names[at] in _SPEAKER)
            or (names[at] in ("them", "him") and any(one.classes & _PEOPLE for one in found))
        ):
            noun = Noun(at, at, at, frozenset({"migrant"}))
        if noun is None:
            at += 1
            continue
        found.append(noun)
        at = noun.last + 1
    return found


_PEOPLE = frozenset(("migrant", "victim"))
_SPEAKER = frozenset(("i", "we", "me", "us", "saya", "kami", "aku", "kita", "him", "her", "them"))


def _is_verb(names: Sequence[str], at: int, hard: Sequence[bool], before: Sequence[Noun]) -> bool:
    """Whether a word that may be a noun is the verb here: *police arrest victims*, *do not pay*."""
    if names[at] not in finding_lexicon().verbs or at == 0 or hard[at]:
        return False
    previous = names[at - 1]
    if previous in _BEFORE_VERBS or (
        names[at].startswith("di") and previous not in ("takut", "khawatir", "akan")
    ):
        return True
    following = names[at + 1] if at + 1 < len(names) and not hard[at + 1] else ""
    subject = before[-1] if before and before[-1].last == at - 1 else None
    acts = subject is not None and not subject.malay and not subject.classes.isdisjoint(_CAN_ACT)
    acts = acts or previous in ("they", "who", "that", "often", "also") or previous.endswith("ly")
    return acts and bool(following) and following not in PREPOSITIONS and following not in _AFTER_NOUNS


_BEFORE_VERBS = frozenset(("to", "do", "does", "did", "who", "they", "mereka", *NOT, *MODAL, *OUGHT)) - {
    "without",
    "tanpa",
}
_AFTER_NOUNS = frozenset(("and", "or", "dan", "atau", "that", "which", *BE, *HAVE, *MODAL, *OUGHT))


def _place(words: Sequence[Word], at: int, place: Mention) -> Noun | None:
    last = at
    while last + 1 < len(words) and words[last + 1].end <= place.end:
        last += 1
    if place.form == "demonym":
        return Noun(at, last, last, frozenset({"migrant"})) if place.role == "origin" else None
    if place.kind in ("country", "region") and not place.possessive:
        return Noun(at, last, last, frozenset({"state"}))
    return None


def _joined(
    text: str, words: Sequence[Word], nouns: Sequence[Noun], hard: Sequence[bool], comma: Sequence[bool]
) -> list[Noun]:
    """Nouns side by side are one phrase: its head is the last in English, the first in Indonesian and Malay."""
    found: list[Noun] = []
    for noun in nouns:
        before = found[-1] if found else None
        if before is not None:
            between = range(before.last + 1, noun.first)
            owned = len(between) == 1 and words[before.last + 1].text == "s"
            owned = owned or text[words[before.last].end : words[noun.first].start].strip() in ("'", "’")
            side_by_side = noun.first == before.last + 1 or owned
            broken = any(hard[before.last + 1 : noun.first + 1]) or any(
                comma[before.last + 1 : noun.first + 1]
            )
            if side_by_side and not broken:
                head = before if before.malay else noun
                found[-1] = Noun(before.first, noun.last, head.head, head.classes, head.malay)
                continue
        found.append(noun)
    return found


def with_articles(sentence: Sentence, first: int, *, low: int = 0, reach: int = 4) -> int:
    """The first word of a noun phrase: adjectives and articles before its noun belong to it, down to ``low``."""
    at = first
    while at > low and reach > 0 and not sentence.hard[at] and not sentence.comma[at]:
        word = sentence.words[at - 1]
        if (
            word in _STOP_NP
            or word in PREPOSITIONS
            or at - 1 in sentence.ending
            or word in finding_lexicon().verbs
        ):
            break
        at -= 1
        reach -= 1
        if word in _ARTICLES:
            break
    return at


def listed_from(sentence: Sentence, noun: Noun) -> int:
    """The first word of the list that a noun closes: *police, soldiers and border guards*."""
    first = noun.first
    while True:
        at = with_articles(sentence, first) - 1
        parted = at + 1 < len(sentence.words) and sentence.comma[at + 1]
        if (
            at >= 0
            and sentence.words[at] in ("and", "or", "dan", "atau", "serta")
            and not sentence.hard[at + 1]
        ):
            parted = True
            at -= 1
        before = sentence.ending.get(at)
        if not parted or before is None or sentence.hard[at + 1] or before.classes.isdisjoint(_LISTED):
            return first
        if before.classes.isdisjoint(noun.classes) and not ({*before.classes, *noun.classes} <= _ACTORS):
            return first
        first = before.first


def listed_to(sentence: Sentence, noun: Noun) -> int:
    """The last word of the list that a noun opens: *by relatives, neighbours and teachers*."""
    last = noun.last
    while True:
        at = last + 1
        if at < len(sentence.words) and sentence.hard[at]:
            return last
        parted = at < len(sentence.words) and sentence.comma[at]
        if at < len(sentence.words) and sentence.words[at] in ("and", "or", "dan", "atau", "serta"):
            parted = True
            at += 1
        following = sentence.beginning.get(at)
        if not parted or following is None or following.classes.isdisjoint(_ACTORS):
            return last
        last = following.last


_ACTORS = word_set(
    "security official state employer agency broker smuggler trafficker kin lender support armed politician"
)
_CAN_ACT = _ACTORS | {"migrant", "victim"}
_LISTED = _ACTORS | {"migrant", "victim", "documents", "wages"}
_STOP_NP = word_set(
    "than that which who whom whose where when while because since"
    " if although though but and or is are was were be been being has have had do does did no not often also said says"
    " found shows showed reports reported yang dan atau serta bahwa karena ketika saat agar"
    " telah sudah sedang akan juga tidak tak bukan belum sering kerap"
)
