"""The picture of journeys: from origin by channel to how they ended, as a Sankey diagram.

Bands are as wide as the mean over draws, for means add up on both sides of every node. Regular and irregular journeys
are told apart without colour: by place and name, by shade, and by the edges of their bands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rantau.brief.charts import CONFIG, INK, SOFT, WIDTH, Picture, Row
from rantau.brief.material import BriefMaterial
from rantau.brief.wording import place_name, rounded
from rantau.framework.language import N_, gettext
from rantau.simulation.journeys import ALL

__all__ = [
    "CHANNEL_WORDS",
    "OUTCOME_WORDS",
    "journey_of",
    "journeys_drawn",
    "journeys_picture",
    "number_words",
]

OUTCOME_WORDS = {
    "regular": N_("In regular work, or home from it"),
    "irregular": N_("In irregular work, or home from it"),
    "under_way": N_("On the way, or turned back"),
    "deported": N_("In detention, or deported"),
    "deported_unscreened": N_("Exploited, then detained unscreened"),
    "exploited": N_("Exploited, or home without help"),
    "identified": N_("Identified as trafficked"),
    "dead_or_lost": N_("Died or lost"),
}
"""Outcomes from the top of the picture, with the words for them."""
CHANNEL_WORDS = {"regular": N_("Regular channel"), "irregular": N_("Irregular channel")}

_ORIGINS = 11
_FLOW = 300
"""Height of all journeys together, in pixels."""
_NODE = 13
_SLOT, _GAP = 29, 5
_HEAD = 34
_COLUMNS = (126, 300, 478)
"""Left edge of each column's nodes."""
_FILLS = {"regular": "#dde5e9", "irregular": "#94a7b1"}
_EDGES = {"regular": [1, 0], "irregular": [4, 2.5]}
_STEPS = 24

Journey = Mapping[str, Any]


@dataclass(slots=True)
class _Node:
    """A node: where it stands, and how far bands have filled it on either side."""

    key: str
    title: str
    words: str
    value: float
    x: float
    y: float = 0.0
    left: float = 0.0
    right: float = 0.0


def journey_of(material: BriefMaterial, origin: str = ALL, channel: str = ALL, outcome: str = ALL) -> Journey:
    """The row of the baseline's journeys with this origin, channel and outcome."""
    run = material.simulation
    assert run is not None
    for row in run.journeys:
        if (row["origin"], row["channel"], row["outcome"]) == (origin, channel, outcome):
            return row
    raise KeyError((origin, channel, outcome))


def journeys_drawn(material: BriefMaterial) -> list[str]:
    """Origins that the picture shows by name, those of most journeys first; none where no journeys were counted."""
    run = material.simulation
    found = [
        row
        for row in (run.journeys if run else ())
        if row["origin"] != ALL and row["channel"] == row["outcome"] == ALL and row["mean"] > 0
    ]
    found.sort(key=lambda row: (-row["mean"], row["origin"]))
    return [str(row["origin"]) for row in found[:_ORIGINS]]


def journeys_picture(material: BriefMaterial) -> Picture | None:
    """Draw the journeys under the baseline; None where none were counted."""
    named = journeys_drawn(material)
    if not named:
        return None
    channels = [one for one in CHANNEL_WORDS if journey_of(material, channel=one)["mean"] > 0]
    outcomes = [one for one in OUTCOME_WORDS if journey_of(material, outcome=one)["mean"] > 0]
    total = journey_of(material)["mean"]
    scale = _FLOW / total
    origins = [
        _node(place_name(material, one), journey_of(material, origin=one), _COLUMNS[0], one) for one in named
    ]
    rest = {one: _rest(material, named, one) for one in (ALL, *channels)}
    if rest[ALL] > 1e-6 * total:
        origins.append(_Node("", gettext("Other origins"), _number(rest[ALL]), rest[ALL], _COLUMNS[0]))
    middle = [
        _node(gettext(CHANNEL_WORDS[one]), journey_of(material, channel=one), _COLUMNS[1], one)
        for one in channels
    ]
    ends = [
        _node(gettext(OUTCOME_WORDS[one]), journey_of(material, outcome=one), _COLUMNS[2], one)
        for one in outcomes
    ]
    height = max(_stacked(origins, scale, _SLOT), _stacked(ends, scale, _SLOT))
    _stacked(middle, scale, 0, gap=46)
    for nodes in (origins, middle, ends):
        _centred(nodes, scale, height)
    rows = [_row("origin", node, "", "", material) for node in origins]
    rows += [_row("channel", node, node.key, "", material) for node in middle]
    rows += [_row("outcome", node, "", node.key, material) for node in ends]
    bands: list[dict[str, Any]] = []
    for source in origins:
        for target in middle:
            value = (
                journey_of(material, origin=source.key, channel=target.key)["mean"]
                if source.key
                else rest[target.key]
            )
            bands.append(_band(source, target, value, target.key, scale))
            rows.append(_link(source, target, value, material, {"origin": source.key, "channel": target.key}))
    for source in middle:
        for target in ends:
            found = {"channel": source.key, "outcome": target.key}
            value = journey_of(material, **found)["mean"]
            bands.append(_band(source, target, value, source.key, scale))
            rows.append(_link(source, target, value, material, found))
    bands = [one for one in bands if one["value"] > 0]
    spec = _spec((origins, middle, ends), bands, scale, _HEAD + height)
    return Picture("journeys", spec, tuple(rows))


def _node(title: str, row: Journey, x: float, key: str) -> _Node:
    return _Node(key, title, number_words(row), row["mean"], x)


def _number(value: float) -> str:
    return rounded(float(f"{value:.3g}"))


def number_words(row: Journey) -> str:
    """The mean of journeys with its interval: ``13,600,000 (11,200,000–16,500,000)``."""
    mean, low, high = (_number(row[name]) for name in ("mean", "low", "high"))
    return mean if low == high else f"{mean} ({low}–{high})"


def _rest(material: BriefMaterial, named: Sequence[str], channel: str) -> float:
    whole = journey_of(material, channel=channel)["mean"]
    return float(whole - sum(journey_of(material, origin=one, channel=channel)["mean"] for one in named))


def _stacked(nodes: Sequence[_Node], scale: float, slot: float, gap: float = _GAP) -> float:
    """Put nodes below each other, each with room for its words; gives the height that they take."""
    at = 0.0
    for node in nodes:
        room = max(scale * node.value, slot)
        node.y = at + (room - scale * node.value) / 2
        at += room + gap
    return at - gap


def _centred(nodes: Sequence[_Node], scale: float, height: float) -> None:
    top, bottom = nodes[0].y, nodes[-1].y + scale * nodes[-1].value
    for node in nodes:
        node.y += _HEAD + (height - (bottom - top)) / 2 - top


def _band(source: _Node, target: _Node, value: float, channel: str, scale: float) -> dict[str, Any]:
    """A band: its corners, and the room that it takes of both nodes."""
    top, end = source.y + source.right, target.y + target.left
    source.right += scale * value
    target.left += scale * value
    return {
        "value": value, "channel": channel, "width": scale * value, "x": source.x + _NODE, "x2": target.x,
        "from": top, "to": end,
    }  # fmt: skip


def _row(kind: str, node: _Node, channel: str, outcome: str, material: BriefMaterial) -> Row:
    origin = node.key if kind == "origin" else ALL
    known = kind != "origin" or node.key
    found = journey_of(material, origin or ALL, channel or ALL, outcome or ALL) if known else None
    return {
        "kind": kind,
        "from": node.title if kind == "origin" else "",
        "to": "" if kind == "origin" else node.title,
        "mean": node.value,
        "median": found["median"] if found else None,
        "low": found["low"] if found else None,
        "high": found["high"] if found else None,
        "unit": gettext(str(journey_of(material)["unit"])),
    }


def _link(source: _Node, target: _Node, value: float, material: BriefMaterial, where: dict[str, str]) -> Row:
    found = journey_of(material, **where) if "" not in where.values() else None
    return {
        "kind": "band",
        "from": source.title,
        "to": target.title,
        "mean": value,
        "median": found["median"] if found else None,
        "low": found["low"] if found else None,
        "high": found["high"] if found else None,
        "unit": gettext(str(journey_of(material)["unit"])),
    }


def _spec(
    columns: Sequence[Sequence[_Node]],
    bands: Sequence[Mapping[str, Any]],
    scale: float,
    height: float,
) -> dict[str, Any]:
    def at(field: str, extent: float, *, down: bool = False) -> dict[str, Any]:
        domain = [extent, 0] if down else [0, extent]
        return {"field": field, "type": "quantitative", "scale": {"domain": domain, "nice": False, "zero": False},
                "axis": None}  # fmt: skip

    x, y = at("x", WIDTH), at("y", height, down=True)
    areas: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []
    for number, band in enumerate(bands):
        for step in range(_STEPS + 1):
            t = step / _STEPS
            rise = t * t * (3 - 2 * t)
            point = {
                "band": number,
                "channel": band["channel"],
                "x": round(band["x"] + t * (band["x2"] - band["x"]), 2),
                "y": round(band["from"] + rise * (band["to"] - band["from"]), 2),
            }
            below = round(point["y"] + band["width"], 2)
            areas.append({**point, "y2": below})
            edges += [{**point, "edge": f"{number}a"}, {**point, "y": below, "edge": f"{number}b"}]
    boxes = [
        {
            "x": node.x,
            "x2": node.x + _NODE,
            "y": round(node.y, 2),
            "y2": round(node.y + scale * node.value, 2),
        }
        for nodes in columns
        for node in nodes
    ]

    def words(nodes: Sequence[_Node], side: str) -> list[dict[str, Any]]:
        found = []
        for node in nodes:
            middle = node.y + scale * node.value / 2
            if side == "over":
                spot = {"x": node.x + _NODE / 2, "first": node.y - 20, "second": node.y - 7}
            else:
                spot = {"x": node.x - 6 if side == "before" else node.x + _NODE + 6,
                        "first": middle - 6.5, "second": middle + 7}  # fmt: skip
            found.append({**spot, "title": node.title, "words": node.words})
        return found

    def text(values: list[dict[str, Any]], line: str, field: str, align: str, halo: bool) -> dict[str, Any]:
        mark: dict[str, Any] = {"type": "text", "align": align, "baseline": "middle", "fontSize": 11,
                                "fontWeight": 600 if line == "first" else 400}  # fmt: skip
        mark |= (
            {"stroke": "white", "strokeWidth": 3, "strokeJoin": "round", "color": "white"}
            if halo
            else {"color": INK}
        )
        return {
            "data": {"values": values},
            "mark": mark,
            "encoding": {"x": x, "y": at(line, height, down=True), "text": {"field": field}},
        }

    def of_channel(name: str, values: list[dict[str, Any]]) -> dict[str, Any]:
        return {"values": [one for one in values if one["channel"] == name]}

    layers: list[dict[str, Any]] = []
    for name in CHANNEL_WORDS:
        layers += [
            {
                "data": of_channel(name, areas),
                "mark": {"type": "area", "orient": "vertical", "fill": _FILLS[name], "opacity": 0.9},
                "encoding": {"x": x, "y": y, "y2": {"field": "y2"}, "detail": {"field": "band", "type": "nominal"}},
            },
            {
                "data": of_channel(name, edges),
                "mark": {"type": "line", "stroke": SOFT, "strokeWidth": 0.7, "strokeDash": _EDGES[name]},
                "encoding": {"x": x, "y": y, "detail": {"field": "edge", "type": "nominal"}},
            },
        ]  # fmt: skip
    layers.append(
        {
            "data": {"values": boxes},
            "mark": {"type": "rect", "fill": INK, "opacity": 1},
            "encoding": {"x": x, "x2": {"field": "x2"}, "y": y, "y2": {"field": "y2"}},
        }
    )
    origins, middle, ends = columns
    for values, align, halo in (
        (words(origins, "before"), "right", False),
        (words(middle, "over"), "center", True),
        (words(ends, "after"), "left", False),
    ):
        for outline in (True, False) if halo else (False,):
            layers += [
                text(values, line, field, align, outline)
                for line, field in (("first", "title"), ("second", "words"))
            ]
    heads = [
        {"x": _COLUMNS[0] + _NODE, "y": 8, "title": gettext("Origin"), "align": "right"},
        {"x": _COLUMNS[1] + _NODE / 2, "y": 8, "title": gettext("Channel of departure"), "align": "center"},
        {"x": _COLUMNS[2], "y": 8, "title": gettext("How journeys ended, or stood"), "align": "left"},
    ]
    layers += [
        {
            "data": {"values": [head]},
            "mark": {"type": "text", "align": head["align"], "baseline": "middle", "fontSize": 11,
                     "color": SOFT, "fontWeight": 600},
            "encoding": {"x": x, "y": y, "text": {"field": "title"}},
        }
        for head in heads
    ]  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.4.1.json",
        "width": WIDTH,
        "height": round(height, 1),
        "layer": layers,
        "config": {**CONFIG, "view": {"stroke": None}},
    }
