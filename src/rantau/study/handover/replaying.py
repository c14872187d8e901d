"""A study rebuilt from its sources and the recorded decisions, and compared with what it was.

Nothing that a machine made is taken over: the documents are read, claims taken out, profiles computed and outputs
written again, in a fresh folder. Taken over are the sources, the settings and tables, and what people decided, as the
audit trail has it. Only where a crate left a source behind is its text taken over, and the report says so.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rantau.framework.errors import BadInput, RantauError
from rantau.store.database import Store, Transaction
from rantau.store.prepared import prepare, prepare_text
from rantau.store.records import Decision, Event
from rantau.study.coding_trail import Rebuilt, rebuilt
from rantau.study.deciding import decisions_of
from rantau.study.handover.crate_in import STORE, import_crate
from rantau.study.handover.kinds import KINDS, OF_A_DOCUMENT, OF_THE_STUDY, line_of
from rantau.study.study import Study, actor, now
from rantau.study.workbench import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Replayed", "Verdict", "replay"]

_TAKEN_FILES = ("study.toml", "codebook.yaml")
_TAKEN_FOLDERS = ("sources", "data", "scenarios", "answers")
_NOT_COMPARED = ("events", "stages")
_MARKS = ("codebook", "places of codings")
"""Marks of what a study has seen already; without them an event would tell of it a second time."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something came out the same."""

    what: str
    """``claims``, or a file of ``out/``."""
    same: bool
    why: str = ""
    """Why not, in a clause; or what is to be known of it though it is the same."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay gave."""

    path: Path
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...] = ()
    """What is to be known of the whole, in sentences."""
    problems: tuple[str, ...] = ()
    """What could not be read or done, in sentences."""

    @property
    def same(self) -> bool:
        return all(one.same for one in self.verdicts)


@dataclass(slots=True)
class _Recorded:
    """What people decided."""

    coding: Rebuilt = field(default_factory=Rebuilt)
    decisions: list[Decision] = field(default_factory=list)
    from_trail: bool = True


def replay(
    given: Path, into: Path | None = None, *, workers: int | None = None, progress: Progress = silent
) -> Replayed:
    """Rebuild a study.

    Args:
        given: The study's folder, or a crate of it.
        into: A folder that does not exist yet; by default beside the study, with ``-replayed`` after its name.
        workers: Processes to use; the result is the same for any number.
        progress: Told as it goes on.

    Raises:
        BadInput: The folder is taken, or the study holds no trail to replay.
        StudyMissing: There is no study.
    """
    given = given.absolute()
    stem = re.sub(r"(\.crate)?\.zip$", "", given.name)
    into = (into or given.with_name(f"{stem}-replayed")).absolute()
    if into.exists():
        raise BadInput(f"{into} is there already; name a new folder with --into")
    if not into.parent.is_dir():
        raise BadInput(f"there is no folder {into.parent}; make it first")
    with tempfile.TemporaryDirectory(
        dir=into.parent, prefix=f".{into.name}-", ignore_cleanup_errors=True
    ) as folder:
        work = Path(folder)
        if given.is_file():
            import_crate(work / "given", given, progress=progress)
            given = work / "given"
        with Study.open(given) as study, _held(study):
            fresh = work / "fresh"
            made = _Replay(study, fresh, workers, progress)
            report = made.run(into)
        shutil.move(fresh, into)
    return report


@contextmanager
def _held(study: Study) -> Iterator[None]:
    with study._alone():
        yield


class _Replay:
    def __init__(self, study: Study, fresh: Path, workers: int | None, progress: Progress) -> None:
        self.study, self.fresh, self.workers, self.progress = study, fresh, workers, progress
        self.events: list[Event] = list(study.store.events())
        if not self.events:
            raise BadInput(f"{study.path} has no audit trail to replay; 'rantau run' makes the study itself")
        report = study.store.verify_audit()
        if not report.ok:
            raise RantauError(
                f"{study.path}: the audit trail does not hold, so it is not replayed: {report.message}"
            )
        self.notes: list[str] = []
        self.taken_over: set[str] = set()

    def run(self, called: Path) -> Replayed:
        self._copy()
        behind = [f"{stage} ({state})" for stage, state in self._states().items() if state == "to do"]
        store = Store.open(self.fresh / STORE, clock=now, actor=actor())
        try:
            self._decide(store)
        finally:
            store.close()
        with Study.open(self.fresh) as fresh:
            report = fresh.run(progress=self.progress, workers=self.workers)
            self._simulate(fresh)
            self._report(fresh)
            verdicts = [*self._records(fresh), *self._outputs(behind)]
        if behind and self.study.store.documents():
            self.notes.append(
                f"The study was not up to date ({', '.join(behind)}), so what it holds is not what it would give."
            )
        return Replayed(called, tuple(verdicts), tuple(self.notes), report.problems)

    def _states(self) -> Mapping[str, str]:
        return self.study.status().stages

    # -- what is taken over -----------------------------------------------------------------------------------

    def _copy(self) -> None:
        self.fresh.mkdir()
        for name in _TAKEN_FILES:
            if (self.study.path / name).is_file():
                shutil.copyfile(self.study.path / name, self.fresh / name)
        for name in _TAKEN_FOLDERS:
            if (self.study.path / name).is_dir():
                shutil.copytree(
                    self.study.path / name,
                    self.fresh / name,
                    ignore=shutil.ignore_patterns(".*"),
                    symlinks=True,
                )
        (self.fresh / "sources").mkdir(exist_ok=True)
        (self.fresh / "out").mkdir()
        address = self.study.settings.store.address
        if address != STORE:
            text = (self.fresh / "study.toml").read_text(encoding="utf-8-sig")
            (self.fresh / "study.toml").write_text(
                text.replace(json.dumps(address), f'"{STORE}"'), encoding="utf-8"
            )

    def recorded(self) -> _Recorded:
        """What people decided: as the trail tells it; as the records have it where parts of the trail are withheld."""
        store = self.study.store
        if not any(one.withheld for one in self.events):
            return _Recorded(rebuilt(self.events), decisions_of(self.events))
        coding = Rebuilt(
            coders={one.id: one for one in store.coders()},
            codings={one.id: one for one in store.codings()},
            memos={one.id: one for one in store.memos()},
            assignments={f"{one.document}/{one.coder}": one for one in store.assignments()},
            themes=tuple(store.themes()),
        )
        return _Recorded(coding, store.decisions(), from_trail=False)

    def _decide(self, store: Store) -> None:
        recorded = self.recorded()
        if not recorded.from_trail:
            self.notes.append(
                "Parts of the audit trail were withheld when the study was handed over; decisions and codings were "
                "taken from its records."
            )
        with store.transaction() as transaction:
            for coder in recorded.coding.coders.values():
                transaction.put_coder(coder)
            transaction.put_codings(list(recorded.coding.codings.values()))
            for memo in recorded.coding.memos.values():
                transaction.put_memo(memo)
            for assignment in recorded.coding.assignments.values():
                transaction.put_assignment(assignment)
            transaction.put_themes(recorded.coding.themes)
            for decision in recorded.decisions:
                transaction.put_decision(decision)
            self._texts(transaction)
            for mark in self.study.store.stage_runs():
                if mark.stage in _MARKS:
                    transaction.put_stage(mark)
            transaction.take_trail(self.events)
            last = self.events[-1]
            transaction.record(
                "study.replayed",
                "study",
                "",
                {"events": last.number, "people": len(recorded.decisions)},
                before=last.hash,
            )

    def _texts(self, transaction: Transaction) -> None:
        """Take over the text of documents whose source stayed behind when the study was handed over."""
        store = self.study.store
        kept = self.study._bench().kept()
        marks = {one.subject: one for one in store.stage_runs() if one.stage == "corpus"}
        for document in store.documents():
            if document.id in kept and document.id in marks:
                text = prepare_text(
                    store.pages(document.id), store.sections(document.id), store.passages(document.id)
                )
                cited = store.references(document.id), store.citations(document.id)
                transaction.put_prepared(prepare(document, text, *cited))
                transaction.put_stage(marks[document.id])
                self.taken_over.add(document.id)
        if self.taken_over:
            self.notes.append(
                f"The sources of {len(self.taken_over)} documents stayed behind when the study was handed over; their "
                "text was taken over as it is, with words covered in it, so what is taken out of it can differ."
            )

    def _simulate(self, fresh: Study) -> None:
        runs = [one for one in self.events if one.action == "simulation.run"]
        if not runs:
            return
        told: Mapping[str, Any] = runs[-1].details
        if "months" not in told:
            self.notes.append(
                "The last simulation was run by an earlier rantau, which did not record all of its options."
            )
            return
        from rantau.study.simulating import simulate_study

        def shown(done: int, total: int) -> None:
            self.progress("simulation", done, total, "")

        simulate_study(
            fresh,
            [name for name in told["scenarios"] if name != "baseline"],
            draws=told["asked"],
            weight=told["scale"],
            months=told["months"],
            by=told["by"],
            seed=told["seed"],
            workers=self.workers,
            explain=told["explain"],
            charts=told["charts"],
            progress=shown,
        )

    def _report(self, fresh: Study) -> None:
        written = [one for one in self.events if one.action == "report.written"]
        if written:
            from rantau.study.thematic_report import write_thematic_report

            told: Any = written[-1].details.get("languages", ())
            write_thematic_report(fresh, languages=[str(one) for one in told])

    # -- comparing --------------------------------------------------------------------------------------------

    def _records(self, fresh: Study) -> Iterable[Verdict]:
        if not self.study.store.documents():
            self.notes.append("The study's store held no records to compare with, only its audit trail.")
            return
        for name, kind in KINDS.items():
            if name in _NOT_COMPARED:
                continue
            before, after = (_lines(store, kind.name) for store in (self.study.store, fresh.store))
            differing = len(set(before) ^ set(after))
            if before == after:
                yield Verdict(name, True)
            else:
                why = f"{differing} differ" if differing else "their order differs"
                yield Verdict(name, False, f"{why}, of {len(before)} before and {len(after)} now")

    def _outputs(self, behind: Sequence[str]) -> Iterable[Verdict]:
        before, after = _hashes(self.study.path / "out"), _hashes(self.fresh / "out")
        for name in sorted({*before, *after}):
            if name not in after:
                yield Verdict(f"out/{name}", False, "a command of its own made it, which is not replayed")
            elif name not in before:
                yield Verdict(f"out/{name}", False, "the study does not hold it")
            elif before[name] == after[name]:
                yield Verdict(f"out/{name}", True)
            else:
                why = (
                    "the study was not up to date"
                    if behind
                    else "what it is made from differs, see the records"
                )
                yield Verdict(f"out/{name}", False, why)


def _lines(store: Store, name: str) -> list[str]:
    for kind in OF_A_DOCUMENT:
        if kind.name == name and kind.of_document is not None:
            return [
                line_of(one) for document in store.documents() for one in kind.of_document(store, document.id)
            ]
    for kind in OF_THE_STUDY:
        if kind.name == name and kind.of_study is not None:
            return [line_of(one) for one in kind.of_study(store)]
    raise KeyError(name)


def _hashes(folder: Path) -> dict[str, str]:
    """Relative name -> SHA-256 of every file of a folder, but for those that list the others."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
