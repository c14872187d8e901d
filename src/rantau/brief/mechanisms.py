"""The picture of what made the difference: a waterfall of each scenario's levers, by their Shapley values.

Bars are the means over draws, for these add up to the effect of all levers together; lines are the middle of the draws.
Bars that lower are filled, bars that raise are open, and what a lever does by itself is a diamond.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rantau.brief.charts import CONFIG, INK, SOFT, WIDTH, Picture, Row, altair, shorten
from rantau.brief.material import BriefMaterial
from rantau.brief.simulated import lever_words
from rantau.brief.wording import rounded, scenario_title
from rantau.framework.language import N_, fill, gettext

__all__ = [
    "LEVERS_DRAWN",
    "by_effect",
    "explained_scenarios",
    "mechanisms_picture",
    "quantity_words",
    "steps",
    "waterfall",
]

LEVERS_DRAWN = 44
"""As many lines as a printed page takes, the sums of the scenarios and their titles among them."""
_LINES_OF_A_PANEL = 4
_LABELS, _NUMBERS = 236, 188
_ALL = N_("All levers together")


def quantity_words(quantity: str) -> str:
    """A quantity's name as words, in the brief's language."""
    return gettext(quantity.removeprefix("flow_").replace("_", " "))


def explained_scenarios(material: BriefMaterial) -> dict[str, list[Mapping[str, Any]]]:
    """Scenarios whose levers are drawn, as many as fit on a page and one at least: those that lower the quantity first.

    Nothing for a run that an earlier version explained, which gave no means.
    """
    run = material.simulation
    explained = run.summary.get("explained") if run else None
    if not explained or not explained.get("whole"):
        return {}
    shown: dict[str, list[Mapping[str, Any]]] = {}
    lines = 0
    for name, levers in explained["scenarios"].items():
        lines += len(levers) + 1 + _LINES_OF_A_PANEL
        if shown and lines > LEVERS_DRAWN:
            continue
        shown[name] = by_effect(levers)
    return shown


def by_effect(levers: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Levers in the order in which they are drawn: those that lower the quantity most first."""
    return sorted(levers, key=lambda one: (one["shapley"]["mean"], one["lever"]))


def mechanisms_picture(material: BriefMaterial) -> Picture | None:
    """A panel for each scenario, a bar for each lever; None where no run was explained."""
    shown = explained_scenarios(material)
    run = material.simulation
    if not shown or run is None:
        return None
    alt = altair()
    explained = run.summary["explained"]
    unit = gettext(explained["unit"]) or quantity_words(explained["quantity"])
    rows: list[Row] = []
    panels = []
    for scenario, levers in shown.items():
        title = scenario_title(run, scenario)
        found = steps(title, levers, explained["whole"][scenario])
        rows += [{**row, "quantity": quantity_words(explained["quantity"]), "unit": unit} for row in found]
        panels.append(_panel(title, found, f"{quantity_words(explained['quantity'])}, {unit}"))
    chart = alt.vconcat(*panels, spacing=14).configure(**CONFIG)
    return Picture("mechanisms", chart.to_dict(), tuple(rows))


def waterfall(title: str, rows: list[Row], quantity: str, unit: str) -> dict[str, Any]:
    """One scenario's panel by itself, as a Vega-Lite specification.

    Args:
        title: Of the scenario, in words.
        rows: As :func:`steps` gives them.
        quantity: That the levers change, by its name.
        unit: Its unit, in words.
    """
    spec: dict[str, Any] = (
        _panel(title, rows, ", ".join(filter(None, (quantity_words(quantity), gettext(unit)))))
        .configure(**CONFIG)
        .to_dict()
    )
    return spec


def steps(title: str, levers: Sequence[Mapping[str, Any]], whole: Mapping[str, float]) -> list[Row]:
    """A row for each lever, which begins where the one before ended, and one for all together.

    Args:
        title: Of the scenario, in words.
        levers: In the order in which they are drawn, as a run explains them.
        whole: The effect of all of them, with its interval.
    """
    rows: list[Row] = []
    at = 0.0
    for one in levers:
        name = lever_words(one["lever"])
        # Two changes of one lever at one place keep a line each.
        name += "\u2009" * sum(str(row["lever"]).rstrip("\u2009") == name for row in rows)
        rows.append(_step(title, name, at, one["shapley"], one["alone"]["mean"]))
        at += one["shapley"]["mean"]
    rows.append({**_step(title, gettext(_ALL), 0.0, whole, None), "kind": "all"})
    return rows


def _step(title: str, lever: str, at: float, share: Mapping[str, float], alone: float | None) -> Row:
    return {
        "scenario": title,
        "lever": lever,
        "from": at,
        "to": at + share["mean"],
        "mean": share["mean"],
        "low": share["low"],
        "high": share["high"],
        "by_itself": alone,
        "low_at": at + share["low"],
        "high_at": at + share["high"],
        "by_itself_at": None if alone is None else at + alone,
        "kind": "lowers" if share["mean"] < 0 else "raises",
        "words": _words(share),
    }


def _words(share: Mapping[str, float]) -> str:
    mean, low, high = (rounded(float(f"{share[name]:.3g}")) for name in ("mean", "low", "high"))
    if low == high:
        return mean
    return fill("{middle} ({low} to {high})", middle=mean, low=low, high=high)


def _format(rows: list[Row]) -> str:
    """How an axis prints its numbers: whole ones with commas, or short decimals where all are small."""
    most = max(
        (abs(float(row[end] or 0)) for row in rows for end in ("low_at", "high_at", "to")), default=0.0
    )
    return ",.0f" if most >= 10 else "~g"


def _panel(title: str, rows: list[Row], unit: str) -> Any:
    alt = altair()
    base = alt.Chart(alt.Data(values=rows))
    width = WIDTH - _LABELS - _NUMBERS
    y = alt.Y(
        "lever:N",
        sort=None,
        title=None,
        axis=alt.Axis(labelLimit=_LABELS - 8, ticks=False, domain=False, grid=True, labelPadding=8),
    )
    x = alt.X(
        "from:Q",
        axis=alt.Axis(
            title=unit,
            format=_format(rows),
            tickCount=4,
            grid=False,
            labelOverlap="greedy",
            labelSeparation=8,
        ),
        scale=alt.Scale(nice=True),
    )

    def bars(kind: str, **style: Any) -> Any:
        return (
            base.transform_filter(f"datum.kind == '{kind}'")
            .mark_bar(height=11, opacity=1, stroke=INK, strokeWidth=0.9, **style)
            .encode(x=x, x2="to:Q", y=y)
        )

    return alt.layer(
        base.mark_rule(color=SOFT, strokeDash=[3, 2]).encode(x=alt.datum(0)),
        bars("lowers", fill="#6f8591"),
        bars("raises", fill="white"),
        bars("all", fill="#cfd9de", strokeDash=[4, 2]),
        base.mark_rule(color=INK, strokeWidth=1.1).encode(x="low_at:Q", x2="high_at:Q", y=y),
        base.mark_tick(color=INK, thickness=1.1, size=7, orient="vertical").encode(x="low_at:Q", y=y),
        base.mark_tick(color=INK, thickness=1.1, size=7, orient="vertical").encode(x="high_at:Q", y=y),
        base.transform_filter("datum.by_itself_at != null")
        .mark_point(shape="diamond", size=40, fill="white", stroke=INK, strokeWidth=1.1, opacity=1)
        .encode(x="by_itself_at:Q", y=y),
        base.mark_text(align="left", baseline="middle", fontSize=11, color=INK).encode(
            x=alt.value(width + 10), y=y, text="words:N"
        ),
    ).properties(
        width=width,
        height=alt.Step(19),
        title=alt.TitleParams(shorten(title, 100), frame="group", offset=6, dx=-_LABELS, limit=WIDTH),
    )
