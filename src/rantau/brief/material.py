"""What a brief is made from: records, and nothing that reaches out of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rantau.brief.answered import PolicyMaterial, SimulationMaterial
from rantau.brief.coded import CodingMaterial
from rantau.evidence import Lineage
from rantau.framework.corridors import CorridorStock
from rantau.framework.indicators import Indicator
from rantau.framework.places import Place
from rantau.profile.settings import ProfileSettings
from rantau.store.records import (
    Citation,
    Claim,
    ClaimGroup,
    Document,
    Finding,
    FindingGroup,
    Grade,
    Observation,
    Reference,
    Score,
    Testimony,
)

__all__ = ["AuditSummary", "BriefMaterial", "Duplicate"]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A file that was received and is the same as another; it was read once."""

    file: str
    same_as: str


@dataclass(frozen=True, slots=True)
class AuditSummary:
    """Where the audit trail stood when the brief was made."""

    events: int
    head: str
    """Hash of the last event."""


@dataclass(frozen=True, kw_only=True)
class BriefMaterial:
    """Everything a brief says is computed from this."""

    title: str
    question: str
    """What was asked, in the analyst's words; may be empty."""
    places: tuple[str, ...]
    year: int
    """The year of the profiles."""
    as_of: str
    """ISO date printed on the brief: the day of the study's last change, never read from a clock here."""
    software: str
    """Name and version, e.g. ``rantau 0.1.0``."""
    seed: int
    documents: tuple[Document, ...]
    """As received: those that were read, and those that were not (with ``problem``)."""
    pages: Mapping[str, str | None]
    """Id of each page, with the number printed on it where it could be read."""
    passages: tuple[str, ...]
    """Ids of all passages."""
    references: tuple[Reference, ...]
    citations: tuple[Citation, ...]
    claims: tuple[Claim, ...]
    groups: tuple[ClaimGroup, ...]
    indicators: Sequence[Indicator]
    place_table: Sequence[Place]
    observations: tuple[Observation, ...]
    corridors: Sequence[CorridorStock]
    scores: tuple[Score, ...]
    """Of countries and corridors, as :mod:`rantau.profile` gives them."""
    warnings: tuple[tuple[str, str], ...] = ()
    """Of profiles: an element, and a sentence on why its parts may not belong together."""
    duplicates: tuple[Duplicate, ...] = ()
    period: tuple[str, str] | None = None
    """The period the study asks about."""
    findings: tuple[Finding, ...] = ()
    finding_groups: tuple[FindingGroup, ...] = ()
    testimonies: tuple[Testimony, ...] = ()
    grades: tuple[Grade, ...] = ()
    """Of groups of findings and of claims."""
    lineage: Lineage | None = None
    """Who quotes whom, for claims and findings."""
    coding: CodingMaterial | None = None
    """Codes that count, where there are any."""
    policy: PolicyMaterial | None = None
    """How the study's states answer, and what is recommended."""
    simulation: SimulationMaterial | None = None
    """The last run of scenarios, if there was one."""
    settings: ProfileSettings = field(default_factory=ProfileSettings)
    audit: AuditSummary | None = None

    @cached_property
    def read(self) -> tuple[Document, ...]:
        return tuple(one for one in self.documents if not one.problem)

    @cached_property
    def failed(self) -> tuple[Document, ...]:
        return tuple(one for one in self.documents if one.problem)

    @cached_property
    def standing_claims(self) -> tuple[Claim, ...]:
        """All claims but those that a person rejected."""
        return tuple(one for one in self.claims if one.status != "rejected")

    @cached_property
    def claim_of(self) -> dict[str, Claim]:
        return {one.id: one for one in self.claims}

    @cached_property
    def finding_of(self) -> dict[str, Finding]:
        return {one.id: one for one in self.findings}

    @cached_property
    def testimony_of(self) -> dict[str, Testimony]:
        return {one.id: one for one in self.testimonies}

    @cached_property
    def grade_of(self) -> dict[str, Grade]:
        """By the id of the group."""
        return {one.subject: one for one in self.grades}

    @cached_property
    def document_of(self) -> dict[str, Document]:
        return {one.id: one for one in self.documents}

    @cached_property
    def document_number(self) -> dict[str, str]:
        """``D1``, ``D2`` … in the order received."""
        return {one.id: f"D{number}" for number, one in enumerate(self.documents, start=1)}

    @cached_property
    def citation_of(self) -> dict[str, Citation]:
        return {one.id: one for one in self.citations}

    @cached_property
    def reference_of(self) -> dict[str, Reference]:
        return {one.id: one for one in self.references}

    @cached_property
    def observation_of(self) -> dict[str, Observation]:
        return {one.id: one for one in self.observations}

    @cached_property
    def place_of(self) -> dict[str, Place]:
        return {one.id: one for one in self.place_table}

    @cached_property
    def indicator_of(self) -> dict[str, Indicator]:
        return {one.id: one for one in self.indicators}

    @cached_property
    def score_of(self) -> dict[tuple[str, str], Score]:
        """By (element, unit)."""
        return {(one.element, one.unit): one for one in self.scores}
