"""Luck that is the same under every scenario and in any number of threads: Philox4x32-10, keyed by what it is for.

A draw is a pure function of (seed, who, month, purpose): nothing is handed from one to the next, so no order of
work can change it. Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011).

Who: an agent is its corridor, the month in which it set out for the first time, and its number among those who did so
then. Under another scenario more or fewer set out; those whom both have keep their numbers, and with them their luck.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numba
import numpy as np

__all__ = [
    "BORN",
    "DEPARTING",
    "DEPARTURES",
    "FIRST",
    "MONTHLY",
    "SCREENED",
    "TRAVELLING",
    "compiled",
    "draw_key",
    "philox",
]

MONTHLY: Final = 0
"""Purposes. A month's exits: whether, which, the place in a queue, whether it is screened."""
BORN: Final = 1
"""Sex, age, sector."""
DEPARTING: Final = 2
"""Channel, substitution, recruiter, debt."""
DEPARTURES: Final = 3
"""How many set out on a corridor."""
FIRST: Final = 4
"""State, debt, channel and recruiter of those who are there at the start."""
SCREENED: Final = 5
"""Whether screening recognises an exploited person."""
TRAVELLING: Final = 6
"""A day of someone who flees: whether they leave, by which way."""

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint32(0x9E3779B9), np.uint32(0xBB67AE85)
_LOW, _SHIFT = np.uint64(0xFFFFFFFF), np.uint64(32)


def compiled(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Compile a loop to machine code that holds no lock, kept on disk where a folder for it can be had."""

    def decorate(function: Callable[..., Any]) -> Any:
        settings = {"nogil": True, "error_model": "numpy", **options}
        try:
            return numba.njit(cache=True, **settings)(function)
        except RuntimeError:
            # Installed where nothing can be written: it is compiled anew in each process.
            return numba.njit(cache=False, **settings)(function)

    return decorate


@compiled(inline="always")
def philox(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> Any:
    """Four words of 32 bits from a counter of four words and a key of two (Philox4x32, ten rounds)."""
    a, b, c, d = np.uint32(c0), np.uint32(c1), np.uint32(c2), np.uint32(c3)
    x, y = np.uint32(k0), np.uint32(k1)
    for _ in range(10):
        p0 = np.uint64(a) * _M0
        p1 = np.uint64(c) * _M1
        a, b, c, d = (
            np.uint32(p1 >> _SHIFT) ^ b ^ x,
            np.uint32(p1 & _LOW),
            np.uint32(p0 >> _SHIFT) ^ d ^ y,
            np.uint32(p0 & _LOW),
        )
        x = np.uint32(x + _W0)
        y = np.uint32(y + _W1)
    return a, b, c, d


def _mix(value: int) -> int:
    """SplitMix64's finalizer: spreads a number over 64 bits (Steele, Lea and Flood, OOPSLA 2014)."""
    mask = 2**64 - 1
    value = (value + 0x9E3779B97F4A7C15) & mask
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & mask
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & mask
    return value ^ (value >> 31)


def draw_key(seed: int, draw: int) -> tuple[np.uint32, np.uint32]:
    """Philox's key for one draw of an ensemble, from the seed and the draw's number alone."""
    mixed = _mix(_mix(seed % 2**64) ^ draw)
    return np.uint32(mixed & 0xFFFFFFFF), np.uint32(mixed >> 32)
