"""Work on items in processes of their own, with limits, so that one hostile item stops nothing else.

Results come back in the order of the items for any number of workers, and only a few are held at a time, so
memory does not grow with the number of items.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from rantau.framework.errors import RantauError, Way

__all__ = ["Failure", "Limits", "Outcome", "default_workers", "in_order"]

Item = TypeVar("Item")
Result = TypeVar("Result")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one worker may use.

    Args:
        seconds: Longest time without a sign of progress.
        memory_bytes: Most address space of the process, where the system can limit it.
    """

    seconds: float = 180.0
    memory_bytes: int = 6 * 2**30


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an item has no result: a clause that can follow its name.

    Args:
        reason: The clause, with what to do.
        what: What is wrong alone, where there is a ``way``.
        way: What to do, as each edge says it.
    """

    reason: str
    what: str = ""
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Result]):
    """An item with its result or its failure."""

    item: Item
    result: Result | Failure


def default_workers() -> int:
    """One worker for each core this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # Linux: what this process may use, not what there is
    return max(1, len(affinity(0)) if affinity else os.cpu_count() or 1)


def _limit_self(limits: Limits) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: don't outlive a killed parent
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _serve(channel: Connection, function: Callable[[Any, Progress], Any], limits: Limits) -> None:
    """A worker's life: take an item, send progress, send the result."""
    _limit_self(limits)
    # A document makes a great many small records and hardly a cycle; the collector would look at them again and again.
    # It is called between two items instead.
    gc.disable()
    last = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > 0.1:
            last = now
            channel.send(("progress", (done, total)))

    while True:
        try:
            item = channel.recv()
        except (EOFError, OSError):
            return
        try:
            reply: tuple[str, Any] = ("result", function(item, progress))
        except RantauError as error:
            reply = (
                "failure",
                Failure(str(getattr(error, "reason", error)), error.what if error.way else "", error.way),
            )
        except MemoryError:
            reply = ("failure", Failure("needs more memory than a document may use; split it into parts"))
        except RecursionError:
            reply = (
                "failure",
                Failure("is nested more deeply than any report is; save it anew from its program"),
            )
        except Exception as error:  # noqa: BLE001  one item's fault must cost that item alone
            reason = (
                f"met a fault of rantau's own ({type(error).__name__}: {' '.join(str(error).split())[:200]}); "
                "please report it, the other documents are not touched by it"
            )
            reply = ("failure", Failure(reason))
        try:
            channel.send(reply)
        except (BrokenPipeError, OSError):
            return
        del item, reply
        gc.collect()


class _Worker:
    def __init__(self, function: Callable[[Any, Progress], Any], limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self.channel, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, function, limits), daemon=True)
        self.process.start()
        theirs.close()
        self.index: int | None = None
        self.heard = time.monotonic()

    def give(self, index: int, item: Any) -> None:
        self.index, self.heard = index, time.monotonic()
        with contextlib.suppress(BrokenPipeError, OSError):  # a dead worker is noticed when it is waited for
            self.channel.send(item)

    def stop(self) -> None:
        self.channel.close()
        self.process.kill()
        self.process.join()


def in_order(
    function: Callable[[Item, Progress], Result],
    items: Iterable[Item],
    *,
    workers: int | None = None,
    limits: Limits | None = None,
    progress: Callable[[Item, int, int], None] | None = None,
) -> Iterator[Outcome[Item, Result]]:
    """Apply a function to each item in worker processes; yield outcomes in the order of the items.

    Args:
        function: A module-level function of an item and a progress callback; its result can be pickled.
        items: The items; taken one by one as workers become free.
        workers: How many processes; by default one for each core.
        limits: What each worker may use. A worker that breaks them, or dies, fails its item and is replaced.
        progress: Told (item, done, total) now and then.

    Yields:
        One outcome for each item. A ``RantauError`` raised by the function becomes a ``Failure``.
    """
    limits = limits or Limits()
    count = workers or default_workers()
    source = iter(items)
    held: dict[int, Any] = {}
    done: dict[int, Any] = {}
    pool: list[_Worker] = []
    next_index = 0
    next_out = 0
    exhausted = False
    try:
        while True:
            while not exhausted and next_index - next_out < 2 * count:
                free = next((worker for worker in pool if worker.index is None), None)
                if free is None and len(pool) >= count:
                    break
                try:
                    item = next(source)
                except StopIteration:
                    exhausted = True
                    break
                if free is None:
                    free = _Worker(function, limits)
                    pool.append(free)
                held[next_index] = item
                free.give(next_index, item)
                next_index += 1
            while next_out in done:
                yield Outcome(held.pop(next_out), done.pop(next_out))
                next_out += 1
            busy = [worker for worker in pool if worker.index is not None]
            if not busy:
                if exhausted:
                    return
                continue
            _listen(busy, pool, done, held, limits, progress)
    finally:
        for worker in pool:
            worker.stop()


def _listen(
    busy: list[_Worker],
    pool: list[_Worker],
    done: dict[int, Any],
    held: dict[int, Any],
    limits: Limits,
    progress: Callable[[Any, int, int], None] | None,
) -> None:
    """Wait for the busy workers a little; note results, progress, deaths and overruns."""
    by_channel = {worker.channel: worker for worker in busy}
    for ready in wait(list(by_channel), timeout=1.0):
        worker = by_channel[ready]  # type: ignore[index]
        assert worker.index is not None
        try:
            kind, value = worker.channel.recv()
        except (EOFError, OSError):
            done[worker.index] = Failure(
                "made its reader stop; save it anew from its program, or leave it out"
            )
            pool.remove(worker)
            worker.stop()
            continue
        worker.heard = time.monotonic()
        if kind == "progress":
            if progress is not None:
                progress(held[worker.index], *value)
        else:
            done[worker.index] = value
            worker.index = None
    for worker in busy:
        if worker in pool and worker.index is not None and time.monotonic() - worker.heard > limits.seconds:
            done[worker.index] = Failure(
                f"made its reader hang for {limits.seconds:g} seconds; save it anew from its program, "
                "or raise seconds_without_progress in study.toml"
            )
            pool.remove(worker)
            worker.stop()
