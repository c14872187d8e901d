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
_WIDTH = 16


def _cuts(chances: Floats, name: str) -> NDArray[np.uint32]:
    """Words of luck at which the next column begins, for all but the first."""
    rows = np.asarray(chances, dtype=np.float64)
    if (rows < 0).any() or not np.allclose(rows.sum(axis=-1), 1.0) or not np.isfinite(rows).all():
        raise BadInput(f"each row of {name} holds chances that add up to 1")
    words = np.minimum(np.rint(np.cumsum(rows, axis=-1)[..., :-1] * 2.0**32), 2.0**32 - 1)
    # Rows as wide as a whole number of sixteens, filled with the last word: a compiler can unroll that.
    width = -(-max(words.shape[-1], 1) // _WIDTH) * _WIDTH
    padded = np.full((*words.shape[:-1], width), 2**32 - 1, dtype=np.uint32)
    padded[..., : words.shape[-1]] = words
    return padded


@compiled(inline="always")
def _column(word: Any, cuts: Any, row: Any, last: Any) -> Any:
    """How many cuts of a row of ``cuts`` a word has reached, at most ``last``."""
    reached = np.uint32(0)
    for first in range(0, cuts.shape[1], _WIDTH):
        for n in range(_WIDTH):
            reached += np.uint32(word >= cuts[row, first + n])
    return min(reached, np.uint32(last))


@compiled(parallel=True)
def _step(place: Any, state: Any, moves: Any, changes: Any, kinds: Any, step: Any, k0: Any, k1: Any) -> None:
    """Move and change everybody once. ``changes``: (places × states, cuts); ``kinds``: how many states."""
    blocks = (place.size + _BLOCK - 1) // _BLOCK
    last_place, last_state = moves.shape[0] - 1, kinds - 1
    for block in prange(blocks):
        first = block * _BLOCK
        places, states = place[first : first + _BLOCK], state[first : first + _BLOCK]
        one, two = np.empty(_BLOCK, dtype=np.uint32), np.empty(_BLOCK, dtype=np.uint32)
        for j in range(places.size):
            one[j], two[j], _, _ = philox(
                np.uint32(first + j), np.uint32(0), np.uint32(step), np.uint32(MONTHLY), k0, k1
            )
        for j in range(places.size):
            to = _column(one[j], moves, np.int64(places[j]), last_place)
            row = np.int64(to) * kinds + np.int64(states[j])
            places[j], states[j] = to, _column(two[j], changes, row, last_state)


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
    into = into.reshape(places * states, -1)
    key = draw_key(seed, 0)
    for step in range(first_step, first_step + steps):
        _step(place, state, towards, into, states, step, *key)
