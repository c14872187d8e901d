"""Stances by dimension, law beside practice, changes, and how far coders of measures agree: by hand."""

from __future__ import annotations

import pytest

from rantau.baseline.load import measures
from rantau.framework.errors import BadTable
from rantau.framework.words import DIMENSIONS
from rantau.policy.measure_agreement import REGISTER, MeasureCoding, agreement_on, coding_of_row
from rantau.policy.measures import coded, measure_of_row
from rantau.policy.stance import Pointer
from rantau.policy.stance_views import by_dimension, change_stream, law_practice, years_of_change

ROW = {
    "id": "a",
    "iso3": "THA",
    "start": "2020-03",
    "end": "2022",
    "name": "An act",
    "description": "",
    "kind": "control",
    "groups": "refugees",
    "for_whom": "",
    "level": "law",
    "securitised": "more",
    "protective": "",
    "dimensions": "",
    "source": "made up",
    "source_url": "",
    "confidence": "",
    "note": "",
}


def act(**changed):
    return measure_of_row({**ROW, **changed}, "measures.csv", 2, "THA")


def pointer(direction, dimensions=(), level="practice", axis="protective", name=""):
    return Pointer(
        state="THA",
        axis=axis,
        direction=direction,
        level=level,
        stream="measures",
        years=(2024,),
        dated="text",
        witness=name or f"{direction}{dimensions}{level}",
        said="x",
        ids=("x",),
        dimensions=dimensions,
    )


def test_each_dimension_has_its_own_share_and_nothing_found_is_no_data():
    found = {
        one.dimension: one.stance
        for one in by_dimension(
            [pointer("more", ("health", "food")), pointer("less", ("personal",)), pointer("more")], ["THA"]
        )
    }

    assert set(found) == {*DIMENSIONS, "not told"}
    assert (found["health"].more, found["food"].more, found["personal"].less) == (1, 1, 1)
    assert (found["economic"].data, found["economic"].middle, found["economic"].high) == (
        "no data",
        None,
        100.0,
    )
    assert found["not told"].more == 1


def test_every_shipped_act_that_speaks_of_protection_says_of_which_kind():
    for one in coded(measures()):
        assert bool(one.protective) == bool(one.dimensions), one.id
        assert set(one.dimensions) <= set(DIMENSIONS)
    with pytest.raises(BadTable, match="dimension 'spiritual' is not one of"):
        act(dimensions="health; spiritual")


def test_law_above_practice_is_told_apart_only_where_both_are_known():
    law = [pointer("more", level="law", name=f"l{n}") for n in range(5)]
    practice = [pointer("less", name=f"p{n}") for n in range(4)]
    securitised, protective = law_practice([*law, *practice], ["THA"])

    assert (securitised.word, securitised.gap) == ("no data", None)
    assert protective.word == "law above practice"
    assert protective.gap == pytest.approx(protective.law.middle - protective.practice.middle)
    [_, other] = law_practice([*law, pointer("more")], ["THA"])
    assert other.word == "not told apart"


def test_a_law_that_ends_changes_back_and_practice_that_ends_does_not():
    stream = change_stream([act(), act(id="b", level="practice", protective="less")], 2026)

    assert [(one.measure, one.date, one.what, one.axis, one.direction) for one in stream] == [
        ("a", "2020-03", "begins", "securitised", "more"),
        ("b", "2020-03", "begins", "protective", "less"),
        ("b", "2020-03", "begins", "securitised", "more"),
        ("a", "2022", "ends", "securitised", "less"),
    ]
    counted = {(one.axis, one.year): one for one in years_of_change(stream)}
    last = counted["securitised", 2022]
    assert (last.more, last.less, last.more_so_far, last.less_so_far) == (0, 1, 2, 1)
    assert [one.date for one in change_stream([act()], 2021)] == ["2020-03"]


def codes(measure, coder, **changed):
    register = {"kind": "control", "level": "law", "securitised": "more", "protective": ""}
    return MeasureCoding(measure, coder, {**register, **changed})


def test_alpha_of_the_codes_is_that_of_the_hand():
    register = [act(id="a"), act(id="b"), act(id="c", level="practice"), act(id="d", level="practice")]
    said = [
        codes("a", "N"),
        codes("b", "N", level="practice"),
        *(codes(x, "N", level="practice") for x in "cd"),
    ]
    found = {one.code: one for one in agreement_on(register, said)}

    # Level: l-l, l-p, p-p, p-p. Disagreement seen 2 of 8, by chance 2 x 3 x 5 / 7 of 8: alpha = 1 - 2 x 7 / 30.
    assert found["level"].alpha.value == pytest.approx(1 - 14 / 30)
    assert (found["level"].measures, found["level"].same) == (4, 3)
    assert found["level"].differ == (f"b: {REGISTER} law, N practice",)
    assert found["kind"].alpha.value is None
    assert "Only one category" in found["kind"].alpha.reason


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"measure": "z"}, "there is no measure 'z'"),
        ({"coder": ""}, "name the coder"),
        ({"coder": "register"}, "name the coder"),
        ({"level": "custom"}, "level 'custom' is not one of"),
    ],
)
def test_a_wrong_row_of_a_coder_is_refused_with_its_line(changed, says):
    row = {
        "measure": "a",
        "coder": "N",
        "kind": "control",
        "level": "law",
        "securitised": "",
        "protective": "",
    }
    with pytest.raises(BadTable, match=says) as raised:
        coding_of_row({**row, **changed}, "measure_codes.csv", 4, frozenset({"a"}))
    assert "line 4" in str(raised.value)
