"""The tables that ship: sound, and full enough that each member can be assessed."""

from __future__ import annotations

import csv
import re
from importlib import resources
from pathlib import Path

import pytest

from rantau.baseline.check import check_baseline
from rantau.baseline.load import indicators, observations, places
from rantau.baseline.schema import TABLES, UNITS
from rantau.framework.indicators import CONFIDENCES
from rantau.framework.words import DIMENSIONS
from rantau.profile.coverage import CoverageCell, coverage_table
from rantau.profile.settings import ProfileSettings, is_profiled

YEAR = 2022
"""The year that a study's profile is for unless it says another."""
SHARED = Path(__file__).parents[3] / "shared" / "data"


def cells() -> list[CoverageCell]:
    return coverage_table(list(indicators().values()), observations(), places()["asean"].members, YEAR)


def test_the_shipped_tables_have_no_problem() -> None:
    report = check_baseline()
    assert [str(problem) for problem in report.problems] == []
    assert [name for name in TABLES if not report.counts[name]] == []


def test_each_unit_that_is_allowed_is_used() -> None:
    assert {one.unit for one in indicators().values()} == UNITS - {
        "deaths"
    }  # deaths: for routes, still to come


def test_a_series_does_not_take_the_id_of_a_quantity_that_reports_claim() -> None:
    text = resources.files("rantau.evidence").joinpath("vocabulary.csv").read_text(encoding="utf-8")
    claimed = {row["id"] for row in csv.DictReader(text.splitlines())}
    assert len(claimed) > 50
    assert claimed & set(indicators()) == set()


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_each_dimension_has_three_indicators_or_more(dimension: str) -> None:
    ids = [one.id for one in indicators().values() if is_profiled(one) and one.dimension == dimension]
    assert len(ids) >= 3


def test_each_indicator_has_been_observed() -> None:
    assert set(indicators()) - {one.indicator for one in observations()} == {"gdp_per_capita_usd"}
    # That one is only quoted, without its year, and so stays in the table.


@pytest.mark.parametrize("member", places()["asean"].members)
def test_each_member_can_be_assessed_in_each_dimension(member: str) -> None:
    rule = ProfileSettings()
    for dimension in DIMENSIONS:
        states = [cell.state for cell in cells() if cell.place == member and cell.dimension == dimension]
        used = states.count("used")
        assert used >= rule.minimum_indicators, dimension
        assert used >= rule.minimum_share * len(states), dimension


def test_the_readme_names_what_is_missing() -> None:
    readme = resources.files("rantau.baseline").joinpath("README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(\w+)` \| ([A-Z, ]+) \|$", readme, flags=re.MULTILINE))
    missing: dict[str, list[str]] = {}
    for cell in cells():
        if cell.state != "used":
            missing.setdefault(cell.indicator, []).append(cell.place)
    assert told == {(indicator, ", ".join(sorted(codes))) for indicator, codes in missing.items()}


def test_each_observation_says_how_near_it_is_to_its_source_and_where_it_was_read() -> None:
    text = resources.files("rantau.baseline").joinpath("observations.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) > 600
    assert {row["confidence"] for row in rows} <= set(CONFIDENCES)
    assert [row for row in rows if not row["note"]] == []


@pytest.mark.parametrize(
    ("indicator", "place", "year", "value"),
    [
        ("corruption_perceptions", "KHM", 2020, 21),
        ("slavery_prevalence_gsi", "MMR", 2021, 12.1),
        ("civil_liberties", "TLS", 2021, 39),
        ("maternal_mortality", "IDN", 2017, 177),
        ("undernourishment", "TLS", 2022, 15.9),
        ("gdp_per_capita_ppp", "VNM", 2022, 13000),
        ("world_risk_index", "PHL", 2016, 26.7),
        ("tip_tier", "MYS", 2022, 4),
    ],
)
def test_single_figures_as_their_publishers_have_them(
    indicator: str, place: str, year: int, value: float
) -> None:
    found = [
        one.value
        for one in observations()
        if (one.indicator, one.place, one.year) == (indicator, place, year)
    ]
    assert found == [value]


def test_a_value_below_what_is_published_keeps_its_interval() -> None:
    (found,) = [
        one
        for one in observations()
        if (one.indicator, one.place, one.year) == ("undernourishment", "MYS", 2022)
    ]
    assert (found.value, found.low, found.high) == (2.5, 0, 2.5)


def test_what_was_gathered_before_is_carried_over() -> None:
    path = SHARED / "country_year.csv"
    if not path.is_file():
        pytest.skip("the notes that the baseline was begun from are not beside this checkout")
    with path.open(encoding="utf-8", newline="") as file:
        gathered = list(csv.DictReader(file))
    text = resources.files("rantau.baseline").joinpath("observations.csv").read_text(encoding="utf-8")
    shipped = {
        (row["indicator"], row["place"], row["year"], float(row["value"]))
        for row in csv.DictReader(text.splitlines())
    }
    names = {"modern_slavery_prevalence": "slavery_prevalence_gsi", "gdp_per_capita": "gdp_per_capita_usd"}
    expected = {
        (names[row["indicator"]], row["iso3"], row["year"], float(row["value"]))
        for row in gathered
        if row["value"]
    }
    assert len(expected) == 12
    assert expected <= shipped
