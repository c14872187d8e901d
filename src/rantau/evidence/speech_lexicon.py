"""The words of speaking and of speakers, read once from ``speech.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

__all__ = ["Noun", "NounKind", "Sex", "SpeechLexicon", "alternation", "speech_lexicon"]

Sex = Literal["female", "male", ""]
NounKind = Literal["role", "position", "person", "work"]


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that a speaker, or what is quoted in a speaker's stead, is called by."""

    kind: NounKind
    type: str
    """Kind of speaker; of a position, what it is where no body is named; empty for people at large."""
    sex: Sex = ""
    body: bool = False
    """Names a body (a ministry, a company), not a person."""


@dataclass(frozen=True, slots=True)
class SpeechLexicon:
    """Words and the patterns made of them. All patterns but those of names are for lower-case text."""

    nouns: Mapping[str, Noun]
    noun: re.Pattern[str]
    verb: re.Pattern[str]
    work_verbs: frozenset[str]
    """Verbs that a work can be the subject of as well as a person."""
    attribution: re.Pattern[str]
    """"According to" and its like, at the start of a stretch."""
    naming_before: re.Pattern[str]
    """At the end of what stands before a quotation that names something."""
    naming_after: re.Pattern[str]
    """At the start of what follows such a quotation."""
    question: re.Pattern[str]
    pronouns: Mapping[str, Sex | Literal["work"]]
    titles: Mapping[str, str]
    """Title before a name to a kind of speaker, or a sex."""
    singular: re.Pattern[str]
    """First person singular."""
    plural: re.Pattern[str]
    interview: re.Pattern[str]
    recorded: re.Pattern[str]
    function_words: frozenset[str]
    """Words that open a sentence with a capital and are no name."""
    upper: frozenset[str]
    """Acronyms that are common words in lower case."""


def alternation(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def _plural(word: str) -> list[str]:
    if word.endswith("y") and len(word) > 3 and word[-2] not in "aeou":
        return [word, f"{word[:-1]}ies"]
    if word.endswith("man") and len(word) > 4:
        return [word, f"{word[:-3]}men"]
    return [word]


@lru_cache(maxsize=1)
def speech_lexicon() -> SpeechLexicon:
    """Read the words that ship with the package."""
    data: dict[str, Any] = tomllib.loads(
        resources.files("rantau.evidence").joinpath("speech.toml").read_text(encoding="utf-8")
    )
    nouns = _nouns(data)
    verbs = [verb for forms in data["verbs"].values() for verb in forms]
    pronouns: dict[str, Any] = {
        word: ("" if sex == "any" else sex) for sex, words in data["pronouns"].items() for word in words
    }
    titles = {word: kind for kind, words in data["titles"].items() for word in words}
    terms, first = data["terms"], data["first_person"]
    return SpeechLexicon(
        nouns=nouns,
        noun=re.compile(rf"(?<![\w'’])({alternation(nouns)})(?:e?s|nya)?(?![\w])"),
        verb=re.compile(rf"(?<![\w-])({alternation(verbs)})(?![\w-])"),
        work_verbs=frozenset(data["cites"]["works"]),
        attribution=re.compile(rf"(?:{alternation(data['attributions']['before'])})\s+"),
        naming_before=re.compile(
            rf"(?<![\w-])(?:{alternation(terms['before'])})(?:\s+(?:an?|the|her|him|them|it))?\s*[:,]?\s*$"
        ),
        naming_after=re.compile(
            rf"\s*(?:\([^()]{{1,40}}\)\s*)?(?:[a-z-]+\s+){{0,1}}(?:{alternation(terms['after'])})s?(?![\w-])"
        ),
        question=re.compile(rf"(?<![\w-])(?:{alternation(terms['questions'])})(?![\w-])"),
        pronouns=pronouns,
        titles=titles,
        singular=re.compile(
            rf"(?<![\w'’-])(?:{alternation(first['singular'])})(?:['’](?:m|ve|d|ll))?(?![\w-])"
        ),
        plural=re.compile(rf"(?<![\w'’-])(?:{alternation(first['plural'])})(?![\w-])"),
        interview=re.compile(rf"(?<![\w-])(?:{alternation(data['interviews']['cues'])})s?(?![\w-])"),
        recorded=re.compile(
            rf"(?<![\w-])(?:{alternation(data['interviews']['recorded'])})\s+", re.IGNORECASE
        ),
        function_words=frozenset(data["function_words"]["any"]),
        upper=frozenset({"un", "iom", "ilo", "mp", "pt", "ngo", "uu", "act", "ceo", "sbmi"}),
    )


def _nouns(data: Mapping[str, Any]) -> dict[str, Noun]:
    bodies = frozenset(data["bodies"]["any"])
    sexes: dict[str, Sex] = {word: sex for sex in ("female", "male") for word in data["sexes"][sex]}
    nouns: dict[str, Noun] = {}
    for words in data["works"].values():
        for word in words:
            nouns.update(dict.fromkeys(_plural(word), Noun("work", "")))
    for sex, words in data["people"].items():
        noun = Noun("person", "", "" if sex == "any" else sex)
        for word in words:
            nouns.update(dict.fromkeys(_plural(word), noun))
    for kind, words in data["roles"].items():
        for word in words:
            made = Noun("role", kind, sexes.get(word, ""), word in bodies)
            nouns.update(dict.fromkeys(_plural(word), made))
    for word, kind in data["positions"].items():
        nouns.update(dict.fromkeys(_plural(word), Noun("position", kind, sexes.get(word, ""))))
    return nouns
