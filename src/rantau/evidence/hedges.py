"""Words around a number that hedge it: "over", "up to", "nearly", "paling lama", "or more"."""

from __future__ import annotations

import re

from rantau.framework.words import Qualifier

__all__ = ["hedge_after", "hedge_before"]

_WORDS: dict[Qualifier, str] = {
    "more_than": r"more than|over|in excess of|upwards? of|exceed(?:ing|s|ed)?|above|greater than|higher than"
    r"|well over"
    r"|just over|surpass(?:ing|ed)|beyond|lebih dari(?:pada)?|di atas|melebihi|melampaui",
    "at_least": r"at least|no fewer than|not less than|no less than|a minimum of|(?<!upah )(?<!gaji )minimum"
    r"|as few as|setidaknya"
    r"|setidak-tidaknya|sedikitnya|paling sedikit|paling singkat|sekurang-kurangnya|minimal"
    r"|tidak kurang dari",
    "at_most": r"up to|at most|no more than|not more than|a maximum of|as many as|as much as|as high as"
    r"|as long as"
    r"|maximum|hingga|sampai(?: dengan)?|paling banyak|paling lama|paling tinggi|maksimal|maksimum"
    r"|tidak lebih dari"
    r"|sehingga",
    "less_than": r"fewer than|less than|under|below|lower than|barely|kurang dari|kurang daripada|di bawah",
    "about": r"about|around|approximately|approx\.?|roughly|some|an estimated|estimated at|estimated"
    r"|estimates? of|circa|c\."
    r"|ca\.|nearly|almost|close to|just under|near(?:ly)?|an average of|averag(?:ed|es|ing)|~|≈"
    r"|sekitar|kurang lebih"
    r"|kira-kira|diperkirakan(?: mencapai| sebanyak| ada| sekitar)?|hampir|sejumlah kira-kira"
    r"|dianggarkan|lebih kurang"
    r"|anggaran|rata-rata",
}
_NUMBERED = {f"h{number}": qualifier for number, qualifier in enumerate(_WORDS)}
_BEFORE = re.compile(
    r"(?:^|(?<=[\s(\x1f\u2013\u2014]))(?:"
    + "|".join(f"(?P<h{number}>{words})" for number, words in enumerate(_WORDS.values()))
    + r")(?:\s+(?:an?|the|an? (?:further|additional|total of)|another|sebanyak|as many as|total"
    r"|sebesar))?[\s\u00a0]*$",
    re.IGNORECASE,
)
_LONGEST = 45
"""Characters before a number in which its hedge is looked for."""
_LAST_WORDS = frozenset(
    (
        # Of hedges themselves.
        "than", "over", "of", "exceed", "exceeding", "exceeds", "exceeded", "above", "surpassing", "surpassed",
        "beyond", "dari", "daripada", "atas", "melebihi", "melampaui", "least", "minimum", "few", "setidaknya",
        "tidaknya", "sedikitnya", "sedikit", "singkat", "kurangnya", "minimal", "to", "most", "many", "much",
        "high", "long", "maximum", "hingga", "sampai", "dengan", "banyak", "lama", "tinggi", "maksimal",
        "maksimum", "sehingga", "under", "below", "barely", "bawah", "about", "around", "approximately",
        "approx", "roughly", "some", "estimated", "at", "circa", "nearly", "almost", "near", "averaged",
        "averages", "averaging", "sekitar", "lebih", "kira", "diperkirakan", "mencapai", "sebanyak", "ada",
        "hampir", "dianggarkan", "kurang", "anggaran", "rata", "as",
        # Of what may stand between a hedge and its number.
        "a", "an", "the", "further", "additional", "another", "total", "sebesar",
    )
)  # fmt: skip
"""The last words, in lower case, of all that the pattern above finds."""
_LAST_SIGNS = ("~", "≈", ".")
_WENT = re.compile(
    r"\b(?:went|go|goes|gone|shot|rose|climbed|jumped|crept|add|adds|added|adding)\s+$", re.IGNORECASE
)
_OR_MORE = re.compile(
    r"\s*(?:or (?:more|above|over|longer)|atau lebih|and (?:above|over)|ke atas)\b|\+(?!\d)", re.IGNORECASE
)
_OR_SO = re.compile(r"\s*(?:or so|odd|atau lebih kurang)\b", re.IGNORECASE)
_OR_LESS = re.compile(r"\s*(?:or (?:less|fewer|below)|atau kurang)\b", re.IGNORECASE)


def hedge_before(text: str, at: int) -> tuple[Qualifier, int]:
    """The hedge that ends at ``at``, and where it begins; ``exact`` and ``at`` where there is none."""
    low = max(0, at - _LONGEST)
    if not _may_end_hedge(text[low:at].rstrip()):
        return "exact", at
    match = _BEFORE.search(text, low, at)
    if match is None:
        return "exact", at
    if match.group().lower().startswith("up to") and _WENT.search(text, 0, match.start()):
        # "they went up to 86": where they went, not how far at most.
        return "exact", at
    return next(qualifier for name, qualifier in _NUMBERED.items() if match[name]), match.start()


def _may_end_hedge(text: str) -> bool:
    """Quick look at the last word of a text; the search, which begins at each character, is thirty times slower."""
    start = len(text)
    while start and text[start - 1].isalpha():
        start -= 1
    return text[start:].lower() in _LAST_WORDS or text[-1:] in _LAST_SIGNS


def hedge_after(text: str, end: int) -> tuple[Qualifier, int] | None:
    """ "or more", "+", "or less" after a number or its unit, and where it ends."""
    if match := _OR_MORE.match(text, end):
        return "at_least", match.end()
    if match := _OR_SO.match(text, end):
        return "about", match.end()
    if match := _OR_LESS.match(text, end):
        return "at_most", match.end()
    return None
