"""Periods as they are stated."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.evidence.periods import ends_with_source, find_periods, overlap_months, resolve
from rantau.store.records import Period


def periods(text: str, latest: int | None = None) -> list[tuple[str, str]]:
    return [(found.period.start, found.period.end) for found in find_periods(text, latest)]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("in 2023", "2023", "2023"),
        ("in the first half of 2024", "2024-01", "2024-06"),
        ("in the second half of 2024", "2024-07", "2024-12"),
        ("H1 2024", "2024-01", "2024-06"),
        ("in the last quarter of 2022", "2022-10", "2022-12"),
        ("Q3 2021", "2021-07", "2021-09"),
        ("in the first four months of 2022", "2022-01", "2022-04"),
        ("in the first four and a half months of 2023", "2023-01", "2023-05"),
        ("from 1 January to 18 May 2023", "2023-01", "2023-05"),
        ("antara 1 Januari dan 18 Mei 2023", "2023-01", "2023-05"),
        ("over three years to May 2023", "2020-05", "2023-05"),
        ("between January and June 2023", "2023-01", "2023-06"),
        ("from November 2020 to December 2021", "2020-11", "2021-12"),
        ("in July 2022", "2022-07", "2022-07"),
        ("on 3 February 2023", "2023-02-03", "2023-02-03"),
        ("between 2014 and 2020", "2014", "2020"),
        ("2019–21", "2019", "2021"),
        ("in fiscal year 2021/22", "2021", "2022"),
        ("at mid-2023", "2023-06", "2023-07"),
        ("by the end of 2022", "2022-12", "2022-12"),
        ("pada tahun 2023", "2023", "2023"),
        ("sepanjang Januari hingga Juni 2023", "2023-01", "2023-06"),
        ("semester pertama 2024", "2024-01", "2024-06"),
        ("enam bulan pertama tahun 2024", "2024-01", "2024-06"),
        ("pada 2019–2021", "2019", "2021"),
        ("selama 2021 s.d. 2023", "2021", "2023"),
        ("suku tahun kedua 2022", "2022-04", "2022-06"),
        ("in B.E. 2566", "2023", "2023"),
    ],
)
def test_a_period_has_its_first_and_last_date(text: str, start: str, end: str) -> None:
    assert periods(text) == [(start, end)]


def test_a_period_since_a_year_ends_with_the_document_or_with_its_source() -> None:
    assert periods("since 2014", 2024) == [("2014", "2024")]
    assert periods("since May 2020", 2024) == [("2020-05", "2024")]
    assert periods("since 1 February 2021", 2024) == [("2021-02", "2024")]
    assert periods("since 2014") == [("2014", "2014")]
    found = find_periods("since 2014", 2026)[0].period
    assert ends_with_source(found, 2020).end == "2020"
    assert ends_with_source(found, None) == ends_with_source(found, 2030) == found


@pytest.mark.parametrize("text", ["2,023 workers", "20234", "£2023", "room 2023a", "1999.5"])
def test_a_number_that_is_no_year_is_no_period(text: str) -> None:
    assert periods(text) == []


def test_a_period_without_a_year_is_worked_out_from_the_one_before() -> None:
    last = Period("2022", "2022", "in 2022")
    same, before = find_periods("in the same year")[0], find_periods("the year before")[0]
    assert same.relative
    assert (resolve(same.period, last).start, resolve(before.period, last).start) == ("2022", "2021")
    assert resolve(same.period, None).start == ""


def test_months_that_two_periods_share_are_counted() -> None:
    year, half, after = (
        Period("2024", "2024", ""),
        Period("2024-01", "2024-06", ""),
        Period("2026", "2026", ""),
    )
    assert overlap_months(year, half) == 6
    assert overlap_months(year, after) == -12


@given(st.text(max_size=200), st.one_of(st.none(), st.integers(1900, 2100)))
def test_any_text_gives_periods_in_order_that_end_after_they_begin(text: str, latest: int | None) -> None:
    found = find_periods(text, latest)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    for one in found:
        assert one.relative or one.period.start[:4] <= one.period.end[:4]
