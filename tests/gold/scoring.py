"""How what was found compares with what was annotated: precision, recall, F1, and what is right of what was found."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

from gold.annotation import (
    SPEECH_KINDS,
    Annotation,
    Claimed,
    Negative,
    Speech,
    Told,
    Where,
    numbers_in,
)
from gold.comparing import SMALL_WORDS, cites_right, fits, same_unit, same_value, type_of
from gold.documents import country
from rantau.store.records import Citation, Claim

__all__ = [
    "CLAIM_PARTS",
    "Counts",
    "Scores",
    "add",
    "pair",
    "score",
    "speech_overlap",
]

_A = TypeVar("_A")
_B = TypeVar("_B")

CLAIM_PARTS = (
    "unit",
    "qualifier",
    "indicator",
    "places",
    "roles",
    "role_stated",
    "group",
    "period",
    "citations",
)


@dataclass
class Counts:
    """Hits, misses and extras."""

    found: int = 0
    missing: int = 0
    extra: int = 0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.extra) if self.found + self.extra else 1.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missing) if self.found + self.missing else 1.0

    @property
    def f1(self) -> float:
        total = 2 * self.found + self.missing + self.extra
        return 2 * self.found / total if total else 1.0


@dataclass
class Scores:
    """The comparison of one document, or of several added up."""

    claims: dict[str, Counts] = field(default_factory=dict)
    """By type, and ``all``."""
    testimonies: Counts = field(default_factory=Counts)
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    negatives: int = 0
    violated: list[tuple[Negative, str]] = field(default_factory=list)
    missing: list[Claimed | Told] = field(default_factory=list)
    extra: list[Claim | Speech] = field(default_factory=list)
    wrong: dict[str, list[tuple[Claimed, Claim]]] = field(default_factory=dict)
    told: list[tuple[Told, Speech]] = field(default_factory=list)
    """The testimonies found, each with what the annotation says of it."""

    def share(self, part: str) -> float:
        """Share of what was found in which a part is right; 1 where nothing was asked."""
        return self.right[part] / self.asked[part] if self.asked[part] else 1.0


def pair(left: Sequence[_A], right: Sequence[_B], worth: Callable[[_A, _B], float]) -> list[tuple[_A, _B]]:
    """Pairs of the most worth, each thing in one pair at most; a worth of 0 is no pair."""
    if not left or not right:
        return []
    table = np.array([[worth(one, other) for other in right] for one in left])
    rows, columns = linear_sum_assignment(-table)
    return [
        (left[row], right[column])
        for row, column in zip(rows, columns, strict=True)
        if table[row, column] > 0
    ]


# ---- Claims


def _passage_number(identifier: str) -> int:
    return int(identifier.rpartition("/p")[2])


def where_of(claim: Claim) -> Where:
    return Where(_passage_number(claim.passage), claim.start, claim.end)


def _period(claim: Claim) -> str:
    if claim.period is None:
        return ""
    ends = (claim.period.start, claim.period.end)
    return ends[0] if ends[0] == ends[1] else "/".join(ends)


def parts_right(gold: Claimed, claim: Claim, citations: Mapping[str, Citation]) -> dict[str, bool]:
    """For each part that the annotation speaks of: whether it is right."""
    roles = {country(place.id): place.role for place in claim.places}
    known = {place: role for place, role in gold.roles.items() if place in roles}
    parts = {
        "unit": same_unit(gold.unit, claim.unit),
        "qualifier": gold.qualifier == claim.qualifier,
        "indicator": gold.indicator == claim.indicator,
        "places": fits(gold.places, roles),
        "period": fits((gold.period,) if gold.period else (), filter(None, [_period(claim)])),
        "citations": cites_right(gold.citations, [citations[one].text for one in claim.citations]),
    }
    if known:
        stated = {place: roles[place] for place in known if roles[place] != "unspecified"}
        parts["role_stated"] = bool(stated)
        if stated:
            parts["roles"] = all(known[place] == role for place, role in stated.items())
    people = {part: gold.group[part] for part in ("sex", "documentation") if part in gold.group}
    if people:
        parts["group"] = all(getattr(claim.group, part) == value for part, value in people.items())
    return parts


def _worth(gold: Claimed, claim: Claim, citations: Mapping[str, Citation]) -> float:
    place = where_of(claim)
    shared = gold.where.shared(place)
    if not shared or not same_value(gold, claim):
        return 0.0
    close = shared / (gold.where.length + place.length - shared)
    # A claim that must be found comes before one that may be, and nearness before what is right of it.
    return (1.0 if gold.optional else 10.0) + close + 0.01 * sum(parts_right(gold, claim, citations).values())


def _score_claims(
    scores: Scores, gold: Annotation, claims: Sequence[Claim], citations: Mapping[str, Citation]
) -> list[Claim]:
    pairs = pair(gold.claims, claims, lambda one, other: _worth(one, other, citations))
    paired = {id(one) for one, _ in pairs}
    taken = {id(claim) for _, claim in pairs}
    extra = [claim for claim in claims if id(claim) not in taken]
    for one, claim in pairs:
        if one.optional:
            continue
        for name in ("all", type_of(one.unit)):
            scores.claims.setdefault(name, Counts()).found += 1
        for part, right in parts_right(one, claim, citations).items():
            scores.asked[part] += 1
            scores.right[part] += right
            if not right:
                scores.wrong.setdefault(part, []).append((one, claim))
    for one in gold.claims:
        if not one.optional and id(one) not in paired:
            scores.missing.append(one)
            for name in ("all", type_of(one.unit)):
                scores.claims.setdefault(name, Counts()).missing += 1
    for claim in extra:
        for name in ("all", type_of(claim.unit)):
            scores.claims.setdefault(name, Counts()).extra += 1
    scores.extra += extra
    return extra


# ---- Testimonies


def speech_overlap(gold: Sequence[Where], found: Sequence[Where]) -> float:
    """Characters that both have, as a share of those that either has; a speech tag between pieces is left out."""
    wanted = {(one.passage, offset) for one in gold for offset in range(one.start, one.end)}
    have = {(one.passage, offset) for one in found for offset in range(one.start, one.end)}
    between: set[tuple[int, int]] = set()
    for before, after in itertools.pairwise(gold):
        if before.passage == after.passage:
            between |= {(before.passage, offset) for offset in range(before.end, after.start)}
    either = (wanted | have) - (between - wanted)
    return len(wanted & have) / len(either) if either else 0.0


_TYPES = {"community": "other"}
"""Types of speakers that the extractor tells apart and the annotation does not."""


def _score_testimonies(
    scores: Scores, gold: Annotation, found: Sequence[Speech], enough: float
) -> list[Speech]:
    def worth(one: Told, other: Speech) -> float:
        overlap = speech_overlap(one.pieces, other.pieces)
        return (1.0 if one.optional else 10.0) + overlap if overlap >= enough else 0.0

    pairs = pair(gold.testimonies, found, worth)
    paired, taken = {id(one) for one, _ in pairs}, {id(speech) for _, speech in pairs}
    for one, speech in pairs:
        if one.optional:
            continue
        scores.testimonies.found += 1
        scores.asked.update(("speaker_type", "speaker", "told_in"))
        scores.right["speaker_type"] += one.speaker_type == _TYPES.get(
            speech.speaker_type, speech.speaker_type
        )
        scores.told.append((one, speech))
        scores.right["speaker"] += _same_speaker(one.speaker, speech.speaker)
        scores.right["told_in"] += bool({country(place) for place in speech.places} & set(one.places))
        if one.source:
            scores.asked["source"] += 1
            scores.right["source"] += _same_speaker(one.source, speech.source)
    for one in gold.testimonies:
        if not one.optional and id(one) not in paired:
            scores.testimonies.missing += 1
            scores.missing.append(one)
    extra = [speech for speech in found if id(speech) not in taken]
    scores.testimonies.extra += len(extra)
    scores.extra += extra
    return extra


def _same_speaker(one: str, other: str) -> bool:
    """Half of the words of the shorter description, at least, are in the other."""
    words = [set(re.findall(r"\w+", text.lower())) - SMALL_WORDS - {"a", "an"} for text in (one, other)]
    small = min(words, key=len)
    return bool(small) and 2 * len(words[0] & words[1]) >= len(small)


# ---- All of a document


def score(
    gold: Annotation,
    claims: Sequence[Claim],
    citations: Iterable[Citation],
    testimonies: Sequence[Speech] | None = None,
    *,
    enough: float = 0.8,
) -> Scores:
    """Compare what was found in a document with its annotation.

    Args:
        gold: The annotation.
        claims: The claims found.
        citations: The document's citations, to which the claims point.
        testimonies: The testimonies found; None where nothing looked for them.
        enough: From what overlap a quotation is the same testimony.
    """
    scores = Scores()
    extra = _score_claims(scores, gold, claims, {one.id: one for one in citations})
    extra_speech = _score_testimonies(scores, gold, testimonies, enough) if testimonies is not None else []
    scores.negatives = len(gold.negatives)
    for negative in gold.negatives:
        numbers = numbers_in(negative.text)
        for claim in extra:
            values = [one for one in (claim.value, claim.low, claim.high) if one is not None]
            if negative.where.shared(where_of(claim)) and any(value in numbers for value in values):
                scores.violated.append((negative, claim.quote))
                break
        else:
            covered = (
                sum(negative.where.shared(piece) for piece in speech.pieces) for speech in extra_speech
            )
            if negative.kind in SPEECH_KINDS and any(2 * one >= negative.where.length for one in covered):
                scores.violated.append((negative, negative.text))
    return scores


def add(several: Iterable[Scores]) -> Scores:
    """Several documents as one: counts are added up."""
    total = Scores()
    for one in several:
        for name, counts in one.claims.items():
            held = total.claims.setdefault(name, Counts())
            held.found += counts.found
            held.missing += counts.missing
            held.extra += counts.extra
        total.testimonies.found += one.testimonies.found
        total.testimonies.missing += one.testimonies.missing
        total.testimonies.extra += one.testimonies.extra
        total.right.update(one.right)
        total.asked.update(one.asked)
        total.negatives += one.negatives
        total.violated += one.violated
        total.missing += one.missing
        total.extra += one.extra
        total.told += one.told
        for part, pairs in one.wrong.items():
            total.wrong.setdefault(part, []).extend(pairs)
    return total
