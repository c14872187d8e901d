"""The rows of a study's ``data/*.csv``, as an import compares them with a file's and adds to them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rantau.baseline.load import find_place
from rantau.framework.errors import BadTable
from rantau.profile.publishers import Published

__all__ = ["TABLES", "Addition", "Comparison", "Contradiction", "DataTable", "rows_of"]

Key = tuple[str, ...]
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Form:
    columns: tuple[str, ...]
    key: tuple[str, ...]
    """What a row is about."""
    value: str
    """The column that must agree."""


TABLES: Mapping[str, _Form] = {
    "indicators.csv": _Form(
        ("id", "name", "definition", "unit", "kind", "dimension", "direction", "minimum", "maximum", "source",
         "source_url", "note"),
        ("id",),
        "unit",
    ),
    "observations.csv": _Form(
        ("indicator", "place", "year", "value", "low", "high", "unit", "source", "source_url", "confidence", "note"),
        ("indicator", "place", "year"),
        "value",
    ),
    "corridors.csv": _Form(
        ("origin", "destination", "year", "stock", "source", "source_url", "confidence", "note"),
        ("origin", "destination", "year"),
        "stock",
    ),
}  # fmt: skip
"""The tables, in the order in which one needs the other."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A row that a file would add."""

    key: Key
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A row of the study's that says otherwise than the file."""

    table: str
    line: int
    """Where the study says it."""
    about: str
    here: str
    """The study's figure, or the unit of its indicator."""
    there: str
    """The file's."""
    source: str
    """The source that the study's row names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A file's rows beside the study's."""

    new: tuple[Addition, ...]
    other: tuple[Addition, ...]
    """Rows about something that the study has another figure for."""
    same: int
    contradictions: tuple[Contradiction, ...]


class DataTable:
    """A table of the study's as it stands.

    Args:
        name: ``observations.csv`` …
        content: Its bytes; empty where there is none yet.
        header: Its columns.
        rows: (line, row) of each row, its places as codes.
    """

    def __init__(
        self, name: str, content: bytes, header: Sequence[str], rows: Sequence[tuple[int, Row]]
    ) -> None:
        self.name, self.content, self.header = name, content, tuple(header)
        self._rows = tuple(rows)
        form = TABLES[name]
        self._by_key: dict[Key, list[tuple[int, Row]]] = {}
        for line, row in rows:
            self._by_key.setdefault(_key(row, form.key), []).append((line, row))

    @classmethod
    def read(cls, path: Path, name: str) -> DataTable:
        """Read a table of the study's.

        Raises:
            BadTable: It is not UTF-8, or no CSV.
        """
        if not path.is_file():
            return cls(name, b"", TABLES[name].columns, ())
        content = path.read_bytes()
        try:
            words = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise BadTable(f"data/{name}", None, "this is not UTF-8 text; save it as CSV UTF-8") from None
        reader = csv.DictReader(io.StringIO(words, newline=""), restval="")
        rows: list[tuple[int, Row]] = []
        try:
            header = list(reader.fieldnames or ())
            for row in reader:
                if None in row:
                    raise BadTable(f"data/{name}", reader.line_num, "the row has too many cells")
                rows.append((reader.line_num, row))
        except csv.Error as error:
            raise BadTable(f"data/{name}", reader.line_num, f"this is not CSV: {error}") from None
        missing = [column for column in TABLES[name].key if column not in header]
        if missing and header:
            raise BadTable(f"data/{name}", 1, f"the column {missing[0]!r} is missing")
        return cls(name, content, header or TABLES[name].columns, rows)

    def compare(self, additions: Sequence[Addition]) -> Comparison:
        """Which of a file's rows are new, which are there, and which contradict."""
        form = TABLES[self.name]
        new: list[Addition] = []
        other: list[Addition] = []
        against: list[Contradiction] = []
        same = 0
        for one in additions:
            if one.key not in self._by_key:
                new.append(one)
                continue
            there = one.row[form.value]
            here = [(line, row, row.get(form.value, "").strip()) for line, row in self._by_key[one.key]]
            if any(_alike(figure, there) for _, _, figure in here):
                same += 1
                continue
            other.append(one)
            against += [
                Contradiction(
                    table=f"data/{self.name}",
                    line=line,
                    about=" ".join(one.key),
                    here=figure,
                    there=there,
                    source=row.get("source", "").strip(),
                )
                for line, row, figure in here
            ]
        return Comparison(new=tuple(new), other=tuple(other), same=same, contradictions=tuple(against))

    def with_rows(self, additions: Sequence[Addition]) -> bytes:
        """The table with a file's rows: new ones at its end, others in the place of the study's.

        Where nothing is replaced and the columns stay, what stood there stays as it is, byte for byte.
        """
        columns = [
            *self.header,
            *(column for column in TABLES[self.name].columns if column not in self.header),
        ]
        replacing = {one.key: one.row for one in additions if one.key in self._by_key}
        added = [one.row for one in additions if one.key not in self._by_key]
        if self.content and not replacing and len(columns) == len(self.header):
            text = self.content.decode("utf-8-sig")
            start = text if text.endswith("\n") else text + "\n"
            return (start + _written(columns, added)).encode("utf-8")
        form = TABLES[self.name]
        old: list[Row] = []
        placed: set[Key] = set()
        for _, row in self._rows:
            key = _key(row, form.key)
            if key not in replacing:
                old.append(row)
            elif key not in placed:
                old.append(replacing[key])
                placed.add(key)
        return (",".join(columns) + "\n" + _written(columns, [*old, *added])).encode("utf-8")


def _written(columns: Sequence[str], rows: Sequence[Row]) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return stream.getvalue()


def _key(row: Row, columns: Sequence[str]) -> Key:
    return tuple(_normal(row.get(column, ""), column) for column in columns)


def _normal(cell: str, column: str) -> str:
    """What a cell of a key stands for: a place by its code, a year without ``.0``."""
    words = cell.strip()
    if column in ("place", "origin", "destination"):
        ends = [find_place(end) for end in words.split(">")]
        return ">".join(end.id for end in ends if end) if all(ends) else words
    return words.removesuffix(".0") if column == "year" else words


def _alike(here: str, there: str) -> bool:
    if here == there:
        return True
    try:
        return float(here) == float(there)
    except ValueError:
        return False


def _number(value: float | None) -> str:
    return "" if value is None else str(int(value)) if float(value).is_integer() else repr(float(value))


def rows_of(published: Published) -> dict[str, tuple[Addition, ...]]:
    """A publisher's figures as rows of the study's tables."""
    indicators = [
        {
            "id": one.id,
            "name": one.name,
            "definition": one.definition,
            "unit": one.unit,
            "kind": one.kind,
            "dimension": one.dimension,
            "direction": one.direction,
            "minimum": _number(one.minimum),
            "maximum": _number(one.maximum),
            "source": one.source,
            "source_url": one.source_url,
            "note": one.note,
        }
        for one in published.indicators
    ]
    observations = [
        {
            "indicator": one.indicator,
            "place": one.place,
            "year": str(one.year),
            "value": _number(one.value),
            "low": _number(one.low),
            "high": _number(one.high),
            "unit": one.unit,
            "source": one.source,
            "source_url": published.source_url,
            "confidence": one.confidence,
            "note": one.note,
        }
        for one in published.observations
    ]
    corridors = [
        {
            "origin": one.origin,
            "destination": one.destination,
            "year": str(one.year),
            "stock": _number(one.stock),
            "source": one.source,
            "source_url": one.source_url,
            "confidence": one.confidence,
            "note": one.note,
        }
        for one in published.corridors
    ]
    found = {"indicators.csv": indicators, "observations.csv": observations, "corridors.csv": corridors}
    return {
        name: tuple(Addition(_key(row, TABLES[name].key), row) for row in rows)
        for name, rows in found.items()
    }
