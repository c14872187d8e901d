"""The same seed gives the same bytes on any number of threads; scenarios share everyone's luck; tables add up."""

import gc

import numpy as np
import polars
import pytest

from rantau.framework.errors import BadInput
from rantau.simulation import (
    BASELINE,
    QUANTITIES,
    Change,
    Outcome,
    Scenario,
    compare,
    engine,
    people,
    read_scenario,
    register,
    shipped_scenarios,
    simulate,
    world_of,
)
from rantau.simulation.comparing import interval, paired_counts
from rantau.simulation.engine import run_draw
from rantau.simulation.ensembles import numbers_of
from rantau.simulation.levers import LEVERS
from rantau.simulation.lowering import lower
from rantau.simulation.randomness import draw_key
from rantau.simulation.states import EXITS

from .conftest import TABLES


def bytes_of(outcome):
    return [
        getattr(outcome, name).tobytes()
        for name in ("stock", "tallies", "complicit", "framing", "enforcement", "cohorts", "trafficked")
    ]


def course(world, scenario=BASELINE, threads=None, weight=1.0, seed=8, draw=1):
    model = lower(world, scenario, register().draw(seed, draw), register())
    return run_draw(model, draw_key(seed, draw), weight, threads=threads, keep_people=True)


def scenario(*changes, name="other"):
    return Scenario(name, tuple(changes))


# -- any number of threads -----------------------------------------------------------------------------------------


def test_one_thread_two_threads_and_three_give_the_same_people_to_the_bit(world, monkeypatch):
    # Small parts, so that those who depart in a month are shared out too.
    for module in (engine, people):
        monkeypatch.setattr(module, "LEAST_PART", 250)
    alone, one, two, three = (course(world, threads=threads) for threads in (None, 1, 2, 3))

    # 70,000 at the start and some 40,000 who set out in the course of the run, in several parts.
    assert alone.cohorts[1:].sum() > 20_000
    assert alone.tallies[..., [one.name for one in EXITS].index("departs")].sum(axis=(1, 2)).min() > 2 * 250
    for other in (one, two, three):
        assert other.stock.tobytes() == alone.stock.tobytes()
        assert other.tallies.tobytes() == alone.tallies.tobytes()
        assert other.framing.tobytes() == alone.framing.tobytes()
        assert other.trace.tobytes() == alone.trace.tobytes()
        for name, array in alone.people.arrays.items():
            count = alone.people.count
            assert array[:count].tobytes() == other.people.arrays[name][:count].tobytes(), name


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_any_number_of_workers_gives_the_same_ensemble(world, workers):
    wanted = simulate(world, BASELINE, [1, 2, 3, 7], 4, weight=50.0, workers=3)

    result = simulate(world, BASELINE, [1, 2, 3, 7], 4, weight=50.0, workers=workers)

    assert list(result.outcomes) == list(wanted.outcomes)
    for key, outcome in result.outcomes.items():
        assert bytes_of(outcome) == bytes_of(wanted.outcomes[key])


def test_a_draw_is_the_same_alone_and_among_others(world):
    among = simulate(world, BASELINE, 6, 4, weight=50.0)
    alone = simulate(world, BASELINE, [5], 4, weight=50.0)

    assert bytes_of(alone.outcomes["baseline", 5]) == bytes_of(among.outcomes["baseline", 5])
    assert bytes_of(alone.outcomes["baseline", 5]) != bytes_of(among.outcomes["baseline", 4])


# -- common luck ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lever", LEVERS.values(), ids=lambda lever: lever.name)
def test_a_lever_at_its_neutral_value_changes_nobody(world, lever):
    where = ("members",) if lever.scope == "region" else ("everywhere",)
    still = scenario(Change(lever.name, where, "times", 1.0), Change(lever.name, where, "plus", 0.0, over=9))

    plain = simulate(world, BASELINE, [2], 1, weight=40.0)
    neutral = simulate(world, still, [2], 1, weight=40.0)

    assert bytes_of(neutral.outcomes["other", 2]) == bytes_of(plain.outcomes["baseline", 2])


FAR = {"legal_aid", "raid_intensity", "legal_quota", "legal_fee", "anti_corruption", "consular_protection"}


@pytest.mark.parametrize("lever", sorted(FAR))
def test_a_lever_on_one_corridor_changes_nothing_where_it_cannot_reach(world, lever):
    """AAA>DDD shares its origin with AAA>BBB and its destination with none: nothing reaches it from there."""
    change = scenario(Change(lever, ("AAA>BBB",), "times", 0.1))
    if lever == "anti_corruption":
        change = scenario(Change(lever, ("AAA>BBB",), "to", 0.9))
    plain, moved = course(world, weight=4.0), course(world, change, weight=4.0)

    assert moved.stock[:, 2].tobytes() == plain.stock[:, 2].tobytes()
    assert moved.tallies[:, 2].tobytes() == plain.tallies[:, 2].tobytes()
    assert (moved.stock[:, 0] != plain.stock[:, 0]).any()


def test_a_lever_reaches_a_corridor_with_the_same_destination_by_the_framing(world):
    change = scenario(Change("raid_intensity", ("AAA>BBB",), "times", 6.0))
    plain, moved = course(world, weight=4.0), course(world, change, weight=4.0)

    assert (moved.framing[:, 1] != plain.framing[:, 1]).any()
    assert (moved.tallies[:, 1] != plain.tallies[:, 1]).any()


def test_people_keep_their_luck_when_more_of_them_set_out(world):
    """Wider legal channels change who goes how, and through the network how many; who goes in both is the same."""
    change = scenario(Change("legal_openness", ("everywhere",), "to", 1.0))
    plain, moved = course(world, weight=4.0), course(world, change, weight=4.0)
    a, b = plain.people.arrays, moved.people.arrays

    def names(people, count):
        return {
            (int(c), int(m), int(n)): int(p) // 10
            for c, m, n, p in zip(
                people["corridor"][:count], people["born"][:count], people["serial"][:count],
                people["profile"][:count], strict=True,
            )
        }  # fmt: skip

    first, second = names(a, plain.people.count), names(b, moved.people.count)
    both = first.keys() & second.keys()

    assert (plain.cohorts != moved.cohorts).any()
    assert len(both) > 10_000
    assert all(first[one] == second[one] for one in both)  # sex, age and sector


# -- results -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pair(world):
    change = scenario(
        Change("legal_aid", ("everywhere",), "to", 1.0), Change("complaint_without_fear", ("everywhere",), "to", 1.0),
        Change("shelter_capacity", ("everywhere",), "times", 50.0),
        Change("anti_corruption", ("everywhere",), "to", 1.0),
        name="protected",
    )  # fmt: skip
    return simulate(world, [BASELINE, change], 4, 9, weight=5.0)


def test_tables_are_tidy_and_every_quantity_has_a_unit(pair):
    table = pair.table()

    assert table.columns == ["scenario", "draw", "place", "channel", "month", "quantity", "value", "unit"]
    keys = ["scenario", "draw", "place", "channel", "month", "quantity"]
    assert table.select(keys).is_duplicated().sum() == 0
    assert set(QUANTITIES) <= set(table["quantity"].unique())
    assert table.filter(polars.col("unit") == "").is_empty()
    assert table["month"].unique().sort().to_list()[::35] == ["2025-01", "2027-12"]


def test_levels_add_up(world):
    by = {
        level: simulate(world, BASELINE, [1], 3, weight=20.0, by=level)
        for level in ("corridor", "place", "region")
    }
    for name in QUANTITIES:
        totals = [result.total("baseline", 1, name) for result in by.values()]
        assert totals == pytest.approx([totals[0]] * 3, rel=1e-6), name
    place = by["place"].table(["stock_exploited"]).filter(polars.col("quantity") == "stock_exploited")
    assert place.filter(polars.col("place") == "AAA")["value"].sum() == 0  # nobody ends there
    assert place.filter(polars.col("place") == "BBB")["value"].sum() > 0


def test_insecurity_is_months_times_the_tables_cells(world):
    low = register().with_values({f"deprivation_{one}": 0.5 for one in ("economic", "personal")})
    result = simulate(world, BASELINE, 0, 3, weight=20.0, parameters=low)
    outcome = result.outcomes["baseline", 0]
    economic = result.values(outcome, "insecure_person_months_economic")
    # By hand for one corridor, month and channel: the table's middle values for each state.
    cells = {"in_transit": 0.5, "regular_work": 0.2, "irregular_work": 0.4, "exploited": 0.9, "detained": 0.9,
             "identified": 0.6, "in_rehabilitation": 0.45, "returned": 0.5}  # fmt: skip
    by_hand = sum(
        value * result.values(outcome, f"stock_{state}")[10, 0, 0] for state, value in cells.items()
    )
    assert economic[10, 0, 0] == pytest.approx(by_hand, rel=0.08)  # cells near 1 are cut off at 1
    rates = result.table(["migrants", "insecure_person_months_economic"]).filter(
        (polars.col("quantity") == "insecure_months_per_1000_economic") & (polars.col("place") == "AAA>BBB")
    )
    people = result.values(outcome, "migrants").sum(axis=2)[:, 0]
    assert rates["value"].to_list() == pytest.approx(list(1000 * economic[:, 0].sum(axis=1) / people))


def test_comparison_pairs_people(pair):
    found = compare(pair.of("baseline"), pair.of("protected"))

    # By hand, from the fates themselves.
    draw, first, second = 2, pair.outcomes["baseline", 2], pair.outcomes["protected", 2]
    fates = []
    for one in (first, second):
        bits = np.unpackbits(one.trafficked, count=int(one.cohorts.sum()))
        where, at = {}, 0
        for row, cohort in enumerate(one.cohorts):
            for corridor, size in enumerate(cohort):
                for n in range(size):
                    where[row, corridor, n] = bits[at]
                    at += 1
        fates.append({key for key, value in where.items() if value})
    table = found.pairs[found.draws.index(draw)].sum(axis=0)
    assert table.tolist() == [len(fates[0] & fates[1]), len(fates[0] - fates[1]), len(fates[1] - fates[0])]
    assert 0 < found.spared().low <= found.spared().middle <= found.spared().high < 1
    assert "Of those trafficked under baseline" in found.sentence()
    assert "does not forecast" in found.sentence()
    assert found.difference("person_months_in_exploitation").high < 0


def test_a_scenario_compared_with_itself_spares_nobody(pair):
    found = compare(pair.of("baseline"), pair.of("baseline"))

    assert (found.spared().high, found.newly().high) == (0.0, 0.0)
    assert found.table()["difference"].abs().sum() == 0


def test_pairing_by_hand():
    first, cohorts = np.array([1, 0, 1, 1, 0], dtype=np.uint8), np.array([[2, 1], [2, 0]])
    second, others = np.array([1, 1, 0, 1], dtype=np.uint8), np.array([[2, 0], [1, 1]])
    # Corridor 0: (1,1) both, (0,1) second, (1,0) first, (0,-) none. Corridor 1: (1,-) first; (-,1) second.
    assert paired_counts(first, cohorts, second, others).tolist() == [[1, 1, 1], [0, 1, 1]]


def test_intervals_are_the_middle_ninety_percent():
    found = interval(np.arange(101.0))

    assert (found.low, found.middle, found.high) == pytest.approx((5, 50, 95))
    assert found.words() == "50 (5–95)"


def test_results_that_do_not_belong_together_are_refused(world, pair):
    other = simulate(world, BASELINE, 4, 10, weight=5.0)
    with pytest.raises(BadInput, match="seeds"):
        compare(pair.of("baseline"), other)
    with pytest.raises(BadInput, match="no draw in common"):
        compare(pair.of("baseline"), simulate(world, BASELINE, [9], 9, weight=5.0))
    with pytest.raises(BadInput, match="one scenario each"):
        compare(pair, pair)


def test_draws_are_numbers():
    assert numbers_of(0) == (0,)
    assert numbers_of(3) == (1, 2, 3)
    assert numbers_of([4, 4, 2]) == (4, 2)
    for wrong in (-1, [], [-2]):
        with pytest.raises(BadInput):
            numbers_of(wrong)


def test_all_shipped_scenarios_run_and_differ():
    better = [{**row, "tier": "1"} if row["id"] == "DDD" else row for row in TABLES["places"]]
    world = world_of({**TABLES, "places": better}, months=36)
    scenarios = [read_scenario(text, name, world) for name, text in shipped_scenarios().items()]
    result = simulate(world, scenarios, 0, 1, weight=10.0, by="region")
    paths = {name: result.outcomes[name, 0].tallies.tobytes() for name in result.scenarios}

    assert len(set(paths.values())) == len(scenarios) == 11


def test_securitised_turn_raises_framing_and_mass_deportation_deports(world):
    scenarios = [
        read_scenario(shipped_scenarios()[name], name, world)
        for name in ("baseline", "securitised_turn", "mass_deportation", "screen_before_return")
    ]
    result = simulate(world, scenarios, 0, 1, weight=5.0, by="region")
    framing = {name: result.outcomes[name, 0].framing[30, 1] for name in result.scenarios}

    assert framing["securitised_turn"] > framing["baseline"] + 0.1
    deported = [result.total(name, 0, "flow_deported") for name in ("baseline", "mass_deportation")]
    assert deported[1] > 1.5 * deported[0]
    returned = [
        result.total(name, 0, "flow_deported_unscreened") for name in ("baseline", "screen_before_return")
    ]
    assert returned[1] < 0.9 * returned[0]


def test_a_world_of_one_empty_corridor_stays_empty():
    tables = {**TABLES, "corridors": [{"origin": "AAA", "destination": "BBB", "stock": "0"}]}
    result = simulate(world_of(tables, months=6), BASELINE, 0, 1, weight=1.0)

    assert result.total("baseline", 0, "migrants") == 0
    assert result.table(["migrants"]).filter(polars.col("value").is_nan()).is_empty()


def test_a_stock_added_up_over_months_is_of_person_months_and_a_flow_of_migrants():
    from rantau.simulation.results import QUANTITIES

    assert QUANTITIES["stock_exploited"].total_unit == "person-months"
    assert QUANTITIES["entered_exploitation"].total_unit == "migrants"
    assert QUANTITIES["person_months_in_exploitation"].total_unit == "person-months"


def test_a_small_share_keeps_the_digits_that_tell_it_from_nothing():
    from rantau.simulation.comparing import Interval, _hundredths

    assert _hundredths(Interval(0.21, 0.12, 0.262)) == "21 (12–26)"
    assert _hundredths(Interval(0.0002, 0.0, 0.0008)) == "0.02 (0.00–0.08)"
    assert _hundredths(Interval(0.0, 0.0, 0.0)) == "0"


# -- memory ------------------------------------------------------------------------------------------------------


def test_draws_that_are_taken_are_not_kept_and_are_compared_all_the_same(world):
    others = [BASELINE, Scenario("clean", (Change("anti_corruption", ("everywhere",), "to", 0.9),))]
    given = {"draws": 3, "seed": 2, "weight": 100.0, "workers": 2}
    taken, alive = [], []

    def outcomes():
        gc.collect()
        return sum(isinstance(thing, Outcome) for thing in gc.get_objects())

    def take(one):
        taken.append(one.table(["identified"]))
        alive.append(outcomes())

    whole = simulate(world, others, **given)
    keeping = outcomes()
    streamed = simulate(world, others, take=take, **given)

    assert (
        polars.concat(taken)
        .sort(by := ["scenario", "draw", "place", "channel", "month", "quantity"])
        .equals(whole.table(["identified"]).sort(by))
    )
    # Beside those that were there before: what is being taken, and what waits for it, two a thread.
    assert max(alive) - keeping <= 1 + 2 * 2
    tables = [compare(one.of("baseline"), one.of("clean")).table() for one in (whole, streamed)]
    assert tables[0].equals(tables[1])
    with pytest.raises(BadInput, match="draw 1 of baseline was handed over"):
        streamed.table()
