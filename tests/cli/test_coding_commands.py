"""The commands of coding: what they print, and how they end."""

import csv
import io
import json
import shutil

import pytest

from rantau.cli import main
from rantau.store.records import CodeSuggestion
from rantau.study import Study

REPORT = """\
# Example report

The broker lent them money for the journey. They owed him a year of wages.

Police raided the site and called the workers a threat.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A study of one document with one suggestion of our own making."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "report.md").write_text(REPORT)
    with Study.create(folder / "study", name="Example", places=("THA",)) as study:
        study.add([folder / "report.md"])
        study.run("coding", workers=1)
        (document,) = study.store.documents()
        where = next(one for one in study.store.passages(document.id) if one.text.startswith("Police"))
        with study.store.transaction() as transaction:
            transaction.put_code_suggestions(
                document.id,
                [
                    CodeSuggestion(
                        id=f"{where.id}/k/SE.threat_framing",
                        document=document.id,
                        passage=where.id,
                        page=1,
                        code="SE.threat_framing",
                        polarity="",
                        probability=0.75,
                        start=0,
                        end=len(where.text),
                        why=("threat",),
                        by="test-1",
                    )
                ],
            )
    return folder / "study"


@pytest.fixture
def study(made, tmp_path, monkeypatch):
    monkeypatch.setenv("RANTAU_USER", "ana")
    return shutil.copytree(made, tmp_path / "study")


@pytest.fixture
def run(study, capsys):
    """Run a command on the study; what it printed. ``code`` takes the study before its own command."""

    def command(name, *arguments, code=0):
        capsys.readouterr()
        assert main([name, str(study), *arguments]) == code
        printed = capsys.readouterr()
        return printed.out if code == 0 else printed.err

    return command


def suggestion(run):
    (row,) = json.loads(run("codes", "--json"))
    return f"{row['passage']}/k/SE.threat_framing"


def test_codes_prints_passages_with_their_codes_and_nothing_else(run):
    (row,) = json.loads(run("codes", "--json"))

    assert set(row) == {"document", "page", "passage", "codes"}
    assert (row["document"], row["page"]) == ("report.md", 1)
    assert row["codes"] == [
        {"code": "SE.threat_framing", "polarity": "", "probability": 0.75, "status": "proposed"}
    ]


def test_a_coder_works_through_a_study(run):
    id = suggestion(run)

    assert "ana accepted SE.threat_framing on page 1: Police raided" in run("code", "accept", id)
    assert "ana added MS.micro.debt on page 1: owed him" in run(
        "code", "add", "report.md", "MS.micro.debt", "--quote", "owed him"
    )
    rows = json.loads(run("code", "list", "--json"))
    assert [(row["code"], row["coder"], row["status"]) for row in rows] == [
        ("MS.micro.debt", "ana", "accepted"),
        ("SE.threat_framing", "ana", "accepted"),
    ]
    assert "Taken back: coding.added" in run("code", "undo")
    assert len(json.loads(run("code", "list", "--json"))) == 1
    assert "Done again: coding.added" in run("code", "redo")
    run("code", "remove", rows[0]["id"], "--reason", "too short")
    run("code", "reject", id)
    assert [row["status"] for row in json.loads(run("code", "list", "--json"))] == ["rejected"]
    assert "What is a threat?" in (
        run("code", "memo", "What is a threat?") and run("code", "list", "--memos")
    )
    assert "The audit trail holds" in run("audit", "--verify")


def test_coders_are_told_apart_by_name(run, monkeypatch):
    run("code", "add", "report.md", "MS.micro.debt", "--quote", "owed him", "--coder", "Ben")
    monkeypatch.setenv("RANTAU_USER", "cy")
    run("code", "add", "report.md", "MS.micro.debt", "--quote", "owed him")

    rows = json.loads(run("code", "list", "--json"))
    assert {row["coder"] for row in rows} == {"Ben", "cy"}
    events = json.loads(run("audit", "--json"))
    added = [one for one in events if one["action"] == "coding.added"]
    assert [(one["actor"], one["details"]["coder"]) for one in added] == [("ana", "Ben"), ("cy", "cy")]


def test_double_coding_from_giving_the_document_to_settling_what_differs(run):
    for coder in ("ana", "ben"):
        run("code", "assign", coder, "report.md", "--coder", "cy")
    run("code", "accept", suggestion(run))
    run("code", "reject", suggestion(run), "--coder", "ben")
    assert "blind" in run("code", "list")
    assert len(json.loads(run("code", "list", "--json"))) == 1
    run("code", "done", "report.md")
    assert "so are all others" in run("code", "done", "report.md", "--coder", "ben")

    (row,) = json.loads(run("code", "differences", "--json"))
    assert (row["code"], row["differs"], row["rejecting"]) == ("SE.threat_framing", "code", ["ben"])
    report = json.loads(run("agree", "--json", "--samples", "50"))
    assert report["coders"] == ["ana", "ben"]
    # One of three passages (with the heading) was marked by one of the two.
    assert report["overall"]["percent"] == pytest.approx(2 / 3)
    assert {"alpha", "alpha_low", "cohen", "fleiss", "ac1"} <= set(report["codes"][0])

    shown = run("agree", "--level", "characters", "--segments", "--samples", "20")
    assert "alpha_u" in shown
    assert "all codes" in shown
    assert "so there are no intervals" in shown
    assert "the intervals rest" not in shown

    passage = row["passage"]
    out = run(
        "code", "adjudicate", passage, "SE.threat_framing", "applies", "--reason", "the word", "--coder", "cy"
    )
    assert "cy settled that it applies" in out
    assert json.loads(run("code", "differences", "--json")) == []
    (shown,) = json.loads(run("codes", "--json"))
    assert shown["codes"][0]["status"] == "accepted"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("code", "add", "report.md", "HS.food", "--quote", "owed"), "--polarity insecurity"),
        (("code", "add", "report.md", "NO.code", "--quote", "owed"), "no code of the codebook"),
        (("code", "accept", "a/k/b"), "is no suggestion"),
        (("code", "undo"), "nothing that can be undone"),
        (("code", "adjudicate", "p", "c", "maybe", "--reason", "x"), "neither"),
        (("suggest", "--threshold", "0.1"), "set threshold under [coding]"),
        (("themes", "--code", "MS.micro.debt"), "name it with --put"),
        (("analyse", "--csv"), "--part"),
        (("export", "out.doc"), "--format"),
        (("import", "none.qdpx"), "there is no file"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_with_exit_code_2(run, arguments, message):
    error = run(*arguments, code=2)

    assert message in error
    assert "Traceback" not in error
    assert len(error.strip().splitlines()) == 1


def test_the_codebook_is_listed_with_how_often_codes_are_used(run):
    run("code", "add", "report.md", "MS.micro.debt", "--quote", "owed him")

    rows = {row["id"]: row for row in json.loads(run("codebook", "--json"))}
    debt = rows["MS.micro.debt"]
    assert (debt["passages"], debt["parent"], debt["polarity"]) == (1, "MS.micro", False)
    assert all(
        debt[part] for part in ("name", "definition", "include", "exclude", "example", "theory", "source")
    )
    assert rows["SE.threat_framing"]["suggestions"] == 1
    table = list(csv.DictReader(io.StringIO(run("codebook", "--csv"))))
    assert len(table) == len(rows)
    graph = json.loads(run("codebook", "--graph", "--json"))
    assert {arrow["sign"] for arrow in graph["arrows"]} == {"+", "-"}
    assert all({"from", "to", "passages", "evidence"} <= set(arrow) for arrow in graph["arrows"])


def test_analysis_themes_and_rigour_are_shown(run, tmp_path):
    run("code", "accept", suggestion(run))
    run("code", "add", "report.md", "MS.micro.debt", "--quote", "owed him")

    assert "People's codings: 2." in run("analyse", "--orders", "5")
    rows = list(csv.DictReader(io.StringIO(run("analyse", "--part", "framing", "--csv"))))
    assert rows[0]["threat"] == "1"
    assert rows[0]["basis"] == "People's codings: 2."
    kept = json.loads(run("analyse", "--part", "saturation", "--json", "--orders", "5"))
    assert set(kept) == {"basis", "notes", "saturation"}

    picture = tmp_path / "map.svg"
    run("themes", "--put", "Owing", "--code", "MS.micro.debt", "--picture", str(picture))
    assert picture.read_text().startswith("<svg")
    assert "Owing" in picture.read_text()
    report = json.loads(run("themes", "--suggest", "--json"))
    assert [theme["name"] for theme in report["themes"]] == ["Owing"]
    assert report["suggested"] == []

    checks = json.loads(run("rigour", "--json"))
    assert len(checks) == 15
    assert {one["kind"] for one in checks} == {"phase", "criterion"}
    assert "cannot show" in run("rigour")


def test_machine_coding_is_said_in_words_wherever_it_counts(study, run):
    settings = study / "study.toml"
    settings.write_text(settings.read_text().replace("machine_coded = false", "machine_coded = true"))

    words = "Machine-coded: 1 of 1 codings are suggestions that no person has accepted."
    for command in (
        ("analyse", "--orders", "5"),
        ("codes",),
        ("codebook",),
        ("codebook", "--graph"),
        ("themes",),
    ):
        assert words in run(*command), command
    (row,) = json.loads(run("codes", "--json"))
    assert row["codes"][0]["status"] == "machine-coded"


def test_coding_goes_out_and_comes_in(run, tmp_path):
    run("code", "add", "report.md", "MS.micro.debt", "--quote", "owed him")
    out = run("export", str(tmp_path / "out.qdpx"))
    assert "Written:" in out
    assert "The audit trail stays in the study." in out
    id = json.loads(run("code", "list", "--json"))[0]["id"]
    run("code", "remove", id)

    assert "Taken: 1 codings" in run("import", str(tmp_path / "out.qdpx"))

    assert [row["id"] for row in json.loads(run("code", "list", "--json"))] == [id]
