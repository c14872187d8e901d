"""What a study's codings show, and whose codings they are."""

import json
import shutil

import pytest
from coding_examples import desk_of, document, make_coding_study, passage, suggest

from rantau.store.records import Finding, PlaceMention
from rantau.study import Study
from rantau.study.coding_acts import put_theme, write_memo
from rantau.study.coding_reports import analysis_report, graph_report, themes_report
from rantau.study.coding_rigour import rigour


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    path = make_coding_study(folder)
    with Study.open(path) as study:
        study.run("evidence", workers=1)
    return path


@pytest.fixture
def study(made, tmp_path):
    with Study.open(shutil.copytree(made, tmp_path / "study")) as opened:
        with opened.store.transaction() as transaction:
            for one in opened.store.documents():
                transaction.put_code_suggestions(one.id, [])
        yield opened


def machine_coded(study):
    settings = study.path / "study.toml"
    settings.write_text(settings.read_text().replace("machine_coded = false", "machine_coded = true"))
    return Study.open(study.path)


def test_an_analysis_rests_on_peoples_codings_alone(study):
    ana = desk_of(study)
    suggest(study, "Police", "SE.threat_framing")
    suggest(study, "Ministers", "SE.threat_framing", file="note.md")

    nothing = analysis_report(ana.view(), orders=2)
    assert (nothing["basis"]["people"], nothing["basis"]["machine_coded"], nothing["framing"]) == (
        0,
        False,
        [],
    )

    ana.add("note.md", "SE.desecuritization.rights_framing", quote="asked for their rights")
    (row,) = [one for one in analysis_report(ana.view(), orders=2)["framing"] if one["grouping"] == "all"]
    assert (row["threat"], row["rights"], row["machine"]) == (0, 1, 0)


def test_where_suggestions_stand_in_everything_says_machine_coded(study):
    suggest(study, "Police", "SE.threat_framing")
    suggest(study, "Police", "SE.extraordinary_measure.raid")
    with machine_coded(study) as demo:
        ana = desk_of(demo)
        ana.add("report.md", "MS.micro.debt", quote="owed")
        report = analysis_report(ana.view(), orders=2)
        graph, themes = graph_report(ana.view()), themes_report(ana.view(), suggest=True)

    words = "Machine-coded: 2 of 3 codings are suggestions that no person has accepted."
    for one in (report, graph, themes):
        assert one["basis"] == {"people": 1, "machine": 2, "machine_coded": True, "words": words}
    (row,) = [one for one in report["framing"] if one["grouping"] == "all"]
    assert (row["threat"], row["machine"]) == (1, 1)
    json.dumps([report, graph, themes])


def test_arrows_say_which_have_evidence_and_which_have_none(study):
    ana = desk_of(study)
    ana.add("report.md", "SE.threat_framing", quote="a threat")
    ana.add("report.md", "SE.extraordinary_measure.raid", quote="Police raided the site and")

    arrows = {(one["from"], one["to"]): one for one in graph_report(ana.view())["arrows"]}

    shown = arrows["SE.threat_framing", "SE.extraordinary_measure"]
    assert (shown["sign"], shown["passages"], shown["documents"]) == ("+", 1, 1)
    (evidence,) = shown["evidence"]
    assert (evidence["document"], evidence["passage"]) == ("report.md", passage(study, "Police").id)
    assert sum(one["passages"] for one in arrows.values()) == 1


def test_documents_saturate_in_the_order_in_which_people_coded_them(study):
    ana = desk_of(study)
    ana.add("report.md", "MS.micro.debt", quote="owed")
    ana.add("note.md", "SE.threat_framing", quote="a flood of people")
    ana.add("note.md", "MS.micro.debt", quote="A union")

    steps = analysis_report(ana.view(), orders=10)["saturation"]["steps"]

    assert [(one["document"], one["new"]) for one in steps] == [
        ("report.md", ["MS.micro.debt"]),
        ("note.md", ["SE.threat_framing"]),
    ]


def finding(where, **told):
    return Finding(
        **{
            "id": f"{where.id}/f1",
            "document": where.document,
            "passage": where.id,
            "page": 1,
            "start": 0,
            "end": 6,
            "quote": where.text[:6],
            "actor": "The Police",
            "actor_type": "SE.actor",
            "action": "raided",
            "target": "the site",
            "codes": ("SE.extraordinary_measure.raid",),
            **told,
        }
    )


def test_places_kinds_and_years_come_from_the_documents_and_their_evidence(study):
    raid = passage(study, "Police")
    (study.path / "sources" / "sources.csv").write_text("file,year,source_type\nreport.md,2020,ngo\n")
    study.run("corpus", workers=1)
    with study.store.transaction() as transaction:
        places = (PlaceMention("THA", "destination"), PlaceMention("asean"))
        transaction.put_findings(raid.document, [finding(raid, places=places)])
    desk_of(study).add("report.md", "SE.threat_framing", quote="a threat")

    rows = analysis_report(desk_of(study).view(), orders=2)["framing"]

    assert {(one["grouping"], one["group"]) for one in rows} == {
        ("all", ""),
        ("country", "THA"),
        ("source type", "ngo"),
        ("year", "2020"),
    }


def test_actors_are_named_by_findings_and_denials_are_negative_cases(study):
    raid, clinic = passage(study, "Police"), passage(study, "A clinic")
    with study.store.transaction() as transaction:
        denied = finding(clinic, id=f"{clinic.id}/f1", codes=("HS.health",), denied=True)
        transaction.put_findings(raid.document, [finding(raid), denied])
    ana = desk_of(study)
    ana.add(raid.id, "SE.actor", start=0, end=6)
    ana.add(raid.id, "SE.extraordinary_measure.raid", start=0, end=12)
    ana.add(clinic.id, "HS.health", polarity="protection")

    report = analysis_report(ana.view(), orders=2)

    assert report["actors_and_measures"] == [
        {
            "actor": "the police",
            "measure": "SE.extraordinary_measure.raid",
            "passages": 1,
            "documents": 1,
            "where": [raid.id],
        }
    ]
    (row,) = report["negative_cases"]
    assert (row["code"], [case["against"] for case in row["cases"]]) == ("HS.health", ["denial"])


def test_the_checklist_fills_itself_as_people_work(study):
    ana = desk_of(study)

    def met():
        return {one.name: one.met for one in rigour(ana.view())}

    assert not met()["1 Familiarisation"]
    for file in ("report.md", "note.md"):
        write_memo(ana, "Read; it speaks of debt.", about=file)
    assert met()["1 Familiarisation"]

    ana.add("report.md", "MS.micro.debt", quote="owed")
    assert not met()["2 Initial codes"]
    ana.add("note.md", "MS.micro.debt", quote="A union")
    assert met()["2 Initial codes"]
    ana.view()
    suggest(study, "Police", "SE.threat_framing")
    assert not met()["2 Initial codes"]

    put_theme(ana, "Owing", ["MS.micro.debt"])
    assert met()["3 Searching for themes"]
    assert not met()["5 Defining and naming themes"]
    put_theme(ana, "Owing", ["MS.micro.debt"], definition="What is owed, and to whom.")
    assert met()["5 Defining and naming themes"]
    assert met()["4 Reviewing themes"]
    assert met()["Dependability: audit trail"]
    assert not met()["Dependability: double coding"]


# -- the brief ----------------------------------------------------------------------------------------------------


def test_the_brief_has_a_section_on_codings_where_there_are_any_and_none_of_blind_ones(study):
    from rantau.study.coding_acts import assign

    def coding():
        return study.material().coding

    assert coding() is None
    ana = desk_of(study)
    ana.add("report.md", "SE.threat_framing", quote="called the workers a threat")
    ana.add("note.md", "SE.threat_framing", quote="a flood of people")
    assert [one.code for one in coding().coded] == ["SE.threat_framing"] * 2
    assert coding().blind == ()

    for coder in ("ana", "ben"):
        assign(desk_of(study, "cy"), coder, ["report.md"])

    assert {one.document for one in coding().coded} == {document(study, "note.md").id}
    assert coding().blind == (document(study, "report.md").id,)
