"""What the readers of unpaged and loosely paged formats share: drafts of blocks, and pages made of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rantau.corpus.model import Block, PageText
from rantau.framework.words import BlockKind

__all__ = [
    "CALL",
    "SUPERSCRIPTS",
    "Draft",
    "clean",
    "compose",
    "dehyphenate",
    "lay_out",
    "note_call",
    "raise_digits",
    "vocabulary",
    "word_set",
]

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
CALL = "\x0e"
"""Stands before a note call until the text is cleaned: calls of notes 1 and 2 side by side are no call of note 12."""
_ADJACENT_CALLS = re.compile(rf"(?<=[{SUPERSCRIPTS}])\s*{CALL}(?=[{SUPERSCRIPTS}])")
_RAISE = str.maketrans("0123456789", SUPERSCRIPTS)

# Soft hyphens, zero-width spaces, marks of writing direction, byte-order marks: invisible, and in the way of every
# search. The zero-width joiner and non-joiner (200C, 200D) stay: they change how a word is written.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\uffff]"
)
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


@dataclass(slots=True)
class Draft:
    """A block before the page it stands on has been laid out. ``page`` counts from 1."""

    kind: BlockKind
    text: str
    level: int = 0
    label: str = ""
    continues: bool = False
    page: int = 1


def word_set(words: str) -> frozenset[str]:
    """The words of a string that lists them."""
    return frozenset(words.split())


# Thai and Lao AM, where it is written as the two signs it is made of (NFC leaves them), with a tone mark between.
_THAI_AM = re.compile("([\u0e48-\u0e4b]?)\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_LAO_AM = re.compile("([\u0ec8-\u0ecb]?)\u0ecd([\u0ec8-\u0ecb]?)\u0eb2")


def compose(text: str) -> str:
    """Text in NFC, Thai and Lao AM as one sign."""
    if "\u0e4d" in text:
        text = _THAI_AM.sub("\\1\\2\u0e33", text)
    if "\u0ecd" in text:
        text = _LAO_AM.sub("\\1\\2\u0eb3", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Text on one line: NFC, white space collapsed, invisible and control characters gone."""
    if CALL in text:
        text = _ADJACENT_CALLS.sub(",", text).replace(CALL, "")
    if not text.isascii():
        text = _INVISIBLE.sub("", _SURROGATES.sub("\ufffd", text))
        text = compose(text)
    return _SPACES.sub(" ", _CONTROLS.sub(" ", text)).strip()


def raise_digits(text: str) -> str:
    """``12`` as ``¹²``; other characters stay."""
    return text.translate(_RAISE)


def note_call(mark: str) -> str:
    """How a call to the note with this mark is written in running text, before it is cleaned."""
    return CALL + raise_digits(mark) if mark.isascii() and mark.isdigit() else f"[^{mark}]"


_WORD = re.compile(r"[^\W\d_]+(?:[-‐\u2011][^\W\d_]+)*")


_PARTING = re.compile(r"[-‐\u2011][ \t]*\n\s*")
_LONGEST_WORD = 100


def vocabulary(lines: Iterable[str]) -> frozenset[str]:
    """The words of a document in lower case, hyphenated compounds as one: what :func:`dehyphenate` looks at.

    The halves of words that line ends part are no words.
    """
    whole = _PARTING.sub("\0", "\n".join(lines).lower())
    # Each string between spaces is looked at once, however often it comes.
    found = (word for word in set(whole.split()) if len(word) <= _LONGEST_WORD and "\0" not in word)
    return frozenset(_WORD.findall(" ".join(found)))


_LAST_HALF = re.compile(r"([^\W\d_]+)[-‐]$")
_FIRST_HALF = re.compile(r"[^\W\d_]+")


def dehyphenate(before: str, after: str, words: frozenset[str]) -> str | None:
    """Two lines as one where a hyphen at the end of the first parts a word; None where it does not.

    The hyphen goes where the document has the word without it elsewhere, or has no such compound and both halves
    read as parts of one word (the second is no word of the document by itself).
    """
    left, right = _LAST_HALF.search(before[-_LONGEST_WORD:]), _FIRST_HALF.match(after)
    if left is None or right is None or not right[0][0].islower():
        return None
    whole, compound = left[1] + right[0], f"{left[1]}-{right[0]}"
    if whole.lower() in words:
        return before[:-1] + after
    if compound.lower() in words or (right[0].lower() in words and left[1].lower() in words):
        return before[:-1] + "-" + after
    return before[:-1] + after


def lay_out(drafts: Sequence[Draft], labels: Sequence[str | None] = ()) -> tuple[PageText, ...]:
    """Pages with their text and blocks, from drafts in reading order.

    Args:
        drafts: Blocks; their pages do not decrease. Empty ones are left out.
        labels: The number printed on each page, where known.

    Returns:
        Every page from 1 to the last that has text; a page between without text is kept empty. At least one page.
    """
    kept = [draft for draft in drafts if draft.text]
    last = max((draft.page for draft in kept), default=1)
    by_page: list[list[Draft]] = [[] for _ in range(last)]
    for draft in kept:
        by_page[draft.page - 1].append(draft)
    pages = []
    for number, standing in enumerate(by_page, start=1):
        blocks: list[Block] = []
        position = 0
        for draft in standing:
            end = position + len(draft.text)
            blocks.append(
                Block(
                    kind=draft.kind,
                    start=position,
                    end=end,
                    level=draft.level if draft.kind == "heading" else 0,
                    label=draft.label,
                    continues=draft.continues,
                )
            )
            position = end + 1
        text = "\n".join(draft.text for draft in standing)
        if standing and standing[-1].kind == "table":
            # Lets the rows of a table that goes on over the page join as rows.
            text += "\n"
        label = labels[number - 1] if number <= len(labels) else None
        pages.append(PageText(number=number, label=label, text=text, blocks=tuple(blocks)))
    return tuple(pages)
