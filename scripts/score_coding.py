"""Print how good suggestions of codes are on the gold set of codings, and how far its two passes agree.

.venv/bin/python scripts/score_coding.py
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.gold.coding_scoring import (
    THEORIES,
    agreement,
    cross_validated,
    gold,
    lexicon_alone,
    read_pass,
    score,
    suggested,
)

THRESHOLD = 0.3


def main() -> None:
    one, other = read_pass("pass_one"), read_pass("pass_two")
    data = gold(one)
    start = time.process_time()
    offline = suggested(data.texts)
    seconds = time.process_time() - start
    kinds = {
        "plain lexicon": lexicon_alone(data.texts),
        "offline": offline,
        "after decisions": cross_validated(data),
    }
    print(
        f"{len(data.texts)} passages; offline suggestions: {len(data.texts) / seconds:.0f} passages/s of one core"
    )
    print(f"{'':8}{'codings':>8}" + "".join(f"{name:>36}" for name in kinds))
    print(f"{'':16}" + f"{'micro F1   macro F1   avg. prec.':>36}" * len(kinds))
    for theory in THEORIES:
        cells = ""
        for found in kinds.values():
            value = score(data, found, theory, THRESHOLD)
            cells += f"{value.micro:15.2f}{value.macro:11.2f}{value.average_precision:10.2f}"
        print(f"{theory:8}{score(data, offline, theory).codings:8}{cells}")
    for theory in ("", *THEORIES):
        f1, alpha = agreement(one, other, theory)
        print(f"agreement of the passes, {theory or 'all':4} F1 {f1:.2f}, alpha {alpha:.2f}")


if __name__ == "__main__":
    main()
