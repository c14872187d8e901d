"""Codes proposed by a model behind an address: only where asked for, held against codebook and passage, and marked."""

import json

import pytest
from coding_examples import desk_of, make_coding_study
from stub_endpoint import serving

from rantau.coding.suggest import SUGGESTER
from rantau.coding.suggest.proposals import REASONS, joined, messages, read_answer, take, version
from rantau.framework.codebook import Change, shipped_codebook
from rantau.framework.refusals import Refusal
from rantau.store.records import Passage, Span
from rantau.study import Study
from rantau.study.coding_listings import code_rows, suggestion_rows

BOOK = shipped_codebook()
ANSWERS = {
    "The broker": [
        {"code": "MS.micro.family_strategy", "polarity": "", "quote": "lent them money"},
        {"code": "MS.micro.debt", "polarity": "", "quote": "They owed him a year of wages."},
        {"code": "MS.micro.greed", "polarity": "", "quote": "lent them money"},
    ],
    "A clinic": [
        {"code": "HS.health", "polarity": "", "quote": "A clinic"},
        {"code": "HS.community", "polarity": "protection", "quote": "whoever came"},
        {"code": "MS.corridor.transit", "polarity": "", "quote": "A clinic at the crossing"},
    ],
}


def said(passage):
    return {"codes": next((codes for begins, codes in ANSWERS.items() if passage.startswith(begins)), [])}


@pytest.fixture
def stub():
    with serving(said) as server:
        yield server


def study_asking(folder, address):
    path = make_coding_study(folder)
    settings = path / "study.toml"
    text = settings.read_text().replace(
        'endpoint = ""  # a service as above', f'endpoint = "{address}"\ntries = 1  # a service as above'
    )
    head, coding = text.split("[coding]")
    coding = coding.replace('model = ""', 'model = "stub"', 1)
    settings.write_text(f"{head}[coding]{coding}")
    return path


def test_what_stands_is_suggested_and_marked_and_the_rest_is_counted(tmp_path, stub):
    with Study.open(study_asking(tmp_path, stub.address)) as study:
        assert not study.run("coding", workers=1).problems
        rows = {row["code"]: row for row in suggestion_rows(desk_of(study))}
        event = next(
            one
            for one in study.store.events()
            if one.details.get("file") == "report.md" and one.action == "codes.suggested"
        )
        asked = len(stub.asked)
        ana = desk_of(study)
        ana.accept(rows["HS.community"]["id"])
        study.run("coding", workers=1)

    by = f"model stub-7b-2024-01, instructions {version()}"
    family = rows["MS.micro.family_strategy"]
    assert (family["quote"], family["probability"], family["by"]) == ("lent them money", 0.5, by)
    assert rows["HS.community"]["polarity"] == "protection"
    assert rows["MS.micro.debt"]["by"] == f"{SUGGESTER}; {by}"
    assert rows["MS.micro.debt"]["why"] != ["They owed him a year of wages."]
    assert "MS.corridor.transit" not in rows or by not in rows["MS.corridor.transit"]["by"]
    assert event.details["refused"] == {REASONS["code"]: 1, REASONS["polarity"]: 1, REASONS["quote"]: 1}
    assert (event.details["proposed"], event.details["models"]) == (3, ["stub-7b-2024-01"])
    # Decisions make suggestions anew, without asking again.
    assert len(stub.asked) == asked == 5


def test_a_proposal_is_no_coding(tmp_path, stub):
    with Study.open(study_asking(tmp_path, stub.address)) as study:
        study.run("coding", workers=1)
        stands = {one["status"] for row in code_rows(desk_of(study).view()) for one in row["codes"]}
        assert not study.store.codings()
    assert stands == {"proposed"}


def test_nothing_is_sent_without_an_address_nor_of_confidential_documents(tmp_path, stub):
    (tmp_path / "a").mkdir()
    with Study.open(study_asking(tmp_path / "a", "")) as study:
        study.run("coding", workers=1)
    assert not stub.asked

    (tmp_path / "b").mkdir()
    path = study_asking(tmp_path / "b", stub.address)
    settings = path / "study.toml"
    settings.write_text(settings.read_text().replace("confidential = []", 'confidential = ["report.md"]'))
    with Study.open(path) as study:
        study.run("corpus", workers=1)
        study.run("coding", workers=1)
        withheld = [one for one in study.store.events() if "withheld" in one.details]
    sent = [json.loads(asked["messages"][1]["content"])["passage"] for asked in stub.asked]
    assert sent
    assert not any("broker" in text or "clinic" in text for text in sent)
    assert len(withheld) == 1


def test_an_address_that_fails_costs_no_suggestion_of_the_rules_and_is_asked_again(tmp_path, stub):
    stub.statuses = [500] * 2
    with Study.open(study_asking(tmp_path, stub.address)) as study:
        first = study.run("coding", workers=1)
        found = {one.code for one in study.store.code_suggestions()}
        waits = study.status().stages["coding"]
        second = study.run("coding", workers=1)

    assert len(first.problems) == 2
    assert "study.toml" in first.problems[0]
    assert "MS.micro.debt" in found
    assert waits == "to do"
    assert not second.problems


def passage(text):
    return Passage(
        id="d1/p1",
        document="d1",
        number=1,
        kind="paragraph",
        section=None,
        spans=(Span(1, 0, len(text)),),
        text=text,
        sentences=((0, len(text)),),
    )


def answered(*codes):
    return read_answer(json.dumps({"codes": list(codes)}), "d1/p1")


def test_a_retired_code_and_one_proposed_twice_are_refused():
    book = BOOK.changed(Change(kind="retire", old=("TP.sector.fishing",), reason="r"))
    one = {"code": "HS.food", "polarity": "insecurity", "quote": "hungry"}
    taken, refused = take(
        answered(one, one, {"code": "TP.sector.fishing", "quote": "crew"}),
        passage("The crew was hungry."),
        book,
        "m",
    )

    assert [(each.code, each.start, each.end) for each in taken] == [("HS.food", 13, 19)]
    assert [each.reason for each in refused] == [REASONS["twice"], REASONS["code"]]
    sent = json.loads(messages(passage("x"), book)[1]["content"])
    assert "TP.sector.fishing" not in {code["id"] for code in sent["codebook"]}


@pytest.mark.parametrize(
    "answer", ["no", "[]", '{"codes": 7}', '{"codes": [{"code": "HS.food"}]}', '{"more": []}']
)
def test_an_answer_that_is_not_what_was_asked_for_is_refused_whole(answer):
    assert read_answer(answer, "p") == Refusal("p", REASONS["json"])


def test_an_answer_in_a_code_fence_is_read():
    fenced = '```json\n{"codes": [{"code": "HS.food", "polarity": "insecurity", "quote": "hungry"}]}\n```'
    assert len(read_answer(fenced, "p").codes) == 1


def test_joining_nothing_changes_nothing():
    taken, _ = take(
        answered({"code": "HS.food", "polarity": "insecurity", "quote": "hungry"}),
        passage("hungry"),
        BOOK,
        "m",
    )
    assert joined(taken, []) == joined([], taken) == taken
