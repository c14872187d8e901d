"""A study made of a crate: record by record as it was, with its audit trail, which goes on from there."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError

from rantau.framework.errors import BadInput
from rantau.store.audit import verify
from rantau.store.database import Store, Transaction
from rantau.store.prepared import prepare, prepare_text
from rantau.store.records import Document, Event
from rantau.study.handover.contents import FOLDER
from rantau.study.handover.kinds import KINDS, record_of
from rantau.study.handover.opening import unpack
from rantau.study.settings import line_of
from rantau.study.sources import hash_file, write_atomically
from rantau.study.study import Study, actor, now
from rantau.study.workbench import Progress, silent

__all__ = ["STORE", "TakenOver", "import_crate"]

STORE = "rantau.db"
_QUOTED = ("claims", "testimonies", "findings")


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What a crate gave."""

    path: Path
    counts: Mapping[str, int]
    left_out: tuple[str, ...]
    """What was left out when the crate was written, in sentences."""
    notes: tuple[str, ...]
    """What was changed in taking it over, in sentences."""


def import_crate(path: Path, archive: Path, *, progress: Progress = silent) -> TakenOver:
    """Make a study of a crate, all of it or nothing.

    Args:
        path: The new study's folder: none yet, or empty.
        archive: The crate.
        progress: Told as it goes on.

    Raises:
        BadInput: The folder is taken; or the crate is none, was changed, contradicts itself or would do harm.
    """
    path = path.absolute()
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise BadInput(f"{path} is there already; a crate becomes a new study, so name a new folder")
    if not path.parent.is_dir():
        raise BadInput(f"there is no folder {path.parent}; make it first")
    digest = hash_file(archive)[0] if archive.is_file() else ""
    with tempfile.TemporaryDirectory(
        dir=path.parent, prefix=f".{path.name}-", ignore_cleanup_errors=True
    ) as work:
        listed = unpack(archive, Path(work))
        made = Path(work) / FOLDER
        if not (made / "study.toml").is_file():
            raise BadInput(f"{archive} holds no study.toml; ask for the crate again")
        for folder in ("sources", "data", "scenarios", "out"):
            (made / folder).mkdir(exist_ok=True)
        notes = _made_safe(made / "study.toml")
        if any(made.glob(f"{STORE}*")):
            raise BadInput(
                f"{archive} holds a database beside its records, which no crate does; ask for it again"
            )
        with Study.open(made):
            pass  # its settings are right
        store = Store.open(made / STORE, clock=now, actor=actor())
        try:
            counts = _Records(Path(work), store, progress).take(archive, digest)
        except IntegrityError:
            raise BadInput(
                f"{archive} contradicts itself: records are there twice, or hang in the air"
            ) from None
        finally:
            store.close()
        if path.exists():
            path.rmdir()
        shutil.move(made, path)
    left_out = tuple(
        f"{one.get('what')} ({one.get('count')}): {one.get('why')}."
        for one in listed.get("left_out", ())
        if isinstance(one, dict)
    )
    return TakenOver(path, counts, left_out, notes)


def _made_safe(settings: Path) -> tuple[str, ...]:
    """Settings of somebody else's that must not act here: where documents are sent, and where the store is."""
    notes = []
    text = settings.read_text(encoding="utf-8-sig", errors="strict") if _is_utf8(settings) else ""
    lines = text.splitlines(keepends=True)
    for keys, value, note in (
        (
            ("extraction", "endpoint"),
            '""',
            "The study named a service that documents are sent to; study.toml names none now.",
        ),
        (("store", "address"), f'"{STORE}"', ""),
    ):
        line = line_of(text, keys)
        if line is None or line == line_of(text, keys[:1]):
            continue
        pattern = rf"^(\s*{keys[-1]}\s*=\s*)(\"[^\"\n]*\"|'[^'\n]*')(?![\"'])"
        found = re.match(pattern, lines[line - 1])
        if found is None:
            raise BadInput(
                f"study.toml, line {line}: {'.'.join(keys)} is written in a way that is not taken over"
            )
        if found[2][1:-1] != value[1:-1]:
            lines[line - 1] = found[1] + value + lines[line - 1][found.end() :]
            notes += [note] if note else []
    write_atomically(settings, "".join(lines).encode("utf-8")) if text else None
    return tuple(notes)


def _is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class _Records:
    """A crate's records, on their way into a store."""

    def __init__(self, folder: Path, store: Store, progress: Progress) -> None:
        self.folder, self.store, self.progress = folder, store, progress
        self.counts: dict[str, int] = dict.fromkeys(KINDS, 0)

    def each(self, name: str) -> Iterator[Any]:
        kind = KINDS[name]
        path = self.folder / kind.file
        if not path.is_file():
            return
        with path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                yield record_of(kind, line, number)
                self.counts[name] += 1

    def take(self, archive: Path, digest: str) -> dict[str, int]:
        """Write all records, and the event that tells of it."""
        events: list[Event] = list(self.each("events"))
        last = events[-1] if events else None
        report = verify(events, (last.number, last.hash) if last else (0, ""))
        if not report.ok:
            raise BadInput(
                f"{archive}: the audit trail does not hold: {report.message}; ask for the crate again"
            )
        documents: list[Document] = list(self.each("documents"))
        with self.store.transaction() as transaction:
            self._documents(transaction, documents)
            self._people(transaction)
            self._figures(transaction)
            transaction.take_trail(events)
            transaction.record(
                "study.imported",
                "study",
                "",
                {
                    "file": archive.name,
                    "events": len(events),
                    "events with parts withheld": report.withheld,
                    "records": {name: count for name, count in self.counts.items() if count},
                },
                before=digest,
            )
        return self.counts

    def _documents(self, transaction: Transaction, documents: list[Document]) -> None:
        names = (
            "pages", "sections", "passages", "references", "citations", "code suggestions", "claims", "testimonies",
            "findings",
        )  # fmt: skip
        known = {one.id for one in documents}
        given = {name: _ByDocument(name, self.each(name), known) for name in names}
        self.progress("import", 0, len(documents), "")
        for number, document in enumerate(documents, 1):
            of = {name: given[name].of(document.id) for name in names}
            texts = {one.id: one.text for one in of["passages"]}
            for name in _QUOTED:
                for one in of[name]:
                    if texts.get(one.passage, "")[one.start : one.end] != one.quote:
                        raise BadInput(f"{one.id} does not stand in its passage; ask for the crate again")
            text = prepare_text(of["pages"], of["sections"], of["passages"])
            transaction.put_prepared(prepare(document, text, of["references"], of["citations"]))
            transaction.put_code_suggestions(document.id, of["code suggestions"])
            transaction.put_claims(document.id, of["claims"])
            transaction.put_testimonies(document.id, of["testimonies"])
            transaction.put_findings(document.id, of["findings"])
            self.progress("import", number, len(documents), document.file)
        for one in given.values():
            one.end()

    def _people(self, transaction: Transaction) -> None:
        for coder in self.each("coders"):
            transaction.put_coder(coder)
        transaction.put_codings(list(self.each("codings")))
        for memo in self.each("memos"):
            transaction.put_memo(memo)
        for assignment in self.each("assignments"):
            transaction.put_assignment(assignment)
        transaction.put_themes(self.each("themes"))
        for decision in self.each("decisions"):
            transaction.put_decision(decision)

    def _figures(self, transaction: Transaction) -> None:
        transaction.put_claim_groups(self.each("claim groups"))
        transaction.put_finding_groups(self.each("finding groups"))
        transaction.put_grades(self.each("grades"))
        transaction.put_observations(self.each("observations"))
        transaction.put_scores(self.each("scores"))
        for run in self.each("stages"):
            transaction.put_stage(run)


class _ByDocument:
    """Records in the order of their documents, given out document by document."""

    def __init__(self, name: str, records: Iterator[Any], known: Container[str]) -> None:
        self.name, self.known = name, known
        self.groups = groupby(records, key=lambda one: one.document)
        self._turn()

    def _turn(self) -> None:
        self.next: tuple[str, Any] | None = next(self.groups, None)
        if self.next is not None and self.next[0] not in self.known:
            raise BadInput(
                f"{KINDS[self.name].file} holds records of {self.next[0]}, which is no document of the crate; "
                "ask for the crate again"
            )

    def of(self, document: str) -> list[Any]:
        if self.next is None or self.next[0] != document:
            return []
        found = list(self.next[1])
        self._turn()
        return found

    def end(self) -> None:
        if self.next is not None:
            raise BadInput(
                f"{KINDS[self.name].file} holds records that are not in the order of the documents; "
                "ask for the crate again"
            )
