"""Profiles of countries, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rantau.framework.errors import BadInput
from rantau.framework.words import DIMENSIONS
from rantau.profile import OVERALL, ProfileSettings, country_profiles

FEW = ProfileSettings(draws=200)


def test_a_dimension_is_the_mean_of_its_indicators_turned_to_insecurity(make):
    # Poverty 10, 30, 20 -> 0, 100, 50. Schooling, better when higher, 12, 2, 4 -> 0, 100, 80. Means: 0, 100, 65.
    indicators = [make.indicator("poverty"), make.indicator("schooling", direction="higher_better")]
    observations = make.row("poverty", {"AAA": 10, "BBB": 30, "CCC": 20})
    observations += make.row("schooling", {"AAA": 12, "BBB": 2, "CCC": 4})

    scores = country_profiles(indicators, observations, ["AAA", "BBB", "CCC"], 2024, seed=0, settings=FEW)

    economic = make.by_unit(scores, "economic")
    assert {unit: one.value for unit, one in economic.items()} == {"AAA": 0, "BBB": 100, "CCC": 65}
    assert {unit: one.rank for unit, one in economic.items()} == {"AAA": 3, "BBB": 1, "CCC": 2}
    assert economic["CCC"].inputs == ("poverty-CCC-2024", "schooling-CCC-2024")
    assert make.by_unit(scores, "poverty")["CCC"].value == 50


def test_the_whole_is_the_mean_of_the_assessed_dimensions(make):
    # Every dimension equals the level, but CCC has no observation of two of the seven.
    indicators, observations = make.world({"AAA": 0, "BBB": 100, "CCC": 40})
    observations = [
        one for one in observations if one.place != "CCC" or not one.indicator.startswith(("food", "health"))
    ]

    whole = make.by_unit(
        country_profiles(indicators, observations, ["AAA", "BBB", "CCC"], 2024, seed=0, settings=FEW), OVERALL
    )

    assert whole["CCC"].value == 40
    assert (whole["CCC"].available, whole["CCC"].expected) == (5, 7)
    assert (whole["BBB"].available, whole["BBB"].value) == (7, 100)


def test_with_too_few_dimensions_the_whole_is_not_assessed(make):
    indicators, observations = make.world({"AAA": 0, "BBB": 100, "CCC": 40})
    gone = ("food", "health", "personal")
    observations = [one for one in observations if one.place != "CCC" or not one.indicator.startswith(gone)]

    scores = country_profiles(indicators, observations, ["AAA", "BBB", "CCC"], 2024, seed=0, settings=FEW)

    whole = make.by_unit(scores, OVERALL)["CCC"]
    assert (whole.assessed, whole.value, whole.rank) == (False, None, None)
    assert whole.note == "not assessed: too few of its parts are assessed"
    # What it has is still said.
    assert make.by_unit(scores, "economic")["CCC"].value == 40


def test_missing_is_not_assessed_and_never_zero(make):
    indicators, observations = make.world({"AAA": 20, "BBB": 100, "CCC": 40})
    observations = [one for one in observations if one.place != "CCC"]

    scores = country_profiles(indicators, observations, ["AAA", "BBB", "CCC"], 2024, seed=0, settings=FEW)

    missing = [one for one in scores if one.unit == "CCC"]
    assert len(missing) == 1 + len(DIMENSIONS) + len(indicators)
    assert all(one.value is one.low is one.high is one.rank is None and not one.assessed for one in missing)
    assert all(one.note.startswith("not assessed") for one in missing)
    # The lowest country observed is a zero, and CCC takes no rank from it.
    assert make.by_unit(scores, OVERALL)["AAA"].value == 0
    assert make.by_unit(scores, OVERALL)["AAA"].rank == 2


@pytest.mark.parametrize(
    ("expected", "available", "assessed"),
    [(2, 2, True), (3, 2, True), (4, 2, True), (5, 2, False), (3, 1, False), (1, 1, False)],
)
def test_a_dimension_needs_two_indicators_and_half_of_those_it_has(make, expected, available, assessed):
    indicators = [make.indicator(f"economic_{n}") for n in range(expected)]
    observations = []
    for n, one in enumerate(indicators):
        observations += make.row(one.id, {"AAA": 0, "BBB": 100} | ({"CCC": 50} if n < available else {}))

    scores = country_profiles(indicators, observations, ["AAA", "BBB", "CCC"], 2024, seed=0, settings=FEW)

    economic = make.by_unit(scores, "economic")["CCC"]
    assert economic.assessed is assessed
    assert (economic.available, economic.expected) == (available, expected)


def test_a_dimension_without_any_indicator_says_so(make):
    scores = country_profiles(
        [make.indicator("poverty")], make.row("poverty", {"AAA": 1, "BBB": 2}), ["AAA", "BBB"], 2024, seed=0,
        settings=FEW,
    )  # fmt: skip

    food = make.by_unit(scores, "food")["AAA"]
    assert (food.assessed, food.available, food.expected) == (False, 0, 0)
    assert food.note == "not assessed: the study has no indicator of it"


def test_a_gap_widens_the_interval(make):
    indicators, observations = make.world({"AAA": 0, "BBB": 100, "CCC": 50, "DDD": 50})
    # DDD has one indicator of each dimension less, out of three.
    indicators += [make.indicator(f"{name}_3", name) for name in DIMENSIONS]
    for name in DIMENSIONS:
        observations += make.row(f"{name}_3", {"AAA": 0, "BBB": 100, "CCC": 50}, exact=True)

    whole = make.by_unit(
        country_profiles(indicators, observations, ["AAA", "BBB", "CCC", "DDD"], 2024, seed=0), OVERALL
    )

    assert whole["CCC"].value == whole["DDD"].value == 50
    assert whole["CCC"].high - whole["CCC"].low == pytest.approx(0)
    # A third of each of seven dimensions is uniform on 0 to 100: standard deviation near 28.87 / 3 / sqrt(7) = 3.64,
    # a little more for the weights; 3.29 of them from the 5th to the 95th percentile.
    assert 3.29 * 3.64 < whole["DDD"].high - whole["DDD"].low < 3.29 * 3.64 * 1.25


def test_the_interval_of_an_average_is_narrower_than_that_of_one_indicator(make):
    indicators, observations = make.world({"AAA": 0, "BBB": 100, "CCC": 50}, exact=False)

    scores = country_profiles(indicators, observations, ["AAA", "BBB", "CCC"], 2024, seed=0)

    def width(element):
        one = make.by_unit(scores, element)["CCC"]
        return one.high - one.low

    assert width(OVERALL) < width("economic") < width("economic_1")


def test_weights_alone_make_an_interval_where_indicators_disagree(make):
    # Two exact indicators, 0 and 100: the score is 100 w with w from Beta(10, 10), whose 5th and 95th percentiles
    # are 0.320 and 0.680.
    indicators = [make.indicator("one"), make.indicator("two")]
    observations = make.row("one", {"AAA": 0, "BBB": 100}, exact=True)
    observations += make.row("two", {"AAA": 100, "BBB": 0}, exact=True)

    scores = country_profiles(
        indicators, observations, ["AAA", "BBB"], 2024, seed=0, settings=ProfileSettings(draws=20_000)
    )

    one = make.by_unit(scores, "economic")["AAA"]
    assert one.value == 50
    assert (one.low, one.high) == pytest.approx((32.0, 68.0), abs=0.7)


def test_countries_that_cannot_be_told_apart_have_ranks_that_overlap(make):
    # Three countries within a point of each other, each observed with an error of five.
    indicators, observations = make.world(
        {"AAA": 0, "BBB": 50, "CCC": 50.5, "DDD": 51, "EEE": 100}, exact=False
    )

    whole = make.by_unit(
        country_profiles(indicators, observations, ["AAA", "BBB", "CCC", "DDD", "EEE"], 2024, seed=0), OVERALL
    )

    assert [whole[unit].rank for unit in ("EEE", "DDD", "CCC", "BBB", "AAA")] == [1, 2, 3, 4, 5]
    assert {(whole[unit].rank_low, whole[unit].rank_high) for unit in ("BBB", "CCC", "DDD")} == {(2, 4)}
    assert (whole["EEE"].rank_low, whole["EEE"].rank_high) == (1, 1)


def test_the_study_decides_which_countries_are_compared(make):
    indicators, observations = make.world({"AAA": 0, "BBB": 50, "CCC": 100})

    scores = country_profiles(indicators, observations, ["AAA", "BBB"], 2024, seed=0, settings=FEW)

    whole = make.by_unit(scores, OVERALL)
    assert set(whole) == {"AAA", "BBB"}
    assert whole["BBB"].value == 100


def test_one_country_has_nothing_to_be_compared_with(make):
    indicators, observations = make.world({"AAA": 20})

    scores = country_profiles(indicators, observations, ["AAA"], 2024, seed=0, settings=FEW)

    assert not any(one.assessed for one in scores)
    assert {one.note for one in scores} == {
        "not assessed: scores compare units with each other, and there is only one"
    }


def test_no_country_at_all_is_an_error_that_says_what_to_do(make):
    with pytest.raises(BadInput) as caught:
        country_profiles([make.indicator("poverty")], [], [], 2024, seed=0)

    assert str(caught.value) == (
        "a profile is of countries, and none is given: name at least one place in the study"
    )


def test_scores_run_from_zero_to_a_hundred_and_intervals_hold_their_value(make):
    rng = np.random.default_rng(3)
    units = [f"{letter}AA" for letter in "ABCDEFGHIJK"]
    indicators = [make.indicator(f"{name}_{n}", name) for name in DIMENSIONS for n in range(3)]
    observations = [
        make.observation(one.id, unit, float(rng.normal(100, 30)))
        for one in indicators
        for unit in units
        if rng.uniform() < 0.8
    ]

    scores = country_profiles(indicators, observations, units, 2024, seed=0)

    assessed = [one for one in scores if one.assessed]
    assert len(assessed) > 200
    assert all(0 <= one.low <= one.value <= one.high <= 100 for one in assessed)
    assert all(1 <= one.rank_low <= one.rank <= one.rank_high <= len(units) for one in assessed)
    assert all(not one.inputs for one in scores if one.available == 0)


def test_another_seed_gives_other_intervals_and_zero_is_a_seed(make):
    indicators, observations = make.world({"AAA": 0, "BBB": 40, "CCC": 100}, exact=False)

    def intervals(seed):
        scores = country_profiles(
            indicators, observations, ["AAA", "BBB", "CCC"], 2024, seed=seed, settings=FEW
        )
        return [(one.low, one.high) for one in scores]

    assert intervals(0) == intervals(0)
    assert intervals(0) != intervals(1)
