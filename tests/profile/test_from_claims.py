"""Claims as observations: which they make, how sure these are, and which make none. All claims are made up."""

from __future__ import annotations

import dataclasses

import pytest

from rantau.baseline.load import indicators as baseline_indicators
from rantau.evidence import shipped_vocabulary
from rantau.framework.words import CONFIDENCES
from rantau.profile.from_claims import (
    claim_indicators,
    claims_beneath,
    grade_errors,
    is_from_claims,
    observations_of_claims,
)
from rantau.store.records import Claim, ClaimGroup, Component, Grade, Group, Period, PlaceMention

COUNTRIES = ("AAA", "BBB")
NO_CONCERN = Component("none", "")


def claim(name, value, year="2021", **more):
    return Claim(
        **{
            "id": name, "document": "d1", "passage": "d1/s1", "page": 3, "start": 0, "end": 5, "quote": "words",
            "value": value, "low": None, "high": None, "qualifier": "exact", "unit": "per 1000", "measure": "slavery",
            "indicator": "modern_slavery_prevalence", "indicator_score": 1.0, "places": (PlaceMention("AAA"),),
            "group": Group(), "period": Period(year, year, year) if year else None, "citations": (), "own_data": True,
            "extracted_by": "rules", "confidence": 1.0,
        }
        | more
    )  # fmt: skip


def group(claims, **more):
    return ClaimGroup(
        **{
            "id": "g1", "indicator": "modern_slavery_prevalence", "places": (PlaceMention("AAA"),), "group": Group(),
            "unit": "per 1000", "claims": tuple(one.id for one in claims), "verdict": "single-source", "reason": "",
            "low": None, "high": None, "documents": 1, "roots": ("Example Agency (2021)",),
        }
        | more
    )  # fmt: skip


def grade(confidence, subject="g1"):
    return Grade(
        subject=subject, methods=NO_CONCERN, coherence=NO_CONCERN, adequacy=NO_CONCERN, relevance=NO_CONCERN,
        proposed=confidence, confidence=confidence, reason="",
    )  # fmt: skip


@pytest.fixture
def slavery(make):
    return dataclasses.replace(
        make.indicator("slavery_prevalence_gsi", "personal"), unit="per 1000", minimum=0.0, maximum=200.0
    )


def made(claims, indicators, groups=None, grades=(), **more):
    return observations_of_claims(
        groups or [group(claims)], claims, grades, indicators=indicators, countries=COUNTRIES, **more
    )


def test_a_claim_becomes_an_observation_that_leads_back_to_it(slavery):
    found = made([claim("c1", 6.0), claim("c2", 6.0)], [slavery], grades=[grade("high")])

    (one,) = found.observations
    assert (one.indicator, one.place, one.year, one.value) == ("slavery_prevalence_gsi", "AAA", 2021, 6.0)
    assert claims_beneath(one) == ("c1", "c2")
    assert is_from_claims(one)
    assert one.source == "Example Agency (2021)"
    assert "ASSUMED" in one.note
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("confidence", "share"), [("high", 0.05), ("moderate", 0.10), ("low", 0.25), ("very low", 0.50)]
)
def test_the_grade_is_the_error(slavery, confidence, share):
    (one,) = made([claim("c1", 100.0)], [slavery], grades=[grade(confidence)]).observations

    # 1.96 standard errors to either side; the claim's own rounding of half a point hardly widens it.
    assert one.high - 100 == pytest.approx(min(100, 1.96 * share * 100), rel=0.01)
    assert 100 - one.low == pytest.approx(1.96 * share * 100, rel=0.01)
    assert one.confidence == confidence


def test_a_group_without_a_grade_counts_as_very_low(slavery):
    (one,) = made([claim("c1", 10.0)], [slavery]).observations

    assert one.confidence == "very low"


def test_an_interval_holds_all_that_is_claimed_and_a_conflict_is_told(slavery):
    claims = [claim("c1", 4.0), claim("c2", 6.0), claim("c3", 14.0)]

    (one,) = made(claims, [slavery], [group(claims, verdict="conflicting")], [grade("high")]).observations

    assert one.value == 6
    assert one.low < 4
    assert one.high > 14
    assert "conflict" in one.note


def test_each_year_is_an_observation_of_its_own(slavery):
    found = made([claim("c1", 4.0, "2018"), claim("c2", 6.0, "2021")], [slavery])

    assert [(one.year, one.value, claims_beneath(one)) for one in found.observations] == [
        (2018, 4.0, ("c1",)), (2021, 6.0, ("c2",)),
    ]  # fmt: skip


def test_the_order_of_claims_and_groups_changes_nothing(slavery):
    claims = [claim("c1", 4.0), claim("c2", 6.0)]
    groups = [group(claims), group([claim("c9", 1.0)], id="g0")]
    every = [*claims, claim("c9", 1.0)]

    assert made(every, [slavery], groups) == made(every[::-1], [slavery], groups[::-1])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"year": ""}, "it does not say of which year it is"),
        ({"qualifier": "more_than"}, "it only bounds the value"),
        ({"qualifier": "at_most"}, "it only bounds the value"),
        ({"value": None}, "it states no value"),
        ({"value": 900.0}, "its value lies outside what slavery_prevalence_gsi can be"),
        ({"document": "secret"}, "its document is confidential"),
    ],
)
def test_a_claim_that_cannot_be_used_is_named_with_the_reason(slavery, change, reason):
    one = claim("c1", **({"value": 5.0} | change))

    found = made([one], [slavery], withheld={"secret"})

    assert found.observations == ()
    assert [(out.claims, out.reason) for out in found.left_out] == [(("c1",), reason)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"group": Group(sector="fishing")}, "it is about some people only (fishing)"),
        ({"unit": "percent"}, "its unit is percent, and that of slavery_prevalence_gsi is per 1000"),
        (
            {"places": (PlaceMention("AAA"), PlaceMention("BBB"))},
            "it is not of one country of the study, or of one corridor between two of them",
        ),
        (
            {"places": (PlaceMention("ZZZ"),)},
            "it is not of one country of the study, or of one corridor between two of them",
        ),
        (
            {"group": Group(sex="female")},
            "it is about one sex (female), and there is no series slavery_prevalence_gsi_women",
        ),
    ],
)
def test_a_group_that_is_about_something_else_is_named_with_the_reason(slavery, change, reason):
    claims = [claim("c1", 5.0)]

    found = made(claims, [slavery], [group(claims, **change)])

    assert found.observations == ()
    assert [out.reason for out in found.left_out] == [reason]


def test_claims_about_women_go_to_the_series_of_women(slavery):
    women = dataclasses.replace(slavery, id="slavery_prevalence_gsi_women")
    claims = [claim("c1", 5.0)]

    (one,) = made(claims, [slavery, women], [group(claims, group=Group(sex="female"))]).observations

    assert one.indicator == "slavery_prevalence_gsi_women"


def test_a_rejected_claim_makes_nothing(slavery):
    found = made(
        [claim("c1", 5.0, status="rejected"), claim("c2", 6.0)],
        [slavery],
        [group([claim("c1", 5.0), claim("c2", 6.0)])],
    )

    assert [claims_beneath(one) for one in found.observations] == [("c2",)]


def test_a_roots_name_is_withheld_where_a_confidential_document_is_among_the_claims(slavery):
    claims = [claim("c1", 5.0, document="secret"), claim("c2", 6.0)]

    (one,) = made(claims, [slavery], withheld={"secret"}).observations

    assert one.source == "documents of the study"
    assert claims_beneath(one) == ("c2",)


def test_the_way_of_a_corridor_is_fed_by_an_indicator_of_the_studys_own(make):
    fee = dataclasses.replace(make.indicator("recruitment_fee", "route"), unit="USD")
    places = (PlaceMention("BBB", "destination"), PlaceMention("AAA", "origin"))
    claims = [claim("c1", 900.0, unit="USD", indicator="recruitment_fee")]
    about = group(claims, indicator="recruitment_fee", unit="USD", places=places)

    (one,) = made(claims, [fee], [about]).observations

    assert one.place == "AAA>BBB"
    unclear = dataclasses.replace(about, places=(PlaceMention("AAA"), PlaceMention("BBB")))
    assert made(claims, [fee], [unclear]).observations == ()


def test_matters_without_an_indicator_are_passed_over_in_silence(slavery):
    claims = [claim("c1", 5.0, indicator="deportations")]

    found = made(claims, [slavery], [group(claims, indicator="deportations")])

    assert (found.observations, found.left_out) == ((), ())


def test_the_shipped_tables_name_what_is_there():
    for matter, indicator in claim_indicators().items():
        assert matter in shipped_vocabulary().indicators
        assert baseline_indicators()[indicator].unit == shipped_vocabulary().indicators[matter].unit
    assert set(grade_errors()) == set(CONFIDENCES)
    errors = [grade_errors()[one] for one in ("high", "moderate", "low", "very low")]
    assert errors == sorted(errors)
