"""Columns that name a person, known by what they are called and by what stands in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from rantau.evidence.identifiers import find_contacts

if TYPE_CHECKING:
    import polars

__all__ = ["IdentifyingColumn", "find_identifying", "pseudonymised"]

_MOST_LOOKED_AT: Final = 20_000
"""Different values with digits that are looked at one by one; a column with more of them numbers its records."""
_NOTE_LENGTH: Final = 60
_NOTE_WORDS: Final = 8
_PHONE_DIGITS: Final = 8
_NAME = re.compile(
    r"[A-ZÀ-ÞĐ][\w'’-]+(?:\s+(?:bin|binti|bt|a/l|a/p|s/o|d/o|al|de|van)\.?)?(?:\s+[A-ZÀ-ÞĐ][\w'’.-]*){1,4}"
)
_PHONE = re.compile(r"(?:\+|00)\s?[1-9][\d\s().-]{6,17}\d|\(?0\d{1,4}\)?[\d\s.-]{5,13}\d")
_LONG_NUMBER = re.compile(r"[A-Za-z]{0,3}[- ]?\d{7,20}")
_BIRTH = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T].*)?|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d")
_RECORD = re.compile(r"[A-Za-z]{0,4}[-_ ]?\d{1,6}|\d{7}")


@dataclass(frozen=True, slots=True)
class IdentifyingColumn:
    """A column that must not come in as it is."""

    column: str
    kind: str
    """name, phone, id, address, e-mail, handle, account, date of birth, note, biometric, record."""
    why: str
    """A clause, such as "by its name"; never what stands in the column."""
    first_row: int | None
    """Position of the first record that shows it; None where the name alone does."""


@cache
def _words() -> dict[str, Any]:
    text = (
        resources.files("rantau.policy.disclosure").joinpath("identifiers.toml").read_text(encoding="utf-8")
    )
    return tomllib.loads(text)


def _plain(column: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)
    return " ".join(re.sub(r"[_\-.'’]+", " ", spaced).casefold().split())


def _by_name(column: str) -> str:
    plain = _plain(column)
    for kind, names in _words()["kinds"].items():
        if plain in names:
            return str(kind)
    for kind, parts in _words()["anywhere"].items():
        if any(part in plain.split() for part in parts):
            return str(kind)
    return ""


def find_identifying(frame: polars.DataFrame, known: Collection[str] = ()) -> tuple[IdentifyingColumn, ...]:
    """Columns that name a person: names, telephone numbers, identity numbers, addresses, dates of birth, notes.

    Args:
        frame: Columns of text.
        known: Columns that hold answers; they are not looked into, since only known answers are read from them.

    Returns:
        In the order of the columns. A column whose contents are none of these can still, with others, make a person
        known: see :func:`anonymity_report`.
    """
    found = []
    for column in frame.columns:
        if column in known:
            continue
        kind = _by_name(column)
        if kind:
            found.append(IdentifyingColumn(column, kind, "by its name", None))
            continue
        inside = _by_content(frame[column], is_record=_plain(column) in _words()["record"]["names"])
        if inside is not None:
            found.append(inside)
    return tuple(found)


def _by_content(series: polars.Series, *, is_record: bool) -> IdentifyingColumn | None:
    """Look at all the column's different values."""
    import polars as pl

    clean = series.str.strip_chars()
    different = clean.drop_nulls().unique(maintain_order=True)
    if not len(different):
        return None

    def found(kind: str, why: str, value: str) -> IdentifyingColumn:
        return IdentifyingColumn(series.name, kind, why, int((clean == value).arg_true()[0]))

    inside = "by what stands in it"
    long = (different.str.len_chars() > _NOTE_LENGTH) | (different.str.count_matches(r"\S+") > _NOTE_WORDS)
    if long.any():
        return found("note", inside, str(different.filter(long)[0]))
    telling = different.filter(different.str.contains(r"[\d@]"))
    if is_record:
        plain = different.str.contains(rf"^(?:{_RECORD.pattern})$")
        if not plain.all():
            return found(
                "record", "its numbers may lead to a file about a person", str(different.filter(~plain)[0])
            )
        return None
    if len(telling) > _MOST_LOOKED_AT:
        return found("id", "it has a number of its own for very many records", str(telling[0]))
    for value in telling.to_list():
        kind = _of_value(value)
        if kind:
            return found(kind, inside, value)
    # Many different values of two or more words with capitals: names, not categories.
    likely = different.filter(different.str.contains(rf"^(?:{_NAME.pattern})$"))
    if 2 <= len(likely) <= _MOST_LOOKED_AT:
        likely = likely.filter(pl.Series([not _is_place(value) for value in likely.to_list()]))
    filled = len(series) - series.null_count()
    if len(likely) >= 2 and len(likely) * 2 >= len(different) and len(different) * 2 >= filled:
        return found("name", "most of its values look like names and are different", str(likely[0]))
    return None


@cache
def _is_place(value: str) -> bool:
    from rantau.evidence import default_place_index
    from rantau.profile.publishers.names import country_of_name

    return default_place_index().may_name(value) or country_of_name(value) is not None


def _of_value(value: str) -> str:
    if _BIRTH.fullmatch(value):
        return "date of birth"
    if _PHONE.fullmatch(value) and sum(letter.isdigit() for letter in value) >= _PHONE_DIGITS:
        return "phone"
    if _LONG_NUMBER.fullmatch(value):
        return "id"
    contacts = find_contacts(value)
    return contacts[0].kind if contacts else ""


def pseudonymised(frame: polars.DataFrame, found: Collection[IdentifyingColumn]) -> polars.DataFrame:
    """The records without what names a person.

    Numbers of records and of documents and names become ``P1``, ``P2`` … in the order in which they first stand, so
    that rows of one person stay together; all else is left out. The key is not kept: nobody can go back from here.

    Args:
        frame: The records.
        found: What :func:`find_identifying` found in them.
    """
    import polars as pl

    for one in found:
        if one.kind in ("id", "record", "name"):
            first = (
                frame.select(pl.col(one.column).drop_nulls().unique(maintain_order=True))
                .with_row_index("number", offset=1)
                .with_columns(pl.format("P{}", pl.col("number")).alias("pseudonym"))
            )
            frame = frame.with_columns(
                pl.col(one.column).replace_strict(
                    first[one.column], first["pseudonym"], default=None, return_dtype=pl.String
                )
            )
        else:
            frame = frame.drop(one.column)
    return frame
