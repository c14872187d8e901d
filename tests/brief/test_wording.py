"""How records are put into words."""

from __future__ import annotations

import pytest

from rantau.brief.wording import (
    amount,
    claim_value,
    document_name,
    interval,
    listed,
    observation_value,
    page_words,
    period_words,
    rank_words,
    share_words,
    sources_of,
    uncertainty_words,
)
from rantau.store.records import Document, Observation, Period


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (7.0, "7"),
        (36_417, "36,417"),
        (1_234.5, "1,234.5"),
        (2.3 * 1e6, "2,300,000"),
        (0.1 + 0.2, "0.3"),
        (123.456, "123.456"),
        (0.00004, "0.00004"),
        (-12.5, "−12.5"),
        (1e15, "1,000,000,000,000,000"),
    ],
)
def test_numbers_are_grouped_and_not_rounded(value, text):
    assert amount(value) == text


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"value": 36_000.0, "qualifier": "more_than"}, "over 36,000 persons"),
        ({"value": 36_000.0, "low": 36_000.0, "qualifier": "at_least"}, "at least 36,000 persons"),
        ({"value": 5.0, "qualifier": "less_than"}, "under 5 persons"),
        ({"value": 5.0, "high": 5.0, "qualifier": "at_most"}, "at most 5 persons"),
        ({"value": 44.0, "qualifier": "about", "unit": "percent"}, "about 44%"),
        ({"value": None, "low": 38.0, "high": 45.0, "qualifier": "range", "unit": "percent"}, "38–45%"),
        ({"value": 40.0, "low": 35.0, "high": 45.0, "unit": "percent"}, "40% (35–45)"),
        ({"value": 1.0}, "1 person"),
        ({"value": 18.0, "unit": "hours/day"}, "18 hours/day"),
        ({"value": 1.0, "unit": "hours/day"}, "1 hour/day"),
        ({"value": 1.0, "unit": "countries"}, "1 country"),
        ({"value": 2_500.0, "unit": "USD"}, "2,500 US dollars"),
        ({"value": 1_500.0, "unit": "MYR"}, "1,500 MYR"),
        ({"value": 2.0, "unit": ""}, "2"),
        ({"value": None}, "no value"),
    ],
)
def test_a_claims_value_is_printed_with_its_hedge_and_unit(make_claim, given, text):
    assert claim_value(make_claim("d1", 1, **given)) == text


def test_only_a_bare_value_is_said_to_have_no_uncertainty(make_claim):
    assert uncertainty_words(make_claim("d1", 1)) == "no uncertainty given"
    assert uncertainty_words(make_claim("d1", 1, qualifier="about")) == ""
    assert uncertainty_words(make_claim("d1", 1, low=8.0, high=12.0)) == ""


def test_scores_and_ranks_carry_intervals_or_say_that_there_are_none(example):
    good, gap = example.score_of["human_security", "MYS"], example.score_of["human_security", "TLS"]

    assert interval(good) == f"{good.value:.0f} ({good.low:.0f}–{good.high:.0f})"
    assert rank_words(good) == f"{good.rank} ({good.rank_low}–{good.rank_high})"
    assert (interval(gap), rank_words(gap)) == ("not assessed", "not ranked")


@pytest.mark.parametrize(
    ("percent", "text"),
    [
        (0, "0%"),
        (0.05, "under 1%"),
        (1.2, "1%"),
        (50, "50%"),
        (99.5, "over 99%"),
        (99.95, "over 99%"),
        (100, "100%"),
    ],
)
def test_almost_none_is_not_none_and_almost_all_is_not_all(percent, text):
    assert share_words(percent) == text


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_lists_are_joined_as_in_a_sentence(names, text):
    assert listed(names) == text


def document(**given):
    return Document(**{"id": "d1", "file": "a.pdf", "sha256": "", "size": 1, "format": "pdf", **given})


@pytest.mark.parametrize(
    ("given", "short", "long"),
    [
        ({"authors": ("Wijaya, A.", "Sari, D."), "year": 2025, "title": "On fees."},
         "Wijaya and Sari (2025)", "Wijaya and Sari (2025). On fees."),
        ({"authors": ("A, X.", "B, Y.", "C, Z."), "title": "T", "publisher": "P"},
         "A and others", "A and others. T. P."),
        ({"title": "A report", "year": 2020}, "A report (2020)", "A report (2020)."),
        ({"publisher": "IOM"}, "IOM", "a.pdf. IOM."),
        ({}, "a.pdf", "a.pdf"),
        ({"authors": (" ", ",")}, "a.pdf", "a.pdf"),
        ({"confidential": True, "title": "Secret"}, "confidential document", "confidential document"),
    ],
)  # fmt: skip
def test_a_document_is_named_by_authors_title_or_file(given, short, long):
    assert document_name(document(**given)) == short
    assert document_name(document(**given), long=True) == long


def test_a_page_is_named_as_printed_and_as_counted(make_study):
    a, b, c = (one.id for one in make_study().documents[:3])
    material = make_study(pages={f"{a}/1": None, f"{a}/2": "15", f"{b}/2": "2", f"{c}/1": None})

    assert page_words(material, a, 2) == "p. 15 (page 2 of the file)"
    assert page_words(material, a, 2, short=True) == "p. 15"
    assert page_words(material, b, 2) == "p. 2"
    assert page_words(material, a, 1) == "page 1 of the file"
    assert page_words(material, c, 1, f"{c}/p5") == "paragraph 5"


def test_a_period_is_given_as_stated_or_said_to_be_missing(make_claim):
    stated = make_claim("d1", 1, period=Period("2024-01", "2024-06", "first half of 2024"))
    bare = make_claim("d1", 1, period=Period("2019", "2020", ""))

    assert period_words(stated) == "first half of 2024"
    assert period_words(bare) == "2019 to 2020"
    assert period_words(make_claim("d1", 1, period=Period("2024", "2024", "that year"))) == "that year (2024)"
    assert period_words(make_claim("d1", 1)) == "no period given"


def test_the_source_a_claim_names_is_given_with_how_well_it_is_known(example, make_claim):
    a, _, c = (one.id for one in example.documents[:3])
    matched, dangling = f"{a}/p1/c1", f"{a}/p2/c1"

    assert sources_of(example, make_claim(a, 1, citations=(matched,))) == "The Star, 2025, p. 3"
    assert sources_of(example, make_claim(a, 1, citations=(dangling,))) == "Idris, 2021 (dangling)"
    assert sources_of(example, make_claim(a, 1)) == "the document itself"
    assert sources_of(example, make_claim(a, 1, own_data=False)) == "no source named"
    assert sources_of(example, make_claim(c, 1, citations=(matched,))) == "withheld"


def test_an_observation_keeps_its_interval_and_five_digits():
    def one(value, low=None, high=None):
        return Observation(id="o", indicator="i", place="IDN", year=2020, value=value, unit="", source="", origin="",
                           low=low, high=high)  # fmt: skip

    assert observation_value(one(3.4567890123)) == "3.4568"
    assert observation_value(one(12_345_678.0)) == "12,345,678"
    assert observation_value(one(50.0, 45.5, 55.25)) == "50 (45.5–55.25)"
