"""Publishers' files into a study: added, found again, contradicted, undone. All numbers are made up."""

import csv
import json
import shutil

import pytest

from rantau.baseline.load import observations
from rantau.cli import main
from rantau.framework.errors import BadInput, BadTable, StudyBusy
from rantau.study import Study, importing
from rantau.study.importing import import_data
from rantau.study.tables import read_tables

HEADER = "Country Name,Country Code,Indicator Name,Indicator Code,2019,2020\n"
THAI = "Thailand,THA,Unemployment,SL.UEM.TOTL.ZS,0.5,1.25\n"
GERMAN = "Germany,DEU,Unemployment,SL.UEM.TOTL.ZS,3.5,3.75\n"
REFUGEES = (
    "Year,Country of origin,Country of origin (ISO),Country of asylum,Country of asylum (ISO),"
    "Refugees under UNHCR's mandate\n2022,Myanmar,MMR,Malaysia,MYS,1000\n"
)


@pytest.fixture
def empty(tmp_path):
    with Study.create(tmp_path / "study", name="Made up") as study:
        yield study


def file(tmp_path, text, name="unemployment.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def contents(study):
    """Every file of data/, by name."""
    return {path.name: path.read_bytes() for path in sorted((study.path / "data").iterdir())}


def rows(study, table="observations.csv"):
    with (study.path / "data" / table).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def own(study):
    return [one for one in read_tables(study.path / "data").observations if one.origin.startswith("data/")]


def test_figures_are_added_as_the_study_reads_them_and_recorded(empty, tmp_path):
    report = import_data(empty, file(tmp_path, HEADER + THAI + GERMAN))

    assert [(one.place, one.year, one.value) for one in own(empty)] == [
        ("THA", 2019, 0.5),
        ("THA", 2020, 1.25),
    ]
    assert (report.outcome, report.added["observations.csv"]) == ("written", 2)
    first = rows(empty)[0]
    assert first["note"] == "Row 2 of unemployment.csv."
    assert (first["source"], first["confidence"]) == ("World Bank", "checked")
    (event,) = empty.store.events()
    assert (event.action, event.subject) == ("data.imported", "unemployment.csv")
    assert event.details["sha256"] == report.sha256
    assert event.details["added"]["observations.csv"] == 2
    assert empty.store.verify_audit().ok
    assert sorted(contents(empty)) == ["observations.csv"]


def test_the_same_file_again_changes_no_byte_and_records_nothing(empty, tmp_path):
    path = file(tmp_path, HEADER + THAI)
    import_data(empty, path)
    before = contents(empty)
    report = import_data(empty, path)

    assert (report.outcome, report.already) == ("nothing new", 2)
    assert contents(empty) == before
    assert len(list(empty.store.events())) == 1


def test_a_longer_file_adds_only_what_is_new_at_the_end(empty, tmp_path):
    import_data(empty, file(tmp_path, HEADER + THAI))
    before = contents(empty)["observations.csv"]
    report = import_data(empty, file(tmp_path, HEADER + THAI + THAI.replace("Thailand,THA", "Lao PDR,LAO")))

    assert contents(empty)["observations.csv"].startswith(before)
    assert (report.added["observations.csv"], report.already) == (2, 2)


def test_a_contradiction_is_reported_and_nothing_is_written(empty, tmp_path):
    import_data(empty, file(tmp_path, HEADER + THAI))
    before = contents(empty)
    newer = file(
        tmp_path,
        HEADER + THAI.replace("1.25", "1.75") + THAI.replace("Thailand,THA", "Lao PDR,LAO"),
        "newer.csv",
    )
    report = import_data(empty, newer)

    assert report.outcome == "stopped"
    (one,) = report.contradictions
    assert (one.about, one.here, one.there) == ("unemployment_rate THA 2020", "1.25", "1.75")
    assert (one.table, one.line, one.source) == ("data/observations.csv", 3, "World Bank")
    assert contents(empty) == before
    assert len(list(empty.store.events())) == 1


def test_a_contradiction_can_be_left_or_taken_when_that_is_said(empty, tmp_path):
    import_data(empty, file(tmp_path, HEADER + THAI))
    newer = file(
        tmp_path, HEADER + THAI.replace("1.25", "1.75") + THAI.replace("Thailand,THA", "Lao PDR,LAO")
    )

    kept = import_data(empty, newer, contradictions="keep")
    assert (kept.outcome, kept.added["observations.csv"]) == ("written", 2)
    assert [row["value"] for row in rows(empty)] == ["0.5", "1.25", "0.5", "1.25"]

    taken = import_data(empty, newer, contradictions="replace")
    assert (taken.outcome, taken.replaced["observations.csv"]) == ("written", 1)
    assert [row["value"] for row in rows(empty)] == ["0.5", "1.75", "0.5", "1.25"]
    recorded = [event.details["replaced"] for event in empty.store.events()]
    assert recorded == [{}, {}, {"observations.csv": 1}]


def test_the_analysts_own_rows_stay_and_are_contradicted_alike_whatever_they_call_the_place(empty, tmp_path):
    table = empty.path / "data" / "observations.csv"
    mine = "indicator,place,year,value,unit,source\r\nunemployment_rate,Thailand,2020,9,percent,Own survey"
    table.write_bytes(mine.encode())

    (one,) = import_data(empty, file(tmp_path, HEADER + THAI)).contradictions
    assert (one.here, one.line, one.source) == ("9", 2, "Own survey")

    import_data(empty, file(tmp_path, HEADER + THAI), contradictions="keep")
    assert [(one.year, one.value) for one in own(empty)] == [(2020, 9), (2019, 0.5)]


def test_a_table_with_all_columns_keeps_its_bytes(empty, tmp_path):
    import_data(empty, file(tmp_path, HEADER + THAI))
    table = empty.path / "data" / "observations.csv"
    edited = table.read_bytes().rstrip(b"\n").replace(b"checked", b'"checked"')
    table.write_bytes(edited)
    import_data(empty, file(tmp_path, HEADER + THAI.replace("Thailand,THA", "Lao PDR,LAO")))

    assert table.read_bytes().startswith(edited + b"\n")


def test_a_new_indicator_comes_with_its_figures_and_the_analysts_change_of_it_stays(empty, tmp_path):
    path = file(tmp_path, REFUGEES, "population.csv")
    import_data(empty, path)
    assert [row["id"] for row in rows(empty, "indicators.csv")] == ["unhcr_refugees"]
    assert [(one.place, one.value) for one in own(empty)] == [("MMR>MYS", 1000)]

    table = empty.path / "data" / "indicators.csv"
    table.write_text(table.read_text().replace("contextual", "higher_worse"))
    more = file(tmp_path, REFUGEES + "2022,Myanmar,MMR,Thailand,THA,70\n", "population.csv")
    assert import_data(empty, more).outcome == "written"
    assert rows(empty, "indicators.csv")[0]["direction"] == "higher_worse"


def test_figures_about_other_places_are_taken_when_asked_for(empty, tmp_path):
    path = file(tmp_path, HEADER + THAI + GERMAN)

    assert import_data(empty, path, places=("germany",), dry_run=True).added["observations.csv"] == 4
    assert import_data(empty, path, everywhere=True, dry_run=True).added["observations.csv"] == 4
    assert contents(empty) == {}
    with pytest.raises(BadInput, match="'Atlantis' is no country that rantau knows"):
        import_data(empty, path, places=("Atlantis",))


def test_it_is_told_how_many_figures_of_the_baseline_are_stood_before(empty, tmp_path):
    known = next(one for one in observations() if one.indicator == "unemployment_rate" and one.place == "THA")
    text = HEADER.replace("2019,2020", str(known.year)) + "Thailand,THA,U,SL.UEM.TOTL.ZS,1.5\n"

    assert import_data(empty, file(tmp_path, text)).over_baseline == 1
    assert import_data(empty, file(tmp_path, HEADER + GERMAN), places=("DEU",)).over_baseline == 0


# -- all or nothing ---------------------------------------------------------------------------------------


def test_a_failure_between_two_tables_undoes_the_first(empty, tmp_path, monkeypatch):
    import_data(empty, file(tmp_path, HEADER + THAI))
    before = contents(empty)
    writing = importing.write_atomically

    def failing(path, content):
        if (
            path.name == "observations.csv"
            and path.parent.name == "data"
            and content != before["observations.csv"]
        ):
            raise OSError(28, "No space left on device", str(path))
        writing(path, content)

    monkeypatch.setattr(importing, "write_atomically", failing)
    with pytest.raises(OSError, match="No space left"):
        import_data(empty, file(tmp_path, REFUGEES, "population.csv"))

    assert contents(empty) == before
    assert len(list(empty.store.events())) == 1
    assert empty.store.verify_audit().ok


def test_a_failure_of_the_audit_trail_undoes_the_tables(empty, tmp_path, monkeypatch):
    from rantau.store.database import Transaction

    def failing(*_, **__):
        raise OSError(5, "Input/output error", "rantau.db")

    monkeypatch.setattr(Transaction, "record", failing)
    with pytest.raises(OSError, match="Input/output"):
        import_data(empty, file(tmp_path, REFUGEES, "population.csv"))

    assert contents(empty) == {}


class Cut(BaseException):
    """The power goes."""


def cut_off(study, tmp_path, monkeypatch, *, at):
    """An import that is cut off at one of its steps, with nothing tidied up afterwards."""
    with monkeypatch.context() as patch:
        if at == "record":
            from rantau.store.database import Transaction

            patch.setattr(Transaction, "record", lambda *_, **__: (_ for _ in ()).throw(Cut))
        patch.setattr(importing, "_restore", lambda *_: None)
        patch.setattr(shutil, "rmtree", lambda *_, **__: (_ for _ in ()).throw(Cut) if at == "tidy" else None)
        patch.setattr(importing, "_prove", lambda *_: None)
        with pytest.raises(Cut):
            import_data(study, file(tmp_path, REFUGEES, "population.csv"))


def test_an_import_that_was_cut_off_is_undone_by_the_next_one(empty, tmp_path, monkeypatch):
    import_data(empty, file(tmp_path, HEADER + THAI))
    cut_off(empty, tmp_path, monkeypatch, at="record")
    assert {"indicators.csv", ".import"} <= {path.name for path in (empty.path / "data").iterdir()}

    report = import_data(empty, file(tmp_path, HEADER + THAI))

    assert report.outcome == "nothing new"
    assert sorted(contents(empty)) == ["observations.csv"]
    assert len(rows(empty)) == 2


def test_an_import_that_was_cut_off_after_its_event_stands(empty, tmp_path, monkeypatch):
    cut_off(empty, tmp_path, monkeypatch, at="tidy")

    report = import_data(empty, file(tmp_path, REFUGEES, "population.csv"))

    assert (report.outcome, report.already) == ("nothing new", 2)
    assert len(list(empty.store.events())) == 1


def test_a_table_of_the_studys_that_is_wrong_is_named_and_nothing_is_written(empty, tmp_path):
    table = empty.path / "data" / "corridors.csv"
    table.write_text("origin,destination,year,stock,source\nTHA,THA,2020,5,S\n")
    with pytest.raises(
        BadTable, match=r"data/corridors.csv, line 2: the corridor leads from Thailand to itself"
    ):
        import_data(empty, file(tmp_path, HEADER + THAI))

    assert sorted(contents(empty)) == ["corridors.csv"]


def test_an_import_waits_for_no_other_command(empty, tmp_path):
    with empty._alone(), pytest.raises(StudyBusy):
        import_data(empty, file(tmp_path, HEADER + THAI))


# -- the command ------------------------------------------------------------------------------------------


def test_the_command_tells_what_it_took_and_skipped_and_why(empty, tmp_path, capsys):
    path = file(tmp_path, HEADER + THAI + GERMAN + "World,WLD,Unemployment,SL.UEM.TOTL.ZS,6,6\n")
    assert main(["import-data", str(empty.path), str(path), "--dry-run"]) == 0
    said = capsys.readouterr().out

    assert "World Bank (layout world-bank, unemployment.csv)" in said
    assert "unemployment_rate\tSL.UEM.TOTL.ZS\t1\t2019 to 2020\t2" in said
    assert "1\trows\tabout places that are not asked for\tDEU" in said
    assert "aggregates of countries" in said
    assert "A dry run: nothing was written." in said
    assert contents(empty) == {}


def test_the_command_gives_json_and_ends_with_one_on_a_contradiction(empty, tmp_path, capsys):
    assert main(["import-data", str(empty.path), str(file(tmp_path, HEADER + THAI))]) == 0
    path = file(tmp_path, HEADER + THAI.replace("0.5", "0.75"))
    capsys.readouterr()
    assert main(["import-data", str(empty.path), str(path), "--json"]) == 1
    printed = capsys.readouterr()

    report = json.loads(printed.out)
    assert report["outcome"] == "stopped"
    assert report["contradictions"][0]["there"] == "0.75"
    assert {"file", "sha256", "layout", "source", "taken", "skipped", "remarks", "added"} <= set(report)
    assert "the study has another figure for 1 of its rows, so nothing was written" in printed.err
    assert main(["import-data", str(empty.path), str(path), "--contradictions", "replace"]) == 0
    assert rows(empty)[0]["value"] == "0.75"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.csv"], "nowhere.csv is not a file"),
        (["{file}", "--as", "excel"], "there is no layout 'excel'"),
        (["{file}", "--as", "unhcr"], "is not laid out as unhcr"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_exit_code_two(empty, tmp_path, capsys, arguments, words):
    path = file(tmp_path, HEADER + THAI)
    given = [argument.format(file=path) for argument in arguments]

    assert main(["import-data", str(empty.path), *given]) == 2
    assert words in capsys.readouterr().err


def test_rows_are_read_back_whatever_stands_in_a_file_name(empty, tmp_path):
    name = 'a "quoted", name; =1+1\u2028.csv'
    import_data(empty, file(tmp_path, HEADER + THAI, name))

    assert [one.value for one in own(empty)] == [0.5, 1.25]
    assert all(row["note"].isprintable() for row in rows(empty))


def test_imported_figures_make_the_profiles_be_done_again(run_study, tmp_path):
    assert run_study.status().stages["profile"] == "done"
    import_data(run_study, file(tmp_path, HEADER + THAI))
    assert run_study.status().stages["profile"] == "to do"
