"""Rigour: the six phases of thematic analysis and four criteria of trustworthiness, as far as a study's trail shows.

Phases: Braun, V. & Clarke, V. (2006), Using thematic analysis in psychology, Qualitative Research in Psychology 3(2),
77-101. Criteria: Lincoln, Y. S. & Guba, E. G. (1985), Naturalistic Inquiry, ch. 11; how the phases meet them: Nowell,
L. S. et al. (2017), Thematic analysis: striving to meet the trustworthiness criteria, Int. J. Qual. Methods 16.

A checklist shows what was recorded. What people did and did not record it cannot show, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["Acts", "Check", "checklist"]

Kind = Literal["phase", "criterion"]
_LEAST_DOUBLE = 0.1
"""Share of the coded documents that two people should code; a convention (O'Connor & Joffe 2020, Int. J. Qual. Methods
19, who find 10 to 25 %), and no law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """What a study's store and trail tell of how it was coded.

    Attributes:
        readable: Documents that could be read.
        described: Of these, those with title, year, publisher and kind of source.
        source_types: Kinds of source among the documents that people coded, ``unknown`` left out.
        coded: Documents in which people coded.
        memo_documents: Documents about which a person wrote a memo.
        codings: People's codings that stand.
        rejections: Suggestions that people rejected.
        waiting: Suggestions on which nobody has decided.
        adrift: Codings whose words or code are gone, that wait for a person.
        machine: Codings that are suggestions standing in.
        coders: People who coded.
        double: Documents that two people or more have coded whole, each by themselves.
        alpha: Krippendorff's alpha over all codes on those, where it could be measured.
        differences: Differences between coders that nobody has settled.
        adjudicated: Differences that were settled; each has its reason.
        themes: How many themes there are.
        undefined_themes: Names of themes without a definition.
        themes_changed: How often themes were changed after the first was made.
        themed_codes: Codes in use that are in a theme.
        used_codes: Codes in use.
        negative: Codes that have negative cases.
        negative_answered: Of these, codes on which (or on a coding under which) there is a memo.
        study_memos: Memos about the study as a whole, by coder.
        said: Memos that speak of a thing the trail cannot see: ``member check``, ``peer``, ``position``, ``limit`` ->
            how many.
        codebook_changes: Changes to the codebook; each has its reason.
        trail_holds: The audit trail verifies.
        events: How many events it has.
        brief_after_coding: A brief or a report was written after the last act of coding; None where there is none of
            either.
        testimonies: Quoted speakers.
    """

    readable: int = 0
    described: int = 0
    source_types: tuple[str, ...] = ()
    coded: int = 0
    memo_documents: int = 0
    codings: int = 0
    rejections: int = 0
    waiting: int = 0
    adrift: int = 0
    machine: int = 0
    coders: tuple[str, ...] = ()
    double: int = 0
    alpha: float | None = None
    differences: int = 0
    adjudicated: int = 0
    themes: int = 0
    undefined_themes: tuple[str, ...] = ()
    themes_changed: int = 0
    themed_codes: int = 0
    used_codes: int = 0
    negative: int = 0
    negative_answered: int = 0
    study_memos: Mapping[str, int] | None = None
    said: Mapping[str, int] | None = None
    codebook_changes: int = 0
    trail_holds: bool = False
    events: int = 0
    brief_after_coding: bool | None = None
    testimonies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the checklist.

    Attributes:
        kind: Phase or criterion.
        name: Which: ``1 Familiarisation`` … or ``Credibility`` ….
        asked: What is asked.
        met: Whether the trail shows it.
        shown: What it shows, in a sentence.
        missing: What is missing, in a sentence; empty where it is met.
        command: What to do about it, for who types commands; empty where it is met.
        page: The same for who has a page: no command and no file.
    """

    kind: Kind
    name: str
    asked: str
    met: bool
    shown: str
    missing: str
    command: str = ""
    page: str = ""


def checklist(acts: Acts) -> list[Check]:
    """The checklist, filled as far as the trail goes."""
    return [*_phases(acts), *_criteria(acts)]


def _check(
    kind: Kind, name: str, asked: str, met: bool, shown: str, missing: str, way: tuple[str, str] = ("", "")
) -> Check:
    if met:
        return Check(kind=kind, name=name, asked=asked, met=met, shown=shown, missing="")
    command, page = way
    return Check(
        kind=kind, name=name, asked=asked, met=met, shown=shown, missing=missing, command=command, page=page
    )


_MEMO = ("'rantau code STUDY memo TEXT --about FILE' writes one.", "Coding has a field for memos.")
_NEGATIVE = ("'rantau analyse STUDY' lists negative cases.", "Analysis lists negative cases.")
_TOGETHER = (
    "'rantau themes STUDY --suggest' shows which codes stand together.",
    "Themes shows which codes stand together.",
)


def _phases(a: Acts) -> list[Check]:
    unread = a.readable - a.memo_documents
    free = a.used_codes - a.themed_codes
    reported = {
        True: "A brief or a report was written after the last act of coding.",
        False: "The last brief or report is older than the last act of coding.",
        None: "There is no coding, or no brief or report.",
    }[a.brief_after_coding]
    return [
        _check(
            "phase",
            "1 Familiarisation",
            "The documents were read, and first ideas noted.",
            a.readable > 0 and unread <= 0,
            f"People wrote memos about {a.memo_documents} of {a.readable} documents.",
            f"Nothing shows that a person has read {unread} of the documents; a memo on each does.",
            _MEMO,
        ),
        _check(
            "phase",
            "2 Initial codes",
            "Every document was coded by a person, and each suggestion decided on.",
            a.readable > 0 and a.coded >= a.readable and a.waiting == 0,
            f"People coded in {a.coded} of {a.readable} documents: {a.codings:,} codings stand, {a.rejections:,} "
            "suggestions were rejected.",
            f"{a.readable - a.coded} documents have no coding by a person, and {a.waiting:,} suggestions wait.",
            ("'rantau suggest STUDY' goes through them.", "Review goes through them."),
        ),
        _check(
            "phase",
            "3 Searching for themes",
            "Codes were gathered into themes.",
            a.themes > 0 and free <= 0,
            f"There are {a.themes} themes; {a.themed_codes} of {a.used_codes} codes in use are in one.",
            f"{free} codes in use are in no theme." if a.themes else "There is no theme yet.",
            _TOGETHER,
        ),
        _check(
            "phase",
            "4 Reviewing themes",
            "Themes were held against the passages and changed where they did not fit, negative cases among them.",
            a.themes > 0 and a.themes_changed > 0 and a.negative_answered >= a.negative,
            f"Themes were changed {a.themes_changed} times after the first was made; memos answer the negative cases "
            f"of {a.negative_answered} of {a.negative} codes that have some.",
            "Themes have not been changed since they were made, or negative cases are unanswered; a memo on "
            "the code answers them.",
            _NEGATIVE,
        ),
        _check(
            "phase",
            "5 Defining and naming themes",
            "Each theme has a name and a definition.",
            a.themes > 0 and not a.undefined_themes,
            f"{a.themes - len(a.undefined_themes)} of {a.themes} themes have a definition.",
            f"Without a definition: {', '.join(a.undefined_themes)}."
            if a.undefined_themes
            else "There is no theme yet.",
        ),
        _check(
            "phase",
            "6 Producing the report",
            "The report was written from the codings as they stand.",
            a.brief_after_coding is True,
            reported,
            "It is to be written once the coding is done.",
            ("'rantau run STUDY' or 'rantau report STUDY' writes it.", "Work or this page writes it."),
        ),
    ]


def _criteria(a: Acts) -> list[Check]:
    said = a.said or {}
    members, peers = said.get("member check", 0), said.get("peer", 0)
    limits, position = said.get("limit", 0), said.get("position", 0)
    share = a.double / a.coded if a.coded else 0.0
    alpha = "not measured" if a.alpha is None else f"{a.alpha:.2f}"
    writers = sum(1 for coder, count in (a.study_memos or {}).items() if count and coder in a.coders)
    return [
        _check(
            "criterion",
            "Credibility: triangulation",
            "The codings rest on more than one kind of source.",
            len(a.source_types) > 1,
            f"Kinds of source coded: {', '.join(a.source_types) or 'none known'}.",
            "Add documents of another kind of source, or say of which kind they are.",
            ("It stands in sources.csv.", "Sources has a form for it."),
        ),
        _check(
            "criterion",
            "Credibility: negative cases",
            "What speaks against was looked at.",
            a.codings > 0 and a.negative_answered >= a.negative,
            f"{a.negative} codes have negative cases; {a.negative_answered} of them are answered by a memo.",
            "Negative cases are unanswered; a memo on the code answers them.",
            _NEGATIVE,
        ),
        _check(
            "criterion",
            "Credibility: peers and members",
            "Others looked at the analysis: colleagues, and people it is about.",
            members > 0 and peers > 0,
            f"Memos speak of a member check {members} times, of a peer (debriefing, review) {peers} times.",
            "The trail cannot see such talks; a memo on the study that says 'member check' or 'peer debriefing', and "
            "what came of it records them.",
            _MEMO,
        ),
        _check(
            "criterion",
            "Transferability: description",
            "Where the evidence comes from is described so that others can judge whether it holds elsewhere.",
            a.readable > 0 and a.described >= a.readable and limits > 0,
            f"{a.described} of {a.readable} documents have title, year, publisher and kind of source; there are "
            f"{a.testimonies:,} testimonies in speakers' own words; memos speak of limits {limits} times.",
            "Complete the description of each document, and write a memo on the study about its limits.",
            ("Descriptions stand in sources.csv.", "Sources has a form for descriptions."),
        ),
        _check(
            "criterion",
            "Dependability: audit trail",
            "Every step is recorded, and the record holds.",
            a.trail_holds,
            f"{a.events:,} events, each with the hash of the one before it, hold; {a.codebook_changes} changes to the "
            "codebook have their reasons."
            if a.trail_holds
            else f"{a.events:,} events, each with the hash of the one before it, do not hold; {a.codebook_changes} "
            "changes to the codebook have their reasons.",
            "An event was changed or taken out after it was recorded.",
            ("'rantau audit STUDY --verify' says where.", "Audit trail says where."),
        ),
        _check(
            "criterion",
            "Dependability: double coding",
            "A part of the documents was coded by two people, each by themselves, and agreement measured.",
            a.double > 0 and share >= _LEAST_DOUBLE and a.alpha is not None,
            f"{a.double} of {a.coded} coded documents were coded whole by two people or more; Krippendorff's alpha "
            f"over all codes is {alpha}.",
            f"Give at least {_LEAST_DOUBLE:.0%} of the documents (a convention) to two coders.",
            ("'rantau code STUDY assign' gives them.", "Assignments gives them."),
        ),
        _check(
            "criterion",
            "Confirmability: differences settled",
            "What coders differed on was settled with reasons.",
            a.double > 0 and a.differences == 0,
            f"{a.adjudicated} differences were settled, each with its reason; {a.differences} are open.",
            "Each is to be settled, with a reason."
            if a.differences
            else "Nothing was coded by two people, so nobody could differ.",
            (
                "'rantau code STUDY differences' lists them; 'adjudicate' settles one.",
                "Differences lists them.",
            )
            if a.differences
            else ("", ""),
        ),
        _check(
            "criterion",
            "Confirmability: people's codings with their words",
            "Each coding is a person's, and stands on words that can be looked up.",
            a.codings > 0 and a.machine == 0 and a.adrift == 0,
            f"{a.codings:,} codings by {len(a.coders)} people; {a.machine:,} machine-coded; {a.adrift} wait since "
            "their words or code are gone.",
            "Have people decide on the suggestions that stand in for codings, and on what waits.",
            (
                "Turn machine_coded off in study.toml; 'rantau code STUDY list --waiting' shows what waits.",
                "Review shows suggestions, Waiting what waits.",
            ),
        ),
        _check(
            "criterion",
            "Confirmability: reflexivity",
            "Those who coded wrote down where they stand.",
            bool(a.coders) and position > 0 and writers >= len(a.coders),
            f"{writers} of {len(a.coders)} coders wrote memos on the study; {position} memos speak of a position.",
            "Each coder writes a memo on the study that says 'position': who they are to the matter and what they "
            "expected.",
            _MEMO,
        ),
    ]
