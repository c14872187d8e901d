"""Where a figure comes from: its chain from what is printed down to a page, or to a row of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from rantau.baseline.load import place
from rantau.framework.errors import BadInput
from rantau.store.records import Claim, Finding, Observation, Testimony
from rantau.study.deciding import state_of
from rantau.study.study import Study

__all__ = ["KINDS", "Link", "Step", "chain"]

_SHOWN = 500
"""Steps listed beneath one figure."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a step leads to: a record of a kind that has a chain, or a page (``kind`` is ``page``)."""

    kind: str
    id: str
    """Of a page: ``<document>/<page number>#<passage id>``, the latter where a passage is meant."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a figure rests on."""

    what: str
    """``claim``, ``group of claims``, ``observation``, ``score``, ``page``, ``row of a table`` …"""
    title: str
    detail: str = ""
    quote: str = ""
    """Words of a document; empty where they are withheld."""
    confidential: bool = False
    link: Link | None = None
    beneath: tuple[Step, ...] = field(default=())


def chain(study: Study, kind: str, id: str, *, reveal: bool = False) -> Step:
    """The chain of one figure, whole: every page and table row that it rests on is a link in it.

    Args:
        study: The study.
        kind: One of :data:`KINDS`.
        id: The record's id; of a score ``<unit>/<element>``, e.g. ``MMR>THA/exposure``.
        reveal: Show the words of confidential documents.

    Raises:
        BadInput: There is no such kind, or no such record.
    """
    if kind not in KINDS:
        raise BadInput(f"there is no kind of figure called {kind!r}; there are {', '.join(KINDS)}")
    found = KINDS[kind](study, id, reveal)
    if found is None:
        raise BadInput(f"there is no {kind} {id!r} in this study; it may have gone with its document")
    return found


def _extract(study: Study, one: Claim | Finding | Testimony, what: str, title: str, reveal: bool) -> Step:
    document = study.store.document(one.document)
    shown = reveal or not document.confidential
    page = Step(
        "page",
        f"{document.title or document.file}, page {one.page}",
        document.file,
        confidential=document.confidential,
        link=Link("page", f"{document.id}/{one.page}#{one.passage}"),
    )
    return Step(
        what,
        title,
        f"{one.status}; {one.extracted_by}" if one.extracted_by else one.status,
        quote=one.quote if shown else "",
        confidential=document.confidential,
        link=Link(what, one.id),
        beneath=(page,),
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


def _claim(study: Study, id: str, reveal: bool) -> Step | None:
    one = next((one for one in study.store.claims(id.partition("/")[0]) if one.id == id), None)
    if one is None:
        return None
    title = claim_title(one) if _shown(study, one, reveal) else claim_title(replace(one, measure=""))
    step = _extract(study, one, "claim", title, reveal)
    return step if one.machine is None else replace(step, detail=f"{state_of(one)}; {one.extracted_by}")


def _finding(study: Study, id: str, reveal: bool) -> Step | None:
    one = next((one for one in study.store.findings(id.partition("/")[0]) if one.id == id), None)
    if one is None:
        return None
    title = " ".join(filter(None, (one.actor, one.action, one.target)))
    return _extract(study, one, "finding", title if _shown(study, one, reveal) else "", reveal)


def _testimony(study: Study, id: str, reveal: bool) -> Step | None:
    one = next((one for one in study.store.testimonies(id.partition("/")[0]) if one.id == id), None)
    if one is None:
        return None
    speaker = one.speaker if _shown(study, one, reveal) else ""
    return _extract(study, one, "testimony", speaker or one.speaker_type, reveal)


def _group(study: Study, id: str, reveal: bool) -> Step | None:
    group = next((one for one in study.store.claim_groups() if one.id == id), None)
    if group is None:
        return None
    beneath = [_claim(study, one, reveal) for one in group.claims[:_SHOWN]]
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


def _observation(study: Study, id: str, reveal: bool) -> Step | None:
    try:
        one = study.store.observation(id)
    except KeyError:
        return None
    return _of_observation(study, one, reveal, deep=True)


def _of_observation(study: Study, one: Observation, reveal: bool, *, deep: bool) -> Step:
    where = " → ".join(place(part).name for part in one.place.split(">"))
    title = f"{one.value:,.10g} {one.unit}: {one.indicator.replace('_', ' ')}, {where}, {one.year}"
    claims = one.origin.removeprefix("claims:").split(";") if one.origin.startswith("claims:") else []
    if deep or claims:
        found = [_claim(study, id, reveal) for id in claims]
        beneath = tuple(step for step in found if step)
    else:
        beneath = ()
    if not claims:
        beneath = (Step("row", one.source, f"{one.origin}. {one.note}".strip()),)
    detail = f"{one.confidence}; {one.source}" if one.confidence else one.source
    return Step("observation", title, detail, link=Link("observation", one.id), beneath=beneath)


def _score(study: Study, id: str, reveal: bool) -> Step | None:
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
            _of_observation(study, observations[name], reveal, deep=False)
            for name in one.inputs[:_SHOWN]
            if name in observations
        ),
    )


KINDS: Mapping[str, Callable[[Study, str, bool], Step | None]] = {
    "claim": _claim,
    "finding": _finding,
    "testimony": _testimony,
    "group": _group,
    "observation": _observation,
    "score": _score,
}
"""Kind of figure -> what gives its chain. A new kind of figure adds itself here."""
