"""Small tables for profiles. Country codes are AAA, BBB …; values are chosen so that results can be done by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import SimpleNamespace

import pytest

from rantau.framework.indicators import Indicator
from rantau.framework.words import DIMENSIONS
from rantau.store.records import Observation, Score

YEAR = 2024


def indicator(identifier: str, dimension: str = "economic", direction: str = "higher_worse") -> Indicator:
    return Indicator(
        id=identifier, name=identifier, definition="", unit="index", kind="series",
        dimension=dimension, direction=direction,  # type: ignore[arg-type]
    )  # fmt: skip


def observation(
    of: str, place: str, value: float, year: int = YEAR, low: float | None = None, high: float | None = None,
    identifier: str = "", source: str = "Example tables", origin: str = "data/observations.csv:2",
) -> Observation:  # fmt: skip
    return Observation(
        id=identifier or f"{of}-{place}-{year}", indicator=of, place=place, year=year, value=value, unit="index",
        source=source, origin=origin, low=low, high=high,
    )  # fmt: skip


def row(of: str, values: Mapping[str, float], *, exact: bool = False) -> list[Observation]:
    """One indicator's observations; exact ones state an error of zero."""
    return [
        observation(of, place, value, low=value if exact else None, high=value if exact else None)
        for place, value in values.items()
    ]


def world(levels: Mapping[str, float], *, exact: bool = True) -> tuple[list[Indicator], list[Observation]]:
    """Two indicators for each of the seven dimensions, both equal to a country's level."""
    indicators = [indicator(f"{name}_{n}", name) for name in DIMENSIONS for n in (1, 2)]
    return indicators, [one for of in indicators for one in row(of.id, levels, exact=exact)]


def by_unit(scores: Iterable[Score], element: str) -> dict[str, Score]:
    return {one.unit: one for one in scores if one.element == element}


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """Makers of indicators and observations, and ``by_unit`` to find an element's scores."""
    return SimpleNamespace(
        indicator=indicator, observation=observation, row=row, world=world, by_unit=by_unit
    )
