"""Who wrote a testimony down, as the text says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rantau.evidence.speech_lexicon import speech_lexicon
from rantau.store.records import Citation

__all__ = ["recorded_by"]

_NAMED = (
    r"(?P<who>(?:the\s+)?(?:(?:an?|its|their|our)\s+)?[A-Z][\w&'’./-]*"
    r"(?:\s+(?:(?:of|for|and|on|in|de)\s+(?:the\s+)?)?[A-Z][\w&'’/-]*){0,7}(?:\s+(?:report|study|survey))?"
    r"(?:\s*\((?:19|20)\d\d[a-z]?[^()]*\))?)"
)
_PEOPLE = (
    r"(?:(?:researchers?|interviewers?|investigators?|reporters?|staff|a researcher|a reporter|an interviewer"
    r"|caseworkers)\s+(?:of|from|at|with|for)\s+)?"
)
_WORDS_OF_ONE = (
    r"(?P<who>(?:the|an?|our|its|their|one of (?:our|the|its)|[a-z’'-]+)\s?(?:(?!that\b|in\b|at\b|on\b|during\b"
    r"|last\b|when\b|how\b"
    r"|by\b|through\b|about\b|why\b|what\b|who\b|yang\b|di\b|pada\b|saat\b|ketika\b|bahwa\b|before\b|after\b"
    r"|afterwards\b)"
    r"[\w’'-]+\s?){0,7})"
)
_TOLD = re.compile(
    rf"\b(?:told|tells|informed|kepada|memberitahu)\s+(?!(?:us|me|him|her|them|you|his|kami|saya|dia|mereka)\b)"
    rf"(?:{_PEOPLE}{_NAMED}|{_WORDS_OF_ONE.replace('?P<who>', '?P<one>')})"
)
_AFTER_CUE = re.compile(rf"{_PEOPLE}(?:{_NAMED}|{_WORDS_OF_ONE.replace('?P<who>', '?P<one>')})")
_REPORT = re.compile(
    r"\b(?:The|A|the|a|laporan|Laporan)\s+(?P<who>[A-Z][\w&'’-]*(?:\s+[A-Z][\w&'’-]*){0,4}\s+(?:report|study|survey)"
    r"(?:\s*\((?:19|20)\d\d[a-z]?\))?)"
)
_NOBODY = frozenset(
    {
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("parliament", "court", "god", "team", "research team", "researchers", "interviewers"),
    }
)
_WROTE_DOWN = re.compile(
    r"\b(?:[Rr]ecorded|[Ii]nterviewed|[Cc]ollected|[Dd]ocumented|[Tt]aken down|[Nn]oted|[Dd]icatat|[Dd]irekam"
    r"|[Dd]iwawancarai)\s+"
    r"(?:by|oleh)\s+(?P<who>[^;().\n]{3,80})"
)


def recorded_by(around: str, citations: Sequence[Citation]) -> str:
    """Who recorded the words: "interviewed by …", "told researchers of …", the report quoted, else the source cited.

    Args:
        around: The text beside the quotation, without the quotation itself.
        citations: What backs the testimony.

    Returns:
        A name as the text has it; empty where the document speaks for itself.
    """
    lexicon = speech_lexicon()
    for cue in lexicon.recorded.finditer(around):
        if (match := _AFTER_CUE.match(around, cue.end())) is not None:
            return _clean(match["who"] or match["one"])
    if (match := _WROTE_DOWN.search(around)) is not None:
        return re.sub(r",?\s+\d{1,2}\s+[A-Z][a-z]+\s+\d{4}$", "", _clean(match["who"]))
    for match in _TOLD.finditer(around):
        who = _clean(match["who"] or match["one"])
        if who and who.lower() not in _NOBODY:
            return who
    if citations:
        return "; ".join(dict.fromkeys(_clean(one.text.strip("[] ")) for one in citations))
    if (match := _REPORT.search(around)) is not None:
        return _clean(match["who"])
    return ""


def _clean(name: str) -> str:
    name = name.strip(" ,.;:")
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1]
    if name.count("(") < name.count(")"):
        name = name.rstrip(")")
    return re.sub(r"^(?:the|its|their|our|an?)\s+", "", name)
