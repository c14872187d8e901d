"""Studies with little or nothing in them: the brief is still made, and says what is missing."""

from __future__ import annotations

import dataclasses

import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from rantau.brief import build_brief
from rantau.profile import ProfileSettings, corridor_profiles, country_profiles

NO_EVIDENCE = {
    "documents": (), "duplicates": (), "pages": {}, "passages": (), "references": (), "citations": (), "claims": (),
    "groups": (), "findings": (), "finding_groups": (), "testimonies": (), "grades": (), "lineage": None,
}  # fmt: skip
NO_STATISTICS = {"observations": (), "corridors": (), "scores": ()}


def built(material):
    """The files, and the page's text; each link of the page is seen to lead somewhere."""
    brief = build_brief(material)
    tree = HTMLParser(brief.html.decode("utf-8"))
    ids = {one.attributes["id"] for one in tree.css("[id]")}
    assert {one.attributes["href"][1:] for one in tree.css("a[href]")} <= ids
    assert len(pypdfium2.PdfDocument(brief.pdf)) >= 2
    return brief.files, " ".join(tree.body.text().split())


def scored(material, **more):
    """The material with its scores computed from what it holds."""
    material = dataclasses.replace(material, **more)
    given = (material.indicators, material.observations, material.places)
    scores = country_profiles(*given, material.year, seed=7, settings=material.settings)
    scores += corridor_profiles(*given, material.corridors, material.year, seed=7, settings=material.settings)
    return dataclasses.replace(material, scores=tuple(scores))


def test_an_empty_study(make_study):
    files, text = built(make_study(**NO_EVIDENCE, **NO_STATISTICS, question="", audit=None, title=" "))

    # No figure is drawn of nothing; the index says what makes each.
    assert [name for name in files if name.startswith("figures/")] == [
        "figures/index.html",
        "figures/index.json",
    ]
    assert b"rantau sensitivity STUDY --scenario NAME" in files["figures/index.html"]
    assert "No document could be read: what is said here rests on tables of statistics alone." in text
    assert "No corridor could be ranked: the data at hand do not reach." in text
    assert "Human security as a whole could not be assessed for any country" in text
    assert "No country was profiled." in text
    assert "No two comparable claims were found to conflict." in text
    assert "The study has no documents." in text
    assert "No score rests on an observation." in text
    assert b"<title>Evidence brief</title>" in files["brief.html"]


def test_a_study_whose_documents_all_failed(make_study):
    plain = make_study()
    failed = tuple(
        dataclasses.replace(one, problem=f"{one.file} is empty.", page_count=0, confidential=False)
        for one in plain.documents
    )

    _, text = built(make_study(**(NO_EVIDENCE | {"documents": failed})))

    assert "unodc-2024.pdf is empty." in text
    assert "4 F25 documents could not be read, and their content is missing here." in text.replace(
        " ", " "
    ) or ("documents could not be read, and their content is missing here" in text)
    assert "No document could be read" in text
    assert "Myanmar → Thailand has the highest exposure score" in text


def test_documents_without_any_claim(make_study):
    _, text = built(make_study(claims=(), groups=()))

    assert "No claim was found in the documents" in text


def test_evidence_without_statistics(make_study):
    files, text = built(make_study(**NO_STATISTICS))

    assert "figures/conflicts.svg" in files
    assert "figures/corridors.svg" not in files
    assert "16,000 persons" in text
    assert "No country was profiled." in text
    assert "observations used" not in text


def test_a_study_of_one_country(make_study):
    plain = make_study()

    files, text = built(scored(plain, places=("MYS",)))

    assert "The study names one country, Malaysia." in text
    assert "Scores compare countries with each other, and the study names one: none is given." in text
    assert "figures/profiles.svg" not in files
    assert "figures/conflicts.svg" in files


def test_places_without_coordinates_have_no_map_and_no_words_about_one(make_study):
    plain = make_study()
    table = tuple(dataclasses.replace(one, latitude=None, longitude=None) for one in plain.place_table)

    files, text = built(make_study(place_table=table))

    assert "figures/corridors.svg" not in files
    assert "Boundaries and names shown" not in text
    assert " on the map" not in text
    assert "71 (" in text


def test_places_unknown_to_the_table_are_named_by_their_code(make_study):
    _, text = built(make_study(place_table=()))

    assert "MMR → THA has the highest exposure score" in text


def test_one_ranked_corridor_is_not_compared_with_others(make_study):
    plain = make_study()

    _, text = built(scored(plain, settings=ProfileSettings(minimum_stock=1_500_000)))

    assert (
        "Only one corridor with at least 1,500,000F1 migrants could be assessed: Myanmar → Thailand" in text
    )
    assert "There is none to compare it with." in text
    assert "highest exposure" not in text


def test_two_ranked_corridors(make_study):
    plain = make_study()

    _, text = built(scored(plain, settings=ProfileSettings(minimum_stock=1_200_000)))

    assert "Indonesia → Malaysia (exposure" in text
    assert ") follows." in text


def test_nothing_large_enough_to_rank(make_study):
    plain = make_study()

    files, text = built(scored(plain, settings=ProfileSettings(minimum_stock=1e9)))

    assert "No corridor is ranked." in text
    assert "figures/corridors.svg" not in files


def test_no_country_with_enough_data(make_study):
    plain = make_study()
    few = tuple(one for one in plain.observations if one.indicator in ("economic_0", "economic_1"))

    _, text = built(scored(plain, observations=few))

    assert "could not be assessed for any country" in text
    assert "not assessed" in text


@pytest.mark.parametrize("status", ["accepted", "rejected"])
def test_claims_that_a_person_has_all_decided_on(make_study, status):
    plain = make_study()
    claims = tuple(dataclasses.replace(one, status=status) for one in plain.claims)

    files, text = built(make_study(claims=claims))

    if status == "accepted":
        assert "A person has accepted 6F" in text
        assert "machine's proposal" not in text
    else:
        assert "No claim was found in the documents" in text
        assert "undocumented migrants in 2024" not in text
        assert "figures/conflicts.svg" not in files


def test_a_conflict_of_which_one_side_was_rejected_is_no_conflict(make_study):
    plain = make_study()
    claims = tuple(
        dataclasses.replace(one, status="rejected") if one.value == 16_000 else one for one in plain.claims
    )

    files, text = built(make_study(claims=claims))

    assert "No two comparable claims were found to conflict." in text
    assert "figures/conflicts.svg" not in files
    assert "16,000" not in text
    assert "to be found anew: a claim was rejected" in text
