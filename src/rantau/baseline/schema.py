"""What each table of the baseline must look like: its columns, and what may stand in them.

The rules of :mod:`rantau.baseline.check` that hold for one column or one row at a time are written here as data; those
that need two rows, or two tables, are code there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rantau.framework.corridors import BORDER_KINDS
from rantau.framework.indicators import (
    CONFIDENCES,
    DIRECTIONS,
    INDICATOR_DIMENSIONS,
    INDICATOR_KINDS,
    PILLARS,
)
from rantau.framework.instruments import MEASURE_KINDS, PARTY_STATUSES
from rantau.framework.places import PLACE_KINDS

__all__ = ["TABLES", "UNITS", "YEARS", "TableSchema"]

UNITS = frozenset(
    {
        "percent",
        "per 1000",
        "per 100,000",
        "per 100,000 live births",
        "persons",
        "deaths",
        "years",
        "USD",
        "international dollars",
        "micrograms per cubic metre",
        "index 0-1",
        "index 0-10",
        "index 0-100",
        "score 0-60",
        "score -2.5 to 2.5",
        "level 1-5",
        "tier 1-4",
    }
)
"""Every unit that a published series of the baseline may have. A new one is added here, on purpose."""

YEARS = (1945, 2100)
"""First and last year that a figure can be believed to be of. (No clock is read here.)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSchema:
    """The rules of one table that hold for each row by itself."""

    columns: tuple[str, ...]
    """Exactly these, in this order."""
    key: tuple[str, ...]
    """The cells that no two rows may share."""
    needed: tuple[str, ...]
    """Cells that are never empty."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Column -> the closed set its cells come from."""
    numbers: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Column -> the lowest and highest number that a cell may hold; a cell may be empty."""
    years: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    """Columns of ISO dates, in the order in which they can have happened; a cell may be empty."""
    countries: tuple[str, ...] = ()
    """Columns that hold the code of a country."""
    ids: str = ""
    """A regular expression for the column ``id``."""


_ANY = (float("-inf"), float("inf"))
_SOURCE = ("source", "source_url", "confidence", "note")
_NAME = r"[a-z][a-z0-9_]*"

TABLES: Mapping[str, TableSchema] = {
    "places": TableSchema(
        columns=(
            *("id", "name", "kind", "iso3", "parent", "latitude", "longitude"),
            *("aliases", "local_names", "demonyms", "members", *_SOURCE),
        ),
        key=("id",),
        needed=("id", "name", "source"),
        words={"kind": PLACE_KINDS, "confidence": CONFIDENCES},
        numbers={"latitude": (-90, 90), "longitude": (-180, 180)},
        ids=r"[A-Z]{3}|[a-z0-9]+(-[a-z0-9]+)*",
    ),
    "indicators": TableSchema(
        columns=(
            *("id", "name", "definition", "unit", "kind", "dimension", "direction"),
            *("minimum", "maximum", "source", "source_url", "note"),
        ),
        key=("id",),
        needed=("id", "name", "definition", "unit", "source"),
        words={
            "kind": INDICATOR_KINDS,
            "dimension": INDICATOR_DIMENSIONS,
            "direction": DIRECTIONS,
            "unit": tuple(sorted(UNITS)),
        },
        numbers={"minimum": _ANY, "maximum": _ANY},
        ids=_NAME,
    ),
    "observations": TableSchema(
        columns=("indicator", "place", "year", "value", "low", "high", "unit", *_SOURCE),
        key=("indicator", "place", "year", "source"),
        needed=("indicator", "place", "value", "unit", "source"),
        words={"confidence": CONFIDENCES},
        numbers={"value": _ANY, "low": _ANY, "high": _ANY},
        years=("year",),
    ),
    "corridors": TableSchema(
        columns=("origin", "destination", "year", "stock", *_SOURCE),
        key=("origin", "destination", "year"),
        needed=("origin", "destination", "year", "source"),
        words={"confidence": CONFIDENCES},
        numbers={"stock": (0, 1e9)},
        years=("year",),
        countries=("origin", "destination"),
    ),
    "instruments": TableSchema(
        columns=("id", "name", "adopted", "in_force", "depositary", "subject", *_SOURCE),
        key=("id",),
        needed=("id", "name", "subject", "source"),
        words={"confidence": CONFIDENCES},
        dates=("adopted", "in_force"),
        ids=r"[A-Za-z0-9]+([_-][A-Za-z0-9]+)*",
    ),
    "parties": TableSchema(
        columns=(
            "instrument",
            "iso3",
            "status",
            "signed",
            "ratified",
            "in_force_for",
            "reservation_note",
            *_SOURCE,
        ),
        key=("instrument", "iso3"),
        needed=("instrument", "iso3", "source"),
        words={"status": PARTY_STATUSES, "confidence": CONFIDENCES},
        dates=("signed", "ratified", "in_force_for"),
        countries=("iso3",),
    ),
    "borders": TableSchema(
        columns=("a", "b", "kind", "length_km", "crossings", *_SOURCE),
        key=("a", "b", "kind"),
        needed=("a", "b", "source"),
        words={"kind": BORDER_KINDS, "confidence": CONFIDENCES},
        numbers={"length_km": (0, 25_000)},
        countries=("a", "b"),
    ),
    "measures": TableSchema(
        columns=("id", "iso3", "start", "end", "name", "description", "kind", "for_whom", *_SOURCE),
        key=("id",),
        needed=("id", "iso3", "start", "name", "description", "source"),
        words={"kind": MEASURE_KINDS, "confidence": CONFIDENCES},
        dates=("start", "end"),
        countries=("iso3",),
        ids=r"[A-Za-z0-9]+([_-][A-Za-z0-9]+)*",
    ),
    "protection_indicators": TableSchema(
        columns=(
            *("id", "pillar", "name", "definition", "unit", "source_type", "direction", "dimension"),
            *("legal_anchor", "anchor_confidence", "disaggregation", "denominator_or_scale", "caveat"),
        ),
        key=("id",),
        needed=("id", "name", "definition", "unit", "source_type", "legal_anchor"),
        words={
            "pillar": PILLARS,
            "direction": DIRECTIONS,
            "dimension": INDICATOR_DIMENSIONS,
            "anchor_confidence": CONFIDENCES,
        },
        ids=r"[A-Za-z0-9]+([_-][A-Za-z0-9]+)*",
    ),
}
"""Table -> its rules, in the order in which they are checked and counted."""
