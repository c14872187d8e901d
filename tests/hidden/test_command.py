"""``rantau hidden``: what it prints, and how it ends. All tables here are made up."""

import json

import pytest

from rantau.cli import main

LISTS = """\
police,shelter,hotline,clinic,count
1,0,0,0,120
0,1,0,0,90
0,0,1,0,75
0,0,0,1,60
1,1,0,0,30
1,0,1,0,18
1,0,0,1,9
0,1,1,0,15
0,1,0,1,12
0,0,1,1,10
1,1,1,0,6
1,1,0,1,3
"""
QUICK = ["--bootstrap", "60", "--draws", "40"]


@pytest.fixture
def lists(tmp_path):
    path = tmp_path / "lists.csv"
    path.write_text(LISTS)
    return path


def test_known_dark_figure_and_total_are_printed_with_the_spread_and_the_assumptions(lists, capsys):
    assert main(["hidden", str(lists), *QUICK]) == 0

    printed = capsys.readouterr()
    assert "Known: 448 cases on 4 lists" in printed.out
    assert "Unseen (the dark figure):" in printed.out
    assert "by 6 methods" in printed.out or "by 7 methods" in printed.out
    assert "Chao's lower bound" in printed.out
    assert "The population is closed" in printed.out
    assert "without shelter" in printed.out
    assert "Making ready" in printed.err


def test_json_is_one_value_and_the_same_for_a_seed(lists, capsys):
    runs = []
    for workers in ("1", "2"):
        assert main(["hidden", str(lists), "--json", "--seed", "3", "--workers", workers, *QUICK]) == 0
        runs.append(capsys.readouterr().out)

    assert runs[0] == runs[1]
    record = json.loads(runs[0])
    assert record["file"] == "lists.csv"
    assert record["settings"]["seed"] == 3
    shown = {tuple(row["lists"]): row["cases"] for row in record["cells"]}
    assert shown["police", "shelter", "clinic"] is None


def test_lists_are_left_out_and_merged(lists, capsys):
    command = [
        "hidden",
        str(lists),
        "--json",
        "--method",
        "independence",
        "--bootstrap",
        "0",
        "--min-cell",
        "0",
    ]
    assert main([*command, "--merge", "police+shelter"]) == 0
    merged = json.loads(capsys.readouterr().out)
    assert main([*command, "--without", "clinic"]) == 0
    without = json.loads(capsys.readouterr().out)

    assert [row["name"] for row in merged["lists"]] == ["police+shelter", "hotline", "clinic"]
    assert merged["summary"]["known"] == 448
    assert without["summary"]["known"] == 388


def test_two_lists_must_be_confirmed(tmp_path, capsys):
    path = tmp_path / "two.csv"
    path.write_text("A,B,n\n1,0,40\n0,1,30\n1,1,10\n")

    assert main(["hidden", str(path)]) == 2
    assert "--confirm-two-lists" in capsys.readouterr().err
    assert main(["hidden", str(path), "--confirm-two-lists"]) == 0
    printed = capsys.readouterr().out
    assert "TWO LISTS, INDEPENDENCE ASSUMED" in printed
    assert "200" in printed


def test_answers_on_the_assumptions_are_printed(lists, tmp_path, capsys):
    form = tmp_path / "form.toml"
    form.write_text('[perfect_linkage]\nanswer = "fails"\n\n[lists]\npolice = "a made-up register"\n')

    command = ["hidden", str(lists), "--method", "stepwise", "--bootstrap", "0", "--assumptions", str(form)]
    assert main(command) == 0

    printed = capsys.readouterr().out
    assert "Warning: Assumption fails: Records of one person" in printed
    assert "a made-up register" in printed


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"A,B,C,count\n1,0,0,x\n", "lists.csv, line 2: column count: 'x' is no whole number"),
        (b"A,B,C,count\n1,0,0,5\n0,1,0,5\n0,0,1,5\n", "no method has an estimate"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"", "needs a line of column names"),
    ],
)
def test_a_wrong_file_is_one_sentence_and_exit_code_two(lists, capsys, content, said):
    lists.write_bytes(content)

    command = ["hidden", str(lists), "--method", "stepwise", "--method", "chao", "--bootstrap", "0"]
    assert main(command) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


def test_a_file_that_is_not_there_is_named(tmp_path, capsys):
    assert main(["hidden", str(tmp_path / "none.csv")]) == 1
    assert "none.csv" in capsys.readouterr().err


def test_a_method_that_is_none_is_named(lists, capsys):
    assert main(["hidden", str(lists), "--method", "guess"]) == 2
    assert "there is no method guess; they are independence, stepwise" in capsys.readouterr().err
