"""Movement and change by fixed chances: everyone moves between places by one table and changes state by another.

The simplest world that the engine's luck and passes can carry: no corridors, hazards or queues, one Philox block a
person and step. It is what other programs are measured on, and movement over a graph of places needs no more.
"""

from __future__ import annotations

import os
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput
from rantau.simulation.randomness import MONTHLY, compiled, draw_key, philox
from rantau.simulation.team import Team

__all__ = ["walk"]

Floats = NDArray[np.float64]
_BLOCK, _CHUNK = 1024, 8 * 1024
_BITS = 8
_SCAN = np.uint8(255)
"""In a guide: the bin holds a cut, so that the row itself has to be scanned."""


def _cuts(chances: Floats, name: str) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Words of luck at which the next column begins, for all but the first; and a guide to them.

    Returns:
        (rows, columns - 1) the words; and (rows × 256,) by the word's first eight bits its column, or 255.
    """
    rows = np.asarray(chances, dtype=np.float64)
    if (rows < 0).any() or not np.allclose(rows.sum(axis=-1), 1.0) or not np.isfinite(rows).all():
        raise BadInput(f"each row of {name} holds chances that add up to 1")
    rows = rows.reshape(-1, rows.shape[-1])
    words = np.minimum(np.rint(np.cumsum(rows, axis=1)[:, :-1] * 2.0**32), 2.0**32 - 1).astype(np.uint64)
    first = np.arange(2**_BITS, dtype=np.uint64) << np.uint64(32 - _BITS)
    last = first + np.uint64(2 ** (32 - _BITS) - 1)
    lowest, highest = (
        np.stack([np.searchsorted(row, edge, side="right") for row in words]) for edge in (first, last)
    )
    guide = np.where((lowest == highest) & (lowest < _SCAN), lowest, _SCAN).astype(np.uint8)
    return words.astype(np.uint32), guide.ravel()


@compiled(inline="always")
def _column(word: Any, cuts: Any, row: Any) -> Any:
    """How many cuts of a row a word has reached."""
    reached = 0
    for n in range(cuts.shape[1]):
        reached += word >= cuts[row, n]
    return reached


@compiled()
def _steps(
    begin: Any, end: Any, place: Any, state: Any, moves: Any, move_guide: Any, changes: Any, change_guide: Any,
    kinds: Any, from_step: Any, to_step: Any, k0: Any, k1: Any,
) -> None:  # fmt: skip
    """Move and change the people from ``begin`` to ``end``, step after step.

    ``changes``: (places × states, cuts); ``kinds``: how many states.

    Nobody's step depends on anybody else's: a chunk of people, small enough for the nearest cache, is taken through
    all steps before the next, and no thread waits for another in between.

    Most words lie in a bin of the guide that holds no cut: one look finds the column. The others are put down, without
    a branch that could be guessed wrongly, and scanned afterwards.
    """
    shift = np.uint32(32 - _BITS)
    one, two = np.empty(_BLOCK, dtype=np.uint32), np.empty(_BLOCK, dtype=np.uint32)
    scanned = np.empty(_BLOCK + 1, dtype=np.int64)
    for chunk in range(begin, end, _CHUNK):
        for step in range(from_step, to_step):
            for first in range(chunk, min(chunk + _CHUNK, end), _BLOCK):
                high = min(first + _BLOCK, end)
                places, states = place[first:high], state[first:high]
                for j in range(places.size):
                    one[j], two[j], _, _ = philox(
                        np.uint32(first + j), np.uint32(0), np.uint32(step), np.uint32(MONTHLY), k0, k1
                    )
                count = 0
                for j in range(places.size):
                    to = move_guide[(np.int64(places[j]) << _BITS) | np.int64(one[j] >> shift)]
                    scanned[count] = j
                    count += to == _SCAN
                    places[j] = places[j] if to == _SCAN else to
                for n in range(count):
                    j = scanned[n]
                    places[j] = _column(one[j], moves, np.int64(places[j]))
                count = 0
                for j in range(places.size):
                    row = np.int64(places[j]) * kinds + np.int64(states[j])
                    to = change_guide[(row << _BITS) | np.int64(two[j] >> shift)]
                    scanned[count] = j
                    count += to == _SCAN
                    states[j] = states[j] if to == _SCAN else to
                for n in range(count):
                    j = scanned[n]
                    states[j] = _column(two[j], changes, np.int64(places[j]) * kinds + np.int64(states[j]))


def walk(
    place: NDArray[np.uint8],
    state: NDArray[np.uint8],
    moves: Floats,
    changes: Floats,
    *,
    steps: int,
    seed: int,
    first_step: int = 0,
    threads: int | None = None,
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
        threads: How many work side by side; all cores by default. The result is the same for any number.

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
    given = (place, state, *towards, *into, states, first_step, first_step + steps, *draw_key(seed, 0))
    with Team(threads or os.cpu_count() or 1) as team:
        team.share(len(place), _CHUNK, lambda first, last: _steps(first, last, *given))
