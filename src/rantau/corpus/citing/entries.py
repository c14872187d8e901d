"""One entry of a reference list: authors, year, title, container, in whatever style it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rantau.corpus.citing.addresses import find_addresses
from rantau.corpus.citing.names import ET_AL, UPPER, Name, fold, is_initials, is_organisation, split_names
from rantau.corpus.citing.titles import container_after, sentence_ends, title_of
from rantau.corpus.citing.years import NO_YEAR, THAI, YEAR, year_of

__all__ = ["BRACKETED_YEAR", "Entry", "parse_entry"]

BRACKETED_YEAR = re.compile(
    rf"[(\[]\s*(?:c(?:a|irca)?\.?\s*)?(?P<year>{YEAR}|2[45]\d\d|{NO_YEAR})\s*(?:\[\d{{4}}\])?"
    rf"(?P<suffix>(?:-|–)?[a-z](?![\w.]))?(?P<more>(?:\s*[,/;–\[-]\s*|\s+(?=edn|ed\.|updated|revised))[^()\[\]]{{1,60}}\]?|)\s*[)\]]",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(
    rf"(?<![\w/.–-])(?P<year>{YEAR}|2[45]\d\d(?=[.,])|(?i:{NO_YEAR}))(?P<suffix>[a-z])?(?=\s*[.,:;]|\s+[“\"'‘]|$)"
)
_ANY_YEAR = re.compile(rf"(?<![\w/–.-])(?P<year>{YEAR})(?P<suffix>[a-z])?(?![\w/–-])")
_ACCESS = re.compile(
    r"[\[(]?\b(?:(?:last\s+)?(?:accessed|retrieved|viewed|visited|consulted|checked)|cited\s+(?=\d{4}|\d{1,2}\s+\w+\s+\d{4}|on)|diakses|dicapai|diunduh|truy\s+cập|เข้าถึง|สืบค้น)"
    r"[^\])]{0,45}?\b(?:1[5-9]|20)\d\d(?:\s+\w{3}\.?\s+\d{1,2})?[\])]?",
    re.IGNORECASE,
)
_WEB = re.compile(r"(?:https?://|www\.|\b10\.\d{4,9}/)\S+", re.IGNORECASE)
_SAME = re.compile(r"(?:[—–―⸺⸻‒]{1,4}|-{2,6}|_{2,10})[.,]?\s*")
_QUOTE = re.compile(r"[“\"‘'](?=[^\W\d_])")
_QUOTED = re.compile(r"[“\"].{4,250}?[”\"]|(?<![\w])[‘'][^\W\d_].{4,250}?[’'](?!\w)")
_MONTH_DAY = re.compile(r"^\s*[,.]\s*(?:\d{1,2}\s+)?[A-Z][a-z]{2,8}\.?(?:\s+\d{1,2})?(?=\.)")
_IMPRINT = re.compile(rf"\s*\((?:[^()]*[^()\d])?{YEAR}\)?[^()]*$")
_REISSUED = re.compile(rf"\s*(?P<year>{YEAR})(?P<suffix>[a-z])?(?=[.,:])")
_LONGEST = 4000
"""Characters of an entry that are read; no work's description is longer."""
_LEAD = re.compile(r"(?:\[\d{1,4}\]|\(\d{1,3}\)|\d{1,3}[.)])\s+|[•·▪◦*–-]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says."""

    raw: str
    names: tuple[Name, ...] = ()
    more_authors: bool = False
    """True when an "et al." stands for some of them."""
    year: int | None = None
    suffix: str = ""
    undated: str = ""
    """How the entry says that it has no year: ``n.d.``, ``in press``."""
    title: str = ""
    container: str = ""
    doi: str = ""
    url: str = ""
    same_authors: bool = False
    """True when a dash stands for the authors of the entry before."""
    head_end: int = 0
    """Where the authors and the year end, when the year follows the authors; else 0."""
    thai_year: bool = False


def parse_entry(raw: str, *, in_note: bool = False) -> Entry:
    """Read an entry of a reference list, or a source in a note.

    Looks for authors followed by a year (APA, Harvard, Chicago author-date); else takes the authors from the
    beginning and the year from the end (Vancouver, IEEE, MLA, notes).

    Args:
        raw: The entry.
        in_note: Whether it stands in a note: ``Author, Title, place and year``, with commas between.
    """
    where = find_addresses(raw[:_LONGEST])
    text = where.text
    lead = _LEAD.match(text)
    text = text[lead.end() :] if lead is not None else text
    # In a note only a bracket right behind the first name is the year's: "UNHCR (2019), Global Trends".
    bracket = None if in_note and "," in text.partition("(")[0] else _by_bracket(text)
    found = bracket or (None if in_note else _by_bare_year(text)) or _by_order(text, in_note)
    return replace(found, raw=raw, doi=where.doi, url=where.url)


def _by_bracket(text: str) -> Entry | None:
    """Authors, then a year in brackets."""
    at = BRACKETED_YEAR.search(text, 0, 700)
    if at is None:
        return None
    head = text[: at.start()]
    if not _may_be_authors(head):
        return None
    newer = _REISSUED.match(text, at.end())
    if newer is not None:
        # "(1951) 1973": first published in the one, this edition in the other.
        return _dated(text, head, newer, newer.end())
    return _dated(text, head, at, at.end())


def _by_bare_year(text: str) -> Entry | None:
    """Authors, then a year between stops."""
    for at in _BARE_YEAR.finditer(text, 0, 500):
        head = text[: at.start()]
        if not head.strip():
            return None
        if head.rstrip()[-1] not in ".,)" and not (
            is_organisation(head) and text[at.end() : at.end() + 1] in ".,:"
        ):
            return None
        if not _may_be_authors(head) or _WEB.search(head):
            return None
        bare = head.strip(" .,")
        if "," not in bare and not is_organisation(bare) and len(bare.split()) > 6:
            return None
        end = at.end()
        month = _MONTH_DAY.match(text[end:])
        return _dated(text, head, at, end + (month.end() if month else 0))
    return None


def _dated(text: str, head: str, at: re.Match[str], end: int) -> Entry:
    same = _SAME.match(head)
    names, more = split_names(head[same.end() :] if same else head)
    written = at["year"]
    year = year_of(written, text)
    rest = text[end:]
    if year is not None and not written.isdecimal():
        year = None
    title, after = title_of(rest)
    return Entry(
        raw=text,
        names=tuple(names),
        more_authors=more,
        year=year,
        suffix=(at["suffix"] or "").strip("-–").lower(),
        undated="" if written.isdecimal() else " ".join(written.lower().split()),
        title=title,
        container=container_after(after),
        same_authors=same is not None,
        head_end=end,
        thai_year=written.isdecimal() and year != int(written),
    )


def _may_be_authors(head: str) -> bool:
    """Whether what stands before a year is authors alone, not authors and a title."""
    bare = head.strip()
    if not bare or len(bare) > 600:
        return False
    if _SAME.fullmatch(bare):
        return True
    if _QUOTED.search(bare) or "://" in bare or "?" in bare:
        return False
    inner = ET_AL.sub(" ", bare).rstrip(" .,")
    if any(True for _ in sentence_ends(inner)):
        return False
    if ":" in inner and not re.match(r"^[^:,]{2,40}:\s*[A-Z]", inner):
        return False
    letters = [character for character in inner if character.isalpha()]
    if not letters:
        return False
    small = [word for word in re.findall(r"[^\W\d_]+", inner) if word.islower() and word.isascii()]
    words = re.findall(r"[^\W\d_]+", inner)
    return len(small) <= max(2, len(words) // 2) or THAI.search(inner) is not None


def _by_order(text: str, in_note: bool) -> Entry:
    """Authors at the beginning and the year towards the end."""
    single = _SINGLE.match(text) if in_note else None
    head, rest = (single["head"], text[single.end() :]) if single is not None else _leading_authors(text)
    names, more = split_names(head) if head else ([], False)
    title, after = title_of(rest)
    imprint = _IMPRINT.search(title)
    if imprint is not None and imprint.start() > 3:
        title, after = title[: imprint.start()].rstrip(" ,."), title[imprint.start() :] + after
    searched = _WEB.sub(
        lambda found: " " * len(found[0]), _ACCESS.sub(lambda found: " " * len(found[0]), text)
    )
    year, suffix = _late_year(searched, text.find(title) + len(title) if title else len(head))
    undated = ""
    if year is None:
        none = re.search(rf"(?<!\w){NO_YEAR}", searched, re.IGNORECASE)
        undated = " ".join(none[0].lower().split()) if none else ""
    return Entry(
        raw=text,
        names=tuple(names),
        more_authors=more,
        year=year,
        suffix=suffix,
        undated=undated,
        title=title,
        container=container_after(after),
    )


def _late_year(text: str, after: int) -> tuple[int | None, str]:
    """The year of publication: the last that stands behind the title, else the last of all."""
    volume = re.search(rf"(?<!\w)({YEAR})(?:\s+[A-Z][a-z]{{2}}(?:[-/ ]\w+)?)?\s*;\s*\d", text)
    if volume is not None:
        return int(volume[1]), ""
    found = list(_ANY_YEAR.finditer(text))
    if not found:
        return None, ""
    behind = [one for one in found if one.start() >= after]
    # "Vienna, 2023) ... accessed": the first in brackets or before a stop behind the title is the imprint's.
    imprint = [one for one in behind if re.match(r"\s*[).,;:]|$", text[one.end() :])]
    best = (imprint or behind or found[-1:])[0] if (imprint or behind) else found[-1]
    return int(best["year"]), best["suffix"] or ""


_VANCOUVER_HEAD = re.compile(
    rf"(?:[^\W\d_][^\s,.]*(?:[ ][^\s,.]+){{0,3}}\s[{UPPER}]{{1,3}}(?:,\s+|(?=\.))){{1,60}}(?:[Ee]t\s+al)?\.\s",
)


_MIDDLE = re.compile(rf"[{UPPER}][\w'’-]+(?:,|\.|\s(?:and|&)\s)")


_SINGLE = re.compile(rf"(?P<head>[{UPPER}][\w.'’&-]+),\s+(?=[“\"‘{UPPER}][\w'’-]+\s+\S+\s)")
"""A single name before a title: ``Reuters, Malaysia deports workers``."""
_VANCOUVER_DATE = re.compile(rf";\s*{YEAR}|\b{YEAR}[^;.]{{0,12}};")


def _is_middle_initial(head: re.Match[str], text: str) -> bool:
    """Whether "Ada L." is followed by the rest of a name rather than by a title."""
    if "," in head[0] or _VANCOUVER_DATE.search(text):
        return False
    return _MIDDLE.match(text, head.end()) is not None


def _leading_authors(text: str) -> tuple[str, str]:
    """The authors that an entry begins with, and the rest; no authors where it begins with its title."""
    quote = _QUOTE.search(text, 0, 400)
    before = text[: quote.start()].rstrip(" ,.") if quote is not None else ""
    if quote is not None and quote.start() == 0:
        return "", text
    if before and _may_be_authors(before + ",") and "(" not in before:
        return before, text[len(before) :].lstrip(" ,.")
    vancouver = _VANCOUVER_HEAD.match(text)
    if vancouver is not None and not _is_middle_initial(vancouver, text):
        return vancouver[0].rstrip(" ."), text[vancouver.end() :]
    end = next(sentence_ends(text), None)
    if end is not None and end < 250:
        head = text[:end]
        if _reads_as_authors(head):
            return head, text[end + 1 :].strip()
    comma = re.match(
        rf"(?P<head>(?:[{UPPER}][\w.'’-]*\s+(?:(?:de|van|von|bin|binti|al)\s+)?){{1,3}}[{UPPER}][\w'’-]+(?:\s+(?:and|&|dan)\s+(?:[{UPPER}][\w.'’-]*\s+){{1,3}}[{UPPER}][\w'’-]+)?),\s+(?=\S)",
        text,
    )
    if comma is not None and not is_initials(text[comma.end() :].split(",")[0].split(". ")[0]):
        return comma["head"], text[comma.end() :]
    first = text.split(",", 1)
    if len(first) == 2 and is_organisation(first[0]) and len(first[0].split()) < 12 and first[0][0].isupper():
        return first[0], first[1].strip()
    return "", text


def _reads_as_authors(head: str) -> bool:
    names, more = split_names(head)
    if not names:
        return False
    if more or all(name.given for name in names):
        return all(len(name.family.split()) <= 4 for name in names)
    if len(names) == 1:
        family = names[0].family
        if fold(family).split()[:1] in (["undang"], ["law"], ["act"], ["peraturan"]):
            return False
        return (
            is_organisation(family) and len(family.split()) <= 12 and "," not in family and ":" not in family
        ) or (
            len(family.split()) <= 4
            and all(word[0].isupper() or word in ("bin", "binti") for word in family.split())
        )
    return all(len(name.family.split()) <= 4 for name in names)
