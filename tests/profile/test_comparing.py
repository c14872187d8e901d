"""Change over time, and women beside men, with the method held fixed."""

from __future__ import annotations

import pytest

from rantau.framework.errors import BadInput
from rantau.framework.words import DIMENSIONS
from rantau.profile import OVERALL, ProfileSettings, country_profiles
from rantau.profile.comparing import changes_over_time, differences_by_sex

EXACT = ProfileSettings(draws=400, look_back_years=3, assumed_drift=0.0)
PLACES = ["AAA", "BBB", "CCC"]


def two_years(make, before, after, *, exact=True, dimensions=DIMENSIONS):
    """Two indicators of each dimension, equal to a country's level in 2014 and in 2024."""
    indicators = [make.indicator(f"{name}_{n}", name) for name in dimensions for n in (1, 2)]
    rows = [
        make.observation(
            one.id, place, level, year, low=level if exact else None, high=level if exact else None
        )
        for one in indicators
        for year, levels in ((2014, before), (2024, after))
        for place, level in levels.items()
    ]
    return indicators, rows


def found(differences, element, unit):
    (one,) = (one for one in differences if (one.element, one.unit) == (element, unit))
    return one


def test_a_change_is_on_one_scale_that_spans_both_years(make):
    # All values lie between 0 and 200, so that 50 to 100 is a quarter of the scale.
    given = two_years(make, {"AAA": 0, "BBB": 50, "CCC": 200}, {"AAA": 0, "BBB": 100, "CCC": 150})

    changes = changes_over_time(*given, PLACES, 2014, 2024, seed=0, settings=EXACT)

    one = found(changes, OVERALL, "BBB")
    assert (one.first, one.second, one.difference) == (25, 50, 25)
    assert (one.low, one.high, one.worse) == (25, 25, 1.0)
    assert found(changes, "food", "CCC").difference == -25
    assert found(changes, "food", "CCC").worse == 0


def test_weights_are_the_same_in_both_years_so_that_they_blur_no_change_that_is_even(make):
    # Everything falls by 20 everywhere; levels of the dimensions differ, so that weights move each score but not this.
    indicators = [make.indicator(f"{name}_{n}", name) for name in DIMENSIONS for n in (1, 2)]
    rows = []
    for number, one in enumerate(indicators):
        for year, fall in ((2014, 0), (2024, 20)):
            for place, level in (("AAA", 20), ("BBB", 30 + 5 * number), ("CCC", 120)):
                value = float(level - fall)
                rows.append(make.observation(one.id, place, value, year, low=value, high=value))

    one = found(
        changes_over_time(indicators, rows, PLACES, 2014, 2024, seed=0, settings=EXACT), OVERALL, "BBB"
    )
    level = make.by_unit(
        country_profiles(indicators, rows, PLACES, 2024, seed=0, settings=EXACT, base_year=2014), OVERALL
    )["BBB"]

    assert one.difference == pytest.approx(-100 * 20 / 120, abs=1e-5)
    assert one.high - one.low < 1e-5
    assert level.high - level.low > 5


def test_the_level_in_a_change_is_that_of_a_profile_whose_scale_spans_both_years(make):
    given = two_years(make, {"AAA": 0, "BBB": 50, "CCC": 200}, {"AAA": 0, "BBB": 100, "CCC": 150})

    scores = country_profiles(*given, PLACES, 2024, seed=0, settings=EXACT, base_year=2014)

    assert make.by_unit(scores, OVERALL)["BBB"].value == 50


def test_only_what_was_observed_in_both_years_is_compared(make):
    indicators, rows = two_years(make, {"AAA": 0, "BBB": 50, "CCC": 100}, {"AAA": 0, "BBB": 50, "CCC": 100})
    # A third indicator of food, in 2024 alone, and very bad: it must not look like a fall.
    indicators.append(make.indicator("food_3", "food"))
    rows += make.row("food_3", {"AAA": 0, "BBB": 100, "CCC": 100}, exact=True)

    one = found(
        changes_over_time(indicators, rows, PLACES, 2014, 2024, seed=0, settings=EXACT), "food", "BBB"
    )

    assert one.difference == 0
    assert (one.compared, one.expected) == (2, 3)
    assert (one.low, one.high) == (0, 0)  # what is missing in both is equally unknown in both


def test_with_too_little_in_both_years_nothing_is_assessed(make):
    indicators, rows = two_years(make, {"AAA": 0, "BBB": 50, "CCC": 100}, {"AAA": 0, "BBB": 60, "CCC": 100})
    rows = [one for one in rows if (one.indicator, one.place, one.year) != ("food_1", "BBB", 2014)]

    one = found(
        changes_over_time(indicators, rows, PLACES, 2014, 2024, seed=0, settings=EXACT), "food", "BBB"
    )

    assert (one.assessed, one.difference, one.low, one.worse) == (False, None, None, None)
    assert one.note == "not assessed: too few of its indicators were observed in both"


def test_one_figure_for_both_years_is_no_change(make):
    indicators, rows = two_years(make, {"AAA": 0, "BBB": 50, "CCC": 100}, {})
    settings = ProfileSettings(draws=400, look_back_years=12)

    one = found(
        changes_over_time(indicators, rows, PLACES, 2016, 2024, seed=0, settings=settings), OVERALL, "BBB"
    )

    assert (one.assessed, one.renewed, one.compared) == (False, 0, 14)
    assert one.note == "not assessed: no indicator was observed anew between the two"


def test_a_figure_that_stands_for_both_years_is_unsure_by_its_ageing_alone(make):
    # One dimension of two indicators. The first is observed anew and exact; the second, of 2014, stands for both years.
    indicators = [make.indicator("one", "food"), make.indicator("two", "food")]
    rows = [
        make.observation("one", place, value, year, low=value, high=value)
        for year in (2014, 2024)
        for place, value in (("AAA", 0.0), ("BBB", 50.0), ("CCC", 100.0))
    ]
    rows += [
        make.observation("two", place, value, 2014)
        for place, value in (("AAA", 0), ("BBB", 50), ("CCC", 100))
    ]
    settings = ProfileSettings(draws=8000, look_back_years=12, assumed_drift=0.02, weight_concentration=1e5)

    one = found(
        changes_over_time(indicators, rows, PLACES, 2014, 2024, seed=0, settings=settings), "food", "BBB"
    )

    assert (one.renewed, one.compared, one.difference) == (1, 2, 0)
    # Ten years at 2 a year is 6.32, half of it in the mean; its own error of 5 is the same in both years.
    assert (one.low, one.high) == pytest.approx((-1.645 * 3.16, 1.645 * 3.16), abs=0.35)


def test_errors_of_two_figures_are_independent(make):
    given = two_years(
        make,
        {"AAA": 0, "BBB": 50, "CCC": 100},
        {"AAA": 0, "BBB": 50, "CCC": 100},
        exact=False,
        dimensions=("food",),
    )
    settings = ProfileSettings(draws=8000, look_back_years=3, assumed_drift=0, weight_concentration=1e5)

    one = found(changes_over_time(*given, PLACES, 2014, 2024, seed=0, settings=settings), "food", "BBB")

    # Each mean of two has an error of 5 / sqrt(2); their difference has one of 5.
    assert (one.low, one.high) == pytest.approx((-1.645 * 5, 1.645 * 5), abs=0.35)
    assert one.worse == pytest.approx(0.5, abs=0.02)


def test_years_in_the_wrong_order_are_refused(make):
    with pytest.raises(BadInput, match="from an earlier year to a later one, not from 2024 to 2014"):
        changes_over_time([make.indicator("x")], [], PLACES, 2024, 2014, seed=0)


def by_sex(make, women, men):
    indicators = [make.indicator(f"wage_{n}{end}") for n in (1, 2) for end in ("", "_women", "_men")]
    rows = []
    for n in (1, 2):
        rows += make.row(f"wage_{n}", {"AAA": 0, "BBB": 50, "CCC": 100}, exact=True)
        rows += make.row(f"wage_{n}_women", women, exact=True) + make.row(f"wage_{n}_men", men, exact=True)
    return indicators, rows


def test_women_stand_beside_men_on_the_scale_of_everybody(make):
    given = by_sex(make, {"AAA": 10, "BBB": 70, "CCC": 100}, {"AAA": 0, "BBB": 40, "CCC": 90})

    one = found(differences_by_sex(*given, PLACES, 2024, seed=0, settings=EXACT), "economic", "BBB")

    assert (one.first, one.second, one.difference) == (40, 70, 30)
    assert one.inputs == (
        "wage_1_men-BBB-2024",
        "wage_2_men-BBB-2024",
        "wage_1_women-BBB-2024",
        "wage_2_women-BBB-2024",
    )


def test_without_series_of_both_sexes_the_difference_is_not_assessed(make):
    indicators, rows = by_sex(make, {"AAA": 10, "BBB": 70, "CCC": 100}, {"AAA": 0, "CCC": 90})

    differences = differences_by_sex(indicators, rows, PLACES, 2024, seed=0, settings=EXACT)

    assert found(differences, "economic", "BBB").assessed is False
    assert found(differences, "economic", "AAA").assessed is True
    assert found(differences, "food", "AAA").assessed is False


def test_series_of_one_sex_are_no_indicators_of_the_profile_itself(make):
    given = by_sex(make, {"AAA": 10, "BBB": 70, "CCC": 100}, {"AAA": 0, "BBB": 40, "CCC": 90})

    scores = country_profiles(*given, PLACES, 2024, seed=0, settings=EXACT)

    assert make.by_unit(scores, "economic")["BBB"].expected == 2
    assert {one.element for one in scores if one.element.startswith("wage")} == {"wage_1", "wage_2"}
