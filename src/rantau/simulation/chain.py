"""Movement and change by fixed chances: everyone moves between places by one table and changes state by another.

The simplest world that the engine's luck and passes can carry: no corridors, hazards or queues, one Philox block a
person and step. It is what other programs are measured on, and movement over a graph of places needs no more.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import prange
from numpy.typing import NDArray

from rantau.framework.errors import BadInput
from rantau.simulation.randomness import MONTHLY, compiled, draw_key, philox

__all__ = ["walk"]

Floats = NDArray[np.float64]
_BLOCK = 1024


def _cuts(chances: Floats, name: str) -> NDArray[np.uint32]:
    """Words of luck at which the next column begins, for all but the first."""
    rows = np.asarray(chances, dtype=np.float64)
    if (rows < 0).any() or not np.allclose(rows.sum(axis=-1), 1.0) or not np.isfinite(rows).all():
        raise BadInput(f"each row of {name} holds chances that add up to 1")
    words = np.minimum(np.rint(np.cumsum(rows, axis=-1)[..., :-1] * 2.0**32), 2.0**32 - 1)
    return np.ascontiguousarray(words, dtype=np.uint32)


@compiled(parallel=True)
def _step(place: Any, state: Any, moves: Any, changes: Any, step: Any, k0: Any, k1: Any) -> None:
    blocks = (place.size + _BLOCK - 1) // _BLOCK
    for block in prange(blocks):
        first = block * _BLOCK
        places, states = place[first : first + _BLOCK], state[first : first + _BLOCK]
        for j in range(places.size):
            a, b, _, _ = philox(
                np.uint32(first + j), np.uint32(0), np.uint32(step), np.uint32(MONTHLY), k0, k1
            )
            to = 0
            for column in range(moves.shape[1]):
                to += a >= moves[places[j], column]
            new = 0
            for column in range(changes.shape[2]):
                new += b >= changes[to, states[j], column]
            places[j], states[j] = to, new


def walk(
    place: NDArray[np.uint8],
    state: NDArray[np.uint8],
    moves: Floats,
    changes: Floats,
    *,
    steps: int,
    seed: int,
    first_step: int = 0,
) -> None:
    """Take everyone through steps, in place. The n-th person's luck depends on the seed, n and the step alone.

    Args:
        place: (people,) where each is; changed.
        state: (people,) changed.
        moves: (places, places) chances of being in each place after a step, by the place before.
        changes: (places, states, states) chances of each state, by the place after the move and the state before.
        steps: How many.
        seed: Where chance starts from.
        first_step: The number of the first step, to go on with a walk.

    Raises:
        BadInput: Chances do not add up to 1, or the tables do not fit the arrays.
    """
    towards, into = _cuts(moves, "moves"), _cuts(changes, "changes")
    places, states = len(moves), changes.shape[1]
    if (
        moves.shape != (places, places)
        or changes.shape != (places, states, states)
        or place.shape != state.shape
    ):
        raise BadInput(
            "moves is places × places, changes places × states × states, and place and state are as long"
        )
    if len(place) and (place.max() >= places or state.max() >= states):
        raise BadInput("somebody is in a place or state that the tables do not have")
    key = draw_key(seed, 0)
    for step in range(first_step, first_step + steps):
        _step(place, state, towards, into, step, *key)
