"""Whether a text can hold words in quotation marks: a look that costs next to nothing."""

from __future__ import annotations

import re

__all__ = ["may_quote"]

_CURLY = re.compile("[“”„«»‹›‘「『]")
_SINGLE = re.compile(r"(?:^|[\s(\[—–:,])'\w")


def may_quote(text: str) -> bool:
    """Quick look whether a text can hold a quotation."""
    if '"' in text or ("'" in text and _SINGLE.search(text) is not None):
        return True
    return not text.isascii() and _CURLY.search(text) is not None
