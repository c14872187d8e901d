"""The chart of one profile: its dimensions, or a corridor's legs, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from rantau.study.listings import Row
from rantau.study.study import Study
from rantau.web.charts import Chart, as_of
from rantau.web.language import gettext, number
from rantau.web.words import said, unit_name, word

__all__ = ["MOST_EXPOSED", "profile_chart"]

MOST_EXPOSED = "most_exposed"
"""A share of draws among a corridor's scores, so no dot on their scale."""


def profile_chart(study: Study, unit: str, scores: Sequence[Row]) -> Chart:
    """The scores of a unit as a chart.

    Args:
        study: The study.
        unit: ``MYS``, or ``MMR>THA``.
        scores: Its scores as :func:`rantau.study.profile_listings.opened` gives them.
    """
    from rantau.brief.charts import interval_dots

    rows = [
        {**row, "name": unit_name(row["unit"]), "what": word(row["element"]), "note": said(row["note"])}
        for row in scores
        if row["element"] != MOST_EXPOSED
    ]
    name = unit_name(unit)
    corridor = ">" in unit
    return Chart(
        f"profile.{unit.replace('>', '-')}",
        gettext("Exposure on the corridor and its legs, with intervals")
        if corridor
        else gettext("Insecurity by dimension, with intervals"),
        gettext("%(name)s, dots with intervals: %(values)s.")
        % {"name": name, "values": "; ".join(map(_spread, rows))},
        rows,
        (
            ("what", gettext("Element")),
            ("value", gettext("Score (0 to 100)")),
            ("low", gettext("Lowest")),
            ("high", gettext("Highest")),
            ("rank", gettext("Rank")),
            ("rank_low", gettext("Best rank")),
            ("rank_high", gettext("Worst rank")),
            ("available", gettext("Figures")),
            ("expected", gettext("Expected")),
            ("note", gettext("Remark")),
        ),
        (gettext("Profiles of this study"),),
        as_of(study),
        spec=interval_dots(rows, "what", gettext("0 (most secure) to 100 (least secure)")),
        links={row["what"]: f"/provenance/score/{quote(unit)}/{row['element']}" for row in rows},
        study=f"{study.settings.study.name}: {name}",
    )


def _spread(row: Row) -> str:
    parts = {"name": row["what"], **{one: number(row[one], 0) for one in ("value", "low", "high")}}
    if row["value"] is not None and row["low"] is not None:
        return gettext("%(name)s %(value)s (%(low)s to %(high)s)") % parts
    return gettext("%(name)s not assessed") % parts
