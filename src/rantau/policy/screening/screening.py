"""Screening of one record, and of a million."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from rantau.policy.screening.joined import JoinedFlag
from rantau.policy.screening.kleene import UNKNOWN, YES
from rantau.policy.screening.one_record import levels_of, question_order
from rantau.policy.screening.outcome import Screening, reason_text, said_of
from rantau.policy.screening.ruleset import RuleSet, shipped_rules
from rantau.policy.screening.whole_table import Levels, column_levels, column_question_order

if TYPE_CHECKING:
    import polars

__all__ = ["MOST_QUESTIONS", "CaseColumns", "ScreenedTable", "screen_case", "screen_table"]

MOST_QUESTIONS: Final = 5
"""Open questions that a table keeps of each record."""
_CHUNK: Final = 50_000


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
    for start in range(0, max(cases.size, 1), _CHUNK):
        part = cases.part(start, start + _CHUNK)
        frame, rank = _screened(part, rules)
        frames.append(frame)
        ranks.append(rank)
        if progress is not None:
            progress(start + part.size, cases.size)
    return ScreenedTable(cases, rules, pl.concat(frames), np.concatenate(ranks))


def _screened(cases: CaseColumns, rules: RuleSet) -> tuple[polars.DataFrame, NDArray[np.int16]]:
    import polars as pl

    unknown = np.full(cases.size, UNKNOWN, dtype=np.int8)
    facts: Levels = {key: cases.facts.get(key, unknown) for key in rules.keys}
    levels = column_levels(facts, cases.joined, rules)
    told = [(flag, column == YES) for flag, column in sorted(cases.joined.items(), key=lambda one: one[0])]

    # What decides labels and flags; each pattern of it is put into words once.
    deciding = sorted(
        {name for one in rules.labels for name in (one.rule, one.grounds, one.unless, *one.without) if name}
        | {one.rule for one in rules.flags}
        | {"under_18", "trafficking"}
    )
    patterns, of_row = _patterns([levels[key] for key in deciding], cases.size)
    blank = dict.fromkeys([*rules.keys, *(one.key for one in rules.rules)], 0)
    said = [
        said_of({**blank, **dict(zip(deciding, pattern, strict=True))}, {}, (), rules) for pattern in patterns
    ]
    columns: dict[str, polars.Series] = {
        name: _gather(name, [of(one) for one in said], of_row)
        for name, of in (
            ("outcome", lambda one: one.outcome),
            ("labels", lambda one: "; ".join(one.labels)),
            ("urgent", lambda one: " ".join(one.urgent)),
            ("notes", lambda one: " ".join(one.notes)),
        )
    }
    rank = np.array([one.rank for one in said], dtype=np.int16)[of_row]

    texts = []
    for number, reason in enumerate(rules.reasons):
        names = [reason.rule, *reason.facts]
        flags = [(flag, mask) for flag, mask in told if {*flag.one_of} & {*reason.facts}]
        bits = [levels[name] == YES for name in reason.facts] + [mask for _, mask in flags]
        patterns, of_row = _patterns([levels[reason.rule], *bits], cases.size)
        words = []
        for level, *yes in patterns:
            at = {name: YES * bit for name, bit in zip(names[1:], yes, strict=False)}
            joined = {
                flag.fact: flag.one_of
                for (flag, _), bit in zip(flags, yes[len(reason.facts) :], strict=True)
                if bit
            }
            words.append(reason_text(reason, {**at, reason.rule: level}, joined, rules) or None)
        texts.append(_gather(f"reason {number}", words, of_row))
    columns["reasons"] = pl.DataFrame(texts).select(
        pl.concat_str(pl.all(), separator=" ", ignore_nulls=True).alias("reasons")
    )["reasons"]

    order = column_question_order(facts, rules, MOST_QUESTIONS)
    # Position -1, no question, is the last of the words.
    asked: list[str | None] = [*rules.keys, None]
    ask = [_gather(f"ask {place}", asked, order[:, place] % len(asked)) for place in range(MOST_QUESTIONS)]
    columns["ask"] = pl.DataFrame(ask).select(
        pl.concat_str(pl.all(), separator="; ", ignore_nulls=True).alias("ask")
    )["ask"]
    return pl.DataFrame(columns), rank


def _patterns(
    columns: Sequence[NDArray[np.int8] | NDArray[np.bool_]], size: int
) -> tuple[list[tuple[int, ...]], NDArray[np.intp]]:
    """The different rows of some columns of small numbers, and which of them each row is."""
    packed = np.zeros(size, dtype=np.int64)
    widths = [2 if column.dtype == np.bool_ else 3 for column in columns]
    for column, width in zip(columns, widths, strict=True):
        packed *= width
        packed += column
    different, of_row = np.unique(packed, return_inverse=True)
    return list(_unpacked(different, widths)), of_row


def _unpacked(packed: NDArray[np.int64], widths: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for code in packed.tolist():
        row = []
        for width in reversed(widths):
            code, digit = divmod(code, width)
            row.append(digit)
        yield tuple(reversed(row))


def _gather(
    name: str, words: Sequence[str | None], of_row: NDArray[np.intp] | NDArray[np.int16]
) -> polars.Series:
    import polars as pl

    return pl.Series(name, words, dtype=pl.String).gather(pl.Series(of_row.astype(np.uint32)))
