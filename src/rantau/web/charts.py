"""Charts: drawn here as SVG, never by a script of the page; each with its table, its sources, downloads and a citation.

A chart is a function of the study that gives a :class:`Chart`; its name in :data:`CHARTS` makes its addresses
(``/charts/<name>.svg``, ``.png``, ``.csv``, ``.json``). A template shows it with the macro ``figure`` of
``_figure.html``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rantau import __version__
from rantau.framework.errors import BadInput
from rantau.framework.language import calendar
from rantau.study.listings import Row
from rantau.study.live_rows import RESULTS
from rantau.study.overview import overview
from rantau.study.study import Study
from rantau.web.frame import Frame
from rantau.web.language import N_, current, gettext, number
from rantau.web.words import unit_name

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
    spec: Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None = None
    """Vega-Lite, or what makes it of the rows, where that takes a while and a page may not need it; or, where a stage
    has drawn it already, None and ``files``."""
    files: Mapping[str, Path] | None = None
    drawing: str = ""
    """The picture as SVG, where it was drawn without Vega-Lite."""
    links: Mapping[str, str] | None = None
    """A row's first cell -> where its figure comes from."""
    link: Callable[[Row], str] | None = None
    """The same for rows whose first cell does not tell them apart; empty where a row leads nowhere."""
    study: str = ""
    about: Mapping[str, Any] | None = None
    """What a figure of the brief's set says of itself, to be drawn above and below it."""
    reading: str = ""
    """How to read it."""
    cited: str = ""
    """How to cite it, where the brief's set says so."""

    @property
    def told_alone(self) -> dict[str, Any]:
        """What it says of itself where it stands by itself: the fields of :class:`rantau.brief.alone.About`."""
        untold = dict.fromkeys(("units", "period", "interval"), "")
        own = {"title": self.title, "reading": self.reading, "alt": self.alt, "citation": self.citation}
        return {**untold, **own, "sources": tuple(self.sources)}

    def leads(self, row: Row) -> str:
        """Where a row's figures come from; empty where it is not told."""
        if self.link is not None:
            return self.link(row)
        return (self.links or {}).get(row[self.columns[0][0]], "")

    @property
    def citation(self) -> str:
        """How to cite it."""
        if self.cited:
            return self.cited
        return gettext("%(study)s. %(figure)s. rantau %(version)s, %(day)s. %(sources)s.") % {
            "study": self.study,
            "figure": self.title,
            "version": __version__,
            "day": calendar(self.year),
            "sources": "; ".join(self.sources),
        }


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


def drawn(frame: Frame, one: Chart, form: str, *, alone: bool = False) -> bytes:
    """The chart as ``svg`` or ``png``; numbers on axes are as the visitor's language writes them.

    Args:
        frame: Of the workbench.
        one: The chart.
        form: ``svg`` or ``png``.
        alone: With its title above and its sources and citation below, as one takes it away. A figure of the brief's
            set always has them.
    """
    if one.files is not None:
        return one.files[form].read_bytes()
    from rantau.brief.charts import in_language
    from rantau.brief.figure_set import drawn_alone
    from rantau.brief.render import picture, with_fonts
    from rantau.brief.render import png as png_of

    def spec() -> dict[str, Any]:
        return in_language(dict((one.spec() if callable(one.spec) else one.spec) or {}))

    said = one.about if one.about is not None else one.told_alone if alone else None
    told = [current(), one.reading, list(one.rows)] if callable(one.spec) else spec()
    key = (one.name, form, one.drawing or json.dumps(told, sort_keys=True), json.dumps(said))

    def draw() -> bytes:
        if said is not None or one.drawing:
            svg = drawn_alone(one.drawing or spec(), said) if said is not None else one.drawing
            return with_fonts(svg).encode() if form == "svg" else png_of(svg)
        svg, png = picture(spec())
        return svg.encode() if form == "svg" else png

    return frame.pictures.get(key, draw)


def _score(unit: str) -> str:
    return f"/provenance/score/{quote(unit)}/exposure"


def as_of(study: Study) -> str:
    from rantau.study.results import state_of_the_trail

    said = state_of_the_trail(study.store)
    return said.time[:10] if said else "–"


def _exposure(study: Study) -> Chart | None:
    """The most exposed corridors with their intervals."""
    found = overview(study).corridors
    if not found:
        return None
    from rantau.brief.charts import interval_dots

    rows = [{**row, "name": unit_name(row["unit"])} for row in found]
    told = [
        gettext("%(name)s %(value)s (%(low)s to %(high)s)")
        % {"name": row["name"], **{one: number(row[one], 0) for one in ("value", "low", "high")}}
        for row in rows[:5]
    ]
    return Chart(
        "exposure",
        gettext("The most exposed corridors, with intervals"),
        gettext("Dots with intervals: %(values)s.") % {"values": "; ".join(told)},
        rows,
        (
            ("name", gettext("Corridor")),
            ("value", gettext("Exposure (0 to 100)")),
            ("low", gettext("Lowest")),
            ("high", gettext("Highest")),
            ("rank", gettext("Rank")),
        ),
        (gettext("Profiles of this study"),),
        as_of(study),
        spec=interval_dots(rows, "name", gettext("exposure, 0 (least) to 100 (most)"), step=22),
        links={row["name"]: _score(row["unit"]) for row in rows},
        study=study.settings.study.name,
    )


# -- of the brief's set ------------------------------------------------------------------------------------------------

_OF_A_CLAIM = (
    ("about", N_("What is measured")),
    ("side", N_("What is said")),
    ("low", N_("Lowest")),
    ("high", N_("Highest")),
    ("unit", N_("Unit")),
    ("period", N_("Period")),
    ("verdict", N_("Verdict")),
    ("document", N_("Document")),
    ("root", N_("Root source")),
)
_COLUMNS = {
    "corridors": (
        ("name", N_("Corridor")),
        ("exposure", N_("Exposure (0 to 100)")),
        ("low", N_("Lowest")),
        ("high", N_("Highest")),
        ("rank", N_("Rank")),
        ("stock_persons", N_("Migrants")),
        ("stock_year", N_("Year")),
    ),
    "conflicts": _OF_A_CLAIM,
    "agreements": _OF_A_CLAIM,
    "lineage": (
        ("quoting", N_("Quotes")),
        ("quoted", N_("Is quoted")),
        ("quoted_is", N_("What it is")),
        ("statements", N_("Statements")),
    ),
}
"""Figure of the brief that screens show -> its table; the files hold more fields."""


def _record(study: Study, name: str) -> tuple[Mapping[str, Any], Mapping[str, Path] | None] | None:
    """What a figure of the last brief says, in the visitor's language where it can be, and its files.

    Where the brief is not written in that language there are no files, and the record holds what is to be drawn.
    """
    folder, language = study.path / "out", current()
    first = None
    for path in (
        folder / f"figures/{name}.json",
        folder / f"figures/{name}.{language}.json",
        folder / f"screens/{name}.{language}.json",
    ):
        said = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        if "rows" not in said:  # drawn by a version that put nothing beside its pictures
            continue
        files = None if "spec" in said else {form: path.with_suffix(f".{form}") for form in ("svg", "png")}
        if files is None or all(one.is_file() for one in files.values()):
            found = said, files
            first = first or found
            if said["language"] == language:
                return found
    return first


def _of_the_brief(name: str) -> Callable[[Study], Chart | None]:
    """A picture of the brief's set, with what the set says of it; None where the last brief did not draw it."""

    def made(study: Study) -> Chart | None:
        found = _record(study, name)
        if found is None:
            return None
        said, files = found
        rows: list[Row] = said["rows"]
        return Chart(
            name,
            said["title"],
            said["alt"],
            rows,
            tuple((field, gettext(title)) for field, title in _COLUMNS[name]),
            tuple(said["sources"]),
            as_of(study),
            spec=said.get("spec"),
            about=said if files is None else None,
            files=files,
            link=_records,
            study=study.settings.study.name,
            cited=said["citation"],
        )

    return made


def _records(row: Row) -> str:
    """The claim that a row of a picture shows, the score of its corridor, or the statements that it counts."""
    if "claim" in row:
        return f"/provenance/claim/{quote(row['claim'])}"
    if "corridor" in row:
        return _score(row["corridor"])
    return f"/provenance/records/{quote(row['records'])}" if row.get("records") else ""


OF_THE_BRIEF = ("conflicts", "agreements", "lineage")
"""Pictures of the brief's set that stand beside the claims."""
CHARTS: dict[str, Callable[[Study], Chart | None]] = {
    "corridors": _of_the_brief("corridors"),
    "exposure": _exposure,
    **{name: _of_the_brief(name) for name in OF_THE_BRIEF},
}
"""Name -> what makes the chart. Screens add theirs."""
FAMILIES: dict[str, Callable[[Frame, Study, str], Chart | None]] = {}
"""First part of a name -> what makes the charts of that family, as of each country: ``profile.MYS``."""
FOR_CODERS = {"agreement", "coding"}
"""Families whose charts are of screens that only coders, analysts and owners see."""
