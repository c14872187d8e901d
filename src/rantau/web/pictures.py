"""Images that were drawn, kept in memory for the next look."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

__all__ = ["Pictures"]


class Pictures:
    """The images last looked at.

    Args:
        most: Bytes kept in all.
    """

    def __init__(self, most: int = 64 * 2**20) -> None:
        self._most, self._size = most, 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()
        # Each drawing is a process of its own: a person who leafs through quickly must not start a hundred.
        self._few = threading.Semaphore(2)

    def get(self, key: Hashable, draw: Callable[[], bytes]) -> bytes:
        """The image of a key, drawn where it is not there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        with self._few:
            image = draw()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = image
                self._size += len(image)
            while self._size > self._most and len(self._kept) > 1:
                _, old = self._kept.popitem(last=False)
                self._size -= len(old)
        return image
