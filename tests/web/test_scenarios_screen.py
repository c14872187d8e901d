"""Scenarios: looking, copying, editing with errors in sentences, simulating in the background, and what came of it."""

import json
import re
import time

import pytest
from test_attacks import signed_in, team  # noqa: F401  a fixture
from test_brief_screen import until_over
from test_browser import faults_of
from workbenches import client_of

from rantau.simulation.levers import LEVERS
from rantau.simulation.scenario import shipped_scenarios
from rantau.study import Study

EARLY = """title = "The employer pays at once"
description = "For the tests: early & <b>small</b>."

[[change]]
lever = "employer_pays"
where = ["everywhere"]
to = 0.9
from = "+2"
over = 3
"""


@pytest.fixture(scope="module")
def simulated(demo):
    """A workbench in which a scenario was copied, edited and simulated, all by forms."""
    client = client_of(demo)
    edit = client.submit("/scenarios/employer_pays/copy", {"new": "early"})
    assert edit.url.path == "/scenarios/early/edit"
    version = re.search(r'name="version" value="([^"]+)"', edit.text).group(1)
    saved = client.submit(
        "/scenarios/early/edit/text", {"text": EARLY.replace("\n", "\r\n"), "version": version}
    )
    assert saved.url.path == "/scenarios/early"
    form = {"scenario": "early", "draws": "0", "scale": "20000", "months": "12"}
    job = until_over(client, str(client.submit("/scenarios/simulate", form).url))
    assert (job.state, job.problem, job.result) == ("done", "", "/scenarios-result")
    assert (job.stage, job.done, job.total) == ("simulation", 2, 2)
    yield client
    client.app.state.frame.close()


def test_every_scenario_and_every_lever_stands_there_with_its_bounds(workbench):
    page = workbench.get("/scenarios").text

    for name in set(shipped_scenarios()) - {"baseline"}:
        assert f'href="/scenarios/{name}"' in page
        assert f'name="scenario" value="{name}"' in page
    assert 'href="/levers"' in page
    levers = {row["name"]: row for row in workbench.get("/levers.json").json()}
    assert {name: (row["low"], row["high"]) for name, row in levers.items()} == {
        one.name: (one.low, one.high) for one in LEVERS.values()
    }
    assert "does not forecast" in page
    told = workbench.get("/scenarios/employer_pays").text
    assert "is multiplied by 0.5" in told
    assert "from 12 months after the start, growing evenly over 24 months" in told
    assert workbench.get("/scenarios/nothing").status_code == 404
    assert workbench.get("/scenarios/employer_pays/edit").status_code == 404, "one that ships is not edited"


def test_what_is_wrong_is_said_to_the_line_and_nothing_is_written(simulated, demo):
    page = simulated.get("/scenarios/early/edit").text
    version = re.search(r'name="version" value="([^"]+)"', page).group(1)
    kept = (demo / "scenarios/early.toml").read_bytes()

    for wrong, sentence in (
        (EARLY.replace("0.9", "9"), "early.toml, line 7: employer_pays goes from 0 to 1"),
        (EARLY.replace("employer_pays", "wishes"), "there is no lever &#39;wishes&#39;"),
        ("</textarea><script>alert(1)</script>", "is no TOML file"),
    ):
        answer = simulated.submit("/scenarios/early/edit/text", {"text": wrong, "version": version})
        assert answer.status_code == 400
        assert sentence in answer.text
        assert "<script>alert" not in answer.text
        assert (demo / "scenarios/early.toml").read_bytes() == kept
    assert kept == EARLY.encode()


def test_who_saves_second_sees_both(simulated, demo):
    answer = simulated.submit("/scenarios/early/edit/text", {"text": "title = 'Mine'", "version": "old"})

    assert answer.status_code == 409
    assert "The employer pays at once" in answer.text
    assert "&#39;Mine&#39;" in answer.text
    assert (demo / "scenarios/early.toml").read_text() == EARLY


@pytest.mark.parametrize("name", ["", "../evil", "a/b", ".hidden", "early", "x" * 80])
def test_a_copy_needs_a_name_that_is_one_and_is_free(simulated, demo, name):
    before = sorted((demo / "scenarios").iterdir())

    assert simulated.submit("/scenarios/employer_pays/copy", {"new": name}).status_code == 400
    assert sorted((demo / "scenarios").iterdir()) == before


@pytest.mark.parametrize(
    "changed",
    [
        {"scenario": []},
        {"scenario": "nothing"},
        {"draws": "-1"},
        {"scale": "0"},
        {"scale": "nan"},
        {"months": "0"},
    ],
)
def test_what_cannot_be_simulated_is_refused_at_once(workbench, changed):
    before = len(workbench.app.state.frame.jobs.all())
    form = {"scenario": "clean_borders", "draws": "0", "scale": "20000", "months": "24"}

    assert workbench.submit("/scenarios/simulate", form | changed).status_code in (400, 422)
    assert len(workbench.app.state.frame.jobs.all()) == before


def test_the_result_stands_there_with_what_it_rests_on(simulated, demo):
    summary = json.loads((demo / "out/simulation/summary.json").read_text())
    page = simulated.get("/scenarios-result").text

    for share in ("spared_share", "newly_share"):
        middle = summary["against_baseline"]["early"][share]["middle"]
        (told,) = re.findall(rf'/provenance/simulated/share/early/{share}">\s*([\d.]+) %', page)
        assert float(told) == round(100 * middle, 2 if 0 < 100 * middle < 1 else 0)
    assert "does not forecast" in page
    bases = summary["parameters"]
    assert f"{bases['assumed']} of {sum(bases.values())} parameters are assumed" in page
    assert "there are no intervals" in page
    total = summary["totals"]["early"]["new_departures"]["middle"]
    leads = '/provenance/simulated/total/early/new_departures">'
    assert f"{leads}{total:,.0f}</a></td>" in page
    assert "Simulate again before using them" not in page
    for name in json.loads((demo / "out/simulation/manifest.json").read_text()):
        assert f"/scenarios-result/files/{name}" in page
        got = simulated.get(f"/scenarios-result/files/{name}")
        assert got.content == (demo / "out/simulation" / name).read_bytes()
    with Study.open(demo) as study:
        acts = [(one.action, one.subject) for one in study.store.events()]
    assert acts.count(("scenario.written", "early")) == 2


def test_a_result_whose_scenario_was_changed_since_says_so(simulated, demo):
    path = demo / "scenarios/early.toml"
    path.write_text(EARLY.replace("0.9", "0.8"))
    page = simulated.get("/scenarios-result").text
    path.write_text(EARLY)

    assert "Simulate again before using them" in page
    assert "Simulate again before using them" not in simulated.get("/scenarios-result").text


@pytest.mark.parametrize(
    "name", ["manifest.json", "../manifest.json", "..%2f..%2fstudy.toml", "%2fetc%2fpasswd", ""]
)
def test_no_other_file_comes_out(simulated, demo, name):
    assert simulated.get(f"/scenarios-result/files/{name}").status_code == 404
    assert simulated.get(f"/scenarios-result/pictures/{name}.svg").status_code == 404


def test_a_simulation_that_is_cancelled_keeps_its_draws_and_leaves_the_result_alone(simulated, demo):
    before = (demo / "out/simulation/summary.json").read_bytes()
    form = {"scenario": "early", "draws": "2000", "scale": "20000", "months": "12"}
    address = str(simulated.submit("/scenarios/simulate", form).url)
    job = simulated.app.state.frame.jobs.get(address.rsplit("/", 1)[1])
    end = time.monotonic() + 60
    while job.done < 3:
        assert time.monotonic() < end and not job.over, job.problem  # noqa: PT018
        time.sleep(0.01)
    simulated.submit(f"/jobs/{job.id}/cancel")
    until_over(simulated, address)

    assert job.state == "cancelled"
    assert 3 <= len(list((demo / "simulation").glob("early-*/draw-*.npz"))) < 2000
    assert (demo / "out/simulation/summary.json").read_bytes() == before


def test_a_reader_looks_and_an_analyst_runs(team):  # noqa: F811
    reader, analyst = signed_in(team, "reader"), signed_in(team, "analyst")

    page = reader.get("/scenarios").text
    assert "/scenarios/simulate" not in page
    assert "/copy" not in reader.get("/scenarios/employer_pays").text
    for path in ("/scenarios/simulate", "/scenarios/employer_pays/copy", "/scenarios/x/edit"):
        assert reader.submit(path, {"scenario": "clean_borders", "new": "x"}).status_code == 403
    assert "/scenarios/simulate" in analyst.get("/scenarios").text


def test_axe_finds_nothing_on_the_result_and_the_form(simulated, visit):
    for scheme in ("light", "dark"):
        one = visit(color_scheme=scheme)
        for path in ("/scenarios-result", "/scenarios/early/edit"):
            one.go(path)
            one.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            assert faults_of(one.page) == []
        assert one.faults == []
