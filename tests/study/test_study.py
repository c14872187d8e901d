"""A study from sources to brief: what runs, what does not run again, what is told."""

import json

import pytest
from states import state_of

from rantau.framework.errors import BadInput, BadSetting, StudyBusy, StudyMissing
from rantau.study import Study


def test_a_run_goes_through_every_stage_and_writes_the_brief(study):
    report = study.run(workers=1)

    assert [stage.stage for stage in report.stages] == [
        "corpus",
        "coding",
        "evidence",
        "triangulation",
        "profile",
        "brief",
    ]
    assert all(stage.done for stage in report.stages)
    assert not report.problems
    counts = study.store.counts()
    assert counts["documents"] == 3
    assert counts["claims"] >= 4
    for name in ("brief.html", "brief.pdf", "brief.json", "manifest.json"):
        assert (study.path / "out" / name).stat().st_size > 0


def test_every_claim_leads_back_to_the_words_on_its_page(run_study):
    for claim in run_study.store.claims():
        passage = run_study.store.passage(claim.passage)
        pages = {page.number: page for page in run_study.store.pages(claim.document)}
        spans = passage.locate(
            claim.start, claim.end, [pages[s.page].text[s.start : s.end] for s in passage.spans]
        )
        assert "".join(pages[s.page].text[s.start : s.end] for s in spans) == claim.quote
        assert spans[0].page == claim.page


def test_two_counts_over_different_periods_are_a_conflict_and_one_root_is_one_witness(run_study):
    groups = list(run_study.store.claim_groups())
    claims = {claim.id: claim for claim in run_study.store.claims()}
    deported = [g for g in groups if g.indicator == "deportations"]
    assert [g.verdict for g in deported] == ["conflicting"]
    assert sorted(claims[c].value for c in deported[0].claims) == [6_000, 36_000]
    debt = [g for g in groups if g.indicator == "debt_share"]
    assert [g.verdict for g in debt] == ["single-source"]
    assert debt[0].documents == 2
    assert len(debt[0].roots) == 1


def test_a_second_run_does_no_work_and_changes_nothing(run_study):
    before, events = state_of(run_study.path), run_study.store.counts()["events"]

    report = run_study.run(workers=1)

    assert not any(stage.done or stage.removed for stage in report.stages)
    assert state_of(run_study.path) == before
    assert run_study.store.counts()["events"] == events


def test_the_number_of_workers_changes_nothing(finished, study):
    study.run(workers=3)
    study.close()

    assert state_of(study.path) == state_of(finished)


def test_only_what_a_change_touches_is_done_again(run_study, documents):
    (documents / "new.txt").write_text("The office counted 75 trafficked persons in Thailand in 2020.\n")
    run_study.add([documents / "new.txt"])

    report = {stage.stage: stage for stage in run_study.run(workers=1).stages}

    assert (report["corpus"].done, report["corpus"].unchanged) == (1, 3)
    assert (report["evidence"].done, report["evidence"].unchanged) == (1, 3)
    assert report["triangulation"].done == 1
    assert report["profile"].done == 0
    assert report["brief"].done == 1


def test_a_document_that_is_gone_is_forgotten_with_all_that_came_of_it(run_study):
    (run_study.path / "sources" / "note.html").unlink()

    run_study.run(workers=1)

    assert [document.file for document in run_study.store.documents()] == ["memo.txt", "report.md"]
    assert {claim.document for claim in run_study.store.claims()} <= {
        d.id for d in run_study.store.documents()
    }
    assert "note.html" not in (run_study.path / "out" / "brief.html").read_text(encoding="utf-8")
    assert any(event.action == "document.removed" for event in run_study.store.events())


def test_a_brief_that_someone_changed_is_written_again(run_study):
    brief = run_study.path / "out" / "brief.html"
    good = brief.read_bytes()
    brief.write_text("changed")

    run_study.run(workers=1)

    assert brief.read_bytes() == good


def test_a_measure_of_the_studys_own_brings_the_brief_up_to_date_and_nothing_else(run_study):
    state = run_study.settings.study.places[0]
    (run_study.path / "data").mkdir(exist_ok=True)
    (run_study.path / "data" / "measures.csv").write_text(
        "id,iso3,start,name,kind,groups,level,source,securitised\n"
        f"own-1,{state},2020,A raid made up for the tests,control,irregular_migrants,practice,made up,more\n"
    )

    report = {stage.stage: stage.done for stage in run_study.run(workers=1).stages}

    assert report["brief"] == 1
    assert sum(report.values()) - report["profile"] == 1
    chains = json.loads((run_study.path / "out" / "brief.json").read_text(encoding="utf-8"))["figures"]
    steps = [step for one in chains if one["kind"] == "stance" for step in one["from"]]
    assert [step["source"] for step in steps if step.get("measure") == "own-1"] == ["made up"]


def test_a_document_that_fails_is_told_and_stops_nothing_else(study, tmp_path):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    study.add([tmp_path / "broken.pdf"])

    report = study.run("corpus", workers=1)

    assert len(report.problems) == 1
    assert report.problems[0].startswith("broken.pdf")
    states = {document.file: document for document in study.status().documents}
    assert states["broken.pdf"].state == "failed"
    assert states["broken.pdf"].problem == report.problems[0]
    assert states["report.md"].state == "read"


def test_the_same_content_under_another_name_is_one_document(study, documents):
    (documents / "copy.md").write_bytes((documents / "report.md").read_bytes())

    added = study.add([documents / "copy.md"])

    assert added[0].outcome == "already there"
    (study.path / "sources" / "by-hand.md").write_bytes((documents / "report.md").read_bytes())
    study.run("corpus", workers=1)
    assert study.store.counts()["documents"] == 3
    notes = {document.file: document.notes for document in study.status().documents}
    assert any("same content" in note for name in ("by-hand.md", "report.md") for note in notes[name])


def test_a_confidential_document_is_withheld_from_all_that_leaves(tmp_path):
    secret = tmp_path / "interview-7.txt"
    secret.write_text(
        "Zarkovia note.\n\nThe sample office helped 120 trafficked persons in Cambodia in 2022.\n"
    )
    with Study.create(tmp_path / "study") as made:
        settings = made.path / "study.toml"
        settings.write_text(
            settings.read_text().replace("confidential = []", 'confidential = ["interview-*"]')
        )
    with Study.open(tmp_path / "study") as study:
        study.add([secret])
        study.run(workers=1)
        assert [document.confidential for document in study.store.documents()] == [True]
        for file in (study.path / "out").rglob("*"):
            if file.suffix in {".html", ".json", ".csv", ".svg"} and file.name != "manifest.json":
                text = file.read_text(encoding="utf-8")
                assert "interview-7" not in text
                assert "Zarkovia" not in text
                assert "helped 120" not in text


def test_stages_show_what_is_done_and_what_is_to_do(study):
    study.run("evidence", workers=1)

    assert dict(study.status().stages) == {
        "corpus": "done",
        "coding": "done",
        "evidence": "done",
        "triangulation": "to do",
        "profile": "to do",
        "brief": "to do",
    }


def test_two_commands_do_not_write_at_once(study):
    with (
        study._alone(),
        Study.open(study.path) as other,
        pytest.raises(StudyBusy, match="another rantau command"),
    ):
        other.run("corpus")


def test_a_study_is_made_once_and_only_where_it_belongs(tmp_path, study):
    with pytest.raises(BadInput, match="is a study already"):
        Study.create(study.path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    with pytest.raises(BadInput, match="is not empty"):
        Study.create(tmp_path / "full")
    with pytest.raises(BadInput, match="'XYZ' is not a country code"):
        Study.create(tmp_path / "new", places=("XYZ",))
    with pytest.raises(StudyMissing, match="there is no such folder"):
        Study.open(tmp_path / "nowhere")


def test_a_store_outside_the_study_is_refused(study):
    settings = study.path / "study.toml"
    settings.write_text(settings.read_text().replace('address = "rantau.db"', 'address = "../elsewhere.db"'))

    with Study.open(study.path) as opened, pytest.raises(BadSetting, match="lies outside the study's folder"):
        opened.status()


def test_the_chains_of_a_brief_end_in_words_on_pages_of_the_store(run_study):
    chains = json.loads((run_study.path / "out" / "brief.json").read_text(encoding="utf-8"))

    steps = [step for figure in chains["figures"] if figure["kind"] == "claim" for step in figure["from"]]
    assert len(steps) >= 4
    for step in steps:
        start, end = step["offsets"]
        assert run_study.store.passage(step["passage"]).text[start:end] == step["quote"]
        assert step["page"] in {page.number for page in run_study.store.pages(step["document"])}


def test_a_copy_that_is_confidential_makes_its_twin_confidential(study, documents):
    (study.path / "sources" / "secret.md").write_bytes((documents / "report.md").read_bytes())
    settings = study.path / "study.toml"
    settings.write_text(settings.read_text().replace("confidential = []", 'confidential = ["secret*"]'))

    with Study.open(study.path) as opened:
        opened.run("corpus", workers=1)

        assert {one.file: one.confidential for one in opened.store.documents()}["report.md"]


def test_a_document_whose_claims_could_not_be_taken_out_is_tried_again(study, monkeypatch):
    from rantau.study import document_stages as stages
    from rantau.study.workers import Failure, Outcome

    real = stages.in_order

    def failing(function, items, **options):
        if function is not stages.extract:
            return real(function, items, **options)
        return (Outcome(item, Failure("met a fault")) for item in items)

    monkeypatch.setattr(stages, "in_order", failing)
    first = study.run("evidence", workers=1)
    monkeypatch.setattr(stages, "in_order", real)
    assert len(first.problems) == 3
    assert study.status().stages["evidence"] == "to do"

    second = study.run("evidence", workers=1)

    assert not second.problems
    assert study.store.counts()["claims"] >= 4
