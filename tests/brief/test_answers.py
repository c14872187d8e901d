"""How states answer, what would change it, what is recommended: each number leads to what it was made from."""

from __future__ import annotations

import json
from datetime import date

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from test_traced import DIGIT, loose

from rantau.brief import PolicyMaterial, SimulationMaterial, build_brief
from rantau.brief.stance_picture import stance_picture
from rantau.policy.instruments import Bond
from rantau.policy.measures import CodedMeasure
from rantau.policy.monitor import monitor_indicators
from rantau.policy.monitor_report import state_rows
from rantau.policy.monitor_rounds import Reading, settle
from rantau.policy.recommend import EvidenceItem, SimulatedEffect, held_back, recommend
from rantau.policy.stance import Contrast, pointers_of_measures, stances, weigh

MADE_UP = "made up for the tests"
SHORT = next(
    one
    for one in monitor_indicators().values()
    if one.target == 100 and one.worst == 0 and one.unit == "percent"
)


def measure(id: str, state: str, start: str, securitised: str = "", protective: str = "", **changes: str):
    given = {
        "id": id, "iso3": state, "start": start, "end": start, "name": id, "description": "", "kind": "control",
        "groups": ("irregular_migrants",), "level": "practice", "securitised": securitised,
        "protective": protective, "why": "", "source": MADE_UP, "source_url": "", "confidence": "", "note": "",
        "origin": "data/measures.csv:2",
    }  # fmt: skip
    return CodedMeasure(**{**given, **changes})


MEASURES = (
    measure("raids", "MYS", "2021", "more"),
    measure("drive", "MYS", "2023", "more"),
    measure("amnesty", "MYS", "2023", "less", "more"),
    measure("shelters", "THA", "2022", "", "more"),
    measure(
        "told-in-secret", "THA", "2020", "more", origin="d0000000000c3/p9/f1", source="secret.pdf, page 9"
    ),
)
CONTRAST = Contrast(
    id="c", state="MYS", axis="securitised", relation="above half", other="",
    statement="Malaysia often answers by force.", source=MADE_UP, section="",
)  # fmt: skip


def readings():
    given = {
        "indicator": SHORT.id, "year": 2023, "stated_error": True, "status": "reported", "source_url": "",
        "revises": "", "note": "", "round": "first", "source": MADE_UP,
    }  # fmt: skip
    return (
        Reading(**given, place="MYS", value=30.0, low=25.0, high=35.0, line=2),
        Reading(**given, place="THA", value=100.0, low=100.0, high=100.0, line=3),
    )


def policy(effects: tuple[SimulatedEffect, ...] = ()) -> PolicyMaterial:
    from rantau.policy.monitor_rounds import Round

    pointers = pointers_of_measures(MEASURES, 2024)
    states = ("MYS", "THA", "IDN")
    rows = state_rows(monitor_indicators(), settle([Round("first", readings())]), list(states))
    items = [
        EvidenceItem(
            id="deportations|MYS", kind="claims", topic="deportations",
            statement="Deportations, Malaysia: at least 18,687 persons.",
            places=("MYS",), confidence="low", documents=2, roots=2,
        ),
        EvidenceItem(
            id="deportations|THA", kind="claims", topic="deportations",
            statement="Deportations, Thailand: some.",
            places=("THA",), confidence="low", documents=1, roots=1,
        ),
        EvidenceItem(
            id="deportations|IDN", kind="claims", topic="deportations",
            statement="Deportations, Indonesia: some.",
            places=("IDN",), confidence="very low", documents=1, roots=1,
        ),
    ]  # fmt: skip
    found = [one for years in ([], [2021, 2022, 2023]) for one in stances(pointers, states, years)]
    fired = recommend(
        rows, items, monitor_indicators(), {"MYS": "Malaysia", "THA": "Thailand", "IDN": "Indonesia"}, effects
    )
    return PolicyMaterial(
        stances=[one for one in found if one.stream == "together" and one.level is None],
        verdicts=[weigh(CONTRAST, pointers, level=None, stream="together")],
        measures={one.id: one for one in MEASURES},
        bonds=[
            Bond(
                instrument="X", iso3="MYS", status="party", since=date(2009, 3, 1), since_latest=date(2009, 3, 1),
                basis="", reservations="", confidence="", source="", source_url="", note="",
            )
        ],
        instrument_names={"X": "A convention made up"},
        rows=rows,
        indicators=monitor_indicators(),
        rounds=["first"],
        recommendations=fired,
        held_back=held_back(items, fired),
    )  # fmt: skip


def span(middle: float, low: float, high: float) -> dict[str, float]:
    return {"middle": middle, "low": low, "high": high}


QUANTITIES = (
    "entered_exploitation",
    "person_months_in_exploitation",
    "identified",
    "flow_deported_unscreened",
)
SUMMARY = {
    "what_this_is": "This explores; it does not forecast.",
    "seed": 3,
    "scale": 100.0,
    "draws": [1, 2, 3],
    "interval": "median and middle 90% of draws",
    "months": ["2025-01", "2034-12"],
    "parameters": {"sourced": 1, "calibrated": 0, "assumed": 6},
    "notes": ["ASSUMED: nothing is known of ARE."],
    "runs": {"baseline": "aaaa", "screen_before_return": "bbbb"},
    "totals": {
        "baseline": {name: {**span(4000.0, 3000.0, 5000.0), "unit": "migrants"} for name in QUANTITIES}
    },
    "against_baseline": {
        "screen_before_return": {
            "sentence": "",
            "spared_share": span(0.21, 0.12, 0.26),
            "newly_share": span(0.0, 0.0, 0.001),
            "differences": {name: span(-300.0, -700.0, 50.0) for name in QUANTITIES},
        }
    },
    "explained": {
        "quantity": "entered_exploitation",
        "scenarios": {
            "screen_before_return": [
                {
                    "lever": "screening_coverage",
                    "alone": span(-1.0, -2.0, 0.0),
                    "shapley": span(-1.5, -2.5, -0.5),
                }
            ]
        },
    },
}


def conclusion(outcome, above, below, turns_with=(), hangs_on=("escapes",), against="baseline"):
    return {
        "scenario": "screen_before_return",
        "against": against,
        "outcome": outcome,
        "hangs_on": [{"parameter": one, "basis": "assumed"} for one in hangs_on],
        "sign": {"above_zero": above, "below_zero": below, "turns_with": list(turns_with)}
        if against
        else None,
    }


SENSITIVITY = {
    "base_sample": 128,
    "points": 2000,
    "seed": 0,
    "scale": 1000.0,
    "scenarios": ["screen_before_return"],
    "conclusions": [
        conclusion("identified", 1.0, 0.0, hangs_on=("exploited_detained", "escapes")),
        conclusion(
            "entered_exploitation", 0.0625, 0.9, [{"parameter": "seeks_help", "low": 0.01, "high": 0.025}]
        ),
        conclusion("flow_deported_unscreened", 0.0, 0.0, hangs_on=()),
        conclusion("retrafficked", 1.0, 0.0),
        conclusion("identified", None, None, against=None),
    ],
}


@pytest.fixture(scope="module")
def answered(make_study):
    effect = SimulatedEffect(
        scenario="screen_before_return", against="baseline", outcome="retrafficked", place="", difference=-11.0,
        low=-37.0, high=-1.0, level=90, unit="migrants", run="out/simulation/differences/screen_before_return.csv",
    )  # fmt: skip
    made = make_study(
        policy=policy((effect,)),
        simulation=SimulationMaterial(
            summary=SUMMARY,
            scenario_titles={"screen_before_return": "Screen before return", "baseline": "Baseline"},
            sensitivity=SENSITIVITY,
        ),
    )
    return made, build_brief(made)


@pytest.fixture(scope="module")
def page(answered):
    return HTMLParser(answered[1].html.decode("utf-8"))


@pytest.fixture(scope="module")
def chains(answered):
    return {one["id"]: one for one in json.loads(answered[1].json)["figures"]}


def rows_of(page, table):
    return [
        [" ".join(cell.text().split()) for cell in row.css("th, td")]
        for row in page.css(f"#{table} tbody tr")
    ]


def beneath(page, chains, css):
    return [chains[node.attributes["href"].removeprefix("#")] for node in page.css(f"{css} a.figure-number")]


def test_no_number_of_these_sections_stands_without_its_entry(answered):
    made, brief = answered
    rest = loose(brief.html, made)

    assert [rest[max(0, m.start() - 40) : m.end() + 40] for m in DIGIT.finditer(rest)] == []


def test_what_changes_hang_on_is_named_and_where_their_sign_turns(page, chains):
    assert [row[:4] for row in rows_of(page, "hinges-table")] == [
        [
            *("Screen before return", "People identified"),
            *("exploited detained (assumed); escapes (assumed)", "rises wherever it was looked at"),
        ],
        [
            *("Screen before return", "People who enter exploitation", "escapes (assumed)"),
            "falls, but rises at 6.2% of the points, mostly with seeks help from 0.01 to 0.025",
        ],
        [
            *("Screen before return", "Exploited people deported unscreened"),
            *("no single parameter", "nothing changes"),
        ],
    ]
    found = beneath(page, chains, "#hinges-table")
    assert [one["from"][0]["file"] for one in found] == ["out/sensitivity/summary.json"] * 3


def test_axes_stand_apart_and_a_state_of_which_nothing_is_known_has_no_share(page):
    rows = {row[0]: row[1:] for row in rows_of(page, "stance-table")}

    assert rows["Malaysia"][1] == "3 witnesses"
    assert rows["Thailand"][3] == "1 witness"
    assert rows["Indonesia"][:3] == ["no data", "", "no data"]


def test_a_stance_leads_to_its_measures_and_a_confidential_one_names_no_source(page, chains):
    steps = [
        step
        for one in beneath(page, chains, "#stance-table")
        if one["kind"] == "stance"
        for step in one["from"]
    ]

    assert {step["measure"] for step in steps} == {one.id for one in MEASURES}
    assert {step["source"] for step in steps if step["measure"] == "told-in-secret"} == {None}
    assert {step["source"] for step in steps if step["measure"] != "told-in-secret"} == {MADE_UP}


def test_each_panel_of_the_stance_picture_holds_its_own_state_and_axis(answered):
    found = stance_picture(answered[0])
    states = list(dict.fromkeys(row["state"] for row in found.rows))
    panels = [panel for line in found.spec["vconcat"] for panel in line["hconcat"]]
    drawn = [
        {
            (row.get("state"), row.get("axis"))
            for layer in panel["layer"]
            for row in found.spec["datasets"][(layer.get("data") or panel["data"])["name"]]
        }
        if "datasets" in found.spec
        else set()
        for panel in panels
    ]

    assert len(panels) == 2 * len(states)
    for number, pairs in enumerate(drawn):
        state, axis = states[number // 2], ("securitised, punitive", "human security, protective")[number % 2]
        assert pairs <= {(state, axis), (None, None)}


def test_figures_of_the_monitor_that_fall_short_lead_to_their_round(page, chains):
    (row,) = rows_of(page, "gaps-table")
    figure, target = beneath(page, chains, "#gaps-table")

    assert row[0] == "Malaysia"
    assert row[2] == "30 (25–35) (2023)"
    assert row[4].split(" ", 1) == ["○", "far off"]
    assert figure["from"] == [{"round": "first", "line": 2, "source": MADE_UP, "source_url": ""}]
    assert target["value"] == 100


def test_years_of_being_bound_are_labels(page):
    (row,) = rows_of(page, "instruments-table")

    assert row[0] == "A convention made up"
    assert "2009" in row


def test_scenarios_stand_beside_the_baseline_and_lead_to_run_draws_and_parameters(page, chains):
    baseline, screening = rows_of(page, "scenarios-table")
    figures = [one for one in beneath(page, chains, "#scenarios-table") if "Screen" not in one["text"]]

    assert baseline[:2] == ["Baseline, in all", "4,000 (3,000 to 5,000)"]
    assert screening[0] == "Screen before return"
    assert screening[1] == "−300 (−700 to 50)"
    assert screening[5:7] == ["21.0% (12.0% to 26.0%)", "0.0% (0.0% to 0.1%)"]
    last = figures[-1]["from"][0]
    assert (last["run"], last["against_run"], last["draws"], last["seed"]) == ("bbbb", "aaaa", 3, 3)
    assert last["parameters"] == SUMMARY["parameters"]


def test_the_share_of_assumed_parameters_is_said(page):
    assert "6F" in " ".join(page.css_first("#scenarios p").text().split())
    assert "parameters are assumed" in page.css_first("#scenarios p").text()


def test_levers_that_made_the_difference_are_shown(page):
    (row,) = rows_of(page, "mechanisms-table")

    assert row[:4] == [
        "Screen before return",
        "screening coverage",
        "−1 (−2 to 0)",
        "−1.5 (−2.5 to −0.5)",
    ]


def test_codes_of_places_are_written_out(page):
    assert "nothing is known of United Arab Emirates" in page.css_first("#scenarios").text()


def test_recommendations_name_gap_evidence_model_and_what_would_make_them_wrong(answered, page, chains):
    section = page.css_first("#recommendations")
    text = " ".join(section.text().split())
    given = answered[0].policy.recommendations

    assert {one.level for one in given} >= {"national"}
    assert len(section.css("ul")) == len({(one.level, one.rule) for one in given})
    for one in given:
        assert one.wrong_if in text
    assert "The whole interval is on the side that helps." in text
    evidence = [one for one in beneath(page, chains, "#recommendations") if one["text"] == "18,687"]
    assert [step["claim"] for step in evidence[0]["from"]] == list(answered[0].groups[0].claims)


def test_what_one_rule_asks_of_several_states_is_said_once_with_the_reasons_of_each(answered, page):
    section = page.css_first("#recommendations")
    asked = [one for one in answered[0].policy.recommendations if one.rule == "national-screen"]
    (head,) = [one for one in section.css("p") if asked[0].action.rstrip(".") in one.text()]
    items = [" ".join(one.text().split()) for one in head.next.css("li")] if head.next else []

    assert {one.place for one in asked} == {"MYS", "THA"}
    assert head.text().count(asked[0].action.rstrip(".")) == 1
    assert [item.split(" (")[0] for item in items[:2]] == ["Malaysia", "Thailand"]
    assert sum("Who must act" in item for item in items) == 1


def test_rules_held_back_are_counted(answered, page, chains):
    held = answered[0].policy.held_back
    note = next(one for one in page.css("#recommendations p.note") if "held back" in one.text())

    assert {one.place for one in held} == {"IDN"}
    assert note.text().split()[0].startswith(str(len(held)))


def test_without_a_run_the_brief_says_so(brief):
    text = HTMLParser(brief.html.decode("utf-8")).css_first("#scenarios").text()

    assert "No scenario was simulated for this study" in text


def test_the_monitors_signs_can_be_drawn_in_print():
    from rantau.brief.render import drawable_text
    from rantau.policy.monitor_report import MARKS

    assert [drawable_text(mark) for mark in MARKS.values()] == list(MARKS.values())
