"""ILOSTAT: the long table of an indicator, with codes, or with labels, or both.

A series is an indicator together with its sex and classifications, written ``INDICATOR/SEX_T/AGE_…`` here. A figure
may have a status: unreliable, a break in the series, imputed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rantau.profile.publishers.account import Taking
from rantau.profile.publishers.cells import Cell, plain, text, year
from rantau.profile.publishers.names import country_of_code, country_of_name
from rantau.profile.publishers.packages import Package
from rantau.profile.publishers.records import Header, at, body, find_header
from rantau.profile.publishers.series import Series
from rantau.profile.publishers.tables import Row, Table

__all__ = ["find", "read"]

_STATUS = {
    "A": "adjusted",
    "B": "break in series",
    "I": "imputed",
    "M": "extrapolated by a model",
    "P": "provisional",
    "R": "real value",
    "U": "unreliable",
}


def find(head: Sequence[Row]) -> Header | None:
    """The header of a long table, with codes or labels."""

    def fits(header: Header) -> bool:
        coded = header.has("ref_area", "indicator") or header.has("ref_area.label", "indicator.label")
        return coded and header.has("time", "obs_value")

    return find_header(head, fits)


def read(table: Table, header: Header, _: Package, taking: Taking) -> None:
    """Take yearly figures of the series that have a counterpart, or are asked for."""
    taking.source = "ILO, ILOSTAT"
    taking.source_url = "https://ilostat.ilo.org"
    coded = header.has("ref_area", "indicator")
    end = "" if coded else ".label"
    parts = [header.columns.get(f"{name}{end}") for name in ("indicator", "sex", "classif1", "classif2")]
    labels = [header.columns.get(f"{name}.label") for name in ("indicator", "sex", "classif1", "classif2")]
    area = header.columns[f"ref_area{end}"]
    status = header.first("obs_status", "obs_status.label")
    source = header.first("source.label", "source")
    known: dict[tuple[Cell, ...], Series | None] = {}
    for number, cells in body(table, header, taking):
        key = tuple([at(cells, part) for part in parts])
        if key not in known:
            label = ", ".join(plain(at(cells, part)) for part in labels if text(at(cells, part)))
            code = _code(key)
            known[key] = taking.series(code, label or code)
        series = known[key]
        if series is None:
            continue
        written = text(at(cells, area))
        where = country_of_code(written, taking.publisher) if coded else country_of_name(written)
        if where is None:
            taking.skip("regions, groups and areas without a country's code", written, of="rows")
            continue
        if not taking.wants(where):
            continue
        when = year(at(cells, header.columns["time"]))
        if when is None:
            taking.skip(
                "quarters and months: only yearly figures are taken", text(at(cells, header.columns["time"]))
            )
            continue
        found = taking.figure(
            at(cells, header.columns["obs_value"]), f"{where} {when}", semicolons=table.semicolons
        )
        if found is not None:
            taking.put(
                series, where, when, found.value, number, note=_note(at(cells, status), at(cells, source))
            )


def _code(parts: Sequence[Cell]) -> str:
    """Indicator, sex and classifications in one; some downloads write ``Sex: Total`` where others have ``Total``."""
    words = [text(part) for part in parts]
    words[1] = re.sub(r"^Sex:\s*", "", words[1])
    return "/".join(word for word in words if word)


def _note(status: Cell, source: Cell) -> str:
    said = text(status)
    parts = [_STATUS.get(said, plain(status, 60).lower())] if said else []
    if text(source):
        parts.append(f"from {plain(source, 80)}")
    return "; ".join(parts)
