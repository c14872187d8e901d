"""The register is complete, its draws lie where they should, and each depends on its own number alone."""

import numpy as np
import pytest

from rantau.framework.errors import BadInput
from rantau.simulation.parameters import Parameter, read_register, register


def test_every_parameter_says_what_it_rests_on():
    for one in register().parameters.values():
        assert one.basis in ("sourced", "calibrated", "assumed")
        assert len(one.why) > 8, one.name
        assert one.low <= one.value <= one.high


def test_draw_zero_is_the_register_itself():
    assert register().draw(7, 0) == {one.name: one.value for one in register().parameters.values()}


def test_a_draw_depends_on_the_seed_and_its_number_alone():
    together = register().draws(5, range(1, 40))

    assert register().draw(5, 17) == together[16]
    assert register().draws(5, [33, 2]) == [together[32], together[1]]
    assert register().draw(6, 17) != together[16]


def test_draws_fill_their_ranges_evenly():
    draws = register().draws(1, range(1, 257))

    for name in register().free:
        one = register()[name]
        values = np.array([draw[name] for draw in draws])
        assert one.low <= values.min()
        assert values.max() <= one.high
        # A scrambled Sobol sequence of 256 points has exactly 64 in each quarter of every parameter.
        edges = [one.quantile(share) for share in (0.25, 0.5, 0.75)]
        assert np.bincount(np.searchsorted(edges, values), minlength=4).tolist() == [64] * 4, name


@pytest.mark.parametrize(
    ("distribution", "share", "value"),
    [("uniform", 0.25, 2.0), ("loguniform", 0.5, 5**0.5), ("triangular", 0.125, 2.0), ("fixed", 0.9, 3.0)],
)
def test_quantiles_by_hand(distribution, share, value):
    # Triangular from 1 over 3 to 5: below 2 lies (2-1)² / ((5-1)·(3-1)) = 1/8.
    one = Parameter("x", "", "", 3.0, 1.0, 5.0, distribution, "assumed", "for the test")

    assert one.quantile(share) == pytest.approx(value)


GOOD = """
[[parameter]]
name = "fear"
symbol = ""
unit = ""
value = 1.0
low = 0.5
high = 2.0
distribution = "uniform"
basis = "assumed"
why = "a study's own reason"
"""


def test_a_study_replaces_a_parameter_and_keeps_the_others():
    mine = read_register(GOOD, "parameters.toml", known=register())

    assert mine["fear"].value == 1.0
    assert mine["escapes"] == register()["escapes"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("value = 1.0", "value = 9.0"), "in this order"),
        (("value = 1.0", 'value = "x"'), "value is a number"),
        (('basis = "assumed"', 'basis = "known"'), "basis is one of"),
        (('why = "a study\'s own reason"', 'why = " "'), "why says"),
        (('name = "fear"', 'name = "fears"'), "no parameter 'fears'"),
        (("high = 2.0", ""), "needs exactly"),
        (("[[parameter]]", "[[parameter]"), "no TOML"),
    ],
)
def test_a_wrong_register_is_refused_in_a_sentence(change, message):
    with pytest.raises(BadInput, match=message):
        read_register(GOOD.replace(*change), "parameters.toml", known=register())


def test_an_unknown_value_is_refused():
    with pytest.raises(BadInput, match="no parameter 'fears'"):
        register().with_values({"fears": 1.0})
