"""The set of figures: each reads by itself in black and white, and the data beside it are what it draws."""

from __future__ import annotations

import csv
import dataclasses
import html
import io
import itertools
import json
import re
from types import SimpleNamespace

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from rantau.brief import CodingMaterial, SimulationMaterial, build_brief
from rantau.brief.alone import PRINTED
from rantau.brief.figure_set import FIGURES
from rantau.coding.effective import Coded
from rantau.coding.framing import Context
from rantau.framework.codebook import shipped_codebook
from rantau.simulation.charts import CHARTS
from rantau.simulation.journeys import ALL, COLUMNS, OUTCOMES
from rantau.store.records import Theme

DOCUMENT = "d0000000000a1"
SHOWN = ("entered_exploitation", "person_months_in_exploitation", "identified", "flow_deported_unscreened")


def span(middle, low, high):
    return {"middle": middle, "low": low, "high": high}


def mean(middle, low, high, at):
    return {**span(middle, low, high), "mean": at}


LEVERS = (
    ("labour_inspection (everywhere)", -300.0),
    ("desecuritization (MYS)", 120.0),
    ("legal_fee (everywhere)", -90.0),
)
SUMMARY = {
    "what_this_is": "This explores; it does not forecast.",
    "seed": 3,
    "scale": 100.0,
    "draws": [1, 2, 3],
    "interval": "median and middle 90% of draws",
    "months": ["2025-01", "2034-12"],
    "parameters": {"sourced": 1, "calibrated": 0, "assumed": 6},
    "notes": [],
    "runs": {"baseline": "aaaa", "package": "bbbb"},
    "totals": {"baseline": {name: {**span(4000.0, 3000.0, 5000.0), "unit": "migrants"} for name in SHOWN}},
    "against_baseline": {
        "package": {
            "sentence": "",
            "spared_share": span(0.21, 0.12, 0.26),
            "newly_share": span(0.0, 0.0, 0.001),
            "differences": {name: span(-300.0, -700.0, 50.0) for name in SHOWN},
        }
    },
    "explained": {
        "quantity": "entered_exploitation",
        "unit": "migrants",
        "draws": [1, 2, 3],
        "scenarios": {
            "package": [
                {"lever": name, "alone": mean(at, at - 60, at + 40, at - 10), "shapley": mean(at, at - 50, at + 50, at)}
                for name, at in LEVERS
            ]
        },
        "whole": {"package": mean(-260.0, -400.0, -100.0, -270.0)},
    },
}  # fmt: skip


def share(source, total, basis="assumed"):
    first = total / 2
    return {
        "source": source, "basis": basis, "first": first, "first_low": first - 0.1, "first_high": first + 0.1,
        "total": total, "total_low": total - 0.1, "total_high": total + 0.1,
    }  # fmt: skip


SENSITIVITY = {
    "base_sample": 16, "points": 160, "seed": 0, "scale": 1000.0, "scenarios": ["package"],
    "months": ["2025-01", "2034-12"],
    "conclusions": [
        {
            "scenario": "package", "against": "baseline", "outcome": "identified", "hangs_on": [],
            "shares": [share("escapes", 0.6), share("luck", 0.05, ""), share("turnover", 0.3)],
            "sign": {"above_zero": 1.0, "below_zero": 0.0, "turns_with": []},
        }
    ],
}  # fmt: skip


def journeys():
    """Made up: two origins, and sums that are sums."""
    parts = {
        (origin, channel, outcome): (1.0 + number)
        * (300.0 if origin == "MMR" else 90.0)
        * (1 + (channel == "irregular"))
        for origin in ("MMR", "KHM")
        for channel in ("regular", "irregular")
        for number, outcome in enumerate(OUTCOMES)
    }
    for origin in ("MMR", "KHM", ALL):
        for channel in ("regular", "irregular", ALL):
            for outcome in (*OUTCOMES, ALL):
                value = sum(
                    amount
                    for (o, c, t), amount in parts.items()
                    if origin in (o, ALL) and channel in (c, ALL) and outcome in (t, ALL)
                )
                numbers = (value, value * 0.98, value * 0.8, value * 1.3)
                row = ("baseline", origin, channel, outcome, *numbers, "migrants' journeys")
                yield dict(zip(COLUMNS, row, strict=True))


def coded(passage, code):
    return Coded(
        document=DOCUMENT, passage=f"{DOCUMENT}/p{passage}", page=1, code=code, polarity="", status="accepted",
        segments=((0, 5),), by=("ana",),
    )  # fmt: skip


CODING = CodingMaterial(
    coded=(
        coded(1, "TP.means.deception"), coded(1, "TP.sector.scam_compound"), coded(2, "TP.sector.scam_compound"),
        coded(2, "SE.extraordinary_measure.raid"), coded(3, "SE.extraordinary_measure.raid"),
    ),
    context=Context(places={}, source_types={}, years={}),
    codebook=shipped_codebook(),
    themes=(
        Theme(id="t1", name="Compounds", definition="", codes=("TP.sector.scam_compound", "TP.means.deception")),
        Theme(id="t2", name="Raids", definition="", codes=("SE.extraordinary_measure.raid",)),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def full(make_study):
    """A study with something for every figure but that of stances."""
    made = make_study(
        coding=CODING,
        simulation=SimulationMaterial(
            summary=SUMMARY,
            scenario_titles={"package": "A package", "baseline": "Baseline"},
            sensitivity=SENSITIVITY,
            journeys=tuple(journeys()),
        ),
    )
    brief = build_brief(made)
    index = json.loads(brief.files["figures/index.json"])
    return SimpleNamespace(material=made, brief=brief, files=brief.files, index=index)


def rows(full, name):
    return list(csv.DictReader(io.StringIO(full.files[f"figures/{name}.csv"].decode("utf-8"))))


def svg(full, name):
    """The picture without its fonts, as text."""
    return re.sub(
        "<style>.*?</style>", "", full.files[f"figures/{name}.svg"].decode("utf-8"), flags=re.DOTALL
    )


def words(full, name):
    return " ".join(html.unescape(" ".join(re.findall(r">([^<>]+)<", svg(full, name)))).split())


def names(full):
    return [one["name"] for one in full.index["figures"]]


def test_every_figure_is_there_with_its_files_or_the_command_that_makes_it_is(full, brief):
    assert sorted([*names(full), "stance"]) == sorted(one.name for one in FIGURES)
    assert {*names(full)} == {one.name for one in FIGURES} - {"stance"}
    for one in full.index["figures"]:
        assert {f"figures/{file}" for file in one["files"].values()} <= set(full.files)
    assert [(one["name"], "rantau run" in one["command"]) for one in full.index["missing"]] == [
        ("stance", True)
    ]

    without = json.loads(brief.files["figures/index.json"])
    missing = {one["name"]: one["command"] for one in without["missing"]}
    assert "rantau simulate STUDY" in missing["journeys"]
    assert "--explain" in missing["mechanisms"]
    assert "rantau sensitivity STUDY" in missing["sensitivity"]
    assert not [
        name for name in brief.files if re.match("figures/(journeys|mechanisms|sensitivity|themes)", name)
    ]


def test_a_figure_says_itself_what_it_shows_and_where_it_is_from(full):
    for one in full.index["figures"]:
        drawn = words(full, one["name"])
        for part in ("title", "units", "interval"):
            assert one[part]
            # Wrapped in lines, so word for word.
            assert set(one[part].split()) <= set(drawn.split()), (one["name"], part)
        assert one["sources"]
        assert "Cite as" in drawn
        assert one["alt"]
        assert one["reading"]
        assert one["citation"].count(full.material.software) == 1
        described = json.loads(full.files[f"figures/{one['name']}.json"])
        assert described["rows"]
        assert described["title"] == one["title"]


def test_no_letter_is_smaller_in_print_than_seven_points(full):
    for name in names(full):
        picture = svg(full, name)
        width = float(re.search(r'<svg[^>]* width="([\d.]+)"', picture)[1])
        points = PRINTED / 25.4 * 72 / width
        sizes = {float(one) for one in re.findall(r'font-size="([\d.]+)px"', picture)}
        assert sizes
        assert min(sizes) * points >= 6.99, (name, sorted(sizes))


def grey(colour):
    """Lightness of a colour in a black-and-white print, from 0 to 255."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def looks(full, name, mark):
    """How the marks of a kind look in grey: (lightness of fill, lightness of line, dashes, shape's first letters)."""
    found = set()
    for one in re.findall(rf'<g class="mark-{mark}[^>]*>.*?</g>', svg(full, name), re.DOTALL):
        for path in re.findall("<path[^>]*>", one):
            given = dict(re.findall(r'([\w-]+)="([^"]*)"', path))
            fill, stroke = given.get("fill", ""), given.get("stroke", "")
            found.add(
                (
                    round(grey(fill)) if fill.startswith("#") and len(fill) == 7 else fill,
                    round(grey(stroke)) if stroke.startswith("#") and len(stroke) == 7 else stroke,
                    given.get("stroke-dasharray", ""),
                )
            )
    return found


def test_channels_are_told_apart_in_grey_by_shade_and_by_edge(full):
    fills = {fill for fill, _, _ in looks(full, "journeys", "area")}
    edges = {dash for _, _, dash in looks(full, "journeys", "line")}

    light, dark = sorted((one for one in fills if isinstance(one, int)), reverse=True)
    assert light - dark > 50
    assert len(edges) == 2
    assert "Regular channel" in words(full, "journeys")
    assert "Irregular channel" in words(full, "journeys")


def test_bars_that_lower_raise_and_sum_up_are_told_apart_in_grey(full):
    # Without the ends of intervals, which are small bars in ink.
    bars = {one for one in looks(full, "mechanisms", "rect") if one[0] != round(grey("#1c2429"))}

    shades = sorted({255 if fill == "white" else fill for fill, _, _ in bars})
    assert len(shades) == 3
    assert min(b - a for a, b in itertools.pairwise(shades)) > 30
    assert len({dash for _, _, dash in bars}) == 2


def test_arcs_within_and_between_themes_are_told_apart_in_grey(full):
    assert len({dash for _, _, dash in looks(full, "themes", "line")}) == 2


def test_sources_of_variance_are_told_apart_by_mark_and_weight(full):
    spec = json.dumps(json.loads(full.files["figures/sensitivity.spec.json"]))

    assert '"shape": "circle"' in spec
    assert '"shape": "diamond"' in spec
    assert {row["kind"] for row in rows(full, "sensitivity")} == {"with_others", "by_itself"}


def test_the_journeys_drawn_are_the_journeys_counted(full):
    found = rows(full, "journeys")
    given = {
        (one["origin"], one["channel"], one["outcome"]): one for one in full.material.simulation.journeys
    }
    band = {(one["from"], one["to"]): one for one in found if one["kind"] == "band"}

    assert len(band) == 2 * 2 + 2 * len(OUTCOMES)
    drawn = band["Myanmar", "Irregular channel"]
    for name in ("mean", "median", "low", "high"):
        assert float(drawn[name]) == pytest.approx(given["MMR", "irregular", ALL][name])
    # On both sides of the channels the same number of journeys.
    for channel in ("Regular channel", "Irregular channel"):
        into = sum(float(one["mean"]) for (_, to), one in band.items() if to == channel)
        out = sum(float(one["mean"]) for (start, _), one in band.items() if start == channel)
        assert into == pytest.approx(out)
    # The bands of the picture are as wide as the numbers beside it: all of them to one scale.
    areas = json.loads(full.files["figures/journeys.spec.json"])["layer"]
    widths = {}
    for layer in areas:
        if layer["mark"]["type"] == "area":
            for point in layer["data"]["values"]:
                widths[point["band"]] = point["y2"] - point["y"]
    scale = sum(widths.values()) / sum(float(one["mean"]) for one in band.values())
    for width, one in zip((widths[n] for n in sorted(widths)), band.values(), strict=True):
        assert width == pytest.approx(scale * float(one["mean"]), abs=0.02)


def test_a_waterfalls_bars_follow_on_each_other_and_end_where_all_levers_do(full):
    *bars, whole = rows(full, "mechanisms")

    assert [one["lever"] for one in bars] == [
        "labour inspection (everywhere)", "legal fee (everywhere)", "desecuritization (MYS)",
    ]  # fmt: skip
    assert [float(one["from"]) for one in bars] == [0.0, *(float(one["to"]) for one in bars[:-1])]
    assert float(bars[-1]["to"]) == pytest.approx(float(whole["to"])) == pytest.approx(-270.0)
    assert [one["kind"] for one in (*bars, whole)] == ["lowers", "lowers", "raises", "all"]
    for one in (*bars, whole):
        assert one["words"] in words(full, "mechanisms")


def test_a_run_that_an_earlier_version_explained_keeps_its_table_and_has_no_figure(full):
    old = json.loads(json.dumps(SUMMARY))
    del old["explained"]["whole"]
    for one in old["explained"]["scenarios"]["package"]:
        del one["alone"]["mean"], one["shapley"]["mean"]
    simulation = dataclasses.replace(full.material.simulation, summary=old, journeys=(), sensitivity=None)
    brief = build_brief(dataclasses.replace(full.material, simulation=simulation))

    missing = {one["name"] for one in json.loads(brief.files["figures/index.json"])["missing"]}
    assert {"journeys", "mechanisms", "sensitivity"} <= missing
    page = HTMLParser(brief.html.decode())
    assert page.css_first("#mechanisms-table") is not None
    assert page.css_first("#journeys-table") is None


def test_each_figure_of_the_brief_has_a_table_with_the_numbers_it_draws(full):
    page = HTMLParser(full.brief.html.decode())

    def cells(table):
        return [
            [" ".join(cell.text().split()) for cell in row.css("th, td")]
            for row in page.css(f"#{table} tbody tr")
        ]

    journey = {row[0]: row for row in cells("journeys-table")}
    whole = next(
        one for one in full.material.simulation.journeys if one["origin"] == one["channel"] == one["outcome"]
    )
    rounded = float(format(whole["mean"], ".3g"))
    assert f"{rounded:,.0f} (" in journey["All journeys"][3]
    assert [row[2] for row in cells("sensitivity-table")] == [
        "escapes (assumed)", "turnover (assumed)", "luck of the simulated people",
    ]  # fmt: skip
    themes = {row[0]: row for row in cells("themes-table")}
    assert themes["Compounds"][1].startswith("Scam compound 2")
    assert themes["Raids"][2].startswith("2")


def test_the_index_shows_every_figure_with_a_text_for_the_blind(full):
    page = HTMLParser(full.files["figures/index.html"].decode())

    assert [one.attributes["alt"] for one in page.css("img")] == [one["alt"] for one in full.index["figures"]]
    assert page.css_first("html").attributes["lang"] == "en"
    for link in page.css("a"):
        assert f"figures/{link.attributes['href']}" in full.files
    assert "rantau add STUDY" in page.css_first("#missing").parent.text()


def test_claims_that_rest_on_one_root_carry_one_letter(full):
    for name in ("conflicts", "agreements"):
        letters = {}
        for row in rows(full, name):
            if row["letter"]:
                assert letters.setdefault((row["group"], row["root"]), row["letter"]) == row["letter"]
                assert row["shape"] != "stroke"
        per_group = {}
        for (group, _), letter in letters.items():
            per_group.setdefault(group, []).append(letter)
        assert all(len(set(found)) == len(found) for found in per_group.values())


def test_charts_of_a_run_have_titles():
    assert all(title and title[0].isupper() for title, _ in CHARTS.values())
