"""Whom a document has introduced so far: who "she" is, and what was said of a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rantau.evidence.quotations import find_quotations
from rantau.evidence.speakers import NAME, PSEUDONYM, Speaker, is_name, people_in
from rantau.evidence.speech_lexicon import speech_lexicon
from rantau.evidence.subjects import speaks_in
from rantau.store.records import Passage

__all__ = ["Introductions", "name_key", "outside_quotations"]

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
        for low, high in _pieces(outside):
            told = speaks_in(outside[low:high], language)
            if told is not None:
                start = low + told[0]
                covers = [one for one in found if one[0] < start + len(told[1].text) and start < one[1]]
                longest = max((one[1] - one[0] for one in covers if one[2].type != "unknown"), default=0)
                if len(told[1].text) > longest:
                    found = [one for one in found if one not in covers]
                    found.append((start, start + len(told[1].text), told[1]))
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
            behind: Its text before the quotation, since somebody spoke last.
            pronoun: "she", "one of them".
            just_spoke: Who spoke last in the same passage, before ``behind`` begins.
            language: ISO 639-1.
        """
        found = self._stood_for(outside_quotations(behind), pronoun, language, just_spoke)
        if found is not None:
            return found
        seen = 0
        for at in range(number - 1, -1, -1):
            passage = self._passages[at]
            if passage.kind == "heading" or seen == _LOOKS_BACK:
                break
            if passage.kind not in _BODY_KINDS:
                continue
            seen += 1
            spoke = [speaker for back, speaker in self._spoke if back == at and _fits(pronoun, speaker)]
            last = spoke[-1] if spoke else None
            found = self._stood_for(outside_quotations(passage.text), pronoun, language, last)
            if found is not None:
                return found
        said = "" if pronoun.text.endswith("nya") else pronoun.text
        return Speaker(said, "pronoun", "unknown", pronoun.sex, True)

    def _stood_for(
        self, outside: str, pronoun: Speaker, language: str, spoke: Speaker | None
    ) -> Speaker | None:
        """Whom a pronoun after a stretch of text stands for.

        The last who is the subject of a sentence in it; else who spoke before it; else the last it names at all. Who
        spoke gives way only to somebody brought in anew: by name, or as "a", "one" or "another".
        """
        starts = _sentence_starts(outside)
        subject: Speaker | None = None
        other: Speaker | None = None
        for start, _, person in self.people(outside, language):
            if not _fits(pronoun, person):
                continue
            if any(start - 3 <= low <= start for low in starts) or _AFTER_OPENING.search(outside, 0, start):
                if spoke is None or _BROUGHT_IN.match(person.text):
                    subject = person
            elif person.type != "company":
                other = person
        return subject or (spoke if spoke is not None and _fits(pronoun, spoke) else None) or other

    def settled(self, number: int, speaker: Speaker, *, first_person: bool, of_kin: bool) -> Speaker:
        """A name by what was said of it before; a person without a role is taken for a migrant, or for kin of one.

        Args:
            number: The passage's place among the passages.
            speaker: Who speaks.
            first_person: They speak of themselves.
            of_kin: They tell of what befell a child, spouse, parent or sibling.
        """
        of_kin = of_kin or _LOST_KIN.search(self._passages[number].text) is not None
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


_KIN = r"(?:husband|wife|son|daughter|brother|sister|father|mother)"
_LOST_KIN = re.compile(
    rf"\b(?:her|his|their) {_KIN}(?:['’]s)? (?:body|remains|coffin|death|grave|died|was killed|disappeared"
    rf"|went missing)\b"
    rf"|\b(?:body|remains|coffin|death) of (?:her|his|their) {_KIN}\b|\bjenazah (?:suami|istri|anak|ayah|ibu"
    rf"|kakak|adik)nya\b"
)
_OPENING_WORDS = (
    r"(?:In|At|On|After|Before|During|For|When|Since|By|With|From|Near|Outside|Inside"
    r"|Di|Pada|Setelah|Ketika|Dalam)"
)
_AFTER_OPENING = re.compile(rf"(?:^|[.!?]\s+){_OPENING_WORDS}\b[^.!?]{{0,80}},\s+$")
"""An adverbial that opens a sentence, before its subject."""
_BROUGHT_IN = re.compile(
    r"(?:An?|One|Another|Seorang|Salah|[A-ZÀ-Þ][a-zà-ÿ'’]+)\b(?<!\bThe)(?<!\bHer)(?<!\bHis)(?<!\bTheir)|\[name"
)
_MANY = re.compile(
    r"(?:the\s+)?(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|some|many|most|both"
    r"|other|few|all|\d{2,}|para"
    r"|beberapa|sebagian|dua|tiga|empat|lima|banyak)\b",
    re.IGNORECASE,
)
_MANY_NOUN = re.compile(
    r"(?:^|\s)(?:women|men|children|people|girls|boys|\w+(?:er|or|nt|ee|ive|al|ist|or)s)\b(?!['’])",
    re.IGNORECASE,
)


def _pieces(text: str) -> list[tuple[int, int]]:
    starts = _sentence_starts(text)
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _sentence_starts(text: str) -> list[int]:
    """Where sentences begin in a text, near enough for telling a subject."""
    starts = [len(text) - len(text.lstrip())]
    starts.extend(match.end() for match in re.finditer(r"[.!?…]\s+(?=[A-Z\[])", text))
    return starts


def _is_many(description: str) -> bool:
    """Whether a description is of more than one."""
    core = re.split(r"[,(]|\s(?:who|from|in|of|at|with|yang|dari|asal|di)\s", description)[0]
    if re.match(
        r"(?:one|an?|another|seorang|salah)\b(?! (?:dozen|group|few|handful|couple|number|team))",
        core,
        re.IGNORECASE,
    ):
        return False
    return bool(_MANY.match(core) or _MANY_NOUN.search(core))


def _fits(pronoun: Speaker, person: Speaker) -> bool:
    if person.kind not in ("person", "name") or not person.text:
        return False
    if pronoun.sex and person.sex and pronoun.sex != person.sex:
        return False
    several = pronoun.text.lower() in ("they", "mereka") or " of " in pronoun.text
    return several or not _is_many(person.text)
