"""A study: open it, add documents, run its stages, ask how it stands."""

from __future__ import annotations

import contextlib
import getpass
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from rantau.baseline.load import places as baseline_places
from rantau.framework.errors import BadInput, BadSetting, StudyBusy, StudyMissing
from rantau.store.database import Store
from rantau.store.records import Decision, Document
from rantau.study.deciding import decide, take_back
from rantau.study.document_states import DocumentState, document_states
from rantau.study.settings import ASEAN, STAGES, Settings, StageName, read_settings, settings_template
from rantau.study.sources import (
    PARTIAL,
    Source,
    SourceFolder,
    expand,
    hash_file,
    merge,
    safe_name,
    write_atomically,
)
from rantau.study.workbench import Progress, StageReport, Workbench, silent

if TYPE_CHECKING:
    from rantau.brief import BriefMaterial

__all__ = ["Added", "RunReport", "StageReport", "Study", "actor", "now"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file given to :meth:`Study.add`."""

    origin: Path
    file: str
    """Its name in the study."""
    outcome: str
    """``added``, ``already there`` or ``refused``."""
    message: str = ""


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did, stage by stage."""

    stages: tuple[StageReport, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(problem for stage in self.stages for problem in stage.problems)


@dataclass(frozen=True, slots=True)
class Status:
    """How a study stands."""

    name: str
    path: Path
    documents: tuple[DocumentState, ...]
    stages: Mapping[str, str]
    """Stage -> ``done``, ``to do`` or ``left out``."""
    counts: Mapping[str, int]


def now() -> str:
    """The time for events: UTC, ISO 8601 with seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def actor() -> str:
    """Who acts: RANTAU_USER, else the name of the account."""
    named = os.environ.get("RANTAU_USER")
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


class Study:
    """A folder with ``study.toml``, ``sources/``, the store and ``out/``. Use it in a ``with`` block.

    Args:
        path: The study's folder.
        settings: Its checked settings.
    """

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        self.settings = settings
        self.sources = SourceFolder(path / "sources")
        self._store: Store | None = None
        self._opening = threading.Lock()
        self._actor = ""
        self._patience = 0.0

    @classmethod
    def around(cls, path: Path, settings: Settings, store: Store) -> Study:
        """A study whose store is open already, for what is computed from it; whoever opened the store closes it."""
        study = cls(path, settings)
        study._store = store
        return study

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        name: str | None = None,
        question: str = "",
        places: Sequence[str] = ASEAN,
        seed: int = 0,
    ) -> Study:
        """Make a new study in an empty or new folder.

        Raises:
            BadInput: The folder is a study already, or is not empty, or the name of a file.
        """
        path = path.absolute()
        if (path / "study.toml").exists():
            raise BadInput(
                f"{path} is a study already; add documents with 'rantau add', or choose another folder"
            )
        if path.exists() and not path.is_dir():
            raise BadInput(f"{path} is a file; choose another name for the study's folder")
        if path.exists() and not all(_is_begun(entry) for entry in path.iterdir()):
            raise BadInput(f"{path} is not empty; a study needs a folder of its own")
        unknown = [place for place in places if place not in _countries()]
        if unknown:
            raise BadInput(
                f"{unknown[0]!r} is not a country code (ISO 3166-1 alpha-3); Thailand, for example, is THA"
            )
        for folder in _FOLDERS:
            (path / folder).mkdir(parents=True, exist_ok=True)
        text = settings_template(name or path.name, question, tuple(places), seed)
        # study.toml last: a folder without it is no study yet, so an interrupted 'new' can be repeated
        write_atomically(path / "study.toml", text.encode("utf-8"))
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> Study:
        """Open a study.

        Raises:
            StudyMissing: There is no study at the path.
            BadSetting: ``study.toml`` is wrong; names the line.
        """
        path = path.absolute()
        if not path.is_dir():
            raise StudyMissing(path, f"there is no such folder; 'rantau new {path.name}' makes a study")
        if not (path / "study.toml").is_file():
            raise StudyMissing(
                path, "it has no study.toml; name the study's folder, or make one with 'rantau new'"
            )
        return cls(path, read_settings(path / "study.toml", frozenset(_countries())))

    def __enter__(self) -> Study:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        if self._store is not None:
            self._store.close()
            self._store = None

    @property
    def store(self) -> Store:
        """The study's database, opened when first asked for: once, also where several threads ask."""
        if self._store is not None:
            return self._store
        with self._opening:
            if self._store is None:
                self._store = self._opened()
            return self._store

    def _opened(self) -> Store:
        address = self.settings.store.address
        where: str | Path = address if "://" in address else self.path / address
        if isinstance(where, Path) and not where.resolve().is_relative_to(self.path.resolve()):
            raise BadSetting(
                self.path / "study.toml",
                None,
                f"store.address {address!r} lies outside the study's folder; name a file inside it",
            )
        return Store.open(where, clock=now, actor=self.acting)

    def acting_as(self, name: str) -> Study:
        """The same study, opened once, for another person: events and decisions name that one.

        Close only the first of them.
        """
        other = Study(self.path, self.settings)
        other._store, other._actor = self.store.acting_as(name), name
        # Several people at one workbench act within a moment of each other; a run takes longer than this.
        other._patience = 3.0
        return other

    def reading_ahead(self, documents: Sequence[Document]) -> Study:
        """The same study, for reading one document's records after another's; see :class:`ReadingAhead`.

        Args:
            documents: In the order in which they will be asked for.
        """
        from rantau.store.reading_ahead import ReadingAhead

        other = Study(self.path, self.settings)
        other._store, other._actor = ReadingAhead(self.store, documents), self._actor
        return other

    @property
    def acting(self) -> str:
        """Who acts, for events."""
        return self._actor or actor()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the study for one command that writes."""
        lock = FileLock(self.path / ".rantau.lock")
        try:
            lock.acquire(timeout=self._patience)
        except Timeout:
            raise StudyBusy(
                f"another rantau command is at work on {self.path}; wait until it ends and try again"
            ) from None
        try:
            self.sources.sweep()
            yield
        finally:
            lock.release()

    # -- documents ------------------------------------------------------------------------------------

    def add(
        self,
        paths: Sequence[Path],
        *,
        given: Source | None = None,
        table: Mapping[str, Source] | None = None,
        progress: Progress = silent,
    ) -> list[Added]:
        """Take documents in, untouched.

        Args:
            paths: Files, and folders whose files are taken. A ``sources.csv`` in a folder named here gives the
                metadata of the files beside it.
            given: Metadata for all of them.
            table: Metadata by file name.
            progress: Told of each file.

        Returns:
            What became of each file, in order.

        Raises:
            BadInput: A path does not exist.
        """
        files = [file for file in expand(paths) if file.name != "sources.csv"]
        tables = {folder: SourceFolder(folder).rows() for folder in {file.parent for file in files}}
        with self._alone():
            rows = self.sources.rows()
            here = {entry.name: None for entry in self.sources.files()}
            known = {row.sha256: row.file for row in rows.values() if row.sha256}
            for name in here:
                if name not in rows or not rows[name].sha256:
                    known[hash_file(self.sources.path / name)[0]] = name
            results: list[Added] = []
            progress("add", 0, len(files), "")
            for number, origin in enumerate(files, start=1):
                described = (table or {}).get(origin.name) or tables[origin.parent].get(origin.name)
                row = merge(given or Source(file=origin.name), described or Source(file=origin.name))
                results.append(self._add_one(origin, row, rows, known))
                progress("add", number, len(files), origin.name)
            return results

    def _add_one(self, origin: Path, row: Source, rows: dict[str, Source], known: dict[str, str]) -> Added:
        digest, size = hash_file(origin)
        if digest in known:
            return Added(
                origin, known[digest], "already there", f"{origin.name} is in the study as {known[digest]}"
            )
        name = self.sources.free_name(
            safe_name(origin.name), [*rows, *(e.name for e in self.sources.files())]
        )
        largest = self.settings.documents.largest_megabytes
        refused = ""
        if size > largest * 2**20:
            refused = (
                f"is {size / 2**20:,.0f} MB, more than the {largest} MB a document may have; "
                "split it, or raise largest_megabytes in study.toml and add it again"
            )
        else:
            self.sources.take(origin, name)
        row = replace(row, file=name, sha256=digest, refused=refused)
        # A refused file may be added again once the limit is raised.
        if not refused:
            known[digest] = name
            for old in [old for old, other in rows.items() if other.refused and other.sha256 == digest]:
                del rows[old]
        rows[name] = row
        self.sources.write_rows(rows.values())
        with self.store.transaction() as transaction:
            action = "document.refused" if refused else "document.added"
            transaction.record(action, name, reason=refused, details={"size": size}, after=digest)
        return Added(origin, name, "refused" if refused else "added", f"{name} {refused}" if refused else "")

    # -- stages ---------------------------------------------------------------------------------------

    def run(
        self,
        until: StageName | None = None,
        *,
        progress: Progress = silent,
        workers: int | None = None,
        told: Callable[[StageReport], None] | None = None,
    ) -> RunReport:
        """Run the stages in order; what is done and whose inputs have not changed is not done again.

        Args:
            until: The last stage to run; by default all.
            progress: Told (stage, done, total, what) as work goes on.
            workers: Processes to use; the result is the same for any number.
            told: Told of each stage as it ends.
        """
        # What the stages need is read only when one is asked for: most commands are quicker without.
        from rantau.study.stages import stage_functions

        reports: list[StageReport] = []
        with self._alone():
            bench = self._bench(workers)
            for stage, function in stage_functions():
                if stage in self.settings.stages.skip:
                    report = StageReport(stage, left_out=True)
                else:
                    report = function(bench, progress)
                reports.append(report)
                if told is not None:
                    told(report)
                if stage == until:
                    break
        return RunReport(tuple(reports))

    def _bench(self, workers: int | None = None) -> Workbench:
        return Workbench(self.path, self.settings, self.sources, self.store, workers)

    def material(self) -> BriefMaterial:
        """What the brief is made from, as the store has it now."""
        bench = self._bench()
        from rantau.study.results import brief_material

        return brief_material(self.path, self.settings, self.store, bench.rows, bench.twins())

    def decide(
        self,
        subject: str,
        value: str,
        reason: str,
        check: Callable[[str], None] = lambda _: None,
        *,
        correction: Mapping[str, str] | None = None,
    ) -> Decision:
        """Decide on a record, see :func:`rantau.study.deciding.decide`."""
        with self._alone():
            given = None
            if correction:
                from rantau.study.correcting import correcting

                given = correcting(self.path, correction)
            return decide(self.store, subject, value, reason, self.acting, check, given)

    def take_back(self, subject: str) -> str:
        """Take one's own last decision on a record back, see :func:`rantau.study.deciding.take_back`."""
        with self._alone():
            return take_back(self.store, subject, self.acting)

    def stages(self) -> Mapping[str, str]:
        """Stage -> ``done``, ``to do`` or ``left out``."""
        from rantau.study.stages import stage_states

        found = stage_states(self._bench())
        return {stage: found[stage] for stage in STAGES}

    def status(self) -> Status:
        """How the study stands: every source, every stage."""
        from rantau.study.stages import stage_states

        bench = self._bench()
        states, stages = document_states(self.sources, self.store), stage_states(bench)
        return Status(
            self.settings.study.name,
            self.path,
            states,
            {stage: stages[stage] for stage in STAGES},
            self.store.counts(),
        )


_FOLDERS = ("sources", "data", "scenarios", "out")


def _is_begun(entry: Path) -> bool:
    """Whether something in a folder was left there by a 'new' that was cut off."""
    if entry.is_dir():
        return entry.name in _FOLDERS and not any(entry.iterdir())
    return entry.name == f"{PARTIAL}study.toml"


def _countries() -> frozenset[str]:
    return frozenset(place.id for place in baseline_places().values() if place.kind == "country")
