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

from rantau.store.records.accounts import Account
from rantau.store.records.citing import Citation, Reference
from rantau.store.records.coding import Assignment, Coder, CodeSuggestion, Coding, Memo, Theme
from rantau.store.records.evidence import (
    Claim,
    ClaimContent,
    ClaimGroup,
    Component,
    Decision,
    Finding,
    FindingGroup,
    Grade,
    Group,
    Period,
    PlaceMention,
    SealedNames,
    Testimony,
)
from rantau.store.records.profile import Observation, Score
from rantau.store.records.text import Box, Document, Page, Passage, Section, Span, joiner
from rantau.store.records.trail import Event, Hit, StageRun

__all__ = [
    "Account",
    "Assignment",
    "Box",
    "Citation",
    "Claim",
    "ClaimContent",
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
