"""Profiles of corridors, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rantau.framework.corridors import CorridorStock
from rantau.profile import LEGS, ProfileSettings, corridor_profiles
from rantau.profile.corridors import EXPOSURE, MOST_EXPOSED, exposure, latest_stocks

FEW = ProfileSettings(draws=200)
LEVELS = {"AAA": 100, "BBB": 0, "CCC": 64, "DDD": 25}


def stock(origin, destination, persons, year=2020, **more):
    return CorridorStock(origin=origin, destination=destination, year=year, stock=persons, **more)


def profiled(make, corridors, levels=None, more=((), ()), settings=FEW):
    indicators, observations = make.world(levels or LEVELS)
    return corridor_profiles(
        [*indicators, *more[0]], [*observations, *more[1]], list(levels or LEVELS), corridors, 2024, seed=0,
        settings=settings,
    )  # fmt: skip


def test_exposure_is_the_geometric_mean_of_push_and_protection_gap(make):
    scores = profiled(make, [stock("CCC", "DDD", 50_000)])

    (found,) = (one for one in scores if one.element == EXPOSURE)
    assert make.by_unit(scores, "origin")["CCC>DDD"].value == 64
    assert make.by_unit(scores, "destination")["CCC>DDD"].value == 25
    assert found.value == pytest.approx(40)  # the square root of 64 × 25
    assert found.available == 2


def test_a_route_without_observations_is_not_assessed_and_the_exposure_says_so(make):
    scores = profiled(make, [stock("CCC", "DDD", 50_000)])

    route = make.by_unit(scores, "route")["CCC>DDD"]
    exposure = make.by_unit(scores, EXPOSURE)["CCC>DDD"]
    assert (route.assessed, route.value) == (False, None)
    assert (
        exposure.note
        == "without the route, which is not assessed; its weight is shared between origin and destination"
    )


def test_with_a_route_exposure_joins_three_legs(make):
    # Two indicators of the way, on three corridors: 0, 100 and 40.
    pairs = {"CCC>DDD": 40.0, "AAA>DDD": 100.0, "BBB>DDD": 0.0}
    indicators = [make.indicator(f"route_{n}", "route") for n in (1, 2)]
    observations = [one for of in indicators for one in make.row(of.id, pairs, exact=True)]

    scores = profiled(
        make, [stock(*pair.split(">"), 50_000) for pair in pairs], more=(indicators, observations)
    )

    exposure = make.by_unit(scores, EXPOSURE)
    assert make.by_unit(scores, "route")["CCC>DDD"].value == 40
    assert exposure["CCC>DDD"].value == pytest.approx((64 * 40 * 25) ** (1 / 3))
    assert exposure["CCC>DDD"].available == 3
    assert exposure["CCC>DDD"].note == ""
    assert "route_1-CCC>DDD-2024" in exposure["CCC>DDD"].inputs


def test_the_destination_leg_looks_at_protection_only(make):
    # DDD is insecure in food and health alone: that is no protection gap for a migrant.
    indicators, observations = make.world({"AAA": 100, "BBB": 0, "CCC": 50})
    for one in indicators:
        level = 100 if one.dimension in ("food", "health", "economic", "environmental") else 0
        observations += make.row(one.id, {"DDD": level}, exact=True)

    scores = corridor_profiles(
        indicators, observations, ["AAA", "BBB", "CCC", "DDD"], [stock("CCC", "DDD", 50_000)], 2024, seed=0,
        settings=FEW,
    )  # fmt: skip

    assert make.by_unit(scores, "destination")["CCC>DDD"].value == 0
    # The scale of a geometric mean begins at one: the square root of 50 × 1.
    assert make.by_unit(scores, EXPOSURE)["CCC>DDD"].value == pytest.approx(np.sqrt(50))


def test_a_corridor_whose_end_is_not_assessed_is_not_assessed(make):
    indicators, observations = make.world({"AAA": 100, "BBB": 0, "CCC": 50})

    scores = corridor_profiles(
        indicators, observations, ["AAA", "BBB", "CCC", "DDD"],
        [stock("CCC", "DDD", 50_000), stock("CCC", "AAA", 50_000)], 2024, seed=0, settings=FEW,
    )  # fmt: skip

    found = make.by_unit(scores, EXPOSURE)
    assert (found["CCC>DDD"].assessed, found["CCC>DDD"].rank) == (False, None)
    assert found["CCC>DDD"].note == "not assessed: its destination is not assessed"
    assert found["CCC>AAA"].rank == 1


def test_small_corridors_are_scored_but_not_ranked(make):
    scores = profiled(make, [stock("AAA", "DDD", 9_999), stock("CCC", "DDD", 10_000)])

    exposure = make.by_unit(scores, EXPOSURE)
    assert exposure["AAA>DDD"].value == pytest.approx(50)
    assert (exposure["AAA>DDD"].rank, exposure["CCC>DDD"].rank) == (None, 1)
    assert "not ranked: its stock is under the stated minimum" in exposure["AAA>DDD"].note
    assert set(make.by_unit(scores, MOST_EXPOSED)) == {"CCC>DDD"}


def test_legs_have_no_ranks_for_corridors_share_them(make):
    scores = profiled(make, [stock("AAA", "DDD", 50_000), stock("CCC", "DDD", 50_000)])

    assert all(one.rank is None for one in scores if one.element in LEGS)


def test_the_two_directions_of_a_pair_are_two_corridors(make):
    scores = profiled(make, [stock("CCC", "DDD", 50_000), stock("DDD", "CCC", 20_000)])

    assert make.by_unit(scores, "origin")["DDD>CCC"].value == 25
    assert make.by_unit(scores, "destination")["DDD>CCC"].value == 64


def test_the_share_of_draws_among_the_most_exposed_sums_to_their_number(make):
    # Without ties, exactly `top` corridors are among the top in each draw.
    levels = {"AAA": 100, "BBB": 0, "CCC": 64, "DDD": 25}
    indicators, observations = make.world(levels, exact=False)
    corridors = [stock(a, b, 50_000) for a in levels for b in levels if a != b]

    scores = corridor_profiles(
        indicators, observations, list(levels), corridors, 2024, seed=0, settings=ProfileSettings(top=3)
    )

    shares = make.by_unit(scores, MOST_EXPOSED)
    assert sum(one.value for one in shares.values()) == pytest.approx(300, abs=0.001)
    assert all(0 <= one.value <= 100 for one in shares.values())
    assert shares["AAA>CCC"].value > shares["DDD>CCC"].value


def test_two_corridors_that_are_alike_share_the_draws_evenly(make):
    # AAA and EEE are the same, and so are their errors: each is the first in about half of the draws.
    levels = {"AAA": 80, "EEE": 80, "BBB": 0, "CCC": 100, "DDD": 50}
    indicators, observations = make.world(levels, exact=False)

    scores = corridor_profiles(
        indicators, observations, list(levels), [stock("AAA", "DDD", 50_000), stock("EEE", "DDD", 50_000)], 2024,
        seed=0, settings=ProfileSettings(top=1, draws=4000),
    )  # fmt: skip

    shares = make.by_unit(scores, MOST_EXPOSED)
    assert shares["AAA>DDD"].value == pytest.approx(50, abs=3)
    ranks = make.by_unit(scores, EXPOSURE)
    assert ranks["AAA>DDD"].rank == ranks["EEE>DDD"].rank == 1
    assert (ranks["AAA>DDD"].rank_low, ranks["AAA>DDD"].rank_high) == (1, 2)


def test_corridors_that_leave_the_study_are_passed_over(make):
    scores = profiled(make, [stock("CCC", "ZZZ", 50_000), stock("CCC", "DDD", 50_000)])

    assert {one.unit for one in scores} == {"CCC>DDD"}


def test_without_corridors_there_are_no_scores(make):
    assert profiled(make, []) == []


def test_the_latest_known_stock_up_to_the_year_is_used():
    rows = [
        stock("AAA", "BBB", 10, 2015),
        stock("AAA", "BBB", 20, 2020),
        stock("AAA", "BBB", None, 2022),
        stock("AAA", "BBB", 40, 2026),
        stock("AAA", "AAA", 99, 2020),
    ]

    found = latest_stocks(rows, 2024)

    assert {pair: one.stock for pair, one in found.items()} == {("AAA", "BBB"): 20}


def test_of_two_stocks_of_one_year_the_one_nearer_to_its_source_is_used_in_any_order():
    near = stock("AAA", "BBB", 10, confidence="checked", source="Z")
    far = stock("AAA", "BBB", 20, confidence="quoted", source="A")
    silent = stock("AAA", "BBB", 30, source="A")

    for rows in ([near, far, silent], [silent, far, near], [far, silent, near]):
        assert latest_stocks(rows, 2024)["AAA", "BBB"] is near


def test_a_stock_of_zero_is_a_stock():
    assert latest_stocks([stock("AAA", "BBB", 0.0)], 2024)["AAA", "BBB"].stock == 0


@pytest.mark.parametrize(
    ("legs", "weights", "mean"),
    [
        ([4.0, 9.0], [1.0, 1.0], 6.0),
        ([2.0, 4.0, 8.0], [1.0, 1.0, 1.0], 4.0),
        ([4.0, float("nan"), 9.0], [1.0, 5.0, 1.0], 6.0),
        ([10.0, 100.0], [3.0, 1.0], 10**1.25),
        ([0.0, 100.0], [1.0, 1.0], 10.0),
    ],
)
def test_the_geometric_mean_leaves_gaps_out_and_begins_at_one(legs, weights, mean):
    found = exposure(np.array(legs)[None, :, None], np.array([weights]))
    assert float(found[0, 0]) == pytest.approx(mean)


def test_the_legs_weigh_as_the_study_says(make):
    settings = ProfileSettings(draws=200, leg_weights=(3.0, 1.0, 1.0))

    (found,) = (
        one
        for one in profiled(make, [stock("CCC", "DDD", 50_000)], settings=settings)
        if one.element == EXPOSURE
    )

    # Origin 64 and destination 25, three to one; the route is not assessed.
    assert found.value == pytest.approx(64**0.75 * 25**0.25)


def test_the_route_keeps_the_order_of_its_corridors_and_its_own_errors(make):
    pairs = {"CCC>DDD": 40.0, "AAA>DDD": 100.0, "BBB>DDD": 0.0}
    indicators = [make.indicator(f"route_{n}", "route") for n in (1, 2)]
    observations = [one for of in indicators for one in make.row(of.id, pairs)]

    scores = profiled(
        make, [stock(*pair.split(">"), 50_000) for pair in pairs], more=(indicators, observations)
    )

    route = make.by_unit(scores, "route")
    assert {unit: one.value for unit, one in route.items()} == pairs
    assert route["CCC>DDD"].low < 40 < route["CCC>DDD"].high
