"""A list table: how many cases are on which lists together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rantau.framework.errors import BadInput

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["MOST_LISTS", "ListTable"]

MOST_LISTS = 10
"""Lists a table may have: its cells double with each."""
_MOST_CASES = 10**9


@dataclass(frozen=True, slots=True)
class ListTable:
    """Cases by the lists they are on.

    Raises:
        BadInput: Names are missing or the same, a count is negative or enormous, or there are too many lists.
    """

    names: tuple[str, ...]
    """The lists, ``t`` of them."""
    counts: tuple[int, ...]
    """(2**t,): bit ``j`` of a cell's number says whether its cases are on list ``j``. Cell 0, on no list, is 0: it is
    what is asked for."""

    def __post_init__(self) -> None:
        lists = len(self.names)
        if not 1 <= lists <= MOST_LISTS:
            raise BadInput(
                f"a list table has 1 to {MOST_LISTS} lists, and this one {lists}; merge or leave out some"
            )
        if len(self.counts) != 2**lists:
            raise BadInput(f"{lists} lists have {2**lists} cells, and {len(self.counts)} counts were given")
        if any(not name for name in self.names) or len(set(self.names)) != lists:
            raise BadInput(f"lists need names, each its own; these are {', '.join(map(repr, self.names))}")
        if min(self.counts) < 0 or sum(self.counts) > _MOST_CASES:
            raise BadInput("counts of cases run from 0 to a thousand million in all; mend the table")
        if self.counts[0]:
            raise BadInput(
                "the cell of cases on no list must be empty: their number is what is to be estimated"
            )

    @property
    def known(self) -> int:
        """Cases on at least one list."""
        return sum(self.counts)

    @property
    def cells(self) -> NDArray[np.float64]:
        """The counts as an array, (2**t,)."""
        import numpy as np

        return np.array(self.counts, dtype=np.float64)

    def on_all(self, lists: int) -> int:
        """Cases on every one of some lists (a cell's number), whatever others they are on."""
        return sum(count for cell, count in enumerate(self.counts) if cell and cell & lists == lists)

    def pairs(self) -> Iterator[tuple[int, int, int]]:
        """For each two lists: their positions, and the cases on both."""
        for first in range(len(self.names)):
            for second in range(first + 1, len(self.names)):
                yield first, second, self.on_all(1 << first | 1 << second)

    def label(self, cell: int, joint: str = ":") -> str:
        """The names of a cell's lists."""
        return joint.join(name for j, name in enumerate(self.names) if cell >> j & 1)

    def position(self, name: str) -> int:
        """Where a list stands.

        Raises:
            BadInput: There is no list of that name.
        """
        if name not in self.names:
            raise BadInput(f"there is no list {name!r}; the lists are {', '.join(self.names)}")
        return self.names.index(name)

    def without(self, name: str) -> ListTable:
        """The table as if one list had never been kept; cases on that list alone are unknown then."""
        gone = self.position(name)
        return self._regrouped([(j,) for j in range(len(self.names)) if j != gone])

    def merged(self, names: Sequence[str]) -> ListTable:
        """The table with some lists taken for one, named after them, in the place of the first.

        Raises:
            BadInput: Fewer than two lists, or one that is not there.
        """
        together = sorted({self.position(name) for name in names})
        if len(together) < 2:
            raise BadInput("merging takes two lists or more")
        groups: list[tuple[int, ...]] = [
            tuple(together) if j == together[0] else (j,)
            for j in range(len(self.names))
            if j == together[0] or j not in together
        ]
        return self._regrouped(groups)

    def _regrouped(self, groups: Iterable[tuple[int, ...]]) -> ListTable:
        wanted = list(groups)
        counts = [0] * 2 ** len(wanted)
        for cell, count in enumerate(self.counts):
            new = sum(1 << k for k, group in enumerate(wanted) if any(cell >> j & 1 for j in group))
            counts[new] += count
        counts[0] = 0
        return ListTable(tuple("+".join(self.names[j] for j in group) for group in wanted), tuple(counts))
