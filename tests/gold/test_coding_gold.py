"""The gold set of codings is whole, and suggestions on it do not get worse."""

import pytest
from tests.gold.coding_scoring import (
    FOLDER,
    agreement,
    cross_validated,
    folds,
    gold,
    lexicon_alone,
    not_mended_on,
    read_pass,
    reliability,
    score,
)

from rantau.framework.codebook import shipped_codebook

BOOK = shipped_codebook()
PASSES = ("pass_one", "pass_two")


@pytest.mark.parametrize("name", PASSES)
def test_every_passage_is_coded_with_codes_of_the_codebook(name):
    import json

    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    passages = [json.loads(line) for line in (FOLDER / "passages.jsonl").read_text("utf-8").splitlines()]

    assert [row["id"] for row in rows] == [one["id"] for one in passages]
    assert len(rows) >= 200
    for row in rows:
        for one in row["codes"]:
            assert (one["polarity"] != "") == BOOK[one["code"]].polarity


def test_the_two_passes_agree_as_the_documentation_says():
    f1, alpha = agreement(*map(read_pass, PASSES))

    assert round(f1, 2) == 0.92
    assert round(alpha, 2) == 0.92


def test_folds_hold_whole_documents():
    data = gold(read_pass("pass_one"))
    parts = folds(data.documents)

    assert sorted(row for part in parts for row in part) == list(range(len(data.texts)))
    for document in set(data.documents):
        assert sum(any(data.documents[row] == document for row in part) for part in parts) == 1


def test_what_is_learnt_ranks_codes_better_than_the_lexicon_alone():
    data = gold(read_pass("pass_one"))
    which = not_mended_on(data.documents)
    held = data.part(which)
    plain = score(held, lexicon_alone(held.texts), "", 0.3)
    offline = score(held, cross_validated(data, which, learning=False), "", 0.3)
    found = cross_validated(data, which)
    learnt = score(held, found, "", 0.3)

    assert len(which) > 100
    assert offline.micro >= plain.micro - 0.01
    assert offline.average_precision > 1.4 * plain.average_precision
    assert learnt.average_precision > 1.25 * offline.average_precision
    assert learnt.micro > 0.51
    assert learnt.macro > 0.42
    for said, right, count in reliability(held, found):
        assert abs(said - right) < 0.2 or count < 30
