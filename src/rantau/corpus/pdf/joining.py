"""Lines into running text: end-of-line hyphens, broken addresses, scripts without spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rantau.corpus.drafts import vocabulary, word_set
from rantau.corpus.pdf.lines import SPACELESS_FROM
from rantau.store.records import joiner

__all__ = ["HYPHENS", "Words", "join"]

HYPHENS = "-\u2010\u2011"
_TAIL = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?=[-\u2010\u2011]$)")
_HEAD = re.compile(r"^[^\W\d_]+(?:['’][^\W\d_]+)*")
_JOINTS = f"{HYPHENS}–"
"""Ends of lines that need a closer look."""
_NUMBER_ON = re.compile(r"\d+(?:[./]\w|$)")

# First parts that English writes with a hyphen more often than not.
_HYPHENATED = word_set(
    "cross self non well ex all half high low long short post pre mid anti co so man labour labor gender sex age child "
    "human state government community evidence rights survivor victim victims trafficking decision policy third second "
    "first two three four five six seven eight nine ten full part off on one socio multi semi quasi sub"
)
# Of these the solid form is as common: they need evidence of the hyphen, or a capital after it.
_EITHER = word_set("pre co so sub multi post anti semi socio on man all ex")


# No word by themselves: what stands before them is no first part of a compound ("labour-ers", "state-less").
_ENDINGS = word_set(
    "s es d ed er ers or ors ing ings ly ness less ful ment ments al ally ist ists ism hood hoods ship ships ity able "
    "ible ous ary ize ized ise ised ization isation itarian dom like wise ish en tion sion"
)


class Words:
    """The words of one document, as evidence of how a word parted at a line's end is spelt.

    Args:
        texts: The document's lines, as they stand.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts
        self._known: frozenset[str] | None = None

    def _words(self) -> frozenset[str]:
        if self._known is None:
            self._known = vocabulary(self._texts)
        return self._known

    def solid(self, before: str, after: str) -> bool:
        """Whether ``before`` and ``after``, parted by a hyphen at a line's end, are one word without it.

        The document decides where it has either form elsewhere. Else a hyphen stays before a capital, after a first
        part that is usually hyphenated, and between two words that each stand alone in the document.
        """
        if not after[:1].islower():
            return False
        low, tail = before.lower(), after.lower()
        known = self._words()
        if low + tail in known:
            return f"{low}-{tail}" not in known or len(low) < 3
        if f"{low}-{tail}" in known:
            return False
        if low in _HYPHENATED and low not in _EITHER:
            return tail in _ENDINGS
        return not (len(low) > 3 and len(tail) > 3 and low in known and tail in known)

    def part(self, before: str, after: str) -> bool:
        """The same where ``before`` stands behind a hyphen: "cross-bor-der", but not "state-of-the-art"."""
        known = self._words()
        return after[:1].islower() and (
            before.lower() + after.lower() in known or before.lower() not in known
        )


def join(texts: Sequence[str], words: Words) -> str:
    """Join the lines of a paragraph with one space each, undoing hyphenation at their ends."""
    if len(texts) == 1:
        return texts[0]
    whole = " ".join(texts)
    if whole.isascii() and "- " not in whole and "://" not in whole and "www." not in whole:
        return whole
    address = "://" in whole or "www." in whole
    out = [texts[0]]
    before = texts[0]
    for after in texts[1:]:
        last = before[-1:]
        if last in _JOINTS or last >= SPACELESS_FROM or address:
            out = [attach("".join(out), after, words)]
        else:
            out.append(f" {after}")
        before = after
    return "".join(out)


def attach(before: str, after: str, words: Words) -> str:
    """Add the next line to running text."""
    if not before or not after:
        return before + after
    last = before[-1]
    if last in HYPHENS:
        token = before[-200:].rsplit(" ", 1)[-1]
        if "://" in token:
            return before + after
        tail, head = _TAIL.search(token), _HEAD.match(after)
        if tail and head:
            first = tail.group()
            # "labour- and sex-trafficking": the hyphen hangs on purpose.
            if head.group() in ("and", "or", "to", "dan", "atau"):
                return f"{before} {after}"
            inner = tail.start() > 0 and token[tail.start() - 1] in HYPHENS
            solid = words.part(first, head.group()) if inner else words.solid(first, head.group())
            return (before[:-1] if solid else before) + after
        return before + after if before[-2:-1].isalnum() else f"{before} {after}"
    if last == "–" and before[-2:-1].isdigit() and after[0].isdigit():
        return before + after
    if last >= SPACELESS_FROM:
        return before + joiner(before, after) + after
    if last in "/_=?&%." or after[0] in "/_=?&%":
        token = before[-300:].rsplit(" ", 1)[-1]
        # A full stop may also end the sentence that the address stands in.
        goes_on = last != "." or after[0].islower() or _NUMBER_ON.match(after) is not None
        if ("://" in token or token.startswith("www.")) and goes_on:
            return before + after
    return f"{before} {after}"
