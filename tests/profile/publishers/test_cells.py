"""What stands in a cell."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.profile.publishers.cells import figure, plain, text, year


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (12, 12),
        (12.5, 12.5),
        ("12.5", 12.5),
        ("-0.25", -0.25),
        ("\u22120.25", -0.25),
        ("1,234,567", 1234567),
        ("1 234 567", 1234567),
        ("1\u202f234\u202f567.5", 1234567.5),
        ("1\u00a0234", 1234),
        ("1'234", 1234),
        ("12.5%", 12.5),
        ("1e3", 1000),
        ("0", 0),
        ("345*", 345),
        ("345 a/", 345),
        ("345 (2)", 345),
        ("345[b]", 345),
    ],
)
def test_a_figure_is_read(cell, value):
    found = figure(cell)
    assert (found.kind, found.value) == ("figure", value)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("", "no data"),
        (None, "no data"),
        ("..", "no data"),
        ("…", "no data"),
        ("-", "no data"),
        ("NaN", "no data"),
        (math.nan, "no data"),
        ("*", "withheld"),
        ("<5", "bound"),
        ("> 95", "bound"),
        ("=1+1", "formula"),
        ("=cmd|' /C calc'!A0", "formula"),
        ("12,5", "unclear"),
        ("1,23,456", "unclear"),
        ("1,234'567", "unclear"),
        ("twelve", "unclear"),
        ("1e999", "unclear"),
        ("2020-01-01", "unclear"),
        (True, "unclear"),
    ],
)
def test_what_is_no_figure_is_never_one(cell, kind):
    found = figure(cell)
    assert found.kind == kind
    assert math.isnan(found.value)


def test_a_mark_behind_a_figure_is_kept():
    assert figure("345 a/").mark == "a/"


def test_a_lone_comma_is_not_guessed_at_where_semicolons_part_the_cells():
    assert figure("1,234", semicolons=True).kind == "unclear"
    assert figure("1,234,567", semicolons=True).value == 1234567


@given(st.integers(-(10**12), 10**12), st.sampled_from([",", " ", "\u00a0", "\u202f", "'"]))
def test_thousands_marks_change_no_whole_number(number, mark):
    assert figure(f"{number:,}".replace(",", mark)).value == number


@given(st.text(max_size=30))
def test_any_text_is_read_without_an_error_and_a_value_stands_only_in_a_figure(words):
    found = figure(words)
    assert (found.kind == "figure") == math.isfinite(found.value)


@given(st.text(max_size=50))
def test_text_that_is_written_is_one_line_and_no_formula(words):
    safe = plain(words)
    assert not safe.startswith(("=", "+", "-", "@"))
    assert safe.isprintable()
    assert len(safe) <= 400


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("2020", 2020),
        (2020.0, 2020),
        ("2020 [YR2020]", 2020),
        ("YR2020", 2020),
        ("2020Q1", None),
        ("1066", None),
        ("", None),
        ("-99", None),
    ],
)
def test_a_year_is_read(cell, number):
    assert year(cell) == number


def test_a_whole_number_in_a_workbook_is_written_without_a_point():
    assert text(104.0) == "104"
    assert text(None) == ""
