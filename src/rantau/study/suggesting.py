"""The coding stage: codes suggested for the passages of every document, anew where something they rest on changed.

As in :mod:`rantau.study.document_stages`, a document's suggestions, the mark that it is done and its audit event are
committed in one transaction.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from rantau import __version__
from rantau.coding.suggest import Learned
from rantau.framework.codebook import Codebook
from rantau.framework.errors import RantauError
from rantau.store.records import CodeSuggestion, Document, StageRun
from rantau.study.codebook_changes import CodebookTrail
from rantau.study.codebook_file import read_codebook
from rantau.study.coding_stage import coding_rules, examples_of, learn_from, suggest_for
from rantau.study.endpoint_codes import CodeProposer, ProposedCodes, code_proposer
from rantau.study.finding_again import find_again_if_changed
from rantau.study.fingerprints import fingerprint
from rantau.study.semantic import SIGNED, VectorFolder
from rantau.study.workbench import REVISIONS, Progress, StageReport, Workbench

__all__ = ["coding_inputs", "run_coding"]


def coding_inputs(bench: Workbench) -> dict[str, str]:
    """Document id -> fingerprint of all that its suggestions are made from."""
    coding = bench.settings.coding
    decided = [
        (one.passage, one.start, one.end, one.quote, one.code, one.status) for one in bench.store.codings()
    ]
    shared = fingerprint(
        [__version__, REVISIONS["coding"], coding_rules()],
        read_codebook(bench.path).codes,
        [coding.threshold, bench.settings.study.seed],
        [[SIGNED] if coding.semantic else [], coding.asked],
        decided,
    )
    return {document: fingerprint(shared, text) for document, text in bench.readable_texts().items()}


@dataclass(frozen=True, slots=True)
class _Made:
    """What was made for one document."""

    suggestions: list[CodeSuggestion]
    details: dict[str, object]
    problem: str = ""


class _Suggester:
    """Makes suggestions, document by document.

    Args:
        bench: The study.
        codebook: Its codebook.
        progress: Told (stage, done, total, what).
        total: How many documents wait.
    """

    def __init__(self, bench: Workbench, codebook: Codebook, progress: Progress, total: int) -> None:
        self._bench, self._codebook, self._progress, self._total = bench, codebook, progress, total
        self._settings = bench.settings.coding
        self._folder = VectorFolder(bench.path)
        self._proposer: CodeProposer | None = code_proposer(self._settings, bench.path)
        self._learned = self._learn()

    def _learn(self) -> Learned | None:
        """What the study's coders have taught so far; from vectors too, where the study asks for it."""
        store, seed = self._bench.store, self._bench.settings.study.seed
        codings = store.codings()
        passages = {
            document: store.passages(document) for document in {coding.document for coding in codings}
        }
        texts = {passage.id: passage.text for here in passages.values() for passage in here}
        examples = examples_of(codings, texts, self._codebook)
        if not self._settings.semantic:
            return learn_from(examples, seed)
        self._folder.ready()
        rows = {
            passage.id: row
            for document, here in sorted(passages.items())
            for passage, row in zip(here, self._folder.vectors(document, here), strict=True)
        }
        return learn_from(examples, seed, rows)

    def make(self, document: Document) -> _Made:
        """Suggestions for one document; where the model behind an address fails, those of the rules alone."""
        passages = self._bench.store.passages(document.id)
        details: dict[str, object] = {}
        rows = None
        if self._learned is not None and self._learned.vectors_by:
            self._say(f"{document.file}, vectors")
            rows = self._folder.vectors(document.id, passages)
            details["vectors by"] = self._learned.vectors_by
        proposed, problem = ProposedCodes(), ""
        if self._proposer is not None:
            by = self._proposer.name

            def asking(done: int, of: int) -> None:
                self._say(f"{document.file}, passage {done + 1} of {of}, asking {by}")

            try:
                proposed = self._proposer.propose(document, passages, self._codebook, asking)
            except RantauError as error:
                problem = f"{document.file}: {error}"
        found = suggest_for(
            document.id,
            passages,
            self._codebook,
            self._settings.threshold,
            self._learned,
            rows,
            proposed.suggestions,
        )
        return _Made(found, {**details, **proposed.details}, problem)

    def _say(self, what: str) -> None:
        self._progress("coding", -1, self._total, what)


def run_coding(bench: Workbench, progress: Progress) -> StageReport:
    """Suggest codes for the passages of every document, anew where its text, the codebook or a decision changed.

    Raises:
        FeatureMissing: The study asks for the sentence model, which is not installed.
    """
    started = time.monotonic()
    store = bench.store
    codebook = read_codebook(bench.path)
    # Codings that moved with a new reading are put right before suggestions learn from them.
    find_again_if_changed(store, bench.corpus_outputs())
    trail = CodebookTrail(store, codebook)
    inputs = coding_inputs(bench)
    finished = {run.subject: run.input_hash for run in store.stage_runs() if run.stage == "coding"}
    documents = [document for document in store.documents() if document.id in inputs]
    waiting = [document for document in documents if finished.get(document.id) != inputs[document.id]]
    progress("coding", 0, len(waiting), "")
    if bench.settings.coding.semantic:
        VectorFolder(bench.path).forget(but=inputs)
    else:
        VectorFolder(bench.path).remove()
    suggester = _Suggester(bench, codebook, progress, len(waiting)) if waiting else None
    problems: list[str] = []
    for number, document in enumerate(waiting, start=1):
        assert suggester is not None
        made = suggester.make(document)
        output = fingerprint(made.suggestions)
        with store.transaction() as transaction:
            trail.write(transaction)
            transaction.put_code_suggestions(document.id, made.suggestions)
            if (
                not made.problem
            ):  # a document for which the model could not be asked is tried again in the next run
                transaction.put_stage(
                    StageRun(
                        stage="coding",
                        subject=document.id,
                        input_hash=inputs[document.id],
                        output_hash=output,
                    )
                )
            transaction.record(
                "codes.suggested",
                document.id,
                made.problem,
                {"file": document.file, "suggestions": len(made.suggestions), **made.details},
                after=output,
            )
        if made.problem:
            problems.append(made.problem)
        progress("coding", number, len(waiting), document.file)
    if trail.changed:  # in words that no suggestion is made from, or in a study without documents
        with store.transaction() as transaction:
            trail.write(transaction)
    return StageReport(
        "coding",
        done=len(waiting),
        unchanged=len(documents) - len(waiting),
        problems=tuple(problems),
        seconds=time.monotonic() - started,
    )
