"""The default study's headline: the order of the most exposed corridors, on the figures that ship."""

from __future__ import annotations

import pytest

from rantau.baseline.load import corridors, indicators, observations
from rantau.profile import ProfileSettings, corridor_profiles
from rantau.profile.corridors import EXPOSURE

MEMBERS = ("BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "TLS", "VNM")


def test_the_order_of_the_most_exposed_corridors_is_that_of_the_first_brief(make):
    scores = make.by_unit(
        corridor_profiles(
            list(indicators().values()), observations(), MEMBERS, corridors(), 2022, seed=0,
            settings=ProfileSettings(minimum_stock=50_000),
        ),
        EXPOSURE,
    )  # fmt: skip

    ranked = sorted((one for one in scores.values() if one.rank), key=lambda one: one.rank)
    # As the first version gave them, which had an engine of its own.
    first = {"MMR>THA": 65.6, "LAO>THA": 62.1, "KHM>THA": 62.1, "TLS>IDN": 59.4, "MMR>MYS": 57.3}
    assert [one.unit for one in ranked[:5]] == list(first)
    assert [one.value for one in ranked[:5]] == pytest.approx(list(first.values()), abs=0.05)
    assert (ranked[0].rank_low, ranked[0].rank_high) == (1, 1)
    assert all((one.rank_low, one.rank_high) == (2, 4) for one in ranked[1:3])
