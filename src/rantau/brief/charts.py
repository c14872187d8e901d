"""What the brief's pictures have in common, and the picture of profiles with intervals.

Each picture comes as a Vega-Lite specification and as the rows it draws, and is legible without colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rantau.brief.material import BriefMaterial
from rantau.brief.views import countries, country_scores
from rantau.brief.wording import element_words, place_name
from rantau.framework.language import current, gettext

__all__ = [
    "ACCENT",
    "CONFIG",
    "FONT",
    "INK",
    "LINE",
    "SMALLEST",
    "SOFT",
    "WIDTH",
    "Picture",
    "Row",
    "altair",
    "in_language",
    "interval_dots",
    "profile_picture",
    "shorten",
]

# The face's own name: vl-convert cannot look up "Source Sans 3" when it measures text, for a bare word of CSS does not
# begin with a digit. In the finished picture the family's name stands again (rantau.brief.render.picture).
FONT = "SourceSans3-Regular"
INK, SOFT, LINE, ACCENT = "#1c2429", "#56636b", "#d9dfe2", "#0b4f6c"
WIDTH = 700
"""Of a picture, in pixels."""
SMALLEST = 10.5
"""Of letters, in pixels: on a printed page, where a picture is 170 mm wide, this is 7 points."""

CONFIG: dict[str, Any] = {
    "aria": False,  # the picture has one text for the blind, where it is placed
    "font": FONT,
    "background": "white",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": SOFT,
        "gridColor": LINE,
        "domainColor": LINE,
        "tickColor": LINE,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "labelFont": FONT,
        "titleFont": FONT,
    },
    "legend": {
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": 600,
        "labelColor": INK,
        "titleColor": INK,
    },
    "header": {"labelFontSize": 11.5, "labelFontWeight": 600, "labelColor": INK, "labelFont": FONT},
    "title": {"fontSize": 12, "fontWeight": 600, "color": INK, "font": FONT, "anchor": "start"},
    "text": {"font": FONT, "fontSize": 11},
}

_NUMBERS = {"id": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""]}}
"""How languages other than English write the numbers of an axis, as Vega takes it."""

Row = dict[str, str | float | int | None]


def in_language(spec: dict[str, Any]) -> dict[str, Any]:
    """A chart whose axes write numbers as the brief's language does."""
    numbers = _NUMBERS.get(current())
    if numbers is None:
        return spec
    return {**spec, "config": {**spec.get("config", {}), "locale": {"number": numbers}}}


def altair() -> Any:
    """The chart library, imported when the first picture is made: it is heavy."""
    import altair

    return altair


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure before it is drawn."""

    name: str
    spec: dict[str, Any]
    rows: tuple[Row, ...]


def shorten(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def interval_dots(
    rows: Sequence[Mapping[str, Any]],
    label: str,
    title: str,
    *,
    domain: tuple[float, float] = (0, 100),
    step: int = 26,
) -> dict[str, Any]:
    """A dot with its interval for each row, one below the other; a row without a value says that it was not assessed.

    Args:
        rows: With ``label``, and ``value``, ``low`` and ``high``, or None.
        label: The field that names a row.
        title: Of the axis.
        domain: Its ends.
        step: Height of a row in pixels.
    """
    values = [
        {"name": row[label], "value": row["value"], "low": row["low"], "high": row["high"]} for row in rows
    ]
    x = {"type": "quantitative", "scale": {"domain": list(domain), "nice": False}, "title": title}
    y = {
        "field": "name",
        "type": "nominal",
        "sort": [row["name"] for row in values],
        "title": None,
        "axis": {"labelLimit": 260},
    }
    known, unknown = [{"filter": f"datum.value {sign} null"} for sign in ("!==", "===")]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": 420,
        "height": {"step": step},
        "data": {"values": values},
        "config": CONFIG,
        "layer": [
            {
                "transform": [known, {"filter": "datum.low !== null"}],
                "mark": {"type": "rule", "strokeWidth": 3, "color": ACCENT},
                "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
            },
            {
                "transform": [known],
                "mark": {"type": "point", "filled": True, "size": 80, "color": ACCENT, "opacity": 1},
                "encoding": {"y": y, "x": {**x, "field": "value"}},
            },
            {
                "transform": [unknown],
                "mark": {"type": "text", "align": "left", "dx": 4, "color": SOFT},
                "encoding": {"y": y, "x": {"datum": domain[0]}, "text": {"value": gettext("not assessed")}},
            },
        ],
    }


def profile_picture(material: BriefMaterial) -> Picture | None:
    """One panel for the whole and one for each dimension; a row for each country; None without any score."""
    alt = altair()

    order = countries(material)
    scores = [score for country in order for score in country_scores(material, country)]
    if not any(score.assessed for score in scores):
        return None
    titles = list(dict.fromkeys(_element(score.element) for score in scores))
    rows: list[Row] = [
        {
            "country": place_name(material, score.unit),
            "dimension": _element(score.element),
            "value": score.value,
            "low": score.low,
            "high": score.high,
            "rank": score.rank,
            "rank_low": score.rank_low,
            "rank_high": score.rank_high,
            "indicators": score.available,
            "indicators_expected": score.expected,
            "assessed": int(score.assessed),
        }
        for score in scores
    ]
    names = [place_name(material, country) for country in order]
    longest = max(map(len, names))
    panel = max(56, (WIDTH - 60 - min(150, 6.2 * longest)) / len(titles) - 9)
    y = alt.Y(
        "country:N",
        sort=names,
        title=None,
        axis=alt.Axis(grid=True, ticks=False, domain=False, labelPadding=6),
    )
    scale = alt.Scale(domain=[0, 100], nice=False)
    axis = alt.Axis(values=[0, 50, 100], title=None, domain=False, tickSize=0, gridDash=[2, 2])
    base = alt.Chart().properties(width=panel, height=alt.Step(17))
    assessed = base.transform_filter("datum.assessed == 1")
    layers = alt.layer(
        assessed.mark_rule(color=ACCENT, opacity=0.6, strokeWidth=4.5, strokeCap="butt").encode(
            x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y
        ),
        assessed.mark_circle(color=INK, opacity=1, size=20).encode(x=alt.X("value:Q", scale=scale), y=y),
        base.transform_filter("datum.assessed == 0")
        .mark_text(text=gettext("n.a."), color=SOFT, fontSize=SMALLEST, align="center")
        .encode(x=alt.datum(50), y=y),
    )
    chart = (
        layers.facet(
            data=alt.Data(values=rows),
            column=alt.Column("dimension:N", sort=titles, title=None),
            spacing=9,
        )
        .resolve_scale(x="shared", y="shared")
        .configure(**CONFIG)
    )
    return Picture("profiles", chart.to_dict(), tuple(rows))


def _element(element: str) -> str:
    return gettext("All seven") if element == "human_security" else element_words(element).capitalize()
