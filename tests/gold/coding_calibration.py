"""Fitting the coefficients of the lexicon's probabilities: a logistic regression over every passage and code found."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize
from tests.gold.coding_scoring import THEORIES, Gold

from rantau.coding.suggest.lexical import WORDS, Calibration, gather
from rantau.coding.suggest.patterns import shipped_lexicon

PENALTY = 1.0


def _rows(data: Gold, which: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """A row of features, and whether the code applies, for every code found in every passage."""
    lexicon = shipped_lexicon()
    features, truth = [], []
    for row in which:
        words = len(data.texts[row].split())
        for code, one in gather(lexicon.hits(data.texts[row])).items():
            theory = code.partition(".")[0]
            features.append(
                [
                    1.0,
                    math.log1p(one.strong),
                    math.log1p(one.weak),
                    math.log(max(words, 1) / WORDS),
                    *(float(theory == name) for name in THEORIES),
                ]
            )
            truth.append(code in data.codes[row])
    return np.array(features), np.array(truth, dtype=float)


def fitted(data: Gold, which: Sequence[int]) -> Calibration:
    """Coefficients from some passages."""
    features, truth = _rows(data, which)

    def loss(coefficients: np.ndarray) -> float:
        odds = features @ coefficients
        return float(np.logaddexp(0, odds).sum() - truth @ odds + PENALTY * (coefficients[1:] ** 2).sum() / 2)

    # No phrase that speaks for a code makes it less likely.
    bounds = [(None, None), (0, None), (0, None), *[(None, None)] * (features.shape[1] - 3)]
    best = minimize(loss, np.zeros(features.shape[1]), method="L-BFGS-B", bounds=bounds).x
    base, strong, weak, length, *theories = map(float, best)
    return Calibration(
        base, strong, weak, length, _absent(data, which), dict(zip(THEORIES, theories, strict=True))
    )


def _absent(data: Gold, which: Sequence[int]) -> float:
    """Log odds of a code of the gold set in a passage in which no phrase of it was found."""
    lexicon = shipped_lexicon()
    universe = {code for codes in data.codes for code in codes}
    silent = missed = 0
    for row in which:
        quiet = universe - {hit.code for hit in lexicon.hits(data.texts[row])}
        silent += len(quiet)
        missed += len(quiet & data.codes[row])
    return math.log((missed + 0.5) / (silent - missed + 0.5))
