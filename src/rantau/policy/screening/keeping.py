"""What a record says of itself: consent to its being kept, what for, when it was recorded, and when it happened.

None of this changes an outcome. A record whose person did not agree is left out; where the rest is missing, it is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from rantau.framework.errors import BadTable
from rantau.framework.language import N_
from rantau.policy.screening.reading import CaseTable

if TYPE_CHECKING:
    import polars

__all__ = ["DATES", "KEEPING_COLUMNS", "OLD_YEARS", "PURPOSES", "Keeping", "keeping_of"]

DATES: Final[Mapping[str, str]] = {
    "recorded": "the record was made",
    "happened_from": "what is told began",
    "happened_to": "what is told ended",
    "entered": "the border was crossed",
    "exploited_from": "exploitation began",
}
"""Columns of dates, ISO of reduced precision: 2024, 2024-06 or 2024-06-30. The period is the reference period that the
20th International Conference of Labour Statisticians asks for; the last two date the labels, since smuggling can turn
into trafficking."""
PURPOSES: Final = (
    N_("assistance"), N_("protection"), N_("investigation"), N_("statistics"), N_("research"), N_("other"),
)  # fmt: skip
"""What a record may be kept for."""
KEEPING_COLUMNS: Final = ("data_consent", "record_purpose", *DATES)
OLD_YEARS: Final = 5
"""ASSUMED: a record made longer ago than this is said to be old."""

_ISO = r"^(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$"


@dataclass(frozen=True, slots=True)
class Keeping:
    """What the records say of themselves, one row a record."""

    frame: polars.DataFrame
    """``data_consent`` (yes or null), ``record_purpose``, and the dates as text; null where a record does not say."""
    as_of: date | None
    """The day on which the age of the data is counted; without one it is not."""
    agreed: int
    refused: int
    silent: int

    @property
    def ages(self) -> polars.Series:
        """Full years since each record was made, by its year; null where it does not say, or no day is given."""
        import polars as pl

        years = self.frame["recorded"].str.slice(0, 4).cast(pl.Int32)
        today = self.as_of.year if self.as_of else None
        return years.to_frame("year").select((pl.lit(today, dtype=pl.Int32) - pl.col("year")).alias("years"))[
            "years"
        ]

    def label_dates(self, row: int) -> str:
        """When the parts of a record's labels happened, as far as it says; "" where it does not."""
        told = self.frame.row(row, named=True)
        parts = [
            f"smuggling: entry {told['entered']}" if told["entered"] else "",
            f"exploitation from {told['exploited_from']}" if told["exploited_from"] else "",
        ]
        period = " to ".join(one for one in (told["happened_from"], told["happened_to"]) if one)
        return "; ".join(one for one in (f"reference period {period}" if period else "", *parts) if one)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What has to be said of the whole file."""
        size = self.frame.height
        found = [
            f"Consent to keep the record: {self.agreed:,} agreed, {self.silent:,} do not say"
            + (f"; {self.refused:,} did not agree and are left out." if self.refused else ".")
        ]
        without = int(self.frame["record_purpose"].null_count())
        if without:
            found.append(f"What it is kept for is not told in {without:,} of {size:,} records.")
        dated = int(
            (self.frame["happened_from"].is_not_null() | self.frame["happened_to"].is_not_null()).sum()
        )
        if dated < size:
            found.append(
                f"The reference period is told in {dated:,} of {size:,} records; counts of forced labour need one."
            )
        if self.as_of is None:
            return tuple(found)
        ages = self.ages.drop_nulls().to_numpy()
        if len(ages):
            found.append(
                f"Age of the data on {self.as_of.isoformat()}: {ages.min()} to {ages.max()} years; older than "
                f"{OLD_YEARS} years: {int((ages > OLD_YEARS).sum()):,}; not told: {size - len(ages):,}."
            )
        else:
            found.append("When the records were made is not told, so that the age of the data is not known.")
        return tuple(found)


def keeping_of(
    table: CaseTable, consent: Mapping[str, int], as_of: date | None
) -> tuple[Keeping, polars.Series, tuple[str, ...]]:
    """Read what the records say of themselves.

    Args:
        table: The table.
        consent: Words for yes (2), no (0) and unknown (1), in lower case.
        as_of: The day on which the age of the data is counted, if one is given; no date may be later.

    Returns:
        What is said of the records that stay, which rows stay, and the columns that were read.

    Raises:
        BadTable: A cell is no date, no purpose or no answer, or a period ends before it begins.
    """
    import polars as pl

    names = {column.casefold().replace(" ", "_"): column for column in table.frame.columns}
    columns: dict[str, pl.Series] = {}
    for key in KEEPING_COLUMNS:
        column = names.get(key)
        if column is None:
            columns[key] = pl.Series(key, [None] * table.frame.height, dtype=pl.String)
            continue
        cells = table.frame[column].str.strip_chars().str.to_lowercase()
        cells = cells.set(cells == "", None)
        if key == "data_consent":
            cells = _consent(table, column, cells, consent)
        elif key == "record_purpose":
            _refuse(table, column, cells, ~cells.is_in(list(PURPOSES)), f"write one of {', '.join(PURPOSES)}")
        else:
            said = "write 2024, 2024-06 or 2024-06-30"
            _refuse(table, column, cells, ~cells.str.contains(_ISO), said)
            whole = cells.set(cells.str.len_chars() < 10, None)
            _refuse(table, column, whole, whole.str.to_date("%Y-%m-%d", strict=False).is_null(), said)
            if as_of is not None:
                _refuse(
                    table, column, cells, cells > as_of.isoformat(), f"it is later than {as_of.isoformat()}"
                )
        columns[key] = cells.alias(key)
    _in_order(table, names, columns)
    frame = pl.DataFrame(list(columns.values()))
    stays = frame["data_consent"].fill_null("") != "no"
    kept = frame.filter(stays)
    agreed = int((kept["data_consent"] == "yes").sum())
    keeping = Keeping(kept, as_of, agreed, frame.height - kept.height, kept.height - agreed)
    return keeping, stays, tuple(names[key] for key in KEEPING_COLUMNS if key in names)


def _consent(table: CaseTable, column: str, cells: polars.Series, words: Mapping[str, int]) -> polars.Series:
    import polars as pl

    known = {word: {0: "no", 2: "yes"}.get(level) for word, level in words.items()}
    _refuse(table, column, cells, ~cells.is_in(list(known)), "write yes, no, or leave it empty")
    return cells.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)


def _refuse(table: CaseTable, column: str, cells: polars.Series, wrong: polars.Series, what: str) -> None:
    """Raise for the first cell that is wrong; it is never repeated, since anything may stand in it."""
    rows = (wrong.fill_null(value=False) & cells.is_not_null()).arg_true()
    if len(rows):
        raise BadTable(
            table.name, None, f"{table.where(int(rows[0]), column)}: what stands there will not do; {what}"
        )


def _in_order(table: CaseTable, names: Mapping[str, str], columns: Mapping[str, polars.Series]) -> None:
    first, last = columns["happened_from"], columns["happened_to"]
    # Cut to the shorter of the two, a year or month is neither before nor after a day within it.
    width = first.str.len_chars().to_frame("a").with_columns(last.str.len_chars().alias("b")).min_horizontal()
    from_, to = (
        first.to_frame("t").with_columns(width.alias("w")),
        last.to_frame("t").with_columns(width.alias("w")),
    )
    wrong = _cut(from_) > _cut(to)
    rows = wrong.fill_null(value=False).arg_true()
    if len(rows):
        where = table.where(int(rows[0]), names["happened_to"])
        raise BadTable(
            table.name, None, f"{where}: the period ends before it begins; mend one of the two dates"
        )


def _cut(frame: polars.DataFrame) -> polars.Series:
    import polars as pl

    return frame.select(pl.col("t").str.slice(0, pl.col("w")))["t"]
