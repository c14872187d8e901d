"""What a person decides holds, also after the machine has looked again."""

import pytest

from rantau.cli import main
from rantau.framework.errors import BadInput
from rantau.study import Study

REPORT = """\
# Example report

In 2021, 45% of migrant workers in Thailand were in debt for their recruitment.

In 2021, 30% of migrant workers in Thailand were in debt for their recruitment.
"""


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "report.md"
    path.write_text(REPORT)
    with Study.create(tmp_path / "study", places=("THA", "MMR")) as made:
        made.add([path])
        made.run("triangulation", workers=1)
        yield made


def claims(study):
    return {claim.value: claim for claim in study.store.claims()}


def test_a_rejected_claim_is_in_no_group_after_the_next_run(study):
    assert len(study.store.claim_groups()[0].claims) == 2

    study.decide(claims(study)[30].id, "rejected", "a misprint in the source")
    assert claims(study)[30].status == "rejected"
    study.run("triangulation", workers=1)

    assert study.store.claim_groups()[0].claims == (claims(study)[45].id,)


def test_a_decision_is_an_event_with_its_reason(study):
    claim = claims(study)[30]
    study.decide(claim.id, "accepted", "checked on page 1")

    event = list(study.store.events())[-1]
    assert (event.action, event.subject, event.reason) == ("decision.made", claim.id, "checked on page 1")
    assert (event.details["before"], event.details["after"]) == ("proposed", "accepted")


def test_a_decision_outlives_a_new_extraction(study):
    study.decide(claims(study)[30].id, "rejected", "a misprint")
    with study.store.transaction() as transaction:
        run = study.store.stage_run("evidence", study.store.documents()[0].id)
        transaction.put_stage(type(run)(stage="evidence", subject=run.subject, input_hash="", output_hash=""))

    study.run("triangulation", workers=1)

    assert claims(study)[30].status == "rejected"


def test_a_decision_on_other_words_is_shown_and_not_applied(study, tmp_path, capsys):
    study.decide(claims(study)[30].id, "rejected", "a misprint")
    decision = study.store.decisions()[0]
    with study.store.transaction() as transaction:
        transaction.put_decision(type(decision)(**{**_fields(decision), "quote": "29% of migrant workers"}))
        run = study.store.stage_run("evidence", study.store.documents()[0].id)
        transaction.put_stage(type(run)(stage="evidence", subject=run.subject, input_hash="", output_hash=""))

    study.run("triangulation", workers=1)

    assert claims(study)[30].status == "proposed"
    assert main(["review", str(study.path)]) == 0
    assert "but the claim has other words now" in capsys.readouterr().out


def _fields(decision):
    return {name: getattr(decision, name) for name in type(decision).__slots__}


@pytest.mark.parametrize(
    ("subject", "value", "reason", "message"),
    [
        ("d0/p1/q1", "accepted", "why", "no claim, testimony, finding, citation or graded group"),
        (None, "perhaps", "why", "can be accepted, rejected"),
        (None, "accepted", "  ", "needs its reason"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(study, subject, value, reason, message):
    with pytest.raises(BadInput, match=message):
        study.decide(subject or claims(study)[30].id, value, reason)
    assert study.store.decisions() == []


def test_decisions_are_taken_on_the_command_line(study, capsys):
    claim = claims(study)[30]

    assert main(["decide", str(study.path), claim.id, "rejected", "--reason", "a misprint"]) == 0
    assert main(["decide", str(study.path), claim.id, "no", "--reason", "a misprint"]) == 2

    assert claims(study)[30].status == "rejected"


def test_a_grade_is_proposed_and_a_person_can_overrule_it(study, capsys):
    group = study.store.claim_groups()[0].id
    proposed = {grade.subject: grade for grade in study.store.grades()}[group]
    assert proposed.confidence == proposed.proposed
    assert proposed.adequacy.reason

    study.decide(group, "very low", "both figures are from one telephone poll")
    study.run("triangulation", workers=1)

    grade = {grade.subject: grade for grade in study.store.grades()}[group]
    assert (grade.confidence, grade.proposed) == ("very low", proposed.proposed)
    assert grade.reason == "both figures are from one telephone poll"
    assert grade.decided_by
    assert main(["triangulate", str(study.path), "--json"]) == 0
    assert '"confidence": "very low"' in capsys.readouterr().out
