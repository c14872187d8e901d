"""What a study's coding gives the brief."""

from __future__ import annotations

from dataclasses import dataclass

from rantau.coding.effective import Coded
from rantau.coding.framing import Context
from rantau.framework.codebook import Codebook
from rantau.store.records import Theme

__all__ = ["CodingMaterial"]


@dataclass(frozen=True, kw_only=True)
class CodingMaterial:
    """Codes that count, and what they are counted by."""

    coded: tuple[Coded, ...]
    """People's codings weighed together, and suggestions where the study lets them stand in (``machine-coded``)."""
    context: Context
    codebook: Codebook
    blind: tuple[str, ...] = ()
    """Documents that are being coded blind; their codings are not among ``coded``."""
    themes: tuple[Theme, ...] = ()
    """In the order in which people put them."""
