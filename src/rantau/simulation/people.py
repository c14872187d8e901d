"""Everybody who is not settled, dead or lost: one array an attribute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rantau.simulation.states import DEBT_LEVELS, STATES
from rantau.simulation.team import Team

__all__ = ["ENDED", "LEAST_PART", "People"]

_COLUMNS = (
    ("serial", np.uint32),
    ("corridor", np.uint16),
    ("born", np.int16),
    ("profile", np.uint16),
    ("state", np.uint8),
    ("since", np.int16),
    ("debt", np.uint8),
    ("episodes", np.uint8),
    ("cell", np.uint32),
)
"""Nineteen bytes a person, and five more for the requests of a month."""
ENDED = np.isin(STATES, ["settled", "dead_or_lost"])
"""(states,) whether nothing more happens to those who are in them."""
LEAST_PART = 16_384
"""Fewer people than this are not shared out among threads."""
assert DEBT_LEVELS <= 256


@dataclass(slots=True)
class People:
    """The arrays, of which the first ``count`` places are taken."""

    count: int
    arrays: dict[str, NDArray[np.generic]]

    @classmethod
    def room_for(cls, size: int) -> People:
        return cls(0, {name: np.zeros(size, dtype=kind) for name, kind in _COLUMNS})

    @property
    def capacity(self) -> int:
        return len(self.arrays["serial"])

    @property
    def columns(self) -> tuple[NDArray[np.generic], ...]:
        """The arrays in the order in which the compiled loops take them."""
        return tuple(self.arrays.values())

    def grow(self, size: int) -> None:
        """Make room for at least ``size`` people."""
        if size > self.capacity:
            larger = max(size, self.capacity + self.capacity // 4)
            for name, old in self.arrays.items():
                new = np.zeros(larger, dtype=old.dtype)
                new[: self.count] = old[: self.count]
                self.arrays[name] = new

    def drop_ended(self, team: Team) -> None:
        """Leave out those to whom nothing more happens; the others keep their order."""
        from rantau.simulation.kernel import close_up

        kept = team.share(
            self.count, LEAST_PART, lambda first, last: (first, close_up(first, last, ENDED, *self.columns))
        )
        team.do([partial(_moved_up, array, kept) for array in self.arrays.values()])
        self.count = sum(number for _, number in kept)


def _moved_up(array: NDArray[np.generic], kept: Sequence[tuple[int, int]]) -> None:
    """Move the pieces of an array, given by their first places and lengths, up behind one another."""
    end = 0
    for first, number in kept:
        gap = first - end
        # No piece reaches into the place that it is moved to: overlapping ones would be copied twice.
        for at in range(first, first + number, gap) if gap else ():
            size = min(gap, first + number - at)
            array[at - gap : at - gap + size] = array[at : at + size]
        end += number


def whole(numbers: NDArray[np.float64], key: tuple[Any, Any]) -> NDArray[np.int64]:
    """Whole numbers whose expectation is the numbers."""
    luck = np.random.Generator(np.random.Philox(key=[int(key[0]) | int(key[1]) << 32, 0])).random(
        len(numbers)
    )
    return np.asarray(np.floor(numbers + luck), dtype=np.int64)
