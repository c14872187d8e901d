"""In which language a text is written: gettext catalogues, one for each language but English, which the code holds.

The language is that of the context (a :class:`~contextvars.ContextVar`): whoever begins a piece of work says it once,
with :func:`speaking`, and every text that is made inside is in it. Nothing else of the program's state knows it.

Texts that the code holds are marked where they stand: ``_("...")`` for one that is shown at once, ``N_("...")`` for one
that is kept and translated later. Sentences that another room wrote in English into a record are put into the language
by :func:`told`, which knows the patterns they are made by (:data:`SENTENCES` in the brief's room).
"""

from __future__ import annotations

import contextvars
import gettext as standard
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

__all__ = [
    "LANGUAGES",
    "N_",
    "calendar_day",
    "calendar_month",
    "current",
    "fill",
    "gettext",
    "local",
    "local_inside",
    "ngettext",
    "rooms",
    "speaking",
    "told",
    "use",
]

LOCALE = Path(__file__).with_name("locale")
LANGUAGES = {"en": "English", "id": "Bahasa Indonesia"}
"""Code -> the language's own name. A new one: a folder in each ``locale/`` (scripts/translations.py) and a row here."""
_language: contextvars.ContextVar[str] = contextvars.ContextVar("language", default="en")
_COMMA_DECIMAL = frozenset({"id"})
"""Languages that write 1.234,5."""


def N_(text: str) -> str:
    """Mark a text for translation where it stands; it is translated where it is shown."""
    return text


@cache
def rooms(language: str) -> standard.NullTranslations:
    """The catalogue of the texts of all rooms below the workbench, which has one of its own."""
    return standard.translation("rooms", LOCALE, [language], fallback=language == "en")


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
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w,])|(?<![\w.,])\d+\.\d+(?![\w.,]\d|\w)")


def local_inside(text: str) -> str:
    """A text with each number in it that has a thousands mark or a decimal point as the context's language has it."""
    if current() not in _COMMA_DECIMAL:
        return text
    return _NUMBER.sub(lambda match: match[0].translate(_SWAP), text)


_MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip


def calendar_month(month: str) -> str:
    """``2025-01`` as ``January 2025``."""
    return f"{gettext(_MONTHS[int(month[5:7]) - 1])} {month[:4]}"


def calendar_day(day: str) -> str:
    """``2025-01-31`` as the language writes a date: as it is in English, ``31 Januari 2025`` in Indonesian."""
    return day if current() == "en" else f"{int(day[8:10])} {calendar_month(day)}"


# -- sentences of other rooms ----------------------------------------------------------------------------------------

_FIELD = re.compile(r"\{(\w+)\}")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")


@cache
def _patterns(templates: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each template as an expression that its sentences match, those with the most words of their own first."""

    def words(template: str) -> int:
        return len(_FIELD.sub("", template))

    found = []
    for template in sorted(templates, key=lambda one: (-words(one), one)):
        parts, seen = [], set()
        position = 0
        for match in _FIELD.finditer(template):
            parts.append(re.escape(template[position : match.start()]))
            name = match[1]
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>.+?)")
            seen.add(name)
            position = match.end()
        parts.append(re.escape(template[position:]))
        found.append((re.compile("".join(parts), re.DOTALL), template))
    return tuple(found)


def told(sentence: str, templates: Iterable[str] = ()) -> str:
    """A sentence that another room made in English, in the context's language; what is not known stays as it is.

    A sentence of the catalogue is translated as it stands. Else it is held against the templates, and what stands in
    their places is put into the language in the same way. Of several sentences each is translated by itself.

    Args:
        sentence: The sentence, or several.
        templates: Patterns such as ``{n} claims agree``; each is a text of the catalogue.
    """
    if current() == "en" or not sentence.strip():
        return sentence
    return _told(sentence, _patterns(tuple(templates)), 4)


def _told(text: str, patterns: Sequence[tuple[re.Pattern[str], str]], depth: int) -> str:
    known = gettext(text)
    if known != text or not depth:
        return known
    for pattern, template in patterns:
        match = pattern.fullmatch(text)
        if match is not None:
            inside = {name: _told(value, patterns, depth - 1) for name, value in match.groupdict().items()}
            return fill(template, **inside)
    parts = _SENTENCE_END.split(text)
    if len(parts) > 1:
        return " ".join(_told(one, patterns, depth - 1) for one in parts)
    return local_inside(text)
