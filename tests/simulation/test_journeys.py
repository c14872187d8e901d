"""Journeys by origin, channel and outcome: nobody is lost between them, and sums are sums."""

import numpy as np
import pytest

from rantau.simulation.ensembles import simulate
from rantau.simulation.journeys import ALL, OUTCOMES, journey_rows
from rantau.simulation.scenario import BASELINE
from rantau.simulation.states import EXITS, STATES
from rantau.simulation.storing import outcome_bytes, outcome_of_bytes

ABROAD = [n for n, one in enumerate(STATES)
          if one not in ("prospect", "returned", "returned_unscreened", "settled", "dead_or_lost")]  # fmt: skip
DEPARTS = next(n for n, one in enumerate(EXITS) if one.name == "departs")


@pytest.fixture(scope="module")
def result(world):
    return simulate(world, BASELINE, 4, 5, weight=10.0, by="corridor")


def test_every_journey_that_began_has_one_outcome_on_every_corridor_and_channel(result):
    for one in result.outcomes.values():
        began = one.stock[0][..., ABROAD].sum(axis=-1) + one.tallies[..., DEPARTS].sum(axis=0)

        assert began.sum() > 1000
        assert np.array_equal(one.journeys.sum(axis=-1), began)
        assert one.journeys.shape[-1] == len(OUTCOMES)


def test_they_are_counted_alike_whatever_the_level_of_the_tables(world, result):
    of_region = simulate(world, BASELINE, [2], 5, weight=10.0, by="region").outcomes["baseline", 2]

    assert np.array_equal(of_region.journeys, result.outcomes["baseline", 2].journeys)


def test_they_are_kept_with_the_draw(result):
    one = result.outcomes["baseline", 3]

    assert np.array_equal(outcome_of_bytes(outcome_bytes(one), "baseline", 3).journeys, one.journeys)


def test_means_add_up_and_intervals_hold_the_median(result):
    rows = {(one["origin"], one["channel"], one["outcome"]): one for one in journey_rows(result)}
    whole = rows[ALL, ALL, ALL]

    assert {origin for origin, _, _ in rows} == {ALL, "AAA", "CCC"}
    for parts in (
        [one for key, one in rows.items() if ALL not in key],
        [one for key, one in rows.items() if key[0] != ALL and key[1:] == (ALL, ALL)],
        [one for key, one in rows.items() if key[1] != ALL and (key[0], key[2]) == (ALL, ALL)],
    ):
        assert sum(one["mean"] for one in parts) == pytest.approx(whole["mean"])
    assert all(one["low"] <= one["median"] <= one["high"] for one in rows.values())
    drawn = [10.0 * one.journeys.sum() for one in result.outcomes.values()]
    assert whole["mean"] == pytest.approx(np.mean(drawn))
    assert whole["high"] == pytest.approx(np.quantile(drawn, 0.95))
