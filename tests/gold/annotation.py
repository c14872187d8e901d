"""An annotation file, read and laid onto the text of its document. The format is in ``README.md``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rantau.store.records import Passage

__all__ = [
    "NEGATIVE_KINDS",
    "SPEAKER_TYPES",
    "Annotation",
    "Claimed",
    "Maybe",
    "Negative",
    "Speech",
    "Told",
    "Where",
    "load",
    "numbers_in",
]

SPEAKER_TYPES = frozenset(("migrant", "family", "official", "company", "ngo", "expert", "other"))
SPEECH_KINDS = frozenset(("term", "title", "slogan", "notice"))
NEGATIVE_KINDS = SPEECH_KINDS | frozenset(
    [
        "year",
        "date",
        "time",
        "law",
        "page",
        "section",
        "citation",
        "sample",
        "label",
        "phone",
        "address",
        "version",
        "id",
        "footnote",
        "age",
        "story",
        "ordinal",
        "idiom",
        "rate",
        "scene",
    ]
)


@dataclass(frozen=True)
class Where:
    """A run of a passage's text; ``passage`` is its number, offsets as in :class:`rantau.store.records.Passage`."""

    passage: int
    start: int
    end: int

    def shared(self, other: Where) -> int:
        """How many characters both have."""
        if self.passage != other.passage:
            return 0
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Maybe:
    """Something that should be said, or (``optional``) may be left out."""

    value: str
    optional: bool = False


@dataclass(frozen=True)
class Claimed:
    """A claim as annotated. ``value`` is None for a range."""

    where: Where
    value: float | None
    low: float | None
    high: float | None
    qualifier: str
    unit: str
    indicator: str | None
    places: tuple[Maybe, ...]
    """Countries (ISO alpha-3) and regions."""
    roles: Mapping[str, str]
    group: Mapping[str, str]
    period: Maybe | None
    citations: tuple[Maybe, ...]
    optional: bool = False
    measure: str = ""


@dataclass(frozen=True)
class Told:
    """A testimony as annotated; ``pieces`` are parted by speech tags only."""

    pieces: tuple[Where, ...]
    speaker: str
    speaker_type: str
    places: tuple[str, ...]
    source: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Speech:
    """A testimony as found, reduced to what is compared."""

    pieces: tuple[Where, ...]
    speaker: str
    speaker_type: str
    places: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Negative:
    """What must not come out; ``text`` is what stands there."""

    where: Where
    text: str
    kind: str


@dataclass(frozen=True)
class Annotation:
    """What one annotator saw in one document."""

    claims: tuple[Claimed, ...] = ()
    testimonies: tuple[Told, ...] = ()
    negatives: tuple[Negative, ...] = ()


_SKIPPED = re.compile(r"[\s|]+")


class _Text:
    """The passages with white space squashed and the bars of tables left out, and the way back to their offsets."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = {passage.number: passage.text for passage in passages}
        self.squashed: list[tuple[int, str, list[int]]] = []
        for passage in passages:
            letters: list[str] = []
            offsets: list[int] = []
            for offset, letter in enumerate(passage.text):
                if letter.isspace() or letter == "|":
                    if not letters or letters[-1] == " ":
                        continue
                    letter = " "
                letters.append(letter)
                offsets.append(offset)
            self.squashed.append((passage.number, "".join(letters), offsets))

    def find(self, quote: str, context: str | None) -> Where:
        """Where a quote stands.

        Raises:
            ValueError: It stands nowhere, or in several places.
        """
        wanted = _SKIPPED.sub(" ", context or quote).strip()
        places = [
            (number, match.start(), offsets)
            for number, text, offsets in self.squashed
            for match in re.finditer(re.escape(wanted), text)
        ]
        if len(places) != 1:
            raise ValueError(f"stands {len(places)} times in the document: {wanted!r}")
        number, start, offsets = places[0]
        inner = _SKIPPED.sub(" ", quote).strip()
        if context:
            bounded = re.compile(rf"(?<![\d.,]){re.escape(inner)}(?![\d]|[.,]\d)")
            found = list(bounded.finditer(wanted))
            if len(found) != 1:
                raise ValueError(f"stands {len(found)} times in its context {context!r}: {quote!r}")
            start += found[0].start()
        return Where(number, offsets[start], offsets[start + len(inner) - 1] + 1)

    def where(self, entry: Mapping[str, Any] | str, context: str | None = None) -> Where:
        if isinstance(entry, str):
            return self.find(entry, context)
        if "passage" in entry:
            return Where(entry["passage"], entry["start"], entry["end"])
        return self.find(entry["quote"], entry.get("context"))

    def at(self, where: Where) -> str:
        return self.passages[where.passage][where.start : where.end]

    def words(self, entry: Mapping[str, Any] | str | None) -> str:
        if entry is None or isinstance(entry, str):
            return entry or ""
        return self.at(self.where(entry))


def _maybe(text: str) -> Maybe:
    return Maybe(text.rstrip("?"), text.endswith("?"))


def _places(entries: Iterable[str]) -> tuple[tuple[Maybe, ...], dict[str, str]]:
    """``IDN:origin?`` is Indonesia, in a role, and may be left out."""
    places: list[Maybe] = []
    roles: dict[str, str] = {}
    for entry in entries:
        name, _, role = entry.rstrip("?").partition(":")
        optional = entry.endswith("?") or name.endswith("?")
        places.append(Maybe(name.rstrip("?"), optional))
        if role:
            roles[name.rstrip("?")] = role
    return tuple(places), roles


def _citation(text: _Text, entry: str | Mapping[str, Any]) -> Maybe:
    return _maybe(entry) if isinstance(entry, str) else Maybe(text.at(text.where(entry)))


def _claim(text: _Text, entry: Mapping[str, Any]) -> Claimed:
    places, roles = _places(entry.get("places", ()))
    period = entry.get("period")
    return Claimed(
        where=text.where(entry),
        value=entry.get("value"),
        low=entry.get("low"),
        high=entry.get("high"),
        qualifier=entry.get("qualifier", "exact"),
        unit=entry["unit"],
        indicator=entry.get("indicator"),
        places=places,
        roles=roles,
        group=entry.get("group", {}),
        period=_maybe(period) if period else None,
        citations=tuple(_citation(text, one) for one in entry.get("citations", ())),
        optional=entry.get("optional", False),
        measure=entry.get("measure", ""),
    )


def _testimony(text: _Text, entry: Mapping[str, Any]) -> Told:
    pieces = entry["quote"] if isinstance(entry["quote"], list) else [entry["quote"]]
    return Told(
        pieces=tuple(text.where(piece, entry.get("context")) for piece in pieces),
        speaker=text.words(entry["speaker"]),
        speaker_type=entry["speaker_type"],
        places=tuple(one.value for one in _places(entry.get("places", ()))[0]),
        source=text.words(entry.get("source")),
        optional=entry.get("optional", False),
    )


def load(path: Path, passages: Sequence[Passage]) -> Annotation:
    """Read an annotation and find each quote in the document.

    Raises:
        ValueError: A line that cannot be read or placed; the message names file and line.
    """
    text = _Text(passages)
    claims: list[Claimed] = []
    testimonies: list[Told] = []
    negatives: list[Negative] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            entry = json.loads(line)
            if entry["type"] == "claim":
                claims.append(_claim(text, entry))
            elif entry["type"] == "testimony":
                testimonies.append(_testimony(text, entry))
            elif entry["type"] == "negative":
                where = text.where(entry)
                negatives.append(Negative(where, text.at(where), entry["kind"]))
            else:
                raise ValueError(f"unknown type {entry['type']!r}")
        except (KeyError, ValueError) as problem:
            raise ValueError(f"{path.parent.name}/{path.name}:{number}: {problem}") from problem
    return Annotation(tuple(claims), tuple(testimonies), tuple(negatives))


_WORDS = {
    word: float(value)
    for value, words in enumerate(
        (
            "one first satu pertama",
            "two second dua kedua",
            "three third tiga ketiga",
            "four fourth empat",
            "five fifth lima",
            "six sixth enam",
            "seven seventh tujuh",
            "eight delapan",
            "nine sembilan",
            "ten sepuluh",
            "eleven sebelas",
            "twelve dua belas",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ),
        start=1,
    )
    for word in words.split()
}


def numbers_in(text: str) -> frozenset[float]:
    """The numbers of a negative's words, read both with point and with comma as decimal mark."""
    found = {_WORDS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _WORDS}
    for digits in re.findall(r"\d[\d.,]*", text):
        bare = digits.strip(".,")
        found.add(float(re.sub(r"[.,]", "", bare)))
        for point, other in ((".", ","), (",", ".")):
            whole = bare.replace(other, "")
            if whole.count(point) <= 1:
                found.add(float(whole.replace(point, ".")))
    return frozenset(found)
