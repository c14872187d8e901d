"""Simulating a study: worlds and scenarios from its folder, draws that survive a kill, and what is printed."""

import gc
import json
import re
import shutil
import signal
import subprocess
import sys
import time

import polars
import pytest

from rantau.cli import main
from rantau.framework.errors import BadInput, BadTable
from rantau.simulation import Outcome
from rantau.study import Study
from rantau.study.brief_choice import choose_languages
from rantau.study.kept_draws import KeptDraws
from rantau.study.simulating import new_scenario, scenario_texts, simulate_study, study_register, study_world

PLACES = "id,name,tier\nNORTH,North,3\nSOUTH,South,2\n"
CORRIDORS = "origin,destination,stock,distance_km\nNORTH,SOUTH,30000,400\nSOUTH,NORTH,8000,400\n"
OWN = '[[change]]\nlever = "shelter_capacity"\nwhere = "SOUTH"\ntimes = 4\nfrom = "+2"\n'


@pytest.fixture
def provinces(tmp_path):
    """A study of two made-up provinces of one country."""
    path = tmp_path / "study"
    Study.create(path, places=("THA",)).close()
    folder = path / "data" / "simulation"
    folder.mkdir()
    (folder / "places.csv").write_text(PLACES)
    (folder / "corridors.csv").write_text(CORRIDORS)
    (path / "scenarios" / "more_shelters.toml").write_text(OWN)
    return path


def run(path, names=("more_shelters",), **options):
    given = {"draws": 3, "weight": 20.0, "months": 12, "workers": 2, "charts": False, **options}
    with Study.open(path) as study:
        return simulate_study(study, names, **given)


def written(path):
    folder = path / "out" / "simulation"
    return {
        str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()
    }


def test_a_study_of_countries_takes_the_baseline_and_one_of_provinces_its_own_tables(tmp_path, provinces):
    with Study.create(tmp_path / "countries", places=("THA", "MMR")) as study:
        world = study_world(study)
        assert "MMR>THA" in {one.id for one in world.corridors}
        assert str(world.start) == "2025-01"
    with Study.open(provinces) as study:
        assert [one.id for one in study_world(study).corridors] == ["NORTH>SOUTH", "SOUTH>NORTH"]


def test_the_studys_rows_replace_the_baselines(tmp_path):
    with Study.create(tmp_path / "study", places=("THA",)) as study:
        table = "origin,destination,year,stock,source\nMMR,THA,2024,1234,made up\n"
        (study.path / "data" / "corridors.csv").write_text(table)
        stocks = {one.id: one.stock for one in study_world(study).corridors}
    assert stocks["MMR>THA"] == 1234


def test_a_wrong_table_is_named_with_its_line(provinces):
    (provinces / "data" / "simulation" / "corridors.csv").write_text(CORRIDORS + "NORTH,EAST,5,1\n")
    with Study.open(provinces) as study, pytest.raises(BadTable, match=r"corridors.csv, line 4: 'EAST'"):
        study_world(study)


def test_a_study_may_have_parameters_of_its_own(provinces):
    row = '[[parameter]]\nname = "fear"\nsymbol = ""\nunit = ""\nvalue = 0.1\nlow = 0.1\nhigh = 0.1\n'
    row += 'distribution = "fixed"\nbasis = "assumed"\nwhy = "made up for a test"\n'
    (provinces / "data" / "parameters.toml").write_text(row)
    with Study.open(provinces) as study:
        assert study_register(study)["fear"].value == 0.1


def test_a_run_writes_tables_charts_and_a_summary_that_says_what_it_is(provinces):
    found = run(provinces, charts=True)
    files = written(provinces)

    assert (found.done_before, found.done_now) == (0, 6)
    assert json.loads(files["summary.json"])["what_this_is"].endswith("it does not forecast.")
    assert {"charts/exploited.svg", "charts/framing.json", "parameters.csv"} <= set(files)
    assert files["charts/exploited.svg"].startswith(b"<svg")
    assert "does not forecast" in files["charts/exploited.json"].decode()
    lines = files["charts/exploited.csv"].decode().splitlines()
    assert lines[0] == "scenario,month,median,low,high,name"
    assert len(lines) == 1 + 2 * 12
    journeys = files["journeys.csv"].decode().splitlines()
    assert journeys[0] == "scenario,origin,channel,outcome,mean,median,low,high,unit"
    assert any(line.startswith("more_shelters,NORTH,irregular,identified,") for line in journeys)
    table = polars.read_parquet(provinces / "out/simulation/tables/more_shelters/draw-000002.parquet")
    assert table.columns == ["scenario", "draw", "place", "channel", "month", "quantity", "value", "unit"]
    assert table["draw"].unique().to_list() == [2]
    assert set(table["place"].unique()) == {"NORTH", "SOUTH"}
    assert b"assumed" in files["parameters.csv"]
    assert files["charts/exploitation_by_place.svg"].startswith(b"<svg")
    shown = files["charts/exploitation_by_place.csv"].decode().splitlines()
    assert len(shown) == 1 + 2 * 2  # places × scenarios
    table = polars.concat(
        polars.read_parquet(provinces / f"out/simulation/tables/more_shelters/draw-00000{n}.parquet")
        for n in (1, 2, 3)
    )
    by_hand = table.group_by("draw").agg(
        per_1000=1000
        * polars.col("value").filter(polars.col("quantity") == "insecure_person_months_health").sum()
        / polars.col("value").filter(polars.col("quantity") == "migrants").sum()
    )["per_1000"]
    told = json.loads(files["summary.json"])["insecure_months_per_1000"]
    assert len(told) == 7
    assert told["health"]["more_shelters"]["middle"] == pytest.approx(by_hand.median())
    assert set(told["health"]["more_shelters"]["difference"]) == {"middle", "low", "high"}
    with Study.open(provinces) as study:
        assert "simulation.run" in [one.action for one in study.store.events()]


def test_a_charts_lines_are_named_and_told_apart_in_its_legend(provinces):
    (provinces / "scenarios" / "more_shelters.toml").write_text('title = "More shelters"\n' + OWN)
    with Study.open(provinces) as study:
        choose_languages(study, ["id", "en"])
    run(provinces, charts=True, draws=2)
    files = written(provinces)
    svg = files["charts/exploited.en.svg"].decode()
    indonesian = files["charts/exploited.svg"].decode()

    # The files of the brief's first language have the plain names.
    assert ">Exploited<" in svg
    assert "Median and middle 90% of 2 draws. This explores" in svg
    assert ">Exploited<" not in indonesian
    assert ">Tereksploitasi<" in indonesian
    assert "Median dan 90% bagian tengah dari 2 penarikan. Ini menjajaki" in indonesian
    assert json.loads(files["charts/exploited.json"])["config"]["locale"]["number"]["decimal"] == ","
    assert ">More shelters<" in indonesian
    assert ">More shelters<" in svg
    assert "more_shelters" not in svg
    # The lines of the legend: full strength, each with dashes of its own.
    symbols = re.findall(r'<g class="mark-symbol role-legend-symbol".*?</g>', svg, re.DOTALL)
    marks = [
        dict(re.findall(r'([\w-]+)="([^"]*)"', mark))
        for one in symbols
        for mark in re.findall("<path[^>]*>", one)
    ]
    assert len(marks) == 2
    assert {float(one.get("opacity", "1")) for one in marks} == {1.0}
    assert all(float(one["stroke-width"]) >= 1.5 for one in marks)
    assert len({one.get("stroke-dasharray", "") for one in marks}) == 2
    assert "'Source Sans 3'" in svg


def test_a_second_run_does_no_draw_again_and_gives_the_same_bytes(provinces):
    run(provinces)
    before = written(provinces)

    again = run(provinces)

    assert (again.done_before, again.done_now) == (6, 0)
    assert written(provinces) == before


def test_more_draws_and_more_scenarios_keep_those_that_are_there(provinces):
    run(provinces, draws=2, months=14)
    both = ("more_shelters", "clean_borders")

    assert run(provinces, draws=4, months=14).done_now == 4
    assert run(provinces, names=both, draws=4, months=14).done_now == 4
    assert run(provinces, draws=2, months=14, seed=99).done_before == 0


def test_an_edited_scenario_is_simulated_anew(provinces):
    run(provinces)
    (provinces / "scenarios" / "more_shelters.toml").write_text(OWN.replace("times = 4", "times = 5"))

    assert run(provinces).done_now == 3  # the baseline's draws stand


def test_a_damaged_draw_is_done_again(provinces):
    run(provinces)
    before = written(provinces)
    draw = next((provinces / "simulation").glob("baseline-*")) / "draw-000002.npz"
    draw.write_bytes(draw.read_bytes()[:-700])

    assert run(provinces).done_now == 1
    assert written(provinces) == before


def test_a_stopped_run_goes_on_and_ends_with_the_same_bytes(provinces, tmp_path):
    whole = shutil.copytree(provinces, tmp_path / "whole")
    run(whole)

    def stop(done, total):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(provinces, workers=1, progress=stop)
    kept = len(list((provinces / "simulation").rglob("draw-*.npz")))
    rest = run(provinces)

    assert kept == rest.done_before == 2
    assert rest.done_now == 4
    assert written(provinces) == written(whole)


def test_a_killed_command_loses_no_draw_and_does_none_twice(provinces, tmp_path):
    whole = shutil.copytree(provinces, tmp_path / "whole")
    options = ["--scenario", "more_shelters", "--draws", "8", "--scale", "0.5", "--months", "24"]
    command = [sys.executable, "-m", "rantau", "simulate", str(provinces), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            if len(list((provinces / "simulation").rglob("draw-*.npz"))) >= 2:
                break
            time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    kept = len(list((provinces / "simulation").rglob("draw-*.npz")))
    given = {"draws": 8, "weight": 0.5, "months": 24}

    rest = run(provinces, **given)
    run(whole, **given)

    assert 2 <= kept < 16
    assert (rest.done_before, rest.done_now) == (kept, 16 - kept)
    assert written(provinces) == written(whole)


def test_no_more_than_a_draw_of_each_scenario_is_in_memory(provinces, monkeypatch):
    alive = []
    plain = KeptDraws.__getitem__

    def outcomes():
        gc.collect()
        return sum(isinstance(thing, Outcome) for thing in gc.get_objects())

    def counted(self, key):
        found = plain(self, key)
        alive.append(outcomes() - before)
        return found

    before = outcomes()

    monkeypatch.setattr(KeptDraws, "__getitem__", counted)
    run(provinces, draws=3)

    assert len(alive) >= 12  # once to add up, once for the table
    assert max(alive) <= 3


def test_effects_are_shared_out_among_levers(provinces):
    found = run(provinces, draws=2, explain="identified")
    rows = found.summary["explained"]["scenarios"]["more_shelters"]

    assert rows[0]["lever"] == "shelter_capacity (SOUTH)"
    assert rows[0]["alone"] == rows[0]["shapley"]  # there is no other
    assert rows[0]["shapley"]["middle"] > 0
    # A waterfall's bars end where all levers together do: its means add up.
    whole = found.summary["explained"]["whole"]["more_shelters"]
    assert sum(row["shapley"]["mean"] for row in rows) == pytest.approx(whole["mean"])
    assert found.summary["explained"]["unit"] == "migrants"

    # Each set of levers is simulated once: what a kill left is taken up, and another quantity costs nothing.
    kept = provinces / "simulation" / "explained.jsonl"
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-7])
    told = []
    again = run(provinces, draws=2, explain="identified", explaining=lambda *now: told.append(now))
    assert again.summary == found.summary
    assert sorted(kept.read_bytes().splitlines()) == sorted(whole.splitlines())
    assert told[-1] == (2, 2)
    run(provinces, draws=2, explain="detained")
    assert len(kept.read_bytes()) == len(whole)


# -- commands ------------------------------------------------------------------------------------------------------


def test_simulate_prints_that_it_explores_and_what_is_assumed(provinces, capsys):
    options = ["--scenario", "more_shelters", "--draws", "2", "--scale", "20", "--months", "6", "--no-charts"]

    assert main(["simulate", str(provinces), *options]) == 0

    printed = capsys.readouterr().out
    assert "explores what follows from stated assumptions; it does not forecast" in printed
    assert "parameters are ASSUMED" in printed
    assert "Of those trafficked under baseline" in printed


def test_a_cluster_that_does_not_answer_is_said(provinces, capsys, monkeypatch):
    from rantau.simulation import cluster

    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 0.2)
    for command in ("simulate", "sensitivity"):
        options = ["--months", "2", "--scale", "500", "--no-charts", "--cluster", "tcp://127.0.0.1:9"]
        assert main([command, str(provinces), *options]) == 2
        told = capsys.readouterr().err
        assert "no Dask scheduler answers at 'tcp://127.0.0.1:9'" in told
        assert "Traceback" not in told


def test_an_unknown_scenario_is_said(provinces, capsys):
    assert main(["simulate", str(provinces), "--scenario", "walls"]) == 2
    assert "there is no scenario 'walls'; there are actip_floor" in capsys.readouterr().err


def test_scenario_new_check_and_list(provinces, capsys):
    assert main(["scenario", "new", str(provinces), "mine", "--like", "clean_borders"]) == 0
    assert main(["scenario", "check", str(provinces)]) == 0
    assert "mine: 1 change, all right" in capsys.readouterr().out
    assert main(["scenario", "list", str(provinces), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {(row["name"], row["origin"]) for row in rows} >= {("mine", "study"), ("baseline", "shipped")}
    assert len(rows) == 13
    assert main(["scenario", "new", str(provinces), "mine"]) == 2
    assert main(["scenario", "new", str(provinces), "../mine"]) == 2


def test_scenario_check_names_the_line(provinces, capsys):
    (provinces / "scenarios" / "bad.toml").write_text(OWN.replace("SOUTH", "WEST"))

    assert main(["scenario", "check", str(provinces), "bad"]) == 2
    assert "bad.toml, line 3: there is no place 'WEST'" in capsys.readouterr().err


def test_a_new_scenario_is_one_that_can_be_run(provinces):
    with Study.open(provinces) as study:
        new_scenario(study, "fresh")
        assert scenario_texts(study)["fresh"][0] == "study"
        with pytest.raises(BadInput, match="no scenario 'nothing'"):
            new_scenario(study, "other", like="nothing")
    assert run(provinces, names=("fresh",), draws=1, months=14).done_now == 2
