"""A simulation as a person asks for it, at a screen or by the API: checked at once, run when its turn comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rantau.framework.errors import BadInput
from rantau.simulation.results import LEVELS, QUANTITIES
from rantau.study.demo import DRAWS, WEIGHT
from rantau.study.simulating import Simulated, simulate_study, study_scenarios, study_world

if TYPE_CHECKING:
    from rantau.simulation.results import Level
    from rantau.study.study import Study
    from rantau.study.workbench import Progress

__all__ = ["MOST_DRAWS", "MOST_MONTHS", "MOST_SEED", "MOST_WEIGHT", "SimulationAsked"]

MOST_DRAWS, MOST_MONTHS, MOST_WEIGHT = 100_000, 1200, 1_000_000
MOST_SEED = 2**53 - 1
"""The largest whole number that every reader of JSON keeps as it is."""


@dataclass(frozen=True, slots=True)
class SimulationAsked:
    """What is to be simulated: as the settings of ``rantau simulate``."""

    scenarios: tuple[str, ...]
    draws: int = DRAWS
    scale: float = WEIGHT
    months: int = 120
    by: Level = "place"
    seed: int | None = None
    """None: the study's own."""
    explain: str = ""
    """The quantity on which each scenario's effect is shared out among its levers; empty: none."""
    charts: bool = True

    def check(self, study: Study) -> None:
        """Say now what is wrong, not when the work's turn comes.

        Raises:
            BadInput: A setting is out of range; or a scenario is not there, or wrong: names the line.
        """
        if not self.scenarios:
            raise BadInput("choose at least one scenario to simulate beside the baseline")
        if not (0 <= self.draws <= MOST_DRAWS and 1 <= self.months <= MOST_MONTHS):
            raise BadInput("draws go from 0 to 100,000, months from 1 to 1,200")
        if not 1 <= self.scale <= MOST_WEIGHT:
            raise BadInput("a simulated person stands for 1 to 1,000,000 migrants")
        if self.by not in LEVELS:
            raise BadInput(f"tables are by {', '.join(LEVELS)}, not by {self.by!r}")
        if self.seed is not None and not 0 <= self.seed <= MOST_SEED:
            raise BadInput("the seed is a whole number from 0 to 9,007,199,254,740,991")
        if self.explain and self.explain not in QUANTITIES:
            raise BadInput(f"there is no quantity {self.explain!r}; they are {', '.join(QUANTITIES)}")
        found = study_scenarios(study, study_world(study, self.months), self.scenarios)
        if self.explain and not any(one.changes for one in found):
            raise BadInput("none of these scenarios changes a lever, so there is no effect to share out")

    def run(self, study: Study, progress: Progress) -> Simulated:
        """Simulate, and write tables and charts to ``out/simulation``."""
        return simulate_study(
            study,
            self.scenarios,
            draws=self.draws,
            weight=self.scale,
            months=self.months,
            by=self.by,
            seed=self.seed,
            explain=self.explain or None,
            charts=self.charts,
            progress=lambda done, total: progress("simulation", done, total, ""),
            explaining=lambda done, total: progress("sets of levers", done, total, ""),
        )
