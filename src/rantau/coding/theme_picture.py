"""The map of themes as a picture: codes below each other, grouped by theme, and arcs between those that stand together.

An arc diagram, so that no name lies upon another and every arc can be followed. Without colour: each theme and code has
its name; circles grow with passages, arcs with the passages that have both codes; arcs between themes are broken.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from rantau.coding.themes import MapCode, MapTheme, ThemeMap
from rantau.framework.codebook import codebook_words
from rantau.framework.language import fill, gettext

__all__ = ["theme_map_chart", "theme_map_rows"]

_WIDTH = 700
_ROW, _HEAD, _GAP = 18, 24, 6
_CODES = 34
"""As many codes as fit below each other on a printed page."""
_ARCS = 60
_DOT = 262
"""Where the circles stand, in pixels from the left: names before them, arcs after them."""
_REACH = 400
_STEPS = 24
_INK, _SOFT, _FILL = "#1c2429", "#56636b", "#56707d"

Row = dict[str, str | float | int | None]


def _drawn(found: ThemeMap) -> list[tuple[str, list[MapCode]]]:
    """Themes by name, with the codes to draw; where there are too many, the codes on fewest passages are left out."""
    names = {one.id: one.name for one in found.themes}
    shown = [one for one in found.codes if one.x is not None]
    kept = sorted(shown, key=lambda one: (-one.passages, one.theme, one.code))[:_CODES]
    grouped: list[tuple[str, list[MapCode]]] = []
    for theme in dict.fromkeys(one.theme for one in shown):
        own = [one for one in shown if one.theme == theme and one in kept]
        if own:
            grouped.append((names.get(theme, ""), sorted(own, key=lambda one: (-one.passages, one.code))))
    return grouped


def theme_map_rows(found: ThemeMap) -> list[Row]:
    """The picture as data: a row for each code of a theme, and one for each pair of codes that stand together."""
    drawn = {(one.theme, one.code) for _, codes in _drawn(found) for one in codes}
    names = {one.id: one.name for one in found.themes}
    titles = {one.code: one.name for one in found.codes}
    arcs = {(one["first"], one["second"]) for one in _arcs(found, _places(found))}
    rows: list[Row] = [
        {
            "kind": "code",
            "theme": names.get(one.theme, ""),
            "code": one.name,
            "with": "",
            "passages": one.passages,
            "drawn": int((one.theme, one.code) in drawn),
        }
        for one in found.codes
    ]
    return rows + [
        {
            "kind": "together",
            "theme": "",
            "code": titles[pair.first],
            "with": titles[pair.second],
            "passages": pair.together,
            "drawn": int((pair.first, pair.second) in arcs),
        }
        for pair in found.links
    ]


def _places(found: ThemeMap) -> dict[str, list[tuple[float, str]]]:
    """Code -> heights at which it stands, each with its theme."""
    places: dict[str, list[tuple[float, str]]] = {}
    at = 0.0
    for theme, codes in _drawn(found):
        at += _HEAD if theme else 0
        for one in codes:
            places.setdefault(one.code, []).append((at + _ROW / 2, one.theme))
            at += _ROW
        at += _GAP
    return places


def _arcs(found: ThemeMap, places: Mapping[str, Sequence[tuple[float, str]]]) -> list[dict[str, Any]]:
    """Arcs between the codes that stand together most often: each pair once, where its codes are nearest."""
    arcs = []
    pairs = [pair for pair in found.links if pair.first in places and pair.second in places]
    for pair in sorted(pairs, key=lambda one: (-one.together, -one.jaccard, one.first, one.second))[:_ARCS]:
        (a, one), (b, two) = min(
            ((first, second) for first in places[pair.first] for second in places[pair.second]),
            key=lambda ends: (ends[0][1] != ends[1][1], abs(ends[0][0] - ends[1][0])),
        )
        arcs.append(
            {
                "first": pair.first,
                "second": pair.second,
                "together": pair.together,
                "from": min(a, b),
                "to": max(a, b),
                "within": one == two,
            }
        )
    return arcs


def theme_map_chart(found: ThemeMap) -> dict[str, Any]:
    """The map as a Vega-Lite specification."""
    places = _places(found)
    arcs = _arcs(found, places)
    height = max((at for spots in places.values() for at, _ in spots), default=0.0) + _ROW
    most = max((one.passages for one in found.codes), default=1) or 1
    strongest = max((one["together"] for one in arcs), default=1)
    heads, dots, words = [], [], []
    at = 0.0
    passages = {one.name: one for one in found.themes}
    for theme, codes in _drawn(found):
        if theme:
            told = passages[theme]
            heads.append({"x": 0, "y": at + _HEAD / 2, "text": theme})
            words.append(
                {"x": _DOT + 18, "y": at + _HEAD / 2,
                 "text": _reach(told)}
            )  # fmt: skip
            at += _HEAD
        for one in codes:
            dots.append(
                {
                    "x": _DOT,
                    "y": at + _ROW / 2,
                    "name": codebook_words(one.name),
                    "number": f"{one.passages}",
                    "size": round(16 + 150 * one.passages / most, 1),
                    "label": _DOT - 36,
                    "count": _DOT - 11,
                }
            )
            at += _ROW
        at += _GAP
    lines = [point for number, arc in enumerate(arcs) for point in _points(number, arc, height, strongest)]
    left = len({one.code for one in found.codes}) - len(places)
    more = sum(pair.together > 0 for pair in found.links) - len(arcs)
    below = [
        *([fill("{n} codes in use are in no theme and are not drawn.", n=left)] if left else []),
        *([fill("{n} pairs that stand together less often are not drawn.", n=more)] if more > 0 else []),
    ]
    title = gettext("Themes and their codes") + (
        f" ({gettext('machine-coded')})" if found.machine_coded else ""
    )
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.4.1.json",
        "title": {"text": title, "subtitle": below, "anchor": "start", "offset": 10, "subtitleColor": _SOFT},
        "width": _WIDTH,
        "height": round(height + _ROW, 1),
        "layer": [
            *_lines(lines, height + _ROW),
            _layer(dots, height + _ROW, {"type": "point", "shape": "circle", "filled": True, "fill": _FILL,
                                         "stroke": "white", "opacity": 1}, size="size"),
            _text(dots, height + _ROW, "name", "label", "right"),
            _text(dots, height + _ROW, "number", "count", "right", color=_SOFT),
            _text(heads, height + _ROW, "text", "x", "left", fontWeight=600, fontSize=12),
            # Arcs run under these words: a white edge keeps them apart.
            _text(words, height + _ROW, "text", "x", "left", color="white", stroke="white", strokeWidth=4),
            _text(words, height + _ROW, "text", "x", "left", color=_SOFT),
            *_key(strongest, height + _ROW),
        ],
        "config": {"view": {"stroke": None}},
    }  # fmt: skip


def _reach(told: MapTheme) -> str:
    passages = fill("{n} passage" if told.passages == 1 else "{n} passages", n=told.passages)
    documents = fill("{n} document" if told.documents == 1 else "{n} documents", n=told.documents)
    return f"{passages}, {documents}"


def _both(count: int) -> str:
    return fill("{n} passage with both" if count == 1 else "{n} passages with both", n=count)


def _points(number: int, arc: Mapping[str, Any], height: float, strongest: int) -> list[dict[str, Any]]:
    """Half an ellipse to the right of the circles; longer arcs reach further."""
    span = arc["to"] - arc["from"]
    reach = 22 + (_REACH - 22) * (span / max(height, 1)) ** 0.75
    return [
        {
            "arc": number,
            "step": step,
            "x": round(_DOT + 12 + reach * math.sin(math.pi * step / _STEPS), 1),
            "y": round((arc["from"] + arc["to"]) / 2 - span / 2 * math.cos(math.pi * step / _STEPS), 1),
            "width": _width(arc["together"], strongest),
            "within": arc["within"],
        }
        for step in range(_STEPS + 1)
    ]


def _width(together: int, strongest: int) -> float:
    return round(0.7 + 4.3 * together / strongest, 2)


def _at(field: str, extent: float, *, down: bool = False) -> dict[str, Any]:
    domain = [extent, 0] if down else [0, extent]
    return {"field": field, "type": "quantitative", "axis": None,
            "scale": {"domain": domain, "nice": False, "zero": False}}  # fmt: skip


def _layer(values: list[dict[str, Any]], height: float, mark: dict[str, Any], **more: Any) -> dict[str, Any]:
    encoding: dict[str, Any] = {"x": _at("x", _WIDTH), "y": _at("y", height, down=True)}
    encoding |= {
        name: {"field": field, "type": "quantitative", "scale": None, "legend": None}
        for name, field in more.items()
    }
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _text(
    values: list[dict[str, Any]], height: float, field: str, x: str, align: str, **style: Any
) -> dict[str, Any]:
    mark = {"type": "text", "align": align, "baseline": "middle", "fontSize": 11, "color": _INK, **style}
    encoding = {
        "x": _at(x, _WIDTH),
        "y": _at("y", height, down=True),
        "text": {"field": field, "type": "nominal"},
    }
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _lines(points: list[dict[str, Any]], height: float) -> list[dict[str, Any]]:
    layers = []
    for within, dash, colour in ((False, [3, 2.5], "#8d9aa1"), (True, [1, 0], _SOFT)):
        own = [point for point in points if point["within"] is within]
        mark = {"type": "line", "stroke": colour, "strokeDash": dash, "opacity": 0.85}
        layer = _layer(own, height, mark, strokeWidth="width")
        layer["encoding"]["detail"] = {"field": "arc", "type": "nominal"}
        layer["encoding"]["order"] = {"field": "step", "type": "quantitative"}
        layers.append(layer)
    return layers


def _key(strongest: int, height: float) -> list[dict[str, Any]]:
    """Under the map: what full and broken arcs are, and how wide they are."""
    y = height + 6
    counts = sorted({1, (1 + strongest) // 2, strongest})
    layers = []
    at = 0.0
    parts: list[tuple[str, list[float], float]]
    parts = [
        (gettext("within a theme"), [1, 0], 2.0),
        (gettext("between themes"), [3, 2.5], 2.0),
        *((_both(count), [1.0, 0.0], _width(count, strongest)) for count in counts),
    ]  # fmt: skip
    for words, dash, width in parts:
        flat = {"x": {"value": at}, "x2": {"value": at + 26}, "y": {"value": y}}
        layers += [
            {"data": {"values": [{}]},
             "mark": {"type": "rule", "color": _SOFT, "strokeDash": dash, "strokeWidth": width}, "encoding": flat},
            {"data": {"values": [{}]},
             "mark": {"type": "text", "align": "left", "baseline": "middle", "fontSize": 11, "color": _INK,
                      "text": words},
             "encoding": {"x": {"value": at + 32}, "y": {"value": y}}},
        ]  # fmt: skip
        at += 46 + 5.4 * len(words)
    return layers
