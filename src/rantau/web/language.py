"""In which language a page is: the workbench's own catalogue, and beneath it that of the rooms it shows."""

from __future__ import annotations

import gettext as standard
from functools import cache
from pathlib import Path

from rantau.framework.language import LANGUAGES, N_, current, local, rooms, use

__all__ = ["LANGUAGES", "N_", "chosen", "current", "gettext", "ngettext", "number", "use"]

LOCALE = Path(__file__).with_name("locale")


@cache
def _catalogue(language: str) -> standard.NullTranslations:
    own = standard.translation("rantau", LOCALE, [language], fallback=language == "en")
    own.add_fallback(rooms(language))
    return own


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
    return local(f"{value:,.{digits}f}" if digits is not None else f"{value:,.10g}")
