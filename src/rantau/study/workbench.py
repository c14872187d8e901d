"""What the stages of a study work with, and the fingerprints of what they are given."""

from __future__ import annotations

import fnmatch
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rantau import __version__
from rantau.store.database import Store
from rantau.study.fingerprints import fingerprint, shipped_data
from rantau.study.outputs import OutputFolder
from rantau.study.settings import Settings, StageName
from rantau.study.sources import Source, SourceFolder, hash_file

if TYPE_CHECKING:
    from rantau.study.ingest import ReadTask

__all__ = ["REVISIONS", "Progress", "StageReport", "Workbench", "silent"]

Progress = Callable[[str, int, int, str], None]
"""Told (stage, done, total, what)."""

# Raised when a stage's results change for the same inputs, so that studies are brought up to date.
REVISIONS: Mapping[StageName, int] = {
    "corpus": 3,
    "coding": 1,
    "evidence": 4,
    "triangulation": 3,
    "profile": 2,
    "brief": 11,
}


def silent(stage: str, done: int, total: int, what: str) -> None:
    """Progress that is told to nobody."""


@dataclass(frozen=True, slots=True)
class StageReport:
    """What a stage did in this run."""

    stage: str
    done: int = 0
    """Documents (or, for a stage of the whole study, 1) worked on now."""
    unchanged: int = 0
    removed: int = 0
    problems: tuple[str, ...] = ()
    left_out: bool = False
    seconds: float = 0.0


@dataclass
class Workbench:
    """What the stages work with."""

    path: Path
    settings: Settings
    sources: SourceFolder
    store: Store
    workers: int | None = None
    _hashes: dict[tuple[str, int, int], tuple[str, int]] = field(default_factory=dict)

    @cached_property
    def rows(self) -> dict[str, Source]:
        return self.sources.rows()

    @cached_property
    def files(self) -> dict[str, tuple[str, int]]:
        """File name -> (SHA-256, size) of every document on disk."""
        return {entry.name: hash_file(entry) for entry in self.sources.files()}

    def twins(self) -> dict[str, str]:
        """Files whose content another file, earlier by name, has already -> that file."""
        first: dict[str, str] = {}
        twins: dict[str, str] = {}
        for name, (digest, _) in self.files.items():
            if digest in first:
                twins[name] = first[digest]
            else:
                first[digest] = name
        return twins

    @property
    def output(self) -> OutputFolder:
        return OutputFolder(self.path / "out")

    def _is_confidential(self, name: str) -> bool:
        patterns = self.settings.documents.confidential
        row = self.rows.get(name)
        return (row is not None and row.confidential) or any(fnmatch.fnmatch(name, one) for one in patterns)

    def secret_files(self) -> set[str]:
        """Files that must not leave the study, as the settings and sources.csv are now, and every copy of them."""
        twins = self.twins()
        secret = {twins.get(name, name) for name in self.files if self._is_confidential(name)}
        named = {row.file for row in self.rows.values() if row.source_type == "testimony"}
        return secret | named | {name for name, first in twins.items() if first in secret}

    def kept(self) -> dict[str, Source]:
        """Document id -> the row of a source that stayed behind when the study was handed over; its text is here."""
        from rantau.study.ingest import document_id

        return {
            document_id(row.sha256): row
            for row in self.rows.values()
            if row.withheld and row.sha256 and row.file not in self.files
        }

    def tasks(self) -> list[ReadTask]:
        """One reading task for each document that differs from all others."""
        # What reads documents is loaded only here: most commands read none.
        from rantau.study.ingest import ReadTask
        from rantau.study.pseudonyms import masking_rules

        settings = self.settings.documents
        twins = self.twins()
        secret = {
            twins.get(name, name) for name in self.files if self._is_confidential(name)
        }  # what one copy must not show, no other may
        tasks = []
        for name, (digest, size) in self.files.items():
            if name in twins:
                continue
            row = self.rows.get(name, Source(file=name))
            confidential = name in secret
            inputs = fingerprint(
                [__version__, REVISIONS["corpus"], digest, row, confidential, list(settings.ocr_languages)],
                [
                    settings.largest_megabytes,
                    settings.seconds_without_progress,
                    bool(shutil.which("tesseract")),
                ],
                [masking_rules(), self.settings.privacy.recipient],
            )
            tasks.append(
                ReadTask(
                    self.sources.path / name,
                    row,
                    digest,
                    size,
                    confidential,
                    settings.ocr_languages,
                    settings.largest_megabytes * 2**20,
                    inputs,
                    self.settings.privacy.recipient,
                )
            )
        return tasks

    def corpus_outputs(self) -> dict[str, str]:
        """Document id -> output hash of the corpus stage."""
        return {run.subject: run.output_hash for run in self.store.stage_runs() if run.stage == "corpus"}

    def readable_texts(self) -> dict[str, str]:
        """Document id -> hash of its text, for every document that could be read."""
        texts = self.corpus_outputs()
        return {
            document.id: texts[document.id]
            for document in self.store.documents()
            if not document.problem and document.id in texts
        }

    def inputs(self, stage: StageName) -> str:
        """Fingerprint of all that a stage of the whole study is given."""
        earlier = {run.subject: run.output_hash for run in self.store.stage_runs() if run.stage == "evidence"}
        study = self.settings.study
        if stage == "triangulation":
            decisions = self.store.decisions()
            return fingerprint(
                [__version__, REVISIONS[stage], shipped_data("rantau.evidence")],
                [earlier, self.corpus_outputs(), decisions],
                [study.places, study.period.model_dump()],
            )
        if stage == "profile":
            data = {entry.name: hash_file(entry)[0] for entry in sorted((self.path / "data").glob("*.csv"))}
            return fingerprint(
                [
                    __version__,
                    REVISIONS[stage],
                    shipped_data("rantau.baseline"),
                    shipped_data("rantau.profile"),
                ],
                [data, study.model_dump(), self.settings.profile.model_dump()],
                self._claimed(),
            )
        assert stage == "brief"
        outputs = [
            (run.stage, run.subject, run.output_hash)
            for run in self.store.stage_runs()
            if run.stage != "brief"
        ]
        answers = [
            (str(entry.relative_to(self.path)), hash_file(entry)[0])
            for entry in (
                *sorted((self.path / "data").glob("**/*.csv")),
                *sorted((self.path / "scenarios").glob("*.toml")),
                self.path / "out" / "simulation" / "summary.json",
                self.path / "out" / "simulation" / "journeys.csv",
                self.path / "out" / "sensitivity" / "summary.json",
            )
            if entry.is_file()
        ]
        refused = [(row.file, row.refused) for row in self.rows.values() if row.refused]
        from rantau.study.results import state_of_the_trail

        said = state_of_the_trail(self.store)
        return fingerprint(
            __version__,
            REVISIONS[stage],
            said.hash if said else "",
            sorted(outputs),
            [answers, shipped_data("rantau.policy"), shipped_data("rantau.baseline")],
            refused,
            sorted(self.twins().items()),
            self.settings.model_dump(exclude={"web", "report"}),
        )

    def _claimed(self) -> list[object]:
        """What the documents claim of matters that a profile may use; other claims leave it as it is.

        The study's own table of indicators is only searched for their names here: whether it is right is for the stage
        itself to say.
        """
        from rantau.profile.from_claims import claim_indicators

        own = self.path / "data" / "indicators.csv"
        named = own.read_bytes().decode("utf-8", "replace") if own.is_file() else ""
        groups = [
            one
            for one in self.store.claim_groups()
            if one.indicator in claim_indicators() or one.indicator in named
        ]
        if not groups:
            return []
        subjects, claims = {one.id for one in groups}, {id for one in groups for id in one.claims}
        return [
            groups,
            self.store.claims_named(claims),
            [one for one in self.store.grades() if one.subject in subjects],
            [one.id for one in self.store.documents() if one.confidential],
        ]
