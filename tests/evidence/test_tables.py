"""Claims of tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Read = Callable[..., Any]

DEPORTATIONS = """Table 2. Deportations from Malaysia by nationality (Border Monitor, 2024)

| Nationality | 2022 | 2023 |
| --- | --- | --- |
| Indonesians | 14,410 | 15,002 |
| Burmese | 9,870 | n/a |
"""

DETENTION = """Table 1. Migrants in detention, thousands, 2021

| Country | Men | Women | Share of women (%) |
| --- | --- | --- | --- |
| Thailand | 3.2 | 0.9 | 22 |
| Total | 12.0 | 4.1 | 25 |

Source: Labour Lab (2022).
"""


def test_a_cell_is_a_figure_of_its_row_and_its_column(read: Read) -> None:
    found = read(DEPORTATIONS)
    cells = {
        (claim.value, claim.period.start): {place.id: place.role for place in claim.places}
        for claim in found.claims
    }
    assert cells == {
        (14_410, "2022"): {"IDN": "origin", "MYS": "destination"},
        (15_002, "2023"): {"IDN": "origin", "MYS": "destination"},
        (9_870, "2022"): {"MMR": "origin", "MYS": "destination"},
    }
    assert {claim.indicator for claim in found.claims} == {"deportations"}
    assert {found.sources(claim) for claim in found.claims} == {"Border Monitor 2024"}
    assert all(claim.notes[0] == "read from a table" for claim in found.claims)


def test_thousands_in_the_caption_scale_counts_but_not_shares(read: Read) -> None:
    found = read(DETENTION)
    thailand = [claim for claim in found.claims if any(place.id == "THA" for place in claim.places)]
    assert [(claim.value, claim.unit, claim.group.sex) for claim in thailand] == [
        (3_200, "persons", "male"),
        (900, "persons", "female"),
        (22, "percent", "female"),
    ]
    assert {found.sources(claim) for claim in found.claims} == {"Labour Lab 2022"}
    assert {claim.period.start for claim in found.claims} == {"2021"}


def test_the_quotation_of_a_cell_is_its_row(read: Read) -> None:
    found = read(DEPORTATIONS)
    texts = {passage.id: passage.text for passage in found.passages}
    for claim in found.claims:
        assert texts[claim.passage][claim.start : claim.end] == claim.quote
        assert claim.quote.startswith(("Indonesians", "Burmese"))


def test_ranges_and_hedges_of_cells_are_kept(read: Read) -> None:
    text = (
        "Table 1. Fees\n\n| Route | Fee (USD) | Workers |\n| --- | --- | --- |\n"
        "| Nepal to Qatar | 800–1,100 | >5,000 |\n"
    )
    fee, workers = read(text).claims
    assert (fee.qualifier, fee.low, fee.high, fee.unit) == ("range", 800, 1_100, "USD")
    assert (workers.qualifier, workers.low, workers.value) == ("more_than", 5_000, 5_000)


def test_columns_of_numbers_years_and_articles_are_no_data(read: Read) -> None:
    text = (
        "Table 1. Who ratified what\n\n| No. | State | Year of ratification | Article |\n| --- | --- | --- | --- |\n"
        "| 1 | Thailand | 2013 | 12 |\n"
    )
    assert read(text).claims == []


def test_a_table_with_a_header_only_gives_nothing(read: Read) -> None:
    assert read("| Country | Victims |\n| --- | --- |\n").claims == []


def test_a_head_of_two_rows_is_read_from_the_top(read: Any) -> None:
    text = """# Labour in Thailand

Table 1. Cases by stage

| Province | 2022 | | 2023 | |
| --- | --- | --- | --- | --- |
| | Cases filed | Convictions | Cases filed | Convictions |
| Ranong | 96 | 11 | 121 | 9 |
"""
    found = [(one.value, one.unit, one.period.start) for one in read(text).claims if one.period]
    assert found == [
        (96, "cases", "2022"),
        (11, "convictions", "2022"),
        (121, "cases", "2023"),
        (9, "convictions", "2023"),
    ]


def test_a_row_with_only_a_label_is_said_of_the_rows_below_it(read: Any) -> None:
    text = """Table 1. Deportations by sex

| Nationality | Persons |
| --- | --- |
| Women | |
| Myanmar | 1,210 |
| Men | |
| Myanmar | 3,400 |
| Total | 4,610 |
"""
    assert [(one.value, one.group.sex) for one in read(text).claims] == [
        (1210, "female"),
        (3400, "male"),
        (4610, ""),
    ]


DISPLACED = """Table 3. People displaced inside Myanmar

| Date | Displaced people | Displaced people since February 2021 | Source |
| --- | --- | --- | --- |
| 2 October 2023 | 1,976,400 | 1,670,200 | Camp Survey (2023) |
| March 2025 | 3,600,000 | 3,200,000 | Camp Survey (2025) |
"""


def test_a_column_since_a_year_ends_in_each_row_where_the_row_does(read: Read) -> None:
    found = read(DISPLACED)

    assert [
        (claim.value, claim.period.start, claim.period.end, claim.period.text) for claim in found.claims
    ] == [
        (1_976_400, "2023-10-02", "2023-10-02", "2 October 2023"),
        (1_670_200, "2021-02", "2023-10-02", "since February 2021, 2 October 2023"),
        (3_600_000, "2025-03", "2025-03", "March 2025"),
        (3_200_000, "2021-02", "2025-03", "since February 2021, March 2025"),
    ]


def test_a_column_since_a_year_without_dated_rows_ends_with_the_source(read: Read) -> None:
    found = read(
        "| Place | Deaths since 2014 | Source |\n| --- | --- | --- |\n| Thailand | 410 | Labour Lab (2019) |\n"
    )

    assert [(claim.period.start, claim.period.end) for claim in found.claims] == [("2014", "2019")]
