"""The codebook changed at the workbench: an entry more in ``codebook.yaml``, and an event that tells of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rantau.framework.codebook import Codebook
from rantau.framework.errors import BadInput
from rantau.study.codebook_adding import text_with
from rantau.study.codebook_changes import CodebookTrail
from rantau.study.codebook_file import FILE, change_of, read_codebook
from rantau.study.fingerprints import fingerprint
from rantau.study.sources import write_atomically
from rantau.study.study import Study

__all__ = ["KINDS", "change_codebook", "codebook_version", "entry_of"]

KINDS = ("add", "edit", "rename", "split", "merge", "retire")
"""What can be done to a code."""
_TEXTS = ("name", "definition", "include", "exclude", "example")


def codebook_version(folder: Path) -> str:
    """Another for every other content of a study's ``codebook.yaml``."""
    path = folder / FILE
    return fingerprint(path.read_text("utf-8", errors="replace") if path.is_file() else "")


def entry_of(
    kind: str,
    code: str,
    made: Sequence[Mapping[str, str]],
    *,
    reason: str,
    polarity: bool = False,
    other: str = "",
    into: str = "",
) -> dict[str, Any]:
    """A change as ``codebook.yaml`` writes it.

    Args:
        kind: One of :data:`KINDS`.
        code: The code that changes; the one above it where a code is added.
        made: The codes that it makes: ``id`` and texts of each; of an edit the texts as they are to be.
        reason: Why.
        polarity: Whether the code asks for insecurity or protection, where one is added or edited.
        other: The code that a merged one is merged with.
        into: Which of the two stays.

    Raises:
        BadInput: There is no such kind, or something that it needs is missing.
    """
    rows = [
        {name: row[name].strip() for name in ("id", *_TEXTS) if row.get(name, "").strip()} for row in made
    ]
    rows = [row for row in rows if row]
    match kind:
        case "add" | "edit" if len(rows) == 1:
            row: dict[str, Any] = {**rows[0], "polarity": polarity}
            if kind == "edit":
                texts = {name: made[0].get(name, "").strip() for name in _TEXTS}
                if not texts["name"] or not texts["definition"]:
                    raise BadInput("a code needs a name and a definition")
                row = {"id": code, **texts, "polarity": polarity}
            change: dict[str, Any] = {kind: row}
        case "rename" if len(rows) == 1:
            change = {"rename": code, "to": rows[0]}
        case "split":
            change = {"split": code, "into": rows}
        case "merge":
            if into not in (code, other):
                raise BadInput("say which of the two codes stays")
            change = {"merge": [code, other], "into": into}
        case "retire":
            change = {"retire": [code]}
        case _:
            raise BadInput(
                f"a code can be changed by {', '.join(KINDS)}, each with what it makes; not by {kind!r}"
            )
    return {**change, "reason": reason.strip()}


def change_codebook(
    study: Study, entry: Mapping[str, Any], check: Callable[[str], None] = lambda _: None
) -> Codebook:
    """Change the codebook, and write the event.

    Codings follow a code that is renamed or merged; those of a split or retired one wait for a person.

    Args:
        study: The study, as who changes it acts on it.
        entry: The change, see :func:`entry_of`.
        check: Told the version of the file now; raises where somebody else has changed it.

    Returns:
        The codebook after it.

    Raises:
        BadInput: The change does not fit.
    """
    with study._alone():
        check(codebook_version(study.path))
        book = read_codebook(study.path)
        book.changed(change_of(book, entry))
        write_atomically(study.path / FILE, text_with(study.path, [dict(entry)]).encode("utf-8"))
        changed = read_codebook(study.path)
        trail = CodebookTrail(study.store, changed)
        with study.store.transaction() as transaction:
            trail.write(transaction)
    return changed
