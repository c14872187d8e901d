"""What listings show of the evidence: claims, testimonies, findings and their groups as plain rows, ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rantau.evidence.correcting import content_words
from rantau.store.records import Citation, Claim, Document, Finding, Grade, Period, PlaceMention, Testimony
from rantau.study.deciding import stale_decisions
from rantau.study.listings import Row, files_of
from rantau.study.study import Study

__all__ = [
    "citation_words",
    "claim_rows",
    "finding_group_rows",
    "finding_rows",
    "group_rows",
    "open_grade_rows",
    "review_rows",
    "testimony_rows",
]

_DOUBTFUL = 0.5
"""A record under this confidence waits for a person."""


def _places(places: Sequence[PlaceMention]) -> list[dict[str, str]]:
    return [{"id": place.id, "role": place.role} for place in places]


def _period(period: Period | None) -> dict[str, str] | None:
    return {"start": period.start, "end": period.end, "text": period.text} if period else None


def citation_words(citation: Citation) -> str:
    """A citation as the text has it; a bare number, or the call of a note, with whom it stands for."""
    if not citation.authors or any(letter.isalpha() for letter in citation.text):
        return citation.text
    year = f" ({citation.year}{citation.suffix})" if citation.year is not None else ""
    return f"{citation.text} {'; '.join(citation.authors)}{year}"


def _documents(study: Study, only: str | None) -> list[Document]:
    return study.store.documents() if only is None else [study.store.document(only)]


def claim_rows(study: Study, only: str | None = None) -> list[Row]:
    """The claims of all documents, or of ``only`` one, in the order of the documents' files and of reading.

    ``machine`` is what the machine read where a person corrected it, each field as people type it; else None.
    """
    store, documents = study.store, _documents(study, only)
    files = {document.id: document.file for document in documents}
    rows = []
    for document in documents:
        citations = {one.id: citation_words(one) for one in store.citations(document.id)}
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
                    "places": _places(one.places),
                    "group": {
                        "sex": one.group.sex,
                        "age": one.group.age,
                        "documentation": one.group.documentation,
                        "sector": one.group.sector,
                        "nationality": one.group.nationality,
                    },
                    "period": _period(one.period),
                    "citations": [citations[name] for name in one.citations if name in citations],
                    "own_data": one.own_data,
                    "document": files[one.document],
                    "page": one.page,
                    "confidence": one.confidence,
                    "status": one.status,
                    "extracted_by": one.extracted_by,
                    "confidential": document.confidential,
                    "notes": list(one.notes),
                    "machine": None if one.machine is None else content_words(one.machine),
                    "id": one.id,
                }
            )
    return rows


def testimony_rows(study: Study, only: str | None = None) -> list[Row]:
    """The testimonies of all documents, or of ``only`` one, in the order of the documents' files and of reading.

    ``source`` is who recorded the words: as the text says, else the citations that back them, else the document itself.
    """
    store, documents = study.store, _documents(study, only)
    files = {document.id: document.file for document in documents}
    rows = []
    for document in documents:
        citations = {one.id: citation_words(one) for one in store.citations(document.id)}
        for one in store.testimonies(document.id):
            cited = [citations[name] for name in one.citations if name in citations]
            rows.append(
                {
                    "quote": one.quote,
                    "speaker": one.speaker,
                    "speaker_type": one.speaker_type,
                    "place": one.places[0].id if one.places else None,
                    "places": _places(one.places),
                    "source": one.recorded_by or "; ".join(cited) or files[one.document],
                    "recorded_by": one.recorded_by,
                    "citations": cited,
                    "document": files[one.document],
                    "page": one.page,
                    "pseudonyms": list(one.pseudonyms),
                    "confidence": one.confidence,
                    "status": one.status,
                    "confidential": document.confidential,
                    "notes": list(one.notes),
                    "id": one.id,
                }
            )
    return rows


def finding_rows(study: Study, only: str | None = None) -> list[Row]:
    """The findings of all documents, or of ``only`` one, in the order of the documents' files and of reading."""
    store, documents = study.store, _documents(study, only)
    files = {document.id: document.file for document in documents}
    rows = []
    for document in documents:
        citations = {one.id: citation_words(one) for one in store.citations(document.id)}
        for one in store.findings(document.id):
            rows.append(
                {
                    "quote": one.quote,
                    "actor": one.actor,
                    "actor_type": one.actor_type,
                    "action": one.action,
                    "target": one.target,
                    "codes": list(one.codes),
                    "denied": one.denied,
                    "places": _places(one.places),
                    "period": _period(one.period),
                    "citations": [citations[name] for name in one.citations if name in citations],
                    "own_data": one.own_data,
                    "document": files[one.document],
                    "page": one.page,
                    "confidence": one.confidence,
                    "status": one.status,
                    "confidential": document.confidential,
                    "notes": list(one.notes),
                    "id": one.id,
                }
            )
    return rows


def _grade(grade: Grade | None) -> dict[str, Any] | None:
    if grade is None:
        return None
    parts = ("methods", "coherence", "adequacy", "relevance")
    return {
        "confidence": grade.confidence,
        "proposed": grade.proposed,
        "decided_by": grade.decided_by,
        "reason": grade.reason,
        **{
            name: {"concern": part.concern, "reason": part.reason}
            for name in parts
            if (part := getattr(grade, name))
        },
    }


def group_rows(study: Study) -> list[Row]:
    """The groups of claims about the same thing, each with its verdict, its reason, its claims and its grade."""
    store, files = study.store, files_of(study)
    groups = store.claim_groups()
    claims = {one.id: one for one in store.claims_named(id for group in groups for id in group.claims)}
    withheld = {one.id for one in store.documents() if one.confidential}
    grades = {one.subject: one for one in store.grades()}
    return [
        {
            "indicator": group.indicator,
            "places": _places(group.places),
            "group": group.group.words(),
            "periods": _periods(
                claims[name]
                for name in group.claims
                if name in claims and claims[name].document not in withheld
            ),
            "unit": group.unit,
            "verdict": group.verdict,
            "reason": group.reason,
            "low": group.low,
            "high": group.high,
            "documents": group.documents,
            "roots": list(group.roots),
            "confidence": grades[group.id].confidence if group.id in grades else None,
            "grade": _grade(grades.get(group.id)),
            "confidential": any(claims[name].document in withheld for name in group.claims if name in claims),
            "claims": [
                _in_group(claims[name], files, claims[name].document in withheld)
                for name in group.claims
                if name in claims
            ],
            "id": group.id,
        }
        for group in groups
    ]


def _periods(claims: Iterable[Claim]) -> list[str]:
    """When it was, in the words of the claims, the earliest first, each once."""
    periods = [one.period for one in claims if one.period is not None]
    found = sorted(periods, key=lambda one: (one.start, one.end, one.text))
    return list(dict.fromkeys(one.text for one in found))


def _in_group(one: Claim, files: Mapping[str, str], confidential: bool) -> dict[str, Any]:
    return {
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "qualifier": one.qualifier,
        "unit": one.unit,
        "period": _period(one.period),
        "quote": one.quote,
        "document": files[one.document],
        "page": one.page,
        "confidential": confidential,
        "id": one.id,
    }


def finding_group_rows(study: Study) -> list[Row]:
    """The groups of findings that say the same, each with its grade and the reasons for it."""
    store = study.store
    grades = {one.subject: one for one in store.grades()}
    withheld = {one.id for one in store.documents() if one.confidential}
    return [
        {
            "statement": group.statement,
            "code": group.code,
            "actor_type": group.actor_type,
            "places": _places(group.places),
            "findings": list(group.findings),
            "testimonies": list(group.testimonies),
            "denials": list(group.denials),
            "documents": group.documents,
            "roots": list(group.roots),
            "source_types": list(group.source_types),
            "confidential": any(
                name.partition("/")[0] in withheld
                for name in (*group.findings, *group.testimonies, *group.denials)
            ),
            "confidence": grades[group.id].confidence if group.id in grades else None,
            "grade": _grade(grades.get(group.id)),
            "id": group.id,
        }
        for group in store.finding_groups()
    ]


def _open_matches(study: Study, document: Document) -> list[Row]:
    """Citations that could mean several entries of the reference list."""
    open_ones = [one for one in study.store.citations(document.id) if one.status == "ambiguous"]
    if not open_ones:
        return []
    pages = {one.id: one for one in study.store.passages(document.id)}
    return [
        {
            "kind": "citation",
            "why": f"it could be {len(one.candidates)} entries of the reference list",
            "quote": citation_words(one),
            "document": document.file,
            "page": pages[one.passage].page_at(one.start),
            "confidence": None,
            "confidential": document.confidential,
            "id": one.id,
        }
        for one in open_ones
    ]


def open_grade_rows(study: Study) -> list[Row]:
    """Groups of claims and of findings whose proposed grade no person has looked at."""
    store = study.store
    decided = {one.subject for one in store.decisions() if one.kind == "grade"}
    grades = {one.subject: one for one in store.grades() if one.subject not in decided}
    withheld = {one.id for one in store.documents() if one.confidential}

    def secret(names: Sequence[str]) -> bool:
        return any(name.partition("/")[0] in withheld for name in names)

    claims = [(one.id, one.indicator.replace("_", " "), secret(one.claims)) for one in store.claim_groups()]
    findings = [
        (one.id, one.statement, secret((*one.findings, *one.testimonies, *one.denials)))
        for one in store.finding_groups()
    ]
    return [
        {
            "kind": "grade",
            "why": f"{grades[id].proposed} confidence is proposed",
            "quote": words,
            "document": "",
            "page": None,
            "confidence": None,
            "confidential": confidential,
            "id": id,
        }
        for id, words, confidential in (*findings, *claims)
        if id in grades
    ]


def review_rows(study: Study, only: str | None = None) -> list[Row]:
    """What waits for a person: what the rules found but could not place, are unsure of, or what no longer fits.

    Of ``only`` one document, or of all; decisions that no longer fit are listed with all.
    """
    store, documents = study.store, _documents(study, only)
    files = {document.id: document.file for document in documents}
    withheld = {one.id for one in documents if one.confidential}
    rows: list[Row] = []

    def wait(kind: str, one: Claim | Testimony | Finding, why: Sequence[str]) -> None:
        if why and one.status == "proposed":
            rows.append(
                {
                    "kind": kind,
                    "why": "; ".join(why),
                    "quote": one.quote,
                    "document": files[one.document],
                    "page": one.page,
                    "confidence": one.confidence,
                    "confidential": one.document in withheld,
                    "id": one.id,
                }
            )

    for document in documents:
        for claim in store.claims(document.id):
            why = ["no indicator fits"] if claim.indicator is None else []
            why += ["no place is named"] if not claim.places else []
            why += ["the rules are unsure"] if claim.confidence < _DOUBTFUL else []
            wait("claim", claim, why)
        for testimony in store.testimonies(document.id):
            why = ["the speaker is not told"] if testimony.speaker_type == "unknown" else []
            why += ["the rules are unsure"] if testimony.confidence < _DOUBTFUL else []
            wait("testimony", testimony, why)
        for finding in store.findings(document.id):
            wait("finding", finding, ["the rules are unsure"] if finding.confidence < _DOUBTFUL else [])
        rows += _open_matches(study, document)
    for decision, why_not in stale_decisions(store) if only is None else ():
        rows.append(
            {
                "kind": "decision",
                "why": f"{decision.value} by {decision.by}, but {why_not}",
                "quote": decision.quote,
                "document": files.get(decision.subject.partition("/")[0], ""),
                "page": None,
                "confidence": None,
                "confidential": decision.subject.partition("/")[0] in withheld,
                "id": decision.subject,
            }
        )
    return rows
