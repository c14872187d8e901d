"""Codes suggested for passages: by the lexicon, and by what coders accepted and rejected."""

from rantau.coding.suggest.learning import Example, Learned, learn
from rantau.coding.suggest.suggesting import KINDS, SUGGESTER, Suggestion, suggest, suggest_text

__all__ = ["KINDS", "SUGGESTER", "Example", "Learned", "Suggestion", "learn", "suggest", "suggest_text"]
