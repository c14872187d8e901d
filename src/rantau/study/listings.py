"""What listings show: citations, references and claims as plain rows, ready for JSON."""

from __future__ import annotations

from typing import Any

from rantau.study.study import Study

__all__ = ["citation_rows", "claim_rows", "reference_rows"]

Row = dict[str, Any]


def _files(study: Study) -> dict[str, str]:
    return {document.id: document.file for document in study.store.documents()}


def _keys(study: Study) -> dict[str, str]:
    return {reference.id: reference.key for reference in study.store.references()}


def citation_rows(study: Study) -> list[Row]:
    """The in-text citations of all documents, in the order of the documents' files and of reading.

    ``reference`` is the key of the entry that the citation is matched to; ``candidates`` are the keys of those it could
    be where it is ambiguous. ``page`` counts from the first page of the file.
    """
    files, keys, store = _files(study), _keys(study), study.store
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
    files, keys = _files(study), _keys(study)
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


def claim_rows(study: Study) -> list[Row]:
    """The claims of all documents, in the order of the documents' files and of reading."""
    files, store = _files(study), study.store
    rows = []
    for document in store.documents():
        citations = {one.id: one for one in store.citations(document.id)}
        for one in store.claims(document.id):
            rows.append(
                {
                    "quote": one.quote,
                    "value": one.value,
                    "low": one.low,
                    "high": one.high,
                    "qualifier": one.qualifier,
                    "unit": one.unit,
                    "measure": one.measure,
                    "indicator": one.indicator,
                    "places": [{"id": place.id, "role": place.role} for place in one.places],
                    "group": {
                        "sex": one.group.sex,
                        "age": one.group.age,
                        "documentation": one.group.documentation,
                        "sector": one.group.sector,
                        "nationality": one.group.nationality,
                    },
                    "period": (
                        {"start": one.period.start, "end": one.period.end, "text": one.period.text}
                        if one.period
                        else None
                    ),
                    "citations": [citations[name].text for name in one.citations if name in citations],
                    "own_data": one.own_data,
                    "document": files[one.document],
                    "page": one.page,
                    "confidence": one.confidence,
                    "notes": list(one.notes),
                    "id": one.id,
                }
            )
    return rows
