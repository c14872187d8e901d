"""Bootstrap intervals. All tables here are made up."""

import math

import numpy as np
import pytest

from rantau.hidden.bootstrap import (
    Resampled,
    acceleration,
    adjusted_levels,
    bca_quantiles,
    quantile,
    resample,
)
from rantau.hidden.estimators import best_and_average, chao, independent_lists, one_model, stepwise
from rantau.hidden.loglinear import best_models, fit_model, stepwise_fit
from rantau.hidden.models import base_terms, parse_model


def sample(estimate, replicates, jackknife=(1.0, 1.0), cases=(1.0, 1.0)):
    return Resampled(
        estimate, np.array(replicates, float), np.array(jackknife, float), np.array(cases, float)
    )


def test_without_bias_and_acceleration_the_interval_is_that_of_percentiles():
    replicates = np.arange(1, 1000, dtype=float)

    low, high = bca_quantiles(sample(500.0, replicates), (0.025, 0.975))

    assert (low, high) == pytest.approx(np.quantile(replicates, (0.025, 0.975)))


def test_bias_and_acceleration_move_the_levels_as_efron_says():
    # 30% of the replicates lie below the estimate: the bias is the normal quantile of 0.3, -0.524401.
    replicates = [*range(300), *range(1000, 1700)]
    # Pulls 1, 1, -2: the acceleration is -6 / (6 × 6 ** 1.5) = -0.0680414.
    drawn = sample(999.5, replicates, jackknife=(9.0, 9.0, 12.0), cases=(1.0, 1.0, 1.0))

    assert acceleration(drawn.jackknife, drawn.cases) == pytest.approx(-0.0680414)
    (level,) = adjusted_levels(drawn, (0.975,))

    moved = -0.5244005127 + 1.9599639845
    argument = -0.5244005127 + moved / (1 + 0.0680414 * moved)
    assert level == pytest.approx(0.5 * (1 + math.erf(argument / math.sqrt(2))), abs=1e-6)


def test_a_case_that_stands_for_many_weighs_as_many():
    one = acceleration(np.array([9.0, 9.0, 12.0]), np.array([1.0, 1.0, 1.0]))

    assert acceleration(np.array([9.0, 12.0]), np.array([2.0, 1.0])) == pytest.approx(one)
    assert acceleration(np.array([9.0, math.inf]), np.array([2.0, 1.0])) is None
    assert acceleration(np.array([9.0, 9.0]), np.array([2.0, 1.0])) == 0.0


def test_replicates_without_an_estimate_leave_the_interval_open_above():
    drawn = sample(500.0, [*range(1, 900), *[math.inf] * 100])

    low, high = bca_quantiles(drawn, (0.025, 0.975))

    assert math.isfinite(low)
    assert high == math.inf


def test_quantiles_lie_between_neighbours_on_a_straight_line():
    values = np.array([1.0, 2.0, 4.0, 8.0])

    assert [quantile(values, share) for share in (0, 0.25, 0.5, 1)] == pytest.approx(
        np.quantile(values, (0, 0.25, 0.5, 1))
    )


def estimators(table):
    lists = len(table.names)
    return {
        ("independence",): independent_lists(lists),
        ("stepwise",): stepwise(lists, 0.02),
        ("bic", "average"): best_and_average(table, 3, "bic", average=True),
        ("chao",): chao(),
    }


def test_the_figures_are_the_same_bits_in_any_number_of_workers(four):
    runs = [resample(four, estimators(four), replicates=60, seed=5, workers=workers) for workers in (1, 3)]

    for name in ("independence", "stepwise", "bic", "average", "chao"):
        assert runs[0][name].replicates.tobytes() == runs[1][name].replicates.tobytes()
        assert runs[0][name].estimate == runs[1][name].estimate
    other = resample(four, estimators(four), replicates=60, seed=6)
    assert other["bic"].replicates.tobytes() != runs[0]["bic"].replicates.tobytes()


def test_each_estimator_gives_the_estimate_of_its_method(four):
    found = resample(four, estimators(four), replicates=50, seed=1)
    models = best_models(four, 3)

    assert found["independence"].estimate == pytest.approx(fit_model(four, base_terms(4)).total)
    assert found["stepwise"].estimate == pytest.approx(stepwise_fit(four).total)
    assert found["bic"].estimate == pytest.approx(models[0].total)
    assert found["average"].estimate == pytest.approx(sum(model.weight * model.total for model in models))


def test_the_model_is_chosen_anew_in_every_replicate(four):
    lists = {("chosen",): stepwise(4, 0.02), ("kept",): one_model(stepwise_fit(four).terms)}

    found = resample(four, lists, replicates=100, seed=2)

    assert found["chosen"].estimate == pytest.approx(found["kept"].estimate)
    same = np.isclose(found["chosen"].replicates, found["kept"].replicates)
    assert 0 < same.sum() < 100
    assert np.log(found["chosen"].replicates).std() > np.log(found["kept"].replicates).std()


def test_what_the_search_is_told_to_look_at_first_changes_no_result(four, table):
    # A likely model from another table: the worst of hints.
    other = table("ABCD", A=50, B=50, C=50, D=50, AB=2, CD=30, AC=1, BD=1, AD=25)
    good = best_and_average(four, 3, "bic", average=True)
    bad = best_and_average(other, 3, "bic", average=True)

    assert good(four.cells) == pytest.approx(bad(four.cells), rel=1e-9)


def test_the_jackknife_takes_one_case_from_each_cell_in_turn(table):
    lists = table("ABC", A=40, B=30, C=25, AB=12, AC=8, BC=6, ABC=3)
    terms = parse_model(lists, "A:B + A:C + B:C")

    found = resample(lists, {("model",): one_model(terms)}, replicates=50)["model"]

    less = 123 + 39 * 30 * 25 * 3 / (12 * 8 * 6)
    assert found.jackknife[list(found.cases).index(40)] == pytest.approx(less)
    assert found.cases.sum() == 124


def test_progress_runs_to_its_end(four):
    told = []

    resample(
        four,
        {("i",): independent_lists(4)},
        replicates=60,
        progress=lambda done, every: told.append((done, every)),
    )

    assert told[-1] == (1 + 15 + 60, 1 + 15 + 60)
