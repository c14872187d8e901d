"""Which lever made the difference: Shapley values by hand, and of a scenario."""

import numpy as np
import pytest

from rantau.framework.errors import BadInput
from rantau.simulation import BASELINE, Change, Scenario, attribute
from rantau.simulation.attributing import shapley


def glove(chosen):
    """The glove game: players 0 and 1 have a left glove, 2 has a right one; a pair is worth 1."""
    return np.array([float(2 in chosen and bool({0, 1} & chosen))])


def test_the_glove_game_has_the_values_of_the_books():
    values, error = shapley(glove, 3, orders=64, seed=0)

    assert values[:, 0].tolist() == pytest.approx([1 / 6, 1 / 6, 2 / 3])
    assert error.tolist() == [0, 0, 0]


def test_drawn_orders_come_near_and_still_add_up():
    """Twenty standard errors at 0.035 would be needed to fail by chance; the sum is exact whatever is drawn."""
    values, error = shapley(glove, 3, orders=7, seed=1)
    many, _ = shapley(lambda chosen: glove(chosen) + len(chosen), 12, orders=400, seed=1)

    assert values.sum() == pytest.approx(1)
    assert (error >= 0).all()
    assert many[:3, 0] == pytest.approx([7 / 6, 7 / 6, 5 / 3], abs=0.1)
    assert many[3:, 0] == pytest.approx([1.0] * 9)
    assert many.sum() == pytest.approx(13)


def test_a_scenarios_effect_is_shared_out_among_its_levers(world):
    changes = (
        Change("anti_corruption", ("everywhere",), "to", 1.0),
        Change("legal_aid", ("everywhere",), "to", 1.0),
        Change("legal_fee", ("everywhere",), "times", 1.0),
    )
    found = attribute(
        world, Scenario("three", changes), "person_months_in_exploitation", [1, 2], 5, weight=20.0
    )

    np.testing.assert_allclose(found.shapley.sum(axis=0), found.whole)
    assert (found.shapley[0] < 0).all()
    assert (found.shapley[1] != 0).all()
    assert (found.shapley[2] == 0).all()  # a lever at its neutral value gets nothing
    assert found.rows()[2][2].middle == 0
    assert found.rows()[0][0] == "anti_corruption (everywhere)"


def test_nothing_to_attribute_is_said(world):
    with pytest.raises(BadInput, match="changes nothing"):
        attribute(world, BASELINE, "identified")
    with pytest.raises(BadInput, match="no quantity 'happiness'"):
        attribute(world, Scenario("x", (Change("legal_aid", ("everywhere",), "to", 1.0),)), "happiness")
