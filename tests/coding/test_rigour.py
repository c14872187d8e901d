"""The checklist fills itself from what was done, and says what is missing."""

import re
from dataclasses import fields, replace

import pytest

from rantau.coding.rigour import Acts, checklist

COMPLETE = Acts(
    readable=10,
    described=10,
    source_types=("ngo", "state"),
    coded=10,
    memo_documents=10,
    codings=100,
    rejections=20,
    coders=("ana", "ben"),
    double=2,
    alpha=0.8,
    adjudicated=3,
    themes=3,
    themes_changed=2,
    themed_codes=12,
    used_codes=12,
    negative=2,
    negative_answered=2,
    study_memos={"ana": 1, "ben": 2},
    said={"member check": 1, "peer": 1, "position": 2, "limit": 1},
    trail_holds=True,
    events=300,
    brief_after_coding=True,
)


def unmet(acts):
    return [one.name for one in checklist(acts) if not one.met]


def test_a_study_that_did_all_of_it_misses_nothing():
    assert unmet(COMPLETE) == []
    assert all(one.missing == "" for one in checklist(COMPLETE))


def test_an_empty_study_misses_everything_and_says_how_to_make_up_for_it():
    found = checklist(Acts())

    assert not any(one.met for one in found)
    assert all(one.missing and one.shown and one.asked for one in found)
    # A page shows no command and no file; who types commands is told one wherever a page is told of a screen.
    for one in found:
        assert not re.search(r"rantau|\.csv|\.toml|--", one.missing + one.page), one.name
        assert bool(one.command) == bool(one.page), one.name
    assert sum(bool(one.page) for one in found) > 8
    assert [one.name[0] for one in found if one.kind == "phase"] == list("123456")
    assert {one.name.partition(":")[0] for one in found if one.kind == "criterion"} == {
        "Credibility",
        "Transferability",
        "Dependability",
        "Confirmability",
    }


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"memo_documents": 9}, ["1 Familiarisation"]),
        ({"waiting": 1}, ["2 Initial codes"]),
        ({"themed_codes": 11}, ["3 Searching for themes"]),
        ({"themes_changed": 0}, ["4 Reviewing themes"]),
        ({"undefined_themes": ("Debt",)}, ["5 Defining and naming themes"]),
        ({"brief_after_coding": False}, ["6 Producing the report"]),
        ({"negative_answered": 1}, ["4 Reviewing themes", "Credibility: negative cases"]),
        ({"source_types": ("ngo",)}, ["Credibility: triangulation"]),
        ({"trail_holds": False}, ["Dependability: audit trail"]),
        ({"alpha": None}, ["Dependability: double coding"]),
        ({"differences": 1}, ["Confirmability: differences settled"]),
        ({"machine": 5}, ["Confirmability: people's codings with their words"]),
        ({"adrift": 1}, ["Confirmability: people's codings with their words"]),
        ({"study_memos": {"ana": 3}}, ["Confirmability: reflexivity"]),
        ({"said": {"peer": 1, "position": 1, "limit": 1}}, ["Credibility: peers and members"]),
    ],
)
def test_each_thing_that_is_missing_is_missed_where_it_belongs(change, names):
    assert unmet(replace(COMPLETE, **change)) == names


def test_every_act_that_is_counted_can_change_the_checklist():
    shown = checklist(COMPLETE)
    other = {int: 97, bool: False, float: 0.1, tuple: ("x", "y", "z")}
    silent = []
    for field in fields(Acts):
        value = getattr(COMPLETE, field.name)
        kind = bool if field.name in ("trail_holds", "brief_after_coding") else type(value)
        changed = {"ana": 0} if field.name in ("study_memos", "said") else other[kind]
        if checklist(replace(COMPLETE, **{field.name: changed})) == shown:
            silent.append(field.name)
    assert silent == []
