"""What the stages of the whole study compute, and the material that the brief is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rantau import __version__
from rantau.baseline.load import places
from rantau.evidence import shipped_vocabulary, triangulate
from rantau.framework.indicators import Indicator, IndicatorDimension
from rantau.framework.words import DIMENSIONS
from rantau.store.database import Store
from rantau.store.records import ClaimGroup, Document, Event, Observation, Score
from rantau.study.settings import Settings
from rantau.study.sources import Source
from rantau.study.tables import read_tables

if TYPE_CHECKING:
    from rantau.brief import BriefMaterial

__all__ = ["brief_material", "compute_brief", "compute_groups", "compute_scores", "state_of_the_trail"]

_MACHINE = (
    "stage.",
    "document.read",
    "document.failed",
    "codes.",
    "evidence.",
    "claims.",
    "profiles.",
    "brief.",
)
"""Beginnings of the actions that a run does by itself. What is left are people's: their sources and decisions."""


def compute_groups(store: Store) -> list[ClaimGroup]:
    """Lay the claims of all documents side by side."""
    return triangulate(
        list(store.claims()), list(store.documents()), list(store.references()), list(store.citations())
    )


def compute_scores(path: Path, settings: Settings) -> tuple[list[Observation], list[Score]]:
    """Profiles of the study's countries and corridors.

    Args:
        path: The study's folder; tables in ``data/`` add to the baseline or replace its rows.
        settings: The study's settings.

    Returns:
        The observations of the study's countries and corridors; and the scores.

    Raises:
        BadTable: A table in ``data/`` is wrong; names the line.
    """
    from rantau.profile import corridor_profiles, country_profiles

    tables = read_tables(path / "data")
    study = settings.study
    wanted = set(study.places)
    observations = [one for one in tables.observations if set(one.place.split(">")) <= wanted]
    choices = settings.profile.choices()
    year = settings.profile.year
    scores = country_profiles(
        tables.indicators, observations, study.places, year, seed=study.seed, settings=choices
    )
    scores += corridor_profiles(
        tables.indicators,
        observations,
        study.places,
        tables.corridors,
        year,
        seed=study.seed,
        settings=choices,
    )
    return observations, scores


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

    tables = read_tables(path / "data")
    study = settings.study
    said = state_of_the_trail(store)
    documents = (*store.documents(), *_refused(rows))
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
        references=tuple(store.references()),
        citations=tuple(store.citations()),
        claims=tuple(store.claims()),
        groups=tuple(store.claim_groups()),
        indicators=(*tables.indicators, *_vocabulary()),
        place_table=tuple(places().values()),
        observations=tuple(store.observations()),
        corridors=tables.corridors,
        scores=tuple(store.scores()),
        duplicates=tuple(Duplicate(file, twin) for file, twin in sorted(twins.items())),
        settings=settings.profile.choices(),
        audit=AuditSummary(said.number, said.hash) if said else None,
    )


def compute_brief(
    path: Path, settings: Settings, store: Store, rows: Mapping[str, Source], twins: Mapping[str, str]
) -> Mapping[str, bytes]:
    """The files of ``out/``: relative path and content."""
    from rantau.brief import build_brief

    return build_brief(brief_material(path, settings, store, rows, twins)).files
