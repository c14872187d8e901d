"""In which language a page is: gettext catalogues, one for each language but English, which is what the code holds."""

from __future__ import annotations

import contextvars
import gettext as standard
from functools import cache
from pathlib import Path

__all__ = ["LANGUAGES", "N_", "chosen", "current", "gettext", "ngettext", "number", "use"]

LOCALE = Path(__file__).with_name("locale")
LANGUAGES = {"en": "English", "id": "Bahasa Indonesia"}
"""Code -> the language's own name. A new one: a folder in ``locale/`` (scripts/translations.py) and a row here."""
_language: contextvars.ContextVar[str] = contextvars.ContextVar("language", default="en")


def N_(text: str) -> str:
    """Mark a text for translation where it stands; it is translated where it is shown."""
    return text


@cache
def _catalogue(language: str) -> standard.NullTranslations:
    return standard.translation("rantau", LOCALE, [language], fallback=language == "en")


def current() -> str:
    """The language of the request."""
    return _language.get()


def use(language: str) -> None:
    """Answer in this language from here on in this request."""
    _language.set(language if language in LANGUAGES else "en")


def chosen(cookie: str, accepted: str) -> str:
    """The language for a visitor: chosen before, else the first that the browser asks for and there is."""
    if cookie in LANGUAGES:
        return cookie
    for part in accepted.split(",")[:20]:
        code = part.split(";")[0].strip().lower().split("-")[0]
        if code in LANGUAGES:
            return code
    return "en"


def gettext(text: str) -> str:
    """A text in the request's language."""
    return _catalogue(current()).gettext(text) if text else ""


def ngettext(one: str, many: str, n: int) -> str:
    """A text for a number of things in the request's language."""
    return _catalogue(current()).ngettext(one, many, n)


def number(value: float | None, digits: int | None = None) -> str:
    """A number as the request's language writes it: ``1,234.5`` or ``1.234,5``.

    Args:
        value: The number; None gives a dash.
        digits: Digits after the point; by default as many as the number has, six significant.
    """
    if value is None:
        return "–"
    text = f"{value:,.{digits}f}" if digits is not None else f"{value:,.10g}"
    if current() == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    return text
