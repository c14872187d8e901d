"""The reference article, where it is at hand: its figures, and the conflict in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rantau.corpus.read import read_document
from rantau.evidence import triangulate
from rantau.store.records import Reference

ARTICLE = (
    Path(__file__).resolve().parents[2] / ".." / "shared" / "reference" / "hastira-2025-asean-migration.md"
)
pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="the reference article is not at hand")

Read = Callable[..., Any]


@pytest.fixture(scope="module")
def article(request: pytest.FixtureRequest) -> Any:
    read: Read = request.getfixturevalue("read")
    text = ARTICLE.read_text(encoding="utf-8")
    return read(text, year=2025, title=read_document(text.encode(), "a.md").title)


def one(article: Any, value: float, unit: str) -> Any:
    (claim,) = [claim for claim in article.claims if (claim.value, claim.unit) == (value, unit)]
    return claim


def test_the_two_counts_of_deportations_have_their_places_periods_and_sources(article: Any) -> None:
    half, year = one(article, 36_000, "persons"), one(article, 25_000, "persons")
    for claim in (half, year):
        assert claim.indicator == "deportations"
        assert claim.qualifier == "more_than"
        assert [(place.id, place.role) for place in claim.places] == [("MYS", "destination")]
    assert (half.period.start, half.period.end) == ("2024-01", "2024-06")
    assert (year.period.start, year.period.end) == ("2024", "2024")
    assert article.sources(half) == "International Organization for Migration 2024"
    assert article.sources(year) == "UNODC 2024"


def test_the_two_counts_come_out_as_one_conflict_over_periods_and_sources(article: Any) -> None:
    references = [
        Reference(
            id=citation.reference or "",
            document="dabc",
            passage="",
            key="",
            raw="",
            authors=citation.authors,
            year=citation.year,
            suffix="",
            title=f"Report of {citation.authors[0]}",
            container="",
            doi="",
            url="",
        )
        for citation in {citation.reference: citation for citation in article.citations}.values()
    ]
    groups = triangulate(article.claims, [article.document], references, article.citations)
    (group,) = [group for group in groups if group.verdict == "conflicting"]
    assert group.indicator == "deportations"
    assert set(group.claims) == {one(article, 36_000, "persons").id, one(article, 25_000, "persons").id}
    assert len(group.roots) == 2
    assert (group.low, group.high) == (25_000, None)
    assert "36,000" in group.reason
    assert "25,000" in group.reason
    assert "different periods (January–June 2024 lies within 2024)" in group.reason
    assert "not directly comparable" in group.reason


def test_the_share_of_cases_with_officials_is_found(article: Any) -> None:
    claim = one(article, 45, "percent")
    assert claim.indicator == "official_complicity_share"
    assert article.sources(claim) == "UNODC 2024"


@pytest.mark.parametrize(
    ("value", "unit", "indicator", "places"),
    [
        (38, "percent", "cross_border_victims_share", {"world"}),
        (11_109, "USD", "gdp_per_capita", {"MYS"}),
        (1_197, "USD", "gdp_per_capita", {"MMR"}),
        (4_800_000, "persons", "undocumented_migrant_stock", {"asean"}),
        (35, "percent", "recruited_by_known_share", {"asean"}),
        (78, "percent", "women_exploited_share", {"MYS"}),
        (30_000, "persons", "sector_workers_extreme_conditions", {"THA"}),
        (19, "hours/day", "daily_hours", {"THA"}),
        (7_000, "persons", "detained_without_counsel", {"MYS"}),
        (12, "percent", "victims_accessing_rehabilitation_share", {"asean"}),
        (680_000, "persons", "forced_labour_count", {"southeast-asia"}),
    ],
)
def test_each_other_figure_has_its_indicator_and_place(
    article: Any, value: float, unit: str, indicator: str, places: set[str]
) -> None:
    claim = one(article, value, unit)
    assert claim.indicator == indicator
    assert {place.id for place in claim.places} == places


def test_nothing_else_is_taken_for_a_claim(article: Any) -> None:
    assert len(article.claims) == 16
