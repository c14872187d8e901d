"""What names a person does not come in; what is rare is said. All records are made up."""

import importlib.util
import math
import sys

import numpy as np
import polars as pl
import pytest

from rantau.framework.errors import BadInput, FeatureMissing
from rantau.policy.disclosure import (
    ReleaseLedger,
    anonymity_report,
    count_table,
    find_identifying,
    private_table,
    pseudonymised,
)


def kinds(**columns):
    return {one.column: one.kind for one in find_identifying(pl.DataFrame(columns))}


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("name", "name"), ("Nama_Lengkap", "name"), ("victimName", "name"), ("Phone-Number", "phone"),
        ("No. HP", "phone"),
        ("passport_no", "id"), ("NIK", "id"), ("home address", "address"), ("E-mail", "e-mail"),
        ("DOB", "date of birth"),
        ("Case notes", "note"), ("kronologi", "note"), ("latitude", "address"),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names(column, kind):
    assert kinds(**{column: ["1"]}) == {column: kind}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("+62 812-3456-7890", "phone"), ("081234567890", "phone"), ("3171234567890123", "id"), ("A 1234567", "id"),
        ("someone@example.org", "e-mail"), ("14 Circular Road", "address"), ("2001-02-03", "date of birth"),
        ("12/KaMaYa(N)123456", "id"),
        ("She was taken from the harbour by two men in a white van at night.", "note"),
    ],
)  # fmt: skip
def test_columns_are_known_by_what_stands_in_them_wherever_it_stands(value, kind):
    assert kinds(extra=["a", "b", *["c"] * 500, value]) == {"extra": kind}


def test_a_column_of_different_names_is_known_and_one_of_places_is_not():
    made_up = ["Zaw Bogus", "Made Upman", "Nobody Atall", "Test bin Example"]

    assert kinds(who=made_up) == {"who": "name"}
    assert kinds(where=["Kuala Lumpur", "Sri Lanka", "Viet Nam", "Saudi Arabia"]) == {}


def test_categories_years_and_short_record_numbers_are_none():
    found = kinds(
        record=["1", "2", "C-17", "4"],
        year=["2019", "2020", "2021", "2021"],
        sector=["Domestic Work", "Fishing", "Domestic Work", "Fishing"],
        nationality=["MMR", "KHM", "LAO", None],
    )

    assert found == {}


def test_a_record_number_that_leads_to_a_file_is_refused():
    assert kinds(case_id=["POL/2019/00017"]) == {"case_id": "record"}


def test_pseudonyms_keep_rows_of_one_person_together_and_leave_out_the_rest():
    frame = pl.DataFrame(
        {"name": ["Zaw Bogus", None, "Made Upman", "Zaw Bogus"], "phone": ["1"] * 4, "age": ["17"] * 4}
    )
    safe = pseudonymised(frame, find_identifying(frame))

    assert safe.to_dict(as_series=False) == {"name": ["P1", None, "P2", "P1"], "age": ["17"] * 4}


FRAME = pl.DataFrame(
    {
        "sex": ["m"] * 6 + ["w"] * 4,
        "nationality": ["KHM"] * 5 + ["LAO"] + ["KHM"] * 4,
        "outcome": ["a", "a", "b", "b", "c", "a", "a", "a", "a", "a"],
    }
)


def test_groups_are_counted_by_hand():
    report = anonymity_report(FRAME, ["sex", "nationality"], ["outcome"], wanted=3)

    # Groups: 5 men of KHM, 4 women of KHM, 1 man of LAO.
    assert (report.k, report.below, report.unique) == (1, 1, 1)
    [diversity] = report.diversity
    assert (diversity.least, diversity.records_in_uniform_groups) == (1, 5)
    assert diversity.least_entropy == pytest.approx(1.0)
    men = anonymity_report(FRAME.head(5), ["sex"], ["outcome"], wanted=3).diversity[0]
    entropy = -(0.4 * math.log(0.4) * 2 + 0.2 * math.log(0.2))
    assert (men.least, men.least_entropy) == (3, pytest.approx(math.exp(entropy)))


def test_the_distance_of_a_group_from_all_is_counted_by_hand():
    frame = pl.DataFrame({"sex": ["m"] * 4 + ["w"] * 6, "outcome": ["a"] * 4 + ["a"] + ["b"] * 5})
    [diversity] = anonymity_report(frame, ["sex"], ["outcome"]).diversity

    # All: a half. Men: all a, so 0.5 away; women: a sixth, so a third away.
    assert diversity.farthest == pytest.approx(0.5)
    [alike] = anonymity_report(
        pl.concat([frame, frame.with_columns(sex=pl.lit("w"))]), ["outcome"], ["sex"]
    ).diversity
    assert 0 < alike.farthest < 0.5
    [none] = anonymity_report(frame.with_columns(sex=pl.lit("m")), ["sex"], ["outcome"]).diversity
    assert none.farthest == 0


def test_the_one_person_of_a_nationality_is_warned_of_and_longer_combinations_are_not_repeated():
    report = anonymity_report(FRAME, ["sex", "nationality"], wanted=3)

    assert [one.values for one in report.rare] == [(("nationality", "LAO"),)]
    assert "Rare: nationality = LAO (1 record)." in report.sentences


def test_a_pair_is_rare_where_its_parts_are_not():
    frame = pl.DataFrame({"sex": ["m"] * 5 + ["w"] * 5, "boat": ["a"] * 4 + ["b"] * 4 + ["a", "a"]})
    report = anonymity_report(frame, ["sex", "boat"], wanted=3)

    assert {(one.values, one.records) for one in report.rare} == {
        ((("sex", "m"), ("boat", "b")), 1), ((("sex", "w"), ("boat", "a")), 2)
    }  # fmt: skip


def test_the_ledger_adds_up_and_refuses_what_is_not_left():
    ledger = ReleaseLedger(1.0)
    for number in range(10):
        ledger = ledger.spend(f"table {number}", 0.1)

    assert (ledger.spent, ledger.left) == (1.0, 0.0)
    assert ReleaseLedger.from_json(ledger.to_json(), "ledger.json") == ledger
    with pytest.raises(BadInput, match="of which 0 of 1 is left"):
        ledger.spend("one more", 0.001)
    with pytest.raises(BadInput, match="above 0"):
        ledger.spend("none", 0)
    with pytest.raises(BadInput, match="no release ledger"):
        ReleaseLedger.from_json("[]", "x.json")
    with pytest.raises(BadInput, match="changed it by hand"):
        ReleaseLedger.from_json('{"budget": 1, "releases": [{"what": "a", "epsilon": 2}]}', "x.json")


HAS_OPENDP = importlib.util.find_spec("opendp") is not None


def test_without_opendp_the_table_is_refused_with_a_reason_and_nothing_is_spent(monkeypatch):
    monkeypatch.setitem(sys.modules, "opendp", None)
    with pytest.raises(FeatureMissing, match=r"rantau\[private\]"):
        private_table(count_table(FRAME, ["sex"]), 1.0, ReleaseLedger(2.0), "by sex")


@pytest.mark.skipif(not HAS_OPENDP, reason="needs OpenDP: rantau[private]")
def test_noise_is_as_large_as_epsilon_says_and_is_booked():
    counts = count_table(pl.DataFrame({"a": [str(n) for n in range(400)] * 50}), ["a"])
    noisy, ledger = private_table(counts, 0.5, ReleaseLedger(2.0), "by a")

    assert (ledger.spent, noisy.shape) == (0.5, (400,))
    # Discrete Laplace with scale 2: mean absolute deviation near 2 (1.92); 400 draws leave it within 0.6.
    assert abs(float(np.abs(noisy - 50).mean()) - 1.92) < 0.6
