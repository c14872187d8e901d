"""Scenarios, work and the brief for programs; and rows read ahead, which are those read one by one."""

import pytest
from test_attacks import signed_in, team  # noqa: F401  a fixture

from rantau.simulation.scenario import shipped_scenarios
from rantau.study import Study
from rantau.study.evidence_listings import claim_rows, finding_rows, review_rows
from rantau.study.reviewing import open_suggestion_rows

TEXT = 'title = "Legal aid"\n\n[[change]]\nlever = "legal_aid"\nwhere = "everywhere"\nto = 0.8\n'


@pytest.fixture(scope="module")
def ask(workbench):
    """Sends JSON as the owner."""
    token = {"X-CSRF-Token": workbench.csrf()}
    return lambda method, path, **sent: workbench.request(method, f"/api{path}", headers=token, **sent)


def test_a_scenario_is_checked_made_and_written_by_programs(ask, demo):
    wrong = ask("POST", "/scenarios/check", json={"text": TEXT.replace("0.8", "8")}).json()
    assert (wrong["right"], wrong["change"], wrong["key"]) == (False, 1, "to")
    assert "legal_aid goes from 0 to 1" in wrong["problem"]
    assert ask("POST", "/scenarios/check", json={"text": TEXT}).json()["right"]

    assert (
        ask("POST", "/scenarios", json={"name": "aid", "text": TEXT.replace("0.8", "8")}).status_code == 400
    )
    assert not (demo / "scenarios/aid.toml").exists()
    made = ask("POST", "/scenarios", json={"name": "aid", "text": TEXT})
    assert made.status_code == 201
    assert made.json()["changes"][0]["amount"] == 0.8
    assert ask("POST", "/scenarios", json={"name": "aid"}).status_code == 400, "the name is taken"

    text, version = TEXT.replace("0.8", "0.6"), made.json()["version"]
    assert ask("PUT", "/scenarios/aid", json={"text": text, "version": "old"}).status_code == 409
    written = ask("PUT", "/scenarios/aid", json={"text": text, "version": version}).json()
    assert written["changes"][0]["amount"] == 0.6
    assert (demo / "scenarios/aid.toml").read_text() == text
    shipped = ask("GET", "/scenarios/employer_pays").json()
    sent = {"text": text, "version": shipped["version"]}
    assert ask("PUT", "/scenarios/employer_pays", json=sent).status_code == 400, (
        "one that ships is not written"
    )
    rows = ask("GET", "/scenarios").json()
    assert {row["name"] for row in rows} == {*shipped_scenarios(), "aid"}


def test_what_cannot_be_simulated_is_refused_at_once(ask, workbench):
    before = len(workbench.app.state.frame.jobs.all())

    for order, status in (
        ({"scenarios": []}, 422),
        ({"scenarios": ["nothing"]}, 400),
        ({"scenarios": ["employer_pays"], "explain": "happiness"}, 400),
        ({"scenarios": ["baseline"], "explain": "identified"}, 400),
        ({"scenarios": ["employer_pays"], "draws": -1}, 422),
        ({"scenarios": ["employer_pays"], "by": "village"}, 422),
    ):
        assert ask("POST", "/simulations", json=order).status_code == status, order
    assert len(workbench.app.state.frame.jobs.all()) == before
    assert ask("GET", "/simulations/last").status_code == 404
    assert ask("GET", "/jobs/none").status_code == 404


def test_the_brief_is_told_of_and_given(ask, demo):
    told = ask("GET", "/brief").json()

    assert told["stages"]["brief"] in ("done", "to do")
    assert "brief.json" in told["files"]
    assert ask("GET", "/brief/files/brief.json").content == (demo / "out/brief.json").read_bytes()
    assert ask("GET", "/brief/files/../study.toml").status_code == 404


def test_who_may_only_read_changes_nothing_by_programs(team):  # noqa: F811
    reader = signed_in(team, "reader")
    token = {"X-CSRF-Token": reader.csrf()}

    for method, path, sent in (
        ("POST", "/api/scenarios", {"name": "x", "text": TEXT}),
        ("PUT", "/api/scenarios/x", {"text": TEXT}),
        ("POST", "/api/scenarios/check", {"text": TEXT}),
        ("POST", "/api/simulations", {"scenarios": ["employer_pays"]}),
        ("POST", "/api/brief", None),
        ("POST", "/api/jobs/1/cancel", None),
        ("GET", "/api/jobs", None),
    ):
        assert reader.request(method, path, json=sent, headers=token).status_code == 403, path
    assert reader.get("/api/scenarios").status_code == 200


def test_rows_read_ahead_are_those_read_one_by_one(demo):
    with Study.open(demo) as study:
        documents = study.store.documents()
        ahead = study.reading_ahead(documents)
        for rows_of in (claim_rows, finding_rows, review_rows, open_suggestion_rows):
            for one in documents:
                assert rows_of(ahead, one.id) == rows_of(study, one.id)
        claims = study.store.claims()
        assert study.store.claims_named(one.id for one in reversed(claims)) == claims
