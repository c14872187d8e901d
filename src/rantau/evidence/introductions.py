"""Whom a document has introduced so far: who "she" is, and what was said of a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rantau.evidence.quotations import find_quotations
from rantau.evidence.speakers import NAME, Speaker, is_name, people_in
from rantau.evidence.speech_lexicon import speech_lexicon
from rantau.store.records import Passage

__all__ = ["PSEUDONYM", "Introductions", "name_key", "outside_quotations"]

PSEUDONYM: Final = re.compile(r"\[(?:name|phone|id|address|account|plate|handle|e-mail) \d+\]")
"""What stands in stored text for something that names a person."""

_BODY_KINDS = frozenset({"paragraph", "list_item", "quote", "footnote", "endnote", "caption"})
_LOOKS_BACK = 3
"""Passages over which a pronoun reaches back, an assumption."""
_SUBJECT = re.compile(rf"(?:^|[.!?]\s+)(?P<name>{NAME})\s+(?=[a-z]+(?:ed|t|d|k|w|n|s|nya)\b)")
"""A name that opens a sentence and does something."""


def outside_quotations(text: str) -> str:
    """A text with its quotations blotted out, every offset kept."""
    for one in find_quotations(text):
        text = text[: one.outer] + " " * (one.outer_end - one.outer) + text[one.outer_end :]
    return text


def name_key(name: str) -> str:
    """What a name is known by: without titles and what is said after it, its last word; a pseudonym whole."""
    if (pseudonym := PSEUDONYM.search(name)) is not None:
        return pseudonym.group()
    titles = speech_lexicon().titles
    words = [
        word
        for word in re.split(r"\s+", re.split(r"[,(]", name)[0])
        if word and word[0].isupper() and word.lower() not in titles
    ]
    return words[-1] if words else ""


class Introductions:
    """Remembers who spoke and who was named in one document.

    Args:
        passages: All passages of the document.
        language: The document's main language.
    """

    def __init__(self, passages: Sequence[Passage], language: str) -> None:
        self._passages = passages
        self._language = language
        self._spoke: list[tuple[int, Speaker]] = []
        self._names: dict[str, Speaker] = {}
        self._strangers: set[str] = set()
        self._persons: dict[str, bool] = {}

    def remember(self, number: int, speaker: Speaker) -> None:
        """Somebody spoke in passage ``number``."""
        if speaker.kind in ("none", "pronoun"):
            return
        self._spoke.append((number, speaker))
        key = name_key(speaker.text)
        if speaker.type != "unknown" and len(key) >= 3 and is_name(re.split(r"[,(]", speaker.text)[0]):
            self._names.setdefault(key, speaker)

    def people(self, outside: str, language: str) -> list[tuple[int, int, Speaker]]:
        """People described in a text, and those named in it of whom something was said before."""
        found = people_in(outside, language)
        for key, speaker in self._names.items():
            at = outside.rfind(key)
            if at >= 0 and not any(low <= at < high for low, high, _ in found):
                found.append((at, at + len(key), speaker))
        for match in _SUBJECT.finditer(outside):
            if is_name(match["name"]) and self._is_persons(name_key(match["name"])):
                found.append((match.start("name"), match.end("name"), Speaker(match["name"], "name")))
        return sorted(found, key=lambda one: one[0])

    def stands_for(
        self, number: int, behind: str, pronoun: Speaker, just_spoke: Speaker | None, language: str
    ) -> Speaker:
        """The nearest description before a pronoun that it can stand for.

        Args:
            number: The passage's place among the passages.
            behind: Its text before the quotation.
            pronoun: "she", "one of them".
            just_spoke: Who spoke last in the same passage.
            language: ISO 639-1.
        """
        for _, _, person in reversed(self.people(outside_quotations(behind), language)):
            if _fits(pronoun, person) and person.type != "company":
                return person
        if just_spoke is not None and _fits(pronoun, just_spoke):
            return just_spoke
        for back, speaker in reversed(self._spoke):
            if number - back > _LOOKS_BACK:
                break
            if _fits(pronoun, speaker):
                return speaker
        seen = 0
        for passage in reversed(self._passages[:number]):
            if passage.kind == "heading" or seen == 2:
                break
            if passage.kind not in _BODY_KINDS:
                continue
            seen += 1
            for _, _, person in reversed(people_in(outside_quotations(passage.text), language)):
                if _fits(pronoun, person):
                    return person
        said = "" if pronoun.text.endswith("nya") else pronoun.text
        return Speaker(said, "pronoun", "unknown", pronoun.sex, True)

    def settled(self, number: int, speaker: Speaker, *, first_person: bool, of_kin: bool) -> Speaker:
        """A name by what was said of it before; a person without a role is taken for a migrant, or for kin of one.

        Args:
            number: The passage's place among the passages.
            speaker: Who speaks.
            first_person: They speak of themselves.
            of_kin: They tell of what befell a child, spouse, parent or sibling.
        """
        if speaker.kind == "name":
            known = self._known(number, speaker)
            if known is not None:
                return replace(known, text=max(speaker.text, known.text, key=len))
            alone = " " not in speaker.text or any(letter.isdigit() for letter in speaker.text)
            if speaker.sex or first_person or alone:
                return replace(speaker, kind="person", type="family" if of_kin else "migrant", assumed=True)
            return speaker
        if speaker.type == "unknown" and speaker.assumed and of_kin:
            return replace(speaker, type="family")
        plain = speaker.assumed or speaker.kind == "none"
        if speaker.type == "unknown" and plain and (first_person or speaker.kind == "person"):
            return replace(speaker, type="migrant", assumed=True)
        return speaker

    def _known(self, number: int, speaker: Speaker) -> Speaker | None:
        """What the text said of a name so far."""
        key = name_key(speaker.text)
        if key in self._names:
            return self._names[key]
        if len(key) < 3 or key in self._strangers:
            return None
        for passage in self._passages[: number + 1]:
            if key not in passage.text or passage.kind in ("reference", "heading"):
                continue
            for _, _, person in people_in(outside_quotations(passage.text), self._language):
                if key in person.text and not person.assumed and person.kind == "person":
                    self._names[key] = person
                    return person
        self._strangers.add(key)
        return None

    def _is_persons(self, key: str) -> bool:
        """Whether a word is the last of a longer name somewhere, or a pseudonym."""
        if key.startswith("["):
            return True
        if len(key) < 3 or not key[0].isupper():
            return False
        if key not in self._persons:
            pattern = re.compile(rf"[A-Z][a-z]+ {re.escape(key)}(?!\w)")
            self._persons[key] = any(
                key in passage.text and pattern.search(passage.text) is not None for passage in self._passages
            )
        return self._persons[key]


def _fits(pronoun: Speaker, person: Speaker) -> bool:
    return person.kind in ("person", "name") and (
        not pronoun.sex or not person.sex or pronoun.sex == person.sex
    )
