"""Two lists: an estimate that assumes what it cannot look at."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rantau.framework.errors import BadInput
from rantau.hidden.lists import ListTable

__all__ = ["TwoListEstimate", "two_lists"]

_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class TwoListEstimate:
    """The total from two lists taken to be independent."""

    known: int
    total: float
    """Lincoln and Petersen's: first × second / both."""
    chapman: float
    """Chapman's (1951), nearly without bias: (first + 1)(second + 1)/(both + 1) - 1."""
    low: float
    high: float
    """Ends of the 95% interval, on the log scale of the dark figure."""


def two_lists(table: ListTable) -> TwoListEstimate:
    """Estimate from two lists, their independence assumed.

    Raises:
        BadInput: There are not two lists, or nobody is on both: then no estimate exists.
    """
    if len(table.names) != 2:
        raise BadInput(f"this estimate takes two lists, and there are {len(table.names)}")
    first, second, both = table.on_all(1), table.on_all(2), table.on_all(3)
    if not both:
        raise BadInput(
            f"no case is on both {table.names[0]} and {table.names[1]}, so no estimate exists; another list is needed"
        )
    only_first, only_second = first - both, second - both
    dark = only_first * only_second / both
    total = table.known + dark
    low = high = total
    if dark:
        reach = math.exp(_Z95 * math.sqrt(1 / only_first + 1 / only_second + 1 / both))
        low, high = table.known + dark / reach, table.known + dark * reach
    chapman = (first + 1) * (second + 1) / (both + 1) - 1
    return TwoListEstimate(table.known, total, chapman, low, high)
