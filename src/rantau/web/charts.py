"""Charts: drawn here as SVG, never by a script of the page; each with its table, its sources, downloads and a citation.

A chart is a function of the study that gives a :class:`Chart`; its name in :data:`CHARTS` makes its addresses
(``/charts/<name>.svg``, ``.png``, ``.csv``, ``.json``). A template shows it with the macro ``figure`` of
``_figure.html``.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rantau import __version__
from rantau.framework.errors import BadInput
from rantau.study.listings import Row
from rantau.study.live_rows import RESULTS
from rantau.study.overview import overview
from rantau.study.study import Study
from rantau.web.frame import Frame
from rantau.web.language import N_, current

__all__ = ["CHARTS", "FAMILIES", "FOR_CODERS", "OF_THE_BRIEF", "Chart", "as_of", "chart", "drawn"]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart before it is drawn."""

    name: str
    title: str
    alt: str
    """What it shows, for those who cannot see it; the table beneath holds the values."""
    rows: Sequence[Row]
    columns: Sequence[tuple[str, str]]
    """Of the table: field and title."""
    sources: tuple[str, ...]
    year: str
    """Of the state of the study, for the citation."""
    spec: Mapping[str, Any] | None = None
    """Vega-Lite; or, where a stage has drawn it already, None and ``files``."""
    files: Mapping[str, Path] | None = None
    drawing: str = ""
    """The picture as SVG, where it was drawn without Vega-Lite."""
    links: Mapping[str, str] | None = None
    """A row's first cell -> where its figure comes from."""
    link: Callable[[Row], str] | None = None
    """The same for rows whose first cell does not tell them apart; empty where a row leads nowhere."""
    study: str = ""

    def leads(self, row: Row) -> str:
        """Where a row's figures come from; empty where it is not told."""
        if self.link is not None:
            return self.link(row)
        return (self.links or {}).get(row[self.columns[0][0]], "")

    @property
    def citation(self) -> str:
        """How to cite it."""
        return f"{self.study}. {self.title}. rantau {__version__}, {self.year}. {'; '.join(self.sources)}."


def chart(frame: Frame, study: Study, name: str) -> Chart | None:
    """The chart of a name as the study stands; None where there is nothing to draw.

    Raises:
        BadInput: There is no chart of this name.
    """
    family, _, which = name.partition(".")
    if which and family in FAMILIES:
        return FAMILIES[family](frame, study, which)
    if name not in CHARTS:
        raise BadInput(f"there is no chart called {name!r}")
    key = f"chart {name} {current()}"  # a chart has words
    return frame.kept(key, frame.live.stamp(study, RESULTS), lambda: CHARTS[name](study))


def drawn(frame: Frame, one: Chart, form: str) -> bytes:
    """The chart as ``svg`` or ``png``."""
    if one.files is not None:
        return one.files[form].read_bytes()
    key = (one.name, form, one.drawing or json.dumps(one.spec, sort_keys=True))

    def draw() -> bytes:
        if one.drawing:
            from rantau.brief.render import png as png_of
            from rantau.brief.render import with_fonts

            return with_fonts(one.drawing).encode() if form == "svg" else png_of(one.drawing)
        from rantau.brief.render import picture

        assert one.spec is not None
        svg, png = picture(one.spec)
        return svg.encode() if form == "svg" else png

    return frame.pictures.get(key, draw)


def _score(unit: str) -> str:
    return f"/provenance/score/{quote(unit)}/exposure"


def as_of(study: Study) -> str:
    from rantau.study.results import state_of_the_trail

    said = state_of_the_trail(study.store)
    return said.time[:10] if said else "–"


def _corridors(study: Study) -> Chart | None:
    """The map that the brief's stage has drawn."""
    folder = study.path / "out" / "figures"
    mark = f".{current()}" if (folder / f"corridors.{current()}.csv").is_file() else ""
    files = {form: folder / f"corridors{mark}.{form}" for form in ("svg", "png")}
    table = folder / f"corridors{mark}.csv"
    if not (table.is_file() and all(one.is_file() for one in files.values())):
        return None
    rows: list[Row] = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    first = ", ".join(row["name"] for row in rows[:3])
    return Chart(
        "corridors",
        N_("Corridors by number of migrants and by exposure"),
        f"Map of migration corridors: wider for more migrants, darker for more exposure. Most exposed: {first}.",
        rows,
        (
            ("name", N_("Corridor")),
            ("exposure", N_("Exposure (0 to 100)")),
            ("low", N_("Lowest")),
            ("high", N_("Highest")),
            ("rank", N_("Rank")),
            ("stock_persons", N_("Migrants")),
            ("stock_year", N_("Year")),
        ),
        ("UN DESA, International Migrant Stock; Natural Earth (shapes)",),
        as_of(study),
        files=files,
        links={row["name"]: _score(row["corridor"]) for row in rows},
        study=study.settings.study.name,
    )


def _exposure(study: Study) -> Chart | None:
    """The most exposed corridors with their intervals."""
    rows = overview(study).corridors
    if not rows:
        return None
    values = [
        {"name": row["name"], "value": row["value"], "low": row["low"], "high": row["high"]} for row in rows
    ]
    x = {"type": "quantitative", "scale": {"domain": [0, 100]}, "title": "exposure, 0 (least) to 100 (most)"}
    y = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 220}}
    from rantau.brief.charts import ACCENT, CONFIG

    spec: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": 420,
        "height": {"step": 22},
        "data": {"values": values},
        "config": CONFIG,
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 2, "color": ACCENT},
                "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 70, "color": ACCENT, "opacity": 1},
                "encoding": {"y": y, "x": {**x, "field": "value"}},
            },
        ],
    }
    return Chart(
        "exposure",
        N_("The most exposed corridors, with intervals"),
        "Dots with intervals: "
        + "; ".join(
            f"{row['name']} {row['value']:.0f} ({row['low']:.0f} to {row['high']:.0f})" for row in rows[:5]
        ),
        rows,
        (
            ("name", N_("Corridor")),
            ("value", N_("Exposure (0 to 100)")),
            ("low", N_("Lowest")),
            ("high", N_("Highest")),
            ("rank", N_("Rank")),
        ),
        ("Profiles of this study",),
        as_of(study),
        spec=spec,
        links={row["name"]: _score(row["unit"]) for row in rows},
        study=study.settings.study.name,
    )


def _of_the_brief(name: str) -> Callable[[Study], Chart | None]:
    """A picture of the brief's set, with what the set says of it; None where the last brief did not draw it."""

    def made(study: Study) -> Chart | None:
        folder = study.path / "out" / "figures"
        mark = f".{current()}" if (folder / f"{name}.{current()}.json").is_file() else ""
        files = {form: folder / f"{name}{mark}.{form}" for form in ("svg", "png")}
        told = folder / f"{name}{mark}.json"
        if not (told.is_file() and all(one.is_file() for one in files.values())):
            return None
        said = json.loads(told.read_text(encoding="utf-8"))
        if "rows" not in said:  # drawn by a version that put nothing beside its pictures
            return None
        rows: list[Row] = said["rows"]
        return Chart(
            name,
            said["title"],
            said["alt"],
            rows,
            tuple((field, field.replace("_", " ")) for field in (rows[0] if rows else ())),
            tuple(said["sources"]),
            as_of(study),
            files=files,
            link=_records,
            study=study.settings.study.name,
        )

    return made


def _records(row: Row) -> str:
    """The claim that a row of a picture shows, or the statements that it counts."""
    if "claim" in row:
        return f"/provenance/claim/{quote(row['claim'])}"
    return f"/provenance/records/{quote(row['records'])}" if row.get("records") else ""


OF_THE_BRIEF = ("conflicts", "agreements", "lineage")
"""Pictures of the brief's set that screens show too."""
CHARTS: dict[str, Callable[[Study], Chart | None]] = {
    "corridors": _corridors,
    "exposure": _exposure,
    **{name: _of_the_brief(name) for name in OF_THE_BRIEF},
}
"""Name -> what makes the chart. Screens add theirs."""
FAMILIES: dict[str, Callable[[Frame, Study, str], Chart | None]] = {}
"""First part of a name -> what makes the charts of that family, as of each country: ``profile.MYS``."""
FOR_CODERS = {"agreement", "coding"}
"""Families whose charts are of screens that only coders, analysts and owners see."""
