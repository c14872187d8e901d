"""Records to rows and back.

A record's plain fields are columns; fields that hold tuples or smaller records are JSON text. The NUL character, which
PostgreSQL cannot hold, and lone surrogates, which no database can, are stored as U+FFFD: one code point for one, so
that offsets stay right. What is no number (NaN) is refused: SQLite would silently store that nothing is known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from rantau.framework.errors import BadInput
from rantau.store.records import (
    Account,
    Assignment,
    Box,
    Citation,
    Claim,
    ClaimContent,
    ClaimGroup,
    Coder,
    CodeSuggestion,
    Coding,
    Component,
    Decision,
    Document,
    Event,
    Finding,
    FindingGroup,
    Grade,
    Group,
    Memo,
    Observation,
    Page,
    Passage,
    Period,
    PlaceMention,
    Reference,
    Score,
    SealedNames,
    Section,
    Span,
    StageRun,
    Testimony,
    Theme,
)

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

__all__ = [
    "ACCOUNT",
    "ASSIGNMENT",
    "CITATION",
    "CLAIM",
    "CLAIM_GROUP",
    "CODER",
    "CODE_SUGGESTION",
    "CODING",
    "DECISION",
    "DOCUMENT",
    "EVENT",
    "FINDING",
    "FINDING_GROUP",
    "GRADE",
    "MEMO",
    "OBSERVATION",
    "PAGE",
    "PASSAGE",
    "REFERENCE",
    "SCORE",
    "SEALED_NAMES",
    "SECTION",
    "STAGE_RUN",
    "TESTIMONY",
    "THEME",
    "Codec",
    "clean",
    "to_json",
]

T = TypeVar("T")

_VALUES: dict[type, Callable[[Any], Any]] = {}
"""Record class -> what gives the tuple of its fields; filled as classes are met."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_scan: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=lambda value: plain(value))


def clean(text: str) -> str:
    """Text as every database can hold it, of the same length."""
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def plain(value: Any) -> Any:
    """A small record as the tuple of its fields; a mapping as it is."""
    kind = value.__class__
    values = _VALUES.get(kind)
    if values is None:
        if isinstance(value, Mapping):
            return dict(value)
        values = _VALUES[kind] = attrgetter(*(field.name for field in fields(value)))
    return values(value)


def to_json(value: Any) -> str:
    """JSON text of tuples, mappings and small records."""
    return clean(_encoder.encode(value))


@lru_cache(maxsize=4096)
def _strings_json(value: tuple[str, ...]) -> str:
    """JSON of a tuple of strings; the same authors are cited again and again."""
    return to_json(value)


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(value)


def _each(make: Callable[..., T]) -> Callable[[Any], tuple[T, ...]]:
    def decode(value: Any) -> tuple[T, ...]:
        return tuple(make(*one) for one in value)

    return decode


def _pairs(value: Any) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in value)


class Codec(Generic[T]):
    """Turns one kind of record into rows and back.

    Args:
        record: The record's class.
        nested: Field name -> what makes its value of parsed JSON.
    """

    def __init__(self, record: type[T], **nested: Callable[[Any], Any]) -> None:
        self.record = record
        self.nested = nested
        self.names = tuple(field.name for field in fields(record))  # type: ignore[arg-type]
        self._values = attrgetter(*self.names)
        self._nested = {
            self.names.index(name): _strings_json if make is _strings else to_json
            for name, make in nested.items()
        }

    def cells(self, record: T) -> tuple[Any, ...]:
        """The record's values as they are stored, in the order of :attr:`names`.

        Raises:
            BadInput: A number is NaN.
        """
        cells = list(self._values(record))
        for index, value in enumerate(cells):
            if value.__class__ is str:
                if not value.isascii() or "\x00" in value:
                    cells[index] = clean(value)
            elif index in self._nested:
                if value is not None:
                    cells[index] = "[]" if value == () else self._nested[index](value)
            elif value != value:
                raise BadInput(
                    f"{self.names[index]} of {self.record.__name__.lower()} {getattr(record, 'id', '')} "
                    "is not a number (NaN)"
                )
        return tuple(cells)

    def read(self, row: Mapping[str, Any] | RowMapping) -> T:
        """The record that a row holds."""
        return self._made({name: row[name] for name in self.names})

    def read_all(self, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[T]:
        """The records that rows hold, whose cells stand in the order of ``columns``: quicker than one by one."""
        there = [columns.index(name) for name in self.names]
        names, pick = self.names, itemgetter(*there)
        return [self._made(dict(zip(names, pick(row), strict=True))) for row in rows]

    def _made(self, values: dict[str, Any]) -> T:
        for name, make in self.nested.items():
            cell = values[name]
            if cell is not None:
                values[name] = _decoded(make, cell) if make in _LASTING else make(parsed(cell))
        return self.record(**values)


def parsed(text: str) -> Any:
    """What a cell's JSON says: as ``json.loads``, without its search for blanks around, which we never write."""
    try:
        value, end = _scan(text, 0)
    except StopIteration:
        end = -1
    return value if end == len(text) else json.loads(text)


@lru_cache(maxsize=8192)
def _decoded(make: Callable[[Any], Any], cell: str) -> Any:
    """The value of a cell. Most cells hold what many hold: nothing, a place or two, the same groups of people."""
    return make(parsed(cell))


def _group(value: Any) -> Group:
    return Group(*value)


def _period(value: Any) -> Period | None:
    return None if value is None else Period(*value)


def _content(value: Any) -> ClaimContent:
    said = dict(zip(_CONTENT_FIELDS, value, strict=True))
    made = {
        name: make(said[name]) for name, make in (("places", _places), ("group", _group), ("period", _period))
    }
    return ClaimContent(**said | made)


def _component(value: Any) -> Component:
    return Component(*value)


_places = _each(PlaceMention)
_CONTENT_FIELDS = tuple(field.name for field in fields(ClaimContent))
_LASTING = frozenset({_strings, _places, _group, _period})
"""What makes values that never change, so that records may share them."""

DOCUMENT = Codec(Document, authors=_strings, notes=_strings)
PAGE = Codec(Page)
SECTION = Codec(Section, span=lambda value: Span(*value))
PASSAGE = Codec(Passage, spans=_each(Span), sentences=_pairs, boxes=_each(Box))
REFERENCE = Codec(Reference, authors=_strings, notes=_strings)
CITATION = Codec(Citation, authors=_strings, candidates=_strings)
CLAIM = Codec(
    Claim,
    places=_places,
    group=_group,
    period=_period,
    citations=_strings,
    notes=_strings,
    machine=_content,
)
CLAIM_GROUP = Codec(ClaimGroup, places=_places, group=_group, claims=_strings, roots=_strings)
CODE_SUGGESTION = Codec(CodeSuggestion, why=_strings)
CODER = Codec(Coder)
CODING = Codec(Coding)
MEMO = Codec(Memo)
ASSIGNMENT = Codec(Assignment)
THEME = Codec(Theme, codes=_strings)
TESTIMONY = Codec(Testimony, places=_places, citations=_strings, pseudonyms=_strings, notes=_strings)
SEALED_NAMES = Codec(SealedNames)
FINDING = Codec(Finding, codes=_strings, places=_places, period=_period, citations=_strings, notes=_strings)
FINDING_GROUP = Codec(
    FindingGroup,
    places=_places,
    findings=_strings,
    testimonies=_strings,
    denials=_strings,
    roots=_strings,
    source_types=_strings,
)
GRADE = Codec(Grade, **dict.fromkeys(("methods", "coherence", "adequacy", "relevance"), _component))
DECISION = Codec(Decision, content=_content)
OBSERVATION = Codec(Observation)
SCORE = Codec(Score, inputs=_strings)
ACCOUNT = Codec(Account)
STAGE_RUN = Codec(StageRun)
EVENT = Codec(Event, details=dict, salts=dict, withheld=dict)
