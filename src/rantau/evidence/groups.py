"""Who is counted: sex, age, documentation, sector and nationality, from the words around a figure."""

from __future__ import annotations

import re
from functools import lru_cache

from rantau.evidence.cued import CuedPattern
from rantau.evidence.lexicon import lexicon
from rantau.evidence.tokens import words_of
from rantau.store.records import Group

__all__ = ["group_of"]

_EXAMPLES = re.compile(
    r",?\s*\b(?:such as|including|for example|e\.g\.|like|seperti|termasuk|misalnya)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_AGE_RANGE = CuedPattern(re.compile(
    r"\b(?:aged?|ages|between the ages of|berusia|usia|umur)\s+(?:between\s+|from\s+"
r"|antara\s+)?(\d{1,2})\s*(?:–|-|to|and|hingga|sampai|dan)\s*(\d{1,2})\b", re.IGNORECASE
))  # fmt: skip
_UNDER = CuedPattern(
    re.compile(
        r"\b(?:under(?: the age of)?|below(?: the age of)?|younger than|di bawah(?: usia| umur)?"
        r"|berusia di bawah)\s+(\d{1,2}|five|eighteen)(?:\s+(?:years|tahun)|\b(?!\s*(?:%|per|,\d"
        r"|million)))",
        re.IGNORECASE,
    )
)
_OVER = CuedPattern(
    re.compile(
        r"\b(?:aged|over|above)\s+(\d{1,2})\s+(?:and (?:over|above|older)|years|or (?:older|over))",
        re.IGNORECASE,
    )
)
_WITHOUT_PAPERS = re.compile(
    r"\b(?:tidak berdokumen|tanpa dokumen|(?:without|lack(?:ing)?|no) (?:\w+ ){0,2}(?:papers"
    r"|documents|permits?|legal status))\b",
    re.IGNORECASE,
)
_NOT_DOMESTIC = re.compile(r"\bdomestic(?:ally)?\s+(?!work|help|serv|labou?r)", re.IGNORECASE)
_CARE = re.compile(r"\bcare\s+(?!work|givers?|home|sector)", re.IGNORECASE)
_EXAMPLE_CUES = ("such as", "including", "for example", "e.g", "like", "seperti", "termasuk", "misalnya")
_PAPER_CUES = ("dokumen", "paper", "document", "permit", "legal")
"""What a text must hold for the patterns above to be worth trying."""
_FAMILY_WORDS = {"domestic work": ("domestic", "domestik")}


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Every word that says something of a group."""
    return frozenset(word for table in lexicon().groups.values() for word in table)


def group_of(text: str, nationality: str = "") -> Group:
    """Read the group out of a figure's own words.

    Sectors given as examples ("such as fishing and construction") are no restriction and are left out, and a text
    that names both sexes names neither.

    Args:
        text: The clause around the figure.
        nationality: Demonym of the people counted, found by the place reader.
    """
    lowered = text.lower()
    plain = _EXAMPLES.sub("", text) if any(cue in lowered for cue in _EXAMPLE_CUES) else text
    if any(cue in lowered for cue in _PAPER_CUES):
        plain = _WITHOUT_PAPERS.sub("undocumented", plain)
    if "domestic" in lowered:
        plain = _NOT_DOMESTIC.sub(" ", plain)
    if "care" in lowered:
        plain = _CARE.sub(" ", plain)
    tables = lexicon().groups
    seen: dict[str, list[str]] = {part: [] for part in tables}
    words = words_of(plain)
    known = _known()
    for index, word in enumerate(words):
        joined = f"{word.text}-{words[index + 1].text}" if index + 1 < len(words) else ""
        if word.text not in known and joined not in known:
            continue
        for part, table in tables.items():
            value = table.get(joined) or table.get(word.text)
            if value and value not in seen[part]:
                seen[part].append(value)
    age = (
        "children"
        if seen["age"][:1] == ["children"] and len(seen["age"]) == 1
        else (seen["age"][0] if len(seen["age"]) == 1 else "")
    )
    if match := _AGE_RANGE.search(text):
        age = f"{match[1]}–{match[2]}"
    elif match := _UNDER.search(text):
        age = f"under {match[1]}"
    elif match := _OVER.search(text):
        age = f"{match[1]} and over"

    def only(part: str) -> str:
        return seen[part][0] if len(seen[part]) == 1 else ""

    sex = only("sex")
    # "children" beside "girls" is still both sexes; "women and children" is a pair of groups, not girls.
    if (
        age == "children"
        and "children" in plain.lower()
        and re.search(r"\b(?:women|perempuan) (?:and|dan) (?:children|anak)", plain, re.I)
    ):
        sex, age = "", ""
    sector = only("sector")
    if not sector and len(seen["sector"]) > 1 and "informal sector" in seen["sector"]:
        sector = "informal sector"
    return Group(
        sex=sex, age=age, documentation=only("documentation"), sector=sector, nationality=nationality
    )
