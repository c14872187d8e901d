"""The corridor map: arcs from origin to destination over Natural Earth's shapes, in Mercator's projection.

Width is migrant stock; shade and dash are exposure, by thirds of the ranking, so that the map can be read in black
and white.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rantau.brief.charts import CONFIG, INK, SOFT, WIDTH, Picture, Row, altair
from rantau.brief.material import BriefMaterial
from rantau.brief.views import CorridorView, ranked_corridors
from rantau.brief.wording import corridor_name, place_name
from rantau.framework.language import N_, gettext, local

__all__ = ["corridor_picture"]

THIRDS = (N_("upper third of the ranking"), N_("middle third"), N_("lower third"))
# Each at least three times as dark or light as the land and the sea, and told apart by dashes where there is no colour.
_COLOURS = ("#8c1c13", "#b45f06", "#54707f")
_LAND, _STUDY_LAND, _SEA, _COAST = "#f1efea", "#e4e0d6", "#f7fafc", "#bdb8aa"
_WIDTHS = (0.9, 7.0)
_BENDS = (0.2, 0.32, 0.11, 0.44)
_NUMBERED = 10
_MOST_HEIGHT = 620

Point = tuple[float, float]


def mercator(longitude: float, latitude: float) -> Point:
    """Mercator's plane in radians, y upwards; latitudes beyond 80 degrees are drawn at 80."""
    latitude = max(-80.0, min(80.0, latitude))
    return math.radians(longitude), math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def inverse(x: float, y: float) -> Point:
    return math.degrees(x), math.degrees(2 * math.atan(math.exp(y)) - math.pi / 2)


@cache
def _shapes() -> dict[str, Any]:
    path = files("rantau.brief") / "data" / "asia_pacific_50m.topo.json"
    shapes: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return shapes


@dataclass(frozen=True, slots=True)
class Frame:
    """Which part of the plane is drawn, and how large."""

    x: float
    y: float
    scale: float
    """Pixels per radian."""
    height: float

    def pixel(self, point: Point) -> Point:
        return WIDTH / 2 + self.scale * (point[0] - self.x), self.height / 2 - self.scale * (
            point[1] - self.y
        )


def _frame(points: list[Point]) -> Frame:
    """Hold all points with room around them, no wider than tall by more than the page allows."""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    pad = 0.07 + 0.06 * max(right - left, top - bottom)
    width, tall = max(right - left + 2 * pad, 0.35), max(top - bottom + 2 * pad, 0.25)
    scale = min(WIDTH / width, _MOST_HEIGHT / tall)
    return Frame((left + right) / 2, (bottom + top) / 2, scale, max(320.0, scale * tall))


def _dashes(third: int, width: float) -> list[float]:
    """Solid, dashed or dotted; the pattern grows with the width, or a wide line's dots would look like hatching."""
    if third == 0:
        return [1, 0]
    long, gap = (max(7.0, 2.2 * width), max(3.5, width)) if third == 1 else (max(2.0, width), max(3.0, width))
    return [round(long, 1), round(gap, 1)]


def _arc(start: Point, end: Point, bend: float) -> list[Point]:
    """A curve that bends to the right of its way, so that the two directions of a pair do not cover each other."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    middle = (start[0] + dx / 2 + bend * dy, start[1] + dy / 2 - bend * dx)
    steps = 32
    points = []
    # The arc begins and stops a little short of the places, whose dots it would cover.
    for step in range(steps + 1):
        t = 0.03 + 0.92 * step / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        points.append((a * start[0] + b * middle[0] + c * end[0], a * start[1] + b * middle[1] + c * end[1]))
    return points


def _arcs(drawn: Sequence[CorridorView], ends: Mapping[str, Point]) -> dict[str, list[Point]]:
    """An arc for each corridor, the most exposed first; later ones bend so as to keep clear of those before."""
    arcs: dict[str, list[Point]] = {}
    reach = max(math.dist(a, b) for a in ends.values() for b in ends.values()) / 45

    def crowding(points: list[Point]) -> int:
        # Arcs may meet at their ends; what counts is how long they run side by side between them.
        return sum(
            math.dist(point, other) < reach
            for done in arcs.values()
            for point in points[6:-6:2]
            for other in done[6:-6:2]
        )

    for one in drawn:
        options = [_arc(ends[one.origin], ends[one.destination], bend) for bend in _BENDS]
        arcs[one.unit] = min(options, key=crowding)
    return arcs


def _label_spots(
    places: dict[str, Point], names: dict[str, str], taken: list[Point]
) -> dict[str, tuple[float, float, str]]:
    """Where each place's name goes: the first side that covers no other name, dot or badge."""
    boxes: list[tuple[float, float, float, float]] = [(x - 8, y - 8, x + 8, y + 8) for x, y in taken]
    boxes += [(x - 4, y - 4, x + 4, y + 4) for x, y in places.values()]
    spots: dict[str, tuple[float, float, str]] = {}
    for place in sorted(places):
        x, y = places[place]
        wide, tall = 6.1 * len(names[place]) + 2, 12
        options = (
            (x + 7, y, "left", (x + 7, y - 6, x + 7 + wide, y + 6)),
            (x - 7, y, "right", (x - 7 - wide, y - 6, x - 7, y + 6)),
            (x, y - 12, "center", (x - wide / 2, y - 18, x + wide / 2, y - 18 + tall)),
            (x, y + 13, "center", (x - wide / 2, y + 7, x + wide / 2, y + 7 + tall)),
            (x + 7, y + 11, "left", (x + 7, y + 5, x + 7 + wide, y + 17)),
            (x - 7, y + 11, "right", (x - 7 - wide, y + 5, x - 7, y + 17)),
            (x + 7, y - 11, "left", (x + 7, y - 17, x + 7 + wide, y - 5)),
            (x - 7, y - 11, "right", (x - 7 - wide, y - 17, x - 7, y - 5)),
        )

        def overlap(box: tuple[float, float, float, float]) -> float:
            inside = 0.0
            for other in boxes:
                w = min(box[2], other[2]) - max(box[0], other[0])
                h = min(box[3], other[3]) - max(box[1], other[1])
                inside += max(0.0, w) * max(0.0, h)
            outside = max(0.0, -box[0]) + max(0.0, box[2] - WIDTH)
            return inside + 20 * outside

        best = min(options, key=lambda option: overlap(option[3]))
        spots[place] = best[:3]
        boxes.append(best[3])
    return spots


def _badge(points: Sequence[Point], taken: Sequence[Point], others: Sequence[Sequence[Point]]) -> Point:
    """A point of the arc, near its middle, away from dots and badges, and where few other arcs pass."""
    candidates = [points[round(t * (len(points) - 1))] for t in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)]

    def nearest(point: Point) -> float:
        return min((math.dist(point, other) for other in taken), default=1e9)

    def crossed(point: Point) -> int:
        return sum(min(math.dist(point, other) for other in arc) < 11 for arc in others)

    clear = [point for point in candidates if nearest(point) > 19]
    return min(clear, key=crossed) if clear else max(candidates, key=nearest)


def corridor_picture(material: BriefMaterial) -> Picture | None:
    """Map of the ranked corridors whose two ends have coordinates; None when there is none."""
    alt = altair()

    def spot(place: str) -> Point | None:
        row = material.place_of.get(place)
        if row is None or row.latitude is None or row.longitude is None:
            return None
        return mercator(row.longitude, row.latitude)

    drawn = [one for one in ranked_corridors(material) if spot(one.origin) and spot(one.destination)]
    if not drawn:
        return None
    ends: dict[str, Point] = {}
    for one in drawn:
        for place in (one.origin, one.destination):
            ends[place] = spot(place) or (0.0, 0.0)
    arcs = _arcs(drawn, ends)
    frame = _frame([point for arc in arcs.values() for point in arc] + list(ends.values()))
    rows = tuple(_row(material, one) for one in drawn)
    most = max(one.stock for one in drawn)

    lines: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    # The least exposed first, so that the most exposed lie on top.
    for one in reversed(drawn):
        arc = arcs[one.unit]
        width = _width(one.stock, most)
        line = {"type": "LineString", "coordinates": [_degrees(point) for point in arc]}
        lines += [
            _stroke(line, "#ffffff", width + 2.2, [1, 0]),
            _stroke(line, _COLOURS[one.third], width, _dashes(one.third, width)),
        ]
        (ax, ay), (bx, by) = frame.pixel(arc[-4]), frame.pixel(arc[-1])
        longitude, latitude = _degrees(arc[-1])
        heads.append(
            {
                "longitude": longitude,
                "latitude": latitude,
                # Vega turns clockwise from an arrow that points up.
                "angle": round(math.degrees(math.atan2(bx - ax, ay - by)), 2),
                "size": round(55 + 22 * width, 1),
                "colour": _COLOURS[one.third],
            }
        )
    badges: list[dict[str, Any]] = []
    placed: list[Point] = [frame.pixel(point) for point in ends.values()]
    badge_pixels: list[Point] = []
    pixel_arcs = {unit: [frame.pixel(point) for point in arc] for unit, arc in arcs.items()}
    for one in drawn[:_NUMBERED]:
        others = [arc for unit, arc in pixel_arcs.items() if unit != one.unit]
        at = _badge(pixel_arcs[one.unit], placed, others)
        placed.append(at)
        badge_pixels.append(at)
        badges.append({"x": round(at[0], 2), "y": round(at[1], 2), "rank": str(one.exposure.rank)})
    names = {place: place_name(material, place) for place in ends}
    spots = _label_spots({place: frame.pixel(point) for place, point in ends.items()}, names, badge_pixels)

    # Named, and put in at the end: altair would look at each of the shapes' coordinates.
    shape = alt.NamedData(name="shapes", format=alt.TopoDataFormat(type="topojson", feature="countries"))
    pixels = [
        {
            "x": round(x, 2), "y": round(y, 2), "name": names[place], "align": align,
            "dot_x": round(frame.pixel(ends[place])[0], 2), "dot_y": round(frame.pixel(ends[place])[1], 2),
        }
        for place, (x, y, align) in spots.items()
    ]  # fmt: skip
    flat = {"x": alt.X("x:Q", scale=None, axis=None), "y": alt.Y("y:Q", scale=None, axis=None)}
    layers: list[Any] = [
        alt.Chart(alt.Data(values=[{}]))
        .mark_rect(color=_SEA)
        .encode(x=alt.value(0), y=alt.value(0), x2=alt.value(WIDTH), y2=alt.value(frame.height)),
        alt.Chart(shape).mark_geoshape(fill=_LAND, stroke=_COAST, strokeWidth=0.5),
        alt.Chart(shape)
        .transform_filter(alt.FieldOneOfPredicate("id", sorted(ends)))
        .mark_geoshape(fill=_STUDY_LAND, stroke=_COAST, strokeWidth=0.7),
        alt.Chart(alt.Data(values=lines))
        .mark_geoshape(filled=False, strokeCap="butt")
        .encode(
            stroke=alt.Stroke("properties.colour:N", scale=None),
            strokeWidth=alt.StrokeWidth("properties.width:Q", scale=None),
            strokeDash=alt.StrokeDash("properties.dash:N", scale=None),
        ),
        alt.Chart(alt.Data(values=heads))
        .mark_point(shape="triangle", filled=True, opacity=1, stroke="#ffffff", strokeWidth=0.7)
        .encode(
            longitude="longitude:Q",
            latitude="latitude:Q",
            angle=alt.Angle("angle:Q", scale=None),
            size=alt.Size("size:Q", scale=None),
            fill=alt.Fill("colour:N", scale=None),
        ),
        alt.Chart(alt.Data(values=pixels))
        .mark_circle(color=INK, size=22, opacity=1)
        .encode(x=alt.X("dot_x:Q", scale=None, axis=None), y=alt.Y("dot_y:Q", scale=None, axis=None)),
        alt.Chart(alt.Data(values=badges))
        .mark_circle(color="white", stroke=INK, size=210, opacity=1)
        .encode(**flat),
        alt.Chart(alt.Data(values=badges))
        .mark_text(color=INK, fontSize=10.5, fontWeight=600, baseline="middle")
        .encode(text="rank:N", **flat),
    ]
    for align in ("left", "right", "center"):
        these = [pixel for pixel in pixels if pixel["align"] == align]
        for halo in (True, False):
            mark: dict[str, Any] = {"align": align, "baseline": "middle", "fontSize": 11.5, "fontWeight": 600}
            mark |= (
                {"stroke": "white", "strokeWidth": 3, "strokeJoin": "round", "color": "white"}
                if halo
                else {"color": INK}
            )
            if these:
                layers.append(
                    alt.Chart(alt.Data(values=these)).mark_text(**mark).encode(text="name:N", **flat)
                )
    layers += _key(drawn, frame)
    centre = inverse(frame.x, frame.y)
    chart = (
        alt.layer(*layers)
        .properties(width=WIDTH, height=frame.height)
        .project(
            type="mercator",
            scale=frame.scale,
            center=[centre[0], centre[1]],
            translate=[WIDTH / 2, frame.height / 2],
            clipExtent=[[0, 0], [WIDTH, frame.height]],
        )
        .configure(**CONFIG)
    )
    spec = chart.to_dict()
    return Picture("corridors", {**spec, "datasets": {**spec.get("datasets", {}), "shapes": _shapes()}}, rows)


def _width(stock: float, most: float) -> float:
    """Width of an arc in pixels: as the square root of the stock, so that small corridors stay visible."""
    thin, thick = _WIDTHS
    return round(thin + (thick - thin) * math.sqrt(stock / most), 2) if most else thin


def _stroke(line: dict[str, Any], colour: str, width: float, dash: list[float]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": line,
        "properties": {"colour": colour, "width": round(width, 2), "dash": dash},
    }


def _degrees(point: Point) -> list[float]:
    longitude, latitude = inverse(*point)
    return [round(longitude, 4), round(latitude, 4)]


def _row(material: BriefMaterial, one: CorridorView) -> Row:
    return {
        "corridor": one.unit,
        "name": corridor_name(material, one.unit),
        "exposure": one.exposure.value,
        "low": one.exposure.low,
        "high": one.exposure.high,
        "rank": one.exposure.rank,
        "rank_low": one.exposure.rank_low,
        "rank_high": one.exposure.rank_high,
        "origin": one.legs["origin"].value,
        "route": one.legs["route"].value,
        "destination": one.legs["destination"].value,
        "percent_of_draws_in_top": one.share.value if one.share else None,
        "stock_persons": one.stock,
        "stock_year": one.row.year,
        "class": gettext(THIRDS[one.third]),
    }


def _key(drawn: Sequence[CorridorView], frame: Frame) -> list[Any]:
    """A key in two lines under the map: line styles for exposure; widths for stock, drawn to the map's own scale."""
    most = max(one.stock for one in drawn)
    step = 10 ** math.floor(math.log10(max(most, 1)))
    sizes = sorted({max(1, step // 10), step, max(step, int(most // step * step))})
    first, second = frame.height + 24, frame.height + 48
    layers = [
        _key_text(gettext("Exposure"), 0, first, strong=True),
        _key_text(gettext("Migrants"), 0, second, strong=True),
    ]
    at = 70.0
    for third in sorted({one.third for one in drawn}):
        layers += [_key_line(at, first, _COLOURS[third], 3.0, _dashes(third, 3.0)),
                   _key_text(gettext(THIRDS[third]), at + 40, first)]  # fmt: skip
        at += 62 + 5.1 * len(gettext(THIRDS[third]))
    at = 70.0
    for size in sizes:
        layers += [_key_line(at, second, SOFT, _width(size, most), [1, 0]),
                   _key_text(local(f"{size:,.0f}"), at + 40, second)]  # fmt: skip
        at += 62 + 5.6 * len(f"{size:,.0f}")
    return [*layers, _key_text(gettext("Arrows point to the destination."), at + 10, second)]


def _key_line(x: float, y: float, colour: str, width: float, dash: list[float]) -> Any:
    alt = altair()

    return (
        alt.Chart(alt.Data(values=[{}]))
        .mark_rule(color=colour, strokeDash=dash, strokeWidth=width)
        .encode(x=alt.value(x), x2=alt.value(x + 34), y=alt.value(y))
    )


def _key_text(text: str, x: float, y: float, *, strong: bool = False) -> Any:
    alt = altair()

    return (
        alt.Chart(alt.Data(values=[{"text": text}]))
        .mark_text(align="left", baseline="middle", fontSize=11, fontWeight=600 if strong else 400, color=INK)
        .encode(text="text:N", x=alt.value(x), y=alt.value(y))
    )
