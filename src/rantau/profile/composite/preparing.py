"""Before the numbers are joined: denominators, and units with too little data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rantau.framework.errors import BadInput
from rantau.profile.composite.hierarchy import Element
from rantau.profile.composite.steps import DenominateStep, ScreenStep
from rantau.profile.composite.table import Floats, Places, Table

__all__ = ["Availability", "availability", "denominators", "screened"]


def denominators(
    step: DenominateStep, indicators: Sequence[Element], table: Table
) -> tuple[Floats, dict[str, str]]:
    """What each indicator is divided by.

    Returns:
        (indicators, units), 1 for an indicator without a denominator; and indicator -> denominator.

    Raises:
        BadInput: A denominator is missing from the table, or is zero or less for a unit.
    """
    codes = {one.code for one in indicators}
    for code in step.by:
        if code not in codes:
            raise BadInput(
                f"there is no indicator {code!r} to divide; the indicators are {', '.join(sorted(codes))}"
            )
    divided = {one.code: step.by.get(one.code, one.denominator) for one in indicators}
    divided = {code: by for code, by in divided.items() if by}
    for by in step.scale:
        if by not in divided.values():
            raise BadInput(f"no indicator is divided by {by!r}; take its scale out")
    result = np.ones((len(indicators), len(table.units)))
    for n, one in enumerate(indicators):
        if one.code not in divided:
            continue
        by = divided[one.code]
        column = table.column(by)
        if (column <= 0).any():
            unit = table.units[int(np.flatnonzero(column <= 0)[0])]
            raise BadInput(f"the denominator {by} of {unit} is not above zero; correct it or leave it empty")
        result[n] = column * step.scale.get(by, 1.0)
    return result, divided


@dataclass(frozen=True, slots=True)
class Availability:
    """How much is known of one unit."""

    missing: int
    zero: int
    available: float
    """Share of the indicators that are not missing."""
    nonzero: float
    """Share of those that are other than zero; NaN where all are missing."""


def availability(values: Floats) -> list[Availability]:
    """Availability of each unit of (indicators, units)."""
    count = len(values)
    found = []
    for column in values.T:
        missing, zero = int(np.isnan(column).sum()), int((column == 0).sum())
        nonzero = 1 - zero / (count - missing) if missing < count else float("nan")
        found.append(Availability(missing, zero, 1 - missing / count, nonzero))
    return found


def screened(step: ScreenStep, values: Floats, units: Sequence[str]) -> tuple[Places, list[str]]:
    """Which units stay.

    Args:
        step: The rule.
        values: (indicators, units).
        units: Codes.

    Returns:
        Positions of those that stay; and why each unit stays or goes, in the order of the units.

    Raises:
        BadInput: The rule names a unit that is not in the table, or nothing would be left.
    """
    for unit in (*step.keep, *step.drop):
        if unit not in units:
            raise BadInput(f"the unit {unit!r} is not in the table; the units are {', '.join(units)}")
    kept, reasons = [], []
    for n, (unit, one) in enumerate(zip(units, availability(values), strict=True)):
        few = step.by in ("availability", "either") and one.available < step.availability
        zeros = step.by in ("nonzero", "either") and not one.nonzero >= step.nonzero
        stays = unit in step.keep or (unit not in step.drop and not few and not zeros)
        if stays:
            kept.append(n)
        why = "kept whatever the rule says" if unit in step.keep else "dropped whatever the rule says"
        if unit not in step.keep and unit not in step.drop:
            why = (
                f"{one.available:.1%} available" if few or not zeros else f"{one.nonzero:.1%} other than zero"
            )
        reasons.append(why)
    if len(kept) < 2:
        raise BadInput("screening leaves fewer than two units, which cannot be compared; loosen its rule")
    return np.array(kept, dtype=np.intp), reasons
