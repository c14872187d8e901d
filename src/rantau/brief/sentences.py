"""Patterns of the sentences that other rooms write in English into records, and that the brief prints."""

from __future__ import annotations

from rantau.framework.language import N_

__all__ = ["SENTENCES"]

SENTENCES = (N_("{first} and {last}"),)
