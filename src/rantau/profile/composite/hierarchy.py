"""What an index is made of: indicators at the bottom, each with a parent, up to one index at the top."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from rantau.framework.errors import BadInput

__all__ = ["Element", "Hierarchy", "make_hierarchy"]

Kind = Literal["indicator", "aggregate", "denominator", "group"]


class Element(BaseModel):
    """One line of the metadata: an indicator, an aggregate above it, a denominator or a grouping of units."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    code: Annotated[str, Field(min_length=1, max_length=200)]
    kind: Kind = "indicator"
    name: str = ""
    level: Annotated[int, Field(ge=1, le=20)] | None = None
    """1 for indicators; found from the parents where it is not said."""
    parent: str = ""
    weight: Annotated[float, Field(ge=0)] = 1.0
    """Relative to the other children of the parent; they need not sum to 1."""
    direction: Literal[-1, 1] = 1
    """1 where a higher value should raise the index, -1 where it should lower it."""
    unit: str = ""
    denominator: str = ""
    """The column that ``denominate`` divides this indicator by; empty for none."""
    target: float | None = None
    low: float | None = None
    high: float | None = None
    """Goalposts, in the indicator's unit, lower and upper whatever the direction."""
    minimum: float | None = None
    maximum: float | None = None
    """What the indicator can be at all; a draw of its error is kept within."""

    @field_validator("direction", mode="before")
    @classmethod
    def _whole(cls, value: object) -> object:
        return int(value) if value in (1.0, -1.0) else value


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Elements with their places. Made by :func:`make_hierarchy`, which checks it."""

    indicators: tuple[Element, ...]
    aggregates: tuple[Element, ...]
    """From the bottom up."""
    others: tuple[Element, ...] = ()
    """Denominators and groupings."""

    @property
    def elements(self) -> tuple[Element, ...]:
        """Indicators, then aggregates from the bottom up."""
        return self.indicators + self.aggregates

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.elements)

    @property
    def top(self) -> Element:
        """The index itself."""
        return self.aggregates[-1]

    @property
    def height(self) -> int:
        """The level of the index."""
        return self.top.level or 1

    def find(self, code: str) -> Element:
        """An element by its code.

        Raises:
            BadInput: There is none.
        """
        for one in self.elements:
            if one.code == code:
                return one
        raise BadInput(f"there is no element {code!r} in the index; it has {', '.join(self.codes)}")

    def aggregate(self, code: str) -> Element:
        """An aggregate by its code.

        Raises:
            BadInput: There is none.
        """
        for one in self.aggregates:
            if one.code == code:
                return one
        known = ", ".join(one.code for one in self.aggregates)
        raise BadInput(f"there is no aggregate {code!r} in the index; its aggregates are {known}")

    def children(self, code: str) -> tuple[Element, ...]:
        return tuple(one for one in self.elements if one.parent == code)

    def at_level(self, level: int) -> tuple[Element, ...]:
        return tuple(one for one in self.elements if one.level == level)

    def beneath(self, code: str) -> tuple[Element, ...]:
        """The indicators beneath an aggregate, at any depth; an indicator itself for its own code."""
        found = {code}
        for one in reversed(self.aggregates):
            if one.parent in found:
                found.add(one.code)
        return tuple(one for one in self.indicators if one.code in found or one.parent in found)

    def without(self, codes: Iterable[str]) -> Hierarchy:
        """The hierarchy with elements taken out, and all that stood beneath them, and parents left empty.

        Raises:
            BadInput: A code is not in it, or nothing is left.
        """
        gone = set(codes)
        for code in sorted(gone):
            self.find(code)
        for one in reversed(self.elements):
            if one.parent in gone:
                gone.add(one.code)
        changed = True
        while changed:
            kept = [one for one in self.elements if one.code not in gone]
            parents = {one.parent for one in kept}
            empty = {one.code for one in kept if one.kind == "aggregate" and one.code not in parents}
            gone |= empty
            changed = bool(empty)
        if not kept:
            raise BadInput(f"without {', '.join(sorted(codes))} nothing is left of the index")
        return make_hierarchy([*kept, *self.others])


def make_hierarchy(elements: Iterable[Element]) -> Hierarchy:
    """Check elements and put them in their places.

    Raises:
        BadInput: A code stands twice, a parent is missing or no aggregate, elements go round in a circle, there is
            not exactly one top, a level contradicts the parents, or the weights of a group are all zero.
    """
    every = list(elements)
    by_code: dict[str, Element] = {}
    for one in every:
        if one.code in by_code:
            raise BadInput(f"the code {one.code!r} stands in the metadata twice; keep one")
        by_code[one.code] = one
    counted = [one for one in every if one.kind in ("indicator", "aggregate")]
    others = tuple(one for one in every if one.kind not in ("indicator", "aggregate"))
    for one in counted:
        above = by_code.get(one.parent)
        if one.parent and (above is None or above.kind != "aggregate"):
            raise BadInput(f"the parent {one.parent!r} of {one.code} is no aggregate in the metadata; add it")
        if one.kind == "indicator" and not one.parent:
            raise BadInput(f"the indicator {one.code} has no parent; say which aggregate it belongs to")
    levels = _levels(counted)
    placed = [one.model_copy(update={"level": levels[one.code]}) for one in counted]
    indicators = tuple(one for one in placed if one.kind == "indicator")
    aggregates = tuple(
        sorted((one for one in placed if one.kind == "aggregate"), key=lambda one: one.level or 0)
    )
    tops = [one.code for one in aggregates if not one.parent]
    if len(tops) != 1:
        raise BadInput(f"an index has one top, an aggregate without a parent; here are {len(tops)}: {tops}")
    parents = {one.parent for one in placed}
    for one in aggregates:
        children = [child for child in placed if child.parent == one.code]
        if one.code not in parents:
            raise BadInput(
                f"the aggregate {one.code} has nothing beneath it; give it children or take it out"
            )
        if sum(child.weight for child in children) <= 0:
            raise BadInput(f"the weights beneath {one.code} are all zero; give at least one a weight")
    return Hierarchy(indicators, aggregates, others)


def _levels(elements: list[Element]) -> Mapping[str, int]:
    """Levels from the bottom up: indicators 1, an aggregate one more than the highest of its children."""
    children: dict[str, list[Element]] = {}
    for one in elements:
        children.setdefault(one.parent, []).append(one)
    levels: dict[str, int] = {one.code: 1 for one in elements if one.kind == "indicator"}
    waiting = [one for one in elements if one.kind == "aggregate"]
    while waiting:
        ready = [one for one in waiting if all(child.code in levels for child in children.get(one.code, []))]
        if not ready:
            raise BadInput(
                f"{', '.join(one.code for one in waiting)} are each other's parents; an index has a top"
            )
        for one in ready:
            levels[one.code] = 1 + max(
                (levels[child.code] for child in children.get(one.code, [])), default=1
            )
        waiting = [one for one in waiting if one.code not in levels]
    for one in elements:
        if one.level is not None and one.level != levels[one.code]:
            # A level may be higher than its children ask for, as long as it stays below its parent's.
            levels[one.code] = max(one.level, levels[one.code])
    for one in elements:
        if one.parent and levels[one.parent] <= levels[one.code]:
            raise BadInput(
                f"{one.code} has the level {levels[one.code]}, which is not below its parent {one.parent}"
            )
    return levels
