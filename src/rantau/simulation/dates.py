"""Months of the calendar."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["START", "Month", "read_month"]


class Month(NamedTuple):
    """A month of a year; months sort by time."""

    year: int
    month: int

    def plus(self, months: int) -> Month:
        """The month so many months later."""
        total = self.year * 12 + self.month - 1 + months
        return Month(total // 12, total % 12 + 1)

    def since(self, start: Month) -> int:
        """How many months it lies after ``start``."""
        return (self.year - start.year) * 12 + self.month - start.month

    @property
    def year_fraction(self) -> float:
        """Its middle, in years: June 2025 ends at 2025.5."""
        return self.year + (self.month - 0.5) / 12

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


START = Month(2025, 1)
"""The first simulated month, where nothing else is said."""


def read_month(text: str, start: Month) -> Month | None:
    """``2026-07``, or ``+6`` for six months after the start; None where it is neither."""
    if later := re.fullmatch(r"\+(\d{1,4})", text):
        return start.plus(int(later.group(1)))
    calendar = re.fullmatch(r"(\d{4})-(\d{2})", text)
    if calendar is None or not 1 <= int(calendar.group(2)) <= 12:
        return None
    return Month(int(calendar.group(1)), int(calendar.group(2)))
