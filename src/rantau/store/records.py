"""The typed records of a study: what one room hands to the next. No database here.

Ids are made from content, so the same sources give the same ids on any machine:

* document: ``d`` + the first 12 hex digits of the file's SHA-256, e.g. ``d3f9a1b2c0d1``
* page: ``<document>/<page number>``; section: ``<document>/s<number>``
* passage: ``<document>/p<number>``; reference: ``<document>/r<number>``
* citation: ``<passage>/c<number>``; claim: ``<passage>/q<number>``; testimony: ``<passage>/t<number>``; finding:
  ``<passage>/f<number>`` (numbers count from 1 in reading order)

Offsets count Unicode code points, half-open ``[start, end)``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rantau.framework.words import (
    BlockKind,
    CitationStatus,
    CitationStyle,
    Concern,
    Confidence,
    DecisionKind,
    DocumentFormat,
    PlaceRole,
    Qualifier,
    SourceType,
    SpeakerType,
    Verdict,
)

__all__ = [
    "Assignment",
    "Box",
    "Citation",
    "Claim",
    "ClaimGroup",
    "CodeSuggestion",
    "Coder",
    "Coding",
    "Component",
    "Decision",
    "Document",
    "Event",
    "Finding",
    "FindingGroup",
    "Grade",
    "Group",
    "Hit",
    "Memo",
    "Observation",
    "Page",
    "Passage",
    "Period",
    "PlaceMention",
    "Reference",
    "Score",
    "SealedNames",
    "Section",
    "Span",
    "StageRun",
    "Testimony",
    "Theme",
    "joiner",
]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of stored page text: page number counted from 1, and offsets into that page's text."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in PDF points, origin at the lower left; a passage has one for each piece."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source as received. A document that could not be read has ``problem``, and no pages."""

    id: str
    file: str
    sha256: str
    size: int
    format: DocumentFormat | None = None
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    publisher: str = ""
    source_type: SourceType = "unknown"
    language: str = ""
    """ISO 639-1 code of the main language; empty where it cannot be told."""
    confidential: bool = False
    machine_read: bool = False
    """True when any page's text came from OCR."""
    page_count: int = 0
    problem: str = ""
    """One sentence that says why the document could not be read; empty when it was read."""
    notes: tuple[str, ...] = ()
    """Sentences about what was read with a loss, e.g. a page with no text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page's stored text: running heads and hyphenation removed; all offsets point into ``text``.

    A format without pages (HTML, Markdown, plain text, a DOCX without page breaks) has one page.
    """

    document: str
    number: int
    label: str | None
    """The number printed on the page, where it could be read."""
    text: str
    machine_read: bool = False
    width: float | None = None
    height: float | None = None

    @property
    def id(self) -> str:
        return f"{self.document}/{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it."""

    id: str
    document: str
    number: int
    title: str
    level: int
    parent: str | None
    span: Span


# Scripts written without spaces between words: pieces of a paragraph join without one.
_SPACELESS = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Kana
    (0x4E00, 0x9FFF),  # Han
)


def joiner(before: str, after: str) -> str:
    """What stands between two pieces of one paragraph that a page break or column break parted."""
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return ""
    for low, high in _SPACELESS:
        if low <= ord(before[-1]) <= high and low <= ord(after[0]) <= high:
            return ""
    return " "


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph (or note, table, list item, heading, reference entry) with the page spans it stands on.

    ``text`` is the spans' page texts joined in order with :func:`joiner` between each two.
    """

    id: str
    document: str
    number: int
    kind: BlockKind
    section: str | None
    spans: tuple[Span, ...]
    text: str
    sentences: tuple[tuple[int, int], ...]
    """Offsets into ``text`` of each sentence, in order, not overlapping."""
    language: str = ""
    label: str = ""
    """The mark of a footnote or endnote ("3"), else empty."""
    machine_read: bool = False
    boxes: tuple[Box, ...] = ()

    def locate(self, start: int, end: int, pieces: Sequence[str]) -> tuple[Span, ...]:
        """Turn offsets in the passage text into page spans.

        Args:
            start: First offset in ``text``.
            end: Offset after the last character.
            pieces: The page text under each span, in order.

        Returns:
            One span for each page piece touched. Offsets that fall in a joiner belong to no span.
        """
        found: list[Span] = []
        position = 0
        for index, (span, piece) in enumerate(zip(self.spans, pieces, strict=True)):
            if index:
                position += len(joiner(pieces[index - 1], piece))
            low, high = max(start, position), min(end, position + len(piece))
            if low < high:
                found.append(Span(span.page, span.start + low - position, span.start + high - position))
            position += len(piece)
        return tuple(found)

    @property
    def pages(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(span.page for span in self.spans))

    def page_at(self, offset: int) -> int:
        """The number of the page on which the character at ``offset`` of ``text`` stands.

        Counts with one joining character between spans at most; a joiner belongs to the page before it.
        """
        position = 0
        for index, span in enumerate(self.spans):
            length = span.end - span.start
            if index and position < len(self.text) and self.text[position] == " ":
                # The joiner, unless the piece itself begins with a space, which joiner() rules out.
                position += 1
            if offset < position + length:
                return span.page
            position += length
        return self.spans[-1].page


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An entry of a document's reference list."""

    id: str
    document: str
    passage: str
    key: str
    """Short name unique in the document, e.g. ``idris-2021a``."""
    raw: str
    authors: tuple[str, ...]
    """Family name first, ``Idris, M.``; organisations whole."""
    year: int | None
    suffix: str
    title: str
    container: str
    doi: str
    url: str
    number: int | None = None
    """The entry's number in a numbered list."""
    duplicate_of: str | None = None
    """Id of an earlier entry of the same list that is the same work."""
    notes: tuple[str, ...] = ()
    """What is odd about the entry, e.g. that it was run onto the end of another."""
    cited: int = 0
    """How many citations are matched to it, or name it among several candidates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An in-text pointer to a reference."""

    id: str
    document: str
    passage: str
    start: int
    end: int
    """Offsets of ``text`` in the passage text."""
    text: str
    authors: tuple[str, ...]
    year: int | None
    suffix: str
    cited_page: str
    """Pages as cited, e.g. ``10–14``; empty when none."""
    style: CitationStyle
    status: CitationStatus
    reference: str | None
    """Id of the reference when matched."""
    candidates: tuple[str, ...] = ()
    """Ids of the references it could be, when ambiguous."""


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
    """``proposed``, ``accepted`` or ``rejected`` (by a person)."""
    notes: tuple[str, ...] = ()
    """What the rules took from elsewhere than the quotation, e.g. that the place is the section's."""


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
class CodeSuggestion:
    """A code that the machine suggests for a passage. No coding until a person accepts it."""

    id: str
    """``<passage>/k/<code>``."""
    document: str
    passage: str
    page: int
    code: str
    polarity: str
    """``insecurity`` or ``protection`` where the code has a polarity, else empty."""
    probability: float
    start: int
    end: int
    """Offsets in the passage text."""
    why: tuple[str, ...]
    """The words that count."""
    by: str
    """The suggester and its version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """Who codes: a person, or the machine where the study lets it."""

    id: str
    name: str
    machine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One coder's use of one code on a segment of a passage; it outlives the document's being read anew."""

    id: str
    document: str
    passage: str
    page: int
    start: int
    end: int
    """Offsets of ``quote`` in the passage text."""
    quote: str
    """The words coded: where the passage has other words now, the coding is shown as adrift, and not counted."""
    code: str
    polarity: str
    coder: str
    status: str
    """``accepted``; ``rejected``: the coder says that the code does not apply here."""
    probability: float | None = None
    """Of the suggestion that was decided on, if it was one."""
    time: str = ""
    """UTC, ISO 8601 with seconds."""
    reason: str = ""
    adjudicated_by: str = ""
    """Who settled it where coders differed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A coder's note on a coding, a code, a document, or (empty ``about``) the study."""

    id: str
    about: str
    text: str
    coder: str
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A document that a coder is to code; blind: without seeing the codings of others."""

    coder: str
    document: str
    blind: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Codes that a person groups as one theme."""

    id: str
    name: str
    definition: str
    codes: tuple[str, ...]


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
    """``accepted``, ``rejected``, or a grade."""
    reason: str
    by: str
    quote: str = ""
    """The words decided on: a decision whose record now says something else is shown, not applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Indicator × place × period × value × unit × source."""

    id: str
    indicator: str
    place: str
    year: int
    value: float
    unit: str
    source: str
    origin: str
    """Where it came from: ``baseline/observations.csv:17``, ``data/x.csv:3`` or a claim's id."""
    low: float | None = None
    high: float | None = None
    confidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One cell of a human-security profile: insecurity on 0 (most secure) to 100 (least secure)."""

    unit: str
    """``MYS`` for a country, ``MMR>THA`` for a corridor."""
    element: str
    """A dimension, ``human_security``, an indicator's id, or of a corridor ``origin``, ``route``, ``destination``
    (its legs) or ``exposure`` (all of them)."""
    year: int
    value: float | None
    low: float | None
    high: float | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    available: int
    expected: int
    assessed: bool
    inputs: tuple[str, ...] = ()
    """Ids of the observations beneath it."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRun:
    """A finished stage (for one document, or for the whole study) and the hash of what it was given."""

    stage: str
    subject: str
    """A document id, or ``study``."""
    input_hash: str
    output_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An entry of the audit trail. ``hash`` covers all other fields and ``previous``."""

    number: int
    time: str
    """UTC, ISO 8601 with seconds."""
    actor: str
    action: str
    """Verb in the past tense with its object, e.g. ``document.read``, ``stage.finished``."""
    subject: str
    reason: str
    details: Mapping[str, object] = field(default_factory=dict)
    before: str | None = None
    after: str | None = None
    previous: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A search result: where it stands, and a snippet with the offsets of the matches in the passage text."""

    document: str
    passage: str
    page: int
    snippet: str
    matches: tuple[tuple[int, int], ...]
    score: float
