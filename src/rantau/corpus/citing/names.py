"""Names of authors: lists of them taken apart, and the forms under which one can be looked up."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rantau.corpus.citing.lexicon import (
    CONNECTORS,
    HONORIFICS,
    KNOWN_ACRONYMS,
    ORGANISATION_WORDS,
    PARTICLES,
)

__all__ = [
    "AND",
    "ET_AL",
    "UPPER",
    "Name",
    "acronyms_of",
    "fold",
    "is_initials",
    "is_organisation",
    "name_of",
    "organisation_key",
    "split_names",
    "stated_acronym",
    "tidied",
    "weak_keys",
]

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽƠƯẠ-Ỹ"
"""Capital letters of the Latin script, for a character class. The Vietnamese block holds small letters as well."""

AND = r"(?:&|\band\b|\bdan\b|\bet\b|\bund\b|\bvà\b|\bat\b|\by\b|และ|နှင့်|និង|ແລະ|与|和)"
ET_AL = re.compile(
    r"[\s,]*(?:\bet\.?\s*al\b\.?|\bdkk\b\.?|\bdan\s+(?:kawan-kawan|rakan-rakan|lain-lain)|\bet\s+alii\b|\band\s+(?:others|colleagues)\b"
    r"|\bvà\s+(?:cộng\s+sự|nnk)\b\.?|\bat\s+iba\s+pa\b|และคณะ|နှင့်အဖွဲ့)(?:['’]s)?",
    re.IGNORECASE,
)

_SPECIAL = str.maketrans(
    {
        "æ": "ae",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ß": "ss",
        "ı": "i",
        "œ": "oe",
        "þ": "th",
        "'": "",
        "’": "",
        "ʼ": "",
    }
    | {"‘": "", "`": "", "&": " and "}
)
_MARKS = re.compile("[\u0300-\u036f]")
_GAPS = re.compile(r"[\s\-‐‑–—.,:;/()\[\]\"“”«»*_]+")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Text as it is compared: lower case, no accents on Latin letters, words parted by single spaces."""
    text = text.lower()
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
        text = unicodedata.normalize("NFC", text)
    return _GAPS.sub(" ", text.translate(_SPECIAL)).strip()


_SPELLINGS = {
    "organisation": "organization",
    "labour": "labor",
    "programme": "program",
    "centre": "center",
    "defence": "defense",
    "programmes": "programs",
}


@lru_cache(maxsize=4096)
def organisation_key(name: str) -> str:
    """The name of an organisation as it is compared: one spelling, no article, ``UN`` and ``US`` in full."""
    words = [_SPELLINGS.get(word, word) for word in fold(_ACRONYM.sub(" ", name)).split()]
    if len(words) > 1:
        if words[0] == "the":
            del words[0]
        if words[:2] == ["u", "s"] or words[:2] == ["u", "n"]:
            words[:2] = [words[0] + words[1]]
        if words[0] in ("un", "us") and len(words) > 1 and words != ["un", "women"]:
            words[:1] = ["united", "nations" if words[0] == "un" else "states"]
    return " ".join(words)


_ACRONYM = re.compile(r"\s*[(\[]\s*(?P<acronym>[^\W\d_a-z][\w.&/-]{1,14}|[^\W\d_][\w-]*[A-Z][\w-]*)\s*[)\]]")


def stated_acronym(name: str) -> str:
    """The acronym in brackets after a name (or the name before brackets that hold its longer form), folded."""
    found = _ACRONYM.search(name)
    return fold(found["acronym"]).replace(" ", "") if found else ""


@lru_cache(maxsize=4096)
def acronyms_of(name: str) -> tuple[str, ...]:
    """Acronyms a name can go by: the stated one, the name itself, initials with and without the small words."""
    found: list[str] = []
    stated = stated_acronym(name)
    if stated:
        found.append(stated)
    bare = _ACRONYM.sub(" ", name).strip()
    words = [word for word in re.split(r"[\s/-]+", bare.replace(".", "")) if word[:1].isalpha()]
    if len(words) == 1:
        if len(bare) > 1 and sum(letter.isupper() for letter in bare) * 2 > len(bare):
            found.append(fold(bare).replace(" ", ""))
    elif len(words) > 1:
        capitals = [word for word in words if word[0].isupper() and fold(word) not in CONNECTORS]
        if len(capitals) > 1:
            found.append("".join(fold(word[0]) for word in capitals))
        every = "".join(fold(word[0]) for word in words if fold(word) != "the")
        if every not in found:
            found.append(every)
    key = organisation_key(name)
    found.extend(acronym for acronym, whole in KNOWN_ACRONYMS.items() if organisation_key(whole) == key)
    return tuple(dict.fromkeys(acronym for acronym in found if len(acronym) > 1))


@dataclass(frozen=True, slots=True)
class Name:
    """One author. ``family`` is the whole name where it has no parts: organisations, single names."""

    family: str
    given: str = ""

    def __str__(self) -> str:
        return f"{self.family}, {self.given}" if self.given else self.family


_INITIALS = re.compile(
    rf"(?:[{UPPER}][a-zà-ÿ]?\.[\s-]*|[{UPPER}](?:\.|\b)[\s-]*|[{UPPER}]{{2,4}}(?=\s|$)\s*){{1,6}}"
    r"(?:\s*(?:de|van|von|der|den|da|di|del|la|bin|binti|dos|al)\b\.?){0,3}(?:,?\s*(?:Jr|Sr|II|III|IV)\.?)?"
)
_SHORT = re.compile(rf"[{UPPER}]{{1,3}}")
_VANCOUVER = re.compile(
    rf"(?P<family>[^\W\d_][^\s,]*[^\W\d_A-Z](?:[ ][^\s,]*[^\W\d_A-Z])*)\s(?P<given>[{UPPER}]{{1,3}})\.?"
)
_NATURAL = re.compile(rf"(?P<given>(?:[{UPPER}][a-z]?\.[\s-]*){{1,4}})\s*(?P<family>[^\W\d_].+)")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")
_ROLE = re.compile(
    r"[\s,]*(?:[(\[]\s*(?:eds?|editors?|hrsg|hg|penyunting|penyelenggara|trans|comps?|coords?)\.?\s*[)\]]\.?|,\s*(?:eds?|editors?)\b\.?)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(rf"\s*;\s*(?:{AND}\s+)?|\s*,?\s*{AND}\s*(?=[^\W\d_])|\s*,\s*", re.IGNORECASE)
_STRIP = " .,:;*_"


_VIETNAMESE = re.compile(
    r"(?:Bộ|Cục|Tổng\s+cục|U[ỷy]\s+ban|Ủy\s+ban|Viện|Hội|Tổ\s+chức|Liên\s+hợp|Chính\s+phủ|Trung\s+tâm)\s"
)


def is_initials(text: str) -> bool:
    """Whether a piece is initials (with a particle or a ``Jr`` after them, perhaps)."""
    if _INITIALS.fullmatch(text) is None:
        return False
    return "." in text or len(text.split()[0]) <= 3


def is_organisation(text: str) -> bool:
    """Whether a name reads as that of an organisation rather than of people."""
    if _ACRONYM.search(text):
        return True
    words = text.split()
    if len(words) == 1:
        return len(text) > 2 and text.upper() == text and text.lower() != text
    folded = fold(text).split()
    if any(word in ORGANISATION_WORDS for word in folded) or _VIETNAMESE.match(text):
        return True
    return any(word in ("of", "for", "on", "the", "untuk", "against", "in") for word in words)


def split_names(text: str) -> tuple[list[Name], bool]:
    """Take a list of authors apart.

    Args:
        text: What stands before the year: ``Buzan, B., Wæver, O., & De Wilde, J.``, ``Castles and Miller``,
            ``International Labour Organization (ILO)``, ``Smith AB, Lee C``, ``Bales, Kevin, and Ann Lee``.

    Returns:
        The names in order, and whether an "et al." says that there are more.
    """
    text = _ROLE.sub(" ", text)
    text, more = ET_AL.subn(" ", text)
    text = " ".join(text.split()).strip(_STRIP.replace(".", ""))
    text = text.lstrip(".")
    if not text:
        return [], more > 0
    organisations = _organisations(text)
    if organisations:
        return [Name(tidied(name)) for name in organisations], more > 0
    return [name for name in _people(text) if name.family], more > 0


def tidied(name: str) -> str:
    """The name of an organisation with its acronym in round brackets."""
    return _ACRONYM.sub(lambda found: f" ({found['acronym']})", name).strip(_STRIP)


def _organisations(text: str) -> list[str]:
    """The organisations a text names; empty where it names people."""
    pieces = [piece for piece in re.split(r"[,;]\s*|\s+(?:&|and|dan)\s+", text) if piece]
    if all(piece.isupper() and len(piece) > 1 and "." not in piece for piece in pieces):
        return pieces
    if any(is_initials(piece) or _natural(piece) for piece in pieces):
        return []
    if not is_organisation(text) or _all_people(pieces):
        return []
    parts = re.split(r"\s*;\s*", text)
    found: list[str] = []
    for part in parts:
        final = re.search(r",\s+(?:&|and|dan|và)\s+", part)
        if (
            final is not None
            and _stands_alone(part[final.end() :])
            and _stands_alone(part[: final.start()].split(", ")[0])
        ):
            found.extend([*re.split(r"\s*,\s+", part[: final.start()]), part[final.end() :]])
            continue
        joint = re.search(r"\s+(?:&|and|dan|và)\s+", part)
        if (
            joint is not None
            and _stands_alone(part[joint.end() :], sure=True)
            and _stands_alone(part[: joint.start()], sure=True)
        ):
            found.extend([part[: joint.start()], part[joint.end() :]])
            continue
        found.append(part)
    return [part for part in (one.strip() for one in found) if part]


def _all_people(pieces: list[str]) -> bool:
    """Whether the pieces are surnames, one of which happens to be a word of an organisation's name."""
    return (
        len(pieces) > 1
        and all(len(piece.split()) == 1 and piece[:1].isupper() and not piece.isupper() for piece in pieces)
        and sum(fold(piece) in ORGANISATION_WORDS for piece in pieces) < len(pieces)
    )


def _stands_alone(name: str, *, sure: bool = False) -> bool:
    """Whether a part of a name is itself the name of an organisation."""
    words = name.split()
    if not words or not words[0][:1].isupper():
        return False
    if len(words) == 1 and name.isupper() and len(name) > 1:
        return True
    if (stated := stated_acronym(name)) and stated in acronyms_of(_ACRONYM.sub("", name)):
        return True
    if len(words) == 1:
        return False
    noun = any(fold(word) in ORGANISATION_WORDS for word in words)
    return noun if sure else noun or words[-1][:1].isupper()


def _people(text: str) -> list[Name]:
    if ";" in text:
        parts = [part for part in re.split(rf"\s*;\s*(?:{AND}\s+)?", text) if part]
        if all(part.count(",") <= 1 for part in parts):
            return [name_of(part) for part in parts]
    pieces: list[str] = []
    joined: list[bool] = []
    position = 0
    conjunction = False
    for gap in _SEPARATOR.finditer(text):
        pieces.append(text[position : gap.start()].strip())
        joined.append(conjunction)
        conjunction = gap[0].strip(" ;,") != ""
        position = gap.end()
    pieces.append(text[position:].strip())
    joined.append(conjunction)
    kept = [(piece, mark) for piece, mark in zip(pieces, joined, strict=True) if piece.strip(_STRIP)]
    pieces, joined = [piece for piece, _ in kept], [mark for _, mark in kept]
    if not pieces:
        return []
    if any(is_initials(piece) for piece in pieces[1:]):
        return _inverted(pieces)
    if len(pieces) > 1 and not (_VANCOUVER.fullmatch(pieces[0]) or _NATURAL.fullmatch(pieces[0])):
        given = _given_names(pieces, joined)
        if given:
            return given
    return [name_of(piece) for piece in pieces]


def _inverted(pieces: list[str]) -> list[Name]:
    """``Family, I., Family, I.`` with single names and names in natural order among them."""
    found: list[Name] = []
    for piece in pieces:
        if is_initials(piece) and found and not found[-1].given:
            found[-1] = Name(found[-1].family, _spaced(piece))
        elif _SUFFIX.fullmatch(piece) and found:
            found[-1] = Name(found[-1].family, f"{found[-1].given} {piece}".strip())
        elif is_initials(piece) and found:
            continue
        else:
            found.append(_natural(piece) or Name(piece.strip(_STRIP)))
    return found


def _given_names(pieces: list[str], joined: list[bool]) -> list[Name]:
    """Names whose first is written ``Family, Given`` in full; empty where the pieces are family names alone."""
    if not _is_name(pieces[0]) or joined[1] or not _is_name(pieces[1]) or len(pieces[1].split()) > 3:
        return []
    if len(pieces) == 2:
        return [Name(pieces[0], _given(pieces[1]))] if _length(pieces[0]) < 3 else []
    rest = pieces[2:]
    if all(_length(piece) > 1 for piece in pieces):
        return [_family_last(piece) for piece in pieces]
    if all(_length(piece) > 1 for piece in rest):
        return [Name(pieces[0], _given(pieces[1])), *(_family_last(piece) for piece in rest)]
    if len(pieces) % 2 == 0 and joined[-2] and not joined[-1]:
        return [Name(pieces[at], _given(pieces[at + 1])) for at in range(0, len(pieces), 2)]
    return []


def _length(name: str) -> int:
    """Words of a name without its particles."""
    return sum(word not in PARTICLES for word in name.split())


def _given(text: str) -> str:
    """Given names without the stop that ends the list of authors."""
    return text if re.search(r"(?:^|[\s.-])[^\W\d_]\.$", text) else text.rstrip(".")


def _family_last(text: str) -> Name:
    """``Hein de Haas`` with the family name first."""
    words = text.strip(_STRIP).split()
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower() in PARTICLES and words[cut - 1].islower():
        cut -= 1
    return Name(" ".join(words[cut:]), " ".join(words[:cut]))


def _is_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= 4 and all(word[0].isupper() or fold(word) in PARTICLES for word in words)


def name_of(text: str) -> Name:
    """One author as written, in whatever order.

    ``Idris, M.``, ``M. Idris``, ``Idris M``, ``Louise Shelley``, ``de Haas``, ``Khin Maung Win``. A name of several
    words without a comma or initials stays whole: which of them is the family name cannot be told.
    """
    text = text.strip(_STRIP.replace(".", "")).strip("*_ ")
    head, comma, tail = text.partition(",")
    if comma and tail.strip():
        given = _spaced(tail.strip()) if is_initials(tail.strip()) else tail.strip(_STRIP)
        return Name(head.strip(_STRIP), given)
    short = _VANCOUVER.fullmatch(text)
    if short is not None and fold(short["family"].split()[0]) not in ORGANISATION_WORDS:
        return Name(short["family"], _spaced(short["given"]))
    return _natural(text) or Name(text.strip(_STRIP))


_STATE = re.compile(r"U\.\s?[SNK]\.")


def _natural(text: str) -> Name | None:
    found = _NATURAL.fullmatch(text)
    if found is None or _STATE.match(text):
        return None
    return Name(found["family"].strip(_STRIP), _spaced(found["given"].strip()))


def _spaced(initials: str) -> str:
    """Initials written one way: ``AB``, ``A.B.`` and ``A. B.`` are ``A. B.``."""
    if _SHORT.fullmatch(initials):
        return " ".join(f"{letter}." for letter in initials)
    spaced = re.sub(r"\.(?=[^\s.,-])", ". ", initials.strip(" ,"))
    return f"{spaced}." if spaced[-1:].isupper() and spaced[-2:-1] in ("", " ", "-") else spaced


def weak_keys(name: Name) -> tuple[str, ...]:
    """Parts of a name that it may be cited by when its whole is not: without particles, by its first or last word."""
    words = [word for word in fold(name.family).split() if word not in HONORIFICS]
    found: list[str] = []
    if len(words) > 1:
        bare = [word for word in words if word not in PARTICLES]
        if name.given:
            if bare and bare != words:
                found.append(" ".join(bare))
            if len(bare) > 1:
                found.extend((bare[0], bare[-1]))
        elif not is_organisation(name.family) or any(word in PARTICLES for word in words[:-1]):
            found.extend((words[0], words[-1], " ".join(words)))
            if words[-2] in PARTICLES:
                found.append(" ".join(words[-2:]))
    trailing = [word for word in fold(name.given).split() if word in PARTICLES]
    if trailing:
        found.append(" ".join([*trailing, *words]))
    return tuple(dict.fromkeys(found))
