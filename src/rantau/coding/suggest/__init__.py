"""Codes suggested for passages: by the lexicon, and by what coders accepted and rejected."""

from rantau.coding.suggest.learning import Example, Learned, learn
from rantau.coding.suggest.suggesting import SUGGESTER, Suggestion, suggest, suggest_text

__all__ = ["SUGGESTER", "Example", "Learned", "Suggestion", "learn", "suggest", "suggest_text"]
