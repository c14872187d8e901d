"""Numbers that were worked out, each under a name that says all it depends on; a line each in a file."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["KeptPoints"]


class KeptPoints:
    """Values by name, written down as they come. A line that a kill cut off is left out, and its value done again.

    Attributes:
        values: Name -> values.
        before: How many were there already.
    """

    def __init__(self, path: Path, shape: tuple[int, ...]) -> None:
        self.path = path
        self.values: dict[str, NDArray[np.float64]] = {}
        text = path.read_bytes() if path.is_file() else b""
        whole = text[: text.rfind(b"\n") + 1]
        for line in whole.splitlines():
            try:
                name, numbers = json.loads(line)
                values = np.array(numbers, dtype=np.float64)
            except (ValueError, TypeError):
                continue
            if isinstance(name, str) and values.shape == shape:
                self.values[name] = values
        path.parent.mkdir(parents=True, exist_ok=True)
        if len(whole) < len(text):
            os.truncate(path, len(whole))
        self.before = len(self.values)

    def put(self, name: str, values: ArrayLike) -> None:
        """Keep values, now and in the file."""
        self.values[name] = kept = np.asarray(values, dtype=np.float64)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([name, kept.tolist()]) + "\n")
