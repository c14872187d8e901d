"""The pictures: what they draw, that all of it can be read, and that it is there as data too."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
import re

import pytest

from rantau.brief.charts import profile_picture
from rantau.brief.maps import THIRDS, corridor_picture, inverse, mercator
from rantau.brief.triangulation import conflict_picture
from rantau.brief.views import claims_of, groups, ranked_corridors, span_of, verdict_of

PNG = b"\x89PNG\r\n\x1a\n"


def rows(brief, name):
    return list(csv.DictReader(io.StringIO(brief.files[f"figures/{name}.csv"].decode("utf-8"))))


def brightness(colour):
    """Relative luminance (WCAG 2.2) of a hexadecimal colour."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["corridors", "profiles", "conflicts", "lineage"])
def test_each_picture_comes_as_svg_png_pdf_data_and_specification(brief, name):
    svg = brief.files[f"figures/{name}.svg"].decode("utf-8")
    png = brief.files[f"figures/{name}.png"]

    assert png.startswith(PNG)
    width = float(re.search(r'<svg[^>]* width="([\d.]+)"', svg)[1])
    # 300 dots an inch where it is printed 170 mm wide, and the file says so.
    assert int.from_bytes(png[16:20]) == pytest.approx(170 / 25.4 * 300, abs=2)
    assert png[png.index(b"pHYs") + 4 :][:9] == (round(300 / 0.0254)).to_bytes(4) * 2 + b"\x01"
    assert brief.files[f"figures/{name}.pdf"].startswith(b"%PDF-")
    assert 700 <= width <= 780
    assert rows(brief, name)
    spec = json.loads(brief.files[f"figures/{name}.spec.json"])
    assert spec["$schema"].startswith("https://vega.github.io/")


@pytest.mark.parametrize("name", ["corridors", "profiles", "conflicts", "lineage"])
def test_the_pictures_words_are_drawn_in_the_font_that_is_inside(brief, name):
    svg = brief.files[f"figures/{name}.svg"].decode("utf-8")

    assert set(re.findall(r'font-family="([^"]*)"', svg)) == {"'Source Sans 3', 'Noto Sans', sans-serif"}
    assert svg.count("@font-face") == 2


def test_the_map_names_each_end_of_each_ranked_corridor(brief, example):
    svg = brief.files["figures/corridors.svg"].decode("utf-8")

    for view in ranked_corridors(example):
        for end in (view.origin, view.destination):
            assert f">{example.place_of[end].name}<" in svg
    for word in ("Exposure", "Migrants", "Arrows point to the destination.", *THIRDS):
        assert f">{word}<" in svg


def drawn(picture):
    """The arcs (without their white edges), arrow heads and badges of a map's specification."""
    layers = picture.spec["layer"]
    data = [{**layer, "values": layer["data"].get("values")} for layer in layers if "data" in layer]
    features = next(
        one["values"] for one in data
        if isinstance(one["values"], list) and one["values"] and one["values"][0].get("type") == "Feature"
    )  # fmt: skip
    heads = next(
        one["values"] for one in data if isinstance(one["values"], list) and "angle" in one["values"][0]
    )
    return [one for one in features if one["properties"]["colour"] != "#ffffff"], heads


def test_arcs_are_wide_by_stock_and_dashed_by_exposure(example):
    arcs, heads = drawn(corridor_picture(example))
    views = ranked_corridors(example)[::-1]  # the most exposed is drawn last, on top

    assert len(arcs) == len(heads) == len(views)
    for arc, view in zip(arcs, views, strict=True):
        share = (arc["properties"]["width"] - 0.9) / (7.0 - 0.9)
        assert share == pytest.approx(math.sqrt(view.stock / 1_870_000), abs=0.01)
        assert (arc["properties"]["dash"] == [1, 0]) is (view.third == 0)
    assert len({one["properties"]["colour"] for one in arcs}) == 3


def test_an_arc_runs_from_origin_to_destination_and_its_arrow_points_there(example):
    arcs, heads = drawn(corridor_picture(example))

    for arc, head, view in zip(arcs, heads, ranked_corridors(example)[::-1], strict=True):
        line = arc["geometry"]["coordinates"]
        origin, end = (example.place_of[one] for one in (view.origin, view.destination))
        assert math.dist(line[0], (origin.longitude, origin.latitude)) < math.dist(
            line[0], (end.longitude, end.latitude)
        )
        assert [head["longitude"], head["latitude"]] == line[-1]
        # An angle of 0 points north and 90 east.
        east, north = line[-1][0] - line[-4][0], line[-1][1] - line[-4][1]
        angle = math.radians(head["angle"])
        assert east * math.sin(angle) + north * math.cos(angle) > 0


def test_lines_stand_out_from_land_and_sea_without_their_colour(brief, example):
    arcs, _ = drawn(corridor_picture(example))
    spec = brief.files["figures/corridors.spec.json"].decode("utf-8")
    grounds = {"#f1efea", "#e4e0d6", "#f7fafc"}

    assert all(ground in spec for ground in grounds)
    for colour in {one["properties"]["colour"] for one in arcs}:
        assert min(contrast(colour, ground) for ground in grounds) >= 3


def test_the_maps_rows_are_the_ranking(brief, example):
    found = rows(brief, "corridors")
    ranked = ranked_corridors(example)

    assert [one["corridor"] for one in found] == [one.unit for one in ranked]
    assert float(found[0]["stock_persons"]) == 1_870_000
    assert float(found[0]["exposure"]) == ranked[0].exposure.value
    assert [one["class"] for one in found] == sorted((one["class"] for one in found), key=THIRDS.index)


def test_the_chart_of_profiles_marks_gaps_and_draws_no_zero_for_them(brief, example):
    gaps = [one for one in rows(brief, "profiles") if one["assessed"] == "0"]

    assert gaps
    assert all(one["value"] == one["low"] == one["high"] == "" for one in gaps)
    svg = brief.files["figures/profiles.svg"].decode("utf-8")
    assert svg.count(">n.a.<") == len(gaps)


def test_the_chart_of_profiles_has_the_least_secure_first_and_the_unassessed_last(example):
    countries = list(dict.fromkeys(one["country"] for one in profile_picture(example).rows))

    assert countries[0] == "Myanmar"
    assert countries[-2:] == ["Brunei", "Timor-Leste"]


def test_an_open_end_is_an_arrow_and_not_a_value(brief):
    low, high = rows(brief, "conflicts")

    assert (low["low"], low["high"]) == ("16000.0", "16000.0")
    assert (high["low"], high["high"]) == ("36000.0", "")
    assert high["side"] == "over 36,000 persons, 2024 · [D1] p. 15"


def test_claims_that_read_alike_keep_a_line_each(make_study, make_claim):
    plain = make_study()
    a, b, _ = (one.id for one in plain.documents[:3])
    claims = (*(make_claim(a, n, value=5.0) for n in (1, 2, 3)), make_claim(b, 4, value=9.0))
    group = dataclasses.replace(plain.groups[0], claims=tuple(one.id for one in claims))

    picture = conflict_picture(make_study(claims=claims, groups=(group,)))

    assert len({row["side"] for row in picture.rows}) == 4


@pytest.mark.parametrize(
    ("given", "span"),
    [
        ({"value": 5.0}, (5, 5)),
        ({"value": 5.0, "qualifier": "about"}, (5, 5)),
        ({"value": 5.0, "qualifier": "more_than"}, (5, None)),
        ({"value": 5.0, "low": 5.0, "qualifier": "at_least"}, (5, None)),
        ({"value": 5.0, "high": 5.0, "qualifier": "at_most"}, (None, 5)),
        ({"value": None, "low": 2.0, "high": 4.0, "qualifier": "range"}, (2, 4)),
    ],
)
def test_a_claim_is_read_as_an_interval(make_claim, given, span):
    assert span_of(make_claim("d1", 1, **given)) == span


def test_the_projection_turns_back():
    for longitude, latitude in ((0, 0), (100.5, 13.75), (-60, -33), (150, 79)):
        assert inverse(*mercator(longitude, latitude)) == pytest.approx((longitude, latitude))


def test_the_most_exposed_third_comes_first(example):
    thirds = [one.third for one in ranked_corridors(example)]

    assert thirds == sorted(thirds)
    assert {thirds.count(third) for third in (0, 1, 2)} <= {5, 6}  # 16 corridors


def test_groups_on_more_roots_come_first_and_rejected_claims_do_not_count(make_study):
    plain = make_study()
    rejected = tuple(
        dataclasses.replace(one, status="rejected") if one.value == 45.0 else one for one in plain.claims
    )
    material = make_study(claims=rejected)
    corroborated = next(one for one in material.groups if one.verdict == "corroborated")

    assert [one.value for one in claims_of(material, corroborated)] == [44.0]
    assert verdict_of(material, corroborated) == "single-source"
    assert [one.id for one in groups(material, "single-source")] == ["complicity|THA", "victims|KHM"]


def test_a_label_for_a_spreadsheet_is_never_a_formula(make_study, make_claim):
    from rantau.brief import build_brief

    plain = make_study()
    first = dataclasses.replace(plain.documents[0], authors=('=HYPERLINK("http://x")',), year=None)

    brief = build_brief(make_study(documents=(first, *plain.documents[1:])))

    cells = [cell for row in rows(brief, "conflicts") for cell in row.values()]
    assert '\'=HYPERLINK("http://x")' in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
