"""Two rounds of a study side by side, and a study rebuilt from its sources and decisions."""

import json
import shutil
import sqlite3

import pytest
from handed import id_of
from states import state_of

from rantau.cli import main
from rantau.framework.errors import BadInput, RantauError
from rantau.study import Study
from rantau.study.handover.crate_out import export_crate
from rantau.study.handover.differences import differences
from rantau.study.handover.replaying import replay
from rantau.study.sources import Source


@pytest.fixture(scope="module")
def first(handed):
    """The first round."""
    return handed


@pytest.fixture(scope="module")
def second(first, tmp_path_factory):
    """The round after: one document gone, one new, one in another version, another year of profiles, new decisions."""
    path = shutil.copytree(first, tmp_path_factory.mktemp("second") / "study")
    (path / "sources" / "memo.txt").unlink()
    report = path / "sources" / "report.md"
    report.write_text(
        report.read_text().replace("Workers\nfrom Myanmar paid 480", "Workers\nfrom Myanmar paid 520")
    )
    rows = (path / "sources" / "sources.csv").read_text()
    (path / "sources" / "sources.csv").write_text(
        "\n".join(row for row in rows.split("\n") if "memo.txt" not in row)
    )
    new = path.parent / "later.md"
    new.write_text(
        "# Later example\n\nThe example state deported 90,000 undocumented migrants from Malaysia in 2023.\n"
    )
    settings = path / "study.toml"
    settings.write_text(settings.read_text().replace("seed = 0", "seed = 7"))
    table = path / "data" / "observations.csv"
    table.write_text(
        table.read_text()
        + "gdp_per_capita_ppp,MMR,2022,90000,,,international dollars,Made up,,,\n"
        + "self_employment_share,MMR,2022,1,,,percent,Made up,,,\n"
        + "gini_index,MMR,2022,20,,,index 0-100,Made up,,,\n"
    )
    with Study.open(path) as study:
        study.add([new], given=Source(file="later.md", source_type="ngo"))
        study.run("profile", workers=1)
    return path


@pytest.fixture(scope="module")
def changed(first, second):
    """What changed between them, by part."""
    with Study.open(first) as one, Study.open(second) as other:
        return {part.name: part for part in differences(one, other)}


def told(part):
    return [(one.what, one.about, dict(one.before), dict(one.after), one.remark) for one in part.changes]


def test_a_study_does_not_differ_from_a_copy_of_itself(first, tmp_path):
    copy = shutil.copytree(first, tmp_path / "elsewhere")
    with Study.open(first) as one, Study.open(copy) as other:
        parts = differences(one, other)

    assert [part.name for part in parts if part.changes] == []
    assert {part.name for part in parts if not part.same} <= {"themes", "simulations", "groups of findings"}


def test_documents_are_new_gone_or_in_another_version(changed):
    part = changed["documents"]

    assert [(what, about, remark) for what, about, _, _, remark in told(part)] == [
        ("new", "later.md", ""),
        ("gone", "memo.txt", ""),
        ("changed", "report.md", "another version of the document"),
    ]
    assert part.sentence() == "documents: 1 new, 1 gone, 1 changed, 4 the same."


def test_a_claim_of_a_document_in_another_version_has_changed_though_all_ids_did(changed):
    part = changed["claims"]
    fees = [row for row in told(part) if "report.md" in row[1]]

    assert [(what, before.get("value"), after.get("value")) for what, _, before, after, _ in fees] == [
        ("changed", 480, 520)
    ]
    # What a person decided on the old words is not carried over.
    assert (fees[0][2]["status"], fees[0][3]["status"]) == ("accepted", "proposed")
    assert ("new", 90000) in [(what, after.get("value")) for what, _, _, after, _ in told(part)]
    assert part.same >= 4


def test_a_new_source_that_says_otherwise_is_a_conflict(changed):
    groups = told(changed["groups of claims"])

    assert any("deport" in about and (after.get("documents") or 0) > (before.get("documents") or 0)
               for _, about, before, after, _ in groups)  # fmt: skip


def test_only_scores_whose_intervals_overlap_no_longer_are_told(changed):
    part = changed["profiles"]

    assert part.changes
    assert part.same > 20
    assert any("Myanmar" in one.about for one in part.changes)
    for what, _, before, after, _ in told(part):
        if what == "changed" and None not in (before["value"], after["value"]):
            assert before["high"] < after["low"] or after["high"] < before["low"]


def test_settings_codings_and_the_rest_are_told(changed):
    assert told(changed["settings"]) == [("changed", "study.seed", {"value": 0}, {"value": 7}, "")]
    assert set(changed) == {
        "settings", "documents", "codebook", "claims", "groups of claims", "groups of findings", "codings", "themes",
        "profiles", "monitor", "measures of states", "simulations", "recommendations",
    }  # fmt: skip
    assert changed["codings"].same == 4
    assert changed["codings"].changes == ()


def test_the_command_tells_it_in_words_and_as_json(first, second, capsys):
    assert main(["diff", str(first), str(second)]) == 0
    words = capsys.readouterr().out
    assert "documents: 1 new, 1 gone, 1 changed, 4 the same." in words
    assert "gone\tmemo.txt" in words
    assert main(["diff", str(first), str(second), "--json"]) == 0
    parts = json.loads(capsys.readouterr().out)
    assert {part["part"]: len(part["changes"]) for part in parts}["documents"] == 3


# -- replay -------------------------------------------------------------------------------------------------------


def comparable(path):
    state = state_of(path)
    state.pop("trail holds")
    # Hashes of what a stage was given name the machine's settings; what it gave must be the same.
    state["stages"] = sorted((stage, subject, output) for stage, subject, _, output in state["stages"])
    return state


def test_a_replay_gives_the_same_bytes_from_the_sources_and_the_trail_alone(first, tmp_path):
    """On a machine that has the sources and the audit trail, and no record that a machine made, nor any output."""
    bare = shutil.copytree(first, tmp_path / "bare")
    shutil.rmtree(bare / "out")
    with sqlite3.connect(bare / "rantau.db") as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith(("sqlite_", "passage_"))
            and name not in ("events", "trail", "alembic_version")
        ]
        assert len(tables) > 20
        for name in tables:
            connection.execute(f"DELETE FROM {name}")
    connection.close()

    report = replay(bare, tmp_path / "rebuilt", workers=1)

    assert report.problems == ()
    assert any("no records to compare with" in note for note in report.notes)
    assert comparable(tmp_path / "rebuilt") == comparable(first)
    with Study.open(first) as one, Study.open(tmp_path / "rebuilt") as other:
        assert one.store.codings() == other.store.codings()
        assert one.store.decisions() == other.store.decisions()
        assert one.store.grades() == other.store.grades()
        assert one.store.testimonies() == other.store.testimonies()
        assert len(one.store.decisions()) == 3
        assert other.store.verify_audit().ok
        actions = [event.action for event in other.store.events()]
        assert actions.count("decision.made") == 3
        assert "study.replayed" in actions


def test_a_replay_of_a_crate_says_what_came_out_the_same_and_of_what_did_not_why(first, tmp_path):
    study = shutil.copytree(first, tmp_path / "study")
    (study / "out" / "mine.txt").write_text("mine")
    with Study.open(study) as opened:
        note = id_of(opened, "note.html")
        with opened.store.transaction() as transaction:
            transaction.put_claims(note, opened.store.claims(note)[:1])
        export_crate(opened, tmp_path / "study.crate.zip", confidential=True, confirmed="Handed study")

    report = replay(tmp_path / "study.crate.zip", workers=1)

    assert report.path == tmp_path / "study-replayed"
    assert not report.same
    assert any("The sources of 1 documents stayed behind" in note for note in report.notes)
    differing = {one.what: one.why for one in report.verdicts if not one.same}
    assert differing["claims"].startswith("1 differ, of ")
    assert differing["out/mine.txt"] == "a command of its own made it, which is not replayed"
    assert not {*differing} & {"documents", "pages", "passages", "codings", "decisions"}
    assert sum(one.same for one in report.verdicts) > 15


def test_a_replay_overwrites_nothing_and_needs_a_trail_that_holds(first, tmp_path):
    with pytest.raises(BadInput, match="is there already; name a new folder with --into"):
        replay(first, first)
    Study.create(tmp_path / "empty").close()
    with pytest.raises(BadInput, match="has no audit trail to replay"):
        replay(tmp_path / "empty")
    broken = shutil.copytree(first, tmp_path / "broken")
    with sqlite3.connect(broken / "rantau.db") as connection:
        connection.execute("DROP TRIGGER events_no_update")
        connection.execute("UPDATE events SET actor = 'another' WHERE number = 3")
    connection.close()
    with pytest.raises(RantauError, match="the audit trail does not hold, so it is not replayed: event 3"):
        replay(broken)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["broken", "empty"]


def test_simulations_are_run_again_as_they_were_asked_for(tmp_path):
    from rantau.study.simulating import simulate_study

    Study.create(tmp_path / "study", places=("MMR", "THA")).close()
    with Study.open(tmp_path / "study") as study:
        simulate_study(study, [], weight=100_000, months=6, seed=3, workers=1, charts=False)

    report = replay(tmp_path / "study", tmp_path / "rebuilt", workers=1)

    files = {one.what: one.same for one in report.verdicts if one.what.startswith("out/simulation/")}
    assert files
    assert all(files.values())
