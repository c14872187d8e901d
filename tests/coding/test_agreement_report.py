"""From codings to agreement: what counts, what is compared, and what the report says it left out."""

import itertools

import numpy as np
import pytest

from rantau.coding.agreement import Reading, agreement, code_with_polarity, rate, u_alpha
from rantau.coding.agreement.unitizing import Continuum, merged
from rantau.coding.records import Coding

numbers = itertools.count()


def coding(coder, code, start, end, document="d1", **more):
    return Coding(
        id=f"x{next(numbers)}", document=document, code=code, coder=coder, start=start, end=end, **more
    )


def document(id="d1", units=10, coders=("ana", "budi")):
    places = tuple((n * 10, n * 10 + 9) for n in range(units))
    return Reading(document=id, length=units * 10, units=places, coders=frozenset(coders))


def test_a_coding_marks_every_unit_it_touches_and_no_other():
    codings = [
        coding("ana", "HS.food", 18, 31),
        coding("budi", "HS.food", 20, 29),
        coding("budi", "HS.food", 9, 10),
    ]

    row = agreement(codings, [document()], samples=0).codes[0]

    # Ana marks units 1, 2 and 3, Budi unit 2; what lies between two units touches none.
    ratings = np.zeros((10, 2), dtype=int)
    ratings[[1, 2, 3], 0] = 1
    ratings[2, 1] = 1
    assert row.marked == 3
    assert row.judged == 10
    assert row.measures == rate(ratings, 2, samples=0)


def test_characters_are_judged_one_by_one():
    codings = [
        coding("ana", "HS.food", 18, 31),
        coding("budi", "HS.food", 20, 29),
        coding("budi", "HS.food", 25, 35),
    ]

    row = agreement(codings, [document()], level="characters", samples=0).codes[0]

    ratings = np.zeros((100, 2), dtype=int)
    ratings[18:31, 0] = 1
    ratings[20:35, 1] = 1
    assert row.marked == 17
    assert row.judged == 100
    for name, found in rate(ratings, 2, samples=0).items():
        assert row.measures[name].value == pytest.approx(found.value)


def test_a_coder_who_found_nothing_still_disagrees():
    codings = [coding("ana", "HS.food", 0, 9)]

    assert agreement(codings, [document()], samples=0).codes[0].measures["percent"].value == pytest.approx(
        0.9
    )


def test_a_coder_who_did_not_read_a_document_is_missing_there():
    codings = [
        coding(c, "HS.food", 0, 9, d)
        for c, d in [("ana", "d1"), ("budi", "d1"), ("ana", "d2"), ("cici", "d2")]
    ]
    readings = [document("d1"), document("d2", coders=("ana", "cici"))]

    report = agreement(codings, readings, samples=0)

    assert report.coders == ("ana", "budi", "cici")
    assert report.codes[0].judged == 20
    assert report.codes[0].measures["alpha"].value == 1.0


def test_who_read_what_is_assumed_only_where_it_was_not_recorded_and_said():
    reading = Reading(document="d1", length=100, units=document().units)

    report = agreement([coding("ana", "a", 0, 9), coding("budi", "b", 0, 9)], [reading], samples=0)

    assert report.coders == ("ana", "budi")
    assert any("assumed" in note for note in report.notes)
    assert not agreement([coding("ana", "a", 0, 9)], [document()], samples=0).notes


def test_proposals_and_codings_without_a_place_are_left_out_and_counted():
    codings = [
        coding("ana", "a", 0, 9),
        coding("ana", "a", 20, 29, status="proposed", probability=0.9),
        coding("budi", "a", 0, 9, status="rejected"),
        Coding(id="whole", document="d1", code="a", coder="ana"),
    ]

    report = agreement(codings, [document()], samples=0)

    assert report.overall.codings == 1
    assert len(report.notes) == 3


def test_documents_of_one_coder_are_left_out_and_said():
    report = agreement([coding("ana", "a", 0, 9)], [document(coders=("ana",))])

    assert report.documents == 0
    assert report.overall.measures["alpha"].value is None
    assert "nothing to compare" in report.overall.measures["alpha"].reason
    assert any("fewer than two coders" in note for note in report.notes)


def test_the_row_over_all_pools_the_judgements_of_the_codes():
    rng = np.random.default_rng(0)
    ratings = {name: rng.integers(0, 2, (10, 2)) for name in ("a", "b", "c")}
    codings = [
        coding(who, name, unit * 10, unit * 10 + 5)
        for name, table in ratings.items()
        for unit, row in enumerate(table)
        for who, said in zip(("ana", "budi"), row, strict=True)
        if said
    ]

    overall = agreement(codings, [document()], samples=0).overall

    pooled = rate(np.concatenate(list(ratings.values())), 2, samples=0)
    for name, found in pooled.items():
        assert overall.measures[name].value == pytest.approx(found.value)


def test_polarities_are_told_apart_on_request():
    codings = [
        coding("ana", "HS.health", 0, 9, polarity="insecurity"),
        coding("budi", "HS.health", 0, 9, polarity="protection"),
    ]

    assert agreement(codings, [document()], samples=0).codes[0].measures["alpha"].value == 1.0
    apart = agreement(codings, [document()], label=code_with_polarity, samples=0)
    assert [row.code for row in apart.codes] == ["HS.health (insecurity)", "HS.health (protection)"]
    assert apart.codes[0].measures["alpha"].value <= 0


def test_a_code_nobody_used_has_no_alpha_and_a_sentence():
    report = agreement([coding("ana", "a", 0, 9)], [document()], codes=["a", "never"], segments=True)

    never = report.codes[1]
    assert never.codings == 0
    assert "one category" in never.measures["alpha"].reason
    assert "No coder marked" in never.alpha_u.reason


def test_segments_are_measured_where_pairs_of_coders_take_turns():
    pairs = [("ana", "budi"), ("budi", "cici"), ("cici", "ana")]
    readings = [document(f"d{n}", coders=pair) for n, pair in enumerate(pairs)]
    codings = []
    for n, (first, second) in enumerate(pairs):
        codings += [coding(first, "a", 10, 40, f"d{n}"), coding(second, "a", 15, 45 + n, f"d{n}")]

    row = agreement(codings, readings, segments=True, samples=50).codes[0]

    texts = [Continuum(100, (merged([(10, 40)]), merged([(15, 45 + n)]))) for n in range(3)]
    assert row.u_alpha.value == pytest.approx(u_alpha(texts).value)
    assert 0 < row.alpha_u.value < 1
    assert row.u_alpha.low <= row.u_alpha.value <= row.u_alpha.high


def test_documents_with_another_number_of_readers_are_left_out_of_segments_and_said():
    readings = [document("d1"), document("d2"), document("d3", coders=("ana", "budi", "cici"))]
    codings = [coding("ana", "a", 10, 40, r.document) for r in readings]
    codings += [coding("budi", "a", 10, 45, r.document) for r in readings]

    report = agreement(codings, readings, segments=True, samples=20)

    assert any("commonest number" in note for note in report.notes)
    assert report.codes[0].u_alpha.value > 0.5


def test_blocks_of_units_give_an_interval_for_a_single_document():
    rng = np.random.default_rng(5)
    codings = [
        coding(who, "a", n * 10, n * 10 + 5)
        for n in range(200)
        for who in ("ana", "budi")
        if (n % 3 == 0) != (rng.random() < 0.1)
    ]
    whole = [document(units=200)]

    report = agreement(codings, whole)
    by_documents = report.codes[0].measures["alpha"]
    by_units = agreement(codings, whole, resample="units").codes[0].measures["alpha"]

    assert by_documents.low is None
    assert any("one document" in note for note in report.notes)
    assert by_units.low < by_units.value < by_units.high


def test_the_same_seed_gives_the_same_report():
    codings = [coding("ana", "a", n * 7 % 90, n * 7 % 90 + 8, f"d{n % 4}") for n in range(30)]
    codings += [coding("budi", "a", n * 11 % 90, n * 11 % 90 + 8, f"d{n % 4}") for n in range(30)]
    readings = [document(f"d{n}") for n in range(4)]

    assert agreement(codings, readings, seed=4) == agreement(codings[::-1], readings, seed=4)
    assert agreement(codings, readings, seed=4) != agreement(codings, readings, seed=5)
