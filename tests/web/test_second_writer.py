"""Two at one record: who saves second is shown what the first has done, and what the first has done stands."""

import re

import pytest
from test_refusals import forms_of, said
from test_review import form_of
from whispers import PASSWORD
from workbenches import HERE, Client, copied

from rantau.study import Study
from rantau.study.accounts import account_rows, add_account
from rantau.study.coding_acts import assign, finish
from rantau.study.coding_desk import CodingDesk
from rantau.web import create_app
from rantau.web.serving import Serving

OWN = {
    # one's own codings, memos and acts: nobody else writes them
    "/coding/codings/add", "/coding/codings/remove", "/coding/suggestions/{decision}", "/coding/undo",
    "/coding/documents/{id}/state", "/coding/memos", "/coding/memos/remove", "/claims/undo", "/review/undo",
    "/api/codings", "/api/codings/{id}", "/api/suggestions/{id:path}/accept", "/api/suggestions/{id:path}/reject",
    "/api/coding/undo", "/api/coding/redo", "/screening", "/screening/cases", "/screening/cases/{key}/forget",
    "/sign-in", "/sign-out", "/preferences",
}  # fmt: skip
NEW = {
    # makes what was not there, and refuses where it is
    "/sources/upload", "/scenarios/new", "/scenarios/{name}/copy", "/api/scenarios", "/monitor/rounds",
    # asks whether it waits still, under the same turn
    "/coding/waiting/{id}", "/api/adjudications",
    # begins work in the background, one after the other
    "/jobs/run", "/jobs/{id}/cancel", "/api/jobs/{id}/cancel", "/scenarios/simulate", "/api/simulations",
    "/brief/build", "/api/brief", "/coding/report", "/api/scenarios/check",
    # gives or takes as often as one likes, with the same end
    "/coding/assignments", "/accounts/{name}/remove",
}  # fmt: skip
BY_BODY = {"/api/scenarios/{name}", "/scenarios/{name}/edit"}
"""Which read the version from what is sent by themselves; the tests of scenarios try them."""


@pytest.fixture(scope="module")
def desks(made_demo, tmp_path_factory):
    """Two owners at one workbench, who both coded a document, and differ on it."""
    path = copied(made_demo, tmp_path_factory.mktemp("two") / "study")
    with Study.open(path) as study:
        document = study.store.documents()[0].id
        passage = next(one for one in study.store.passages(document) if one.kind == "paragraph").id
        for name in ("ana", "budi"):
            add_account(study.store, name, "owner", password=PASSWORD)
            desk = CodingDesk(study, name)
            assign(desk, name, [document], blind=False)
            desk.add(passage, "HS.personal" if name == "ana" else "HS.economic", polarity="insecurity")
            finish(desk, document)
    app = create_app(path, Serving(accounts=True))
    found = []
    for name in ("ana", "budi"):
        client = Client(app, base_url=HERE)
        assert (
            client.submit("/sign-in", {"name": name, "password": PASSWORD}, page="/sign-in").status_code
            == 200
        )
        client.headers["X-CSRF-Token"] = client.csrf("/")
        found.append(client)
    yield found
    app.state.frame.close()


@pytest.fixture
def study(desks):
    return desks[0].app.state.frame.study


def test_every_form_that_changes_what_others_change_carries_the_version_that_it_was_made_from(desks):
    bare = {path for path, _, fields in forms_of(desks[0].app) if "version" not in fields}
    assert bare == OWN | NEW | BY_BODY


@pytest.mark.parametrize("kind", ["claim", "citation", "grade"])
def test_of_two_who_decide_on_one_record_the_second_sees_the_first(desks, study, kind):
    ana, budi = desks
    page = ana.get("/review", params={"kind": kind}).text
    act = "change" if kind == "citation" else "accept"
    form = form_of(page, act)
    assert form["item"] in budi.get("/review", params={"kind": kind, "item": form["item"]}).text
    first = {**form, "reason": "read"}
    if kind == "citation":
        first["value"] = re.search(r'name="value" value="([^"]+)"', page).group(1)
    assert ana.post("/review/decide", data=first).status_code == 200
    before = study.store.head()
    second = {
        **form,
        "act": "change" if kind in ("grade", "citation") else "reject",
        "value": "none",
        "reason": "no",
    }
    late = budi.post("/review/decide", data=second)
    assert late.status_code in (404, 409)
    assert "waits no longer" in late.text or "Somebody else changed this" in late.text
    assert study.store.head() == before
    assert next(one for one in study.store.decisions() if one.subject == form["item"]).by == "ana"


def test_of_two_who_add_an_account_of_one_name_the_second_sees_the_first(desks, study):
    version = re.search(r'name="version" value="(\w+)"', desks[0].get("/accounts").text).group(1)
    given = {"name": "citra", "role": "coder", "password": PASSWORD, "version": version}
    assert desks[0].post("/accounts", data=given).status_code == 200
    late = desks[1].post("/accounts", data={**given, "role": "owner", "password": f"{PASSWORD} other"})
    assert late.status_code == 409
    assert "coder" in late.text
    assert "owner" in late.text
    assert PASSWORD not in late.text
    assert next(one for one in account_rows(study.store) if one["name"] == "citra")["role"] == "coder"


def test_what_one_program_has_settled_another_does_not_settle_over(desks):
    row = desks[0].get("/coding/differences.json").json()[0]
    given = {"passage": row["passage"], "code": row["code"], "applies": True, "reason": "read"}
    assert desks[0].post("/api/adjudications", json=given).status_code == 200
    late = desks[1].post("/api/adjudications", json={**given, "applies": False})
    assert late.status_code == 404
    assert "somebody has settled it" in late.json()["message"]
    settled = [one for one in desks[0].get("/coding/codings.json").json() if one["adjudicated_by"]]
    assert [(one["status"], one["adjudicated_by"]) for one in settled] == [("accepted", "ana")]


def test_one_coder_in_two_windows_does_nothing_twice(desks, study):
    ana = desks[0]
    document = study.store.documents()[1].id
    passage = next(one for one in study.store.passages(document) if one.kind == "paragraph").id
    given = {"passage": passage, "code": "MS.micro.debt", "start": "0", "end": "12", "next": "/coding"}
    assert ana.post("/coding/codings/add", data=given).status_code == 200
    again = ana.post("/coding/codings/add", data=given)
    mine = study.store.codings(document, coder="ana")
    assert len(mine) == 1, "the same words bear the same code twice"
    assert again.status_code in (200, 400)
    assert ana.post("/coding/memos", data={"text": "Once."}).status_code == 200
    memo = next(one for one in study.store.memos() if one.text == "Once.")
    assert ana.post("/coding/memos/remove", data={"memo": memo.id}).status_code == 200
    late = ana.post("/coding/memos/remove", data={"memo": memo.id})
    assert (late.status_code, "has no memo" in said(late)) == (400, True)
    assert ana.post("/coding/codings/remove", data={"coding": mine[0].id}).status_code == 200
    late = ana.post("/coding/codings/remove", data={"coding": mine[0].id})
    assert (late.status_code, "has no coding" in said(late)) == (400, True)


def test_two_makers_of_one_name_do_not_meet(desks, study):
    table = {"table": ("round.csv", b"indicator,place,year,source,value\n")}
    for path, form, files in (
        ("/scenarios/new", {"name": "both"}, None),
        ("/monitor/rounds", {"name": "both"}, table),
    ):
        answers = [one.post(path, data=form, files=files) for one in desks]
        assert answers[1].status_code == 400, path
    assert [one.status_code for one in answers] in ([200, 400], [400, 400])
