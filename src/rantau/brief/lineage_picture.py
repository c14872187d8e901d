"""The picture of who quotes whom: works as boxes, quotations as arrows from left to right, the roots at the right.

What a work is can be told without colour: a document of the study has a full outline, a work that was only quoted a
broken one; a root has a heavy bar at its left and says what rests on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rantau.brief.charts import ACCENT, CONFIG, INK, SMALLEST, SOFT, WIDTH, Picture, Row, shorten
from rantau.brief.lineage_layout import Placed, Support, drawn_part, placed, supports
from rantau.brief.material import BriefMaterial
from rantau.brief.wording import work_name
from rantau.evidence import Lineage
from rantau.framework.language import N_, fill, gettext, ngettext

__all__ = ["KINDS", "lineage_picture", "lineage_supports", "places_drawn", "short_name"]

KINDS = {
    "document": N_("document of the study"),
    "cited work": N_("quoted, not read"),
    "unknown": N_("in no reference list"),
}
"""What a work is to the study."""
_YEAR_AT_END = re.compile(r"(.*?)( \(\d{4}\))?$", re.DOTALL)
_BOX = 32
_GAP = 10
_BETWEEN = {2: 150, 3: 74, 4: 46}
"""Pixels between two columns, for the arrows, by how many columns there are."""
_TOP = 22
_LETTER = 4.9
"""Mean width of a letter at the size of the labels, in pixels."""


def lineage_supports(material: BriefMaterial) -> list[Support]:
    """Each root source with the claims and findings that rest on it."""
    if material.lineage is None:
        return []
    document_of = {one.id: one.document for one in material.claims}
    document_of.update((one.id, one.document) for one in material.findings)
    return supports(material.lineage, document_of)


def places_drawn(material: BriefMaterial) -> list[Placed]:
    """The works that the picture shows, with their places; none where nobody quotes anybody."""
    if material.lineage is None or not material.lineage.edges:
        return []
    ranked = lineage_supports(material)
    chosen = drawn_part(material.lineage, ranked)
    return placed(material.lineage, ranked, chosen) if chosen else []


def lineage_picture(material: BriefMaterial) -> Picture | None:
    """Draw it; None where nobody quotes anybody."""
    shown = places_drawn(material)
    if material.lineage is None or len({one.layer for one in shown}) < 2:
        return None
    columns = max(one.layer for one in shown) + 1
    between = _BETWEEN[columns]
    width = (WIDTH - between * (columns - 1)) / columns
    tallest = max(sum(one.layer == layer for one in shown) for layer in range(columns))
    height = _TOP + tallest * (_BOX + _GAP)
    boxes = [_box(material, one, shown, width, between, tallest) for one in shown]
    by_node = {str(box["id"]): box for box in boxes}
    arrows = _arrows(material.lineage, by_node)
    spec = _spec(boxes, arrows, _heads(columns, width, between), height)
    return Picture("lineage", spec, tuple(_rows(material.lineage, by_node)))


def _box(
    material: BriefMaterial, one: Placed, shown: Sequence[Placed], width: float, between: int, tallest: int
) -> dict[str, Any]:
    size = sum(other.layer == one.layer for other in shown)
    step = (tallest * (_BOX + _GAP)) / size
    x = one.layer * (width + between)
    y = _TOP + one.row * step + (step - _BOX) / 2
    letters = max(10, int((width - 14) / _LETTER))
    numbers = [
        material.document_number[name] for name in one.node.documents if name in material.document_number
    ]
    name = work_name(one.node.name)
    if len(name) > letters - 5 and "), " in name:
        # Works of one author and year differ in their titles, which are what is left of a name cut short.
        name = name.partition("), ")[2]
    name = f"[{numbers[0]}] {name}" if numbers else name
    return {
        "id": one.node.id,
        "kind": one.node.kind,
        "root": one.support is not None,
        "name": short_name(name, letters),
        "words": shorten(_words(one), letters),
        "x": round(x, 1),
        "x2": round(x + width, 1),
        "y": round(y, 1),
        "y2": round(y + _BOX, 1),
        "text": round(x + 9, 1),
        "first": round(y + 12, 1),
        "second": round(y + 25, 1),
        "middle": round(y + _BOX / 2, 1),
    }


def short_name(name: str, letters: int) -> str:
    """A name cut to so many letters, its year kept."""
    head, year = _YEAR_AT_END.match(name).groups("")  # type: ignore[union-attr]
    return shorten(head, letters - len(year)) + year


def _words(one: Placed) -> str:
    if one.support is None:
        return gettext("quotes others" if one.node.kind == "document" else "quoted, and quotes others")
    statements, documents = len(one.support.statements), len(one.support.documents)
    return fill(
        "{kind}: {statements}, {documents}",
        kind=gettext("root" if one.node.kind == "document" else "root, not read"),
        statements=f"{statements} {ngettext('statement', 'statements', statements)}",
        documents=f"{documents} {ngettext('document', 'documents', documents)}",
    )


def _arrows(lineage: Lineage, boxes: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    arrows = []
    for edge in lineage.edges:
        start, end = boxes.get(edge.quoting), boxes.get(edge.quoted)
        if start is None or end is None or start is end:
            continue
        forward = start["x"] < end["x"]
        arrows.append(
            {
                "x": start["x2"] if forward else start["x"],
                "y": start["middle"],
                "x2": end["x"] - 5 if forward else end["x2"] + 5,
                "y2": end["middle"],
                "width": 0.8 if len(edge.claims) < 3 else 1.4 if len(edge.claims) < 10 else 2.2,
                "shape": "triangle-right" if forward else "triangle-left",
            }
        )
    return arrows


def _heads(columns: int, width: float, between: int) -> list[dict[str, Any]]:
    names = [
        gettext("Documents that quote"),
        *[gettext("Quoted, and quoting in turn")] * (columns - 2),
        gettext("Where the way ends"),
    ]
    return [
        {"x": round(layer * (width + between), 1), "y": 8, "name": name} for layer, name in enumerate(names)
    ]


def _spec(
    boxes: list[dict[str, Any]], arrows: list[dict[str, Any]], heads: list[dict[str, Any]], height: float
) -> dict[str, Any]:
    def at(field: str, extent: float, *, down: bool = False) -> dict[str, Any]:
        domain = [extent, 0] if down else [0, extent]
        scale = {"domain": domain, "nice": False, "zero": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}

    def text(field: str, y: str, values: str, size: float, colour: str, weight: int = 400) -> dict[str, Any]:
        mark = {
            "type": "text", "align": "left", "baseline": "middle", "fontSize": size, "color": colour,
            "fontWeight": weight,
        }  # fmt: skip
        x = "text" if values == "boxes" else "x"
        encoding = {
            "x": at(x, WIDTH),
            "y": at(y, height, down=True),
            "text": {"field": field, "type": "nominal"},
        }
        return {"data": {"name": values}, "mark": mark, "encoding": encoding}

    def box(test: str, **style: Any) -> dict[str, Any]:
        return {
            "data": {"name": "boxes"},
            "transform": [{"filter": test}],
            "mark": {
                "type": "rect",
                "fill": "white",
                "stroke": INK,
                "strokeWidth": 0.9,
                "opacity": 1,
                **style,
            },
            "encoding": {
                "x": at("x", WIDTH),
                "x2": {"field": "x2"},
                "y": at("y", height, down=True),
                "y2": {"field": "y2"},
            },
        }

    ends = {
        "x": at("x", WIDTH),
        "x2": {"field": "x2"},
        "y": at("y", height, down=True),
        "y2": {"field": "y2"},
    }
    tips = {
        "x": at("x2", WIDTH),
        "y": at("y2", height, down=True),
        "shape": {"field": "shape", "type": "nominal", "scale": None},
    }
    layers = [
        {
            "data": {"name": "arrows"},
            "mark": {"type": "rule", "color": SOFT, "opacity": 0.75},
            "encoding": {**ends, "strokeWidth": {"field": "width", "type": "quantitative", "scale": None}},
        },
        {
            "data": {"name": "arrows"},
            "mark": {"type": "point", "filled": True, "color": SOFT, "size": 26, "opacity": 1},
            "encoding": tips,
        },
        box("datum.kind == 'document'"),
        box("datum.kind != 'document'", strokeDash=[4, 2], stroke=SOFT),
        {
            "data": {"name": "boxes"},
            "transform": [{"filter": "datum.root"}],
            "mark": {"type": "rule", "color": ACCENT, "strokeWidth": 4},
            "encoding": {"x": at("x", WIDTH), "y": at("y", height, down=True), "y2": {"field": "y2"}},
        },
        text("name", "first", "boxes", 10.5, INK, 600),
        text("words", "second", "boxes", SMALLEST, SOFT),
        text("name", "y", "heads", 10.5, SOFT, 600),
    ]
    config = {**CONFIG, "view": {"stroke": None}}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.4.1.json",
        "width": WIDTH,
        "height": round(height, 1),
        "datasets": {"boxes": boxes, "arrows": arrows, "heads": heads},
        "layer": layers,
        "config": config,
    }


def _rows(lineage: Lineage, boxes: dict[str, dict[str, Any]]) -> list[Row]:
    """Each quotation of the study, drawn or not."""
    names = {node.id: node for node in lineage.nodes}
    return [
        {
            "quoting": work_name(names[edge.quoting].name),
            "quoted": work_name(names[edge.quoted].name),
            "quoted_is": gettext(KINDS[names[edge.quoted].kind]),
            "statements": len(edge.claims),
            "records": "+".join(edge.claims),
            "drawn": int(edge.quoting in boxes and edge.quoted in boxes),
        }
        for edge in lineage.edges
    ]
