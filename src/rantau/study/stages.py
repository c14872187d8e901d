"""The stages of a study in order: read what the stage before wrote, compute, write with an audit event.

Stages that work by documents stand in :mod:`rantau.study.document_stages`; here are those of the whole study, and how
all of them stand.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from rantau.store.records import StageRun
from rantau.study.document_stages import evidence_inputs, run_corpus, run_evidence
from rantau.study.fingerprints import fingerprint
from rantau.study.ingest import document_id
from rantau.study.results import compute_brief, compute_groups, compute_scores
from rantau.study.settings import STAGES, StageName
from rantau.study.suggesting import coding_inputs, run_coding
from rantau.study.workbench import Progress, StageReport, Workbench

__all__ = ["stage_functions", "stage_states"]


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
    found = compute_groups(bench.store, bench.settings)
    output = fingerprint(found.claim_groups, found.finding_groups, found.grades)
    with bench.store.transaction() as transaction:
        transaction.put_claim_groups(found.claim_groups)
        transaction.put_finding_groups(found.finding_groups)
        transaction.put_grades(found.grades)
        transaction.put_stage(
            StageRun(stage="triangulation", subject="study", input_hash=inputs, output_hash=output)
        )
        conflicts = sum(group.verdict == "conflicting" for group in found.claim_groups)
        transaction.record(
            "evidence.triangulated",
            "study",
            " ".join(found.stale),
            {
                "groups of claims": len(found.claim_groups),
                "conflicts": conflicts,
                "groups of findings": len(found.finding_groups),
            },
            after=output,
        )


def _profile(bench: Workbench, inputs: str) -> None:
    observations, scores = compute_scores(bench.path, bench.settings, bench.store)
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
        "coding": run_coding,
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
    kept = {*bench.kept()} - {document_id(task.sha256) for task in tasks}
    held = bool(tasks or kept) and current and len(read) == len(tasks) + len(kept & read)
    states["corpus"] = "done" if held else "to do"
    readable = any(not document.problem for document in bench.store.documents())
    by_document: list[tuple[StageName, dict[str, str]]] = [
        ("coding", coding_inputs(bench)),
        ("evidence", evidence_inputs(bench)),
    ]
    for stage, inputs in by_document:
        finished = all(
            (run := runs.get((stage, document))) is not None and run.input_hash == wanted
            for document, wanted in inputs.items()
        )
        states[stage] = "done" if readable and finished and states["corpus"] == "done" else "to do"
    waits_for: dict[StageName, tuple[StageName, ...]] = {
        "triangulation": ("evidence",),
        "profile": () if "triangulation" in bench.settings.stages.skip else ("triangulation",),
        "brief": ("triangulation", "profile"),
    }
    for stage, before in waits_for.items():
        last = runs.get((stage, "study"))
        fresh = last is not None and last.input_hash == bench.inputs(stage) and _still_there(bench, stage)
        states[stage] = "done" if fresh and all(states[one] == "done" for one in before) else "to do"
    for stage in bench.settings.stages.skip:
        states[stage] = "left out"
    return states
