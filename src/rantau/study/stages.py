"""The stages of a study in order: read what the stage before wrote, compute, write with an audit event.

Each stage commits its records, the mark that it is done and its audit event in one transaction, for one document
at a time where it works by documents. A run killed at any moment is therefore completed by the next run, and a
stage whose inputs have the same fingerprint is not done again.
"""

from __future__ import annotations

import fnmatch
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rantau import __version__
from rantau.store.database import Store
from rantau.store.records import StageRun
from rantau.study.deciding import by_subject, decided
from rantau.study.evidence_stage import EvidenceTask, context_fingerprint, extract
from rantau.study.fingerprints import fingerprint, shipped_data
from rantau.study.ingest import Ingested, ReadTask, document_id, ingest, unread
from rantau.study.outputs import OutputFolder
from rantau.study.results import compute_brief, compute_groups, compute_scores, state_of_the_trail
from rantau.study.settings import STAGES, Settings, StageName
from rantau.study.sources import Source, SourceFolder, hash_file
from rantau.study.workers import Failure, Limits, in_order

__all__ = ["Progress", "StageReport", "Workbench", "silent", "stage_functions", "stage_states"]

Progress = Callable[[str, int, int, str], None]
"""Told (stage, done, total, what)."""

# Raised when a stage's results change for the same inputs, so that studies are brought up to date.
REVISIONS: Mapping[StageName, int] = {
    "corpus": 1,
    "evidence": 1,
    "triangulation": 1,
    "profile": 1,
    "brief": 1,
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

    def tasks(self) -> list[ReadTask]:
        """One reading task for each document that differs from all others."""
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
                )
            )
        return tasks

    def corpus_outputs(self) -> dict[str, str]:
        """Document id -> output hash of the corpus stage."""
        return {run.subject: run.output_hash for run in self.store.stage_runs() if run.stage == "corpus"}

    def inputs(self, stage: StageName) -> str:
        """Fingerprint of all that a stage of the whole study is given."""
        earlier = {run.subject: run.output_hash for run in self.store.stage_runs() if run.stage == "evidence"}
        study = self.settings.study
        if stage == "triangulation":
            decisions = self.store.decisions()
            return fingerprint(__version__, REVISIONS[stage], earlier, self.corpus_outputs(), decisions)
        if stage == "profile":
            data = {entry.name: hash_file(entry)[0] for entry in sorted((self.path / "data").glob("*.csv"))}
            return fingerprint(
                __version__,
                REVISIONS[stage],
                shipped_data("rantau.baseline"),
                data,
                study.model_dump(),
                self.settings.profile.model_dump(),
            )
        assert stage == "brief"
        outputs = [
            (run.stage, run.subject, run.output_hash)
            for run in self.store.stage_runs()
            if run.stage != "brief"
        ]
        refused = [(row.file, row.refused) for row in self.rows.values() if row.refused]
        said = state_of_the_trail(self.store)
        return fingerprint(
            __version__,
            REVISIONS[stage],
            said.hash if said else "",
            sorted(outputs),
            refused,
            sorted(self.twins().items()),
            self.settings.model_dump(),
        )


def run_corpus(bench: Workbench, progress: Progress) -> StageReport:
    """Read every document that is new or changed; forget those that are gone."""
    started = time.monotonic()
    tasks = bench.tasks()
    wanted = {document_id(task.sha256) for task in tasks}
    removed = 0
    for document in bench.store.documents():
        if document.id not in wanted:
            with bench.store.transaction() as transaction:
                transaction.remove_document(document.id)
                transaction.record(
                    "document.removed",
                    document.id,
                    "its file is no longer in sources/",
                    {"file": document.file},
                )
            removed += 1
    finished = {run.subject: run.input_hash for run in bench.store.stage_runs() if run.stage == "corpus"}
    waiting = [task for task in tasks if finished.get(document_id(task.sha256)) != task.input_hash]
    problems: list[str] = []
    progress("corpus", 0, len(waiting), "")
    limits = Limits(seconds=bench.settings.documents.seconds_without_progress)

    def page(task: ReadTask, done: int, total: int) -> None:
        progress("corpus", -1, len(waiting), f"{task.source.file}, page {done} of {total}")

    outcomes = in_order(ingest, waiting, workers=bench.workers, limits=limits, progress=page)
    for number, outcome in enumerate(outcomes, start=1):
        task = outcome.item
        result = (
            unread(task, outcome.result.reason) if isinstance(outcome.result, Failure) else outcome.result
        )
        if result.document.problem:
            problems.append(result.document.problem)
        _write_document(bench.store, task, result)
        progress("corpus", number, len(waiting), task.source.file)
    return StageReport(
        "corpus",
        done=len(waiting),
        unchanged=len(tasks) - len(waiting),
        removed=removed,
        problems=tuple(problems),
        seconds=time.monotonic() - started,
    )


def _write_document(store: Store, task: ReadTask, result: Ingested) -> None:
    document = result.document
    output = result.prepared.content_hash
    with store.transaction() as transaction:
        transaction.put_prepared(result.prepared)
        transaction.put_stage(
            StageRun(stage="corpus", subject=document.id, input_hash=task.input_hash, output_hash=output)
        )
        transaction.record(
            "document.failed" if document.problem else "document.read",
            document.id,
            document.problem,
            {"file": document.file, "pages": result.pages, "passages": result.passages},
            before=task.sha256,
            after=output,
        )


def run_evidence(bench: Workbench, progress: Progress) -> StageReport:
    """Take claims out of every document whose text is new or changed."""
    started = time.monotonic()
    store = bench.store
    texts = bench.corpus_outputs()
    finished = {run.subject: run.input_hash for run in store.stage_runs() if run.stage == "evidence"}
    rules = fingerprint(__version__, REVISIONS["evidence"], context_fingerprint())
    documents = [document for document in store.documents() if not document.problem and document.id in texts]
    inputs = {document.id: fingerprint(rules, texts[document.id]) for document in documents}
    waiting = [document for document in documents if finished.get(document.id) != inputs[document.id]]
    problems: list[str] = []
    decisions = by_subject(store.decisions())
    progress("evidence", 0, len(waiting), "")

    def tasks() -> Iterator[EvidenceTask]:
        for document in waiting:
            yield EvidenceTask(
                document, tuple(store.passages(document.id)), tuple(store.citations(document.id))
            )

    limits = Limits(seconds=bench.settings.documents.seconds_without_progress)
    outcomes = in_order(extract, tasks(), workers=bench.workers, limits=limits)
    for number, outcome in enumerate(outcomes, start=1):
        document = outcome.item.document
        failed = isinstance(outcome.result, Failure)
        claims = () if isinstance(outcome.result, Failure) else outcome.result
        reason = f"{document.file} {outcome.result.reason}." if isinstance(outcome.result, Failure) else ""
        if failed:
            problems.append(reason)
        output = fingerprint(list(claims))
        with store.transaction() as transaction:
            transaction.put_claims(document.id, decided(claims, decisions))
            if not failed:  # a document whose claims could not be taken out is tried again in the next run
                transaction.put_stage(
                    StageRun(
                        stage="evidence",
                        subject=document.id,
                        input_hash=inputs[document.id],
                        output_hash=output,
                    )
                )
            transaction.record(
                "claims.failed" if failed else "claims.extracted",
                document.id,
                reason,
                {"file": document.file, "claims": len(claims)},
                after=output,
            )
        progress("evidence", number, len(waiting), document.file)
    return StageReport(
        "evidence",
        done=len(waiting),
        unchanged=len(documents) - len(waiting),
        problems=tuple(problems),
        seconds=time.monotonic() - started,
    )


def _whole_study(
    stage: StageName, work: Callable[[Workbench, str], None]
) -> Callable[[Workbench, Progress], StageReport]:
    """A stage that is done for the study as a whole, or not at all."""

    def run(bench: Workbench, progress: Progress) -> StageReport:
        started = time.monotonic()
        inputs = bench.inputs(stage)
        last = bench.store.stage_run(stage, "study")
        progress(stage, 0, 1, "")
        if last is not None and last.input_hash == inputs and _still_there(bench, stage):
            progress(stage, 1, 1, "")
            return StageReport(stage, unchanged=1, seconds=time.monotonic() - started)
        work(bench, inputs)
        progress(stage, 1, 1, "")
        return StageReport(stage, done=1, seconds=time.monotonic() - started)

    return run


def _still_there(bench: Workbench, stage: StageName) -> bool:
    return stage != "brief" or bench.output.intact()


def _triangulate(bench: Workbench, inputs: str) -> None:
    groups = compute_groups(bench.store)
    output = fingerprint(groups)
    with bench.store.transaction() as transaction:
        transaction.put_claim_groups(groups)
        transaction.put_stage(
            StageRun(stage="triangulation", subject="study", input_hash=inputs, output_hash=output)
        )
        conflicts = sum(group.verdict == "conflicting" for group in groups)
        transaction.record(
            "claims.triangulated", "study", "", {"groups": len(groups), "conflicts": conflicts}, after=output
        )


def _profile(bench: Workbench, inputs: str) -> None:
    observations, scores = compute_scores(bench.path, bench.settings)
    output = fingerprint(observations, scores)
    with bench.store.transaction() as transaction:
        transaction.put_observations(observations)
        transaction.put_scores(scores)
        transaction.put_stage(
            StageRun(stage="profile", subject="study", input_hash=inputs, output_hash=output)
        )
        transaction.record(
            "profiles.computed",
            "study",
            "",
            {"observations": len(observations), "scores": len(scores), "seed": bench.settings.study.seed},
            after=output,
        )


def _brief(bench: Workbench, inputs: str) -> None:
    files = compute_brief(bench.path, bench.settings, bench.store, bench.rows, bench.twins())
    output = bench.output.replace(files)
    with bench.store.transaction() as transaction:
        transaction.put_stage(StageRun(stage="brief", subject="study", input_hash=inputs, output_hash=output))
        transaction.record("brief.written", "study", "", {"files": len(files)}, after=output)


def stage_functions() -> list[tuple[StageName, Callable[[Workbench, Progress], StageReport]]]:
    """The stages with what runs them, in order."""
    functions: dict[StageName, Callable[[Workbench, Progress], StageReport]] = {
        "corpus": run_corpus,
        "evidence": run_evidence,
        "triangulation": _whole_study("triangulation", _triangulate),
        "profile": _whole_study("profile", _profile),
        "brief": _whole_study("brief", _brief),
    }
    return [(stage, functions[stage]) for stage in STAGES]


def stage_states(bench: Workbench) -> dict[StageName, str]:
    """Stage -> ``done``, ``to do`` or ``left out``."""
    runs = {(run.stage, run.subject): run for run in bench.store.stage_runs()}
    states: dict[StageName, str] = {}
    tasks = bench.tasks()
    read = {run.subject for run in runs.values() if run.stage == "corpus"}
    current = all(
        (run := runs.get(("corpus", document_id(task.sha256)))) is not None
        and run.input_hash == task.input_hash
        for task in tasks
    )
    states["corpus"] = "done" if tasks and current and len(read) == len(tasks) else "to do"
    rules = fingerprint(__version__, REVISIONS["evidence"], context_fingerprint())
    texts = bench.corpus_outputs()
    readable = [document for document in bench.store.documents() if not document.problem]
    extracted = all(
        (run := runs.get(("evidence", document.id))) is not None
        and run.input_hash == fingerprint(rules, texts.get(document.id, ""))
        for document in readable
    )
    states["evidence"] = "done" if readable and extracted and states["corpus"] == "done" else "to do"
    waits_for: dict[StageName, tuple[StageName, ...]] = {
        "triangulation": ("evidence",),
        "profile": (),
        "brief": ("triangulation", "profile"),
    }
    for stage, before in waits_for.items():
        last = runs.get((stage, "study"))
        fresh = last is not None and last.input_hash == bench.inputs(stage) and _still_there(bench, stage)
        states[stage] = "done" if fresh and all(states[one] == "done" for one in before) else "to do"
    for stage in bench.settings.stages.skip:
        states[stage] = "left out"
    return states
