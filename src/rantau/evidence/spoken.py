"""Whether words in quotation marks are somebody's own, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rantau.evidence.attribution import Tag
from rantau.evidence.speakers import Speaker
from rantau.evidence.speech_lexicon import speech_lexicon
from rantau.store.records import Citation

__all__ = ["Looks", "Setting", "is_testimony", "looks_at"]


@dataclass(frozen=True, slots=True)
class Setting:
    """A quotation with what stands beside it."""

    quote: str
    lead: str
    """From the start of its sentence (or the quotation before) to the mark."""
    tail: str
    """From the mark to the end of its sentence, or the next quotation."""
    tag: Tag | None
    cited: Sequence[Citation]
    """Citations of the passage that may be its source."""
    at: int
    """Where the opening mark stands in the passage."""
    outer_end: int
    alone: bool
    """Nothing of its sentence stands before it."""
    block: bool = False
    """The passage is the quotation."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What a quotation looks like."""

    words: int
    singular: bool
    plural: bool
    whole: bool
    """A sentence or more."""
    naming: bool
    """It names, defines or labels something."""
    titled: bool
    """Written like a title."""
    asked: bool
    """A question or statement put to respondents."""
    written: bool
    """The words of a work: a report, a law, an author cited."""
    of_kin: bool
    """It tells of what befell a child, spouse, parent or sibling."""

    @property
    def first_person(self) -> bool:
        return self.singular or self.plural

    def confidence(self, speaker: Speaker, tag: Tag | None) -> float:
        """How sure the rules are, in [0, 1]: a sum of what speaks for a testimony.

        0.35 for any; +0.25 a speaker beside it, +0.15 one in its sentence, +0.05 one from elsewhere; +0.15 the first
        person; +0.10 a whole sentence; +0.10 a speaker whose role is told; +0.05 eight words or more.
        """
        score = 0.35
        if tag is not None:
            score += 0.25 if tag.adjacent else 0.15
        elif speaker.text:
            score += 0.05
        score += 0.15 * self.first_person + 0.10 * self.whole + 0.05 * (self.words >= 8)
        score += 0.10 * (speaker.type != "unknown" and not speaker.assumed)
        return round(min(1.0, score), 2)


_WORD = re.compile(r"[^\W_][\w'’-]*")
_SMALL = re.compile(
    r"(?:a|an|the|of|and|in|on|for|to|by|or|at|from|with|as|is|di|dan|ke|dari|yang|untuk|pada|dengan)"
)
_IN_A_WORK = re.compile(
    r"\bin\s+(?:its|the|a|an|his|her|their)\s+(?:[\w’'-]+\s+){0,4}(?:report|study|paper|book|article|review"
    r"|survey|guidelines"
    r"|law|decree|website|annual report|press release|manual|chapter|preamble)\b"
    r"|\bdalam (?:laporan|buku|artikel|pasal|situs)\w*",
    re.IGNORECASE,
)
_OF_KIN = re.compile(
    r"(?:My|Our) (?:(?:eldest|youngest|older|younger|little|only|late) )?"
    r"(?:son|daughter|husband|wife|brother|sister|father|mother|child|boy|girl|nephew|niece)\b"
    r"(?! (?:\w+ )?(?:sold|beat|hit|forced|took|brought|made|sent|told|asked|arranged|introduced|says|said|paid"
    r"|knew)\b)"
    r"|(?:Anak|Suami|Istri|Isteri|Kakak|Adik|Ayah|Ibu) (?:\w+ )?(?:saya|kami|aku)\b(?! (?:\w+ )?(?:menjual"
    r"|menyuruh|mengirim|bilang))"
)
_YEAR_AFTER = re.compile(r"\(\s*(?:19|20)\d\d[a-z]?(?:\s*[,:][^()]*)?\)")
_PROVISION = re.compile(
    r"\b(?:[Aa]rticles?|[Ss]ections?|[Pp]asal|[Cc]lauses?|[Pp]rinciples?|[Rr]ules?|[Pp]aragraphs?)\s+\d+"
    r"|\b(?:Act|Law|Convention|Protocol|Decree|Constitution|Declaration|Undang-[Uu]ndang)\b[^.]{0,60}$"
)


def looks_at(setting: Setting, speaker: Speaker) -> Looks:
    """Say what a quotation looks like, given who is thought to speak."""
    lexicon = speech_lexicon()
    quote = setting.quote
    lower = quote.lower()
    words = _WORD.findall(quote)
    long_ones = [word for word in words[1:] if not _SMALL.fullmatch(word.lower())]
    capitals = sum(word[0].isupper() for word in long_ones)
    lead, tail = setting.lead.lower(), setting.tail.lower()
    ends = quote[-1:] in ".!?…,–—-" or (setting.tail.lstrip()[:1] in (".", ",", "") and len(words) >= 5)
    return Looks(
        words=len(words),
        singular=lexicon.singular.search(lower) is not None,
        plural=lexicon.plural.search(lower) is not None,
        whole=(quote[:1].isupper() or quote[:1] in '…[("“‘' or setting.block) and ends,
        naming=lexicon.naming_before.search(lead) is not None
        or (quote[-1:] not in ",.!?" and lexicon.naming_after.match(tail) is not None),
        titled=len(long_ones) >= 2 and capitals >= 0.7 * len(long_ones) and quote[-1:] not in ".!?,",
        asked=lexicon.question.search(lead) is not None,
        written=_is_written(setting, speaker),
        of_kin=_OF_KIN.match(quote) is not None,
    )


def _is_written(setting: Setting, speaker: Speaker) -> bool:
    tag = setting.tag
    if speaker.kind == "work":
        return True
    if any(one.start < setting.outer_end and setting.at < one.end for one in setting.cited):
        return True  # the title of a work within its citation
    if tag is None:
        return _PROVISION.search(setting.lead) is not None
    beside = f"{tag.rest} "
    if _IN_A_WORK.search(beside):
        return True
    if speaker.kind == "body" and tag.verb in speech_lexicon().work_verbs:
        return True
    if tag.speaker.kind in ("name", "body") or tag.speaker.type in ("expert", "unknown", "ngo", "official"):
        if _YEAR_AFTER.search(tag.speaker.text) and tag.speaker.kind != "pronoun":
            return True
        named = setting.lead if tag.where == "before" else setting.tail
        for one in setting.cited:
            family = one.authors[0].split(",")[0] if one.authors else ""
            if family and family in tag.speaker.text and one.style == "narrative":
                return True
        at = named.find(tag.speaker.text)
        if at >= 0 and _YEAR_AFTER.match(named[at + len(tag.speaker.text) :].lstrip()):
            return True
    return False


def is_testimony(setting: Setting, speaker: Speaker, looks: Looks, *, continues: bool) -> bool:
    """Whether somebody speaks in a quotation.

    Args:
        setting: The quotation with what stands beside it.
        speaker: Who is thought to speak.
        looks: What it looks like.
        continues: Somebody spoke in the same passage before, or in the paragraph that this one goes on from.
    """
    tag = setting.tag
    if looks.asked or looks.written or looks.words < 2:
        return False
    if looks.titled and not looks.first_person:
        return False
    if tag is not None and tag.speaker.kind == "work":
        return False
    if tag is not None and speaker.speaks:
        if tag.where == "note":
            return looks.words >= 3
        if tag.adjacent:
            if looks.naming and looks.words < 8 and not looks.whole:
                return False
            return looks.words >= (2 if looks.whole else 3)
        if looks.naming and not (looks.singular and looks.words >= 8):
            return False
        least = (
            4
            if speaker.kind in ("person", "pronoun")
            and speaker.type in ("migrant", "family", "community", "unknown")
            else 5
        )
        return looks.words >= least
    if looks.naming:
        return False
    if setting.block:
        return looks.words >= 6 and (looks.first_person or continues)
    if not looks.whole or looks.words < 5:
        return False
    if looks.singular:
        return True
    if looks.plural:
        if setting.lead.rstrip().endswith(":") and looks.words >= 8:
            return True
        return speaker.speaks or continues or bool(setting.cited)
    return (
        setting.alone
        and speaker.speaks
        and (continues or speaker.type in ("migrant", "family", "community", "unknown"))
    )
