"""How far two annotators who worked apart agree."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from sklearn.metrics import cohen_kappa_score

from gold.annotation import Annotation, Claimed, Maybe, Negative, Told
from gold.comparing import cites_right, same_value
from gold.scoring import Counts, pair, speech_overlap

__all__ = ["Agreement", "agree", "kappa", "pool"]

LABELS = ("unit", "qualifier", "indicator", "speaker_type")
"""Parts of which Cohen's kappa is given: one word of a closed list."""


@dataclass
class Agreement:
    """Agreement of two passes: which things both saw, and what they said of those."""

    spans: dict[str, Counts] = field(default_factory=dict)
    """By ``claims``, ``testimonies`` and ``negatives``; F1 is the same whichever pass is taken for right."""
    labels: dict[str, list[tuple[Hashable, Hashable]]] = field(default_factory=dict)
    """By part: what the first and the second said of each thing that both saw."""

    def share(self, part: str) -> float:
        """Share of the things both saw of which they say the same."""
        pairs = self.labels.get(part, [])
        return sum(one == other for one, other in pairs) / len(pairs) if pairs else 1.0


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Cohen's kappa (1960), agreement beyond chance; 1 where both used one and the same label for all."""
    if not pairs or all(one == other for one, other in pairs):
        return 1.0
    left, right = ([str(one) for one in side] for side in zip(*pairs, strict=True))
    return float(cohen_kappa_score(left, right))


def _same_claim(one: Claimed, other: Claimed) -> float:
    shared = one.where.shared(other.where)
    if not shared or not same_value(one, other):
        return 0.0
    return 1.0 + shared / (one.where.length + other.where.length - shared)


def _same_speech(one: Told, other: Told) -> float:
    overlap = speech_overlap(one.pieces, other.pieces)
    return overlap if overlap >= 0.8 else 0.0


def _same_negative(one: Negative, other: Negative) -> float:
    return float(one.where.shared(other.where))


def _may_be_same(one: Iterable[Maybe], other: Iterable[Maybe]) -> bool:
    """Whether there is an answer that both would call right."""
    one, other = tuple(one), tuple(other)
    must = {each.value for each in (*one, *other) if not each.optional}
    return must <= {each.value for each in one} and must <= {each.value for each in other}


def _spans(one: Sequence[object], other: Sequence[object], pairs: int) -> Counts:
    """What one alone saw counts, unless it called it optional."""
    return Counts(found=pairs, missing=len(one) - pairs, extra=len(other) - pairs)


def agree(first: Annotation, second: Annotation) -> Agreement:
    """Compare two annotations of one document."""
    made = Agreement()
    claims = pair(first.claims, second.claims, _same_claim)
    told = pair(first.testimonies, second.testimonies, _same_speech)
    negatives = pair(first.negatives, second.negatives, _same_negative)
    both = {id(each) for couple in (*claims, *told) for each in couple}

    def counted(things: Sequence[Claimed] | Sequence[Told]) -> list[object]:
        return [each for each in things if id(each) in both or not each.optional]

    made.spans = {
        "claims": _spans(counted(first.claims), counted(second.claims), len(claims)),
        "testimonies": _spans(counted(first.testimonies), counted(second.testimonies), len(told)),
        "negatives": _spans(first.negatives, second.negatives, len(negatives)),
    }
    for part in ("unit", "qualifier", "indicator"):
        made.labels[part] = [(getattr(one, part), getattr(other, part)) for one, other in claims]
    made.labels["places"] = [(True, _may_be_same(one.places, other.places)) for one, other in claims]
    made.labels["period"] = [
        (True, _may_be_same(filter(None, [one.period]), filter(None, [other.period])))
        for one, other in claims
    ]
    made.labels["citations"] = [(True, _may_cite_same(one, other)) for one, other in claims]
    made.labels["optional"] = [(one.optional, other.optional) for one, other in claims]
    made.labels["speaker_type"] = [(one.speaker_type, other.speaker_type) for one, other in told]
    made.labels["told_in"] = [(True, bool(set(one.places) & set(other.places))) for one, other in told]
    return made


def _may_cite_same(one: Claimed, other: Claimed) -> bool:
    return cites_right(one.citations, [each.value for each in other.citations if not each.optional]) or (
        cites_right(other.citations, [each.value for each in one.citations if not each.optional])
    )


def pool(several: Iterable[Agreement]) -> Agreement:
    """The agreement over several documents."""
    total = Agreement()
    for one in several:
        for name, counts in one.spans.items():
            held = total.spans.setdefault(name, Counts())
            held.found += counts.found
            held.missing += counts.missing
            held.extra += counts.extra
        for part, pairs in one.labels.items():
            total.labels.setdefault(part, []).extend(pairs)
    return total
