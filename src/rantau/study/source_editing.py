"""The sources as a list, and their metadata as people change it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from rantau.framework.errors import BadInput
from rantau.framework.words import SOURCE_TYPES
from rantau.study.document_states import document_states
from rantau.study.listings import Row
from rantau.study.sources import Source
from rantau.study.study import Study

__all__ = ["EDITABLE", "edit_source", "files_stamp", "source_of", "source_rows", "sources_stamp"]

EDITABLE = ("title", "authors", "year", "publisher", "source_type", "confidential")
"""What people may say of a source."""
_LONGEST = 500


def sources_stamp(study: Study) -> tuple[int, ...]:
    """Changes when a file comes, goes, or ``sources.csv`` is written: what people do there by hand leaves no event."""
    found = []
    for path in (study.sources.path, study.sources.table):
        try:
            found.append(path.stat().st_mtime_ns)
        except OSError:
            found.append(0)
    return tuple(found)


def files_stamp(study: Study) -> frozenset[tuple[str, int, int]]:
    """Changes when any file of the study does but the database, whose trail tells of what happens in it."""
    found = []
    for path in study.path.rglob("*"):
        if ".db" not in path.name:
            with contextlib.suppress(OSError):
                stat = path.stat()
                found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return frozenset(found)


def source_rows(study: Study) -> list[Row]:
    """Every source: how it stands, and what is known of it, by the file's name.

    What ``sources.csv`` says comes before what the file says of itself. ``state`` is ``read``, ``failed`` or
    ``waiting``; ``problem`` says why it failed and what to do.
    """
    rows = study.sources.rows()
    documents = {one.file: one for one in study.store.documents()}
    found = []
    for state in document_states(study.sources, study.store):
        row, document = rows.get(state.file, Source(file=state.file)), documents.get(state.file)
        secret = row.confidential or bool(document and document.confidential)
        # What a person wrote of a confidential source may name a witness; the document's own was masked as it was read.
        said = Source(file=row.file) if secret and document else row
        found.append(
            {
                "file": state.file,
                "state": state.state,
                "title": said.title or state.title,
                "authors": list(said.authors or (document.authors if document else ())),
                "year": row.year or (document.year if document else None),
                "publisher": row.publisher or (document.publisher if document else ""),
                "source_type": row.source_type,
                "format": document.format if document else None,
                "language": (document.language if document else "") or row.language,
                "pages": state.pages,
                "size": document.size if document else None,
                "confidential": secret,
                "machine_read": bool(document and document.machine_read),
                "problem": state.problem,
                "notes": list(state.notes),
                "id": document.id if document else "",
            }
        )
    return found


def source_of(study: Study, file: str) -> Source | None:
    """What ``sources.csv`` says of a file; empty where it has no row; None where there is no such file."""
    row = study.sources.rows().get(file)
    if row is not None:
        return row
    return Source(file=file) if any(one.name == file for one in study.sources.files()) else None


def edit_source(
    study: Study, file: str, given: Mapping[str, str], check: Callable[[Source], None] = lambda _: None
) -> Source:
    """Change what is known of a source; the next run reads it anew with that.

    A source that is called confidential is treated so at once; one that is so no longer, when it was read anew.

    Args:
        study: The study.
        file: The source's name.
        given: Field -> value as written in a form, of :data:`EDITABLE`; what is not named stays.
        check: Told of the row as it is, under the study's lock; raises where it is not to be changed.

    Raises:
        BadInput: There is no such source, or a value cannot be.
        StudyBusy: A command is at work on the study.
    """
    with study._alone():
        before = source_of(study, file)
        if before is None:
            raise BadInput(f"there is no source {file!r} in this study")
        check(before)
        after = replace(before, **_checked(given))
        if after == before:
            return before
        rows = study.sources.rows()
        rows[file] = after
        was, now = asdict(before), asdict(after)
        changed = [name for name in EDITABLE if was[name] != now[name]]
        # The trail stays for ever: of a confidential source it does not say how it is called.
        secret = (
            before.confidential
            or after.confidential
            or "testimony" in (before.source_type, after.source_type)
        )
        told = [name for name in changed if not secret or name in ("source_type", "confidential", "year")]
        document = next((one for one in study.store.documents() if one.file == file), None)
        study.sources.write_rows(rows.values())
        with study.store.transaction() as transaction:
            if after.confidential and document is not None:
                transaction.mark_confidential(document.id)
            transaction.record(
                "source.changed",
                document.id if document else file,
                details={
                    "file": file,
                    "fields": changed,
                    "before": {name: was[name] for name in told},
                    "after": {name: now[name] for name in told},
                },
            )
        return after


def _checked(given: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in given.items():
        # One line each: the table is opened in spreadsheets.
        value = " ".join(text.split())
        if name not in EDITABLE:
            raise BadInput(f"{name!r} of a source cannot be changed; what can be is {', '.join(EDITABLE)}")
        if len(value) > _LONGEST:
            raise BadInput(f"the {name} has more than {_LONGEST} characters; shorten it")
        match name:
            case "authors":
                found[name] = tuple(part.strip() for part in value.split(";") if part.strip())
            case "year":
                latest = datetime.now(UTC).year + 1
                if value and (not re.fullmatch(r"\d{4}", value) or not 1500 <= int(value) <= latest):
                    raise BadInput(f"year {value!r} is not a year such as 2023")
                found[name] = int(value) if value else None
            case "source_type":
                if value not in SOURCE_TYPES:
                    raise BadInput(f"source type {value!r} is not one of {', '.join(SOURCE_TYPES)}")
                found[name] = value
            case "confidential":
                found[name] = value == "yes"
            case _:
                found[name] = value
    return found
