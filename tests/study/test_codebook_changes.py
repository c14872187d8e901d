"""Changes to the codebook are events of the audit trail, and codings are found again by a run."""

import shutil

import pytest
from coding_examples import desk_of, make_coding_study

from rantau.study import Study
from rantau.study.codebook_changes import CHANGED

ADDED = """\
- add:
    id: HS.economic.fees
    name: Recruitment fees
    definition: What is paid to be placed.
  reason: fees are the study's question
"""
RETIRED = """\
- retire: [SE.audience]
  reason: nobody speaks of it here
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_coding_study(tmp_path_factory.mktemp("made"))


@pytest.fixture
def study(made, tmp_path):
    with Study.open(shutil.copytree(made, tmp_path / "study")) as opened:
        yield opened


def changed(study, text):
    """The events on the codebook after it was written anew and the coding stage ran."""
    (study.path / "codebook.yaml").write_text(text)
    study.run("coding", workers=1)
    return [event for event in study.store.events() if event.action == CHANGED]


def test_a_study_whose_codebook_nobody_changed_has_no_event_on_it(study):
    study.run("coding", workers=1)

    assert [event for event in study.store.events() if event.action == CHANGED] == []


def test_a_change_is_one_event_with_kind_codes_and_reason(study):
    (event,) = changed(study, ADDED)

    assert event.subject == "codebook.yaml"
    assert event.reason == "add HS.economic.fees: fees are the study's question."
    (new,) = event.details["new"]
    assert (new["kind"], new["codes"], new["reason"]) == ("add", [], "fees are the study's question")
    assert [(one["id"], one["definition"]) for one in new["becomes"]] == [
        ("HS.economic.fees", "What is paid to be placed.")
    ]
    assert event.details["gone"] == []
    assert event.before != event.after
    assert study.store.verify_audit().ok
    study.run("coding", workers=1)
    assert sum(one.action == CHANGED for one in study.store.events()) == 1


def test_each_later_event_tells_what_is_new_and_what_is_gone_and_joins_on_to_the_one_before(study):
    (first,) = changed(study, ADDED)
    *_, second = changed(study, ADDED + RETIRED)
    *_, third = changed(study, RETIRED)

    assert [(one["kind"], one["codes"]) for one in second.details["new"]] == [("retire", ["SE.audience"])]
    assert second.details["gone"] == []
    assert third.details["new"] == []
    assert [one["kind"] for one in third.details["gone"]] == ["add"]
    assert (second.before, third.before) == (first.after, second.after)
    assert third.reason == "changes were taken back or put in another order"


def test_a_reason_in_other_words_is_an_event_though_no_suggestion_is_made_anew(study):
    changed(study, ADDED)
    suggested = sum(event.action == "codes.suggested" for event in study.store.events())

    events = changed(study, ADDED.replace("the study's question", "what we ask about"))

    assert len(events) == 2
    assert sum(event.action == "codes.suggested" for event in study.store.events()) == suggested


def test_the_event_and_the_first_documents_mark_are_written_together_or_not_at_all(study, monkeypatch):
    from rantau.store.transaction import Transaction

    def fail(*_):
        raise RuntimeError("cut off")

    with monkeypatch.context() as patched:
        patched.setattr(Transaction, "put_code_suggestions", fail)
        with pytest.raises(RuntimeError, match="cut off"):
            changed(study, ADDED)
    assert study.store.stage_run("codebook", "study") is None
    assert [event for event in study.store.events() if event.action == CHANGED] == []

    assert len(changed(study, ADDED)) == 1


def test_a_run_writes_codings_where_their_words_are_in_the_next_version_of_a_document(study):
    coding = desk_of(study).add("report.md", "MS.micro.debt", quote="They owed him")
    study.run("coding", workers=1)
    source = study.path / "sources" / "report.md"
    source.write_text(source.read_text().replace("# Example report", "# Example report\n\nNew words."))

    study.run("coding", workers=1)

    (found,) = study.store.codings()
    (document,) = [one.id for one in study.store.documents() if one.file == "report.md"]
    assert (found.id, found.quote) == (coding.id, "They owed him")
    assert found.document == document != coding.document
    actions = [event.action for event in study.store.events()]
    assert actions.count("codes.found_again") == 1
    assert actions.index("codes.found_again") < len(actions) - actions[::-1].index("codes.suggested") - 1


def test_where_nothing_changed_no_passage_is_read_to_find_codings_again(study, monkeypatch):
    from rantau.study import finding_again

    desk_of(study).add("report.md", "MS.micro.debt", quote="They owed him")
    study.run("coding", workers=1)
    monkeypatch.setattr(finding_again, "find_again", lambda _: pytest.fail("looked for codings again"))

    study.run("coding", workers=1)
