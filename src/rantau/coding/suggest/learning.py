"""A classifier that learns from what coders accepted and rejected in the study.

For each code with enough decisions of both kinds: a logistic regression on word and character TF-IDF, on what the
lexicon found and, where they are given, on vectors of the passages (:mod:`rantau.coding.suggest.sentence_model`). Its
log odds, learnt out of fold and scaled so that they are honest probabilities (Platt 1999), are mixed with the lexicon's
by how many decisions there are: a few move a suggestion a little, many decide it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from rantau.coding.suggest.lexical import Calibration, Evidence, gather, shipped_calibration
from rantau.coding.suggest.patterns import Lexicon, shipped_lexicon

__all__ = ["Example", "Learned", "learn"]

LEAST = 5
"""Fewest accepted and fewest rejected passages of a code from which it is learnt."""
HALF = 10.0
"""Passages accepted (or rejected, if these are fewer) at which the learnt odds weigh as much as the lexicon's."""


@dataclass(frozen=True, slots=True)
class Example:
    """A passage with what was decided on it: code -> whether it applies. Codes that are not in it are undecided."""

    text: str
    decided: Mapping[str, bool]
    passage: str = ""
    """The passage's id, where it has one."""


@dataclass(frozen=True)
class _Classifier:
    """What was learnt for one code."""

    weights: Any
    intercept: float
    scale: float
    shift: float
    accepted: int
    rejected: int

    @property
    def share(self) -> float:
        """How much it weighs beside the lexicon, by whichever is rarer: passages with the code, or without."""
        rarer = min(self.accepted, self.rejected)
        return rarer / (rarer + HALF)


@dataclass(frozen=True)
class Learned:
    """A trained suggester; :func:`learn` makes it."""

    vectorizer: Any
    classifiers: Mapping[str, _Classifier]
    lexicon: Lexicon
    calibration: Calibration
    vectors_by: str = ""
    """Name and hash of the model whose vectors were learnt from; empty where none were."""

    def logits(
        self,
        texts: Sequence[str],
        gathered: Sequence[Mapping[str, Evidence]],
        lexical: Sequence[Mapping[str, float]],
        vectors: Any = None,
    ) -> list[dict[str, float]]:
        """Log odds of the codes that were learnt, for each text.

        Args:
            texts: The passages.
            gathered: What the lexicon found in each, by code.
            lexical: The lexicon's log odds of each passage, code -> log odds.
            vectors: A row for each text, if vectors were learnt from.
        """
        import numpy as np

        if not self.classifiers or not texts:
            return [{} for _ in texts]
        # The last weight is that of what the lexicon found, which differs from code to code.
        weights = np.column_stack([one.weights[:-1] for one in self.classifiers.values()])
        shared = _shared(self.vectorizer, texts, vectors) @ weights
        found: list[dict[str, float]] = [{} for _ in texts]
        for number, (code, classifier) in enumerate(self.classifiers.items()):
            own = shared[:, number] + _column(gathered, code) * classifier.weights[-1] + classifier.intercept
            for row, value in enumerate(own.tolist()):
                learnt = classifier.scale * value + classifier.shift
                prior = lexical[row].get(code, self.calibration.absent)
                found[row][code] = classifier.share * learnt + (1 - classifier.share) * prior
        return found

    def counted(self, texts: Sequence[str]) -> list[list[tuple[int, float]]]:
        """The words of each text with their TF-IDF, to be asked for by :meth:`words`."""
        found: list[list[tuple[int, float]]] = [[] for _ in texts]
        return self.vectorizer.counted(texts) if self.classifiers and texts else found

    def words(self, counted: Sequence[tuple[int, float]], code: str, most: int = 5) -> list[str]:
        """The words of a passage that speak most for a code, the strongest first.

        Args:
            counted: The passage's words, see :meth:`counted`.
            code: Id of the code.
            most: How many words at most.
        """
        classifier = self.classifiers.get(code)
        if classifier is None:
            return []
        names = self.vectorizer.names
        weighed = sorted(
            ((float(classifier.weights[column]) * value, names[column]) for column, value in counted),
            reverse=True,
        )
        return [word for weight, word in weighed[:most] if weight > 0]


class _Vectorizer:
    """Word (one and two) and character TF-IDF; the words come first."""

    def __init__(self) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.word = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2, strip_accents="unicode")
        self.letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=3, max_features=20000
        )

    def fit(self, texts: Sequence[str]) -> None:
        self.word.fit(texts)
        self.letters.fit(texts)
        self.names = self.word.get_feature_names_out()

    def transform(self, texts: Sequence[str]) -> Any:
        from scipy.sparse import hstack

        return hstack([self.word.transform(texts), self.letters.transform(texts)]).tocsr()

    def counted(self, texts: Sequence[str]) -> list[list[tuple[int, float]]]:
        matrix = self.word.transform(texts).tocsr()
        ends = matrix.indptr.tolist()
        return [
            list(zip(matrix.indices[low:high].tolist(), matrix.data[low:high].tolist(), strict=True))
            for low, high in pairwise(ends)
        ]


def _shared(vectorizer: _Vectorizer, texts: Sequence[str], vectors: Any) -> Any:
    """A sparse row for each text: its TF-IDF and, where they are given, its vector."""
    from scipy.sparse import csr_matrix, hstack

    matrix = vectorizer.transform(texts)
    return matrix if vectors is None else hstack([matrix, csr_matrix(vectors)]).tocsr()


def _column(gathered: Sequence[Mapping[str, Evidence]], code: str) -> Any:
    """What the lexicon found for a code in each text, as one number."""
    import numpy as np

    column = np.zeros(len(gathered))
    for row, here in enumerate(gathered):
        if code in here:
            column[row] = math.log1p(here[code].strong) + 0.5 * math.log1p(here[code].weak)
    return column


def learn(
    examples: Sequence[Example],
    *,
    seed: int = 0,
    lexicon: Lexicon | None = None,
    calibration: Calibration | None = None,
    vectors: Any = None,
    vectors_by: str = "",
) -> Learned:
    """Learn from decisions.

    Args:
        examples: Passages with what was decided on them.
        seed: Where chance starts from: it draws the folds.
        lexicon: By default the shipped one.
        calibration: By default the shipped one.
        vectors: A row of floats for each example, of length 1, or of zeros where there is none; texts that are then to
            get suggestions need vectors of the same model.
        vectors_by: Name and hash of that model.

    Returns:
        A suggester; codes with too few decisions of one kind are left to the lexicon.
    """
    from threadpoolctl import threadpool_limits

    lexicon, calibration = lexicon or shipped_lexicon(), calibration or shipped_calibration()
    labels: dict[str, dict[int, bool]] = {}
    for row, example in enumerate(examples):
        for code, applies in example.decided.items():
            labels.setdefault(code, {})[row] = applies
    codes = sorted(
        code
        for code, rows in labels.items()
        if min(sum(rows.values()), len(rows) - sum(rows.values())) >= LEAST
    )
    if not codes:
        return Learned(None, {}, lexicon, calibration)
    vectorizer = _Vectorizer()
    texts = [example.text for example in examples]
    vectorizer.fit(texts)
    shared = _shared(vectorizer, texts, vectors)
    gathered = [gather(lexicon.hits(text)) for text in texts]
    with threadpool_limits(1):  # many small problems: threads would wait for each other longer than they work
        classifiers = {code: _train(shared, _column(gathered, code), labels[code], seed) for code in codes}
    return Learned(vectorizer, classifiers, lexicon, calibration, vectors_by if vectors is not None else "")


def _train(shared: Any, column: Any, rows: Mapping[int, bool], seed: int) -> _Classifier:
    """Train on the passages on which a code was decided; what the lexicon found is the last of the features."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    order = sorted(rows)
    known = hstack([shared[order], csr_matrix(column[order][:, None])]).tocsr()
    applies = np.array([rows[row] for row in order])

    def fitted(part: Any, truth: Any) -> Any:
        # In the dual, which is quick where there are more features than passages; the seed orders its steps.
        return LogisticRegression(
            C=10.0,
            class_weight="balanced",
            max_iter=500,
            solver="liblinear",
            dual=True,
            random_state=seed % 2**32,
        ).fit(part, truth)

    folds = StratifiedKFold(
        min(5, int(min(applies.sum(), (~applies).sum()))), shuffle=True, random_state=seed % 2**32
    )
    unseen = np.zeros(len(order))
    for train, test in folds.split(known, applies):
        unseen[test] = fitted(known[train], applies[train]).decision_function(known[test])
    # Platt's scaling with his corrected targets, so that few examples never make certainty.
    yes, no = float(applies.sum()), float((~applies).sum())
    targets = np.where(applies, (yes + 1) / (yes + 2), 1 / (no + 2))
    scale, shift = _platt(unseen, targets)
    whole = fitted(known, applies)
    return _Classifier(whole.coef_[0].copy(), float(whole.intercept_[0]), scale, shift, int(yes), int(no))


def _platt(values: Any, targets: Any) -> tuple[float, float]:
    """Slope and intercept of the logistic curve nearest to soft targets (Platt 1999), held in by a small penalty."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    both = np.concatenate([values, values])[:, None]
    truth = np.repeat([True, False], len(values))
    curve = LogisticRegression(C=1.0, max_iter=500)
    curve.fit(both, truth, sample_weight=np.concatenate([targets, 1 - targets]))
    return max(float(curve.coef_[0, 0]), 0.0), float(curve.intercept_[0])
