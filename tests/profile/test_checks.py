"""Whether the hierarchy holds, which choices matter, and who can be told apart."""

from __future__ import annotations

import numpy as np
import pytest

from rantau.framework.words import DIMENSIONS
from rantau.profile import OVERALL, ProfileSettings
from rantau.profile.checks import check_hierarchy, choices_that_matter, likely_orders
from rantau.profile.countries import assess_countries

UNITS = [f"{letter}AA" for letter in "ABCDEFGH"]
FEW = ProfileSettings(draws=200)


def assessed(make, columns, settings=FEW, exact=True):
    indicators, rows = [], []
    for id, (dimension, values) in columns.items():
        indicators.append(make.indicator(id, dimension))
        rows += make.row(id, dict(zip(UNITS, map(float, values), strict=True)), exact=exact)
    return assess_countries(indicators, rows, UNITS, 2024, seed=0, settings=settings)


def check(found, element):
    (one,) = (one for one in check_hierarchy(found) if one.element == element)
    return one


def test_parts_that_run_against_each_other_draw_a_warning(make):
    found = assessed(make, {"a": ("food", range(8)), "b": ("food", [7, 6, 5, 4, 3, 2, 0, 1])})

    one = check(found, "food")

    assert one.alpha < 0
    assert any("run against each other (Cronbach's alpha" in warning for warning in one.warnings)
    assert any(warning.startswith("a and b run against each other") for warning in one.warnings)


def test_parts_that_are_one_thing_twice_draw_a_warning_and_those_that_go_together_none(make):
    twice = assessed(make, {"a": ("food", range(8)), "b": ("food", [1, 2, 3, 4, 5, 6, 7, 8.1])})
    together = assessed(make, {"a": ("food", range(8)), "b": ("food", [2, 0, 1, 5, 3, 4, 7, 6])})

    assert list(check(twice, "food").warnings) == ["a and b count one thing twice (correlation 1.00)"]
    assert check(together, "food").warnings == ()
    assert check(together, "food").alpha == pytest.approx(2 * (5 / 6) / (1 + 5 / 6))  # Spearman–Brown


def test_a_dimension_that_measures_two_things_is_named(make):
    rng = np.random.default_rng(1)
    one, two = rng.permutation(8), np.array([3, 4, 2, 5, 1, 6, 0, 7])
    columns = {f"a{n}": ("food", one + 0.5 * rng.normal(size=8)) for n in range(3)}
    columns |= {f"b{n}": ("food", two + 0.5 * rng.normal(size=8)) for n in range(3)}

    found = check(assessed(make, columns), "food")

    assert found.components == 2
    assert "food measures 2 things rather than one (8 units without gaps)" in found.warnings


def test_with_few_units_nothing_is_warned_of(make):
    indicators = [make.indicator("a", "food"), make.indicator("b", "food")]
    rows = make.row("a", {"AAA": 0, "BBB": 1, "CCC": 2}) + make.row("b", {"AAA": 2, "BBB": 1, "CCC": 0})
    found = assess_countries(indicators, rows, ["AAA", "BBB", "CCC"], 2024, seed=0, settings=FEW)

    assert check(found, "food").warnings == ()


def test_a_dimension_without_indicators_has_no_numbers(make):
    one = check(assessed(make, {"a": ("food", range(8)), "b": ("food", range(8))}), "health")

    assert (one.parts, one.alpha, one.with_whole, one.first_component) == (0, None, None, None)


def test_what_moves_the_ranks_is_what_is_said_to(make):
    # Figures without gaps whose parts agree: the ranks move by hardly anything but the errors that they are given.
    columns = {f"{name}_{n}": (name, range(8)) for name in DIMENSIONS for n in (1, 2)}

    found = choices_that_matter(
        assessed(make, columns, exact=False, settings=ProfileSettings(assumed_error=0.4)), 64
    )

    total = dict(zip(found.shift.names, found.shift.total, strict=True))
    assert set(total) == {"filling gaps", "scale", "mean", "observation error", "weights"}
    assert total["observation error"] > 0.9
    assert total["filling gaps"] == 0  # there is none to fill
    assert total["observation error"] > total["weights"]


def test_gaps_are_a_source_where_there_are_some(make):
    columns = {f"{name}_{n}": (name, range(8)) for name in DIMENSIONS for n in (1, 2, 3)}
    columns["food_1"] = ("food", [float("nan"), *range(1, 8)])

    found = choices_that_matter(assessed(make, columns), 16)

    assert "imputation" in found.shift.names


def test_with_fewer_than_three_units_there_is_nothing_to_ask(make):
    indicators, rows = make.world({"AAA": 0, "BBB": 1})

    assert (
        choices_that_matter(assess_countries(indicators, rows, ["AAA", "BBB"], 2024, seed=0, settings=FEW))
        is None
    )


def test_pairs_say_how_surely_one_is_above_the_other(make):
    levels = {"AAA": 0, "BBB": 50, "CCC": 50.2, "DDD": 100}
    indicators, rows = make.world(levels, exact=False)
    found = assess_countries(indicators, rows, levels, 2024, seed=0, settings=ProfileSettings(draws=4000))

    pairs = {(one.one, one.other): one for one in likely_orders(found.spread(OVERALL))}

    assert next(iter(pairs)) == ("DDD", "CCC")
    assert pairs["DDD", "AAA"].above == 1
    assert pairs["DDD", "AAA"].apart
    assert 0.45 < pairs["CCC", "BBB"].above < 0.7
    assert not pairs["CCC", "BBB"].apart
    assert found.spread(OVERALL).groups == (("CCC", "BBB"),)
