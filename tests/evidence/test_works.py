"""Which references and documents are the same work."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rantau.evidence.works import Works, _Entry, _same, _united, author_keys

TITLE = "Regional migration overview: Southeast Asia"


def works(shelf: Any) -> Works:
    return Works(shelf.documents, shelf.references)


def same(shelf: Any, one: str, other: str) -> bool:
    """Whether the works of two citations or documents are one."""
    known = {citation.id: citation.reference or "" for citation in shelf.citations}
    found = works(shelf)
    first, second = found.of(known.get(one, one)), found.of(known.get(other, other))
    assert first is not None
    assert second is not None
    return first == second


def test_an_organisation_goes_by_its_name_its_acronym_and_its_initials() -> None:
    assert author_keys(["International Labour Organization (ILO)"]) == {
        "international labour organization",
        "ilo",
    }
    assert author_keys(["Idris, M.", "Park, H."]) == {"idris"}
    assert author_keys([]) == frozenset()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # The same entry in two lists, written differently.
        (("International Organization for Migration", 2024, TITLE), ("IOM", 2024, f"{TITLE}."), True),
        # A slip of the pen; a missing subtitle.
        (("Idris, M.", 2021, "Structural violence and migration"),
         ("Idris, M.", 2021, "Structural violance and migration"), True),
        (("Idris, M.", 2021, "Structural violence and migration in Malaysia: a case study"),
         ("Idris, M.", 2021, "Structural violence and migration in Malaysia"), True),
        # Two authors of one name, two works of one year.
        (("Idris, M.", 2021, "Structural violence and migration in Malaysia"),
         ("Idris, N.", 2021, "Policy exclusion and migrant exploitation"), False),
        # A report of another year.
        (("UNODC", 2023, "Global report on trafficking in persons"),
         ("UNODC", 2024, "Global report on trafficking in persons"), False),
        # A report whose title holds another number.
        (("UNODC", 2024, "Trafficking report volume 1 of the series"),
         ("UNODC", 2024, "Trafficking report volume 2 of the series"), False),
        # No title to tell them apart: counted once, so that support is not counted twice.
        (("UNODC", 2024, ""), ("UNODC", 2024, "Global report on trafficking in persons"), True),
    ],
)  # fmt: skip
def test_two_entries_are_one_work_or_two(shelf: Any, first: Any, second: Any, expected: bool) -> None:
    one = shelf.cites("d1", *first)
    other = shelf.cites("d2", *second)
    assert same(shelf, one, other) is expected


def test_equal_dois_are_one_work_and_different_ones_are_two(shelf: Any) -> None:
    one = shelf.cites("d1", "Park, H.", 2022, "Securitizing migration", doi="10.1/a")
    two = shelf.cites("d2", "Parker, H.", 2021, "On migration", doi="https://doi.org/10.1/A")
    three = shelf.cites("d3", "Park, H.", 2022, "Securitizing migration", doi="10.1/b")
    assert same(shelf, one, two)
    assert not same(shelf, one, three)


def test_a_reference_is_the_document_it_names(shelf: Any) -> None:
    shelf.document("d1", "UNODC", 2024, "Global Report on Trafficking in Persons 2024")
    cited = shelf.cites(
        "d2",
        "United Nations Office on Drugs and Crime (UNODC)",
        2024,
        "Global report on trafficking in persons",
    )
    assert same(shelf, cited, "d1")


def test_a_report_that_came_in_twice_is_one_work(shelf: Any) -> None:
    shelf.document("d1", "IOM", 2024, TITLE)
    shelf.document("d2", "IOM", 2024, TITLE)
    found = works(shelf).of("d1")
    assert found is not None
    assert found.documents == ("d1", "d2")


def test_an_entry_listed_twice_is_one_work(shelf: Any) -> None:
    one, two = (
        shelf.cites("d1", "IOM", 2022, "World report"),
        shelf.cites("d1", "IOM", 2022, "Something else"),
    )
    shelf.references[1] = replace(shelf.references[1], duplicate_of=shelf.references[0].id)
    assert same(shelf, one, two)


def test_works_that_would_share_a_name_are_told_apart_by_title(shelf: Any) -> None:
    shelf.cites("d1", "Human Rights Watch", 2022, "I was sold")
    shelf.cites("d1", "Human Rights Watch", 2022, "Mass deportations")
    shelf.cites("d1", "Park, H.", 2022, "Securitizing migration")
    assert sorted(work.name for work in works(shelf).works.values()) == [
        "Human Rights Watch (2022), I was sold",
        "Human Rights Watch (2022), Mass deportations",
        "Park (2022)",
    ]


def test_a_confidential_document_is_not_named(shelf: Any) -> None:
    shelf.document("d1", "Shelter, A.", 2024, "Case notes", confidential=True)
    shelf.document("d2", "Shelter, B.", 2024, "More case notes", confidential=True)
    names = {work.name for work in works(shelf).works.values()}
    assert names == {"a confidential document", "a confidential document [2]"}


def test_works_do_not_depend_on_the_order_of_the_lists(shelf: Any) -> None:
    shelf.document("d9", "IOM", 2024, TITLE)
    for document in ("d1", "d2", "d3"):
        shelf.cites(document, "IOM", 2024, TITLE)
        shelf.cites(document, "UNODC", 2024, "Global report on trafficking in persons")
    forwards = Works(shelf.documents, shelf.references).works
    backwards = Works(shelf.documents[::-1], shelf.references[::-1]).works
    assert forwards == backwards


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "Idris, M.", "ILO", "International Labour Organization (ILO)"]),
            st.sampled_from([None, 2020, 2021]),
            st.sampled_from(
                ["", "Debt", "Debt and bondage at sea today", "Debt and bondage at sea", "Work 2020"]
            ),
            st.sampled_from(["", "10.1/a", "10.1/b"]),
        ),
        max_size=14,
    )
)
def test_what_many_lists_say_alike_is_united_as_if_each_pair_were_compared(
    found: list[tuple[str, int | None, str, str]],
) -> None:
    entries = [
        _Entry(f"r{number:02}", (author,) if author else (), year, title, doi, False)
        for number, (author, year, title, doi) in enumerate(found)
    ]

    assert _united(entries, {}) == united_by_pairs(entries)


def united_by_pairs(entries: list[_Entry]) -> dict[str, str]:
    """The same, the long way: every two entries that share a block."""

    def blocks(one: _Entry) -> set[tuple[str, ...]]:
        found: set[tuple[str, ...]] = {("doi", one.doi)} if one.doi else set()
        found |= {("title", *one.words[:4])} if len(one.words) >= 4 else set()
        return found | {("author", key, str(one.year)) for key in author_keys(one.authors)}

    parents = {one.id: one.id for one in entries}
    for one, other in combinations(entries, 2):
        if blocks(one) & blocks(other) and _same(one, other):
            first, second = sorted((parents[one.id], parents[other.id]))
            parents = {id: first if top == second else top for id, top in parents.items()}
    return parents
