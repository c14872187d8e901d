"""The map of themes in the brief: as the coding room draws it, over the codings that the brief may show."""

from __future__ import annotations

from rantau.brief.charts import CONFIG, Picture
from rantau.brief.material import BriefMaterial
from rantau.coding.theme_picture import theme_map_chart, theme_map_rows
from rantau.coding.themes import ThemeMap, theme_map

__all__ = ["theme_picture", "themes_shown"]


def themes_shown(material: BriefMaterial) -> ThemeMap | None:
    """Themes with their codes; None where people have made none, or where nothing of them is coded."""
    coding = material.coding
    if coding is None or not coding.themes:
        return None
    names = {code.id: code.name for code in coding.codebook.codes.values()}
    found = theme_map(coding.coded, coding.themes, names)
    return found if any(one.passages for one in found.codes if one.theme) else None


def theme_picture(material: BriefMaterial) -> Picture | None:
    """Draw it; None where there is no theme."""
    found = themes_shown(material)
    if found is None:
        return None
    spec = theme_map_chart(found)
    # What its title says, the caption says here.
    del spec["title"]
    spec["config"] = {**CONFIG, "view": {"stroke": None}}
    return Picture("themes", spec, tuple(theme_map_rows(found)))
