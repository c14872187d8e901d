"""What the rules say of made-up cases. Nobody in them exists."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rantau.policy.screening import (
    CaseColumns,
    JoinedFlag,
    dimension_levels,
    screen_case,
    screen_table,
    shipped_rules,
)

RULES = shipped_rules()
LEVEL = {"yes": 2, "no": 0, "unknown": 1}


def screen(**answers):
    return screen_case({key: LEVEL[answer] for key, answer in answers.items()})


def expected(act, means, purpose, child):
    """Palermo article 3, written out by hand."""
    needed = [act, purpose] + ([] if child == "yes" else [means])
    if child == "unknown" and means != "yes":
        # Whether means are needed is not known.
        needed = [act, purpose, "unknown"]
    if "no" in needed:
        return "no indicator in what is recorded"
    if "unknown" in needed:
        told = "yes" in (act, means, purpose)
        return "possible trafficking" if told else "insufficient information"
    age = {"yes": "a child", "no": "an adult", "unknown": "age to be assessed"}[child]
    return f"indicators of trafficking ({age})"


@pytest.mark.parametrize("elements", list(product(LEVEL, repeat=4)))
def test_every_combination_of_act_means_purpose_and_age(elements):
    act, means, purpose, child = elements

    assert screen(act=act, means=means, purpose=purpose, under_18=child).outcome == expected(*elements)


@pytest.mark.parametrize("elements", list(product(LEVEL, repeat=4)))
@pytest.mark.parametrize("consented", LEVEL)
def test_consent_changes_no_outcome(elements, consented):
    act, means, purpose, child = elements
    case = {"act": act, "means": means, "purpose": purpose, "under_18": child}

    assert screen(**case, consented=consented).labels == screen(**case).labels


def test_consent_is_said_not_to_count_where_means_were_used():
    said = " ".join(screen(act="yes", means="yes", purpose="yes", consented="yes").reasons)

    assert "Consent does not count, since means were used (Palermo Protocol, art. 3(b))." in said


INVOLUNTARY = [
    "deception",
    "isolation",
    "abuse_of_vulnerability",
    "work_not_agreed",
    "cannot_leave",
    "made_to_offend",
]
MENACE = ["violence", "threats", "documents_kept", "wages_withheld", "threat_of_denunciation", "family_threatened",
          "loss_of_dues"]  # fmt: skip
BOTH = ["movement_restricted", "debt_bondage"]
CONTEXT = [
    "conditions_abusive",
    "overtime_excessive",
    "conditions_imposed",
    "overtime_under_threat",
    "parent_forced",
]
REST = ["third_party_coercion", "forced_labour_recorded", "below_standard"]
WORK = dict.fromkeys([*INVOLUNTARY, *MENACE, *BOTH, *CONTEXT, *REST], "no")


@pytest.mark.parametrize("involuntary", INVOLUNTARY + BOTH)
@pytest.mark.parametrize("menace", MENACE + BOTH)
def test_forced_labour_is_involuntary_work_and_a_menace_from_two_facts(involuntary, menace):
    labels = screen(**WORK | {involuntary: "yes", menace: "yes"}).labels

    wanted = "possible forced labour" if involuntary == menace else "indicators of forced labour"
    assert wanted in labels


@pytest.mark.parametrize("first", INVOLUNTARY)
@pytest.mark.parametrize("second", INVOLUNTARY)
def test_involuntary_work_without_a_menace_is_no_forced_labour(first, second):
    assert not any(
        "forced labour" in label for label in screen(**WORK | {first: "yes", second: "yes"}).labels
    )


@pytest.mark.parametrize("context", ["conditions_abusive", "overtime_excessive", "below_standard"])
def test_bad_work_alone_is_labour_rights_abuse(context):
    case = WORK | {context: "yes", "act": "no"}

    assert screen(**case).labels == ("labour-rights abuse",)


def test_conditions_count_where_they_were_imposed_and_overtime_where_it_was_under_threat():
    imposed = WORK | {"conditions_abusive": "yes", "conditions_imposed": "yes", "documents_kept": "yes"}
    threatened = WORK | {"overtime_excessive": "yes", "overtime_under_threat": "yes"}

    assert "indicators of forced labour" in screen(**imposed).labels
    assert "possible forced labour" in screen(**threatened).labels
    assert "indicators of forced labour" not in screen(**imposed | {"conditions_imposed": "no"}).labels


# -- The pairs of cases that look alike and are not.

NO_EXPLOITATION = dict(means="no", purpose="no", **WORK)
MOVED = {"entry_irregular": "yes", "entry_procured": "yes", "national_or_resident": "no", "crossed_border": "yes",
             "under_18": "no"}  # fmt: skip


def test_an_adult_deceived_about_the_wage_only_depends_on_what_was_meant():
    case = WORK | {"recruited": "yes", "deception": "yes", "below_standard": "yes", "under_18": "no"}

    assert screen(**case, purpose="no").labels == ("labour-rights abuse",)
    assert screen(**case, purpose="yes").outcome == "indicators of trafficking (an adult)"
    assert screen(**case).outcome == "possible trafficking"


def test_a_child_sent_begging_by_kin_to_a_receiver_is_trafficked_without_means():
    case = {"under_18": "yes", "received": "yes", "child_handed_over": "yes", "means": "no"}

    found = screen(**case)
    assert found.outcome == "indicators of trafficking (a child)"
    assert any(text.startswith("Child:") for text in found.urgent)
    assert "indicators" not in screen(**case | {"under_18": "no"}).outcome


def test_a_paid_boat_and_then_a_ransom_is_smuggling_and_extortion_until_exploitation_is_meant():
    case = MOVED | NO_EXPLOITATION | {"benefit": "yes", "transported": "yes", "held_for_ransom": "yes"}
    held = case | {"movement_restricted": "yes", "work_done": "no"}

    assert screen(**case).labels == ("indicators of extortion", "smuggling without exploitation indicators")
    assert screen(**held).labels == ("indicators of extortion", "smuggling without exploitation indicators")
    assert set(screen(**held | {"purpose": "yes"}).labels) == {
        "indicators of trafficking (an adult)", "indicators of extortion", "smuggling"
    }  # fmt: skip


def test_a_worker_of_a_scam_compound_is_in_forced_criminality_and_not_to_be_punished():
    found = screen(recruited="yes", deception="yes", made_to_offend="yes", movement_restricted="yes",
                   threats="yes", detained="yes", under_18="no")  # fmt: skip

    assert found.outcome == "indicators of trafficking (an adult)"
    assert {"indicators of forced labour", "indicators of forced criminality"} <= {*found.labels}
    assert any(text.startswith("Double criminalisation") for text in found.urgent)


def test_a_fisher_bound_by_debt_with_papers_kept_at_sea_is_in_forced_labour():
    found = screen(debt_bondage="yes", documents_kept="yes")

    assert "indicators of forced labour" in found.labels
    assert "indicators of debt bondage" in found.labels


def test_a_relative_who_helps_unpaid_neither_smuggles_nor_traffics():
    found = screen(**MOVED, **NO_EXPLOITATION, transported="yes", benefit="no")

    assert found.labels == ("no indicator in what is recorded",)


def test_a_smuggled_person_is_not_to_be_prosecuted_for_it():
    found = screen(**MOVED, **NO_EXPLOITATION, transported="yes", benefit="yes", charged_immigration="yes")

    assert found.labels == ("smuggling without exploitation indicators",)
    assert found.notes == (
        "The person is not to be prosecuted for having been smuggled. (Smuggling Protocol, art. 5)",
    )
    assert not any(text.startswith("Double criminalisation") for text in found.urgent)


@pytest.mark.parametrize("status", ["national_or_resident", "entry_procured", "benefit", "entry_irregular"])
def test_each_element_of_smuggling_is_needed(status):
    case = MOVED | NO_EXPLOITATION | {"transported": "yes", "benefit": "yes"}
    against = "yes" if status == "national_or_resident" else "no"

    assert not any("smuggling" in label for label in screen(**case | {status: against}).labels)
    assert "possible smuggling" in screen(**case | {status: "unknown"}).labels or status == "entry_procured"


def test_somebody_detained_without_any_sign_has_no_flag_of_double_criminalisation():
    found = screen(**NO_EXPLOITATION, detained="yes", act="no")

    assert not any(text.startswith("Double") for text in found.urgent)


def test_nothing_known_is_insufficient_information_and_safety_is_asked_first():
    found = screen()

    assert found.outcome == "insufficient information"
    assert found.ask[:4] == ("danger_to_life", "medical_need", "still_controlled", "detained")
    assert set(found.ask[4:8]) == {"under_18", "means", "act", "purpose"}


def test_the_question_that_decides_comes_before_one_that_does_not():
    asked = screen(recruited="yes", purpose="yes", under_18="no").ask
    rest = [
        key for key in asked if key not in ("danger_to_life", "medical_need", "still_controlled", "detained")
    ]

    assert rest[0] == "means"


def test_every_reason_names_its_rule_and_nothing_is_called_final():
    found = screen(act="yes", means="yes", purpose="yes", debt_bondage="yes", below_standard="yes")

    assert all(text.endswith(").") and "(" in text for text in found.reasons)
    assert "not a final determination" in found.notice
    assert not any("victim" in label for label in found.labels)


# -- Properties

answers = st.fixed_dictionaries({key: st.sampled_from([0, 1, 2]) for key in RULES.keys})
JOINED = (
    JoinedFlag("a", ("debt_bondage", "wages_withheld"), "one of: debt or wages"),
    JoinedFlag("b", ("movement_restricted", "conditions_abusive"), "one of: needs"),
    JoinedFlag("c", ("slavery_like", "organ_removal"), "one of: other"),
)
flags = st.fixed_dictionaries({flag: st.sampled_from([0, 1, 2]) for flag in JOINED})
sparse = st.dictionaries(st.sampled_from(RULES.keys), st.sampled_from([0, 1, 2]), max_size=12)
NOT_INDICATORS = {"national_or_resident", "may_be_child"}
INDICATORS = sorted(set(RULES.keys) - NOT_INDICATORS)


@settings(max_examples=60, deadline=None)
@given(answers | sparse, flags | st.just({}), st.sampled_from(INDICATORS))
def test_one_more_indicator_never_lowers_the_outcome(facts, joined, key):
    before = facts.get(key, 1)
    ranks = [screen_case({**facts, key: level}, joined).rank for level in range(before, 3)]

    assert ranks == sorted(ranks)


@settings(max_examples=40, deadline=None)
@given(answers | sparse)
def test_irregular_status_never_lowers_the_outcome(facts):
    ranks = [screen_case({**facts, "irregular_status": level}).rank for level in range(3)]

    assert ranks[0] <= ranks[1] <= ranks[2]


@settings(max_examples=40, deadline=None)
@given(answers | sparse, flags)
def test_a_table_says_of_each_record_what_is_said_of_it_alone(facts, joined):
    rng = np.random.Generator(np.random.PCG64(len(facts)))
    rows = [(facts, joined)] + [
        ({key: int(rng.integers(3)) for key in RULES.keys}, {flag: int(rng.integers(3)) for flag in JOINED})
        for _ in range(3)
    ]
    cases = CaseColumns(
        len(rows),
        {key: np.array([one.get(key, 1) for one, _ in rows], dtype=np.int8) for key in RULES.keys},
        {flag: np.array([one[flag] for _, one in rows], dtype=np.int8) for flag in JOINED},
    )
    table = screen_table(cases)
    for number, (one, told) in enumerate(rows):
        alone = screen_case(one, told)
        row = table.frame.row(number, named=True)
        assert row["outcome"] == alone.outcome
        assert row["labels"] == "; ".join(alone.labels)
        assert row["reasons"] == " ".join(alone.reasons)
        assert row["urgent"] == " ".join(alone.urgent)
        assert row["notes"] == " ".join(alone.notes)
        assert row["ask"] == "; ".join(alone.ask[:5])
        assert table.ranks[number] == alone.rank


def test_a_joined_flag_means_one_of_its_facts_and_never_each():
    debt_or_wages = JOINED[0]
    both_menace = screen_case({"deception": 2}, {debt_or_wages: 2})
    alone = screen_case({"threats": 2}, {debt_or_wages: 2})

    # Debt and wages are both a menace: with deception that is enough. Only debt is a sign of involuntary work.
    assert "indicators of forced labour" in both_menace.labels
    assert "indicators of forced labour" not in alone.labels
    assert "indicators of debt bondage" not in both_menace.labels
    assert "one of: debt or wages" in " ".join(both_menace.reasons)
    denied = screen_case({"deception": 2}, {debt_or_wages: 0})
    assert "indicators of forced labour" not in denied.labels


@pytest.mark.parametrize(
    ("told", "level"),
    [
        (["documents_kept", "violence"], "yes"),  # two strong
        (["documents_kept", "threats"], "yes"),  # a strong and a medium one
        (["threats", "wages_withheld", "made_to_offend"], "yes"),  # three medium
        (["threats", "wages_withheld"], "unknown"),
        (["documents_kept"], "unknown"),
        (["isolation", "movement_restricted"], "unknown"),  # one of the survey's indicators, asked for twice
        (["isolation", "movement_restricted", "violence"], "yes"),
        (["threats", "wages_withheld", "loss_of_dues"], "unknown"),
    ],
)
def test_a_dimension_is_positive_by_strong_and_medium_indicators(told, level):
    found = dimension_levels(dict.fromkeys(told, 2))

    assert int(found["coercion_at_destination"]) == LEVEL[level]


def test_a_dimension_is_denied_only_where_nothing_unknown_could_make_it_positive():
    none = dict.fromkeys(RULES.keys, 0)

    assert not any(int(level) for level in dimension_levels(none).values())
    assert (
        int(dimension_levels({**none, "violence": 2, "threats": 1})["coercion_at_destination"])
        == LEVEL["unknown"]
    )


@given(answers | sparse, st.sampled_from(INDICATORS))
@settings(max_examples=30, deadline=None)
def test_one_more_indicator_never_lowers_a_dimension(facts, key):
    less, more = dimension_levels(facts), dimension_levels({**facts, key: 2})

    assert all(int(less[one]) <= int(more[one]) for one in less)
