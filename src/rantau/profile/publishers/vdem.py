"""V-Dem: the country-year table, or a choice of its columns.

An index ``v2x_rule`` has bounds in ``v2x_rule_codelow`` and ``v2x_rule_codehigh``. V-Dem gives them as an interval of
one standard deviation (68 per cent); a study reads bounds as 95 per cent, so each side is widened to that as if the
error were normal: an assumption, told in each row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import NormalDist

from rantau.profile.publishers.account import Taking
from rantau.profile.publishers.cells import figure, plain, text, year
from rantau.profile.publishers.names import country_of_code
from rantau.profile.publishers.packages import Package
from rantau.profile.publishers.records import Header, at, body, find_header
from rantau.profile.publishers.tables import Row, Table

__all__ = ["WIDENED", "find", "read"]

WIDENED = NormalDist().inv_cdf(0.975) / NormalDist().inv_cdf(0.84)
"""What turns the reach of a 68 per cent interval into that of a 95 per cent one, for a normal error: 1.971."""

_ASSUMED = "ASSUMED: the publisher's 68 % bounds, widened to 95 % as if the error were normal"
_SERIES = re.compile(r"(v2|v3|e_)[a-z0-9_]+")
_COMPANIONS = (
    "_codelow",
    "_codehigh",
    "_sd",
    "_osp",
    "_ord",
    "_mean",
    "_nr",
    "_osp_codelow",
    "_osp_codehigh",
)


def find(head: Sequence[Row]) -> Header | None:
    """The header of a country-year table."""

    def fits(header: Header) -> bool:
        return header.has("country_text_id", "year") and any(
            _SERIES.fullmatch(name) for name in header.columns
        )

    return find_header(head, fits)


def read(table: Table, header: Header, package: Package, taking: Taking) -> None:
    """Take the indices that have a counterpart, or are asked for, with their bounds."""
    version = re.search(
        r"[vV][-_]?(\d+(?:\.\d+)?)(?:\.csv|\.zip|[-_ .]|$)", package.name.removeprefix("V-Dem")
    )
    taking.source = "V-Dem Institute, Varieties of Democracy" + (f" v{version.group(1)}" if version else "")
    taking.source_url = "https://www.v-dem.net"
    if "historical_date" in header and "codingstart" not in header:
        taking.remark("The table has days: where a country's figures change within a year, none is taken.")
    wanted = []
    for name, position in header.columns.items():
        if not _SERIES.fullmatch(name) or name.endswith(_COMPANIONS):
            continue
        series = taking.series(name, name)
        if series is not None:
            bounds = [header.columns.get(f"{name}{end}") for end in ("_codelow", "_codehigh")]
            wanted.append((series, position, bounds))
    for number, cells in body(table, header, taking):
        code, when = (
            text(at(cells, header.columns["country_text_id"])),
            year(at(cells, header.columns["year"])),
        )
        where = country_of_code(code, taking.publisher)
        if where is None or when is None:
            shown = plain(at(cells, header.first("country_name", "country_text_id")), 60)
            taking.skip(
                "states of the past, parts of countries, or a row without a year", shown or code, of="rows"
            )
            continue
        if not taking.wants(where):
            continue
        for series, position, bounds in wanted:
            found = taking.figure(
                at(cells, position), f"{series.code} {where} {when}", semicolons=table.semicolons
            )
            if found is None:
                continue
            low, high = (figure(at(cells, bound)) for bound in bounds)
            bounded = low.kind == high.kind == "figure" and low.value <= found.value <= high.value
            taking.put(
                series,
                where,
                when,
                found.value,
                number,
                low=found.value - WIDENED * (found.value - low.value) if bounded else None,
                high=found.value + WIDENED * (high.value - found.value) if bounded else None,
                note=_ASSUMED if bounded else "",
            )
