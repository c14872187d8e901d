"""Stance: two axes that are never netted, by hand and as properties."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from rantau.baseline.load import measures
from rantau.policy.measures import coded
from rantau.policy.stance import (
    Contrast,
    Pointer,
    chance_above,
    contrasts,
    pointers_of_measures,
    stance,
    stances,
    weigh,
)


def pointer(state="MYS", axis="securitised", direction="more", witness="w", said="raid", **more):
    given = {
        "level": "practice",
        "stream": "discourse",
        "years": (2024,),
        "dated": "text",
        "ids": (witness + said,),
    }
    return Pointer(
        state=state, axis=axis, direction=direction, witness=witness, said=said, **{**given, **more}
    )


def many(more, less=0, mixed=0, **fixed):
    words = ["more"] * more + ["less"] * less + ["mixed"] * mixed
    return [pointer(direction=word, witness=f"w{n}", **fixed) for n, word in enumerate(words)]


def test_three_to_more_and_one_to_less_are_the_jeffreys_interval():
    found = stance(many(3, 1), "MYS", "securitised")
    expected = beta(3.5, 1.5)
    assert found.middle == pytest.approx(100 * expected.ppf(0.5))
    assert (found.low, found.high) == pytest.approx((100 * expected.ppf(0.05), 100 * expected.ppf(0.95)))


def test_what_points_both_ways_widens_the_interval_to_either_side():
    found = stance(many(3, 1, 2), "MYS", "securitised")
    assert found.low == pytest.approx(100 * beta(3.5, 3.5).ppf(0.05))
    assert found.high == pytest.approx(100 * beta(5.5, 1.5).ppf(0.95))


def test_nothing_found_is_a_class_of_its_own_and_the_whole_scale_not_zero():
    found = stance([], "LAO", "protective")
    assert (found.data, found.middle, found.low, found.high) == ("no data", None, 0.0, 100.0)


def test_one_axis_says_nothing_of_the_other():
    alone = stance(many(4), "MYS", "protective")
    assert alone.data == "no data"
    with_protection = [*many(4), *many(4, axis="protective")]
    assert stance(with_protection, "MYS", "securitised") == stance(many(4), "MYS", "securitised")


def test_a_root_that_says_it_twice_counts_once_and_two_roots_count_twice():
    twice = [pointer(ids=("a",)), pointer(ids=("b",))]
    found = stance(twice, "MYS", "securitised")
    assert (found.more, found.ids) == (1, ("a", "b"))
    assert stance([*twice, pointer(witness="v")], "MYS", "securitised").more == 2


def test_law_and_practice_and_the_two_streams_are_kept_apart_and_together():
    both = [pointer(), pointer(level="law", stream="measures", witness="m")]
    assert stance(both, "MYS", "securitised", level="law").more == 1
    assert stance(both, "MYS", "securitised", stream="discourse").more == 1
    assert stance(both, "MYS", "securitised").more == 2
    assert stance(both, "MYS", "securitised", level="law", stream="discourse").data == "no data"


def test_a_year_counts_what_is_of_that_year_only():
    found = [pointer(), pointer(witness="v", years=(2023,), dated="document")]
    assert stance(found, "MYS", "securitised", year=2024).witnesses == ("w",)
    assert stance(found, "MYS", "securitised", year=2023).dated_by_document == 1
    assert stance(found, "MYS", "securitised", year=2022).data == "no data"


def test_every_state_asked_for_is_in_the_table_even_if_nothing_was_found():
    rows = stances(many(2), ["MYS", "BRN"], [2024])
    assert len(rows) == 2 * 2 * 2 * 3 * 3
    assert {one.data for one in rows if one.state == "BRN"} == {"no data"}


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 10))
def test_more_to_more_never_lowers_a_share_and_more_both_ways_never_narrows_it(more, less, mixed):
    here = stance(many(more, less, mixed), "MYS", "securitised")
    there = stance(many(more + 1, less, mixed), "MYS", "securitised")
    assert 0 <= here.low <= here.high <= 100
    if here.data == "some":
        assert there.low >= here.low
        assert there.high >= here.high
        wider = stance(many(more, less, mixed + 1), "MYS", "securitised")
        assert wider.low <= here.low
        assert wider.high >= here.high


def test_equal_evidence_gives_a_chance_of_a_half():
    one, other = (
        stance(many(3, 2), "MYS", "securitised"),
        stance(many(3, 2, state="THA"), "THA", "securitised"),
    )
    assert chance_above(one, other) == pytest.approx((0.5, 0.5), abs=1e-3)


def test_the_chance_to_be_above_half_is_the_tail_of_the_beta():
    found = stance(many(4), "MYS", "securitised")
    assert chance_above(found, 50.0) == pytest.approx((beta(4.5, 0.5).sf(0.5),) * 2, abs=1e-3)


def test_without_data_on_one_side_the_chance_may_be_anything():
    assert chance_above(stance(many(9), "MYS", "securitised"), stance([], "PHL", "securitised")) == (0.0, 1.0)


@settings(deadline=None, max_examples=40)
@given(st.tuples(*[st.integers(0, 12)] * 6))
def test_the_chances_of_the_two_directions_add_up_to_one(counts):
    a, b, c, d, e, f = counts
    one = stance(many(a + 1, b, c), "MYS", "securitised")
    other = stance(many(d + 1, e, f, state="THA"), "THA", "securitised")
    low, high = chance_above(one, other)
    back = chance_above(other, one)
    assert low <= high + 1e-12
    assert (1 - back[1], 1 - back[0]) == pytest.approx((low, high), abs=5e-3)


CONTRAST = Contrast(
    id="c", state="PHL", axis="protective", relation="above", other="THA", statement="", source="", section=""
)


def test_a_contrast_is_borne_out_contradicted_or_not_told_apart():
    def verdict(philippines, thailand):
        found = [
            *many(*philippines, state="PHL", axis="protective"),
            *many(*thailand, state="THA", axis="protective"),
        ]
        return weigh(CONTRAST, found).verdict

    assert verdict((6, 0), (0, 6)) == "borne out"
    assert verdict((0, 6), (6, 0)) == "contradicted"
    assert verdict((3, 3), (3, 3)) == "not told apart"


def test_one_witness_alone_never_bears_out_a_contrast():
    lone = [
        *(pointer(state="PHL", axis="protective", said=f"s{n}") for n in range(6)),
        *many(0, 6, state="THA", axis="protective"),
    ]
    found = weigh(CONTRAST, lone)
    assert found.verdict == "leans that way"
    assert "PHL has one witness only" in found.why


def test_a_contrast_without_data_says_what_is_missing():
    found = weigh(CONTRAST, many(2, state="THA", axis="protective"), missing={"PHL": "3 suggestions wait"})
    assert found.verdict == "no data"
    assert "PHL" in found.why
    assert "3 suggestions wait" in found.why


def test_the_shipped_register_holds_the_articles_contrasts_or_says_that_it_does_not():
    found = pointers_of_measures(coded(measures()), 2025)
    verdicts = {one.id: weigh(one, found, stream="measures") for one in contrasts()}
    assert {one.contrast.state for one in verdicts.values()} == {"MYS", "THA", "IDN", "PHL"}
    assert verdicts["protective-PHL-THA"].here.more > verdicts["protective-PHL-THA"].here.less
    for one in verdicts.values():
        assert one.why.endswith(".")
        assert 0 <= one.low <= one.high <= 1
