"""A case file given to the workbench: read in a process of its own, screened, counted; nothing of it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rantau.framework.errors import BadInput
from rantau.study.case_screening import CaseFile, Counts, count_rows
from rantau.study.workbench import Progress, silent
from rantau.study.workers import Failure, Limits, in_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from rantau.policy.screening.intake import Intake

__all__ = ["MOST_COLUMNS", "SMALLEST_CELL", "ScreenedCases", "screen_upload"]

SMALLEST_CELL = 10
"""Counts under this one are withheld unless another is asked for, as the command has it."""
MOST_COLUMNS = 3
_LIMITS = Limits(seconds=120.0, memory_bytes=6 * 2**30)


@dataclass(frozen=True, slots=True)
class ScreenedCases:
    """What the rules say of a case file."""

    records: int
    layout: str
    """How its columns were understood: by the CTDC's layout, by their names, …"""
    used: tuple[str, ...]
    """Columns that were read as answers or facts."""
    left: tuple[str, ...]
    notes: tuple[str, ...]
    """What was replaced or left out, and what the records say of themselves."""
    columns: tuple[str, ...]
    """What is counted by."""
    counts: Counts
    """Counts with small cells withheld: they may leave."""
    cases: CaseFile
    """The records without the columns they came with, so that what is said of each can be written down
    (:func:`rantau.study.case_screening.record_csv`); for those who may see single cases."""


@dataclass(frozen=True, slots=True)
class _Given:
    data: bytes
    name: str
    pseudonymise: bool
    as_of: date
    mapping: bytes


def _take(given: _Given, progress: Callable[[int, int], None]) -> Intake:
    from rantau.policy.screening import read_mapping
    from rantau.policy.screening.intake import take_in

    progress(0, 1)
    own = None
    if given.mapping:
        try:
            own = read_mapping(given.mapping.decode("utf-8-sig"), _MAPPING)
        except UnicodeDecodeError:
            raise BadInput(f"{_MAPPING} is not UTF-8 text; save it in UTF-8 and try again") from None
    return take_in(given.data, given.name, own, pseudonymise=given.pseudonymise, as_of=given.as_of)


_MAPPING = "the mapping"


def screen_upload(
    data: bytes,
    name: str,
    *,
    as_of: date,
    columns: Sequence[str] = ("outcome",),
    smallest: int = SMALLEST_CELL,
    pseudonymise: bool = False,
    mapping: bytes = b"",
    progress: Progress = silent,
) -> ScreenedCases:
    """Screen a case file that somebody sent. Nothing is written; what names a person never comes in.

    Args:
        data: The file: CSV, XLSX or JSON, a row a person.
        name: Its name, whose ending says what it is.
        as_of: The day on which the age of the data is counted.
        columns: One to three columns to count by.
        smallest: Smallest count that may be shown.
        pseudonymise: Leave out or replace what names a person, instead of refusing the file.
        mapping: What its columns mean, a TOML file; empty: they have names that are known.
        progress: Told as it goes on.

    Raises:
        BadInput: The file cannot be read, names persons, or has no such columns.
    """
    named = [one for one in dict.fromkeys(column.strip() for column in columns) if one]
    if not 1 <= len(named) <= MOST_COLUMNS:
        raise BadInput(f"count by one to {MOST_COLUMNS} columns, such as outcome, nationality")
    if not 2 <= smallest <= 10_000:
        raise BadInput("the smallest count that may be shown is from 2 to 10,000")
    progress("screening", 0, 1, "")
    given = _Given(data, name, pseudonymise, as_of, mapping)
    outcome = next(in_order(_take, iter((given,)), workers=1, limits=_LIMITS))
    if isinstance(outcome.result, Failure):
        what = outcome.result.what or outcome.result.reason
        raise BadInput(what if name in what else f"{name} {what}", way=outcome.result.way)
    cases = CaseFile(outcome.result)
    counts = count_rows(cases, named, smallest)
    mapped = cases.taken.mapped
    progress("screening", 1, 1, "")
    return ScreenedCases(
        records=mapped.cases.size,
        layout=mapped.layout,
        used=tuple(mapped.used),
        left=tuple(mapped.left),
        notes=cases.notes,
        columns=tuple(named),
        counts=counts,
        cases=cases.without_its_columns(),
    )
