"""Screened case files, held in memory for who sent them, for a while; nothing of them is written anywhere."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from rantau.study.case_desk import ScreenedCases

__all__ = ["Held", "HeldCases"]

_MINUTES, _MOST = 60, 5


@dataclass(frozen=True, slots=True)
class Held:
    """One screened file."""

    key: str
    by: str
    at: float
    cases: ScreenedCases


class HeldCases:
    """What is held; each for whoever sent it, the oldest goes first.

    Args:
        clock: Seconds that only go on.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: dict[str, Held] = {}
        self._lock = threading.Lock()

    def hold(self, by: str, cases: ScreenedCases) -> str:
        """Hold a file for the one who sent it; gives the key to it."""
        key = secrets.token_urlsafe(12)
        with self._lock:
            self._held[key] = Held(key, by, self._clock(), cases)
            self._drop()
            mine = [one for one in self._held.values() if one.by == by]
            for old in mine[:-_MOST]:
                del self._held[old.key]
        return key

    def of(self, by: str) -> list[Held]:
        """What is held for one, the latest first."""
        with self._lock:
            self._drop()
            return [one for one in reversed(self._held.values()) if one.by == by]

    def get(self, by: str, key: str) -> Held | None:
        """A file of one's own."""
        return next((one for one in self.of(by) if one.key == key), None)

    def forget(self, by: str, key: str) -> None:
        """Hold it no longer."""
        with self._lock:
            if key in self._held and self._held[key].by == by:
                del self._held[key]

    def _drop(self) -> None:
        gone = self._clock() - 60 * _MINUTES
        for key in [key for key, one in self._held.items() if one.at < gone]:
            del self._held[key]
