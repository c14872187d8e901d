"""Grades worked by hand; that more evidence never makes adequacy worse; and that a person's decision holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.evidence.body import Body, RootSource, documents_with_methods
from rantau.evidence.concerns import adequacy, coherence, methods, relevance
from rantau.evidence.grading import apply_decisions, grading_rules, overall, propose_grades
from rantau.framework.words import CONCERNS, CONFIDENCES
from rantau.store.records import (
    Claim,
    ClaimGroup,
    Decision,
    Document,
    Finding,
    FindingGroup,
    Group,
    Period,
    PlaceMention,
    Section,
    Span,
    Testimony,
)

RULES = grading_rules()
GOOD = RootSource("A", read=True, source_type="academic", says_how=True)
QUOTED = RootSource("B", read=False)
SILENT = RootSource("C", read=True, source_type="ngo", says_how=False)
PRESS = RootSource("D", read=True, source_type="media", says_how=False)
SCANNED = RootSource("E", read=True, source_type="state", says_how=True, machine_read=True)


def body(*roots: RootSource, **more: Any) -> Body:
    told: dict[str, Any] = {
        "kind": "findings",
        "documents": len(roots),
        "stated": 2,
        "places": (PlaceMention("MYS"),),
    }
    told["years"] = (2020,)
    return Body(subject="h1", roots=roots, **{**told, **more})


@pytest.mark.parametrize(
    ("roots", "concern", "words"),
    [
        ((GOOD,), "none", "1 of 1 root source was read and says how it knows (of researchers)."),
        ((GOOD, QUOTED), "minor", "1 of 2 root sources was read and says how it knows (of researchers); "
         "1 of 2 root sources is only quoted, and was not read."),
        ((GOOD, QUOTED, SILENT), "moderate", ""),
        ((QUOTED,), "moderate", "1 of 1 root source is only quoted, and was not read."),
        ((SILENT,), "moderate", "1 of 1 root source has no section on methods."),
        ((SCANNED,), "moderate", "1 of 1 root source was read by machine (OCR)."),
        ((PRESS,), "serious", "1 of 1 root source has no section on methods; 1 of 1 root source is of the press."),
        ((), "moderate", "No root source is known, so nothing can be said of its methods."),
    ],
)  # fmt: skip
def test_methods_are_judged_by_root_sources(roots: tuple[RootSource, ...], concern: str, words: str) -> None:
    found = methods(body(*roots), RULES)
    assert found.concern == concern
    if words:
        assert found.reason == words


def test_methods_that_were_not_looked_at_are_not_held_against_a_source() -> None:
    found = methods(body(replace(GOOD, says_how=None)), RULES)
    assert found.concern == "none"
    assert found.reason == "1 of 1 root source was read (of researchers)."


@pytest.mark.parametrize(
    ("stated", "denied", "hedged", "concern"),
    [(3, 0, 0, "none"), (3, 0, 2, "minor"), (4, 1, 0, "minor"), (1, 1, 0, "moderate"), (1, 2, 0, "serious"),
     (0, 1, 0, "serious")],
)  # fmt: skip
def test_denials_and_hedges_are_concerns_about_coherence(
    stated: int, denied: int, hedged: int, concern: str
) -> None:
    found = coherence(body(GOOD, stated=stated, denied=denied, hedged=hedged), RULES)
    assert found.concern == concern
    assert found.reason.endswith(".")


@pytest.mark.parametrize(
    ("verdict", "ratio", "concern"),
    [("corroborated", 1.0, "none"), ("single-source", None, "none"), ("compatible", 1.5, "minor"),
     ("conflicting", 1.44, "moderate"), ("conflicting", 3.0, "serious")],
)  # fmt: skip
def test_the_verdict_on_claims_is_their_coherence(verdict: Any, ratio: float | None, concern: str) -> None:
    assert coherence(body(GOOD, kind="claims", verdict=verdict, ratio=ratio), RULES).concern == concern


@pytest.mark.parametrize(
    ("roots", "testimonies", "words", "concern"),
    [
        (1, 0, 0, "serious"),  # 2 points
        (1, 2, 0, "moderate"),  # 2 + 2
        (2, 0, 0, "moderate"),  # 4
        (2, 2, 0, "minor"),  # 4 + 2
        (3, 0, 0, "minor"),  # 6
        (3, 1, 200, "none"),  # 6 + 1 + 1
        (4, 0, 0, "none"),  # 8
        (1, 9, 900, "moderate"),  # 2 + 2 + 1: many voices of one source stay one source
    ],
)  # fmt: skip
def test_adequacy_counts_roots_testimonies_and_richness(
    roots: int, testimonies: int, words: int, concern: str
) -> None:
    assert adequacy(body(*[GOOD] * roots, testimonies=testimonies, words=words), RULES).concern == concern


@given(
    st.integers(0, 6),
    st.integers(0, 5),
    st.integers(0, 400),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(0, 200),
)
def test_more_evidence_never_makes_adequacy_worse(
    roots: int, told: int, words: int, more_roots: int, more_told: int, more_words: int
) -> None:
    less = adequacy(body(*[GOOD] * roots, testimonies=told, words=words), RULES)
    more = adequacy(
        body(*[GOOD] * (roots + more_roots), testimonies=told + more_told, words=words + more_words), RULES
    )
    assert CONCERNS.index(more.concern) <= CONCERNS.index(less.concern)


@given(st.integers(0, 8), st.integers(0, 8))
def test_a_further_denial_never_makes_coherence_better(stated: int, denied: int) -> None:
    less = coherence(body(GOOD, stated=stated, denied=denied), RULES)
    more = coherence(body(GOOD, stated=stated, denied=denied + 1), RULES)
    assert CONCERNS.index(more.concern) >= CONCERNS.index(less.concern)


@given(st.lists(st.sampled_from(CONCERNS), min_size=4, max_size=4), st.integers(0, 3))
def test_a_graver_concern_never_makes_a_better_grade(concerns: Any, which: int) -> None:
    graver = list(concerns)
    graver[which] = CONCERNS[min(3, CONCERNS.index(concerns[which]) + 1)]
    assert CONFIDENCES.index(overall(graver)) >= CONFIDENCES.index(overall(concerns))


@pytest.mark.parametrize(
    ("concerns", "grade"),
    [
        (["none"] * 4, "high"),
        (["minor", "none", "none", "none"], "high"),  # 1
        (["minor", "minor", "none", "none"], "moderate"),  # 2
        (["moderate", "minor", "none", "none"], "moderate"),  # 3
        (["serious", "none", "none", "none"], "low"),  # 4
        (["serious", "moderate", "none", "none"], "low"),  # 6
        (["serious", "moderate", "minor", "none"], "very low"),  # 7
    ],
)
def test_the_whole_starts_high_and_is_rated_down(concerns: Any, grade: str) -> None:
    assert overall(concerns) == grade


@pytest.mark.parametrize(
    ("places", "years", "afar", "concern", "words"),
    [
        (("MYS",), (2019, 2021), 0, "none", "It is about Malaysia, which the study asks about; the evidence is of 2019 "
         "to 2021, within or over the study's period (2015 to 2025)."),
        (("sabah",), (2020,), 0, "none", ""),
        (("southeast-asia",), (2020,), 0, "minor", ""),
        (("QAT",), (2020,), 0, "moderate", ""),
        (("QAT",), (2001,), 0, "serious", ""),
        (("MYS",), (2012,), 0, "minor", ""),
        (("MYS",), (2020,), 2, "minor", ""),
        (("MYS", "THA"), (2020,), 0, "minor", "It is put together from 2 places, with one statement from each; the "
         "evidence is of 2020, within or over the study's period (2015 to 2025)."),
        ((), (), 0, "moderate", "No place is named; no year is known."),
    ],
)  # fmt: skip
def test_relevance_is_to_the_places_and_the_period_of_the_study(
    places: tuple[str, ...], years: tuple[int, ...], afar: int, concern: str, words: str
) -> None:
    evidence = body(GOOD, places=tuple(PlaceMention(one) for one in places), years=years, from_afar=afar)
    found = relevance(evidence, RULES, ("MYS", "THA"), (2015, 2025))
    assert found.concern == concern
    if words:
        assert found.reason == words


@pytest.mark.parametrize(
    ("published", "years", "concern", "reason"),
    [
        # A report that came out after the study's last year speaks of the years before it.
        ((2026,), (), "none", "no period is given, and it was published in 2026, so that it may speak of 2023 to 2026, "
         "within or over the study's period (2015 to 2025)."),
        ((2028,), (), "none", ""),
        ((2029,), (), "minor", "no period is given, and it was published in 2029, so that it may speak of 2026 to "
         "2029, outside the study's period (2015 to 2025)."),
        ((2014,), (), "minor", ""),
        ((2009,), (), "moderate", ""),
        # What it says of its period comes first.
        ((2026,), (2014,), "minor", "the evidence is of 2014, outside the study's period (2015 to 2025)."),
        ((2030,), (2021,), "none", "the evidence is of 2021, within or over the study's period (2015 to 2025)."),
        ((), (2012, 2016), "none", "the evidence is of 2012 to 2016, within or over the study's period (2015 to "
         "2025)."),
        ((), (), "minor", "no year is known."),
    ],
)  # fmt: skip
def test_the_period_spoken_of_counts_and_the_year_of_publication_only_without_one(
    published: tuple[int, ...], years: tuple[int, ...], concern: str, reason: str
) -> None:
    evidence = body(GOOD, years=years, published=published)
    found = relevance(evidence, RULES, ("MYS",), (2015, 2025))
    assert found.concern == concern
    assert found.reason.startswith("It is about Malaysia, which the study asks about; ")
    assert found.reason.endswith(reason)


def test_a_record_without_a_period_is_dated_by_its_document_and_one_with_a_period_by_that() -> None:
    def reason(*findings: Finding) -> str:
        (grade,) = propose_grades(
            finding_groups=[GROUP], findings=findings, documents=[document("d1"), document("d2")],
            study_places=("MYS",), study_period=(2015, 2025),
        )  # fmt: skip
        return grade.relevance.reason

    undated = (finding(1, "d1"), finding(1, "d2"))
    assert "published in 2020, so that it may speak of 2017 to 2020" in reason(*undated)
    dated = finding(1, "d2", period=Period("2011-03", "2013-05", "March 2011 to May 2013"))
    assert "the evidence is of 2011 to 2013, outside" in reason(undated[0], dated)


def finding(number: int, where: str, **more: Any) -> Finding:
    return Finding(
        id=f"{where}/p{number}/f1", document=where, passage=f"{where}/p{number}", page=1, start=0, end=1,
        quote=f"Employers confiscate passports {number}.", actor="Employers", actor_type="MS.meso.employer",
        action="confiscate passports", target="passports", codes=("TP.means",), places=(PlaceMention("MYS"),), **more,
    )  # fmt: skip


def document(identifier: str, source: Any = "ngo") -> Document:
    return Document(
        id=identifier, file="a.pdf", sha256="", size=1, title=f"Report {identifier}", authors=(f"Office {identifier}",),
        year=2020, source_type=source,
    )  # fmt: skip


GROUP = FindingGroup(
    id="h1", statement="Employers keep the identity documents of migrants in Malaysia.", code="TP.means",
    actor_type="MS.meso.employer", places=(PlaceMention("MYS"),), findings=("d1/p1/f1", "d2/p1/f1"),
    testimonies=("d1/p3/t1",), denials=(), documents=2, roots=("Office d1 (2020)", "Office d2 (2020)"),
    source_types=("ngo",),
)  # fmt: skip
TOLD = Testimony(
    id="d1/p3/t1", document="d1", passage="d1/p3", page=1, start=0, end=1, quote="They kept my passport.",
    speaker="a woman", speaker_type="migrant",
)  # fmt: skip


def grade_of_group(**more: Any) -> Any:
    (grade,) = propose_grades(
        finding_groups=[GROUP], findings=[finding(1, "d1"), finding(1, "d2")], testimonies=[TOLD],
        documents=[document("d1"), document("d2")], study_places=("MYS",), study_period=(2015, 2025), **more,
    )  # fmt: skip
    return grade


def test_a_group_of_findings_is_graded_as_by_hand() -> None:
    grade = grade_of_group(with_methods={"d1", "d2"})
    assert grade.methods.concern == "none"
    assert grade.coherence.concern == "none"
    # Two roots and one testimony are 5 points of 8.
    assert grade.adequacy.concern == "moderate"
    assert grade.adequacy.reason == (
        "2 independent root sources, 2 documents, 1 testimony, 8 words quoted, thin data."
    )
    assert grade.relevance.concern == "none"
    assert (grade.proposed, grade.confidence, grade.decided_by) == ("moderate", "moderate", "")
    assert grade.reason == "Moderate confidence: moderate concerns about adequacy of data."


def test_a_method_that_is_not_stated_rates_down() -> None:
    grade = grade_of_group(with_methods=())
    assert grade.methods.concern == "moderate"
    assert grade.proposed == "low"


def test_a_group_of_claims_is_graded_too() -> None:
    def claim(number: int, where: str, value: float) -> Claim:
        return Claim(
            id=f"{where}/p{number}/q1", document=where, passage=f"{where}/p{number}", page=1, start=0, end=1,
            quote=f"{value:.0f} migrants were deported.", value=value, low=None, high=None, qualifier="exact",
            unit="persons", measure="", indicator="deportations", indicator_score=1.0, places=(PlaceMention("MYS"),),
            group=Group(), period=Period("2020", "2020", "2020"), citations=(), own_data=True, extracted_by="",
            confidence=1.0,
        )  # fmt: skip

    group = ClaimGroup(
        id="g1", indicator="deportations", places=(PlaceMention("MYS"),), group=Group(), unit="persons",
        claims=("d1/p1/q1", "d2/p1/q1"), verdict="conflicting", reason="", low=1.0, high=2.0, documents=2,
        roots=("Office d1 (2020)", "Office d2 (2020)"),
    )  # fmt: skip
    (grade,) = propose_grades(
        claim_groups=[group], claims=[claim(1, "d1", 36_000), claim(1, "d2", 12_000)],
        documents=[document("d1"), document("d2", "state")], study_places=("MYS",), with_methods={"d1", "d2"},
    )  # fmt: skip
    assert grade.subject == "g1"
    assert grade.coherence.concern == "serious"
    assert grade.coherence.reason == "The values conflict by a factor of 3.0; nothing is averaged."
    # serious 4 and moderate (two roots) 2
    assert grade.proposed == "low"


def decision(value: str, subject: str = "h1", **more: Any) -> Decision:
    return Decision(
        kind="grade", subject=subject, value=value, reason="I know the sources.", by="Rina", **more
    )


def test_a_persons_decision_holds_and_the_proposal_stays_beside_it() -> None:
    (grade,), told = apply_decisions([grade_of_group()], [decision("low"), decision("high")])
    assert told == []
    assert (grade.proposed, grade.confidence) == ("moderate", "high")
    assert (grade.reason, grade.decided_by) == ("I know the sources.", "Rina")
    assert grade.adequacy.concern == "moderate"


def test_a_person_can_confirm_the_proposal() -> None:
    (grade,), told = apply_decisions([grade_of_group()], [decision("accepted")])
    assert told == []
    assert (grade.confidence, grade.decided_by) == ("moderate", "Rina")


def test_decisions_that_no_longer_fit_are_told_and_not_applied() -> None:
    grades = [grade_of_group()]
    found, told = apply_decisions(grades, [decision("low", "h9")])
    assert found == grades
    assert told == ["Rina graded h9 as low, but that group is there no longer."]
    found, told = apply_decisions(grades, [decision("low", quote="Something else.")], {"h1": GROUP.statement})
    assert found == grades
    assert "so the decision is not applied" in told[0]
    found, told = apply_decisions(grades, [decision("rejected")])
    assert found == grades
    assert "which is no grade" in told[0]


def test_decisions_on_other_records_are_not_grades() -> None:
    grades = [grade_of_group()]
    other = Decision(kind="finding", subject="h1", value="rejected", reason="r", by="Rina")
    assert apply_decisions(grades, [other]) == (grades, [])


def test_documents_that_say_how_they_know_are_told_by_their_headings() -> None:
    def section(document: str, title: str) -> Section:
        return Section(id=f"{document}/s1", document=document, number=1, title=title, level=1, parent=None,
                       span=Span(1, 0, 1))  # fmt: skip

    sections = [
        section("d1", "3. Methodology"),
        section("d2", "Metode penelitian"),
        section("d3", "Introduction"),
    ]
    assert documents_with_methods(sections) == {"d1", "d2"}


def test_the_rules_cite_their_source_and_call_themselves_assumptions() -> None:
    from importlib import resources

    text = resources.files("rantau.evidence").joinpath("grading.toml").read_text(encoding="utf-8")
    assert "Lewin et al. (2018)" in text
    assert "ASSUMPTION" in text
