"""Case files taken in: read, looked through for what names a person, mapped. What names a person does not come in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from rantau.framework.errors import BadInput, Way
from rantau.policy.disclosure.identifiers import find_identifying, pseudonymised
from rantau.policy.screening.keeping import Keeping, keeping_of
from rantau.policy.screening.mapping import ColumnMapping, Mapped, consent_words, map_columns
from rantau.policy.screening.reading import read_cases

if TYPE_CHECKING:
    import polars

__all__ = ["Intake", "take_in"]


@dataclass(frozen=True, slots=True)
class Intake:
    """Records fit to be screened."""

    mapped: Mapped
    frame: polars.DataFrame
    """The columns that came in, as text, without what names a person."""
    notes: tuple[str, ...]
    """What was replaced or left out, in sentences."""
    keeping: Keeping
    """What the records say of themselves."""

    @property
    def record_column(self) -> str | None:
        """The column of records' numbers or pseudonyms, where the file has one."""
        return next((column for column in self.frame.columns if column.casefold() in _RECORDS), None)

    @property
    def record_names(self) -> list[str]:
        """What each record is called: its number or pseudonym where the file has one, else its place in the file."""
        named = self.record_column
        if named is None:
            return [str(number) for number in range(1, self.frame.height + 1)]
        return [value or str(number) for number, value in enumerate(self.frame[named].to_list(), start=1)]


_RECORDS = ("record", "record id", "record_id", "case", "case_id", "case id", "caseid", "id", "no", "ref")


def take_in(
    data: bytes,
    name: str,
    mapping: ColumnMapping | None = None,
    *,
    pseudonymise: bool = False,
    as_of: date | None = None,
) -> Intake:
    """Take a case file in.

    Args:
        data: The file.
        name: Its name.
        mapping: A mapping of one's own.
        pseudonymise: Leave out or replace what names a person, instead of refusing the file.
        as_of: The day on which the age of the data is counted.

    Raises:
        BadInput: The file cannot be read or mapped, names persons and is not to be pseudonymised, or nobody agreed.
    """
    table = read_cases(data, name)
    mapped = map_columns(table, mapping)
    keeping, stays, own = keeping_of(table, consent_words(), as_of)
    found = find_identifying(table.frame, known=(*mapped.used, *own))
    if found and not pseudonymise:
        one = found[0]
        where = (
            table.where(one.first_row, one.column) if one.first_row is not None else f"column {one.column}"
        )
        more = (
            f", and {len(found) - 1} more such column{'s' if len(found) > 2 else ''}"
            if len(found) > 1
            else ""
        )
        raise BadInput(
            f"{name}, {where}: it holds what may name a person ({one.kind}, {one.why}){more}",
            way=Way(
                "take it out, or give --pseudonymise", "take it out, or tick that it is left out or replaced"
            ),
        )
    notes = []
    for one in found:
        kept = one.kind in ("id", "record", "name")
        what = "replaced by pseudonyms; the key is not kept" if kept else "left out"
        notes.append(f"Column {one.column} ({one.kind}, {one.why}): {what}.")
    frame = pseudonymised(table.frame, found)
    left = tuple(column for column in mapped.left if column not in own)
    if keeping.refused:
        frame = frame.filter(stays)
        mapped = replace(mapped, cases=mapped.cases.kept(stays.to_numpy()))
        if not frame.height:
            raise BadInput(
                f"{name}: nobody in it agreed to being recorded (data_consent), so nothing is read from it"
            )
    return Intake(replace(mapped, left=left), frame, tuple(notes), keeping)
