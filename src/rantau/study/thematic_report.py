"""The thematic report of a study: its material from the store and the trail, and its files in ``out/thematic``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rantau import __version__
from rantau.baseline.load import places
from rantau.coding.conduct import Deed
from rantau.coding.negative_cases import negative_cases
from rantau.coding.saturation import codes_by_document, saturation
from rantau.store.records import Coding, Event, Passage
from rantau.study.codebook_file import read_codebook
from rantau.study.coding_reports import agreement_of, coding_order, context_of, denied_codes, themes_of
from rantau.study.coding_rigour import conduct_of
from rantau.study.coding_view import CodingView
from rantau.study.outputs import OutputFolder
from rantau.study.results import received_documents, state_of_the_trail
from rantau.study.workbench import Progress, silent

if TYPE_CHECKING:
    from rantau.brief import BriefMaterial
    from rantau.brief.thematic import CoderFacts, Settled, ThematicMaterial
    from rantau.study.study import Study

__all__ = [
    "FOLDER",
    "PAGE",
    "WRITTEN",
    "Written",
    "report_folder",
    "report_texts",
    "report_written",
    "thematic_material",
    "write_thematic_report",
]

FOLDER = "thematic"
PAGE = "thematic-report.html"
WRITTEN = "report.written"
_SAMPLES, _ORDERS = 1000, 1000


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    files: tuple[str, ...]
    """Under ``out/thematic``."""
    people: int
    """Codes on passages that people applied, beneath the report."""
    machine: int
    """Codes on passages that are machine-coded."""
    missing: tuple[str, ...]
    """What a reader will miss most, in clauses."""


def report_folder(study: Study) -> OutputFolder:
    """Where the report is written."""
    return OutputFolder(study.path / "out" / FOLDER)


def report_texts(study: Study) -> list[str]:
    """Names of the report's files that are there, without its figures."""
    return [name for name in report_folder(study).sizes() if "/" not in name]


def report_written(study: Study) -> Event | None:
    """The event of the report's last writing; None where there is none."""
    last = None
    for event in study.store.events():
        if event.action == WRITTEN:
            last = event
    return last


def write_thematic_report(
    study: Study, *, languages: Sequence[str] = (), progress: Progress = silent
) -> Written:
    """Write the report to ``out/thematic``: HTML, PDF, DOCX, JSON, the methods section as text, figures.

    Args:
        study: The study, read at least.
        languages: Of the report's own words; by default those of the study's brief. The files of the first have the
            plain names.
        progress: Told as it goes on.

    Raises:
        BadInput: ``codebook.yaml`` is wrong; names the line.
    """
    from rantau.brief.thematic import build_thematic_report
    from rantau.brief.thematic.build import needs_met

    with study._alone():
        chosen = tuple(dict.fromkeys(languages)) or study.settings.brief.languages
        progress("report", 0, 1 + len(chosen), "")
        material = thematic_material(study)
        files: dict[str, bytes] = {}
        for number, language in enumerate(chosen, start=1):
            progress("report", number, 1 + len(chosen), language)
            suffix = "" if language == chosen[0] else f".{language}"
            files.update(build_thematic_report(material, language, suffix=suffix).files)
        progress("report", 1 + len(chosen), 1 + len(chosen), "")
        digest = report_folder(study).replace(files)
        with study.store.transaction() as transaction:
            transaction.record(
                WRITTEN, "study", "", {"files": len(files), "languages": list(chosen)}, after=digest
            )
    met = needs_met(material)
    wanted = ("codings", "double", "themes", "reflexivity", "ethics")
    return Written(
        tuple(sorted(files)),
        len(material.people),
        len(material.machine),
        tuple(name for name in wanted if not met[name]),
    )


def thematic_material(study: Study) -> ThematicMaterial:
    """Gather what the report is made from; what is being coded blind is left out."""
    from rantau.brief import CodingMaterial
    from rantau.brief.thematic import Said, ThematicMaterial

    store, settings = study.store, study.settings
    view = CodingView(store, read_codebook(study.path), "", machine_coded=settings.coding.machine_coded)
    coding = CodingMaterial(
        coded=tuple(view.effective),
        context=context_of(store),
        codebook=view.codebook,
        blind=tuple(id for id in view.files if id in view.hidden),
    )
    conduct = conduct_of(view)
    seed = settings.study.seed
    codes = codes_by_document(view.effective)
    compared, assumed = _compared(view)
    agreement = agreement_of(view, segments=True, samples=_SAMPLES, seed=seed) if compared else None
    machine = {one.id for one in store.coders() if one.machine}
    own: dict[str, list[str]] = {}
    for one in view.followed.now:
        counts = one.status == "accepted" and not one.adjudicated_by and one.coder not in machine
        if counts and one.document in compared:
            own.setdefault(one.code, []).append(one.id)
    return ThematicMaterial(
        brief=_documents(study, coding),
        conduct=conduct,
        said=Said(**settings.report.model_dump(exclude={"name_coders"})),
        coders=_coders(view, conduct.deeds),
        name_coders=settings.report.name_coders,
        blind=_coded_blind(view),
        agreement=agreement,
        compared=tuple(compared),
        assumed=tuple(assumed),
        samples=_SAMPLES,
        compared_codings={code: tuple(ids) for code, ids in own.items()},
        settled=_settled(view),
        saturation=saturation(codes, coding_order(view, codes), orders=_ORDERS, seed=seed),
        themes=themes_of(view),
        negative=tuple(row for row in negative_cases(view.effective, denied_codes(store)) if row.cases),
        texts=_texts(view),
        memo_about={memo.id: memo.about for memo in store.memos()},
    )


def _documents(study: Study, coding: object) -> BriefMaterial:
    """The study's documents without its evidence: the register needs no more."""
    from rantau.brief import AuditSummary, BriefMaterial, CodingMaterial, Duplicate

    assert isinstance(coding, CodingMaterial)
    settings, store, bench = study.settings, study.store, study._bench()
    said = state_of_the_trail(store)
    period = settings.study.period
    return BriefMaterial(
        title=settings.study.name,
        question=settings.study.question,
        places=settings.study.places,
        year=settings.profile.year,
        period=(str(period.from_year), str(period.to_year)),
        as_of=said.time[:10] if said else "1970-01-01",
        software=f"rantau {__version__}",
        seed=settings.study.seed,
        documents=tuple(sorted(received_documents(store, bench.rows), key=lambda one: one.file)),
        pages=dict(store.page_labels()),
        passages=tuple(store.passage_ids()),
        references=(),
        citations=(),
        claims=(),
        groups=(),
        indicators=(),
        place_table=tuple(places().values()),
        observations=(),
        corridors=(),
        scores=(),
        duplicates=tuple(Duplicate(file, twin) for file, twin in sorted(bench.twins().items())),
        coding=coding,
        audit=AuditSummary(said.number, said.hash) if said else None,
    )


def _compared(view: CodingView) -> tuple[list[str], list[str]]:
    """Documents that two people or more read; and of these those of which nobody recorded who did."""
    machine = {one.id for one in view.store.coders() if one.machine}
    found: dict[str, set[str]] = {}
    for one in view.followed.now:
        if one.status == "accepted" and not one.adjudicated_by and one.coder not in machine:
            found.setdefault(one.document, set()).add(one.coder)
    compared, assumed = [], []
    for document in view.files:
        known = view.readers(document)
        readers = found.get(document, set()) if known is None else known
        if document not in view.hidden and len(readers) > 1:
            compared.append(document)
            if known is None:
                assumed.append(document)
    return compared, assumed


def _coded_blind(view: CodingView) -> tuple[str, ...]:
    given: dict[str, set[str]] = {}
    for one in view.assignments:
        if one.blind:
            given.setdefault(one.document, set()).add(one.coder)
    return tuple(id for id in view.files if len(given.get(id, ())) > 1)


def _coders(view: CodingView, deeds: Sequence[Deed]) -> tuple[CoderFacts, ...]:
    """Everybody in the trail of coding, in the order of their first act."""
    from rantau.brief.thematic import CoderFacts

    machine = {one.id for one in view.store.coders() if one.machine}
    names = {one.id: one.name for one in view.store.coders()}
    order: dict[str, None] = {}
    for deed in deeds:
        if deed.coder:
            order.setdefault(deed.coder)
    for id in sorted({*names, *(one.coder for one in view.assignments)}):
        order.setdefault(id)
    made: dict[str, list[Coding]] = {}
    for one in view.followed.now:
        if not one.adjudicated_by:
            made.setdefault(one.coder, []).append(one)
    acts: dict[str, list[Deed]] = {}
    for deed in deeds:
        acts.setdefault(deed.coder, []).append(deed)
    people = []
    for id in order:
        if id in machine:
            continue
        own = made.get(id, [])
        accepted = [one for one in own if one.status == "accepted"]
        held = {one.document for one in accepted}
        given = [one.document for one in view.assignments if one.coder == id]
        people.append(
            CoderFacts(
                id=id,
                name=names.get(id, id),
                codings=tuple(one.id for one in accepted),
                rejections=tuple(one.id for one in own if one.status == "rejected"),
                documents=tuple(document for document in view.files if document in held),
                given=tuple(given),
                finished=tuple(document for document in given if (id, document) in view.done),
                deeds=tuple(acts.get(id, ())),
            )
        )
    return tuple(people)


def _settled(view: CodingView) -> tuple[Settled, ...]:
    """What the trail has of differences that were settled, of those that still are."""
    from rantau.brief.thematic import Settled

    found = []
    for event in view.store.events():
        if event.action != "coding.adjudicated" or "code" not in event.details:
            continue
        document = event.subject.partition("/")[0]
        if document in view.hidden:
            continue
        found.append(
            Settled(
                event=f"event {event.number}",
                document=document,
                code=str(event.details["code"]),
                applies=bool(event.details.get("applies")),
                reason=event.reason,
            )
        )
    return tuple(found)


def _texts(view: CodingView) -> dict[str, str]:
    """Texts of coded passages that may be quoted."""
    secret = {one.id for one in view.documents if one.confidential}
    wanted: dict[str, set[str]] = {}
    for one in view.effective:
        if one.document not in secret:
            wanted.setdefault(one.document, set()).add(one.passage)
    texts: dict[str, str] = {}
    for document, ids in wanted.items():
        passages: Sequence[Passage] = view.store.passages(document)
        texts.update({one.id: one.text for one in passages if one.id in ids})
    return texts
