"""An index from its files, and `rantau index`."""

from __future__ import annotations

import json

import pytest

from rantau.cli import main
from rantau.framework.errors import BadInput
from rantau.study.index_files import read_index

METADATA = """\
code,kind,parent,direction,denominator
income,indicator,wealth,1,people
poverty,indicator,wealth,-1,
doctors,indicator,health,1,
wealth,aggregate,index,,
health,aggregate,index,,
index,aggregate,,,
people,denominator,,,
region,group,,,
"""
TABLE = """\
unit,name,region,year,income,poverty,doctors,people,remark
A,Alpha,north,2022,10,8,5,1,x
B,Beta,north,2022,20,4,..,1,
C,Gamma,south,2022,30,0,3,1,
D,Delta,south,2022,15,6,2,1,
B,Beta,north,2020,19,5,1,1,
"""
BUILD = """\
name = "Example"

[data]
metadata = "indicators.csv"
table = "values.csv"
year = 2022

[[steps]]
step = "impute"
method = "latest"

[[steps]]
step = "denominate"

[[steps]]
step = "normalise"
range = [1, 100]

[[steps]]
step = "aggregate"

[uncertainty]
draws = 200
"""


@pytest.fixture
def folder(tmp_path):
    for name, text in (("indicators.csv", METADATA), ("values.csv", TABLE), ("build.toml", BUILD)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_build_names_its_files_and_other_years_fill_its_gaps(folder, capsys):
    build, inputs, notes = read_index(folder / "build.toml")
    assert build.name == "Example"
    assert inputs.table.units == ("A", "B", "C", "D")
    assert inputs.table.group("region") == ("north", "north", "south", "south")
    assert list(inputs.panel) == [2020]
    assert notes == ["values.csv: not in the metadata, and not read: remark"]

    assert main(["index", str(folder / "build.toml")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("\t") == [
        "unit",
        "name",
        "score",
        "score_low",
        "score_high",
        "rank",
        "rank_low",
        "rank_high",
    ]
    assert lines[1].split("\t")[:2] == ["C", "Gamma"]
    assert len(lines[1].split("\t")) == 8
    assert any(line.startswith("ASSUMED: the error of 100% of the observations") for line in lines)
    assert "Note: values.csv: not in the metadata, and not read: remark" in lines


def test_json_holds_the_scores_and_how_they_were_made(folder, capsys):
    assert main(["index", str(folder / "build.toml"), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    (change,) = report["record"][0]["changes"]
    assert change == {
        "unit": "B",
        "element": "doctors",
        "before": None,
        "after": 1.0,
        "what": "filled: latest",
    }
    assert report["build"]["steps"][2]["range"] == [1.0, 100.0]
    first = report["scores"]["index"][0]
    assert first["rank_low"] <= first["rank"] <= first["rank_high"]
    assert report["above"]["probability"][0][0] is None


def test_the_same_build_gives_the_same_bytes(folder, capsys):
    printed = []
    for _ in range(2):
        main(["index", str(folder / "build.toml"), "--json"])
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]


def test_an_aggregate_can_be_shown_an_element_left_out_and_two_builds_compared(folder, capsys):
    assert main(["index", str(folder / "build.toml"), "--element", "wealth"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("C\tGamma\t100.00")
    other = folder / "other.toml"
    other.write_text(
        BUILD.replace('step = "aggregate"', 'step = "aggregate"\nmethod = "geometric"'), encoding="utf-8"
    )
    assert main(["index", str(folder / "build.toml"), "--against", str(other), "--without", "poverty"]) == 0
    said = capsys.readouterr().out
    assert "elements left out: ['poverty'] -> []" in said
    assert "step 4 (aggregate): method: arithmetic -> geometric" in said


def test_sensitivity_is_shown_where_it_is_asked_for(folder, capsys):
    edit(folder / "build.toml", "draws = 200", "draws = 200\nsensitivity = 16")
    assert main(["index", str(folder / "build.toml")]) == 0
    assert "source\tfirst\tfirst_low\tfirst_high\ttotal" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("build.toml", "[1, 100]", "[9, 1]", "build.toml, line 15: step 3: the range"),
        ("build.toml", 'method = "latest"', 'method = "guess"', "build.toml, line 10: step 1: method = 'guess'"),
        ("build.toml", "draws = 200", "draws = 2", "build.toml, line 23: uncertainty.draws = 2"),
        ("build.toml", "[[steps]]", "[[steps", "build.toml, line 8: this is not valid TOML"),
        ("build.toml", "table =", "tabel =", "the setting 'data.table' is missing"),
        ("build.toml", "values.csv", "nothing.csv", "nothing.csv does not exist"),
        ("build.toml", "year = 2022", "", "several years (2020, 2022); say which"),
        ("build.toml", "year = 2022", "year = 1999", "there is no year 1999; the years are 2020, 2022"),
        ("build.toml", "range = [1, 100]", 'method = "goalposts"', "line 15: step 3: goalposts needs a low for income"),
        ("indicators.csv", "wealth,-1", "wealth,2", "indicators.csv, line 3: direction '2' will not do"),
        ("indicators.csv", "doctors,indicator,health", "doctors,indicator,helth", "the parent 'helth' of doctors"),
        ("values.csv", "20,4", "20,four", "values.csv, line 3: poverty 'four' is not a number"),
        ("values.csv", "20,4", "20,1e999", "is not a number"),
        ("values.csv", "20,4", "20,1e300", "poverty of B is too large to compute with"),
        ("values.csv", "B,Beta,north,2022", "A,Beta,north,2022", "line 3: the unit 'A' stands there twice"),
        ("values.csv", "doctors", "docs", "the column 'doctors' is missing"),
        ("values.csv", "C,Gamma", "C,Ga,mma", "line 4: the row has 10 cells, and there are 9 columns"),
        ("values.csv", "unit,name", "unit,unit", "the column 'unit' stands there twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence_with_its_line(folder, capsys, file, old, new, words):
    edit(folder / file, old, new)
    assert main(["index", str(folder / "build.toml")]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error
    assert len(error.splitlines()) == 1


def test_standard_errors_and_denominators_come_from_files_of_their_own(folder):
    (folder / "errors.csv").write_text("unit,income\nA,0.5\n", encoding="utf-8")
    (folder / "people.csv").write_text("unit,people\nA,2\nB,4\nC,5\nD,8\n", encoding="utf-8")
    edit(folder / "values.csv", ",people,", ",folk,")
    edit(
        folder / "build.toml",
        "year = 2022",
        'year = 2022\nerrors = "errors.csv"\ndenominators = "people.csv"',
    )
    _, inputs, _ = read_index(folder / "build.toml")
    assert inputs.table.column("people").tolist() == [2, 4, 5, 8]
    assert inputs.errors.column("income").tolist() == [0.5]
    (folder / "errors.csv").write_text("unit,income\nA,-0.5\n", encoding="utf-8")
    with pytest.raises(BadInput, match="a standard error is below zero"):
        read_index(folder / "build.toml")


def test_files_in_coinrs_layout_are_read_as_they_are(folder):
    (folder / "indicators.csv").write_text(
        "Level,iCode,iName,Direction,Weight,Parent,Type\n1,a,A,1,1,top,Indicator\n1,b,B,-1,2,top,Indicator\n"
        "2,top,Top,1,1,,Aggregate\n,g,Group,,,,Group\n",
        encoding="utf-8",
    )
    (folder / "values.csv").write_text(
        "uCode,uName,g,Time,a,b\nX,Ex,1,2022,1,NA\nY,Why,2,2022,2,3\n", encoding="utf-8"
    )
    _, inputs, _ = read_index(folder / "build.toml")
    assert inputs.hierarchy.codes == ("a", "b", "top")
    assert inputs.hierarchy.find("b").weight == 2
    assert inputs.table.names == ("Ex", "Why")


def test_standard_errors_towards_higher_values_come_from_a_file_of_their_own(folder):
    (folder / "below.csv").write_text("unit,income\nA,0.5\n", encoding="utf-8")
    (folder / "above.csv").write_text("unit,income\nA,2\n", encoding="utf-8")
    edit(
        folder / "build.toml", "year = 2022", 'year = 2022\nerrors = "below.csv"\nerrors_above = "above.csv"'
    )
    _, inputs, _ = read_index(folder / "build.toml")
    assert inputs.errors.column("income").tolist() == [0.5]
    assert inputs.errors_above.column("income").tolist() == [2]
