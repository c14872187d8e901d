"""Sensitivity: known indices through the same path, parameters that cannot matter, signs that turn, runs that go on."""

import json
import math
from dataclasses import dataclass

import numpy as np
import pytest

from rantau.framework.errors import BadInput
from rantau.simulation import BASELINE, Change, Scenario, register
from rantau.simulation.sensitivity import OTHERS, sensitivity, variance_shares
from rantau.simulation.sensitivity_report import dots, sensitivity_table, sentence
from rantau.simulation.turning import turning_of
from rantau.simulation.varying import LUCK, OUTCOMES, Evaluation, Forgotten, sample

HELP = Scenario("help", (Change("legal_aid", ("everywhere",), "to", 0.9),))


@dataclass(frozen=True)
class Ishigami:
    """Ishigami and Homma (1990) with a = 7, b = 0.1, and a fourth input that does nothing."""

    def __call__(self, point, threads):
        x, y, z = math.pi * (2 * point[:3] - 1)
        return np.array([math.sin(x) + 7 * math.sin(y) ** 2 + 0.1 * z**4 * math.sin(x), 3.0])


class Counting(Forgotten):
    def __init__(self):
        super().__init__()
        self.put_times = 0

    def put(self, name, values):
        self.put_times += 1
        super().put(name, values)


def test_known_indices_come_out_of_the_same_path():
    # Closed forms: the variance's parts are (1 + b π⁴/5)² / 2, a² / 8, and 8 b² π⁸ / 225 of the first with the third.
    own = (1 + 0.1 * math.pi**4 / 5) ** 2 / 2
    second, crossed = 49 / 8, 8 * 0.01 * math.pi**8 / 225
    whole = own + second + crossed
    first = [own / whole, second / whole, 0, 0, second / whole]
    total = [(own + crossed) / whole, second / whole, crossed / whole, 0, second / whole]
    groups = {"x": (0,), "y": (1,), "z": (2,), "nothing": (3,), "y and nothing": (1, 3)}

    shares, points, outputs = variance_shares(
        Ishigami(), groups, 4, lambda values: values, size=1024, seed=5, workers=2
    )

    assert [one.source for one in shares[0]] == list(groups)
    for one, alone, together in zip(shares[0], first, total, strict=True):
        # Quasi-random points are much closer than the bootstrap's 90% interval says: all five must lie within it.
        assert one.first_low - 0.01 <= alone <= one.first_high + 0.01
        assert one.total_low - 0.01 <= together <= one.total_high + 0.01
        assert abs(one.first - alone) < 0.05
        assert abs(one.total - together) < 0.05
    assert shares[0][3].total == shares[0][3].total_low == shares[0][3].total_high == 0
    assert shares[1] == ()  # an output that does not vary has no shares
    assert points.shape == (2048, 4)
    assert outputs.shape == (2048, 2)


@pytest.fixture(scope="module")
def small(world):
    return world.with_months(12)


@pytest.fixture(scope="module")
def found(small):
    kept = Counting()
    given = {"size": 32, "seed": 4, "weight": 40.0, "workers": 2}
    among = ("irregular_exploited", "escapes", "tier_4")
    result = sensitivity(
        small, [HELP], ["entered_exploitation", "identified"], among=among, kept=kept, **given
    )
    return result, kept, among, given


def test_a_parameter_that_cannot_matter_has_no_share(found):
    result, *_ = found
    for one in result.variations:
        shares = {share.source: share for share in one.shares}
        # No place of this world is of tier 4, and people's luck does not depend on parameters.
        idle = shares["tier_4"]
        assert (idle.total_low, idle.total, idle.total_high) == (0, 0, 0)
        assert idle.first_low <= 0 <= idle.first_high
        assert set(shares) == {"irregular_exploited", "escapes", "tier_4", LUCK}
    entered = result.variations[0]
    assert (entered.scenario, entered.difference, entered.outcome) == (
        "baseline",
        False,
        "entered_exploitation",
    )
    assert entered.shares[0].source == "irregular_exploited"
    assert entered.shares[0].total_low > 0.5
    assert entered.low < entered.middle < entered.high


def test_points_that_are_known_are_not_done_again(small, found):
    result, kept, among, given = found
    assert kept.put_times == len(kept.values) == result.evaluations
    cut = Counting()
    cut.values = {**dict(list(kept.values.items())[::2]), "of another run": np.zeros((2, len(OUTCOMES)))}
    again = sensitivity(small, [HELP], ["entered_exploitation", "identified"], among=among, kept=cut, **given)

    assert again == result
    assert cut.put_times == len(kept.values) // 2
    for name, values in kept.values.items():
        assert (cut.values[name] == values).all()


def test_the_screening_finds_what_matters_and_groups_the_rest(small):
    few = {"irregular_exploited", "escapes", "tier_4", "tier_3", "wage_elasticity"}
    fixed = register().with_values(
        {name: register()[name].value for name in register().free if name not in few}
    )
    result = sensitivity(
        small, [], ["entered_exploitation"], size=16, seed=4, weight=40.0, parameters=fixed, workers=2
    )
    (one,) = result.variations

    assert set(one.screened) == few
    assert 0.5 < sum(one.screened.values()) < 1  # the rest is luck's
    assert one.screened["tier_4"] == 0
    assert "irregular_exploited" in result.kept
    assert "tier_4" not in result.kept
    assert OTHERS in {share.source for share in one.shares}


def test_people_agree_with_the_expected_course(small):
    names = ("irregular_exploited", "escapes")
    given = (small.with_months(4), (BASELINE, HELP), register(), names, 1)
    points = [np.array([0.8, 0.3, luck]) for luck in (np.arange(12) + 0.5) / 12]
    expected = Evaluation(*given, 1.0, expected=True)(points[0], None)
    people = np.array([Evaluation(*given, 1.0)(one, None) for one in points])
    names = (
        "migrants",
        "person_months_in_exploitation",
        "entered_exploitation",
        "insecure_months_per_1000_economic",
    )

    assert people.shape[1:] == expected.shape == (2, len(OUTCOMES))
    for where in (OUTCOMES.index(one) for one in names):
        # At five standard errors, with a floor for the little that feedback shifts the mean of a small population.
        error = people[:, :, where].std(axis=0, ddof=1) / 12**0.5
        off = np.abs(people[:, :, where].mean(axis=0) - expected[:, where])
        assert (off < 5 * error + 0.002 * expected[:, where]).all()


def test_where_a_sign_turns_is_found_and_checked_on_other_points():
    a, b = sample(128, 4, 3, 0)
    points = np.concatenate([a, b])
    values = np.where((points[:, 0] > 0.8) & (points[:, 2] < 0.5), 1.0, -1.0) + 0.01 * points[:, 1]
    columns = {"escapes": 0, "turnover": 1, "seeks_help": 2}
    turning = turning_of(points, values, columns, register())

    assert turning.turns
    assert turning.positive == pytest.approx(0.1, abs=0.03)
    bounds = {one.parameter: one for one in turning.region}
    assert set(bounds) == {"escapes", "seeks_help"}
    edge = register()["escapes"]
    assert edge.quantile(0.7) < bounds["escapes"].low < edge.quantile(0.9)
    assert bounds["escapes"].high == pytest.approx(edge.high)
    assert turning.inside > 0.8
    assert turning.caught > 0.8
    never = turning_of(points, -np.abs(values), columns, register())
    assert (never.turns, never.region) == (False, ())
    noise = np.random.default_rng(2).random(256) - 0.8
    assert turning_of(points, noise, columns, register()).region == ()


def test_what_was_found_is_told(found):
    result, *_ = found
    change = next(one for one in result.variations if one.difference and one.outcome == "identified")
    table = sensitivity_table(result, register())

    told = sentence(change, register())
    assert told.startswith("The change of identified under help against the baseline is ")
    assert "Its sign is not sure" in told or "never" in told
    assert table.height == sum(len(one.shares) for one in result.variations)
    assert set(table["against"]) == {"", "baseline"}
    row = table.filter(table["source"] == "escapes").row(0, named=True)
    assert row["basis"] == register()["escapes"].basis
    spec = dots(change, register())
    assert "does not forecast" in json.dumps(spec)
    assert any(share.source in json.dumps(spec) for share in change.shares)


def test_what_cannot_be_analysed_is_told(small):
    for wrong, message in (
        ({"outcomes": ["joy"]}, "no outcome 'joy'"),
        ({"size": 12}, "power of two"),
        ({"weight": 0.0}, "scale is above 0"),
        ({"among": ["luck"]}, "'luck' is no parameter with a range"),
        ({"scenarios": [HELP, HELP]}, "only once"),
    ):
        with pytest.raises(BadInput, match=message):
            sensitivity(small, **{"scenarios": [], **wrong})
