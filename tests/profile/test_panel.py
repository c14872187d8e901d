"""Which observation is used, how it is put on a scale, and the tables it could have been."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from rantau.framework.errors import BadInput
from rantau.profile.assessing import assess
from rantau.profile.panel import Tree, latest, make_panel, make_scale, yearly_changes
from rantau.profile.settings import ProfileSettings

TREE = Tree(("economic",), "economic")
EXACT = ProfileSettings(assumed_drift=0)


def panel_of(indicators, rows, units, settings=EXACT, year=2024, **more):
    return make_panel(indicators, units, latest(rows, year, 10), year, TREE, settings, **more)


def drawn(panel, draws):
    return assess(panel, ProfileSettings(draws=draws), 0).draws_of("i0")


def test_the_latest_observation_is_used(make):
    old, new = make.observation("poverty", "AAA", 30, 2015), make.observation("poverty", "AAA", 20, 2021)

    assert latest([old, new], 2024, 10) == latest([new, old], 2024, 10) == {("poverty", "AAA"): new}


def test_an_observation_that_is_too_old_or_from_the_future_is_not_used(make):
    rows = [make.observation("poverty", "AAA", 30, 2013), make.observation("poverty", "AAA", 30, 2025)]
    just_within = make.observation("poverty", "BBB", 30, 2014)

    assert latest([*rows, just_within], 2024, 10) == {("poverty", "BBB"): just_within}


def test_of_one_year_the_observation_that_states_its_error_is_used(make):
    bare = make.observation("poverty", "AAA", 30, identifier="a")
    stated = make.observation("poverty", "AAA", 20, low=18, high=22, identifier="b")

    assert latest([bare, stated], 2024, 10)[("poverty", "AAA")] is stated
    assert latest([stated, bare], 2024, 10)[("poverty", "AAA")] is stated


def test_of_two_alike_the_order_of_ids_decides_and_not_the_order_of_rows(make):
    one, two = (
        make.observation("poverty", "AAA", value, identifier=name) for name, value in (("a", 1), ("b", 2))
    )

    assert latest([one, two], 2024, 10) == latest([two, one], 2024, 10) == {("poverty", "AAA"): one}


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_that_is_no_number_is_not_used(make, value):
    assert latest([make.observation("poverty", "AAA", value)], 2024, 10) == {}


def test_a_claim_is_used_only_where_nothing_published_lies_within_the_window(make):
    claimed = make.observation("poverty", "AAA", 30, 2024, low=29, high=31, origin="claims:c1;c2")
    published = make.observation("poverty", "AAA", 10, 2015)

    assert latest([claimed, published], 2024, 10)["poverty", "AAA"] is published
    assert latest([claimed, published], 2024, 5)["poverty", "AAA"] is claimed


def test_goalposts_are_the_lowest_and_the_highest_of_the_units_in_all_years_compared(make):
    rows = [
        *make.row("poverty", {"AAA": 10, "BBB": 30}),
        make.observation("poverty", "AAA", 5, 2014),
        make.observation("poverty", "BBB", 20, 2014),
        make.observation("poverty", "ZZZ", 99, 2014),
    ]
    picks = [latest(rows, year, 5) for year in (2014, 2024)]

    assert make_scale([make.indicator("poverty")], ["AAA", "BBB"], picks) == {"poverty": (5, 30)}
    assert make_scale([make.indicator("poverty")], ["AAA", "BBB"], picks[1:]) == {"poverty": (10, 30)}


def test_an_indicator_that_tells_no_units_apart_has_no_scale(make):
    alone = [
        latest(make.row("poverty", {"AAA": 10}), 2024, 5),
        latest([make.observation("poverty", "AAA", 4, 2014)], 2014, 5),
    ]
    equal = [latest(make.row("poverty", {"AAA": 10, "BBB": 10}), 2024, 5)]

    assert make_scale([make.indicator("poverty")], ["AAA", "BBB"], alone) == {}
    assert make_scale([make.indicator("poverty")], ["AAA", "BBB"], equal) == {}


def test_a_value_too_large_to_compute_with_is_named(make):
    rows = make.row("poverty", {"AAA": 1e70, "BBB": 1})

    with pytest.raises(BadInput, match="poverty of AAA is too large"):
        panel_of([make.indicator("poverty")], rows, ["AAA", "BBB"])


def test_the_panel_is_sorted_and_says_which_observation_each_cell_is(make):
    indicators = [make.indicator("hunger"), make.indicator("poverty")]
    rows = make.row("poverty", {"BBB": 2, "AAA": 1}) + make.row("hunger", {"BBB": 5, "AAA": 3})

    panel = panel_of(indicators, rows, ["BBB", "AAA"])

    assert panel.units == ("AAA", "BBB")
    assert panel.values.tolist() == [[3, 1], [5, 2]]
    assert panel.used[1, 0].id == "hunger-BBB-2024"


def test_a_column_that_tells_no_units_apart_is_left_empty(make):
    rows = make.row("poverty", {"AAA": 7, "BBB": 7}) + make.row("hunger", {"AAA": 3})

    panel = panel_of([make.indicator("poverty"), make.indicator("hunger")], rows, ["AAA", "BBB"])

    assert np.isnan(panel.values).all()
    assert panel.used == {}


def test_a_stated_interval_is_read_at_its_level_on_each_side(make):
    # A 95% interval reaches 1.96 standard errors to either side.
    rows = [make.observation("poverty", "AAA", 50, low=50 - 1.96 * 2, high=50 + 1.96 * 5)]
    rows += make.row("poverty", {"BBB": 0, "CCC": 100})

    panel = panel_of([make.indicator("poverty")], rows, ["AAA", "BBB", "CCC"])

    assert panel.inputs.errors.values[:, 0].round(3).tolist() == [
        2,
        5,
        5,
    ]  # 5: the assumed 5% of a range of 100
    assert panel.inputs.errors_above.values[:, 0].round(3).tolist() == [5, 5, 5]
    assert panel.assumed_errors == 2


def test_the_age_of_an_observation_is_an_error_of_its_own(make):
    # Exact in 2015, and 9 years old: three times the change of one year, here 2% of a range of 100.
    rows = [make.observation("poverty", "AAA", 50, 2015, low=50, high=50)]
    rows += make.row("poverty", {"BBB": 0, "CCC": 100}, exact=True)

    panel = panel_of(
        [make.indicator("poverty")], rows, ["AAA", "BBB", "CCC"], ProfileSettings(assumed_drift=0.02)
    )

    assert panel.inputs.errors.values[:, 0].round(6).tolist() == [6, 0, 0]


def test_errors_of_the_source_and_of_age_join_as_independent_ones_do(make):
    rows = [make.observation("poverty", "AAA", 50, 2020, low=50 - 1.96 * 3, high=50 + 1.96 * 3)]
    rows += make.row("poverty", {"BBB": 0, "CCC": 100}, exact=True)

    panel = panel_of([make.indicator("poverty")], rows, ["AAA", "BBB", "CCC"], changes={"poverty": 2.0})

    # Four years at 2 a year: 4; with 3, the square root of 9 + 16.
    assert panel.inputs.errors.values[0, 0] == pytest.approx(5, abs=0.001)


def test_the_change_of_a_year_is_taken_from_one_units_figures_of_one_source(make):
    rows = [make.observation("poverty", "AAA", value, 2018 + n) for n, value in enumerate([10, 12, 10, 12])]
    rows += [make.observation("poverty", "BBB", 20, 2014), make.observation("poverty", "BBB", 28, 2018)]
    rows += [
        make.observation("poverty", "BBB", 24, 2022),
        make.observation("poverty", "BBB", 900, 2023, source="Other"),
    ]
    scale = {"poverty": (10.0, 28.0)}

    found = yearly_changes([make.indicator("poverty")], rows, ["AAA", "BBB"], scale)

    # Squares by year: 4, 4, 4, then 64 / 4 and 16 / 4.
    assert found["poverty"] == pytest.approx(np.sqrt((4 + 4 + 4 + 16 + 4) / 5))
    assert yearly_changes([make.indicator("poverty")], rows[:4], ["AAA", "BBB"], scale) == {}


def test_draws_of_an_exact_table_are_the_table(make):
    rows = make.row("poverty", {"AAA": 0, "BBB": 25, "CCC": 100}, exact=True)

    found = drawn(panel_of([make.indicator("poverty")], rows, ["AAA", "BBB", "CCC"]), 100)

    assert found.shape == (100, 3)
    assert (found == np.array([0.0, 25.0, 100.0])).all()


def test_draws_of_a_missing_cell_cover_the_whole_range(make):
    rows = make.row("poverty", {"AAA": 0, "CCC": 100}, exact=True)

    gap = drawn(panel_of([make.indicator("poverty")], rows, ["AAA", "BBB", "CCC"]), 20_000)[:, 1]

    # Uniform on 0 to 100: mean 50, standard deviation 100 / sqrt(12) = 28.87.
    assert gap.mean() == pytest.approx(50, abs=1)
    assert gap.std() == pytest.approx(28.87, abs=0.5)


def test_an_observations_error_moves_the_draws_by_as_much(make):
    rows = make.row("poverty", {"AAA": 0, "CCC": 200}, exact=True)
    rows.append(make.observation("poverty", "BBB", 100, low=100 - 19.6, high=100 + 39.2))

    found = drawn(panel_of([make.indicator("poverty")], rows, ["AAA", "BBB", "CCC"]), 40_000)[:, 1]

    # Standard errors of 10 and 20 on a range of 200 are 5 and 10 points; 1.645 of them to the 5th and 95th percentile.
    assert np.quantile(found, [0.05, 0.5, 0.95]) == pytest.approx(
        [50 - 1.645 * 5, 50, 50 + 1.645 * 10], abs=0.3
    )


def test_draws_stay_within_what_an_indicator_can_be(make):
    poverty = dataclasses.replace(make.indicator("poverty"), minimum=0.0, maximum=100.0)
    rows = make.row("poverty", {"AAA": 1, "BBB": 50, "CCC": 99})
    panel = panel_of([poverty], rows, ["AAA", "BBB", "CCC"], scale={"poverty": (-100.0, 200.0)})

    found = drawn(panel, 2000)

    # On a scale from -100 to 200, 0 is a third of the way and 100 two thirds.
    assert found.min() == pytest.approx(100 / 3)
    assert found.max() == pytest.approx(200 / 3)


def test_an_indicator_may_bear_the_name_of_a_dimension(make):
    rows = make.row("economic", {"AAA": 0, "BBB": 100}) + make.row("two", {"AAA": 0, "BBB": 50})

    panel = panel_of([make.indicator("economic"), make.indicator("two")], rows, ["AAA", "BBB"])

    assert assess(panel, ProfileSettings(draws=100), 0).values("economic").tolist() == [0, 100]
