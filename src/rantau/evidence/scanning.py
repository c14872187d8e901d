"""A sentence made ready to be read: digits plain, what is no evidence blotted out, words found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rantau.evidence.lexicon import lexicon
from rantau.evidence.negatives import mask, masked_spans, speech_spans
from rantau.evidence.tokens import Word, plain_digits, words_of

__all__ = ["Scanned", "may_hold_number", "scan"]


@dataclass(frozen=True, slots=True)
class Scanned:
    """A sentence with its negatives blotted out; all have the same length and offsets."""

    original: str
    plain: str
    """With digits of any script written as 0-9."""
    text: str
    """With citations, laws, dates, methods and speech blotted out."""
    words: tuple[Word, ...]
    """The words of ``text``."""


_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_ASCII_BLANKS = {code: " " for code in range(128) if not chr(code).isalpha()}


def may_hold_number(text: str) -> bool:
    """Quick look whether a text can hold a quantity at all."""
    if _DIGIT.search(text):
        return True
    lowered = text.lower()
    # Splitting is five times as fast as the pattern, and finds the same words where all letters are ASCII.
    words = lowered.translate(_ASCII_BLANKS).split() if text.isascii() else _LETTERS.findall(lowered)
    return not lexicon().number_words.isdisjoint(words)


def scan(
    sentence: str, citations: Iterable[tuple[int, int]] = (), speech: Sequence[tuple[int, int]] | None = None
) -> Scanned:
    """Make a sentence ready.

    Args:
        sentence: The sentence.
        citations: Spans of citations in it; their numbers are years and pages.
        speech: Spans in which a person is quoted speaking; found here unless given.
    """
    plain = plain_digits(sentence)
    spans = masked_spans(plain, citations)
    spans.extend(speech_spans(sentence) if speech is None else speech)
    text = mask(plain, spans)
    return Scanned(sentence, plain, text, words_of(text))
