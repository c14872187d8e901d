"""Years of publication as they are written: ``2021a``, ``n.d.``, ``in press``, Thai years, dates around them."""

from __future__ import annotations

import re

__all__ = ["NO_YEAR", "THAI", "YEAR", "common_year", "year_of"]

YEAR = r"(?:1[5-9]\d\d|20[0-4]\d)"
NO_YEAR = (
    r"(?:n\.\s?d\.?|n\.\s?y\.|no\s+date|undated|s\.\s?a\.|t\.\s?t\.|t\.\s?th\.|tanpa\s+tahun|tiada\s+tarikh|in\s+press|forthcoming|in\s+prep(?:aration\b|\b\.?)"
    r"|akan\s+terbit|dalam\s+(?:proses|terbitan)|không\s+năm|kn\.|ม\.ป\.ป\.?|w\.p\.)"
)
THAI = re.compile("[\u0e00-\u0e7f]")


def common_year(written: int, text: str) -> int:
    """A year in the common era: 2562 in Thai text is 2019.

    Args:
        written: The year as it stands.
        text: The text around it; Buddhist years are read in Thai text alone.
    """
    return written - 543 if 2400 <= written < 2600 and THAI.search(text) else written


def year_of(written: str, text: str) -> int | None:
    """The year that a token such as ``2021`` or ``n.d.`` stands for; None for those without one."""
    return common_year(int(written), text) if written.isdecimal() else None
