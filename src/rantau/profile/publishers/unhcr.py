"""UNHCR: ``population.csv`` of the Refugee Data Finder, and the exports of the older Population Statistics database.

A row is about a year, a country of origin and one of asylum. A download that was not parted by origin (or by asylum)
has ``-`` there, and the row is a total. Totals are taken from such rows alone: whether all pairs of a country are in a
file cannot be seen, so nothing is added up. The older exports have three lines above their header, names without codes,
and ``*`` for numbers from 1 to 4.
"""

from __future__ import annotations

from collections.abc import Sequence

from rantau.profile.publishers.account import Taking
from rantau.profile.publishers.cells import Cell, plain, text, year
from rantau.profile.publishers.names import country_of_code, country_of_name
from rantau.profile.publishers.packages import Package
from rantau.profile.publishers.records import Header, at, body, column_name, find_header
from rantau.profile.publishers.tables import Row, Table

__all__ = ["find", "read"]

_KINDS = {
    "REF": ("refugees under unhcr's mandate", "refugees", "refugees (incl. refugee-like situations)"),
    "ASY": ("asylum-seekers", "asylum seekers", "asylum-seekers (pending cases)"),
    "OIP": ("other people in need of international protection", "venezuelans displaced abroad"),
    "IDP": (
        "idps of concern to unhcr",
        "internally displaced persons (idps)",
        "internally displaced persons",
    ),
    "STA": ("stateless persons",),
    "OOC": ("others of concern", "others of concern to unhcr"),
    "HST": ("host community",),
}
_LABELS = {code: names[0].capitalize() for code, names in _KINDS.items()}
_ASYLUM = (
    "country of asylum",
    "country / territory of asylum/residence",
    "country/territory of asylum/residence",
    "country / territory of residence",
)
_ORIGIN = ("country of origin", "origin", "origin / returned from")


def find(head: Sequence[Row]) -> Header | None:
    """The header of a table of populations by year, origin and asylum."""

    def fits(header: Header) -> bool:
        both = header.first(*_ASYLUM) is not None and header.first(*_ORIGIN) is not None
        counted = any(header.first(*names) is not None for names in _KINDS.values())
        return both and "year" in header and (counted or header.has("population type", "value"))

    return find_header(head, fits)


def read(table: Table, header: Header, _: Package, taking: Taking) -> None:
    """Take pairs as observations of corridors, totals as observations of countries."""
    older = "country of asylum" not in header
    taking.source = "UNHCR, Population Statistics Database" if older else "UNHCR, Refugee Data Finder"
    taking.source_url = "https://www.unhcr.org/refugee-statistics"
    taking.remark("Totals of a country are taken where the file states them; pairs are not added up.")
    ends = (
        (header.first(*_ORIGIN), header.first("country of origin (iso)")),
        (header.first(*_ASYLUM), header.first("country of asylum (iso)")),
    )
    columns = {kind: found for kind, names in _KINDS.items() if (found := header.first(*names)) is not None}
    for number, cells in body(table, header, taking):
        when = year(at(cells, header.columns["year"]))
        if when is None:
            taking.skip("a row without a year", f"row {number}", of="rows")
            continue
        shown = ">".join(plain(at(cells, name), 40) for name, _ in ends)
        total = [_is_total(at(cells, name), at(cells, code)) for name, code in ends]
        places = [_country(at(cells, name), at(cells, code), taking) for name, code in ends]
        if all(total):
            taking.skip("totals of the world", f"row {number}", of="rows")
            continue
        if any(one is None and not whole for one, whole in zip(places, total, strict=True)):
            taking.skip(
                "origins or places of asylum that are no country (unknown, stateless)", shown, of="rows"
            )
            continue
        if places[0] == places[1]:
            taking.skip("within one country", shown, of="rows")
            continue
        known = [one for one in places if one is not None]
        if not taking.wants(*known):
            continue
        view = "asylum" if total[0] else "origin" if total[1] else "corridor"
        for kind, position in (columns or _long(cells, header)).items():
            series = taking.series(f"{kind}/{view}", f"{_LABELS[kind]} (persons)")
            if series is None:
                continue
            example = f"{kind} {shown} {when}"
            value = taking.figure(at(cells, position), example, semicolons=table.semicolons)
            if value is not None:
                taking.put(series, ">".join(known), when, value.value, number)


def _long(cells: Sequence[Cell], header: Header) -> dict[str, int]:
    """The one population that a row of a long table (``Population type``, ``Value``) is about."""
    words = column_name(at(cells, header.columns["population type"]))
    return {kind: header.columns["value"] for kind, names in _KINDS.items() if words in names}


def _is_total(name: Cell, code: Cell) -> bool:
    return text(name) == "-" and text(code) in ("-", "")


def _country(name: Cell, code: Cell, taking: Taking) -> str | None:
    written = text(code)
    if written and written != "-":
        return country_of_code(written, taking.publisher)
    return country_of_name(text(name))
