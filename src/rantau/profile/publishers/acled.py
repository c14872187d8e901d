"""ACLED: an export of events, which are counted here by country and year.

A row is one event. Newer exports have ``event_id_cnty`` and ``disorder_type``; older ones ``data_id`` and
``event_id_no_cnty``, in capitals in the oldest. Only counts leave this module, no event.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rantau.profile.publishers.account import Taking
from rantau.profile.publishers.cells import Cell, plain, text, year
from rantau.profile.publishers.names import country_of_code, country_of_name
from rantau.profile.publishers.packages import Package
from rantau.profile.publishers.records import Header, at, body, find_header
from rantau.profile.publishers.tables import Row, Table

__all__ = ["find", "read"]

_SERIES = {
    "events": "Events (events)",
    "fatalities": "Fatalities (persons)",
    "events/civilians": "Events of violence against civilians (events)",
    "fatalities/civilians": "Fatalities in violence against civilians (persons)",
}
_CIVILIANS = "violence against civilians"


def find(head: Sequence[Row]) -> Header | None:
    """The header of an export of events."""

    def fits(header: Header) -> bool:
        numbered = "event_id_cnty" in header or "data_id" in header
        return numbered and header.has("event_date", "event_type", "country", "fatalities")

    return find_header(head, fits)


def read(table: Table, header: Header, _: Package, taking: Taking) -> None:
    """Count events and add up fatalities by country and year, all and those against civilians."""
    taking.source = "ACLED, Armed Conflict Location & Event Data"
    taking.source_url = "https://acleddata.com"
    columns = header.columns
    fatalities: dict[tuple[str, str, int], float] = {}
    unsure: dict[tuple[str, int], int] = {}
    spans: dict[int, tuple[str, str]] = {}
    seen: set[str] = set()
    events = 0
    for number, cells in body(table, header, taking):
        when = year(at(cells, columns.get("year"))) or _year_of(at(cells, columns["event_date"]))
        where = _country(cells, header, taking)
        if when is None or where is None:
            reason = "an event without a year" if when is None else "a country that is not known"
            taking.skip(reason, plain(at(cells, columns["country"]), 40) or f"row {number}", of="events")
            continue
        if not taking.wants(where):
            continue
        mark = text(at(cells, header.first("event_id_cnty", "data_id")))
        if mark and mark in seen:
            taking.skip("an event that is listed twice", mark, of="events")
            continue
        seen.add(mark)
        events += 1
        day = _iso(at(cells, columns["event_date"]))
        if day:
            low, high = spans.get(when, (day, day))
            spans[when] = (min(low, day), max(high, day))
        found = taking.figure(at(cells, columns["fatalities"]), f"fatalities of {mark or f'row {number}'}")
        if found is None or found.value < 0:
            unsure[where, when] = unsure.get((where, when), 0) + 1
        against = text(at(cells, columns["event_type"])).casefold() == _CIVILIANS
        for code in ("", "/civilians") if against else ("",):
            events_key, deaths_key = (f"events{code}", where, when), (f"fatalities{code}", where, when)
            fatalities[events_key] = fatalities.get(events_key, 0) + 1
            if found is not None and found.value >= 0:
                fatalities[deaths_key] = fatalities.get(deaths_key, 0) + found.value
    taking.remark(
        f"{events:,} events were counted by country and year; a country and year without an event in the file has no "
        "row, since the file does not say whether it was looked at."
    )
    for when, (low, high) in sorted(spans.items()):
        if low > f"{when}-01-31" or high < f"{when}-12-01":
            taking.remark(f"The events of {when} reach from {low} to {high}: the year may not be whole.")
    for (code, where, when), value in sorted(fatalities.items()):
        series = taking.series(code, _SERIES[code])
        if series is None:
            continue
        span = spans.get(when)
        note = f"events from {span[0]} to {span[1]}" if span else ""
        missing = unsure.get((where, when))
        if missing and code.startswith("fatalities"):
            note = f"{note}; {missing} events without a figure of fatalities".removeprefix("; ")
        taking.put(series, where, when, value, 0, note=note)


def _country(cells: Sequence[Cell], header: Header, taking: Taking) -> str | None:
    for column in ("iso3", "iso"):
        code = text(at(cells, header.columns.get(column)))
        found = country_of_code(code, taking.publisher) if code else None
        if found:
            return found
    return country_of_name(text(at(cells, header.columns["country"])))


_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}


def _iso(cell: Cell) -> str:
    """A day as ISO 8601: ``2023-01-31``, ``31 January 2023``, ``31-Jan-2023``, ``18/04/2001``; else empty."""
    words = text(cell)
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})", words)
    if found:
        return "-".join(found.groups())
    found = re.match(r"(\d{1,2})[ -/]([A-Za-z]{3})[a-z]*[ -/](\d{4})", words)
    if found and found.group(2).lower() in _MONTHS:
        return f"{found.group(3)}-{_MONTHS[found.group(2).lower()]:02}-{int(found.group(1)):02}"
    found = re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})", words)
    if found and int(found.group(2)) <= 12:
        return f"{found.group(3)}-{int(found.group(2)):02}-{int(found.group(1)):02}"
    return ""


def _year_of(cell: Cell) -> int | None:
    return year(_iso(cell)[:4])
