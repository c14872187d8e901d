"""Closed sets of words that records use. One word for one thing."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = [
    "ACCOUNT_ROLES",
    "BLOCK_KINDS",
    "BRIEF_SECTIONS",
    "CONCERNS",
    "CONFIDENCES",
    "DIMENSIONS",
    "SOURCE_TYPES",
    "SPEAKER_TYPES",
    "AccountRole",
    "BlockKind",
    "BriefSection",
    "CitationStatus",
    "CitationStyle",
    "Concern",
    "Confidence",
    "DecisionKind",
    "Dimension",
    "DocumentFormat",
    "PlaceRole",
    "Qualifier",
    "SourceType",
    "SpeakerType",
    "Verdict",
]

SourceType = Literal["intergovernmental", "state", "ngo", "academic", "media", "testimony", "unknown"]
"""Who speaks in a document; triangulation is of kinds of sources as well as of documents."""
SOURCE_TYPES: tuple[SourceType, ...] = get_args(SourceType)

DocumentFormat = Literal["pdf", "docx", "html", "markdown", "text"]

BlockKind = Literal[
    "heading",
    "paragraph",
    "list_item",
    "quote",
    "table",
    "caption",
    "footnote",
    "endnote",
    "reference",
    "front_matter",
]
"""What a run of page text is. ``reference``: an entry of a reference list. ``front_matter``: title block,
contents list, imprint: kept and searchable, but no evidence is taken from it."""
BLOCK_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)

CitationStyle = Literal["parenthetical", "narrative", "numeric", "footnote"]
CitationStatus = Literal["matched", "ambiguous", "dangling"]

Qualifier = Literal["exact", "about", "at_least", "at_most", "more_than", "less_than", "range"]
"""How a stated value is hedged; triangulation reads each as an interval."""

PlaceRole = Literal["origin", "transit", "destination", "unspecified"]

SpeakerType = Literal[
    "migrant", "family", "community", "official", "company", "ngo", "expert", "other", "unknown"
]
"""Whose words a quotation holds. ``migrant``: one who migrates, migrated or was trafficked; ``family``: kin of one;
``community``: neighbours, other workers; ``official``: of a state, its police or courts, or an intergovernmental body;
``company``: employers, recruiters, their spokespeople; ``expert``: researchers, lawyers, doctors."""
SPEAKER_TYPES: tuple[SpeakerType, ...] = get_args(SpeakerType)

Concern = Literal["none", "minor", "moderate", "serious"]
"""How grave a concern is about one component of GRADE-CERQual (Lewin et al. 2018, Implementation Science 13, S1)."""
CONCERNS: tuple[Concern, ...] = get_args(Concern)

Confidence = Literal["high", "moderate", "low", "very low"]
"""The grade of a finding (GRADE-CERQual)."""
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)

DecisionKind = Literal["claim", "testimony", "finding", "grade", "citation"]
"""What a person decided on: to accept or reject a claim, testimony or finding, to overrule a grade, or to say which
entry of the reference list a citation means."""

Verdict = Literal["corroborated", "compatible", "conflicting", "single-source"]

Dimension = Literal["economic", "food", "health", "environmental", "personal", "community", "political"]
"""The seven dimensions of human security (UNDP 1994, Human Development Report, ch. 2)."""
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

AccountRole = Literal["reader", "coder", "analyst", "owner"]
"""What a person may do in the workbench, each all that those before it may. ``reader``: read what is not confidential;
``coder``: code and review; ``analyst``: read what is confidential, add sources, run stages and scenarios; ``owner``:
accounts and settings."""
ACCOUNT_ROLES: tuple[AccountRole, ...] = get_args(AccountRole)

BriefSection = Literal[
    "glance",
    "corridors",
    "profiles",
    "conflicts",
    "standing",
    "graded",
    "framing",
    "lineage",
    "answers",
    "scenarios",
    "recommendations",
]
"""A section that a brief can do without. What was read, the limits, the method and the sources stand in every brief."""
BRIEF_SECTIONS: tuple[BriefSection, ...] = get_args(BriefSection)
"""In the order in which the brief has them."""
