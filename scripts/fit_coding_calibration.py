"""Fit the coefficients of the lexicon's probabilities on the gold set of codings.

    .venv/bin/python scripts/fit_coding_calibration.py

A logistic regression over every passage and every code of which a phrase was found. Writes
src/rantau/coding/suggest/calibration.toml.
"""

import math
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.gold.coding_scoring import THEORIES, Gold, gold, read_pass

from rantau.coding.suggest.lexical import WORDS, gather
from rantau.coding.suggest.patterns import shipped_lexicon

PENALTY = 1.0


def rows(data: Gold, which: list[int]) -> tuple[np.ndarray, np.ndarray]:
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


def fit(data: Gold, which: list[int]) -> np.ndarray:
    """Coefficients: base, strong, weak, length, then one a theory."""
    features, truth = rows(data, which)

    def loss(coefficients: np.ndarray) -> float:
        odds = features @ coefficients
        return float(np.logaddexp(0, odds).sum() - truth @ odds + PENALTY * (coefficients[1:] ** 2).sum() / 2)

    return minimize(loss, np.zeros(features.shape[1]), method="BFGS").x


def absent(data: Gold) -> float:
    """Log odds of a code of the gold set in a passage in which no phrase of it was found."""
    lexicon = shipped_lexicon()
    universe = {code for codes in data.codes for code in codes}
    silent = missed = 0
    for text, codes in zip(data.texts, data.codes, strict=True):
        quiet = universe - {hit.code for hit in lexicon.hits(text)}
        silent += len(quiet)
        missed += len(quiet & codes)
    return math.log((missed + 0.5) / (silent - missed + 0.5))


def main() -> None:
    one, other = read_pass("pass_one"), read_pass("pass_two")
    # Both passes count: a coding that only one has is half a coding.
    first, second = gold(one), gold(other)
    both = Gold(
        first.ids + second.ids,
        first.documents + second.documents,
        first.languages + second.languages,
        first.texts + second.texts,
        first.codes + second.codes,
    )
    base, strong, weak, length, *theories = fit(both, list(range(len(both.texts))))
    lines = [
        "# Fitted on the gold set of codings by scripts/fit_coding_calibration.py; docs/coding.md says how well it does.",
        f"base = {base:.3f}",
        f"strong = {strong:.3f}",
        f"weak = {weak:.3f}",
        f"length = {length:.3f}",
        f"absent = {absent(both):.3f}",
        "",
        "[theories]",
        *(f"{name} = {value:.3f}" for name, value in zip(THEORIES, theories, strict=True)),
    ]
    target = ROOT / "src/rantau/coding/suggest/calibration.toml"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(target.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
