"""A command that is killed at any moment is completed by the next one, to the same result.

What is killed again and again goes on from where it was, so a chain of kills passes every boundary at little more than
the cost of one run.
"""

import shutil
import signal
import subprocess
import sys
import time

import pytest
from states import forked, state_of

from rantau.study import Study

KILLED = -signal.SIGKILL


@pytest.fixture(scope="module")
def expected(finished):
    """The state of a study that ran without a break."""
    return state_of(finished)


def test_a_run_killed_at_every_boundary_is_completed_to_the_same_result(fresh, expected, tmp_path):
    """Three documents are read, coded and give evidence (nine commits); then groups, scores, brief (three more)."""
    for name in ("after", "before", "files"):
        shutil.copytree(fresh, tmp_path / name)
    after, before, *files = forked(
        tmp_path,
        {
            "command": ["run", str(tmp_path / "after"), "--until", "profile"],
            "kill": ["after-commit", 0],
            "again": True,
        },
        # The first commit of each run stands, the second is lost.
        {"command": ["run", str(tmp_path / "before")], "kill": ["before-commit", 1], "again": True},
        {"command": ["run", str(tmp_path / "files")], "kill": ["write", 60]},
        {"command": ["run", str(tmp_path / "files")], "kill": ["write", 12]},
        {"command": ["run", str(tmp_path / "files")]},
    )

    assert after["statuses"] == [KILLED] * 11 + [0]
    assert before["statuses"] == [KILLED] * 11 + [0]
    assert [one["statuses"] for one in files[-2:]] == [[KILLED], [0]]
    for name in ("before", "files"):
        assert state_of(tmp_path / name) == expected, name
    without_brief = state_of(tmp_path / "after") | {"files": expected["files"]}
    assert without_brief == expected | {"stages": [one for one in expected["stages"] if one[0] != "brief"]}


@pytest.mark.parametrize("share", [0.4, 0.8])
def test_a_run_killed_at_any_time_is_completed_to_the_same_result(fresh, expected, tmp_path, share):
    """With its worker processes, as a person would run it."""
    path = shutil.copytree(fresh, tmp_path / "study")
    running = subprocess.Popen(
        [sys.executable, "-m", "rantau", "run", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(6 * share)
    running.kill()
    running.wait()

    with Study.open(path) as study:
        study.run(workers=1)

    assert state_of(path) == expected


@pytest.mark.parametrize("pause", [0.4, 0.8])
def test_an_adding_killed_at_any_time_is_completed_by_adding_again(tmp_path, documents, pause):
    path = tmp_path / "study"
    Study.create(path).close()
    adding = subprocess.Popen(
        [sys.executable, "-m", "rantau", "add", path, documents],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(pause)
    adding.kill()
    adding.wait()

    with Study.open(path) as study:
        study.add([documents])

        assert sorted(entry.name for entry in study.sources.files()) == ["memo.txt", "note.html", "report.md"]
        assert sorted(study.sources.rows()) == ["memo.txt", "note.html", "report.md"]
        assert study.store.verify_audit().ok
