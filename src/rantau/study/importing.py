"""A publisher's file into a study's ``data/*.csv``: what is new is added, what contradicts is reported, all or nothing.

The tables are written through a folder ``data/.import``: first what was there before is kept in it, then the tables are
put in place, then the event is recorded, then the folder goes. An import that was cut off is undone by the next one.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from rantau.baseline.load import find_place
from rantau.baseline.load import observations as baseline_observations
from rantau.framework.errors import BadInput, BadTable
from rantau.profile.publishers import Published, Wanted, read_published
from rantau.store.database import Store
from rantau.study.data_rows import TABLES, Addition, Contradiction, DataTable, rows_of
from rantau.study.sources import write_atomically
from rantau.study.study import Study
from rantau.study.tables import read_tables

__all__ = ["ImportReport", "OnContradiction", "import_data"]

OnContradiction = Literal["stop", "keep", "replace"]
"""What to do where the study's tables say otherwise than the file: write nothing; keep the study's; take the file's."""

Outcome = Literal["written", "nothing new", "stopped", "dry run"]
"""What became of an import; ``stopped``: the study says otherwise than the file, and nothing was written."""

_WORK = ".import"
_ACTION = "data.imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import took, and what became of it."""

    file: str
    sha256: str
    published: Published
    added: Mapping[str, int]
    """Table -> rows about something that the study had no row for; added, unless the outcome says that none was."""
    replaced: Mapping[str, int]
    """Table -> rows whose figure is put in place of the study's."""
    already: int
    """Rows that the study has with the same figure."""
    over_baseline: int
    """Added observations that now stand before a figure of the baseline's."""
    contradictions: tuple[Contradiction, ...]
    """Where the study said otherwise, whatever was done about it."""
    outcome: Outcome


def import_data(
    study: Study,
    path: Path,
    *,
    layout: str | None = None,
    series: Sequence[str] = (),
    places: Sequence[str] = (),
    everywhere: bool = False,
    contradictions: OnContradiction = "stop",
    dry_run: bool = False,
) -> ImportReport:
    """Take the figures of a publisher's file into a study.

    Args:
        study: The study.
        path: The file.
        layout: Id of the layout it must have; by default it is recognised.
        series: Codes of series to take as new indicators where rantau has none for them.
        places: Countries beside the study's own, as codes or names.
        everywhere: Take all countries.
        contradictions: What to do where the study's tables say otherwise.
        dry_run: Read and compare, and write nothing.

    Returns:
        What was taken and skipped, and what became of it. Importing the same file again adds nothing.

    Raises:
        BadInput: The file cannot be read, or a place is not known.
        BadTable: A table of the study's is wrong, or would be.
        StudyBusy: Another command is at work on the study.
    """
    if contradictions not in get_args(OnContradiction):
        raise BadInput(f"{contradictions!r} is not one of {', '.join(get_args(OnContradiction))}")
    if not path.is_file():
        raise BadInput(f"{path} is not a file; name the file that you downloaded")
    wanted = Wanted(
        places=None if everywhere else frozenset((*study.settings.study.places, *map(_country, places))),
        series=frozenset(series),
    )
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        published = read_published(stream, path.name, wanted=wanted, layout=layout)
    folder = study.path / "data"
    with study._alone():
        _undo(folder, study.store)
        additions = rows_of(published)
        tables = {name: DataTable.read(folder / name, name) for name in TABLES}
        found = {name: tables[name].compare(additions[name]) for name in TABLES}
        differing = tuple(one for comparison in found.values() for one in comparison.contradictions)
        stop = bool(differing) and contradictions == "stop"
        taking = {
            name: comparison.new + (comparison.other if contradictions == "replace" else ())
            for name, comparison in found.items()
        }
        report = ImportReport(
            file=path.name,
            sha256=digest,
            published=published,
            added={name: len(comparison.new) for name, comparison in found.items()},
            replaced={
                name: len(comparison.other) if contradictions == "replace" else 0
                for name, comparison in found.items()
            },
            already=sum(comparison.same for comparison in found.values()),
            over_baseline=_over_baseline(found["observations.csv"].new),
            contradictions=differing,
            outcome="dry run"
            if dry_run
            else "stopped"
            if stop
            else "written"
            if any(taking.values())
            else "nothing new",
        )
        if report.outcome == "written":
            changed = {name: tables[name].with_rows(rows) for name, rows in taking.items() if rows}
            _write(folder, changed, study.store, report)
    return report


def _outcome(dry_run: bool, stop: bool, anything: bool) -> Outcome:
    if dry_run:
        return "dry run"
    if stop:
        return "stopped"
    return "written" if anything else "nothing new"


def _country(words: str) -> str:
    found = find_place(words)
    if found is None or found.kind != "country":
        raise BadInput(f"{words!r} is no country that rantau knows; Bangladesh, for example, is BGD")
    return found.id


def _over_baseline(additions: Sequence[Addition]) -> int:
    known = {(one.indicator, one.place, str(one.year)) for one in baseline_observations()}
    return sum(one.key in known for one in additions)


# -- writing, all or nothing ------------------------------------------------------------------------------


def _write(folder: Path, changed: Mapping[str, bytes], store: Store, report: ImportReport) -> None:
    folder.mkdir(exist_ok=True)
    _prove(folder, changed)
    before = {name: _content(folder / name) for name in changed}
    event_after = hashlib.sha256(b"".join(changed[name] for name in sorted(changed))).hexdigest()
    _keep(folder, before, event_after, _last_event(store))
    try:
        with store.transaction() as transaction:
            # The tables first, the event last: until it is committed the folder says how to go back.
            for name in sorted(changed, key=_order):
                write_atomically(folder / name, changed[name])
            transaction.record(
                _ACTION,
                report.file,
                details={
                    "layout": report.published.layout,
                    "source": report.published.source,
                    "sha256": report.sha256,
                    "added": {table: count for table, count in report.added.items() if count},
                    "replaced": {table: count for table, count in report.replaced.items() if count},
                    "contradictions": len(report.contradictions),
                    "skipped": {one.reason: one.count for one in report.published.skipped},
                },
                before=hashlib.sha256(b"".join(before[name] or b"" for name in sorted(before))).hexdigest(),
                after=event_after,
            )
    except BaseException:
        _restore(folder, before)
        raise
    finally:
        shutil.rmtree(folder / _WORK, ignore_errors=True)


def _order(name: str) -> int:
    # Observations need their indicators: in this order each step leaves tables that can be read.
    return list(TABLES).index(name)


def _prove(folder: Path, changed: Mapping[str, bytes]) -> None:
    """Read the tables as the study will, before any is touched."""
    work = folder / _WORK
    shutil.rmtree(work, ignore_errors=True)
    (work / "new").mkdir(parents=True)
    try:
        for name in TABLES:
            content = changed.get(name, _content(folder / name))
            if content is not None:
                (work / "new" / name).write_bytes(content)
        read_tables(work / "new")
    except BadTable as error:
        raise BadTable(f"data/{Path(error.table).name}", error.row, error.message, way=error.way) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _last_event(store: Store) -> int:
    return max((one.number for one in store.events()), default=0)


def _keep(folder: Path, before: Mapping[str, bytes | None], after: str, last_event: int) -> None:
    work = folder / _WORK
    work.mkdir()
    for name, content in before.items():
        if content is not None:
            write_atomically(work / name, content)
    # The list last: a folder without it is one whose tables were not touched yet.
    tables = {name: content is not None for name, content in before.items()}
    write_atomically(
        work / "before.json",
        json.dumps({"tables": tables, "after": after, "last_event": last_event}).encode(),
    )


def _restore(folder: Path, before: Mapping[str, bytes | None]) -> None:
    for name, content in before.items():
        if content is None:
            (folder / name).unlink(missing_ok=True)
        else:
            write_atomically(folder / name, content)


def _undo(folder: Path, store: Store) -> None:
    """Undo an import that was cut off before its event was recorded."""
    work = folder / _WORK
    if not work.is_dir():
        return
    listing = work / "before.json"
    if listing.is_file():
        kept = json.loads(listing.read_bytes())
        recorded = any(
            one.number > kept["last_event"] and one.action == _ACTION and one.after == kept["after"]
            for one in store.events()
        )
        if not recorded:
            _restore(
                folder, {name: _content(work / name) if was else None for name, was in kept["tables"].items()}
            )
    shutil.rmtree(work, ignore_errors=True)
