"""The evidence stage for one document: passages and citations in; claims, testimonies and findings out.

Runs in a worker process.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from rantau.evidence import (
    EXTRACTOR,
    TESTIMONY_EXTRACTOR,
    ClaimContext,
    default_place_index,
    extract_claims,
    extract_testimonies,
)
from rantau.evidence.extractors import Extractor, joined
from rantau.evidence.findings import FINDING_RULES, extract_findings
from rantau.store.records import Citation, Claim, Document, Finding, Passage, Testimony
from rantau.study.fingerprints import fingerprint, shipped_data

__all__ = ["EvidenceTask", "Extracted", "Proposed", "add_proposals", "context_fingerprint", "extract"]


@dataclass(frozen=True, slots=True)
class EvidenceTask:
    """One document to take evidence out of."""

    document: Document
    passages: tuple[Passage, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was found in one document, in reading order."""

    claims: tuple[Claim, ...] = ()
    testimonies: tuple[Testimony, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a model behind an address added to a document's claims."""

    claims: tuple[Claim, ...]
    """Those of the rules and those of the model that stand, in reading order."""
    details: dict[str, object]
    """For the audit trail: models, what was asked, what was refused and why."""


def add_proposals(extractor: Extractor, task: EvidenceTask, claims: tuple[Claim, ...]) -> Proposed:
    """Ask a further extractor, and join what it finds to the claims of the rules.

    Raises:
        RantauError: It cannot be asked.
    """
    context = ClaimContext(document=task.document, places=default_place_index())
    found = extractor.extract(task.passages, task.citations, context)
    both = joined(claims, found.claims)
    details: dict[str, object] = {
        "proposed by": extractor.name,
        "taken": len(both) - len(claims),
        "refused": found.refused(),
        **found.details,
    }
    if found.withheld:
        details["withheld"] = found.withheld
    return Proposed(tuple(both), details)


@cache
def context_fingerprint() -> str:
    """What the extractors know beside the text: their rules, their vocabulary, the names of places."""
    return fingerprint(
        [EXTRACTOR, TESTIMONY_EXTRACTOR, FINDING_RULES],
        shipped_data("rantau.evidence"),
        shipped_data("rantau.evidence.findings"),
        shipped_data("rantau.baseline", ("places.csv",)),
    )


def extract(task: EvidenceTask, progress: Callable[[int, int], None]) -> Extracted:
    """All evidence of one document."""
    context = ClaimContext(document=task.document, places=default_place_index())
    found = Extracted(
        claims=tuple(extract_claims(task.passages, task.citations, context)),
        testimonies=tuple(extract_testimonies(task.passages, task.citations, context)),
        findings=tuple(extract_findings(task.passages, task.citations, context)),
    )
    progress(len(task.passages), len(task.passages))
    return found
