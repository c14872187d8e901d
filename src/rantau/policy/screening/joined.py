"""Flags that publishers join: "debt bondage or earnings withheld". They mean one of the facts, never each."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["JoinedFlag"]


@dataclass(frozen=True, slots=True, order=True)
class JoinedFlag:
    """A flag that says that one or more of several facts hold, and not which."""

    key: str
    one_of: tuple[str, ...]
    """Keys of questions."""
    fact: str
    """What a yes says."""
