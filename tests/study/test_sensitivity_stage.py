"""Sensitivity of a study: what is written, and that a run that was cut off goes on."""

import json

import pytest

from rantau.cli import main
from rantau.study import Study
from rantau.study.brief_choice import choose_languages
from rantau.study.sensitivity_stage import analyse_sensitivity

# All but five parameters fixed, so that a run takes seconds.
FREE = ("irregular_exploited", "escapes", "seeks_help", "exploited_detained", "tier_3")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    from rantau.simulation import register

    path = tmp_path_factory.mktemp("sensitivity") / "study"
    Study.create(path, places=("THA",)).close()
    folder = path / "data" / "simulation"
    folder.mkdir()
    (folder / "places.csv").write_text("id,name,tier\nNORTH,North,3\nSOUTH,South,2\n")
    (folder / "corridors.csv").write_text(
        "origin,destination,stock,distance_km\nNORTH,SOUTH,30000,400\nSOUTH,NORTH,8000,400\n"
    )
    lines = []
    for one in register().parameters.values():
        if one.name not in FREE:
            for key in ("name", "symbol", "unit", "basis", "why"):
                lines.append(f"{key} = {json.dumps(getattr(one, key))}")
            lines += [f"{key} = {one.value!r}" for key in ("value", "low", "high")]
            lines += ['distribution = "fixed"', ""]
            lines.insert(len(lines) - 10, "[[parameter]]")
    (path / "data" / "parameters.toml").write_text("\n".join(lines))
    return path


OPTIONS = (
    "--scenario",
    "screen_before_return",
    "--outcome",
    "identified",
    "--outcome",
    "detained",
    "--draws",
    "16",
    "--months",
    "18",
    "--scale",
    "40",
    "--seed",
    "2",
)


def test_the_command_writes_what_conclusions_hang_on_and_goes_on_after_a_kill(study, capsys):
    with Study.open(study) as opened:
        choose_languages(opened, ["id", "en"])
    assert main(["sensitivity", str(study), *OPTIONS, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    out = study / "out" / "sensitivity"
    first = {str(one.relative_to(out)): one.read_bytes() for one in sorted(out.rglob("*")) if one.is_file()}

    assert told["done_before"] == 0
    changes = [one for one in told["conclusions"] if one["against"]]
    assert {one["scenario"] for one in changes} == {"screen_before_return"}
    assert all(one["sign"] for one in changes)
    assert all("against the baseline" in one["sentence"] for one in changes)
    assert {"sensitivity.csv", "summary.json", "charts/screen_before_return/identified.svg"} <= set(first)
    assert b"does not forecast" in first["charts/screen_before_return/identified.en.svg"]
    drawn = first["charts/screen_before_return/identified.svg"].decode()
    assert "Pada apa perubahan " in drawn
    assert "ini bukan ramalan" in drawn
    assert "bagian dari varians, interval 90%" in drawn

    # As a kill leaves it: some lines, the last of them cut off.
    (points,) = (study / "simulation").glob("sensitivity-*/points.jsonl")
    whole = points.read_bytes()
    lines = whole.splitlines(keepends=True)
    points.write_bytes(b"".join(lines[:40]) + lines[40][:50])
    assert main(["sensitivity", str(study), *OPTIONS]) == 0
    shown = capsys.readouterr().out
    assert "40 points were there already" in shown
    assert "does not forecast" in shown
    again = {str(one.relative_to(out)): one.read_bytes() for one in sorted(out.rglob("*")) if one.is_file()}
    assert again == first
    assert sorted(points.read_bytes().splitlines()) == sorted(whole.splitlines())

    with Study.open(study) as opened:
        found = analyse_sensitivity(
            opened, ["screen_before_return"], size=16, months=18, weight=40.0, seed=2, charts=False
        )
    assert found.done_before == len(lines)
    assert main(["sensitivity", str(study), "--outcome", "joy"]) == 2
    assert "no outcome 'joy'" in capsys.readouterr().err
