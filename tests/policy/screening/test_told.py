"""The rules in another language: the same questions, outcomes and order, in other words."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rantau.cli.main import main
from rantau.framework.language import speaking
from rantau.policy.screening import interview_form, outcome_words, screen_case, shipped_rules, told_rules

KEYS = shipped_rules().keys
FACTS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from((0, 1, 2)), max_size=12)


def test_in_english_they_are_the_rules_that_ship():
    assert told_rules() is shipped_rules()


@settings(deadline=None, max_examples=60)
@given(FACTS)
def test_the_same_is_said_of_a_record_in_either_language(facts):
    plain = screen_case(facts)
    with speaking("id"):
        told = screen_case(facts, rules=told_rules())
        assert told.labels == tuple(outcome_words(one) for one in plain.labels)
    assert (told.rank, told.ask) == (plain.rank, plain.ask)
    for name in ("reasons", "urgent", "notes"):
        assert len(getattr(told, name)) == len(getattr(plain, name))
        assert not set(getattr(told, name)) & set(getattr(plain, name))


def test_no_place_is_left_open_in_a_reason():
    with speaking("id"):
        said = screen_case(dict.fromkeys(KEYS, 2), rules=told_rules())
    assert not [one for one in said.reasons if "{" in one]
    assert any("penipuan" in one for one in said.reasons)


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_form_is_in_the_language_with_the_same_columns(form):
    english = interview_form(form)
    with speaking("id"):
        told = interview_form(form)
    columns = r"`(\w+)`" if form == "md" else r"<code>(\w+)</code>"
    assert re.findall(columns, told) == re.findall(columns, english)
    assert "Apakah upah ditahan?" in told
    assert "assistance (bantuan)" in told, "the word that the column takes, and what it means"
    assert not [one.ask for one in shipped_rules().questions if one.ask in told]


def test_the_command_prints_it_in_the_language_asked_for(capsys):
    assert main(["screen", "--form", "html", "--language", "id"]) == 0
    assert '<html lang="id">' in capsys.readouterr().out
    assert main(["screen", "--form", "md", "--language", "xx"]) == 2
    assert "there is no language 'xx'" in capsys.readouterr().err
