"""A REFI-QDA project of 1,000 documents out and in again, each in under a minute and in bounded memory.

Made-up documents of 60,000 characters (some twenty pages) with 100 codings each. Memory is the kernel's own mark of a
process of its own, for 100 documents and for 1,000; what may grow is what is kept of each coding, not the texts.
"""

import json
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

FEW, MANY, CODINGS, LENGTH = 100, 1_000, 100, 60_000
GOAL = 60.0
MOST_MIB = 400


def documents(count: int):
    from rantau.coding.records import Coding, Source

    rng = random.Random(9)
    words = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(2, 10))) for _ in range(5_000)]
    for number in range(count):
        text = " ".join(rng.choices(words, k=LENGTH // 7))[:LENGTH]
        codings = []
        for each in range(CODINGS):
            start = rng.randrange(len(text) - 300)
            codings.append(
                Coding(
                    id=f"d{number}/x{each}",
                    document=f"d{number}",
                    code=f"C.{rng.randrange(60)}",
                    coder=rng.choice(("ana", "budi")),
                    start=start,
                    end=start + rng.randint(20, 300),
                    polarity=rng.choice(("", "insecurity")),
                    when="2026-01-01T00:00:00Z",
                    memo="why" if each % 5 == 0 else "",
                )
            )
        yield Source(id=f"d{number}", name=f"document {number}", text=text), codings


def project():
    from rantau.coding.records import Code, Coder
    from rantau.coding.refi import Exchange

    codes = tuple(
        Code(id=f"C.{n}", name=f"code {n}", definition="a definition", colour="#336699") for n in range(60)
    )
    coders = (Coder(id="ana", name="Ana"), Coder(id="budi", name="Budi"))
    return Exchange(name="benchmark", when="2026-01-31T12:00:00Z", coders=coders, codes=codes)


def work(what: str, count: int, path: str, answer: str) -> None:
    """In a process of its own: export or import, and say how long it took and how much memory it had at most."""
    from rantau.coding.refi import export_project, import_project

    codings = 0
    start, busy = time.perf_counter(), time.process_time()
    if what == "export":
        with Path(path).open("wb") as into:
            export_project(into, project(), documents(count))
        codings = count * CODINGS
    else:
        with Path(path).open("rb") as file:
            for _source, found, _memos in import_project(file, "benchmark.qdpx").documents():
                codings += len(found)
    took, busy = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Path(answer).write_text(json.dumps([took, busy, peak, codings]))


def main() -> int:
    context = multiprocessing.get_context("spawn")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        peaks: dict[tuple[str, int], float] = {}
        for count in (FEW, MANY):
            path = f"{folder}/{count}.qdpx"
            for what in ("export", "import"):
                answer = f"{folder}/answer.json"
                process = context.Process(target=work, args=(what, count, path, answer))
                process.start()
                process.join()
                took, busy, peak, codings = json.loads(Path(answer).read_text())
                assert codings == count * CODINGS
                peaks[what, count] = peak
                print(
                    f"{what} of {count:5,} documents, {codings:7,} codings: {took:5.1f} s ({busy:.1f} s of processor time), {peak:4.0f} MiB at most; "
                    f"the file {Path(path).stat().st_size / 2**20:.0f} MiB"
                )
                failed |= busy > GOAL or peak > MOST_MIB
        for what in ("export", "import"):
            grown = (peaks[what, MANY] - peaks[what, FEW]) * 2**20 / ((MANY - FEW) * CODINGS)
            print(f"{what}: {grown:.0f} bytes more for each further coding")
    print(f"goals: {GOAL:.0f} s of processor time and {MOST_MIB} MiB for {MANY:,} documents")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
