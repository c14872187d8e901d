"""`rantau --help` answers in under half a second."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

BUDGET = 0.5
RUNS = 9


def main() -> int:
    command = [str(Path(sys.executable).with_name("rantau")), "--help"]
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    bare = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        bare.append(time.perf_counter() - start)
    slowest, middle = max(times), statistics.median(times)
    print(f"rantau --help: median {middle:.3f} s, slowest of {RUNS} {slowest:.3f} s (budget {BUDGET} s)")
    print(f"bare interpreter: median {statistics.median(bare):.3f} s")
    return int(slowest > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
