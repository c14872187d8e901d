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
from typing import Any

from rantau.coding.suggest.lexical import Calibration, gather, shipped_calibration
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
        self, texts: Sequence[str], lexical: Sequence[Mapping[str, float]], vectors: Any = None
    ) -> list[dict[str, float]]:
        """Log odds of the codes that were learnt, for each text.

        Args:
            texts: The passages.
            lexical: The lexicon's log odds of each passage, code -> log odds.
            vectors: A row for each text, if vectors were learnt from.
        """
        if not self.classifiers or not texts:
            return [{} for _ in texts]
        matrix = _features(self.vectorizer, texts, self.lexicon, tuple(self.classifiers), vectors)
        found: list[dict[str, float]] = [{} for _ in texts]
        for code, classifier in self.classifiers.items():
            own = matrix[code] @ classifier.weights + classifier.intercept
            for row, value in enumerate(own):
                learnt = classifier.scale * float(value) + classifier.shift
                prior = lexical[row].get(code, self.calibration.logit(code, 0, 0, len(texts[row].split())))
                found[row][code] = classifier.share * learnt + (1 - classifier.share) * prior
        return found

    def words(self, text: str, code: str, most: int = 5) -> list[str]:
        """The words of a passage that speak most for a code, the strongest first."""
        classifier = self.classifiers.get(code)
        if classifier is None:
            return []
        names, counted = self.vectorizer.words(text)
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

    def words(self, text: str) -> tuple[Any, list[tuple[int, float]]]:
        row = self.word.transform([text])
        return self.names, list(zip(row.indices.tolist(), row.data.tolist(), strict=True))


def _features(
    vectorizer: _Vectorizer,
    texts: Sequence[str],
    lexicon: Lexicon,
    codes: Sequence[str],
    vectors: Any = None,
) -> dict[str, Any]:
    """Code -> matrix: the text's TF-IDF, its vector, and in the last column what the lexicon found for this code."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack

    shared = vectorizer.transform(texts)
    if vectors is not None:
        shared = hstack([shared, csr_matrix(vectors)]).tocsr()
    gathered = [gather(lexicon.hits(text)) for text in texts]
    found = {}
    for code in codes:
        column = np.zeros((len(texts), 1))
        for row, here in enumerate(gathered):
            if code in here:
                column[row, 0] = math.log1p(here[code].strong) + 0.5 * math.log1p(here[code].weak)
        found[code] = hstack([shared, csr_matrix(column)]).tocsr()
    return found


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
    features = _features(vectorizer, texts, lexicon, codes, vectors)
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # many small problems: threads would wait for each other longer than they work
        classifiers = {code: _train(features[code], labels[code], seed) for code in codes}
    return Learned(vectorizer, classifiers, lexicon, calibration, vectors_by if vectors is not None else "")


def _train(matrix: Any, rows: Mapping[int, bool], seed: int) -> _Classifier:
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    order = sorted(rows)
    known = matrix[order]
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
