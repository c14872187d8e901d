"""Threads that share out the people of one draw. The compiled loops hold no lock, so that they run side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from types import TracebackType
from typing import TypeVar

__all__ = ["Team"]

T = TypeVar("T")
_SMALLEST = 16
"""Smallest part for each thread, as one in so many of an even share: it bounds how long one waits for the other."""


class Team:
    """One or several threads, the caller's among them."""

    def __init__(self, threads: int) -> None:
        self.threads = max(1, threads)
        self._others = ThreadPoolExecutor(self.threads - 1) if self.threads > 1 else None

    def __enter__(self) -> Team:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._others is not None:
            self._others.shutdown(cancel_futures=True)

    def parts(self, count: int, least: int) -> list[tuple[int, int]]:
        """Ranges that cover ``count``, each of ``least`` or more where there are several.

        The last are the largest: they are begun first, and the small ones even out what is left to wait for.
        """
        if self._others is None or count < 2 * least:
            return [(0, count)]
        edges, least = [count], max(least, count // (_SMALLEST * self.threads))
        while edges[-1]:
            left = edges[-1]
            size = max(least, -(-left // (2 * self.threads)))
            edges.append(left - size if left - size >= least else 0)
        return list(pairwise(reversed(edges)))

    def share(self, count: int, least: int, work: Callable[[int, int], T]) -> list[T]:
        """Do work on each of the parts, side by side; what it gives, in the order of the parts."""
        return self.do([partial(work, *part) for part in self.parts(count, least)])

    def do(self, tasks: Sequence[Callable[[], T]]) -> list[T]:
        """Do tasks side by side, the last begun first; what they give, in their own order."""
        if self._others is None or len(tasks) == 1:
            return [task() for task in tasks]
        waiting, found = list(enumerate(tasks)), dict[int, T]()

        def take() -> None:
            while True:
                try:
                    n, task = waiting.pop()
                except IndexError:
                    return
                found[n] = task()

        helpers = [self._others.submit(take) for _ in range(min(self.threads, len(tasks)) - 1)]
        take()
        for one in helpers:
            one.result()
        return [found[n] for n in range(len(tasks))]
