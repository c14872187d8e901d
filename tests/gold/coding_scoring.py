"""How good suggestions of codes are, beside the plain lexicon, by cross-validation over documents."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from rantau.coding.suggest import Example, Learned, learn, suggest_text
from rantau.coding.suggest.lexical import Calibration
from rantau.coding.suggest.patterns import shipped_lexicon
from rantau.framework.codebook import shipped_codebook

FOLDER = Path(__file__).parent / "coding"
THEORIES = ("MS", "SE", "HS", "TP", "PR")


@dataclass(frozen=True)
class Gold:
    """Passages and the codes they have, by one pass or by what both have."""

    ids: tuple[str, ...]
    documents: tuple[str, ...]
    languages: tuple[str, ...]
    texts: tuple[str, ...]
    codes: tuple[frozenset[str], ...]

    def part(self, rows: Sequence[int]) -> Gold:
        """Some of the passages."""
        return Gold(
            *(
                tuple(column[row] for row in rows)
                for column in (self.ids, self.documents, self.languages, self.texts, self.codes)
            )
        )


def not_mended_on(documents: Sequence[str]) -> list[int]:
    """Rows of the documents that were not read when the word lists were mended: every second one by name."""
    kept = set(sorted(set(documents))[1::2])
    return [row for row, document in enumerate(documents) if document in kept]


def read_pass(name: str) -> dict[str, frozenset[str]]:
    """Passage id -> its codes, in one pass."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return {row["id"]: frozenset(one["code"] for one in row["codes"]) for row in rows}


def gold(truth: Mapping[str, frozenset[str]]) -> Gold:
    """The passages with these codes."""
    lines = (FOLDER / "passages.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return Gold(
        tuple(row["id"] for row in rows),
        tuple(row["document"] for row in rows),
        tuple(row["language"] for row in rows),
        tuple(row["text"] for row in rows),
        tuple(truth[row["id"]] for row in rows),
    )


def folds(documents: Sequence[str], count: int = 5) -> list[list[int]]:
    """Rows of each fold: whole documents, the longest first to the fold that has fewest."""
    by_document: dict[str, list[int]] = defaultdict(list)
    for row, document in enumerate(documents):
        by_document[document].append(row)
    parts: list[list[int]] = [[] for _ in range(count)]
    for _, rows in sorted(by_document.items(), key=lambda item: (-len(item[1]), item[0])):
        min(parts, key=len).extend(rows)
    return parts


def lexicon_alone(texts: Sequence[str]) -> list[dict[str, float]]:
    """Baseline: every code of which a phrase stands in the passage."""
    lexicon = shipped_lexicon()
    return [{hit.code: 1.0 for hit in lexicon.hits(text)} for text in texts]


def suggested(
    texts: Sequence[str],
    learned: Learned | None = None,
    calibration: Calibration | None = None,
    vectors: Any = None,
) -> list[dict[str, float]]:
    """Code -> probability, for each text."""
    found = suggest_text(
        texts, shipped_codebook(), threshold=1e-9, learned=learned, calibration=calibration, vectors=vectors
    )
    return [{code: probability for code, _, probability, *_ in here} for here in found]


def cross_validated(
    data: Gold, which: Sequence[int], *, learning: bool = True, vectors: Any = None, seed: int = 0
) -> list[dict[str, float]]:
    """Probabilities of some passages, in five folds of their documents; nothing is fitted on a fold that it is used on.

    Args:
        data: All passages.
        which: Rows of the passages to score; the lexicon's probabilities are fitted on them, fold by fold.
        learning: Learn from the codings of all documents outside of the fold; else the lexicon alone.
        vectors: A row for each passage of ``data``, to be learnt from too.
        seed: For learning.
    """
    from tests.gold.coding_calibration import fitted

    universe = {code for codes in data.codes for code in codes}
    found: dict[int, dict[str, float]] = {}
    for part in folds([data.documents[row] for row in which]):
        held = {which[place] for place in part}
        rows = sorted(held)
        calibration = fitted(data, [row for row in which if row not in held])
        learned, own = None, None
        if learning:
            outside = [row for row in range(len(data.texts)) if row not in held]
            examples = [
                Example(data.texts[row], {code: code in data.codes[row] for code in universe})
                for row in outside
            ]
            given = None if vectors is None else vectors[outside]
            own = None if vectors is None else vectors[rows]
            learned = learn(examples, seed=seed, calibration=calibration, vectors=given, vectors_by="model")
        here = suggested([data.texts[row] for row in rows], learned, calibration, own)
        found |= dict(zip(rows, here, strict=True))
    return [found[row] for row in which]


@dataclass(frozen=True)
class Score:
    """Micro and macro F1 at a threshold, and the average precision, for the codes of one theory."""

    micro: float
    macro: float
    average_precision: float
    codes: int
    codings: int


def score(data: Gold, found: Sequence[Mapping[str, float]], theory: str, threshold: float = 0.5) -> Score:
    """Score one theory, or all where none is named. Macro F1 is over the codes that the passages have."""
    codes = sorted({code for here in data.codes for code in here if _of(code, theory)})
    tally = {code: [0, 0, 0] for code in codes}
    ranked: list[tuple[float, bool]] = []
    for truth, here in zip(data.codes, found, strict=True):
        given = {code for code, chance in here.items() if chance >= threshold}
        for code in codes:
            said, true = code in given, code in truth
            tally[code][0] += said and true
            tally[code][1] += said and not true
            tally[code][2] += true and not said
            ranked.append((here.get(code, 0.0), true))
    extra = sum(
        chance >= threshold and _of(code, theory) and code not in tally
        for here in found
        for code, chance in here.items()
    )
    hit, wrong, missed = (sum(one[part] for one in tally.values()) for part in range(3))
    macro = sum(_f1(*one) for one in tally.values()) / max(len(codes), 1)
    return Score(_f1(hit, wrong + extra, missed), macro, _average_precision(ranked), len(codes), hit + missed)


def reliability(
    data: Gold, found: Sequence[Mapping[str, float]], edges: Sequence[float] = (0.1, 0.3, 0.5, 0.7, 1.0)
) -> list[tuple[float, float, int]]:
    """For suggestions between each two edges: mean probability, the share that is right, and how many there are."""
    said = [
        (chance, code in truth)
        for truth, here in zip(data.codes, found, strict=True)
        for code, chance in here.items()
    ]
    rows = []
    for low, high in pairwise(edges):
        inside = [(chance, right) for chance, right in said if low <= chance < high]
        if inside:
            count = len(inside)
            rows.append(
                (sum(one for one, _ in inside) / count, sum(right for _, right in inside) / count, count)
            )
    return rows


def _of(code: str, theory: str) -> bool:
    return not theory or code.partition(".")[0] == theory


def _f1(hit: int, wrong: int, missed: int) -> float:
    return 2 * hit / (2 * hit + wrong + missed) if hit else 0.0


def _average_precision(ranked: Sequence[tuple[float, bool]]) -> float:
    """Mean precision over the true ones, ties broken against us."""
    order = sorted(ranked, key=lambda one: (-one[0], one[1]))
    found, total = 0, 0.0
    for place, (_, true) in enumerate(order, start=1):
        if true:
            found += 1
            total += found / place
    return total / found if found else 0.0


def agreement(
    one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]], theory: str = ""
) -> tuple[float, float]:
    """F1 of two passes on codings, and Krippendorff's alpha over passage x code (nominal, present or not)."""
    wanted = {code for codes in (*one.values(), *other.values()) for code in codes if _of(code, theory)}
    both = alone = other_alone = 0
    pairs = defaultdict(int)
    for passage, codes in one.items():
        for code in wanted:
            first, second = code in codes, code in other[passage]
            pairs[first, second] += 1
            both += first and second
            alone += first and not second
            other_alone += second and not first
    total = sum(pairs.values())
    observed = (pairs[True, False] + pairs[False, True]) / total
    present = (2 * pairs[True, True] + pairs[True, False] + pairs[False, True]) / (2 * total)
    expected = 2 * present * (1 - present) * (2 * total) / (2 * total - 1)
    return _f1(both, alone, other_alone), 1 - observed / expected
