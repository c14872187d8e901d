"""One profile as a chart with intervals, and as a table to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from rantau.study.listings import Row
from rantau.study.study import Study
from rantau.web.charts import Chart, as_of
from rantau.web.language import gettext, number
from rantau.web.tables import readable
from rantau.web.words import place_name, said, unit_name, word

__all__ = ["MOST_EXPOSED", "profile_chart", "readable_profile"]

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


def readable_profile(lines: Sequence[Row], names: Mapping[str, str]) -> bytes:
    """A profile opened to its sources as a table to read, in the visitor's language.

    Args:
        lines: As :func:`rantau.study.profile_listings.opened_lines` gives them.
        names: Indicator -> its English name.
    """
    columns = (
        ("element", gettext("Element")),
        ("element_value", gettext("Score (0 to 100)")),
        ("element_low", gettext("Lowest")),
        ("element_high", gettext("Highest")),
        ("indicator", gettext("Indicator")),
        ("value_on_scale", gettext("The indicator's score (0 to 100)")),
        ("low", gettext("Its lowest")),
        ("high", gettext("Its highest")),
        ("value", gettext("Figure")),
        ("value_low", gettext("The figure's lowest")),
        ("value_high", gettext("The figure's highest")),
        ("unit", gettext("Unit")),
        ("year", gettext("Year")),
        ("used", gettext("Used")),
        ("remark", gettext("Remark")),
        ("source", gettext("Source")),
        ("where", gettext("Where")),
    )
    told = [
        {
            **line,
            "element": _element(line["element"]),
            "indicator": said(names.get(line["indicator"], line["indicator"])),
            "unit": said(line["unit"]),
            "remark": said(line["remark"]),
            "year": str(line["year"]),
        }
        for line in lines
    ]
    return readable([title for _, title in columns], ([line[field] for field, _ in columns] for line in told))


def _element(text: str) -> str:
    """``origin: LAO economic`` in words: an element, or a corridor's leg with the place and its element."""
    leg, colon, part = text.partition(": ")
    if not colon:
        return word(text)
    unit, _, element = part.partition(" ")
    return f"{word(leg)}: {place_name(unit)}, {word(element)}"
