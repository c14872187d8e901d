"""The engine is right: it agrees with the exact expectation, loses nobody, and has the limits that algebra gives.

Statistical tests run on fixed seeds, so they pass or fail once and for all; the false-alarm rate says how often another
seed would fail though the engine is right. It is stated at each.
"""

import numpy as np
import pytest
from scipy.stats import norm

from rantau.simulation.engine import run_draw
from rantau.simulation.hazards import Hazards
from rantau.simulation.lowering import ALL_FEEDBACKS, NO_FEEDBACK, Feedbacks, exit_places, lower
from rantau.simulation.meanfield import run_mean_field
from rantau.simulation.parameters import register
from rantau.simulation.randomness import draw_key
from rantau.simulation.scenario import BASELINE, Change, Scenario
from rantau.simulation.states import EXITS, STATES
from rantau.simulation.tallies import (
    NEW,
    NOT_REHABILITATED,
    NOT_SCREENED,
    NOT_SHELTERED,
    OVER_QUOTA,
    SCREENED,
    STAYED,
)

NAMES = [one.name for one in EXITS]
FALSE_ALARM = 1e-3


def model_of(world, scenario=BASELINE, feedbacks=ALL_FEEDBACKS, **values):
    given = register().with_values(values)
    return lower(world, scenario, given.values, given, feedbacks)


def scenario(*changes):
    return Scenario("test", tuple(changes))


def stocks(course):
    return course.stock.sum(axis=2)


# -- mean field --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def linear(world):
    model = model_of(world, feedbacks=NO_FEEDBACK)
    runs = [run_draw(model, draw_key(11, n), 10.0) for n in range(1, 61)]
    return run_mean_field(model), runs


def compare(expected, samples, tests):
    """Largest distance of the samples' mean from the expectation in standard errors, and how large it may be.

    Bonferroni over ``tests`` cells, at the stated false-alarm rate. Only cells that many people reach are compared by
    the normal approximation.
    """
    mean, error = samples.mean(axis=0), samples.std(axis=0, ddof=1) / np.sqrt(len(samples))
    used = expected >= 400  # 40 people in each of 60 runs
    distance = np.abs(mean - expected)[used] / error[used]
    assert used.sum() > tests / 40
    # The 60 runs give the error with 59 degrees of freedom; the normal quantile is widened for it.
    return distance.max(), norm.isf(FALSE_ALARM / 2 / used.sum()) * 1.25


def test_without_feedback_people_agree_with_the_linear_recurrence(linear):
    expected, runs = linear
    samples = np.stack([10.0 * run.stock for run in runs])

    distance, allowed = compare(expected.stock[1:], samples[:, 1:], expected.stock[1:].size)

    assert distance < allowed


def test_without_feedback_every_count_agrees_with_its_expectation(linear):
    expected, runs = linear
    # Summed over the year, so that rare exits are seen too; ended months of exploitation are no part of the recurrence.
    samples = np.stack([10.0 * run.tallies.sum(axis=0) for run in runs])
    wanted = expected.tallies.sum(axis=0)
    columns = [n for n in range(wanted.shape[-1]) if wanted[..., n].any()]

    distance, allowed = compare(wanted[..., columns], samples[..., columns], len(columns))

    assert len(columns) > 60
    assert distance < allowed


def test_the_recurrence_is_linear_without_feedback(world):
    doubled = type(world)(
        world.places,
        tuple(
            type(one)(one.origin, one.destination, 2 * one.stock, one.flow and 2 * one.flow, 2 * one.growth,
                      one.distance_km, one.complicity, one.irregular_share)
            for one in world.corridors
        ),
        world.start,
        world.months,
    )  # fmt: skip

    once, twice = (run_mean_field(model_of(one, feedbacks=NO_FEEDBACK)) for one in (world, doubled))

    np.testing.assert_allclose(twice.stock, 2 * once.stock, rtol=1e-10)
    np.testing.assert_allclose(twice.tallies, 2 * once.tallies, rtol=1e-10, atol=1e-12)


def test_the_recurrence_conserves_people(world):
    for feedbacks in (NO_FEEDBACK, ALL_FEEDBACKS):
        expected = run_mean_field(model_of(world, feedbacks=feedbacks))
        arrived = expected.stock[0].sum() + expected.tallies[..., NEW].sum(axis=(1, 2)).cumsum()

        np.testing.assert_allclose(expected.stock[1:].sum(axis=(1, 2, 3)), arrived, rtol=1e-12)


def test_with_feedback_people_converge_to_the_recurrence_as_one_over_the_root_of_their_number(world):
    """Root mean square error of stocks at four sizes, each four times the last: the slope in logs is -1/2.

    With 16 runs a size and three corridors the slope's standard error is below 0.05; 0.2 is more than four of them,
    a false-alarm rate below 1e-4.
    """
    model = model_of(world)
    expected = run_mean_field(model).stock.sum(axis=(1, 2))[:, :5]
    sizes, errors = (160.0, 40.0, 10.0, 2.5), []
    for weight in sizes:
        off = [
            weight * run_draw(model, draw_key(5, n), weight).stock.sum(axis=(1, 2))[:, :5] - expected
            for n in range(1, 17)
        ]
        errors.append(np.sqrt(np.mean(np.square(off))))

    slope = np.polyfit(np.log(sizes), np.log(errors), 1)[0]

    assert slope == pytest.approx(0.5, abs=0.2)
    assert errors[-1] < errors[0] / 4


# -- conservation ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("feedbacks", [ALL_FEEDBACKS, NO_FEEDBACK])
def test_every_month_each_states_change_is_what_flowed_in_less_what_flowed_out(world, feedbacks):
    course = run_draw(model_of(world, feedbacks=feedbacks), draw_key(3, 1), 5.0)
    flows = course.tallies.sum(axis=2)
    change = np.zeros((world.months, len(world.corridors), len(STATES)), dtype=np.int64)
    for number, one in enumerate(EXITS):
        change[:, :, STATES.index(one.origin)] -= flows[:, :, number]
        change[:, :, STATES.index(one.target)] += flows[:, :, number]
    change[:, :, STATES.index("prospect")] += flows[:, :, NEW]

    assert (np.diff(stocks(course), axis=0) == change).all()
    assert (course.stock >= 0).all()
    assert (course.tallies >= 0).all()
    assert (course.cohorts[1:] == flows[:, :, NEW]).all()


def test_the_stocks_that_are_kept_are_those_that_a_recount_finds(world):
    recounts = []

    def recount(month, people):
        here = people.arrays
        shape = (len(world.corridors), 2, len(STATES))
        table = np.zeros(shape, dtype=np.int64)
        part = slice(0, people.count)
        channel = here["profile"][part] // 5 % 2
        np.add.at(table, (here["corridor"][part], channel, here["state"][part]), 1)
        recounts.append(table)

    course = run_draw(model_of(world), draw_key(3, 1), 5.0, watch=recount)
    alive = slice(0, STATES.index("settled"))

    assert len(recounts) == world.months
    for month, table in enumerate(recounts):
        assert (table[:, :, alive] == course.stock[month + 1][:, :, alive]).all()


# -- feedbacks in closed form ------------------------------------------------------------------------------------


def help_seeking(model):
    """(corridors,) the hazard of seeking help at the enforcement of the start."""
    state, at = exit_places()["identified_by_seeking_help"]
    return Hazards(model).of(0, np.ones(len(model.world.places)))[:, state, 0, at].copy()


def test_raids_are_feared_and_keep_the_exploited_from_seeking_help(world):
    """Three times the raids: exp(-fear · 2) of the help seeking is left of those whom fear of complaints reaches."""
    plain = model_of(world)
    raided = model_of(world, scenario(Change("raid_intensity", ("everywhere",), "times", 3.0)))
    unafraid = [
        model_of(world, scenario(Change("complaint_without_fear", ("everywhere",), "to", 1.0), *more))
        for more in ((), (Change("raid_intensity", ("everywhere",), "times", 3.0),))
    ]
    exposed = 1.0 - plain.schedule.by_corridor["complaint_without_fear"][0]

    left = help_seeking(raided) / help_seeking(plain)

    np.testing.assert_allclose(left, np.exp(-2.0 * plain.draw["fear"] * exposed), rtol=1e-12)
    assert (left < 0.5).all()
    assert (help_seeking(unafraid[0]) == help_seeking(unafraid[1])).all()


def test_who_is_deported_unscreened_keeps_the_debt_and_sets_out_again_sooner(world):
    places, owed = exit_places(), []
    hazard = Hazards(model_of(world)).of(0, np.ones(len(world.places)))
    screened, unscreened = (
        hazard[:, state, 0, at]
        for state, at in (places["sets_out_again"], places["sets_out_again_unscreened"])
    )

    def look(month, people):
        part = slice(0, people.count)
        returned = people.arrays["state"][part] == STATES.index("returned_unscreened")
        owed.extend(people.arrays["debt"][part][returned])

    run_draw(model_of(world, exploited_share_irregular=0.3), draw_key(6, 1), 5.0, watch=look)

    assert (unscreened > 2 * screened).all()
    assert len(owed) > 200
    assert 0.2 < np.mean(np.array(owed) > 0) < 1.0


# -- limits in closed form ---------------------------------------------------------------------------------------

STILL = dict.fromkeys(
    ("loses_status", "regular_exploited", "regular_returns", "settles", "dies", "surplus_regular"), 0.0
)


def test_with_all_hazards_zero_nothing_moves(world):
    names = [name for name, one in register().parameters.items() if one.unit.startswith("per month")]
    course = run_draw(model_of(world, turnover=0.0, **dict.fromkeys(names, 0.0)), draw_key(1, 1), 10.0)

    # The third corridor has a flow of its own and CCC>BBB grows: prospects leave, and then stay on the way.
    assert (course.stock[:, 0, :, :] == course.stock[0, 0]).all()
    moved = [NAMES[n] for n in np.flatnonzero(course.tallies.sum(axis=(0, 1, 2))[: len(EXITS)])]
    # Repayment is a surplus and not a hazard; trafficking on the way has its hazard in the multiplier.
    assert set(moved) <= {"departs", "repays_in_regular_work", "repays_in_irregular_work"}


def test_a_single_hazard_gives_the_geometric_survival_of_the_books(world):
    """Only returns from regular work: after t months exp(-0.1 t) are left. Five standard errors: 6e-7."""
    flat = {**STILL, "regular_returns": 0.1, "initial_debt_share": 0.0, "exploited_share_regular": 0.0}
    course = run_draw(model_of(world, turnover=0.0, irregular_share=0.0, **flat), draw_key(2, 1), 1.0)
    start = course.stock[0, 0].sum()
    left = course.stock[24, 0, :, STATES.index("regular_work")].sum()
    share = np.exp(-2.4)

    assert abs(left - start * share) < 5 * np.sqrt(start * share * (1 - share))


def test_competing_hazards_share_in_proportion(world):
    """Returns at 0.06 and settling at 0.02: three go home for one who settles. Five standard errors: 6e-7."""
    flat = {**STILL, "regular_returns": 0.06, "settles": 0.02, "initial_debt_share": 0.0}
    course = run_draw(
        model_of(world, irregular_share=0.0, exploited_share_regular=0.0, turnover=0.0, **flat),
        draw_key(2, 2),
        1.0,
    )
    home = course.tallies[:, 0, :, NAMES.index("returns_from_regular_work")].sum()
    settled = course.tallies[:, 0, :, NAMES.index("settles_from_regular_work")].sum()
    total = home + settled

    assert total > 20_000
    assert abs(home / total - 0.75) < 5 * np.sqrt(0.75 * 0.25 / total)


def test_a_saturated_hazard_leaves_nobody(world):
    change = Change("regularisation", ("everywhere",), "to", 1.0, start="+3")
    course = run_draw(model_of(world, scenario(change), surplus_irregular=0.0), draw_key(2, 3), 10.0)
    stock = stocks(course)[:, :, STATES.index("irregular_work")]
    arrived = course.tallies.sum(axis=2)
    into = [
        n for n, one in enumerate(EXITS) if one.target == "irregular_work" and one.origin != "irregular_work"
    ]

    assert (stock[3] > 0).all()
    # Who is there at the beginning of a month is regular at its end; who arrived in the month is there still.
    assert (stock[5:] == arrived[4:, :, into].sum(axis=2)).all()


def test_with_no_quota_nobody_leaves_regularly_and_with_no_substitution_they_stay(world):
    change = Change("legal_quota", ("everywhere",), "to", 0.0)
    course = run_draw(model_of(world, scenario(change), substitution=0.0), draw_key(2, 4), 5.0)
    departed = course.tallies[:, :, 0, NAMES.index("departs")].sum()
    over, stayed = (course.tallies[..., n].sum() for n in (OVER_QUOTA, STAYED))

    assert departed == 0
    assert over == stayed > 1000


def test_capacities_are_hard_limits_of_each_place_and_month_and_the_excess_is_counted(world):
    course = run_draw(model_of(world), draw_key(4, 1), 1.0)
    by_place = {0: [0, 1], 1: [2]}
    served = {
        SCREENED: ("screening_capacity", NOT_SCREENED),
        NAMES.index("enters_rehabilitation"): ("rehabilitation_capacity", NOT_REHABILITATED),
    }
    for corridors, present, tier in ((by_place[0], 60_000, 1.0), (by_place[1], 10_000, 1.0)):
        for column, (name, over) in served.items():
            room = register()[name].value * tier * present / 1000
            used = course.tallies[:, corridors][..., column].sum(axis=(1, 2))
            assert used.max() <= np.ceil(room)
            assert abs(np.cumsum(used)[-1]) <= room * world.months + 1
            turned = course.tallies[:, corridors][..., over].sum(axis=(1, 2))
            # Whoever is turned away was turned away because the room was full.
            assert (used[turned > 0] >= np.floor(room)).all()
    assert course.tallies[..., [NOT_SCREENED, NOT_SHELTERED, NOT_REHABILITATED]].sum() > 0


def test_one_feedback_can_be_closed_alone(world):
    model = model_of(world, feedbacks=Feedbacks(network=False, securitization=True, limits=False))
    course = run_draw(model, draw_key(4, 2), 10.0)

    assert (np.ptp(course.framing[:, [1, 3]], axis=0) > 0).all()
    assert np.ptp(course.framing[:, 0]) == 0  # nobody ends there
