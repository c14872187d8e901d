"""Chains of stocks of migrants: the rows of the table of corridors, and figures of women and men."""

from __future__ import annotations

from collections.abc import Sequence

from rantau.baseline.load import places
from rantau.framework.corridors import CorridorStock
from rantau.study.provenance_evidence import observation_chain
from rantau.study.provenance_steps import Link, Step
from rantau.study.study import Study
from rantau.study.tables import read_tables

__all__ = ["latest_stocks", "stock_chain", "stock_row"]


def latest_stocks(stocks: Sequence[CorridorStock], members: Sequence[str], start: str) -> list[CorridorStock]:
    """The last known stock before the start, of each corridor that touches the study's countries."""
    found: dict[tuple[str, str], CorridorStock] = {}
    for one in stocks:
        pair = (one.origin, one.destination)
        used = one.stock is not None and one.year <= int(start[:4]) and one.origin != one.destination
        if used and set(pair) & set(members) and (pair not in found or one.year > found[pair].year):
            found[pair] = one
    return [found[pair] for pair in sorted(found)]


def stock_row(one: CorridorStock) -> Step:
    """A row of the table of stocks."""
    said = (one.source, one.confidence, one.note)
    title = f"{one.stock or 0:,.0f} migrants: {_name(f'{one.origin}>{one.destination}')}, {one.year}"
    return Step("row", title, "; ".join(filter(None, said)))


def _name(id: str) -> str:
    known = places()
    return " → ".join(known[end].name if end in known else end for end in id.split(">"))


def stock_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """Migrants on a corridor: the rows of the table of stocks, the last year first, and figures of women and men."""
    origin, _arrow, destination = id.partition(">")
    found = sorted(
        (
            one
            for one in read_tables(study.path / "data").corridors
            if (one.origin, one.destination) == (origin, destination) and one.stock is not None
        ),
        key=lambda one: -one.year,
    )
    if not found:
        return None
    parts = sorted(
        (one for one in study.store.observations() if one.place == id and one.indicator in _OF_ONE_SEX),
        key=lambda one: -one.year,
    )
    return Step(
        "stock",
        f"migrants: {_name(id)}",
        link=Link("stock", id),
        beneath=(
            *map(stock_row, found),
            *filter(None, (observation_chain(study, one.id, reveal) for one in parts)),
        ),
    )


_OF_ONE_SEX = ("migrant_stock_women", "migrant_stock_men")
