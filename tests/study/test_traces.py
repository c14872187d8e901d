"""Nothing of a witness's name is left in the files of a study, whatever was stored before and however a run ended."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest

from rantau.study import Study

HERE = Path(__file__).parent
REPORT = """\
# Example report on a made-up fishery

Ko Zawminhtut, a 31-year-old fisher from Rakhine State, was sold twice. "They sold me at Kantang pier for 900 dollars,"
he told us. "My brother Kyawlinaung is still on the boat; call him on +66 81 555 0199."

About 36,000 undocumented migrants were deported from Malaysia in 2023 (Example Agency, 2021).

## References

Example Agency. (2021). *Made-up tables on recruitment*. Example Agency.
"""
TRANSCRIPT = "Interview 4\n\nNama: Rukmini Sartika\n\nRukmini: Agen Bahtiar menjual saya di Tawau.\n"
ORIGINALS = ("Zawminhtut", "Kyawlinaung", "81 555 0199", "Rukmini", "Sartika", "Bahtiar")


def left_in(path: Path, originals: tuple[str, ...] = ORIGINALS) -> list[str]:
    """Originals that stand in any file of the study outside of sources/."""
    found = []
    for entry in sorted(path.rglob("*")):
        if entry.is_file() and "sources" not in entry.relative_to(path).parts:
            held = entry.read_bytes().lower()
            found += [f"{entry.name}: {one}" for one in originals if one.lower().encode() in held]
    return found


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A study with a report and a confidential transcript, not run."""
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    (incoming / "report.md").write_text(REPORT, encoding="utf-8")
    (incoming / "interview.txt").write_text(TRANSCRIPT, encoding="utf-8")
    path = tmp_path / "study"
    Study.create(path, name="Example study", places=("THA", "MMR", "MYS")).close()
    settings = path / "study.toml"
    text = settings.read_text().replace("draws = 2000", "draws = 100")
    settings.write_text(text.replace("confidential = []", 'confidential = ["interview*"]'))
    with Study.open(path) as study:
        study.add([incoming])
    return path


def run(path: Path, until: str = "evidence") -> None:
    with Study.open(path) as study:
        study.run(until, workers=1)


def test_no_original_is_left_after_a_run(made: Path) -> None:
    run(made)
    assert left_in(made) == []
    assert "Rukmini" in (made / "sources" / "interview.txt").read_text()


def test_no_original_is_left_after_a_kill(made: Path) -> None:
    for moment in ("before-commit", "after-commit"):
        done = subprocess.run(
            [sys.executable, HERE / "killing.py", made, moment, "1"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert left_in(made) == []
    run(made)
    assert left_in(made) == []


def test_a_document_marked_confidential_later_is_read_again_and_leaves_no_trace(made: Path) -> None:
    settings = made / "study.toml"
    closed = settings.read_text()
    settings.write_text(closed.replace('confidential = ["interview*"]', "confidential = []"))
    run(made)
    assert any("Rukmini" in one for one in left_in(made))
    settings.write_text(closed)
    run(made)
    assert left_in(made) == []


@pytest.mark.postgres
def test_on_postgresql_the_tables_are_written_afresh(made: Path, postgres_address: str) -> None:
    settings = made / "study.toml"
    closed = settings.read_text().replace('address = "rantau.db"', f'address = "{postgres_address}"')
    for text in (closed.replace('confidential = ["interview*"]', "confidential = []"), closed):
        settings.write_text(text)
        run(made, "corpus")
    with Study.open(made) as study:
        mark = study.store.stage_run("traces", "study")
        texts = " ".join(
            passage.text for one in study.store.documents() for passage in study.store.passages(one.id)
        )
    assert mark is not None
    assert mark.input_hash == "gone"
    assert not any(one in texts for one in ORIGINALS)


def test_a_kill_between_the_change_and_the_wiping_is_made_good_by_the_next_run(made: Path) -> None:
    settings = made / "study.toml"
    closed = settings.read_text()
    settings.write_text(closed.replace('confidential = ["interview*"]', "confidential = []"))
    run(made)
    settings.write_text(closed)
    done = subprocess.run(
        [sys.executable, HERE / "killing.py", made, "after-commit", "0"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    run(made)
    assert left_in(made) == []


def test_a_second_run_does_no_work_though_sealing_is_different_each_time(made: Path) -> None:
    key = str(pyrage.x25519.Identity.generate().to_public())
    settings = made / "study.toml"
    settings.write_text(settings.read_text().replace('recipient = ""', f'recipient = "{key}"'))
    run(made)
    with Study.open(made) as study:
        assert {one.recipient for one in study.store.sealed_names()} == {key}
        report = study.run("evidence", workers=1)
    assert [stage.done for stage in report.stages if not stage.left_out] == [0] * len(
        [stage for stage in report.stages if not stage.left_out]
    )


def test_another_key_has_the_documents_read_again(made: Path) -> None:
    settings = made / "study.toml"
    empty = settings.read_text()
    first, second = (str(pyrage.x25519.Identity.generate().to_public()) for _ in range(2))
    for key in (first, second):
        settings.write_text(empty.replace('recipient = ""', f'recipient = "{key}"'))
        run(made, "corpus")
        with Study.open(made) as study:
            assert {one.recipient for one in study.store.sealed_names()} == {key}
    settings.write_text(empty)
    run(made, "corpus")
    with Study.open(made) as study:
        assert study.store.sealed_names() == []


def test_the_audit_trail_counts_pseudonyms_and_names_nobody(made: Path) -> None:
    run(made, "corpus")
    with Study.open(made) as study:
        events = [event for event in study.store.events() if event.action == "document.read"]
    assert all(event.details["pseudonyms"] for event in events)
    assert not any(one in json.dumps([event.details for event in events]) for one in ORIGINALS)
