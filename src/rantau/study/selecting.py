"""What of a listing is wanted: search, facets, order and page, the same for every list and every form of it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rantau.study.listings import Row

__all__ = ["Query", "Selection", "Values", "folded", "select", "words_of"]

Values = Callable[[Row], Sequence[str]]
"""The values that a row has for a facet; several where it stands under several."""

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of a listing."""

    text: str = ""
    """Words that must all occur, whatever their case and accents."""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Facet -> the values of which a row must have one."""
    sort: str = ""
    """A field; with a hyphen before it from the largest down. Empty: the listing's own order."""
    page: int = 1
    size: int = 50


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that answer a query."""

    rows: Sequence[Row]
    """Those of the page."""
    all: Sequence[Row]
    """Those of every page."""
    page: int
    pages: int
    facets: Mapping[str, Sequence[tuple[str, int]]]
    """Facet -> its values, each with how many rows one would have with it; the most frequent first."""

    @property
    def total(self) -> int:
        return len(self.all)


def folded(text: str) -> str:
    """Text without case and accents, for finding."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one)) if not plain.isascii() else plain


def words_of(value: Any) -> str:
    """A value of a row in words, as lists and CSV show it."""
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values() if part)
    if isinstance(value, (list, tuple)):
        return "; ".join(words_of(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    return str(value)


def _order(value: Any) -> tuple[int, float, str]:
    # Rows without the value come last in either direction, see select().
    if isinstance(value, (int, float)):
        return 0, float(value), ""
    return 1, 0.0, folded(words_of(value))


def select(
    rows: Sequence[Row],
    query: Query,
    *,
    facets: Mapping[str, Values],
    searched: Callable[[Row], str],
    shown: Mapping[str, Callable[[Row], str]] | None = None,
    known: dict[tuple[str, str], Any] | None = None,
    language: str = "",
) -> Selection:
    """Search, filter, order and page rows.

    Args:
        rows: The listing, in its own order.
        query: What is asked.
        facets: Name of each facet -> the values a row has for it.
        searched: A row's text, folded, that words are looked for in.
        shown: Field -> what is shown of it, which the rows are then ordered by.
        known: What was found out about all these rows before, their order, facets and texts; more is put in.
        language: Of what is shown, for the order.
    """
    known = {} if known is None else known
    found: Sequence[Row] = rows
    wanted_words = folded(query.text).split()
    if wanted_words:
        if ("texts", language) not in known:
            known["texts", language] = [searched(row) for row in rows]
        texts = known["texts", language]
        first, *more = sorted(wanted_words, key=len, reverse=True)
        with_first = [(row, text) for row, text in zip(rows, texts, strict=True) if first in text]
        found = [row for row, text in with_first if all(word in text for word in more)]
    chosen = {name: frozenset(values) for name, values in query.facets.items() if values and name in facets}
    counted = {}
    for name, values_of in facets.items():
        # A facet counts what its other values would give, so its own choice does not narrow it.
        others = [(facets[other], values) for other, values in chosen.items() if other != name]
        of = found if not others else [row for row in found if _stands_under(row, others)]
        if of is rows:
            if ("facet", name) not in known:
                known["facet", name] = Counter(value for row in rows for value in values_of(row))
            counts = Counter(known["facet", name])
        else:
            counts = Counter(value for row in of for value in values_of(row))
        counts.update(dict.fromkeys(chosen.get(name, ()), 0))
        counted[name] = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    if chosen:
        mine = [(facets[name], values) for name, values in chosen.items()]
        found = [row for row in found if _stands_under(row, mine)]
    name = query.sort.removeprefix("-")
    if name and found and name in found[0]:
        shows = (shown or {}).get(name)
        order = ("order" if shows is None else f"order {language}", query.sort)
        if found is not rows:
            found = _ordered(found, query.sort, shows)
        else:
            if order not in known:
                known[order] = _ordered(rows, query.sort, shows)
            found = known[order]
    size = max(1, min(query.size, LARGEST_PAGE))
    pages = max(1, -(-len(found) // size))
    page = max(1, min(query.page, pages))
    return Selection(found[(page - 1) * size : page * size], found, page, pages, counted)


def _ordered(rows: Sequence[Row], sort: str, shows: Callable[[Row], str] | None) -> list[Row]:
    name = sort.removeprefix("-")
    told = [row for row in rows if row[name] not in (None, "", [])]
    untold = [row for row in rows if row[name] in (None, "", [])]
    told.sort(
        key=lambda row: _order(row[name] if shows is None else shows(row)), reverse=sort.startswith("-")
    )
    return told + untold


def _stands_under(row: Row, chosen: Sequence[tuple[Values, frozenset[str]]]) -> bool:
    return all(any(value in values for value in values_of(row)) for values_of, values in chosen)
