"""The choices behind a profile, and what is said about one that cannot be."""

from __future__ import annotations

import pytest

from rantau.framework.errors import BadInput
from rantau.profile.settings import (
    ProfileSettings,
    insecurity_sign,
    is_profiled,
    of_one_sex,
    profiled,
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("draws", 10),
        ("look_back_years", -1),
        ("assumed_error", 0),
        ("stated_level", 1),
        ("weight_concentration", 0),
        ("level", 0.2),
        ("minimum_indicators", 1),
        ("minimum_share", 0),
        ("minimum_dimensions", 8),
        ("minimum_stock", -5),
        ("top", 0),
        ("assumed_drift", -0.1),
        ("leg_weights", (1.0, 0.0, 1.0)),
        ("separable", 0.4),
    ],
)
def test_a_setting_that_cannot_be_is_named_with_its_value(name, value):
    with pytest.raises(BadInput) as caught:
        ProfileSettings(**{name: value})

    assert str(caught.value) == (
        f"the profile setting {name} cannot be {value!r}; leave it out to use the default"
    )


def test_one_indicator_is_never_a_dimension():
    with pytest.raises(BadInput, match="minimum_indicators"):
        ProfileSettings(minimum_indicators=1)


def test_a_higher_value_counts_as_its_direction_says(make):
    assert insecurity_sign(make.indicator("poverty", direction="higher_worse")) == 1
    assert insecurity_sign(make.indicator("schooling", direction="higher_better")) == -1


def test_a_direction_that_is_neither_is_refused_with_what_to_write(make):
    with pytest.raises(BadInput) as caught:
        insecurity_sign(make.indicator("poverty", direction="up"))

    assert (
        str(caught.value) == "indicator poverty has the direction 'up'; write higher_worse or higher_better"
    )


def test_only_series_with_a_dimension_and_a_worse_end_are_profiled(make):
    assert is_profiled(make.indicator("poverty"))
    assert not is_profiled(make.indicator("poverty", dimension=""))
    assert not is_profiled(make.indicator("population", direction="contextual"))


def test_a_series_of_one_sex_is_left_to_the_comparison_of_the_sexes_where_there_is_one_of_everybody(make):
    indicators = [make.indicator(one) for one in ("wage", "wage_women", "wage_men", "anaemia_women")]

    assert [one.id for one in profiled(indicators, ("economic",))] == ["anaemia_women", "wage"]
    assert of_one_sex(indicators) == {"wage": {"women": "wage_women", "men": "wage_men"}}
