"""Who does what a verb says: the subject of a clause, as a description of somebody."""

from __future__ import annotations

import re

from rantau.evidence.speakers import NAME, Speaker, describe, is_name, tidy
from rantau.evidence.speech_lexicon import speech_lexicon

__all__ = ["main_subject", "person_in", "speaks_in", "starts_phrase", "subject_of"]

_LEADING = re.compile(
    r"^(?:(?:as|like|but|and|however|then|meanwhile|still|yet|later|once|also|indeed|for example|for instance"
    r"|similarly"
    r"|in contrast|likewise|another time|tetapi|namun|sementara|seperti|sebagaimana|misalnya|dan)\b,?\s+)+",
    re.IGNORECASE,
)

_PHRASE_START = re.compile(
    r"(?:a|an|one|another|the|two|three|four|five|several|some|many|most|both|other|a few|our|his|her|their|its"
    r"|my|\d{1,2}"
    r"|every|all|others|seorang|salah seorang|salah satu|para|beberapa|sebagian|seseorang|former|mantan|eks|ex|un|una"
    r"|une)\b",
    re.IGNORECASE,
)

_SPLIT = re.compile(
    r",\s+|;\s+|\s[-–—]\s|\s+(?:and|but|that|what|how|bahwa|while|because|when|where|although|though|until|dan"
    r"|tetapi|namun|sedangkan|ketika)\s+"
)

_RELATIVE = re.compile(r"\b(?:who|whom|yang)\s*(?:\w+ly\s+|has\s+|had\s+|later\s+|also\s+|once\s+){0,2}$")

_LAST_PHRASE = re.compile(
    r".*\b((?:a|an|one|another|the|several|some|seorang|salah seorang|salah satu|two|three|many)"
    r"\s+(?:[^\s,.;:]+\s*)+)$",
    re.IGNORECASE,
)

_QUOTED_AS = re.compile(
    r"\b(?:quot(?:es|ed|ing)|cit(?:es|ed|ing)|mengutip)\s+(?P<who>(?:an?|one|another|the|seorang|[A-Z]).*?)"
    r"(?:\s+as(?:\s+saying)?|\s+yang)?\s*$"
)

_ENDS_WITH_PRONOUN = re.compile(
    r"(?:^|\s)(she|he|they|She|He|They|dia|ia|mereka|beliau|Dia|Ia|Mereka|Beliau)(?:\s+(?:herself|himself|themselves"
    r"|sendiri))?$"
)

_FINITE = re.compile(
    r"\s(?:had|has|have|was|were|is|are|took|came|went|got|left|lost|gave|made|could|would|did|does|do|can|will|found"
    r"|felt|knew|saw|wanted|tried|adalah|sudah|telah|tidak|akan|bisa|berkumpul)\b"
)

_LONGEST_DESCRIPTION = 220


def speaks_in(sentence: str, language: str) -> tuple[int, Speaker] | None:
    """Who speaks in a sentence ("A deckhand recalled that a friend had fallen ill"), and where they are named."""
    verb = speech_lexicon().verb.search(sentence.lower(), 0, 260)
    if verb is None:
        return None
    speaker = subject_of(sentence[: verb.start()], language)
    if speaker is None or speaker.kind not in ("person", "name"):
        return None
    return max(0, sentence.find(speaker.text)), speaker


def subject_of(region: str, language: str) -> Speaker | None:
    """Who does what the verb after the region says."""
    region = region.rstrip()
    if not region:
        return None
    region = re.split(r"(?<=[a-z\d)\]”\"])[.!?]\s+(?=[A-Z])", region)[-1]
    if (last := _ENDS_WITH_PRONOUN.search(region)) is not None:
        return describe(last.group(1), language)
    if quoted := _QUOTED_AS.search(region):
        return person_in(quoted["who"], language)
    if relative := _RELATIVE.search(region):
        phrase = _LAST_PHRASE.match(region[: relative.start()].rstrip(" ,"))
        if phrase:
            return person_in(phrase.group(1), language)
        return main_subject(region[: relative.start()], language)
    return main_subject(region, language)


def main_subject(region: str, language: str) -> Speaker | None:
    """The clause nearest to the verb that begins with a noun phrase, with the appositions that lead up to it."""
    clauses: list[tuple[int, int]] = []
    low = 0
    bracketless = re.sub(r"\([^()]*\)", lambda match: "(" + "x" * (len(match.group()) - 2) + ")", region)
    for match in _SPLIT.finditer(bracketless):
        clauses.append((low, match.start()))
        low = match.end()
    clauses.append((low, len(region)))
    for number in range(len(clauses) - 1, -1, -1):
        start, end = clauses[number]
        clause = region[start:end]
        stripped = _LEADING.sub("", clause.lstrip())
        if not stripped or not starts_phrase(stripped):
            continue
        start = end - len(stripped)
        while number > 0:
            # "Ma Hla, 24, a garment worker from Bago": the name before what is said of it.
            before = region[clauses[number - 1][0] : clauses[number - 1][1]]
            between = region[clauses[number - 1][1] : clauses[number][0]]
            named = _LEADING.sub("", before.strip())
            if "," not in between and "–" not in between and "—" not in between:
                break
            if not (
                is_name(re.sub(r"\s*\([^()]*\)$", "", named))
                or re.fullmatch(r"(?:aged )?\d{1,2}", named)
                or _short_person(named, language)
            ):
                break
            start = clauses[number - 1][1] - len(named) - (len(before) - len(before.rstrip()))
            number -= 1
        speaker = person_in(region[start:], language, lenient=True)
        if speaker is not None:
            return speaker
    return None


def _short_person(text: str, language: str) -> bool:
    return (
        len(text.split()) <= 6
        and bool(_PHRASE_START.match(text))
        and describe(text, language).kind == "person"
    )


def starts_phrase(text: str) -> bool:
    lexicon = speech_lexicon()
    first = re.split(r"[\s,]", text.lower(), maxsplit=1)[0]
    if first in lexicon.pronouns or _PHRASE_START.match(text):
        return True
    if is_name(re.match(rf"{NAME}|", text).group() or "-"):  # type: ignore[union-attr]
        return True
    noun = lexicon.noun.match(text.lower())
    return noun is not None


def person_in(phrase: str, language: str, *, lenient: bool = False) -> Speaker | None:
    """What a phrase describes, cut where another clause begins.

    Args:
        phrase: A noun phrase and perhaps more.
        language: ISO 639-1.
        lenient: What a phrase with an indefinite article names is somebody, though its noun is not known: it speaks.
    """
    phrase = _cut(phrase.strip())
    if (finite := _FINITE.search(phrase)) is not None and not re.search(
        r"\b(?:who|whose|which|that|yang)\b", phrase[: finite.start()]
    ):
        phrase = phrase[: finite.start()]
    if (acted := _ACTED.search(phrase)) is not None:
        phrase = phrase[: acted.start(acted.lastgroup or 0)]
    speaker = describe(phrase, language)
    if speaker.kind == "none" and lenient and _INDEFINITE.match(phrase):
        speaker = Speaker(tidy(phrase), "person", assumed=True)
    return None if speaker.kind == "none" else speaker


_ACTED = re.compile(
    r"(?<=[A-Z][a-z])(?:[a-z]*)(?P<verb> [a-z]+ed )(?!in|by|from|at|for|to|with|on|as|under|during)"
    r"|(?P<did>,? [a-z]+ed )(?=(?:the|an?|his|her|their|its|that|them|him|us|local|all|when|at)\b)"
    r"|(?P<alone>, [a-z]+ed)$"
)
"""A verb after its subject, with what it is done to."""

_INDEFINITE = re.compile(r"(?:an?|one|another|seorang)\s+\w", re.IGNORECASE)


def _cut(phrase: str) -> str:
    return phrase[:_LONGEST_DESCRIPTION]
