"""Recommendations: none without evidence, and each told in the words of what fired it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rantau.evidence import shipped_vocabulary
from rantau.evidence.findings.lexicon import finding_lexicon
from rantau.policy.monitor import monitor_indicators
from rantau.policy.monitor_report import state_rows
from rantau.policy.monitor_rounds import READING_COLUMNS, Round, reading_of_row, settle
from rantau.policy.recommend import (
    LEVELS,
    STRENGTHS,
    EvidenceItem,
    SimulatedEffect,
    effect_word,
    held_back,
    recommend,
    rules,
)
from rantau.simulation.results import QUANTITIES
from rantau.simulation.scenario import shipped_scenarios

KNOWN = monitor_indicators()
NAMES = {"THA": "Thailand", "PHL": "Philippines"}
EMPTY = dict.fromkeys((*READING_COLUMNS[0], *READING_COLUMNS[1]), "")


def rows(*cells, places=("THA", "PHL")):
    readings = tuple(
        reading_of_row(
            {**EMPTY, "year": "2024", "source": "made up", "place": "THA", **one},
            "r.csv",
            2,
            KNOWN,
            one.get("place", "THA"),
            "a",
        )
        for one in cells
    )
    return state_rows(KNOWN, settle([Round("a", readings)]), places)


def item(topic="deport", confidence="moderate", places=("THA",), looked_at=False):
    return EvidenceItem(
        id="h1",
        kind="findings",
        topic=topic,
        statement="State authorities deport migrants in Thailand.",
        places=places,
        confidence=confidence,
        documents=2,
        roots=2,
        looked_at=looked_at,
    )


def effect(low, high, scenario="screen_before_return", outcome="retrafficked", place=""):
    return SimulatedEffect(
        scenario=scenario,
        against="baseline",
        outcome=outcome,
        place=place,
        difference=(low + high) / 2,
        low=low,
        high=high,
        level=90,
        unit="migrants",
        run="made-up run",
    )


def of_rule(found, rule, place=""):
    return [one for one in found if one.rule == rule and one.place == place]


def test_every_rule_names_things_that_there_are():
    topics = {*finding_lexicon().actions, *shipped_vocabulary().indicators}
    assert {one.level for one in rules()} == set(LEVELS)
    for one in rules():
        assert set(one.indicators) | set(one.success) <= set(KNOWN), one.id
        assert set(one.topics) <= topics, (one.id, set(one.topics) - topics)
        assert one.outcome in QUANTITIES, one.id
        assert one.scenario in shipped_scenarios(), one.id
        assert one.wrong_if
        assert one.cost


def test_without_evidence_no_rule_fires_even_with_an_effect():
    assert recommend(rows(), [], KNOWN, NAMES) == []
    assert recommend(rows(), [], KNOWN, NAMES, [effect(-9, -1)]) == []


def test_evidence_of_very_low_confidence_fires_only_where_a_person_looked_at_it():
    weak = item(confidence="very low")
    found = recommend(rows(), [weak], KNOWN, NAMES, [effect(-9, -1)])
    assert found == []
    assert ("national-screen", "THA") in [(one.rule, one.place) for one in held_back([weak], found)]

    seen = item(confidence="very low", looked_at=True)
    found = recommend(rows(), [seen], KNOWN, NAMES)
    (one,) = of_rule(found, "national-screen", "THA")
    assert "a person looked at it" in " ".join(one.sentences)
    assert one.strength == "to be looked into"
    assert held_back([seen], found) == []


def test_weak_evidence_is_told_where_a_gap_fires_the_rule():
    weak = item(confidence="very low")
    found = recommend(rows({"indicator": "PI09", "value": "12"}), [weak], KNOWN, NAMES)
    assert of_rule(found, "national-screen", "THA")[0].evidence == (weak,)


def test_a_target_that_is_met_fires_nothing():
    assert recommend(rows({"indicator": "PI09", "value": "100"}), [], KNOWN, NAMES) == []


def test_a_gap_fires_for_its_state_only_and_is_told_with_figure_and_target():
    found = recommend(rows({"indicator": "PI09", "value": "12"}), [], KNOWN, NAMES)
    (one,) = of_rule(found, "national-screen", "THA")
    assert not of_rule(found, "national-screen", "PHL")
    text = " ".join(one.sentences)
    assert "Thailand: Deport nobody" in text
    assert "2024: 12 percent, no uncertainty given; target 100" in text
    assert "no run of the scenario screen_before_return is at hand" in text
    assert one.strength == "to be looked into"


def test_a_graded_finding_fires_and_is_told_with_its_grade_and_roots():
    found = recommend(rows(), [item()], KNOWN, NAMES)
    (one,) = of_rule(found, "national-screen", "THA")
    assert "Confidence moderate; 2 root sources; findings h1." in " ".join(one.sentences)
    assert one.strength == "conditional"


@pytest.mark.parametrize(
    ("low", "high", "word", "strength"),
    [
        (-9.0, -1.0, "helps", "strong"),
        (-9.0, 1.0, "unclear", "conditional"),
        (-9.0, 0.0, "unclear", "conditional"),
        (1.0, 9.0, "harms", "not as simulated"),
    ],
)
def test_the_effect_decides_how_strongly_and_zero_in_the_interval_is_said(low, high, word, strength):
    found = recommend(rows({"indicator": "PI09", "value": "12"}), [item()], KNOWN, NAMES, [effect(low, high)])
    (one,) = of_rule(found, "national-screen", "THA")
    assert (one.effect_word, one.strength) == (word, strength)
    assert ("contains zero" in " ".join(one.sentences)) == (word == "unclear")
    assert ("should not be taken" in " ".join(one.sentences)) == (word == "harms")


def test_a_single_run_without_an_interval_tells_no_direction():
    found = recommend(rows({"indicator": "PI09", "value": "12"}), [item()], KNOWN, NAMES, [effect(-9, -9)])
    (one,) = of_rule(found, "national-screen", "THA")
    assert (one.effect_word, one.strength) == ("unclear", "conditional")
    assert "one run without an interval" in " ".join(one.sentences)


def test_where_more_is_better_a_rise_helps():
    assert effect_word(effect(1, 9), "higher") == "helps"
    assert effect_word(effect(-9, -1), "higher") == "harms"


def test_an_effect_of_the_state_itself_goes_before_that_of_the_region():
    given = [effect(-9, -1), effect(1, 2, place="THA")]
    found = recommend(rows(), [item()], KNOWN, NAMES, given)
    assert of_rule(found, "national-screen", "THA")[0].effect_word == "harms"


def test_figures_that_were_asked_for_and_refused_call_for_a_monitor():
    asked = [{"indicator": id, "status": "refused"} for id in ("PI43", "PI06", "PI09")]
    found = recommend(rows(*asked), [], KNOWN, NAMES)
    (one,) = of_rule(found, "asean-monitor")
    assert len(one.missing) == 3
    assert "cannot be had" in " ".join(one.sentences)
    assert not of_rule(recommend(rows(), [], KNOWN, NAMES), "asean-monitor")


def test_a_finding_about_another_state_fires_no_national_rule_here():
    found = recommend(rows(), [item(places=("MYS",))], KNOWN, NAMES)
    assert all(one.level != "national" for one in found)


GRADES = st.sampled_from(["very low", "low", "moderate", "high"])


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(KNOWN)), st.floats(0, 1)), max_size=5),
    st.lists(st.tuples(st.sampled_from(["deport", "collude", "exclude", "hunger"]), GRADES), max_size=3),
    st.floats(-10, 10),
    st.floats(0, 10),
)
def test_whatever_fires_has_evidence_and_says_what_would_show_success_and_failure(cells, items, low, width):
    drawn = []
    for id, share in dict(cells).items():
        least, most = KNOWN[id].bounds
        bottom = 0 if least is None else least
        drawn.append(
            {"indicator": id, "value": str(bottom + share * ((100 if most is None else most) - bottom))}
        )
    found = recommend(
        rows(*drawn),
        [item(topic, grade) for topic, grade in items],
        KNOWN,
        NAMES,
        [effect(low, low + width)],
    )
    for one in found:
        assert one.gaps or one.missing or any(each.confidence != "very low" for each in one.evidence)
        assert one.strength in STRENGTHS
        assert any(line.startswith("Who must act:") for line in one.sentences)
        assert any(line.startswith("What would show success:") for line in one.sentences)
        assert any(line.startswith("What would make it wrong:") for line in one.sentences)


def test_a_better_grade_or_a_wider_gap_never_weakens_a_recommendation():
    grades = ["very low", "low", "moderate", "high"]
    for interval in ((-9, -1), (-1, 1), (1, 9), None):
        effects = [effect(*interval)] if interval else []
        for gap in ([], [{"indicator": "PI09", "value": "60"}], [{"indicator": "PI09", "value": "10"}]):
            ranks = [
                STRENGTHS.index(
                    of_rule(
                        recommend(
                            rows(*gap), [item(confidence=grade, looked_at=True)], KNOWN, NAMES, effects
                        ),
                        "national-screen",
                        "THA",
                    )[0].strength
                )
                for grade in grades
            ]
            assert ranks == sorted(ranks, reverse=True)
