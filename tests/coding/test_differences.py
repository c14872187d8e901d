"""Where coders differ, and who may see it when."""

from rantau.coding.assigning import hidden_from, open_for_all, readers_of, visible
from rantau.coding.differences import differences
from rantau.store.records import Assignment, Coding

ANA_BEN = {"d1": frozenset({"ana", "ben"})}


def coding(coder, status="accepted", *, start=0, end=5, polarity="", passage="d1/p1", by=""):
    return Coding(
        id=f"{coder}{status}{start}{polarity}{passage}",
        document="d1",
        passage=passage,
        page=1,
        start=start,
        end=end,
        quote="x",
        code="HS.food",
        polarity=polarity,
        coder=coder,
        status=status,
        adjudicated_by=by,
    )


def kinds(codings, readers=ANA_BEN):
    return [(one.passage, one.kind, one.rejecting, one.silent) for one in differences(codings, readers)]


def test_coders_who_say_the_same_do_not_differ():
    assert kinds([coding("ana"), coding("ben", start=3, end=9)]) == []


def test_one_who_coded_the_document_and_is_silent_differs():
    assert kinds([coding("ana")]) == [("d1/p1", "code", (), ("ben",))]
    # Of one who was not given the document, silence says nothing.
    assert kinds([coding("ana")], {}) == []


def test_one_who_rejects_differs_wherever():
    assert kinds([coding("ana"), coding("ben", "rejected")], {}) == [("d1/p1", "code", ("ben",), ())]
    assert kinds([coding("ana", "rejected"), coding("ben", "rejected")]) == []


def test_polarity_and_place_are_differences_too():
    assert kinds([coding("ana", polarity="insecurity"), coding("ben", polarity="protection")]) == [
        ("d1/p1", "polarity", (), ())
    ]
    assert kinds([coding("ana", end=5), coding("ben", start=5, end=9)]) == [("d1/p1", "place", (), ())]


def test_what_was_settled_is_no_difference_any_more():
    assert kinds([coding("ana"), coding("cy", "rejected", by="cy")]) == []


def test_differences_come_in_reading_order():
    found = kinds([coding("ana", passage="d1/p10"), coding("ana", passage="d1/p2")])

    assert [one[0] for one in found] == ["d1/p2", "d1/p10"]


GIVEN = [Assignment(coder="ana", document="d1"), Assignment(coder="ben", document="d1")]


def test_a_blind_coder_sees_nothing_of_others_until_all_are_done():
    codings = [coding("ana"), coding("ben")]

    for done in ((), {("ana", "d1")}, {("ben", "d1")}):
        hidden = hidden_from("ana", GIVEN, done)
        assert hidden == {"d1"}
        assert visible(codings, "ana", hidden) == [codings[0]]
        assert not open_for_all("d1", GIVEN, done)

    both = {("ana", "d1"), ("ben", "d1")}
    assert hidden_from("ana", GIVEN, both) == frozenset()
    assert open_for_all("d1", GIVEN, both)


def test_who_does_not_code_a_document_blind_sees_it():
    assert hidden_from("cy", GIVEN, ()) == frozenset()
    seeing = [Assignment(coder="ana", document="d1", blind=False), GIVEN[1]]
    assert hidden_from("ana", seeing, ()) == frozenset()
    assert hidden_from("ben", seeing, ()) == {"d1"}


def test_only_those_who_are_done_have_read_a_document_whole():
    assert readers_of("d1", GIVEN, {("ben", "d1")}) == {"ben"}
    assert readers_of("d2", GIVEN, ()) is None
