"""Two people code one document, each by themselves; then they see where they differ, and settle it."""

import shutil

import pytest
from coding_examples import desk_of, document, make_coding_study, passage, suggest

from rantau.framework.errors import BadInput
from rantau.study import Study
from rantau.study.coding_acts import adjudicate, assign, finish, lift, reopen, unassign, write_memo
from rantau.study.coding_listings import (
    assignment_rows,
    code_rows,
    coding_rows,
    difference_rows,
    memo_rows,
    suggestion_rows,
)
from rantau.study.coding_reports import agreement_of, analysis_report
from rantau.study.exchange_out import export_study


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_coding_study(tmp_path_factory.mktemp("made"))


@pytest.fixture
def study(made, tmp_path):
    with Study.open(shutil.copytree(made, tmp_path / "study")) as opened:
        yield opened


@pytest.fixture
def pair(study):
    """Ana and Ben, to whom the report is given blind by Cy."""
    cy = desk_of(study, "cy")
    for name in ("ana", "ben"):
        assign(cy, name, ["report.md"])
    return desk_of(study, "ana"), desk_of(study, "ben")


def code_both(ana, ben):
    """Both code debt; they differ on the raid (presence), the clinic (polarity) and the threat (place)."""
    for desk in (ana, ben):
        desk.add("report.md", "MS.micro.debt", quote="They owed him a year of wages.")
    ana.add("report.md", "SE.extraordinary_measure.raid", quote="Police raided the site and")
    ana.add("report.md", "HS.health", quote="A clinic", polarity="protection")
    ben.add("report.md", "HS.health", quote="A clinic in the border town", polarity="insecurity")
    ana.add("report.md", "SE.threat_framing", quote="called the workers a threat")
    ben.add("report.md", "SE.threat_framing", quote="raided the site again")


def coders_seen(desk):
    return {row["coder"] for row in coding_rows(desk.view())}


def test_no_listing_shows_a_blind_coder_what_others_did_until_both_are_done(study, pair, tmp_path):
    ana, ben = pair
    code_both(ana, ben)
    write_memo(ben, "I was not sure.", about="report.md")
    write_memo(ben, "Nor here.", about=ben.view().followed.now[0].id)
    write_memo(ben, "About the study.")

    assert coders_seen(ana) == {"ana"}
    assert [row["text"] for row in memo_rows(ana.view())] == ["About the study."]
    assert difference_rows(ana.view()) == []
    shown = {(one["code"], one["polarity"]) for row in code_rows(ana.view()) for one in row["codes"]}
    assert ("HS.health", "insecurity") not in shown
    assert agreement_of(ana.view(), samples=0).documents == 0
    assert "blind" in " ".join(analysis_report(ana.view(), orders=2)["notes"])
    export_study(ana, tmp_path / "ana.csv", "csv")
    assert ",ben," not in (tmp_path / "ana.csv").read_text("utf-8-sig")
    # Who does not code it sees it.
    assert coders_seen(desk_of(study, "cy")) == {"ana", "ben"}

    assert not finish(ana, "report.md")
    assert coders_seen(ana) == {"ana"}
    assert finish(ben, "report.md")
    assert coders_seen(ana) == coders_seen(ben) == {"ana", "ben"}
    assert len(memo_rows(ana.view())) == 3


def test_a_blind_coder_decides_on_every_suggestion_for_themselves(study, pair):
    ana, ben = pair
    id = suggest(study, "Police", "SE.threat_framing")

    ben.reject(id)

    assert [row["id"] for row in suggestion_rows(ana)] == [id]
    assert suggestion_rows(ben) == []


def test_what_they_differ_on_is_listed(study, pair):
    ana, ben = pair
    code_both(ana, ben)
    finish(ana, "report.md")
    finish(ben, "report.md")

    found = {(row["code"], row["differs"], tuple(row["silent"])) for row in difference_rows(ana.view())}

    assert found == {
        ("SE.extraordinary_measure.raid", "code", ("ben",)),
        ("HS.health", "polarity", ()),
        ("SE.threat_framing", "place", ()),
    }


@pytest.fixture
def settled(study, pair):
    ana, ben = pair
    code_both(ana, ben)
    finish(ana, "report.md")
    finish(ben, "report.md")
    return ana, ben, desk_of(study, "cy")


def test_a_difference_is_settled_with_its_reason_and_the_coders_own_codings_stay(study, settled):
    ana, _, cy = settled
    before = study.store.codings()
    raid = passage(study, "Police").id

    (one,) = adjudicate(
        cy, raid, "SE.extraordinary_measure.raid", applies=True, reason="a raid on a workplace, by the police"
    )

    assert (one.coder, one.adjudicated_by, one.status) == ("cy", "cy", "accepted")
    assert one.reason == "a raid on a workplace, by the police"
    assert one.quote == "Police raided the site and"
    assert [kept for kept in study.store.codings() if kept.id != one.id] == before
    assert "SE.extraordinary_measure.raid" not in {row["code"] for row in difference_rows(ana.view())}
    event = list(study.store.events())[-1]
    assert (event.action, event.reason) == ("coding.adjudicated", one.reason)
    assert event.details["coders"] == ["ana"]


def test_agreement_is_of_what_coders_did_before_it_was_settled(study, settled):
    ana, _, cy = settled
    before = agreement_of(ana.view(), samples=0)

    adjudicate(
        cy, passage(study, "Police").id, "SE.extraordinary_measure.raid", applies=False, reason="no measure"
    )

    after = agreement_of(ana.view(), samples=0)
    assert after.overall.measures == before.overall.measures
    assert before.coders == ("ana", "ben")
    rows = {row.code: row.measures["percent"].value for row in before.codes}
    # Four passages of the report (the heading is one); on the raid they differ on one of them.
    assert rows["MS.micro.debt"] == 1.0
    assert rows["SE.extraordinary_measure.raid"] == 0.75
    assert rows["HS.health"] == 1.0
    # Told apart by polarity, they differ on the clinic twice: one says insecurity and the other protection.
    apart = {
        row.code: row.measures["percent"].value
        for row in agreement_of(ana.view(), polarity=True, samples=0).codes
    }
    assert apart["HS.health (insecurity)"] == apart["HS.health (protection)"] == 0.75


def test_what_was_settled_is_what_counts(study, settled):
    ana, _, cy = settled
    raid, clinic = passage(study, "Police").id, passage(study, "A clinic").id

    adjudicate(cy, raid, "SE.extraordinary_measure.raid", applies=False, reason="a visit")
    adjudicate(cy, clinic, "HS.health", applies=True, polarity=["protection"], reason="it treats")

    standing = {(one.code, one.polarity): one.status for one in ana.view().judged}
    assert standing["SE.extraordinary_measure.raid", ""] == "rejected"
    assert standing["HS.health", "protection"] == "accepted"
    assert ("HS.health", "insecurity") not in standing


def test_a_decision_can_be_taken_again_and_taken_back(study, settled):
    _, _, cy = settled
    raid = passage(study, "Police").id
    adjudicate(cy, raid, "SE.extraordinary_measure.raid", applies=False, reason="a visit")
    adjudicate(cy, raid, "SE.extraordinary_measure.raid", applies=True, reason="a raid after all")

    assert [one.status for one in study.store.codings() if one.adjudicated_by] == ["accepted"]
    cy.undo()
    assert [one.status for one in study.store.codings() if one.adjudicated_by] == ["rejected"]
    cy.undo()
    assert [one for one in study.store.codings() if one.adjudicated_by] == []


@pytest.mark.parametrize(
    ("words", "code", "more", "message"),
    [
        ("Police", "SE.threat_framing", {}, "different words"),
        ("A clinic", "HS.health", {}, "different polarities"),
        ("The broker", "MS.micro.debt", {}, "do not differ"),
        ("Police", "SE.extraordinary_measure.raid", {"reason": " "}, "needs its reason"),
    ],
)
def test_what_cannot_be_settled_so_is_refused(study, settled, words, code, more, message):
    with pytest.raises(BadInput, match=message):
        adjudicate(settled[2], passage(study, words).id, code, **{"applies": True, "reason": "why", **more})


def test_the_words_of_a_decision_can_be_given(study, settled):
    (one,) = adjudicate(
        settled[2],
        passage(study, "Police").id,
        "SE.threat_framing",
        applies=True,
        quote="a threat",
        reason="the word itself",
    )

    assert one.quote == "a threat"


def test_a_blind_coder_settles_nothing(study, pair):
    ana, ben = pair
    code_both(ana, ben)

    with pytest.raises(BadInput, match="do not differ"):
        adjudicate(
            ana, passage(study, "Police").id, "SE.extraordinary_measure.raid", applies=True, reason="mine"
        )


def test_who_is_done_codes_no_more_there(study, pair):
    ana, ben = pair
    one = ana.add("report.md", "MS.micro.debt", quote="owed")
    finish(ana, "report.md")

    for act in (
        lambda: ana.add("report.md", "TP.means", quote="owed"),
        lambda: ana.remove(one.id),
        ana.undo,
        lambda: ana.reject(suggest(study, "Police", "SE.threat_framing")),
    ):
        with pytest.raises(BadInput, match="is done with"):
            act()
    ana.add("note.md", "SE.threat_framing", quote="a flood of people")

    reopen(ana, "report.md")
    ana.remove(one.id)
    finish(ana, "report.md")
    finish(ben, "report.md")
    with pytest.raises(BadInput, match="may have seen"):
        reopen(ana, "report.md")


def test_blindness_is_lifted_by_another_and_with_a_reason(study, pair):
    ana, ben = pair
    code_both(ana, ben)
    cy = desk_of(study, "cy")

    with pytest.raises(BadInput, match=r"you code report\.md blind"):
        lift(ana, "report.md", "curious")
    with pytest.raises(BadInput, match=r"you code report\.md blind"):
        unassign(ana, "ana", ["report.md"])
    with pytest.raises(BadInput, match=r"you code report\.md blind"):
        assign(ana, "ana", ["report.md"], blind=False)
    with pytest.raises(BadInput, match="needs its reason"):
        lift(cy, "report.md", " ")

    lift(cy, "report.md", "we train together")

    assert coders_seen(ana) == {"ana", "ben"}
    event = list(study.store.events())[-1]
    assert (event.action, event.reason) == ("blindness.lifted", "we train together")


def test_assignments_are_listed_with_how_they_stand(study, pair):
    finish(pair[0], "report.md")

    rows = assignment_rows(desk_of(study, "cy").view())

    assert [(row["coder"], row["document"], row["blind"], row["done"], row["open"]) for row in rows] == [
        ("ana", "report.md", True, True, False),
        ("ben", "report.md", True, False, False),
    ]


def test_a_document_that_was_not_given_cannot_be_finished(study, pair):
    with pytest.raises(BadInput, match=r"note\.md is not given to ana"):
        finish(pair[0], "note.md")
    unassign(desk_of(study, "cy"), "ben", ["report.md"])
    with pytest.raises(BadInput, match="is not given to ben"):
        finish(pair[1], "report.md")
    assert [one.document for one in study.store.assignments()] == [document(study).id]
