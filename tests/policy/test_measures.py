"""Measures: their codes, the years they count in, and rows of a study's own."""

from __future__ import annotations

import pytest

from rantau.baseline.load import measures
from rantau.framework.errors import BadTable
from rantau.policy.measures import DIRECTIONS, GROUPS, LEVELS, coded, in_years, measure_of_row, with_own

ROW = {
    "id": "XYZ-2024-raid",
    "iso3": "THA",
    "start": "2024-06",
    "end": "",
    "name": "Raids on markets",
    "description": "",
    "kind": "control",
    "groups": "irregular_migrants; migrant_workers",
    "for_whom": "",
    "level": "practice",
    "securitised": "more",
    "protective": "",
    "source": "A made-up source",
    "source_url": "",
    "confidence": "",
    "note": "",
}


def of(**changed):
    return measure_of_row({**ROW, **changed}, "measures.csv", 7, "THA")


def test_every_measure_of_the_baseline_is_coded_with_the_words_allowed():
    found = coded(measures())
    assert len(found) == len(measures()) >= 60
    for one in found:
        assert one.level in LEVELS
        assert {one.securitised, one.protective} <= set(DIRECTIONS)
        assert set(one.groups) <= set(GROUPS)
        assert one.groups


def test_an_act_can_point_to_more_on_both_axes():
    found = {one.id: one for one in coded(measures())}
    ordinance = found["THA-2017-foreign-workers-ordinance"]
    assert (ordinance.securitised, ordinance.protective) == ("more", "more")


def test_law_goes_on_and_practice_without_an_end_does_not():
    assert list(in_years(of(), 2026)) == [2024]
    assert list(in_years(of(level="law"), 2026)) == [2024, 2025, 2026]
    assert list(in_years(of(end="2025-01"), 2026)) == [2024, 2025]
    assert list(in_years(of(start="2027"), 2026)) == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"level": "custom"}, "level 'custom' is not one of law, practice"),
        ({"kind": "police"}, "kind 'police'"),
        ({"securitised": "yes"}, "securitised 'yes'"),
        ({"groups": "illegals"}, "group 'illegals'"),
        ({"groups": ""}, "say for whom"),
        ({"source": ""}, "'source' is empty"),
        ({"start": "June 2024"}, "is no date"),
        ({"start": "2024-02-30"}, "is no date"),
        ({"start": "1-2-3-4"}, "is no date"),
        ({"end": "2023"}, "is before the start"),
    ],
)
def test_a_wrong_cell_is_named_with_its_line(changed, says):
    with pytest.raises(BadTable, match=r"measures.csv, line 7") as caught:
        of(**changed)
    assert says in str(caught.value)


def test_a_studys_row_replaces_the_shipped_one_of_the_same_id():
    shipped = coded(measures())
    own = of(id=shipped[0].id, protective="less")
    found = with_own(shipped, [own])
    assert len(found) == len(shipped)
    assert next(one for one in found if one.id == own.id) is own
