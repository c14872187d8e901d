"""Two commands on one study at once, and a study in another folder."""

import shutil
import subprocess
import sys

from states import faults_of, state_of

from rantau.study import Study


def test_of_two_commands_at_once_one_waits_its_turn_with_a_sentence_and_nothing_is_lost(fresh, tmp_path):
    path = shutil.copytree(fresh, tmp_path / "study")
    (tmp_path / "more.txt").write_text("The sample office helped 31 trafficked persons in Laos in 2023.\n")
    rantau = [sys.executable, "-m", "rantau"]
    both = [
        subprocess.Popen([*rantau, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for words in (["run", path, "--until", "corpus"], ["run", path, "--until", "corpus"],
                      ["add", path, tmp_path / "more.txt"])
    ]  # fmt: skip
    told = [(one.communicate()[1], one.returncode) for one in both]

    for words, code in told:
        said = [line for line in words.splitlines() if line.startswith("rantau:")]
        assert (code, len(said)) in ((0, 0), (1, 1)), words
        assert code == 0 or "another rantau command is at work" in said[0]
    assert 0 in [code for _, code in told]
    with Study.open(path) as study:
        study.add([tmp_path / "more.txt"])
        study.run("corpus", workers=1)
        assert len(study.store.documents()) == 4
        reads = [event.subject for event in study.store.events() if event.action == "document.read"]
    assert len(reads) == len(set(reads)) == 4
    assert faults_of(path) == []


def test_a_study_that_was_moved_needs_no_work_and_names_no_folder_of_old(finished, tmp_path):
    old = shutil.copytree(finished, tmp_path / "old")
    before = state_of(old)
    new = shutil.move(old, tmp_path / "a new place")

    with Study.open(new) as study:
        report = study.run(workers=1)

    assert [stage.stage for stage in report.stages if stage.done or stage.removed] == []
    assert state_of(new) == before
    assert not any(str(old).encode() in file.read_bytes() for file in new.rglob("*") if file.is_file())
