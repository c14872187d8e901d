"""A study's recommendations, and the instruments that bind its states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rantau.baseline.load import instruments, parties, place
from rantau.baseline.load import places as places_of_baseline
from rantau.evidence import shipped_vocabulary
from rantau.evidence.finding_groups import action_of
from rantau.policy.instruments import bonds, obligations
from rantau.policy.monitor import monitor_indicators
from rantau.policy.recommend import EvidenceItem, Recommendation, SimulatedEffect, held_back, recommend
from rantau.store.records import Claim, ClaimGroup
from rantau.study.listings import Row
from rantau.study.policy_monitor import monitor_state
from rantau.study.policy_tables import read_effects
from rantau.study.simulated_effects import effects_of_runs
from rantau.study.study import Study

__all__ = [
    "bond_rows",
    "evidence_of",
    "held_back_rows",
    "obligation_rows",
    "recommendation_rows",
    "recommendations_of",
]


def obligation_rows(instrument: str = "") -> list[Row]:
    """The duties of all instruments, or of one.

    Args:
        instrument: Its id; an empty text for all.
    """
    names = {id: one.name for id, one in instruments().items()}
    return [
        {
            "id": one.id,
            "instrument": one.instrument,
            "name": names[one.instrument],
            "article": one.article,
            "duty": one.duty,
            "strength": one.strength,
            "pillar": one.pillar,
            "dimension": one.dimension,
            "confidence": one.confidence,
            "source": one.source,
            "source_url": one.source_url,
            "note": one.note,
        }
        for one in obligations().values()
        if instrument in ("", one.instrument)
    ]


def bond_rows(places: tuple[str, ...] = ()) -> list[Row]:
    """Who is bound by what since when.

    Args:
        places: The states wanted; by default all of the baseline.
    """
    count = Counter((one.instrument, one.strength) for one in obligations().values())
    known = instruments()
    return [
        {
            "state": one.iso3,
            "instrument": one.instrument,
            "name": known[one.instrument].name,
            "status": one.status,
            "bound_since": _since(one.since, one.since_latest),
            "hard": count[one.instrument, "hard"],
            "qualified": count[one.instrument, "qualified"],
            "soft": count[one.instrument, "soft"],
            "reserved": _reserved(one.reservations),
            "reservations": one.reservations,
            "basis": one.basis,
            "confidence": one.confidence,
            "source": one.source,
            "source_url": one.source_url,
            "note": one.note,
        }
        for one in bonds(known, parties(), places)
    ]


def _reserved(text: str) -> str:
    if not text:
        return "not known"
    return "none on record" if text.startswith("None on record") else "on record"


def _since(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return ""
    return first.isoformat() if first == last else f"{first} to {last}"


def _statement(group: ClaimGroup, told: Sequence[Claim]) -> str:
    names = {id: one.name for id, one in shipped_vocabulary().indicators.items()}
    where = " and ".join(_name(one.id) for one in group.places) or "no place named"
    values = {(one.value, one.low, one.high, one.unit) for one in told}
    low = "" if group.low is None else f"{group.low:,.6g}"
    high = "" if group.high is None else f"{group.high:,.6g}"
    figure = f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"
    figure = low if low == high else figure
    # All tell one figure: it is given as it was written, not as the range that its last digit leaves open.
    if len(values) == 1 and (only := next(iter(values)))[0] is not None and only[1:3] == (None, None):
        figure = f"{only[0]:,.6g}" if only[3] == group.unit else figure
    sources = {"conflicting": "; sources conflict"}.get(group.verdict, "")
    return f"{names.get(group.indicator, group.indicator)}, {where}: {figure} {group.unit}{sources}."


def _name(id: str) -> str:
    try:
        return place(id).name
    except KeyError:
        return id


def evidence_of(study: Study) -> list[EvidenceItem]:
    """Graded groups of findings and claims; those that rest on a confidential document are left out.

    Groups that only deny something are no evidence for it. A place that is only an origin is not where the state acted.
    """
    store = study.store
    withheld = {one.id for one in store.documents() if one.confidential}
    graded = store.grades()
    grades = {one.subject: one.confidence for one in graded}
    looked_at = {one.subject for one in graded if one.decided_by}
    findings = {one.id: one for one in store.findings()}
    claims = {one.id: one for one in store.claims()}
    items = []
    for group in store.finding_groups():
        members = [findings[id] for id in group.findings if id in findings]
        action = action_of(members[0]) if members else None
        if action is None or group.id not in grades or any(one.document in withheld for one in members):
            continue
        items.append(
            EvidenceItem(
                id=group.id,
                kind="findings",
                topic=action.id,
                statement=group.statement,
                places=tuple(one.id for one in group.places if one.role != "origin"),
                confidence=grades[group.id],
                documents=group.documents,
                roots=len(group.roots),
                looked_at=group.id in looked_at,
            )
        )
    for one in store.claim_groups():
        told = [claims[id] for id in one.claims if id in claims]
        if one.id not in grades or any(claim.document in withheld for claim in told):
            continue
        items.append(
            EvidenceItem(
                id=one.id,
                kind="claims",
                topic=one.indicator,
                statement=_statement(one, told),
                places=tuple(
                    where.id
                    for where in one.places
                    if where.role != "origin" or one.indicator not in _DONE_TO_FOREIGNERS
                ),
                confidence=grades[one.id],
                documents=one.documents,
                roots=len(one.roots),
                looked_at=one.id in looked_at,
            )
        )
    return [one for one in items if _near(one.places, set(study.settings.study.places))]


_DONE_TO_FOREIGNERS = frozenset(
    {"deportations", "arrests_of_migrants", "immigration_detainees", "detained_without_counsel"}
)
"""Of these the state of origin is not the one that acts."""


def _near(places: tuple[str, ...], states: set[str]) -> bool:
    """Whether evidence is of one of the study's states, of a region, or of no place named."""
    kinds = [places_of_baseline()[id].kind if id in places_of_baseline() else "region" for id in places]
    return not places or any(id in states or kind == "region" for id, kind in zip(places, kinds, strict=True))


def recommendations_of(
    study: Study, effects: Path | None = None, until: str | None = None
) -> list[Recommendation]:
    """What the study's evidence calls for.

    Args:
        study: The study.
        effects: A table of simulated effects; by default ``data/effects.csv``, and what ``rantau simulate`` wrote.
        until: The last round of the monitor to look at.
    """
    found: list[SimulatedEffect] = []
    table = effects or study.path / "data" / "effects.csv"
    if effects is not None or table.is_file():
        found += read_effects(table)
    found += effects_of_runs(study.path / "out" / "simulation")
    rows = monitor_state(study, until).rows
    named = dict.fromkeys([*study.settings.study.places, *(one.place for one in rows)])
    return recommend(
        rows,
        evidence_of(study),
        monitor_indicators(),
        {id: " to ".join(_name(end) for end in id.split(">")) for id in named},
        found,
    )


def recommendation_rows(study: Study, effects: Path | None = None, until: str | None = None) -> list[Row]:
    """The recommendations as plain rows."""
    rows = []
    for one in recommendations_of(study, effects, until):
        effect = one.effect
        rows.append(
            {
                "id": one.id,
                "level": one.level,
                "state": one.place,
                "strength": one.strength,
                "action": one.action,
                "actors": list(one.actors),
                "gaps": [f"{row.indicator} {row.place} {row.year}: {row.word}" for row in one.gaps],
                "missing": [f"{row.indicator} {row.place}: {row.missing}" for row in one.missing],
                "evidence": [f"{item.id} ({item.confidence}): {item.statement}" for item in one.evidence],
                "effect": one.effect_word,
                "scenario": effect.scenario if effect else "",
                "outcome": effect.outcome if effect else "",
                "difference": effect.difference if effect else None,
                "low": effect.low if effect else None,
                "high": effect.high if effect else None,
                "contains_zero": one.effect_word == "unclear" if effect else None,
                "success": list(one.success),
                "wrong_if": one.wrong_if,
                "cost": one.cost,
                "text": list(one.sentences),
            }
        )
    return rows


def held_back_rows(study: Study, effects: Path | None = None, until: str | None = None) -> list[Row]:
    """The rules that did not fire because all that is under them is graded too low and nobody has looked at it."""
    return [
        {
            "rule": one.rule,
            "level": one.level,
            "state": one.place,
            "action": one.action,
            "evidence": [f"{item.id} ({item.confidence}): {item.statement}" for item in one.evidence],
        }
        for one in held_back(evidence_of(study), recommendations_of(study, effects, until))
    ]
