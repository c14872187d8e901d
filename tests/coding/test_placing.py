"""Codings are found again by their words, and followed through the codebook's changes."""

import pytest

from rantau.coding.placing import find_quote, follow, place
from rantau.framework.codebook import Change, Code, shipped_codebook
from rantau.framework.errors import BadInput
from rantau.store.records import Coding, Passage, Span


def passage(number, text, document="d1"):
    return Passage(
        id=f"{document}/p{number}",
        document=document,
        number=number,
        kind="paragraph",
        section=None,
        spans=(Span(number, 0, len(text)),),
        text=text,
        sentences=((0, len(text)),),
    )


def coding(quote, start=0, passage="d1/p1", code="MS.micro.debt", polarity="", status="accepted"):
    return Coding(
        id="k1",
        document="d1",
        passage=passage,
        page=1,
        start=start,
        end=start + len(quote),
        quote=quote,
        code=code,
        polarity=polarity,
        coder="ana",
        status=status,
    )


def test_a_coding_stays_where_its_words_are():
    one = coding("debt", start=4)

    found = place([one], {"d1": [passage(1, "The debt. A debt.")]})

    assert found.here == (one,)
    assert found.moved == found.adrift == ()


def test_words_that_moved_are_found_where_they_stand_once():
    found = place([coding("their debt")], {"d1": [passage(1, "New."), passage(2, "It was their debt.")]})

    (one,) = found.moved
    assert (one.id, one.passage, one.page, one.start, one.end) == ("k1", "d1/p2", 2, 7, 17)
    assert found.here == (one,)


@pytest.mark.parametrize(
    "texts", [["Nothing of it."], ["their debt", "their debt"], ["their debt, their debt"]]
)
def test_words_that_are_gone_or_stand_twice_leave_a_coding_adrift(texts):
    one = coding("their debt", start=3)

    found = place([one], {"d1": [passage(n, text) for n, text in enumerate(texts, 1)]})

    assert found.adrift == (one,)
    assert found.here == ()


def test_overlapping_repetitions_are_more_than_one_place():
    assert place([coding("aa", start=9)], {"d1": [passage(1, "aaa")]}).adrift


def test_a_coding_of_a_document_that_is_gone_is_adrift():
    assert len(place([coding("debt")], {}).adrift) == 1


def test_a_quotation_has_to_stand_in_one_place():
    passages = [passage(1, "fees and debt"), passage(2, "debt")]

    assert find_quote(passages, "fees")[1] == 0
    for words, message in (("debt", "more than once"), ("wages", "do not stand there"), (" ", "no words")):
        with pytest.raises(BadInput, match=message):
            find_quote(passages, words)


def changed(*changes):
    book = shipped_codebook()
    for one in changes:
        book = book.changed(one)
    return book


def code(id, polarity=False):
    return Code(
        id=id,
        name=id,
        definition="d",
        include="",
        exclude="",
        example="",
        theory="t",
        source="s",
        polarity=polarity,
    )


def test_a_coding_follows_a_code_that_was_renamed_or_merged():
    book = changed(
        Change(kind="rename", old=("MS.micro.debt",), codes=(code("MS.micro.owing"),), reason="plainer"),
        Change(
            kind="merge",
            old=("MS.micro.owing", "MS.micro.information"),
            codes=(code("MS.micro.means"),),
            reason="few",
        ),
    )

    found = follow([coding("x")], book)

    assert [one.code for one in found.now] == ["MS.micro.means"]
    assert found.waiting == ()


def test_a_coding_of_a_split_retired_or_unknown_code_waits_for_a_person():
    book = changed(
        Change(
            kind="split",
            old=("MS.micro.debt",),
            codes=(code("MS.micro.bank"), code("MS.micro.kin")),
            reason="differ",
        ),
        Change(kind="retire", old=("SE.audience",), reason="unused"),
    )
    codings = [coding("x"), coding("x", code="SE.audience"), coding("x", code="XX.none")]

    found = follow(codings, book)

    assert [why for _, why in found.waiting] == [
        "MS.micro.debt was split into MS.micro.bank and MS.micro.kin",
        "SE.audience was retired",
        "the codebook has no code XX.none",
    ]
    assert [one.code for one, _ in found.waiting] == ["MS.micro.debt", "SE.audience", "XX.none"]


def test_a_code_that_came_to_have_a_polarity_asks_for_it():
    book = changed(Change(kind="edit", codes=(code("MS.micro.debt", polarity=True),), reason="both ways"))

    assert (
        follow([coding("x")], book).waiting[0][1] == "MS.micro.debt has a polarity, and the coding has none"
    )
    assert follow([coding("x", polarity="protection")], book).now[0].polarity == "protection"
    # A rejection says that the code does not apply, whichever way.
    assert follow([coding("x", status="rejected")], book).waiting == ()
