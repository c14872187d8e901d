"""Whole tables put into words, a column at a time; the same words as :mod:`outcome` finds for one record.

A column's text depends on few numbers. Each pattern of them is put into words once, and every row looks its own up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from rantau.policy.screening.joined import JoinedFlag
from rantau.policy.screening.kleene import NO, UNKNOWN, YES
from rantau.policy.screening.outcome import NO_FACTS, in_order, label_text, sentence
from rantau.policy.screening.ruleset import Label, Reason, RuleSet
from rantau.policy.screening.whole_table import Levels

if TYPE_CHECKING:
    import polars

__all__ = ["flag_column", "label_columns", "question_column", "reason_column"]

_TOGETHER: Final = 10
"""Facts looked up at once: 1,024 patterns."""


def _patterns(
    columns: Sequence[tuple[NDArray[np.integer], int]],
) -> tuple[list[tuple[int, ...]], NDArray[np.intp]]:
    """The different rows of some columns of small numbers, and which of them each row is.

    Args:
        columns: Each with one more than its greatest number.
    """
    packed = np.zeros(len(columns[0][0]), dtype=np.int64)
    for column, width in columns:
        packed = packed * width + column
    different, of_row = np.unique(packed, return_inverse=True)
    rows = []
    for code in different.tolist():
        row = []
        for _, width in reversed(columns):
            code, digit = divmod(code, width)
            row.append(digit)
        rows.append(tuple(reversed(row)))
    return rows, of_row


def _gather(words: Sequence[str | None], of_row: NDArray[np.integer]) -> polars.Series:
    import polars as pl

    return pl.Series(words, dtype=pl.String).gather(pl.Series(of_row.astype(np.uint32)))


def _joined(columns: Iterable[polars.Series], separator: str) -> polars.Series:
    """Texts of each row side by side, empty ones left out."""
    import polars as pl

    frame = pl.DataFrame([column.alias(str(number)) for number, column in enumerate(columns)])
    return frame.select(pl.concat_str(pl.all(), separator=separator, ignore_nulls=True).alias("joined"))[
        "joined"
    ]


def _said(
    label: Label, levels: Levels, rules: RuleSet
) -> tuple[list[tuple[int, str] | None], NDArray[np.intp]]:
    """What a label can say in this table, and which of it each row says."""
    names = [
        name
        for name in dict.fromkeys((label.rule, label.grounds, label.unless, *label.without, "under_18"))
        if name
    ]
    patterns, of_row = _patterns([(levels[name], 3) for name in names])
    texts = [label_text(label, dict(zip(names, pattern, strict=True)), rules) for pattern in patterns]
    different = list(dict.fromkeys(texts))
    return different, np.array([different.index(text) for text in texts], dtype=np.intp)[of_row]


def label_columns(levels: Levels, rules: RuleSet) -> tuple[dict[str, polars.Series], NDArray[np.int16]]:
    """Columns ``outcome`` and ``labels``, and the outcome's rank."""
    said = [_said(label, levels, rules) for label in rules.labels]
    open_case = (levels["trafficking"] != NO).astype(np.int8)
    patterns, of_row = _patterns([*((index, len(texts)) for texts, index in said), (open_case, 2)])
    found = []
    for *numbers, is_open in patterns:
        texts = [said[label][0][number] for label, number in enumerate(numbers)]
        found.append(in_order([one for one in texts if one is not None], rules, open_case=bool(is_open)))
    columns = {
        "outcome": _gather([one[0][1] for one in found], of_row),
        "labels": _gather(["; ".join(text for _, text in one) for one in found], of_row),
    }
    return columns, np.array([one[0][0] for one in found], dtype=np.int16)[of_row]


def flag_column(levels: Levels, rules: RuleSet, *, urgent: bool) -> polars.Series:
    """What cannot wait, or what else protects."""
    shown = [one for one in rules.flags if one.urgent is urgent]
    patterns, of_row = _patterns([((levels[one.rule] == YES).astype(np.int8), 2) for one in shown])
    texts = [
        " ".join(f"{one.text} {rules.cited(one.cite)}" for one, bit in zip(shown, bits, strict=True) if bit)
        for bits in patterns
    ]
    return _gather(texts, of_row)


def reason_column(
    levels: Levels, joined: Mapping[JoinedFlag, NDArray[np.int8]], rules: RuleSet
) -> polars.Series:
    """The reasons of each row, one sentence after the other."""
    return _joined((_reason(one, levels, joined, rules) for one in rules.reasons), " ")


def _reason(
    reason: Reason, levels: Levels, joined: Mapping[JoinedFlag, NDArray[np.int8]], rules: RuleSet
) -> polars.Series:
    import polars as pl

    told = [(rules.facts[key], levels[key] == YES) for key in reason.facts]
    told += [
        (flag.fact, column == YES)
        for flag, column in sorted(joined.items(), key=lambda one: one[0])
        if {*flag.one_of} & {*reason.facts}
    ]
    groups = [told[at : at + _TOGETHER] for at in range(0, len(told), _TOGETHER)]
    facts = pl.lit(rules.said(NO_FACTS))
    some: polars.Expr = pl.lit(False)
    columns = {"level": pl.Series(levels[reason.rule])}
    if groups:
        columns["facts"] = _joined((_facts(group) for group in groups), ", ")
        some = pl.col("facts") != ""
        facts = pl.when(some).then(pl.col("facts")).otherwise(facts)

    def words(text: str) -> polars.Expr:
        if not text:
            return pl.lit(None, dtype=pl.String)
        before, _, after = sentence(text, reason, rules).partition("{facts}")
        return pl.concat_str(pl.lit(before), facts, pl.lit(after)) if "{facts}" in text else pl.lit(before)

    unknown = words(reason.unknown)
    if reason.unknown_with:
        unknown = pl.when(some).then(words(reason.unknown_with)).otherwise(unknown)
    level = pl.col("level")
    by_level = pl.when(level == YES).then(words(reason.yes)).when(level == UNKNOWN).then(unknown)
    return pl.DataFrame(columns).select(by_level.otherwise(words(reason.no)).alias("text"))["text"]


def _facts(told: Sequence[tuple[str, NDArray[np.bool_]]]) -> polars.Series:
    """Those of some facts that each row tells, parted by commas; null where there are none."""
    packed = np.zeros(len(told[0][1]), dtype=np.uint32)
    for _, bit in told:
        packed = packed * 2 + bit
    return _gather(_fact_lists(tuple(fact for fact, _ in told)), packed)


@lru_cache(maxsize=256)
def _fact_lists(facts: tuple[str, ...]) -> list[str | None]:
    """The text of every combination of some facts, by its bits from the left."""
    found: list[str | None] = []
    for code in range(2 ** len(facts)):
        bits = f"{code:0{len(facts)}b}"
        found.append(", ".join(fact for fact, bit in zip(facts, bits, strict=True) if bit == "1") or None)
    return found


def question_column(order: NDArray[np.int16], rules: RuleSet) -> polars.Series:
    """Keys of the questions to ask, from their positions; -1 for none."""
    # Position -1 is the last of the words: no question.
    asked: list[str | None] = [*rules.keys, None]
    return _joined((_gather(asked, order[:, place] % len(asked)) for place in range(order.shape[1])), "; ")
