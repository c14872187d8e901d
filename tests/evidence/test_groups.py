"""Who is counted."""

from __future__ import annotations

import pytest

from rantau.evidence.groups import group_of
from rantau.store.records import Group


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("undocumented female migrants", Group(sex="female", documentation="undocumented")),
        ("irregular workers in the fishing sector", Group(documentation="undocumented", sector="fishing")),
        ("children aged 5 to 17 in plantations", Group(age="5–17", sector="agriculture")),
        ("migrants under 18", Group(age="under 18")),
        ("domestic workers", Group(sector="domestic work")),
        ("domestic violence", Group()),
        ("women and men", Group()),
        ("migrants working in sectors such as fishing and construction", Group()),
        ("pekerja migran perempuan tidak berdokumen di perkebunan sawit",
         Group(sex="female", documentation="undocumented", sector="agriculture")),
        ("workers without legal papers", Group(documentation="undocumented")),
        ("refugees", Group(documentation="refugee")),
    ],
)  # fmt: skip
def test_a_group_is_read_out_of_the_words(words: str, group: Group) -> None:
    assert group_of(words) == group


def test_the_nationality_is_kept_as_it_was_found() -> None:
    assert group_of("workers", "Burmese").nationality == "Burmese"


def test_a_group_reads_as_words() -> None:
    assert Group(sex="female", documentation="undocumented").words() == "undocumented, female"
