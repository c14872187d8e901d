"""Review: what waits, decided on one after the other, and taken back."""

import re

import pytest
from workbenches import client_of, copied

from rantau.study import Study
from rantau.study.deciding import apply_matches
from rantau.study.live_rows import Listed
from rantau.study.reviewing import Queue, Tally


@pytest.fixture(scope="module")
def desk(made_demo, tmp_path_factory):
    """A client of a study of one's own, which these tests change."""
    path = copied(made_demo, tmp_path_factory.mktemp("review") / "study")
    client = client_of(path)
    client.study = path
    yield client
    client.app.state.frame.close()


def form_of(page, act):
    """The hidden fields of the form of an act."""
    form = next(
        one for one in re.findall(r"<form.*?</form>", page, re.S) if f'name="act" value="{act}"' in one
    )
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def take(desk, kind, act, **more):
    page = desk.get(f"/review?kind={kind}").text
    form = form_of(page, act) | more
    return form["item"], desk.post("/review/decide", data=form)


def queue_of(*documents, **asked):
    made = {
        name: [{"id": f"{name}/q{n}", "kind": "claim", "confidential": False} for n in numbers]
        for name, *numbers in documents
    }
    return Queue((Listed((1, ""), 1, list(made), made),), "ana", **asked)


def test_the_next_follows_the_one_before_and_after_the_last_comes_the_first():
    queue = queue_of(("d1", 1, 2), ("d2",), ("d3", 3))

    assert [queue.after(id)["id"] for id in ("", "d1/q1", "d1/q2", "d3/q3")] == [
        "d1/q1",
        "d1/q2",
        "d3/q3",
        "d1/q1",
    ]
    assert queue_of(("d1", 1)).after("d1/q1") is None
    assert queue_of(("d1", 1), kind="grade").after() is None
    assert Tally().of(queue_of(("d1", 1, 2), ("d2", 3), document="d2")) == {"claim": 1}


def test_what_a_person_decided_or_may_not_read_waits_no_longer():
    queue = queue_of(("d1", 1, 2, 3))
    rows = queue.parts[0].by_document["d1"]
    rows[0]["decided"], rows[1]["confidential"] = ("ana",), True

    assert queue.after()["id"] == "d1/q3"
    assert queue.find("d1/q1") is None
    assert Tally().of(queue) == {"claim": 1}


def test_a_claim_is_accepted_with_a_reason_and_the_next_one_stands_there(desk):
    id, answer = take(desk, "claim", "accept")

    assert answer.status_code == 200
    assert f'name="item" value="{id}"' in answer.text  # of the form that takes it back
    assert form_of(answer.text, "accept")["item"] != id
    with Study.open(desk.study) as study:
        decision = next(one for one in study.store.decisions() if one.subject == id)
        assert decision.value == "accepted"
        assert decision.reason
    assert desk.get(f"/claims/{id}").text.count("accepted")

    back = desk.submit("/review/undo", {"item": id, "kind": "claim"}, page="/review")

    assert form_of(back.text, "accept")["item"] == id
    with Study.open(desk.study) as study:
        assert study.store.decisions() == []
        assert study.store.events_of(id)[-1].action == "decision.undone"
        assert next(one for one in study.store.claims() if one.id == id).status == "proposed"


def test_a_rejection_needs_its_reason_and_outlives_a_decision_that_was_made_meanwhile(desk):
    _, answer = take(desk, "claim", "reject")
    assert answer.status_code == 400
    page = desk.get("/review?kind=claim").text
    form = form_of(page, "reject")
    with Study.open(desk.study) as study:
        study.acting_as("Somebody").decide(form["item"], "accepted", "seen")

    answer = desk.post("/review/decide", data={**form, "reason": "no"})

    assert answer.status_code in (404, 409)
    with Study.open(desk.study) as study:
        assert next(one for one in study.store.decisions() if one.subject == form["item"]).value == "accepted"


def test_suggestions_are_accepted_rejected_and_given_another_code(desk):
    first, _ = take(desk, "suggestion", "reject", reason="not of this")
    second, _ = take(desk, "suggestion", "change", value="PR.monitoring", polarity="")
    third, _ = take(desk, "suggestion", "change", value="PR.monitoring", polarity="")
    with Study.open(desk.study) as study:
        codings = study.store.codings()
        assert {one.status for one in codings} == {"accepted", "rejected"}
        assert any(one.code == "PR.monitoring" and one.status == "accepted" for one in codings)
    assert len({first, second, third}) == 3
    assert "Passages accepted" in desk.get("/review/learned").text

    desk.submit("/review/undo", {"item": third, "kind": "suggestion"}, page="/review")

    with Study.open(desk.study) as study:
        assert len(study.store.codings()) < len(codings)
    # Only the last act is taken back, and only where it was this one.
    assert desk.submit("/review/undo", {"item": first}, page="/review").status_code == 400


def test_a_grade_is_overruled_and_a_citation_given_its_entry(desk):
    id, answer = take(desk, "grade", "change", value="moderate", reason="two more witnesses")
    assert answer.status_code == 200
    with Study.open(desk.study) as study:
        assert next(one for one in study.store.decisions() if one.subject == id).value == "moderate"
        citation = next(one for one in study.store.citations() if one.status == "matched")
        with study.store.transaction() as transaction:
            transaction.put_match(citation.id, citation.text, None, "ambiguous")
            transaction.record("decision.test", citation.id)
        entry = study.store.references(citation.document)[0]
        cited = entry.cited

        desk.get("/review?kind=citation")
        answer = desk.submit(
            "/review/decide",
            {
                "item": citation.id,
                "act": "change",
                "value": entry.id,
                "version": form_version(desk, citation.id),
            },
            page="/review",
        )

        assert answer.status_code == 200
        now = next(one for one in study.store.citations(citation.document) if one.id == citation.id)
        assert (now.status, now.reference) == ("matched", entry.id)
        assert study.store.references(citation.document)[0].cited == cited + (citation.reference != entry.id)
        # Read anew, the document's citation means what the person said.
        with study.store.transaction() as transaction:
            transaction.put_match(citation.id, citation.text, None, "dangling")
            apply_matches(transaction, citation.document, study.store.decisions())
            transaction.record("document.test", citation.document)
        now = next(one for one in study.store.citations(citation.document) if one.id == citation.id)
        assert (now.status, now.reference) == ("matched", entry.id)
        desk.submit("/review/undo", {"item": citation.id}, page="/review")
        now = next(one for one in study.store.citations(citation.document) if one.id == citation.id)
        assert now.status == "ambiguous"


def form_version(desk, id):
    page = desk.get("/review", params={"item": id}).text
    assert id in page
    return re.search(r'name="version" value="([^"]*)"', page).group(1)


def test_keys_are_shown_and_can_be_switched_off(desk):
    assert 'data-key="a"' in desk.get("/review").text
    desk.submit("/preferences", {"keys": "off", "next": "/review"})
    page = desk.get("/review").text
    assert "data-key" not in page
    assert "<kbd>" not in page
    desk.submit("/preferences", {"keys": "on", "next": "/review"})


def test_a_claim_is_corrected_and_the_form_shows_what_it_says(desk):
    page = desk.get("/review?kind=claim").text
    form = form_of(page, "correct")
    fields = dict(re.findall(r'name="(said_\w+)" value="([^"]*)"', page))
    assert {"said_value", "said_places", "said_period"} <= set(fields)

    answer = desk.post("/review/decide", data={**form, **fields, "said_value": "x"})
    assert answer.status_code == 400
    assert "is no number" in answer.text
    answer = desk.post(
        "/review/decide", data={**form, **fields, "said_value": "12345", "said_low": "", "said_high": ""}
    )
    assert answer.status_code == 200
    assert f'name="item" value="{form["item"]}"' in answer.text  # of the form that takes it back

    with Study.open(desk.study) as study:
        claim = next(one for one in study.store.claims() if one.id == form["item"])
        assert (claim.value, claim.status) == (12345, "corrected")
        assert claim.machine is not None
    shown = desk.get(f"/claims/{form['item']}").text
    assert "The machine read" in shown
    assert "12,345" in shown
    # whoever still sees the form as it was is shown what stands now
    assert desk.post("/review/decide", data={**form, **fields, "said_value": "4"}).status_code in (404, 409)
    own = form_of(shown, "correct")
    assert (
        desk.post("/claims/decide", data={**own, "said_unit": "percent", "said_value": "12"}).status_code
        == 200
    )
    assert desk.post("/claims/decide", data={**own, "said_unit": "cases"}).status_code == 409

    back = desk.submit("/claims/undo", {"item": form["item"]}, page=f"/claims/{form['item']}")
    assert "12,345" in back.text
    # who is counted, by the same form
    own = form_of(back.text, "correct")
    refused = desk.post("/claims/decide", data={**own, "said_age": "young at heart"})
    assert refused.status_code == 400
    assert "is no age" in refused.text
    who = {
        "said_sex": "male",
        "said_age": "18-24",
        "said_sector": "tin mines",
        "said_nationality": "Viet Nam",
    }
    again = desk.post("/claims/decide", data={**own, **who}).text
    with Study.open(desk.study) as study:
        group = next(one for one in study.store.claims() if one.id == form["item"]).group
        assert (group.sex, group.age, group.sector, group.nationality) == (
            "male",
            "18–24",
            "tin mines",
            "Vietnamese",
        )
    assert re.search(r'<option value="male" selected>', again)
    assert 'name="said_age" value="18–24"' in again
    desk.submit("/claims/undo", {"item": form["item"]}, page=f"/claims/{form['item']}")
    desk.submit("/claims/undo", {"item": form["item"]}, page=f"/claims/{form['item']}")
    with Study.open(desk.study) as study:
        assert next(one for one in study.store.claims() if one.id == form["item"]).machine is None
