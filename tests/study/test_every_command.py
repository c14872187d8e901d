"""Every command that writes, killed at moments sampled from all it has, and on a disk that is full.

After a kill the store holds and the same command completes; on a full disk there is one clear sentence, and with room
again the same command completes. Nothing that was there before is lost.
"""

import shutil
import signal

import pytest
from states import faults_of, forked

from rantau.study import Study

KILLED = -signal.SIGKILL
LIMIT = 1000
ROUND = """\
indicator,place,year,value,low,high,status,source,source_url,revises,note
PI09,Thailand,2023,20,,,reported,Made-up report,,,
"""
DATA = "Country Name,Country Code,Indicator Name,Indicator Code,2020\nThailand,THA,Unemployment,SL.UEM.TOTL.ZS,1.25\n"


def commands(base, handed):
    """Name -> command; {study} is the study's folder, {folder} the one around it."""
    with Study.open(handed) as study:
        claim = next(one.id for one in study.store.claims() if one.status == "proposed")
        passage = next(one.id for document in study.store.documents() if document.file == "note.html"
                       for one in study.store.passages(document.id) if one.kind == "paragraph")  # fmt: skip
    return {
        "new": ["new", "{folder}/fresh"],
        "add": ["add", "{study}", f"{base}/more.md"],
        "run": ["run", "{study}", "--until", "evidence"],
        "decide": ["decide", "{study}", claim, "accepted", "--reason", "read on its page"],
        "code": ["code", "{study}", "add", passage, "HS.economic", "--polarity", "insecurity"],
        "import-data": ["import-data", "{study}", f"{base}/unemployment.csv"],
        "report": ["report", "{study}"],
        "monitor": ["monitor", "{study}", "--add", f"{base}/r1.csv"],
        "scenario": ["scenario", "new", "{study}", "mine"],
        "export qdpx": ["export", "{study}", "{folder}/coding.qdpx"],
        "export crate": ["export", "{study}", "{folder}/study.zip"],
        "import crate": ["import", "{folder}/taken", f"{base}/crate.zip"],
    }


@pytest.fixture(scope="module")
def plan(handed, tmp_path_factory):
    """The commands, and what they are given."""
    base = tmp_path_factory.mktemp("given")
    (base / "more.md").write_text(
        "# More\n\nThe sample office helped 31 trafficked persons in Laos in 2023.\n"
    )
    (base / "unemployment.csv").write_text(DATA)
    (base / "r1.csv").write_text(ROUND)
    from rantau.study.handover.crate_out import export_crate

    study = shutil.copytree(handed, base / "study")
    with Study.open(study) as opened:
        export_crate(opened, base / "crate.zip")
    # So that 'run' has work to do.
    (study / "sources" / "later.md").write_text(
        "# Later\n\nThe made-up state deported 4,000 migrants in 2022.\n"
    )
    return study, commands(base, handed)


def jobs_of(command, study, folder, **more):
    words = [word.format(study=study, folder=folder) for word in command]
    return {"command": words, "folder": str(folder), **more}


def sampled(moments):
    """The last commit before it is made, the first after it was, and one of the writes to files."""
    writes = moments.get("write", 0)
    found = [["write", writes // 2]] if writes else []
    if commits := moments.get("after-commit", 0):
        found += [["before-commit", commits - 1], ["after-commit", 0]]
    return found


def test_every_command_that_writes_survives_kills_and_full_disks(plan, tmp_path):
    study, all_commands = plan
    first = []
    for name, command in all_commands.items():
        folder = tmp_path / f"{name.replace(' ', '-')}-whole"
        shutil.copytree(study, folder / "study")
        first.append(jobs_of(command, folder / "study", folder))
    whole = dict(zip(all_commands, forked(tmp_path, *first), strict=True))
    assert {
        name: (one["statuses"], one["stderr"]) for name, one in whole.items() if one["statuses"] != [0]
    } == {}

    jobs, labels = [], []
    for name, command in all_commands.items():
        moments = whole[name]["moments"]
        trials = [*({"kill": moment} for moment in sampled(moments)), {"limit": LIMIT}]
        for number, trial in enumerate(trials):
            folder = tmp_path / f"{name.replace(' ', '-')}-{number}"
            shutil.copytree(study, folder / "study", ignore=shutil.ignore_patterns("out"))
            jobs += [
                jobs_of(command, folder / "study", folder, **trial),
                jobs_of(command, folder / "study", folder),
            ]
            labels.append((name, trial, folder))
    told = forked(tmp_path, *jobs)

    kills = starved = 0
    for (name, trial, folder), cut, again in zip(labels, told[::2], told[1::2], strict=True):
        what = f"{name} {trial}: {cut['stderr']} / {again['stderr']}"
        if "kill" in trial:
            assert cut["statuses"] == [KILLED], what
            kills += 1
        else:
            lines = [line for line in cut["stderr"].splitlines() if line.startswith("rantau:")]
            assert "Traceback" not in cut["stderr"], what
            assert "fault of rantau's own" not in cut["stderr"], what
            assert (cut["statuses"], len(lines)) in (([1], 1), ([0], 0)), what
            starved += cut["statuses"] == [1]
        # Done again, or it was done already and says so.
        assert again["statuses"] in ([0], [2]), what
        if again["statuses"] == [2]:
            assert any(word in again["stderr"] for word in ("already", "there is a round")), what
        for made in (folder / "study", folder / "fresh", folder / "taken"):
            if (made / "study.toml").exists():
                assert faults_of(made) == [], what
        with Study.open(folder / "study") as opened:
            assert len(opened.store.documents()) >= 6, what
            assert len(opened.store.decisions()) >= 2, what
            assert len(opened.store.codings()) >= 4, what
    assert kills > 2 * len(all_commands)
    assert starved == len(all_commands)
