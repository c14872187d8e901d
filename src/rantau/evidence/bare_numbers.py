"""What a number without a noun of its own counts: "the number of victims rose to 4,500", "of whom 120 were women"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from rantau.evidence.count_nouns import NOT_COUNTED, UnitFound, count_noun
from rantau.evidence.tokens import Number, Word

__all__ = ["unit_from_elsewhere"]

_NUMBER_OF = re.compile(
    r"\b(?:(?:numbers?|totals?|figures?|stocks?|population|counts?|jumlah|angka|total"
    r"|bilangan)\s+(?:of\s+|for\s+)?"
    r"|(?:reported|recorded|identified|registered|documented|counted)\s+)",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\s*(?:(?:\([^)]*\)|\x1f+)?\s*)(?:were|was|are|had|have|who|came|of (?:them|whom|these|those"
    r"|the)|of which"
    r"|in (?:(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\s+)?(?:19|20)\d\d"
    r"|of (?:19|20)\d\d|the (?:year|previous)|a year|women|(?:in|from|to|di|dari|ke) [A-Z]|[,.;)]"
    r"|$|pada|orang"
    r"|di antaranya|adalah|tahun"
    r"|in (?:all|total)\b|altogether|concerned|involved|related|led|ended|more|fewer|less|\x1f)",
    re.IGNORECASE,
)
_PART_OF = re.compile(r"\s*(?:of (?:them|whom|these|those|which)|di antaranya)\b", re.IGNORECASE)
_OF_A_NUMBER = re.compile(
    r"\s+(?:out of|of|dari)\s+(?!(?:19|20)\d\d\b)(?:the\s+|its\s+|their\s+|our\s+|some\s+|all\s+)?[\d.,]*\d(?=\s)",
    re.IGNORECASE,
)
_PEOPLE_DO = re.compile(
    r"\s+(?:(?:had|have|who|were|are|still|also|then|had been|have been|(?:were |are )?(?:reported"
    r"|confirmed|feared)"
    r"|remain(?:ed)?)\s+(?:\w+ly\s+)?)?(?:fled|dead|missing|ditemukan|tewas"
    r"|meninggal|hilang|selamat|luka|ditangkap|dideportasi|slept|told us|said they|said that"
    r"|flee|sought|stayed|crossed|died"
    r"|remain(?:ed)?|lived?|return(?:ed)?|left|arrived|came|stranded|displaced|born|arrested"
    r"|detained|deported|killed"
    r"|injured|registered|employed|working|living|homeless|unemployed|trafficked|rescued"
    r"|repatriated|resettled)\b",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"\b(?:differ\w*|gap|difference|room|capacity|space|built|designed|planned)\b[^.;,\d]{0,30}$",
    re.IGNORECASE,
)
_COUNTING_VERB = re.compile(
    r"\b(?:reach(?:ed|ing|es)?|totall?(?:ed|ing|s)|number(?:ed|ing|s)?|stood|stands?|rose|risen"
    r"|fell|fallen|grew|climbed"
    r"|dropped|declined|increased|decreased|amount(?:ed|s)|was|were|is|are|been|exceed(?:ed|s)"
    r"|surpassed|hit|counted|put"
    r"|mencapai|sebanyak|berjumlah|sebesar|meningkat|turun|naik|tercatat|adalah)\b(?:[^.;]{0,80})$",
    re.IGNORECASE,
)
_PAIRED = re.compile(r"\s+(?:and|or|dan|atau)\s+[\d.,]*\d(?=\s)(?!\s*(?:%|per ?cent|persen))")
_PAIRED_SHARE = re.compile(r"\s+(?:and|or|dan|atau)\s+\d[\d.,]*\s*(?:%|per ?cent\b|persen\b)")
"""A share that leaves its unit to the next: "35 dan 29 persen"."""
_OF_THESE = re.compile(
    r"\W*(?:(?:Of|Among|Out of|From)\s+(?:these|those|them|this (?:number|total)|that (?:number|total)|the total)"
    r"|(?:Dari|Di antara)\s+(?:jumlah|angka|mereka)(?:\s+(?:itu|tersebut|ini))?"
    r"|Dari\s+[\d.,]*\d\s+(?:\w+\s+){1,2}(?:itu|tersebut|ini)|Di antaranya)\b[^,.;]{0,20},?\s+"
    r"(?:only|just|some|about|around|nearly|at least|sebanyak|hanya|sekitar|baru)?\s*",
)
_OPENS_CLAUSE = re.compile(
    r"(?:^\W*|[;:]\s*|,?\s(?:and|but|dan|while)\s)(?:(?:about|some|only|another|at least)\s)?$"
)
_COUNTED = re.compile(
    r"\b(?:berjumlah|sebanyak|numbered|numbers|totall?ed|totalling|numbering|tercatat|amounted to)\s+"
    r"(?:about |around |some |sekitar |only |just |hanya )?$",
    re.IGNORECASE,
)
_IN_ALL = re.compile(r"\s+(?:in (?:all|total)|altogether)\b")
_SMALLEST = 10
"""A bare number below it counts only as a part of something counted before: "9 of them"."""


def unit_from_elsewhere(
    text: str,
    words: Sequence[Word],
    starts: Sequence[int],
    number: Number,
    before: Sequence[tuple[str, str]],
    *,
    carried: bool = False,
) -> UnitFound | None:
    """The unit of a number that has no noun.

    Args:
        text: The sentence.
        words: Its words.
        starts: Where each begins.
        number: The number.
        before: Unit and noun of the counts before it, the nearest last.
        carried: Whether the nearest is of the sentence before.

    Returns:
        The unit, from a noun before the number ("the number of victims rose to 4,500"), else from the subject of a verb
        of counting, else from the count before it; None where nothing says what is counted.
    """
    if whole := _OF_A_NUMBER.match(text, number.end):
        # "26 of 143 workplaces": the noun stands after the whole.
        return count_noun(text, whole.end(), words, bisect_left(starts, whole.end()))
    if _PART_OF.match(text, number.end):
        return UnitFound(before[-1][0], number.end, before[-1][1]) if before else None
    if _PAIRED_SHARE.match(text, number.end):
        return UnitFound("percent", number.end)
    if paired := _PAIRED.match(text, number.end):
        # "80 and 60 children": both have the noun of the latter.
        noun = count_noun(text, paired.end(), words, bisect_left(starts, paired.end()))
        if noun and noun.unit not in NOT_COUNTED:
            return UnitFound(noun.unit, number.end, noun.noun)
    if before and _OF_THESE.fullmatch(text, 0, number.start) and number.kind == "digits":
        return UnitFound(before[-1][0], number.end, before[-1][1])
    if (
        number.value >= _SMALLEST
        and _OPENS_CLAUSE.search(text, 0, number.start)
        and _PEOPLE_DO.match(text, number.end)
    ):
        # "412 reported dead", "and 20 slept in the open", "Eighty-three said they had complained".
        return UnitFound("persons", number.end, "people")
    if (number.value < _SMALLEST or number.kind == "words") and not number.scaled:
        return None
    if _DIFFERENCE.search(text, max(0, number.start - 45), number.start):
        return None
    large = number.separated or number.scaled
    if not large and not _CUE.match(text, number.end):
        return None
    unit = _named_before(text, words, starts, number)
    if unit is None and (large or _IN_ALL.match(text, number.end) or _COUNTED.search(text, 0, number.start)):
        unit = _subject(text, words, starts, number)
    if unit is None and carried:
        unit = _opening(text, words, number)
    if unit is None and before:
        unit = UnitFound(before[-1][0], number.end, before[-1][1])
    if unit is None and large and _PEOPLE_DO.match(text, number.end):
        unit = UnitFound("persons", number.end, "people")
    return unit


def _named_before(
    text: str, words: Sequence[Word], starts: Sequence[int], number: Number
) -> UnitFound | None:
    """The noun of "the number of …" before the number."""
    found: UnitFound | None = None
    for match in _NUMBER_OF.finditer(text, 0, number.start):
        noun = count_noun(text, match.end(), words, bisect_left(starts, match.end()))
        if noun and noun.unit not in NOT_COUNTED and noun.edge <= number.start:
            found = UnitFound(noun.unit, number.end, noun.noun)
    return found


def _opening(text: str, words: Sequence[Word], number: Number) -> UnitFound | None:
    """The noun that opens the sentence: "Prosecutions are rising: from 12 in 2016 …"."""
    for at, word in enumerate(words[:3]):
        if word.start >= number.start:
            return None
        noun = count_noun(text, word.start, words, at, reach=1)
        if noun is not None:
            return None if noun.unit in NOT_COUNTED else UnitFound(noun.unit, number.end, noun.noun)
    return None


def _subject(text: str, words: Sequence[Word], starts: Sequence[int], number: Number) -> UnitFound | None:
    """The subject of a verb of counting: "Deportations reached 12,400". Money ("remittances") is no count."""
    verb = _COUNTING_VERB.search(text, 0, number.start)
    if verb is None:
        return None
    stretch = words[: bisect_left(starts, verb.start())]
    for at in range(len(stretch) - 1, max(-1, len(stretch) - 9), -1):
        noun = count_noun(text, stretch[at].start, stretch, at, reach=1)
        if noun and noun.unit not in NOT_COUNTED:
            return UnitFound(noun.unit, number.end, noun.noun)
    return None
