"""A round drafted from claims and data: only what fits the definition, with its interval, and nothing made up."""

from __future__ import annotations

from typing import Any

import pytest

from rantau.policy.monitor import monitor_indicators
from rantau.policy.monitor_draft import draft_round
from rantau.policy.monitor_rounds import READING_COLUMNS, reading_of_row
from rantau.store.records import Claim, Group, Observation, Period, PlaceMention

KNOWN = monitor_indicators()


def claim(indicator: str, value: float, start: str, end: str = "", **more: Any) -> Claim:
    given: dict[str, Any] = {
        "document": "d",
        "passage": "d/p1",
        "page": 1,
        "start": 0,
        "end": 1,
        "quote": "q",
        "low": None,
        "high": None,
        "qualifier": "exact",
        "unit": "persons",
        "measure": "",
        "indicator_score": 1.0,
        "places": (PlaceMention("MYS", "unspecified"),),
        "group": Group(),
        "citations": (),
        "own_data": True,
        "extracted_by": "test",
        "confidence": 1.0,
        **more,
    }
    period = Period(start, end or start, start)
    return Claim(id=f"{indicator}:{value:g}", value=value, indicator=indicator, period=period, **given)


def drafted(
    *claims: Claim, observations: tuple[Observation, ...] = (), known: dict[str, float] | None = None
):
    return draft_round(
        KNOWN, ("MYS", "THA"), claims, observations, lambda one: f"source of {one.id}", known or {}
    )


def cells(draft):
    return [(one.indicator, one.place, one.year, one.value) for one in draft.rows]


def test_the_last_day_of_a_year_is_taken_and_children_are_counted_apart():
    children = Group(age="children")
    found = drafted(
        claim("immigration_detainees", 1411, "2024-03", group=children),
        claim("immigration_detainees", 2093, "2024-09-30", group=children),
        claim("immigration_detainees", 1807, "2023", group=children),
    )

    assert cells(found) == [("PI37", "MYS", 2023, 1807), ("PI37", "MYS", 2024, 2093)]
    assert "drafted from immigration_detainees:2093" in found.rows[1].note


@pytest.mark.parametrize(
    "more",
    [
        {"group": Group(sex="female")},
        {"group": Group(nationality="Filipinos")},
        {"places": (PlaceMention("MYS", "unspecified"), PlaceMention("PHL", "origin"))},
        {"places": (PlaceMention("MYS", "origin"),)},
        {"places": (PlaceMention("SGP", "unspecified"),)},
        {"unit": "cases"},
    ],
)
def test_a_part_or_another_place_is_not_the_state(more):
    migrants = claim("migrant_stock", 2_000_001, "2024")

    assert cells(drafted(migrants, claim("immigration_detainees", 13_531, "2024-03-31"))) != []
    assert cells(drafted(migrants, claim("immigration_detainees", 13_531, "2024-03-31", **more))) == []


def test_what_adds_up_over_time_needs_the_whole_year():
    migrants = claim("migrant_stock", 2_000_001, "2022")

    assert cells(drafted(migrants, claim("deportations", 18_687, "2023-01", "2023-05"))) == []
    assert cells(drafted(migrants, claim("deportations", 18_687, "2022", "2023"))) == []
    assert cells(drafted(migrants, claim("deportations", 20_000.01, "2023"))) == [
        ("PI38", "MYS", 2023, pytest.approx(1000 * 20_000.01 / 2_000_001, rel=1e-3))
    ]


def test_a_rate_widens_with_both_its_ends_and_says_what_it_stands_on():
    stock = claim("migrant_stock", 3_110_000, "2023", qualifier="range", low=2_960_000, high=3_260_000)
    row = drafted(stock, claim("immigration_detainees", 13_531, "2024-03-31")).rows[0]

    assert (row.low, row.high) == (100_000 * 13_531 / 3_260_000, 100_000 * 13_531 / 2_960_000)
    assert "middle of the interval" in row.note
    assert "2,960,000 to 3,260,000 (migrant_stock) in 2023" in row.note
    assert row.source == f"source of immigration_detainees:13531 / source of {stock.id}"


def test_a_count_without_its_denominator_is_told_and_not_filled_in():
    count = claim("immigration_detainees", 13_531, "2024-03-31")
    for denominator in (
        claim("migrant_stock", 2_000_001, "2019"),  # more than three years off
        claim("migrant_stock", 36_001, "2024"),  # fewer than are known to live there
    ):
        found = drafted(count, denominator, known={"MYS": 1_900_000.0})
        assert found.rows == ()
        assert [(one.indicator, one.place, one.year) for one in found.unfinished] == [("PI36", "MYS", 2024)]
        assert "non-citizens" in found.unfinished[0].what


def test_observations_count_too_and_every_row_can_be_taken_in():
    data = (
        Observation(id="o1", indicator="stateless_persons", place="THA", year=2024, value=612_524, unit="persons",
                    source="A", origin="baseline"),
        Observation(id="o2", indicator="population_total", place="THA", year=2023, value=71_702_000, unit="persons",
                    source="B", origin="baseline"),
    )  # fmt: skip
    found = drafted(claim("wages_withheld_share", 27, "2017", unit="percent"), observations=data)

    assert [one.indicator for one in found.rows] == ["PI29", "PI33"]
    for row in found.rows:
        given = {
            "indicator": row.indicator,
            "year": str(row.year),
            "value": f"{row.value:.6g}",
            "source": row.source,
        }
        empty = dict.fromkeys((*READING_COLUMNS[0], *READING_COLUMNS[1]), "")
        assert reading_of_row({**empty, **given}, "r.csv", 2, KNOWN, row.place, "r").value is not None
