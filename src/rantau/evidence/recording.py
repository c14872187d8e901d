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
_TOLD = re.compile(rf"\b(?:told|tells|informed|kepada|memberitahu)\s+{_PEOPLE}{_NAMED}")
_AFTER_CUE = re.compile(rf"{_PEOPLE}{_NAMED}")
_REPORT = re.compile(
    r"\b(?:The|A|the|a|laporan|Laporan)\s+(?P<who>[A-Z][\w&'’-]*(?:\s+[A-Z][\w&'’-]*){0,4}\s+(?:report|study|survey)(?:\s*\((?:19|20)\d\d[a-z]?\))?)"
)
_NOBODY = frozenset(
    {
        "us",
        "me",
        "her",
        "him",
        "them",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    }
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
            return _clean(match["who"])
    if (match := _TOLD.search(around)) is not None and match["who"].lower() not in _NOBODY:
        return _clean(match["who"])
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
