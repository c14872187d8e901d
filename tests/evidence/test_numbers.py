"""Numbers as they are written."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.evidence.numbers import find_numbers
from rantau.evidence.tokens import Number, plain_digits, words_of


def numbers(text: str, language: str = "en") -> list[Number]:
    plain = plain_digits(text)
    return find_numbers(plain, words_of(plain), language)


def values(text: str, language: str = "en") -> list[float]:
    return [number.value for number in numbers(text, language)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("36,000 migrants", 36_000),
        ("36 000 migrants", 36_000),
        ("36'000 migrants", 36_000),
        ("1,00,000 workers", 100_000),
        ("4.8 million", 4_800_000),
        ("2.5 lakh", 250_000),
        ("$61.1bn", 61_100_000_000),
        ("twelve", 12),
        ("twenty-five", 25),
        ("four hundred and six", 406),
        ("three hundred thousand", 300_000),
        ("two and a half million", 2_500_000),
        ("half a million", 500_000),
        ("a hundred people", 100),
    ],
)
def test_a_number_is_read_however_it_is_written_in_english(text: str, value: float) -> None:
    assert values(text)[0] == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("36.000 orang", 36_000),
        ("1.234.567 orang", 1_234_567),
        ("12,5 persen", 12.5),
        ("4,8 juta orang", 4_800_000),
        ("25 ribu orang", 25_000),
        ("Rp2,1 juta", 2_100_000),
        ("seratus dua puluh lima", 125),
        ("dua puluh lima ribu", 25_000),
        ("sebelas", 11),
        ("tujuh belas", 17),
        ("seribu lima ratus", 1_500),
    ],
)
def test_a_number_is_read_however_it_is_written_in_indonesian(text: str, value: float) -> None:
    assert values(text, "id")[0] == value


def test_digits_of_other_scripts_are_digits() -> None:
    assert values("๑๒ คน") == [12]
    assert values("၂၅") == [25]
    assert values("៣៦,០០០") == [36_000]


def test_a_thai_scale_word_stands_right_after_the_digits() -> None:
    assert values("3แสน", "th") == [300_000]


def test_a_separator_that_can_be_read_two_ways_keeps_the_other_reading() -> None:
    english, indonesian = numbers("36.000")[0], numbers("36.000", "id")[0]
    assert (english.value, english.alternative) == (36.0, 36_000)
    assert (indonesian.value, indonesian.alternative) == (36_000, 36.0)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("a third of them", 33.33),
        ("two-thirds of workers", 66.67),
        ("three quarters of women", 75),
        ("half of the workers", 50),
        ("The certificates of nearly half give no cause", 50),
        ("one in three", 33.33),
        ("one woman in four", 25),
        ("7 out of 10 victims", 70),
        ("4 of every 10 victims", 40),
        ("nine in ten of them", 90),
        ("sepertiga dari mereka", 33.33),
        ("dua pertiga responden", 66.67),
        ("separuh dari korban", 50),
        ("tiga dari sepuluh deportan", 30),
    ],
)
def test_a_share_in_words_is_in_per_cent(text: str, percent: float) -> None:
    found = numbers(text)[0]
    assert found.value == percent
    assert found.kind in ("fraction", "ratio")


@pytest.mark.parametrize(
    "text",
    [
        "a third country",
        "the first half of 2024",
        "half an hour",
        "third parties",
        "a quarter century",
        "12 of 45 women",
        "31 out of 64 people",
        "setengah tahun",
        "the other half",
    ],
)
def test_what_only_sounds_like_a_share_is_none(text: str) -> None:
    assert all(number.kind not in ("fraction", "ratio") for number in numbers(text))


@pytest.mark.parametrize("text", ["C189", "COVID-19", "ASEAN+3", "24/7", "2.1.3", "21st century", "G20"])
def test_digits_that_are_part_of_a_name_are_no_number(text: str) -> None:
    assert values(text) == []


def test_two_number_words_side_by_side_are_no_number() -> None:
    assert values("two three") == []


def test_precision_is_that_of_the_last_digit_written() -> None:
    assert numbers("4.8 million")[0].step == 100_000
    assert numbers("36,000")[0].step == 1_000
    assert numbers("36,417")[0].step == 1
    assert numbers("38.5")[0].step == pytest.approx(0.1)


@given(st.integers(0, 10**12))
def test_any_whole_number_with_thousands_separators_is_read_back(value: int) -> None:
    assert values(f"{value:,} people") == [value]
    assert values(f"{value:,} orang".replace(",", "."), "id") == [value]


@given(st.text(max_size=200))
def test_numbers_stand_in_order_and_do_not_overlap(text: str) -> None:
    found = numbers(text)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)


def test_a_row_of_digits_without_end_is_no_number_and_breaks_nothing() -> None:
    assert values(f"The form says 1{'0' * 5_000} and {'9' * 500} and lists 45 workers.") == [45.0]
