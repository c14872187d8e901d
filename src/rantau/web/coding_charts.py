"""Charts of coding: agreement, saturation, themes; and the concept graph as a picture with text beside it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from rantau.brief.charts import ACCENT, INK, SOFT
from rantau.brief.render import FAMILY
from rantau.study.listings import Row
from rantau.study.study import Study
from rantau.web.charts import Chart, as_of
from rantau.web.language import gettext, ngettext, number
from rantau.web.words import said

__all__ = ["Drawn", "agreement_chart", "concept_graph", "concepts_chart", "saturation_chart", "themes_chart"]


def _chart(
    study: Study,
    name: str,
    title: str,
    alt: str,
    rows: Sequence[Row],
    columns: Any,
    spec: Any,
    link: Callable[[Row], str],
    drawing: str = "",
) -> Chart:
    sources = (gettext("Codings of this study"),)
    return Chart(
        name,
        title,
        alt,
        rows,
        columns,
        sources,
        as_of(study),
        spec=spec,
        drawing=drawing,
        link=link,
        study=study.settings.study.name,
    )


def _codings(row: Row) -> str:
    """The codings beneath a row of agreement: of its code, or all."""
    code = "" if row["id"] == "all codes" else row["id"].split(" ")[0]
    return f"/coding/codings?code={quote(code)}" if code else "/coding/codings"


def agreement_chart(study: Study, report: Mapping[str, Any]) -> Chart | None:
    """Krippendorff's alpha for each code and over all, with intervals; None where it can be told of none."""
    from rantau.brief.charts import interval_dots

    told = [report["overall"], *report["codes"]]
    rows = [
        {
            **one,
            "id": one["code"],
            "code": said(one["code"]),
            "value": one["alpha"],
            "low": one["alpha_low"],
            "high": one["alpha_high"],
        }
        for one in told
        if one["alpha"] is not None
    ]
    if not rows:
        return None
    least = min((row["low"] if row["low"] is not None else row["value"]) for row in rows)
    return _chart(
        study,
        f"agreement.{report['level']}",
        gettext("Agreement between coders, Krippendorff's alpha with intervals"),
        gettext("Dots with intervals: %(values)s.") % {"values": "; ".join(map(_alpha, rows[:8]))},
        rows,
        (
            ("code", gettext("Code")),
            ("value", gettext("Alpha")),
            ("low", gettext("Lowest")),
            ("high", gettext("Highest")),
            ("percent", gettext("Share agreed")),
            ("cohen", gettext("Cohen's kappa")),
            ("ac1", gettext("Gwet's AC1")),
            ("codings", gettext("Codings")),
            ("judged", gettext("Judged")),
        ),
        interval_dots(
            rows,
            "code",
            gettext("alpha: 1 is full agreement, 0 is chance"),
            domain=(min(0.0, round(least, 1) - 0.1), 1.0),
        ),
        _codings,
    )


def _alpha(row: Row) -> str:
    parts = {"name": row["code"], **{one: number(row[one], 2) for one in ("value", "low", "high")}}
    if row["low"] is None:
        return f"{parts['name']} {parts['value']}"
    return gettext("%(name)s %(value)s (%(low)s to %(high)s)") % parts


def saturation_chart(study: Study, report: Mapping[str, Any]) -> Chart | None:
    """Codes found so far, document by document, beside what random orders would give."""
    from rantau.brief.thematic.pictures import saturation_spec

    steps = report["saturation"]["steps"]
    if not steps:
        return None
    names = ("documents", "codes", "expected", "low", "high")
    spec = saturation_spec([{name: step[name] for name in names} for step in steps], width=460, height=220)
    return _chart(
        study,
        "coding.saturation",
        gettext("Saturation: codes that each further document brings"),
        gettext(
            "A line that rises with each document coded, beside a dashed one for random orders and their band."
        )
        + f" {said(report['saturation']['words'])}",
        steps,
        (
            ("document", gettext("Document")),
            ("documents", gettext("Number")),
            ("codes", gettext("Codes so far")),
            ("expected", gettext("In random orders")),
            ("low", gettext("Lowest")),
            ("high", gettext("Highest")),
        ),
        spec,
        lambda row: f"/coding/codings?document={quote(row['document'])}",
    )


def themes_chart(study: Study, found: Any) -> Chart | None:
    """The map of themes: circles grow with passages, arcs join codes that stand together."""
    if not any(one.x is not None for one in found.codes):
        return None
    from rantau.brief.charts import CONFIG
    from rantau.coding.theme_picture import theme_map_chart

    titles = {one.code: said(one.name) for one in found.codes}
    rows = [
        {"theme": one.name, "codes": ", ".join(titles[code] for code in one.codes), "passages": one.passages}
        for one in found.themes
    ]
    names = "; ".join(
        ngettext("%(theme)s (%(n)s passage)", "%(theme)s (%(n)s passages)", row["passages"])
        % {"theme": row["theme"], "n": number(row["passages"])}
        for row in rows
    )
    return _chart(
        study,
        "coding.themes",
        gettext("Map of themes and their codes"),
        gettext(
            "Codes below each other, grouped by theme, with arcs between those that stand together: %(themes)s."
        )
        % {"themes": names or gettext("no theme yet")},
        rows,
        (("theme", gettext("Theme")), ("codes", gettext("Codes")), ("passages", gettext("Passages"))),
        {**theme_map_chart(found), "config": CONFIG},
        lambda row: f"/provenance/coded/theme/{quote(row['theme'], safe='')}" if row["passages"] else "",
    )


# -- the concept graph ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Drawn:
    """A graph with places: nodes on an ellipse, with names outside it, and arrows between them."""

    width: int
    height: int
    nodes: tuple[Mapping[str, Any], ...]
    """``x``, ``y``, ``name``, ``anchor`` and where the name stands."""
    arrows: tuple[Mapping[str, Any], ...]
    """``x1`` … ``y2``, ``width``, ``dashed``, ``sign`` and where it stands."""


def concept_graph(report: Mapping[str, Any]) -> Drawn:
    """Place the concept graph: an arrow is wider the more passages speak of it, and dashed where none does.

    Args:
        report: As :func:`rantau.study.coding_reports.graph_report` gives it.
    """
    width, height, across, down = 980, 640, 250, 270
    nodes, where = [], {}
    order = _ring(report)
    for position, node in enumerate(order):
        turn = 2 * math.pi * position / max(len(order), 1) - math.pi / 2
        x, y = width / 2 + across * math.cos(turn), height / 2 + down * math.sin(turn)
        where[node["id"]] = (x, y)
        side = math.cos(turn)
        nodes.append(
            {
                "x": round(x, 1),
                "y": round(y, 1),
                "name": said(node["name"]),
                "anchor": "middle" if abs(side) < 0.1 else "start" if side > 0 else "end",
                "tx": round(x + (0 if abs(side) < 0.1 else 12 if side > 0 else -12), 1),
                "ty": round(y + (4 if abs(side) >= 0.1 else -12 if math.sin(turn) < 0 else 22), 1),
            }
        )
    arrows = []
    for one in report["arrows"]:
        (x1, y1), (x2, y2) = where[one["from"]], where[one["to"]]
        length = math.hypot(x2 - x1, y2 - y1) or 1.0
        dx, dy = (x2 - x1) / length, (y2 - y1) / length
        arrows.append(
            {
                "x1": round(x1 + 9 * dx, 1),
                "y1": round(y1 + 9 * dy, 1),
                "x2": round(x2 - 14 * dx, 1),
                "y2": round(y2 - 14 * dy, 1),
                "width": round(1.2 + min(4.0, math.log1p(one["passages"])), 1),
                "dashed": not one["passages"],
                "sign": one["sign"],
                "sx": round(x1 + 0.62 * (x2 - x1), 1),
                "sy": round(y1 + 0.62 * (y2 - y1), 1),
            }
        )
    return Drawn(width, height, tuple(nodes), tuple(arrows))


def concepts_chart(study: Study, report: Mapping[str, Any]) -> Chart:
    """The concept graph with its arrows as a table."""
    names = {one["id"]: said(one["name"]) for one in report["nodes"]}
    rows = [
        {
            "arrow": f"{one['from']}/{one['to']}" if one["passages"] else "",
            "from": names[one["from"]],
            "sign": one["sign"],
            "to": names[one["to"]],
            "why": said(one["why"]),
            "source": one["source"],
            "documents": one["documents"],
            "passages": one["passages"],
        }
        for one in report["arrows"]
    ]
    told = "; ".join(f"{row['from']} {row['sign']} {row['to']}" for row in rows)
    return _chart(
        study,
        "coding.concepts",
        gettext("Concept graph"),
        gettext(
            "Concepts in a ring with arrows between them, wider the more passages speak of both ends: %(arrows)s."
        )
        % {"arrows": told},
        rows,
        (
            ("from", gettext("From")),
            ("sign", gettext("Sign")),
            ("to", gettext("To")),
            ("why", gettext("Why")),
            ("source", gettext("Source")),
            ("documents", gettext("Documents")),
            ("passages", gettext("Passages")),
        ),
        None,
        lambda row: f"/provenance/coded/arrow/{quote(row['arrow'])}" if row["arrow"] else "",
        _graph_svg(concept_graph(report)),
    )


def _graph_svg(drawn: Drawn) -> str:
    """The graph as a picture that needs no style sheet."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawn.width}" height="{drawn.height}" '
        f'viewBox="0 0 {drawn.width} {drawn.height}"><rect width="100%" height="100%" fill="white"/>',
        f'<defs><marker id="head" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="9" markerHeight="9" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 10 5 0 10z" fill="{SOFT}"/></marker></defs>',
    ]
    for one in drawn.arrows:
        dashes = ' stroke-dasharray="5 4"' if one["dashed"] else ""
        parts.append(
            f'<line x1="{one["x1"]}" y1="{one["y1"]}" x2="{one["x2"]}" y2="{one["y2"]}" stroke="{SOFT}" '
            f'stroke-width="{one["width"]}"{dashes} marker-end="url(#head)"/>'
            f'<text x="{one["sx"]}" y="{one["sy"]}" text-anchor="middle" font-weight="600" font-size="13" '
            f'{FAMILY} stroke="white" stroke-width="4" paint-order="stroke" fill="{INK}">'
            f"{escape(one['sign'])}</text>"
        )
    for one in drawn.nodes:
        parts.append(
            f'<circle cx="{one["x"]}" cy="{one["y"]}" r="6" fill="{ACCENT}"/><text x="{one["tx"]}" y="{one["ty"]}" '
            f'text-anchor="{one["anchor"]}" font-size="13" {FAMILY} fill="{INK}">'
            f"{escape(one['name'])}</text>"
        )
    return "".join((*parts, "</svg>"))


def _ring(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Nodes in an order in which those that an arrow joins stand near each other."""
    near: dict[str, list[str]] = {}
    for one in report["arrows"]:
        near.setdefault(one["from"], []).append(one["to"])
        near.setdefault(one["to"], []).append(one["from"])
    nodes = {one["id"]: one for one in report["nodes"]}
    order: list[str] = []
    for start in sorted(nodes, key=lambda id: (len(near.get(id, ())), id)):
        waiting = [start]
        while waiting:
            id = waiting.pop()
            if id not in order:
                order.append(id)
                waiting += sorted((one for one in near.get(id, ()) if one not in order), reverse=True)
    return [nodes[id] for id in order]
