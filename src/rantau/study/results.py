"""What the stages of the whole study compute, and the material that the brief is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rantau import __version__
from rantau.baseline.load import places
from rantau.evidence import joined, lineage, lineage_of_findings, shipped_vocabulary, triangulate
from rantau.evidence.body import documents_with_methods
from rantau.evidence.finding_groups import group_findings
from rantau.evidence.grading import apply_decisions, propose_grades
from rantau.framework.corridors import CorridorStock
from rantau.framework.indicators import Indicator, IndicatorDimension
from rantau.framework.language import LANGUAGES
from rantau.framework.words import DIMENSIONS
from rantau.store.database import Store
from rantau.store.records import ClaimGroup, Document, Event, FindingGroup, Grade, Observation, Score
from rantau.study.codebook_file import read_codebook
from rantau.study.settings import Settings
from rantau.study.sources import Source
from rantau.study.tables import read_tables

if TYPE_CHECKING:
    from rantau.brief import BriefMaterial, CodingMaterial
    from rantau.profile.from_claims import LeftOut

__all__ = [
    "ProfileGiven",
    "brief_in",
    "brief_material",
    "compute_brief",
    "compute_groups",
    "compute_scores",
    "profile_given",
    "received_documents",
    "state_of_the_trail",
]

_MACHINE = (
    "stage.",
    "document.read",
    "document.failed",
    "codes.",
    "evidence.",
    "claims.",
    "profiles.",
    "brief.",
    "report.",
    "account.",
    "session.",
    "confidential.",
    "study.",
)
"""Beginnings of the actions that a run does by itself, or that change no record (who signed in, who looked, that the
study was handed over). What is left are people's: their sources and decisions."""


@dataclass(frozen=True, slots=True)
class Triangulated:
    """The evidence of all documents laid side by side."""

    claim_groups: list[ClaimGroup]
    finding_groups: list[FindingGroup]
    grades: list[Grade]
    """Of the groups of findings, then of those of claims; a person's decision holds where there is one."""
    stale: list[str]
    """Sentences about decisions that fit no grade any more."""


def compute_groups(store: Store, settings: Settings) -> Triangulated:
    """Lay the claims and findings of all documents side by side, and grade the groups."""
    claims, findings, testimonies = store.claims(), store.findings(), store.testimonies()
    documents, references, citations = store.documents(), store.references(), store.citations()
    groups = triangulate(claims, documents, references, citations)
    finding_groups = group_findings(findings, testimonies, documents, references, citations)
    period = settings.study.period
    sections = (section for document in documents for section in store.sections(document.id))
    proposed = propose_grades(
        finding_groups=finding_groups,
        findings=findings,
        testimonies=testimonies,
        claim_groups=groups,
        claims=claims,
        documents=tuple(sorted(documents, key=lambda one: one.file)),
        references=references,
        study_places=settings.study.places,
        study_period=(period.from_year, period.to_year),
        with_methods=documents_with_methods(sections),
    )
    grades, stale = apply_decisions(
        proposed, store.decisions(), {group.id: group.statement for group in finding_groups}
    )
    return Triangulated(groups, finding_groups, grades, stale)


@dataclass(frozen=True, slots=True)
class ProfileGiven:
    """What profiles are computed from."""

    indicators: tuple[Indicator, ...]
    observations: tuple[Observation, ...]
    """Of the study's countries and corridors: the baseline's, the study's own, and those made from claims."""
    corridors: tuple[CorridorStock, ...]
    left_out: tuple[LeftOut, ...]
    """Claims about a profile's indicators that made no observation, and why."""


def profile_given(path: Path, settings: Settings, store: Store) -> ProfileGiven:
    """Gather what profiles are computed from.

    Args:
        path: The study's folder; tables in ``data/`` add to the baseline or replace its rows.
        settings: The study's settings.
        store: The study's store. Claims of confidential documents make no observation.

    Raises:
        BadTable: A table in ``data/`` is wrong; names the line.
    """
    from rantau.profile.from_claims import observations_of_claims

    tables = read_tables(path / "data")
    wanted = set(settings.study.places)
    published = [one for one in tables.observations if set(one.place.split(">")) <= wanted]
    groups = store.claim_groups()
    claimed = observations_of_claims(
        groups,
        store.claims_named(id for one in groups for id in one.claims),
        store.grades(),
        indicators=tables.indicators,
        countries=wanted,
        withheld={one.id for one in store.documents() if one.confidential},
        level=settings.profile.choices().stated_level,
    )
    return ProfileGiven(
        tables.indicators, (*published, *claimed.observations), tables.corridors, claimed.left_out
    )


def compute_scores(path: Path, settings: Settings, store: Store) -> tuple[list[Observation], list[Score]]:
    """Profiles of the study's countries and corridors.

    Args:
        path: The study's folder; tables in ``data/`` add to the baseline or replace its rows.
        settings: The study's settings.
        store: The study's store, for what its documents claim.

    Returns:
        The observations of the study's countries and corridors; and the scores.

    Raises:
        BadTable: A table in ``data/`` is wrong; names the line.
    """
    from rantau.profile import corridor_profiles, country_profiles

    given = profile_given(path, settings, store)
    study, choices, year = settings.study, settings.profile.choices(), settings.profile.year
    scores = country_profiles(
        given.indicators, given.observations, study.places, year, seed=study.seed, settings=choices
    )
    scores += corridor_profiles(
        given.indicators,
        given.observations,
        study.places,
        given.corridors,
        year,
        seed=study.seed,
        settings=choices,
    )
    return list(given.observations), scores


def profile_warnings(path: Path, settings: Settings, store: Store) -> tuple[tuple[str, str], ...]:
    """Elements of the profiles whose parts may not belong together, each with a sentence; none for one country.

    Raises:
        BadTable: A table in ``data/`` is wrong; names the line.
    """
    from rantau.profile.checks import check_hierarchy
    from rantau.profile.countries import assess_countries

    study = settings.study
    if len(study.places) < 2 or not store.scores():
        return ()
    given = profile_given(path, settings, store)
    found = assess_countries(
        given.indicators,
        given.observations,
        study.places,
        settings.profile.year,
        seed=study.seed,
        settings=replace(
            settings.profile.choices(), draws=100
        ),  # the checks are of the values, not of the draws
    )
    return tuple((one.element, sentence) for one in check_hierarchy(found) for sentence in one.warnings)


def state_of_the_trail(store: Store) -> Event | None:
    """The last event that a person caused: a source taken in or gone, a decision.

    A brief states this one, not what its own run has just written: the same sources and decisions give the same brief,
    however often the run was cut off.
    """
    last = None
    for event in store.events():
        if not event.action.startswith(_MACHINE):
            last = event
    return last


def _vocabulary() -> Iterator[Indicator]:
    """The indicators of claims, in the form of all others."""
    for one in shipped_vocabulary().indicators.values():
        dimension: IndicatorDimension = next((name for name in DIMENSIONS if name == one.dimension), "")
        yield Indicator(
            id=one.id,
            name=one.name,
            definition=one.definition,
            unit=one.unit,
            kind="evidence",
            dimension=dimension,
            direction="contextual",
        )


def _refused(rows: Mapping[str, Source]) -> Iterator[Document]:
    """Files that were not taken in, as documents with their problem."""
    for row in rows.values():
        if row.refused:
            yield Document(
                id=f"d{row.sha256[:12]}",
                file=row.file,
                sha256=row.sha256,
                size=0,
                title=row.title,
                confidential=row.confidential,
                problem=f"{row.file} {row.refused}.",
            )


def received_documents(store: Store, rows: Mapping[str, Source]) -> tuple[Document, ...]:
    """Documents as received: those in the store, then those that were refused."""
    return (*store.documents(), *_refused(rows))


def brief_material(
    path: Path, settings: Settings, store: Store, rows: Mapping[str, Source], twins: Mapping[str, str]
) -> BriefMaterial:
    """Gather what the brief is made from.

    Args:
        path: The study's folder.
        settings: The study's settings.
        store: The study's store.
        rows: The rows of ``sources.csv`` by file name.
        twins: Files that are the same as another -> that file.
    """
    from rantau.brief import AuditSummary, BriefMaterial, Duplicate
    from rantau.study.brief_answers import policy_material, simulation_material
    from rantau.study.study import Study

    around = Study.around(path, settings, store)
    tables = read_tables(path / "data")
    study = settings.study
    said = state_of_the_trail(store)
    documents = received_documents(store, rows)
    findings, claims = tuple(store.findings()), tuple(store.claims())
    references, citations = tuple(store.references()), tuple(store.citations())
    return BriefMaterial(
        title=study.name,
        question=study.question,
        places=study.places,
        year=settings.profile.year,
        period=(str(study.period.from_year), str(study.period.to_year)),
        as_of=said.time[:10] if said else "1970-01-01",
        software=f"rantau {__version__}",
        seed=study.seed,
        documents=tuple(sorted(documents, key=lambda one: one.file)),
        pages=dict(store.page_labels()),
        passages=tuple(store.passage_ids()),
        references=references,
        citations=citations,
        claims=claims,
        groups=tuple(store.claim_groups()),
        indicators=(*tables.indicators, *_vocabulary()),
        place_table=tuple(places().values()),
        observations=tuple(store.observations()),
        corridors=tables.corridors,
        scores=tuple(store.scores()),
        warnings=profile_warnings(path, settings, store),
        duplicates=tuple(Duplicate(file, twin) for file, twin in sorted(twins.items())),
        findings=findings,
        finding_groups=tuple(store.finding_groups()),
        testimonies=tuple(store.testimonies()),
        grades=tuple(store.grades()),
        lineage=joined(
            lineage(claims, documents, references, citations),
            lineage_of_findings(findings, documents, references, citations),
        ),
        coding=_coding(path, settings, store),
        policy=policy_material(around),
        simulation=simulation_material(around),
        settings=settings.profile.choices(),
        audit=AuditSummary(said.number, said.hash) if said else None,
    )


def _coding(path: Path, settings: Settings, store: Store) -> CodingMaterial | None:
    """Codes that count, without those in documents that are being coded blind: the brief must not show them."""
    from rantau.brief import CodingMaterial
    from rantau.study.coding_reports import context_of
    from rantau.study.coding_view import CodingView

    machine_coded = settings.coding.machine_coded
    if not machine_coded and not store.codings():
        return None
    view = CodingView(store, read_codebook(path), "", machine_coded=machine_coded)
    return CodingMaterial(
        coded=tuple(view.effective),
        context=context_of(store),
        codebook=view.codebook,
        blind=tuple(id for id in view.files if id in view.hidden),
        themes=tuple(store.themes()),
    )


def compute_brief(
    path: Path, settings: Settings, store: Store, rows: Mapping[str, Source], twins: Mapping[str, str]
) -> Mapping[str, bytes]:
    """The files of ``out/``: relative path and content, in each language of the settings.

    In each other language, the figures that the workbench shows.
    """
    from rantau.brief.screen_figures import screen_figures

    material = brief_material(path, settings, store, rows, twins)
    files: dict[str, bytes] = {}
    for language in settings.brief.languages:
        files.update(brief_in(material, language, settings))
    for language in LANGUAGES:
        if language not in settings.brief.languages:
            files.update(screen_figures(material, language, settings.brief.leave_out))
    return files


def brief_in(material: BriefMaterial, language: str, settings: Settings) -> Mapping[str, bytes]:
    """The brief in one language; another than the study's first has its code in the names of its files."""
    from rantau.brief import build_brief

    suffix = "" if language == settings.brief.languages[0] else f".{language}"
    return build_brief(
        material, language, suffix=suffix, leave_out=settings.brief.leave_out, short=settings.brief.short
    ).files
