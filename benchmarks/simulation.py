"""The migration system in compiled passes: the minimal workload beside four other programs, and the full month.

The peers are not among the project's requirements: each is installed into an environment of its own, in the folder
PEERS_FOLDER or else in a throwaway one; a peer that cannot be had is said and left out. The machine's load is printed: on a
shared one, take wall-clock figures with it. Each figure is the median of its repeats, and the best beside it.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.simulation_peers import PLACES, STATES, chances, clocks, expected, since

PEOPLE, STEPS, REPEATS = 1_000_000, 50, 5
# Slower peers take fewer people or steps; the figure is per person and step.
PEERS = {
    "numpy": (1_000_000, 10, 3),
    "mesa": (200_000, 5, 3),
    "mesa-frames": (1_000_000, 10, 3),
    "starsim": (1_000_000, 10, 3),
}
REQUIREMENTS = {"mesa": ["mesa>=3.3,<4"], "mesa-frames": ["mesa-frames"], "starsim": ["starsim"]}
GOALS = {"minimal": 100e6, "starsim": 10.0, "month": 30e6, "region": 60.0, "ensemble": 120.0, "scaling": 1.8}
ASEAN = ("BRN", "KHM", "IDN", "LAO", "MYS", "MMR", "PHL", "SGP", "THA", "TLS", "VNM")


def load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def far(counts, people, steps) -> bool:
    """Whether counts are further from the expectation than a chi-square of 79 degrees allows (1e-6)."""
    from scipy.stats import chi2

    wanted = expected(people, steps).ravel()
    return bool(sum((c - w) ** 2 / w for c, w in zip(counts, wanted, strict=True)) > chi2.isf(1e-6, 79))


def minimal(threads: int) -> tuple[float, float]:
    """Agent-steps of the public walk a second, and a second of processor time."""
    import numba
    import numpy as np

    from rantau.simulation.chain import walk

    moves, changes = chances()
    numba.set_num_threads(threads)
    times = []
    for repeat in range(-1, REPEATS):
        place, state = (np.arange(PEOPLE) % PLACES).astype(np.uint8), np.zeros(PEOPLE, np.uint8)
        start = clocks()
        walk(place, state, moves, changes, steps=STEPS if repeat >= 0 else 1, seed=repeat + 1)
        if repeat >= 0:
            times.append(since(start))
    counts = np.bincount(place.astype(int) * STATES + state, minlength=PLACES * STATES)
    assert not far(counts, PEOPLE, STEPS), "the counts do not agree with the expectation"
    wall, processor = (PEOPLE * STEPS / statistics.median(one[n] for one in times) for n in range(2))
    best = PEOPLE * STEPS / min(one[0] for one in times)
    print(
        f"rantau walk, {threads} threads: {wall / 1e6:.0f} M agent-steps/s (best {best / 1e6:.0f}), "
        f"{processor / 1e6:.0f} M a second of processor time; {load()}",
        flush=True,
    )
    return wall, processor


def peers_python(folder: Path, name: str) -> str | None:
    """The Python of a peer's environment, made where it is not there; None where that fails."""
    place = folder / name
    python = place / "bin" / "python"
    if python.exists():
        return str(python)
    made = subprocess.run([sys.executable, "-m", "venv", str(place)], check=False, capture_output=True)
    install = [str(python), "-m", "pip", "install", "-q", "numpy", *REQUIREMENTS[name]]
    if made.returncode or subprocess.run(install, check=False, capture_output=True).returncode:
        return None
    return str(python)


def peer(name: str, folder: Path) -> tuple[float, float] | None:
    """Agent-steps of a peer a second, and a second of processor time; None where it could not be run."""
    people, steps, repeats = PEERS[name]
    program = Path(__file__).with_name("simulation_peers.py")
    own = sys.executable if name == "numpy" else peers_python(folder, name)
    if own is None:
        print(f"{name}: not measured, it could not be installed")
        return None
    command = [own, str(program), name, str(people), str(steps), str(repeats)]
    result = subprocess.run(command, check=False, capture_output=True, text=True, timeout=900)
    if result.returncode:
        print(f"{name}: not measured ({(result.stderr.strip().splitlines() or ['no reason given'])[-1]})")
        return None
    found = json.loads(result.stdout.strip().splitlines()[-1])
    if far(found["counts"], people, steps):
        print(f"{name}: WRONG counts")
        return None
    return tuple(people * steps / statistics.median(found[name]) for name in ("seconds", "processor"))


def region():
    from rantau.baseline.load import corridors, observations, places
    from rantau.simulation import baseline_world

    return baseline_world(observations(), corridors(), places(), ASEAN, 2024)


MONTHS = """
import json, resource, sys, time
from benchmarks.simulation import region
from rantau.simulation import BASELINE, register
from rantau.simulation.engine import run_draw
from rantau.simulation.lowering import lower
from rantau.simulation.randomness import draw_key
weight, threads, people = float(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
world = region()
if people:
    total = sum(one.stock for one in world.corridors)
    weight = total / people
run_draw(lower(world.with_months(2), BASELINE, register().values, register()), draw_key(0, 0), 1e5, threads=threads)
model = lower(world, BASELINE, register().values, register())
start, used = time.perf_counter(), time.process_time()
course = run_draw(model, draw_key(0, 0), weight, threads=threads)
seconds, used = time.perf_counter() - start, time.process_time() - used
alive = course.stock[:-1, :, :, :11].sum()
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({"seconds": seconds, "processor": used, "agent_months": int(alive), "start": int(course.stock[0].sum()),
                  "peak_mib": peak / 1024}))
"""


def months(weight: float, threads: int, people: float = 0.0) -> dict:
    """A draw of the whole region in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-c", MONTHS, str(weight), str(threads), str(people)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    result = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return json.loads(result.stdout.strip().splitlines()[-1])


def tell(name: str, found: dict) -> float:
    rate = found["agent_months"] / found["seconds"]
    print(
        f"{name}: {found['agent_months'] / 1e6:.0f} M agent-months in {found['seconds']:.1f} s "
        f"({found['processor']:.1f} s of processor time), {rate / 1e6:.1f} M/s, {found['peak_mib']:.0f} MiB; {load()}",
        flush=True,
    )
    return rate


def ensemble(draws: int = 1000, measured: int = 20) -> float:
    """Seconds for 1,000 draws at w = 100, from some of them."""
    from rantau.simulation import BASELINE, simulate

    world = region()
    simulate(world, BASELINE, [1, 2], 0, weight=1e5, by="region")
    start, used = time.perf_counter(), time.process_time()
    simulate(world, BASELINE, measured, 0, weight=100.0, by="region")
    seconds, used = time.perf_counter() - start, time.process_time() - used
    whole = seconds * draws / measured
    print(
        f"{draws} draws at w=100: {whole:.0f} s, from {measured} ({seconds:.1f} s, {used:.1f} s of processor time); {load()}",
        flush=True,
    )
    return whole


def main() -> int:
    import numba

    cores = min(2, numba.config.NUMBA_NUM_THREADS)
    missed = []

    def held(name: str, good: bool, words: str) -> None:
        print(f"{'holds' if good else 'MISSED'}: {words}", flush=True)
        if not good:
            missed.append(name)

    print(load())
    (one, _), (rate, own) = minimal(1), minimal(cores)
    held(
        "minimal", rate >= GOALS["minimal"], f"{rate / 1e6:.0f} M agent-steps/s on {cores} cores, goal 100 M"
    )
    print(f"walk scaling from 1 to {cores} threads: {rate / one:.2f}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(os.environ.get("PEERS_FOLDER", name))
        for other in PEERS:
            if (theirs := peer(other, folder)) is not None:
                wall, processor = theirs
                print(
                    f"{other}: {wall / 1e6:.2f} M agent-steps/s, {processor / 1e6:.2f} M a second of processor time"
                )
                print(
                    f"{other} ratio {rate / wall:.1f}; by processor time {own / processor:.1f}; {load()}",
                    flush=True,
                )
                if other == "starsim":
                    held("starsim", rate / wall >= GOALS["starsim"], "at least ten times Starsim")
    single, double = (months(10.0, threads) for threads in (1, cores))
    slow = tell("full month, w=10, 1 thread", single)
    fast = tell(f"full month, w=10, {cores} threads", double)
    held("month", fast >= GOALS["month"], f"{fast / 1e6:.1f} M agent-months/s, goal 30 M")
    held(
        "scaling",
        fast / slow >= GOALS["scaling"],
        f"scaling from 1 to {cores} threads {fast / slow:.2f}, goal 1.8",
    )
    whole = months(1.0, cores, people=10_000_000)
    tell("whole region, ten million at the start, 120 months", whole)
    good = whole["seconds"] < GOALS["region"] and whole["peak_mib"] < 2000
    held("region", good, f"{whole['seconds']:.0f} s and {whole['peak_mib']:.0f} MiB, goal 60 s and 2 GB")
    seconds = ensemble()
    held("ensemble", seconds < GOALS["ensemble"], f"1,000 draws at w=100 in {seconds:.0f} s, goal 120 s")
    print(f"own peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    return len(missed)


if __name__ == "__main__":
    sys.exit(main())
