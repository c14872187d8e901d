"""A part of the work on a long document done by a second process, where the system can fork.

A child made by fork knows all that its parent knows and sends its result back. Whatever goes wrong in it, the parent
does the work itself: the result is the same with a child and without.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

__all__ = ["Given", "Helper", "can_help", "start_helper"]

Result = TypeVar("Result")

LEAST_PAGES = 120
"""Below that a second process costs more than it saves."""


def can_help(pages: int) -> bool:
    """Whether a second process is worth it, and possible: a process with threads is not to be forked."""
    affinity = getattr(os, "sched_getaffinity", None)
    alone = threading.active_count() == 1
    return (
        sys.platform == "linux"
        and pages >= LEAST_PAGES
        and alone
        and affinity is not None
        and len(affinity(0)) > 1
    )


class Given(NamedTuple, Generic[Result]):
    """What a child sent back."""

    value: Result


class Helper(Generic[Result]):
    """A child that does a part of the work."""

    def __init__(self, child: int, channel: int) -> None:
        self._child, self._channel = child, channel

    def result(self) -> Given[Result] | None:
        """Wait for what the child made; None where it could not."""
        try:
            with os.fdopen(self._channel, "rb") as stream:
                answer = stream.read()
            _, status = os.waitpid(self._child, 0)
            if status != 0:
                return None
            return Given(pickle.loads(answer))  # noqa: S301  made by our own child
        except (OSError, EOFError, pickle.UnpicklingError, MemoryError):
            return None

    def stop(self) -> None:
        """End the child; what it makes is not wanted any more."""
        with contextlib.suppress(OSError):
            os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)
        with contextlib.suppress(OSError):
            os.close(self._channel)


def start_helper(work: Callable[[], Result]) -> Helper[Result] | None:
    """Fork a child that calls ``work`` and sends back what it gives; None where the system refuses.

    The child must not use what a fork leaves broken: handles of PDFium, connections of a database, threads.
    """
    try:
        ours, theirs = os.pipe()
        child = os.fork()
    except OSError:
        return None
    if child:
        os.close(theirs)
        return Helper(child, ours)
    _live(work, ours, theirs)
    raise AssertionError("a child never returns")


def _live(work: Callable[[], Any], ours: int, theirs: int) -> Any:
    """The child's life. It leaves without running anything of its parent's."""
    code = 1
    try:
        os.close(ours)
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: don't outlive a killed parent
        answer = pickle.dumps(work(), protocol=pickle.HIGHEST_PROTOCOL)
        with os.fdopen(theirs, "wb") as stream:
            stream.write(answer)
        code = 0
    finally:
        os._exit(code)
