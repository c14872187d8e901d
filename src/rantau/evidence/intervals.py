"""Qualifiers read as intervals.

=============  ==========================================================================
``exact``      value ± half a step of the last digit written, at most 5 %: 4.8 million = ±50,000
``about``      value ± 5 % or half a step, whichever is wider ("about", "nearly", "an estimated")
``more_than``  [value, ∞)
``at_least``   [value, ∞)
``less_than``  [0, value]
``at_most``    [0, value]
``range``      [low, high]
=============  ==========================================================================

A count written out to the last digit (36,417) and every small whole number is taken as exact.
"""

from __future__ import annotations

import math

from rantau.store.records import Claim

__all__ = ["ABOUT", "interval", "near", "rounding"]

ABOUT = 0.05
"""Half-width, as a share of the value, of what "about" and "nearly" cover."""
_NEAR = 0.15


def rounding(value: float, unit: str = "") -> float:
    """Half the last digit that a value was stated with, judged from the value itself.

    4,800,000 was stated to 100,000, so it is good to ±50,000; 36,417 is exact; 45 per cent is good to half a point.
    A round count says little of how it was rounded: 100,000 is taken as good to 5 per cent, not to ±50,000.
    """
    size = abs(value)
    if size == 0 or not math.isfinite(size):
        return 0.0
    if unit in ("percent", "percentage points", "per 1000", "per 100000"):
        text = f"{size:.2f}".rstrip("0")
        decimals = len(text.split(".")[1]) if "." in text else 0
        if decimals == 2 and unit == "percent" and round(size * 3 / 100, 3) in (1.0, 2.0):
            return 2.5  # a third, two thirds
        return 0.5 * 10.0**-decimals
    if size != int(size):
        text = f"{size:.6f}".rstrip("0")
        return float(0.5 * 10.0 ** -len(text.split(".")[1]))
    whole = str(int(size))
    zeros = len(whole) - len(whole.rstrip("0"))
    if len(whole) < 4 or zeros < 2:
        return 0.0
    return min(0.5 * float(10.0 ** min(zeros, len(whole) - 1)), ABOUT * size)


def interval(claim: Claim) -> tuple[float, float]:
    """What a claim allows, in its own unit; ``inf`` where nothing bounds it above.

    Raises:
        ValueError: The claim has neither a value nor both bounds.
    """
    if claim.qualifier == "range" and claim.low is not None and claim.high is not None:
        return claim.low, claim.high
    if claim.value is None:
        raise ValueError(f"claim {claim.id} has no value; give it one, or a range with both ends")
    value = claim.value
    if claim.qualifier in ("more_than", "at_least"):
        return value, math.inf
    if claim.qualifier in ("less_than", "at_most"):
        return min(0.0, value), value
    slack = rounding(value, claim.unit)
    if claim.qualifier == "about":
        slack = max(slack, abs(value) * ABOUT)
    return value - slack, value + slack


def near(claim: Claim) -> tuple[float, float]:
    """What a writer who says so would be taken to mean, for telling disagreement.

    "Over 36,000" is logically true of ten million, yet nobody would write it: a bound is understood as the closest
    round number, here within 15 % (or half a step) on its open side.
    """
    low, high = interval(claim)
    value = claim.value if claim.value is not None else (low + high) / 2
    reach = max(abs(value) * _NEAR, rounding(value, claim.unit))
    if math.isinf(high):
        return low, value + reach
    if claim.qualifier in ("less_than", "at_most"):
        return value - reach, high
    return low, high
