"""Indicators × units as the composite engine takes them: which observation stands in each cell, and how sure it is.

The scale of an indicator runs between its *goalposts*, the lowest and the highest value of the study's units in the
years that are compared. One year alone is thereby put on a min–max scale; two years are put on the same one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist

import numpy as np

from rantau.framework.errors import BadInput
from rantau.framework.indicators import Indicator
from rantau.profile.composite.hierarchy import Element, Hierarchy, make_hierarchy
from rantau.profile.composite.pipeline import Inputs
from rantau.profile.composite.table import Floats, Table
from rantau.profile.from_claims import is_from_claims
from rantau.profile.settings import ProfileSettings, insecurity_sign
from rantau.store.records import Observation

__all__ = [
    "Panel",
    "Picks",
    "Scale",
    "Tree",
    "latest",
    "make_panel",
    "make_scale",
    "spread_of",
    "yearly_changes",
]

Picks = Mapping[tuple[str, str], Observation]
"""(indicator, place) -> the observation that is used."""
Scale = Mapping[str, tuple[float, float]]
"""Indicator -> its goalposts. One that cannot be put on a scale is not in it."""

_LARGEST = 1e60
_ENOUGH_CHANGES = 5
"""So many changes from one observation to the next must be at hand for their size to be taken from them."""


@dataclass(frozen=True, slots=True)
class Tree:
    """What is joined to what: the parents of the indicators, and the one above them."""

    parents: tuple[str, ...]
    top: str
    """The same as the one parent where there is no level above."""


def latest(
    observations: Iterable[Observation], year: int, look_back_years: int
) -> dict[tuple[str, str], Observation]:
    """The observation used for each (indicator, place): a published one before a claim, then the latest.

    A claim from the study's documents is used only where no published figure lies within the window. Of several of one
    year, one that states its error goes before one that does not; then the order of ids decides, so that the choice
    does not hang on the order of the rows.
    """
    best: dict[tuple[str, str], Observation] = {}

    def preference(one: Observation) -> tuple[bool, int, bool, str]:
        return is_from_claims(one), -one.year, one.low is None and one.high is None, one.id

    for one in observations:
        if year - look_back_years <= one.year <= year and np.isfinite(one.value):
            key = (one.indicator, one.place)
            if key not in best or preference(one) < preference(best[key]):
                best[key] = one
    return best


def spread_of(values: Sequence[float]) -> float:
    """The range of the values, or 0 where it is no more than rounding."""
    if len(values) < 2:
        return 0.0
    spread = max(values) - min(values)
    return spread if spread > 1e-9 * max(abs(value) for value in values) else 0.0


def make_scale(
    indicators: Iterable[Indicator], units: Iterable[str], picks: Iterable[Picks]
) -> dict[str, tuple[float, float]]:
    """Goalposts over several sets of observations that are to be compared, e.g. those of two years.

    An indicator observed in fewer than two units, or equal in all of them, says nothing about differences between them
    and has no scale.

    Args:
        indicators: Those of the profile.
        units: The study's countries, or its corridors.
        picks: The sets.

    Raises:
        BadInput: A value is too large to compute with.
    """
    members, sets = sorted(set(units)), list(picks)
    found = {}
    for indicator in indicators:
        values: list[float] = []
        observed = set()
        for unit in members:
            for one in sets:
                if (indicator.id, unit) in one:
                    values.append(one[indicator.id, unit].value)
                    observed.add(unit)
                    if abs(values[-1]) > _LARGEST:
                        raise BadInput(
                            f"{indicator.id} of {unit} is too large to compute with; correct it in data/"
                        )
        if len(observed) > 1 and spread_of(values) > 0:
            found[indicator.id] = (min(values), max(values))
    return found


def yearly_changes(
    indicators: Iterable[Indicator], observations: Iterable[Observation], units: Iterable[str], scale: Scale
) -> dict[str, float]:
    """How far each indicator moves in a year: the root mean square, in its unit, over consecutive observations.

    Only observations of one unit from one source are compared: editions of others differ by method. An indicator with
    fewer than five such changes is left out.
    """
    wanted, members = {one.id for one in indicators} & scale.keys(), set(units)
    series: dict[tuple[str, str, str], dict[int, float]] = {}
    for one in observations:
        if (
            one.indicator in wanted
            and one.place in members
            and np.isfinite(one.value)
            and not is_from_claims(one)
        ):
            series.setdefault((one.indicator, one.place, one.source), {})[one.year] = one.value
    squares: dict[str, list[float]] = {}
    for (indicator, _, _), values in sorted(series.items()):
        for before, after in pairwise(sorted(values)):
            moved = (values[after] - values[before]) ** 2 / (after - before)
            squares.setdefault(indicator, []).append(moved)
    return {
        name: float(np.sqrt(np.mean(found)))
        for name, found in squares.items()
        if len(found) >= _ENOUGH_CHANGES
    }


@dataclass(frozen=True, slots=True)
class Panel:
    """Units × indicators. Both are sorted by id, so that no result hangs on their order."""

    units: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    tree: Tree
    inputs: Inputs
    """For the engine. Its table may hold a column more for each parent without an indicator: an unknown."""
    used: Mapping[tuple[int, int], Observation]
    """(unit, indicator) positions -> the observation; for the cells that have a value."""
    scale: Scale
    assumed_errors: int
    """How many of the used observations have an error that is assumed, since their source states none."""

    def columns(self, parent: str) -> list[int]:
        return [n for n, one in enumerate(self.indicators) if one.dimension == parent]

    def inputs_of(self, row: int, columns: Iterable[int]) -> tuple[str, ...]:
        """Ids of the observations of a unit among some indicators."""
        return tuple(self.used[row, n].id for n in columns if (row, n) in self.used)

    @property
    def values(self) -> Floats:
        """(units, indicators), NaN where missing."""
        result: Floats = self.inputs.table.values[:, : len(self.indicators)]
        return result


def make_panel(
    indicators: Sequence[Indicator],
    units: Iterable[str],
    picks: Picks,
    year: int,
    tree: Tree,
    settings: ProfileSettings,
    *,
    scale: Scale | None = None,
    changes: Mapping[str, float] | None = None,
) -> Panel:
    """Lay observations out as a table, with their errors towards lower and higher values.

    The error of an observation joins its own, as its source states it or as it is assumed, with that of its age.

    Args:
        indicators: As of :func:`rantau.profile.settings.profiled`; their dimensions are the tree's parents.
        units: The study's countries, or its corridors.
        picks: The observations used.
        year: What they stand for.
        tree: What is joined to what.
        settings: The choices made.
        scale: Goalposts; those of these observations where none are given.
        changes: Of :func:`yearly_changes`; where an indicator is not in it, its change is assumed.

    Raises:
        BadInput: A value is too large, or an indicator's direction is unknown.
    """
    rows = tuple(sorted(set(units)))
    scale = make_scale(indicators, rows, [picks]) if scale is None else scale
    shape = (len(rows), len(indicators))
    values, below, above = np.full(shape, np.nan), np.full(shape, np.nan), np.full(shape, np.nan)
    used: dict[tuple[int, int], Observation] = {}
    deviations = NormalDist().inv_cdf(0.5 + settings.stated_level / 2)
    assumed_errors = 0
    for column, indicator in enumerate(indicators):
        if indicator.id not in scale:
            continue
        width = scale[indicator.id][1] - scale[indicator.id][0]
        change = (changes or {}).get(indicator.id, settings.assumed_drift * width)
        for row, unit in enumerate(rows):
            one = picks.get((indicator.id, unit))
            if one is None:
                continue
            bare = settings.assumed_error * width
            low = bare if one.low is None else max(0.0, one.value - one.low) / deviations
            high = bare if one.high is None else max(0.0, one.high - one.value) / deviations
            age = change * np.sqrt(year - one.year)
            values[row, column] = one.value
            below[row, column], above[row, column] = np.hypot(low, age), np.hypot(high, age)
            used[row, column] = one
            assumed_errors += one.low is None and one.high is None
    hierarchy, columns = _hierarchy(indicators, tree, scale)
    unknown = np.full((len(rows), len(columns) - len(indicators)), np.nan)
    tables = [Table(rows, columns, np.hstack([one, unknown])) for one in (values, below, above)]
    return Panel(
        units=rows,
        indicators=tuple(indicators),
        tree=tree,
        inputs=Inputs(hierarchy, tables[0], year=year, errors=tables[1], errors_above=tables[2]),
        used=used,
        scale=scale,
        assumed_errors=assumed_errors,
    )


def _hierarchy(
    indicators: Sequence[Indicator], tree: Tree, scale: Scale
) -> tuple[Hierarchy, tuple[str, ...]]:
    """The engine's metadata, and its columns. Codes are positions: an id may be as a dimension is named."""
    elements = []
    for n, one in enumerate(indicators):
        low, high = scale.get(one.id, (0.0, 1.0))
        elements.append(
            Element(
                code=f"i{n}", name=one.id, parent=one.dimension, direction=insecurity_sign(one),
                low=low, high=high, minimum=one.minimum, maximum=one.maximum,
            )
        )  # fmt: skip
    bare = [name for name in tree.parents if name not in {one.dimension for one in indicators}]
    elements += [Element(code=f"unknown {name}", parent=name, low=0.0, high=1.0) for name in bare]
    columns = tuple(one.code for one in elements)
    above = tree.top if tree.top not in tree.parents else ""
    elements += [Element(code=name, kind="aggregate", parent=above) for name in tree.parents]
    if above:
        elements.append(Element(code=tree.top, kind="aggregate"))
    return make_hierarchy(elements), columns
