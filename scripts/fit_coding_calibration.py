"""Fit the coefficients of the lexicon's probabilities on the gold set of codings.

    .venv/bin/python scripts/fit_coding_calibration.py

On the half of its documents on which the word lists were not mended: on the other half phrases seem surer than they are.
Writes src/rantau/coding/suggest/calibration.toml.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.gold.coding_calibration import fitted
from tests.gold.coding_scoring import gold, not_mended_on, read_pass


def main() -> None:
    data = gold(read_pass("pass_one"))
    found = fitted(data, not_mended_on(data.documents))
    lines = [
        "# Fitted on the gold set of codings by scripts/fit_coding_calibration.py; docs/coding.md says how well it does.",
        *(f"{name} = {getattr(found, name):.3f}" for name in ("base", "strong", "weak", "length", "absent")),
        "",
        "[theories]",
        *(f"{name} = {value:.3f}" for name, value in found.theories.items()),
    ]
    target = ROOT / "src/rantau/coding/suggest/calibration.toml"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(target.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
