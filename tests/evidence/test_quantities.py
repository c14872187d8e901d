"""Quantities: hedges, ranges and units of single sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.evidence.quantities import Quantity, find_quantities
from rantau.evidence.scanning import scan


def quantities(sentence: str, language: str = "en", carried: Quantity | None = None) -> list[Quantity]:
    return find_quantities(scan(sentence), language, carried)


def said(sentence: str, language: str = "en") -> list[tuple[float, str]]:
    return [(one.value, one.unit) for one in quantities(sentence, language)]


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("Police detained 36,000 undocumented male workers.", 36_000, "persons"),
        ("There are 4.8 million migrants.", 4_800_000, "persons"),
        ("The embassy sent home 89 Kenyans.", 89, "persons"),
        ("Some 300 Burmese were held.", 300, "persons"),
        ("Courts heard 590 trafficking cases.", 590, "cases"),
        ("They made 12,400 deportations.", 12_400, "deportations"),
        ("Brokers charged USD 1,500.", 1_500, "USD"),
        ("Brokers charged US$1,500.", 1_500, "USD"),
        ("They paid 15,000 baht.", 15_000, "THB"),
        ("They paid RM1,200.", 1_200, "MYR"),
        ("He owed 18,000 ringgit.", 18_000, "MYR"),
        ("The fee is Rp 25,000,000.", 25_000_000, "IDR"),
        ("They earned 308 baht per day.", 308, "THB/day"),
        ("They earned 308 baht daily.", 308, "THB/day"),
        ("The minimum wage is RM 1,500 a month.", 1_500, "MYR/month"),
        ("She paid 5,000 Philippine pesos.", 5_000, "PHP"),
        ("She paid 5,000 pesos.", 5_000, "pesos"),
        ("They pay 300 Singapore dollars.", 300, "SGD"),
        ("Crew worked 14-hour days.", 14, "hours/day"),
        ("They worked 16 hours a day.", 16, "hours/day"),
        ("Workdays of 12 hours are common.", 12, "hours/day"),
        ("They work 72 hours per week.", 72, "hours/week"),
        ("They were held for 18 months.", 18, "months"),
        ("He was sentenced to four years and six months in prison.", 4.5, "years"),
        ("The rate is 6.7 per 1,000 people.", 6.7, "per 1000"),
        ("It affects 10.1 in every 1,000 people.", 10.1, "per 1000"),
        ("Deaths came to 12 per 100,000 population.", 12, "per 100000"),
        ("The share rose by 5 percentage points.", 5, "percentage points"),
        ("45% of cases involve officials.", 45, "percent"),
        ("45 per cent of cases involve officials.", 45, "percent"),
        ("One in three women had no contract.", 33.33, "percent"),
        ("Police raided 26 of 143 workplaces.", 26, "organisations"),
    ],
)  # fmt: skip
def test_a_figure_has_its_value_and_unit(sentence: str, value: float, unit: str) -> None:
    assert (value, unit) in said(sentence)


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("Sekitar 1,6 juta pekerja migran tidak berdokumen.", 1_600_000, "persons"),
        ("Polri menangani 401 kasus.", 401, "cases"),
        ("Biayanya Rp25 juta per orang.", 25_000_000, "IDR"),
        ("Upahnya RM1.200 per bulan.", 1_200, "MYR/month"),
        ("Upahnya Rp2,1 juta sebulan.", 2_100_000, "IDR/month"),
        ("Mereka bekerja 16 jam sehari.", 16, "hours/day"),
        ("Sebanyak 65,5 persen adalah perempuan.", 65.5, "percent"),
        ("Ada 36.000 orang.", 36_000, "persons"),
        ("Sebanyak 1.234.567 pekerja berangkat.", 1_234_567, "persons"),
    ],
)
def test_an_indonesian_figure_has_its_value_and_unit(sentence: str, value: float, unit: str) -> None:
    assert (value, unit) in said(sentence, "id")


@pytest.mark.parametrize(
    ("sentence", "qualifier", "low", "high"),
    [
        ("over 36,000 migrants were deported", "more_than", 36_000, None),
        ("at least 120 workers died", "at_least", 120, None),
        ("up to 500 women were held", "at_most", None, 500),
        ("fewer than 40 victims were found", "less_than", None, 40),
        ("nearly 2,500 people drowned", "about", None, None),
        ("an estimated 27 million people", "about", None, None),
        ("some 400 or so factories", "about", None, None),
        ("500 or more workers", "at_least", 500, None),
        ("between 60,000 and 80,000 workers", "range", 60_000, 80_000),
        ("15,000 to 20,000 workers", "range", 15_000, 20_000),
        ("18–20-hour workdays", "range", 18, 20),
        ("between 2 and 3 million people", "range", 2_000_000, 3_000_000),
        ("USD 300–600 in fees", "range", 300, 600),
        ("anywhere from 30,000 to 100,000 workers", "range", 30_000, 100_000),
        ("36,000 workers", "exact", None, None),
    ],
)
def test_a_hedge_is_kept_with_its_bounds(
    sentence: str, qualifier: str, low: float | None, high: float | None
) -> None:
    found = quantities(f"It is said that {sentence}.")[0]
    assert (found.qualifier, found.low, found.high) == (qualifier, low, high)


@pytest.mark.parametrize(
    ("sentence", "qualifier"),
    [
        ("lebih dari 500 pekerja", "more_than"),
        ("setidaknya 500 pekerja", "at_least"),
        ("paling banyak 500 pekerja", "at_most"),
        ("kurang dari 500 pekerja", "less_than"),
        ("hampir 500 pekerja", "about"),
        ("antara 500 dan 700 pekerja", "range"),
    ],
)
def test_an_indonesian_hedge_is_kept(sentence: str, qualifier: str) -> None:
    assert quantities(f"Ada {sentence}.", "id")[0].qualifier == qualifier


def test_a_rise_from_one_number_to_another_is_two_figures() -> None:
    sentence = "The number of Indonesians rescued rose from 119 in 2021 to 1,138 in 2022."
    assert said(sentence) == [(119, "persons"), (1_138, "persons")]
    assert said("The wage was raised from USD 450 to USD 550 a month.") == [
        (450, "USD/month"),
        (550, "USD/month"),
    ]


def test_an_amount_repeated_in_another_currency_is_one_figure() -> None:
    assert said("They paid 15,000 baht (about USD 430) to a broker.") == [(15_000, "THB")]


def test_a_number_without_a_noun_counts_what_was_counted_before_it() -> None:
    found = quantities("They held 900 migrants, of whom 120 were women and 40 were children.")
    assert [(one.value, one.unit, one.inherited) for one in found] == [
        (900, "persons", False),
        (120, "persons", True),
        (40, "persons", True),
    ]


def test_a_number_without_a_noun_counts_what_the_sentence_before_counted() -> None:
    before = quantities("Police found 2,391 cases.")[0]
    assert said("A year later they found 3,105.") == []
    assert [one.unit for one in quantities("A year later they found 3,105.", carried=before)] == ["cases"]


def test_the_number_of_something_counts_that() -> None:
    assert said("The number of victims rose to 4,500 in 2022.") == [(4_500, "persons")]


def test_a_change_is_marked_as_one() -> None:
    found = quantities("Deportations rose by 41% and arrests fell 12 per cent.")
    assert [(one.value, one.change) for one in found] == [(41, True), (12, True)]
    assert not quantities("41% of cases involve officials.")[0].change


def test_money_of_several_countries_keeps_its_plain_name() -> None:
    assert said("They paid 10,000 rupees and 500 dinars.") == [(10_000, "rupees"), (500, "dinars")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The law of 2007 was amended in 2017.",
        "See Table 3 and Figure 7 on page 41.",
        "Article 12 and Section 4.2 limit fees.",
        "Pasal 4 Undang-Undang Nomor 21 Tahun 2007 mengatur sanksi.",
        "Regulation 45 of 2016 requires a contract.",
        "Call the hotline 0800 22 11 00 or +62 811 1129 129.",
        "The Convention entered into force on 8 March 2017.",
        "We interviewed 64 people in 9 shelters; 38 were women and 26 men.",
        "The study covered 388 workers (n = 388).",
        "Penelitian ini mewawancarai 24 informan di 3 desa.",
        "A survey of 1,017 workers was made.",
        "Interviews lasted 45 minutes on average.",
        "The margin of error is 5 percentage points.",
        "Coders agreed (kappa = 0.81).",
        "She was 17 years old; he was aged 24.",
        "Children under 18 may not work.",
        "The 2030 Agenda has 17 goals, and SDG 8.7 is one.",
        "C189 and C190 are ILO conventions.",
        "Three theories and four stages are used.",
        "The treaty runs for five years.",
        "In the past ten years much has changed.",
        "The office opens at 9:30 a.m.",
        "The Convention asks for ten hours of rest in any 24-hour period.",
        "All 10 member states signed.",
        "Visit www.example.org/2023/45 for more.",
        "They owed fourteen months of the minimum wage.",
        "One of them left.",
    ],
)
def test_a_number_that_is_no_evidence_is_left_out(sentence: str) -> None:
    assert said(sentence) == []


def test_speech_is_left_out() -> None:
    assert said("“I worked 19 hours a day for 3 months,” she said.") == []


def test_a_hedged_number_that_looks_like_a_year_is_a_count() -> None:
    assert said("They deported over 2000 migrants.") == [(2_000, "persons")]
    assert said("In 2000 migrants came by sea.") == []


@given(st.text(max_size=300))
def test_any_text_gives_quantities_that_hold_their_value(text: str) -> None:
    for one in quantities(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.low is None or one.low <= one.value
        assert one.high is None or one.value <= one.high
        assert one.unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Weekly hours averaged 54.", [(54, "hours/week")]),
        ("The working day was 12.5 hours.", [(12.5, "hours/day")]),
        ("Two shelters can hold 80 and 60 children.", [(80, "persons"), (60, "persons")]),
        ("A monthly wage of US$ 200 was agreed.", [(200, "USD/month")]),
        ("From K312,000 a landlord took K247,000.", [(312000, "kwacha"), (247000, "kwacha")]),
        ("The lender was repaid Rs 165,000.", [(165000, "rupees")]),
        ("Malaysia dan Arab Saudi menyumbang 35 dan 29 persen.", [(35, "percent"), (29, "percent")]),
        (
            "Declarations climbed from 235,000 in 2013 to 1.82 million in 2017.",
            [(235000, None), (1820000, None)],
        ),
        ("More than half of the sample (53%) had no savings.", [(53, "percent")]),
        ("Selama 2023 petugas menahan 412 orang.", [(412, "persons")]),
        ("The office handled 1,082 trafficking and smuggling cases.", [(1082, "cases")]),
        ("Lima tahun lalu 412 orang ditahan.", [(412, "persons")]),
    ],
)
def test_units_stand_before_beside_and_after_their_number(
    text: str, expected: list[tuple[float, str | None]]
) -> None:
    found = find_quantities(scan(text), "id" if "persen" in text or "orang" in text else "en")
    assert [one.value for one in found] == [value for value, _ in expected]
    assert all(unit in (None, one.unit) for one, (_, unit) in zip(found, expected, strict=True))
