"""Members on a Dask cluster. Nothing here is imported unless a cluster is asked for."""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import logging
import queue
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from typing import Any, TypeVar

from rantau.framework.errors import BadInput, FeatureMissing
from rantau.simulation.storing import ENGINE

__all__ = ["fingerprint", "on_cluster"]

Member = TypeVar("Member")
Found = TypeVar("Found")

_CONNECT_SECONDS = 5
_LONELY_SECONDS = 60.0
"""How long a cluster may be without a worker before it is given up."""
_LOST = "the cluster's scheduler was lost; start it again, then run the same command: it goes on where it was"


def fingerprint() -> str:
    """The versions that a member's numbers depend on."""
    named = ("rantau", "numpy", "numba", "scipy")
    versions = (f"{name} {importlib.metadata.version(name)}" for name in named)
    return ", ".join((*versions, f"engine {ENGINE}"))


def _run(work: Any, members: Sequence[Any], expected: str) -> tuple[str, list[Any]]:
    """On a worker: the results, or none where its versions are not those of who asks."""
    own = fingerprint()
    return own, [work(member, None) for member in members] if own == expected else []


def _dask() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise FeatureMissing(
            "running on a cluster needs Dask: install rantau[cluster], here and on the cluster's machines"
        ) from error


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Without Dask's own log: it tells of a lost scheduler in tracebacks, we in a sentence."""
    known = [name for name in logging.root.manager.loggerDict if name.split(".")[0] == "distributed"]
    before = {name: logging.getLogger(name).level for name in known}
    try:
        for name in known:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


def _connected(address: str) -> Any:
    dask = _dask()
    try:
        return dask.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BadInput(
            f"no Dask scheduler answers at {address!r}; give the address that `dask scheduler` shows, "
            "such as tcp://10.0.0.5:8786, or leave --cluster out to run on this machine"
        ) from error


def _threads(client: Any) -> int:
    """Threads of all workers that there are now; 0 while the client is not connected."""
    dask = _dask()
    if client.status != "running":
        return 0
    try:
        return sum(client.nthreads().values())
    except (
        OSError,
        dask.comm.CommClosedError,
    ) as error:  # lost between the look at the status and the question
        raise BadInput(_LOST) from error


def _results(future: Any, expected: str) -> list[Any]:
    dask = _dask()
    try:
        own, results = future.result()
    except ModuleNotFoundError as error:
        raise BadInput(f"a worker of the cluster lacks {error.name}; install rantau there as here") from error
    except dask.scheduler.KilledWorker as error:
        raise BadInput(
            "the cluster lost several workers in a row over the same members; see whether they have memory enough"
        ) from error
    except (CancelledError, dask.comm.CommClosedError) as error:
        raise BadInput(_LOST) from error
    if own != expected:
        raise BadInput(
            f"a worker of the cluster has {own}, this machine {expected}; "
            "the same versions are needed for the same numbers"
        )
    return list(results)


def on_cluster(
    work: Callable[[Member, int | None], Found],
    members: Sequence[Member],
    keep: Callable[[Member, Found], None],
    address: str,
    batch: int = 1,
) -> None:
    """Do the work for each member on a cluster; arguments as in :func:`rantau.simulation.members.for_each_member`."""
    _dask()
    with _quietly():
        client = _connected(address)
        try:
            _spread(client, work, members, keep, address, batch)
        finally:
            client.close()


def _spread(
    client: Any,
    work: Callable[[Member, int | None], Found],
    members: Sequence[Member],
    keep: Callable[[Member, Found], None],
    address: str,
    batch: int,
) -> None:
    """The work of :func:`on_cluster` with a client."""
    expected = fingerprint()
    batches = iter([list(members[at : at + batch]) for at in range(0, len(members), batch)])
    running: dict[str, tuple[Any, list[Member]]] = {}
    ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
    heard = time.monotonic()
    try:
        while True:
            # What waits with the scheduler follows the threads that there are now, and never comes to much.
            threads = _threads(client)
            if threads:
                heard = time.monotonic()
            elif time.monotonic() - heard > _LONELY_SECONDS:
                raise BadInput(
                    f"the cluster at {address} has had no worker for {_LONELY_SECONDS:.0f} seconds; start some "
                    f"with `dask worker {address}`, then run the same command again: it goes on where it was"
                )
            while len(running) < max(2 * threads, 1) and (some := next(batches, None)) is not None:
                # Each batch carries the work itself: data sent ahead could be lost with the worker that holds it.
                future = client.submit(_run, work, some, expected, pure=False)
                running[future.key] = future, some
                future.add_done_callback(ended.put)
            if not running:
                return
            try:
                key = ended.get(timeout=1.0).key
            except queue.Empty:
                continue
            future, some = running.pop(key)
            for member, found in zip(some, _results(future, expected), strict=True):
                keep(member, found)
    finally:
        for future, _ in running.values():
            future.cancel()
