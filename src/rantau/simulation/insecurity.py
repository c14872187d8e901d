"""Human security: how much a month in each state and channel takes from a migrant, in each of the seven dimensions."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from rantau.framework.words import DIMENSIONS
from rantau.simulation.states import CHANNELS, REPORTED, STATES

__all__ = ["Deprivation", "deprivation_table", "deprivations", "migrants"]


@dataclass(frozen=True, slots=True)
class Deprivation:
    """One cell: how much a month in a state takes, 0 (nothing) to 1 (everything)."""

    state: str
    channel: str
    dimension: str
    value: float
    low: float
    high: float
    basis: str
    why: str


@lru_cache(maxsize=1)
def deprivation_table() -> tuple[Deprivation, ...]:
    """The table that ships with the program."""
    text = resources.files("rantau.simulation").joinpath("deprivation.csv").read_text(encoding="utf-8")
    return tuple(
        Deprivation(
            row["state"],
            row["channel"],
            row["dimension"],
            float(row["value"]),
            float(row["low"]),
            float(row["high"]),
            row["basis"],
            row["why"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def migrants() -> NDArray[np.bool_]:
    """(states,) which states are those of a migrant: from the way out to after the return."""
    named = {one.state for one in deprivation_table()}
    return np.array([REPORTED[state] in named for state in STATES])


def deprivations(draw: Mapping[str, float]) -> NDArray[np.float64]:
    """(channels, states, dimensions) for a draw: each cell between its ends, by the dimension's position."""
    table = np.zeros((len(CHANNELS), len(STATES), len(DIMENSIONS)))
    for cell in deprivation_table():
        position = draw[f"deprivation_{cell.dimension}"]
        value = cell.low + position * (cell.high - cell.low)
        for number, state in enumerate(STATES):
            if REPORTED[state] == cell.state:
                table[CHANNELS.index(cell.channel), number, DIMENSIONS.index(cell.dimension)] = value
    return table
