"""Whether the tables of the baseline hold together: form, units, ranges, codes, doubles, dates and sources.

The tables are read as text here, not through :mod:`rantau.baseline.load`: a table that is to be mended has to be read
although it is wrong. What holds for one row by itself stands in :mod:`rantau.baseline.schema`, as data.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from rantau.baseline.rows import Line, complaints, earlier, is_date, number
from rantau.baseline.schema import TABLES, TableSchema
from rantau.framework.errors import BadInput, BadTable

__all__ = ["BaselineReport", "check_baseline"]


@dataclass(frozen=True, slots=True)
class BaselineReport:
    """What :func:`check_baseline` found."""

    problems: tuple[BadTable, ...]
    """Each one's text is one sentence with table and line. They are collected, not raised."""
    counts: Mapping[str, int]
    """Table -> rows, for the tables that could be read."""


Complaint = tuple[int, str]
"""Line and sentence."""
Tables = Mapping[str, tuple[Line, ...]]
Rule = Callable[[Tables], Iterator[Complaint]]


class _Anything:
    """What a code is looked up in when its table could not be read: one fault is enough, not one for each row."""

    def __contains__(self, _: object) -> bool:
        return True


def check_baseline(folder: Path | None = None) -> BaselineReport:
    """Check every table of the baseline.

    Args:
        folder: A folder with all the tables; by default those that ship with rantau.

    Raises:
        BadInput: There is no such folder.
    """
    if folder is not None and not folder.is_dir():
        raise BadInput(f"{folder} is no folder; name one that holds the tables {', '.join(TABLES)} as .csv")
    problems: list[BadTable] = []
    tables: dict[str, tuple[Line, ...]] = {}
    for name, schema in TABLES.items():
        try:
            tables[name] = _read(name, schema, folder)
        except BadTable as problem:
            problems.append(problem)
    for name, lines in tables.items():
        schema = TABLES[name]
        found = [(line.number, said) for line in lines for said in complaints(schema, line)]
        found += _doubles(schema, lines)
        found += _known_countries(schema, lines, tables)
        found += [said for rule in _RULES.get(name, ()) for said in rule(tables)]
        problems += [BadTable(f"{name}.csv", *one) for one in sorted(found, key=lambda one: one[0])]
    return BaselineReport(tuple(problems), {name: len(lines) for name, lines in tables.items()})


def _read(name: str, schema: TableSchema, folder: Path | None) -> tuple[Line, ...]:
    table = f"{name}.csv"
    place = resources.files("rantau.baseline") if folder is None else folder
    try:
        raw = (place / table).read_bytes()
    except FileNotFoundError:
        raise BadTable(
            table, None, f"the table is missing; its columns are {','.join(schema.columns)}"
        ) from None
    if raw.startswith(b"\xef\xbb\xbf"):
        raise BadTable(table, 1, "the file begins with a byte order mark; save it as UTF-8 without one")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"byte {raw[error.start]:#04x} is not UTF-8; save the file as UTF-8"
        raise BadTable(table, line, message) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[Line] = []
    try:
        header = next(reader, [])
        if tuple(header) != schema.columns:
            found, right = ",".join(header) or "nothing", ",".join(schema.columns)
            raise BadTable(table, 1, f"the columns are {found}; they must be {right}")
        for cells in reader:
            if len(cells) != len(header):
                count = f"the row has {len(cells)} cells, not {len(header)}"
                raise BadTable(table, reader.line_num, f"{count}; quote a cell that holds a comma")
            lines.append(Line(reader.line_num, dict(zip(header, cells, strict=True))))
    except csv.Error as error:
        message = f"this is not CSV ({error}); look for a stray quotation mark"
        raise BadTable(table, reader.line_num, message) from None
    return tuple(lines)


def _doubles(schema: TableSchema, lines: tuple[Line, ...]) -> Iterator[Complaint]:
    first: dict[tuple[str, ...], int] = {}
    for line in lines:
        key = tuple(line[column] for column in schema.key)
        if key in first:
            what = " ".join(part for part in key if part)
            yield line.number, f"{what} is in line {first[key]} already; keep one of the two"
        first.setdefault(key, line.number)


def _countries(tables: Tables) -> Container[object]:
    if "places" not in tables:
        return _Anything()
    return {line["id"] for line in tables["places"] if line["kind"] == "country"}


def _known_countries(schema: TableSchema, lines: tuple[Line, ...], tables: Tables) -> Iterator[Complaint]:
    countries = _countries(tables)
    for line in lines:
        for column in schema.countries:
            if line[column] and line[column] not in countries:
                yield (
                    line.number,
                    f"{column} {line[column]!r} is no country of places.csv; write a code such as MMR",
                )


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";")] if cell else []


def _places(tables: Tables) -> Iterator[Complaint]:
    lines, countries = tables["places"], _countries(tables)
    parents = {line["id"]: line["parent"] for line in lines}
    for line in lines:
        is_country, is_region = line["kind"] == "country", line["kind"] == "region"
        if is_country and line["id"] != line["iso3"]:
            yield (
                line.number,
                f"the country {line['id']} has the code {line['iso3']!r}; both must be the same",
            )
        if is_region and line["iso3"]:
            yield line.number, f"the region {line['id']} has the code {line['iso3']!r}; leave it empty"
        if not is_region and line["iso3"] not in countries:
            yield line.number, f"iso3 {line['iso3']!r} of {line['id']} is no country of this table"
        if (line["latitude"] == "") != (line["longitude"] == ""):
            yield line.number, f"{line['id']} has a latitude or a longitude, but not both"
        if line["parent"] and line["parent"] not in parents:
            yield line.number, f"parent {line['parent']!r} of {line['id']} is not in this table"
        elif not line["parent"] and line["id"] != "world":
            yield line.number, f"{line['id']} has no parent; only the world has none"
        elif _goes_round(line["id"], parents):
            yield line.number, f"{line['id']} is, by its parents, a part of itself"
        if line["members"] and not is_region:
            yield line.number, f"{line['id']} has members, but only a region has"
        for member in _parts(line["members"]):
            if member not in countries:
                yield line.number, f"member {member!r} of {line['id']} is no country of this table"


def _goes_round(place: str, parents: Mapping[str, str]) -> bool:
    """Whether going up from a place leads back to it."""
    seen: set[str] = set()
    above = parents.get(place, "")
    while above and above not in seen:
        if above == place:
            return True
        seen.add(above)
        above = parents.get(above, "")
    return False


def _names(tables: Tables) -> Iterator[Complaint]:
    """No name stands for two places, upper or lower case, nor is one place's name another's id."""
    owner: dict[str, tuple[str, int]] = {}
    for line in tables["places"]:
        others = [name for column in ("aliases", "local_names", "demonyms") for name in _parts(line[column])]
        if "" in others:
            yield (
                line.number,
                f"a list of names of {line['id']} has an empty part; look for a stray semicolon",
            )
        for name in filter(None, [line["id"], line["name"], *others]):
            place, where = owner.setdefault(name.casefold(), (line["id"], line.number))
            if place != line["id"]:
                yield (
                    line.number,
                    f"the name {name!r} stands for {line['id']}, and for {place} in line {where}",
                )


def _indicators(tables: Tables) -> Iterator[Complaint]:
    for line in tables["indicators"]:
        low, high = number(line["minimum"]), number(line["maximum"])
        if low is not None and high is not None and low >= high:
            yield (
                line.number,
                f"minimum {line['minimum']} of {line['id']} is not below maximum {line['maximum']}",
            )


def _observations(tables: Tables) -> Iterator[Complaint]:
    indicators = {line["id"]: line for line in tables.get("indicators", ())}
    countries = _countries(tables)
    for line in tables["observations"]:
        if not line["year"] and not line["note"]:
            yield line.number, "year is empty; say in note why, or leave the row out"
        value, low, high = (number(line[column]) for column in ("value", "low", "high"))
        if value is not None and low is not None and low > value:
            yield line.number, f"low {line['low']} is above the value {line['value']}"
        if value is not None and high is not None and high < value:
            yield line.number, f"high {line['high']} is below the value {line['value']}"
        ends = line["place"].split(">")
        if len(ends) > 2 or len(set(ends)) < len(ends) or any(end not in countries for end in ends):
            yield line.number, f"place {line['place']!r} is neither a country nor a corridor such as MMR>THA"
        indicator = indicators.get(line["indicator"])
        if indicator:
            yield from ((line.number, said) for said in _against(line, indicator))
        elif "indicators" in tables:
            yield line.number, f"indicator {line['indicator']!r} is not in indicators.csv; add it there first"


def _against(line: Line, indicator: Line) -> Iterator[str]:
    """What is wrong with an observation, given its indicator."""
    if indicator["kind"] != "series":
        yield f"{indicator['id']} is of the kind {indicator['kind']!r}; only a series has observations"
    if line["unit"] != indicator["unit"]:
        yield f"unit {line['unit']!r} is not that of {indicator['id']}, which is {indicator['unit']!r}"
    for column in ("value", "low", "high"):
        value, least, most = number(line[column]), number(indicator["minimum"]), number(indicator["maximum"])
        if value is not None and least is not None and value < least:
            yield f"{column} {line[column]} is below the minimum of {indicator['id']}, {indicator['minimum']}"
        if value is not None and most is not None and value > most:
            yield f"{column} {line[column]} is above the maximum of {indicator['id']}, {indicator['maximum']}"
    if (">" in line["place"]) != (indicator["dimension"] == "route"):
        yield f"place {line['place']!r} does not fit {indicator['id']}: routes are of corridors, all else of countries"


def _corridors(tables: Tables) -> Iterator[Complaint]:
    for line in tables["corridors"]:
        if line["origin"] and line["origin"] == line["destination"]:
            yield line.number, f"the corridor leads from {line['origin']} to itself"
        if not line["stock"] and not line["note"]:
            yield line.number, "stock is empty; say in note why it is not known"


def _parties(tables: Tables) -> Iterator[Complaint]:
    adopted = {line["id"]: line["adopted"] for line in tables.get("instruments", ())}
    for line in tables["parties"]:
        instrument, status, bound = (
            line["instrument"],
            line["status"],
            line["ratified"] or line["in_force_for"],
        )
        if "instruments" in tables and instrument not in adopted:
            yield line.number, f"instrument {instrument!r} is not in instruments.csv; add it there first"
        if status == "party" and not bound and not line["note"]:
            yield (
                line.number,
                "the status is 'party', yet there is no date of ratification; give it, or say why in note",
            )
        if status in ("signatory", "none") and bound:
            yield (
                line.number,
                f"the status is {status!r}, yet there is a date of ratification or entry into force",
            )
        if status == "none" and line["signed"]:
            yield line.number, "the status is 'none', yet there is a date of signature"
        dates = (line["signed"], adopted.get(instrument, ""))
        if all(is_date(one) for one in dates) and earlier(*dates):
            yield (
                line.number,
                f"signed {line['signed']} is before {instrument} was adopted, {adopted[instrument]}",
            )


def _borders(tables: Tables) -> Iterator[Complaint]:
    places = {line["id"]: line for line in tables.get("places", ())}
    for line in tables["borders"]:
        if line["a"] >= line["b"]:
            yield line.number, f"a {line['a']!r} does not sort before b {line['b']!r}; change them over"
        for crossing in _parts(line["crossings"]):
            found = places.get(crossing)
            if "places" in tables and (found is None or found["kind"] in ("country", "region")):
                yield (
                    line.number,
                    f"crossing {crossing!r} is no town, crossing, port or province of places.csv",
                )
            elif found and found["iso3"] not in (line["a"], line["b"]):
                yield (
                    line.number,
                    f"crossing {crossing!r} lies in {found['iso3']}, on neither side of the border",
                )


_RULES: Mapping[str, tuple[Rule, ...]] = {
    "places": (_places, _names),
    "indicators": (_indicators,),
    "observations": (_observations,),
    "corridors": (_corridors,),
    "parties": (_parties,),
    "borders": (_borders,),
}
