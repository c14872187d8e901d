"""What names a person in a text: numbers, addresses and accounts by their form, names by what stands beside them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final, Literal, NamedTuple

from rantau.evidence.speech_lexicon import alternation

__all__ = ["Identifier", "IdentifierKind", "find_contacts", "may_identify", "without_overlaps"]

IdentifierKind = Literal["name", "phone", "id", "address", "e-mail", "account", "plate", "handle"]
"""``id``: number of a passport, an identity card, a permit, a case."""


class Identifier(NamedTuple):
    """What names a person, at ``[start, end)`` of a text."""

    start: int
    end: int
    kind: IdentifierKind


_CAP: Final = r"[A-ZÀ-ÞĐ][\w'’.-]*"
_CAPS: Final = rf"{_CAP}(?:\s+{_CAP})*"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b")
_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:m\.)?(?:facebook\.com|fb\.com|fb\.me|instagram\.com|tiktok\.com|twitter\.com|x\.com"
    r"|t\.me|wa\.me|line\.me|zalo\.me|vk\.com|linkedin\.com/in)/[\w./?=@%+-]*[\w/]",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.@/])@[A-Za-z_][\w.]{1,29}\w")
_PHONES = re.compile(
    # With the country's code; then as dialled at home: 0812-3456-7890, (021) 555 1234, 08123456789; then 555-123-4567.
    r"(?<![\w/+.])(?:\+|00)\s?[1-9]\d{0,2}[\s().-]{0,3}(?:\d[\s().-]{0,2}){5,12}\d(?![\w/])"
    r"|(?<![\w/.,-])\(?0\d{1,4}\)?[\s-]\d{2,4}[\s-]?\d{2,5}(?:[\s-]?\d{1,4})?(?![\w/]|[.,]\d)"
    r"|(?<![\w/.,-])0\d{8,12}(?![\w/]|[.,]\d)|(?<![\w/.,-])[2-9]\d{2}-\d{3}-\d{4}(?![\w/]|[.,]\d)"
)
_ID_FORMS = re.compile(
    # Myanmar's NRC: 12/KaMaYa(N)123456
    r"(?<![\w/.-])(?:\d{1,2}/[A-Za-z]{3,}(?:\s?[A-Za-z]+)?\s?\((?:[A-Z]|[Nn]aing|[Pp]yu)\)\s?\d{5,6}"
    r"|\d{6}-\d{2}-\d{4}"  # Malaysian identity card
    r"|\d-\d{4}-\d{5}-\d{2}-\d"  # Thai identity card
    r"|[1-9]\d{3}-\d{4}-\d{4}(?:-\d{4})?|\d{2}-\d{7}-\d"  # Philippine identity and social security
    r"|\d{5}-\d{7}-\d"  # Pakistani identity card
    r"|[1-9]\d{15}|[1-9]\d{12})(?![\w/-]|[.,]\d)"  # Indonesian NIK; thirteen digits of Thailand, of Bangladesh
)
_PASSPORT = re.compile(
    r"\b(?:passport|paspor|pasport)\b[^.;\n]{0,30}?(?<![\w])(?P<what>[A-Z]{1,2} ?\d{6,8})(?!\w)",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?(?!\w)")
_QUICK = re.compile(
    r"\d{3}|@|\d[A-Za-z]?[ ,/]|(?i:facebook|instagram|tiktok|telegram|zalo|t\.me|purok|line id)|No\.|RT"
)
"""What a text must hold for any of these patterns to be worth trying."""


@dataclass(frozen=True, slots=True)
class _Cued:
    """Patterns that a word before the number leads; what they find is the group ``what``, an address the whole."""

    handle: re.Pattern[str]
    id: re.Pattern[str]
    account: re.Pattern[str]
    plate: re.Pattern[str]
    phone: re.Pattern[str]
    hotline: re.Pattern[str]
    address: re.Pattern[str]


@lru_cache(maxsize=1)
def _cued() -> _Cued:
    data: dict[str, Any] = tomllib.loads(
        resources.files("rantau.evidence").joinpath("identifiers.toml").read_text(encoding="utf-8")
    )
    words = {kind: alternation(each) for kind, each in data["cues"].items()}
    number = r"(?:number|no|nos|nomor|nombor|nr|num)\b\.?|#|:"
    between = r"(?:\s*(?:number|no|nomor|nombor|is|was|adalah|saya|on|at)\b\.?|\s*[#:]){0,6}\s*"
    code = r"(?P<what>(?=(?:[A-Z]{1,3} )?[\w/()-]*\d[\w/()-]*\d)[A-Z0-9](?:[\w/()-]|[ .](?=\d)){3,24}[\w)])"
    plate = r"(?:[A-Z]{1,3}|[ก-ฮ]{1,3}|\d[ก-ฮ]{2}|\d{1,2}[A-Z]{1,2})[ -]?\d{1,5}(?:[ -]?[A-Z]{1,3})?"
    return _Cued(
        handle=re.compile(
            rf"\b(?:{words['handle']})\s*(?:account|profile|page|name|user(?:name)?|handle|id|akun|nama akun)?"
            r"\s*(?:is|was|:|=|bernama|under the name)\s*[\"“']?(?P<what>[\w.@-]*[\w])",
            re.IGNORECASE,
        ),
        id=re.compile(
            rf"\b(?:{words['id']})\b\.?(?:\s*(?:card|book|id|file|certificate|document))?\s*(?:{number})"
            rf"(?:\s*(?:is|was|:|adalah|saya)){{0,4}}\s*{code}",
            re.IGNORECASE,
        ),
        account=re.compile(
            rf"\b(?:{words['account']})\b\.?(?:\s*(?:bank|with|of|in|at|di|atas nama|{words['account']}|number|no|nomor"
            r"|nombor|is|was|adalah|saya)\b\.?|\s*[#:]){0,10}\s*"
            r"(?P<what>[A-Z]{0,2}\d(?:[\s-]?\d){6,20})(?!\w)",
            re.IGNORECASE,
        ),
        plate=re.compile(
            rf"\b(?i:{words['plate']})\b(?:\s*(?i:number|no\.?|nomor|was|is|:|read|reading|kendaraan|mobil)){{0,6}}\s*[\"“']?"
            rf"(?P<what>(?=[A-Z0-9ก-ฮ -]*\d){plate})(?!\w)"
        ),
        phone=re.compile(
            rf"\b(?:{words['phone']})\b\.?{between}(?P<what>\+?\(?\d(?:[\s().-]{{0,2}}\d){{5,13}})(?![\w/]|[.,]\d)",
            re.IGNORECASE,
        ),
        hotline=re.compile(
            rf"\b(?:{alternation(data['phones']['not_personal'])})s?\b[^.;\n]{{0,40}}$", re.IGNORECASE
        ),
        address=re.compile(_addresses(words)),
    )


def _addresses(words: Mapping[str, str]) -> str:
    street = rf"(?:{words['street']})\b\.?(?!\s+(?:{words['not_street']})\b)"
    unit = rf"(?:(?:{words['unit']})\b\.?\s*(?:[Nn]o\b\.?|[Nn]umber|[Nn]omor|#)?\s*#?[A-Z]?-?\d[\w/-]*)"
    within = rf"(?:{words['within']})\b\.?\s+(?:{_CAP}|\d+)(?:\s+(?:{_CAP}|\d[\w/-]*)){{0,6}}"
    hamlet = r"RT\.?\s*\d+\s*[/,]?\s*(?:RW\.?\s*)?\d+"
    return "|".join(
        (
            # 14 Circular Road; 221B Baker Street; No. 7, 38th Street
            rf"(?<![\w/.,-])(?:(?:[Nn]o\b\.?|#)\s*)?\d{{1,5}}[A-Za-z]?(?:[/-]\d{{1,4}})?,?\s+"
            rf"(?:(?:{_CAP}|\d{{1,3}}(?:st|nd|rd|th))\s+){{1,4}}?{street}",
            # House 12, Lot 5, Kampung Baru; House No. 3
            rf"\b{unit}(?:,?\s+(?:{unit}|{within}|(?:{_CAP}\s+){{1,3}}{street})){{1,6}}",
            r"\b(?:House|Flat|Apartment|Apt|Rumah)\b\.?\s*(?:[Nn]o\b\.?|[Nn]umber|[Nn]omor)\s*[A-Z]?-?\d[\w/-]*",
            # Jalan Melati No. 5, RT 03/RW 04
            rf"\b(?:{words['way']})\b\.?\s*(?:{_CAP}|\d+[A-Z]?(?:/\d+\w?)*)"
            rf"(?:\s+(?:{_CAP}|[IVX]+|\d+\w?(?:/\d+\w?)*)){{0,6}}?"
            r"(?:,?\s*(?:[Nn]o\b\.?|[Nn]omor|[Bb]lok|[Kk]av)\.?\s*[\w/-]+|(?<=[a-z]),?\s+\d{1,4}[A-Za-z]?(?![\w.,]*\d))"
            rf"(?:,?\s*{hamlet})?",
            rf"\b(?:(?:Dusun|Dukuh|Kampung|Kp\.?|Lingkungan)\s+{_CAPS},?\s+)?{hamlet}",
            # 123/45 Moo 6; Soi Nana 4; số 12 đường Lê Lợi; Purok 3, Brgy. San Roque
            rf"(?<![\w/])\d{{1,4}}(?:/\d{{1,4}})?\s+(?:Moo|M\.)\s*\d{{1,2}}(?:,?\s*(?:Soi|Tambon)\s+{_CAP}(?:\s\d+)?)?",
            rf"\bSoi\s+{_CAPS}\s+\d{{1,3}}(?:/\d+)?",
            rf"\b[Ss]ố\s+\d+[A-Za-z]?(?:/\d+)*,?\s+(?:đường|phố|ngõ)\s+{_CAPS}",
            rf"\bPurok\s+(?:\d+|{_CAP})(?:,?\s+(?:Brgy\.?|Barangay)\s+{_CAPS})?",
        )
    )


def may_identify(text: str) -> bool:
    """Quick look whether a text can hold a number, an address or an account."""
    return _QUICK.search(text) is not None


def find_contacts(text: str) -> list[Identifier]:
    """Telephone numbers, numbers of documents and cases, e-mail and street addresses, accounts, plates and handles.

    Towns, provinces and countries are none, nor are hotlines, years, sums of money, figures, and the numbers of laws.

    Returns:
        In order, not overlapping.
    """
    if not may_identify(text):
        return []
    found: list[Identifier] = []

    def add(pattern: re.Pattern[str], kind: IdentifierKind, group: str | int = 0) -> None:
        found.extend(Identifier(*match.span(group), kind) for match in pattern.finditer(text))

    cued = _cued()
    if "@" in text:
        add(_EMAIL, "e-mail")
        add(_HANDLE, "handle")
    add(_LINK, "handle")
    found.extend(
        Identifier(*match.span("what"), "handle")
        for match in cued.handle.finditer(text)
        if len(match["what"]) > 2 and not match["what"].isdigit() and _is_handle(match["what"])
    )
    add(cued.id, "id", "what")
    add(_PASSPORT, "id", "what")
    add(cued.account, "account", "what")
    add(_IBAN, "account")
    add(_ID_FORMS, "id")
    add(cued.plate, "plate", "what")
    for pattern, group, least in ((cued.phone, "what", 6), (_PHONES, 0, 8)):
        for match in pattern.finditer(text):
            start, end = match.span(group)
            digits = sum(letter.isdigit() for letter in text[start:end])
            if digits >= least and not cued.hotline.search(text, max(0, start - 70), start):
                found.append(Identifier(start, end, "phone"))
    add(cued.address, "address")
    return without_overlaps(_trimmed(text, one) for one in found)


def _is_handle(word: str) -> bool:
    """A handle looks like none of the words of a language: digits, dots or capitals inside."""
    return any(letter.isdigit() or letter in "._@-" for letter in word) or not word.islower()


def _trimmed(text: str, one: Identifier) -> Identifier:
    start, end = one.start, one.end
    while end > start and text[end - 1] in " .,;:-(\n":
        end -= 1
    if text[start:end].count("(") < text[start:end].count(")") and text[end - 1] == ")":
        end -= 1
    return Identifier(start, end, one.kind)


def without_overlaps(found: Iterable[Identifier]) -> list[Identifier]:
    """In order; of two that overlap the earlier given wins, unless the later covers it."""
    kept: list[Identifier] = []
    for one in found:
        if one.start >= one.end:
            continue
        clashes = [other for other in kept if one.start < other.end and other.start < one.end]
        if not clashes:
            kept.append(one)
        elif all(one.start <= other.start and other.end <= one.end for other in clashes) and any(
            one.end - one.start > other.end - other.start for other in clashes
        ):
            kept = [other for other in kept if other not in clashes]
            kept.append(Identifier(one.start, one.end, clashes[0].kind if one.kind == "phone" else one.kind))
    return sorted(kept)
