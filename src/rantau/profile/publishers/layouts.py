"""The layouts by name; which of them a file has; and the reading of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO

from rantau.framework.errors import BadInput
from rantau.profile.publishers import acled, ctdc, ilostat, undesa, undp, unhcr, vdem, worldbank
from rantau.profile.publishers.account import Published, Taking, Wanted
from rantau.profile.publishers.cells import plain
from rantau.profile.publishers.packages import Package, open_package
from rantau.profile.publishers.records import Header
from rantau.profile.publishers.tables import Row, Table

__all__ = ["LAYOUTS", "Layout", "read_published", "recognise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a publisher lays its file out."""

    id: str
    publisher: str
    """As ``series.csv`` writes it."""
    name: str
    tells: str
    """What it is known by, for messages."""
    find: Callable[[Sequence[Row]], Header | None]
    """Given a table's first rows, its header; None where the table is of another layout."""
    read: Callable[[Table, Header, Package, Taking], None]


LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        one.id: one
        for one in (
            Layout(
                id="un-desa",
                publisher="UN DESA",
                name="UN DESA, International Migrant Stock by destination and origin",
                tells="columns 'Location code of destination' and 'Location code of origin', and years",
                find=undesa.find,
                read=undesa.read,
            ),
            Layout(
                id="world-bank",
                publisher="World Bank",
                name="World Bank, indicators by country and year",
                tells="columns 'Country Name', 'Country Code', 'Indicator Code' or 'Series Code', and years",
                find=worldbank.find,
                read=worldbank.read,
            ),
            Layout(
                id="unhcr",
                publisher="UNHCR",
                name="UNHCR, populations by origin and asylum",
                tells="columns 'Year', 'Country of origin', 'Country of asylum' and a population",
                find=unhcr.find,
                read=unhcr.read,
            ),
            Layout(
                id="acled",
                publisher="ACLED",
                name="ACLED, export of events",
                tells="columns 'event_id_cnty' or 'data_id', 'event_date', 'event_type', 'country', 'fatalities'",
                find=acled.find,
                read=acled.read,
            ),
            Layout(
                id="ctdc",
                publisher="CTDC",
                name="CTDC, records of victims (k-anonymised or synthetic)",
                tells="columns 'yearOfRegistration', 'gender', 'citizenship' and 'CountryOfExploitation'",
                find=ctdc.find,
                read=ctdc.read,
            ),
            Layout(
                id="undp",
                publisher="UNDP",
                name="UNDP, composite indices time series",
                tells="columns 'iso3', 'country' and 'hdi_1990' or the like",
                find=undp.find,
                read=undp.read,
            ),
            Layout(
                id="ilostat",
                publisher="ILOSTAT",
                name="ILOSTAT, long table of indicators",
                tells="columns 'ref_area', 'indicator', 'time' and 'obs_value', or those with '.label'",
                find=ilostat.find,
                read=ilostat.read,
            ),
            Layout(
                id="v-dem",
                publisher="V-Dem",
                name="V-Dem, country-year table",
                tells="columns 'country_text_id', 'year' and 'v2x_…'",
                find=vdem.find,
                read=vdem.read,
            ),
        )
    }
)
"""Layouts by id."""


def recognise(
    package: Package, layouts: Sequence[Layout] = tuple(LAYOUTS.values())
) -> list[tuple[Layout, Table, Header]]:
    """Every table of a file that has one of the layouts, with its header."""
    found: list[tuple[Layout, Table, Header]] = []
    for table in package.tables:
        for layout in layouts:
            header = layout.find(table.head)
            if header is not None:
                found.append((layout, table, header))
    return found


def read_published(
    stream: BinaryIO, name: str, *, wanted: Wanted | None = None, layout: str | None = None
) -> Published:
    """Read a publisher's file.

    Args:
        stream: The file's bytes, seekable. A CSV is streamed; a workbook is held.
        name: The file's name, for origins and messages.
        wanted: What to take; by default everything that has a counterpart among rantau's indicators.
        layout: Id of the layout it must have; by default it is recognised.

    Returns:
        Observations, stocks of corridors, and the account of what was taken and skipped.

    Raises:
        BadInput: The file has none of the layouts, or not the one named; it is damaged; it is no table.
    """
    if layout is not None and layout not in LAYOUTS:
        raise BadInput(f"there is no layout {layout!r}; the layouts are {', '.join(LAYOUTS)}")
    package = open_package(stream, name)
    found = recognise(package, tuple(LAYOUTS.values()) if layout is None else (LAYOUTS[layout],))
    if not found:
        if layout is not None:
            raise BadInput(f"{name} is not laid out as {layout}: it lacks {LAYOUTS[layout].tells}")
        raise BadInput(
            f"{name} has none of the layouts that are known ({', '.join(LAYOUTS)}); "
            "see docs/import-data.md for what each is known by, or fill data/observations.csv by hand"
        )
    if len(found) > 1:
        shown = ", ".join(f"{one.id} in {table.name}" for one, table, _ in found)
        raise BadInput(f"{name} holds several tables of data ({shown}); unpack it and import them one by one")
    chosen, table, header = found[0]
    taking = Taking(chosen.publisher, plain(name, 120) or "file", wanted or Wanted())
    chosen.read(table, header, package, taking)
    if package.not_read:
        taking.remark(f"Parts of the file that were not read: {', '.join(sorted(package.not_read)[:10])}.")
    return taking.finish(chosen.id, table.name)
