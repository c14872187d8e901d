"""The stages that work by documents: reading, and taking evidence out (:mod:`rantau.study.suggesting` has the third).

Each commits a document's records, the mark that it is done and its audit event in one transaction. A run killed at any
moment is therefore completed by the next run, and a document whose inputs have the same fingerprint is left alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from rantau import __version__
from rantau.framework.errors import RantauError
from rantau.store.database import Store
from rantau.store.records import StageRun
from rantau.study.deciding import apply_matches, by_subject, decided
from rantau.study.evidence_stage import (
    EvidenceTask,
    Extracted,
    add_proposals,
    context_fingerprint,
    extract,
)
from rantau.study.fingerprints import fingerprint
from rantau.study.ingest import Ingested, ReadTask, document_id, ingest, unread
from rantau.study.workbench import REVISIONS, Progress, StageReport, Workbench
from rantau.study.workers import Failure, Limits, in_order

__all__ = ["evidence_inputs", "run_corpus", "run_evidence"]


def run_corpus(bench: Workbench, progress: Progress) -> StageReport:
    """Read every document that is new or changed; forget those that are gone."""
    started = time.monotonic()
    tasks = bench.tasks()
    wanted = {*(document_id(task.sha256) for task in tasks), *bench.kept()}
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
                if document.confidential:
                    transaction.put_stage(_TRACES_LEFT)
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
        _write_document(bench.store, task, result, again=document_id(task.sha256) in finished)
        progress("corpus", number, len(waiting), task.source.file)
    _wipe(bench.store)
    return StageReport(
        "corpus",
        done=len(waiting),
        unchanged=len(tasks) - len(waiting),
        removed=removed,
        problems=tuple(problems),
        seconds=time.monotonic() - started,
    )


_TRACES_LEFT = StageRun(stage="traces", subject="study", input_hash="left", output_hash="")
"""Text was deleted, and its bytes may still stand in the database's files."""
_TRACES_GONE = StageRun(stage="traces", subject="study", input_hash="gone", output_hash="")


def _wipe(store: Store) -> None:
    """Make deleted text unreadable; what a run that was cut off left behind, too."""
    mark = store.stage_run("traces", "study")
    if mark is None or mark.input_hash != _TRACES_LEFT.input_hash:
        return
    store.wipe_traces()
    with store.transaction() as transaction:
        transaction.put_stage(_TRACES_GONE)


def _write_document(store: Store, task: ReadTask, result: Ingested, *, again: bool) -> None:
    document = result.document
    output = result.prepared.content_hash
    matches = store.decisions()
    with store.transaction() as transaction:
        transaction.put_prepared(result.prepared)
        apply_matches(transaction, document.id, matches)
        if result.sealed is not None:
            transaction.put_sealed_names(result.sealed)
        if again and (result.pseudonyms or document.confidential):
            transaction.put_stage(_TRACES_LEFT)
        transaction.put_stage(
            StageRun(stage="corpus", subject=document.id, input_hash=task.input_hash, output_hash=output)
        )
        transaction.record(
            "document.failed" if document.problem else "document.read",
            document.id,
            document.problem,
            {
                "file": document.file,
                "pages": result.pages,
                "passages": result.passages,
                "pseudonyms": result.pseudonyms,
            },
            before=task.sha256,
            after=output,
        )


def evidence_inputs(bench: Workbench) -> dict[str, str]:
    """Document id -> fingerprint of all that its evidence is taken from, for every document that could be read."""
    model = bench.settings.extraction.asked
    rules = fingerprint(__version__, REVISIONS["evidence"], context_fingerprint(), model)
    texts = bench.readable_texts()
    return {document: fingerprint(rules, text) for document, text in texts.items()}


def run_evidence(bench: Workbench, progress: Progress) -> StageReport:
    """Take claims, testimonies and findings out of every document whose text is new or changed."""
    started = time.monotonic()
    store = bench.store
    inputs = evidence_inputs(bench)
    finished = {run.subject: run.input_hash for run in store.stage_runs() if run.stage == "evidence"}
    documents = [document for document in store.documents() if document.id in inputs]
    waiting = [document for document in documents if finished.get(document.id) != inputs[document.id]]
    problems: list[str] = []
    decisions = by_subject(store.decisions())
    model = None
    if bench.settings.extraction.endpoint:
        from rantau.study.endpoint_claims import endpoint_extractor

        model = endpoint_extractor(bench.settings.extraction, bench.path)
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
        found, reason, details = Extracted(), "", {}
        if isinstance(outcome.result, Failure):
            reason = f"{document.file} {outcome.result.reason}."
        else:
            found = outcome.result
            if model is not None:
                progress("evidence", -1, len(waiting), f"{document.file}, asking {model.name}")
                try:
                    proposed = add_proposals(model, outcome.item, found.claims)
                    found, details = replace(found, claims=proposed.claims), proposed.details
                except RantauError as error:
                    reason = f"{document.file}: {error}"
        failed = bool(reason)
        if failed:
            problems.append(reason)
        output = fingerprint(found)
        with store.transaction() as transaction:
            transaction.put_claims(document.id, decided(found.claims, decisions))
            transaction.put_testimonies(document.id, decided(found.testimonies, decisions))
            transaction.put_findings(document.id, decided(found.findings, decisions))
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
                "evidence.failed" if failed else "evidence.extracted",
                document.id,
                reason,
                {
                    "file": document.file,
                    "claims": len(found.claims),
                    "testimonies": len(found.testimonies),
                    "findings": len(found.findings),
                    **details,
                },
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
