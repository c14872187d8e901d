"""What was observed, how long ago, and what is missing."""

from __future__ import annotations

from rantau.profile import ProfileSettings, coverage_table


def test_each_indicator_and_country_is_used_too_old_or_missing(make):
    indicators = [make.indicator("poverty")]
    observations = [
        make.observation("poverty", "AAA", 10, 2022),
        make.observation("poverty", "BBB", 20, 2009),
        make.observation("poverty", "BBB", 25, 2011),
    ]

    cells = coverage_table(indicators, observations, ["CCC", "BBB", "AAA"], 2024)

    assert [(one.place, one.state, one.year, one.observation) for one in cells] == [
        ("AAA", "used", 2022, "poverty-AAA-2022"),
        ("BBB", "too old", 2011, "poverty-BBB-2011"),
        ("CCC", "missing", None, None),
    ]


def test_the_look_back_decides_what_is_too_old(make):
    observations = [make.observation("poverty", "AAA", 10, 2009)]

    (cell,) = coverage_table(
        [make.indicator("poverty")], observations, ["AAA"], 2024, settings=ProfileSettings(look_back_years=15)
    )

    assert cell.state == "used"


def test_dimensions_come_in_their_order_and_what_is_not_profiled_is_left_out(make):
    indicators = [
        make.indicator("votes", "political"),
        make.indicator("hunger", "food"),
        make.indicator("poverty", "economic"),
        make.indicator("checkpoints", "route"),
        make.indicator("population", "economic", "contextual"),
    ]

    cells = coverage_table(indicators, [], ["AAA"], 2024)

    assert [one.indicator for one in cells] == ["poverty", "hunger", "votes"]
