"""Agreement on 100,000 codings in seconds: every coefficient, per code and over all, with bootstrap intervals.

Made-up codings: 200 documents of 250 passages, 60 codes, three coders who read all of it and agree on three of four.
"""

import random
import sys
import time

CODINGS, DOCUMENTS, PASSAGES, CODES = 100_000, 200, 250, 60
LENGTH = 600
GOAL = 10.0


def made(rng: random.Random) -> tuple[list[object], list[object]]:
    from rantau.coding.agreement import Reading
    from rantau.coding.records import Coding

    coders = ("ana", "budi", "cici")
    places = tuple((n * LENGTH, n * LENGTH + LENGTH - 2) for n in range(PASSAGES))
    readings = [
        Reading(document=f"d{d}", length=PASSAGES * LENGTH, units=places, coders=frozenset(coders))
        for d in range(DOCUMENTS)
    ]
    codings = []
    while len(codings) < CODINGS:
        start = rng.randrange(PASSAGES * LENGTH - 400)
        document, code = f"d{rng.randrange(DOCUMENTS)}", f"c{rng.randrange(CODES)}"
        for coder in coders:
            if rng.random() < 0.75:
                low = max(0, start + rng.randint(-20, 20))
                codings.append(
                    Coding(
                        id=str(len(codings)),
                        document=document,
                        code=code,
                        coder=coder,
                        start=low,
                        end=low + rng.randint(40, 380),
                    )
                )
    return codings[:CODINGS], readings


def main() -> int:
    from rantau.coding.agreement import agreement

    codings, readings = made(random.Random(4))
    worst = 0.0
    for name, options in {
        "passages": {},
        "passages and segments": {"segments": True},
        "characters": {"level": "characters"},
    }.items():
        start, busy = time.perf_counter(), time.process_time()
        report = agreement(codings, readings, samples=1000, **options)
        took, busy = time.perf_counter() - start, time.process_time() - busy
        worst = max(worst, busy)
        alpha = report.overall.measures["alpha"]
        print(
            f"{name:22} {took:5.1f} s ({busy:.1f} s of processor time); alpha over all {alpha.value:.3f} ({alpha.low:.3f} to {alpha.high:.3f}), "
            f"{len(report.codes)} codes, {report.overall.codings:,} codings"
        )
    print(f"slowest {worst:.1f} s of processor time (goal {GOAL:.0f} s)")
    return int(worst > GOAL)


if __name__ == "__main__":
    sys.exit(main())
