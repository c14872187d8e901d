"""Whether a text can hold words in quotation marks: a look that costs next to nothing."""

from __future__ import annotations

import re

__all__ = ["may_quote"]

_ANY = re.compile(r"[\"“”„«»‹›‘「『]|(?:^|[\s(\[—–:,])'\w")


def may_quote(text: str) -> bool:
    """Quick look whether a text can hold a quotation."""
    return _ANY.search(text) is not None
