"""Long work in the background, with progress and cancel: one at a time, the others wait.

A job is a function that takes ``progress(stage, done, total, what)`` as the rooms' functions do. Cancelling makes the
next call of it raise :class:`Cancelled`, so what the work has finished is kept and nothing is left half-done. Work on
hostile files happens in processes of their own (``rantau.study.workers``), as with the commands.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

from rantau.framework.errors import RantauError
from rantau.study.faults import keep_fault
from rantau.study.workbench import Progress

__all__ = ["Cancelled", "Job", "Jobs", "Work"]

State = Literal["waiting", "running", "done", "failed", "cancelled"]
Work = Callable[[Progress], str]
"""Does the work, and gives the address of the page that shows what came of it."""
_KEPT = 50


class Cancelled(BaseException):
    """A person cancelled the job. Not an Exception: nothing on the way may take it for a fault and go on."""


@dataclass(slots=True)
class Job:
    """One piece of long work."""

    id: str
    title: str
    """For the page; marked for translation where it is written."""
    by: str
    state: State = "waiting"
    stage: str = ""
    done: int = 0
    total: int = 0
    what: str = ""
    problem: str = ""
    """One sentence, where it failed."""
    result: str = ""
    """Address of the page that shows what came of it."""
    _cancel: threading.Event = field(default_factory=threading.Event, repr=False)

    @property
    def over(self) -> bool:
        return self.state in ("done", "failed", "cancelled")

    def progress(self, stage: str, done: int, total: int, what: str) -> None:
        """Note how far the work is; raise where it is to stop."""
        if self._cancel.is_set():
            raise Cancelled
        if done >= 0:
            self.done = done
        self.stage, self.total, self.what = stage, total, what


class Jobs:
    """The jobs of one workbench; the last fifty are remembered until it stops.

    Args:
        ended: Told when one is over.
        said: What a page says of an error.
        kept: Keeps what a fault of our own left behind, and says in which file.
    """

    def __init__(
        self,
        ended: Callable[[], None] = lambda: None,
        said: Callable[[RantauError], str] = str,
        kept: Callable[[BaseException], str] = keep_fault,
    ) -> None:
        self._ended, self._said, self._kept = ended, said, kept
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rantau-job")
        self._jobs: dict[str, Job] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def start(self, title: str, by: str, work: Work) -> Job:
        """Begin work in the background."""
        with self._lock:
            job = Job(str(next(self._numbers)), title, by)
            self._jobs[job.id] = job
            for old in [one for one in self._jobs.values() if one.over][:-_KEPT]:
                del self._jobs[old.id]
        self._pool.submit(self._run, job, work)
        return job

    def _run(self, job: Job, work: Work) -> None:
        if job._cancel.is_set():
            job.state = "cancelled"
            return
        job.state = "running"
        try:
            job.result = work(job.progress)
            job.state = "done"
        except Cancelled:
            job.state = "cancelled"
        except RantauError as error:
            job.problem, job.state = self._said(error), "failed"
        except Exception as error:  # noqa: BLE001  the edge of a thread: no traceback reaches a user
            job.problem = f"this is a fault of rantau's own; please report it with {self._kept(error)}"
            job.state = "failed"
        self._ended()

    def cancel(self, id: str) -> None:
        """Ask a job to stop; it does at its next sign of progress."""
        job = self.get(id)
        if job is not None and not job.over:
            job._cancel.set()

    def get(self, id: str) -> Job | None:
        """The job of an id."""
        return self._jobs.get(id)

    def all(self) -> list[Job]:
        """All that are remembered, the latest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def running(self) -> list[Job]:
        """Those that are not over."""
        return [one for one in reversed(self.all()) if not one.over]

    def close(self) -> None:
        """Ask all to stop, and wait."""
        for job in self.running():
            job._cancel.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
