"""Rows as CSV: as data, the same in every language; and for reading, with the screen's headings and words."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from starlette.responses import Response

from rantau.framework.cells import harmless
from rantau.framework.language import local
from rantau.study.listings import Row
from rantau.study.selecting import words_of
from rantau.web.columns import Column
from rantau.web.language import N_, gettext
from rantau.web.words import of_code, place_name, places, said, unit_name, word

__all__ = ["as_csv", "csv_download", "for_reading", "plain_number", "readable"]


def as_csv(rows: Sequence[Row], first: Sequence[str]) -> str:
    """Rows as CSV, for programs: the columns named first, then all else that the rows hold; fields are headings."""
    names = list(dict.fromkeys([*first, *(name for row in rows[:1] for name in row)]))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_plain(row.get(name)) for name in names] for row in rows)
    return out.getvalue()


def readable(heads: Iterable[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A table that a spreadsheet in the visitor's language opens as it is.

    Numbers have the language's decimal sign and no other; where that is a comma, semicolons part the cells, as
    spreadsheets in that language have it. A mark at the beginning says that it is UTF-8. Texts that a spreadsheet would
    run get an apostrophe before them.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n", delimiter=";" if local(".") == "," else ",")
    writer.writerow([harmless(one) for one in heads])
    writer.writerows([_cell(one) for one in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def csv_download(content: bytes | str, name: str) -> Response:
    """A table to save."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def plain_number(value: float) -> str:
    """A number with the language's decimal sign, and no thousands parted: ``1234,5``."""
    return local(f"{value:.10g}")


def _plain(value: Any) -> str:
    # A number below nothing begins with a sign that makes a text a formula; it is none.
    return words_of(value) if isinstance(value, (int, float)) else harmless(words_of(value))


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, (int, float)):
        return plain_number(value)
    return str(harmless(words_of(value)))


def for_reading(columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    """A list as the screen shows it: its columns under their titles, its words and names of places in the language.

    An interval stands in columns of its own.
    """
    fields = {column.name for column in columns}
    heads: list[str] = []
    makers: list[Callable[[Row], Any]] = []
    for column in columns:
        heads.append(gettext(column.title))
        makers.append(_maker(column))
        for field, title in _ENDS.get(column.kind, ()):
            if field not in fields:
                heads.append(gettext(title))
                makers.append(lambda row, field=field: row[field])  # type: ignore[misc]
    return readable(heads, ([make(row) for make in makers] for row in rows))


_SPREAD = (("low", N_("Lowest")), ("high", N_("Highest")))
_ENDS = {
    "spread": _SPREAD,
    "between": _SPREAD,
    "ranks": (("rank_low", N_("Best rank")), ("rank_high", N_("Worst rank"))),
}
"""Kind of column -> the fields that stand in brackets on the screen, with their titles."""
_SHOWN: dict[str, Callable[[Any], Any]] = {
    "word": lambda value: word(value) if value not in (None, "") else "",
    "marked": word,
    "code": of_code,
    "told": said,
    "said": said,
    "words": lambda value: ", ".join(map(word, value)),
    "places": places,
    "number": lambda value: len(value) if isinstance(value, (list, tuple)) else value,
    "yes": bool,
    "year": lambda value: str(value or ""),
    "share": lambda value: None if value is None else f"{plain_number(100 * value)}%",
}
"""Kind of column -> what a cell holds; others hold the field as it is."""


def _maker(column: Column) -> Callable[[Row], Any]:
    if column.kind in ("place", "unit"):
        name = place_name if column.kind == "place" else unit_name
        return lambda row: name(column.place_of(row))
    if column.kind == "quote":
        return lambda row: _quote(row, column.name)
    shown = _SHOWN.get(column.kind, lambda value: value)
    return lambda row: shown(row[column.name])


def _quote(row: Row, name: str) -> str:
    if row["confidential"] and not row[name]:
        return gettext("Confidential: open it to read")
    return str(row[name])
