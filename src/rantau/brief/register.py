"""The register of figures: each number printed in the brief, what it is, and the chain beneath it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from rantau.brief.blocks import Number
from rantau.brief.material import BriefMaterial
from rantau.brief.wording import (
    WITHHELD,
    amount,
    claim_value,
    corridor_name,
    document_name,
    interval,
    is_withheld,
    page_words,
    place_name,
    rank_words,
)
from rantau.store.records import Claim, Score

__all__ = ["Entry", "Provenance", "Register"]

Value = float | int | str | dict[str, float | int | None]


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a figure was made from."""

    kind: Literal["claim", "score", "stock", "count", "setting", "audit"]
    ids: tuple[str, ...]
    """Ids of the records it comes from: of the claim, of the observations beneath a score, of what was counted."""
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
    """Hands out figures. The same figure of the same provenance has one entry, however often it is printed."""

    def __init__(self, material: BriefMaterial) -> None:
        self.material = material
        self.entries: list[Entry] = []
        self._known: dict[tuple[str, Provenance], str] = {}

    def cite(self, value: Value, text: str, provenance: Provenance) -> Number:
        """Print ``text`` for ``value``, and remember where it comes from."""
        key = (text, provenance)
        if key not in self._known:
            self._known[key] = f"F{len(self.entries) + 1}"
            self.entries.append(Entry(self._known[key], value, text, provenance))
        return Number(text, self._known[key])

    def count(self, ids: Iterable[str], words: str) -> Number:
        """How many there are of something; ``words`` say what was counted."""
        counted = tuple(ids)
        return self.cite(len(counted), f"{len(counted):,}", Provenance("count", counted, words))

    def claim(self, claim: Claim) -> Number:
        """A claim's value, as its document states it."""
        value: Value = {"value": claim.value, "low": claim.low, "high": claim.high}
        return self.cite(
            value, claim_value(claim), Provenance("claim", (claim.id,), claim.measure or "claim")
        )

    def score(self, score: Score) -> Number:
        """A score that is assessed, with its interval."""
        value: Value = {"value": score.value, "low": score.low, "high": score.high}
        return self.cite(value, interval(score), self._score(score, "score"))

    def rank(self, score: Score) -> Number:
        """A rank, with its interval."""
        value: Value = {"rank": score.rank, "low": score.rank_low, "high": score.rank_high}
        return self.cite(value, rank_words(score), self._score(score, "rank"))

    def share(self, score: Score) -> Number:
        """The share of draws in which a corridor is among the most exposed."""
        return self.cite(
            score.value or 0.0, f"{score.value or 0.0:.0f}%", self._score(score, "share of draws")
        )

    def available(self, score: Score) -> Number:
        """How many of the indicators a score should rest on have a usable value: ``3 of 5``."""
        value: Value = {"available": score.available, "expected": score.expected}
        return self.cite(value, f"{score.available} of {score.expected}", self._score(score, "coverage"))

    def _score(self, score: Score, what: str) -> Provenance:
        name = score.element.replace("_", " ")
        whom = (
            corridor_name(self.material, score.unit)
            if ">" in score.unit
            else place_name(self.material, score.unit)
        )
        return Provenance("score", score.inputs, f"{what}: {whom}, {name}, {score.year}")

    def stock(self, origin: str, destination: str, year: int, persons: float) -> Number:
        """Persons born in one country who live in another."""
        words = f"migrant stock: {place_name(self.material, origin)} → {place_name(self.material, destination)}, {year}"
        identifier = f"{origin}>{destination}:{year}"
        return self.cite(persons, amount(persons), Provenance("stock", (identifier,), words))

    def setting(self, name: str, value: float | int, text: str, *, assumed: bool) -> Number:
        """A choice of the study's. Assumed ones are labelled so in the register."""
        words = f"{'ASSUMED' if assumed else 'set'} in the study: {name}"
        return self.cite(value, text, Provenance("setting", (name,), words))

    # What the register says about an entry, in words and as data.

    def words(self, entry: Entry) -> tuple[str, str, tuple[str, ...]]:
        """An entry for people: a clause, the exact quotation where there is one, and the observations beneath."""
        provenance = entry.provenance
        match provenance.kind:
            case "claim":
                claim = self.material.claim_of[provenance.ids[0]]
                where = self.where(claim)
                quote = "" if is_withheld(self.material, claim.document) else claim.quote
                note = WITHHELD if is_withheld(self.material, claim.document) else ""
                return "; ".join(part for part in (provenance.words, where, note) if part), quote, ()
            case "score":
                return provenance.words, "", provenance.ids
            case "count":
                return f"counted: {provenance.words}", "", ()
            case _:
                return provenance.words, "", ()

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
        steps: list[dict[str, Any]]
        match provenance.kind:
            case "claim":
                steps = [self.claim_step(self.material.claim_of[one]) for one in provenance.ids]
            case "score":
                steps = [{"observation": one} for one in provenance.ids]
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

    def claim_step(self, claim: Claim) -> dict[str, Any]:
        """A claim, its passage, its document and its page, with the exact quotation."""
        document = self.material.document_of[claim.document]
        hidden = is_withheld(self.material, claim.document)
        return {
            "claim": claim.id,
            "passage": claim.passage,
            "offsets": [claim.start, claim.end],
            "page": claim.page,
            "page_printed": self.material.pages.get(f"{claim.document}/{claim.page}"),
            "document": document.id,
            "sha256": document.sha256,
            "file": None if hidden else document.file,
            "quote": None if hidden else claim.quote,
        }
