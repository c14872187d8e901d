"""Long documents read by several processes at once, where the system can fork.

Pages do not depend on each other until they are laid out, and most of the time goes into their letters. A child made
by fork opens the document anew (PDFium's handles are not to be shared) and sends its pages back. Whatever goes wrong in
it, its pages are read here instead: the result is the same for any number of processes.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

from rantau.corpus.pdf.lines import RawPage

__all__ = ["Helper", "can_help", "start_helper"]

LEAST_PAGES = 120
"""Below that a second process costs more than it saves."""


def can_help(pages: int) -> bool:
    """Whether a second process is worth it, and possible. A process with threads is not to be forked."""
    affinity = getattr(os, "sched_getaffinity", None)
    alone = threading.active_count() == 1
    return (
        sys.platform == "linux"
        and pages >= LEAST_PAGES
        and alone
        and affinity is not None
        and len(affinity(0)) > 1
    )


class Helper:
    """A child that reads the last pages of a document."""

    def __init__(self, child: int, channel: int) -> None:
        self._child, self._channel = child, channel

    def pages(self) -> list[RawPage] | None:
        """What the child read; None where it could not."""
        try:
            with os.fdopen(self._channel, "rb") as stream:
                answer = stream.read()
            _, status = os.waitpid(self._child, 0)
            if status != 0:
                return None
            found: list[RawPage] = pickle.loads(answer)  # noqa: S301  made by our own child
            return found
        except (OSError, EOFError, pickle.UnpicklingError, MemoryError):
            return None

    def stop(self) -> None:
        """End the child; what it read is not wanted any more."""
        with contextlib.suppress(OSError):
            os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)
        with contextlib.suppress(OSError):
            os.close(self._channel)


def start_helper(read: Callable[[], list[RawPage]]) -> Helper | None:
    """Fork a child that calls ``read`` and sends back what it gives; None where the system refuses."""
    try:
        ours, theirs = os.pipe()
        child = os.fork()
    except OSError:
        return None
    if child:
        os.close(theirs)
        return Helper(child, ours)
    _work(read, ours, theirs)
    raise AssertionError("a child never returns")


def _work(read: Callable[[], list[RawPage]], ours: int, theirs: int) -> Any:
    """The child's life. It leaves without running anything of its parent's."""
    code = 1
    try:
        os.close(ours)
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: don't outlive a killed parent
        answer = pickle.dumps(read(), protocol=pickle.HIGHEST_PROTOCOL)
        with os.fdopen(theirs, "wb") as stream:
            stream.write(answer)
        code = 0
    finally:
        os._exit(code)
