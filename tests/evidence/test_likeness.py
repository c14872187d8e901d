"""Likeness to phrases: what maps a figure that no pattern knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.evidence.indicators import shipped_vocabulary
from rantau.evidence.likeness import NO_INDICATOR, PhraseIndex, stems

PHRASES = [
    ("held", "passport was with the employer"),
    ("debt", "had borrowed money to leave"),
    (NO_INDICATOR, "had a day of rest"),
]


def best(near: str, clause: str = "", around: str = "", only: str = "") -> tuple[str | None, float]:
    return PhraseIndex(PHRASES).best(near, clause, around, f"unit {only}", lambda name: only in ("", name))


def test_words_are_cut_to_what_they_share_in_either_language() -> None:
    assert stems("borrowing") == stems("borrowed") == stems("meminjam")
    assert stems("the of and") == []


def test_the_phrase_most_like_the_words_is_meant() -> None:
    assert best("their passports are with employers")[0] == "held"
    assert best("she borrowed the money")[0] == "debt"
    assert best("a full day of rest each week")[0] == NO_INDICATOR
    assert best("the harvest was good") == (None, 0.0)


def test_an_indicator_of_another_unit_is_not_meant() -> None:
    assert best("their passports are with employers", only="debt")[0] is None


def test_words_farther_off_count_less_and_begin_nothing() -> None:
    near, clause = best("borrowed money to leave"), best("", "borrowed money to leave")
    assert near[0] == clause[0] == "debt"
    assert near[1] > clause[1] > 0
    assert best("", "", "borrowed money to leave") == (None, 0.0)


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_a_share(near: str, clause: str, around: str) -> None:
    name, how = best(near, clause, around)
    assert 0.0 <= how <= 1.0
    assert (name is None) == (how == 0.0)


@pytest.mark.parametrize(
    ("unit", "words", "expected"),
    [
        ("percent", "were slapped and kicked by the foreman", "violence_share"),
        ("percent", "never signed an agreement", "no_contract_share"),
        ("percent", "paspornya disimpan mandor", "documents_retained_share"),
        ("percent", "menggadaikan tanah", "debt_share"),
        ("persons", "lost overboard", "migrant_deaths"),
        ("persons", "were handed back across the border", "deportations"),
        ("percent", "were hired through an agency", None),
        ("percent", "slept in the kitchen", None),
    ],
)
def test_what_no_pattern_knows_is_mapped_by_its_phrase(unit: str, words: str, expected: str | None) -> None:
    assert shipped_vocabulary().match(unit, words, words, words)[0] == expected
