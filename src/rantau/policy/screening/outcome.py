"""What screening says of a record, in words. Never a final determination."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rantau.framework.language import N_
from rantau.policy.screening.kleene import NO, UNKNOWN, YES
from rantau.policy.screening.ruleset import Label, Reason, RuleSet

__all__ = [
    "AGES",
    "INSUFFICIENT",
    "NONE",
    "NOTICE",
    "NO_FACTS",
    "OUTCOMES",
    "Screening",
    "in_order",
    "label_text",
    "reason_text",
    "said_of",
    "sentence",
]

NOTICE: Final = N_(
    "This is a first reading by rules, not a final determination: only a competent authority or a trained person who "
    "has met the person can decide. Protect meanwhile."
)
INSUFFICIENT: Final = N_("insufficient information")
NONE: Final = N_("no indicator in what is recorded")
NO_FACTS: Final = N_("as a rule above says")
AGES: Final[Mapping[int, str]] = {
    YES: N_("a child"),
    NO: N_("an adult"),
    UNKNOWN: N_("age to be assessed"),
}
"""What is said of the age, by the answer to whether the person was under 18."""
_RANKS: Final = {INSUFFICIENT: 10, NONE: 0}


@dataclass(frozen=True, slots=True)
class Screening:
    """What is said of one record."""

    outcome: str
    """The gravest label; what is recorded indicates it, no more."""
    labels: tuple[str, ...]
    """All labels, gravest first."""
    reasons: tuple[str, ...]
    """Sentences, each with the rule it rests on."""
    urgent: tuple[str, ...]
    """What cannot wait."""
    notes: tuple[str, ...]
    """What else protects the person."""
    ask: tuple[str, ...]
    """Keys of open questions, the most useful first."""
    rank: int
    """Of the outcome, so that two can be compared: the higher the graver."""
    notice: str = NOTICE


def OUTCOMES(rules: RuleSet) -> tuple[tuple[int, str], ...]:
    """Every outcome with its rank, gravest first."""
    found = [(rank, text) for text, rank in _RANKS.items()]
    for one in rules.labels:
        found.append((one.rank, one.yes))
        if one.possible:
            found.append((one.possible_rank, one.possible))
        if one.yes_without:
            found.append((one.rank, one.yes_without))
    return tuple(sorted(found, reverse=True))


def label_text(label: Label, levels: Mapping[str, int], rules: RuleSet) -> tuple[int, str] | None:
    """A label's rank and words at these levels; None where it is not said."""
    level = levels[label.rule]
    if level == NO or (label.unless and levels[label.unless] == YES):
        return None
    if level == UNKNOWN:
        if not label.possible or (label.grounds and levels[label.grounds] != YES):
            return None
        return label.possible_rank, label.possible
    if label.key == "trafficking":
        return label.rank, f"{label.yes} ({rules.said(AGES[levels['under_18']])})"
    if label.without and all(levels[name] == NO for name in label.without):
        return label.rank, label.yes_without
    return label.rank, label.yes


def reason_text(
    reason: Reason, levels: Mapping[str, int], joined: Mapping[str, tuple[str, ...]], rules: RuleSet
) -> str:
    """The sentence for a rule at these levels, with its citation; "" where nothing is to be said.

    Args:
        reason: Words for the rule.
        levels: Level of the rule and of its facts.
        joined: What the joined flags told say, each with the facts it may mean.
        rules: The rules.
    """
    facts = [rules.facts[key] for key in reason.facts if levels[key] == YES]
    facts += [said for said, one_of in joined.items() if set(one_of) & {*reason.facts}]
    match levels[reason.rule]:
        case 2:
            text = reason.yes
        case 1:
            text = reason.unknown_with if facts and reason.unknown_with else reason.unknown
        case _:
            text = reason.no
    if not text:
        return ""
    return sentence(text, reason, rules).replace("{facts}", ", ".join(facts) or rules.said(NO_FACTS))


def sentence(text: str, reason: Reason, rules: RuleSet) -> str:
    """A reason's words with the citation at its end; ``{facts}`` still stands where it stood."""
    return f"{text.removesuffix('.')} {rules.cited(reason.cite)}."


def in_order(said: list[tuple[int, str]], rules: RuleSet, *, open_case: bool) -> list[tuple[int, str]]:
    """Ranks and words of labels, gravest first; where there are none, whether that is for want of information."""
    word = INSUFFICIENT if open_case else NONE
    return sorted(said, key=lambda one: -one[0]) or [(_RANKS[word], rules.said(word))]


def said_of(
    levels: Mapping[str, int],
    joined: Mapping[str, tuple[str, ...]],
    ask: tuple[str, ...],
    rules: RuleSet,
) -> Screening:
    """Put the levels of one record into words.

    Args:
        levels: Of every question and rule.
        joined: What the joined flags told say, each with the facts it may mean.
        ask: Open questions in order.
        rules: The rules.
    """
    said = [label_text(one, levels, rules) for one in rules.labels]
    found = in_order([one for one in said if one is not None], rules, open_case=levels["trafficking"] != NO)
    shown = [one for one in rules.flags if levels[one.rule] == YES]
    return Screening(
        outcome=found[0][1],
        labels=tuple(text for _, text in found),
        reasons=tuple(text for one in rules.reasons if (text := reason_text(one, levels, joined, rules))),
        urgent=tuple(f"{one.text} {rules.cited(one.cite)}" for one in shown if one.urgent),
        notes=tuple(f"{one.text} {rules.cited(one.cite)}" for one in shown if not one.urgent),
        ask=ask,
        rank=found[0][0],
    )
