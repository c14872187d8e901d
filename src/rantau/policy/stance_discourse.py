"""What documents say of states, as pointers on the two axes, and the measures that they may tell of.

Findings point by their action, because a code alone does not tell whether something is done or missing. A coder's code
points by a table of its own; under ``PR`` a code names a subject, and the code of human security on the same passage
tells whether there is protection or none. Where that is not told, the pointer points both ways.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from rantau.coding.effective import Coded
from rantau.evidence.finding_groups import action_of
from rantau.framework.instruments import MeasureKind
from rantau.framework.words import DIMENSIONS
from rantau.policy.measures import Axis, Direction, Level
from rantau.policy.stance import Dated, Pointer
from rantau.policy.tables import shipped_rows, split_list
from rantau.store.records import Finding

__all__ = [
    "Proposal",
    "Setting",
    "pointers_of_codings",
    "pointers_of_findings",
    "proposals_of_codings",
    "proposals_of_findings",
    "state_actors",
]

_NOT_THE_STATE = "MS."
"""Actor types that are no organ of a state: brokers, employers, support networks, migrants."""
_OFFICIALS = "MS.meso.official_complicity"
_SUFFERED = "MS.micro.migrant_agency"
"""A passive: migrants are deported, by whom is not said. On these actions it is the state that does or fails to."""

_KINDS: Mapping[str, MeasureKind] = {
    **dict.fromkeys(
        ("deport", "detain", "raid", "push_back", "criminalise", "rule_by_emergency", "close_channel"),
        "control",
    ),
    **dict.fromkeys(("regularise", "shelter", "assist", "refer", "identify", "uphold_rights"), "protection"),
    **dict.fromkeys(("prevent", "monitor", "ratify"), "prevention"),
    "prosecute": "prosecution",
    "cooperate": "partnership",
}
"""Actions of findings that may be a measure, with what they do."""
_CODES: Mapping[str, MeasureKind] = {
    "SE.extraordinary_measure": "control",
    "SE.desecuritization.regularisation": "protection",
    "PR.protection": "protection",
    "PR.prevention": "prevention",
    "PR.prosecution": "prosecution",
    "PR.partnership": "partnership",
    "PR.instrument": "partnership",
}
"""Codes that may tell of a measure, and codes beneath them."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a document or passage besides its words."""

    states: tuple[str, ...]
    """ISO 3166-1 alpha-3 codes of the countries it names; for a coding only."""
    year: int | None
    """Of the document."""
    witness: str
    """Its root source."""
    title: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A measure that a passage may tell of; none until a person confirms it."""

    id: str
    state: str
    year: int | None
    dated: Dated
    name: str
    kind: MeasureKind
    level: Level
    securitised: Direction
    protective: Direction
    quote: str
    document: str
    page: int
    source_record: str
    """Id of the finding or coding."""


@cache
def _actions() -> Mapping[str, tuple[tuple[Axis, Direction, Direction, Level, tuple[str, ...]], ...]]:
    found: dict[str, tuple[tuple[Axis, Direction, Direction, Level, tuple[str, ...]], ...]] = {}
    for row in shipped_rows("stance_actions.csv"):
        entry = (
            cast(Axis, row["axis"]),
            cast(Direction, row["stated"]),
            cast(Direction, row["denied"]),
            cast(Level, row["level"]),
            split_list(row["dimension"]),
        )
        found[row["action"]] = (*found.get(row["action"], ()), entry)
    return found


@cache
def _code_rules() -> tuple[tuple[str, Axis, str, Level], ...]:
    return tuple(
        (row["code"], cast(Axis, row["axis"]), row["direction"], cast(Level, row["level"]))
        for row in shipped_rows("stance_codes.csv")
    )


def state_actors(finding: Finding) -> bool:
    """Whether a finding can be about what a state does: its actor is an organ of it, or is not told."""
    kind = finding.actor_type
    return not kind.startswith(_NOT_THE_STATE) or kind in (_OFFICIALS, _SUFFERED)


def _states(finding: Finding, wanted: frozenset[str]) -> tuple[str, ...]:
    """States whose act it is; the origin of those who suffer it is not."""
    return tuple(dict.fromkeys(p.id for p in finding.places if p.id in wanted and p.role != "origin"))


def _years(finding: Finding, document: int | None) -> tuple[tuple[int, ...], Dated]:
    if finding.period is not None:
        first, last = finding.period.start[:4], finding.period.end[:4]
        if first.isdecimal() and last.isdecimal() and int(first) <= int(last):
            return tuple(range(int(first), int(last) + 1)), "text"
    return ((document,), "document") if document is not None else ((), "none")


def pointers_of_findings(
    findings: Iterable[Finding],
    settings: Mapping[str, Setting],
    states: Sequence[str],
) -> list[Pointer]:
    """What findings say of states.

    Args:
        findings: Of all documents; rejected ones are left out.
        settings: By the finding's id: its root as witness, and its document's year.
        states: The states wanted.
    """
    wanted, found = frozenset(states), []
    for one in findings:
        action = action_of(one)
        if one.status == "rejected" or action is None or not state_actors(one):
            continue
        known = settings[one.id]
        years, dated = _years(one, known.year)
        for axis, stated, denied, level, dimensions in _actions().get(action.id, ()):
            found += [
                Pointer(
                    state=state,
                    axis=axis,
                    direction=denied if one.denied else stated,
                    level=level,
                    stream="discourse",
                    years=years,
                    dated=dated,
                    witness=known.witness,
                    said=action.id,
                    ids=(one.id,),
                    dimensions=dimensions,
                )
                for state in _states(one, wanted)
            ]
    return found


def _polarities(codings: Iterable[Coded]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in codings:
        if one.counts and one.polarity:
            found.setdefault(one.passage, set()).add(one.polarity)
    return found


def _securities(codings: Iterable[Coded]) -> dict[str, tuple[str, ...]]:
    """Passage -> dimensions of human security that it is coded with."""
    found: dict[str, set[str]] = {}
    for one in codings:
        parts = one.code.split(".")
        if one.counts and parts[0] == "HS" and len(parts) > 1 and parts[1] in DIMENSIONS:
            found.setdefault(one.passage, set()).add(parts[1])
    return {passage: tuple(sorted(codes)) for passage, codes in found.items()}


def _direction(rule: str, polarities: set[str]) -> Direction:
    if rule != "by polarity":
        return cast(Direction, rule)
    return "more" if polarities == {"protection"} else "less" if polarities == {"insecurity"} else "mixed"


def pointers_of_codings(
    codings: Sequence[Coded], settings: Mapping[str, Setting], states: Sequence[str]
) -> list[Pointer]:
    """What coders' codes say of states.

    Args:
        codings: As they stand after all coders were weighed; those that do not count are left out.
        settings: By the passage's id: the countries it names, its document's year and root.
        states: The states wanted.
    """
    polarities, securities, found = _polarities(codings), _securities(codings), []
    for one in codings:
        if not one.counts:
            continue
        known = settings[one.passage]
        for code, axis, rule, level in _code_rules():
            if one.code != code and not one.code.startswith(f"{code}."):
                continue
            found += [
                Pointer(
                    state=state,
                    axis=axis,
                    direction=_direction(rule, polarities.get(one.passage, set())),
                    level=level,
                    stream="discourse",
                    years=() if known.year is None else (known.year,),
                    dated="none" if known.year is None else "document",
                    witness=known.witness,
                    said=one.code,
                    ids=(f"{one.passage}/{one.code}",),
                    dimensions=securities.get(one.passage, ()) if axis == "protective" else (),
                )
                for state in known.states
                if state in states
            ]
    return found


def _id(*parts: str) -> str:
    return "p" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def proposals_of_findings(
    findings: Iterable[Finding], settings: Mapping[str, Setting], states: Sequence[str]
) -> list[Proposal]:
    """Measures that findings may tell of: one for each state and finding of an action that can be an act of state."""
    wanted, found = frozenset(states), []
    for one in findings:
        action = action_of(one)
        if action is None or action.id not in _KINDS or one.denied or one.status == "rejected":
            continue
        if not state_actors(one):
            continue
        known = settings[one.id]
        years, dated = _years(one, known.year)
        points = {axis: stated for axis, stated, *_ in _actions().get(action.id, ())}
        level = next((level for _, _, _, level, _ in _actions().get(action.id, ())), "practice")
        found += [
            Proposal(
                id=_id(one.id, state),
                state=state,
                year=years[0] if years else None,
                dated=dated,
                name=action.undergone or one.action,
                kind=_KINDS[action.id],
                level=cast(Level, level),
                securitised=points.get("securitised", ""),
                protective=points.get("protective", ""),
                quote=one.quote,
                document=one.document,
                page=one.page,
                source_record=one.id,
            )
            for state in _states(one, wanted)
        ]
    return found


def proposals_of_codings(
    codings: Sequence[Coded], settings: Mapping[str, Setting], names: Mapping[str, str], states: Sequence[str]
) -> list[Proposal]:
    """Measures that coded passages may tell of: one for each state that the passage names and code that can be one.

    Args:
        codings: As they stand after all coders were weighed.
        settings: By the passage's id.
        names: Code -> its name.
        states: The states wanted.
    """
    polarities, found = _polarities(codings), []
    for one in codings:
        if not one.counts:
            continue
        kind = next(
            (said for code, said in _CODES.items() if one.code == code or one.code.startswith(f"{code}.")),
            None,
        )
        if kind is None:
            continue
        known = settings[one.passage]
        points: dict[Axis, Direction] = {
            axis: _direction(rule, polarities.get(one.passage, set()))
            for code, axis, rule, _ in _code_rules()
            if one.code == code or one.code.startswith(f"{code}.")
        }
        found += [
            Proposal(
                id=_id(one.passage, one.code, state),
                state=state,
                year=known.year,
                dated="none" if known.year is None else "document",
                name=names.get(one.code, one.code),
                kind=kind,
                level="law" if one.code.startswith("PR.instrument") else "practice",
                securitised=points.get("securitised", ""),
                protective=points.get("protective", ""),
                quote=known.quote,
                document=one.document,
                page=one.page,
                source_record=f"{one.passage}/{one.code}",
            )
            for state in known.states
            if state in states
        ]
    return found
