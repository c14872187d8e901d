"""Known parameters are recovered from what they give, at the stated rate; runs are done once, whoever does them."""

import math

import numpy as np
import pytest
from scipy.stats import binom, norm

from rantau.framework.errors import BadInput
from rantau.simulation.calibrated import calibrated_register, parameter_rows, report, target_rows
from rantau.simulation.calibrating import How, calibrate
from rantau.simulation.calibration_charts import parameter_chart, target_chart
from rantau.simulation.history import History, Standing, fit_emulator
from rantau.simulation.observing import Places
from rantau.simulation.parameters import register
from rantau.simulation.particles import Settings
from rantau.simulation.recovering import recover
from rantau.simulation.targets import Target
from rantau.simulation.world import world_of

FALSE_ALARM = 1e-3
FREE = (
    "irregular_share",
    "exploited_share_irregular",
    "irregular_detained",
    "seeks_help",
    "irregular_returns",
    "turnover",
)
"""Parameters that are not known; the others are."""
WANTED = (("irregular_share", 0.8), ("exploited_share", 0.9), ("deportations", 1.2), ("present_stock", 0.04))
"""Quantities that are told, and how wide the intervals are, on the scale of log odds and logarithms."""
ONE_SECTOR = {"agriculture": "0", "fishing": "0", "construction": "1", "manufacturing": "0", "domestic": "0"}


@pytest.fixture(scope="module")
def small():
    """One corridor, one sector: few kinds of people, so that the expected course is quick."""
    return world_of(
        {
            "places": [{"id": "AAA"}, {"id": "BBB", **ONE_SECTOR, "services": "0"}],
            "corridors": [{"origin": "AAA", "destination": "BBB", "stock": "60000"}],
        }
    )


@pytest.fixture(scope="module")
def prior():
    given = register()
    known = {one: given[one].value for one in given.free if one not in FREE}
    return given.with_values(known | {"women_share": 0.0})


def target(name, low, high):
    return Target(quantity=name, places=Places(), low=low, high=high, rests_on="study")


THOROUGH = Settings(generations=30, least_distinct=0.1)
QUICK = How(draws=24, runs=24, waves=0, people=False, window=(2, 4), moving=THOROUGH)


def test_parameters_are_recovered_from_the_expected_course(small, prior):
    """Simulation-based calibration in small: ranks of 6 truths among 12 draws, for six parameters.

    Mean ranks within the normal bounds of as many even ranks, Bonferroni; and of all 36 ranks as many in the middle 11
    of 13 as a binomial allows. ``benchmarks/recovery.py`` does the same at length; docs/calibration.md has its result.
    """
    ranks = []
    for seed in range(6):
        truth, found = recover(small, prior, WANTED, seed, QUICK, workers=1)
        assert found.particles.tolerance == 0
        ranks.append((found.particles.scores[::2] < truth).sum(axis=0))
    ranks = np.array(ranks)
    means = (ranks.mean(axis=0) - 6) / np.sqrt((13**2 - 1) / 12 / len(ranks))
    inside = int(((ranks > 0) & (ranks < 12)).sum())

    assert (np.abs(means) < norm.isf(FALSE_ALARM / 12)).all(), means
    assert binom.cdf(inside, ranks.size, 11 / 13) > FALSE_ALARM


def test_parameters_are_recovered_from_people(small, prior):
    """Waves, then people: the middle 90% of draws holds the truth, of four times six, as often as a binomial allows."""
    how = How(draws=32, runs=40, waves=1, weight=10.0, window=(2, 4), moving=THOROUGH)
    held = told_apart = 0
    for seed in range(4):
        truth, found = recover(small, prior, WANTED, seed, how, workers=1)
        assert found.used.all()
        assert found.particles.tolerance == 0
        low, high = np.quantile(found.particles.scores, [0.05, 0.95], axis=0)
        held += int(((low <= truth) & (truth <= high)).sum())
        told_apart += int(abs(found.particles.scores[:, prior.free.index("irregular_share")].std()) < 0.8)

    assert binom.cdf(held, 24, 0.9) > FALSE_ALARM
    assert told_apart >= 3


TINY = How(draws=8, runs=24, waves=2, weight=50.0, window=(2, 4), moving=Settings(generations=2, sweeps=2))


@pytest.fixture(scope="module")
def tiny(small, prior):
    """A quick calibration to targets of which one cannot be met, and two not together."""
    targets = [
        target("deportations", 500, 3_000),
        target("working_stock", 200_000, 210_000),
        target("irregular_stock", 16_000, 20_000),
        target("regular_stock", 22_000, 26_000),
    ]
    runs = {}
    found = calibrate(small, targets, 3, parameters=prior, how=TINY, workers=1, keep=runs.__setitem__)
    return targets, found, runs


def test_the_same_bytes_for_any_number_of_workers_and_with_some_runs_known(small, prior, tiny):
    targets, found, runs = tiny
    some = {name: runs[name] for name in list(runs)[::3]}
    new = {}

    again = calibrate(
        small, targets, 3, parameters=prior, how=TINY, workers=3, known=some, keep=new.__setitem__
    )

    assert again.run == found.run
    assert again.particles.scores.tobytes() == found.particles.scores.tobytes()
    assert again.outputs.tobytes() == found.outputs.tobytes()
    assert new.keys() | some.keys() == runs.keys()
    assert not new.keys() & some.keys()


def test_a_cluster_gives_the_same_bytes(small, prior, tiny):
    distributed = pytest.importorskip("distributed", reason="rantau[cluster] is not installed")
    targets, found, runs = tiny
    some = {name: runs[name] for name in list(runs)[:-10]}
    new = {}
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0"
    ) as local:
        again = calibrate(
            small, targets, 3, parameters=prior, how=TINY, cluster=local.scheduler_address, known=some,
            keep=new.__setitem__,
        )  # fmt: skip

    assert len(new) == 10
    assert again.particles.scores.tobytes() == found.particles.scores.tobytes()


def test_what_cannot_be_met_is_set_aside_and_said(tiny):
    _, found, _ = tiny
    by_name = {row["quantity"]: row for row in target_rows(found)}
    told = report(found)

    assert by_name["working_stock"]["standing"].startswith("set aside: the model meets it nowhere")
    assert ["irregular_stock everywhere", "regular_stock everywhere"] in told["cannot_be_met_together"]
    aside = [row for row in by_name.values() if "it can be met, and not with" in row["standing"]]
    assert len(aside) == 1
    assert any(aside[0]["target"] in one for one in told["sentences"])
    assert by_name["deportations"]["standing"] == "in force"


def test_the_register_after_says_what_it_rests_on(prior, tiny):
    _, found, _ = tiny
    after = calibrated_register(found)

    for row in parameter_rows(found):
        one = after[row["parameter"]]
        assert one.basis == ("calibrated" if row["calibrated"] else prior[row["parameter"]].basis)
        assert row["calibrated"] or one == prior[row["parameter"]]
        assert not row["calibrated"] or (found.run in one.why and prior[row["parameter"]].why in one.why)
    drawn = after.draws(0, [0, 1, 2, 9])
    assert [drawn[2][name] for name in found.names] == list(found.draws()[1])
    assert drawn[1] == drawn[3]
    assert drawn[0] == after.values


def test_charts_show_targets_with_prior_and_posterior(tiny):
    _, found, _ = tiny
    parts = target_chart(found)["vconcat"]

    assert len(parts) == 4
    assert sum("(set aside)" in part["title"]["text"] for part in parts) == 2
    assert "does not forecast" in str(parameter_chart(found))


def test_two_targets_of_one_thing_or_of_no_corridor_are_refused(small, prior):
    with pytest.raises(BadInput, match="two targets are about the same"):
        calibrate(small, [target("detentions", 1, 2), target("detentions", 2, 3)], parameters=prior)
    with pytest.raises(BadInput, match="nothing to calibrate to"):
        calibrate(small, [], parameters=prior)
    nowhere = Target(
        quantity="detentions", places=Places(origins=frozenset({"BBB"})), low=1, high=2, rests_on="study"
    )
    with pytest.raises(BadInput, match="no corridor"):
        calibrate(small, [nowhere], parameters=prior)


def test_an_emulator_finds_the_terms_that_matter():
    luck = np.random.Generator(np.random.PCG64(2))
    scores = luck.standard_normal((120, 40))
    output = (
        1.0
        + 2.0 * scores[:, 3]
        - scores[:, 17]
        + 0.5 * (scores[:, 3] ** 2 - 1)
        + 0.01 * luck.standard_normal(120)
    )

    found = fit_emulator(scores, output)
    new = luck.standard_normal((50, 40))

    assert {3, 17, 43} <= set(found.terms.tolist())
    assert found.variance < 0.001
    expected = 1.0 + 2.0 * new[:, 3] - new[:, 17] + 0.5 * (new[:, 3] ** 2 - 1)
    assert np.abs(found.mean(new) - expected).max() < 0.1


def test_history_matching_keeps_the_truth_and_tells_the_share_that_is_left():
    """Of a standard normal whose first score must lie in 1 to 1.2, with emulators that are nearly exact."""
    luck = np.random.Generator(np.random.PCG64(5))
    scores = luck.standard_normal((100, 6))
    outputs = scores[:, :1] + 1e-3 * luck.standard_normal((100, 1))
    used = np.array([True])
    history = (
        History(np.array([[1.0, 1.2]]), np.zeros(1), np.zeros(1), 6).after(scores, outputs).counted(used, 1)
    )

    assert math.isclose(history.waves[0].left, norm.cdf(1.2) - norm.cdf(1.0), rel_tol=0.15)
    drawn, cutoff = history.sample(200, used, 1, 1)
    assert cutoff == 3.0
    assert (np.abs(drawn[:, 0] - 1.1) < 0.12).all()
    assert 0.8 < drawn[:, 1:].std() < 1.2


def test_a_wave_that_looks_closer_sets_aside_what_cannot_be_met_together_and_nothing_else():
    """Two targets hold one output to two places; the first wave sees it dimly, the second sharply."""
    luck = np.random.default_rng(5)
    scores = luck.standard_normal((200, 3))
    outputs = np.column_stack([scores[:, 0], scores[:, 0], scores[:, 1]])
    bounds = np.array([[1.0, 1.2], [-1.2, -1.0], [0.4, 0.6]])
    dim = History(bounds, np.zeros(3), np.zeros(3), 3).after(scores, outputs + luck.normal(0, 3, (200, 3)))
    before = dim.standing(1)
    assert before.used.all()

    after = dim.after(scores, outputs).still(before, 1, 70)

    assert after.used.sum() == 2
    assert after.used[2]
    assert len(after.dropped) == 1
    # One that was set aside for no reason is in force again.
    wrongly = Standing(before.shares, before.can, (), np.array([True, False, False]), (1, 2))
    again = dim.after(scores, outputs).still(wrongly, 1, 90)
    assert again.used.tolist() == [True, False, True]
    assert again.dropped == (1,)
