"""Which units can be laid side by side, and what converts into what."""

from __future__ import annotations

from rantau.evidence.currencies import is_money

__all__ = ["comparable", "convert", "dimension"]

_FACTORS = {
    "hours": ("time", 1 / 24), "minutes": ("time", 1 / 1440), "days": ("time", 1.0), "weeks": ("time", 7.0),
    "months": ("time", 30.4375), "years": ("time", 365.25),
    "percent": ("share", 1.0), "per 1000": ("share", 0.1), "per 10000": ("share", 0.01), "per 100000": ("share", 0.001),
    "per million": ("share", 0.0001),
    "km": ("length", 1.0), "miles": ("length", 1.609344), "metres": ("length", 0.001), "hectares": ("area", 1.0),
    "tonnes": ("mass", 1.0), "kg": ("mass", 0.001),
}  # fmt: skip
_PER_YEAR = {"week": 365.25 / 7, "month": 12.0, "year": 1.0}
_PEOPLE = frozenset(
    {"persons", "deportations", "arrests", "deaths", "prosecutions", "convictions", "crossings"}
)


def dimension(unit: str) -> str:
    """What can be compared with what: units of one dimension convert into each other.

    People and events that happen to one person each (deportations, arrests, deaths) are one dimension: a count of
    deportations is a count of people deported, save for people deported twice.
    """
    if unit in _FACTORS:
        return _FACTORS[unit][0]
    if unit in _PEOPLE:
        return "people"
    head, _, per = unit.partition("/")
    if per in _PER_YEAR and is_money(head):
        return f"{head} over time"
    return unit


def comparable(one: str, other: str) -> bool:
    """True when values in the two units can be laid side by side."""
    return one == other or dimension(one) == dimension(other)


def convert(value: float, unit: str, to: str) -> float:
    """Convert a value between units of one dimension.

    A month is 30.4375 days, a year 12 months or 365.25 days. What would need an assumption is not converted: hours a
    day into hours a week and a daily wage into a monthly one (how many days are worked?), one currency into another
    (at the rate of which day?).

    Raises:
        ValueError: The units are of different dimensions.
    """
    if unit == to:
        return value
    if not comparable(unit, to):
        raise ValueError(f"{unit} does not convert to {to}; compare values of one dimension only")
    if unit in _FACTORS:
        return value * _FACTORS[unit][1] / _FACTORS[to][1]
    if unit in _PEOPLE:
        return value
    per, target = unit.partition("/")[2], to.partition("/")[2]
    return value * _PER_YEAR[per] / _PER_YEAR[target]
