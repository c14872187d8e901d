"""Which indicator a publisher's series is, as data: ``series.csv`` and ``indicators.csv`` beside this file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from rantau.baseline.load import indicator_of
from rantau.baseline.load import indicators as baseline_indicators
from rantau.framework.indicators import Indicator
from rantau.profile.publishers.cells import plain

__all__ = ["KnownSeries", "Series", "Unmapped", "added_indicators", "known_series", "match_series"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSeries:
    """A row of ``series.csv``."""

    publisher: str
    series: str
    """The publisher's code."""
    indicator: str
    """Empty where rantau has looked and found no indicator that measures the same thing."""
    unit: str
    """The publisher's unit."""
    factor: float
    """What a figure is multiplied with to be in the indicator's unit."""
    label_contains: str
    """What the series' name in the file must hold, e.g. the year whose prices it is in; empty for anything."""
    standard_error: str
    """Code of the series that holds this one's standard errors."""
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A series that is taken, and as what."""

    code: str
    label: str
    indicator: Indicator
    factor: float = 1.0
    standard_error: str = ""
    new: bool = False
    """The indicator is neither in the baseline nor in ``indicators.csv``: it was asked for."""


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A series that is not taken, and why."""

    reason: str


def _rows(name: str) -> list[dict[str, str]]:
    words = resources.files("rantau.profile.publishers").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(words, newline="")))


@lru_cache(maxsize=1)
def known_series() -> Mapping[tuple[str, str], KnownSeries]:
    """All rows of ``series.csv`` by publisher and code."""
    return MappingProxyType(
        {
            (row["publisher"], row["series"]): KnownSeries(**{**row, "factor": float(row["factor"])})  # type: ignore[arg-type]
            for row in _rows("series.csv")
        }
    )


@lru_cache(maxsize=1)
def added_indicators() -> Mapping[str, Indicator]:
    """Indicators that come with a publisher's file and are not in the baseline, by id. None is in a profile."""
    return MappingProxyType({row["id"]: indicator_of(row) for row in _rows("indicators.csv")})


def match_series(
    publisher: str, code: str, label: str, asked: frozenset[str], *, source: str = "", definition: str = ""
) -> Series | Unmapped:
    """What a publisher's series is taken as.

    Args:
        publisher: As ``series.csv`` writes it.
        code: The publisher's code of the series.
        label: The series' name in the file; empty where it has none.
        asked: Codes that are taken even if no indicator is their counterpart.
        source: Who says so, for a new indicator.
        definition: The publisher's definition, for a new indicator.
    """
    known = known_series().get((publisher, code))
    if known is not None and known.indicator:
        if not label or known.label_contains in label:
            indicator = baseline_indicators().get(known.indicator) or added_indicators()[known.indicator]
            return Series(
                code=code,
                label=label,
                indicator=indicator,
                factor=known.factor,
                standard_error=known.standard_error,
            )
        if code not in asked:
            return Unmapped(
                f"the series is another edition than {known.indicator}: its name lacks {known.label_contains!r}"
            )
    if code in asked:
        return Series(
            code=code,
            label=label,
            indicator=_new(publisher, code, label, source, definition, known),
            new=True,
        )
    if known is not None and known.note:
        return Unmapped(f"{known.note}; take it as a new indicator with --series {code}")
    return Unmapped("no indicator of rantau's is its counterpart; take it as a new one with --series CODE")


def _new(
    publisher: str, code: str, label: str, source: str, definition: str, known: KnownSeries | None
) -> Indicator:
    """An indicator made from what the file says of a series. It is contextual until the analyst says otherwise."""
    name = plain(label) or plain(code)
    id = re.sub(r"[^a-z0-9]+", "_", f"{publisher} {code}".lower()).strip("_")
    bracket = re.search(r"\(([^()]+)\)", name)
    unit = known.unit if known is not None else (bracket.group(1) if bracket else "as published")
    return Indicator(
        id=id,
        name=name,
        definition=plain(definition) or name,
        unit=unit,
        kind="series",
        dimension="",
        direction="contextual",
        source=source or publisher,
        note=f"Series {plain(code)}. Made on import: dimension and direction are for the analyst to say.",
    )
