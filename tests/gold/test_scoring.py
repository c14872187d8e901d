"""The scorer and the agreement of passes, on cases small enough to count by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gold.agreement import agree, kappa
from gold.annotation import Annotation, Claimed, Maybe, Negative, Speech, Told, Where, load, numbers_in
from gold.comparing import cites_right, fits, same_unit
from gold.scoring import pair, score, speech_overlap
from rantau.corpus.passages import build_passages
from rantau.corpus.read import read_document
from rantau.store.records import Claim, Group, Passage, PlaceMention


def passages(text: str) -> list[Passage]:
    return build_passages("d1", read_document(text.encode(), "a.md"))[1]


def claimed(start: int, end: int, value: float | None, unit: str = "persons", **more: object) -> Claimed:
    given: dict[str, object] = {
        "low": None,
        "high": None,
        "qualifier": "exact",
        "indicator": None,
        "places": (),
        "roles": {},
        "group": {},
        "period": None,
        "citations": (),
    }
    return Claimed(where=Where(1, start, end), value=value, unit=unit, **{**given, **more})  # type: ignore[arg-type]


def found(start: int, end: int, value: float | None, unit: str = "persons", **more: object) -> Claim:
    given: dict[str, object] = {
        "low": None,
        "high": None,
        "qualifier": "exact",
        "measure": "",
        "indicator": None,
        "indicator_score": 0.0,
        "places": (),
        "group": Group(),
        "period": None,
        "citations": (),
        "own_data": True,
        "extracted_by": "by hand",
        "confidence": 1.0,
    }
    return Claim(
        id="d1/p1/q1",
        document="d1",
        passage="d1/p1",
        page=1,
        start=start,
        end=end,
        quote="",
        value=value,
        unit=unit,
        **{**given, **more},  # type: ignore[arg-type]
    )


def told(*pieces: tuple[int, int], speaker_type: str = "migrant", optional: bool = False) -> Told:
    return Told(
        tuple(Where(1, *piece) for piece in pieces), "a cook", speaker_type, ("THA",), optional=optional
    )


def said(*pieces: tuple[int, int], speaker_type: str = "migrant") -> Speech:
    return Speech(tuple(Where(1, *piece) for piece in pieces), "the cook", speaker_type, ("THA",))


def test_hits_misses_and_extras_are_counted() -> None:
    gold = Annotation(claims=(claimed(0, 10, 5), claimed(20, 30, 7), claimed(40, 50, 9)))
    counts = score(gold, [found(0, 60, 5), found(0, 60, 7), found(0, 60, 8)], []).claims["all"]
    assert (counts.found, counts.missing, counts.extra) == (2, 1, 1)
    assert (counts.precision, counts.recall, counts.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))


def test_the_same_number_elsewhere_is_no_hit() -> None:
    counts = score(Annotation(claims=(claimed(0, 10, 5),)), [found(20, 30, 5)], []).claims["all"]
    assert (counts.found, counts.missing, counts.extra) == (0, 1, 1)


def test_a_range_needs_both_ends() -> None:
    gold = Annotation(claims=(claimed(0, 10, None, "USD", low=2, high=4, qualifier="range"),))
    assert score(gold, [found(0, 10, None, "USD", low=2, high=4)], []).claims["money"].found == 1
    assert score(gold, [found(0, 10, None, "USD", low=2, high=5)], []).claims["money"].found == 0


def test_what_is_optional_is_neither_missing_nor_extra() -> None:
    gold = Annotation(claims=(claimed(0, 10, 5, optional=True),))
    assert score(gold, [], []).claims == {}
    assert score(gold, [found(0, 10, 5)], []).claims == {}


def test_one_number_found_twice_is_one_hit_and_one_extra() -> None:
    counts = score(Annotation(claims=(claimed(0, 10, 5),)), [found(0, 10, 5), found(0, 30, 5)], []).claims[
        "all"
    ]
    assert (counts.found, counts.extra) == (1, 1)


def test_places_may_hold_what_may_be_left_out_and_nothing_else() -> None:
    wanted = (Maybe("MYS"), Maybe("IDN", optional=True))
    assert fits(wanted, ["MYS"])
    assert fits(wanted, ["MYS", "IDN"])
    assert not fits(wanted, ["IDN"])
    assert not fits(wanted, ["MYS", "THA"])


def test_a_town_is_right_for_its_country() -> None:
    gold = Annotation(claims=(claimed(0, 10, 5, places=(Maybe("THA"),)),))
    assert score(gold, [found(0, 10, 5, places=(PlaceMention("mae-sot"),))], []).right["places"] == 1
    assert score(gold, [found(0, 10, 5, places=(PlaceMention("MMR"),))], []).right["places"] == 0


def test_units_without_a_word_are_items_and_events_happen_to_people() -> None:
    assert same_unit("items", "boats")
    assert same_unit("persons", "deportations")
    assert not same_unit("cases", "persons")
    assert not same_unit("MYR", "MYR/month")
    assert not same_unit("items", "USD")


@pytest.mark.parametrize(
    ("wanted", "have", "right"),
    [
        (["(Flow Watch, 2019)"], ["(Flow Watch, 2019)"], True),
        (["(Flow Watch, 2019)"], ["(Flow Watch, 2017)"], False),
        (["(Tran & Weiss, 2018, p. 7)"], ["Tran & Weiss, 2018"], True),
        (["note 3"], ["³"], True),
        (["note 3"], ["⁴"], False),
        (["[2]"], ["[2]"], True),
        (["(A One, 2020; B Two, 2021)"], ["A One, 2020"], False),
        (["(A One, 2020; B Two, 2021)"], ["A One, 2020", "B Two, 2021"], True),
        ([], ["[1]"], False),
        (["[1]?"], [], True),
        (["[1]?"], ["[1]"], True),
    ],
)
def test_citations_are_compared_by_work(wanted: list[str], have: list[str], right: bool) -> None:
    entries = [Maybe(one.rstrip("?"), one.endswith("?")) for one in wanted]
    assert cites_right(entries, have) is right


def test_a_negative_is_violated_by_a_claim_of_its_number_alone() -> None:
    gold = Annotation(negatives=(Negative(Where(1, 0, 20), "Section 83", "law"),))
    assert len(score(gold, [found(0, 40, 83)], []).violated) == 1
    assert score(gold, [found(0, 40, 12)], []).violated == []
    assert score(gold, [found(30, 40, 83)], []).violated == []


def test_numbers_are_read_in_both_notations_and_in_words() -> None:
    assert {1.5, 15.0} <= numbers_in("1,5")
    assert 1234.0 in numbers_in("1.234")
    assert numbers_in("a boy of fourteen") == {14.0}


def test_a_speech_tag_between_pieces_counts_for_nothing() -> None:
    pieces = (Where(1, 0, 10), Where(1, 20, 30))
    assert speech_overlap(pieces, (Where(1, 0, 30),)) == 1.0
    assert speech_overlap(pieces, (Where(1, 0, 10),)) == 0.5
    assert speech_overlap(pieces, (Where(2, 0, 30),)) == 0.0


def test_a_testimony_needs_four_fifths_of_its_words() -> None:
    gold = Annotation(testimonies=(told((0, 100)),))
    assert score(gold, [], [], [said((0, 80))]).testimonies.found == 1
    assert score(gold, [], [], [said((0, 79))]).testimonies.f1 == 0
    assert score(gold, [], [], [said((0, 100), speaker_type="official")]).share("speaker_type") == 0


def test_each_thing_is_in_one_pair_and_the_pairs_are_worth_most() -> None:
    worth = {("a", 1): 3.0, ("a", 2): 2.0, ("b", 1): 2.0, ("b", 2): 0.0}
    assert sorted(pair(["a", "b"], [1, 2], lambda one, other: worth[one, other])) == [("a", 2), ("b", 1)]


def test_agreement_counts_what_one_alone_saw() -> None:
    first = Annotation(claims=(claimed(0, 10, 5), claimed(20, 30, 7)), testimonies=(told((0, 10)),))
    second = Annotation(
        claims=(claimed(2, 9, 5, "cases"),), testimonies=(told((0, 10), speaker_type="family"),)
    )
    made = agree(first, second)
    assert made.spans["claims"].f1 == pytest.approx(2 / 3)
    assert made.share("unit") == 0
    assert made.spans["testimonies"].f1 == 1
    assert made.share("speaker_type") == 0


def test_what_one_called_optional_and_the_other_did_not_see_is_no_disagreement() -> None:
    made = agree(Annotation(claims=(claimed(0, 10, 5, optional=True),)), Annotation())
    assert made.spans["claims"].f1 == 1


def test_kappa_is_agreement_beyond_chance() -> None:
    # Cohen's own kind of table: 20 yes–yes, 15 no–no, 5 yes–no, 10 no–yes: (0.7 - 0.5) / (1 - 0.5).
    pairs = [("y", "y")] * 20 + [("n", "n")] * 15 + [("y", "n")] * 5 + [("n", "y")] * 10
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([("y", "y")] * 3) == 1.0


def test_a_quote_must_stand_in_the_document_and_once(tmp_path: Path) -> None:
    text = passages("Some 40 left.\n\n| Year | Women |\n| --- | --- |\n| 2021 | 40 |\n")

    def load_one(**entry: object) -> Annotation:
        path = tmp_path / "a.jsonl"
        path.write_text(
            json.dumps({"type": "claim", "unit": "persons", "value": 40, **entry}), encoding="utf-8"
        )
        return load(path, text)

    where = load_one(quote="40", context="2021 40").claims[0].where
    assert text[where.passage - 1].text[where.start : where.end] == "40"
    assert text[where.passage - 1].kind == "table"
    with pytest.raises(ValueError, match=r"a\.jsonl:1: stands 2 times"):
        load_one(quote="40")
    with pytest.raises(ValueError, match="stands 0 times"):
        load_one(quote="41 left")
