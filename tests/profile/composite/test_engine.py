"""Whole indices, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rantau.framework.errors import BadInput
from rantau.profile.composite import (
    BuildError,
    Inputs,
    build_index,
    changed,
    compare,
    cronbach_alpha,
    effective_weights,
    leaving_out,
    make_table,
    principal_components,
)

NAN = float("nan")
SHAPE = {"wealth": ["income", "poverty"], "health": ["doctors"], "index": ["wealth", "health"]}
VALUES = {
    "income": {"A": 10, "B": 20, "C": 30},
    "poverty": {"A": 8, "B": 4, "C": 0},
    "doctors": {"A": 5, "B": 1, "C": 3},
}
LESS = {"poverty": {"direction": -1}}
MINMAX = {"step": "normalise"}
ENDS = (MINMAX, {"step": "aggregate"})


def scores(result, element="index"):
    return dict(zip(result.units, result.score(element).tolist(), strict=True))


def test_an_index_of_two_dimensions(small):
    result = build_index(small.build(*ENDS), small.inputs(SHAPE, VALUES, **LESS))

    # Income 0, 50, 100; poverty turned 0, 50, 100; doctors 100, 0, 50.
    assert scores(result, "wealth") == {"A": 0, "B": 50, "C": 100}
    assert scores(result) == {"A": 50, "B": 25, "C": 75}
    assert dict(zip(result.units, result.rank("index"), strict=True)) == {"A": 2, "B": 3, "C": 1}


def test_weights_are_relative_to_those_beside_them(small):
    inputs = small.inputs(SHAPE, VALUES, wealth={"weight": 3}, **LESS)
    result = build_index(small.build(*ENDS), inputs)
    assert scores(result) == {"A": 25, "B": 37.5, "C": 87.5}
    assert effective_weights(inputs.hierarchy, result.weights) == pytest.approx(
        {"income": 0.375, "poverty": 0.375, "doctors": 0.25, "wealth": 0.75, "health": 0.25, "index": 1}
    )
    given = small.build(
        MINMAX, {"step": "weigh", "method": "given", "values": {"health": 0}}, {"step": "aggregate"}
    )
    assert scores(build_index(given, inputs)) == scores(result, "wealth")
    equal = small.build(MINMAX, {"step": "weigh", "method": "equal"}, {"step": "aggregate"})
    assert scores(build_index(equal, inputs)) == {"A": 50, "B": 25, "C": 75}


def test_levels_can_be_aggregated_in_ways_of_their_own(small):
    build = small.build(
        {"step": "normalise", "range": [1, 100]}, {"step": "aggregate", "method": ["arithmetic", "geometric"]}
    )
    result = build_index(build, small.inputs(SHAPE, VALUES, **LESS))
    assert scores(result)["A"] == pytest.approx(10)  # the root of 1 × 100
    with pytest.raises(BuildError, match="method names 1 levels, and the index has 2"):
        build_index(
            small.build(MINMAX, {"step": "aggregate", "method": ["lowest"]}), small.inputs(SHAPE, VALUES)
        )


def test_denominators_divide_and_a_zero_one_is_refused(small):
    shape = {"index": ["gdp", "other"]}
    values = {"gdp": {"A": 10, "B": 10}, "other": {"A": 1, "B": 2}, "people": {"A": 2, "B": 5}}
    inputs = small.inputs(shape, values, gdp={"denominator": "people"})
    result = build_index(small.build({"step": "denominate", "scale": {"people": 0.1}}, *ENDS), inputs)
    assert result.after("denominate").column("gdp").tolist() == [50, 20]
    values["people"]["B"] = 0
    with pytest.raises(BuildError, match="step 1: the denominator people of B is not above zero"):
        build_index(
            small.build({"step": "denominate"}, *ENDS),
            small.inputs(shape, values, gdp={"denominator": "people"}),
        )


def test_units_with_too_little_data_are_left_out_and_the_record_says_why(small):
    values = {**VALUES, "doctors": {"A": 5, "B": 1, "C": 3, "D": 2}}
    result = build_index(small.build({"step": "screen"}, *ENDS), small.inputs(SHAPE, values, **LESS))
    assert result.units == ("A", "B", "C")
    assert result.records[0].removed == ("D",)
    assert result.records[0].details["D"] == {"why": "33.3% available"}
    kept = small.build({"step": "screen", "keep": ["D"], "drop": ["A"]}, *ENDS)
    assert build_index(kept, small.inputs(SHAPE, values, **LESS)).units == ("B", "C", "D")


def test_units_of_which_nearly_all_is_zero_can_be_left_out(small):
    values = {"a": {"A": 0, "B": 1, "C": 2}, "b": {"A": 0, "B": 3, "C": 0}}
    build = small.build({"step": "screen", "by": "nonzero", "nonzero": 0.4}, *ENDS)
    assert build_index(build, small.inputs({"index": ["a", "b"]}, values)).units == ("B", "C")


def test_the_record_holds_each_cell_that_was_filled(small):
    values = {**VALUES, "doctors": {"A": 5, "B": NAN, "C": 3}}
    build = small.build({"step": "impute", "method": "mean"}, *ENDS)
    (change,) = build_index(build, small.inputs(SHAPE, values, **LESS)).records[0].changes
    assert (change.unit, change.element, change.before, change.after) == ("B", "doctors", None, 4)
    assert change.what == "filled: mean"


def test_a_missing_value_is_never_a_zero(small):
    values = {**VALUES, "doctors": {"A": 5, "C": 3}}
    result = build_index(small.build(*ENDS), small.inputs(SHAPE, values, **LESS))
    assert np.isnan(scores(result, "health")["B"])
    assert scores(result)["B"] == scores(result, "wealth")["B"] == 50
    strict = small.build(MINMAX, {"step": "aggregate", "threshold": 1})
    unscored = build_index(strict, small.inputs(SHAPE, values, **LESS))
    assert np.isnan(scores(unscored)["B"])
    assert np.isnan(unscored.rank("index")[1])


def test_an_indicator_that_is_the_same_in_all_units_is_left_out_with_a_warning(small):
    values = {**VALUES, "doctors": {"A": 5, "B": 5, "C": 5}}
    result = build_index(small.build(*ENDS), small.inputs(SHAPE, values, **LESS))
    assert "doctors is left out: it is the same in all units, and so tells them not apart" in result.warnings


def test_filling_from_other_years_comes_first(small):
    values = {**VALUES, "income": {"A": 10, "B": NAN, "C": 30}}
    plain = small.inputs(SHAPE, values, **LESS)
    inputs = Inputs(plain.hierarchy, plain.table, {2020: make_table(VALUES)}, 2022)
    result = build_index(small.build({"step": "impute", "method": "latest"}, *ENDS), inputs)
    assert result.after("impute").column("income").tolist() == [10, 20, 30]
    late = small.build({"step": "treat"}, {"step": "impute", "method": "latest"}, *ENDS)
    with pytest.raises(BuildError, match="step 2: values from other years are raw"):
        build_index(late, inputs)


def test_alpha_of_two_equal_columns_is_one_and_of_two_opposite_ones_below_zero():
    column = np.array([1.0, 2, 4])
    assert cronbach_alpha(np.stack([column, column], axis=1)) == pytest.approx(1)
    # Variances 1 and 1, covariance -0.5: alpha = 4 × -0.5 / (1 + 1 - 1) = -2.
    pair = np.array([[1.0, 3], [2, 1], [3, 2]])
    assert cronbach_alpha(pair) == pytest.approx(-2)
    assert np.isnan(cronbach_alpha(column[:, None]))


def test_indicators_that_run_against_each_other_draw_a_warning(small):
    result = build_index(small.build(*ENDS), small.inputs(SHAPE, VALUES))  # poverty not turned
    assert result.alphas["wealth"] < 0
    assert any("wealth run against each other" in one for one in result.warnings)


def test_the_first_component_of_two_columns_weighs_them_alike():
    values = np.array([[1.0, 2], [2, 1], [3, 5], [4, 3]])
    found = principal_components(values)
    r = np.corrcoef(values.T)[0, 1]
    assert np.abs(found.loadings) == pytest.approx(np.full((2, 2), np.sqrt(0.5)))
    assert found.spreads**2 == pytest.approx([1 + r, 1 - r])


def test_pca_refuses_a_weight_below_zero(small):
    build = small.build(MINMAX, {"step": "weigh", "method": "pca"}, {"step": "aggregate"})
    shape = {"index": ["a", "b", "c"]}
    rows = {"a": (1, 2, 3, 4), "b": (1, 2, 4, 3), "c": (9, 5, 4, 1)}
    values = {name: dict(zip("ABCD", row, strict=True)) for name, row in rows.items()}
    with pytest.raises(BuildError, match="gives c beneath index a negative weight"):
        build_index(build, small.inputs(shape, values))
    result = build_index(build, small.inputs(shape, values, c={"direction": -1}))
    assert sum(result.weights[one] ** 2 for one in "abc") == pytest.approx(1)


def test_optimised_weights_reach_the_shares_that_are_asked_for(small):
    rng = np.random.default_rng(8)
    values = {one: dict(zip("ABCDEFGHIJ", rng.normal(size=10), strict=True)) for one in "xyz"}
    step = {"step": "weigh", "method": "optimised", "targets": {"x": 2}}
    inputs = small.inputs({"index": ["x", "y", "z"]}, values)
    result = build_index(small.build(MINMAX, step, {"step": "aggregate"}), inputs)
    reached = np.array([np.corrcoef(result.score(one), result.score("index"))[0, 1] for one in "xyz"])
    assert reached / reached.sum() == pytest.approx([0.5, 0.25, 0.25], abs=1e-4)


def test_two_versions_are_compared_unit_by_unit_with_what_was_done_differently(small):
    build, inputs = small.build(*ENDS), small.inputs(SHAPE, VALUES, **LESS)
    other = changed(build, {"aggregate": {"method": "lowest"}})
    found = compare(build_index(build, inputs), build_index(other, inputs))
    assert {one.unit: (one.score, one.rank_change) for one in found.units} == {
        "A": ((50, 0), 0), "B": ((25, 0), 1), "C": ((75, 50), 0),
    }  # fmt: skip
    (difference,) = found.because
    assert (difference.where, difference.first, difference.second) == (
        "step 2 (aggregate): method",
        "arithmetic",
        "lowest",
    )


def test_an_element_can_be_left_out(small):
    result = build_index(leaving_out(small.build(*ENDS), ["doctors"]), small.inputs(SHAPE, VALUES, **LESS))
    assert result.elements == ("income", "poverty", "wealth", "index")
    assert scores(result) == {"A": 0, "B": 50, "C": 100}


def test_an_unknown_grouping_column_or_unit_is_named(small):
    inputs = small.inputs(SHAPE, VALUES)
    with pytest.raises(BuildError, match="there is no grouping 'region'"):
        build_index(small.build({"step": "impute", "method": "mean", "within": "region"}, *ENDS), inputs)
    with pytest.raises(BuildError, match="the unit 'Z' is not in the table"):
        build_index(small.build({"step": "screen", "keep": ["Z"]}, *ENDS), inputs)
    with pytest.raises(BadInput, match="the table has no column 'doctors'"):
        build_index(
            small.build(*ENDS), small.inputs(SHAPE, {one: VALUES[one] for one in ("income", "poverty")})
        )


def test_the_order_of_units_changes_no_score(small):
    turned = {name: dict(reversed(column.items())) for name, column in VALUES.items()}
    one = build_index(small.build(*ENDS), small.inputs(SHAPE, VALUES, **LESS))
    other = build_index(small.build(*ENDS), small.inputs(SHAPE, turned, **LESS))
    assert scores(one) == scores(other)
