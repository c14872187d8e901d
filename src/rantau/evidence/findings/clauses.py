"""What a verb says in its sentence: voice, who acts, to whom, and whether it is stated, denied or only possible."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rantau.evidence.findings.lexicon import Entry, finding_lexicon
from rantau.evidence.findings.sentence import Noun, Sentence
from rantau.evidence.findings.words import (
    ACCUSED,
    ADVERBS,
    AND,
    BE,
    CLAUSE,
    CONDITION,
    GOES_ON,
    HAVE,
    MODAL,
    NOT,
    NOT_A_FACT,
    OUGHT,
    PREPOSITIONS,
    PREVENTS,
    RELATIVE,
    WILL,
)

__all__ = [
    "Coordinated",
    "VerbGroup",
    "agent_after",
    "governed",
    "object_after",
    "stated_as_fact",
    "subject_before",
    "verb_group",
]

_REACH = 14
"""How many words before a verb its subject is looked for."""
_PASSED = frozenset(("of", "from", "their", "dari", "daripada", "s"))
"""Prepositions that may stand between a verb and what it is done to: *withhold part of the wages*."""
_NAMED_BY = frozenset(("by", "oleh", "through", "via", "melalui", "lewat"))
_NOT_BEFORE_VERBS = PREPOSITIONS - {"on", "in", "to"} | {"the", "a", "an", "its", "his", "her", "para"}
"""Words between which and a noun a participle is an adjective: *through licensed firms*."""
_OTHER_VERBS = frozenset(
    ("run", "held", "kept", "made", "given", "built", "sold", "paid", "dikelola", "milik")
)
"""Participles after which *by* names whose they are, not who acts in the sentence."""
_ASKED = frozenset(("how", "berapa"))
"""*How many are sent back is not counted* does not say that they are."""
_FEARED = frozenset(
    ("takut", "fear", "fears", "khawatir", "risk", "avoid", "avoids", "akan", "ingin", "hendak")
)
_PURPOSE = frozenset(("untuk", "agar", "supaya", "guna", "demi"))


@dataclass(frozen=True, slots=True)
class Coordinated:
    """The subject is that of the verb before: *confiscate passports and withhold wages*."""


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb with its auxiliaries."""

    first: int
    """The first word that belongs to it; its subject stands before."""
    passive: bool
    negated: bool
    modal: bool
    alleged: bool
    stated: bool
    """False for advice, aims, orders and what is to come."""
    means: bool = False
    """A gerund that says by which means: *by confiscating passports*; its subject is the sentence's."""


def verb_group(sentence: Sentence, at: int, entry: Entry) -> VerbGroup:
    """Read the words before a verb.

    Args:
        sentence: The sentence.
        at: Where the verb stands.
        entry: The form it has.
    """
    words, kind = sentence.words, entry.form.kind
    first, negated, modal, alleged, stated = at, False, False, False, True
    passive = kind == "passive" or (kind == "state" and not entry.row.does)
    be = have = infinitive = False
    k = at - 1
    while k >= 0 and not sentence.hard[k + 1]:
        word = words[k]
        if sentence.comma[k + 1] and not (word.endswith("ly") and k > 0 and sentence.comma[k]):
            break
        if word == "to" and not infinitive and k > 0:
            infinitive = True
            governor = words[k - 1]
            alleged = alleged or governor in ACCUSED
            if governor not in GOES_ON and governor not in ACCUSED:
                return VerbGroup(k, passive, negated, modal, alleged, stated=False)
            # "are forced to pay": the passive is that of "forced"; who pays is its subject.
            k -= 2
            first = k + 1
            continue
        if word in BE:
            be = True
        elif word in HAVE:
            have = True
        elif word in NOT:
            negated = True
        elif word in MODAL:
            modal = True
            # "tidak boleh dihukum" says what must not be.
            stated = stated and not (word == "boleh" and k > 0 and words[k - 1] in NOT)
            negated = negated or word == "cannot"
        elif word in OUGHT or word in WILL:
            stated = False
        elif word in ACCUSED:
            alleged = True
        elif not (
            word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in ("family", "only"))
        ):
            break
        first = k
        k -= 1
    if kind == "participle" and not infinitive:
        passive = be
        if be and have and not any(word in ("been", "being") for word in words[first:at]):
            passive = have
    if kind == "ing":
        passive = False
        if not be:
            return _gerund(sentence, first, negated, modal, alleged)
    if kind == "base" and not infinitive and be and not have:
        stated = False
    if first > 0 and words[first - 1] in _PURPOSE and not sentence.hard[first]:
        stated = first > 1 and words[first - 2] in ("dipaksa", "terpaksa") and stated
    return VerbGroup(first, passive, negated, modal, alleged, stated)


def _gerund(sentence: Sentence, first: int, negated: bool, modal: bool, alleged: bool) -> VerbGroup:
    before = sentence.words[first - 1] if first and not sentence.hard[first] else ""
    if negated and sentence.words[first] == "without":
        return VerbGroup(first, False, True, modal, alleged, stated=True, means=True)
    if before in ("by", "through", "while", "when", "with"):
        return VerbGroup(first - 1, False, negated, modal, alleged, stated=True, means=True)
    if before in ("of", "in") and first > 1:
        governor = sentence.words[first - 2]
        accused = governor in ("accused", "suspected")
        if accused or governor in ("guilty", "convicted", "involved", "implicated", "engaged", "capable"):
            return VerbGroup(
                first - 2, False, negated, modal, alleged or accused, stated=governor != "capable", means=True
            )
        return VerbGroup(first, False, negated, modal, alleged, stated=False)
    if before in AND:
        return VerbGroup(first, False, negated, modal, alleged, stated=True)
    if before in ("from", "for", "against", "avoid", "risk", "about", "before", "after", "from", "to"):
        return VerbGroup(first, False, negated, modal, alleged, stated=False)
    return VerbGroup(first, False, negated, modal, alleged, stated=first - 1 in sentence.ending)


def subject_before(sentence: Sentence, group: VerbGroup, *, malay: bool) -> Noun | Coordinated | None:
    """The noun that a verb has as its subject.

    The nearest noun to the left that no preposition governs; over a relative pronoun to what it stands for; to the
    clause's first noun where the verb only says by which means.
    """
    words, at = sentence.words, group.first - 1
    if at < 0:
        return None
    if group.means:
        return _first_of_clause(sentence, at)
    if sentence.hard[group.first]:
        return None
    if words[at] in AND:
        return Coordinated()
    if words[at] in RELATIVE and at:
        # What a relative pronoun stands for is beside it, whatever governs that: "In Thailand, which has ratified".
        at -= 1
        if at in sentence.ending:
            return sentence.ending[at]
    elif stands_before_nouns(sentence, group):
        return None
    fallback: Noun | None = None
    low = max(-1, at - _REACH)
    while at > low:
        noun = sentence.ending.get(at)
        if noun is not None:
            if not governed(sentence, noun):
                if malay:
                    return _malay_head(sentence, noun)
                if _is_head(sentence, noun, group.first):
                    return noun
                return Noun(noun.first, group.first - 1, group.first - 1, frozenset(), noun.malay)
            fallback = fallback or (noun if noun.last == group.first - 1 else None)
            at = noun.first
        elif words[at] in CLAUSE:
            break
        if sentence.hard[at]:
            break
        if sentence.comma[at] and at != 0:
            # A parenthesis between commas is passed over, a list goes on; anything else begins a clause.
            opened = _opens(sentence, at)
            if opened is None and at - 1 not in sentence.ending:
                break
            if opened is not None and at == group.first:
                at = opened
        at -= 1
    return fallback


def _malay_head(sentence: Sentence, noun: Noun) -> Noun:
    """The noun that opens a phrase which a name closes: *Polisi Diraja Malaysia*."""
    if noun.malay or noun.classes != {"state"}:
        return noun
    for at in (noun.first - 1, noun.first - 2):
        if at < 0 or sentence.hard[at + 1] or sentence.comma[at + 1] or sentence.words[at] in PREPOSITIONS:
            break
        if (before := sentence.ending.get(at)) is not None:
            return Noun(before.first, noun.last, before.head, before.classes, malay=True)
    return noun


def stands_before_nouns(sentence: Sentence, group: VerbGroup) -> bool:
    """Whether a word before an active verb shows that it is an adjective or a noun: *through licensed firms*."""
    at = group.first - 1
    return at >= 0 and not group.passive and not group.means and sentence.words[at] in _NOT_BEFORE_VERBS


def _opens(sentence: Sentence, at: int) -> int | None:
    """Where the parenthesis opens that a comma before word ``at`` closes."""
    for k in range(at - 1, max(0, at - 12), -1):
        if sentence.hard[k]:
            return None
        if sentence.comma[k]:
            return k
    return None


def _is_head(sentence: Sentence, noun: Noun, verb: int) -> bool:
    """Whether a noun ends its phrase, so that it and not a word after it is the subject."""
    following = noun.last + 1
    if following >= verb:
        return True
    word = sentence.words[following]
    return (
        sentence.comma[following]
        or word in PREPOSITIONS
        or word in RELATIVE
        or word in AND
        or word.endswith(("ed", "ing", "ly"))
        or word in ("who", "there", "alike", "themselves", "abroad", "here", "overseas", "s")
    )


def governed(sentence: Sentence, noun: Noun) -> bool:
    """Whether a preposition governs a noun: *victims of brokers*."""
    at = noun.first - 1
    for _ in range(4):
        if at < 0 or sentence.hard[at + 1] or at in sentence.ending:
            return False
        if sentence.comma[at + 1]:
            return False
        word = sentence.words[at]
        if word in PREPOSITIONS or (
            word.endswith("ing") and (at - 1 in sentence.ending or word in finding_lexicon().verbs)
        ):
            return True
        if word in CLAUSE or word in RELATIVE or word in AND:
            return False
        at -= 1
    return False


def _first_of_clause(sentence: Sentence, at: int) -> Noun | None:
    low = at
    while (
        low > 0
        and not sentence.hard[low]
        and sentence.words[low] not in ("that", "because", "bahwa", "karena")
    ):
        low -= 1
    for noun in sentence.nouns:
        if low <= noun.first and noun.last <= at and not governed(sentence, noun):
            return noun
    return None


def object_after(
    sentence: Sentence, at: int, wanted: frozenset[str], *, end: int | None = None
) -> tuple[Noun | None, bool]:
    """What a verb is done to: the first noun of a wanted class in the phrase after it.

    Args:
        sentence: The sentence.
        at: The first word after the verb.
        wanted: Classes of nouns.
        end: Where the phrase ends at the latest.

    Returns:
        The noun, and whether the phrase counts something, which makes it a claim.
    """
    last = min(len(sentence.words), at + 10 if end is None else end)
    unknown, k = 0, at
    while k < last:
        if sentence.hard[k] or (sentence.comma[k] and unknown):
            return None, False
        noun = sentence.beginning.get(k)
        if noun is not None:
            if noun.classes & wanted:
                return noun, _counts(sentence, at, noun.first)
            following = sentence.words[noun.last + 1] if noun.last + 1 < last else ""
            named = "instrument" in wanted and sentence.text[sentence.starts[noun.first]].isupper()
            if (
                not named
                and following not in AND
                and following not in ("of", "s", "including", "such")
                and not (noun.last + 1 < last and sentence.comma[noun.last + 1])
            ):
                return None, False
            k = noun.last + 1
            continue
        word = sentence.words[k]
        if word in RELATIVE or word in CLAUSE:
            return None, False
        passed = (
            word in _PASSED or word in ("including", "termasuk", "as", "seperti") or "instrument" in wanted
        )
        if word in PREPOSITIONS and not passed:
            return None, False
        unknown += word not in _PASSED and word not in AND
        if unknown > 5:
            return None, False
        k += 1
    return None, False


def _counts(sentence: Sentence, first: int, last: int) -> bool:
    low = sentence.starts[first] if first < len(sentence.starts) else 0
    return bool(_COUNT.search(sentence.text[low : sentence.starts[last]].lower()))


_COUNT = re.compile(
    r"\d|\b(?:per ?cent|percent|persen|peratus|half|thirds?|quarters?|hundred|thousand|million|ribu|juta)\b"
)


def agent_after(sentence: Sentence, at: int, *, malay: bool, through: bool) -> Noun | None:
    """Who acts in a passive: *by brokers*, *oleh calo*, *dipukul majikan*.

    Args:
        sentence: The sentence.
        at: The first word after the verb.
        malay: An agent may follow a verb in *di-* at once.
        through: Whether *through brokers* names who acts.
    """
    for k in range(at, min(len(sentence.words), at + 12)):
        if sentence.hard[k]:
            return None
        noun = sentence.beginning.get(k)
        if malay and noun is not None and k == at and not noun.classes & {"migrant", "victim"}:
            return noun
        word = sentence.words[k]
        if word in _OTHER_VERBS or (word.endswith("ed") and k > at and sentence.words[k - 1] not in AND):
            return None
        if word in _NAMED_BY and (through or word in ("by", "oleh")):
            for j in range(k + 1, min(len(sentence.words), k + 6)):
                if sentence.hard[j] or sentence.words[j].endswith("ing"):
                    return None
                if (found := sentence.beginning.get(j)) is not None:
                    return found
            return None
        if word in CLAUSE or (word in RELATIVE and k > at):
            return None
    return None


def stated_as_fact(sentence: Sentence, first: int) -> bool:
    """Whether what begins at a word is said to be so: no advice, no condition, no ban, no risk stands before it."""
    low = first
    while low > 0 and not sentence.hard[low]:
        if sentence.words[low] in CONDITION or sentence.words[low] in (
            "because",
            "karena",
            "while",
            "sementara",
        ):
            break
        low -= 1
    if any(word in CONDITION for word in sentence.words[low:first]) and not any(
        sentence.comma[low + 1 : first + 1]
    ):
        return False
    if first and not sentence.hard[first] and sentence.words[first - 1] in _FEARED:
        return False
    if not _ASKED.isdisjoint(sentence.words[low:first]):
        return False
    before = sentence.text[sentence.starts[low] : sentence.starts[first]].lower()
    return not (NOT_A_FACT.search(before) or PREVENTS.search(before))
