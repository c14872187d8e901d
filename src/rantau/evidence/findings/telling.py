"""Which deeds a quoted speaker tells of, so that a testimony can bear a finding out."""

from __future__ import annotations

import re

from rantau.evidence.findings.deeds import deeds_of
from rantau.evidence.findings.lexicon import finding_lexicon
from rantau.evidence.findings.reading import actor_type_of
from rantau.evidence.findings.sentence import read_sentence
from rantau.evidence.tokens import words_of

__all__ = ["deeds_told"]

_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")


def deeds_told(quote: str) -> frozenset[tuple[str, str]]:
    """Actions that a speaker tells of, each with the kind of actor.

    Args:
        quote: The speaker's words. *I* and *we* are read as migrants; numbers make no difference, since a speaker's
            number is of the own experience.

    Returns:
        Pairs of action id and actor type (empty where a pronoun or nobody acts). What is denied is left out.
    """
    triggers = finding_lexicon().triggers
    told: set[tuple[str, str]] = set()
    for match in _SENTENCE.finditer(quote):
        text = match.group()
        words = words_of(text)
        if not any(word.text in triggers for word in words):
            continue
        for deed in deeds_of(read_sentence(text, words, (), told=True), told=True):
            if not deed.denied and not deed.modal:
                action = deed.row.action
                told.add((action.id, actor_type_of(deed.actor_class, action.codes, illicit=deed.row.illicit)))
    return frozenset(told)
