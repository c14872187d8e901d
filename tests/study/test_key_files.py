"""A key is made once, apart from what it opens, and only it opens what was sealed to it."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pyrage
import pytest

from rantau.cli.main import main
from rantau.framework.errors import BadInput, BadSetting
from rantau.study import Study
from rantau.study.key_files import is_locked, make_key, read_key, reveal, use_key
from rantau.study.settings import read_settings

REPORT = """\
# Example report

Ko Zawminhtut, a 31-year-old fisher, was sold twice. "They sold me at the pier for 900 dollars," he told us.
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A study with one report in which a fisher speaks; not run."""
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    study = Study.create(tmp_path / "study", name="Example", places=("THA",))
    with study:
        study.add([tmp_path / "report.md"])
    return tmp_path / "study"


def test_a_key_is_for_its_owner_alone_and_prints_its_public_half(tmp_path: Path) -> None:
    public = make_key(tmp_path / "key.txt")
    assert public.startswith("age1")
    assert stat.S_IMODE((tmp_path / "key.txt").stat().st_mode) == 0o600
    assert str(read_key(tmp_path / "key.txt").to_public()) == public


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    make_key(tmp_path / "key.txt")
    before = (tmp_path / "key.txt").read_bytes()
    with pytest.raises(BadInput, match="exists already"):
        make_key(tmp_path / "key.txt")
    assert (tmp_path / "key.txt").read_bytes() == before


@pytest.mark.parametrize("place", ["key.txt", "sources/key.txt", "out/key.txt"])
def test_a_key_is_not_kept_in_a_study(path: Path, place: str) -> None:
    with pytest.raises(BadInput, match="apart from what it opens"):
        make_key(path / place)
    assert not (path / place).exists()


def test_a_passphrase_locks_the_file(tmp_path: Path) -> None:
    public = make_key(tmp_path / "key.age", "made-up words of four")
    assert is_locked(tmp_path / "key.age")
    assert b"AGE-SECRET-KEY" not in (tmp_path / "key.age").read_bytes()
    assert str(read_key(tmp_path / "key.age", "made-up words of four").to_public()) == public
    with pytest.raises(BadInput, match="does not open"):
        read_key(tmp_path / "key.age", "other words")


@pytest.mark.parametrize("content", [b"", b"AGE-SECRET-KEY-1NOTHING\n", b"\x00\xff" * 50, b"x" * 70_000])
def test_a_file_that_holds_no_key_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key.txt").write_bytes(content)
    with pytest.raises(BadInput, match="key file"):
        read_key(tmp_path / "key.txt")


def test_the_key_is_named_in_the_settings_and_the_rest_of_the_file_stays(path: Path, tmp_path: Path) -> None:
    public = make_key(tmp_path / "key.txt")
    before = (path / "study.toml").read_text()
    with Study.open(path) as study:
        use_key(study, public)
    after = (path / "study.toml").read_text()
    assert read_settings(path / "study.toml").privacy.recipient == public
    changed = [new for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    assert len(changed) == 1
    assert "# public half" in changed[0]


@pytest.mark.parametrize("text", ["[study]\nname = 'x'\n", "[study]\nname = 'x'\n[privacy]"])
def test_a_file_without_the_setting_gets_it(path: Path, text: str) -> None:
    (path / "study.toml").write_text(text)
    public = str(pyrage.x25519.Identity.generate().to_public())
    with Study.open(path) as study:
        use_key(study, public)
    assert read_settings(path / "study.toml").privacy.recipient == public


def test_settings_in_a_form_that_cannot_be_changed_are_left_alone(path: Path) -> None:
    text = "privacy = {}\n[study]\nname = 'x'\n"
    (path / "study.toml").write_text(text)
    with Study.open(path) as study, pytest.raises(BadInput, match="yourself"):
        use_key(study, str(pyrage.x25519.Identity.generate().to_public()))
    assert (path / "study.toml").read_text() == text


@pytest.mark.parametrize("wrong", ["age1nothing", "ssh-ed25519 AAAA", "AGE-SECRET-KEY-1QQQQ"])
def test_what_is_no_public_half_is_refused_with_its_line_and_not_shown(path: Path, wrong: str) -> None:
    settings = path / "study.toml"
    settings.write_text(settings.read_text().replace('recipient = ""', f'recipient = "{wrong}"'))
    with pytest.raises(BadSetting, match=r"line \d+: privacy.recipient") as refused:
        read_settings(settings)
    assert "SECRET-KEY-1" not in str(refused.value)


def test_only_the_right_key_reveals_and_the_trail_keeps_that_it_did(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public = make_key(tmp_path / "key.txt")
    make_key(tmp_path / "other.txt")
    assert main(["key", "use", str(path), public]) == 0
    assert main(["run", str(path), "--until", "corpus", "--workers", "1"]) == 0
    capsys.readouterr()
    assert main(["reveal", str(path), "--key", str(tmp_path / "key.txt"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"document": "report.md", "pseudonym": "[name 1]", "original": "Zawminhtut"}
    ]
    assert main(["reveal", str(path), "--key", str(tmp_path / "other.txt")]) == 2
    said = capsys.readouterr()
    assert "does not open" in said.err
    assert "Zawminhtut" not in said.out + said.err
    assert main(["reveal", str(path), "--key", str(tmp_path / "key.txt"), "--document", "none.md"]) == 2
    with Study.open(path) as study:
        events = [event for event in study.store.events() if event.action == "names.revealed"]
    assert [event.details["pseudonyms"] for event in events] == [1]
    assert "Zawminhtut" not in str(events)


def test_without_a_key_there_is_nothing_to_reveal(path: Path, tmp_path: Path) -> None:
    make_key(tmp_path / "key.txt")
    with Study.open(path) as study:
        study.run("corpus", workers=1)
        with pytest.raises(BadInput, match="no names are sealed"):
            reveal(study, read_key(tmp_path / "key.txt"))
