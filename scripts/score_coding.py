"""Print how good suggestions of codes are on the gold set of codings, and how far its two passes agree.

    .venv/bin/python scripts/score_coding.py

On the half of the documents on which the word lists were not mended, by cross-validation. The last columns need the
sentence model ("make semantic").
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.gold.coding_scoring import (
    THEORIES,
    Gold,
    agreement,
    cross_validated,
    gold,
    lexicon_alone,
    not_mended_on,
    read_pass,
    reliability,
    score,
    suggested,
)

from rantau.coding.suggest.sentence_model import LANGUAGE, MODEL_NAME, sentence_model
from rantau.framework.errors import FeatureMissing

THRESHOLD = 0.3


def rate(what: str, count: int, start: float) -> None:
    print(f"{what}: {count / (time.process_time() - start):.0f} passages/s of processor time")


def sentence_vectors(data: Gold):
    """A row for each passage, of zeros where it is not in the model's language; None without the model."""
    import numpy as np

    try:
        model = sentence_model()
    except FeatureMissing as reason:
        print(f"without a sentence model: {reason}")
        return None
    start = time.process_time()
    vectors = model.vectors(data.texts)
    rate(f"vectors of {MODEL_NAME}", len(data.texts), start)
    english = np.array([language == LANGUAGE for language in data.languages])
    return np.where(english[:, None], vectors, 0)


def main() -> None:
    one, other = read_pass("pass_one"), read_pass("pass_two")
    data = gold(one)
    which = not_mended_on(data.documents)
    held = data.part(which)
    print(f"{len(data.texts)} passages, {len(which)} of them in documents on which no word list was mended")
    suggested(held.texts[:1])
    start = time.process_time()
    suggested(data.texts)
    rate("offline suggestions", len(data.texts), start)
    vectors = sentence_vectors(data)
    kinds = {
        "plain lexicon": lexicon_alone(held.texts),
        "offline": cross_validated(data, which, learning=False),
        "after decisions": cross_validated(data, which),
    }
    if vectors is not None:
        kinds["with the model"] = cross_validated(data, which, vectors=vectors)
    print(f"\n{'':8}{'codings':>8}" + "".join(f"{name:>34}" for name in kinds))
    print(f"{'':16}" + f"{'micro F1  macro F1  avg. prec.':>34}" * len(kinds))
    for theory in ("", *THEORIES):
        cells = ""
        for found in kinds.values():
            value = score(held, found, theory, THRESHOLD)
            cells += f"{value.micro:15.2f}{value.macro:10.2f}{value.average_precision:9.2f}"
        print(f"{theory or 'all':8}{score(held, kinds['offline'], theory).codings:8}{cells}")
    print()
    for name, found in kinds.items():
        if name != "plain lexicon":
            said = "; ".join(
                f"{mean:.2f} said, {right:.2f} right ({count})"
                for mean, right, count in reliability(held, found)
            )
            print(f"probabilities, {name}: {said}")
    print()
    for theory in ("", *THEORIES):
        f1, alpha = agreement(one, other, theory)
        print(f"agreement of the passes, {theory or 'all':4} F1 {f1:.2f}, alpha {alpha:.2f}")


if __name__ == "__main__":
    main()
