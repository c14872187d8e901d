"""Which stretches of time are evidence: how long people work, wait, owe or are held."""

from __future__ import annotations

import re

from rantau.evidence.count_nouns import UnitFound
from rantau.evidence.cued import CuedPattern
from rantau.evidence.tokens import Number

__all__ = ["TIME_UNITS", "duration_counts", "law_begins", "working_time"]

TIME_UNITS = frozenset({"hours", "days", "weeks", "months", "years", "minutes"})

_LOOKBACK = re.compile(
    r"\b(?:past|last|same|next|previous|preceding|coming|first|final|recent|initial|every|following"
    r"|within|over the|in the|after"
    r"|another|any|each|selama|dalam|terakhir|setiap)\s+(?:the\s+)?(?:past\s+|last\s+)?$",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:work\w*|detain\w*|detention|held|hold\w*|wait\w*|unpaid|repay\w*|owe\w*|pay\w*|paid"
    r"|sentence[ds]?|jail\w*"
    r"|imprison\w*|prison|serve\w*|sea|debt|confin\w*|stay\w*|stranded|withh\w+|wages?|salar\w+"
    r"|shift\w*|overtime|rest"
    r"|vonis\w*|pidana|lama|tinggal|laut|pelayaran|berlangsung|rata-rata|berlabuh|bersandar|menunggu|bekerja|ditahan|tertahan"
    r"|hukuman|penjara|utang|upah|gaji|hours?|jam|lasted|takes?|took"
    r"|journey|process\w*|shelter\w*"
    r"|ban|bans|banned|locked|captiv\w*|average|median|adrift)\b",
    re.IGNORECASE,
)
_NAMES_A_THING = re.compile(
    r"[\s-](?:plan|project|program(?:me)?|study|strategy|period|survey|research|framework"
    r"|agreement|term|war|history"
    r"|conflict|review|roadmap|window|intervals?|ago|earlier|later|lalu|kemudian|anniversary)\b"
    r"|(?:['’]s?)?\s+of\s+(?:the\s+)?(?:\w+\s+){0,2}(?:wages?|salar\w+|incomes?|pay|earnings|gdp"
    r"|support|history|war)\b"
    r"|['’]?\s*(?:worth of\s+)?(?:wages?|salar\w+|upah|gaji)\b(?! (?:was|were|had|withh))|\s+of\s+rest\b",
    re.IGNORECASE,
)
_LAW = CuedPattern(
    re.compile(
        r"\b(?:Convention|Act|Law|Regulations?|Code|Directive|Decree|Ordinance|Protocol|Recommendation"
        r"|Konvensi|Undang-Undang|UU"
        r"|Peraturan|Permenaker)\b[^;]{0,80}?\b(?:asks?|requires?|limits?|sets?|allows?|provides?"
        r"|stipulates?|prescribes?|caps?"
        r"|mandates?|guarantees?|entitles?|mengatur|mensyaratkan|mengharuskan|mewajibkan|menetapkan|membatasi)\b",
    )
)
_STUDY = re.compile(
    r"\b(?:interviews?|sessions?|focus groups?|discussions?|questionnaires?|fieldwork"
    r"|the (?:survey|study|review)|wawancara)\b"
    r"[^.;]{0,30}$",
    re.IGNORECASE,
)
_WORKDAY = CuedPattern(
    re.compile(
        r"\b(?:work(?:ing)?[- ]?days?|shifts?|days?|hari kerja|jam kerja)\s+(?:of|lasting|lasts?|lasted"
        r"|averag\w+|as long as|between|from|was|is|were|are|runs?|ran|stretch\w*|came to|comes to|rata-rata|mencapai"
        r"|selama|sampai|hingga|reach\w+|exceed\w+|up to|sometimes)\s+(?:about |up to |around |over "
        r"|more than |between |at least |nearly )*$",
        re.IGNORECASE,
    )
)
_OF_A_DAY = CuedPattern(
    re.compile(
        r"\b(?:work(?:ing)?[- ]?day|shift|jam kerja)s?(?:nya)?\b(?:(?!\b(?:after|before|sleep|rest)\b)[^.;,\d]){0,45}$",
        re.IGNORECASE,
    )
)
_WORK = CuedPattern(
    re.compile(
        r"\b(?:work|works|working|toil|bekerja)\s+"
        r"(?:(?:for|about|up to|some|between|antara|sampai|hingga|selama)\s+)*$",
        re.IGNORECASE,
    )
)
_VALID_FOR = re.compile(
    r"\b(?:permits?|visas?|contracts?|licen[cs]es?|passports?|programmes?|agreements?|months?|izin"
    r"|kontrak|visa)\s+"
    r"(?:\w+\s+){0,2}?(?:for|of|lasting|valid for|selama|berlaku)\s+$",
    re.IGNORECASE,
)


def law_begins(text: str) -> int | None:
    """Where a sentence begins to say what a law asks for; its hours and years are no evidence of what happens."""
    match = _LAW.search(text)
    return match.end() if match else None


def duration_counts(text: str, number: Number, start: int, unit: UnitFound) -> bool:
    """Whether a stretch of time is a claim rather than a date, a law's limit or the name of a plan.

    Args:
        text: The sentence.
        number: The number.
        start: Where its hedge begins.
        unit: Its unit, one of :data:`TIME_UNITS`.
    """
    if _NAMES_A_THING.match(text, unit.edge) or _LOOKBACK.search(text, max(0, start - 26), start):
        return False
    before = text[:start]
    if _STUDY.search(before) or _VALID_FOR.search(before):
        return False
    around = text[max(0, start - 70) : start] + " " + text[unit.edge : unit.edge + 40]
    return bool(_CUE.search(around)) or (unit.unit == "hours" and number.value <= 24)


def working_time(text: str, start: int, unit: UnitFound) -> UnitFound:
    """Read "workdays of 16 to 18 hours" as hours a day."""
    if unit.unit == "hours" and _OF_A_DAY.search(text, max(0, start - 60), start):
        return UnitFound("hours/day", unit.edge)
    if unit.unit == "hours" and _WORK.search(text, max(0, start - 30), start):
        return UnitFound("hours/day", unit.edge)
    if unit.unit == "hours" and _WORKDAY.search(text, max(0, start - 50), start):
        return UnitFound("hours/day", unit.edge)
    return unit
