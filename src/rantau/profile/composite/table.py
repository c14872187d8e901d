"""The table that an index is built from: units × columns of numbers, NaN where nothing is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput

__all__ = ["Flags", "Floats", "Places", "Table", "make_table"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]
"""Positions of units in a table."""


_LARGEST = 1e60
"""Fourth powers, of which kurtosis is made, must stay within floating-point numbers."""


@dataclass(frozen=True, slots=True)
class Table:
    """Units × columns.

    Columns hold the raw values of indicators and of denominators, each in its own unit of measurement.
    """

    units: tuple[str, ...]
    columns: tuple[str, ...]
    values: Floats
    """(units, columns); NaN where a value is missing."""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name of a grouping -> the group of each unit, e.g. a region; empty where a unit belongs to none."""
    names: tuple[str, ...] = ()
    """The units' names for people; the codes again where there are none."""

    def __post_init__(self) -> None:
        if self.values.shape != (len(self.units), len(self.columns)):
            raise BadInput(
                f"the table has {len(self.units)} units and {len(self.columns)} columns, "
                f"but its values have the shape {self.values.shape}"
            )
        for what, names in (("unit", self.units), ("column", self.columns)):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise BadInput(f"the {what} {twice[0]!r} stands in the table twice; keep one")
        too_large = np.abs(self.values) > _LARGEST
        if too_large.any():
            row, column = (int(one[0]) for one in np.nonzero(too_large))
            where = f"{self.columns[column]} of {self.units[row]}"
            raise BadInput(
                f"{where} is too large to compute with; correct it, or use a larger unit of measurement"
            )
        for grouping, members in self.groups.items():
            if len(members) != len(self.units):
                raise BadInput(f"the grouping {grouping!r} does not say a group for each unit")

    def column(self, name: str) -> Floats:
        """One column's values, in the order of the units.

        Raises:
            BadInput: There is no such column.
        """
        try:
            position = self.columns.index(name)
        except ValueError:
            raise BadInput(
                f"the table has no column {name!r}; its columns are {', '.join(self.columns)}"
            ) from None
        values: Floats = self.values[:, position]
        return values

    def pick(self, columns: Sequence[str]) -> Floats:
        """Some columns, as (units, columns)."""
        if not columns:
            return np.empty((len(self.units), 0))
        return np.stack([self.column(name) for name in columns], axis=1)

    def group(self, name: str) -> tuple[str, ...]:
        """The group of each unit in a grouping.

        Raises:
            BadInput: There is no such grouping.
        """
        try:
            return self.groups[name]
        except KeyError:
            known = ", ".join(self.groups) or "none"
            raise BadInput(f"there is no grouping {name!r}; the table's groupings are {known}") from None

    def name_of(self, unit: str) -> str:
        """A unit's name for people."""
        return self.names[self.units.index(unit)] if self.names else unit


def make_table(
    values: Mapping[str, Mapping[str, float]], groups: Mapping[str, Mapping[str, str]] | None = None
) -> Table:
    """A table from column -> unit -> value; a unit that a column leaves out is missing there.

    Args:
        values: Column -> unit -> value.
        groups: Grouping -> unit -> group.
    """
    units = tuple(dict.fromkeys(unit for column in values.values() for unit in column))
    cells = [[column.get(unit, float("nan")) for column in values.values()] for unit in units]
    return Table(
        units=units,
        columns=tuple(values),
        values=np.array(cells, dtype=float).reshape(len(units), len(values)),
        groups={name: tuple(of.get(unit, "") for unit in units) for name, of in (groups or {}).items()},
    )
