"""Codes suggested for the passages of one document, by the lexicon and by what the study's coders decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from rantau.coding.suggest import SUGGESTER, Example, Learned, Suggestion, learn, suggest
from rantau.coding.suggest.proposals import joined
from rantau.framework.codebook import Codebook
from rantau.store.records import CodeSuggestion, Coding, Passage
from rantau.study.fingerprints import fingerprint, shipped_data
from rantau.study.semantic import SIGNED

if TYPE_CHECKING:
    from rantau.coding.suggest.sentence_model import Floats

__all__ = ["coding_rules", "examples_of", "learn_from", "suggest_for"]


@cache
def coding_rules() -> str:
    """What the suggester knows beside the text and the coders' decisions."""
    return fingerprint(
        SUGGESTER,
        shipped_data("rantau.coding"),
        shipped_data("rantau.coding.suggest"),
        shipped_data("rantau.framework", ("codebook.toml",)),
    )


def examples_of(codings: Iterable[Coding], texts: Mapping[str, str], codebook: Codebook) -> list[Example]:
    """What coders decided, as examples: one a passage, a code applied by most of those who decided on it.

    Args:
        codings: All codings; those on words that the passage no longer has, or under a code that is gone, are left out.
        texts: Passage id -> its text.
        codebook: The study's codebook.
    """
    votes: dict[str, dict[str, int]] = {}
    for coding in codings:
        text = texts.get(coding.passage)
        if text is None or text[coding.start : coding.end] != coding.quote or coding.code not in codebook:
            continue
        for code in codebook.now(coding.code):
            here = votes.setdefault(coding.passage, {})
            here[code] = here.get(code, 0) + (1 if coding.status == "accepted" else -1)
    return [
        Example(texts[passage], {code: vote > 0 for code, vote in sorted(here.items()) if vote}, passage)
        for passage, here in sorted(votes.items())
    ]


def learn_from(
    examples: Sequence[Example], seed: int, vectors: Mapping[str, Floats] | None = None
) -> Learned | None:
    """What the examples teach; nothing where there are too few.

    Args:
        examples: Passages with what was decided on them.
        seed: The study's.
        vectors: Passage id -> its vector, if vectors are to be learnt from.
    """
    if not examples:
        return None
    if vectors is None:
        learned = learn(examples, seed=seed)
    else:
        import numpy as np

        rows = np.stack([vectors[example.passage] for example in examples])
        learned = learn(examples, seed=seed, vectors=rows, vectors_by=SIGNED)
    return learned if learned.classifiers else None


def suggest_for(
    document: str,
    passages: Sequence[Passage],
    codebook: Codebook,
    threshold: float,
    learned: Learned | None,
    vectors: Floats | None = None,
    proposed: Sequence[Suggestion] = (),
) -> list[CodeSuggestion]:
    """Suggestions for one document, in the order of its passages, the most probable first.

    Args:
        document: Its id.
        passages: Its passages.
        codebook: The study's codebook.
        threshold: Least probability.
        learned: What the coders' decisions taught.
        vectors: A row for each passage, if vectors were learnt from.
        proposed: What a model behind an address proposes.
    """
    found = suggest(passages, codebook, threshold=threshold, learned=learned, vectors=vectors)
    if proposed:
        found = joined(found, [one for one in proposed if one.probability >= threshold])
    by_id = {passage.id: passage for passage in passages}
    order = {passage.id: number for number, passage in enumerate(passages)}
    found.sort(key=lambda one: (order[one.passage], -one.probability, one.code))
    return [
        CodeSuggestion(
            id=f"{one.passage}/k/{one.code}",
            document=document,
            passage=one.passage,
            page=by_id[one.passage].page_at(one.start),
            code=one.code,
            polarity=one.polarity,
            probability=one.probability,
            start=one.start,
            end=one.end,
            why=one.why,
            by=one.by,
        )
        for one in found
    ]
