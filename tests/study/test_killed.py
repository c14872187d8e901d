"""A run that is killed at any moment is completed by the next one, to the same result."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from states import state_of

from rantau.study import Study

PROGRAM = Path(__file__).with_name("killing.py")

# Three documents are read (commits 0–2) and give claims (3–5); then groups, scores and brief (6–8).
MOMENTS = [
    *(("before-commit", number) for number in range(9)),
    *(("after-commit", number) for number in range(9)),
    *(("before-file", number) for number in (0, 3)),
    *(("after-file", number) for number in (0, 2)),
]


@pytest.fixture(scope="module")
def expected(finished):
    """The state of a study that ran without a break."""
    return state_of(finished)


@pytest.mark.parametrize(("moment", "number"), MOMENTS)
def test_a_run_killed_at_a_boundary_is_completed_to_the_same_result(
    fresh, expected, tmp_path, moment, number
):
    path = shutil.copytree(fresh, tmp_path / "study")
    killed = subprocess.run(
        [sys.executable, PROGRAM, path, moment, str(number)], check=False, capture_output=True
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()

    with Study.open(path) as study:
        study.run(workers=1)

    assert state_of(path) == expected


@pytest.mark.parametrize("share", [0.15, 0.3, 0.45, 0.6, 0.75, 0.9])
def test_a_run_killed_at_any_time_is_completed_to_the_same_result(fresh, expected, tmp_path, share):
    command = [sys.executable, "-m", "rantau", "run"]
    timed = shutil.copytree(fresh, tmp_path / "timed")
    start = time.monotonic()
    subprocess.run([*command, timed], check=True, capture_output=True)
    length = time.monotonic() - start
    path = shutil.copytree(fresh, tmp_path / "study")
    running = subprocess.Popen([*command, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(length * share)
    running.kill()
    running.wait()

    with Study.open(path) as study:
        study.run(workers=1)

    assert state_of(path) == expected


@pytest.mark.parametrize("pause", [0.1, 0.4, 0.7, 1.0])
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
