"""How well records hide in the crowd: k-anonymity, l-diversity, t-closeness, and combinations that are rare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from rantau.framework.errors import BadInput

if TYPE_CHECKING:
    import polars

__all__ = ["AnonymityReport", "Diversity", "RareCombination", "anonymity_report"]

_MOST_RARE: Final = 50
_LONGEST: Final = 3


@dataclass(frozen=True, slots=True)
class RareCombination:
    """A combination of values that few records have: one man of one nationality on one boat."""

    values: tuple[tuple[str, str], ...]
    """(column, value)."""
    records: int


@dataclass(frozen=True, slots=True)
class Diversity:
    """How alike the sensitive values of those who look alike are."""

    column: str
    least: int
    """l: the fewest different values in a group (Machanavajjhala et al. 2007, distinct l-diversity)."""
    least_entropy: float
    """The least of exp(entropy) over groups: 1 where all of a group have one value."""
    records_in_uniform_groups: int
    """Records whose group has one value only: who knows the group knows the value, whatever its size."""
    farthest: float
    """t: the greatest distance of a group's values from those of all records, half the sum of absolute differences of
    shares, 0 to 1 (Li, Li and Venkatasubramanian 2007, with equal distances between values)."""


@dataclass(frozen=True, slots=True)
class AnonymityReport:
    """What speaks against a release of records. Nothing in it may leave with the release."""

    records: int
    quasi_identifiers: tuple[str, ...]
    k: int
    """Size of the smallest group that is alike in all quasi-identifiers (Sweeney 2002)."""
    wanted: int
    below: int
    """Records in groups smaller than wanted."""
    unique: int
    """Records alone in their group."""
    diversity: tuple[Diversity, ...]
    rare: tuple[RareCombination, ...]
    """Rare combinations of up to three columns, the shortest and rarest first; those that hold a shorter one are left
    out."""
    rare_more: int
    """How many more there are."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The report in words."""
        found = [
            f"{self.records:,} records, alike in {', '.join(self.quasi_identifiers)}: the smallest group has {self.k} "
            f"(wanted: {self.wanted}); {self.below:,} records are in smaller groups than wanted, {self.unique:,} alone."
        ]
        for one in self.diversity:
            found.append(
                f"{one.column}: the least diverse group has {one.least} value{'s' if one.least != 1 else ''}; "
                f"{one.records_in_uniform_groups:,} records are in groups that all have the same; a group's values are "
                f"up to {one.farthest:.2f} of 1 away from those of all (t-closeness)."
            )
        for rare in self.rare:
            what = ", ".join(f"{column} = {value}" for column, value in rare.values)
            found.append(f"Rare: {what} ({rare.records} record{'s' if rare.records != 1 else ''}).")
        if self.rare_more:
            found.append(f"And {self.rare_more:,} more rare combinations.")
        return tuple(found)


def anonymity_report(
    frame: polars.DataFrame, quasi_identifiers: Sequence[str], sensitive: Sequence[str] = (), wanted: int = 10
) -> AnonymityReport:
    """Look at records as somebody would who knows a person's quasi-identifiers.

    Args:
        frame: The records.
        quasi_identifiers: Columns that others may know: sex, age group, nationality, place, year, work.
        sensitive: Columns that they should not learn.
        wanted: Size of group that is wanted.

    Raises:
        BadInput: There is no such column, or no quasi-identifier is named.
    """
    import polars as pl

    missing = [name for name in (*quasi_identifiers, *sensitive) if name not in frame.columns]
    if missing:
        raise BadInput(f"there is no column {missing[0]!r}; there are {', '.join(frame.columns[:20])}")
    if not quasi_identifiers:
        raise BadInput("name at least one column that others may know, such as sex or nationality")
    names = list(quasi_identifiers)
    told = frame.select(pl.col({*names, *sensitive}).fill_null("not told"))
    sizes = told.group_by(names).len()["len"].to_numpy()
    rare, more = _rare(told, names, wanted)
    return AnonymityReport(
        records=frame.height,
        quasi_identifiers=tuple(names),
        k=int(sizes.min(initial=frame.height)),
        wanted=wanted,
        below=int(sizes[sizes < wanted].sum()),
        unique=int((sizes == 1).sum()),
        diversity=tuple(_diversity(told, names, column) for column in sensitive),
        rare=rare,
        rare_more=more,
    )


def _diversity(told: polars.DataFrame, names: list[str], column: str) -> Diversity:
    import polars as pl

    share = pl.col("len") / pl.col("len").sum()
    counted = told.group_by([*names, column] if column not in names else names).len()
    groups = counted.group_by(names).agg(
        pl.len().alias("values"),
        pl.col("len").sum().alias("size"),
        (-(share * share.log())).sum().alias("entropy"),
    )
    return Diversity(
        column,
        int(groups["values"].to_numpy().min(initial=told.height)),
        float(np.exp(groups["entropy"].to_numpy().min(initial=np.inf))) if groups.height else 0.0,
        int(groups.filter(pl.col("values") == 1)["size"].sum()),
        _farthest(counted, names, column),
    )


def _farthest(counted: polars.DataFrame, names: list[str], column: str) -> float:
    """The greatest total variation distance of a group from the whole."""
    import polars as pl

    whole = counted.group_by(column).agg(pl.col("len").sum().alias("all"))
    whole = whole.with_columns(pl.col("all") / pl.col("all").sum())
    shares = counted.with_columns((pl.col("len") / pl.col("len").sum().over(names)).alias("here"))
    joined = shares.join(whole, on=column, how="left")
    # Half the sum of absolute differences is the sum of what a group has more of than the whole.
    more = (pl.col("here") - pl.col("all")).clip(lower_bound=0.0).sum()
    return float(joined.group_by(names).agg(more.alias("t"))["t"].to_numpy().max(initial=0.0))


def _rare(told: polars.DataFrame, names: list[str], wanted: int) -> tuple[tuple[RareCombination, ...], int]:
    import polars as pl

    found: list[RareCombination] = []
    known: set[frozenset[tuple[str, str]]] = set()
    for length in range(1, min(_LONGEST, len(names)) + 1):
        new: list[RareCombination] = []
        for columns in combinations(names, length):
            counts = told.group_by(columns).len().filter(pl.col("len") < wanted)
            for *values, records in counts.iter_rows():
                pairs = tuple(zip(columns, values, strict=True))
                parts = (frozenset(part) for size in range(1, length) for part in combinations(pairs, size))
                if not any(part in known for part in parts):
                    new.append(RareCombination(pairs, records))
        known |= {frozenset(one.values) for one in new}
        found += sorted(new, key=lambda one: (one.records, one.values))
    return tuple(found[:_MOST_RARE]), max(0, len(found) - _MOST_RARE)
