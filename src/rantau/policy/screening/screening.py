"""Screening of one record, and of a million."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from rantau.policy.screening.joined import JoinedFlag
from rantau.policy.screening.kleene import UNKNOWN, YES
from rantau.policy.screening.one_record import levels_of, question_order
from rantau.policy.screening.outcome import Screening, said_of
from rantau.policy.screening.ruleset import RuleSet, shipped_rules
from rantau.policy.screening.whole_table import Levels, column_levels, column_question_order
from rantau.policy.screening.wording import flag_column, label_columns, question_column, reason_column

if TYPE_CHECKING:
    import polars

__all__ = ["MOST_QUESTIONS", "CaseColumns", "ScreenedTable", "screen_case", "screen_table", "screened_parts"]

MOST_QUESTIONS: Final = 5
"""Open questions that a table keeps of each record."""
_CHUNK: Final = 100_000


def screen_case(
    facts: Mapping[str, int], joined: Mapping[JoinedFlag, int] | None = None, rules: RuleSet | None = None
) -> Screening:
    """Read one record against the rules. Never a final determination.

    Args:
        facts: Level (0 no, 1 unknown, 2 yes) of each question answered; what is left out is unknown.
        joined: Levels of joined flags.
        rules: By default those that ship.

    Raises:
        ValueError: A fact is no question, or a level none of the three.
    """
    rules = rules or shipped_rules()
    strange = [key for key, level in facts.items() if key not in rules.keys or level not in (0, 1, 2)]
    if strange:
        raise ValueError(f"{strange[0]!r} is no question with an answer of 0, 1 or 2")
    whole = {key: facts.get(key, UNKNOWN) for key in rules.keys}
    joined = joined or {}
    told = {one.fact: one.one_of for one, level in sorted(joined.items()) if level == YES}
    return said_of(levels_of(whole, joined, rules), told, question_order(whole, rules), rules)


@dataclass(frozen=True, slots=True)
class CaseColumns:
    """Records as columns of levels."""

    size: int
    facts: Mapping[str, NDArray[np.int8]]
    """Of the questions that the table answers; others are unknown."""
    joined: Mapping[JoinedFlag, NDArray[np.int8]]

    def part(self, start: int, end: int) -> CaseColumns:
        """Rows ``start`` to ``end``."""
        return CaseColumns(
            min(end, self.size) - start,
            {key: column[start:end] for key, column in self.facts.items()},
            {flag: column[start:end] for flag, column in self.joined.items()},
        )

    def kept(self, rows: NDArray[np.bool_]) -> CaseColumns:
        """The rows that are marked."""
        return CaseColumns(
            int(rows.sum()),
            {key: column[rows] for key, column in self.facts.items()},
            {flag: column[rows] for flag, column in self.joined.items()},
        )

    def record(self, row: int) -> tuple[dict[str, int], dict[JoinedFlag, int]]:
        """Facts and joined flags of one row."""
        facts = {key: int(column[row]) for key, column in self.facts.items()}
        return facts, {flag: int(column[row]) for flag, column in self.joined.items()}


@dataclass(frozen=True, slots=True)
class ScreenedTable:
    """What is said of every record of a table."""

    cases: CaseColumns
    rules: RuleSet
    frame: polars.DataFrame
    """``outcome``, ``labels``, ``urgent``, ``notes``, ``reasons`` (parted by spaces and semicolons as
    :class:`Screening` gives them) and ``ask`` (keys of at most five questions)."""
    ranks: NDArray[np.int16]

    def record(self, row: int) -> Screening:
        """What is said of one record."""
        return screen_case(*self.cases.record(row), self.rules)


def screen_table(
    cases: CaseColumns,
    rules: RuleSet | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ScreenedTable:
    """Read every record against the rules; what is said is that of :func:`screen_case`.

    Args:
        cases: The records.
        rules: By default those that ship.
        progress: Told how many records are done, of how many.
    """
    import polars as pl

    rules = rules or shipped_rules()
    frames: list[polars.DataFrame] = []
    ranks: list[NDArray[np.int16]] = []
    for part in screened_parts(cases, rules):
        frames.append(part.frame)
        ranks.append(part.ranks)
        if progress is not None:
            progress(sum(len(rank) for rank in ranks), cases.size)
    return ScreenedTable(cases, rules, pl.concat(frames), np.concatenate(ranks))


def screened_parts(cases: CaseColumns, rules: RuleSet | None = None) -> Iterator[ScreenedTable]:
    """The same, some records at a time, for those who write what is said and need not hold all of it.

    Args:
        cases: The records.
        rules: By default those that ship.
    """
    rules = rules or shipped_rules()
    for start in range(0, max(cases.size, 1), _CHUNK):
        part = cases.part(start, start + _CHUNK)
        yield ScreenedTable(part, rules, *_screened(part, rules))


def _screened(cases: CaseColumns, rules: RuleSet) -> tuple[polars.DataFrame, NDArray[np.int16]]:
    import polars as pl

    unknown = np.full(cases.size, UNKNOWN, dtype=np.int8)
    facts: Levels = {key: cases.facts.get(key, unknown) for key in rules.keys}
    levels = column_levels(facts, cases.joined, rules)
    columns, rank = label_columns(levels, rules)
    order = column_question_order(facts, rules, MOST_QUESTIONS)
    frame = pl.DataFrame(
        {
            **columns,
            "urgent": flag_column(levels, rules, urgent=True),
            "notes": flag_column(levels, rules, urgent=False),
            "reasons": reason_column(levels, cases.joined, rules),
            "ask": question_column(order, rules),
        }
    )
    return frame, rank
