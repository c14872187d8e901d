"""Journeys from origin by channel to how they ended: what a Sankey diagram of the migration system draws.

A journey begins when a migrant sets out, or is under way or abroad when the simulation begins; who sets out again makes
another one. It ends with going home, settling or death; those that have not ended are counted where they stand after
the last month. Every journey has one origin, one channel and one outcome, so what goes in comes out, on every corridor
and in every draw. An outcome is where a journey *ended*: people who were exploited on the way and then got away are
counted where they got to.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from rantau.simulation.states import CHANNELS, EXITS, STATES

if TYPE_CHECKING:
    from rantau.simulation.results import Result

__all__ = ["ALL", "COLUMNS", "OUTCOMES", "count_journeys", "journey_rows", "journeys_table"]

ALL: Final = "all"
"""In place of an origin, a channel or an outcome: all of them together."""
COLUMNS: Final = ("scenario", "origin", "channel", "outcome", "mean", "median", "low", "high", "unit")

_ENDS: Final = {
    "regular": (("regular_work",), ("returns_from_regular_work", "settles_from_regular_work")),
    "irregular": (("irregular_work",), ("returns_from_irregular_work", "settles_from_irregular_work")),
    "under_way": (("in_transit",), ("turned_back",)),
    "exploited": (("exploited",), ("returns_from_exploitation",)),
    "deported_unscreened": (("detained_exploited",), ("deported_unscreened",)),
    "deported": (("detained",), ("deported",)),
    "identified": (
        ("identified", "in_rehabilitation"),
        ("repatriated", "reintegrated", "returns_from_rehabilitation"),
    ),
    "dead_or_lost": (
        (),
        tuple(one.name for one in EXITS if one.target == "dead_or_lost" and not one.name.endswith(
            ("_prospect", "_returned", "_returned_unscreened")
        )),
    ),
}  # fmt: skip
"""Outcome -> states in which a journey stands after the last month, and exits by which it ended."""
OUTCOMES: Final = tuple(_ENDS)
_STATES: Final = [[STATES.index(one) for one in states] for states, _ in _ENDS.values()]
_EXITS: Final = [
    [n for n, one in enumerate(EXITS) if one.name in exits] for _, exits in _ENDS.values()
]  # fmt: skip


def count_journeys(stock: NDArray[Any], tallies: NDArray[Any]) -> NDArray[np.int32]:
    """How the journeys of a course ended.

    Args:
        stock: (months + 1, corridors, channels, states).
        tallies: (months, corridors, channels, columns).

    Returns:
        (corridors, channels, outcomes), in simulated people.
    """
    flows = tallies.sum(axis=0)
    parts = [
        stock[-1][..., states].sum(axis=-1) + flows[..., exits].sum(axis=-1)
        for states, exits in zip(_STATES, _EXITS, strict=True)
    ]
    return np.stack(parts, axis=-1).astype(np.int32)


def journey_rows(result: Result) -> Iterator[dict[str, str | float]]:
    """Journeys of each scenario by origin, channel and outcome, and all sums over these.

    Yields:
        Rows with :data:`COLUMNS`: the mean over draws (means add up, medians do not), the median and the middle 90 % of
        draws, in migrants.
    """
    world = result.world
    origins = [world.places[n].id for n in world.origins]
    names = list(dict.fromkeys(origins))
    member = np.array([[one == name for one in origins] for name in names], dtype=np.float64)
    from rantau.simulation.digests import digest

    for scenario in result.scenarios:
        tables = [digest(result, *key).journeys for key in result.outcomes if key[0] == scenario]
        # (draws, origins, channels, outcomes), and beside each a sum.
        found = result.weight * np.einsum("oc,dcht->doht", member, np.array(tables, dtype=np.float64))
        for axis in (1, 2, 3):
            found = np.concatenate([found.sum(axis=axis, keepdims=True), found], axis=axis)
        low, median, high = np.quantile(found, [0.05, 0.5, 0.95], axis=0)
        mean = found.mean(axis=0)
        for place in np.ndindex(*mean.shape):
            o, h, t = place
            yield {
                "scenario": scenario,
                "origin": (ALL, *names)[o],
                "channel": (ALL, *CHANNELS)[h],
                "outcome": (ALL, *OUTCOMES)[t],
                "mean": float(mean[place]),
                "median": float(median[place]),
                "low": float(low[place]),
                "high": float(high[place]),
                "unit": "migrants' journeys",
            }


def journeys_table(result: Result) -> str:
    """The rows as CSV."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in journey_rows(result):
        writer.writerow(
            {name: float(f"{one:.9g}") if isinstance(one, float) else one for name, one in row.items()}
        )
    return out.getvalue()
