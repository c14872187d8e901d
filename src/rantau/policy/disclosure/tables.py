"""Counts of records by one, two or three attributes, with all their totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput

if TYPE_CHECKING:
    import polars

__all__ = ["CountTable", "count_table"]

_MOST_INNER_CELLS = 1_500


@dataclass(frozen=True, slots=True)
class CountTable:
    """A table and its totals.

    ``counts`` has an axis an attribute; the last position of each axis is the total over it.
    """

    attributes: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    """The values of each attribute, without the total."""
    counts: NDArray[np.int64]


def with_totals(inner: NDArray[np.int64]) -> NDArray[np.int64]:
    """A table of counts with a total at the end of each axis."""
    whole = inner
    for axis in range(inner.ndim):
        whole = np.concatenate([whole, whole.sum(axis=axis, keepdims=True)], axis=axis)
    return whole


def count_table(frame: polars.DataFrame, attributes: Sequence[str]) -> CountTable:
    """Count records by one to three columns.

    Args:
        frame: The records.
        attributes: Columns; an empty cell counts as ``not told``.

    Raises:
        BadInput: There is no such column, or the table would have more cells than can be checked.
    """
    if not 1 <= len(attributes) <= 3 or len({*attributes}) < len(attributes):
        raise BadInput("a table is counted by one, two or three different columns; name those")
    missing = [name for name in attributes if name not in frame.columns]
    if missing:
        raise BadInput(
            f"there is no column {missing[0]!r} to count by; there are {', '.join(frame.columns[:20])}"
        )
    values = []
    codes = []
    for name in attributes:
        column = frame[name].fill_null("not told")
        different = sorted(column.unique().to_list())
        values.append(tuple(different))
        codes.append(column.replace_strict(different, list(range(len(different)))).to_numpy())
    shape = tuple(len(one) for one in values)
    if np.prod(shape) > _MOST_INNER_CELLS:
        raise BadInput(
            f"a table by {', '.join(attributes)} has {np.prod(shape):,} cells, more than the {_MOST_INNER_CELLS:,} "
            "that can be checked; join values, or count by fewer columns"
        )
    inner = np.zeros(shape, dtype=np.int64)
    np.add.at(inner, tuple(codes), 1)
    return CountTable(tuple(attributes), tuple(values), with_totals(inner))
