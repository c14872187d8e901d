"""What can be said of a study's coding as a whole: agreement, analysis, themes. Plain values, ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal

from rantau.coding.arrows import arrow_evidence
from rantau.coding.cooccurrence import cooccurrence
from rantau.coding.framing import (
    GROUPINGS,
    Context,
    Grouping,
    actors_and_measures,
    framing_balance,
    human_security_shares,
)
from rantau.coding.negative_cases import negative_cases
from rantau.coding.records import Coding as PlainCoding
from rantau.coding.records import plain_text
from rantau.coding.saturation import codes_by_document, saturation
from rantau.coding.themes import ThemeMap, suggest_themes, theme_map
from rantau.store.database import Store
from rantau.store.records import Claim, Finding, Testimony
from rantau.study.coding_view import CodingView
from rantau.study.listings import Row

if TYPE_CHECKING:
    from rantau.coding.agreement import Agreement, AgreementReport

__all__ = [
    "agreement_notes",
    "agreement_of",
    "agreement_report",
    "agreement_rows",
    "analysis_report",
    "coding_order",
    "context_of",
    "denied_codes",
    "graph_report",
    "themes_of",
    "themes_report",
]


_ENOUGH_DOCUMENTS = 10
"""From so many documents on, bootstrap samples are drawn from documents; from fewer, from blocks of passages."""


def _basis(view: CodingView) -> dict[str, Any]:
    basis = view.basis
    return {
        "people": basis.people,
        "machine": basis.machine,
        "machine_coded": basis.machine_coded,
        "words": basis.words,
    }


# -- the concept graph ----------------------------------------------------------------------------------------


def graph_report(view: CodingView) -> dict[str, Any]:
    """The concept graph, each arrow with the passages that speak of both of its ends."""
    book = view.codebook
    ends = {end for arrow in book.arrows for end in (arrow.start, arrow.end)}
    return {
        "version": book.version,
        "basis": _basis(view),
        "nodes": [
            {
                "id": end,
                "name": book.name_of(end),
                "codes": list(book.codes_of(end)),
            }
            for end in sorted(ends)
        ],
        "arrows": [
            {
                "from": one.arrow.start,
                "sign": one.arrow.sign,
                "to": one.arrow.end,
                "passages": len(one.passages),
                "documents": one.documents,
                "why": one.arrow.why,
                "source": one.arrow.source,
                "evidence": [
                    {
                        "document": view.files.get(each.document, each.document),
                        "page": each.page,
                        "passage": each.passage,
                        "from": list(each.start),
                        "to": list(each.end),
                    }
                    for each in one.passages
                ],
            }
            for one in arrow_evidence(book, view.effective)
        ],
    }


# -- agreement ------------------------------------------------------------------------------------------------


def agreement_of(
    view: CodingView,
    *,
    level: Literal["units", "characters"] = "units",
    polarity: bool = False,
    segments: bool = False,
    samples: int = 1000,
    seed: int = 0,
) -> AgreementReport:
    """Agreement between coders on passages (or characters), on their own codings, before anything was settled.

    Args:
        view: What the coder sees: documents that they code blind and that are not done are left out.
        level: Judge passages, or every character.
        polarity: Tell polarities apart.
        segments: Measure alpha for unitizing too.
        samples: Bootstrap samples.
        seed: Where chance starts from.
    """
    from rantau.coding.agreement import Reading, agreement, code_with_polarity

    codings: list[PlainCoding] = []
    readings: list[Reading] = []
    machine = {one.id for one in view.store.coders() if one.machine}
    by_document: dict[str, list[Any]] = {}
    for one in view.followed.now:
        if not one.adjudicated_by and one.coder not in machine:
            by_document.setdefault(one.document, []).append(one)
    for document in view.files:
        given = view.readers(document)
        if document in view.hidden or (document not in by_document and not given):
            continue
        text = plain_text(
            view.passages[document] if document in view.passages else view.store.passages(document)
        )
        readings.append(
            Reading(
                document=document,
                length=len(text.text),
                units=tuple(zip(text.starts, text.ends, strict=True)),
                coders=given,
            )
        )
        for one in by_document.get(document, ()):
            start, end = text.place(one.passage, one.start, one.end)
            codings.append(
                PlainCoding(
                    id=one.id,
                    document=document,
                    code=one.code,
                    coder=one.coder,
                    start=start,
                    end=end,
                    polarity=one.polarity,
                    status=one.status,
                )
            )
    return agreement(
        codings,
        readings,
        level=level,
        label=code_with_polarity if polarity else lambda one: one.code,
        segments=segments,
        resample="documents" if len(readings) >= _ENOUGH_DOCUMENTS else "units",
        samples=samples,
        seed=seed,
    )


def agreement_rows(report: AgreementReport) -> list[Row]:
    """One row a code and one over all: each coefficient with its interval."""
    return [_agreement_row(one) for one in (*report.codes, report.overall)]


def _agreement_row(one: Agreement) -> Row:
    row: Row = {"code": one.code, "codings": one.codings, "marked": one.marked, "judged": one.judged}
    measures: dict[str, Any] = {str(name): value for name, value in one.measures.items()}
    if one.alpha_u is not None:
        measures["alpha_u"] = one.alpha_u
    if one.u_alpha is not None:
        measures["u_alpha"] = one.u_alpha
    for name, measure in measures.items():
        row[name] = measure.value
        row[f"{name}_low"] = measure.low
        row[f"{name}_high"] = measure.high
        row[f"{name}_reason"] = measure.reason
    return row


def agreement_report(report: AgreementReport, notes: Sequence[str] = ()) -> dict[str, Any]:
    """The report with what was left out or assumed."""
    return {
        "level": report.level,
        "coders": list(report.coders),
        "documents": report.documents,
        "codes": [_agreement_row(one) for one in report.codes],
        "overall": _agreement_row(report.overall),
        "notes": [*agreement_notes(report), *notes],
    }


def agreement_notes(report: AgreementReport) -> list[str]:
    """What was left out or assumed, and what the intervals rest on."""
    said = list(report.notes)
    if 0 < report.documents < _ENOUGH_DOCUMENTS:
        few = "There is one document" if report.documents == 1 else f"There are {report.documents} documents"
        if report.level == "units":
            said.append(
                f"{few} only, so the intervals rest on samples of blocks of passages: they say how sure one can be of "
                "these documents, not of others."
            )
        elif report.documents > 1:
            said.append(f"{few} only, and samples are drawn from them, so the intervals are rough.")
    return said


# -- analysis -------------------------------------------------------------------------------------------------


def context_of(store: Store) -> Context:
    """Where passages stand: countries that their claims and findings speak of; kinds and years of documents."""
    from rantau.baseline.load import places

    countries = {id for id, place in places().items() if place.kind == "country"}
    found: dict[str, set[str]] = {}
    evidence: list[Claim | Finding | Testimony] = [*store.claims(), *store.findings(), *store.testimonies()]
    for one in evidence:
        if one.status != "rejected":
            found.setdefault(one.passage, set()).update(
                place.id for place in one.places if place.id in countries
            )
    documents = store.documents()
    return Context(
        places=found,
        source_types={one.id: one.source_type for one in documents},
        years={one.id: one.year for one in documents},
    )


def denied_codes(store: Store) -> dict[str, set[str]]:
    """Passage id -> codes of the findings in it that are denied."""
    found: dict[str, set[str]] = {}
    for one in store.findings():
        if one.denied and one.status != "rejected":
            found.setdefault(one.passage, set()).update(one.codes)
    return found


def _actors(store: Store) -> dict[str, list[str]]:
    """Passage id -> securitizing actors that its findings name."""
    found: dict[str, set[str]] = {}
    for one in store.findings():
        securitizing = one.actor_type.startswith("SE.actor") or any(
            code.startswith("SE.extraordinary_measure") for code in one.codes
        )
        if securitizing and one.actor and not one.denied and one.status != "rejected":
            found.setdefault(one.passage, set()).add(" ".join(one.actor.lower().split()))
    return {passage: sorted(actors) for passage, actors in found.items()}


def analysis_report(view: CodingView, *, orders: int = 1000, seed: int = 0) -> dict[str, Any]:
    """All analyses of a study's codings, with whose codings they rest on.

    Args:
        view: What the coder sees.
        orders: Random orders for the saturation curve's intervals.
        seed: Where chance starts from.
    """
    store, coded, files = view.store, view.effective, view.files
    context = context_of(store)
    codes = codes_by_document(coded)
    curve = saturation(codes, coding_order(view, codes), orders=orders, seed=seed)
    return {
        "basis": _basis(view),
        "notes": view.notes,
        "framing": [asdict(row) for row in _grouped(framing_balance, coded, context)],
        "human_security": [asdict(row) for row in _grouped(human_security_shares, coded, context)],
        "actors_and_measures": [
            {**asdict(row), "passages": len(row.passages), "where": list(row.passages)}
            for row in actors_and_measures(coded, _actors(store))
        ],
        "arrows": [
            {
                "from": row.arrow.start,
                "sign": row.arrow.sign,
                "to": row.arrow.end,
                "passages": len(row.passages),
                "documents": row.documents,
                "where": [each.passage for each in row.passages],
            }
            for row in arrow_evidence(view.codebook, coded)
        ],
        "saturation": {
            "words": curve.words,
            "orders": curve.orders,
            "seed": curve.seed,
            "last_new": curve.last_new,
            "steps": [
                {**asdict(step), "new": list(step.new), "document": files.get(step.document, step.document)}
                for step in curve.steps
            ],
        },
        "cooccurrence": [asdict(pair) for pair in cooccurrence(coded)],
        "negative_cases": [
            {
                "code": row.code,
                "polarity": row.polarity,
                "passages": row.passages,
                "cases": [
                    {**asdict(case), "document": files.get(case.document, case.document)}
                    for case in row.cases
                ],
            }
            for row in negative_cases(coded, denied_codes(store))
            if row.cases
        ],
    }


def _grouped(
    what: Any, coded: Iterable[Any], context: Context, groupings: Sequence[Grouping] = GROUPINGS
) -> list[Any]:
    coded = list(coded)
    return [row for grouping in groupings for row in what(coded, context, grouping)]


def coding_order(view: CodingView, codes: Iterable[str]) -> list[str]:
    """Documents in the order in which people first coded in them; those that only the machine coded follow by file."""
    first: dict[str, str] = {}
    for one in view.followed.now:
        if one.status == "accepted":
            first[one.document] = min(first.get(one.document, one.time), one.time)
    order = {id: number for number, id in enumerate(view.files)}
    return sorted(codes, key=lambda id: (id not in first, first.get(id, ""), order.get(id, 0)))


# -- themes ---------------------------------------------------------------------------------------------------


def themes_of(view: CodingView) -> ThemeMap:
    """The map of the study's themes."""
    names = {code.id: code.name for code in view.codebook.codes.values()}
    return theme_map(view.effective, view.store.themes(), names)


def themes_report(view: CodingView, *, suggest: bool = False, seed: int = 0) -> dict[str, Any]:
    """The themes and their map; suggestions of themes where asked for."""
    found = themes_of(view)
    report: dict[str, Any] = {
        "basis": _basis(view),
        "themes": [asdict(theme) for theme in found.themes],
        "codes": [asdict(code) for code in found.codes],
        "links": [asdict(pair) for pair in found.links],
    }
    if suggest:
        report["suggested"] = [asdict(theme) for theme in suggest_themes(view.effective, seed=seed)]
        report["seed"] = seed
    return report
