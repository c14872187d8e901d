"""Word forms of verbs and nouns: English inflection, and the affixes of Indonesian and Malay."""

from __future__ import annotations

from typing import Literal, NamedTuple

from rantau.evidence.findings.words import word_set

__all__ = ["Form", "english_verb", "malay_verb", "plural_of"]

FormKind = Literal["base", "s", "past", "participle", "ing", "active", "passive", "state"]
"""``active``, ``passive`` and ``state`` are of Indonesian and Malay: *menahan*, *ditahan*, *tertipu*."""


class Form(NamedTuple):
    """One form of a verb."""

    word: str
    kind: FormKind


_IRREGULAR = {
    "be": ("is", "was", "been", "being"),
    "have": ("has", "had", "had", "having"),
    "do": ("does", "did", "done", "doing"),
    "go": ("goes", "went", "gone", "going"),
    "hold": ("holds", "held", "held", "holding"),
    "withhold": ("withholds", "withheld", "withheld", "withholding"),
    "keep": ("keeps", "kept", "kept", "keeping"),
    "take": ("takes", "took", "taken", "taking"),
    "beat": ("beats", "beat", "beaten", "beating"),
    "steal": ("steals", "stole", "stolen", "stealing"),
    "sell": ("sells", "sold", "sold", "selling"),
    "resell": ("resells", "resold", "resold", "reselling"),
    "buy": ("buys", "bought", "bought", "buying"),
    "lend": ("lends", "lent", "lent", "lending"),
    "pay": ("pays", "paid", "paid", "paying"),
    "underpay": ("underpays", "underpaid", "underpaid", "underpaying"),
    "send": ("sends", "sent", "sent", "sending"),
    "bring": ("brings", "brought", "brought", "bringing"),
    "seek": ("seeks", "sought", "sought", "seeking"),
    "flee": ("flees", "fled", "fled", "fleeing"),
    "fall": ("falls", "fell", "fallen", "falling"),
    "lose": ("loses", "lost", "lost", "losing"),
    "hide": ("hides", "hid", "hidden", "hiding"),
    "bind": ("binds", "bound", "bound", "binding"),
    "give": ("gives", "gave", "given", "giving"),
    "get": ("gets", "got", "got", "getting"),
    "make": ("makes", "made", "made", "making"),
    "mislead": ("misleads", "misled", "misled", "misleading"),
    "cut": ("cuts", "cut", "cut", "cutting"),
    "hit": ("hits", "hit", "hit", "hitting"),
    "leave": ("leaves", "left", "left", "leaving"),
    "drive": ("drives", "drove", "driven", "driving"),
    "shoot": ("shoots", "shot", "shot", "shooting"),
    "freeze": ("freezes", "froze", "frozen", "freezing"),
    "choose": ("chooses", "chose", "chosen", "choosing"),
    "see": ("sees", "saw", "seen", "seeing"),
    "know": ("knows", "knew", "known", "knowing"),
    "understand": ("understands", "understood", "understood", "understanding"),
    "eat": ("eats", "ate", "eaten", "eating"),
    "come": ("comes", "came", "come", "coming"),
    "run": ("runs", "ran", "run", "running"),
    "sink": ("sinks", "sank", "sunk", "sinking"),
    "lie": ("lies", "lied", "lied", "lying"),
    "tie": ("ties", "tied", "tied", "tying"),
    "shake": ("shakes", "shook", "shaken", "shaking"),
    "sweep": ("sweeps", "swept", "swept", "sweeping"),
    "beg": ("begs", "begged", "begged", "begging"),
    "offer": ("offers", "offered", "offered", "offering"),
    "harbour": ("harbours", "harboured", "harboured", "harbouring"),
    "turn": ("turns", "turned", "turned", "turning"),
    "try": ("tries", "tried", "tried", "trying"),
    "undergo": ("undergoes", "underwent", "undergone", "undergoing"),
}
"""Third person, past, participle and -ing form of verbs that no rule gives."""
_DOUBLED = word_set(
    "ban trap tip kidnap traffic scam whip slap refer deter ship rob transfer equip compel"
    " stop drop admit patrol enrol expel label bar plan"
)
"""Verbs whose last consonant is doubled; a word here that doubles nothing is caught by its ending."""
_BE = ("am", "is", "are", "was", "were")
_IRREGULAR_PLURALS = {
    "person": "people", "woman": "women", "man": "men", "child": "children", "wife": "wives", "police": "police",
    "policeman": "policemen", "foreman": "foremen", "fisherman": "fishermen", "middleman": "middlemen",
    "fisherfolk": "fisherfolk", "personnel": "personnel", "staff": "staff", "navy": "navies",
}  # fmt: skip
_VOWELS = "aeiou"


def english_verb(lemma: str) -> tuple[Form, ...]:
    """Every form of an English verb, each word with its kind; one word may be of two kinds (*held*)."""
    if lemma in _IRREGULAR:
        third, past, participle, ing = _IRREGULAR[lemma]
    else:
        third = _plain_s(lemma)
        stem = lemma
        if lemma == "traffic":
            stem = "traffick"
        elif (
            lemma in _DOUBLED
            and lemma[-1] not in _VOWELS
            and lemma[-2] in _VOWELS
            and lemma[-3] not in _VOWELS
        ):
            stem = lemma + lemma[-1]
        if lemma.endswith("e"):
            past, ing = lemma + "d", lemma[:-1] + "ing"
        elif lemma.endswith("y") and lemma[-2] not in _VOWELS:
            past, ing = lemma[:-1] + "ied", lemma + "ing"
        else:
            past, ing = stem + "ed", stem + "ing"
        participle = past
    forms = [
        Form(lemma, "base"),
        Form(third, "s"),
        Form(past, "past"),
        Form(participle, "participle"),
        Form(ing, "ing"),
    ]
    if lemma == "be":
        forms += [Form(word, "past") for word in _BE]
    return tuple(dict.fromkeys(forms))


def _plain_s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def plural_of(noun: str) -> str:
    """The plural of an English noun phrase; one that is plural already is given back."""
    head = noun.rpartition(" ")
    last = head[2]
    for single, many in _IRREGULAR_PLURALS.items():
        if last in (single, many):
            return f"{head[0]} {many}".strip()
    if last.endswith("s") and not last.endswith(("ss", "us", "boss")):
        return noun
    return f"{head[0]} {_plain_s(last)}".strip()


def malay_verb(root: str) -> tuple[Form, ...]:
    """The active, passive and plain forms of an Indonesian or Malay root: *tahan*, *menahan*, *ditahan*.

    A root that begins with ``=`` is a word as it stands; *di-* makes it passive, *ter-* a state.
    """
    if root.startswith("="):
        word = root[1:]
        kind: FormKind = (
            "passive" if word.startswith("di") else "state" if word.startswith("ter") else "active"
        )
        return (Form(word, kind),)
    return (Form(_nasal(root), "active"), Form("di" + root, "passive"), Form("ter" + root, "state"))


def _nasal(root: str) -> str:
    first = root[0]
    if len(root) <= 4 and root[:1] not in _VOWELS and sum(letter in _VOWELS for letter in root) == 1:
        return "menge" + root
    if first == "p" and not root.startswith("pr"):
        return "mem" + root[1:]
    if first == "t":
        return "men" + root[1:]
    if first == "k":
        return "meng" + root[1:]
    if first == "s":
        return "meny" + root[1:]
    if first in "bfvp":
        return "mem" + root
    if first in "dcjz":
        return "men" + root
    if first in _VOWELS + "gh":
        return "meng" + root
    return "me" + root
