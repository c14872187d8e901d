"""Names of persons in a text, and where they stand in it again."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from rantau.evidence.places import PlaceIndex
from rantau.evidence.speech_lexicon import alternation, speech_lexicon

__all__ = ["NameWords", "find_names", "name_of_speaker", "name_words", "pseudonyms_given", "recurrences"]

_WORD: Final = r"[A-ZÀ-ÞĐĂƠƯ](?:[a-zß-ÿāăēĩīōơũūưạ-ỹđ'’]+(?:-[A-Z]?[a-zß-ÿ]+)*)"
"""A word of a name: a capital and small letters. Words all in capitals are mostly acronyms."""


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words by which names are known, and the patterns made of them."""

    titles: frozenset[str]
    office: frozenset[str]
    not_names: frozenset[str]
    common: frozenset[str]
    organisations: frozenset[str]
    labels: frozenset[str]
    not_labels: frozenset[str]
    run: str
    """A run of capitalised words, with "bin" and its like."""
    found: tuple[re.Pattern[str], ...]
    """Each with the name in the group ``name``."""


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """Read the words that ship with the package."""
    data: dict[str, Any] = tomllib.loads(
        resources.files("rantau.evidence").joinpath("identifiers.toml").read_text(encoding="utf-8")
    )
    names, before = data["names"], data["before"]
    joining = alternation(names["joining"])
    run = rf"{_WORD}(?:\s+(?:(?:{joining})\s+)?(?:{_WORD}|[A-Z]\.)){{0,4}}"
    titles = alternation(data["titles"]["any"])
    family = alternation(names["vietnamese"])
    middle = alternation(names["vietnamese_middle"])
    nouns = alternation(before["nouns"])
    cues = alternation(before["cues"])
    patterns = (
        rf"(?<![\w.])(?:{titles})\s+(?P<name>{run})",
        rf"(?<![\w])(?P<name>(?:{family})\s+(?:{middle})\s+{_WORD}(?:\s+{_WORD}){{0,2}})",
        rf"(?<![\w])(?P<name>{_WORD}(?:\s+{_WORD}){{0,4}}\s+(?:{joining})\s+{_WORD}(?:\s+{_WORD}){{0,4}})",
        rf"(?<![\w])(?:{cues})\s*[:,]?\s*[\"“‘']?(?P<name>{run})",
        rf"(?<![\w])(?:{nouns})(?:nya|ku|s)?,?\s+(?P<name>{run})(?=[\s,.;:!?)'’\"”]|$)",
        rf"(?<![\w])(?P<name>{run})(?=,? \(?(?:aged |usia |berusia |umur )?\d{{1,2}}(?:\)|,| tahun| years?|-year))",
        rf"(?<![\w])(?P<name>{run}),\s+(?:(?:my|his|her|their)\s+(?:\w+\s+)?(?:{nouns})|(?:{nouns})\s+(?:saya|kami))\b",
    )
    return NameWords(
        titles=frozenset(data["titles"]["any"]),
        office=frozenset(data["titles"]["office"]),
        not_names=frozenset(data["not_names"]["words"]),
        common=frozenset(data["not_names"]["common_too"]),
        organisations=frozenset(data["not_names"]["organisations"]),
        labels=frozenset(before["labels"]),
        not_labels=frozenset(data["office_labels"]["any"]),
        run=run,
        found=tuple(re.compile(pattern) for pattern in patterns),
    )


_LABEL = re.compile(r"(?:^|[\n|;])\s*(?P<label>[A-Za-z][\w' /’.-]{0,30}?)\s*[:=]\s*(?P<value>[^\n|;]{2,60})")
_TURN = re.compile(rf"(?:^|\n)\s*(?P<name>{_WORD}(?:\s{_WORD}){{0,2}})\s*:\s")
_GIVEN = re.compile(
    rf"(?P<name>{_WORD}(?:\s+(?:{_WORD}|[A-Z]\.)){{0,5}}),?\s*[(\[,]?[^()\n]{{0,12}}"
    r"(?:not (?:her|his|their) real names?|name changed|names? (?:has|have) been changed|a pseudonym|pseudonym"
    r"|bukan nama (?:sebenarnya|asli|sebenar)|nama samaran|nama (?:telah )?diubah|nama disamarkan)"
)


def pseudonyms_given(text: str) -> set[str]:
    """Names of which the text says that they are not the real ones."""
    if "name" not in text and "nama" not in text and "pseudonym" not in text:
        return set()
    return {match["name"] for match in _GIVEN.finditer(text)}


def find_names(text: str, places: PlaceIndex, *, everywhere: bool) -> list[tuple[int, int]]:
    """Spans of names of persons.

    A title or honorific, an age, a relation ("my brother Aung"), "named" and the like tell a name.

    Args:
        text: A passage.
        places: Names of places, which are none of persons.
        everywhere: Also take capitalised words within sentences that name nothing else known, and the speakers of a
            transcript's lines: for documents that must hold no name at all.
    """
    words = name_words()
    spans: list[tuple[int, int]] = []
    for pattern in words.found:
        for match in pattern.finditer(text):
            spans.extend(_as_name(text, *match.span("name"), places))
    for match in _LABEL.finditer(text):
        if match["label"].strip().lower() in words.labels:
            run = re.match(
                rf"(?:(?:{alternation(words.titles)})\s+)?(?P<name>{words.run}|[A-Z][A-Z' -]{{3,40}})",
                match["value"],
            )
            if run is not None:
                low = match.start("value")
                spans.extend(_as_name(text, low + run.start("name"), low + run.end("name"), places))
    if everywhere:
        for match in _TURN.finditer(text):
            if match["name"].lower() not in words.not_labels:
                spans.extend(_as_name(text, *match.span("name"), places))
        spans.extend(_unknown_runs(text, places))
    return _merged(spans)


_BEFORE_PLACE = re.compile(
    r"\b(?:in|at|to|from|near|into|through|via|of|around|towards|reached|outside|inside|between|di|ke|dari"
    r"|dekat|menuju|lewat|asal|desa"
    r"|kabupaten|kota|village of|town of|called|the|The|on|by|di desa|di kota|[Dd]esa|[Kk]ampung"
    r"|[Kk]ota)\s+(?:the\s+)?$"
)
_WITHIN_SENTENCE = re.compile(rf"(?<=[a-z’'”]) (?P<name>{_WORD}(?:\s+{_WORD}){{0,3}})")


def _unknown_runs(text: str, places: PlaceIndex) -> list[tuple[int, int]]:
    spans = []
    for match in _WITHIN_SENTENCE.finditer(text):
        start, end = match.span("name")
        if _BEFORE_PLACE.search(text, max(0, start - 24), start):
            continue
        spans.extend(_as_name(text, start, end, places))
    return spans


def _as_name(text: str, start: int, end: int, places: PlaceIndex) -> list[tuple[int, int]]:
    """A run without titles and words that are none of a name; nothing where it names an office, a place or a body."""
    words = name_words()
    parts = [
        (start + match.start(), start + match.end(), match.group())
        for match in re.finditer(r"\S+", text[start:end])
    ]
    for number, part in enumerate(parts):
        if number and part[2].strip(".,").lower() in words.not_labels:
            parts = parts[:number]  # the next label of a form: "Nama: Siti Aminah Umur: 24"
            break
    # Of "Maung Maung" and "Ko Ko" the second word is the name, though it is a title elsewhere.
    while len(parts) > 1 and (parts[0][2].rstrip(".") in words.titles or parts[0][2] in words.titles):
        parts.pop(0)
    if (
        len(parts) == 1
        and parts[0][1] - parts[0][0] == end - start
        and parts[0][2].rstrip(".") in words.titles
    ):
        return []
    while parts and parts[-1][2].strip(".,'’") in words.not_names:
        if parts[-1][2].strip(".,'’") in words.organisations:
            return []
        parts.pop()
    while parts and parts[0][2].strip(".,'’") in words.not_names:
        parts.pop(0)
    if not parts:
        return []
    if any(
        part[2].strip(".,") in words.office or part[2].strip(".,") in words.organisations for part in parts
    ):
        return []
    following = re.match(r"\s+([A-Z][\w.]*)", text[parts[-1][1] :])
    if following is not None and following.group(1) in words.organisations:
        return []
    before = re.search(r"([A-Za-z.]+)\s+$", text[max(0, start - 24) : parts[0][0]])
    if before is not None and before.group(1) in words.office:
        return []
    low, high = parts[0][0], parts[-1][1]
    while high > low and text[high - 1] in ".,'’":
        high -= 1
    if text[low:high].endswith(("'s", "’s")):
        high -= 2
    name = text[low:high]
    if len(re.sub(r"[^\w]", "", name)) < 2 or all(len(part.strip(".")) < 2 for part in name.split()):
        return []  # an initial is no name
    if _is_place(name, places) or re.match(r"\s*\(\s*(?:19|20)\d\d", text[high:]):
        return []
    return [(low, high)]


def _is_place(name: str, places: PlaceIndex) -> bool:
    words = tuple(word.lower() for word in re.findall(r"[^\W\d_]+", name))
    if not words:
        return False
    return any(
        pattern == words[: len(pattern)] and len(pattern) * 2 > len(words)
        for pattern, _ in places.by_word.get(words[0], ())
    )


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for low, high in sorted(set(spans)):
        if merged and low < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def name_of_speaker(description: str, places: PlaceIndex) -> str:
    """The name in a description of a speaker ("Ko Thura, a 31-year-old fisher" -> "Thura"); empty without one."""
    words = name_words()
    lexicon = speech_lexicon()
    for match in re.finditer(words.run, description):
        first = re.split(r"[\s'’]", match.group())[0].lower()
        known = first in lexicon.function_words or first in lexicon.nouns or first in _NOT_FIRST
        if known and first.capitalize() not in words.titles:
            continue  # "Her employer", "Domestic worker, 34": a capital that only opens the description
        alone = match.start() == 0 and " " not in match.group()
        if alone and re.match(r"\s+[a-z]", description[match.end() :]):
            continue
        if _BEFORE_PLACE.search(description[max(0, match.start() - 24) : match.start()]):
            continue
        for low, high in _as_name(description, *match.span(), places):
            return description[low:high]
    return ""


_NOT_FIRST = frozenset(
    {"domestic", "former", "female", "male", "undocumented", "another", "his", "her", "their", "seorang"}
)


def recurrences(text: str, names: Sequence[str]) -> list[tuple[int, int, str]]:
    """Where names stand in a text, whole or by one of their words; each with the name it is of.

    Args:
        text: A passage.
        names: Names, the longest first; a word that is common, or a place's, stands for no name alone.
    """
    patterns, by_word = _patterns(tuple(names))
    # A document may name thousands: only those are looked for of which the text holds the first word.
    present = by_word.keys() & {word.lower() for word in _LETTERED.findall(text)}
    found: list[tuple[int, int, str]] = []
    for number in sorted({number for word in present for number in by_word[word]}):
        pattern, name = patterns[number]
        for match in pattern.finditer(text):
            start, end = match.span()
            at = bisect_left(found, (start, end))
            before_free = at == 0 or found[at - 1][1] <= start
            if before_free and (at == len(found) or end <= found[at][0]):
                found.insert(at, (start, end, name))
    return found


_LETTERED = re.compile(r"\w+")
_START: Final = r"(?<!\w)(?:"


@lru_cache(maxsize=4)
def _patterns(names: tuple[str, ...]) -> tuple[list[tuple[re.Pattern[str], str]], dict[str, list[int]]]:
    """Patterns in the order in which they are tried, and which of them begin with a word, in small letters."""
    words = name_words()
    whole: list[tuple[re.Pattern[str], str]] = []
    parts: list[tuple[re.Pattern[str], str]] = []
    taken: set[str] = set()
    for name in names:
        pieces = name.split()
        joined = r"\s+".join(re.escape(piece) for piece in pieces)
        flags = re.IGNORECASE if len(pieces) > 1 else 0
        forms = joined if flags else f"{joined}|{re.escape(name.upper())}"
        whole.append((re.compile(rf"{_START}{forms})(?!\w)", flags), name))
        taken.add(name)
    for name in names:
        for piece in name.split():
            bare = piece.strip(".,")
            alone = (
                len(bare) > 2
                and bare not in words.common
                and bare not in words.titles
                and bare not in words.not_names
            )
            if len(name.split()) > 1 and alone and bare not in taken and bare[0].isupper():
                taken.add(bare)
                parts.append(
                    (re.compile(rf"{_START}{re.escape(bare)}|{re.escape(bare.upper())})(?!\w)"), name)
                )
    patterns = [*whole, *parts]
    by_word: dict[str, list[int]] = {}
    for number, (pattern, _) in enumerate(patterns):
        first = _LETTERED.search(pattern.pattern.removeprefix(_START))
        by_word.setdefault(first.group().lower() if first else "", []).append(number)
    return patterns, by_word
