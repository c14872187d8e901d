"""What holds of a passage when several people, and the machine, have had their say."""

from rantau.coding.effective import basis_of, judged
from rantau.store.records import CodeSuggestion, Coding


def coding(
    coder, status="accepted", *, start=0, end=5, polarity="", code="MS.micro.debt", by="", probability=None
):
    return Coding(
        id=f"{coder}{status}{start}{polarity}{code}",
        document="d1",
        passage="d1/p1",
        page=1,
        start=start,
        end=end,
        quote="x" * (end - start),
        code=code,
        polarity=polarity,
        coder=coder,
        status=status,
        probability=probability,
        adjudicated_by=by,
    )


def suggestion(code="MS.micro.debt", passage="d1/p1"):
    return CodeSuggestion(
        id=f"{passage}/k/{code}",
        document="d1",
        passage=passage,
        page=1,
        code=code,
        polarity="",
        probability=0.8,
        start=0,
        end=5,
        why=(),
        by="lexicon-1",
    )


def standing(*codings):
    return [(one.code, one.polarity, one.status) for one in judged(codings)]


def test_each_coder_has_one_voice():
    yes, no = coding("ana"), coding("ben", "rejected")

    assert standing(yes) == [("MS.micro.debt", "", "accepted")]
    assert standing(no) == [("MS.micro.debt", "", "rejected")]
    assert standing(yes, no) == [("MS.micro.debt", "", "contested")]
    assert standing(yes, coding("cy"), no) == [("MS.micro.debt", "", "accepted")]
    # Ana's two segments are one voice.
    assert standing(yes, coding("ana", start=9, end=12), no, coding("cy", "rejected"))[0][2] == "rejected"


def test_what_was_adjudicated_is_all_that_counts():
    settled = coding("cy", "rejected", by="cy")

    (one,) = judged([coding("ana"), coding("ben"), settled])

    assert (one.status, one.by, one.adjudicated) == ("rejected", ("cy",), True)
    assert not one.counts


def test_overlapping_segments_of_coders_become_one_and_apart_stay_apart():
    (one,) = judged(
        [coding("ana", start=0, end=5), coding("ben", start=3, end=8), coding("ana", start=8, end=9)]
    )

    assert one.segments == ((0, 8), (8, 9))
    assert one.by == ("ana", "ben")


def test_both_polarities_can_stand():
    found = standing(
        coding("ana", polarity="insecurity", code="HS.food"),
        coding("ben", polarity="protection", code="HS.food"),
    )

    assert found == [("HS.food", "insecurity", "accepted"), ("HS.food", "protection", "accepted")]


def test_a_suggestion_is_no_coding_until_the_study_says_so():
    asked, decided = suggestion("TP.act"), suggestion()

    waiting = judged([coding("ana", "rejected")], [asked, decided])
    assert [(one.code, one.status, one.counts) for one in waiting] == [
        ("MS.micro.debt", "rejected", False),
        ("TP.act", "proposed", False),
    ]

    standing_in = judged([coding("ana", "rejected")], [asked, decided], machine_coded=True)
    assert [(one.code, one.status, one.counts) for one in standing_in] == [
        ("MS.micro.debt", "rejected", False),
        ("TP.act", "machine-coded", True),
    ]


def test_figures_say_whose_codings_they_rest_on():
    people = judged([coding("ana")], [suggestion("TP.act")])
    both = judged([coding("ana")], [suggestion("TP.act")], machine_coded=True)

    assert basis_of(people).words == "People's codings: 1."
    assert not basis_of(people).machine_coded
    assert basis_of(both).machine_coded
    assert (
        basis_of(both).words == "Machine-coded: 1 of 2 codings are suggestions that no person has accepted."
    )


def test_the_suggestions_probability_stays_with_the_coding():
    (one,) = judged([coding("ana", probability=0.7), coding("ben", start=1)])

    assert one.probability == 0.7
