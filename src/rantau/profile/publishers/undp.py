"""UNDP: the composite indices' complete time series, one row a country, a column for each index and year.

Columns are ``hdi_1990`` … ``gii_2022``; ranks and groups (``hdi_rank_2022``) are not figures. The codes of regions and
groups begin with ``ZZ``. Editions are in Windows-1252 as often as in UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rantau.profile.publishers.account import Taking
from rantau.profile.publishers.cells import plain, text
from rantau.profile.publishers.names import country_of_code
from rantau.profile.publishers.packages import Package
from rantau.profile.publishers.records import Header, at, body, find_header
from rantau.profile.publishers.tables import Row, Table

__all__ = ["find", "read"]

_COLUMN = re.compile(r"([a-z][a-z0-9_]*?)_((?:19|20)\d{2})")
_KNOWN = frozenset(("hdi", "le", "eys", "mys", "gnipc", "gdi", "ihdi", "gii", "phdi"))
_NO_FIGURES = ("_rank", "rankdiff_", "_group")


def find(head: Sequence[Row]) -> Header | None:
    """The header of the time series."""

    def fits(header: Header) -> bool:
        return header.has("iso3", "country") and any(name in _KNOWN for name, _, _ in _columns(header))

    return find_header(head, fits)


def _columns(header: Header) -> list[tuple[str, int, int]]:
    """(series, year, position) of each column of an index and a year."""
    found = ((_COLUMN.fullmatch(name), position) for name, position in header.columns.items())
    return [(match.group(1), int(match.group(2)), position) for match, position in found if match is not None]


def read(table: Table, header: Header, _: Package, taking: Taking) -> None:
    """Take the indices that have a counterpart, or are asked for."""
    columns = _columns(header)
    last = max(year for _, year, _ in columns)
    taking.source = f"UNDP, Human Development Report, composite indices to {last}"
    taking.source_url = "https://hdr.undp.org/data-center/documentation-and-downloads"
    taking.remark("Indices are computed anew for each edition: do not mix editions.")
    wanted = []
    for name, year, position in columns:
        if name.startswith(_NO_FIGURES[1]) or name.endswith((_NO_FIGURES[0], _NO_FIGURES[2])):
            taking.skip("ranks and groups, no figures", name, of="columns")
            continue
        series = taking.series(name, name)
        if series is not None:
            wanted.append((series, year, position))
    for number, cells in body(table, header, taking):
        code = text(at(cells, header.columns["iso3"]))
        where = None if code.startswith("ZZ") else country_of_code(code, taking.publisher)
        if where is None:
            shown = plain(at(cells, header.columns["country"]), 60) or code
            taking.skip("regions, groups and areas without a country's code", shown, of="rows")
            continue
        if not taking.wants(where):
            continue
        for series, year, position in wanted:
            example = f"{series.code} {where} {year}"
            found = taking.figure(at(cells, position), example, semicolons=table.semicolons)
            if found is not None:
                taking.put(series, where, year, found.value, number)
