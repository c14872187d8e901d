"""A claim read wrongly is corrected by a person; the machine's version stays, and undo brings it back."""

import json
from dataclasses import replace

import pytest

from rantau.brief.corrected import corrected_words
from rantau.cli import main
from rantau.evidence.correcting import content_of, content_words, corrected
from rantau.framework.errors import BadInput
from rantau.framework.language import speaking
from rantau.store.records import ClaimContent, Group, Period, PlaceMention, StageRun
from rantau.study import Study
from rantau.study.correcting import decision_rows, indicator_names
from rantau.study.deciding import decisions_of
from rantau.study.handover.differences import differences

REPORT = """\
# Example report

In 2021, 45% of migrant workers in Thailand were in debt for their recruitment.

In 2021, 30% of migrant workers in Thailand were in debt for their recruitment.
"""
READ = ClaimContent(
    value=40.0,
    low=40.0,
    high=None,
    qualifier="at_least",
    unit="percent",
    indicator="debt_share",
    indicator_score=0.8,
    places=(PlaceMention("THA", "destination"),),
    group=Group(sex="female", nationality="Burmese"),
    period=Period("2021", "2021", "in 2021"),
)
KNOWN = ("debt_share", "other")


def said(**given):
    return corrected(READ, given, KNOWN)


def test_what_is_typed_becomes_what_the_claim_says_and_what_follows_from_it():
    assert said(value="45") == replace(READ, value=45.0, low=45.0)
    assert said(qualifier="about") == replace(READ, qualifier="about", low=None)
    assert said(qualifier="at_most") == replace(READ, qualifier="at_most", low=None, high=40.0)
    hull = said(value="", low="38", high="45")
    assert (hull.value, hull.low, hull.high, hull.qualifier) == (None, 38.0, 45.0, "range")
    assert corrected(hull, {"value": "40"}, KNOWN).qualifier == "exact"
    assert said(places="Myanmar: origin; THA").places == (PlaceMention("MMR", "origin"), PlaceMention("THA"))
    assert said(period="2019 to 2021-06").period == Period("2019", "2021-06", "2019 to 2021-06")
    assert said(period="").period is None
    changed = said(indicator="other", unit="USD/month")
    assert (changed.indicator, changed.indicator_score, changed.unit) == ("other", 1.0, "USD/month")
    assert said(indicator="").indicator is None


def test_who_is_counted_is_typed_as_people_say_it_and_kept_as_the_rules_do():
    def who(**given):
        return said(**given).group

    assert who(sex="") == Group(nationality="Burmese")
    assert who(sex="laki-laki", age="Children", sector="fishers") == Group(
        "male", "children", "", "fishing", "Burmese"
    )
    assert [who(age=one).age for one in ("18 - 24", "below 18", "60+", "di bawah 15")] == [
        "18–24",
        "under 18",
        "60 and over",
        "under 15",
    ]
    assert who(documentation="Irregular").documentation == "undocumented"
    assert [who(nationality=one).nationality for one in ("indonesians", "IDN", "Cambodia", "ROHINGYA")] == [
        "Indonesians",
        "Indonesian",
        "Cambodian",
        "Rohingya",
    ]
    assert who(sector="palm-oil mills").sector == "palm-oil mills"


def test_the_words_of_a_content_are_read_as_the_same_content():
    words = content_words(said(value="45.25", places="THA:destination, MMR", age="18-24", period="2019/2021"))
    assert content_words(said(**words)) == words


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"value": "36,000"}, "is no number"),
        ({"value": "nan"}, "is no number"),
        ({"value": "1_0"}, "is no number"),
        ({"value": ""}, "needs a value, or both low and high"),
        ({"low": "50"}, "lies outside"),
        ({"value": "", "low": "5", "high": "4"}, "more than high"),
        ({"qualifier": "range"}, "needs both low and high"),
        ({"qualifier": "some"}, "no qualifier"),
        ({"unit": "bananas/s"}, "no unit"),
        ({"indicator": "nonesuch"}, "no indicator"),
        ({"places": "Atlantis"}, "no place that rantau knows"),
        ({"places": "THA:victim"}, "no role"),
        ({"places": "THA, Thailand:origin"}, "named twice"),
        ({"sex": "both"}, "no sex of a claim; that is female, male, or nothing"),
        ({"sex": "women"}, "says that already"),
        ({"age": "24-18"}, "no age"),
        ({"age": "18–240"}, "no age"),
        ({"age": "old"}, "no age"),
        ({"documentation": "fishing"}, "no migration status"),
        ({"sector": "a, b"}, "no sector"),
        ({"sector": "<b>"}, "no sector"),
        ({"nationality": "Atlantean"}, "no nationality that rantau knows"),
        ({"period": "2021/2019"}, "no period"),
        ({"period": "2021-13"}, "no period"),
        ({"quote": "else"}, "nothing of a claim that can be corrected"),
        ({"value": "40"}, "says that already"),
        ({}, "says that already"),
        ({"places": "THA " * 400}, "longer than"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(given, message):
    with pytest.raises(BadInput, match=message):
        said(**given)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("correcting")
    (folder / "report.md").write_text(REPORT)
    with Study.create(folder / "study", places=("THA", "MMR")) as study:
        study.add([folder / "report.md"])
        study.run("triangulation", workers=1)
    return folder / "study"


@pytest.fixture
def study(made, tmp_path):
    import shutil

    shutil.copytree(made, tmp_path / "study")
    with Study.open(tmp_path / "study") as opened:
        yield opened


def by_value(study):
    return {claim.value: claim for claim in study.store.claims()}


def test_a_correction_holds_after_the_next_run_and_the_machine_s_version_stays(study):
    assert study.store.claim_groups()[0].low < 31
    wrong = by_value(study)[30]

    study.decide(wrong.id, "corrected", "the table says 45", correction={"value": "45"})
    claim = next(one for one in study.store.claims() if one.id == wrong.id)
    assert (claim.value, claim.status, claim.machine) == (45, "corrected", content_of(wrong))
    study.run("triangulation", workers=1)
    group = study.store.claim_groups()[0]
    assert group.low > 44
    assert set(group.claims) == {one.id for one in study.store.claims()}

    # the documents are looked at again
    with study.store.transaction() as transaction:
        run = study.store.stage_run("evidence", study.store.documents()[0].id)
        transaction.put_stage(StageRun(stage="evidence", subject=run.subject, input_hash="", output_hash=""))
    study.run("triangulation", workers=1)
    assert next(one for one in study.store.claims() if one.id == wrong.id) == claim

    event = study.store.events_of(wrong.id)[-1]
    assert (event.action, event.details["before"], event.details["after"]) == (
        "decision.made",
        "proposed",
        "corrected",
    )
    assert event.details["changed"] == {"value": ["30", "45"]}
    assert decisions_of(study.store.events()) == study.store.decisions()
    assert [(one["what"], one["changed"]) for one in decision_rows(study.store, wrong.id)] == [
        ("corrected", {"value": ["30", "45"]})
    ]


def test_who_is_counted_is_corrected_and_claims_part_and_meet_again(study):
    """Of two claims laid side by side one is of women only: that is another thing, until it is taken back."""
    wrong, path = by_value(study)[30], str(study.path)
    together = study.store.claim_groups()
    assert [len(one.claims) for one in together] == [2]

    command = ["decide", path, wrong.id, "corrected", "--reason", "the table is of women in fishing"]
    assert main([*command, "--set", "sex=women", "--set", "sector=fishers"]) == 0
    study.run("triangulation", workers=1)
    now = next(one for one in study.store.claims() if one.id == wrong.id)
    assert (now.group, now.status, now.machine) == (
        replace(wrong.group, sex="female", sector="fishing"),
        "corrected",
        content_of(wrong),
    )
    assert sorted(one.group.words() for one in study.store.claim_groups()) == ["", "female, fishing"]
    assert study.store.events_of(wrong.id)[-1].details["changed"] == {
        "sex": ["", "female"],
        "sector": ["", "fishing"],
    }
    assert decisions_of(study.store.events()) == study.store.decisions()
    # the brief tells what the machine had read, of this as of any correction, in its language
    assert corrected_words(now).endswith("the machine had read sex not said, sector not said")
    older = replace(now, machine=replace(now.machine, group=Group(age="under 18", nationality="Indonesian")))
    with speaking("id"):
        said = corrected_words(older)
    assert said.endswith(
        "usia di bawah 18 tahun, sektor tidak disebut, kewarganegaraan warga negara Indonesia"
    )

    # read anew, the person's word holds
    with study.store.transaction() as transaction:
        run = study.store.stage_run("evidence", study.store.documents()[0].id)
        transaction.put_stage(StageRun(stage="evidence", subject=run.subject, input_hash="", output_hash=""))
    study.run("triangulation", workers=1)
    assert next(one for one in study.store.claims() if one.id == wrong.id) == now

    assert main(["decide", path, wrong.id, "undo"]) == 0
    study.run("triangulation", workers=1)
    assert by_value(study)[30] == wrong
    assert study.store.claim_groups() == together


def test_undo_brings_back_what_was_there_before_step_by_step(study):
    wrong = by_value(study)[30]
    study.decide(wrong.id, "accepted", "seen")
    study.decide(wrong.id, "corrected", "misread", correction={"value": "45"})
    study.decide(wrong.id, "corrected", "no, another year", correction={"period": "2019/2020"})
    now = lambda: next(one for one in study.store.claims() if one.id == wrong.id)  # noqa: E731
    assert (now().value, now().period.start, now().machine.value) == (45, "2019", 30)

    study.take_back(wrong.id)
    assert (now().value, now().period, now().status) == (45, wrong.period, "corrected")
    study.take_back(wrong.id)
    assert now() == replace(wrong, status="accepted")
    study.take_back(wrong.id)
    assert now() == wrong
    assert study.store.decisions() == []


def test_to_accept_or_reject_after_a_correction_is_about_what_the_machine_read(study):
    wrong = by_value(study)[30]
    study.decide(wrong.id, "corrected", "misread", correction={"value": "45", "unit": "persons"})
    study.decide(wrong.id, "accepted", "it was right after all")

    assert next(one for one in study.store.claims() if one.id == wrong.id) == replace(
        wrong, status="accepted"
    )


def test_a_second_correction_of_a_claim_that_changed_meanwhile_is_seen(study):
    """What is told to the check differs with every figure, not only with the status."""
    wrong = by_value(study)[30]
    seen = []
    study.decide(wrong.id, "corrected", "misread", seen.append, correction={"value": "45"})
    study.decide(wrong.id, "corrected", "misread", seen.append, correction={"value": "46"})
    study.decide(wrong.id, "corrected", "misread", seen.append, correction={"value": "47"})

    assert seen == ["proposed", "corrected: value 45", "corrected: value 46"]


def test_the_command_corrects_and_takes_back(study, capsys):
    wrong, path = by_value(study)[30], str(study.path)
    name = next(iter(indicator_names(study.path)))
    command = ["decide", path, wrong.id, "corrected", "--reason", "misread"]

    assert main(command) == 2
    assert "--set" in capsys.readouterr().err
    assert main([*command, "--set", "value"]) == 2
    assert main([*command, "--set", "value=x"]) == 2
    assert main(["decide", path, wrong.id, "accepted", "--reason", "x", "--set", "value=4"]) == 2
    assert (
        main(
            [
                "decide",
                path,
                study.store.claim_groups()[0].id,
                "corrected",
                "--reason",
                "x",
                "--set",
                "value=4",
            ]
        )
        == 2
    )
    assert study.store.decisions() == []
    assert (
        main([*command, "--set", "value=45", "--set", f"indicator={name}", "--set", "places=MMR:origin"]) == 0
    )
    capsys.readouterr()
    assert main(["claims", path, "--json"]) == 0
    row = next(one for one in json.loads(capsys.readouterr().out) if one["id"] == wrong.id)
    assert (row["value"], row["indicator"], row["machine"]["value"], row["status"]) == (
        45,
        name,
        "30",
        "corrected",
    )
    assert main(["decide", path, wrong.id, "undo"]) == 0
    assert by_value(study)[30] == wrong


def test_two_rounds_tell_of_the_correction(study, made):
    wrong = by_value(study)[30]
    study.decide(wrong.id, "corrected", "misread", correction={"value": "45", "period": "2020"})

    with Study.open(made) as before:
        part = next(one for one in differences(before, study) if one.name == "claims")

    assert [one.what for one in part.changes] == ["changed"]
    assert part.changes[0].after["corrected"] == {"value": "45", "period": "2020"}
