"""The triangulation plot: the claims of a group below each other, with their intervals, periods, places and roots.

Claims that rest on one root source carry one letter and one shape of mark, for they are one witness. Where no letter
stands, nobody knows the root.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rantau.brief.charts import ACCENT, CONFIG, INK, SOFT, WIDTH, Picture, Row, altair, shorten
from rantau.brief.lineage_picture import short_name
from rantau.brief.material import BriefMaterial
from rantau.brief.views import claims_of, drawn_agreements, drawn_conflicts, span_of, was_changed
from rantau.brief.wording import claim_value, document_name, group_name, page_words, period_words, work_name
from rantau.framework.language import gettext
from rantau.store.records import Claim, ClaimGroup

__all__ = ["agreement_picture", "conflict_picture"]

_LABELS, _ROOTS = 326, 190
"""Room for what claims say, and for their roots, in pixels."""
_SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def conflict_picture(material: BriefMaterial) -> Picture | None:
    """A panel for each conflict, a line for each claim; None when there is nothing to draw."""
    return _picture(material, "conflicts", drawn_conflicts(material))


def agreement_picture(material: BriefMaterial) -> Picture | None:
    """The same for claims that agree, on more than one root."""
    return _picture(material, "agreements", drawn_agreements(material))


def _picture(material: BriefMaterial, name: str, drawn: Sequence[ClaimGroup]) -> Picture | None:
    if not drawn:
        return None
    alt = altair()
    rows: list[Row] = []
    panels = []
    for group in drawn:
        found = _rows(material, group)
        rows += found
        panels.append(_panel(material, group, found))
    chart = alt.vconcat(*panels, spacing=16).configure(**CONFIG)
    return Picture(name, chart.to_dict(), tuple(rows))


def _domain(rows: Sequence[Row]) -> list[float]:
    finite = [float(end) for row in rows for end in (row["low"], row["high"]) if end is not None]
    low, high = min(finite), max(finite)
    margin = 0.12 * (high - low) or 0.1 * abs(high) or 1.0
    return [0.0 if low >= 0 and low - margin < 0.35 * high else low - margin, high + margin]


def _rows(material: BriefMaterial, group: ClaimGroup) -> list[Row]:
    rows: list[Row] = []
    letters: dict[str, str] = {}
    for claim in claims_of(material, group):
        low, high = span_of(claim)
        if low is None and high is None:
            continue
        number = material.document_number[claim.document]
        where = page_words(material, claim.document, claim.page, claim.passage, short=True)
        side = shorten(f"{claim_value(claim)}, {period_words(claim)}", 46) + f" · [{number}] {where}"
        root = "" if was_changed(material, group) else _root(material, claim)
        letter = letters.setdefault(root, _LETTERS[len(letters) % len(_LETTERS)]) if root else ""
        rows.append(
            {
                "group": group.id,
                "about": group_name(material, group),
                "verdict": gettext(group.verdict.replace("-", " ")),
                "claim": claim.id,
                # Two claims may read alike; a thin space keeps their lines apart.
                "side": side + "\u2009" * sum(str(row["side"]).rstrip("\u2009") == side for row in rows),
                "low": low,
                "high": high,
                "unit": gettext(claim.unit),
                "period": period_words(claim),
                "document": document_name(material.document_of[claim.document]),
                "root": root or gettext("not known"),
                "letter": letter,
                "rests_on": f"{letter}  {short_name(root, 32)}" if root else gettext("root not known"),
                "shape": _SHAPES[_LETTERS.index(letter) % len(_SHAPES)] if letter else "stroke",
            }
        )
    domain = _domain(rows)
    for row in rows:
        # Where an end is open the line runs to the edge of the panel, with an arrow head there.
        row["drawn_low"] = domain[0] if row["low"] is None else row["low"]
        row["drawn_high"] = domain[1] if row["high"] is None else row["high"]
    return rows


def _root(material: BriefMaterial, claim: Claim) -> str:
    """The root source of a claim by name, several where it has several; empty where nobody knows it."""
    roots = material.lineage.roots.get(claim.id, ()) if material.lineage else ()
    known = [root for root in roots if root.works]
    return "; ".join(dict.fromkeys(work_name(root.name) for root in known))


def _panel(material: BriefMaterial, group: ClaimGroup, rows: list[Row]) -> Any:
    alt = altair()
    base = alt.Chart(alt.Data(values=rows))
    width = WIDTH - _LABELS - _ROOTS
    domain = _domain(rows)
    y = alt.Y(
        "side:N",
        sort=None,
        title=None,
        axis=alt.Axis(labelLimit=_LABELS - 10, ticks=False, domain=False, grid=True, labelPadding=8),
    )
    scale = alt.Scale(domain=domain, nice=False, zero=False)
    axis = alt.Axis(
        title=gettext(str(group.unit)), grid=False, tickCount=3, format=",~r" if domain[1] >= 10 else "~g",
        labelFlush=True,
    )  # fmt: skip
    x = alt.X("drawn_low:Q", scale=scale, axis=axis)

    def mark(test: str, at: str, **style: Any) -> Any:
        return (
            base.transform_filter(test)
            .mark_point(filled=True, opacity=1, **style)
            .encode(x=alt.X(f"{at}:Q", scale=scale), y=y)
        )

    def end(test: str, at: str) -> Any:
        return mark(test, at, color=INK, size=48).encode(shape=alt.Shape("shape:N", scale=None))

    return alt.layer(
        base.mark_rule(color=ACCENT, strokeWidth=3, opacity=0.6).encode(x=x, x2="drawn_high:Q", y=y),
        end("datum.low != null", "low"),
        end("datum.high != null && datum.high != datum.low", "high"),
        mark("datum.high == null", "drawn_high", shape="triangle-right", color=ACCENT, size=70),
        mark("datum.low == null", "drawn_low", shape="triangle-left", color=ACCENT, size=70),
        base.mark_text(align="left", baseline="middle", fontSize=11, color=SOFT, limit=_ROOTS - 14).encode(
            x=alt.value(width + 12), y=y, text="rests_on:N"
        ),
    ).properties(
        width=width,
        height=alt.Step(20),
        title=alt.TitleParams(
            shorten(group_name(material, group), 150), frame="group", offset=6, dx=-_LABELS, limit=WIDTH
        ),
    )
