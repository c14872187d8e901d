"""The policy room of a study: its register, rounds, stances and recommendations, from a made-up document."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from rantau.cli import main
from rantau.framework.errors import BadInput, BadTable
from rantau.study import Study
from rantau.study.coding_desk import CodingDesk
from rantau.study.policy_monitor import change_rows, monitor_rows, rounds_of, take_round
from rantau.study.policy_recommend import evidence_of, held_back_rows, recommendations_of
from rantau.study.policy_stance import (
    confirm_measure,
    contrast_rows,
    countries_named,
    measure_rows,
    proposal_rows,
    register_of,
    reject_measure,
    stance_rows,
)
from rantau.study.policy_tables import read_effects, read_measures
from rantau.study.simulated_effects import effects_of_runs

REPORT = """\
# Example report

Thailand deported migrants in 2023.

Thailand detained migrants in 2023.

In the Philippines programmes of reintegration with vocational training and counselling reach victims.
"""
CARE = "In the Philippines"
FURTHER = ("dimensions", "gap", "changes", "pace", "agreement")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("policy")
    (folder / "report.md").write_text(REPORT, encoding="utf-8")
    with Study.create(folder / "study", name="Example", places=("THA", "PHL", "MYS", "IDN")) as study:
        study.add([folder / "report.md"])
        study.run("triangulation", workers=1)
    return folder / "study"


@pytest.fixture
def study(made, tmp_path):
    with Study.open(shutil.copytree(made, tmp_path / "study")) as opened:
        yield opened


def table(path: Path, *rows: dict[str, str]) -> Path:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(stream.getvalue(), encoding="utf-8")
    return path


def reading(**cells: str) -> dict[str, str]:
    empty = {"status": "", "revises": "", "note": ""}
    return {
        "indicator": "PI09",
        "place": "Thailand",
        "year": "2023",
        "value": "",
        "source": "made up",
        **empty,
        **cells,
    }


# -- rounds ---------------------------------------------------------------------------------------------------


def test_a_round_is_taken_in_with_one_event_and_shown(study, tmp_path):
    take_round(study, table(tmp_path / "2024.csv", reading(value="20")))
    (event,) = [one for one in study.store.events() if one.action == "monitor.round_taken"]
    assert (event.subject, event.details["rows"]) == ("2024", 1)
    (row,) = [one for one in monitor_rows(study) if one["indicator"] == "PI09" and one["state"] == "THA"]
    assert (row["value"], row["word"], row["mark"]) == (20.0, "far off", "○")
    assert row["error"] == "no uncertainty given"
    assert study.store.verify_audit().ok


def test_a_round_that_contradicts_is_flagged_and_kept_and_an_earlier_state_can_be_asked_for(study, tmp_path):
    take_round(study, table(tmp_path / "a.csv", reading(value="20")))
    _, found = take_round(study, table(tmp_path / "b.csv", reading(value="35")))
    assert [one.what for one in found] == ["contradicts"]
    assert change_rows(study, "b")[0]["before"] == 20.0

    def word(until=None):
        return next(
            one["word"]
            for one in monitor_rows(study, until)
            if (one["indicator"], one["state"]) == ("PI09", "THA")
        )

    assert (word("a"), word()) == ("far off", "contradicted")
    take_round(study, table(tmp_path / "c.csv", reading(value="60", revises="b", note="files came late")))
    assert word() == "part of the way"


def test_a_name_is_taken_once_and_a_round_is_never_overwritten(study, tmp_path):
    take_round(study, table(tmp_path / "a.csv", reading(value="20")))
    with pytest.raises(BadInput, match="never overwritten"):
        take_round(study, table(tmp_path / "A.csv", reading(value="35")))
    with pytest.raises(BadInput, match="cannot name a round"):
        take_round(study, tmp_path / "a.csv", "../b")
    with pytest.raises(BadInput, match="cannot name a round"):
        take_round(study, tmp_path / "a.csv", "baseline")


def test_a_round_changed_or_removed_by_hand_is_noticed(study, tmp_path):
    take_round(study, table(tmp_path / "a.csv", reading(value="20")))
    kept = study.path / "data" / "rounds" / "a.csv"
    kept.write_text(kept.read_text().replace("20", "99"))
    with pytest.raises(BadInput, match="was changed since it was taken in"):
        rounds_of(study)
    kept.unlink()
    with pytest.raises(BadInput, match="is missing"):
        rounds_of(study)


def test_a_wrong_round_leaves_nothing_behind(study, tmp_path):
    with pytest.raises(BadTable, match="line 3"):
        take_round(study, table(tmp_path / "a.csv", reading(value="20"), reading(value="x", year="2022")))
    with pytest.raises(BadInput, match="no round 'z'"):
        take_round(study, table(tmp_path / "a.csv", reading(value="20", revises="z", note="why")))
    assert not (study.path / "data" / "rounds").exists() or not list(
        (study.path / "data" / "rounds").iterdir()
    )
    assert [one.name for one in rounds_of(study)] == ["baseline"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"indicator,place,year\n", "'source' is missing"),
        (b"indicator,place,year,source,colour\n", "'colour' is unknown"),
        (b"indicator,place,year,source,source\n", "there twice"),
        (b"indicator,place,year,source\n", "no rows"),
        (b"indicator,place,year,source\nPI09,THA,2023,x,y\n", "too many cells"),
        (b"indicator,place,year,source\nPI09,Atlantis,2023,x\n", "no country"),
        (b"indicator,place,year,source\nPI22,THA>THA,2023,x\n", "neither a country nor a corridor"),
        (b'indicator,place,year,source\n"PI09,THA\n', "not CSV"),
    ],
)
def test_hostile_tables_are_refused_in_a_sentence(study, tmp_path, content, says):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(BadTable, match=says):
        take_round(study, path)


def test_corridors_are_shown_where_they_were_reported_on(study, tmp_path):
    take_round(study, table(tmp_path / "a.csv", reading(indicator="PI22", place="MMR>THA", value="4")))
    (row,) = [one for one in monitor_rows(study) if ">" in one["state"]]
    assert (row["indicator"], row["word"]) == ("PI22", "not met")


# -- measures and stance --------------------------------------------------------------------------------------


def stance_of(study, state, axis, stream, level="law and practice"):
    wanted = {"state": state, "axis": axis, "stream": stream, "level": level}
    (row,) = [one for one in stance_rows(study) if wanted.items() <= one.items()]
    return row


def test_findings_point_on_one_axis_and_leave_the_other_without_data(study):
    here = stance_of(study, "THA", "securitised", "discourse")
    assert (here["more"], here["less"], here["witnesses"]) == (2, 0, 1)
    assert stance_of(study, "THA", "protective", "discourse")["data"] == "no data"


def test_each_year_has_its_own_row_and_what_was_not_found_is_no_data(study):
    rows = [
        one
        for one in stance_rows(study, by_year=True)
        if (one["state"], one["axis"], one["stream"], one["level"])
        == ("THA", "securitised", "discourse", "practice")
    ]
    assert {one["year"]: one["data"] for one in rows if one["year"] in (2022, 2023)} == {
        2022: "no data",
        2023: "some",
    }


def test_the_articles_contrast_is_missing_until_a_coder_codes_the_passage_and_then_comes_out(study):
    def verdict():
        return next(
            one
            for one in contrast_rows(study)
            if (one["contrast"], one["stream"], one["level"]) == ("protective-PHL", "discourse", "practice")
        )

    assert verdict()["verdict"] == "no data"
    desk = CodingDesk(study, "ann")
    (document,) = study.store.documents()
    where = next(one for one in study.store.passages(document.id) if one.text.startswith(CARE))
    desk.add(where.id, "PR.protection.reintegration", quote=where.text)
    assert "both ways" in verdict()["why"]
    desk.add(where.id, "HS.economic", quote=where.text, polarity="protection")
    found = verdict()
    assert found["verdict"] == "leans that way"
    assert found["rests_on"] == [f"{where.id}/PR.protection.reintegration"]


def test_a_proposed_measure_enters_the_register_only_when_a_person_confirms_it(study):
    before = len(register_of(study))
    proposed = {one["name"]: one for one in proposal_rows(study)}
    deported = proposed["Migrants are deported"]
    assert (deported["status"], deported["state"], deported["year"]) == ("proposed", "THA", 2023)
    assert len(register_of(study)) == before
    with pytest.raises(BadInput, match="reason"):
        confirm_measure(study, deported["id"], " ", groups=["irregular_migrants"])
    with pytest.raises(BadInput, match="for whom"):
        confirm_measure(study, deported["id"], "read", groups=[])
    with pytest.raises(BadInput, match="no proposed measure"):
        confirm_measure(study, "p000", "read", groups=["irregular_migrants"])
    with pytest.raises(BadInput, match="dimension 'spiritual'"):
        confirm_measure(study, deported["id"], "read", groups=["refugees"], dimensions=["spiritual"])
    confirm_measure(
        study, deported["id"], "I read the page", groups=["irregular_migrants"], dimensions=["personal"]
    )
    (mine,) = [one for one in register_of(study) if one.id == deported["id"]]
    assert (mine.iso3, mine.start, mine.level, mine.securitised) == ("THA", "2023", "practice", "more")
    assert (mine.groups, mine.dimensions) == (("irregular_migrants",), ("personal",))
    (event,) = [one for one in study.store.events() if one.action == "measure.confirmed"]
    assert event.reason == "I read the page"
    reject_measure(study, deported["id"], "the page is about another year")
    assert len(register_of(study)) == before
    assert {one["status"] for one in proposal_rows(study) if one["id"] == deported["id"]} == {"rejected"}


def test_where_a_sentence_names_two_years_the_person_says_which(study, monkeypatch):
    from dataclasses import replace

    from rantau.study import policy_stance

    one = policy_stance._proposals(study)[0]
    two = replace(
        one, quote="Thailand ratified it in 2018 and Malaysia in 2022, as the first two (ILO, 2025)."
    )
    monkeypatch.setattr(policy_stance, "_proposals", lambda _: [two])
    with pytest.raises(BadInput, match=r"more than one year for .* \(2018, 2022\)"):
        confirm_measure(study, two.id, "read", groups=["irregular_migrants"])
    assert confirm_measure(study, two.id, "read", groups=["irregular_migrants"], start="2022").start == "2022"


def test_a_studys_own_measures_add_to_the_register_and_a_wrong_row_is_named(study):
    row = {
        "id": "THA-2024-raid",
        "iso3": "Thailand",
        "start": "2024",
        "name": "Raids",
        "kind": "control",
        "groups": "irregular_migrants",
        "level": "practice",
        "securitised": "more",
        "source": "made up",
    }
    path = table(study.path / "data" / "measures.csv", row)
    assert "THA-2024-raid" in {one["id"] for one in measure_rows(study)}
    table(path, row, row)
    with pytest.raises(BadTable, match="line 3"):
        read_measures(study.path / "data")


def test_countries_are_named_by_their_names_and_not_by_their_people():
    assert countries_named("Burmese workers in Thailand, and in Malaysia") == ("THA", "MYS")


# -- recommendations ------------------------------------------------------------------------------------------


def look_at(study, topic="detain"):
    """A person confirms the grades of what documents say about a topic."""
    for one in evidence_of(study):
        if one.topic == topic:
            study.decide(one.id, one.confidence, "read on its page")
    study.run("triangulation", workers=1)


def test_what_documents_say_calls_for_something_once_a_person_looked_and_is_told_with_its_grade(study):
    evidence = {one.topic: one for one in evidence_of(study)}
    assert set(evidence) >= {"deport", "detain"}
    assert evidence["detain"].confidence == "very low"
    assert "national-detention-THA" not in {one.id for one in recommendations_of(study)}
    assert ("national-detention", "THA") in {(one["rule"], one["state"]) for one in held_back_rows(study)}

    look_at(study)
    assert ("national-detention", "THA") not in {(one["rule"], one["state"]) for one in held_back_rows(study)}
    found = {one.id: one for one in recommendations_of(study)}
    assert "national-detention-THA" in found
    assert "national-detention-MYS" not in found
    assert any("Confidence" in line for line in found["national-detention-THA"].sentences)


def test_confidential_documents_call_for_nothing_that_leaves_the_study(study):
    settings = study.path / "study.toml"
    settings.write_text(settings.read_text().replace("confidential = []", 'confidential = ["report.md"]'))
    study.close()
    with Study.open(study.path) as again:
        again.run("triangulation", workers=1)
        assert [one.confidential for one in again.store.documents()] == [True]
        assert evidence_of(again) == []


def test_a_states_own_effect_is_the_median_of_its_differences_draw_by_draw(tmp_path):
    import hashlib

    import polars as pl

    manifest = {}
    for scenario, more in (("baseline", 0.0), ("screen_before_return", -2.0)):
        for draw in (1, 2, 3):
            name = f"tables/{scenario}/draw-{draw:06}.parquet"
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            months = [
                {"place": place, "month": month}
                for place in ("THA", "MYS")
                for month in ("2025-01", "2025-02")
            ]
            rows = [{**one, "scenario": scenario, "draw": draw, "channel": "irregular"} for one in months]
            frame = pl.DataFrame(rows).with_columns(
                pl.lit("retrafficked").alias("quantity"),
                pl.lit("migrants a month").alias("unit"),
                pl.when(pl.col("place") == "THA").then(10.0 + more * draw).otherwise(5.0).alias("value"),
            )
            frame.write_parquet(tmp_path / name)
            manifest[name] = hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    found = {one.place: one for one in effects_of_runs(tmp_path)}

    # Thailand: two months of -2, -4 and -6, so -4, -8 and -12 by draw.
    thailand = found["THA"]
    assert (thailand.difference, thailand.low, thailand.high) == pytest.approx((-8.0, -11.6, -4.4))
    assert (thailand.unit, thailand.run) == (
        "migrants",
        "out/simulation/tables/screen_before_return, 3 draws",
    )
    assert (found["MYS"].low, found["MYS"].high) == (0.0, 0.0)


def test_effects_are_read_from_a_table_and_from_what_a_simulation_wrote(study, tmp_path):
    folder = study.path / "out" / "simulation" / "differences"
    folder.mkdir(parents=True)
    (folder / "regularisation.csv").write_text(
        "quantity,difference,low,high,unit\nperson_months_in_exploitation,-10,-20,5,person-months\nx,nan,nan,nan,y\n"
    )
    (one,) = effects_of_runs(study.path / "out" / "simulation")
    assert (one.scenario, one.low, one.high, one.level) == ("regularisation", -20.0, 5.0, 90)
    look_at(study)
    found = {each.id: each for each in recommendations_of(study)}["national-detention-THA"]
    assert found.effect_word == "unclear"
    assert any("contains zero" in line for line in found.sentences)
    (folder.parent / "manifest.json").write_text(json.dumps({"differences/regularisation.csv": "0" * 64}))
    with pytest.raises(BadInput, match="changed after it was simulated"):
        effects_of_runs(folder.parent)
    cells = {
        "scenario": "s",
        "against": "b",
        "outcome": "o",
        "difference": "3",
        "low": "4",
        "high": "5",
        "unit": "u",
    }
    with pytest.raises(BadTable, match="does not lie between"):
        read_effects(table(tmp_path / "e.csv", cells))


# -- commands -------------------------------------------------------------------------------------------------


def run(capsys, *arguments):
    code = main([str(one) for one in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_every_view_of_the_commands_answers_in_each_form(study, tmp_path, capsys):
    path = study.path
    study.close()
    first = table(tmp_path / "r1.csv", reading(value="20"), reading(status="refused", indicator="PI12"))
    assert run(capsys, "monitor", path, "--add", first)[0] == 0
    second = {
        "measure": "THA-2015-pushback",
        "coder": "N",
        "kind": "control",
        "level": "law",
        "securitised": "more",
    }
    table(path / "data" / "measure_codes.csv", {**second, "protective": "less"})
    for command in (
        ("instruments",),
        ("instruments", path),
        ("instruments", "--duties", "--instrument", "ACTIP"),
        *(
            ("measures", path, "--show", view)
            for view in ("register", "stance", "years", "contrasts", "proposed", *FURTHER)
        ),
        *(
            ("monitor", path, "--show", view)
            for view in ("states", "region", "commitments", "kept", "rounds", "indicators")
        ),
        ("monitor", path, "--show", "changes", "--round", "r1"),
        ("recommend", path),
    ):
        code, as_json, _ = run(capsys, *command, "--json")
        assert code == 0
        rows = json.loads(as_json)
        assert rows
        if command[-1] in ("register", "states", "ACTIP", path):
            assert run(capsys, *command)[1]
            code, as_csv, _ = run(capsys, *command, "--csv")
            assert len(list(csv.DictReader(io.StringIO(as_csv)))) == len(rows)


def test_a_contradiction_is_said_aloud_and_mistakes_are_sentences(study, tmp_path, capsys):
    path = study.path
    study.close()
    run(capsys, "monitor", path, "--add", table(tmp_path / "r1.csv", reading(value="20")))
    code, out, _ = run(capsys, "monitor", path, "--add", table(tmp_path / "r2.csv", reading(value="30")))
    assert (code, "FLAG" in out, "contradicts" in out) == (0, True, True)
    for arguments, says in (
        (("monitor", path, "--round", "r9"), "no round 'r9'"),
        (("monitor", path, "--show", "changes"), "--round NAME"),
        (("monitor", path, "--add", tmp_path / "none.csv"), "is no file"),
        (("instruments", "--instrument", "ACTAP"), "no instrument 'ACTAP'"),
        (("measures", path, "--confirm", "x", "--reject", "y"), "not both"),
        (("recommend", path, "--effects", tmp_path / "none.csv"), "none.csv"),
    ):
        code, _, err = run(capsys, *arguments)
        assert code in (1, 2)
        assert says in err
        assert "Traceback" not in err
