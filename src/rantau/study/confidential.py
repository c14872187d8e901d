"""Words of confidential documents: masked in lists, shown to some, and every look an event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rantau.study.listings import Row
from rantau.study.study import Study

__all__ = ["looked_at", "masked"]

_WORDS = (
    "quote",
    "speaker",
    "pseudonyms",
    "statement",
    "actor",
    "action",
    "target",
    "measure",
    "snippet",
    "text",
    "memo",
    "reason",
    "roots",
    "details",
    "title",
    "authors",
    "publisher",
    "period",
)
"""Fields that hold words of a document, or what people and rules say of them; a title is its first words."""


def masked(rows: Sequence[Row]) -> list[Row]:
    """Rows without the words of confidential documents; rows within rows too.

    A row is confidential where its field ``confidential`` says so. The words become empty: who may read them opens the
    record, which is an event.
    """
    return [_masked(row) for row in rows]


def _masked(row: Row) -> Row:
    row = {name: _inner(value) for name, value in row.items()}
    if row.get("confidential"):
        for name in _WORDS:
            if name in row:
                row[name] = _emptied(name, row[name])
        if "title" in row:
            row["title"] = row.get("file") or row.get("document") or ""
    return row


def _emptied(name: str, value: Any) -> Any:
    if name == "roots":  # how many there are is told
        return ["…"] * len(value)
    if name == "period":  # when it was is told, the document's words for it are not
        return value and {**value, "text": "–".join(dict.fromkeys((value["start"], value["end"])))}
    return type(value)() if isinstance(value, (list, dict)) else ""


def _inner(value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return masked(value)
    return value


def looked_at(study: Study, subject: str) -> None:
    """Record that whoever acts has looked at the words of a confidential record or page."""
    with study.store.transaction() as transaction:
        transaction.record("confidential.viewed", subject)
