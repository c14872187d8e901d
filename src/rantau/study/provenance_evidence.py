"""Chains of evidence and profiles: claims, findings, testimonies, groups of claims, observations, scores."""

from __future__ import annotations

from dataclasses import replace

from rantau.baseline.load import place
from rantau.store.records import Claim, Finding, Observation, Testimony
from rantau.study.deciding import state_of
from rantau.study.provenance_steps import SHOWN, Link, Step, page_step
from rantau.study.study import Study

__all__ = [
    "claim_chain",
    "claim_title",
    "finding_chain",
    "group_chain",
    "observation_chain",
    "score_chain",
    "testimony_chain",
]


def _extract(study: Study, one: Claim | Finding | Testimony, what: str, title: str, reveal: bool) -> Step:
    document = study.store.document(one.document)
    shown = reveal or not document.confidential
    return Step(
        what,
        title,
        f"{one.status}; {one.extracted_by}" if one.extracted_by else one.status,
        quote=one.quote if shown else "",
        confidential=document.confidential,
        link=Link(what, one.id),
        beneath=(page_step(study, one.document, one.page, one.passage),),
    )


def _shown(study: Study, one: Claim | Finding | Testimony, reveal: bool) -> bool:
    return reveal or not study.store.document(one.document).confidential


def claim_title(one: Claim) -> str:
    """What a claim says, in short: its value and unit, and what is measured."""
    number = f"{one.value:,.10g}" if one.value is not None else _hull(one.low, one.high)
    what = (one.indicator or one.measure).replace("_", " ")
    return f"{number} {one.unit}".strip() + (f": {what}" if what else "")


def _hull(low: float | None, high: float | None) -> str:
    ends = [f"{one:,.10g}" if one is not None else "…" for one in (low, high)]
    return "–".join(ends)


def claim_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """A claim of a document."""
    one = next((one for one in study.store.claims(id.partition("/")[0]) if one.id == id), None)
    if one is None:
        return None
    title = claim_title(one) if _shown(study, one, reveal) else claim_title(replace(one, measure=""))
    step = _extract(study, one, "claim", title, reveal)
    return step if one.machine is None else replace(step, detail=f"{state_of(one)}; {one.extracted_by}")


def finding_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """A finding of a document."""
    one = next((one for one in study.store.findings(id.partition("/")[0]) if one.id == id), None)
    if one is None:
        return None
    title = " ".join(filter(None, (one.actor, one.action, one.target)))
    return _extract(study, one, "finding", title if _shown(study, one, reveal) else "", reveal)


def testimony_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """What somebody told, in a document."""
    one = next((one for one in study.store.testimonies(id.partition("/")[0]) if one.id == id), None)
    if one is None:
        return None
    speaker = one.speaker if _shown(study, one, reveal) else ""
    return _extract(study, one, "testimony", speaker or one.speaker_type, reveal)


def group_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """Claims that were laid side by side."""
    group = next((one for one in study.store.claim_groups() if one.id == id), None)
    if group is None:
        return None
    beneath = [claim_chain(study, one, reveal) for one in group.claims[:SHOWN]]
    # The reason quotes what claims measure and who says so.
    secret = not reveal and any(
        study.store.document(one).confidential for one in {name.partition("/")[0] for name in group.claims}
    )
    return Step(
        "group",
        f"{_hull(group.low, group.high)} {group.unit}: {group.indicator}".replace("_", " "),
        f"{group.verdict}." if secret else f"{group.verdict}. {group.reason}",
        link=Link("group", id),
        beneath=tuple(one for one in beneath if one),
    )


def observation_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """A figure of an indicator: from a table, or from claims."""
    try:
        return _of_observation(study, study.store.observation(id), reveal)
    except KeyError:
        return None


def _of_observation(study: Study, one: Observation, reveal: bool) -> Step:
    where = " → ".join(place(part).name for part in one.place.split(">"))
    title = f"{one.value:,.10g} {one.unit}: {one.indicator.replace('_', ' ')}, {where}, {one.year}"
    claims = one.origin.removeprefix("claims:").split(";") if one.origin.startswith("claims:") else []
    found = [claim_chain(study, id, reveal) for id in claims]
    beneath = tuple(step for step in found if step)
    if not claims:
        beneath = (Step("row", one.source, f"{one.origin}. {one.note}".strip()),)
    detail = f"{one.confidence}; {one.source}" if one.confidence else one.source
    return Step("observation", title, detail, link=Link("observation", one.id), beneath=beneath)


def score_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """A score of a country or corridor, and the observations beneath it."""
    unit, _, element = id.partition("/")
    one = next((one for one in study.store.scores() if (one.unit, one.element) == (unit, element)), None)
    if one is None:
        return None
    observations = {item.id: item for item in study.store.observations()}
    names = " → ".join(place(part).name for part in unit.split(">"))
    number = "not assessed" if one.value is None else f"{one.value:.1f}"
    spread = f" ({one.low:.1f}–{one.high:.1f})" if one.low is not None and one.high is not None else ""
    return Step(
        "score",
        f"{number}{spread}: {element.replace('_', ' ')}, {names}, {one.year}",
        f"{one.available} of {one.expected} indicators; {len(one.inputs)} observations. {one.note}".strip(),
        link=Link("score", id),
        beneath=tuple(
            _of_observation(study, observations[name], reveal)
            for name in one.inputs[:SHOWN]
            if name in observations
        ),
    )
