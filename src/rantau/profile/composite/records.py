"""What an index remembers: its scores, and what each step did to which cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rantau.framework.errors import BadInput
from rantau.profile.composite.build import Build
from rantau.profile.composite.hierarchy import Hierarchy
from rantau.profile.composite.table import Floats, Table

__all__ = ["CellChange", "IndexResult", "StepRecord"]


@dataclass(frozen=True, slots=True)
class CellChange:
    """One value before and after a step."""

    unit: str
    element: str
    before: float | None
    after: float | None
    what: str
    """In a few words: ``filled with the mean of Asia``, ``winsorised``, ``log`` …"""


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A step as it was done."""

    number: int
    """Counted from 1."""
    step: str
    options: Mapping[str, Any]
    """All of them, with those that were left to their defaults."""
    details: Mapping[str, Mapping[str, Any]]
    """Element (or unit, for screening) -> what the step found or set, e.g. the ends of the scale."""
    changes: tuple[CellChange, ...]
    """The cells that were filled, winsorised or transformed."""
    removed: tuple[str, ...] = ()
    """Units that it left out."""


@dataclass(frozen=True, slots=True)
class IndexResult:
    """An index and how it was made."""

    build: Build
    hierarchy: Hierarchy
    units: tuple[str, ...]
    """Those that were scored, in the order of the table."""
    elements: tuple[str, ...]
    scores: Floats
    """(units, elements): normalised indicators, then aggregates; NaN where there is none."""
    ranks: Floats
    """(units, elements): 1 is the highest score; equal scores share the better rank; NaN where there is no score."""
    weights: Mapping[str, float]
    records: tuple[StepRecord, ...]
    tables: tuple[Table, ...]
    """The indicators before the first step and after each that stands before the aggregation."""
    warnings: tuple[str, ...] = ()
    alphas: Mapping[str, float] = field(default_factory=dict)
    """Cronbach's alpha of the children of each aggregate, after normalising."""

    def score(self, element: str) -> Floats:
        """Scores of one element (units,).

        Raises:
            BadInput: There is no such element.
        """
        result: Floats = self.scores[:, self._place(element)]
        return result

    def rank(self, element: str) -> Floats:
        """Ranks of one element (units,); for use beside their intervals."""
        result: Floats = self.ranks[:, self._place(element)]
        return result

    def after(self, step: str) -> Table:
        """The indicators after the (last) step of a kind.

        Raises:
            BadInput: The build has no such step.
        """
        for record, table in reversed(list(zip(self.records, self.tables[1:], strict=False))):
            if record.step == step:
                return table
        raise BadInput(f"this build has no step {step!r} before its aggregation")

    def _place(self, element: str) -> int:
        self.hierarchy.find(element)
        return self.elements.index(element)
