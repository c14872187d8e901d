"""Co-occurrence, negative cases, framing, arrows and themes: small corpora that can be counted by hand."""

import pytest

from rantau.coding.arrows import arrow_evidence
from rantau.coding.cooccurrence import cooccurrence
from rantau.coding.effective import Coded
from rantau.coding.framing import (
    Context,
    actors_and_measures,
    framing_balance,
    human_security_shares,
    wilson,
)
from rantau.coding.negative_cases import negative_cases
from rantau.coding.theme_picture import theme_map_chart
from rantau.coding.themes import suggest_themes, theme_map
from rantau.framework.codebook import shipped_codebook
from rantau.store.records import Theme

THREAT, RIGHTS = "SE.threat_framing", "SE.desecuritization.rights_framing"


def coded(passage, code, polarity="", *, status="accepted"):
    """``"a3"`` is passage 3 of document a."""
    return Coded(
        document=passage[0],
        passage=f"{passage[0]}/p{passage[1:]}",
        page=1,
        code=code,
        polarity=polarity,
        status=status,
        segments=((0, 5),),
        by=("ana",),
    )


def corpus(**codes):
    return [coded(passage, code) for code, passages in codes.items() for passage in passages.split()]


# -- co-occurrence ----------------------------------------------------------------------------------------------


def test_codes_that_stand_together_are_counted_by_passage():
    found = cooccurrence(corpus(X="a1 a2 a3 b1", Y="a1 a2 b2", Z="b3 b4 b5"))

    # X on 4 passages, Y on 3, both on 2, of 8 passages with any code.
    (pair,) = found
    assert (pair.first, pair.second, pair.together, pair.either) == ("X", "Y", 2, 5)
    assert pair.jaccard == pytest.approx(2 / 5)
    assert pair.lift == pytest.approx((2 / 8) / ((4 / 8) * (3 / 8)))


def test_a_code_is_no_company_for_the_one_above_it():
    found = cooccurrence([coded("a1", "TP"), coded("a1", "TP.act"), coded("a1", "TPX")])

    assert {(one.first, one.second) for one in found} == {("TP", "TPX"), ("TP.act", "TPX")}


def test_only_what_counts_is_counted():
    rejected = [coded("a1", "X"), coded("a1", "Y", status="rejected"), coded("a1", "Z", status="contested")]

    assert cooccurrence(rejected) == []


# -- negative cases ---------------------------------------------------------------------------------------------


def test_the_rarer_polarity_and_denials_are_negative_cases():
    codes = [
        coded("a1", "HS.food", "insecurity"),
        coded("a2", "HS.food", "insecurity"),
        coded("b1", "HS.food", "protection"),
        coded("b2", "TP.means"),
        coded("b3", "TP.means"),
    ]

    food, means = negative_cases(codes, {"b/p3": {"TP.means.force"}, "a/p1": {"TP.act"}})

    assert (food.code, food.polarity, food.passages) == ("HS.food", "insecurity", 2)
    assert [(case.passage, case.against) for case in food.cases] == [("b/p1", "polarity")]
    assert (means.polarity, means.passages) == ("", 1)
    assert [(case.passage, case.against) for case in means.cases] == [("b/p3", "denial")]


# -- framing ----------------------------------------------------------------------------------------------------

CONTEXT = Context(
    places={"a/p1": {"THA", "MMR"}, "a/p2": {"THA"}, "b/p1": {"THA"}},
    source_types={"a": "state", "b": "ngo"},
    years={"a": 2020, "b": None},
)
FRAMED = [
    coded("a1", THREAT),
    coded("a2", THREAT),
    coded("b1", RIGHTS),
    coded("a2", RIGHTS, status="machine-coded"),
]


def balances(grouping):
    return {
        row.group: (row.threat, row.rights, row.both, row.balance)
        for row in framing_balance(FRAMED, CONTEXT, grouping)
    }


def test_threat_is_weighed_against_rights_in_each_group():
    assert balances("all") == {"": (2, 2, 1, 0.0)}
    assert balances("country") == {"MMR": (1, 0, 0, 1.0), "THA": (2, 2, 1, 0.0)}
    assert balances("source type") == {
        "state": (2, 1, 1, pytest.approx(1 / 3)),
        "ngo": (0, 1, 0, -1.0),
    }
    # A document whose year is not known is in no year.
    assert balances("year") == {"2020": (2, 1, 1, pytest.approx(1 / 3))}


def test_the_balance_says_how_much_of_it_is_the_machines():
    (row,) = framing_balance(FRAMED, CONTEXT, "all")

    assert (row.machine, row.documents) == (1, 2)
    low, high = wilson(2, 4)
    assert (row.low, row.high) == (pytest.approx(2 * low - 1), pytest.approx(2 * high - 1))


def test_wilsons_interval_is_as_published():
    # Newcombe 1998, Stat. Med. 17, table I, method 3: 81/263, 15/148, 0/20, 1/29.
    for successes, trials, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert wilson(successes, trials) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_dimensions_are_shares_of_the_passages_that_speak_of_any():
    codes = [
        coded("a1", "HS.food", "insecurity"),
        coded("a1", "HS.food", "protection"),
        coded("a1", "HS.health", "insecurity"),
        coded("b1", "HS.health", "protection"),
        coded("b2", "HS"),
        coded("b3", "MS.micro.debt"),
    ]

    rows = {row.dimension: row for row in human_security_shares(codes, CONTEXT, "all")}

    assert len(rows) == 7
    assert (rows["food"].insecurity, rows["food"].protection, rows["food"].passages, rows["food"].of) == (
        1,
        1,
        1,
        2,
    )
    assert rows["food"].share == 0.5
    assert rows["health"].share == 1.0
    assert rows["political"].passages == 0


def test_actors_meet_measures_in_passages_coded_with_both():
    codes = [
        coded("a1", "SE.actor"),
        coded("a1", "SE.extraordinary_measure.raid"),
        coded("a2", "SE.actor"),
        coded("a2", "SE.extraordinary_measure.raid"),
        coded("a2", "SE.extraordinary_measure.detention"),
        coded("b1", "SE.extraordinary_measure.raid"),
    ]

    found = actors_and_measures(codes, {"a/p1": ["police"], "b/p1": ["army"]})

    assert [(row.actor, row.measure.rpartition(".")[2], row.passages) for row in found] == [
        ("police", "raid", ("a/p1",)),
        ("", "detention", ("a/p2",)),
        ("", "raid", ("a/p2",)),
    ]


# -- arrows -----------------------------------------------------------------------------------------------------


def evidence(*codes):
    return {
        row.arrow.id: [one.passage for one in row.passages]
        for row in arrow_evidence(shipped_codebook(), codes)
    }


def test_an_arrow_has_the_passages_that_speak_of_both_ends():
    found = evidence(
        coded("a1", "MS.micro.debt"),
        coded("a1", "TP.purpose.forced_labour"),
        coded("a2", "MS.micro.debt"),
        coded("a3", "TP.purpose"),
    )

    assert found["MS.micro.debt -> exploitation"] == ["a/p1"]
    assert sum(map(len, found.values())) == 1
    assert len(found) == len(shipped_codebook().arrows)


def test_one_code_under_both_ends_is_no_evidence_of_a_relation():
    alone = evidence(coded("a1", "PR.protection.identification"))
    together = evidence(coded("a1", "PR.protection.identification"), coded("a1", "PR.protection.shelter"))

    assert alone["PR.protection -> identification"] == []
    assert together["PR.protection -> identification"] == ["a/p1"]


def test_protection_does_not_speak_of_insecurity():
    exploited = coded("a1", "TP.purpose.forced_labour")

    assert evidence(exploited, coded("a1", "HS.health", "protection"))["exploitation -> insecurity"] == []
    assert evidence(exploited, coded("a1", "HS.health", "insecurity"))["exploitation -> insecurity"] == [
        "a/p1"
    ]


# -- themes -----------------------------------------------------------------------------------------------------

# Two groups that stand together within, and share one passage.
GROUPS = corpus(A="a1 a2 a3 a4", B="a1 a2 a3", C="a2 a3 a4", D="b1 b2 b3", E="b1 b2 b3 a1", F="a9 b9")


def test_groups_of_codes_that_stand_together_are_suggested_as_themes():
    found = suggest_themes(GROUPS, seed=0)

    assert [theme.codes for theme in found] == [("A", "B", "C"), ("E", "D")]
    assert [theme.passages for theme in found] == [4, 3]


def test_suggestions_depend_on_nothing_but_the_seed():
    assert suggest_themes(list(reversed(GROUPS)), seed=4) == suggest_themes(GROUPS, seed=4)
    assert suggest_themes([], seed=0) == []


def test_a_map_holds_themes_their_codes_and_what_is_in_none():
    themes = [
        Theme(id="t1", name="One", definition="", codes=("A", "B")),
        Theme(id="t2", name="Two", definition="", codes=("D",)),
    ]

    found = theme_map(GROUPS, themes, {"A": "Code A"})

    assert [(one.name, one.passages, one.documents) for one in found.themes] == [("One", 4, 1), ("Two", 3, 1)]
    assert [(one.code, one.theme) for one in found.codes] == [
        ("A", "t1"),
        ("B", "t1"),
        ("D", "t2"),
        ("C", ""),
        ("E", ""),
        ("F", ""),
    ]
    assert found.codes[0].name == "Code A"
    places = [(one.x, one.y) for one in found.codes if one.theme]
    assert len(set(places)) == len(places) == 3
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places)
    # Codes in no theme are told and not drawn, unless there is nothing else to draw.
    assert {one.x for one in found.codes if not one.theme} == {None}
    assert "3 codes in use are in no theme" in str(theme_map_chart(found))
    assert all(one.x is not None for one in theme_map(GROUPS, [], {}).codes)
    assert not found.machine_coded


def test_the_picture_of_a_map_names_every_code_and_theme_and_the_machine():
    themes = [Theme(id="t1", name="Recruitment", definition="", codes=("A",))]

    spec = str(
        theme_map_chart(theme_map([coded("a1", "A", status="machine-coded")], themes, {"A": "Brokers"}))
    )

    assert "Recruitment" in spec
    assert "Brokers" in spec
    assert "machine-coded" in spec
