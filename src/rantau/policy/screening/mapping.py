"""Columns of a case file to questions: the project's own names, CTDC's published layouts, or a mapping of one's own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import BadInput, BadTable, Way
from rantau.policy.screening.joined import JoinedFlag
from rantau.policy.screening.kleene import NO, UNKNOWN, YES
from rantau.policy.screening.reading import CaseTable
from rantau.policy.screening.ruleset import shipped_rules
from rantau.policy.screening.screening import CaseColumns

if TYPE_CHECKING:
    import polars

__all__ = ["ColumnMapping", "Mapped", "consent_words", "map_columns", "read_mapping"]

_AGES: Final = frozenset({"age", "age_at_act", "age at act", "umur", "usia", "edad", "tuổi", "อายุ"})
_BAND: Final = re.compile(r"\s*(\d{1,3})(?:\.0)?\s*(?:(-{1,2}|–|to)\s*(\d{1,3})|(\+))?\s*")
_CUT: Final = 24
"""Names at least this long are known by their beginning: some programs cut names off."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What each column sets."""

    columns: Mapping[str, Any]
    """Column name to a question's key, ``{one_of, fact}``, ``{sets, words}`` or ``{sets, bands}``."""
    answers: Mapping[str, frozenset[str]]
    zero: int
    """What 0 means."""
    name: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """A case file as columns of levels, and how it was read."""

    cases: CaseColumns
    layout: str
    """In words."""
    used: tuple[str, ...]
    """Columns that set something."""
    left: tuple[str, ...]
    """Columns that set nothing."""


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(
        resources.files("rantau.policy.screening").joinpath(name).read_text(encoding="utf-8")
    )


@cache
def _answers() -> Mapping[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in _data("answers.toml").items()}


def consent_words() -> dict[str, int]:
    """Words of all languages known, and what each says: yes, no or unknown."""
    levels = {"yes": YES, "no": NO, "unknown": UNKNOWN}
    return {word: levels[key] for key, words in _answers().items() for word in words}


@cache
def _ctdc() -> ColumnMapping:
    data = _data("ctdc.toml")
    columns = {name.casefold(): what for name, what in data["columns"].items()}
    return ColumnMapping(columns, _answers(), UNKNOWN, "ctdc")


@cache
def _own() -> ColumnMapping:
    columns: dict[str, Any] = {key: key for key in shipped_rules().keys}
    columns |= {key.replace("_", " "): key for key in shipped_rules().keys}
    columns |= {name: {"sets": "under_18", "bands": {"child_below": 18, "adult_from": 18}} for name in _AGES}
    return ColumnMapping(columns, _answers(), NO, "own")


def read_mapping(text: str, name: str) -> ColumnMapping:
    """Read a mapping: a TOML file with ``[columns]``, and if need be ``[answers]`` and ``zero``.

    Args:
        text: The file.
        name: Its name.

    Raises:
        BadInput: It is no TOML, or names a question that there is not.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{name}: this is no TOML ({error}); mend it") from None
    strange = set(data) - {"columns", "answers", "zero"}
    if strange or not isinstance(data.get("columns"), dict):
        raise BadInput(f"{name}: [columns] is needed, and nothing but [columns], [answers] and zero is known")
    columns = {str(key).casefold(): _checked(key, what, name) for key, what in data["columns"].items()}
    given = data.get("answers", {})
    if not isinstance(given, dict) or not all(isinstance(words, list) for words in given.values()):
        raise BadInput(f'{name}: write [answers] as yes = ["..."], no = ["..."] and unknown = ["..."]')
    if set(given) - {"yes", "no", "unknown"}:
        raise BadInput(f"{name}: [answers] knows yes, no and unknown only")
    fresh = {key: frozenset(str(word).casefold() for word in words) for key, words in given.items()}
    taken = frozenset().union(*fresh.values())
    answers = {key: (words - taken) | fresh.get(key, frozenset()) for key, words in _answers().items()}
    zeros = {"no": NO, "unknown": UNKNOWN}
    zero = data.get("zero", "no")
    if zero not in zeros:
        raise BadInput(f'{name}: zero is "no" or "unknown"')
    return ColumnMapping(columns, answers, zeros[zero], name)


def _checked(column: str, what: object, name: str) -> object:
    keys = set(shipped_rules().keys)
    named: list[object]
    if isinstance(what, str):
        named = [what]
    elif isinstance(what, dict) and isinstance(what.get("one_of"), list) and len(what["one_of"]) > 1:
        named, what = what["one_of"], {"fact": f"what {column!r} says", **what}
    elif isinstance(what, dict) and what.get("age") is True:
        return {"sets": "under_18", "bands": {"child_below": 18, "adult_from": 18}}
    else:
        raise BadInput(
            f'{name}: {column!r} must be a question\'s key, {{ one_of = ["...", "..."] }} or {{ age = true }}'
        )
    wrong = [one for one in named if one not in keys]
    if wrong:
        raise BadInput(
            f"{name}: {column!r} sets {wrong[0]!r}, which is no question",
            way=Way("see rantau screen --form", "the interview form has the questions with their keys"),
        )
    return what


def map_columns(table: CaseTable, mapping: ColumnMapping | None = None) -> Mapped:
    """Read a table's cells as answers.

    Where several columns set one question, any yes counts; a no only where all say no.

    Args:
        table: The table.
        mapping: One's own; by default the project's names, or CTDC's where the header is theirs.

    Raises:
        BadInput: No column sets anything.
        BadTable: A cell is no answer.
    """
    names = {column.casefold(): column for column in table.frame.columns}
    layout = "the mapping given"
    if mapping is None:
        ctdc = {"yearofregistration", "citizenship", "countryofexploitation", "gender"} <= set(names)
        mapping, layout = (_ctdc(), "CTDC's layout") if ctdc else (_own(), "the names of the questions")
    else:
        missing = [column for column in mapping.columns if column not in names]
        if missing:
            raise BadInput(f"{mapping.name}: {table.name} has no column {missing[0]!r}; mend the mapping")
    facts: dict[str, NDArray[np.int8]] = {}
    joined: dict[JoinedFlag, NDArray[np.int8]] = {}
    used: list[str] = []
    for folded, column in names.items():
        what = _what(folded, mapping)
        if what is None:
            continue
        used.append(column)
        series = table.frame[column]
        if isinstance(what, str):
            _put(facts, what, _levels(table, series, mapping))
        elif "one_of" in what:
            flag = JoinedFlag(column, tuple(what["one_of"]), f"one of: {what['fact']}")
            joined[flag] = _levels(table, series, mapping)
        elif "words" in what:
            _put(facts, what["sets"], _worded(table, series, what["words"]))
        else:
            _put(facts, what["sets"], _banded(table, series, what["bands"], mapping))
    if not used:
        raise BadInput(
            f"{table.name} has no column that sets anything",
            way=Way(
                "name columns as rantau screen --form does, or give --map",
                "name columns by the keys of the interview form, or send a mapping with it",
            ),
        )
    left = tuple(column for column in table.frame.columns if column not in used)
    return Mapped(CaseColumns(table.frame.height, facts, joined), layout, tuple(used), left)


def _what(folded: str, mapping: ColumnMapping) -> Any:
    if folded in mapping.columns:
        return mapping.columns[folded]
    if mapping.name == "ctdc" and len(folded) >= _CUT:
        whole = [name for name in mapping.columns if name.startswith(folded)]
        return mapping.columns[whole[0]] if len(whole) == 1 else None
    return None


def _put(facts: dict[str, NDArray[np.int8]], key: str, column: NDArray[np.int8]) -> None:
    """Any yes counts; else a no only where every column says no."""
    if key in facts:
        before = facts[key]
        column = np.where(
            (before == YES) | (column == YES),
            np.int8(YES),
            np.where((before == NO) & (column == NO), np.int8(NO), np.int8(UNKNOWN)),
        )
    facts[key] = column


def _coded(table: CaseTable, series: polars.Series, codes: Mapping[str, int], hint: str) -> NDArray[np.int8]:
    """Cells to levels by a table of words; what is in none is an error with its line and column."""
    import polars as pl

    # Cells are mostly alike: each different one is looked at once.
    cleaned = {cell: cell.strip().lower() for cell in series.unique().drop_nulls().to_list()}
    wrong = sorted(cell for cell, word in cleaned.items() if word and word not in codes)
    if wrong:
        row = int(series.is_in(wrong).arg_true()[0])
        raise BadTable(
            table.name, None, f"{table.where(row, series.name)}: {_short(series[row])} is no answer; {hint}"
        )
    told = {cell: codes[word] for cell, word in cleaned.items() if word}
    if not told:
        return np.full(len(series), UNKNOWN, dtype=np.int8)
    levels = series.replace_strict(list(told), list(told.values()), default=UNKNOWN, return_dtype=pl.Int8)
    return levels.to_numpy()


_PLAIN = re.compile(r"[a-z]{1,12}|[\d.,%/+-]{1,12}")


def _short(cell: str) -> str:
    """What stands in a cell, where it is a small word or number: else it may tell of a person, and is not repeated."""
    return repr(cell) if _PLAIN.fullmatch(cell) else "what stands there"


def _levels(table: CaseTable, series: polars.Series, mapping: ColumnMapping) -> NDArray[np.int8]:
    levels = {"yes": YES, "no": NO, "unknown": UNKNOWN}
    codes = {word: levels[key] for key, words in mapping.answers.items() for word in words}
    codes |= {word: mapping.zero for word in ("0", "0.0") if codes.get(word) == NO}
    return _coded(table, series, codes, "write yes, no, or leave it empty")


def _worded(table: CaseTable, series: polars.Series, words: Mapping[str, str]) -> NDArray[np.int8]:
    known = {word: YES if answer == "yes" else NO for word, answer in words.items()}
    other = {
        word: UNKNOWN
        for word in series.str.strip_chars().str.to_lowercase().unique().drop_nulls()
        if word not in known
    }
    return _coded(table, series, known | other, "")


def _banded(
    table: CaseTable, series: polars.Series, bands: Mapping[str, int], mapping: ColumnMapping
) -> NDArray[np.int8]:
    codes = dict.fromkeys(mapping.answers["unknown"], UNKNOWN)
    for word in series.str.strip_chars().str.to_lowercase().unique().drop_nulls().to_list():
        match = _BAND.fullmatch(word)
        if match is None or int(match[1]) > 120:
            continue
        low = int(match[1])
        high = int(match[3]) if match[3] else 200 if match[4] else low
        if word in codes and not match[2]:
            continue
        codes[word] = YES if high < bands["child_below"] else NO if low >= bands["adult_from"] else UNKNOWN
    return _coded(table, series, codes, "write an age in years, such as 17, or leave it empty")
