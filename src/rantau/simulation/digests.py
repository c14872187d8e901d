"""What of a draw totals, charts and comparisons need, well under 100 kB: so that thousands of draws fit into memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rantau.simulation.charted import courses, sums_by_place

if TYPE_CHECKING:
    from rantau.simulation.results import Result

__all__ = ["Digest", "digest"]


@dataclass(frozen=True, slots=True)
class Digest:
    """Of one draw of one scenario.

    Attributes:
        totals: (quantities,) each added up over all units, channels and months, in the order of
            :data:`rantau.simulation.results.QUANTITIES`.
        courses: (charts, months) what charts show, in the order of :data:`rantau.simulation.charted.CHARTS`.
        by_place: (charts of places, units) in the order of :data:`rantau.simulation.charted.BY_PLACE`.
        cohorts: As in :class:`rantau.simulation.results.Outcome`, like the next two.
        trafficked: See there.
        journeys: See there.
    """

    totals: NDArray[np.float64]
    courses: NDArray[np.float64]
    by_place: NDArray[np.float64]
    cohorts: NDArray[np.int32]
    trafficked: NDArray[np.uint8]
    journeys: NDArray[np.int32]


def digest(result: Result, scenario: str, draw: int) -> Digest:
    """The digest of a draw; made when it is first asked for, and remembered with the result."""
    from rantau.simulation.results import QUANTITIES

    known = result.digests
    if (scenario, draw) not in known:
        outcome = result.outcomes[scenario, draw]
        totals = np.array([result.values(outcome, name).sum() for name in QUANTITIES])
        known[scenario, draw] = Digest(
            totals,
            courses(result, outcome),
            sums_by_place(result, outcome),
            outcome.cohorts,
            outcome.trafficked,
            outcome.journeys,
        )
    return known[scenario, draw]
