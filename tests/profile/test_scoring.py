"""Intervals, ranks and ties."""

from __future__ import annotations

import numpy as np
import pytest

from rantau.profile.assessing import spread
from rantau.profile.scoring import Basis, scores_of
from rantau.profile.settings import ProfileSettings

SETTINGS = ProfileSettings()
BASIS = Basis(available=2, expected=2, inputs=())


def cell(unit, value, draws, *, ranked=True):
    return unit, float("nan") if value is None else value, np.asarray(draws, dtype=float), ranked


def constant(unit, value, **more):
    return cell(unit, value, np.full(100, 0.0 if value is None else value), **more)


def scores(cells, settings=SETTINGS):
    units, values, draws, ranked = zip(*cells, strict=True)
    table = np.stack(draws, axis=1)
    placed = spread(units, np.where(ranked, values, np.nan), table, settings)
    return scores_of(
        "food", 2024, spread(units, np.array(values), table, settings), [BASIS] * len(units), ranks=placed
    )


def test_rank_one_is_the_least_secure():
    found = scores([constant("AAA", 10.0), constant("BBB", 90.0)])

    assert {one.unit: one.rank for one in found} == {"AAA": 2, "BBB": 1}


def test_equal_values_share_the_better_rank():
    cells = [constant("AAA", 90.0), constant("BBB", 50.0), constant("CCC", 50.0), constant("DDD", 10.0)]

    ranks = {one.unit: (one.rank, one.rank_low, one.rank_high) for one in scores(cells)}

    assert ranks == {"AAA": (1, 1, 1), "BBB": (2, 2, 2), "CCC": (2, 2, 2), "DDD": (4, 4, 4)}


def test_what_is_not_assessed_has_no_value_no_rank_and_takes_no_place():
    cells = [constant("AAA", None), constant("BBB", 0.0), constant("CCC", 50.0)]

    missing, zero, middle = scores(cells)

    assert (missing.assessed, missing.value, missing.low, missing.high, missing.rank) == (
        False,
        None,
        None,
        None,
        None,
    )
    assert (zero.assessed, zero.value, zero.rank) == (True, 0.0, 2)
    assert middle.rank == 1


def test_what_is_not_to_be_ranked_pushes_nobody_down():
    small, large = scores([constant("A>B", 99.0, ranked=False), constant("C>D", 50.0)])

    assert (small.value, small.rank) == (99.0, None)
    assert large.rank == 1


def test_the_interval_runs_between_percentiles_of_the_draws():
    draws = np.arange(0.0, 101.0)

    (score,) = scores([cell("AAA", 50.0, draws)])

    assert (score.low, score.high) == (5.0, 95.0)


def test_the_interval_is_widened_to_hold_the_value():
    draws = np.arange(0.0, 101.0)

    high, low = scores([cell("AAA", 99.0, draws), cell("BBB", 1.0, draws)])

    assert (high.low, high.high) == (5.0, 99.0)
    assert (low.low, low.high) == (1.0, 95.0)


def test_the_rank_interval_says_how_often_two_change_places():
    # BBB is above AAA in 20 of 100 draws: more than the 5% that a 90% interval leaves out at either end.
    fixed = np.full(100, 50.0)
    moving = np.where(np.arange(100) < 20, 60.0, 40.0)

    first, second = scores([cell("AAA", 50.0, fixed), cell("BBB", 44.0, moving)])

    assert (first.rank, first.rank_low, first.rank_high) == (1, 1, 2)
    assert (second.rank, second.rank_low, second.rank_high) == (2, 1, 2)


def test_a_change_of_places_in_few_draws_is_left_out_of_the_rank_interval():
    fixed = np.full(100, 50.0)
    moving = np.where(np.arange(100) < 3, 60.0, 40.0)

    first, second = scores([cell("AAA", 50.0, fixed), cell("BBB", 41.0, moving)])

    assert (first.rank_low, first.rank_high) == (1, 1)
    assert (second.rank_low, second.rank_high) == (2, 2)


@pytest.mark.parametrize("level", [0.5, 0.8, 0.9])
def test_the_level_of_the_interval_is_the_studys(level):
    draws = np.arange(0.0, 1001.0) / 10

    (score,) = scores([cell("AAA", 50.0, draws)], ProfileSettings(level=level))

    assert score.high - score.low == pytest.approx(100 * level)
