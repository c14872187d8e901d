"""What holds of profiles whatever the numbers."""

from __future__ import annotations

import dataclasses
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from rantau.framework.corridors import CorridorStock
from rantau.profile import ProfileSettings, corridor_profiles, country_profiles

UNITS = ("AAA", "BBB", "CCC", "DDD")
FEW = ProfileSettings(draws=100)
values = st.floats(min_value=-1000, max_value=1000).map(lambda value: round(value, 2))
tables = st.dictionaries(
    st.tuples(st.sampled_from(["e1", "e2", "e3", "f1", "f2"]), st.sampled_from(UNITS)),
    st.tuples(values, st.integers(2010, 2024)),
    min_size=8,
)


def given_table(make, table):
    indicators = [
        make.indicator(
            name, {"e": "economic", "f": "food"}[name[0]], "higher_better" if name == "e2" else "higher_worse"
        )
        for name in ("e1", "e2", "e3", "f1", "f2")
    ]
    observations = [make.observation(of, place, value, year) for (of, place), (value, year) in table.items()]
    return indicators, observations


@given(tables, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_places_and_indicators_changes_nothing(make, table, rng: random.Random):
    indicators, observations = given_table(make, table)
    corridors = [
        CorridorStock(origin=a, destination=b, year=2020, stock=50_000) for a in UNITS for b in UNITS
    ]
    plain = country_profiles(indicators, observations, UNITS, 2024, seed=1, settings=FEW)
    plain += corridor_profiles(indicators, observations, UNITS, corridors, 2024, seed=1, settings=FEW)

    indicators, observations, places, stocks = (
        rng.sample(one, len(one)) for one in (indicators, observations, list(UNITS), corridors)
    )
    mixed = country_profiles(indicators, observations, places, 2024, seed=1, settings=FEW)
    mixed += corridor_profiles(indicators, observations, places, stocks, 2024, seed=1, settings=FEW)

    assert repr(mixed) == repr(plain)


@given(tables, st.sampled_from([0.001, 0.5, 3.0, 1000.0]), st.integers(-50, 50))
@settings(max_examples=40, deadline=None)
def test_the_unit_of_an_indicator_changes_nothing(make, table, factor, shift):
    indicators, observations = given_table(make, table)
    moved = [dataclasses.replace(one, value=one.value * factor + shift) for one in observations]

    plain = country_profiles(indicators, observations, UNITS, 2024, seed=1, settings=FEW)
    other = country_profiles(indicators, moved, UNITS, 2024, seed=1, settings=FEW)

    for one, same in zip(plain, other, strict=True):
        assert one.assessed is same.assessed
        if one.assessed:
            assert abs(one.value - same.value) < 1e-4
            assert abs(one.low - same.low) < 1e-4
            assert abs(one.high - same.high) < 1e-4


@given(tables)
@settings(max_examples=40, deadline=None)
def test_turning_an_indicator_turns_its_scores(make, table):
    indicators, observations = given_table(make, table)
    turned = [
        dataclasses.replace(
            one, direction="higher_better" if one.direction == "higher_worse" else "higher_worse"
        )
        for one in indicators
    ]

    plain = country_profiles(indicators, observations, UNITS, 2024, seed=1, settings=FEW)
    other = country_profiles(turned, observations, UNITS, 2024, seed=1, settings=FEW)

    for one, opposite in zip(plain, other, strict=True):
        if one.assessed:
            assert abs(one.value + opposite.value - 100) < 1e-4


@given(tables)
@settings(max_examples=40, deadline=None)
def test_a_country_without_observations_moves_no_other(make, table):
    indicators, observations = given_table(make, table)

    plain = country_profiles(indicators, observations, UNITS, 2024, seed=1, settings=FEW)
    more = country_profiles(indicators, observations, (*UNITS, "ZZZ"), 2024, seed=1, settings=FEW)

    assert {(one.unit, one.element): one.value for one in plain} == {
        (one.unit, one.element): one.value for one in more if one.unit != "ZZZ"
    }
    assert not any(one.assessed for one in more if one.unit == "ZZZ")


@given(tables, st.floats(min_value=0, max_value=1))
@settings(max_examples=40, deadline=None)
def test_a_country_between_the_extremes_moves_no_others_value(make, table, share):
    indicators, observations = given_table(make, table)
    between = []
    for indicator in indicators:
        known = [one.value for one in observations if one.indicator == indicator.id and one.year >= 2014]
        if known:
            value = min(known) + share * (max(known) - min(known))
            between.append(make.observation(indicator.id, "ZZZ", min(max(value, min(known)), max(known))))

    plain = country_profiles(indicators, observations, UNITS, 2024, seed=1, settings=FEW)
    more = country_profiles(
        indicators, [*observations, *between], (*UNITS, "ZZZ"), 2024, seed=1, settings=FEW
    )

    wanted = {(one.unit, one.element): one.value for one in plain if one.assessed}
    found = {(one.unit, one.element): one.value for one in more}
    assert {key: found[key] for key in wanted} == wanted


@given(tables, st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_the_seed_moves_no_value_and_no_rank(make, table, seed):
    indicators, observations = given_table(make, table)

    plain = country_profiles(indicators, observations, UNITS, 2024, seed=0, settings=FEW)
    again = country_profiles(indicators, observations, UNITS, 2024, seed=0, settings=FEW)
    other = country_profiles(indicators, observations, UNITS, 2024, seed=seed, settings=FEW)

    assert repr(again) == repr(plain)
    assert [(one.value, one.rank) for one in other] == [(one.value, one.rank) for one in plain]


@given(tables)
@settings(max_examples=40, deadline=None)
def test_what_is_assessed_rests_on_observations_of_that_country(make, table):
    indicators, observations = given_table(make, table)
    place = {one.id: one.place for one in observations}

    for score in country_profiles(indicators, observations, UNITS, 2024, seed=1, settings=FEW):
        assert {place[one] for one in score.inputs} <= {score.unit}
        assert bool(score.inputs) or not score.assessed
        if score.assessed and score.element in ("economic", "food"):
            assert len(score.inputs) == score.available
