"""Threads that share out the people of one draw. The compiled loops hold no lock, so that they run side by side."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from types import TracebackType
from typing import TypeVar

__all__ = ["Team"]

T = TypeVar("T")
_PARTS = 4
"""Parts for each thread: one that is held up leaves the others something to take over."""


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
        """Ranges that cover ``count``, each of ``least`` or more where there are several."""
        several = max(1, min(self.threads * _PARTS, count // least)) if self._others is not None else 1
        edges = [count * n // several for n in range(several + 1)]
        return list(pairwise(edges))

    def share(self, count: int, least: int, work: Callable[[int, int], T]) -> list[T]:
        """Do work on each of the parts, side by side; what it gives, in the order of the parts."""
        parts = self.parts(count, least)
        if self._others is None or len(parts) == 1:
            return [work(*part) for part in parts]
        waiting = deque(enumerate(parts))
        found: dict[int, T] = {}

        def take() -> None:
            while True:
                try:
                    n, part = waiting.popleft()
                except IndexError:
                    return
                found[n] = work(*part)

        helpers = [self._others.submit(take) for _ in range(self.threads - 1)]
        take()
        for one in helpers:
            one.result()
        return [found[n] for n in range(len(parts))]
