"""A simulated number of a study whose parameters were calibrated: down to the targets, their claims, rows and pages."""

import re
import shutil

import pytest
from workbenches import client_of

from rantau.demo import demo_sources
from rantau.simulation.calibrating import How
from rantau.simulation.particles import Settings
from rantau.study import Study
from rantau.study.calibrating import calibrate_study
from rantau.study.provenance import chain
from rantau.study.simulating import simulate_study

TARGETS = "quantity,origin,destination,low,high,why\nirregular_share,,THA,30,60,a survey (made up)\n"
QUICK = How(
    draws=72, runs=48, waves=1, weight=50_000.0, window=(1, 2), moving=Settings(generations=3, sweeps=2)
)


@pytest.fixture(scope="module")
def calibrated(tmp_path_factory):
    """A study of one shipped document, calibrated to its claims, its stocks and a row of its own, and simulated."""
    path = tmp_path_factory.mktemp("calibrated") / "study"
    Study.create(path, places=("MYS", "IDN", "THA")).close()
    (path / "data" / "targets.csv").write_text(TARGETS)
    with Study.open(path) as study:
        study.add([demo_sources() / "03-malaysia-deportations.docx"])
        study.run("triangulation", workers=1)
        found = calibrate_study(study, how=QUICK, workers=1, keep=True, charts=False)
        simulate_study(study, ["employer_pays"], draws=2, weight=50_000.0, months=24, charts=False)
    client = client_of(path)
    yield path, found, client
    client.app.state.frame.close()


def all_of(step, what):
    found = [step] if step.what == what else []
    return found + [one for each in step.beneath for one in all_of(each, what)]


def test_a_simulated_number_leads_to_the_calibrated_parameter_and_its_targets(calibrated):
    path, found, _ = calibrated
    with Study.open(path) as study:
        step = chain(study, "simulated", "difference/employer_pays/identified")
        names = {row["parameter"] for row in found.summary["parameters"] if row["calibrated"]}
        parameters = [one for one in all_of(step, "parameter") if one.detail.startswith("calibrated")]
        targets = all_of(step, "target")
        wanted = [row for row in found.summary["targets"] if row["standing"] == "in force"]

        assert names
        assert {one.link.id for one in parameters} == names
        for one in parameters:
            assert f"run {found.found.run}" in one.beneath[0].detail
            assert "Before (assumed)" in one.beneath[0].detail
            assert all(row["target"] in one.beneath[0].detail for row in wanted)
        assert [one.link.id for one in targets] == [row["target"] for row in wanted]
        assert len({row["rests_on"] for row in wanted}) == 3
        for one, row in zip(targets, wanted, strict=True):
            ends = {"claims": "page", "study": "row", "baseline": "row"}[row["rests_on"]]
            assert all_of(one, ends), row["target"]
            if row["claims"]:
                assert [each.link.id for each in all_of(one, "claim")] == row["claims"]
                assert len(all_of(one, "page")) == len(row["claims"])
            elif row["rests_on"] == "study":
                [own] = one.beneath
                assert own.title == "data/targets.csv, line 2"
                assert "a survey (made up)" in own.detail
            else:
                stocks = all_of(one, "row")
                assert len(stocks) > 3
                assert all("UN DESA" in each.detail for each in stocks[1:])


def test_it_takes_three_clicks(calibrated):
    _, found, client = calibrated
    page = client.get("/scenarios-result").text
    assert re.search(r"[1-9]\d* calibrated\.", page)

    # The number, its parameter, a target's page.
    [number] = re.findall(r'href="(/provenance/simulated/difference/employer_pays/identified)"', page)
    told = client.get(number).text
    name = next(row["parameter"] for row in found.summary["parameters"] if row["calibrated"])
    assert f'href="/provenance/parameter/{name}"' in told
    told = client.get(f"/provenance/parameter/{name}").text
    assert "calibrated; triangular" in told
    pages = re.findall(r'href="(/documents/[^"]+)"', told)
    assert len(pages) > 5
    assert client.get(pages[0].replace("&amp;", "&")).status_code == 200
    for row in found.summary["targets"]:
        assert client.get(f"/provenance/target/{row['target']}").status_code == 200


def test_what_is_kept_tells_of_its_claims_where_the_report_is_gone(calibrated, tmp_path):
    path, found, _ = calibrated
    bare = shutil.copytree(path, tmp_path / "study", ignore=shutil.ignore_patterns("*-shm", "*-wal"))
    shutil.rmtree(bare / "out" / "calibration")
    name = next(row["parameter"] for row in found.summary["parameters"] if row["calibrated"])
    with Study.open(bare) as study:
        [target] = all_of(chain(study, "parameter", name), "target")

    assert found.found.run in target.detail
    assert {one.link.id for one in all_of(target, "claim")} == {
        claim for row in found.summary["targets"] for claim in row["claims"]
    }
