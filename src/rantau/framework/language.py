"""In which language a text is written: gettext catalogues, one for each language but English, which the code holds.

The language is that of the context (a :class:`~contextvars.ContextVar`): whoever begins a piece of work says it once,
with :func:`speaking`, and every text that is made inside is in it. Nothing else of the program's state knows it.

Texts that the code holds are marked where they stand: ``_("...")`` for one that is shown at once, ``N_("...")`` for one
that is kept and translated later. Sentences that another room wrote in English into a record are put into the language
by :class:`Teller`, which knows the patterns they are made by (:data:`SENTENCES` in the brief's room).
"""

from __future__ import annotations

import contextvars
import gettext as standard
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = [
    "LANGUAGES",
    "N_",
    "Teller",
    "calendar",
    "calendar_day",
    "calendar_month",
    "current",
    "fill",
    "gettext",
    "local",
    "ngettext",
    "rooms",
    "sentences",
    "speaking",
    "use",
]

LOCALE = Path(__file__).with_name("locale")
LANGUAGES = {"en": "English", "id": "Bahasa Indonesia"}
"""Code -> the language's own name. A new one: a folder in each ``locale/`` (scripts/translations.py) and a row here."""
_language: contextvars.ContextVar[str] = contextvars.ContextVar("language", default="en")
_COMMA_DECIMAL = frozenset({"id"})
"""Languages that write 1.234,5."""


_FIELD = re.compile(r"\{(\w+)\}")
_WORDS = re.compile(r"[A-Za-z]{2,}")
_LEAST_WORDS = 3


def N_(text: str) -> str:
    """Mark a text for translation where it stands; it is translated where it is shown."""
    return text


@cache
def rooms(language: str) -> standard.NullTranslations:
    """The catalogue of the texts of all rooms below the workbench, which has one of its own."""
    own = standard.translation("rooms", LOCALE, [language], fallback=language == "en")
    own.add_fallback(standard.translation("sentences", LOCALE, [language], fallback=language == "en"))
    return own


@cache
def sentences(language: str) -> tuple[str, ...]:
    """Patterns of sentences, from the catalogues: of those that rooms make in English, and of the brief's longer ones.

    The brief's say what each of its figures is, where its register is read in another language than it is written in.
    """
    from babel.messages.mofile import read_mo

    found = []
    for name, least in (("sentences", 0), ("rooms", _LEAST_WORDS)):
        path = LOCALE / language / f"LC_MESSAGES/{name}.mo"
        if path.exists():
            with path.open("rb") as stream:
                texts = [one.id for one in read_mo(stream) if isinstance(one.id, str) and one.id]
            found += [one for one in texts if len(_WORDS.findall(_FIELD.sub("", one))) >= least]
    return tuple(one for one in found if _FIELD.search(one))


@cache
def _same(language: str) -> frozenset[str]:
    """Texts of the catalogue that are the same in the language: April, per 100."""
    from babel.messages.mofile import read_mo

    with (LOCALE / language / "LC_MESSAGES/rooms.mo").open("rb") as stream:
        return frozenset(str(one.id) for one in read_mo(stream) if one.id and one.id == one.string)


def current() -> str:
    """The language of the context."""
    return _language.get()


def use(language: str) -> None:
    """Write in this language from here on in this context."""
    _language.set(language if language in LANGUAGES else "en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Write in this language inside.

    Raises:
        ValueError: There is no such language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"there is no language {language!r}; there are {', '.join(LANGUAGES)}")
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def gettext(text: str) -> str:
    """A text in the context's language."""
    return rooms(current()).gettext(text) if text else ""


def ngettext(one: str, many: str, n: int) -> str:
    """A text for a number of things in the context's language."""
    return rooms(current()).ngettext(one, many, n)


def fill(template: str, **parts: object) -> str:
    """A text of the catalogue with its places filled: ``fill("rank: {whom}", whom=...)``."""
    return gettext(template).format(**parts)


def local(number: str) -> str:
    """A number as the context's language writes it, from one written ``1,234.5``."""
    return number.translate(_SWAP) if current() in _COMMA_DECIMAL else number


_SWAP = str.maketrans(",.", ".,")

_MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip


def calendar_month(month: str) -> str:
    """``2025-01`` as ``January 2025``."""
    return f"{gettext(_MONTHS[int(month[5:7]) - 1])} {month[:4]}"


def calendar(date: str) -> str:
    """A year, a month or a day of ISO 8601 as the language writes it; in English as it is."""
    if current() == "en" or not re.fullmatch(r"\d{4}-\d\d(-\d\d)?", date):
        return date
    return calendar_month(date) if len(date) == 7 else calendar_day(date)


def calendar_day(day: str) -> str:
    """``2025-01-31`` as the language writes a date: as it is in English, ``31 Januari 2025`` in Indonesian."""
    return day if current() == "en" else f"{int(day[8:10])} {calendar_month(day)}"


# -- sentences of other rooms ----------------------------------------------------------------------------------------

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_CLAUSE_END = re.compile(r"(?<=;)\s+")
_FIGURE = r"[+−-]?\d+(?:[.,]\d+)*"
_QUANTITY = re.compile(
    rf"(?P<number>{_FIGURE}(?:–{_FIGURE})?)(?: to (?P<high>{_FIGURE}))?(?P<percent>%?)(?: (?P<unit>\S.*))?"
)
_LISTED = re.compile(r", ")
_PEOPLE = ("by", "coder", "who")
"""Places that hold somebody's name, which may be a word of the language and yet stays as it is."""
_KEPT = 50_000
"""Texts that a teller remembers."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A template with the longest of its parts between two places: what lacks that cannot match."""

    template: str
    part: str

    @classmethod
    def of(cls, template: str) -> _Pattern:
        # Without the first letter, which may be another case.
        bare = template if template.startswith("{") else template[1:]
        return cls(template, max(_FIELD.split(bare)[::2], key=len))

    def match(self, text: str, other: str) -> Iterator[tuple[re.Match[str], bool]]:
        """Ways in which a text fits, places as short as can be, or as long; and whether with its other first letter."""
        if self.part in text:
            for anything in (".+?", ".+"):
                expression = _expression(self.template, anything)
                for written in (text, other):
                    if match := expression.fullmatch(written):
                        yield match, written != text


@cache
def _expression(template: str, anything: str) -> re.Pattern[str]:
    parts, seen, position = [], set(), 0
    for match in _FIELD.finditer(template):
        name = match[1]
        held = _held(name, anything)
        parts += [
            re.escape(template[position : match.start()]),
            f"(?P={name})" if name in seen else f"(?P<{name}>{held})",
        ]
        seen.add(name)
        position = match.end()
    return re.compile("".join(parts) + re.escape(template[position:]), re.DOTALL)


def _held(name: str, anything: str) -> str:
    """What a place may hold, by its name."""
    if name == "n" or name.startswith("n_"):
        return _FIGURE
    if name.startswith(("bare", "known_value")):
        return rf"(?:(?![.;!?]\s){anything[0]}){anything[1:]}"
    return rf"[^;:]*[./\\][^;:]*{anything[2:]}" if name.startswith("path") else anything


@cache
def _patterns(templates: tuple[str, ...]) -> tuple[_Pattern, ...]:
    """Those with the most words of their own first."""
    ordered = sorted(templates, key=lambda one: (-len(_FIELD.sub("", one)), one))
    return tuple(_Pattern.of(one) for one in ordered)


class Teller:
    """Puts sentences that another room made in English into the language of the context it is made in.

    A sentence of the catalogue is translated as it stands. Else it is held against the templates, and what stands in
    their places is put into the language in the same way. Of several sentences, or the parts of a list, each is
    translated by itself. Numbers are written as the language does. What is not known stays as it is.

    Args:
        templates: Patterns such as ``{n} claims agree``; each is a text of the catalogue. A place whose name begins
            with ``n`` holds a number, one that begins with ``known`` what the teller knows, with ``bare`` no end of a
            sentence or clause, with ``path`` a dot or slash; any other anything. What stands for a person (``who``)
            stays as it is.
        names: Names that may stand in the sentences, with their form in the language.
    """

    def __init__(self, templates: Iterable[str] = (), names: Mapping[str, str] | None = None) -> None:
        self._language = current()
        self._patterns = _patterns(tuple(templates))
        self._names = names or {}
        self._lock = threading.Lock()
        self._told: dict[str, str | None] = {}
        """Every text that was asked about, whole or a part: each is worked out once, or it would take for ever."""

    def tell(self, sentence: str) -> str:
        """The sentence, or several, in the language."""
        if self._language == "en" or not sentence.strip():
            return sentence
        # One at a time: what is half worked out must not be taken for unknown by another thread.
        with self._lock, speaking(self._language):
            if len(self._told) > _KEPT:
                self._told.clear()
            return " ".join(part for part, _ in self._parts(sentence))

    def parts(self, text: str) -> list[tuple[str, bool]]:
        """The text in the language as a whole; or its sentences and clauses, each with whether it is known there."""
        if self._language == "en" or not text.strip():
            return [(text, True)]
        with self._lock, speaking(self._language):
            return self._parts(text)

    def _parts(self, text: str) -> list[tuple[str, bool]]:
        if (told := self._tell(text)) is not None:
            return [(told, True)]
        for separator in (_SENTENCE_END, _CLAUSE_END):
            parts = separator.split(text)
            if len(parts) > 1:
                return [found for one in parts for found in self._parts(one)]
        return [(text, False)]

    def _tell(self, text: str) -> str | None:
        """The text in the language; None where it is not known."""
        if text not in self._told:
            self._told[text] = None
            self._told[text] = self._work_out(text) if text.strip() else None
        return self._told[text]

    def _work_out(self, text: str) -> str | None:
        found = self._known(text) or self._quantity(text) or _date(text)
        if found is None and (told := self._known(_other_case(text))) is not None:
            found = _other_case(told)
        if found is None and text[-1] in ".;:" and (bare := self._tell(text[:-1])) is not None:
            found = bare + text[-1]
        return found or self._by_pattern(text) or self._several(text)

    def _known(self, text: str) -> str | None:
        if text in self._names:
            return self._names[text]
        if text in _same(self._language):
            return text
        if (known := gettext(text)) != text:
            return known
        # What stands in a place of another sentence has lost its full stop.
        whole = gettext(f"{text}.")
        return whole.removesuffix(".") if whole != f"{text}." else None

    def _quantity(self, text: str) -> str | None:
        match = _QUANTITY.fullmatch(text)
        if match is None:
            return None
        number = local(match["number"]) + match["percent"]
        if match["high"]:
            number = fill("{start} to {end}", start=number, end=local(match["high"]))
        unit = match["unit"]
        if not unit:
            return number
        known = self._known(unit)
        return f"{number} {known}" if known is not None else None

    def _by_pattern(self, text: str) -> str | None:
        """By the first pattern that fits, whether the sentence begins with a capital or not."""
        other = _other_case(text)
        for pattern in self._patterns:
            for match, changed in pattern.match(text, other):
                inside = self._inside(match.groupdict())
                if inside is not None:
                    told = fill(pattern.template, **inside)
                    return _other_case(told) if changed else told
        return None

    def _inside(self, places: Mapping[str, str]) -> dict[str, str] | None:
        inside = {}
        for name, value in places.items():
            if name.startswith("known_value") and not any(character.isdigit() for character in value):
                return None
            if name in _PEOPLE:
                inside[name] = value
                continue
            told = local(value) if name == "n" or name.startswith("n_") else self._tell(value)
            if told is None and name.startswith("known"):
                return None
            inside[name] = value if told is None else told
        return inside

    def _several(self, text: str) -> str | None:
        """Several sentences or clauses, or a list, if all parts are known."""
        for separator, joint in ((_SENTENCE_END, " "), (_CLAUSE_END, " "), (_LISTED, ", ")):
            parts = separator.split(text)
            if len(parts) > 1:
                told = [self._tell(one) for one in parts]
                if all(told):
                    return joint.join(map(str, told))
        return None


def _date(text: str) -> str | None:
    """A month or day of ISO 8601 as the language writes it."""
    return calendar(text) if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])(-\d\d)?", text) else None


def _other_case(text: str) -> str:
    """With a capital for a small first letter, or the other way about."""
    first = text[:1]
    return (first.lower() if first.isupper() else first.upper()) + text[1:]
