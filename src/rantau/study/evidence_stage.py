"""The evidence stage for one document: passages and citations in, claims out. Runs in a worker process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from rantau.evidence import EXTRACTOR, ClaimContext, default_place_index, extract_claims
from rantau.store.records import Citation, Claim, Document, Passage
from rantau.study.fingerprints import fingerprint, shipped_data

__all__ = ["EvidenceTask", "context_fingerprint", "extract"]


@dataclass(frozen=True, slots=True)
class EvidenceTask:
    """One document to take claims out of."""

    document: Document
    passages: tuple[Passage, ...]
    citations: tuple[Citation, ...]


@cache
def context_fingerprint() -> str:
    """What the extractor knows beside the text: its rules, its vocabulary, the names of places."""
    return fingerprint(
        EXTRACTOR, shipped_data("rantau.evidence"), shipped_data("rantau.baseline", ("places.csv",))
    )


def extract(task: EvidenceTask, progress: Callable[[int, int], None]) -> tuple[Claim, ...]:
    """Every claim of one document, in reading order."""
    context = ClaimContext(document=task.document, places=default_place_index())
    claims = tuple(extract_claims(task.passages, task.citations, context))
    progress(len(task.passages), len(task.passages))
    return claims
