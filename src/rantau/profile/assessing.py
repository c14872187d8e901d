"""A profile computed by the composite engine: as the observations stand, and over many draws.

The build is always the same: gaps are left open and lie anywhere on the scale in draws; indicators are put between
their goalposts, turned so that 100 is the least secure; arithmetic means with equal weights. Elements that rest on too
little are not scored. In draws nothing is missing, so that a unit with gaps gets a wider interval than one without.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rantau.profile.composite.build import Build, check_build
from rantau.profile.composite.draws import Design, random_design
from rantau.profile.composite.engine import build_index
from rantau.profile.composite.monte_carlo import evaluate
from rantau.profile.composite.records import IndexResult
from rantau.profile.composite.separability import Spread, spread_of
from rantau.profile.composite.table import Floats
from rantau.profile.panel import Panel, Tree
from rantau.profile.settings import ProfileSettings

__all__ = ["Assessment", "assess", "own_seed", "profile_build", "spread"]

# Scores are kept to this many decimals: far below their uncertainty, and far above the last bits in which one
# processor's arithmetic differs from another's.
DECIMALS = 6


def own_seed(seed: int, part: int) -> int:
    """A seed for one part of a profile, so that no two parts share their random numbers."""
    return int(np.random.SeedSequence([seed, part]).generate_state(1, np.uint64)[0] >> 1)


def profile_build(tree: Tree, settings: ProfileSettings, seed: int) -> Build:
    """How profiles are made, as the engine takes it."""
    two = tree.top not in tree.parents
    return check_build(
        {
            "name": tree.top,
            "seed": seed,
            "steps": [
                {"step": "impute", "method": "range"},
                {"step": "normalise", "method": "goalposts"},
                {
                    "step": "aggregate",
                    "threshold": [settings.minimum_share, 0.0][: 1 + two],
                    "minimum": [settings.minimum_indicators, settings.minimum_dimensions][: 1 + two],
                },
            ],
            "uncertainty": {
                "draws": settings.draws,
                "level": settings.level,
                "separable": settings.separable,
                "weight_concentration": settings.weight_concentration,
                "assumed_error": 0.0,  # the panel brings the errors of all observations
            },
        }
    )


@dataclass(frozen=True, slots=True)
class Assessment:
    """A panel with its scores."""

    panel: Panel
    build: Build
    result: IndexResult
    draws: Floats
    """(draws, elements, units), also for units that are not assessed: what is not known there may be anything."""
    settings: ProfileSettings

    def values(self, element: str) -> Floats:
        """Scores as the observations stand (units,); NaN where not assessed."""
        return self.result.score(element)

    def draws_of(self, element: str) -> Floats:
        """(draws, units)"""
        result: Floats = self.draws[:, self.result.elements.index(element)]
        return result

    def spread(self, element: str) -> Spread:
        """Scores and ranks with intervals."""
        return spread(self.panel.units, self.values(element), self.draws_of(element), self.settings)

    def row(self, unit: str) -> int:
        return self.panel.units.index(unit)


def assess(panel: Panel, settings: ProfileSettings, seed: int) -> Assessment:
    """Compute a profile.

    Args:
        panel: The observations and their errors.
        settings: The choices made.
        seed: Where chance starts from.
    """
    build = profile_build(panel.tree, settings, seed)
    result = build_index(build, panel.inputs)
    design: Design = random_design(build, settings.draws)
    draws = evaluate(build, panel.inputs, design, indicators_too=True)
    return Assessment(panel, build, result, draws, settings)


def spread(units: tuple[str, ...], values: Floats, draws: Floats, settings: ProfileSettings) -> Spread:
    """Intervals and ranks of one element; both are rounded first, so that last bits decide no tie.

    Args:
        units: Their codes.
        values: (units,), NaN where not assessed.
        draws: (draws, units).
        settings: Coverage of the intervals, and from when on two are told apart.
    """
    return spread_of(
        units,
        np.round(values, DECIMALS),
        np.round(draws, DECIMALS),
        settings.level,
        settings.separable,
    )
