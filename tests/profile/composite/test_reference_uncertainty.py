"""Uncertainty of the ASEM example, where the cases are at hand."""

from __future__ import annotations

import numpy as np
import pytest

from rantau.profile.composite import check_build, sensitivity, simulate

ASEAN = ("VNM", "KHM", "PHL", "MYS", "BRN", "MMR", "THA", "IDN")
STEPS = [
    {"step": "denominate"},
    {"step": "impute", "method": "mean", "within": "EurAsia_group"},
    {"step": "treat", "method": "two_step", "most": 5},
    {"step": "normalise", "method": "minmax", "range": [1, 100]},
    {"step": "aggregate"},
]
WINSORISED = {"step": "treat", "alternatives": [{"most": n} for n in (1, 2, 3, 4, 5)]}
MEANS = {"step": "aggregate", "alternatives": [{}, {"method": "geometric"}]}


def normalised(mean, spread):
    return {"step": "normalise", "alternatives": [{}, {"method": "zscore", "mean": mean, "spread": spread}]}


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_eight_asean_states_within_three_points_are_not_separable(case, seed):
    vary = [WINSORISED, normalised(100, 10), MEANS]
    found = simulate(
        check_build({"steps": STEPS, "seed": seed, "uncertainty": {"draws": 1500, "vary": vary}}), case.inputs
    ).index
    scores = [found.score[found.units.index(one)] for one in ASEAN]
    assert max(scores) - min(scores) < 3
    assert found.not_separable(ASEAN)
    assert any(set(ASEAN) <= set(group) for group in found.groups)
    # That is not for want of telling anybody apart.
    assert found.apart("SGP", "IDN")
    assert found.apart("CHE", "LAO")
    assert not found.not_separable(("SGP", *ASEAN))


# What COINr's vignette varies: points winsorised, normalisation, weights by 25 % at two levels, mean. Its files come
# from random samples of its own, so that they can be met within their sampling error only.
VIGNETTE = {
    "vary": [WINSORISED, normalised(10, 2), MEANS],
    "weight_noise": {"2": 0.25, "3": 0.25},
    "assumed_error": 0,
    "imputation_noise": False,
}


@pytest.mark.parametrize("name", ["vignette_UA_results_rank_stats.csv", "vignette_SA_results_rank_stats.csv"])
def test_the_ranks_of_the_vignette_lie_where_ours_do(case, name):
    build = check_build({"steps": STEPS, "uncertainty": {"draws": 2000, **VIGNETTE}})
    found = simulate(build, case.inputs).index
    middles, ends = [], []
    for row in case.rows(name):
        place = found.units.index(row["uCode"])
        middles.append(abs((found.rank_low[place] + found.rank_high[place]) / 2 - float(row["Median"])))
        ends += [found.rank_low[place] - float(row["Q5"]), found.rank_high[place] - float(row["Q95"])]
    assert np.mean(np.abs(ends)) < 1
    assert np.max(np.abs(ends)) <= 4
    assert np.mean(middles) < 1


def test_the_sensitivity_of_the_vignette_is_met_within_its_intervals(case):
    build = check_build({"steps": STEPS, "uncertainty": {"draws": 100, "sensitivity": 512, **VIGNETTE}})
    found = sensitivity(build, case.inputs).shift
    theirs = {row["Variable"]: row for row in case.rows("vignette_SA_results_sobol.csv")}
    names = {
        "treat": "Winmax",
        "normalise": "Normalisation",
        "aggregate": "Aggregation",
        "weights": "Weights",
    }
    for n, name in enumerate(found.names):
        row = theirs[names[name]]
        assert found.total_low[n] <= float(row["STi_q95"]), name
        assert found.total_high[n] >= float(row["STi_q5"]), name
    order = [names[found.names[n]] for n in np.argsort(-found.total)]
    assert order == sorted(theirs, key=lambda one: -float(theirs[one]["STi"]))
