"""Instruments: the table of duties, and since when a state is bound."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.baseline.load import instruments, parties
from rantau.framework.indicators import CONFIDENCES
from rantau.framework.instruments import Instrument, Party
from rantau.framework.words import DIMENSIONS
from rantau.policy.instruments import (
    PARTS,
    STRENGTHS,
    bond,
    bonds,
    bound_in,
    date_range,
    entry_rules,
    obligations,
)

OF_THE_DESIGN = (
    *("ACTIP", "PALERMO", "SMUGGLING", "REFUGEE1951", "ICRMW"),
    *("C029", "P029", "C097", "C143", "C181", "C188", "C189"),
)


def test_every_instrument_of_the_baseline_has_a_duty_and_every_duty_an_instrument():
    assert {one.instrument for one in obligations().values()} == set(instruments())
    for wanted in OF_THE_DESIGN:
        assert sum(one.instrument == wanted for one in obligations().values()) >= 4, wanted


def test_actip_is_told_article_by_article():
    articles = {one.article.split("(")[0] for one in obligations().values() if one.instrument == "ACTIP"}
    assert articles == {str(n) for n in range(1, 26)} - {"3"}  # 3 is the scope: no duty
    protection = {one.article for one in obligations().values() if one.article.startswith("14(")}
    assert protection == {f"14({n})" for n in range(1, 15)}


def test_the_words_of_the_table_are_the_ones_allowed():
    for one in obligations().values():
        assert one.strength in STRENGTHS
        assert one.pillar in PARTS
        assert one.confidence in CONFIDENCES
        assert one.dimension in (*DIMENSIONS, "")
        assert one.duty.endswith(".")
        assert (one.confidence == "unchecked") == (not one.source_url), one.id


def test_non_punishment_is_soft_in_actip_qualified_for_forced_labour_and_hard_for_the_smuggled():
    known = obligations()
    assert known["ACTIP-14-7"].strength == "soft"
    assert known["P029-4-2"].strength == "qualified"
    assert known["SMUGGLING-5"].strength == "hard"


def _one(in_force="2004-01-28", **party):
    instrument = Instrument(id="SMUGGLING", name="", adopted="", in_force=in_force, depositary="", subject="")
    given = {"instrument": "SMUGGLING", "iso3": "KHM", "status": "party", **party}
    return bond(instrument, Party(**given), entry_rules()["SMUGGLING"])


def test_thirty_days_after_the_deposit():
    found = _one(ratified="2005-12-12")
    assert found.since == found.since_latest == date(2006, 1, 11)
    assert "2005-12-12" in found.basis


def test_not_before_the_instrument_itself_came_into_force():
    assert _one(ratified="2002-05-28").since == date(2004, 1, 28)


def test_a_deposit_known_by_its_year_gives_a_range_and_the_year_between_is_unknown():
    found = _one(ratified="2017")
    assert (found.since, found.since_latest) == (date(2017, 1, 31), date(2018, 1, 30))
    assert [bound_in(found, year) for year in (2016, 2017, 2018, 2019)] == ["no", "no", "unknown", "yes"]


def test_the_tables_own_day_goes_before_a_computed_one():
    assert _one(ratified="2005-12-12", in_force_for="2006-01-15").since == date(2006, 1, 15)


@pytest.mark.parametrize(("status", "answer"), [("signatory", "no"), ("none", "no"), ("unknown", "unknown")])
def test_who_has_not_ratified_is_not_bound_and_where_nothing_is_known_nothing_is_said(status, answer):
    found = _one(status=status)
    assert found.since is None
    assert bound_in(found, 2020) == answer


def test_the_migrant_workers_convention_binds_from_the_first_of_the_month_after_three_months():
    (found,) = [
        one for one in bonds(instruments(), parties(), ["IDN"]) if one.instrument == "ICRMW" and one.since
    ]
    ratified = next(one.ratified for one in parties() if (one.instrument, one.iso3) == ("ICRMW", "IDN"))
    assert ratified == "2012-05-31"
    assert found.since == date(2012, 9, 1)


def test_a_labour_convention_binds_twelve_months_after_registration():
    (found,) = [one for one in bonds(instruments(), parties(), ["THA"]) if one.instrument == "C188"]
    assert found.since == date(2020, 1, 30)


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_a_state_once_bound_stays_bound(day):
    found = _one(ratified=day.isoformat())
    answers = [bound_in(found, year) for year in range(1985, 2036)]
    assert answers == sorted(answers, key=["no", "unknown", "yes"].index)
    assert found.since is not None
    assert found.since >= day + timedelta(days=30) or found.since == date(2004, 1, 28)


@pytest.mark.parametrize("text", ["2016-13", "x", "2016-02-30"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        date_range(text)
