"""Charts of a calibration: prior and posterior against each target, and the parameters that it told apart."""

from __future__ import annotations

from typing import Any

from rantau.framework.language import fill, gettext
from rantau.simulation.calibrated import parameter_rows, target_rows
from rantau.simulation.calibrating import Calibration
from rantau.simulation.results import EXPLORES

__all__ = ["parameter_chart", "target_chart"]

_INK, _SOFT, _LINE, _TARGET = "#1c2429", "#56636b", "#d9dfe2", "#f2c572"
_COLOURS = ("#8a9aa3", "#0b4f6c")
_WIDTH = 420


def _base(drawn: Any) -> dict[str, Any]:
    spec: dict[str, Any] = drawn.configure_view(stroke=None).configure_axis(
        gridColor=_LINE, labelColor=_INK, titleColor=_SOFT, domainColor=_LINE, labelLimit=320
    ).configure_concat(spacing=8).to_dict()  # fmt: skip
    return spec


def _bars(rows: list[dict[str, Any]], unit: str) -> Any:
    import altair

    names = [gettext("prior"), gettext("posterior")]
    base = altair.Chart({"values": rows}).encode(
        y=altair.Y("what:N", title=None, sort=names, axis=altair.Axis(ticks=False, domain=False)),
        color=altair.Color(
            "what:N", title=None, legend=None, scale=altair.Scale(domain=names, range=list(_COLOURS))
        ),
    )
    scale = altair.Scale(zero=False, nice=False, padding=6)
    line = base.mark_rule(strokeWidth=5).encode(
        x=altair.X("low:Q", title=gettext(unit) or None, scale=scale), x2="high:Q"
    )
    return line + base.mark_point(filled=True, size=90, stroke="white", strokeWidth=1, opacity=1).encode(
        x=altair.X("median:Q", scale=scale), shape=altair.Shape("what:N", legend=None)
    )


def target_chart(found: Calibration, most: int = 40) -> dict[str, Any]:
    """Each target as a band, with the middle 90 % of the prior and of the posterior under it.

    Args:
        found: The calibration.
        most: How many targets are drawn, those in force first.
    """
    import altair

    rows = sorted(target_rows(found), key=lambda row: row["standing"] != "in force")[:most]
    parts = []
    for row in rows:
        bars = [
            {
                "what": gettext(what),
                "low": row[f"{what}_low"],
                "median": row[f"{what}_median"],
                "high": row[f"{what}_high"],
            }
            for what in ("prior", "posterior")
        ]
        known = [one for bar in bars for one in (bar["low"], bar["high"]) if one is not None]
        ends = [one for one in (row["low"], row["high"]) if one is not None]
        low = row["low"] if row["low"] is not None else min([*known, *ends])
        high = row["high"] if row["high"] is not None else max([*known, *ends])
        band = altair.Chart({"values": [{"low": low, "high": high}]}).mark_rect(color=_TARGET, opacity=0.7)
        aside = "" if row["standing"] == "in force" else f" ({gettext('set aside')})"
        parts.append(
            (
                band.encode(x=altair.X("low:Q", title=gettext(row["unit"])), x2="high:Q")
                + _bars(bars, row["unit"])
            ).properties(
                width=_WIDTH,
                height=44,
                title=altair.Title(
                    row["target"][:70] + aside, anchor="start", fontSize=11, color=_SOFT if aside else _INK
                ),
            )
        )
    under = fill(
        "Band: the target. Bars: middle {percent} of draws, point: median; grey before calibration, blue after.",
        percent="90%",
    )
    title = altair.Title(
        gettext("What the model gives, against each target"),
        subtitle=[under, gettext(EXPLORES)],
        subtitleColor=_SOFT,
        anchor="start",
    )
    return _base(altair.vconcat(*parts, title=title).resolve_scale(x="independent"))


def parameter_chart(found: Calibration, most: int = 30) -> dict[str, Any]:
    """Where in its prior the posterior of each parameter lies; those told apart from it first."""
    import altair

    told, untold = gettext("told apart from its prior"), gettext("not told apart")
    rows = [
        {
            "parameter": gettext(row["parameter"].replace("_", " ")) + (" *" if row["calibrated"] else ""),
            "low": row["share_low"],
            "median": row["share_median"],
            "high": row["share_high"],
            "told": told if row["calibrated"] else untold,
        }
        for row in parameter_rows(found)[:most]
    ]
    order = [row["parameter"] for row in rows]
    base = altair.Chart({"values": rows}).encode(
        y=altair.Y("parameter:N", title=None, sort=order),
        color=altair.Color(
            "told:N",
            title=None,
            legend=altair.Legend(orient="bottom"),
            scale=altair.Scale(domain=[told, untold], range=list(_COLOURS[::-1])),
        ),
    )
    scale = altair.Scale(domain=[0, 1])
    axis = altair.X("low:Q", title=gettext("share of the prior below (0 to 1)"), scale=scale)
    prior = altair.Chart({"values": [{"low": 0.05, "high": 0.95}]}).mark_rect(color=_LINE, opacity=0.5)
    drawn = (
        prior.encode(x=altair.X("low:Q", scale=scale), x2="high:Q")
        + base.mark_rule(strokeWidth=5).encode(x=axis, x2="high:Q")
        + base.mark_point(filled=True, size=90, opacity=1, stroke="white", strokeWidth=1).encode(x="median:Q")
    ).properties(
        width=_WIDTH,
        height=16 * len(rows),
        title=altair.Title(
            gettext("Where the posterior lies in the prior"),
            subtitle=[
                fill(
                    "Bars: middle {percent} of draws, point: median; shaded: the prior's. * told apart from it.",
                    percent="90%",
                ),
                gettext(EXPLORES),
            ],
            subtitleColor=_SOFT,
            anchor="start",
        ),
    )
    return _base(drawn)
