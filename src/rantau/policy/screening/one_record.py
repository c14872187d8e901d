"""The rules applied to one record, formula by formula: the reference that whole tables are held to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from rantau.policy.screening.joined import JoinedFlag
from rantau.policy.screening.kleene import NO, UNKNOWN, YES
from rantau.policy.screening.ruleset import Expression, Rule, RuleSet

__all__ = ["levels_of", "question_order"]


def _value(formula: Expression, known: Mapping[str, int]) -> int:
    if formula.operator == "ref":
        return known[formula.key]
    items = [_value(one, known) for one in formula.items]
    match formula.operator:
        case "any":
            return max(items)
        case "all":
            return min(items)
        case "not":
            return YES - items[0]
        case "possible":
            return min(items[0], UNKNOWN)
        case "surely":
            return YES if items[0] == YES else NO
        case "maybe":
            return NO if items[0] == NO else YES
        case "open":
            return YES if items[0] == UNKNOWN else NO
        case "stated":
            stated, told = known[formula.key], max(items)
            if YES in (stated, told):
                return YES
            # A stated no speaks for the members that were not asked. Without it, all members must be denied.
            return NO if NO in (stated, told) else UNKNOWN
        case _:
            return max(
                min(known_first, _value(second, known))
                for first, known_first in zip(formula.items, items, strict=True)
                for second in formula.others
                if first != second
            )


def _applied(known: dict[str, int], rules: Iterable[Rule]) -> dict[str, int]:
    for rule in rules:
        known[rule.key] = _value(rule.formula, known)
    return known


def _plain(facts: Mapping[str, int], rules: RuleSet) -> dict[str, int]:
    return _applied(dict(facts), rules.rules)


def levels_of(facts: Mapping[str, int], joined: Mapping[JoinedFlag, int], rules: RuleSet) -> dict[str, int]:
    """The level of every question and rule.

    A joined flag says that one or more of several facts hold. Each way in which it can hold by one of them is tried;
    what all ways agree on is known, all else is not (supervaluation, van Fraassen 1966).

    Args:
        facts: A level for every question.
        joined: Joined flags and their levels.
        rules: The rules.
    """
    told = dict(facts)
    for flag, level in joined.items():
        if level == NO:
            told |= {key: NO for key in flag.one_of if told[key] == UNKNOWN}
    # A denial of one of them is not used: else "not asked" could weigh more than "yes".
    ways = [
        flag.one_of
        for flag, level in joined.items()
        if level == YES and all(told[key] != YES for key in flag.one_of)
    ]
    if not ways:
        return _plain(told, rules)
    worlds = [_plain(told | dict.fromkeys(way, YES), rules) for way in product(*ways)]
    return {
        key: level if all(one[key] == level for one in worlds) else UNKNOWN
        for key, level in worlds[0].items()
    }


def question_order(facts: Mapping[str, int], rules: RuleSet) -> tuple[str, ...]:
    """Open questions, the one whose answer helps most first.

    A question is worth the weights (``worth`` in ``rules.toml``, ASSUMED) of the open rules that its yes would decide
    and of those that its no would; of two that are worth the same the earlier in the form goes first.
    """
    now = _plain(facts, rules)
    found = []
    for position, key in enumerate(rules.keys):
        if facts[key] != UNKNOWN:
            continue
        moved = rules.dependents[key]
        weighed = [
            rule
            for rule in (key, *(one.key for one in moved))
            if rule in rules.worth and now[rule] == UNKNOWN
        ]
        answered = [_applied({**now, key: answer}, moved) for answer in (YES, NO)] if weighed else []
        score = sum(rules.worth[rule] * (then[rule] != UNKNOWN) for rule in weighed for then in answered)
        if score:
            found.append((-score, position, key))
    return tuple(key for _, _, key in sorted(found))
