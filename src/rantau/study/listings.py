"""What listings show: citations and references as plain rows, ready for JSON."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from rantau.store.records import Event
from rantau.study.study import Study

__all__ = ["Row", "citation_rows", "event_rows", "files_of", "reference_rows"]

Row = dict[str, Any]


def files_of(study: Study) -> dict[str, str]:
    """Document id -> its file."""
    return {document.id: document.file for document in study.store.documents()}


def _keys(study: Study) -> dict[str, str]:
    return {reference.id: reference.key for reference in study.store.references()}


def citation_rows(study: Study) -> list[Row]:
    """The in-text citations of all documents, in the order of the documents' files and of reading.

    ``reference`` is the key of the entry that the citation is matched to; ``candidates`` are the keys of those it could
    be where it is ambiguous. ``page`` counts from the first page of the file.
    """
    files, keys, store = files_of(study), _keys(study), study.store
    rows = []
    for document in store.documents():
        pages = {passage.id: passage for passage in store.passages(document.id)}
        for one in store.citations(document.id):
            rows.append(
                {
                    "text": one.text,
                    "authors": list(one.authors),
                    "year": one.year,
                    "suffix": one.suffix,
                    "cited_page": one.cited_page,
                    "reference": keys.get(one.reference or ""),
                    "status": one.status,
                    "candidates": [keys[candidate] for candidate in one.candidates if candidate in keys],
                    "document": files[one.document],
                    "page": pages[one.passage].page_at(one.start),
                }
            )
    return rows


def reference_rows(study: Study) -> list[Row]:
    """The entries of all reference lists, in the order of the documents' files and of the lists.

    ``duplicate_of`` is the key of the earlier entry of the same list that is the same work.
    """
    files, keys = files_of(study), _keys(study)
    return [
        {
            "key": one.key,
            "authors": list(one.authors),
            "year": one.year,
            "suffix": one.suffix,
            "title": one.title,
            "container": one.container,
            "doi": one.doi,
            "url": one.url,
            "cited": one.cited,
            "duplicate_of": keys.get(one.duplicate_of or ""),
            "notes": list(one.notes),
            "document": files[one.document],
        }
        for document in study.store.documents()
        for one in study.store.references(document.id)
    ]


def event_rows(study: Study) -> list[Row]:
    """The audit trail, from its first event. ``confidential`` where it tells of a confidential document."""
    secret = _secrets(study)
    return [
        {
            "number": event.number,
            "time": event.time,
            "actor": event.actor,
            "action": event.action,
            "subject": event.subject,
            "reason": event.reason,
            "details": dict(event.details),
            "before": event.before,
            "after": event.after,
            "hash": event.hash,
            "confidential": bool(secret) and _tells(event, secret),
        }
        for event in study.store.events()
    ]


_IDS = re.compile(r"\b[dgh][0-9a-f]{12}\b")


def _secrets(study: Study) -> frozenset[str]:
    """Ids of confidential documents, and of groups in which they are."""
    store = study.store
    withheld = {one.id for one in store.documents() if one.confidential}
    if not withheld:
        return frozenset()
    groups = [(one.id, one.claims) for one in store.claim_groups()]
    groups += [(one.id, (*one.findings, *one.testimonies, *one.denials)) for one in store.finding_groups()]
    files = {one.file for one in store.documents() if one.id in withheld}
    mixed = {id for id, names in groups if any(name.partition("/")[0] in withheld for name in names)}
    return frozenset(withheld | files | mixed)


def _tells(event: Event, secret: Collection[str]) -> bool:
    if event.subject in secret or event.details.get("file") in secret:
        return True
    return any(id in secret for id in _IDS.findall(f"{event.subject} {event.details}"))
