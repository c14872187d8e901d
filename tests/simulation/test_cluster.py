"""The same members on threads and on clusters, one of which loses a worker midway."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

import pytest

from rantau.framework.errors import BadInput, FeatureMissing
from rantau.simulation import (
    BASELINE,
    cluster,
    for_each_member,
    map_members,
    simulate,
    world_of,
)
from rantau.simulation.calibrating import How, calibrate
from rantau.simulation.observing import Places
from rantau.simulation.particles import Settings
from rantau.simulation.sensitivity import sensitivity
from rantau.simulation.storing import outcome_bytes
from rantau.simulation.targets import Target

distributed = pytest.importorskip("distributed", reason="rantau[cluster] is not installed")

SECONDS = 60.0


def same(first, second):
    kept = [{key: outcome_bytes(one) for key, one in found.outcomes.items()} for found in (first, second)]
    return kept[0] == kept[1]


def wait_until(true, what):
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end, f"{what} took over {SECONDS:.0f} seconds"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def local():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=":0"
    ) as found:
        yield found


@pytest.fixture
def processes(tmp_path):
    """A scheduler and two workers, each a process of its own; name -> process, and the address."""
    file, started = tmp_path / "scheduler.json", {}
    log = (tmp_path / "log").open("wb")

    def start(name, *arguments):
        command = [sys.executable, "-m", "dask", *arguments, "--scheduler-file", str(file)]
        started[name] = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ})

    try:
        start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
        for name in ("one", "two"):
            start(
                name, "worker", "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard",
                "--name", name, "--death-timeout", "60",
            )  # fmt: skip
        wait_until(file.exists, "the scheduler")
        yield started, json.loads(file.read_text())["address"]
    finally:
        for one in started.values():
            one.kill()
        for one in started.values():
            one.wait(SECONDS)
        log.close()


def test_a_cluster_of_this_machine_gives_the_same_bytes(world, local):
    alone = simulate(world, BASELINE, 5, 1, weight=50.0, workers=1)
    spread = simulate(world, BASELINE, 5, 1, weight=50.0, cluster=local.scheduler_address)

    assert list(alone.outcomes) == list(spread.outcomes)
    assert same(alone, spread)


def test_a_worker_killed_midway_changes_nothing(world, processes, capfd):
    started, address = processes
    done = []
    with distributed.Client(address, set_as_default=False, timeout=SECONDS) as watching:
        watching.wait_for_workers(2, timeout=SECONDS)
        # Which process has which address is asked of the workers themselves.
        process = watching.run(os.getpid)

        def progress(count, _):
            done.append(count)
            if count == 2:
                victim = next(name for name, pid in process.items() if pid == started["one"].pid)
                wait_until(lambda: watching.processing()[victim], "work for the worker to lose")
                started["one"].send_signal(signal.SIGKILL)
                started["one"].wait(SECONDS)

        spread = simulate(world, BASELINE, 8, 1, weight=20.0, cluster=address, progress=progress)
        assert len(watching.nthreads()) == 1
    assert done == list(range(1, 9))  # no draw lost, none handed over twice
    assert same(spread, simulate(world, BASELINE, 8, 1, weight=20.0))

    def lose(count, _):
        if count == 1:
            started["scheduler"].kill()
            started["scheduler"].wait(SECONDS)

    capfd.readouterr()
    with pytest.raises(BadInput, match="the cluster's scheduler was lost; start it again"):
        simulate(world, BASELINE, 8, 2, weight=20.0, cluster=address, progress=lose)
    assert "Traceback" not in capfd.readouterr().err


def test_a_calibration_that_loses_a_worker_finds_the_same(processes):
    """The same runs of the model, each once, and the same draws as on this machine's threads."""
    started, address = processes
    world = world_of(
        {
            "places": [{"id": "AAA"}, {"id": "BBB"}],
            "corridors": [{"origin": "AAA", "destination": "BBB", "stock": "30000"}],
        }
    )
    targets = [Target(quantity="irregular_share", places=Places(), low=55.0, high=60.0, rests_on="study")]
    how = How(
        draws=16, runs=16, waves=1, weight=100.0, window=(1, 2), moving=Settings(generations=3, sweeps=1)
    )
    kept = {}

    def keep(name, outputs):
        assert name not in kept
        kept[name] = outputs
        if len(kept) == 20:
            started["one"].send_signal(signal.SIGKILL)
            started["one"].wait(SECONDS)

    with distributed.Client(address, set_as_default=False, timeout=SECONDS) as watching:
        watching.wait_for_workers(2, timeout=SECONDS)
        spread = calibrate(world, targets, 3, how=how, cluster=address, keep=keep)
        assert len(watching.nthreads()) == 1
    here = {}
    alone = calibrate(world, targets, 3, how=how, workers=2, keep=here.__setitem__)

    assert kept == here
    assert len(kept) > 60
    assert spread.run == alone.run
    assert spread.particles.scores.tobytes() == alone.particles.scores.tobytes()
    assert spread.outputs.tobytes() == alone.outputs.tobytes()


def test_a_sensitivity_that_loses_a_worker_finds_the_same(world, processes):
    started, address = processes
    given = {"size": 32, "seed": 4, "weight": 40.0, "among": ("irregular_exploited", "escapes")}

    def progress(_, done, total):
        if done == total // 3:
            started["one"].send_signal(signal.SIGKILL)
            started["one"].wait(SECONDS)

    small = world.with_months(12)
    with distributed.Client(address, set_as_default=False, timeout=SECONDS) as watching:
        watching.wait_for_workers(2, timeout=SECONDS)
        spread = sensitivity(small, [], ["identified"], cluster=address, progress=progress, **given)
        assert len(watching.nthreads()) == 1

    assert spread == sensitivity(small, [], ["identified"], workers=2, **given)


@dataclass(frozen=True)
class Doubled:
    wrong: int = -1

    def __call__(self, member, threads):
        if member == self.wrong:
            raise BadInput("a member is wrong")
        return 2 * member


@pytest.mark.parametrize("batch", [1, 4])
def test_results_are_in_the_members_order(local, batch):
    members = list(range(11))
    expected = [2 * one for one in members]

    assert map_members(Doubled(), members, workers=3) == expected
    assert map_members(Doubled(), members, cluster=local.scheduler_address, batch=batch) == expected
    assert map_members(Doubled(), [], cluster="tcp://nowhere") == []


def test_what_is_wrong_with_a_member_is_told_from_a_cluster_as_from_here(local):
    for where in ({"workers": 2}, {"cluster": local.scheduler_address}):
        with pytest.raises(BadInput, match="a member is wrong"):
            for_each_member(Doubled(3), list(range(6)), lambda *_: None, **where)


def test_a_cluster_that_cannot_help_is_told_in_a_sentence(local, monkeypatch):
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 0.2)
    with pytest.raises(BadInput, match=r"no Dask scheduler answers at 'tcp://127\.0\.0\.1:9'"):
        map_members(Doubled(), [1, 2], cluster="tcp://127.0.0.1:9")
    with pytest.raises(BadInput, match="no Dask scheduler answers at 'no address'"):
        map_members(Doubled(), [1, 2], cluster="no address")
    # Workers of a LocalCluster share this process, so what they are is changed between asking and running.
    told = iter(["rantau 1"])
    monkeypatch.setattr(cluster, "fingerprint", lambda: next(told, "rantau 2"))
    with pytest.raises(BadInput, match="has rantau 2, this machine rantau 1"):
        map_members(Doubled(), [1, 2], cluster=local.scheduler_address)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(FeatureMissing, match=r"rantau\[cluster\]"):
        map_members(Doubled(), [1, 2], cluster=local.scheduler_address)


def test_a_cluster_without_workers_is_given_up(monkeypatch):
    monkeypatch.setattr(cluster, "_LONELY_SECONDS", 0.5)
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty,
        pytest.raises(BadInput, match="no worker for"),
    ):
        map_members(Doubled(), [1, 2], cluster=empty.scheduler_address)
