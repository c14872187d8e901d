"""CTDC: the Global Dataset (k-anonymised) and the Global Synthetic Dataset, which are counted here.

A row is the record of one person, as IOM and others anonymised it: the k-anonymised set writes ``-99`` for what is not
told, the synthetic one leaves it empty. Only counts of persons leave this module, and none below the smallest cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rantau.profile.publishers.account import Taking
from rantau.profile.publishers.cells import Cell, text, year
from rantau.profile.publishers.names import country_of_code, country_of_name
from rantau.profile.publishers.packages import Package
from rantau.profile.publishers.records import Header, at, body, find_header
from rantau.profile.publishers.tables import Row, Table

__all__ = ["find", "read"]

_UNKNOWN = frozenset(("", "-99", "-99.0", "null", "na", "n/a", "00", "unknown"))
_SERIES = {
    "victims": "Victims (persons)",
    "victims/corridor": "Victims by citizenship and country of exploitation (persons)",
    "women": "Women and girls (persons)",
    "men": "Men and boys (persons)",
    "children": "Children (persons)",
    "forced labour": "Victims of forced labour (persons)",
    "sexual exploitation": "Victims of sexual exploitation (persons)",
}


def find(head: Sequence[Row]) -> Header | None:
    """The header of either dataset."""
    return find_header(
        head,
        lambda header: header.has("yearofregistration", "citizenship", "countryofexploitation", "gender"),
    )


def read(table: Table, header: Header, package: Package, taking: Taking) -> None:
    """Count persons by country of exploitation and year, and by citizenship where it is another country."""
    synthetic = any(
        column.startswith("means") and not column.startswith("meansof") for column in header.columns
    )
    release = re.search(r"v?(20\d\d)", package.name)
    named = "Global Synthetic Dataset" if synthetic else "Global Dataset (k-anonymised)"
    taking.source = f"CTDC, {named}{f' {release.group(1)}' if release else ''}"
    taking.source_url = "https://www.ctdatacollaborative.org"
    least = taking.wanted.minimum_cell
    counts: Counter[tuple[str, str, int]] = Counter()
    persons = 0
    for number, cells in body(table, header, taking):
        persons += 1
        when = year(at(cells, header.columns["yearofregistration"]))
        where = _country(at(cells, header.columns["countryofexploitation"]), taking)
        if when is None or where is None:
            taking.skip("year or country of exploitation not told", f"row {number}", of="persons")
            continue
        if not taking.wants(where):
            continue
        for code in _kinds(cells, header):
            counts[code, where, when] += 1
        citizenship = _country(at(cells, header.columns["citizenship"]), taking)
        if citizenship is None:
            taking.skip("citizenship not told (counted by country of exploitation only)", where, of="persons")
        elif citizenship != where and taking.wants(citizenship):
            counts["victims/corridor", f"{citizenship}>{where}", when] += 1
    taking.remark(
        f"{persons:,} records were counted by country and year; counts below {least} are withheld. They follow where "
        "organisations work, and are no measure of how common trafficking is."
    )
    if synthetic:
        taking.remark("The records are synthetic: counts are near those of the true ones, not equal to them.")
    for (code, where, when), count in sorted(counts.items()):
        series = taking.series(code, _SERIES[code])
        if series is None:
            continue
        if count < least:
            taking.skip(f"fewer than {least} persons: withheld", f"{code} {where} {when}", of="counts")
            continue
        taking.put(series, where, when, count, 0, note="synthetic records" if synthetic else "")


def _kinds(cells: Sequence[Cell], header: Header) -> list[str]:
    def said(column: str) -> str:
        return text(at(cells, header.columns.get(column))).casefold()

    found = ["victims"]
    if said("gender") in ("female", "woman"):
        found.append("women")
    elif said("gender") in ("male", "man"):
        found.append("men")
    band = re.match(r"(\d+)\D+(\d+)", said("agebroad"))
    if (band and int(band.group(2)) < 18) or said("majoritystatus") == "minor":
        found.append("children")
    if said("isforcedlabour") in ("1", "1.0", "true"):
        found.append("forced labour")
    if said("issexualexploit") in ("1", "1.0", "true"):
        found.append("sexual exploitation")
    return found


def _country(cell: Cell, taking: Taking) -> str | None:
    words = text(cell)
    if words.casefold() in _UNKNOWN:
        return None
    return country_of_code(words, taking.publisher) or country_of_name(words)
