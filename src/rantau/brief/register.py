"""The register of figures: each number printed in the brief, what it is, and the chain beneath it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rantau.brief.blocks import Cell, Inline, Label, Number, Text
from rantau.brief.corrected import corrected_words
from rantau.brief.material import BriefMaterial
from rantau.brief.views import claims_of
from rantau.brief.wording import (
    WITHHELD,
    amount,
    claim_value,
    corridor_name,
    document_name,
    element_words,
    group_name,
    indicator_name,
    interval,
    is_withheld,
    page_words,
    period_words,
    place_name,
    rank_words,
    share_words,
    teller_of,
    uncertainty_words,
)
from rantau.framework.corridors import CorridorStock
from rantau.framework.language import current, fill, gettext, local, ngettext
from rantau.store.records import Claim, ClaimGroup, Finding, Score

__all__ = ["Entry", "Provenance", "Register"]

Value = float | int | str | dict[str, float | int | None]

# In a sentence that lays claims side by side: a number, but no year, date, page or document number.
_NUMBER = re.compile(
    r"(?P<no>\b(?:19|20)\d\d(?:[-–/]\d{1,4})*\b(?![.,]\d)|\b(?:pp?|hlm)\.\s*\d+(?:[-–]\d+)?|\[?\b[DSO]\d+\b\]?"
    r"|\b[0-3]?\d (?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Januari|Februari|Maret|Mei|Juni|Juli|Agustus|Oktober|Desember)\b)"
    r"|[−-]?\d+(?:[.,]\d+)*(?:\s?%)?"
)


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a figure was made from."""

    kind: Literal[
        "claim",
        "group",
        "score",
        "stock",
        "count",
        "grade",
        "setting",
        "audit",
        "stance",
        "monitor",
        "run",
        "computed",
    ]
    ids: tuple[str, ...]
    """Ids of the records it comes from: of the claim, of a group's claims, of the observations beneath a score, of
    what was counted."""
    words: str
    """One clause that says what the figure is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure: its id, its value, how it is printed, and where it comes from."""

    id: str
    value: Value
    text: str
    provenance: Provenance


class Register:
    """Hands out figures. The same figure of the same provenance has one entry, however often it is printed.

    What is handed to it in words (``words``, ``one``, ``many``, ``name``) is a text of the catalogue, or one already
    filled in (:func:`rantau.framework.language.fill`); it is put into the brief's language here.
    """

    def __init__(self, material: BriefMaterial) -> None:
        self.material = material
        self.entries: list[Entry] = []
        self._known: dict[tuple[str, Provenance], str] = {}
        self._stocks: dict[str, CorridorStock] = {}
        self._steps: dict[Provenance, list[Mapping[str, Any]]] = {}
        self._teller = teller_of(material)

    def cite(self, value: Value, text: str, provenance: Provenance) -> Number:
        """Print ``text`` for ``value``, and remember where it comes from."""
        key = (text, provenance)
        if key not in self._known:
            self._known[key] = f"F{len(self.entries) + 1}"
            self.entries.append(Entry(self._known[key], value, text, provenance))
        return Number(text, self._known[key])

    def given(
        self,
        value: Value,
        text: str,
        kind: Literal["count", "stance", "monitor", "run", "setting", "computed"],
        ids: Iterable[str],
        words: str,
        steps: Iterable[Mapping[str, Any]] = (),
    ) -> Number:
        """A figure of another room, with the steps that lead down from it."""
        provenance = Provenance(kind, tuple(ids), gettext(words))
        if found := list(steps):
            self._steps[provenance] = found
        return self.cite(value, text, provenance)

    def checked(self, element: str, sentence: str) -> Cell:
        """A sentence on whether an element of the profiles holds, each number in it traced to its observations."""
        scores = (one for one in self.material.scores if one.element == element)
        ids = tuple(dict.fromkeys(id for one in scores for id in one.inputs))
        words = fill("in the check of the hierarchy: {name}", name=element_words(element))
        return self._traced(sentence, Provenance("score", ids, words))

    def assumed(self, sentence: str, words: str) -> Cell:
        """A sentence of a model's assumptions or settings, each number in it traced to it."""
        what = fill("ASSUMED in the model: {words}", words=gettext(words))
        return self._traced(sentence, Provenance("setting", (words,), what))

    def count(self, ids: Iterable[str], words: str) -> Number:
        """How many there are of something; ``words`` say what was counted."""
        counted = tuple(ids)
        return self.cite(
            len(counted), local(f"{len(counted):,}"), Provenance("count", counted, gettext(words))
        )

    def counted(self, ids: Iterable[str], words: str, one: str, many: str) -> Cell:
        """A count with its noun, or with noun and verb: ``1 document``, ``12 documents``."""
        counted = tuple(ids)
        return self.count(counted, words), Text(f" {ngettext(one, many, len(counted))}")

    def claim(self, claim: Claim) -> Number:
        """A claim's value, as its document states it."""
        value: Value = {"value": claim.value, "low": claim.low, "high": claim.high}
        if current() == "en" or claim.indicator is None:
            what = claim.measure or gettext("claim")
        else:  # the measure is in the words of the document, which may be of another language
            what = indicator_name(self.material, claim.indicator)
        return self.cite(value, claim_value(claim), Provenance("claim", (claim.id,), what))

    def score(self, score: Score) -> Number:
        """A score that is assessed, with its interval."""
        value: Value = {"value": score.value, "low": score.low, "high": score.high}
        return self.cite(value, interval(score), self._score(score, gettext("score")))

    def rank(self, score: Score) -> Number:
        """A rank, with its interval."""
        value: Value = {"rank": score.rank, "low": score.rank_low, "high": score.rank_high}
        return self.cite(value, rank_words(score), self._score(score, gettext("rank")))

    def share(self, score: Score) -> Number:
        """The share of draws in which a corridor is among the most exposed."""
        value = score.value or 0.0
        return self.cite(value, share_words(value), self._score(score, gettext("share of draws")))

    def available(self, score: Score) -> Number:
        """How many of the indicators a score should rest on have a usable value: ``3 of 5``."""
        value: Value = {"available": score.available, "expected": score.expected}
        text = fill("{available} of {expected}", available=score.available, expected=score.expected)
        return self.cite(value, text, self._score(score, gettext("coverage")))

    def _score(self, score: Score, what: str) -> Provenance:
        whom = (
            corridor_name(self.material, score.unit)
            if ">" in score.unit
            else place_name(self.material, score.unit)
        )
        name = element_words(score.element)
        return Provenance("score", score.inputs, f"{what}: {whom}, {name}, {score.year}")

    def stock(self, stock: CorridorStock) -> Number:
        """Persons born in one country who live in another."""
        identifier = f"{stock.origin}>{stock.destination}:{stock.year}"
        self._stocks[identifier] = stock
        whom = corridor_name(self.material, f"{stock.origin}>{stock.destination}")
        persons = stock.stock or 0.0
        return self.cite(
            persons,
            amount(persons),
            Provenance(
                "stock",
                (identifier,),
                fill("migrant stock, persons: {whom}, {year}", whom=whom, year=stock.year),
            ),
        )

    def stated(self, group: ClaimGroup, sentence: str) -> Cell:
        """A sentence about a group of claims, each number in it traced to those claims."""
        ids = tuple(one.id for one in claims_of(self.material, group))
        words = fill("in the comparison of claims about {what}", what=group_name(self.material, group))
        return self._traced(self._teller.tell(sentence), Provenance("group", ids, words))

    def reasoned(self, ids: Iterable[str], sentence: str, words: str) -> Cell:
        """A sentence of the reasons for a grade, each number in it traced to the records that were graded.

        Args:
            ids: Those records.
            sentence: The sentence.
            words: What was graded.
        """
        what = fill("in the grade of {what}", what=gettext(words))
        return self._traced(self._teller.tell(sentence), Provenance("grade", tuple(ids), what))

    def _traced(self, sentence: str, provenance: Provenance) -> Cell:
        content: list[Inline] = []
        position = 0
        for match in _NUMBER.finditer(sentence):
            if match["no"]:
                continue
            if match.start() > position:
                content.append(Label(sentence[position : match.start()]))
            content.append(self.cite(match[0], match[0], provenance))
            position = match.end()
        if position < len(sentence):
            content.append(Label(sentence[position:]))
        return tuple(content)

    @property
    def stocks(self) -> tuple[CorridorStock, ...]:
        """The stocks printed so far."""
        return tuple(self._stocks.values())

    def setting(self, name: str, value: float | int, text: str, *, assumed: bool) -> Number:
        """A choice of the study's. Assumed ones are labelled so in the register."""
        what = fill(
            "ASSUMED in the study: {name}" if assumed else "set in the study: {name}", name=gettext(name)
        )
        return self.cite(value, local(text), Provenance("setting", (name,), what))

    def definition(self, name: str, value: float | int, text: str) -> Number:
        """A number that holds by the definition of what is measured."""
        what = fill("by definition: {name}", name=gettext(name))
        return self.cite(value, text, Provenance("setting", (name,), what))

    # What the register says about an entry, in words and as data.

    def words(self, entry: Entry) -> tuple[str, str, tuple[str, ...]]:
        """An entry for people: a clause, the exact quotation where there is one, and the observations beneath."""
        provenance = entry.provenance
        match provenance.kind:
            case "claim":
                claim = self.material.claim_of[provenance.ids[0]]
                hidden = is_withheld(self.material, claim.document)
                parts = (
                    provenance.words,
                    period_words(claim),
                    self.where(claim),
                    uncertainty_words(claim),
                    corrected_words(claim),
                    gettext(WITHHELD) if hidden else "",
                )
                return "; ".join(part for part in parts if part), "" if hidden else claim.quote, ()
            case "group":
                places = (self.where(self.material.claim_of[one]) for one in provenance.ids)
                return "; ".join((provenance.words, *dict.fromkeys(places))), "", ()
            case "score" if not provenance.ids:
                return f"{provenance.words}; {gettext('no usable observation')}", "", ()
            case "score":
                return provenance.words, "", provenance.ids
            case "stock":
                stock = self._stocks[provenance.ids[0]]
                # A table's note is in English: in another language it stands as a quotation.
                note = "" if current() == "en" else stock.note
                return f"{provenance.words}; {self.stock_words(stock)}", note, ()
            case "count":
                return fill("counted: {words}", words=provenance.words), "", ()
            case _:
                return provenance.words, "", ()

    def stock_words(self, stock: CorridorStock) -> str:
        """Where a stock stands, and what its source says of it."""
        parts = (
            fill("row {row} of corridors.csv", row=f"{stock.origin}, {stock.destination}, {stock.year}"),
            fill("source: {source}", source=stock.source) if stock.source else gettext("no source given"),
            fill("confidence: {word}", word=gettext(stock.confidence)) if stock.confidence else "",
            stock.note if current() == "en" else "",
            gettext("no uncertainty given"),
        )
        return "; ".join(part.rstrip(".") for part in parts if part)

    def where(self, claim: Claim) -> str:
        """Document and page of a claim."""
        document = self.material.document_of[claim.document]
        number = self.material.document_number[claim.document]
        return (
            f"[{number}] {document_name(document)}, "
            f"{page_words(self.material, claim.document, claim.page, claim.passage)}"
        )

    def chain(self, entry: Entry) -> dict[str, Any]:
        """An entry as data: the figure, and every step down to a page or to a row of a table."""
        provenance = entry.provenance
        steps: list[Mapping[str, Any]]
        match provenance.kind:
            case _ if provenance in self._steps:
                steps = self._steps[provenance]
            case "claim" | "group":
                steps = [self.claim_step(self.material.claim_of[one]) for one in provenance.ids]
            case "grade":
                steps = [self.record_step(one) for one in provenance.ids]
            case "score":
                steps = [{"observation": one} for one in provenance.ids]
            case "stock":
                steps = [_stock_step(self._stocks[one]) for one in provenance.ids]
            case _:
                steps = [{"record": one} for one in provenance.ids]
        return {
            "id": entry.id,
            "value": entry.value,
            "text": entry.text,
            "kind": provenance.kind,
            "what": provenance.words,
            "from": steps,
        }

    def record_step(self, identifier: str) -> Mapping[str, Any]:
        """A record beneath a figure: a claim or a finding with its page; a testimony, never quoted, by its id."""
        if (claim := self.material.claim_of.get(identifier)) is not None:
            return self.claim_step(claim)
        if (finding := self.material.finding_of.get(identifier)) is not None:
            return {"finding": finding.id, **self._place_of(finding)}
        return {"record": identifier}

    def claim_step(self, claim: Claim) -> dict[str, Any]:
        """A claim, its passage, its document and its page, with the exact quotation."""
        step = {"claim": claim.id, **self._place_of(claim)}
        return step if claim.machine is None else {**step, "corrected": corrected_words(claim)}

    def _place_of(self, claim: Claim | Finding) -> dict[str, Any]:
        document = self.material.document_of[claim.document]
        hidden = is_withheld(self.material, claim.document)
        return {
            "passage": claim.passage,
            "offsets": [claim.start, claim.end],
            "page": claim.page,
            "page_printed": self.material.pages.get(f"{claim.document}/{claim.page}"),
            "document": document.id,
            "sha256": None if hidden else document.sha256,
            "file": None if hidden else document.file,
            "quote": None if hidden else claim.quote,
        }


def _stock_step(stock: CorridorStock) -> Mapping[str, Any]:
    return {
        "table": "corridors.csv",
        "origin": stock.origin,
        "destination": stock.destination,
        "year": stock.year,
        "source": stock.source,
        "source_url": stock.source_url,
        "confidence": stock.confidence,
        "note": stock.note,
    }
