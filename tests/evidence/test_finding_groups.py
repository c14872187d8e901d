"""Findings that say the same, with the testimonies that bear them out and the roots beneath them."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from rantau.evidence.finding_groups import group_findings
from rantau.evidence.findings.telling import deeds_told
from rantau.store.records import Citation, Document, Finding, FindingGroup, PlaceMention, Reference, Testimony

CODES = {
    "retain_documents": ("TP.means", "HS.personal"),
    "recruit": ("TP.act",),
    "take_bribes": ("MS.meso.official_complicity",),
}


def document(identifier: str, title: str, source: str = "ngo", year: int = 2023) -> Document:
    return Document(
        id=identifier, file=f"{identifier}.pdf", sha256="", size=1, title=title, authors=(f"Office of {title}",),
        year=year, source_type=source,  # type: ignore[arg-type]
    )  # fmt: skip


def finding(
    number: int,
    where: str = "d1",
    action: str = "retain_documents",
    actor: str = "MS.meso.employer",
    **more: Any,
) -> Finding:
    places = more.pop("places", ("MYS",))
    return Finding(
        id=f"{where}/p{number}/f1", document=where, passage=f"{where}/p{number}", page=1, start=0, end=1, quote="x",
        actor=more.pop("says", "Employers"), actor_type=actor, action="confiscate passports", target="passports",
        codes=CODES[action], places=tuple(PlaceMention(one) for one in places),
        extracted_by=f"finding-rules-1/{action}", **more,
    )  # fmt: skip


def quoted(number: int, quote: str, where: str = "d1", **more: Any) -> Testimony:
    places = more.pop("places", ("MYS",))
    return Testimony(
        id=f"{where}/p{number}/t1", document=where, passage=f"{where}/p{number}", page=1, start=0, end=1, quote=quote,
        speaker="a woman", speaker_type=more.pop("kind", "migrant"),
        places=tuple(PlaceMention(one) for one in places), **more,
    )  # fmt: skip


def cites(identifier: str, where: str, reference: str) -> Citation:
    return Citation(
        id=identifier, document=where, passage=f"{where}/p1", start=0, end=1, text="(A, 2020)", authors=("A",),
        year=2020, suffix="", cited_page="", style="parenthetical", status="matched", reference=reference,
    )  # fmt: skip


def listed(identifier: str, where: str, title: str, author: str, year: int = 2020) -> Reference:
    return Reference(
        id=identifier, document=where, passage="", key=identifier, raw="", authors=(author,), year=year, suffix="",
        title=title, container="", doi="", url="",
    )  # fmt: skip


DOCUMENTS = [document("d1", "Plantation survey"), document("d2", "Fishing survey", "academic"),
             document("d3", "City newspaper", "media")]  # fmt: skip


def grouped(
    findings: list[Finding], told: list[Testimony] | None = None, references: Any = (), citations: Any = ()
) -> list[FindingGroup]:
    return group_findings(findings, told or [], DOCUMENTS, list(references), list(citations))


def test_the_same_deed_by_the_same_kind_of_actor_in_the_same_country_is_one_group() -> None:
    (group,) = grouped([finding(1), finding(2, "d2"), finding(3, "d2", places=("sabah",))])
    assert group.statement == "Employers keep the identity documents of migrants in Malaysia."
    assert group.code == "TP.means"
    assert group.findings == ("d1/p1/f1", "d2/p2/f1", "d2/p3/f1")
    assert group.places == (PlaceMention("MYS"),)
    assert group.documents == 2
    assert len(group.roots) == 2
    assert group.source_types == ("ngo", "academic")


def test_another_actor_deed_or_country_is_another_group() -> None:
    groups = grouped(
        [
            finding(1), finding(2, "d2"),
            finding(3, actor="MS.meso.informal_broker"),
            finding(4, action="recruit"),
            finding(5, places=("THA",)), finding(6, "d2", places=("THA",)),
        ]
    )  # fmt: skip
    assert len(groups) == 4


def test_countries_with_one_finding_each_are_rolled_up() -> None:
    groups = grouped([finding(1), finding(2), finding(3, places=("THA",)), finding(4, "d2", places=("LAO",)),
                      finding(5, "d3", places=())])  # fmt: skip
    malaysia, several = groups
    assert malaysia.findings == ("d1/p1/f1", "d1/p2/f1")
    assert several.findings == ("d1/p3/f1", "d2/p4/f1", "d3/p5/f1")
    assert [place.id for place in several.places] == ["LAO", "THA"]
    assert several.statement == "Employers keep the identity documents of migrants in Laos and Thailand."


def test_a_finding_of_several_countries_stands_in_each() -> None:
    groups = grouped([finding(1, places=("MYS", "THA")), finding(2), finding(3, places=("THA",))])
    assert [[place.id for place in one.places] for one in groups] == [["MYS"], ["THA"]]
    assert all("d1/p1/f1" in one.findings for one in groups)


def test_recruiting_is_done_where_people_come_from() -> None:
    one = finding(1, action="recruit", actor="MS.meso.known_recruiter")
    one = replace(one, places=(PlaceMention("IDN", "origin"), PlaceMention("MYS", "destination")))
    (group,) = grouped([one])
    assert [place.id for place in group.places] == ["IDN"]
    assert (
        group.statement == "Relatives, friends and others whom migrants know recruit migrants in Indonesia."
    )


def test_what_befalls_people_from_a_country_is_not_said_to_happen_in_it() -> None:
    there, of_them = finding(1), replace(finding(2), places=(PlaceMention("MYS", "origin"),))
    (group,) = grouped([of_them])
    assert (
        group.statement == "Employers keep the identity documents of migrants, said of people from Malaysia."
    )
    (both,) = grouped([there, of_them])
    assert [place.role for place in both.places] == ["unspecified", "origin"]


def test_a_denial_is_a_negative_case_of_what_it_denies() -> None:
    (group,) = grouped([finding(1), finding(2, "d2", denied=True)])
    assert group.findings == ("d1/p1/f1",)
    assert group.denials == ("d2/p2/f1",)
    assert group.documents == 1


def test_what_is_only_denied_is_kept_and_said_to_be() -> None:
    (group,) = grouped([finding(1, denied=True)])
    assert group.findings == ()
    assert group.statement.startswith("Denied, and stated by no document: employers keep")


def test_documents_that_quote_one_source_are_one_witness() -> None:
    references = [listed("d1/r1", "d1", "The root report", "Root Office"),
                  listed("d2/r1", "d2", "The root report", "Root Office")]  # fmt: skip
    citations = [cites("d1/c1", "d1", "d1/r1"), cites("d2/c1", "d2", "d2/r1")]
    both = [
        finding(1, "d1", citations=("d1/c1",), own_data=False),
        finding(2, "d2", citations=("d2/c1",), own_data=False),
    ]
    (group,) = grouped(both, references=references, citations=citations)
    assert group.documents == 2
    assert group.roots == ("Root Office (2020)",)


def test_a_quoted_document_of_the_study_is_the_root_of_what_it_says_itself() -> None:
    references = [listed("d1/r1", "d1", "Fishing survey", "Office of Fishing survey", 2023)]
    citations = [cites("d1/c1", "d1", "d1/r1")]
    quoting = finding(1, "d1", citations=("d1/c1",), own_data=False)
    (group,) = grouped([quoting, finding(2, "d2")], references=references, citations=citations)
    assert group.roots == ("Office of Fishing survey (2023)",)


def test_a_testimony_of_the_same_deed_in_the_same_place_bears_it_out() -> None:
    told = [
        quoted(7, "They kept my passport for three years.", "d3"),
        quoted(8, "I was paid well and I am happy.", "d3"),
        quoted(9, "My employer kept my passport.", "d3", places=("SGP",)),
        quoted(10, "We keep the passports of our workers safe.", "d3", kind="company"),
        quoted(11, "My broker kept my passport.", "d3"),
    ]
    (group,) = grouped([finding(1)], told)
    assert group.testimonies == ("d3/p7/t1",)
    assert group.documents == 2
    assert "testimony" in group.source_types


def test_a_testimony_without_a_place_bears_out_only_its_own_document() -> None:
    told = [
        quoted(7, "They kept my passport.", "d1", places=()),
        quoted(8, "They kept my passport.", "d3", places=()),
    ]
    (group,) = grouped([finding(1)], told)
    assert group.testimonies == ("d1/p7/t1",)


def test_rejected_records_are_in_no_group() -> None:
    told = [quoted(7, "They kept my passport.", status="rejected")]
    (group,) = grouped([finding(1), finding(2, status="rejected")], told)
    assert group.findings == ("d1/p1/f1",)
    assert group.testimonies == ()


def test_a_finding_that_no_rule_named_is_grouped_by_its_code_and_said_in_its_words() -> None:
    one = replace(finding(1), extracted_by="a person")
    (group,) = grouped([one])
    assert group.statement == "Employers confiscate passports in Malaysia."
    assert group.code == "TP.means"


def test_the_order_of_records_makes_no_difference() -> None:
    records = [finding(number, f"d{1 + number % 3}", places=(place,)) for number, place in
               enumerate(("MYS", "THA", "MYS", "LAO", "THA", "VNM", "sabah"), start=1)]  # fmt: skip
    told = [quoted(number, "They kept my passport.", f"d{1 + number % 3}") for number in range(20, 26)]
    first = grouped(records, told)
    for seed in range(5):
        random.Random(seed).shuffle(records)
        random.Random(seed).shuffle(told)
        assert grouped(records, told) == first


def test_a_groups_id_outlives_a_new_document() -> None:
    (before,) = grouped([finding(1), finding(2)])
    (after,) = grouped([finding(1), finding(2), finding(3, "d2")])
    assert before.id == after.id
    assert before.findings != after.findings


def test_what_speakers_tell_of() -> None:
    assert deeds_told("They took my passport. I was beaten by the captain.") == {
        ("retain_documents", ""), ("beat", "MS.meso.employer"),
    }  # fmt: skip
    assert deeds_told("Majikan menahan paspor saya.") == {("retain_documents", "MS.meso.employer")}
    assert deeds_told("Nobody took my passport.") == frozenset()
    assert deeds_told("The sea was calm.") == frozenset()
