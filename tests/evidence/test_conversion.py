"""Units that convert, units that do not, and claims read as intervals."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.evidence.conversion import comparable, convert, dimension
from rantau.evidence.currencies import currency_in, is_money
from rantau.evidence.intervals import interval, near, rounding

Claim = Callable[..., Any]


@pytest.mark.parametrize(
    ("value", "unit", "to", "converted"),
    [
        (5, "percent", "per 1000", 50),
        (6.7, "per 1000", "percent", 0.67),
        (100, "per 100000", "percent", 0.1),
        (12, "USD/year", "USD/month", 1),
        (700, "THB/week", "THB/month", 700 * 365.25 / 7 / 12),
        (2, "weeks", "days", 14),
        (36_000, "deportations", "persons", 36_000),
        (3, "km", "metres", 3_000),
    ],
)
def test_a_value_converts_between_units_of_one_dimension(
    value: float, unit: str, to: str, converted: float
) -> None:
    assert convert(value, unit, to) == pytest.approx(converted)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("USD", "THB"),
        ("THB/day", "THB/month"),
        ("hours/day", "hours/week"),
        ("persons", "households"),
        ("persons", "cases"),
        ("USD", "USD/month"),
        ("percent", "percentage points"),
        ("rupees", "INR"),
    ],
)
def test_what_would_need_an_assumption_is_not_converted(one: str, other: str) -> None:
    assert not comparable(one, other)
    with pytest.raises(ValueError, match=r"does not convert"):
        convert(1.0, one, other)


@given(
    st.floats(0.001, 1e9),
    st.sampled_from([("percent", "per 1000"), ("USD/year", "USD/week"), ("years", "days"), ("tonnes", "kg")]),
)
def test_there_and_back_again_is_the_same_value(value: float, units: tuple[str, str]) -> None:
    there = convert(value, units[0], units[1])
    assert math.isclose(convert(there, units[1], units[0]), value, rel_tol=1e-9)
    assert dimension(units[0]) == dimension(units[1])


def test_the_country_settles_a_currency_that_several_have() -> None:
    assert currency_in("rupees/month", ["NPL"]) == "NPR/month"
    assert currency_in("pesos", ["USA", "PHL"]) == "PHP"
    assert currency_in("pesos", ["USA"]) == "pesos"
    assert currency_in("THB", ["USA"]) == "THB"
    assert is_money("rupees/day")
    assert not is_money("persons")


@pytest.mark.parametrize(
    ("value", "unit", "half_step"),
    [
        (4_800_000, "persons", 50_000),
        (36_000, "persons", 500),
        (36_417, "persons", 0),
        (40, "persons", 0),
        (100_000, "persons", 5_000),
        (45, "percent", 0.5),
        (65.5, "percent", 0.05),
        (33.33, "percent", 2.5),
        (6.7, "per 1000", 0.05),
        (1.25, "hours", 0.005),
        (0, "persons", 0),
    ],
)
def test_a_value_is_as_good_as_its_last_digit(value: float, unit: str, half_step: float) -> None:
    assert rounding(value, unit) == pytest.approx(half_step)


@pytest.mark.parametrize(
    ("value", "qualifier", "low", "high"),
    [
        (36_000, "exact", 35_500, 36_500),
        (36_000, "about", 34_200, 37_800),
        (36_000, "more_than", 36_000, math.inf),
        (36_000, "at_least", 36_000, math.inf),
        (36_000, "less_than", 0, 36_000),
        (36_000, "at_most", 0, 36_000),
    ],
)
def test_a_claim_is_an_interval(claim: Claim, value: float, qualifier: str, low: float, high: float) -> None:
    assert interval(claim(value, qualifier)) == (low, high)


def test_a_bound_is_understood_as_the_nearest_round_number(claim: Claim) -> None:
    assert near(claim(36_000, "more_than")) == (36_000, 41_400)
    assert near(claim(36_000, "less_than")) == (30_600, 36_000)
    assert near(claim(36_000, "exact")) == (35_500, 36_500)


def test_a_range_is_its_ends(claim: Claim) -> None:
    assert interval(claim(25, "range", low=20.0, high=30.0)) == (20, 30)


def test_a_claim_without_a_value_is_no_interval(claim: Claim) -> None:
    with pytest.raises(ValueError, match=r"has no value; give it one"):
        interval(claim(None))


@given(
    st.floats(0.01, 1e12),
    st.sampled_from(["exact", "about", "more_than", "at_least", "less_than", "at_most"]),
    st.sampled_from(["persons", "percent", "USD"]),
)
def test_the_value_lies_in_its_interval_and_the_near_one_in_the_wide(
    claim: Claim, value: float, qualifier: str, unit: str
) -> None:
    one = claim(value, qualifier, unit=unit)
    low, high = interval(one)
    closest = near(one)
    assert low <= value <= high
    assert low <= closest[0] <= value <= closest[1] <= high
