"""Calibrating a study: targets from its claims and tables, runs that survive a stop, and what simulate makes of it."""

import json
import shutil

import pytest

from rantau.cli import main
from rantau.demo import demo_sources
from rantau.framework.errors import BadInput, BadTable
from rantau.simulation.calibrating import How
from rantau.simulation.particles import Settings
from rantau.study import Study
from rantau.study.calibrating import calibrate_study, study_targets
from rantau.study.simulating import simulate_study, study_prior, study_register, study_world

TARGETS = (
    "quantity,origin,destination,low,high,why\n"
    "irregular_share,,SOUTH,60,70,a survey (made up)\n"
    "deportations,,SOUTH,200,,a yearbook (made up)\n"
)
QUICK = How(draws=8, runs=10, waves=1, weight=100.0, window=(1, 2), moving=Settings(generations=2, sweeps=1))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A study of two made-up provinces of one country, with targets of its own."""
    path = tmp_path_factory.mktemp("calibrating") / "study"
    Study.create(path, places=("THA",)).close()
    (path / "data" / "simulation").mkdir()
    (path / "data" / "simulation" / "places.csv").write_text("id,name,tier\nNORTH,North,3\nSOUTH,South,2\n")
    (path / "data" / "simulation" / "corridors.csv").write_text(
        "origin,destination,stock,distance_km\nNORTH,SOUTH,30000,400\n"
    )
    (path / "data" / "targets.csv").write_text(TARGETS)
    return path


@pytest.fixture(scope="module")
def done(made):
    """The same, calibrated and kept, with charts."""
    path = shutil.copytree(made, made.parent / "done")
    with Study.open(path) as study:
        found = calibrate_study(study, how=QUICK, workers=1, keep=True)
    return path, found


def run(path, **options):
    with Study.open(path) as study:
        return calibrate_study(study, **{"how": QUICK, "workers": 2, "charts": False, **options})


def written(path, folder="out/calibration"):
    where = path / folder
    return {
        str(one.relative_to(where)): one.read_bytes()
        for one in sorted(where.rglob("*"))
        if one.is_file() and "charts" not in str(one) and one.name != "manifest.json"
    }


def test_a_calibration_is_written_with_its_charts_and_in_the_audit_trail(done):
    path, found = done
    report = json.loads((path / "out/calibration/report.json").read_text())

    assert {"charts/targets.svg", "charts/parameters.svg", "targets.csv", "left_out.csv", "draws.csv"} <= set(
        found.files
    )
    assert report["run"] == found.found.run
    assert [one["target"] for one in report["targets"]] == [
        "deportations →SOUTH", "irregular_share →SOUTH", "present_stock →SOUTH"
    ]  # fmt: skip
    assert report["what_this_is"].endswith("it does not forecast.")
    with Study.open(path) as study:
        event = list(study.store.events())[-1]
    assert (event.action, event.subject) == ("calibration.run", found.found.run)


def test_a_stopped_calibration_goes_on_and_ends_with_the_same_bytes(done, made, tmp_path):
    whole, found = done
    path = shutil.copytree(made, tmp_path / "study")

    def stop(stage, finished, total):
        if stage == "people" and finished == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(path, progress=stop, workers=1)
    ledger = next((path / "simulation").glob("calibration-*")) / "runs.jsonl"
    kept = len(ledger.read_bytes().splitlines())
    ledger.write_bytes(ledger.read_bytes()[:-5])  # as a kill leaves it, in the middle of a line
    rest = run(path)

    assert kept == 7
    assert rest.done_before == 6
    assert rest.done_before + rest.done_now == found.done_now
    assert written(path) == written(whole)
    names = [json.loads(line)[0] for line in ledger.read_bytes().splitlines()]
    assert len(names) == len(set(names)) == found.done_now


def test_what_is_kept_is_what_simulate_uses_and_never_silently(done, tmp_path):
    path, found = done
    with Study.open(path) as study:
        prior, after = study_prior(study), study_register(study)
        simulated = simulate_study(study, [], draws=2, weight=500.0, months=2, charts=False)

    assert prior.joint is None
    assert after.joint.run == found.found.run
    assert [after.draw(5, 1)[name] for name in found.found.names] == list(found.found.draws()[0])
    assert any(found.found.run in note for note in simulated.summary["notes"])
    calibrated = {name for name, one in after.parameters.items() if one.basis == "calibrated"}
    assert simulated.summary["parameters"]["calibrated"] == len(calibrated)
    assert calibrated == {row["parameter"] for row in found.summary["parameters"] if row["calibrated"]}
    undone = shutil.copytree(path, tmp_path / "undone")
    shutil.rmtree(undone / "data" / "calibrated")
    with Study.open(undone) as study:
        assert study_register(study) == prior


@pytest.mark.parametrize(
    ("name", "change", "why"),
    [
        ("draws.csv", lambda text: text.replace("\n0", "\n1", 1) + "\n", "draws.csv was changed after"),
        ("run.json", lambda text: text[:40], "run.json is not as it was written"),
        ("parameters.toml", None, "parameters.toml is missing"),
    ],
)
def test_kept_files_that_were_changed_are_refused_with_what_to_do(done, tmp_path, name, change, why):
    path = shutil.copytree(done[0], tmp_path / "study")
    file = path / "data" / "calibrated" / name
    if change is None:
        file.unlink()
    else:
        file.write_text(change(file.read_text()))

    with (
        Study.open(path) as study,
        pytest.raises(BadInput, match=rf"{why}.*--keep again, or delete the folder"),
    ):
        study_register(study)


def test_kept_files_of_another_prior_are_refused(done, tmp_path):
    path = shutil.copytree(done[0], tmp_path / "study")
    row = '[[parameter]]\nname = "fear"\nsymbol = ""\nunit = ""\nvalue = 0.1\nlow = 0.1\nhigh = 0.1\n'
    row += 'distribution = "fixed"\nbasis = "assumed"\nwhy = "made up for a test"\n'
    (path / "data" / "parameters.toml").write_text(row)

    with Study.open(path) as study, pytest.raises(BadInput, match="rests on other parameters"):
        study_register(study)


def test_the_command_lists_targets_runs_and_prints_what_was_found(made, tmp_path, capsys):
    path = shutil.copytree(made, tmp_path / "study")

    assert main(["calibrate", str(path), "--list"]) == 0
    listed = capsys.readouterr().out
    assert "irregular_share →SOUTH" in listed
    assert "at least 200" in listed
    small = ["--draws", "4", "--runs", "8", "--waves", "0", "--scale", "500", "--no-charts"]
    assert main(["calibrate", str(path), *small]) == 0
    out = capsys.readouterr().out
    assert "3 targets, 3 in force, 0 set aside." in out
    assert "Nothing in the study is changed" in out
    assert not (path / "data" / "calibrated").exists()
    assert main(["calibrate", str(path), *small, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["done_now"] == 0


def test_errors_are_sentences(made, tmp_path, capsys):
    path = shutil.copytree(made, tmp_path / "study")
    (path / "data" / "targets.csv").write_text(TARGETS + "deportations,,EAST,1,,x\n")
    assert main(["calibrate", str(path)]) == 2
    assert (
        "targets.csv, line 4: there is no place 'EAST' in this world; mend destination"
        in capsys.readouterr().err
    )
    with Study.open(path) as study, pytest.raises(BadTable, match="line 4"):
        study_targets(study, study_world(study), (6, 12))


def test_the_claims_of_a_study_are_its_targets(tmp_path):
    """Of a shipped document on deportations: numbers a year, the claims they rest on, and what is left out."""
    with Study.create(tmp_path / "study") as study:
        study.add([demo_sources() / "03-malaysia-deportations.docx"])
        study.run("triangulation", workers=1)
        targets, without = study_targets(study, study_world(study, 12), (6, 12))
        claims = {one.id for one in study.store.claims()}
    found = {one.name: one for one in targets}

    deported = found["deportations →MYS"]
    assert deported.conflicting
    assert set(deported.claims) <= claims
    assert deported.low > 10_000
    assert any("wider interval" in note for note in deported.notes)
    assert all(one.why for one in without)
