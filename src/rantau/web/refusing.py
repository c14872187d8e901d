"""What a page says where something could not be done: in the words of its forms, and without where the study lies."""

from __future__ import annotations

from pathlib import Path

from rantau.framework.errors import RantauError, page_parts
from rantau.web.language import current

__all__ = ["said_on_page"]


def said_on_page(error: RantauError, folder: Path, *, told: bool = True) -> str:
    """The sentence of an error for who has a page.

    Args:
        error: What was raised.
        folder: The study's folder; files in it are named as they are called there, wherever it lies on this machine.
        told: Whether in the language of the page; else in English.
    """
    whole = str(folder)
    parts = [part.replace(f"{whole}/", "").replace(whole, "the study") for part in page_parts(error)]
    if told and current() != "en":
        from rantau.brief.wording import told_everywhere

        parts = [told_everywhere(part) for part in parts]
    return "; ".join(parts)
