"""Values as cells of a table that a spreadsheet may open."""

from __future__ import annotations

from typing import TypeVar

__all__ = ["harmless"]

Value = TypeVar("Value")


def harmless(value: Value) -> Value | str:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it; all else is as it was."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
