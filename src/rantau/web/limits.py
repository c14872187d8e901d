"""How often one may fail to sign in."""

from __future__ import annotations

import threading
import time
from collections import deque

__all__ = ["Limiter"]


class Limiter:
    """Counts failures in a sliding window, by any key.

    Args:
        most: Failures allowed in the window.
        seconds: Its length.
    """

    def __init__(self, most: int = 5, seconds: float = 900.0) -> None:
        self.most, self.seconds = most, seconds
        self._failures: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, *keys: str) -> int:
        """Seconds until one may try again; 0: now."""
        now = time.monotonic()
        with self._lock:
            return max((self._left(key, now) for key in keys), default=0)

    def _left(self, key: str, now: float) -> int:
        failures = self._failures.get(key)
        while failures and now - failures[0] > self.seconds:
            failures.popleft()
        if not failures:
            self._failures.pop(key, None)
            return 0
        return int(self.seconds - (now - failures[0])) + 1 if len(failures) >= self.most else 0

    def failed(self, *keys: str) -> None:
        """Count a failure."""
        now = time.monotonic()
        with self._lock:
            if len(self._failures) > 10_000:
                for key in list(self._failures):
                    self._left(key, now)
            for key in keys:
                self._failures.setdefault(key, deque(maxlen=self.most)).append(now)

    def succeeded(self, *keys: str) -> None:
        """Forget the failures."""
        with self._lock:
            for key in keys:
                self._failures.pop(key, None)
