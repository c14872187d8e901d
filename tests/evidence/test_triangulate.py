"""Claims laid side by side: who is in a group, what is said of it, and that nothing depends on order."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rantau.evidence import triangulate
from rantau.evidence.comparing import Span, relation, timing
from rantau.store.records import Group

GLOBAL = "Global report on trafficking in persons"
OVERVIEW = "Regional migration overview: Southeast Asia"


@pytest.fixture
def two(shelf: Any) -> Any:
    """Two documents that speak for themselves."""
    shelf.document("d1", "Labour Lab", 2024, "Our survey of plantation workers")
    shelf.document("d2", "Border Monitor", 2024, "What we counted at the border")
    return shelf


def verdicts(shelf: Any) -> list[str]:
    return [group.verdict for group in shelf.groups()]


# What the values say.


def test_two_roots_that_agree_corroborate(two: Any) -> None:
    two.says("d1", 36_000, period="2023")
    two.says("d2", 36_417, period="2023")
    (group,) = two.groups()
    assert group.verdict == "corroborated"
    assert (group.low, group.high) == (35_500, 36_500)
    assert group.roots == ("Border Monitor (2024)", "Labour Lab (2024)")
    assert group.documents == 2
    assert group.reason == (
        "2 root sources that do not rest on each other agree: "
        "36,000 persons, in 2023, from Labour Lab (2024); 36,417 persons, in 2023, from Border Monitor (2024)."
    )


def test_two_roots_that_disagree_conflict_and_are_never_averaged(two: Any) -> None:
    two.says("d1", 36_000, period="2023")
    two.says("d2", 25_000, period="2023")
    (group,) = two.groups()
    assert group.verdict == "conflicting"
    assert (group.low, group.high) == (24_500, 36_500)
    assert group.reason == (
        "36,000 persons, in 2023, from Labour Lab (2024), against 25,000 persons, in 2023, from Border Monitor (2024): "
        "the sources differ about the same period. Nothing is averaged."
    )


def test_a_true_lower_limit_and_a_larger_count_are_compatible(two: Any) -> None:
    two.says("d1", 100, "at_least", period="2023")
    two.says("d2", 250, period="2023")
    (group,) = two.groups()
    assert group.verdict == "compatible"
    assert (group.low, group.high) == (100, None)
    assert group.reason.startswith(
        "The values can all be true, but none confirms another: at least 100 persons"
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # "Over 36,000" is read as up to 41,400 (15 % more), "over 25,000" as up to 28,750.
        ((36_000, "more_than"), (25_000, "more_than"), "conflict"),
        ((36_000, "more_than"), (40_000, "exact"), "agree"),
        ((36_000, "more_than"), (43_000, "exact"), "agree"),  # misses by 1,100: under 5 % of 43,500
        ((36_000, "more_than"), (50_000, "exact"), "conflict"),
        ((36_000, "exact"), (36_417, "exact"), "agree"),
        ((1_000, "exact"), (1_050, "exact"), "agree"),
        ((1_000, "exact"), (1_111, "exact"), "conflict"),  # 1,050 and 1,111: misses by 61, over 5 %,
        ((100, "at_least"), (250, "exact"), "compatible"),
        ((100, "at_least"), (300, "at_least"), "compatible"),
        ((300, "at_most"), (200, "exact"), "compatible"),
        ((300, "at_most"), (400, "exact"), "conflict"),
        ((300, "about"), (310, "exact"), "agree"),
    ],
)
def test_values_agree_are_compatible_or_conflict(claim: Any, one: Any, other: Any, expected: str) -> None:
    assert relation(claim(*one), claim(*other), "persons") == expected
    assert relation(claim(*other), claim(*one), "persons") == expected


def test_shares_are_compared_in_one_unit(two: Any) -> None:
    more = {"indicator": "modern_slavery_prevalence", "period": "2023"}
    two.says("d1", 1, unit="percent", **more)
    two.says("d2", 10.1, unit="per 1000", **more)
    (group,) = two.groups()
    assert (group.unit, group.verdict) == ("per 1000", "corroborated")
    assert (group.low, group.high) == pytest.approx((5.0, 15.0))


def test_amounts_in_two_currencies_are_not_compared(two: Any) -> None:
    two.says("d1", 500, unit="USD", indicator="recruitment_fee")
    two.says("d2", 15_000, unit="THB", indicator="recruitment_fee")
    assert verdicts(two) == ["single-source", "single-source"]


# Who is in a group.


@pytest.mark.parametrize(
    "other",
    [
        {"indicator": "arrests_of_migrants"},
        {"places": (("THA", "destination"),)},
        {"places": (("MYS", "origin"),)},
        {"places": (("MYS", "destination"), ("IDN", "origin"))},
        {"group": Group(sex="female")},
        {"group": Group(sector="fishing")},
        {"unit": "cases"},
        {"period": "2015"},
    ],
)
def test_claims_about_different_things_are_in_different_groups(two: Any, other: dict[str, Any]) -> None:
    two.says("d1", 36_000, period="2023")
    two.says("d2", 25_000, **{"period": "2023", **other})
    assert verdicts(two) == ["single-source", "single-source"]


def test_a_figure_of_a_city_is_not_set_against_its_country(two: Any) -> None:
    two.says("d1", 36_000, period="2023")
    one = two.says("d2", 2_000, period="2023")
    two.claims[-1] = replace(
        one, notes=("the figure is of Johor Bahru, which the code of its country stands for",)
    )
    assert verdicts(two) == ["single-source", "single-source"]


def test_a_people_within_a_country_is_not_all_who_come_from_it(two: Any) -> None:
    places = (("MMR", "origin"), ("MYS", "destination"))
    more = {"indicator": "refugees_hosted", "places": places, "period": "2024"}
    two.says("d1", 166_290, **more)
    two.says("d2", 109_230, group=Group(nationality="Rohingya"), **more)
    assert verdicts(two) == ["single-source", "single-source"]


def test_a_role_left_open_joins_the_only_one_given(two: Any) -> None:
    two.says("d1", 36_000, places=(("MYS", "unspecified"),), period="2023")
    two.says("d2", 36_200, places=(("MYS", "destination"),), period="2023")
    (group,) = two.groups()
    assert [(place.id, place.role) for place in group.places] == [("MYS", "destination")]


def test_a_role_left_open_joins_neither_of_two(two: Any) -> None:
    two.says("d1", 36_000, places=(("MYS", "unspecified"),), period="2023")
    two.says("d2", 36_200, places=(("MYS", "destination"),), period="2023")
    two.says("d2", 36_200, places=(("MYS", "origin"),), period="2023")
    assert len(two.groups()) == 3


def test_what_the_indicator_implies_does_not_part_claims(two: Any) -> None:
    two.says("d1", 36_000, group=Group(documentation="undocumented"), period="2023")
    two.says("d2", 36_200, period="2023")
    (group,) = two.groups()
    assert group.group == Group()


def test_children_and_people_under_eighteen_are_one_group(two: Any) -> None:
    two.says("d1", 900, indicator="victims_identified", group=Group(age="children"), period="2023")
    two.says("d2", 910, indicator="victims_identified", group=Group(age="under 18"), period="2023")
    assert verdicts(two) == ["corroborated"]


def test_rejected_unmapped_and_valueless_claims_are_in_no_group(two: Any) -> None:
    two.says("d1", 36_000, status="rejected")
    two.says("d1", 36_000, indicator=None)
    two.says("d2", None)
    assert two.groups() == []


def test_every_other_claim_is_in_exactly_one_group(two: Any) -> None:
    for year in ("2019", "2020", "2021", "2023"):
        two.says("d1", 1_000, period=year)
        two.says("d2", 2_000, period=year)
        two.says("d2", 500, places=(("THA", "destination"),))
    grouped = [claim for group in two.groups() for claim in group.claims]
    assert sorted(grouped) == sorted(claim.id for claim in two.claims)


# Roots.


def test_documents_that_quote_one_root_are_one_witness(two: Any) -> None:
    two.says("d1", 36_000, cites=(two.cites("d1", "UNODC", 2024, GLOBAL),), period="2023")
    two.says("d2", 36_000, cites=(two.cites("d2", "UNODC", 2024, GLOBAL),), period="2023")
    (group,) = two.groups()
    assert (group.verdict, group.roots, group.documents) == ("single-source", ("UNODC (2024)",), 2)
    assert group.reason == (
        "2 claims in 2 documents rest on UNODC (2024) and are one witness: 36,000 persons (in 2023)."
    )


def test_a_document_and_the_root_it_quotes_through_another_are_one_witness(two: Any) -> None:
    two.document("d3", "UNODC", 2024, GLOBAL)
    two.says("d1", 36_000, cites=(two.cites("d1", "Border Monitor", 2024, "What we counted at the border"),))
    two.says("d2", 36_000, cites=(two.cites("d2", "UNODC", 2024, GLOBAL),))
    two.says("d3", 36_000)
    (group,) = two.groups()
    assert (group.verdict, group.roots) == ("single-source", ("UNODC (2024)",))


def test_one_claim_with_two_sources_is_still_one_account(two: Any) -> None:
    cites = (two.cites("d1", "UNODC", 2024, GLOBAL), two.cites("d1", "IOM", 2022, OVERVIEW))
    two.says("d1", 36_000, cites=cites)
    (group,) = two.groups()
    assert group.verdict == "single-source"
    assert group.roots == ("IOM (2022)", "UNODC (2024)")


def test_claims_that_share_one_of_their_roots_do_not_corroborate(two: Any) -> None:
    both = (two.cites("d1", "UNODC", 2024, GLOBAL), two.cites("d1", "IOM", 2022, OVERVIEW))
    two.says("d1", 36_000, cites=both, period="2023")
    two.says("d2", 36_000, cites=(two.cites("d2", "UNODC", 2024, GLOBAL),), period="2023")
    (group,) = two.groups()
    assert group.verdict == "single-source"
    assert "share their sources (IOM (2022) and UNODC (2024))" in group.reason


def test_an_ambiguous_citation_is_no_witness_beside_what_it_may_be(two: Any) -> None:
    one = two.cites("d1", "Idris, M.", 2021, "Structural violence and migration in Malaysia")
    other = two.cites("d1", "Idris, N.", 2021, "Policy exclusion and migrant exploitation")
    two.says("d1", 900, cites=(two.ambiguous("d1", "Idris", 2021, one, other),), period="2020")
    two.says(
        "d2",
        900,
        cites=(two.cites("d2", "Idris, N.", 2021, "Policy exclusion and migrant exploitation"),),
        period="2020",
    )
    (group,) = two.groups()
    assert group.verdict == "single-source"
    assert group.roots == ("Idris (2021), Policy exclusion and migrant exploitation",)


def test_a_dangling_citation_is_no_witness_beside_a_work_of_that_author_and_year(two: Any) -> None:
    two.says("d1", 900, cites=(two.cites("d1", "IOM", 2022, listed=False),), period="2020")
    two.says(
        "d2",
        900,
        cites=(two.cites("d2", "International Organization for Migration", 2022, OVERVIEW),),
        period="2020",
    )
    assert verdicts(two) == ["single-source"]


def test_an_unnamed_source_is_no_witness_beside_any(two: Any) -> None:
    two.says("d1", 900, own_data=False, period="2020")
    two.says("d2", 900, period="2020")
    assert verdicts(two) == ["single-source"]


def test_two_readings_of_one_source_conflict(two: Any) -> None:
    two.says(
        "d1",
        45,
        unit="percent",
        cites=(two.cites("d1", "UNODC", 2024, GLOBAL),),
        indicator="official_complicity_share",
    )
    two.says(
        "d2",
        54,
        unit="percent",
        cites=(two.cites("d2", "UNODC", 2024, GLOBAL),),
        indicator="official_complicity_share",
    )
    (group,) = two.groups()
    assert group.verdict == "conflicting"
    assert "the documents read one source differently" in group.reason


def test_two_figures_of_one_source_in_one_document_are_no_conflict(two: Any) -> None:
    cited = two.cites("d1", "UNODC", 2024, GLOBAL)
    two.says("d1", 45, unit="percent", cites=(cited,), indicator="official_complicity_share")
    two.says("d1", 60, unit="percent", cites=(cited,), indicator="official_complicity_share")
    assert verdicts(two) == ["single-source"]


# Time.


def test_a_part_of_a_year_and_the_year_from_two_sources_are_a_conflict_over_periods_and_sources(
    two: Any,
) -> None:
    half = two.cites("d1", "International Organization for Migration", 2024, OVERVIEW)
    whole = two.cites("d1", "UNODC", 2024, GLOBAL)
    two.says("d1", 36_000, "more_than", period=("2024-01", "2024-06"), cites=(half,))
    two.says("d1", 25_000, "more_than", period="2024", cites=(whole,))
    (group,) = two.groups()
    assert group.verdict == "conflicting"
    assert (group.low, group.high) == (25_000, None)
    assert group.roots == ("International Organization for Migration (2024)", "UNODC (2024)")
    assert (
        "different sources and cover different periods (January–June 2024 lies within 2024)" in group.reason
    )
    assert "not directly comparable" in group.reason
    assert "30" not in group.reason, "the mean of the two is nowhere"


def test_a_part_of_the_time_is_not_set_against_a_whole_that_counts_more(two: Any) -> None:
    two.says("d1", 36_000, "more_than", period="2024")
    two.says("d2", 16_000, "about", period=("2024-01", "2024-06"))
    assert verdicts(two) == ["compatible"]


def test_counts_of_unlike_stretches_of_time_that_follow_each_other_are_compared_by_the_month(
    two: Any,
) -> None:
    two.says("d1", 72_000, period="2023")
    two.says("d2", 35_000, period=("2024-01", "2024-06"))
    assert verdicts(two) == ["single-source", "single-source"]
    two.says("d3", 15_000, period=("2024-01", "2024-06"))
    assert "conflicting" in verdicts(two)


def test_following_years_of_two_publishers_that_plainly_disagree_are_a_conflict(two: Any) -> None:
    two.says("d1", 36_000, period="2022")
    two.says("d2", 16_000, period="2023")
    (group,) = two.groups()
    assert group.verdict == "conflicting"
    assert "different periods (one period follows the other)" in group.reason


def test_a_change_of_less_than_a_quarter_from_year_to_year_is_no_conflict(two: Any) -> None:
    two.says("d1", 36_000, period="2022")
    two.says("d2", 30_000, period="2023")
    assert verdicts(two) == ["single-source", "single-source"]


def test_years_that_do_not_follow_each_other_are_left_apart(two: Any) -> None:
    two.says("d1", 36_000, period="2020")
    two.says("d2", 16_000, period="2023")
    assert verdicts(two) == ["single-source", "single-source"]


def test_one_publishers_figures_of_successive_years_are_a_series(shelf: Any) -> None:
    shelf.document("d1", "State Department", 2022, "Trafficking report of the year 2022")
    shelf.document("d2", "State Department", 2023, "Trafficking report of the year 2023")
    shelf.says("d1", 36_000, period="2021")
    shelf.says("d2", 16_000, period="2022")
    assert verdicts(shelf) == ["single-source", "single-source"]


def test_a_corroborated_year_is_not_drawn_into_a_quarrel_with_the_next(two: Any) -> None:
    two.document("d3", "Ministry", 2024, "Official figures of deportation")
    two.says("d1", 36_000, period="2022")
    two.says("d2", 36_100, period="2022")
    two.says("d3", 16_000, period="2023")
    assert sorted(verdicts(two)) == ["corroborated", "single-source"]


def test_a_count_of_many_years_is_not_set_against_one_of_a_year(two: Any) -> None:
    two.says("d1", 12_000, period=("2015", "2023"))
    two.says("d2", 1_500, period="2020")
    assert verdicts(two) == ["single-source", "single-source"]


def test_a_stock_is_compared_over_periods_of_any_length(two: Any) -> None:
    more = {"indicator": "undocumented_migrant_stock"}
    two.says("d1", 1_200_000, period=("2015", "2023"), **more)
    two.says("d2", 3_000_000, period="2020", **more)
    assert verdicts(two) == ["conflicting"]


def test_a_claim_without_a_period_joins_the_year_it_agrees_with(two: Any) -> None:
    two.document("d3", "Ministry", 2023, "Official figures of deportation")
    two.says("d1", 36_000, period="2022")
    two.says("d1", 16_000, period="2023")
    two.says("d3", 36_200)
    found = {group.verdict: set(group.claims) for group in two.groups()}
    assert found["corroborated"] == {"d1/p1/q1", "d3/p1/q1"}
    assert found["single-source"] == {"d1/p1/q2"}


def test_without_a_period_the_reason_says_that_the_two_are_not_comparable(two: Any) -> None:
    two.says("d1", 36_000)
    two.says("d2", 16_000)
    (group,) = two.groups()
    assert group.verdict == "conflicting"
    assert "not both say which period they speak of" in group.reason
    assert "no period given" in group.reason


@pytest.mark.parametrize(
    ("one", "other", "flow", "expected"),
    [
        (Span(0, 11), Span(0, 11), True, "same"),
        (Span(0, 11), Span(0, 5), True, "overlapping"),
        (Span(0, 11), Span(0, 2), True, "overlapping"),
        (Span(0, 11), Span(0, 1), True, "apart"),
        (Span(0, 11), Span(0, 1), False, "overlapping"),
        (Span(0, 11), Span(12, 23), True, "adjacent"),
        (Span(0, 11), Span(23, 34), True, "adjacent"),
        (Span(0, 11), Span(24, 35), True, "apart"),
    ],
)
def test_how_two_spans_of_months_lie(one: Span, other: Span, flow: bool, expected: str) -> None:
    assert timing(one, other, flow=flow) == timing(other, one, flow=flow) == expected


# Order and content.

VALUES = st.sampled_from([100, 105, 250, 36_000, 25_000])
CLAIMS = st.lists(
    st.tuples(
        st.sampled_from(["d1", "d2", "d3"]),
        VALUES,
        st.sampled_from(["exact", "about", "more_than", "at_least", "at_most"]),
        st.sampled_from(["deportations", "victims_identified"]),
        st.sampled_from([(("MYS", "destination"),), (("MYS", "unspecified"),), (("MYS", "origin"),), ()]),
        st.sampled_from([None, "2022", "2023", ("2023-01", "2023-06"), ("2015", "2023")]),
        st.sampled_from(["", "unodc", "iom", "dangling"]),
    ),
    max_size=9,
)


def stocked(shelf: Any, rows: list[tuple[Any, ...]]) -> Any:
    for document, author in (("d1", "Labour Lab"), ("d2", "Border Monitor"), ("d3", "IOM")):
        shelf.document(document, author, 2023, f"What {author} has to say about it")
    for document, value, qualifier, indicator, places, period, source in rows:
        cites = {
            "": (),
            "unodc": lambda d=document: (shelf.cites(d, "UNODC", 2022, GLOBAL),),
            "iom": lambda d=document: (shelf.cites(d, "IOM", 2023, "What IOM has to say about it"),),
            "dangling": lambda d=document: (shelf.cites(d, "IOM", 2023, listed=False),),
        }[source]
        shelf.says(
            document,
            value,
            qualifier,
            indicator=indicator,
            places=places,
            period=period,
            cites=cites() if callable(cites) else cites,
        )
    return shelf


@given(rows=CLAIMS, seed=st.integers(0, 9))
@settings(max_examples=150)
def test_groups_do_not_depend_on_the_order_of_anything(new_shelf: Any, rows: list[Any], seed: int) -> None:
    shelf = stocked(new_shelf(), rows)
    straight = shelf.groups()
    shuffled = [list(one) for one in (shelf.claims, shelf.documents, shelf.references, shelf.citations)]
    for one in shuffled:
        random.Random(seed).shuffle(one)
    assert triangulate(*shuffled) == straight


@given(rows=CLAIMS)
@settings(max_examples=150)
def test_of_any_claims_each_is_in_one_group_whose_hull_holds_it(new_shelf: Any, rows: list[Any]) -> None:
    shelf = stocked(new_shelf(), rows)
    groups = shelf.groups()
    grouped = [claim for group in groups for claim in group.claims]
    assert sorted(grouped) == sorted(claim.id for claim in shelf.claims)
    assert len({group.id for group in groups}) == len(groups)
    values = {claim.id: claim.value for claim in shelf.claims}
    for group in groups:
        assert group.reason[0].isupper() or group.reason[0].isdigit()
        assert group.reason.endswith(".")
        assert group.roots
        for claim in group.claims:
            assert group.low is None or group.low <= values[claim]
            assert group.high is None or values[claim] <= group.high
        if len(group.claims) == 1:
            assert group.verdict == "single-source"
