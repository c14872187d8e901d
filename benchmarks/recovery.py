"""Recovery at length: are known parameters found again, at the stated rate?

    python -m benchmarks.recovery [--course N] [--people N] [--workers N]

Prints, for the expected course and for people, a rank histogram of N truths among the draws with its chi-square, and how
often the middle 50, 80 and 90 % of draws hold the truth. Exits with 1 where a test fails at one in a thousand.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

import numpy as np
from scipy.stats import binomtest, chi2

from rantau.simulation.parameters import register
from rantau.simulation.particles import Settings
from rantau.simulation.recovering import recover
from rantau.simulation.runs import How
from rantau.simulation.world import world_of

FREE = (
    "irregular_share",
    "exploited_share_irregular",
    "irregular_detained",
    "seeks_help",
    "irregular_returns",
    "turnover",
)
WANTED = (("irregular_share", 0.8), ("exploited_share", 0.9), ("deportations", 1.2), ("present_stock", 0.04))
FALSE_ALARM = 1e-3


def world():
    sectors = dict.fromkeys(("agriculture", "fishing", "manufacturing", "domestic", "services"), "0")
    return world_of(
        {
            "places": [{"id": "AAA"}, {"id": "BBB", **sectors}],
            "corridors": [{"origin": "AAA", "destination": "BBB", "stock": "60000"}],
        }
    )


def prior():
    given = register()
    known = {one: given[one].value for one in given.free if one not in FREE}
    return given.with_values(known | {"women_share": 0.0})


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--course", type=int, default=60)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--workers", type=int, default=None)
    asked = parser.parse_args(arguments)
    moving, window = Settings(generations=30, least_distinct=0.1), (2, 4)
    hows = {
        "expected course": (asked.course, How(32, 32, 0, people=False, window=window, moving=moving)),
        "people": (asked.people, How(32, 40, 1, weight=10.0, window=window, moving=moving)),
    }
    good = True
    for name, (count, how) in hows.items():
        began = time.process_time()
        ranks, met = [], 0
        for seed in range(count):
            truth, found = recover(world(), prior(), WANTED, seed, how, asked.workers)
            met += found.particles.tolerance == 0
            ranks.append((found.particles.scores[::2] < truth).sum(axis=0))
        if not count:
            continue
        table = np.array(ranks)  # 0 to 16
        cells = np.histogram(table.ravel(), bins=[0, 3, 6, 9, 12, 14.5, 17])[0]
        expected = table.size * np.array([3, 3, 3, 3, 3, 2]) / 17
        distance = float(((cells - expected) ** 2 / expected).sum())
        print(
            f"{name}: {count} truths, {met} met all targets, {time.process_time() - began:.0f} s of processor time"
        )
        print(
            f"  ranks of {table.size} in cells of 3, 3, 3, 3, 3, 2 of 17: {cells.tolist()}; expected {expected.round(1)}"
        )
        print(f"  chi-square {distance:.1f}; {chi2.isf(FALSE_ALARM, 5):.1f} would be a failure")
        for inside in (9, 13, 15):
            edge = (17 - inside) // 2
            held = int(((table >= edge) & (table < 17 - edge)).sum())
            chance = binomtest(held, table.size, inside / 17).pvalue
            print(
                f"  the middle {inside} of 17 ranks hold {held / table.size:.3f} of truths; {inside / 17:.3f} stated"
            )
            good &= bool(chance > FALSE_ALARM)
        # With people what their luck explains is allowed, so intervals hold the truth more often than stated.
        good &= distance < chi2.isf(FALSE_ALARM, 5) or how.people
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
