"""The shipped tables as typed values, read on first use and kept.

Nothing is checked here: the test suite runs :func:`rantau.baseline.check.check_baseline` on the shipped tables, and
a start of the program must not wait for it.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import TypeVar, cast

from rantau.framework.corridors import Border, BorderKind, CorridorStock
from rantau.framework.indicators import (
    Confidence,
    Direction,
    Indicator,
    IndicatorDimension,
    IndicatorKind,
    Pillar,
    ProtectionIndicator,
)
from rantau.framework.instruments import Instrument, Measure, MeasureKind, Party, PartyStatus
from rantau.framework.places import NameKind, Place, PlaceKind, PlaceName
from rantau.store.records import Observation

__all__ = [
    "borders",
    "corridor_of",
    "corridors",
    "find_place",
    "indicator_of",
    "indicators",
    "instruments",
    "measures",
    "observation_id",
    "observation_of",
    "observations",
    "parties",
    "place",
    "place_names",
    "places",
    "protection_indicators",
    "split_list",
]

Row = Mapping[str, str]
T = TypeVar("T")


def split_list(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several values, parted by semicolons."""
    return tuple(part for piece in cell.split(";") if (part := piece.strip()))


def _rows(table: str) -> Iterator[tuple[int, Row]]:
    """Each row with the number of the line on which it ends; the header is line 1."""
    text = resources.files("rantau.baseline").joinpath(table).read_text(encoding="utf-8")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    for row in reader:
        yield reader.line_num, row


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _table(table: str, make: Callable[[Row], T]) -> tuple[T, ...]:
    return tuple(make(row) for _, row in _rows(table))


def _place(row: Row) -> Place:
    return Place(
        id=row["id"],
        name=row["name"],
        kind=cast(PlaceKind, row["kind"]),
        iso3=row["iso3"],
        parent=row["parent"],
        latitude=_number(row["latitude"]),
        longitude=_number(row["longitude"]),
        aliases=split_list(row["aliases"]),
        local_names=split_list(row["local_names"]),
        demonyms=split_list(row["demonyms"]),
        members=split_list(row["members"]),
        source=row["source"],
        source_url=row["source_url"],
        confidence=row["confidence"],
        note=row["note"],
    )


@lru_cache(maxsize=1)
def places() -> Mapping[str, Place]:
    """All places by id: countries first, then regions, then places within countries."""
    return MappingProxyType({one.id: one for one in _table("places.csv", _place)})


def place(id: str) -> Place:
    """The place with this id.

    Raises:
        KeyError: There is none.
    """
    return places()[id]


@lru_cache(maxsize=1)
def place_names() -> Mapping[str, PlaceName]:
    """Every name as it is written, with the place it stands for and what kind of name it is.

    Where one word is two kinds of name of a place (``Filipina``: the country in Indonesian, a woman of it in
    English), the kind that comes first in :data:`rantau.framework.places.NAME_KINDS` is given. No name stands for
    two places: :func:`rantau.baseline.check.check_baseline` sees to that.
    """
    names: dict[str, PlaceName] = {}
    for one in places().values():
        kinds: tuple[tuple[NameKind, tuple[str, ...]], ...] = (
            ("name", (one.name,)),
            ("alias", one.aliases),
            ("local", one.local_names),
            ("demonym", one.demonyms),
        )
        for kind, words in kinds:
            for word in words:
                names.setdefault(word, PlaceName(one.id, kind))
    return MappingProxyType(names)


@lru_cache(maxsize=1)
def _folded() -> Mapping[str, str]:
    folded = {one.casefold(): one for one in places()}
    folded.update({name.casefold(): found.place for name, found in place_names().items()})
    return folded


def find_place(text: str) -> Place | None:
    """The place with this id, name, other name or demonym, upper or lower case; None where there is none."""
    found = _folded().get(" ".join(text.split()).casefold())
    return places()[found] if found else None


def indicator_of(row: Row) -> Indicator:
    """The indicator that a row of ``indicators.csv`` holds."""
    return Indicator(
        id=row["id"],
        name=row["name"],
        definition=row["definition"],
        unit=row["unit"],
        kind=cast(IndicatorKind, row["kind"]),
        dimension=cast(IndicatorDimension, row["dimension"]),
        direction=cast(Direction, row["direction"]),
        minimum=_number(row["minimum"]),
        maximum=_number(row["maximum"]),
        source=row["source"],
        source_url=row["source_url"],
        note=row["note"],
    )


@lru_cache(maxsize=1)
def indicators() -> Mapping[str, Indicator]:
    """All indicators by id."""
    return MappingProxyType({one.id: one for one in _table("indicators.csv", indicator_of)})


def observation_id(indicator: str, place: str, year: int, source: str) -> str:
    """``o`` + 12 hex digits, made from what the observation is of and who says so."""
    key = "|".join((indicator, place, str(year), source))
    return "o" + hashlib.sha256(key.encode()).hexdigest()[:12]


def observation_of(row: Row, origin: str) -> Observation:
    """The observation that a row of ``observations.csv`` holds.

    Args:
        row: The row; it states its year.
        origin: Table and line, e.g. ``baseline/observations.csv:17``.
    """
    return Observation(
        id=observation_id(row["indicator"], row["place"], int(row["year"]), row["source"]),
        indicator=row["indicator"],
        place=row["place"],
        year=int(row["year"]),
        value=float(row["value"]),
        low=_number(row["low"]),
        high=_number(row["high"]),
        unit=row["unit"],
        source=row["source"],
        origin=origin,
        confidence=row["confidence"],
        note=row["note"],
    )


@lru_cache(maxsize=1)
def observations() -> tuple[Observation, ...]:
    """All observations that state their year; those whose source states none stay in the table."""
    return tuple(
        observation_of(row, f"baseline/observations.csv:{line}")
        for line, row in _rows("observations.csv")
        if row["year"]
    )


def corridor_of(row: Row) -> CorridorStock:
    """The stock that a row of ``corridors.csv`` holds."""
    return CorridorStock(
        origin=row["origin"],
        destination=row["destination"],
        year=int(row["year"]),
        stock=_number(row["stock"]),
        source=row["source"],
        source_url=row["source_url"],
        confidence=row["confidence"],
        note=row["note"],
    )


@lru_cache(maxsize=1)
def corridors() -> tuple[CorridorStock, ...]:
    """Migrant stocks by origin, destination and year."""
    return _table("corridors.csv", corridor_of)


def _instrument(row: Row) -> Instrument:
    return Instrument(**row)


@lru_cache(maxsize=1)
def instruments() -> Mapping[str, Instrument]:
    """All instruments by id."""
    return MappingProxyType({one.id: one for one in _table("instruments.csv", _instrument)})


def _party(row: Row) -> Party:
    return Party(
        instrument=row["instrument"],
        iso3=row["iso3"],
        status=cast(PartyStatus, row["status"]),
        signed=row["signed"],
        ratified=row["ratified"],
        in_force_for=row["in_force_for"],
        reservation_note=row["reservation_note"],
        source=row["source"],
        source_url=row["source_url"],
        confidence=row["confidence"],
        note=row["note"],
    )


@lru_cache(maxsize=1)
def parties() -> tuple[Party, ...]:
    """Where each state stands towards each instrument."""
    return _table("parties.csv", _party)


def _border(row: Row) -> Border:
    return Border(
        a=row["a"],
        b=row["b"],
        kind=cast(BorderKind, row["kind"]),
        length_km=_number(row["length_km"]),
        crossings=split_list(row["crossings"]),
        source=row["source"],
        source_url=row["source_url"],
        confidence=row["confidence"],
        note=row["note"],
    )


@lru_cache(maxsize=1)
def borders() -> tuple[Border, ...]:
    """Borders between the members, and with their neighbours; each pair and kind once."""
    return _table("borders.csv", _border)


def _measure(row: Row) -> Measure:
    return Measure(
        id=row["id"],
        iso3=row["iso3"],
        start=row["start"],
        end=row["end"],
        name=row["name"],
        description=row["description"],
        kind=cast(MeasureKind, row["kind"]),
        for_whom=row["for_whom"],
        source=row["source"],
        source_url=row["source_url"],
        confidence=row["confidence"],
        note=row["note"],
    )


@lru_cache(maxsize=1)
def measures() -> tuple[Measure, ...]:
    """Dated acts of states."""
    return _table("measures.csv", _measure)


def _protection(row: Row) -> ProtectionIndicator:
    return ProtectionIndicator(
        id=row["id"],
        pillar=cast(Pillar, row["pillar"]),
        name=row["name"],
        definition=row["definition"],
        unit=row["unit"],
        source_type=row["source_type"],
        direction=row["direction"],
        dimension=cast(IndicatorDimension, row["dimension"]),
        legal_anchor=row["legal_anchor"],
        anchor_confidence=cast(Confidence, row["anchor_confidence"]),
        disaggregation=row["disaggregation"],
        denominator_or_scale=row["denominator_or_scale"],
        caveat=row["caveat"],
    )


@lru_cache(maxsize=1)
def protection_indicators() -> tuple[ProtectionIndicator, ...]:
    """The proposed indicators of the protection monitor."""
    return _table("protection_indicators.csv", _protection)
