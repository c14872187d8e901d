"""What a coder does at the desk: each act is one event, and can be taken back."""

import shutil
from dataclasses import replace

import pytest
from coding_examples import desk_of, document, everything, make_coding_study, passage, suggest

from rantau.framework.errors import BadInput
from rantau.study import Study
from rantau.study.coding_acts import put_theme, remove_memo, remove_theme, write_memo
from rantau.study.coding_listings import code_rows, coding_rows, waiting_rows
from rantau.study.coding_trail import acts_of, rebuilt
from rantau.study.finding_again import find_again


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_coding_study(tmp_path_factory.mktemp("made"))


@pytest.fixture
def study(made, tmp_path):
    with Study.open(shutil.copytree(made, tmp_path / "study")) as opened:
        yield opened


@pytest.fixture
def ana(study):
    return desk_of(study)


def codings(study):
    return study.store.codings()


# -- adding -----------------------------------------------------------------------------------------------------


def test_words_are_coded_by_quotation_or_by_offsets(study, ana):
    where = passage(study, "The broker")

    by_words = ana.add("report.md", "MS.micro.debt", quote="They owed him a year of wages.")
    by_offsets = ana.add(where.id, "MS.meso.informal_broker", start=4, end=10)
    whole = ana.add(where.id, "MS.micro.debt")

    assert (by_words.passage, by_words.quote) == (where.id, "They owed him a year of wages.")
    assert where.text[by_words.start : by_words.end] == by_words.quote
    assert by_offsets.quote == "broker"
    assert whole.quote == where.text
    assert {one.id for one in codings(study)} == {by_words.id, by_offsets.id, whole.id}
    assert {one.coder for one in codings(study)} == {"ana"}


def test_segments_may_overlap_under_one_code_and_under_several(study, ana):
    where = passage(study, "The broker").id

    ana.add(where, "MS.micro.debt", start=0, end=20)
    ana.add(where, "MS.micro.debt", start=10, end=30)
    ana.add(where, "MS.meso.informal_broker", start=10, end=20)

    assert [(one.start, one.end) for one in codings(study)] == [(0, 20), (10, 20), (10, 30)]


def test_an_act_is_an_event_with_what_was_before_and_after(study, ana):
    one = ana.add("report.md", "MS.micro.debt", quote="owed", reason="a year of wages")

    event = list(study.store.events())[-1]
    assert (event.action, event.subject, event.reason) == ("coding.added", one.id, "a year of wages")
    assert event.details["coder"] == "ana"
    coder, coding = event.details["changes"]
    assert (coder["kind"], coder["after"]) == ("coder", {"id": "ana", "name": "ana", "machine": False})
    assert (coding["before"], coding["after"]["quote"]) == (None, "owed")
    assert event.before != event.after
    assert study.store.verify_audit().ok


def test_a_code_with_a_polarity_asks_for_it(study, ana):
    with pytest.raises(BadInput, match="insecurity or of protection"):
        ana.add("report.md", "HS.health", quote="clinic")
    assert codings(study) == []

    assert ana.add("report.md", "HS.health", quote="clinic", polarity="protection").polarity == "protection"


@pytest.mark.parametrize(
    ("where", "code", "more", "message"),
    [
        ("report.md", "MS.micro.debt", {"quote": "raided the site"}, "more than once"),
        ("report.md", "MS.micro.debt", {"quote": "raided  the"}, "do not stand there"),
        ("report.md", "MS.micro.debt", {}, "is no passage"),
        ("other.md", "MS.micro.debt", {"quote": "x"}, "is no document"),
        (None, "MS.micro.debt", {"start": 5, "end": 5}, "no segment"),
        (None, "MS.micro.debt", {"start": 0, "end": 10_000}, "no segment"),
        (None, "MS.micro.debt", {"start": 0, "quote": "x"}, "not both"),
        (None, "MS.micro.dept", {}, "no code of the codebook"),
        (None, "MS.micro.debt", {"polarity": "insecurity"}, "has no polarity"),
    ],
)
def test_what_cannot_be_coded_is_refused_and_nothing_is_written(study, ana, where, code, more, message):
    before = len(list(study.store.events()))

    with pytest.raises(BadInput, match=message):
        ana.add(where or passage(study, "The broker").id, code, **more)

    assert codings(study) == []
    assert len(list(study.store.events())) == before


def test_the_same_words_are_coded_once(study, ana):
    ana.add("report.md", "MS.micro.debt", quote="owed")

    with pytest.raises(BadInput, match="has coded these words"):
        ana.add("report.md", "MS.micro.debt", quote="owed")


def test_a_coder_has_a_printable_name(study):
    assert desk_of(study, "  Ana   B. ").coder == "Ana B."
    for name in ("", "   ", "x" * 81, "a\x00b"):
        with pytest.raises(BadInput, match="name"):
            desk_of(study, name)


# -- suggestions ------------------------------------------------------------------------------------------------


def test_a_suggestion_becomes_a_coding_when_it_is_accepted(study, ana):
    id = suggest(study, "Workers had", "HS.health", polarity="insecurity", file="note.md")
    assert codings(study) == []

    one = ana.accept(id)

    assert (one.code, one.polarity, one.probability, one.status) == (
        "HS.health",
        "insecurity",
        0.8,
        "accepted",
    )
    assert one.quote == "Workers had no access to a doctor."


def test_a_suggestion_can_be_accepted_on_other_words_and_with_the_other_polarity(study, ana):
    id = suggest(study, "A clinic", "HS.health", polarity="insecurity")

    one = ana.accept(id, quote="treated whoever came", polarity="protection")

    assert (one.quote, one.polarity) == ("treated whoever came", "protection")


def test_a_rejection_is_kept(study, ana):
    id = suggest(study, "A clinic", "MS.micro.debt")

    one = ana.reject(id, reason="no money is owed")

    assert (one.status, one.reason) == ("rejected", "no money is owed")
    assert codings(study) == [one]
    with pytest.raises(BadInput, match=r"rejected MS\.micro\.debt on .* already"):
        ana.reject(id)


def test_who_changes_their_mind_leaves_one_decision(study, ana):
    id = suggest(study, "A clinic", "MS.micro.debt")

    ana.reject(id)
    ana.accept(id)
    assert [one.status for one in codings(study)] == ["accepted"]

    ana.reject(id)
    assert [one.status for one in codings(study)] == ["rejected"]

    # To code by hand what one had rejected is a change of mind too.
    ana.add("report.md", "MS.micro.debt", quote="A clinic")
    assert [(one.status, one.quote) for one in codings(study)] == [("accepted", "A clinic")]


def test_what_is_no_suggestion_cannot_be_decided_on(study, ana):
    with pytest.raises(BadInput, match="is no suggestion"):
        ana.accept(f"{passage(study, 'A clinic').id}/k/TP.act")


def test_every_passage_with_codes_is_listed_with_how_they_stand(study, ana):
    suggest(study, "The broker", "MS.micro.debt")
    suggest(study, "The broker", "MS.meso.informal_broker", probability=0.6)
    ana.accept(suggest(study, "Police", "SE.threat_framing", probability=0.7))
    ana.reject(suggest(study, "A clinic", "MS.micro.debt"))
    ana.add("report.md", "HS.health", quote="clinic", polarity="protection")

    rows = {row["passage"]: row for row in code_rows(ana.view())}

    assert all(set(row) == {"document", "page", "passage", "codes"} for row in rows.values())
    found = {
        (one["code"], one["polarity"], one["probability"], one["status"])
        for row in rows.values()
        for one in row["codes"]
    }
    assert found == {
        ("MS.micro.debt", "", 0.8, "proposed"),
        ("MS.meso.informal_broker", "", 0.6, "proposed"),
        ("SE.threat_framing", "", 0.7, "accepted"),
        ("MS.micro.debt", "", 0.8, "rejected"),
        ("HS.health", "protection", None, "accepted"),
    }
    assert {row["document"] for row in rows.values()} == {"report.md"}


# -- undo -------------------------------------------------------------------------------------------------------


def test_undo_takes_back_one_act_after_the_other_and_redo_does_them_again(study, ana):
    first = ana.add("report.md", "MS.micro.debt", quote="owed")
    second = ana.add("report.md", "TP.means", quote="owed him")
    ana.remove(first.id)

    ana.undo()
    assert {one.id for one in codings(study)} == {first.id, second.id}
    ana.undo()
    assert codings(study) == [first]
    ana.undo()
    assert codings(study) == []
    with pytest.raises(BadInput, match="nothing that can be undone"):
        ana.undo()

    ana.redo()
    ana.redo()
    assert {one.id for one in codings(study)} == {first.id, second.id}
    ana.redo()
    assert codings(study) == [second]
    with pytest.raises(BadInput, match="nothing back"):
        ana.redo()


def test_undo_and_redo_are_acts_of_the_trail(study, ana):
    one = ana.add("report.md", "MS.micro.debt", quote="owed")
    added = list(study.store.events())[-1].number

    ana.undo()
    ana.redo()

    undone, redone = list(study.store.events())[-2:]
    assert (undone.action, undone.subject, undone.details["undoes"]) == ("coding.undone", one.id, added)
    assert (redone.action, redone.details["redoes"]) == ("coding.redone", added)
    assert study.store.verify_audit().ok


def test_a_new_act_ends_what_could_be_redone(study, ana):
    ana.add("report.md", "MS.micro.debt", quote="owed")
    ana.undo()
    ana.add("report.md", "TP.means", quote="owed")

    with pytest.raises(BadInput, match="nothing back"):
        ana.redo()


def test_each_coder_undoes_their_own(study, ana):
    mine = ana.add("report.md", "MS.micro.debt", quote="owed")
    ben = desk_of(study, "ben")
    ben.add("report.md", "TP.means", quote="owed")

    ana.undo()

    assert [one.coder for one in codings(study)] == ["ben"]
    with pytest.raises(BadInput, match="has no coding"):
        ben.remove(mine.id)


def test_what_was_changed_since_is_not_undone(study, ana):
    one = ana.add("report.md", "MS.micro.debt", quote="owed")
    with study.store.transaction() as transaction:
        transaction.put_coding(replace(one, code="TP.means"))

    with pytest.raises(BadInput, match="changed since"):
        ana.undo()


def test_undo_takes_back_memos_and_themes_too(study, ana):
    write_memo(ana, "What is debt here?", about="MS.micro.debt")
    put_theme(ana, "Owing", ["MS.micro.debt"])
    put_theme(ana, "Owing", ["MS.micro.debt", "HS.economic"], definition="What is owed.")
    assert [one.codes for one in study.store.themes()] == [("MS.micro.debt", "HS.economic")]

    ana.undo()
    assert [(one.codes, one.definition) for one in study.store.themes()] == [(("MS.micro.debt",), "")]
    ana.undo()
    ana.undo()
    assert (study.store.themes(), study.store.memos()) == ([], [])


# -- memos and themes -------------------------------------------------------------------------------------------


def test_memos_are_on_codings_codes_documents_and_the_study(study, ana):
    coding = ana.add("report.md", "MS.micro.debt", quote="owed")

    about = [
        write_memo(ana, "A note", about=what).about for what in (coding.id, "MS.micro.debt", "report.md", "")
    ]

    assert about == [coding.id, "MS.micro.debt", document(study).id, ""]
    for text, what, message in (
        (" ", "", "needs a text"),
        ("x", "nothing", "is no coding, code or document"),
    ):
        with pytest.raises(BadInput, match=message):
            write_memo(ana, text, about=what)


def test_a_memo_is_removed_by_who_wrote_it(study, ana):
    memo = write_memo(ana, "A note")

    with pytest.raises(BadInput, match="has no memo"):
        remove_memo(desk_of(study, "ben"), memo.id)
    remove_memo(ana, memo.id)

    assert study.store.memos() == []


def test_themes_group_codes_in_use(study, ana):
    put_theme(ana, "Owing", ["MS.micro.debt"])
    with pytest.raises(BadInput, match="no code"):
        put_theme(ana, "Other", ["MS.micro.dept"])
    with pytest.raises(BadInput, match="one code"):
        put_theme(ana, "Other", [])
    with pytest.raises(BadInput, match="no theme"):
        remove_theme(ana, "Other")

    remove_theme(ana, "owing")

    assert study.store.themes() == []


# -- when texts and codes change --------------------------------------------------------------------------------


def put_text(study, one, text):
    """The passage with another text, as after a new reading of its document."""
    from sqlalchemy import text as sql

    with study.store._engine.begin() as connection:
        connection.execute(sql("UPDATE passages SET text = :t WHERE id = :i"), {"t": text, "i": one.id})


def test_codings_are_found_again_by_their_words_and_written_where_they_are(study, ana):
    where = passage(study, "The broker")
    coding = ana.add("report.md", "MS.micro.debt", quote="They owed him")
    put_text(study, where, f"It was in spring. {where.text}")

    (row,) = coding_rows(ana.view())
    assert (row["start"], row["quote"]) == (coding.start + 18, "They owed him")
    assert codings(study) == [coding]

    assert find_again(study.store) == 1
    assert find_again(study.store) == 0

    (written,) = codings(study)
    assert (written.id, written.start) == (coding.id, coding.start + 18)
    assert list(study.store.events())[-1].action == "codes.found_again"
    # The coder's own last act can be taken back all the same.
    ana.undo()
    assert codings(study) == []


def test_codings_whose_words_are_gone_are_adrift_and_a_person_places_them(study, ana):
    coding = ana.add("report.md", "MS.micro.debt", quote="They owed him")
    put_text(study, passage(study, "The broker"), "The broker lent them money. They were in debt to him.")

    assert coding_rows(ana.view()) == []
    (row,) = waiting_rows(ana.view())
    assert (row["id"], row["quote"]) == (coding.id, "They owed him")
    assert "stand in the document no longer" in row["why"]
    assert codings(study) == [coding]
    assert find_again(study.store) == 0

    desk_of(study, "ben").move(coding.id, "report.md", quote="They were in debt")

    (placed,) = codings(study)
    assert (placed.coder, placed.quote) == ("ana", "They were in debt")
    assert waiting_rows(ana.view()) == []


def test_codings_outlive_the_document_and_return_with_its_next_version(study, ana):
    coding = ana.add("report.md", "MS.micro.debt", quote="They owed him")
    source = study.path / "sources" / "report.md"
    text = source.read_text()
    source.unlink()
    study.run("corpus", workers=1)

    (row,) = waiting_rows(ana.view())
    assert row["why"] == "its document is no longer in the study"

    source.write_text(text.replace("# Example report", "# Example report, second edition\n\nNew words."))
    study.run("corpus", workers=1)

    (row,) = coding_rows(ana.view())
    assert (row["document"], row["quote"], row["id"]) == ("report.md", "They owed him", coding.id)
    assert find_again(study.store) == 1
    assert codings(study)[0].document == document(study).id


CODEBOOK = """\
- rename: TP.means
  to: {id: TP.ways, name: Ways}
  reason: plainer
- split: MS.micro.debt
  into:
    - {id: MS.micro.bank, name: Owed to a bank, definition: To a bank.}
    - {id: MS.micro.kin, name: Owed to kin, definition: To kin.}
  reason: they differ
"""


def test_codings_follow_the_codebook_and_those_of_a_split_code_wait(study, ana):
    renamed = ana.add("report.md", "TP.means", quote="lent them money")
    split = ana.add("report.md", "MS.micro.debt", quote="owed")
    (study.path / "codebook.yaml").write_text(CODEBOOK)
    ben = desk_of(study, "ben")

    assert [(row["id"], row["code"]) for row in coding_rows(ben.view())] == [(renamed.id, "TP.ways")]
    (row,) = waiting_rows(ben.view())
    assert (row["id"], row["why"]) == (
        split.id,
        "MS.micro.debt was split into MS.micro.bank and MS.micro.kin",
    )

    ben.recode(split.id, "MS.micro.kin", reason="the broker is an uncle")

    assert waiting_rows(ben.view()) == []
    after = {one.id: one for one in codings(study)}
    assert (after[split.id].code, after[split.id].coder) == ("MS.micro.kin", "ana")
    with pytest.raises(BadInput, match=r"is retired; use MS\.micro\.bank or MS\.micro\.kin"):
        ben.add("report.md", "MS.micro.debt", quote="owed")
    with pytest.raises(BadInput, match="has no coding"):
        ben.recode(renamed.id, "MS.micro.kin")


# -- the trail --------------------------------------------------------------------------------------------------


def test_the_trail_alone_rebuilds_all_coding(study, ana):
    from rantau.study.coding_acts import assign, lift

    ben = desk_of(study, "ben")
    kept = ana.add("report.md", "MS.micro.debt", quote="owed")
    ana.add("report.md", "TP.means", quote="owed")
    ana.undo()
    ben.reject(suggest(study, "A clinic", "MS.micro.debt"))
    ben.accept(suggest(study, "Police", "SE.threat_framing"))
    ana.recode(kept.id, "TP.means")
    memo = write_memo(ben, "Gone soon")
    remove_memo(ben, memo.id)
    write_memo(ana, "Stays", about="TP.means")
    put_theme(ana, "Owing", ["MS.micro.debt"])
    put_theme(ben, "Force", ["TP.means"])
    remove_theme(ana, "Owing")
    ana.undo()
    assign(ana, "cy", ["report.md", "note.md"])
    lift(ana, "note.md", "a trial")

    found = rebuilt(study.store.events())

    assert (found.coders, found.codings, found.memos, found.assignments, found.themes) == everything(study)
    assert len(found.themes) == 2


@pytest.mark.parametrize("seed", range(4))
def test_any_run_of_acts_can_be_undone_to_the_beginning_and_is_rebuilt_by_the_trail(study, seed):
    import random

    chance = random.Random(seed)
    desks = [desk_of(study, "ana"), desk_of(study, "ben")]
    ids = [
        suggest(study, words, code)
        for words in ("The broker", "Police")
        for code in ("MS.micro.debt", "TP.means")
    ]

    def act(desk):
        mine = study.store.codings(coder=desk.coder)
        kind = chance.choice(["add", "accept", "reject", "remove", "recode", "undo", "redo", "memo", "theme"])
        if kind == "add":
            start = chance.randrange(20)
            desk.add(
                passage(study, "A clinic").id, "TP.act", start=start, end=start + chance.randrange(1, 20)
            )
        elif kind in ("accept", "reject"):
            getattr(desk, kind)(chance.choice(ids))
        elif kind == "remove" and mine:
            desk.remove(chance.choice(mine).id)
        elif kind == "recode" and mine:
            desk.recode(chance.choice(mine).id, chance.choice(["TP.act", "TP.means"]))
        elif kind == "memo":
            write_memo(desk, f"note {chance.random()}")
        elif kind == "theme" and desk.coder == "ana":
            put_theme(desk, chance.choice(["One", "Two"]), [chance.choice(["TP.act", "TP.means"])])
        elif kind in ("undo", "redo"):
            getattr(desk, kind)()

    for _ in range(40):
        try:
            act(chance.choice(desks))
        except BadInput:
            continue  # e.g. nothing to redo; what is refused writes nothing
        found = rebuilt(study.store.events())
        assert (found.coders, found.codings, found.memos, found.assignments, found.themes) == everything(
            study
        )

    for desk in desks:
        while acts_of(study.store.events(), desk.coder)[0]:
            desk.undo()
    assert (study.store.codings(), study.store.memos(), study.store.themes()) == ([], [], [])
    assert study.store.verify_audit().ok
