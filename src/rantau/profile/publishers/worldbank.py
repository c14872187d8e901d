"""World Bank: the ZIP of an indicator (CSV with metadata), the whole of the WDI, the workbook, and DataBank's extracts.

All have a country, a series and a column for each year. An indicator's CSV has four lines above its header, DataBank's
has two notes beneath, with ``..`` for missing. Aggregates of countries stand among the countries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import NormalDist

from rantau.profile.publishers.account import Taking
from rantau.profile.publishers.cells import Cell, figure, plain, text, year
from rantau.profile.publishers.names import country_of_code
from rantau.profile.publishers.packages import Package
from rantau.profile.publishers.records import Header, at, body, column_name, find_header
from rantau.profile.publishers.series import Series, known_series
from rantau.profile.publishers.tables import Row, Table

__all__ = ["find", "read"]

_TWO_SIDES = NormalDist().inv_cdf(0.975)


def find(head: Sequence[Row]) -> Header | None:
    """The header of a table of countries, series and years."""

    def fits(header: Header) -> bool:
        coded = "indicator code" in header or "series code" in header
        return header.has("country name", "country code") and coded and bool(header.years)

    return find_header(head, fits)


def read(table: Table, header: Header, package: Package, taking: Taking) -> None:
    """Take the series that have a counterpart, or are asked for."""
    taking.source, updated = _source(table, header, package)
    taking.source_url = "https://data.worldbank.org"
    if updated:
        taking.remark(f"Last updated by the publisher: {updated}.")
    definitions = _definitions(package)
    columns = header.columns
    code_at = columns.get("indicator code", columns.get("series code", 0))
    label_at = header.first("indicator name", "series name")
    errors: dict[tuple[str, str, int], float] = {}
    waiting: list[tuple[Series, str, int, float, int]] = []
    wanted_errors = _standard_errors(taking)

    def below(words: str) -> None:
        if words.casefold().startswith("data from database:"):
            taking.source = f"World Bank, {plain(words.split(':', 1)[1], 120)}"
        elif words.casefold().startswith("last updated:"):
            taking.remark(f"Last updated by the publisher: {plain(words.split(':', 1)[1], 40)}.")

    for number, cells in body(table, header, taking, below):
        code = text(at(cells, code_at))
        if not code:
            taking.skip("a row without a series", f"row {number}", of="rows")
            continue
        if code in wanted_errors and code not in taking.wanted.series:
            where = country_of_code(text(at(cells, columns["country code"])), taking.publisher)
            if where is not None:
                for position, when in header.years:
                    error = figure(at(cells, position))
                    if error.kind == "figure":
                        errors[code, where, when] = error.value
            continue
        label = "" if taking.met(code) else plain(at(cells, label_at))
        series = taking.series(code, label, definitions.get(code, ""))
        if series is None:
            continue
        where = _country(cells, header, taking)
        if where is None or not taking.wants(where):
            continue
        for position, when in header.years:
            found = taking.figure(at(cells, position), f"{code} {where} {when}", semicolons=table.semicolons)
            if found is not None:
                waiting.append((series, where, when, found.value, number))
    notes = _footnotes(package, {(where, series.code, when) for series, where, when, _, _ in waiting})
    for series, where, when, value, number in waiting:
        deviation = errors.get((series.standard_error, where, when))
        reach = None if deviation is None else _TWO_SIDES * deviation
        note = notes.get((where, series.code, when), "")
        if reach is not None:
            note = "; ".join(
                part for part in (note, "bounds are 1.96 standard errors of the publisher's") if part
            )
        taking.put(
            series,
            where,
            when,
            value,
            number,
            low=None if reach is None else value - reach,
            high=None if reach is None else value + reach,
            note=note,
        )


def _standard_errors(taking: Taking) -> frozenset[str]:
    return frozenset(
        one.standard_error
        for (publisher, _), one in known_series().items()
        if publisher == taking.publisher and one.standard_error
    )


def _country(cells: Sequence[Cell], header: Header, taking: Taking) -> str | None:
    code = text(at(cells, header.columns["country code"]))
    found = country_of_code(code, taking.publisher)
    if found is None:
        shown = plain(at(cells, header.columns["country name"]), 60) or code
        taking.skip("aggregates of countries, and areas without a country's code", shown, of="rows")
    return found


def _source(table: Table, header: Header, package: Package) -> tuple[str, str]:
    database = updated = ""
    for number, cells in table.head:
        if number >= header.row:
            break
        words = [text(cell) for cell in cells if text(cell)]
        if len(words) >= 2 and column_name(words[0]) == "data source":
            database = plain(words[1], 120)
        if len(words) >= 2 and column_name(words[0]).startswith("last updated"):
            updated = plain(words[1], 40)
    if not database and "WDI" in f"{package.name} {table.name}":
        database = "World Development Indicators"
    return (f"World Bank, {database}" if database else "World Bank"), updated


def _definitions(package: Package) -> dict[str, str]:
    """The publisher's definition of each series, where the file has its metadata."""
    found: dict[str, str] = {}
    kinds = (("indicator_code", "source_note"), ("series code", "long definition"))
    for cells, header in _side_tables(package, *kinds):
        code = text(at(cells, header.first("indicator_code", "series code")))
        found[code] = plain(at(cells, header.first("source_note", "long definition")))
    return found


def _footnotes(package: Package, wanted: set[tuple[str, str, int]]) -> dict[tuple[str, str, int], str]:
    """Footnotes to single figures, which come with the whole of the WDI."""
    found: dict[tuple[str, str, int], str] = {}
    kinds = (
        ("countrycode", "seriescode", "year", "description"),
        ("country code", "series code", "year", "footnote"),
    )
    for cells, header in _side_tables(package, *kinds):
        when = year(at(cells, header.columns["year"]))
        where = country_of_code(text(at(cells, header.first("countrycode", "country code"))), "World Bank")
        key = (where or "", text(at(cells, header.first("seriescode", "series code"))), when or 0)
        if key in wanted:
            found[key] = "publisher's note: " + plain(at(cells, header.first("description", "footnote")), 200)
    return found


def _side_tables(package: Package, *kinds: tuple[str, ...]) -> Iterator[tuple[Sequence[Cell], Header]]:
    for table in package.tables:
        header = find_header(table.head[:1], lambda header: any(header.has(*kind) for kind in kinds))
        if header is not None and find(table.head) is None:
            for number, cells in table.rows():
                if number > header.row:
                    yield cells, header
