"""A scenario made by a form: choosing levers, adding and taking away without scripts and with them, faults by field."""

import re
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_browser import faults_of
from workbenches import client_of

from rantau.simulation.levers import LEVERS
from rantau.simulation.scenario import read_scenario, shipped_scenarios
from rantau.study import Study
from rantau.study.scenario_fields import ChangeFields, ScenarioFields, faults, fields_of
from rantau.study.simulating import study_world

ROW = {"lever-1": "screening_coverage", "where-1": ["MYS", "IDN>MYS"], "manner-1": "to", "amount-1": "0.7"}


@pytest.fixture(scope="module")
def client(demo):
    made = client_of(demo)
    assert made.submit("/scenarios/new", {"new": "mine"}).url.path == "/scenarios/mine/edit"
    yield made
    made.app.state.frame.close()


@pytest.fixture(scope="module")
def world(demo):
    with Study.open(demo) as study:
        return study_world(study)


def version(client):
    return re.search(r'name="version" value="([^"]+)"', client.get("/scenarios/mine/edit").text).group(1)


def sent(client, act, more, **options):
    form = {"version": version(client), "title": "Mine", "description": "A test.", "act": act}
    return client.submit("/scenarios/mine/edit", form | more, **options)


def test_every_lever_is_offered_with_what_it_is_its_unit_and_its_range(client):
    page = client.get("/scenarios/mine/edit").text

    for one in LEVERS.values():
        option = re.search(rf'<option value="{one.name}"[^>]*>([^<]+)', page).group(1)
        assert one.meaning in option
        assert one.unit in option


def test_levers_are_added_and_taken_away_and_nothing_is_written_before_it_is_saved(client, demo):
    before = (demo / "scenarios/mine.toml").read_bytes()

    first = sent(client, "add", {"add": "screening_coverage"})
    assert first.status_code == 200
    assert 'name="lever-1" value="screening_coverage"' in first.text
    assert "detained people who are screened" in first.text
    assert "From 0 to 1" in first.text
    assert "At present" in first.text
    both = sent(client, "add", ROW | {"add": "labour_inspection"})
    assert 'name="lever-2" value="labour_inspection"' in both.text
    assert 'value="MYS" checked' in both.text
    assert 'value="fishing"' in both.text, "inspection has sectors"
    one = sent(client, "remove-1", ROW | {"lever-2": "labour_inspection"})
    assert 'name="lever-1" value="labour_inspection"' in one.text
    assert "screening_coverage" not in re.search(r'name="lever-1" value="([^"]+)"', one.text).group(1)
    part = sent(
        client,
        "add",
        ROW | {"add": "actip_floor"},
        headers={"HX-Request": "true", "HX-Target": "scenario-form"},
    )
    assert part.text.lstrip().startswith("<form")
    assert (demo / "scenarios/mine.toml").read_bytes() == before


def test_each_fault_stands_at_its_field_and_nothing_is_written(client, demo):
    before = (demo / "scenarios/mine.toml").read_bytes()
    wrong = ROW | {
        "amount-1": "7",
        "lever-2": "legal_aid",
        "where-2": "everywhere",
        "amount-2": "0.5",
        "from-2": "soon",
        "lever-3": "legal_quota",
        "amount-3": "2",
        "lever-4": "regularisation",
        "where-4": "everywhere",
        "amount-4": "",
        "title": '"><script>alert(1)</script>',
    }
    answer = sent(client, "save", wrong)

    assert answer.status_code == 400
    for field, sentence in (
        ("amount-1", "screening_coverage goes from 0 to 1 (share), not to 7"),
        ("from-2", "is no month"),
        ("where-3", "where names a place"),
        ("amount-4", "a number is missing here"),
    ):
        number, key = field.split("-")[1], field.split("-")[0]
        told = re.search(rf'id="fault-{number}-{key}">([^<]+)', answer.text).group(1)
        assert sentence in told
        tag = re.search(rf'<[^>]*id="{field}"[^>]*>', answer.text).group(0)
        assert 'aria-invalid="true"' in tag
        assert f"fault-{number}-{key}" in tag
    assert 'value="7"' in answer.text, "what was typed stays"
    assert "<script>alert" not in answer.text
    assert (demo / "scenarios/mine.toml").read_bytes() == before


def test_the_form_and_the_text_are_one_scenario(client, demo, world):
    saved = sent(client, "save", ROW | {"from-1": "6", "over-1": "12", "until-1": "+60"})
    assert saved.url.path == "/scenarios/mine"
    text = (demo / "scenarios/mine.toml").read_text()
    assert tomllib.loads(text)["change"] == [
        {
            "lever": "screening_coverage",
            "where": ["MYS", "IDN>MYS"],
            "to": 0.7,
            "from": "+6",
            "over": 12,
            "until": "+60",
        }
    ]
    assert text.replace(">", "&gt;").replace('"', "&#34;") in client.get("/scenarios/mine/edit/text").text
    stale = sent(client, "save", ROW | {"version": "old"})
    assert stale.status_code == 409
    assert (demo / "scenarios/mine.toml").read_text() == text
    with Study.open(demo) as study:
        acts = [
            one for one in study.store.events() if (one.action, one.subject) == ("scenario.written", "mine")
        ]
    assert len(acts) == 2


def test_every_shipped_scenario_comes_back_from_its_fields_as_it_was(world):
    for name, text in shipped_scenarios().items():
        fields = fields_of(text)
        assert read_scenario(fields.text(), name, world) == read_scenario(text, name, world)
        assert faults(fields, name, world) == {}


def test_a_text_for_which_there_is_no_field_is_edited_as_text(client, demo):
    path = demo / "scenarios/odd.toml"
    path.write_text('title = "Odd"\n[[change]]\nlever = "wishes"\nwhere = "everywhere"\nto = 1\n')
    page = client.get("/scenarios/odd/edit").text
    path.unlink()

    assert '<textarea class="code" lang="en" id="text"' in page
    assert "there is no lever" in page


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=20),
    st.text(max_size=20),
    st.sampled_from(sorted(LEVERS)),
    st.lists(st.text(max_size=8), max_size=3),
    st.text(max_size=8) | st.floats().map(str),
    st.text(max_size=8),
)
def test_whatever_is_typed_is_toml_and_either_right_or_told_by_field(
    world, title, about, lever, where, amount, when
):
    fields = ScenarioFields(title, about, (ChangeFields(lever, tuple(where), "to", amount, when),))

    read = tomllib.loads(fields.text())
    assert read["title"] == title.encode("utf-8", "replace").decode()
    if not faults(fields, "typed", world):
        read_scenario(fields.text(), "typed", world)


def test_a_person_makes_a_scenario_with_and_without_scripts(client, visit, demo):
    for scripts in (True, False):
        one = visit(java_script_enabled=scripts)
        one.go("/scenarios")
        one.page.fill("#new", f"walked-{scripts}".lower())
        one.page.click("button:text('Begin')")
        one.page.select_option("#add", "regularisation")
        one.page.click("button:text-is('Add')")
        one.page.fill("#amount-1", "0.1")
        one.page.select_option("#add", "actip_floor")
        one.page.click("button:text-is('Add')")
        one.page.wait_for_selector("#amount-2")
        assert one.page.input_value("#amount-1") == "0.1"
        one.page.click("#row-2 button")
        one.page.wait_for_selector("#amount-2", state="detached")
        if scripts:
            assert faults_of(one.page) == []
        one.page.fill("#title-0", "Walked")
        one.page.press("#title-0", "Enter")
        one.page.wait_for_url("**/scenarios/walked-*e")
        assert (
            tomllib.loads((demo / f"scenarios/walked-{scripts}.toml".lower()).read_text())["change"][0]["to"]
            == 0.1
        )
