"""Scenario files are checked to the line, and what is not changed stays as it was to the bit."""

import numpy as np
import pytest

from rantau.baseline.load import corridors, observations, places
from rantau.framework.errors import BadInput
from rantau.simulation.from_baseline import baseline_world
from rantau.simulation.levers import LEVERS
from rantau.simulation.parameters import register
from rantau.simulation.scenario import BASELINE, Change, Scenario, read_scenario, shipped_scenarios, template
from rantau.simulation.schedule import make_schedule

SHIPPED = (
    "baseline",
    "mass_deportation",
    "screen_before_return",
    "legal_channels",
    "regularisation",
    "employer_pays",
    "clean_borders",
    "actip_floor",
    "regional_monitor",
    "human_security_package",
    "securitised_turn",
)
GOOD = """title = "A test"

[[change]]
lever = "legal_fee"
where = ["BBB", "AAA>DDD"]
times = 0.5
from = "2025-07"
over = 6
unit = "months of wage"
"""


def schedule(world, *changes):
    scenario = Scenario("test", tuple(changes))
    return make_schedule(world, scenario, register().values, register())


def test_a_scenario_file_says_what_where_and_when(world):
    scenario = read_scenario(GOOD, "mine", world)

    assert scenario.changes == (
        Change("legal_fee", ("BBB", "AAA>DDD"), "times", 0.5, start="2025-07", over=6),
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"legal_fee"', '"legal_fees"', r"mine.toml, line 4: there is no lever 'legal_fees'"),
        ('"AAA>DDD"', '"AAA>CCC"', r"line 5: there is no corridor 'AAA>CCC'"),
        ('"BBB"', '"Atlantis"', r"line 5: there is no place 'Atlantis'"),
        ("times = 0.5", "times = -1", r"line 6: times is 0 or more"),
        ("times = 0.5", "to = 700", r"line 6: legal_fee goes from 0 to 100"),
        ("times = 0.5", "to = true", r"line 6: to is a number"),
        ("times = 0.5", "times = nan", r"line 6: times is a number"),
        ("times = 0.5", "times = 1\nto = 2", r"line 7: a change says exactly one"),
        ("times = 0.5\n", "", r"line 3: a change says exactly one"),
        ('"2025-07"', '"2025-13"', r"line 7: '2025-13' is no month"),
        ('"2025-07"', '"2044-01"', r"line 7: 2044-01 lies outside"),
        ('"2025-07"', "2025", r"line 7: 2025 is no month"),
        ("over = 6", "over = 1.5", r"line 8: over is a whole number"),
        ("over = 6", 'until = "2025-02"', r"line 8: the change ends before it begins"),
        ('unit = "months of wage"', 'unit = "dollars"', r"line 9: the unit of legal_fee is 'months of wage'"),
        ("over = 6", 'sector = "fishing"', r"line 8: legal_fee has no sectors"),
        ("over = 6", "speed = 6", r"line 8: there is no setting 'speed'"),
        ("title =", "name =", r"line 1: there is no setting 'name'"),
        ("[[change]]", "[[change]", "no TOML file"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(world, old, new, message):
    assert old in GOOD
    with pytest.raises(BadInput, match=message):
        read_scenario(GOOD.replace(old, new), "mine", world)


def test_a_capacity_belongs_to_a_place_and_not_to_a_corridor(world):
    text = '[[change]]\nlever = "shelter_capacity"\nwhere = "AAA>BBB"\ntimes = 2\n'

    with pytest.raises(BadInput, match="line 3: shelter_capacity is of a place as a whole"):
        read_scenario(text, "mine", world)


def test_all_eleven_scenarios_ship_and_are_valid_for_the_region():
    asean = ("BRN", "KHM", "IDN", "LAO", "MYS", "MMR", "PHL", "SGP", "THA", "TLS", "VNM")
    region = baseline_world(observations(), corridors(), places(), asean, 2024)

    assert sorted(shipped_scenarios()) == sorted(SHIPPED)
    for name, text in shipped_scenarios().items():
        scenario = read_scenario(text, name, region)
        assert bool(scenario.changes) == (name != "baseline")


def test_together_the_shipped_scenarios_move_every_lever():
    moved = {
        line.split('"')[1]
        for text in shipped_scenarios().values()
        for line in text.splitlines()
        if "lever =" in line
    }

    assert moved == set(LEVERS)


def test_the_template_is_a_valid_scenario(world):
    assert read_scenario(template("mine"), "mine", world).changes[0].lever == "screening_coverage"


@pytest.mark.parametrize("lever", LEVERS.values(), ids=lambda lever: lever.name)
def test_a_lever_at_its_neutral_value_changes_nothing_to_the_bit(world, lever):
    where = ("members",) if lever.scope == "region" else ("everywhere",)
    plain = make_schedule(world, BASELINE, register().draw(3, 1), register())

    for manner, amount in (("times", 1.0), ("plus", 0.0)):
        changes = (Change(lever.name, where, manner, amount, over=7),)
        changed = make_schedule(world, Scenario("x", changes), register().draw(3, 1), register())
        for name, table in plain.by_corridor.items():
            assert changed.by_corridor[name].tobytes() == table.tobytes()
        for name, table in plain.by_place.items():
            assert changed.by_place[name].tobytes() == table.tobytes()
        assert changed.inspection.tobytes() == plain.inspection.tobytes()


@pytest.mark.parametrize("lever", LEVERS.values(), ids=lambda lever: lever.name)
def test_a_lever_that_is_moved_changes_something(world, lever):
    where = ("members",) if lever.scope == "region" else ("everywhere",)
    plain, moved = schedule(world), schedule(world, Change(lever.name, where, "to", lever.high))

    tables = [(plain.inspection, moved.inspection)]
    tables += [(plain.by_corridor[name], moved.by_corridor[name]) for name in plain.by_corridor]
    tables += [(plain.by_place[name], moved.by_place[name]) for name in plain.by_place]
    assert any((before != after).any() for before, after in tables)


def test_a_change_grows_evenly_and_ends_when_it_is_told_to(world):
    change = Change("legal_fee", ("BBB",), "to", 1.0, start="+3", over=4, until="+20")
    fee = schedule(world, change).by_corridor["legal_fee"]

    # From 4 to 1 over four months: 4, 4, 4, 3.25, 2.5, 1.75, 1 …, and back.
    assert fee[:8, 0].tolist() == [4, 4, 4, 3.25, 2.5, 1.75, 1, 1]
    assert fee[19:22, 0].tolist() == [1, 4, 4]
    assert (fee[:, 2] == 4).all()  # AAA>DDD ends elsewhere


def test_a_change_on_one_corridor_leaves_the_others(world):
    aid = schedule(world, Change("legal_aid", ("AAA>BBB",), "to", 0.9)).by_corridor["legal_aid"]

    assert (aid[:, 0] == 0.9).all()
    assert (aid[:, 1] == 0.15).all()


def test_consular_protection_is_the_origins(world):
    values = schedule(world, Change("consular_protection", ("AAA",), "to", 1.0))

    assert values.by_corridor["consular_protection"][0].tolist() == [1.0, 0.25, 1.0]


def test_the_floor_lifts_members_only_and_none_stays_below_it(world):
    change = Change("actip_floor", ("members",), "to", 0.5)
    plain, floored = schedule(world), schedule(world, change)

    # AAA has tier 3, so its consulates begin at 0.8 × 0.25; CCC is no member and keeps 0.25.
    assert plain.by_corridor["consular_protection"][0].tolist() == [0.8 * 0.25, 0.25, 0.8 * 0.25]
    assert floored.by_corridor["consular_protection"][0].tolist() == [0.5, 0.25, 0.5]
    assert (floored.by_place["shelter_capacity"][0] == [0.5, 0.5, 0.4, 0.5]).all()


def test_regional_monitoring_closes_gaps_to_the_best_member_at_its_rate(world):
    change = Change("regional_monitoring", ("members",), "to", 0.1)
    values = schedule(world, change).by_corridor["consular_protection"]
    better = schedule(world, change, Change("consular_protection", ("AAA>DDD",), "to", 0.6)).by_corridor[
        "consular_protection"
    ]

    assert values[0, 0] == values[30, 0] == 0.2  # one member alone has nobody to learn from
    # The gap of 0.4 between the two corridors of AAA closes by a tenth a month.
    assert better[0, 0] == pytest.approx(0.2 + 0.1 * 0.4)
    assert better[1, 0] == pytest.approx(0.2 + 0.19 * 0.4)


def test_inspection_can_be_of_some_sectors(world):
    values = schedule(world, Change("labour_inspection", ("DDD",), "times", 3.0, sectors=("fishing",)))

    assert values.inspection[0, 2].tolist() == [1, 3, 1, 1, 1, 1]
    assert (values.inspection[:, :2] == 1).all()
    assert np.isfinite(values.inspection).all()
