"""Calibrations and sensitivities killed in the midst of their runs, twice: no run is lost, none is done twice."""

import json
import shutil
import signal

import pytest
from states import forked

from rantau.study import Study

TARGETS = (
    "quantity,origin,destination,low,high,why\n"
    "irregular_share,,SOUTH,55,60,a survey (made up)\n"
    "deportations,,SOUTH,200,,a yearbook (made up)\n"
)
COMMANDS = {
    "calibration": ("calibrate", "--draws", "8", "--runs", "24", "--waves", "1", "--scale", "100", "--no-charts"),
    "sensitivity": (
        "sensitivity", "--scenario", "screen_before_return", "--draws", "16", "--months", "14", "--scale", "100",
        "--only", "escapes", "--only", "seeks_help", "--outcome", "identified", "--no-charts",
    ),
}  # fmt: skip
FIRST, SECOND = 10, 30
"""Files written before each command is killed: among the runs under the prior or the screening, then later ones."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("killed") / "study"
    Study.create(path, places=("THA",)).close()
    folder = path / "data" / "simulation"
    folder.mkdir()
    (folder / "places.csv").write_text("id,name,tier\nNORTH,North,3\nSOUTH,South,2\n")
    (folder / "corridors.csv").write_text(
        "origin,destination,stock,distance_km\nNORTH,SOUTH,30000,400\nSOUTH,NORTH,8000,400\n"
    )
    (path / "data" / "targets.csv").write_text(TARGETS)
    return path


def ledger(path):
    """The whole lines of what was run, as they stand on disk."""
    files = list((path / "simulation").glob("*/*.jsonl")) if (path / "simulation").is_dir() else []
    return [
        one for file in files for one in file.read_bytes().splitlines(keepends=True) if one.endswith(b"\n")
    ]


@pytest.fixture(scope="module")
def ended(made, tmp_path_factory):
    """Kind -> what became of each of four: killed once, killed again, completed, and run without a break."""
    folder = tmp_path_factory.mktemp("ended")
    jobs = []
    for kind, (name, *options) in COMMANDS.items():
        broken, whole = (shutil.copytree(made, folder / kind / one) for one in ("broken", "whole"))
        given = {"load": ["rantau.simulation.rounds", "scipy.stats"]}
        jobs += [
            {"command": [name, str(path), *options], **given, **({"kill": ["write", after]} if after else {})}
            for path, after in ((broken, FIRST), (broken, SECOND), (broken, None), (whole, None))
        ]
    found = forked(folder, *jobs)
    return {kind: (folder / kind, found[4 * n : 4 * n + 4]) for n, kind in enumerate(COMMANDS)}


@pytest.mark.parametrize("kind", COMMANDS)
def test_a_command_killed_twice_ends_with_the_same_bytes_and_every_run_done_once(ended, kind):
    folder, jobs = ended[kind]
    after = ledger(folder / "broken")
    writes = [one["moments"].get("write") for one in jobs[2:]]
    written = [
        {one.name: one.read_bytes() for one in (folder / where / "out" / kind).rglob("*") if one.is_file()}
        for where in ("broken", "whole")
    ]

    assert [one["statuses"] for one in jobs] == [[-signal.SIGKILL], [-signal.SIGKILL], [0], [0]]
    assert len({json.loads(one)[0] for one in after}) == len(after) > FIRST + SECOND
    assert sorted(after) == sorted(ledger(folder / "whole"))
    # What was done before the kills is not done again; a command writes some files beside its runs, each time.
    assert writes[0] < writes[1] - FIRST - SECOND + 12
    assert written[0] == written[1]
    assert len(written[0]) >= 2
