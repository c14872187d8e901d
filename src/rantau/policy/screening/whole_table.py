"""The rules applied to whole tables, a column at a time; the same as :mod:`one_record` for every row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from itertools import product

import numpy as np
from numpy.typing import NDArray

from rantau.policy.screening.joined import JoinedFlag
from rantau.policy.screening.kleene import NO, UNKNOWN, YES
from rantau.policy.screening.ruleset import Expression, Rule, RuleSet

__all__ = ["Levels", "column_levels", "column_question_order"]

Levels = dict[str, NDArray[np.int8]]
"""A column of levels for each question, and for each rule once it is applied."""


def _least(columns: Iterable[NDArray[np.int8]]) -> NDArray[np.int8]:
    return reduce(np.minimum, columns)


def _greatest(columns: Iterable[NDArray[np.int8]]) -> NDArray[np.int8]:
    return reduce(np.maximum, columns)


def _is(column: NDArray[np.int8], level: int, *, other: bool = False) -> NDArray[np.int8]:
    """YES where the column is at the level (or, with ``other``, where it is not), else NO."""
    found = column != level if other else column == level
    levels: NDArray[np.int8] = found.view(np.int8) * np.int8(YES)
    return levels


def _column(formula: Expression, known: Mapping[str, NDArray[np.int8]]) -> NDArray[np.int8]:
    if formula.operator == "ref":
        return known[formula.key]
    if formula.operator == "pair":
        return _pair(formula, known)
    items = [_column(one, known) for one in formula.items]
    match formula.operator:
        case "any":
            return _greatest(items)
        case "all":
            return _least(items)
        case "not":
            return np.int8(YES) - items[0]
        case "possible":
            return np.minimum(items[0], np.int8(UNKNOWN))
        case "surely":
            return _is(items[0], YES)
        case "maybe":
            return _is(items[0], NO, other=True)
        case "open":
            return _is(items[0], UNKNOWN)
        case _:
            told, stated = _greatest(items), known[formula.key]
            return np.where(np.maximum(told, stated) == YES, np.int8(YES), np.minimum(told, stated))


def _pair(formula: Expression, known: Mapping[str, NDArray[np.int8]]) -> NDArray[np.int8]:
    """The best of all pairs, without trying each: by what is in one set only, and the two best that are in both."""
    both = [one for one in formula.items if one in formula.others]
    first = [_column(one, known) for one in formula.items if one not in both]
    second = [_column(one, known) for one in formula.others if one not in both]
    size = len(next(iter(known.values())))
    none = np.full(size, NO, dtype=np.int8)
    best, next_best = none, none
    for one in both:
        column = _column(one, known)
        next_best = np.maximum(next_best, np.minimum(best, column))
        best = np.maximum(best, column)
    left = _greatest(first) if first else none
    right = _greatest(second) if second else none
    pairs = (np.minimum(left, right), np.minimum(left, best), np.minimum(right, best), next_best)
    return _greatest(pairs)


def _apply(known: Levels, rules: Iterable[Rule]) -> Levels:
    found = dict(known)
    for rule in rules:
        found[rule.key] = _column(rule.formula, found)
    return found


def column_levels(facts: Levels, joined: Mapping[JoinedFlag, NDArray[np.int8]], rules: RuleSet) -> Levels:
    """The level of every question and rule in every row; see :func:`one_record.levels_of`.

    Args:
        facts: A column for every question, all of one length.
        joined: Joined flags and their columns.
        rules: The rules.
    """
    told = dict(facts)
    for flag, column in joined.items():
        for key in flag.one_of:
            denied = (column == NO) & (told[key] == UNKNOWN)
            told[key] = np.where(denied, np.int8(NO), told[key])
    open_ways = {
        flag: (column == YES) & (_greatest(told[key] for key in flag.one_of) != YES)
        for flag, column in joined.items()
    }
    flags = [flag for flag, where in open_ways.items() if where.any()]
    plain = _apply(told, rules.rules)
    if not flags:
        return plain
    rows = np.flatnonzero(reduce(np.logical_or, (open_ways[flag] for flag in flags)))
    few = {key: column[rows] for key, column in told.items()}
    agreed: Levels = {}
    for way in product(*(flag.one_of for flag in flags)):
        world = dict(few)
        for flag, key in zip(flags, way, strict=True):
            world[key] = np.where(open_ways[flag][rows], np.int8(YES), world[key])
        world = _apply(world, rules.rules)
        if not agreed:
            agreed = world
        else:
            agreed = {
                key: np.where(column == world[key], column, np.int8(UNKNOWN))
                for key, column in agreed.items()
            }
    for key, column in plain.items():
        merged = column.copy()
        merged[rows] = agreed[key]
        plain[key] = merged
    return plain


def column_question_order(facts: Levels, rules: RuleSet, most: int) -> NDArray[np.int16]:
    """The first open questions of every row; see :func:`one_record.question_order`.

    Returns:
        Rows by ``most``: positions in ``rules.keys``, -1 where there are fewer.
    """
    size = len(next(iter(facts.values())))
    now = _apply(facts, rules.rules)
    open_rules = {rule: now[rule] == UNKNOWN for rule in rules.worth}
    count = len(rules.keys)
    keyed = np.full((size, count), -1, dtype=np.int32)
    for position, key in enumerate(rules.keys):
        asked = facts[key] == UNKNOWN
        if not asked.any():
            continue
        score = np.zeros(size, dtype=np.int16)
        moved = {rule.key for rule in rules.dependents[key]} | {key}
        weighed = [rule for rule in rules.worth if rule in moved]
        for answer in (YES, NO) if weighed else ():
            then = _apply({**now, key: np.full(size, answer, dtype=np.int8)}, rules.dependents[key])
            for rule in weighed:
                decided = open_rules[rule] & (then[rule] != UNKNOWN)
                score += decided * np.int16(rules.worth[rule])
        keyed[:, position] = np.where(
            asked & (score > 0), score.astype(np.int32) * count + (count - position), -1
        )
    found = np.full((size, most), -1, dtype=np.int16)
    every = np.arange(size)
    for place in range(min(most, count)):
        best = np.argmax(keyed, axis=1)
        there = keyed[every, best] > 0
        found[there, place] = best[there]
        keyed[every, best] = -1
    return found
