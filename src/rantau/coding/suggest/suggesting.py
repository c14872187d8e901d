"""Codes suggested for passages, each with a probability and with the words that count.

A suggestion is no coding: it becomes one when a person accepts it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rantau.coding.suggest.learning import Learned
from rantau.coding.suggest.lexical import Calibration, Evidence, gather, shipped_calibration
from rantau.coding.suggest.patterns import Lexicon, shipped_lexicon
from rantau.framework.codebook import Codebook, Polarity
from rantau.store.records import Passage

__all__ = ["KINDS", "SUGGESTER", "Suggestion", "suggest", "suggest_text"]

SUGGESTER = "lexicon-2"
"""The suggester and its version, as it signs."""
THRESHOLD = 0.3

KINDS = frozenset({"paragraph", "list_item", "quote", "footnote", "endnote", "table", "caption"})
"""Kinds of passages that get suggestions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A code that a passage may be about."""

    passage: str
    code: str
    polarity: Polarity
    probability: float
    start: int
    end: int
    """The sentences that hold the words that count, as offsets in the passage text; the whole where there are none."""
    why: tuple[str, ...]
    """The words that count, as they stand in the passage."""
    by: str
    """Who suggests: the suggester and its version; where it learnt, from how many passages, and with which model's
    vectors."""


def suggest(
    passages: Iterable[Passage],
    codebook: Codebook,
    *,
    threshold: float = THRESHOLD,
    learned: Learned | None = None,
    lexicon: Lexicon | None = None,
    calibration: Calibration | None = None,
    vectors: Any = None,
) -> list[Suggestion]:
    """Suggest codes for passages.

    Args:
        passages: The passages; headings, references and front matter get no suggestions.
        codebook: The study's codebook: a code that was renamed or merged is suggested under its new id, a retired or
            split one not at all.
        threshold: Least probability.
        learned: What was learnt from decisions, if anything was.
        lexicon: By default the shipped one.
        calibration: By default the shipped one.
        vectors: A row for each passage, if ``learned`` learnt from vectors.

    Returns:
        Suggestions in the order of the passages, the most probable first.
    """
    every = list(passages)
    rows = [row for row, passage in enumerate(every) if passage.kind in KINDS]
    wanted = [every[row] for row in rows]
    found = suggest_text(
        [passage.text for passage in wanted],
        codebook,
        threshold=threshold,
        learned=learned,
        lexicon=lexicon,
        calibration=calibration,
        vectors=vectors[rows] if vectors is not None else None,
    )
    suggestions = []
    for passage, here in zip(wanted, found, strict=True):
        for code, polarity, probability, why, spans in here:
            start, end = _sentences(passage, spans)
            suggestions.append(
                Suggestion(
                    passage=passage.id,
                    code=code,
                    polarity=polarity,
                    probability=probability,
                    start=start,
                    end=end,
                    why=why,
                    by=_signed(learned, code),
                )
            )
    return suggestions


Found = tuple[str, Polarity, float, tuple[str, ...], list[tuple[int, int]]]


def suggest_text(
    texts: Sequence[str],
    codebook: Codebook,
    *,
    threshold: float = THRESHOLD,
    learned: Learned | None = None,
    lexicon: Lexicon | None = None,
    calibration: Calibration | None = None,
    vectors: Any = None,
) -> list[list[Found]]:
    """The same for bare texts: code, polarity, probability, the words that count and where they stand."""
    lexicon, calibration = lexicon or shipped_lexicon(), calibration or shipped_calibration()
    gathered = [gather(lexicon.hits(text)) for text in texts]
    lexical = [
        {code: calibration.logit(code, one.strong, one.weak, len(text.split())) for code, one in here.items()}
        for text, here in zip(texts, gathered, strict=True)
    ]
    learnt = learned.logits(texts, gathered, lexical, vectors) if learned is not None else [{} for _ in texts]
    counted = learned.counted(texts) if learned is not None else [[] for _ in texts]
    return [
        _of_text(text, codebook, threshold, learned, here, {**odds, **more}, words)
        for text, here, odds, more, words in zip(texts, gathered, lexical, learnt, counted, strict=True)
    ]


def _of_text(
    text: str,
    codebook: Codebook,
    threshold: float,
    learned: Learned | None,
    gathered: dict[str, Evidence],
    logits: dict[str, float],
    counted: Sequence[tuple[int, float]],
) -> list[Found]:
    found: dict[str, Found] = {}
    for code, logit in logits.items():
        probability = round(1 / (1 + math.exp(-max(min(logit, 30.0), -30.0))), 4)
        if probability < threshold or code not in codebook:
            continue
        now = codebook.now(code)
        if len(now) != 1 or (now[0] in found and found[now[0]][2] >= probability):
            continue
        evidence = gathered.get(code)
        spans = [(hit.start, hit.end) for hit in evidence.hits] if evidence else []
        why = [text[start:end] for start, end in spans]
        if learned is not None:
            said = [one.lower() for one in why]
            why += [word for word in learned.words(counted, code) if not any(word in one for one in said)]
        polarity: Polarity = (
            evidence.polarity if evidence else "insecurity" if codebook[now[0]].polarity else ""
        )
        found[now[0]] = (now[0], polarity, probability, tuple(dict.fromkeys(why)), spans)
    return sorted(found.values(), key=lambda one: (-one[2], one[0]))


def _sentences(passage: Passage, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """From the first sentence that holds a word that counts to the last."""
    if not spans:
        return 0, len(passage.text)
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    start = max((low for low, _ in passage.sentences if low <= first), default=0)
    end = min((high for _, high in passage.sentences if high >= last), default=len(passage.text))
    return start, end


def _signed(learned: Learned | None, code: str) -> str:
    if learned is None or code not in learned.classifiers:
        return SUGGESTER
    classifier = learned.classifiers[code]
    model = f" + {learned.vectors_by}" if learned.vectors_by else ""
    return f"{SUGGESTER} + {classifier.accepted} accepted, {classifier.rejected} rejected{model}"
