"""The rules in the language of the context: the same questions and rules, what is asked and said in other words."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from rantau.framework.language import current, gettext, speaking
from rantau.policy.screening.outcome import AGES, INSUFFICIENT, NO_FACTS, NONE
from rantau.policy.screening.ruleset import RuleSet, shipped_rules

__all__ = ["outcome_words", "told_rules"]


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
            questions=tuple(
                replace(one, ask=gettext(one.ask), fact=gettext(one.fact), part=gettext(one.part))
                for one in rules.questions
            ),
            citations={
                key: replace(one, short=gettext(one.short), title=gettext(one.title), says=gettext(one.says))
                for key, one in rules.citations.items()
            },
            rules=tuple(replace(one, fact=gettext(one.fact)) for one in rules.rules),
            labels=tuple(
                replace(
                    one,
                    yes=gettext(one.yes),
                    possible=gettext(one.possible),
                    yes_without=gettext(one.yes_without),
                )
                for one in rules.labels
            ),
            reasons=tuple(
                replace(
                    one,
                    yes=gettext(one.yes),
                    unknown=gettext(one.unknown),
                    unknown_with=gettext(one.unknown_with),
                    no=gettext(one.no),
                )
                for one in rules.reasons
            ),
            flags=tuple(replace(one, text=gettext(one.text)) for one in rules.flags),
            words={text: gettext(text) for text in (INSUFFICIENT, NONE, NO_FACTS, *AGES.values())},
        )


def outcome_words(outcome: str) -> str:
    """An outcome that a record holds, in the language of the context.

    Args:
        outcome: In English, as records have it: ``indicators of trafficking (a child)``.
    """
    label, bracket, age = outcome.partition(" (")
    return f"{gettext(label)} ({gettext(age.removesuffix(')'))})" if bracket else gettext(label)
