"""Folded text: what differs only in how it was typed is the same; what is a vowel stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.store.folding import fold, fold_with_offsets

ANY = st.text(max_size=60)
# Letters and marks of the region's scripts, where order and composition matter most.
REGION = st.text(
    st.sampled_from(
        "aăâđeêoơuư\u0300\u0301\u0303\u0309\u0323 \u200b\u00ad"
        "กขคำ\u0e31\u0e34\u0e38\u0e47\u0e48\u0e49\u0e4d"
        "ກຂຄຳໜໝ\u0eb8\u0ec8\u0ecd"
        "ကခဂ\u102f\u1037\u1039\u103a\u1025\u102e"
        "កខគ\u17b6\u17c6\u17d2\u17dd"
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NGƯỜI LAO ĐỘNG", "nguoi lao dong"),
        (unicodedata.normalize("NFD", "Người lao động"), "Người lao động"),
        ("Ｆｅｅｓ", "fees"),
        ("traﬃcking", "trafficking"),
        ("traf\u00adficking", "trafficking"),
        ("STRASSE", "straße"),
        ("การ\u200bค้า\u200bมนุษย์", "การค้ามนุษย์"),
        ("ការ\u200bជួញដូរ\u200bមនុស្ស", "ការជួញដូរមនុស្ស"),
        ("ຄໍາ", "ຄຳ"),
        ("ໝ", "ຫມ"),
        ("က\u103a\u1037", "က\u1037\u103a"),
    ],
)
def test_what_differs_only_in_how_it_was_typed_is_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("ที", "ที่"), ("ខំ", "ខ"), ("ပြောင်း", "ပြောင်"), ("ແຮງ", "ແຮ")])
def test_vowels_and_tones_of_other_scripts_stay(one, other):
    assert fold(one) != fold(other)


def test_a_raised_number_is_no_part_of_a_word():
    assert fold("workers² owe") == "workers  owe"


@given(st.one_of(ANY, REGION))
def test_folding_with_offsets_gives_the_same_text(text):
    folded, starts, ends = fold_with_offsets(text)

    assert folded == fold(text)
    assert len(folded) == len(starts) == len(ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))
    assert starts == sorted(starts)


@given(st.one_of(ANY, REGION))
def test_folding_is_done_once_and_for_all(text):
    assert fold(fold(text)) == fold(text)


@given(st.one_of(ANY, REGION))
def test_texts_that_are_canonically_the_same_fold_alike(text):
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))
