"""Corridors between countries, and the borders that they cross."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

__all__ = ["BORDER_KINDS", "Border", "BorderKind", "CorridorStock"]

BorderKind = Literal["land", "sea", "causeway"]
"""``causeway``: a fixed link over water."""
BORDER_KINDS: tuple[BorderKind, ...] = get_args(BorderKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorridorStock:
    """Persons born in one country who lived in another in the middle of a year."""

    origin: str
    destination: str
    year: int
    stock: float | None
    """Persons; None is unknown. A zero may be missing origin detail: see ``note``."""
    source: str = ""
    source_url: str = ""
    confidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """A border between two countries, named once: ``a`` sorts before ``b``."""

    a: str
    b: str
    kind: BorderKind
    length_km: float | None = None
    crossings: tuple[str, ...] = ()
    """Ids of places on either side, and of crossings."""
    source: str = ""
    source_url: str = ""
    confidence: str = ""
    note: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        return (self.a, self.b)
