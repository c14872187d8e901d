"""Recommendations: rules as data, fired by what was found, told in the words of what fired them.

No rule fires without evidence: a figure of the monitor that falls short of its target, a share of figures that cannot
be had although a round asked, or a group of findings or claims that is graded well enough or that a person looked at. A
simulated effect strengthens, weakens or speaks against a recommendation; alone it fires nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast, get_args

from rantau.policy.monitor import MonitorIndicator
from rantau.policy.monitor_report import StateRow

__all__ = [
    "LEVELS",
    "STRENGTHS",
    "EvidenceItem",
    "HeldBack",
    "Recommendation",
    "Rule",
    "SimulatedEffect",
    "effect_word",
    "held_back",
    "recommend",
    "rules",
]

Level = Literal["ASEAN", "national", "civil society"]
LEVELS: tuple[Level, ...] = get_args(Level)
StrengthWord = Literal["strong", "conditional", "to be looked into", "not as simulated"]
STRENGTHS: tuple[StrengthWord, ...] = get_args(StrengthWord)
EffectWord = Literal["helps", "unclear", "harms", "none"]

_GRADES = {"very low": 1, "low": 2, "moderate": 3, "high": 4}
_GAPS = {"part of the way": 1, "far off": 2, "not met": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """A graded group of findings, or of claims about one quantity."""

    id: str
    kind: Literal["findings", "claims"]
    topic: str
    """Action of the findings, or indicator of the claims."""
    statement: str
    places: tuple[str, ...]
    confidence: str
    """Grade: high, moderate, low or very low."""
    documents: int
    roots: int
    looked_at: bool = False
    """Whether a person confirmed or overruled the grade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedEffect:
    """What a scenario changes in one outcome against another scenario, paired by draw."""

    scenario: str
    against: str
    outcome: str
    place: str
    """A state or corridor; empty for the region as a whole."""
    difference: float
    """Scenario less the other: below zero, less of the outcome."""
    low: float
    high: float
    level: int
    """Percent of the interval, e.g. 90."""
    unit: str
    run: str
    """Where it comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of ``recommendation_rules.toml``."""

    id: str
    level: Level
    action: str
    actors: tuple[str, ...]
    indicators: tuple[str, ...]
    topics: tuple[str, ...]
    missing_share: float | None
    """Fires also where at least this share of the indicators' figures was asked for and cannot be had."""
    scenario: str
    outcome: str
    better: Literal["lower", "higher"]
    success: tuple[str, ...]
    wrong_if: str
    cost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A rule that fired, with what fired it."""

    id: str
    rule: str
    level: Level
    place: str
    """The state that is to act; empty where it is the region or civil society."""
    strength: StrengthWord
    action: str
    actors: tuple[str, ...]
    gaps: tuple[StateRow, ...]
    missing: tuple[StateRow, ...]
    """Figures asked for that cannot be had, where they fired the rule."""
    evidence: tuple[EvidenceItem, ...]
    effect: SimulatedEffect | None
    effect_word: EffectWord
    success: tuple[str, ...]
    wrong_if: str
    cost: str
    sentences: tuple[str, ...]
    """The text: what is asked, why, what the model says, who acts, what shows success, what would make it wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """A rule that did not fire: all that is under it is graded too low, and nobody has looked at it."""

    rule: str
    level: Level
    place: str
    action: str
    evidence: tuple[EvidenceItem, ...]


@cache
def _file() -> Mapping[str, Any]:
    text = files("rantau.policy").joinpath("recommendation_rules.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def rules() -> tuple[Rule, ...]:
    """The shipped rules, in order."""
    return tuple(
        Rule(
            id=one["id"],
            level=one["level"],
            action=one["action"],
            actors=tuple(one["actors"]),
            indicators=tuple(one["indicators"]),
            topics=tuple(one["topics"]),
            missing_share=one.get("missing_share"),
            scenario=one["scenario"],
            outcome=one["outcome"],
            better=one["better"],
            success=tuple(one["success"]),
            wrong_if=one["wrong_if"],
            cost=one["cost"],
        )
        for one in _file()["rule"]
    )


def effect_word(effect: SimulatedEffect | None, better: Literal["lower", "higher"]) -> EffectWord:
    """``helps`` or ``harms`` where the whole interval is on one side of zero; ``unclear`` where it contains zero.

    A single run has no interval: it is ``unclear`` however large its difference.
    """
    if effect is None:
        return "none"
    if effect.low <= 0 <= effect.high or effect.low == effect.high:
        return "unclear"
    return "helps" if (effect.high < 0) == (better == "lower") else "harms"


def _strength(gap: int, grade: int, effect: EffectWord) -> StrengthWord:
    for line in _file()["strengths"]:
        if line["effect"] == effect and gap >= line["gap"] and grade >= line["grade"]:
            return cast(StrengthWord, line["word"])
    raise ValueError(f"no line of strengths fits {effect}")


def recommend(
    rows: Sequence[StateRow],
    evidence: Sequence[EvidenceItem],
    indicators: Mapping[str, MonitorIndicator],
    names: Mapping[str, str],
    effects: Sequence[SimulatedEffect] = (),
    given: Sequence[Rule] | None = None,
) -> list[Recommendation]:
    """The recommendations that the evidence calls for.

    Args:
        rows: The monitor's rows of the states looked at.
        evidence: Graded groups of findings and claims.
        indicators: The monitor's, by id.
        names: Code of a state -> its name.
        effects: Simulated effects, if there are any. One of the state itself goes before one of the region.
        given: Rules; by default the shipped ones.

    Returns:
        By level, then strength, then rule and state. National rules fire for each state, the others once.
    """
    places = list(dict.fromkeys(one.place for one in rows if ">" not in one.place))
    found = []
    for rule in rules() if given is None else given:
        for place in places if rule.level == "national" else [""]:
            fired = _fire(rule, place, rows, evidence, indicators, names, effects)
            if fired is not None:
                found.append(fired)
    order = {one.id: n for n, one in enumerate(rules() if given is None else given)}
    return sorted(
        found,
        key=lambda one: (LEVELS.index(one.level), STRENGTHS.index(one.strength), order[one.rule], one.place),
    )


def _fire(
    rule: Rule,
    place: str,
    rows: Sequence[StateRow],
    evidence: Sequence[EvidenceItem],
    indicators: Mapping[str, MonitorIndicator],
    names: Mapping[str, str],
    effects: Sequence[SimulatedEffect],
) -> Recommendation | None:
    mine = [
        one
        for one in rows
        if one.indicator in rule.indicators and (not place or place in one.place.split(">"))
    ]
    gaps = [one for one in mine if one.word in _GAPS]
    gaps.sort(key=lambda one: (-_GAPS[one.word], one.attained or 0.0))
    items = _under(rule, place, evidence)
    asked = [one for one in mine if one.missing != "never asked"]
    silent = [one for one in asked if one.word == "no data"]
    if rule.missing_share is None or not asked or len(silent) < rule.missing_share * len(asked):
        silent = []
    if not (gaps or silent or any(map(_carries, items))):
        return None
    gap = max((_GAPS[one.word] for one in gaps), default=1 if silent else 0)
    grade = max((_GRADES.get(one.confidence, 0) for one in items), default=0)
    effect = _effect(rule, place, effects)
    word = effect_word(effect, rule.better)
    strength = _strength(gap, grade, word)
    return Recommendation(
        id=f"{rule.id}-{place}" if place else rule.id,
        rule=rule.id,
        level=rule.level,
        place=place,
        strength=strength,
        action=rule.action,
        actors=rule.actors,
        gaps=tuple(gaps),
        missing=tuple(silent),
        evidence=tuple(items),
        effect=effect,
        effect_word=word,
        success=rule.success,
        wrong_if=rule.wrong_if,
        cost=rule.cost,
        sentences=tuple(
            _sentences(rule, place, strength, gaps, silent, items, effect, word, indicators, names)
        ),
    )


def _under(rule: Rule, place: str, evidence: Sequence[EvidenceItem]) -> list[EvidenceItem]:
    """Evidence of a rule's topics in a place, the best first."""
    items = [one for one in evidence if one.topic in rule.topics and (not place or place in one.places)]
    return sorted(items, key=lambda one: (-_GRADES.get(one.confidence, 0), -one.roots, one.id))


def _carries(item: EvidenceItem) -> bool:
    """Whether a group can fire a rule by itself."""
    return item.looked_at or _GRADES.get(item.confidence, 0) >= _GRADES[_file()["least_grade"]]


def held_back(
    evidence: Sequence[EvidenceItem], fired: Sequence[Recommendation], given: Sequence[Rule] | None = None
) -> list[HeldBack]:
    """The rules that would have fired on evidence that is graded too low, and that nobody has looked at.

    Args:
        evidence: Graded groups of findings and claims.
        fired: What :func:`recommend` made of it.
        given: Rules; by default the shipped ones.

    Returns:
        In the order of the rules, then of the places that the evidence names.
    """
    done = {(one.rule, one.place) for one in fired}
    found = []
    for rule in rules() if given is None else given:
        named = dict.fromkeys(where for one in evidence if one.topic in rule.topics for where in one.places)
        for place in named if rule.level == "national" else [""]:
            items = _under(rule, place, evidence)
            if items and (rule.id, place) not in done and not any(map(_carries, items)):
                found.append(
                    HeldBack(
                        rule=rule.id,
                        level=rule.level,
                        place=place,
                        action=rule.action,
                        evidence=tuple(items),
                    )
                )
    return found


def _effect(rule: Rule, place: str, effects: Sequence[SimulatedEffect]) -> SimulatedEffect | None:
    fit = [one for one in effects if one.scenario == rule.scenario and one.outcome == rule.outcome]
    for wanted in dict.fromkeys((place, "")):
        for one in fit:
            if one.place == wanted:
                return one
    return None


_SHOWN = 4


def _with_unit(value: float | None, unit: str) -> str:
    on = "on the " if unit.endswith("scale") else ""
    return f"{value:g} {on}{unit}"


def _sentences(
    rule: Rule,
    place: str,
    strength: StrengthWord,
    gaps: Sequence[StateRow],
    silent: Sequence[StateRow],
    items: Sequence[EvidenceItem],
    effect: SimulatedEffect | None,
    word: EffectWord,
    indicators: Mapping[str, MonitorIndicator],
    names: Mapping[str, str],
) -> Iterator[str]:
    where = f"{names.get(place, place)}: " if place else ""
    yield f"{where}{rule.action} ({strength})"
    for row in gaps[:_SHOWN]:
        one = indicators[row.indicator]
        error = f" ({row.low:g} to {row.high:g})" if row.stated_error else ", no uncertainty given"
        what = f"{one.name} ({one.id}), {names.get(row.place, row.place)}, {row.year}"
        target = f"target {row.target:g}, {one.target_basis}"
        yield f"Gap: {what}: {_with_unit(row.value, one.unit)}{error}; {target}: {row.word}."
    if silent:
        who = ", ".join(f"{one.indicator} of {one.place} ({one.missing})" for one in silent[:_SHOWN])
        yield f"Gap: {len(silent)} figures that were asked for cannot be had, among them {who}."
    if not gaps and not silent:
        yield "Gap: the monitor has no figure that falls short here; what follows rests on documents."
    for item in items[:_SHOWN]:
        roots = f"{item.roots} root source{'s' if item.roots != 1 else ''}"
        yield f"Evidence: {item.statement} Confidence {item.confidence}; {roots}; {item.kind} {item.id}."
    left = max(0, len(gaps) - _SHOWN) + max(0, len(items) - _SHOWN)
    if left:
        yield f"{left} more are listed with it."
    if not items:
        yield "Evidence: no graded finding or claim of the study's documents is under this rule."
    if items and not gaps and not silent and all(_GRADES.get(one.confidence, 0) <= 1 for one in items):
        yield (
            "All of it is of very low confidence, and told because a person looked at it: this is a question to look "
            "into, not a basis to act on."
        )
    yield _model(rule, effect, word, names)
    yield f"Who must act: {', '.join(rule.actors)}."
    success = "; ".join(f"{indicators[id].name} ({id})" for id in rule.success if id in indicators)
    yield f"What would show success: {success}."
    yield f"What would make it wrong: {rule.wrong_if}. Cost of being wrong: {rule.cost}."


def _model(rule: Rule, effect: SimulatedEffect | None, word: EffectWord, names: Mapping[str, str]) -> str:
    outcome = rule.outcome.replace("_", " ")
    if effect is None:
        return f"Simulation: no run of the scenario {rule.scenario} is at hand, so no effect is claimed."
    where = f"in {names.get(effect.place, effect.place)}" if effect.place else "over the whole region"
    said = (
        f"Simulation: under {effect.scenario} against {effect.against}, {where}, {outcome} change by "
        f"{effect.difference:,.6g} {effect.unit} "
        f"({effect.level}% of draws: {effect.low:,.6g} to {effect.high:,.6g}; {effect.run})"
    )
    unsure = "The interval contains zero: the model does not tell whether it would help"
    if effect.low == effect.high != 0:
        unsure = "This is one run without an interval: it does not tell how sure the direction is"
    tail = {
        "unclear": unsure,
        "helps": "The whole interval is on the side that helps",
        "harms": "The whole interval is on the side that harms: as simulated, the measure should not be taken",
        "none": "",
    }[word]
    return f"{said}. {tail}. This explores what follows from stated assumptions; it does not forecast."
