"""The rules of screening as they ship: questions, citations, rules, labels, reasons and flags, read from data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from typing import Any, Literal, get_args

__all__ = [
    "Citation",
    "Expression",
    "Flag",
    "Label",
    "Question",
    "Reason",
    "Rule",
    "RuleSet",
    "shipped_rules",
]

Operator = Literal["ref", "any", "all", "not", "possible", "surely", "maybe", "open", "stated", "pair"]


@dataclass(frozen=True, slots=True)
class Expression:
    """A formula over questions and earlier rules; see ``rules.toml`` for what each operator means."""

    operator: Operator
    key: str = ""
    """Of ``ref``: a question or rule. Of ``stated``: the summary question."""
    items: tuple[Expression, ...] = ()
    """Operands; of ``pair`` the first set."""
    others: tuple[Expression, ...] = ()
    """Of ``pair``: the second set."""

    def names(self) -> frozenset[str]:
        """Every question and rule it names."""
        inner = frozenset().union(*(one.names() for one in (*self.items, *self.others)))
        return inner | {self.key} if self.key else inner


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule comes from."""

    key: str
    short: str
    title: str
    says: str
    read: str
    """``text`` read in it, ``copy`` read in a public copy, ``memory`` to be checked, ``secondary`` read elsewhere,
    ``assumed``."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and what a yes says."""

    key: str
    ask: str
    fact: str
    part: str
    """Title of the part of the form it stands in."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named formula."""

    key: str
    formula: Expression
    cite: tuple[str, ...]
    fact: str


@dataclass(frozen=True, slots=True)
class Label:
    """A finding that a record may carry."""

    key: str
    rule: str
    rank: int
    yes: str
    grounds: str = ""
    """Rule that must be yes for "possible" to be said."""
    possible: str = ""
    possible_rank: int = 0
    unless: str = ""
    """Not said where this rule is yes."""
    without: tuple[str, ...] = ()
    yes_without: str = ""
    """Said for ``yes`` where none of ``without`` is other than no."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What is said of a rule, by its level."""

    rule: str
    facts: tuple[str, ...]
    cite: tuple[str, ...]
    yes: str = ""
    unknown: str = ""
    unknown_with: str = ""
    """Said where unknown, and some of the facts are told."""
    no: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """What cannot wait."""

    key: str
    rule: str
    urgent: bool
    text: str
    cite: tuple[str, ...]


@dataclass(frozen=True)
class RuleSet:
    """Everything that decides, and the words for it."""

    questions: tuple[Question, ...]
    citations: Mapping[str, Citation]
    rules: tuple[Rule, ...]
    labels: tuple[Label, ...]
    reasons: tuple[Reason, ...]
    flags: tuple[Flag, ...]
    worth: Mapping[str, int]
    words: Mapping[str, str] = field(default_factory=dict)
    """Words of the program's own, as they are said where it is not in English."""

    def said(self, text: str) -> str:
        """A text of the program's own, as these rules say it."""
        return self.words.get(text, text)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Keys of the questions, in their order."""
        return tuple(one.key for one in self.questions)

    @cached_property
    def facts(self) -> Mapping[str, str]:
        """What a yes says, of questions and of rules that have words for it."""
        told = {one.key: one.fact for one in self.questions}
        return told | {one.key: one.fact for one in self.rules if one.fact}

    @cached_property
    def dependents(self) -> Mapping[str, tuple[Rule, ...]]:
        """For each question: the rules that it can move, in their order."""
        found: dict[str, tuple[Rule, ...]] = {}
        for key in self.keys:
            moved = {key}
            rules: list[Rule] = []
            for rule in self.rules:
                if rule.formula.names() & moved:
                    moved.add(rule.key)
                    rules.append(rule)
            found[key] = tuple(rules)
        return found

    def cited(self, keys: tuple[str, ...]) -> str:
        """Citations in brackets, ready to stand at a sentence's end."""
        return f"({'; '.join(self.citations[key].short for key in keys)})"


def _expression(data: object, known: set[str]) -> Expression:
    if isinstance(data, str):
        if data not in known:
            raise ValueError(f"a rule names {data!r}, which is no question and no earlier rule")
        return Expression("ref", data)
    if not isinstance(data, dict):
        raise TypeError(f"{data!r} is no formula")
    if "stated" in data:
        _expression(data["stated"], known)
        return Expression("stated", data["stated"], tuple(_expression(one, known) for one in data["members"]))
    [(operator, what)] = data.items()
    if operator not in get_args(Operator):
        raise ValueError(f"{operator!r} is no operator")
    if operator == "pair":
        sets = [tuple(_expression(one, known) for one in what[side]) for side in ("first", "second")]
        return Expression("pair", "", sets[0], sets[1])
    items = what if isinstance(what, list) else [what]
    return Expression(operator, "", tuple(_expression(one, known) for one in items))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(
        resources.files("rantau.policy.screening").joinpath(name).read_text(encoding="utf-8")
    )


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


@cache
def shipped_rules() -> RuleSet:
    """The rules that ship, checked: every name is known, no rule needs a later one, every citation exists."""
    citations = {key: Citation(key=key, **row) for key, row in _read("citations.toml").items()}
    questions = tuple(
        Question(part=part["title"], **row)
        for part in _read("questions.toml")["part"]
        for row in part["questions"]
    )
    data = _read("rules.toml")
    known = {one.key for one in questions}
    rules = []
    for row in data["rule"]:
        if row["key"] in known:
            raise ValueError(f"there are two of {row['key']!r}")
        rules.append(Rule(row["key"], _expression(row["is"], known), tuple(row["cite"]), row.get("fact", "")))
        known.add(row["key"])
    cites = {one.key: one.cite for one in rules}
    reasons = tuple(
        Reason(**_tuples({"facts": (), "cite": cites.get(row["rule"], ()), **row})) for row in data["reason"]
    )
    flags = tuple(Flag(**_tuples(row)) for row in data["flag"])
    labels = tuple(Label(**_tuples(row)) for row in data["label"])
    named = {*data["worth"], *(one.rule for one in reasons)}
    named |= {one.rule for one in flags} | {one.rule for one in labels}
    named |= {fact for one in reasons for fact in one.facts} | {
        name for one in labels for name in one.without
    }
    named |= {name for one in labels for name in (one.grounds, one.unless) if name}
    cited = {key for cite in (*cites.values(), *(one.cite for one in reasons)) for key in cite}
    cited |= {key for one in flags for key in one.cite}
    if named - known or cited - set(citations):
        raise ValueError(
            f"rules.toml names {sorted((named - known) | (cited - set(citations)))}, which is nowhere"
        )
    return RuleSet(questions, citations, tuple(rules), labels, reasons, flags, data["worth"])
