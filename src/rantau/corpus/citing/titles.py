"""The title of an entry, and the journal or book that the work stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rantau.corpus.citing.lexicon import ABBREVIATIONS, MONTHS
from rantau.corpus.citing.names import fold

__all__ = ["container_after", "sentence_ends", "title_of"]

_OPENING = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»", "„": "“"}
_STOP = re.compile(r"[.?!…](?=[”\"’']?(?:\s|$))")
_ADDRESS = re.compile(r"(?:https?://|www\.|\bdoi\s*:|\b10\.\d{4,9}/)", re.IGNORECASE)
_AVAILABLE = re.compile(
    r"[.,;\s]*\b(?:available\s+(?:at|from|online)|retrieved\s+(?:from|on)|accessed|diakses|dicapai|tersedia\s+(?:di|pada)|online\b|truy\s+cập|เข้าถึง|สืบค้น)",
    re.IGNORECASE,
)
_VOLUME = re.compile(
    r"(?P<name>[^\d\s“\"][^“”\"]{2,180}?)[.,;]?\s*"
    r"(?:\(?(?:vol(?:ume)?|jilid|jil|tập|ปีที่|v|bd)\b\.?\s*\d|(?:no|issue|nomor|số)\b\.?\s*\d|\d{1,4}\s*(?:\([^)]{1,30}\)|[,:.;]\s*(?:\d|[eE]\d|pp?\b|no\b|hlm|hal|art)|\s*$)"
    r"|(?:1[5-9]|20)\d\d\s*(?:[A-Z][a-z]{2}\s*)?;)",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"\b(?:journal|jurnal|review|quarterly|studies|bulletin|buletin|proceedings|prosiding|annals|affairs|letters|magazine|majalah|newsletter|archives"
    r"|transactions|perspectives|forum|gazette|times|post|guardian|tribune|kompas|tempo|star|bernama|tạp\s+chí|วารสาร|working\s+papers?\s+series|migration\s+letters|series)\b",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"\b(?:press|publish(?:ers?|ing)|penerbit|routledge|springer|sage|palgrave|macmillan|elsevier|wiley|blackwell|brill|books|pustaka|nxb|nhà\s+xuất\s+bản"
    r"|สำนักพิมพ์|edward\s+elgar|lynne\s+rienner|ltd|inc)\b",
    re.IGNORECASE,
)
_IN = re.compile(r"(?:in|dalam|di\s+dalam|trong|ใน|sa)\s*:?\s+(?=\S)", re.IGNORECASE)
_EDITORS = re.compile(
    r"(?:[^()“\"]{2,200}?[(\[]\s*(?:eds?|editors?|penyunting|peny|hrsg|chủ\s+biên|บก)\.?\s*[)\]]\.?|(?:edited\s+by|disunting\s+oleh)\s+[^,.]{2,120}|[^()“\"]{2,120}?,\s+(?:eds?|editors?)\b\.?)\s*[,.:;]?\s*",
    re.IGNORECASE,
)
_BOOK_END = re.compile(
    r"\s*(?:\(\s*(?:pp?|hlm|hal|vol|\d|ed)|,\s*(?:pp?\.|hlm|hal|vol|edited\b|ed\.|\d)|\.\s|\.$|;|:\s*\d"
    r"|,\s*[A-Z][\w ]+:\s)",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\s*[(\[]\s*(?:(?:\d+(?:st|nd|rd|th)\s*\(?ed|[\w\s]{0,20}\bed(?:n|ition)?\b|edisi|cetakan|vols?\b|pp?\.|hlm|hal\b|report\s+no|rev\b|revised|updated|trans\b|original)[^()]*"
    r"|[^()]{2,150}[(\s,]\s*(?:eds?|editors?|penyunting|trans)\.?\s*\)?)\s*\)?\s*[)\]]$|,\s+\d+(?:st|nd|rd|th)\s+(?:ed|edn|edition)\.?$",
    re.IGNORECASE,
)
"""Editors and editions in brackets after a title."""
_KIND = re.compile(r"\s*\[[^\]]{2,40}\]\s*\.?")


def sentence_ends(text: str) -> Iterator[int]:
    """Offsets of the stops that end a part of an entry: not those of initials and abbreviations."""
    for stop in re.finditer(r"\.(?=\s)", text):
        if not _is_abbreviation(text, stop.start()):
            yield stop.start()


def title_of(rest: str) -> tuple[str, str]:
    """The title that a text begins with, and what follows it.

    Args:
        rest: An entry without its authors (and year, where that stands before the title).
    """
    commas = rest.lstrip(" )]").startswith(",")
    rest = rest.lstrip(" .,:;)]*_–—-")
    if not rest:
        return "", ""
    close = _OPENING.get(rest[0])
    if close is not None:
        ended = _closing(rest, close)
        if ended > 2:
            inner = rest[1:ended]
            after = rest[ended + 1 :]
            # A quotation that only begins a title: "I was sold": Abuse of workers.
            if not re.match(r"\s*[.,;]|\s+(?:In|in|Dalam)\b|\s*$|\s+[A-Z(\[]|\s+(?:https?|doi)", after) or (
                re.match(r"\s*:", after) and inner[-1:] not in ".,"
            ):
                end = _end_of_title(rest, commas=False, start=ended)
                return _tidy(rest[:end]), rest[end:]
            return _tidy(inner), after
    end = _end_of_title(rest, commas=commas)
    return _tidy(rest[:end]), rest[end:]


def _closing(text: str, close: str) -> int:
    """Where a quotation that the text begins with closes; -1 where it does not."""
    at = 0
    while (at := text.find(close, at + 1)) != -1:
        apostrophe = close in "’'" and text[at + 1 : at + 2].isalpha()
        plural = (
            close in "’'"
            and text[at - 1] == "s"
            and re.match(r"\s+[a-z]", text[at + 1 :])
            and close in text[at + 1 :]
        )
        if not apostrophe and not plural:
            return at
    return -1


def _end_of_title(text: str, *, commas: bool, start: int = 0) -> int:
    limit = len(text)
    for pattern in (_ADDRESS, _AVAILABLE):
        found = pattern.search(text, 3)
        if found is not None:
            limit = min(limit, found.start())
    end = limit
    for stop in _STOP.finditer(text, start, limit):
        if stop[0] == "." and _is_abbreviation(text, stop.start()):
            continue
        after = text[stop.end() :].lstrip(" ”\"’'")
        if stop[0] in "?!" and not _begins_container(after):
            continue
        if (
            stop[0] == "."
            and after[:1].islower()
            and not _ADDRESS.match(after)
            and not after.startswith(("doi", "pp"))
        ):
            continue
        end = stop.start() + (stop[0] in "?!")
        break
    if commas or end == limit:
        # "Title, Publisher, Place": parts after commas that are short and capitalised are not of the title.
        at = _comma_cut(text[:end])
        if at is not None and (commas or limit < len(text)):
            return at
    inside = re.search(r"\s(?:[Ii]n|Dalam):?\s(?=[^.]{3,150}?\(\s*[Ee]ds?)", text[:end])
    return inside.start() if inside else end


def _comma_cut(text: str) -> int | None:
    quotes = [found.start() for found in re.finditer(r",\s", text)]
    for at in quotes:
        parts = text[at + 1 :].split(", ")
        if at > 8 and all(
            0 < len(part.split()) <= 6
            and (
                part.strip()[0].isupper()
                or part.strip()[0].isdigit()
                or re.match(r"\s*(?:vol|no|pp?|hlm|hal)\b", part)
            )
            for part in parts
        ):
            return at
    return None


def _is_abbreviation(text: str, stop: int) -> bool:
    word = re.search(r"[^\s(\[“\"]*$", text[:stop])
    bare = word[0] if word else ""
    if len(bare) > 1 and bare.isupper() and "." not in bare:
        return False
    if bare.lower() in ABBREVIATIONS:
        return bare.lower() != "no" or re.match(r"\.\s*\d", text[stop:]) is not None
    return (len(bare) == 1 and bare.isupper()) or bool(re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", bare))


def _begins_container(text: str) -> bool:
    """Whether what follows a question mark is a journal or a publisher rather than the rest of the title."""
    if not text or _IN.match(text) or _ADDRESS.match(text):
        return True
    first = text[: next(sentence_ends(text), len(text))]
    volume = _VOLUME.match(text)
    if volume is not None and volume.end("name") <= len(first) < 160:
        return True
    return len(first) == len(text.rstrip(" .")) or (
        len(first.split()) <= 6
        and (_PUBLISHER.search(first) is not None or _JOURNAL.search(first) is not None)
    )


def _tidy(title: str) -> str:
    title = _KIND.sub("", title).strip(" ,;:*_")
    while (remark := _REMARK.search(title)) is not None and remark.start() > 3:
        title = title[: remark.start()].rstrip(" ,;:.*_")
    if (
        title[:1] in _OPENING
        and title[-1:] == _OPENING.get(title[:1], "")
        and title.count(title[0]) <= 2 - (title[0] != title[-1])
    ):
        title = title[1:-1].strip(" ,.")
    return title.rstrip(".").strip() if not title.endswith("..") else title


def container_after(text: str) -> str:
    """The journal or book named after a title; empty where only a publisher or an address follows."""
    text = _KIND.sub(" ", text).lstrip(" .,;:”\"’'?!)*_")
    address = _ADDRESS.search(text)
    if address is not None:
        text = text[: address.start()]
    text = text.rstrip(" ,")
    if not text:
        return ""
    inside = _IN.match(text)
    if inside is not None and text[0].isupper() | (text[:2] == "in"):
        text = text[inside.end() :]
        editors = _EDITORS.match(text)
        if editors is not None:
            text = text[editors.end() :]
        if text[:1] in _OPENING:
            ended = _closing(text, _OPENING[text[0]])
            if ended > 0:
                return _tidy(text[1:ended])
        end = _BOOK_END.search(text)
        return _tidy(text[: end.start()] if end else text)
    if text[:1] == "(":
        return ""
    journal = _VOLUME.match(text)
    if journal is not None:
        name = (
            re.split(r"(?<=[a-z]{4})\.\s", journal["name"])[-1]
            if not _JOURNAL.search(journal["name"].split(". ")[0])
            else journal["name"]
        )
        name = _tidy(name)
        if (
            len(name) > 2
            and fold(name) not in MONTHS
            and not name.endswith("version")
            and not re.fullmatch(r"(?:pp?|hlm|hal|vol|no|ed)\.?", name, re.IGNORECASE)
            and not _PUBLISHER.search(name)
        ):
            return name
    first = re.split(r"[.,;(]\s|[.,;(]$|\s\(", text, maxsplit=1)[0]
    if _JOURNAL.search(first) and not _PUBLISHER.search(first) and len(first) < 150:
        return _tidy(first)
    return ""
