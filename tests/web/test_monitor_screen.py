"""The monitor and its neighbours: promises, practice, stance and recommendations as screens."""

import html
import re

import pytest
from workbenches import client_of

from rantau.study import Study
from rantau.study.monitor_drafting import draft_of
from rantau.study.policy_monitor import take_round

ROUND = (
    "indicator,place,year,value,status,source\n"
    "PI09,MYS,2023,40,reported,made up for the tests\n"
    "PI09,THA,2023,100,reported,made up for the tests\n"
)


@pytest.fixture
def own_workbench(own_demo):
    client = client_of(own_demo)
    yield client
    client.app.state.frame.close()


def test_a_round_is_taken_in_and_its_figures_stand_with_word_and_sign(own_workbench):
    answer = own_workbench.submit(
        "/monitor/rounds",
        {"name": "first"},
        page="/monitor/rounds",
        files={"table": ("r.csv", ROUND.encode())},
    )

    assert answer.status_code == 200
    assert "first" in answer.text
    rows = own_workbench.get("/api/monitor?q=Screening&state=Malaysia").json()["rows"]
    (row,) = [one for one in rows if one["indicator"] == "PI09"]
    assert (row["value"], row["year"]) == (40.0, 2023)
    listed = own_workbench.get("/monitor?q=Screening&state=Malaysia").text
    assert row["mark"] in listed


def test_states_stand_beside_each_other_and_each_cell_leads_to_its_row(own_workbench):
    with Study.open(own_workbench.app.state.frame.study.path) as study:
        (study.path / "r.csv").write_text(ROUND)
        take_round(study, study.path / "r.csv", "first")

    page = own_workbench.get("/monitor/states?pillar=protection").text
    (line,) = re.findall(
        r'<tr><th scope="row"><a href="[^"]+">Screening before deportation.*?</tr>', page, re.S
    )
    cells = re.findall(r'<td class="cell">(.*?)</td>', line, re.S)
    told = [html.unescape(one) for one in re.findall(r'<a href="([^"]+)"', "".join(cells))]

    assert len(cells) == len(re.findall(r'<th scope="col">', page)) - 1 == 11
    assert len(told) == 2
    assert "Core ratifications" not in page
    rows = [own_workbench.get(one.replace("/monitor?", "/monitor.json?")).json() for one in told]
    assert [[(row["state"], row["value"]) for row in each] for each in rows] == [
        [("MYS", 40.0)],
        [("THA", 100.0)],
    ]
    assert page.count('<th scope="row">') == 1
    assert own_workbench.get("/monitor/states?pillar=protection&all=1").text.count('<th scope="row">') > 10


def test_a_round_that_is_wrong_is_refused_with_its_line(own_workbench):
    answer = own_workbench.submit(
        "/monitor/rounds",
        {"name": "wrong"},
        page="/monitor/rounds",
        files={"table": ("r.csv", ROUND.replace("PI09,THA", "PI999,THA").encode())},
    )

    assert answer.status_code == 400
    assert "line 3" in answer.text
    assert "Traceback" not in answer.text


def test_a_recommendation_leads_to_the_claims_that_fired_it(workbench, ids):
    page = workbench.get(f"/recommendations/{ids['recommendation']}").text
    group = re.search(r'href="(/groups/g[^"]+)"', page)

    assert workbench.get(group[1]).status_code == 200


def test_no_such_recommendation_is_said_in_a_sentence(workbench):
    answer = workbench.get("/recommendations/nothing")

    assert answer.status_code == 404
    assert "There is no such recommendation" in answer.text


def test_a_round_is_drafted_from_the_study_and_can_be_taken_in(own_demo, own_workbench):
    workbench = own_workbench
    assert "/monitor/rounds/draft.csv" in workbench.get("/monitor/rounds").text

    drafted = workbench.get("/monitor/rounds/draft.csv")
    taken = workbench.submit(
        "/monitor/rounds",
        {"name": "drafted"},
        files={"table": ("draft.csv", drafted.content, "text/csv")},
        page="/monitor/rounds",
    )

    assert "drafted" in taken.text
    known = {
        row["indicator"] for row in workbench.get("/monitor.json", params={"q": "PI33"}).json() if row["year"]
    }
    assert known == {"PI33"}

    def notes():
        with Study.open(own_demo) as study:
            return [one.note for one in draft_of(study).rows if one.indicator == "PI37"]

    (note,) = notes()
    with Study.open(own_demo) as study:
        study.decide(note.removeprefix("drafted from "), "rejected", "misread")
    assert notes() != [note]


def test_a_proposed_measure_is_confirmed_by_a_person_or_is_none(own_workbench):
    first, second = [
        one for one in own_workbench.get("/measures/proposed.json").json() if one["status"] == "proposed"
    ][:2]
    address = f"/measures/proposed/{first['id']}"
    page = own_workbench.get(address).text
    assert first["quote"][:20] in page
    version = re.search(r'name="version" value="(\w+)"', page).group(1)
    sent = {"act": "confirm", "version": version, "reason": "the law is in force", "name": "A law", "start": "2018-05",
            "kind": "protection", "level": "law", "securitised": "", "protective": "more"}  # fmt: skip

    assert own_workbench.submit(address, sent).status_code == 400  # for nobody
    answer = own_workbench.submit(address, {**sent, "group": ["children", "fishers"]})
    assert answer.status_code == 200
    assert "confirmed" in answer.text
    listed = own_workbench.get("/api/measures?q=A law").json()["rows"]
    assert [(one["start"], one["groups"]) for one in listed if one["id"] == first["id"]] == [
        ("2018-05", ["children", "fishers"])
    ]
    assert (
        own_workbench.submit(address, {"act": "reject", "version": version, "reason": "no"}).status_code
        == 409
    )

    other = f"/measures/proposed/{second['id']}"
    assert (
        own_workbench.submit(other, {"act": "reject", "version": version, "reason": " "}).status_code == 400
    )
    assert (
        "rejected"
        in own_workbench.submit(other, {"act": "reject", "version": version, "reason": "no act"}).text
    )
    assert own_workbench.get("/measures/proposed/nothing").status_code == 404
