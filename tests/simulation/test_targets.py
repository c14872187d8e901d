"""Targets of calibration: from claims, from stocks, from a study's own table; what is none is said to be."""

import math

import numpy as np
import pytest

from rantau.framework.errors import BadTable
from rantau.simulation.claimed import targets_of_claims
from rantau.simulation.engine import run_draw
from rantau.simulation.lowering import NO_FEEDBACK, lower
from rantau.simulation.meanfield import run_mean_field
from rantau.simulation.observing import Places, observe, observed
from rantau.simulation.parameters import register
from rantau.simulation.randomness import draw_key
from rantau.simulation.reduced import fewer_corridors, one_age
from rantau.simulation.results import QUANTITIES
from rantau.simulation.scenario import BASELINE
from rantau.simulation.states import EXITS
from rantau.simulation.targets import all_targets, held_to, targets_of_rows, targets_of_world
from rantau.store.records import Claim, ClaimGroup, Group, Period, PlaceMention

REGIONS = {"the-south": ("AAA", "BBB", "CCC", "DDD"), "beyond": ("XXX", "AAA")}


def claim(id, value=None, qualifier="exact", unit="persons", period=None, low=None, high=None, notes=()):
    return Claim(
        id=id, document="d", passage="p", page=1, start=0, end=1, quote="q", value=value, low=low, high=high,
        qualifier=qualifier, unit=unit, measure="", indicator="", indicator_score=1.0, places=(), group=Group(),
        period=period and Period(*period, period[0]), citations=(), own_data=False, extracted_by="", confidence=1.0,
        notes=notes,
    )  # fmt: skip


def group(
    id, indicator, claims, places=(("BBB", "destination"),), unit="persons", verdict="single-source", **people
):
    return ClaimGroup(
        id=id, indicator=indicator, places=tuple(PlaceMention(*one) for one in places), group=Group(**people),
        unit=unit, claims=tuple(one.id for one in claims), verdict=verdict, reason="They say so.", low=None, high=None,
        documents=1, roots=(),
    )  # fmt: skip


def targets(world, *pairs):
    groups = [one for one, _ in pairs]
    claims = {one.id: one for _, several in pairs for one in several}
    return targets_of_claims(groups, claims, world, REGIONS, {"g1": "low", "g2": "very low"})


def one_target(world, indicator, claims, **given):
    found, without = targets(world, (group("g1", indicator, claims, **given), claims))
    assert len(found) == 1, without
    return found[0]


def why_not(world, indicator, claims, **given):
    found, without = targets(world, (group("g1", indicator, claims, **given), claims))
    assert not found
    return without[-1].why


HALF = ("2024-01", "2024-06")


@pytest.mark.parametrize(
    ("one", "low", "high"),
    [
        (claim("c", 35, "more_than", "percent"), 35, math.inf),
        (claim("c", 35, "at_most", "percent"), -math.inf, 35),
        (claim("c", 45, "exact", "percent"), 44, 46),  # no narrower than a point
        (claim("c", 40, "about", "percent"), 38, 42),
        (claim("c", None, "range", "percent", low=20, high=30), 20, 30),
    ],
)
def test_qualifiers_become_intervals(world, one, low, high):
    found = one_target(world, "recruited_by_known_share", [one], unit="percent")

    assert (found.low, found.high) == (low, high)
    assert found.claims == ("c",)
    assert found.groups == ("g1",)
    assert found.confidence == "low"
    assert found.places == Places(destinations=frozenset({"BBB"}))


def test_numbers_of_a_period_are_taken_to_a_year(world):
    found = one_target(world, "deportations", [claim("c", 1820, "at_least", period=HALF)])

    assert math.isclose(found.low, 1820 * 365.25 / 182)
    assert found.high == math.inf
    assert any("in proportion to its days" in one for one in found.notes)


def test_where_claims_conflict_the_target_is_the_wider_interval_and_says_so(world):
    both = [claim("c1", 1000, "about", period=HALF), claim("c2", 2000, "about", period=HALF)]
    within = one_target(world, "deportations", both, verdict="conflicting")
    apart, _ = targets(
        world,
        (group("g1", "deportations", both[:1]), both[:1]),
        (group("g2", "deportations", both[1:]), both[1:]),
    )
    alone = one_target(world, "deportations", both[:1])

    assert len(apart) == 1
    for found in (within, apart[0]):
        assert math.isclose(found.low, 950 * 365.25 / 182)
        assert math.isclose(found.high, 2100 * 365.25 / 182)
        assert found.conflicting
        assert found.claims == ("c1", "c2")
        assert any("conflict" in one and "the wider interval is taken" in one for one in found.notes)
    assert apart[0].groups == ("g1", "g2")
    assert apart[0].confidence == "very low"
    assert not alone.conflicting


def test_places_and_their_roles_say_which_corridors(world):
    share = [claim("c", 45, unit="percent")]

    def of(*places):
        return one_target(world, "official_complicity_share", share, places=places, unit="percent").places

    assert of(("AAA", "unspecified")) == Places(ends=frozenset({"AAA"}))
    assert of(("AAA", "origin"), ("BBB", "unspecified")) == Places(frozenset({"AAA"}), frozenset({"BBB"}))
    assert of(("the-south", "unspecified")) == Places()


@pytest.mark.parametrize(
    ("indicator", "one", "given", "why"),
    [
        ("deportations", claim("c", 10), {}, "does not say of how long a time"),
        ("deportations", claim("c", 10, period=("2024-03-01", "2024-03-03")), {}, "of a few days"),
        ("deportations", claim("c", 10, period=HALF), {"places": [("BBB", "unspecified")]}, "not said whether BBB"),
        ("deportations", claim("c", 10, period=HALF), {"sex": "female"}, "only some: female"),
        ("deportations", claim("c", 10, period=HALF), {"nationality": "Laotian"}, "only some: Laotian"),
        ("deportations", claim("c", 10, period=("2012", "2012")), {}, "too long before the start"),
        ("deportations", claim("c", 10, period=HALF), {"places": [("beyond", "destination")]}, "not all countries"),
        ("deportations", claim("c", 10, period=HALF), {"places": [("QQQ", "destination")]}, "QQQ is no place"),
        ("deportations", claim("c", 10, period=HALF), {"places": [("DDD", "origin")]}, "no corridor DDD→"),
        ("deportations", claim("c", 10, period=HALF), {"places": ()}, "names no place"),
        ("deportations", claim("c", 10, period=HALF, notes=("the figure is of Kota, ...",)), {}, "part of a country"),
        ("deportations", claim("c", 10, unit="cases"), {"unit": "cases"}, "its unit is cases"),
        ("migrant_stock", claim("c", 10), {}, "is an input of the model"),
        ("remittances", claim("c", 10), {}, "nothing that the model counts"),
        ("deportations", claim("c", 10, period=HALF), {"places": [("AAA", "unspecified"), ("BBB", "unspecified")]},
         "names several places"),
    ],
)  # fmt: skip
def test_what_is_no_target_is_left_out_with_the_reason(world, indicator, one, given, why):
    assert why in why_not(world, indicator, [one], **given)


def test_stocks_are_held_to_their_trend(world):
    found = {one.name: one for one in targets_of_world(world, (6, 12))}

    assert set(found) == {"present_stock →BBB", "present_stock →DDD"}
    assert found["present_stock →BBB"].low < 60_000 < 60_000 + 30 * 9 < found["present_stock →BBB"].high
    assert found["present_stock →BBB"].rests_on == "baseline"


def row(**given):
    return {
        "quantity": "deportations",
        "origin": "",
        "destination": "BBB",
        "low": "1",
        "high": "",
        "why": "w",
    } | given


def test_a_studys_own_targets_stand_in_place_of_the_others(world):
    claimed, _ = targets(
        world,
        (group("g1", "deportations", [claim("c", 10, period=HALF)]), [claim("c", 10, period=HALF)]),
        (group("g2", "immigration_detainees", [claim("d", 10)]), [claim("d", 10)]),
    )
    own, without = targets_of_rows([row(high="50"), row(quantity="detained_stock", low="")], world)
    found = {one.name: one for one in all_targets(claimed, targets_of_world(world, (6, 12)), own, without)}

    assert found["deportations →BBB"].rests_on == "study"
    assert (found["deportations →BBB"].low, found["deportations →BBB"].high) == (1, 50)
    assert "detained_stock →BBB" not in found
    assert "left out by targets.csv" in without[0].why
    assert found["present_stock →BBB"].rests_on == "baseline"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"quantity": "happiness"}, "no quantity 'happiness'"),
        ({"origin": "ZZZ"}, "no place 'ZZZ'"),
        ({"origin": "BBB"}, "no such corridor"),
        ({"low": "many"}, "low is 'many'"),
        ({"low": "5", "high": "4"}, "in this order"),
        ({"why": ""}, "why is empty"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(world, given, why):
    with pytest.raises(BadTable, match=rf"targets.csv, line 3: .*{why}"):
        targets_of_rows([row(), row(**given)], world)


def test_every_quantity_and_every_mapping_is_known():
    terms = {
        term.partition(":")[0] for one in observed().values() for term in (*one.numerator, *one.denominator)
    }

    assert terms <= {*QUANTITIES, "present", "ended_exploitation"}
    assert {one["quantity"] for one in held_to()["target"]} <= set(observed())
    assert all(one.denominator if one.kind == "share" else not one.denominator for one in observed().values())


def test_quantities_are_what_their_names_say(world):
    model = lower(world.with_months(8), BASELINE, register().values, register())
    course = run_draw(model, draw_key(1, 1), 10.0)
    numbers = {one.name: n for n, one in enumerate(EXITS)}
    to_bbb = Places(destinations=frozenset({"BBB"}))
    wanted = [("deportations", to_bbb), ("detained_stock", to_bbb), ("irregular_departures", Places())]

    deported, detained, irregular = observe(course, model, 10.0, wanted, (2, 6))

    exits = [numbers["deported"], numbers["deported_unscreened"]]
    assert deported == 10 * 3 * course.tallies[2:6, :2][..., exits].sum()
    assert detained == 10 * course.stock[3:7, :2][..., [5, 6]].sum() / 4
    departs = course.tallies[2:6, :, :, numbers["departs"]].sum(axis=(0, 1))
    assert irregular == 100 * departs[1] / departs.sum()


def test_people_and_the_expected_course_give_the_same_quantities(world):
    """Without feedbacks the expectation is exact: means of 40 runs are within 4.5 standard errors of it.

    False-alarm rate: 7e-6 each by the normal approximation, 2e-4 each by a t of 39, over nine quantities.
    """
    model = lower(world.with_months(8), BASELINE, register().values, register(), NO_FEEDBACK)
    names = ["recruited_by_known_person", "officials_complicit", "irregular_share", "exploited_share", "deportations",
             "detentions", "identifications", "irregular_departures", "present_stock"]  # fmt: skip
    wanted = [(name, Places()) for name in names]
    expected = observe(run_mean_field(model), model, 1.0, wanted, (2, 8))
    runs = [observe(run_draw(model, draw_key(2, n), 10.0), model, 10.0, wanted, (2, 8)) for n in range(40)]
    error = np.std(runs, axis=0, ddof=1) / np.sqrt(len(runs))

    assert (np.abs(np.mean(runs, axis=0) - expected) < 4.5 * error).all()


def test_a_reduced_world_gives_nearly_the_same(world):
    values, months = register().draw(1, 3), world.with_months(8)
    places = [Places(destinations=frozenset({"BBB"})), Places()]
    small = fewer_corridors(months, places, share=1.0)
    wanted = [("exploited_share", one) for one in places] + [("deportations", one) for one in places]
    whole, less = (
        observe(run_mean_field(model), model, 1.0, wanted, (2, 8))
        for model in (
            lower(months, BASELINE, values, register()),
            lower(small, BASELINE, one_age(values), register()),
        )
    )

    assert len(small.corridors) == 2
    assert sum(one.stock for one in small.corridors) == sum(one.stock for one in world.corridors)
    assert np.allclose(less, whole, rtol=0.03)
