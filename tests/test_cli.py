"""The command line: what it prints, and how it ends."""

import json
import shutil
import subprocess
import sys

import pytest

from rantau.cli import main

TEXT = """\
# Example report

In 2021, 45% of migrant workers in Thailand were in debt (Example Agency, 2021, p. 4; Nobody, 2019).

## References

Example Agency. (2021). *Made-up tables*. Example Agency.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A study with one report, run until its claims."""
    folder = tmp_path_factory.mktemp("made")
    report = folder / "report.md"
    report.write_text(TEXT)
    path = folder / "study"
    assert main(["new", str(path), "--name", "Example", "--place", "THA", "--place", "MMR"]) == 0
    assert main(["add", str(path), str(report), "--source-type", "ngo", "--year", "2022"]) == 0
    assert main(["run", str(path), "--until", "evidence", "--workers", "1"]) == 0
    return path


@pytest.fixture
def study(made, tmp_path):
    """A copy of it for each test."""
    return shutil.copytree(made, tmp_path / "study")


def read(capsys, arguments):
    capsys.readouterr()
    assert main(arguments) == 0
    return json.loads(capsys.readouterr().out)


def test_citations_are_listed_with_what_they_point_to(study, capsys):
    rows = read(capsys, ["citations", str(study), "--json"])

    assert [(row["text"], row["status"], row["reference"]) for row in rows] == [
        ("Example Agency, 2021, p. 4", "matched", "example-agency-2021"),
        ("Nobody, 2019", "dangling", None),
    ]
    wanted = {"text", "authors", "year", "suffix", "cited_page", "reference", "status", "document", "page"}
    assert wanted <= set(rows[0])
    assert (rows[0]["cited_page"], rows[0]["document"], rows[0]["page"]) == ("4", "report.md", 1)


def test_references_are_listed_with_how_often_they_are_cited(study, capsys):
    (row,) = read(capsys, ["references", str(study), "--json"])

    assert {"key", "authors", "year", "suffix", "title", "container", "doi", "url", "cited"} <= set(row)
    assert (row["authors"], row["year"], row["title"], row["cited"]) == (
        ["Example Agency"],
        2021,
        "Made-up tables",
        1,
    )


def test_claims_are_listed_with_their_quotation(study, capsys):
    (row,) = read(capsys, ["claims", str(study), "--json"])

    assert row["quote"] in TEXT
    assert (row["value"], row["unit"], row["indicator"]) == (45, "percent", "debt_share")
    assert row["places"] == [{"id": "THA", "role": "destination"}] or row["places"][0]["id"] == "THA"


def test_search_finds_a_passage_and_says_where_it_is(study, capsys):
    (hit,) = read(capsys, ["search", str(study), "migrant workers", "--json"])

    assert (hit["document"], hit["page"]) == ("report.md", 1)
    assert "migrant workers" in hit["snippet"]


def test_status_shows_documents_and_stages(study, capsys):
    report = read(capsys, ["status", str(study), "--json"])

    assert report["documents"][0]["state"] == "read"
    assert report["stages"]["corpus"] == "done"
    assert report["stages"]["brief"] == "to do"


def test_the_audit_trail_is_shown_and_verified(study, capsys):
    events = read(capsys, ["audit", str(study), "--json"])
    assert [event["action"] for event in events] == [
        "document.added",
        "document.read",
        "codes.suggested",
        "evidence.extracted",
    ]

    assert main(["audit", str(study), "--verify"]) == 0
    assert "The audit trail holds: 4 events" in capsys.readouterr().out


def test_a_trail_that_someone_changed_does_not_verify(study, capsys):
    import sqlite3

    with sqlite3.connect(study / "rantau.db") as database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE events SET actor = 'somebody else' WHERE number = 2")

    assert main(["audit", str(study), "--verify"]) == 1
    assert "event 2" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["run", "nowhere"], 2, "nowhere is not a study: there is no such folder"),
        (["new", "x", "--place", "Thailand"], 2, "'Thailand' is not a country code"),
        (["add", "{study}", "missing.pdf"], 2, "missing.pdf does not exist"),
        (["add", "{study}", "x", "--source-type", "blog"], 2, "source type 'blog' is not one of"),
        (["run", "{study}", "--until", "cooking"], 2, "cooking"),
        (["dance"], 2, "dance"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_exit_code_two(
    study, capsys, monkeypatch, tmp_path, arguments, code, words
):
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()

    assert main([argument.format(study=study) for argument in arguments]) == code

    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error


def test_a_wrong_setting_is_said_with_its_line(study, capsys):
    settings = study / "study.toml"
    settings.write_text(settings.read_text().replace("seed = 0", "seed = -4"))

    assert main(["status", str(study)]) == 2
    error = capsys.readouterr().err
    assert "study.seed = -4 will not do" in error
    assert f"line {settings.read_text().splitlines().index('seed = -4') + 1}" in error


def test_a_fault_of_our_own_is_kept_in_a_file_and_off_the_screen(study, capsys, monkeypatch):
    def fail(self):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("rantau.study.Study.status", fail)

    assert main(["status", str(study)]) == 1
    error = capsys.readouterr().err
    assert "a fault of rantau's own (ZeroDivisionError)" in error
    assert "Traceback" not in error


def test_a_reader_that_goes_away_is_no_error(study):
    program = f"{sys.executable} -m rantau audit {study} --json | head -c 1"

    result = subprocess.run(program, shell=True, capture_output=True, text=True, check=False)

    assert result.stderr == ""


def test_the_brief_is_written_in_the_languages_that_are_named_and_stays_so(study, capsys):
    assert main(["brief", str(study), "--language", "id"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"The brief: {study.resolve() / 'out/brief.html'}"
    assert '<html lang="id">' in (study / "out/brief.html").read_text(encoding="utf-8")
    assert 'languages = ["id"]' in (study / "study.toml").read_text(encoding="utf-8")
    assert main(["run", str(study)]) == 0
    assert "Nothing to do" in capsys.readouterr().out
    assert main(["brief", str(study), "--language", "jv"]) == 2
    assert "there are en, id" in capsys.readouterr().err


def test_the_version_and_the_help_are_printed(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("rantau 0.")
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    for command in (
        "new",
        "add",
        "run",
        "status",
        "search",
        "citations",
        "references",
        "claims",
        "audit",
        "baseline",
    ):
        assert command in shown
