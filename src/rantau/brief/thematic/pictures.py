"""The report's pictures: the saturation curve and the map of themes. Both are read without colour."""

from __future__ import annotations

from typing import Any

from rantau.brief.charts import ACCENT, CONFIG, SOFT, Picture, Row
from rantau.brief.thematic.material import ThematicMaterial
from rantau.brief.wording import document_name
from rantau.coding.theme_picture import theme_map_chart, theme_map_rows
from rantau.framework.language import gettext

__all__ = ["saturation_picture", "saturation_spec", "themes_picture"]


def saturation_spec(values: list[Row], width: int = 620, height: int = 200) -> dict[str, Any]:
    """Codes found so far, document by document, beside the mean and band of random orders.

    Args:
        values: Rows with ``documents``, ``codes``, ``expected``, ``low`` and ``high``.
        width: In pixels.
        height: In pixels.
    """
    most = len(values)
    every = max(1, -(-most // 12))
    x = {
        "field": "documents",
        "type": "quantitative",
        "title": gettext("documents coded"),
        # Whole documents only: a scale of few would else have halves, which round to the same number twice.
        "axis": {"values": list(range(1, most + 1, every)), "format": "d"},
    }
    y = {
        "type": "quantitative",
        "title": gettext("codes found so far"),
        "axis": {"titlePadding": 12, "tickMinStep": 1},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "data": {"values": values},
        "config": CONFIG,
        "layer": [
            {
                "mark": {"type": "area", "opacity": 0.18, "color": SOFT},
                "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "line", "strokeDash": [4, 3], "color": SOFT},
                "encoding": {"x": x, "y": {**y, "field": "expected"}},
            },
            {
                "mark": {"type": "line", "point": True, "color": ACCENT},
                "encoding": {"x": x, "y": {**y, "field": "codes"}},
            },
        ],
    }


def saturation_picture(material: ThematicMaterial) -> Picture | None:
    """None where nothing is coded."""
    brief = material.brief
    rows: list[Row] = [
        {
            "documents": step.documents,
            "document": f"[{brief.document_number[step.document]}] {document_name(brief.document_of[step.document])}",
            "new": ", ".join(step.new),
            "codes": step.codes,
            "expected": round(step.expected, 3),
            "low": step.low,
            "high": step.high,
        }
        for step in material.saturation.steps
    ]
    return Picture("saturation", saturation_spec(rows), tuple(rows)) if rows else None


def themes_picture(material: ThematicMaterial) -> Picture | None:
    """None where no code is in use."""
    found = material.themes
    if not any(one.x is not None for one in found.codes):
        return None
    spec = theme_map_chart(found)
    return Picture("themes", {**spec, "config": CONFIG}, tuple(theme_map_rows(found)))
