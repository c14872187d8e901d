"""What has the shape of an author though the list knows none: how names look, and what is said around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rantau.baseline.load import find_place
from rantau.corpus.citing.lexicon import (
    CONNECTORS,
    CURRENCIES,
    DOCUMENTS,
    HONORIFICS,
    LAWS,
    MONTHS,
    NOT_AUTHORS,
    PARTICLES,
    STARTERS,
    TAIL_NOUNS,
    TOWNS,
)
from rantau.corpus.citing.names import ET_AL, Name, fold, is_organisation, name_of
from rantau.corpus.citing.tokens import ALSO, POSSESSIVE, Token

__all__ = ["Shape", "cue_around", "is_name_list", "may_be_authors", "shape_of", "turned"]

_STRONG_CUE = re.compile(
    r"\b(?:according\s+to|(?:reported|found|noted|argued|shown|developed|proposed|described|defined|cited|quoted|published"
    r"|conducted|coined|introduced|documented|estimated|suggested|explained)\s+(?:by|in)"
    r"|(?:study|studies|report|research|work|survey|analysis|data|findings|framework|review|argument|paper|article)"
    r"\s+(?:by|of|from)"
    r"|see(?:\s+also)?|following|menurut|(?:dikemukakan|dilakukan|dijelaskan|disampaikan|dikutip)\s+(?:oleh|dari)"
    r"|studi|penelitian|laporan|lihat|theo|kay)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"(?:['’]s\s+\w+\s+)?,?\s*(?:\w+ly\s+|also\s+|further\s+|have\s+|has\s+|juga\s+|telah\s+)?"
    r"(?:report|argu|find|found|not(?:es?|ed)\b|show|stat(?:es?|ed)\b|estimat|explain|emphasi[sz]|highlight|suggest|observ"
    r"|conclud|claim|describ|demonstrat|contend|point(?:s|ed)?\s+out|maintain|reveal|document|record|caution|warn|identif"
    r"|analy[sz]|examin|distinguish|propos|assert|underlin|stress|insist|hold(?:s)?\s+that|view|calls?\b|writ(?:es?|ing)"
    r"|wrote|discuss|defin|develop|concept|critici|remind|illustrat|look(?:s|ed)?\s+at|stud(?:y|ies|ied)\b|survey"
    r"|interview|investigat|review|trac(?:es?|ed)\b|list(?:s|ed)\b|put(?:s)?\b|calculat|count(?:s|ed)\b|mention|remark"
    r"|refer|menunjuk|menyata|menjelas|melapor|menemu|mencatat|berpendapat|menegas|menyebut|mengemuka|mengungkap"
    r"|menulis|menekan|mendefinisi|mengkaji|menganalisis|membahas|menggambar|cho\s+rằng|chỉ\s+ra|ghi\s+nhận|nhận\s+định)",
    re.IGNORECASE,
)
_BODY_REPORTS_NOT = re.compile(
    r"[,\s]*(?:\w+ly\s+|also\s+)?(?:defin|stat|call|develop|requir|record|hold|refer)", re.IGNORECASE
)
"""What a convention does as well: where the name is an acronym or a body's, it does not tell a source."""
_NEIGHBOUR = re.compile(r"[)\]]\s*(?:,|;|,?\s*(?:and|&|dan|or|as\s+well\s+as))\s*$")
_DIGIT = re.compile(r"\d")
_ROMAN = re.compile(r"[IVXLC]+")
_BETWEEN = re.compile(r"\s*(?:,|&|\band\b|\bdan\b)\s*")
_MIXED = re.compile(r"[a-z]+[A-Z]|[a-z]+[-‐][A-Z]|d['’]")
_PREPOSITIONS = frozenset(
    (
        "In",
        "Since",
        "Until",
        "By",
        "From",
        "During",
        "Before",
        "After",
        "Between",
        "Around",
        "About",
        "Late",
        "Early",
    )
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Names before a bracket: where the first begins, and who they are."""

    start: int
    names: tuple[Name, ...]


def turned(text: str) -> list[Name]:
    """The ways in which a name of several words can have its family name: last, with particles; or first."""
    words = text.split()
    while len(words) > 1 and fold(words[0]) in HONORIFICS:
        words = words[1:]
    if len(words) < 2:
        return [Name(words[0])] if words and words[0] != text else []
    if len(words) > 5:
        return []
    cut = len(words) - 1
    if words[-1].rstrip(".") in ("Jr", "Sr", "II", "III", "IV"):
        cut -= 1
        if not cut:
            return [Name(text)]
    while cut > 1 and words[cut - 1].lower() in PARTICLES:
        cut -= 1
    if len(words) == 2 and words[0].lower() in PARTICLES:
        return [Name(text)]
    return [Name(" ".join(words[cut:]), " ".join(words[:cut])), Name(words[0], " ".join(words[1:]))]


def is_name_list(head: str) -> bool:
    """Whether every word of a stretch can be part of a name."""
    bare = (
        ET_AL.sub(" ", head).strip(" ,")
        if "." in head or "d" in head or not head.isascii()
        else head.strip(" ,")
    )
    tokens = re.split(r"[\s,/]+", bare)
    if len(tokens) > 24:
        return False
    first = tokens[0].lstrip('([“"')
    if not first:
        return False
    if first[0].islower() and first.lower() not in PARTICLES and first != "the" and not _MIXED.match(first):
        return False
    for token in tokens:
        core = token.strip("()[]“”\"‘’'.:")
        if not core or core == "&":
            continue
        if core[0].isdigit() or (_DIGIT.search(core) is not None and not core[0].isupper()):
            return False
        if core[0].islower():
            small = core.lower()
            if small in CONNECTORS or small in PARTICLES or small in ("eds", "ed"):
                continue
            if not (ALSO.match(core) or _MIXED.match(core)):
                return False
    return True


def may_be_authors(head: str, *, comma: bool, pages: bool, certain: bool) -> bool:
    """Whether names inside a bracket that the list does not know can be those of a source's authors.

    Args:
        head: What stands before the year.
        comma: Whether a comma parts the two.
        pages: Whether pages follow the year.
        certain: Whether the year itself says that a source is meant (``2021a``, ``n.d.``).
    """
    words = fold(ET_AL.sub("", head)).split()
    if not words or len(head) > 160 or len(head) < 3:
        return False
    if words[-1] in NOT_AUTHORS or words[0] in NOT_AUTHORS or words[-1] in MONTHS:
        return False
    if any(word in LAWS for word in words) or head.lower() in CURRENCIES:
        return False
    if _is_place(head.strip(" ,.")) or all(_is_place(part) for part in _BETWEEN.split(head) if part):
        return False
    if certain or ET_AL.search(head):
        return True
    if comma:
        return _ROMAN.fullmatch(head) is None
    if re.search(r"&|\band\b|\bdan\b", head) or pages:
        return True
    return head not in _PREPOSITIONS if len(words) == 1 else is_organisation(head)


def _is_place(text: str) -> bool:
    return text.lower() in TOWNS or find_place(text) is not None


def shape_of(text: str, tokens: Sequence[Token], end: int) -> Shape | None:
    """The names that the words before a bracket have the shape of; None where they have none.

    Args:
        text: The passage.
        tokens: The words that can be part of names, up to ``end``.
        end: Where the names end.
    """
    units = _units(tokens)
    if not units:
        return None
    chosen = [units[-1]]
    joined = len(units) > 1 and re.search(
        r"&|\band\b|\bdan\b|\bvà\b", text[units[-2][-1].end : units[-1][0].start]
    )
    if joined:
        chosen.insert(0, units[-2])
        for place in range(len(units) - 3, -1, -1):
            if text[units[place][-1].end : units[place + 1][0].start].strip() != ",":
                break
            chosen.insert(0, units[place])
    names: list[Name] = []
    start = -1
    for unit in chosen:
        named = _unit(text, unit)
        if named is None:
            names.clear()
            continue
        if not names:
            start = named[0]
        names.append(named[1])
    if not names:
        return None
    body = text[start:end]
    if len(names) > 1 and is_organisation(body) and not all(name.family.isupper() for name in names):
        names = [Name(POSSESSIVE.sub("", body.strip(" ,")))]
    return Shape(start, tuple(names))


def _units(tokens: Sequence[Token]) -> list[list[Token]]:
    """Runs of words between commas and "and"."""
    units: list[list[Token]] = [[]]
    for token in tokens:
        if token.text in ",/&”’\"'“‘" or (token.text.islower() and ALSO.match(token.text)):
            if units[-1]:
                units.append([])
        else:
            units[-1].append(token)
    return [unit for unit in units if unit and any(token.capital for token in unit)]


def _unit(text: str, unit: list[Token]) -> tuple[int, Name] | None:
    """The name in a run of words, without what opens the sentence; None where it is no author's."""
    while len(unit) > 1 and (fold(unit[0].text) in STARTERS or fold(unit[0].text) in HONORIFICS):
        unit = unit[1:]
    while unit and not unit[0].capital and unit[0].text.lower() not in PARTICLES:
        unit = unit[1:]
    if not unit:
        return None
    name = POSSESSIVE.sub("", text[unit[0].start : unit[-1].end]).strip()
    words = fold(name).split()
    if (
        not words
        or words[-1] in NOT_AUTHORS
        or words[0] in NOT_AUTHORS
        or words[-1] in MONTHS
        or words[0] in STARTERS
    ):
        return None
    if any(word in LAWS for word in words) or (len(name) < 3 and not name.isupper()) or _is_place(name):
        return None
    if _DIGIT.search(name) and not re.search(r"[A-Z]\d|\d[A-Z]", name):
        return None
    if words[-1] in DOCUMENTS or words[-1] in TAIL_NOUNS:
        return None
    if is_organisation(name) or len(unit) > 4:
        return unit[0].start, Name(name)
    ways = turned(name)
    return unit[0].start, ways[0] if ways and len(unit) < 4 else name_of(name)


def cue_around(text: str, low: int, start: int, end: int, year_end: int) -> bool:
    """Whether the words around a name say that somebody is speaking.

    Args:
        text: The passage.
        low: The end of the citation before; 0 where there is none.
        start: Where the name begins.
        end: Where the bracket after it opens.
        year_end: The end of the year in the bracket.
    """
    if _STRONG_CUE.search(text[max(0, start - 60) : start]):
        return True
    if low and start - low < 8 and _NEIGHBOUR.search(text[max(0, start - 10) : start]):
        return True
    close = text.find(")", year_end)
    after = text[close + 1 : close + 60] if close != -1 else ""
    if not _REPORTS.match(after):
        return False
    name = text[start:end]
    return not ((name.isupper() or is_organisation(name)) and _BODY_REPORTS_NOT.match(after))
