"""What a thematic report is made from: records, and nothing that reaches out of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from rantau.brief.coded import CodingMaterial
from rantau.brief.material import BriefMaterial
from rantau.coding.agreement import AgreementReport
from rantau.coding.conduct import Conduct, Deed
from rantau.coding.effective import Coded
from rantau.coding.negative_cases import NegativeCases
from rantau.coding.saturation import Saturation
from rantau.coding.themes import ThemeMap
from rantau.framework.language import N_, fill, gettext

__all__ = ["MACHINE", "CoderFacts", "Said", "Settled", "ThematicMaterial"]

MACHINE = N_("machine-coded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What only the analysts can say, as ``[report]`` of ``study.toml`` has it; empty where they wrote nothing."""

    design: str = ""
    stance: str = ""
    context: str = ""
    selection: str = ""
    team: str = ""
    training: str = ""
    reflexivity: str = ""
    checking: str = ""
    limits: str = ""
    ethics: str = ""
    funding: str = ""
    interests: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderFacts:
    """A person who coded, with what the trail shows of them."""

    id: str
    name: str
    codings: tuple[str, ...] = ()
    """Codings of theirs that stand."""
    rejections: tuple[str, ...] = ()
    """Suggestions they rejected."""
    documents: tuple[str, ...] = ()
    """In which they coded."""
    given: tuple[str, ...] = ()
    """Documents given to them."""
    finished: tuple[str, ...] = ()
    """Of these, those they said they were done with."""
    deeds: tuple[Deed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A difference between coders that a person settled."""

    event: str
    document: str
    code: str
    applies: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class ThematicMaterial:
    """Everything a thematic report says is computed from this."""

    brief: BriefMaterial
    """The study's documents, and what codes count (:attr:`BriefMaterial.coding`)."""
    conduct: Conduct
    said: Said = Said()
    coders: tuple[CoderFacts, ...] = ()
    """In the order of their first act: coder 1, coder 2 …"""
    name_coders: bool = False
    blind: tuple[str, ...] = ()
    """Documents that were or are coded blind by two people or more."""
    agreement: AgreementReport | None = None
    """None where no document was coded by two people."""
    compared: tuple[str, ...] = ()
    """Documents on which coders are compared."""
    assumed: tuple[str, ...] = ()
    """Of these, those of which nobody recorded who read them whole."""
    samples: int = 0
    """Bootstrap samples beneath the intervals of agreement."""
    compared_codings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Code -> the coders' own codings on the documents that are compared."""
    settled: tuple[Settled, ...] = ()
    saturation: Saturation
    themes: ThemeMap
    negative: tuple[NegativeCases, ...] = ()
    """Codes that have negative cases."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Passage -> its text, for passages of documents that are not confidential."""
    memo_about: Mapping[str, str] = field(default_factory=dict)
    """Memo -> what it is about; empty for the study as a whole."""

    @property
    def coding(self) -> CodingMaterial:
        assert self.brief.coding is not None
        return self.brief.coding

    @property
    def coded(self) -> tuple[Coded, ...]:
        return self.coding.coded

    @cached_property
    def people(self) -> tuple[Coded, ...]:
        return tuple(one for one in self.coded if one.status != MACHINE)

    @cached_property
    def machine(self) -> tuple[Coded, ...]:
        return tuple(one for one in self.coded if one.status == MACHINE)

    @cached_property
    def coded_documents(self) -> tuple[str, ...]:
        """With codes that count, in the order received."""
        held = {one.document for one in self.coded}
        return tuple(one.id for one in self.brief.documents if one.id in held)

    @cached_property
    def number_of(self) -> dict[str, int]:
        """Coder -> the number that stands for the name."""
        return {one.id: number for number, one in enumerate(self.coders, start=1)}

    def coder(self, id: str) -> str:
        """How a coder is called in the report."""
        number = self.number_of.get(id)
        if self.name_coders:
            return next((one.name for one in self.coders if one.id == id), id)
        return (
            fill("coder {number}", number=number).replace(" ", "\u00a0")
            if number
            else gettext("a person who coded nothing")
        )

    def unnamed(self, text: str) -> str:
        """A text that people wrote into a record, with coders' numbers in place of their names."""
        if self.name_coders:
            return text
        for one in self.coders:
            for name in sorted({one.id, one.name}, key=len, reverse=True):
                if len(name) > 1:
                    pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
                    text = re.sub(pattern, self.coder(one.id), text, flags=re.IGNORECASE)
        return text

    def without_names(self) -> ThematicMaterial:
        """The same, with coders' numbers in what they call themes and say of them."""
        themes = tuple(
            replace(one, name=self.unnamed(one.name), definition=self.unnamed(one.definition))
            for one in self.themes.themes
        )
        undefined = tuple(self.unnamed(name) for name in self.conduct.undefined_themes)
        return replace(
            self,
            themes=replace(self.themes, themes=themes),
            conduct=replace(self.conduct, undefined_themes=undefined),
        )

    @cached_property
    def confidential(self) -> frozenset[str]:
        return frozenset(one.id for one in self.brief.documents if one.confidential)
