"""Draws: what they are made of, and what is read from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rantau.framework.errors import BadInput
from rantau.profile.composite import BuildError, make_table, simulate
from rantau.profile.composite.draws import observation_errors, random_design, realisations, weight_factors
from rantau.profile.composite.monte_carlo import evaluate
from rantau.profile.composite.separability import spread_of

SHAPE = {"p": ["a", "b", "c"], "q": ["d", "e"], "index": ["p", "q"]}
UNITS = [f"U{n:02}" for n in range(12)]


def values(seed=1, gaps=True):
    rng = np.random.default_rng(seed)
    found = {one: dict(zip(UNITS, np.exp(rng.normal(size=12) * 0.8), strict=True)) for one in "abcde"}
    if gaps:
        del found["a"]["U03"], found["d"]["U03"], found["e"]["U07"]
    return found


VARY = [
    {
        "step": "impute",
        "alternatives": [{}, {"method": "median"}, {"method": "regression"}, {"method": "none"}],
    },
    {"step": "treat", "alternatives": [{}, {"use": False}, {"method": "boxcox"}]},
    {
        "step": "normalise",
        "alternatives": [{}, {"method": "rank"}, {"method": "zscore", "mean": 100, "spread": 10}],
    },
    {"step": "aggregate", "alternatives": [{}, {"method": "geometric"}, {"method": "median"}]},
]
STEPS = (
    {"step": "impute", "method": "mean"},
    {"step": "screen", "availability": 0.7},
    {"step": "treat"},
    {"step": "normalise", "range": [1, 100]},
    {"step": "aggregate"},
)
EXACT = {"weight_noise": 0, "assumed_error": 0, "imputation_noise": False}


@pytest.fixture(scope="module")
def everything(small):
    """A build with every source of uncertainty, what it is applied to, and its draws."""
    build = small.build(*STEPS, uncertainty={"draws": 300, "vary": VARY})
    inputs = small.inputs(SHAPE, values())
    return build, inputs, evaluate(build, inputs, random_design(build, 300))


@pytest.mark.parametrize("batch_values", [1, 60 * 7, 10**9])
def test_draws_are_the_same_to_the_bit_in_batches_of_any_size(everything, batch_values):
    build, inputs, draws = everything
    again = evaluate(build, inputs, random_design(build, 300), batch_values)
    assert again.tobytes() == draws.tobytes()


def test_a_draw_does_not_hang_on_how_many_are_drawn_nor_on_its_company(everything):
    build, inputs, draws = everything
    design = random_design(build, 300)
    some = [250, 3, 77]
    picked = replace(design, choices=design.choices[some], noises=design.noises[some])
    assert evaluate(build, inputs, picked).tobytes() == draws[some].tobytes()


def test_another_seed_gives_other_draws(everything):
    build, inputs, draws = everything
    other = build.model_copy(update={"seed": 1})
    assert not np.array_equal(evaluate(other, inputs, random_design(other, 300)), draws, equal_nan=True)


def test_a_unit_that_a_draw_screens_out_has_no_score_in_it(everything):
    build, inputs, draws = everything
    design = random_design(build, 300)
    unfilled = design.choices[:, 0] == 3
    place = inputs.table.units.index("U03")  # without filling, 60 % available
    assert np.isnan(draws[unfilled, :, place]).all()
    assert np.isfinite(draws[~unfilled, :, place]).all()


def test_without_any_uncertainty_every_draw_is_the_index(small):
    build = small.build(*STEPS, uncertainty={"draws": 100, **EXACT})
    found = simulate(build, small.inputs(SHAPE, values()))
    assert found.sources == ()
    index = found.index
    np.testing.assert_array_equal(index.score_low, index.score_high)
    np.testing.assert_array_equal(index.rank_low, index.rank_high)
    np.testing.assert_array_equal(index.rank, index.rank_low)
    assert index.groups == ()


def test_a_choice_alone_gives_exactly_its_alternatives(small):
    vary = [{"step": "aggregate", "alternatives": [{}, {"method": "geometric"}]}]
    build = small.build(*STEPS, uncertainty={"draws": 100, "vary": vary, **EXACT})
    inputs = small.inputs(SHAPE, values())
    draws = evaluate(build, inputs, random_design(build, 100))
    assert len(np.unique(draws[:, -1], axis=0)) == 2
    share = (random_design(build, 4000).choices == 0).mean()
    assert abs(share - 0.5) < 0.03


def test_errors_are_assumed_as_a_share_of_the_middle_range_unless_they_are_stated(small):
    table = {"x": {f"U{n}": float(n) for n in range(21)}, "y": {f"U{n}": 1.0 + n for n in range(21)}}
    inputs = small.inputs({"index": ["x", "y"]}, table)
    stated = replace(inputs, errors=make_table({"x": {"U0": 0.25}}))
    errors, assumed = observation_errors(small.build(*STEPS), stated)
    # From the 5th percentile, 1, to the 95th, 19: 18 × 5 %.
    assert errors[0, :2] == pytest.approx([0.25, 0.9])
    assert assumed[0, :2].tolist() == [0, 1]


def test_errors_are_relative_to_the_denominated_indicator(small):
    table = {
        "x": {"big": 1000.0, "small": 2.0, "other": 30.0}, "y": {"big": 1.0, "small": 2.0, "other": 3.0},
        "people": {"big": 1000.0, "small": 1.0, "other": 10.0},
    }  # fmt: skip
    inputs = small.inputs({"index": ["x", "y"]}, table, x={"denominator": "people"})
    build = small.build({"step": "denominate"}, *STEPS)
    errors, _ = observation_errors(build, inputs)
    assert errors[0] / [1000, 1, 10] == pytest.approx(np.full(3, errors[0, 1]))


def test_drawn_values_stay_within_what_an_indicator_can_be(small):
    table = {"x": {"A": 0.0, "B": 50.0, "C": 100.0}, "y": {"A": 1.0, "B": 2.0, "C": 4.0}}
    build = small.build(
        {"step": "normalise", "method": "goalposts", "truncate": False}, {"step": "aggregate"},
        uncertainty={"draws": 200, "weight_noise": 0, "assumed_error": 0.5},
    )  # fmt: skip
    bounds = {"low": 0, "high": 100, "minimum": 0, "maximum": 100}
    inputs = small.inputs({"index": ["x", "y"]}, table, x=bounds, y=bounds)
    draws = evaluate(build, inputs, random_design(build, 200))
    assert draws.min() >= 0
    assert (draws[:, 0, 0] < 0.5).any()


def test_weights_move_by_no_more_than_they_may(small):
    build = small.build(*STEPS, uncertainty={"weight_noise": {"2": 0.5}})
    hierarchy = small.tree(SHAPE)
    factors = weight_factors(build, hierarchy, np.arange(2000))
    top = [one.level == 2 for one in hierarchy.elements]
    assert (factors[:, [not one for one in top]] == 1).all()
    moved = factors[:, top]
    assert moved.min() >= 0.5
    assert moved.max() <= 1.5
    assert moved.mean() == pytest.approx(1, abs=0.02)
    assert moved.std() == pytest.approx(0.5 / np.sqrt(3), abs=0.01)


def test_realisations_are_standard_normal_and_each_kind_has_its_own():
    one = realisations(0, "observation error", np.arange(4000), (5,))
    assert one.mean() == pytest.approx(0, abs=0.03)
    assert one.std() == pytest.approx(1, abs=0.02)
    assert abs(np.corrcoef(one[:-1].ravel(), one[1:].ravel())[0, 1]) < 0.03
    assert not np.array_equal(one, realisations(0, "imputation", np.arange(4000), (5,)))


def test_scores_on_different_scales_have_no_interval_but_ranks_do(everything):
    build, inputs, _ = everything
    found = simulate(build, inputs)
    assert not found.one_scale
    assert np.isnan(found.index.score_low).all()
    assert np.isfinite(found.index.rank_low).all()


def test_a_combination_that_cannot_be_built_is_named(small):
    vary = [
        {"step": "normalise", "alternatives": [{}, {"method": "zscore"}]},
        {"step": "aggregate", "alternatives": [{}, {"method": "geometric"}]},
    ]
    build = small.build(*STEPS, uncertainty={"draws": 100, "vary": vary})
    with pytest.raises(BuildError, match=r"with normalise .*zscore.*geometric.*needs values above zero"):
        simulate(build, small.inputs(SHAPE, values()))


def spread(draws, score=None, **more):
    draws = np.array(draws, dtype=float)
    units = tuple("ABCDEFGH"[: draws.shape[1]])
    score = np.array(score if score is not None else draws.mean(axis=0))
    return spread_of(units, score, draws, 0.9, 0.95, **more)


def test_the_probability_of_being_above_counts_ties_by_half():
    found = spread([[2, 1], [2, 1], [1, 1], [0, 1]])
    assert found.above[0, 1] == pytest.approx((2 + 0.5) / 4)
    assert found.above[1, 0] == pytest.approx((1 + 0.5) / 4)
    assert np.isnan(found.above[0, 0])


def test_units_that_are_always_in_one_order_are_apart_and_others_are_not():
    rng = np.random.default_rng(0)
    draws = np.stack([rng.normal(10, 1, 2000), rng.normal(9.9, 1, 2000), rng.normal(0, 1, 2000)], axis=1)
    found = spread(draws)
    assert found.apart("A", "C")
    assert found.apart("C", "B")
    assert found.not_separable(["A", "B"])
    assert not found.not_separable(["A", "B", "C"])
    assert found.groups == (("A", "B"),)
    with pytest.raises(BadInput, match="the unit 'Z' has no score"):
        found.not_separable(["A", "Z"])


def test_groups_overlap_where_neighbours_cannot_be_told_apart_but_the_ends_can():
    rng = np.random.default_rng(0)
    draws = np.stack([rng.normal(mean, 1, 4000) for mean in (8, 6.4, 4.8, 3.2, 1.6)], axis=1)
    assert spread(draws).groups == (("A", "B", "C"), ("B", "C", "D"), ("C", "D", "E"))


def test_an_interval_is_widened_to_hold_the_value_itself():
    found = spread([[5.0, 1.0]] * 100, score=[9.0, 20.0])
    assert (found.score_low[0], found.score_high[0]) == (5, 9)
    assert found.rank.tolist() == [2, 1]
    assert (found.rank_low.tolist(), found.rank_high.tolist()) == ([1, 1], [2, 2])


def test_two_units_that_are_alike_are_each_above_in_half_of_the_draws(small):
    table = values(gaps=False)
    for column in table.values():
        column["U01"] = column["U00"]
    found = simulate(small.build(*STEPS, uncertainty={"draws": 4000}), small.inputs(SHAPE, table))
    a, b = found.index.units.index("U00"), found.index.units.index("U01")
    assert found.index.above[a, b] == pytest.approx(0.5, abs=0.03)
    assert found.index.not_separable(["U00", "U01"])


def test_filled_values_widen_the_interval_of_the_unit_that_was_filled(small):
    inputs = small.inputs(SHAPE, values())
    base = {"draws": 800, "weight_noise": 0, "assumed_error": 0}
    quiet = simulate(small.build(*STEPS, uncertainty={**base, "imputation_noise": False}), inputs).index
    drawn = simulate(small.build(*STEPS, uncertainty=base), inputs).index
    place = drawn.units.index("U03")
    assert quiet.score_high[place] == quiet.score_low[place]
    assert drawn.score_high[place] - drawn.score_low[place] > 1


def test_an_error_may_differ_towards_higher_and_lower_values(small):
    values = {"x": {"U0": 50.0, "U1": 0.0, "U2": 100.0}, "y": {"U0": 1.0, "U1": 2.0, "U2": 3.0}}
    build = small.build({"step": "normalise"}, {"step": "aggregate"}, uncertainty={"weight_noise": 0})
    none = {"x": {"U1": 0.0, "U2": 0.0}, "y": {"U0": 0.0, "U1": 0.0, "U2": 0.0}}
    inputs = replace(
        small.inputs({"index": ["x", "y"]}, values),
        errors=make_table({**none, "x": {**none["x"], "U0": 2.0}}),
        errors_above=make_table({"x": {"U0": 8.0}}),
    )
    drawn = evaluate(build, inputs, random_design(build, 20_000), indicators_too=True)[:, 0, 0]
    # 1.645 standard errors to the 5th and the 95th percentile, on a scale from 0 to 100.
    assert np.quantile(drawn, [0.05, 0.5, 0.95]) == pytest.approx([50 - 3.29, 50, 50 + 13.16], abs=0.35)


def test_indicators_are_kept_where_they_are_asked_for_and_change_no_aggregate(everything):
    build, inputs, draws = everything
    every = evaluate(build, inputs, random_design(build, 300), indicators_too=True)
    assert every.shape[1] == len(inputs.hierarchy.elements)
    assert every[:, len(inputs.hierarchy.indicators) :].tobytes() == draws.tobytes()


def test_with_a_concentration_equal_weights_follow_a_dirichlet_distribution(small):
    build = small.build({"step": "aggregate"}, uncertainty={"weight_concentration": 10})
    factors = weight_factors(build, small.tree({"index": list("abcdefg")}), np.arange(50_000))[:, :7]
    weights = factors / factors.sum(axis=1, keepdims=True)
    assert weights.mean(axis=0) == pytest.approx(np.full(7, 1 / 7), abs=0.001)
    # Dirichlet(10, …, 10): variance (1/7)(6/7) / 71, so the deviation is sqrt(6 / 71) = 29% of the mean.
    assert weights.std(axis=0) * 7 == pytest.approx(np.full(7, np.sqrt(6 / 71)), abs=0.01)


def test_a_noise_and_a_concentration_of_weights_are_one_thing_said_twice(small):
    with pytest.raises(BuildError, match="two ways to say one thing"):
        small.build({"step": "aggregate"}, uncertainty={"weight_concentration": 10, "weight_noise": 0.1})


def test_a_gap_filled_from_the_range_stays_open_as_the_data_stand_and_lies_anywhere_in_draws(small):
    values = {"x": {"U0": 0.0, "U1": 100.0}, "y": {"U0": 0.0, "U1": 100.0, "U2": 50.0}}
    shape = {"p": ["x", "y"], "index": ["p"]}
    build = small.build(
        {"step": "impute", "method": "range"},
        {"step": "normalise"},
        {"step": "aggregate", "minimum": [2, 1]},
        uncertainty={"weight_noise": 0, "assumed_error": 0},
    )
    inputs = small.inputs(shape, values)
    found = simulate(build, inputs)
    # Judged on what was observed, one of the two, U2 has no score; in draws nothing is missing.
    assert np.isnan(found.index.score[2])
    drawn = evaluate(build, inputs, random_design(build, 20_000), indicators_too=True)
    gap, parent = drawn[:, 0, 2], drawn[:, 2, 2]
    assert gap.mean() == pytest.approx(50, abs=1)
    assert gap.std() == pytest.approx(100 / np.sqrt(12), abs=0.5)
    assert parent == pytest.approx((gap + 50) / 2)


def test_a_gap_lies_between_the_goalposts_where_there_are_some(small):
    values = {"x": {"U0": 10.0, "U1": 20.0}, "y": {"U0": 0.0, "U1": 1.0, "U2": 1.0}}
    posts = {"x": {"low": 0.0, "high": 40.0}, "y": {"low": 0.0, "high": 1.0}}
    build = small.build(
        {"step": "impute", "method": "range"},
        {"step": "normalise", "method": "goalposts"},
        {"step": "aggregate"},
        uncertainty={"weight_noise": 0, "assumed_error": 0},
    )
    inputs = small.inputs({"index": ["x", "y"]}, values, **posts)
    gap = evaluate(build, inputs, random_design(build, 5000), indicators_too=True)[:, 0, 2]
    assert (gap.min() < 2, gap.max() > 98) == (True, True)
