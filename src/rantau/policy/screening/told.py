"""The rules in the language of the context: the same questions and rules, what is asked and said in other words."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from rantau.framework.language import current, gettext, speaking
from rantau.policy.screening.outcome import AGES, INSUFFICIENT, NO_FACTS, NONE
from rantau.policy.screening.ruleset import (
    Citation,
    Flag,
    Label,
    Question,
    Reason,
    Rule,
    RuleSet,
    shipped_rules,
)

__all__ = ["outcome_words", "told_rules"]

Told = TypeVar("Told", Citation, Flag, Label, Question, Reason, Rule)


def told_rules() -> RuleSet:
    """The rules that ship, in the language of the context. Keys and what decides are the same in every language."""
    return _told(current())


@cache
def _told(language: str) -> RuleSet:
    rules = shipped_rules()
    if language == "en":
        return rules
    with speaking(language):
        return replace(
            rules,
            questions=tuple(_with(one, "ask", "fact", "part") for one in rules.questions),
            citations={key: _with(one, "short", "title", "says") for key, one in rules.citations.items()},
            rules=tuple(_with(one, "fact") for one in rules.rules),
            labels=tuple(_with(one, "yes", "possible", "yes_without") for one in rules.labels),
            reasons=tuple(_with(one, "yes", "unknown", "unknown_with", "no") for one in rules.reasons),
            flags=tuple(_with(one, "text") for one in rules.flags),
            words={text: gettext(text) for text in (INSUFFICIENT, NONE, NO_FACTS, *AGES.values())},
        )


def _with(one: Told, *names: str) -> Told:
    """The same with these of its texts in the language of the context."""
    texts: dict[str, Any] = {name: gettext(getattr(one, name)) for name in names}
    return replace(one, **texts)


def outcome_words(outcome: str) -> str:
    """An outcome that a record holds, in the language of the context.

    Args:
        outcome: In English, as records have it: ``indicators of trafficking (a child)``.
    """
    label, bracket, age = outcome.partition(" (")
    return f"{gettext(label)} ({gettext(age.removesuffix(')'))})" if bracket else gettext(label)
