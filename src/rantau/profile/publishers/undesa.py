"""UN DESA Population Division, International Migrant Stock: the workbook by destination and origin.

Table 1 has a few lines of title, then a header: destination and origin with their location codes, and the years of
mid-year stocks three times over, for both sexes, men and women; a line above says which. Regions and groups stand
among the countries. Where origins are not told apart the cell is ``..``, ``-`` or 0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rantau.profile.publishers.account import Taking
from rantau.profile.publishers.cells import Cell, plain, text
from rantau.profile.publishers.names import country_of_code
from rantau.profile.publishers.packages import Package
from rantau.profile.publishers.records import Header, at, body, column_name, find_header
from rantau.profile.publishers.tables import Row, Table

__all__ = ["find", "read"]

_TYPES = {
    "B": "by country of birth",
    "C": "by citizenship",
    "R": "refugees added",
    "I": "imputed by the publisher",
}
_SERIES = {"both": "stock/both", "male": "stock/male", "female": "stock/female"}


def find(head: Sequence[Row]) -> Header | None:
    """The header of a table by destination and origin."""
    return find_header(
        head,
        lambda header: (
            header.has("location code of destination", "location code of origin") and bool(header.years)
        ),
    )


def read(table: Table, header: Header, package: Package, taking: Taking) -> None:
    """Take stocks of both sexes as corridors, those of men and women as observations of the corridor."""
    years = _blocks(table, header)
    edition = _edition(table, package, max(year for _, year, _ in years))
    taking.source = f"UN DESA Population Division, International Migrant Stock{edition}"
    taking.source_url = "https://www.un.org/development/desa/pd/content/international-migrant-stock"
    taking.remark(
        "A stock of zero is left out: it may be that the destination does not tell this origin apart."
    )
    by_sex = {sex: taking.series(_SERIES[sex], f"Migrants, {sex}") for sex in ("male", "female")}
    destination, origin = (
        header.columns["location code of destination"],
        header.columns["location code of origin"],
    )
    names = (
        header.first("region, development group, country or area of destination", "destination"),
        header.first("region, development group, country or area of origin", "origin"),
    )
    kind = header.first("type of data of destination", "data type")
    remarked = header.first("notes of destination", "notes", "coverage")
    for number, cells in body(table, header, taking):
        from_, to = (country_of_code(text(at(cells, end)), taking.publisher) for end in (origin, destination))
        shown = ">".join(plain(at(cells, name), 40) for name in reversed(names))
        if from_ is None or to is None:
            taking.skip("regions, groups and areas without a country's code", shown, of="rows")
            continue
        if from_ == to:
            taking.skip("from a country to itself", shown, of="rows")
            continue
        if not taking.wants(from_, to):
            continue
        note = _note(at(cells, kind), at(cells, remarked))
        for position, year, sex in years:
            example = f"{from_}>{to} {year}"
            found = taking.figure(at(cells, position), example, semicolons=table.semicolons)
            if found is None:
                continue
            if found.value == 0:
                taking.skip("zero, which may be missing detail of origins", example)
            elif sex == "both":
                taking.put_stock(_SERIES[sex], from_, to, year, found.value, number, note)
            else:
                series = by_sex[sex]
                if series is not None:
                    taking.put(series, f"{from_}>{to}", year, found.value, number, note=note)


def _blocks(table: Table, header: Header) -> list[tuple[int, int, str]]:
    """(position, year, sex) of each column of stocks.

    The sex is that of the nearest word to the left in the lines above the header; without such lines, the first run of
    years is both sexes, the second men, the third women, as the publisher has them.
    """
    above = [cells for number, cells in table.head if number < header.row]
    titles: dict[int, str] = {}
    for cells in above:
        for position, cell in enumerate(cells):
            sex = _sex(cell)
            if sex:
                titles[position] = sex
    first = header.years[0][0]
    # A title of the whole sheet ("… by sex") may stand far to the left: only those over the years count.
    titles = {position: sex for position, sex in titles.items() if position >= first}
    found: list[tuple[int, int, str]] = []
    run, before = 0, 0
    for position, year in header.years:
        run += year <= before
        before = year
        left = [place for place in titles if place <= position]
        sex = titles[max(left)] if left else ("both", "male", "female")[min(run, 2)]
        found.append((position, year, sex))
    return found


def _sex(cell: Cell) -> str:
    words = column_name(cell)
    if "both sexes" in words:
        return "both"
    if re.search(r"\b(female|females|women)\b", words):
        return "female"
    return "male" if re.search(r"\b(male|males|men)\b", words) else ""


def _edition(table: Table, package: Package, last_year: int) -> str:
    words = " ".join(text(cell) for _, cells in table.head for cell in cells)
    for pattern, where in (
        (r"International Migrant Stock (20\d\d)\b", words),
        (r"Stock/Rev\.? ?(20\d\d)\b", words),
        (r"(20\d\d)_ims", package.name),
    ):
        found = re.search(pattern, where, re.IGNORECASE)
        if found:
            return f" {found.group(1)}"
    return f" (to {last_year})"


def _note(kind: Cell, remarked: Cell) -> str:
    letters = [letter for letter in re.findall(r"[A-Z]", text(kind)) if letter in _TYPES]
    parts = [", ".join(_TYPES[letter] for letter in letters)] if letters else []
    if text(remarked):
        parts.append(f"publisher's note {plain(remarked, 60)}")
    return "; ".join(parts)
