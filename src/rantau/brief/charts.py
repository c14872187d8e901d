"""Two of the brief's pictures: profiles with intervals, and conflicting claims side by side.

Each picture comes as a Vega-Lite specification and as the rows it draws. Both are legible without colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rantau.brief.material import BriefMaterial
from rantau.brief.views import (
    claims_of,
    countries,
    country_scores,
    drawn_conflicts,
    span_of,
)
from rantau.brief.wording import (
    claim_value,
    document_name,
    element_words,
    group_name,
    page_words,
    period_words,
    place_name,
)
from rantau.framework.language import N_, current, fill, gettext

__all__ = [
    "ACCENT",
    "CONFIG",
    "FONT",
    "INK",
    "LINE",
    "SOFT",
    "WIDTH",
    "Picture",
    "Row",
    "altair",
    "conflict_picture",
    "in_language",
    "profile_picture",
    "short_numbers",
    "shorten",
]

# The face's own name: vl-convert cannot look up "Source Sans 3" when it measures text, for a bare word of CSS does not
# begin with a digit. In the finished picture the family's name stands again (rantau.brief.render.picture).
FONT = "SourceSans3-Regular"
INK, SOFT, LINE, ACCENT = "#1c2429", "#56636b", "#d9dfe2", "#0b4f6c"
WIDTH = 700
"""Of a picture, in pixels."""
LABELS = 350
"""Room for the labels of the conflicts picture, in pixels."""

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


def short_numbers() -> str:
    """An expression for the labels of an axis: ``1.5M``, ``20k``, or with the language's own marks."""
    thousand, million = (fill(one, number="") for one in (N_("{number}k"), N_("{number}M")))
    return f"replace(replace(format(datum.value, '~s'), 'k', '{thousand}'), 'M', '{million}')"


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
    panel = max(56, (WIDTH - 12 - min(150, 6.2 * longest)) / len(titles) - 9)
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
        .mark_text(text=gettext("n.a."), color=SOFT, fontSize=10, align="center")
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


def conflict_picture(material: BriefMaterial) -> Picture | None:
    """A panel for each conflict, a line for each claim; None when there is nothing to draw."""
    alt = altair()

    drawn = drawn_conflicts(material)
    if not drawn:
        return None
    rows: list[Row] = []
    panels = []
    for group in drawn:
        found = _claim_rows(material, group.id, claims_of(material, group))
        rows += found
        finite = [float(end) for row in found for end in (row["low"], row["high"]) if end is not None]
        low, high = min(finite), max(finite)
        margin = 0.12 * (high - low) or 0.1 * abs(high) or 1.0
        domain = [0.0 if low >= 0 and low - margin < 0.35 * high else low - margin, high + margin]
        for row in found:
            # Where an end is open the line runs to the edge of the panel, with an arrow head there.
            row["drawn_low"] = domain[0] if row["low"] is None else row["low"]
            row["drawn_high"] = domain[1] if row["high"] is None else row["high"]
        base = alt.Chart(alt.Data(values=found))
        y = alt.Y(
            "side:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=LABELS - 10, ticks=False, domain=False, grid=True, labelPadding=8),
        )
        scale = alt.Scale(domain=domain, nice=False, zero=False)
        axis = alt.Axis(
            title=gettext(str(group.unit)), grid=False, tickCount=5, format=",~r" if high >= 10 else "~g"
        )
        x = alt.X("drawn_low:Q", scale=scale, axis=axis)
        panels.append(
            alt.layer(
                base.mark_rule(color=ACCENT, strokeWidth=3, opacity=0.6).encode(x=x, x2="drawn_high:Q", y=y),
                base.transform_filter("datum.low != null")
                .mark_circle(color=INK, size=46, opacity=1)
                .encode(x=alt.X("low:Q", scale=scale), y=y),
                base.transform_filter("datum.high != null && datum.high != datum.low")
                .mark_circle(color=INK, size=46, opacity=1)
                .encode(x=alt.X("high:Q", scale=scale), y=y),
                base.transform_filter("datum.high == null")
                .mark_point(shape="triangle-right", filled=True, color=ACCENT, size=70, opacity=1)
                .encode(x=alt.X("drawn_high:Q", scale=scale), y=y),
                base.transform_filter("datum.low == null")
                .mark_point(shape="triangle-left", filled=True, color=ACCENT, size=70, opacity=1)
                .encode(x=alt.X("drawn_low:Q", scale=scale), y=y),
            ).properties(
                width=WIDTH - LABELS,
                height=alt.Step(20),
                title=alt.TitleParams(
                    shorten(group_name(material, group), 160),
                    frame="group",
                    offset=6,
                    dx=-LABELS,
                    limit=WIDTH,
                ),
            )
        )
    chart = alt.vconcat(*panels, spacing=16).configure(**CONFIG)
    return Picture("conflicts", chart.to_dict(), tuple(rows))


def _claim_rows(material: BriefMaterial, group: str, claims: Sequence[Any]) -> list[Row]:
    rows: list[Row] = []
    for claim in claims:
        low, high = span_of(claim)
        if low is None and high is None:
            continue
        number = material.document_number[claim.document]
        where = page_words(material, claim.document, claim.page, claim.passage, short=True)
        side = shorten(f"{claim_value(claim)}, {period_words(claim)}", 50) + f" · [{number}] {where}"
        rows.append(
            {
                "group": group,
                "claim": claim.id,
                # Two claims may read alike; a thin space keeps their lines apart.
                "side": side + "\u2009" * sum(str(row["side"]).rstrip("\u2009") == side for row in rows),
                "low": low,
                "high": high,
                "unit": gettext(claim.unit),
                "period": period_words(claim),
                "document": document_name(material.document_of[claim.document]),
            }
        )
    return rows
