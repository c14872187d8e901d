"""Every command that writes, killed at moments of those that it has, and on a disk that is full; and what only reads.

After a kill the store holds and the same command completes; on a full disk there is one clear sentence, and with room
again the same command completes. Nothing that was there before is lost.
"""

import shutil
import signal

import pytest
from every_command import FIRST, HEAVY, LIGHT, LIKE_OTHERS, READS, SMALL, given, names
from states import faults_of, forked

from rantau.study import Study

KILLED = -signal.SIGKILL
LIMIT = 1000
KILLS = {name: ["write", 0] for name in ("key new", "screen", "displacement", "report")}
"""Where a command is killed that makes no commit."""


@pytest.fixture(scope="module")
def plan(handed, tmp_path_factory):
    """The study that the commands are given, and what stands for the names in their braces."""
    return given(tmp_path_factory.mktemp("given"), handed)


def job_of(command, plan, study, folder, **more):
    words = [word.format(study=study, folder=folder, **plan[1]) for word in command]
    return {"command": words, "folder": str(folder), **more}


def several(moments):
    """The last commit before it is made, the first after it was, and one of the writes to files."""
    writes = moments.get("write", 0)
    found = [["write", writes // 2]] if writes else []
    if commits := moments.get("after-commit", 0):
        found += [["before-commit", commits - 1], ["after-commit", 0]]
    return found


def folder_for(tmp_path, study, name, number):
    folder = tmp_path / f"{name.replace(' ', '-')}-{number}"
    shutil.copytree(
        study, folder / "study", ignore=shutil.ignore_patterns("out") if number != "whole" else None
    )
    return folder


def looked_at(name, folder, cut, again, trial):
    """Check what a kill or a full disk has left, and what the same command made of it; whether the disk was full."""
    what = f"{name} {trial}: {cut['stderr']} / {again['stderr']}"
    if "kill" in trial:
        assert cut["statuses"] == [KILLED], what
    else:
        lines = [line for line in cut["stderr"].splitlines() if line.startswith("rantau:")]
        assert "Traceback" not in cut["stderr"], what
        assert "fault of rantau's own" not in cut["stderr"], what
        assert (cut["statuses"], len(lines)) in (([1], 1), ([0], 0)), what
    # Done again, or it was done already and says so.
    assert again["statuses"] in ([0], [2]), what
    if again["statuses"] == [2]:
        assert any(word in again["stderr"] for word in ("already", "there is a round")), what
    for made in (folder / "study", folder / "fresh", folder / "taken", folder / "again"):
        if (made / "study.toml").exists():
            assert faults_of(made) == [], what
    with Study.open(folder / "study") as opened:
        assert len(opened.store.documents()) >= 7, what
        assert len(opened.store.decisions()) >= 2, what
        assert len(opened.store.codings()) >= 4, what
    return cut["statuses"] == [1]


def test_what_most_work_is_done_with_survives_kills_at_several_moments_and_full_disks(plan, tmp_path):
    study = plan[0]
    first = []
    for name, command in FIRST.items():
        folder = folder_for(tmp_path, study, name, "whole")
        first.append(job_of(command, plan, folder / "study", folder))
    whole = dict(zip(FIRST, forked(tmp_path, *first), strict=True))
    failed = {name: (one["statuses"], one["stderr"]) for name, one in whole.items() if one["statuses"] != [0]}
    assert failed == {}

    jobs, labels = [], []
    for name, command in FIRST.items():
        kills = several(whole[name]["moments"])
        assert kills, f"{name} writes nothing"
        for number, trial in enumerate([*({"kill": moment} for moment in kills), {"limit": LIMIT}]):
            folder = folder_for(tmp_path, study, name, number)
            jobs += [
                job_of(command, plan, folder / "study", folder, **trial),
                job_of(command, plan, folder / "study", folder),
            ]
            labels.append((name, trial, folder))
    told = forked(tmp_path, *jobs)

    starved = {
        name
        for (name, trial, folder), cut, again in zip(labels, told[::2], told[1::2], strict=True)
        if looked_at(name, folder, cut, again, trial)
    }
    assert starved == set(FIRST)


@pytest.mark.parametrize("commands", [LIGHT, HEAVY], ids=["light", "heavy"])
def test_every_other_command_that_writes_is_completed_after_a_kill_and_a_full_disk(plan, tmp_path, commands):
    study = plan[0]
    jobs, labels = [], []
    for name, command in commands.items():
        folder = folder_for(tmp_path, study, name, 0)
        trials = (
            {"kill": KILLS.get(name, ["before-commit", 0])},
            {"limit": 10 if name in SMALL else LIMIT},
            {},
        )
        jobs += [job_of(command, plan, folder / "study", folder, **trial) for trial in trials]
        labels.append((name, trials, folder))
    told = forked(tmp_path, *jobs)

    for number, (name, trials, folder) in enumerate(labels):
        killed, starved, again = told[3 * number : 3 * number + 3]
        looked_at(name, folder, killed, again, trials[0])
        assert looked_at(name, folder, starved, again, trials[1]), f"{name}: the disk was not full"


def test_what_only_reads_writes_nothing(handed, plan, tmp_path):
    folder = tmp_path / "reading"
    study = shutil.copytree(handed, folder / "study")
    told = forked(tmp_path, *(job_of(command, plan, study, folder) for command in READS.values()))

    for name, one in zip(READS, told, strict=True):
        assert (one["statuses"], one["moments"]) == ([0], {}), f"{name}: {one['stderr']}"


def test_every_command_is_killed_or_only_reads_or_is_made_of_others():
    killed = {name.partition(" (")[0] for name in (*FIRST, *LIGHT, *HEAVY)}
    groups = (killed, set(READS), set(LIKE_OTHERS))
    assert set.union(*groups) == names()
    assert sum(map(len, groups)) == len(names())
