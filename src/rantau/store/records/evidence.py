"""Claims, testimonies and findings, their groups and grades, and what people decided on them."""

from __future__ import annotations

from dataclasses import dataclass

from rantau.framework.words import (
    Concern,
    Confidence,
    DecisionKind,
    PlaceRole,
    Qualifier,
    SpeakerType,
    Verdict,
)

__all__ = [
    "Claim",
    "ClaimContent",
    "ClaimGroup",
    "Component",
    "Decision",
    "Finding",
    "FindingGroup",
    "Grade",
    "Group",
    "Period",
    "PlaceMention",
    "SealedNames",
    "Testimony",
]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place a claim is about: ``id`` is an ISO 3166-1 alpha-3 code, or the id of a region, town or crossing."""

    id: str
    role: PlaceRole = "unspecified"


@dataclass(frozen=True, slots=True)
class Period:
    """A period as stated: ISO dates of reduced precision (``2024``, ``2024-06``), both ends included."""

    start: str
    end: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Who is counted. Each part is empty when the text does not say."""

    sex: str = ""
    age: str = ""
    documentation: str = ""
    sector: str = ""
    nationality: str = ""

    def words(self) -> str:
        parts = (self.documentation, self.nationality, self.sex, self.age, self.sector)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimContent:
    """What of a claim a person may correct; the quotation is not among it, for it is the document's."""

    value: float | None
    low: float | None
    high: float | None
    qualifier: Qualifier
    unit: str
    indicator: str | None
    indicator_score: float
    places: tuple[PlaceMention, ...]
    group: Group
    period: Period | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A statement of quantity about the world, with its exact quotation."""

    id: str
    document: str
    passage: str
    page: int
    start: int
    end: int
    """Offsets of ``quote`` in the passage text."""
    quote: str
    value: float | None
    low: float | None
    high: float | None
    qualifier: Qualifier
    unit: str
    """One of the units of ``rantau.evidence``: ``persons``, ``percent``, ``USD``, ``hours/day`` …"""
    measure: str
    """What is measured, in the text's words."""
    indicator: str | None
    indicator_score: float
    places: tuple[PlaceMention, ...]
    group: Group
    period: Period | None
    citations: tuple[str, ...]
    own_data: bool
    """True when no citation backs the claim and the document speaks for itself."""
    extracted_by: str
    confidence: float
    status: str = "proposed"
    """``proposed``; or what a person decided: ``accepted``, ``rejected`` or ``corrected``."""
    notes: tuple[str, ...] = ()
    """What the rules took from elsewhere than the quotation, e.g. that the place is the section's."""
    machine: ClaimContent | None = None
    """What the machine read, where a person corrected it; None of a claim that says what the machine read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimGroup:
    """Claims about the same thing, laid side by side."""

    id: str
    indicator: str
    places: tuple[PlaceMention, ...]
    group: Group
    unit: str
    claims: tuple[str, ...]
    verdict: Verdict
    reason: str
    """One sentence that says why."""
    low: float | None
    high: float | None
    """Hull of the claims' intervals in ``unit``; None is unbounded."""
    documents: int
    roots: tuple[str, ...]
    """Root sources beneath the claims, each named once; documents that quote one root are one witness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """A quoted speaker, in the speaker's own words: evidence of experience, never of frequency."""

    id: str
    document: str
    passage: str
    page: int
    start: int
    end: int
    """Offsets of ``quote`` in the passage text. Quotation marks stand outside."""
    quote: str
    """Exactly as the stored passage has it: what names a person has been replaced before it was stored."""
    speaker: str
    """As the text describes the speaker ("a 24-year-old woman from Kachin"); empty when it does not."""
    speaker_type: SpeakerType
    places: tuple[PlaceMention, ...] = ()
    recorded_by: str = ""
    """Who recorded the words, as the text says ("interviewed by …", the source cited); empty: the document itself."""
    citations: tuple[str, ...] = ()
    """Ids of the citations that back it."""
    pseudonyms: tuple[str, ...] = ()
    """Pseudonyms in ``quote`` and ``speaker``, e.g. ``[name 2]``."""
    extracted_by: str = ""
    confidence: float = 0.0
    status: str = "proposed"
    """``proposed``, ``accepted`` or ``rejected`` (by a person)."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedNames:
    """What the pseudonyms of one document stand for, encrypted to the key that the analyst holds."""

    document: str
    recipient: str
    """The public half of the key (age)."""
    sealed: str
    """A JSON object of pseudonym to original text, encrypted with age, in base64."""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An unquantified statement of who does what to whom."""

    id: str
    document: str
    passage: str
    page: int
    start: int
    end: int
    """Offsets of ``quote`` in the passage text."""
    quote: str
    actor: str
    """Who acts, in the text's words; empty in a passive without an agent."""
    actor_type: str
    """Code of the kind of actor, e.g. ``MS.meso.informal_broker``; empty where none fits."""
    action: str
    """What is done, in the text's words."""
    target: str
    """To whom, in the text's words."""
    codes: tuple[str, ...]
    """Codes of the framework that it stands under."""
    denied: bool = False
    """The text says that it does not happen, or that somebody denies it."""
    places: tuple[PlaceMention, ...] = ()
    period: Period | None = None
    citations: tuple[str, ...] = ()
    own_data: bool = True
    """True when no citation backs it and the document speaks for itself."""
    extracted_by: str = ""
    confidence: float = 0.0
    status: str = "proposed"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """Findings that say the same, with the testimonies that bear them out: what a review would grade."""

    id: str
    statement: str
    """One sentence."""
    code: str
    """The code of the framework that joins them."""
    actor_type: str
    places: tuple[PlaceMention, ...]
    findings: tuple[str, ...]
    testimonies: tuple[str, ...]
    denials: tuple[str, ...]
    """Findings that deny it: negative cases."""
    documents: int
    roots: tuple[str, ...]
    """Root sources beneath them; documents that quote one root are one witness."""
    source_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """One component of GRADE-CERQual: how grave the concern is, and why, in a sentence."""

    concern: Concern
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """How much confidence a group of findings or of claims deserves (GRADE-CERQual)."""

    subject: str
    """Id of the group."""
    methods: Component
    """Methodological limitations."""
    coherence: Component
    adequacy: Component
    relevance: Component
    proposed: Confidence
    """What the rules propose."""
    confidence: Confidence
    """What holds: the proposal, or what a person decided."""
    reason: str
    """One sentence on the whole; a person's own words where a person decided."""
    decided_by: str = ""
    """Who overruled or confirmed the proposal; empty while it is a proposal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about a record that the machine made; it outlives the machine's next run."""

    kind: DecisionKind
    subject: str
    """Id of the record."""
    value: str
    """``accepted``, ``rejected``, ``corrected``, or a grade."""
    reason: str
    by: str
    quote: str = ""
    """The words decided on: a decision whose record now says something else is shown, not applied."""
    content: ClaimContent | None = None
    """What a corrected claim says; None of any other decision."""
