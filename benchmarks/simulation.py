"""The migration system in compiled passes: the minimal workload beside four other programs, and the full month.

The peers are not among the project's requirements: each is installed, by hash, into an environment of its own, in the
folder PEERS_FOLDER or else in a throwaway one; a peer that cannot be had is said and left out. We and the peers take turns,
and the best of the turns counts, by the clock on the wall and by processor time: on a shared machine the second says more.
The load is printed. DRAWS is how many of the 1,000 draws are run (1,000); fewer are scaled up, and it says so.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.simulation_bounds import bounds
from benchmarks.simulation_peers import PLACES, STATES, chances, clocks, expected, high_water, since

PEOPLE, STEPS, TURNS = 1_000_000, 50, 3
# Slower peers take fewer people or steps; the figure is per person and step.
PEERS = {
    "numpy": (1_000_000, 10),
    "mesa": (200_000, 5),
    "mesa-frames": (1_000_000, 10),
    "starsim": (1_000_000, 10),
}
GOALS = {"minimal": 100e6, "starsim": 10.0, "month": 30e6, "region": 60.0, "ensemble": 120.0, "scaling": 1.8}
ASEAN = ("BRN", "KHM", "IDN", "LAO", "MYS", "MMR", "PHL", "SGP", "THA", "TLS", "VNM")
ROOT = Path(__file__).resolve().parent.parent


def load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def far(counts, people, steps) -> bool:
    """Whether counts are further from the expectation than a chi-square of 79 degrees allows (1e-6)."""
    from scipy.stats import chi2

    wanted = expected(people, steps).ravel()
    return bool(sum((c - w) ** 2 / w for c, w in zip(counts, wanted, strict=True)) > chi2.isf(1e-6, 79))


def minimal(threads: int) -> tuple[float, float]:
    """Seconds, by the clock and of processor time, of the public walk."""
    import numpy as np

    from rantau.simulation.chain import walk

    moves, changes = chances()
    place, state = (np.arange(PEOPLE) % PLACES).astype(np.uint8), np.zeros(PEOPLE, np.uint8)
    walk(place.copy(), state.copy(), moves, changes, steps=1, seed=1)
    start = clocks()
    walk(place, state, moves, changes, steps=STEPS, seed=1, threads=threads)
    taken = since(start)
    counts = np.bincount(place.astype(int) * STATES + state, minlength=PLACES * STATES)
    assert not far(counts, PEOPLE, STEPS), "the counts do not agree with the expectation"
    return taken


def best(turns, steps) -> tuple[float, float]:
    """Agent-steps a second by the clock and of processor time, each the best of the turns."""
    return tuple(steps / min(one[n] for one in turns) for n in range(2))


def peers_python(folder: Path, name: str) -> str | None:
    """The Python of a peer's environment, made where it is not there; None where that fails."""
    place = folder / name
    python = place / "bin" / "python"
    if python.exists():
        return str(python)
    locked = ROOT / "requirements" / "peers" / f"{name}.txt"
    install = ["-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(locked)]
    for command in ([sys.executable, "-m", "venv", str(place)], [str(python), *install]):
        result = subprocess.run(command, check=False, capture_output=True, text=True)
        if result.returncode:
            print(f"{name}: not measured, it could not be installed")
            return None
    return str(python)


def peer(name: str, python: str) -> dict | None:
    """One turn of a peer; None where it could not be run, or is wrong."""
    people, steps = PEERS[name]
    program = Path(__file__).with_name("simulation_peers.py")
    command = [python, str(program), name, str(people), str(steps), "1"]
    environment = {**os.environ, "STARSIM_INSTALL_FONTS": "0"}
    result = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=900, env=environment
    )
    if result.returncode:
        print(f"{name}: not measured ({(result.stderr.strip().splitlines() or ['no reason given'])[-1]})")
        return None
    found = json.loads(result.stdout.strip().splitlines()[-1])
    if far(found["counts"], people, steps):
        print(f"{name}: WRONG counts")
        return None
    return found


def beside(cores: int, folder: Path) -> tuple[float, float | None]:
    """The walk and its peers by turns. Agent-steps a second on all cores, and the ratio to Starsim."""
    pythons = {name: sys.executable if name == "numpy" else peers_python(folder, name) for name in PEERS}
    single, double, theirs = [], [], {name: [] for name, python in pythons.items() if python}
    peaks = dict.fromkeys(theirs, 0.0)
    for _ in range(TURNS):
        for name in list(theirs):
            single.append(minimal(1))
            double.append(minimal(cores))
            if (found := peer(name, pythons[name])) is None:
                del theirs[name]
                continue
            theirs[name].append((found["seconds"][0], found["processor"][0]))
            peaks[name] = max(peaks[name], found["peak"])
    (one, _), (rate, own) = best(single, PEOPLE * STEPS), best(double, PEOPLE * STEPS)
    print(
        f"rantau walk: {rate / 1e6:.0f} M agent-steps/s on {cores} threads, {one / 1e6:.0f} on 1 "
        f"(scaling {rate / one:.2f}), {own / 1e6:.0f} a second of processor time, {high_water():.0f} MiB; "
        f"best of {len(double)}; {load()}",
        flush=True,
    )
    ratio = None
    for name, turns in theirs.items():
        people, steps = PEERS[name]
        wall, processor = best(turns, people * steps)
        print(
            f"{name}: {wall / 1e6:.2f} M agent-steps/s, {processor / 1e6:.2f} a second of processor time, "
            f"{peaks[name]:.0f} MiB; best of {len(turns)}"
        )
        print(f"{name} ratio {rate / wall:.1f} (by processor time {own / processor:.1f})", flush=True)
        ratio = rate / wall if name == "starsim" else ratio
    return rate, ratio


def region():
    from rantau.baseline.load import corridors, observations, places
    from rantau.simulation import baseline_world

    return baseline_world(observations(), corridors(), places(), ASEAN, 2024)


MONTHS = """
import json, sys, time
from benchmarks.simulation import region
from benchmarks.simulation_peers import clocks, high_water, since
from rantau.simulation import BASELINE, engine, register, rounds
from rantau.simulation.lowering import lower
from rantau.simulation.randomness import draw_key
from rantau.simulation.team import Team
weight, threads, people, turns = float(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
world = region()
if people:
    weight = sum(one.stock for one in world.corridors) / people
values = register().values
engine.run_draw(lower(world.with_months(2), BASELINE, values, register()), draw_key(0, 0), 1e5, threads=threads)
model = lower(world, BASELINE, values, register())
def timed(work, into):
    def run(*given):
        start = time.thread_time()
        result = work(*given)
        into.append(time.thread_time() - start)
        return result
    return run
passes, shared, do = [], [], Team.do
rounds._advance = timed(rounds._advance, passes)
Team.do = lambda team, tasks: do(team, [timed(one, shared) for one in tasks])
taken = []
for _ in range(turns):
    passes.clear()
    shared.clear()
    start = clocks()
    course = engine.run_draw(model, draw_key(0, 0), weight, threads=threads)
    taken.append((*since(start), sum(passes), sum(shared)))
seconds, processor, inside, shared = min(taken)
print(json.dumps({"seconds": seconds, "processor": processor, "inside": inside, "shared": shared,
                  "agent_months": int(course.stock[:-1, :, :, :11].sum()), "start": int(course.stock[0].sum()),
                  "peak_mib": high_water()}))
"""


def months(weight: float, threads: int, people: float = 0.0, turns: int = 1) -> dict:
    """Draws of the whole region in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-c", MONTHS, str(weight), str(threads), str(people), str(turns)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return json.loads(result.stdout.strip().splitlines()[-1])


def tell(name: str, found: dict) -> float:
    rate = found["agent_months"] / found["seconds"]
    print(
        f"{name}: {found['agent_months'] / 1e6:.0f} M agent-months in {found['seconds']:.2f} s "
        f"({found['processor']:.2f} s of processor time, {found['inside']:.2f} s of it in the pass over everyone), "
        f"{rate / 1e6:.1f} M/s, {found['peak_mib']:.0f} MiB; {load()}",
        flush=True,
    )
    return rate


def ensemble(draws: int = 1000) -> float:
    """Seconds for 1,000 draws at w = 100."""
    from rantau.simulation import BASELINE, simulate

    measured = int(os.environ.get("DRAWS", draws))
    world = region()
    simulate(world, BASELINE, [1, 2], 0, weight=1e5, by="region")
    start = clocks()
    simulate(world, BASELINE, measured, 0, weight=100.0, by="region")
    seconds, used = since(start)
    whole = seconds * draws / measured
    scaled = "" if measured == draws else f", scaled up from {measured}"
    print(
        f"{draws} draws at w=100: {whole:.0f} s ({used * draws / measured:.0f} s of processor time{scaled}), "
        f"{high_water():.0f} MiB; {load()}",
        flush=True,
    )
    return whole


def main() -> int:
    cores = min(2, os.cpu_count() or 1)
    missed = []

    def held(name: str, good: bool, words: str) -> None:
        print(f"{'holds' if good else 'MISSED'}: {words}", flush=True)
        if not good:
            missed.append(name)

    print(load())
    with tempfile.TemporaryDirectory() as name:
        rate, ratio = beside(cores, Path(os.environ.get("PEERS_FOLDER", name)))
    minimum = GOALS["minimal"]
    held("minimal", rate >= minimum, f"{rate / 1e6:.0f} M agent-steps/s on {cores} cores, goal 100 M")
    if ratio is not None:
        held("starsim", ratio >= GOALS["starsim"], f"{ratio:.1f} times Starsim, goal 10")
    single, double = (months(10.0, threads, turns=TURNS) for threads in (1, cores))
    slow = tell("full month, w=10, 1 thread", single)
    fast = tell(f"full month, w=10, {cores} threads", double)
    held("month", fast >= GOALS["month"], f"{fast / 1e6:.1f} M agent-months/s, goal 30 M")
    print(f"scaling from 1 to {cores} threads at w=10, a tenth of the people: {fast / slow:.2f}", flush=True)
    alone, whole = (months(1.0, threads, people=10_000_000) for threads in (1, cores))
    tell("whole region, ten million at the start, 120 months, 1 thread", alone)
    tell(f"whole region, ten million at the start, 120 months, {cores} threads", whole)
    gain = alone["seconds"] / whole["seconds"]
    held(
        "scaling",
        gain >= GOALS["scaling"],
        f"scaling from 1 to {cores} threads on the whole region {gain:.2f}, goal 1.8",
    )
    good = whole["seconds"] < GOALS["region"] and whole["peak_mib"] < 2000
    held("region", good, f"{whole['seconds']:.0f} s and {whole['peak_mib']:.0f} MiB, goal 60 s and 2 GB")
    seconds = ensemble()
    held("ensemble", seconds < GOALS["ensemble"], f"1,000 draws at w=100 in {seconds:.0f} s, goal 120 s")
    bounds(single, double, cores)
    return len(missed)


if __name__ == "__main__":
    sys.exit(main())
