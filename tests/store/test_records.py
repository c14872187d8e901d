"""What is put into a store comes out as it was, on both databases."""

from dataclasses import fields, replace
from typing import get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from made import document, passage, put_texts

from rantau.store import records
from rantau.store.database import Store
from rantau.store.records import (
    Assignment,
    Citation,
    Claim,
    ClaimGroup,
    Coder,
    CodeSuggestion,
    Coding,
    Decision,
    Document,
    Finding,
    FindingGroup,
    Grade,
    Memo,
    Observation,
    Page,
    Passage,
    Reference,
    Score,
    SealedNames,
    Section,
    StageRun,
    Testimony,
    Theme,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
WHOLE = st.integers(0, 2**40)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
SMALL = {"number", "year", "page_count"}


def strategy(kind, name=""):
    """Values for a field of this type."""
    if kind is str:
        return TEXT
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(0, 2**31 - 1) if name in SMALL else WHOLE
    if kind is float:
        return NUMBER
    if kind is type(None):
        return st.none()
    if getattr(kind, "__origin__", None) is tuple:
        inner = get_args(kind)
        if inner[-1] is Ellipsis:
            return st.lists(strategy(inner[0]), max_size=3).map(tuple)
        return st.tuples(*(strategy(one) for one in inner))
    if isinstance(kind, type) and kind.__module__.startswith(records.__name__):
        return record(kind)
    options = get_args(kind)
    if options and all(isinstance(one, str) for one in options):
        return st.sampled_from(options)
    return st.one_of(*(strategy(one, name) for one in options))


def record(kind, **fixed):
    """Any record of this kind, with some fields fixed."""
    hints = get_type_hints(kind)
    parts = {
        field.name: st.just(fixed[field.name])
        if field.name in fixed
        else strategy(hints[field.name], field.name)
        for field in fields(kind)
    }
    return st.builds(kind, **parts)


def several(kind, **fixed):
    """A few records of one kind, with ids of their own."""
    return st.lists(record(kind, **fixed), max_size=3).map(
        lambda found: [replace(one, id=f"{kind.__name__}{n}") for n, one in enumerate(found)]
    )


def numbered(found):
    return [replace(one, number=n) for n, one in enumerate(found, start=1)]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    about=record(Document, id="d1"),
    pages=st.lists(record(Page, document="d1"), max_size=3).map(numbered),
    sections=several(Section, document="d1").map(numbered),
    passages=several(Passage, document="d1").map(numbered),
    references=several(Reference, document="d1"),
    citations=several(Citation, document="d1"),
    claims=several(Claim, document="d1"),
    suggestions=several(CodeSuggestion, document="d1"),
    testimonies=several(Testimony, document="d1"),
    findings=several(Finding, document="d1"),
    names=record(SealedNames, document="d1"),
)
def test_what_a_document_holds_comes_out_as_it_was_put(
    store,
    about,
    pages,
    sections,
    passages,
    references,
    citations,
    claims,
    suggestions,
    testimonies,
    findings,
    names,
):
    with store.transaction() as transaction:
        transaction.put_document(about, pages, sections, passages)
        transaction.put_references("d1", references, citations)
        transaction.put_claims("d1", claims)
        transaction.put_code_suggestions("d1", suggestions)
        transaction.put_testimonies("d1", testimonies)
        transaction.put_findings("d1", findings)
        transaction.put_sealed_names(names)

    assert store.documents() == [about]
    assert store.document("d1") == about
    assert store.pages("d1") == pages
    assert store.sections("d1") == sections
    assert store.passages("d1") == passages
    assert store.references("d1") == store.references() == references
    assert store.citations("d1") == store.citations() == citations
    assert store.claims("d1") == store.claims() == claims
    assert store.code_suggestions("d1") == store.code_suggestions() == suggestions
    assert store.testimonies("d1") == store.testimonies() == testimonies
    assert store.findings("d1") == store.findings() == findings
    assert store.sealed_names() == [names]
    assert [store.passage(one.id) for one in passages] == passages
    assert store.passage_ids() == [one.id for one in passages]
    assert store.page_labels() == {one.id: one.label for one in pages}


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    groups=several(ClaimGroup),
    finding_groups=several(FindingGroup),
    grades=st.lists(record(Grade), max_size=3, unique_by=lambda one: one.subject),
    decision=record(Decision),
    observations=several(Observation),
    scores=st.lists(record(Score), max_size=3, unique_by=lambda one: (one.element, one.unit)),
    runs=st.lists(record(StageRun), max_size=3, unique_by=lambda one: (one.stage, one.subject)),
)
def test_what_a_study_holds_comes_out_as_it_was_put(
    store, groups, finding_groups, grades, decision, observations, scores, runs
):
    scores = [replace(one, year=2000 + n) for n, one in enumerate(scores)]
    runs = [replace(one, stage=f"s{n}") for n, one in enumerate(runs)]
    with store.transaction() as transaction:
        transaction.put_claim_groups(groups)
        transaction.put_finding_groups(finding_groups)
        transaction.put_grades(grades)
        transaction.put_decision(replace(decision, value="an earlier one"))
        transaction.put_decision(decision)
        transaction.put_observations(observations)
        transaction.put_scores(scores)
        for run in runs:
            transaction.put_stage(run)

    assert store.claim_groups() == groups
    assert store.finding_groups() == finding_groups
    assert store.grades() == grades
    assert decision in store.decisions()
    assert "an earlier one" not in [
        one.value
        for one in store.decisions()
        if one.subject == decision.subject and one.kind == decision.kind
    ]
    assert store.observations() == observations
    assert store.scores() == scores
    assert [store.stage_run(run.stage, run.subject) for run in runs] == runs


def test_a_character_that_no_database_holds_is_replaced_by_one_of_the_same_length(store):
    put_texts(store, ["before\x00after \ud800 end"])

    assert store.passages("d1")[0].text == "before\ufffdafter \ufffd end"


def test_a_document_put_again_replaces_all_that_came_of_it(store):
    put_texts(store, ["old words"])
    with store.transaction() as transaction:
        transaction.put_stage(StageRun(stage="evidence", subject="d1", input_hash="a", output_hash="b"))
        transaction.put_stage(StageRun(stage="profile", subject="study", input_hash="a", output_hash="b"))

    put_texts(store, ["new words"])

    assert [one.text for one in store.passages("d1")] == ["new words"]
    assert store.search("old") == []
    assert [hit.passage for hit in store.search("new")] == ["d1/p1"]
    assert [(run.stage, run.subject) for run in store.stage_runs()] == [("profile", "study")]


def test_a_document_removed_leaves_nothing_behind(store):
    put_texts(store, ["some words"], "d1")
    put_texts(store, ["some words"], "d2")
    with store.transaction() as transaction:
        transaction.remove_document("d1")

    counts = store.counts()
    assert (counts["documents"], counts["pages"], counts["passages"]) == (1, 1, 1)
    assert [hit.document for hit in store.search("words")] == ["d2"]


def test_a_transaction_that_fails_writes_nothing(store):
    put_texts(store, ["kept"])

    def write_and_fail():
        with store.transaction() as transaction:
            transaction.put_document(document("d2"), [], [], [passage(1, "lost", "d2")])
            transaction.record("document.read", "d2")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()

    assert [one.id for one in store.documents()] == ["d1"]
    assert store.search("lost") == []
    assert list(store.events()) == []


def test_a_store_can_be_read_while_it_is_written(store, store_place, clock):
    put_texts(store, ["first"])
    other = Store.open(store_place, clock=clock, actor="other")

    with store.transaction() as transaction:
        transaction.put_document(document("d2"), [], [], [])
        assert [one.id for one in other.documents()] == ["d1"]

    assert [one.id for one in other.documents()] == ["d1", "d2"]
    other.close()


def test_what_is_not_there_is_said(store):
    with pytest.raises(KeyError):
        store.document("d9")
    with pytest.raises(KeyError):
        store.passage("d9/p1")
    assert store.stage_run("corpus", "d9") is None


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    coding=record(Coding),
    coder=record(Coder),
    memo=record(Memo),
    assignment=record(Assignment),
    themes=several(Theme),
)
@example(  # "¹" is a digit to Unicode, and no number to Python
    coding=Coding(
        id="c",
        document="d",
        passage="d/p¹",
        page=1,
        start=0,
        end=1,
        quote="q",
        code="HS.food",
        polarity="protection",
        coder="a",
        status="accepted",
    ),
    coder=Coder(id="a", name="A", machine=False),
    memo=Memo(id="m", about="c", text="text", coder="a", time=""),
    assignment=Assignment(coder="a", document="d", blind=False),
    themes=[],
)
def test_what_people_code_comes_out_as_it_was_put(store, coding, coder, memo, assignment, themes):
    with store.transaction() as transaction:
        for record_ in (replace(coding, quote="earlier"), coding):
            transaction.put_coding(record_)
        transaction.put_coder(coder)
        transaction.put_memo(memo)
        transaction.put_assignment(assignment)
        transaction.put_themes(themes)

    assert store.codings(coding.document, coder=coding.coder) == store.codings() == [coding]
    assert coder in store.coders()
    assert memo in store.memos()
    assert assignment in store.assignments()
    assert store.themes() == themes

    with store.transaction() as transaction:
        transaction.remove_coding(coding.id)
        transaction.remove_memo(memo.id)
        transaction.remove_assignment(assignment.coder, assignment.document)
    assert store.codings() == []
    assert memo not in store.memos()
    assert assignment not in store.assignments()


def test_what_people_coded_outlives_the_document(store):
    put_texts(store, ["some words"])
    coding = Coding(
        id="k1",
        document="d1",
        passage="d1/p1",
        page=1,
        start=0,
        end=4,
        quote="some",
        code="HS.food",
        polarity="insecurity",
        coder="a",
        status="accepted",
    )
    with store.transaction() as transaction:
        transaction.put_coding(coding)
    put_texts(store, ["some other words"])

    assert store.codings() == [coding]
