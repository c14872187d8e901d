"""A study's measures and stances: the register, what documents say, what waits for a person to confirm it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache
from typing import Any, cast

from rantau.baseline.load import place, place_names
from rantau.coding.effective import Coded
from rantau.evidence import lineage_of_findings
from rantau.framework.errors import WITH_REASON, BadInput, Way
from rantau.framework.instruments import MEASURE_KINDS
from rantau.framework.words import DIMENSIONS
from rantau.policy.measures import AXES, DIRECTIONS, GROUPS, LEVELS, CodedMeasure
from rantau.policy.stance import Pointer, Stance, contrasts, pointers_of_measures, stances, weigh
from rantau.policy.stance_discourse import (
    Proposal,
    Setting,
    pointers_of_codings,
    pointers_of_findings,
    proposals_of_codings,
    proposals_of_findings,
)
from rantau.study.coding_desk import CodingDesk
from rantau.study.listings import Row, files_of
from rantau.study.policy_tables import read_measures
from rantau.study.study import Study

__all__ = [
    "confirm_measure",
    "contrast_rows",
    "measure_rows",
    "pointers_of",
    "proposal_rows",
    "register_of",
    "reject_measure",
    "stance_rows",
]

_CONFIRMED, _REJECTED = "measure.confirmed", "measure.rejected"


def _decided(study: Study) -> dict[str, tuple[str, Mapping[str, Any], str]]:
    """Proposal -> what a person decided last, with the measure's cells and the reason."""
    return {
        one.subject: (one.action, one.details, one.reason)
        for one in study.store.events()
        if one.action in (_CONFIRMED, _REJECTED)
    }


def register_of(study: Study) -> list[CodedMeasure]:
    """The register: the baseline's, the study's own rows in their place, and what was confirmed from documents."""
    found = read_measures(study.path / "data")
    for id, (action, cells, _) in _decided(study).items():
        if action == _CONFIRMED:
            known = {name: str(cells.get(name, "")) for name in _CELLS}
            lists = {name: tuple(cells.get(name, ())) for name in _LISTS}
            found.append(CodedMeasure(**cast(Any, {**known, **lists, "id": id})))
    return sorted(found, key=lambda one: (one.iso3, one.start, one.id))


_LISTS = ("groups", "dimensions")
_CELLS = tuple(name for name in CodedMeasure.__dataclass_fields__ if name not in ("id", *_LISTS))


# -- what documents say ---------------------------------------------------------------------------------------


def _finding_settings(study: Study) -> dict[str, Setting]:
    store = study.store
    findings, documents = store.findings(), store.documents()
    years = {one.id: _year(one.year) for one in documents}
    found = lineage_of_findings(findings, documents, store.references(), store.citations())
    roots = {id: "; ".join(sorted(root.name for root in each)) for id, each in found.roots.items()}
    return {
        one.id: Setting((), years.get(one.document), roots.get(one.id, one.document), quote=one.quote)
        for one in findings
    }


def _year(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isdigit() else None


@cache
def _names() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Names of countries as they are written, without words for their people."""
    names = {
        word: one.place
        for word, one in place_names().items()
        if one.kind != "demonym" and place(one.place).kind == "country" and len(word) > 2
    }
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest))})(?!\w)"), names


def countries_named(text: str) -> tuple[str, ...]:
    """Countries that a text names, in order; the people of a country do not name it as a state that acts."""
    pattern, names = _names()
    return tuple(dict.fromkeys(names[one.group(1)] for one in pattern.finditer(text)))


def _coding_settings(study: Study, coded: Sequence[Coded]) -> dict[str, Setting]:
    years = {one.id: _year(one.year) for one in study.store.documents()}
    wanted = {(one.document, one.passage) for one in coded if one.counts}
    found = {}
    for document in sorted({document for document, _ in wanted}):
        passages = {one.id: one for one in study.store.passages(document)}
        for _, passage in sorted(pair for pair in wanted if pair[0] == document):
            text = passages[passage].text if passage in passages else ""
            found[passage] = Setting(
                countries_named(text), years.get(document), document, quote=" ".join(text.split())[:300]
            )
    return found


def _judged(study: Study) -> list[Coded]:
    return [one for one in CodingDesk(study).view().judged if one.counts]


def pointers_of(study: Study) -> list[Pointer]:
    """Everything that points somewhere on an axis: measures, findings, codings."""
    states = study.settings.study.places
    last = study.settings.study.period.to_year
    judged = _judged(study)
    return [
        *(one for one in pointers_of_measures(register_of(study), last) if one.state in states),
        *pointers_of_findings(study.store.findings(), _finding_settings(study), states),
        *pointers_of_codings(judged, _coding_settings(study, judged), states),
    ]


def _waiting(study: Study) -> dict[str, str]:
    """State -> how many suggested codes about it nobody has decided on: why discourse may be silent."""
    states, count = set(study.settings.study.places), dict[str, int]()
    decided = {(one.passage, one.code) for one in study.store.codings()}
    texts: dict[str, str] = {}
    for document in study.store.documents():
        texts |= {one.id: one.text for one in study.store.passages(document.id)}
    for one in study.store.code_suggestions():
        if one.code.startswith(("PR.", "SE.")) and (one.passage, one.code) not in decided:
            for state in set(countries_named(texts.get(one.passage, ""))) & states:
                count[state] = count.get(state, 0) + 1
    return {
        state: f"{number} suggested codes on passages that name it wait for a coder"
        for state, number in count.items()
    }


# -- listings -------------------------------------------------------------------------------------------------


def measure_rows(study: Study) -> list[Row]:
    """The register of the study's states."""
    states = set(study.settings.study.places)
    return [
        {**asdict(one), **{name: list(getattr(one, name)) for name in _LISTS}}
        for one in register_of(study)
        if one.iso3 in states
    ]


def stance_rows(study: Study, *, by_year: bool = False) -> list[Row]:
    """Stances of the study's states on both axes; all years together, or each year of the study's period."""
    period = study.settings.study.period
    years = range(period.from_year, period.to_year + 1) if by_year else ()
    found = stances(pointers_of(study), study.settings.study.places, list(years))
    return [_stance(one) for one in found if (one.year is None) != by_year]


def _stance(one: Stance) -> Row:
    return {
        "state": one.state,
        "year": one.year if one.year is not None else "all",
        "axis": one.axis,
        "level": one.level or "law and practice",
        "stream": one.stream,
        "share": None if one.middle is None else round(one.middle, 1),
        "low": round(one.low, 1),
        "high": round(one.high, 1),
        "data": one.data,
        "more": one.more,
        "less": one.less,
        "mixed": one.mixed,
        "witnesses": len(one.witnesses),
        "dated_by_document": one.dated_by_document,
        "rests_on": list(one.ids),
    }


def contrast_rows(study: Study) -> list[Row]:
    """The reference article's contrasts held against what was found, by stream, in practice and in all."""
    pointers, waiting = pointers_of(study), _waiting(study)
    rows = []
    for contrast in contrasts():
        for stream in ("together", "measures", "discourse"):
            for level in (None, "practice"):
                one = weigh(
                    contrast,
                    pointers,
                    level=cast(Any, level),
                    stream=cast(Any, stream),
                    missing=None if stream == "measures" else waiting,
                )
                rows.append(
                    {
                        "contrast": contrast.id,
                        "statement": contrast.statement,
                        "stream": stream,
                        "level": level or "law and practice",
                        "verdict": one.verdict,
                        "chance_low": round(one.low, 3),
                        "chance_high": round(one.high, 3),
                        "why": one.why,
                        "rests_on": list(one.here.ids),
                        "against": list(one.there.ids) if one.there else [],
                        "source": contrast.source,
                        "section": contrast.section,
                    }
                )
    return rows


# -- from documents to the register ---------------------------------------------------------------------------


def _proposals(study: Study) -> list[Proposal]:
    states, judged = study.settings.study.places, _judged(study)
    names = {one.id: one.name for one in CodingDesk(study).codebook.codes.values()}
    found = [
        *proposals_of_findings(study.store.findings(), _finding_settings(study), states),
        *proposals_of_codings(judged, _coding_settings(study, judged), names, states),
    ]
    return list({one.id: one for one in found}.values())


def proposal_rows(study: Study) -> list[Row]:
    """Measures that documents may tell of, each with what became of it: proposed, confirmed or rejected."""
    decided, files = _decided(study), files_of(study)
    withheld = {one.id for one in study.store.documents() if one.confidential}
    words = {_CONFIRMED: "confirmed", _REJECTED: "rejected"}
    return [
        {
            "id": one.id,
            "status": words[decided[one.id][0]] if one.id in decided else "proposed",
            "state": one.state,
            "year": one.year,
            "dated": one.dated,
            "name": one.name,
            "kind": one.kind,
            "level": one.level,
            "securitised": one.securitised,
            "protective": one.protective,
            "quote": one.quote,
            "document": files.get(one.document, ""),
            "page": one.page,
            "from": one.source_record,
            "confidential": one.document in withheld,
        }
        for one in _proposals(study)
    ]


_WHEN = Way("say when it was done with --start", "write down when it was done")


def _proposal(study: Study, id: str) -> Proposal:
    for one in _proposals(study):
        if one.id == id:
            return one
    raise BadInput(
        f"there is no proposed measure {id!r}",
        way=Way(
            "'rantau measures STUDY --proposed' shows the ids",
            "the list of proposals shows those that there are",
        ),
    )


def confirm_measure(
    study: Study,
    id: str,
    reason: str,
    *,
    groups: Sequence[str],
    start: str = "",
    name: str = "",
    kind: str = "",
    level: str = "",
    securitised: str | None = None,
    protective: str | None = None,
    dimensions: Sequence[str] = (),
) -> CodedMeasure:
    """Take a proposed measure into the register, as a person reads it.

    Args:
        study: The study.
        id: Id of the proposal.
        reason: Why it is a measure, in the person's words.
        groups: For whom; at least one of :data:`rantau.policy.measures.GROUPS`.
        start: ISO date; by default the year that the text gives. Needed where only the document's year is known.
        name: By default what the proposal says.
        kind: By default what the proposal says; so are ``level`` and the directions.
        level: Law or practice.
        securitised: Where it points on this axis.
        protective: Where it points on this one.
        dimensions: Dimensions of human security that the protective axis is about here.

    Raises:
        BadInput: There is no such proposal, no reason, or a word is none that is allowed.
    """
    from rantau.policy.measures import measure_of_row

    if not reason.strip():
        raise BadInput(f"to confirm {id} needs a reason", way=WITH_REASON)
    with study._alone():
        one = _proposal(study, id)
        files = files_of(study)
        if not start and (one.dated != "text" or one.year is None):
            raise BadInput(f"the text gives no year for {id}", way=_WHEN)
        if not start and len(_years_in(one.quote)) > 1:
            told = ", ".join(_years_in(one.quote))
            raise BadInput(f"the text names more than one year for {id} ({told})", way=_WHEN)
        row = {
            "id": id,
            "iso3": one.state,
            "start": start or str(one.year),
            "end": "",
            "name": name or one.name,
            "description": one.quote,
            "kind": kind or one.kind,
            "groups": ";".join(groups),
            "for_whom": "",
            "level": level or one.level,
            "securitised": one.securitised if securitised is None else securitised,
            "protective": one.protective if protective is None else protective,
            "dimensions": ";".join(dimensions),
            "source": f"{files.get(one.document, one.document)}, page {one.page}",
            "source_url": "",
            "confidence": "",
            "note": "",
        }
        _check(row, groups, dimensions)
        measure = replace(
            measure_of_row(row, f"measure {id}", 0, one.state), origin=one.source_record, why=reason.strip()
        )
        cells = {key: value for key, value in asdict(measure).items() if key != "id"}
        with study.store.transaction() as transaction:
            lists = {name: list(getattr(measure, name)) for name in _LISTS}
            transaction.record(_CONFIRMED, id, reason.strip(), {**cells, **lists})
        return measure


def _years_in(quote: str) -> list[str]:
    """Years that a sentence names, those of works in brackets left out."""
    return sorted(set(re.findall(r"\b(?:19|20)\d\d\b", re.sub(r"\([^()]*\)", "", quote))))


def _check(row: Mapping[str, str], groups: Sequence[str], dimensions: Sequence[str]) -> None:
    for option, value, words in (
        ("kind", row["kind"], MEASURE_KINDS),
        ("level", row["level"], LEVELS),
        *((axis, row[axis], DIRECTIONS) for axis in AXES),
        *(("group", group, GROUPS) for group in groups),
        *(("dimension", dimension, DIMENSIONS) for dimension in dimensions),
    ):
        if value not in words:
            said = ", ".join(word or "nothing" for word in words)
            raise BadInput(f"{option} {value!r} is not one of {said}")
    if not groups:
        raise BadInput(
            "it is not said for whom the measure is",
            way=Way(f"say it with --group: {', '.join(GROUPS)}", "tick at least one group"),
        )


def reject_measure(study: Study, id: str, reason: str) -> None:
    """Say that a proposed measure is none; a confirmed one leaves the register.

    Raises:
        BadInput: There is no such proposal, or no reason.
    """
    if not reason.strip():
        raise BadInput(f"to reject {id} needs a reason", way=WITH_REASON)
    with study._alone():
        if id not in _decided(study):
            _proposal(study, id)
        with study.store.transaction() as transaction:
            transaction.record(_REJECTED, id, reason.strip())
