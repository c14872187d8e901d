"""How this room's inner loops are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba

__all__ = ["compiled"]


def compiled(function: Callable[..., Any]) -> Any:
    """Compile a loop to machine code, kept on disk where a folder for it can be had.

    The code holds no lock, so that threads run it at the same time. Arithmetic keeps its order: a result is the same
    bits in any number of threads.
    """
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:
        # Installed where nothing can be written: it is compiled anew in each process.
        return numba.njit(cache=False, nogil=True)(function)
