"""The codebook is whole, and a change leaves every earlier coding traceable."""

import re
from dataclasses import replace

import pytest

from rantau.framework.codebook import CODE_ID, Change, Code, shipped_codebook
from rantau.framework.errors import BadInput
from rantau.framework.words import DIMENSIONS


@pytest.fixture
def book():
    return shipped_codebook()


def code(id, **given):
    about = dict.fromkeys(("name", "definition", "include", "exclude", "example", "theory", "source"), "x")
    return Code(**{"id": id, **about, **given})


def test_every_code_has_all_that_a_coder_needs(book):
    for one in book:
        assert CODE_ID.fullmatch(one.id)
        assert one.parent is None or one.parent in book
        for words in (one.name, one.definition, one.include, one.exclude, one.example, one.source):
            assert len(words) >= 3
            assert "illegal migrant" not in words.lower()


def test_codes_that_instructions_name_exist(book):
    for one in book:
        for named in re.findall(
            r"\b(?:MS|SE|HS|TP|PR)(?:\.[a-z_]+)*\b(?!\.[a-z])", f"{one.include} {one.exclude}"
        ):
            assert named in book, (one.id, named)


def test_examples_are_their_own(book):
    examples = [one.example for one in book]
    assert len(set(examples)) == len(examples)


def test_the_seven_dimensions_have_polarity_and_nothing_else_has(book):
    assert {one.id for one in book if one.polarity} == {"HS", *(f"HS.{name}" for name in DIMENSIONS)}


def test_arrows_join_codes_and_concepts(book):
    assert len(book.arrows) == 19
    for arrow in book.arrows:
        for end in (arrow.start, arrow.end):
            assert end in book or end in book.concepts
            assert all(id in book for id in book.codes_of(end))


def test_a_passage_speaks_of_an_end_by_codes_beneath_it(book):
    assert book.speaks_of("exploitation", ["TP.purpose.forced_labour"])
    assert book.speaks_of("MS.micro.debt", ["HS.food", "MS.micro.debt"])
    assert not book.speaks_of("exploitation", ["TP.act.transport", "TP.purposes"])


def test_a_code_renamed_takes_those_beneath_it_along(book):
    new = replace(book["SE.desecuritization"], id="SE.normalisation", name="Normalisation")
    changed = book.changed(
        Change(kind="rename", old=("SE.desecuritization",), codes=(new,), reason="plainer")
    )

    assert changed.now("SE.desecuritization") == ("SE.normalisation",)
    assert changed.now("SE.desecuritization.regularisation") == ("SE.normalisation.regularisation",)
    assert "SE.desecuritization" not in [one.id for one in changed]
    assert len(list(changed)) == len(list(book))


def test_a_code_split_leads_to_its_parts_and_merged_ones_to_one(book):
    parts = (code("HS.health.body"), code("HS.health.mind"))
    split = book.changed(Change(kind="split", old=("PR.monitoring",), codes=parts, reason="too wide"))
    assert split.now("PR.monitoring") == ("HS.health.body", "HS.health.mind")

    merged = split.changed(
        Change(
            kind="merge",
            old=("HS.health.body", "HS.health.mind"),
            codes=(code("HS.health.both"),),
            reason="no",
        )
    )
    assert merged.now("PR.monitoring") == ("HS.health.both",)


def test_codes_may_merge_into_one_of_them(book):
    change = Change(
        kind="merge",
        old=("MS.meso.smuggling_syndicate", "MS.meso.trafficking_syndicate"),
        codes=(book["MS.meso.trafficking_syndicate"],),
        reason="not told apart in the sources",
    )
    changed = book.changed(change)

    assert changed.now("MS.meso.smuggling_syndicate") == ("MS.meso.trafficking_syndicate",)
    assert not changed["MS.meso.trafficking_syndicate"].retired


def test_a_code_retired_stays_known(book):
    changed = book.changed(Change(kind="retire", old=("SE.audience",), reason="nothing found"))

    assert changed.now("SE.audience") == ()
    assert changed["SE.audience"].definition == book["SE.audience"].definition
    with pytest.raises(BadInput, match="retired already"):
        changed.changed(Change(kind="retire", old=("SE.audience",), reason="again"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Change(kind="add", codes=(code("HS.food"),), reason="r"), "is a code already"),
        (Change(kind="add", codes=(code("HS.water.well"),), reason="r"), "stands under HS.water"),
        (Change(kind="add", codes=(code("hs"),), reason="r"), "no code id"),
        (Change(kind="add", codes=(code("HS.water"),), reason=" "), "needs its reason"),
        (Change(kind="edit", codes=(code("HS.water"),), reason="r"), "no code in use"),
        (Change(kind="retire", old=("HS.water",), reason="r"), "is no code of the codebook"),
        (Change(kind="retire", old=("TP.means",), reason="r"), "codes beneath it"),
        (Change(kind="split", old=("HS.food",), codes=(code("HS.rice"),), reason="r"), "takes 2 or more"),
        (Change(kind="merge", old=("HS.food",), codes=(code("HS.rice"),), reason="r"), "takes 2 or more"),
    ],
)
def test_a_change_that_does_not_fit_is_refused(book, change, message):
    with pytest.raises(BadInput, match=message):
        book.changed(change)
