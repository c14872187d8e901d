"""Who quotes whom, and where a figure was first reported."""

from __future__ import annotations

from typing import Any

GLOBAL = "Global report on trafficking in persons"
OVERVIEW = "Regional migration overview: Southeast Asia"


def roots(shelf: Any, claim: Any) -> list[str]:
    return [root.name for root in shelf.lineage().roots[claim.id]]


def test_a_document_that_speaks_for_itself_is_the_root(shelf: Any) -> None:
    shelf.document("d1", "Labour Lab", 2022, "Our survey of plantation workers")
    assert roots(shelf, shelf.says("d1", 900)) == ["Labour Lab (2022)"]


def test_a_cited_work_that_was_not_read_is_the_root(shelf: Any) -> None:
    shelf.document("d1", "Labour Lab", 2022, "A review of what is known")
    claim = shelf.says("d1", 900, cites=(shelf.cites("d1", "UNODC", 2024, GLOBAL),))
    assert roots(shelf, claim) == ["UNODC (2024)"]


def test_the_way_goes_on_through_a_document_that_quotes_a_third(shelf: Any) -> None:
    shelf.document("d1", "Labour Lab", 2023, "A review of what is known")
    shelf.document("d2", "IOM", 2022, OVERVIEW)
    here = shelf.says("d1", 900, cites=(shelf.cites("d1", "IOM", 2022, OVERVIEW),))
    there = shelf.says("d2", 900, cites=(shelf.cites("d2", "UNODC", 2020, GLOBAL),))
    assert roots(shelf, here) == roots(shelf, there) == ["UNODC (2020)"]


def test_the_way_ends_at_a_document_that_says_nothing_of_it(shelf: Any) -> None:
    shelf.document("d1", "Labour Lab", 2023, "A review of what is known")
    shelf.document("d2", "IOM", 2022, OVERVIEW)
    here = shelf.says("d1", 900, cites=(shelf.cites("d1", "IOM", 2022, OVERVIEW),))
    shelf.says("d2", 400, cites=(shelf.cites("d2", "UNODC", 2020, GLOBAL),))
    assert roots(shelf, here) == ["IOM (2022)"]


def test_a_rejected_claim_leads_nowhere(shelf: Any) -> None:
    shelf.document("d1", "Labour Lab", 2023, "A review of what is known")
    shelf.document("d2", "IOM", 2022, OVERVIEW)
    here = shelf.says("d1", 900, cites=(shelf.cites("d1", "IOM", 2022, OVERVIEW),))
    shelf.says("d2", 900, cites=(shelf.cites("d2", "UNODC", 2020, GLOBAL),), status="rejected")
    assert roots(shelf, here) == ["IOM (2022)"]
    assert len(shelf.lineage().roots) == 1


def test_documents_that_quote_each_other_have_the_earliest_as_root(shelf: Any) -> None:
    shelf.document("d1", "Labour Lab", 2023, "A review of what is known")
    shelf.document("d2", "IOM", 2022, OVERVIEW)
    shelf.document("d3", "Park, H.", 2024, "Securitizing migration in the region")
    one = shelf.says("d1", 900, cites=(shelf.cites("d1", "IOM", 2022, OVERVIEW),))
    other = shelf.says("d2", 900, cites=(shelf.cites("d2", "Labour Lab", 2023, "A review of what is known"),))
    third = shelf.says("d3", 900, cites=(shelf.cites("d3", "Labour Lab", 2023, "A review of what is known"),))
    assert roots(shelf, one) == roots(shelf, other) == roots(shelf, third) == ["IOM (2022)"]


def test_a_document_that_cites_itself_is_its_own_root(shelf: Any) -> None:
    shelf.document("d1", "IOM", 2022, OVERVIEW)
    claim = shelf.says("d1", 900, cites=(shelf.cites("d1", "IOM", 2022, OVERVIEW),))
    assert roots(shelf, claim) == ["IOM (2022)"]


def test_two_citations_are_two_roots(shelf: Any) -> None:
    shelf.document("d1", "Labour Lab", 2023, "A review of what is known")
    cites = (shelf.cites("d1", "UNODC", 2024, GLOBAL), shelf.cites("d1", "IOM", 2022, OVERVIEW))
    assert sorted(roots(shelf, shelf.says("d1", 900, cites=cites))) == ["IOM (2022)", "UNODC (2024)"]


def test_an_ambiguous_citation_names_all_it_may_be(shelf: Any) -> None:
    shelf.document("d1", "Labour Lab", 2023, "A review of what is known")
    one = shelf.cites("d1", "Idris, M.", 2021, "Structural violence and migration in Malaysia")
    two = shelf.cites("d1", "Idris, N.", 2021, "Policy exclusion and migrant exploitation")
    claim = shelf.says("d1", 900, cites=(shelf.ambiguous("d1", "Idris", 2021, one, two),))
    (name,) = roots(shelf, claim)
    assert name == (
        "Idris (2021), Policy exclusion and migrant exploitation or "
        "Idris (2021), Structural violence and migration in Malaysia"
    )


def test_a_dangling_citation_says_that_it_is_in_no_list(shelf: Any) -> None:
    shelf.document("d1", "Labour Lab", 2023, "A review of what is known")
    claim = shelf.says("d1", 900, cites=(shelf.cites("d1", "IOM", 2023, listed=False),))
    assert roots(shelf, claim) == ["IOM (2023), which is in no reference list"]


def test_a_claim_that_names_no_source_and_is_not_the_documents_own_has_a_root_nobody_knows(
    shelf: Any,
) -> None:
    shelf.document("d1", "Labour Lab", 2023, "A review of what is known")
    claim = shelf.says("d1", 900, own_data=False)
    assert roots(shelf, claim) == ["a source that Labour Lab (2023) does not name"]


def test_the_picture_has_works_as_nodes_and_quotations_as_edges(shelf: Any) -> None:
    shelf.document("d1", "Labour Lab", 2023, "A review of what is known", source_type="ngo")
    shelf.document("d2", "IOM", 2022, OVERVIEW, source_type="intergovernmental")
    here = shelf.says("d1", 900, cites=(shelf.cites("d1", "IOM", 2022, OVERVIEW),))
    there = shelf.says("d2", 900, cites=(shelf.cites("d2", "UNODC", 2020, GLOBAL),))
    found = shelf.lineage()
    assert [(node.name, node.kind, node.source_type) for node in found.nodes] == [
        ("Labour Lab (2023)", "document", "ngo"),
        ("IOM (2022)", "document", "intergovernmental"),
        ("UNODC (2020)", "cited work", "unknown"),
    ]
    names = {node.id: node.name for node in found.nodes}
    assert [(names[edge.quoting], names[edge.quoted], edge.claims) for edge in found.edges] == [
        ("Labour Lab (2023)", "IOM (2022)", (here.id,)),
        ("IOM (2022)", "UNODC (2020)", (there.id,)),
    ]


def test_a_long_chain_of_quotations_is_followed_to_its_end(shelf: Any) -> None:
    for number in range(60):
        shelf.document(
            f"d{number:02}",
            f"Author{chr(97 + number % 26)}, A.",
            2000 + number,
            f"Yearly report on labour number {number}",
        )
    for number in range(59):
        following = number + 1
        shelf.says(
            f"d{number:02}",
            900,
            cites=(
                shelf.cites(
                    f"d{number:02}",
                    f"Author{chr(97 + following % 26)}, A.",
                    2000 + following,
                    f"Yearly report on labour number {following}",
                ),
            ),
        )
    shelf.says("d59", 900)
    assert roots(shelf, shelf.claims[0]) == ["Authorh (2059)"]
