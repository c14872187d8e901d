"""How a study was coded, as far as its store and trail tell: what was done, by whom, when, and to which records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rantau.coding.rigour import Acts

__all__ = ["Conduct", "Deed"]


@dataclass(frozen=True, slots=True)
class Deed:
    """An act of a person in the audit trail."""

    number: int
    """Of its event."""
    day: str
    """ISO date."""
    action: str
    subject: str
    coder: str
    """Id of the coder whose act it was; empty where the trail does not name one."""

    @property
    def id(self) -> str:
        return f"event {self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """What was done, with the ids of the records that show it; :attr:`acts` counts them for the checklist of rigour.

    Attributes:
        readable: Documents that could be read.
        described: Of these, those with title, year, publisher and kind of source.
        source_types: Kinds of source among the documents that people coded, ``unknown`` left out.
        coded: Documents in which people coded.
        memo_documents: Documents about which a person wrote a memo.
        codings: People's codings that stand.
        suggested: Of these, those by which a person accepted a suggestion.
        rejections: Suggestions that people rejected.
        waiting: Suggestions on which nobody has decided.
        adrift: Codings whose words or code are gone.
        machine: Codings that are suggestions standing in, as passage and code.
        coders: People who coded; who only settled what others differed on is not among them.
        double: Documents that two people or more have coded whole.
        alpha: Krippendorff's alpha over all codes on those, where it could be measured.
        differences: Differences that nobody has settled, as passage and code.
        adjudicated: Events that settled one.
        themes: Themes.
        undefined_themes: Names of themes without a definition.
        themes_changed: Events that changed themes, after the one that made the first.
        used_codes: Codes in use.
        themed_codes: Of these, those in a theme.
        negative: Codes that have negative cases.
        negative_answered: Of these, codes on which there is a memo.
        study_memos: Coder -> how many memos on the study as a whole.
        said: What memos speak of (see :class:`~rantau.coding.rigour.Acts`) -> the memos.
        codebook_changes: Changes to the codebook, as ``change 1`` …
        trail_holds: The audit trail verifies.
        events: How many events it has.
        brief_after_coding: A brief or report was written after the last act of coding; None where there is none of
            either.
        testimonies: Quoted speakers.
        deeds: Acts of coding in order.
    """

    readable: tuple[str, ...] = ()
    described: tuple[str, ...] = ()
    source_types: tuple[str, ...] = ()
    coded: tuple[str, ...] = ()
    memo_documents: tuple[str, ...] = ()
    codings: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()
    rejections: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    adrift: tuple[str, ...] = ()
    machine: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    double: tuple[str, ...] = ()
    alpha: float | None = None
    differences: tuple[str, ...] = ()
    adjudicated: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    undefined_themes: tuple[str, ...] = ()
    themes_changed: tuple[str, ...] = ()
    used_codes: tuple[str, ...] = ()
    themed_codes: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    negative_answered: tuple[str, ...] = ()
    study_memos: Mapping[str, int] = field(default_factory=dict)
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    codebook_changes: tuple[str, ...] = ()
    trail_holds: bool = False
    events: int = 0
    brief_after_coding: bool | None = None
    testimonies: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = ()

    @property
    def acts(self) -> Acts:
        """The same, counted."""
        return Acts(
            readable=len(self.readable),
            described=len(self.described),
            source_types=self.source_types,
            coded=len(self.coded),
            memo_documents=len(self.memo_documents),
            codings=len(self.codings),
            rejections=len(self.rejections),
            waiting=len(self.waiting),
            adrift=len(self.adrift),
            machine=len(self.machine),
            coders=self.coders,
            double=len(self.double),
            alpha=self.alpha,
            differences=len(self.differences),
            adjudicated=len(self.adjudicated),
            themes=len(self.themes),
            undefined_themes=self.undefined_themes,
            themes_changed=len(self.themes_changed),
            themed_codes=len(self.themed_codes),
            used_codes=len(self.used_codes),
            negative=len(self.negative),
            negative_answered=len(self.negative_answered),
            study_memos=self.study_memos,
            said={name: len(memos) for name, memos in self.said.items()},
            codebook_changes=len(self.codebook_changes),
            trail_holds=self.trail_holds,
            events=self.events,
            brief_after_coding=self.brief_after_coding,
            testimonies=len(self.testimonies),
        )
