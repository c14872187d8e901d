"""The codebook changed at the workbench, and codings that wait since: put under another code, or on other words."""

import re

import pytest
from ruamel.yaml import YAML
from workbenches import client_of

from rantau.study import Study
from rantau.study.codebook_editing import codebook_version
from rantau.study.codebook_file import read_codebook
from rantau.study.coding_desk import CodingDesk

REPORT = """\
# Report

Brokers keep the papers of workers until a debt is paid.

Inspectors visit boats twice a year.
"""


@pytest.fixture
def bench(tmp_path):
    (tmp_path / "report.md").write_text(REPORT)
    with Study.create(tmp_path / "study", places=("THA",)) as study:
        study.add([tmp_path / "report.md"])
        study.run("corpus", workers=1)
    client = client_of(tmp_path / "study")
    client.study = tmp_path / "study"
    yield client
    client.app.state.frame.close()


def change(bench, kind, code, **more):
    page = bench.get(f"/coding/codebook/{kind}?code={code}")
    assert page.status_code == 200
    version = re.search(r'name="version" value="(\w+)"', page.text).group(1)
    return bench.submit(
        f"/coding/codebook/{kind}", {"code": code, "version": version, "reason": "asked for", **more}
    )


def coded(bench, code, words):
    with Study.open(bench.study) as study:
        desk = CodingDesk(study)
        document = study.store.documents()[0].id
        passage = next(one for one in study.store.passages(document) if words in one.text)
        return desk.add(passage.id, code, quote=words, polarity="").id


def test_codes_are_added_edited_renamed_merged_and_retired_with_their_reasons(bench):
    made = change(
        bench, "add", "MS.micro", id="MS.micro.papers", name="Papers kept", definition="Papers are taken."
    )
    assert made.status_code == 200
    assert str(made.url).endswith("/coding/codes/MS.micro.papers")
    text = {"name": "Papers kept back", "definition": "Papers are taken.", "include": "also visas"}
    assert "also visas" in change(bench, "edit", "MS.micro.papers", **text).text
    coding = coded(bench, "MS.micro.papers", "keep the papers")
    renamed = change(bench, "rename", "MS.micro.papers", id="MS.micro.documents", name="Documents kept back")
    assert "keep the papers" in renamed.text
    merged = change(bench, "merge", "MS.micro.documents", other="MS.micro.debt", into="MS.micro.debt")
    assert "keep the papers" in merged.text
    with Study.open(bench.study) as study:
        assert (
            next(one.code for one in CodingDesk(study).view().followed.now if one.id == coding)
            == "MS.micro.debt"
        )
    assert "in use no longer" in change(bench, "retire", "PR.monitoring").text

    entries = YAML(typ="safe").load((bench.study / "codebook.yaml").read_text())
    assert [next(key for key in one if key != "reason") for one in entries] == [
        "add",
        "edit",
        "rename",
        "merge",
        "retire",
    ]
    with Study.open(bench.study) as study:
        events = [one for one in study.store.events() if one.action == "codebook.changed"]
        assert len(events) == 5
        assert events[-1].details["new"][0]["codes"] == ["PR.monitoring"]
        assert "asked for" in events[-1].reason


def test_what_does_not_fit_is_said_and_changes_nothing(bench):
    answer = change(bench, "add", "MS.micro", id="MS.micro.debt", name="x", definition="y")
    assert answer.status_code == 400
    assert "MS.micro.debt is a code already" in answer.text
    assert change(bench, "retire", "HS").status_code == 400
    assert (
        change(bench, "split", "PR.monitoring", id=["PR.one"], name=["One"], definition=["x"]).status_code
        == 400
    )
    assert change(bench, "merge", "PR.monitoring", other="MS.micro.debt", into="HS").status_code == 400
    assert change(bench, "retire", "PR.monitoring", reason=" ").status_code == 400
    assert change(bench, "retire", "PR.monitoring", version="0").status_code == 409
    assert bench.get("/coding/codebook/burn").status_code == 404
    assert not (bench.study / "codebook.yaml").exists()


def test_codings_of_a_split_code_wait_and_are_put_under_one_of_its_parts(bench):
    coding = coded(bench, "PR.monitoring", "Inspectors visit boats")
    parts = {
        "id": ["PR.monitoring_state", "PR.monitoring_independent", "", ""],
        "name": ["By the state", "By others", "", ""],
        "definition": ["The state looks.", "Others look.", "", ""],
    }
    before = codebook_version(bench.study)
    assert change(bench, "split", "PR.monitoring", **parts).status_code == 200
    assert codebook_version(bench.study) != before
    assert read_codebook(bench.study).now("PR.monitoring") == tuple(parts["id"][:2])
    assert "Inspectors visit boats" in bench.get("/coding/waiting").text
    page = bench.get(f"/coding/waiting/{coding}").text
    assert page.index("PR.monitoring_state") < page.index("MS.micro.debt")

    answer = bench.submit(f"/coding/waiting/{coding}", {"act": "recode", "code": "PR.monitoring_state"})
    assert answer.status_code == 200
    assert bench.get(f"/coding/waiting/{coding}").status_code == 404
    with Study.open(bench.study) as study:
        assert [one.code for one in study.store.codings()] == ["PR.monitoring_state"]


def test_a_coding_whose_words_are_gone_is_put_on_other_words(bench):
    coding = coded(bench, "MS.micro.debt", "until a debt is paid")
    with Study.open(bench.study) as study:
        one = study.store.codings()[0]
        with study.store.transaction() as transaction:
            transaction.put_coding(
                type(one)(**{**{n: getattr(one, n) for n in type(one).__slots__}, "quote": "gone"})
            )
    page = bench.get(f"/coding/waiting/{coding}").text
    passage = re.search(r'<option value="([^"]+)">Brokers keep', page).group(1)
    sent = {"act": "move", "passage": passage, "words": "keep the papers"}
    assert bench.submit(f"/coding/waiting/{coding}", sent).status_code == 200
    with Study.open(bench.study) as study:
        assert [one.quote for one in study.store.codings()] == ["keep the papers"]
