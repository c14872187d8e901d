"""The figures as a set of files: each as it stands by itself, with its data beside it, and an index of all.

Where a figure has nothing to draw, the index says which command makes what it draws; no figure is made of anything
else.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from importlib.resources import files
from typing import Any

from rantau.brief.about import about
from rantau.brief.alone import PRINTED, About, standing_alone
from rantau.brief.blocks import Figure
from rantau.brief.charts import Picture, in_language
from rantau.brief.material import BriefMaterial
from rantau.brief.render import bare_picture, picture, png_and_pdf, printable, with_fonts
from rantau.framework.cells import harmless
from rantau.framework.language import N_, current, fill, gettext
from rantau.framework.words import BriefSection

__all__ = ["FIGURES", "Wanted", "drawn_alone", "drawn_files", "figure_files", "undrawn"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure of the set."""

    name: str
    what: str
    """What it shows, for the list of those that are missing."""
    section: BriefSection
    """Of the brief, which shows it."""
    command: str
    """What makes that which it draws; ``STUDY`` stands for the study's folder."""


_LEFT_OUT = N_("its section was left out of the brief, by choice")
_READ = "rantau add STUDY FILE...; rantau run STUDY"
FIGURES = (
    Wanted("corridors", N_("Corridors by number of migrants and by exposure, as a map"), "corridors",
           "rantau run STUDY"),
    Wanted("journeys", N_("Journeys from origin by channel to how they ended"), "scenarios",
           "rantau simulate STUDY --draws 200; rantau run STUDY"),
    Wanted("profiles", N_("The seven dimensions of human security by country, with intervals"), "profiles",
           "rantau run STUDY"),
    Wanted("stance", N_("Punitive and protective stance of states over the years"), "answers", _READ),
    Wanted("conflicts", N_("Claims that conflict, side by side"), "conflicts", _READ),
    Wanted("agreements", N_("Claims that agree, side by side"), "standing", _READ),
    Wanted("lineage", N_("Who quotes whom, down to the root sources"), "lineage", _READ),
    Wanted("scenarios", N_("What scenarios change against the baseline"), "scenarios",
           "rantau simulate STUDY --scenario NAME --draws 200; rantau run STUDY"),
    Wanted("mechanisms", N_("Which lever of a scenario made the difference"), "scenarios",
           "rantau simulate STUDY --scenario NAME --draws 200 --explain entered_exploitation; rantau run STUDY"),
    Wanted("sensitivity", N_("What the simulated changes hang on"), "scenarios",
           "rantau sensitivity STUDY --scenario NAME; rantau run STUDY"),
    Wanted("themes", N_("Themes with their codes"), "framing",
           "rantau themes STUDY --put NAME --code CODE; rantau run STUDY"),
)  # fmt: skip
"""In the order of the brief's argument."""


def figure_files(
    material: BriefMaterial,
    drawn: Mapping[str, tuple[Picture, Figure]],
    suffix: str = "",
    leave_out: Collection[BriefSection] = (),
) -> dict[str, bytes]:
    """The set: ``figures/NAME.svg``, ``.png`` (300 dots an inch at 170 mm), ``.pdf``, ``.csv`` and ``.json``.

    Args:
        material: Of the brief, without what is withheld.
        drawn: Each picture that there is, with the block that shows it in the brief.
        suffix: That is put into the names of files, as the index names them.
        leave_out: Sections that the brief leaves out, and their figures with them.
    """
    made: dict[str, bytes] = {}
    told: list[dict[str, Any]] = []
    for wanted in FIGURES:
        if wanted.name not in drawn:
            continue
        one, block = drawn[wanted.name]
        said = _said(material, one, block)
        names = {form: f"{one.name}{suffix}.{form}" for form in ("svg", "png", "pdf", "csv", "json")}
        svg = drawn_alone(one.spec, said)
        png, pdf = png_and_pdf(svg, PRINTED, material.as_of)
        made[f"figures/{one.name}.svg"] = with_fonts(svg).encode("utf-8")
        made[f"figures/{one.name}.png"], made[f"figures/{one.name}.pdf"] = png, pdf
        made[f"figures/{one.name}.csv"] = _csv(one.rows)
        record = {"name": one.name, **said, "printed_mm": PRINTED, "language": current(), "files": names}
        made[f"figures/{one.name}.json"] = _json({**record, "rows": one.rows})
        made[f"figures/{one.name}.spec.json"] = _json(one.spec, indent=None)
        told.append(record)
    missing = [
        {"name": one.name, "what": gettext(one.what), "command": one.command}
        if one.section not in leave_out
        else {"name": one.name, "what": gettext(one.what), "command": "", "why": gettext(_LEFT_OUT)}
        for one in FIGURES
        if one.name not in drawn
    ]
    made["figures/index.json"] = _json({"figures": told, "missing": missing})
    made["figures/index.html"] = _index(material, told, missing)
    return made


def _said(material: BriefMaterial, one: Picture, block: Figure) -> dict[str, Any]:
    return dict(printable(asdict(about(material, one, block))))


def drawn_alone(drawing: Mapping[str, Any] | str, said: Mapping[str, Any]) -> str:
    """A figure as SVG with what it says of itself, without its fonts.

    Args:
        drawing: Its picture, as a Vega-Lite specification or as SVG without its fonts.
        said: The fields of :class:`rantau.brief.alone.About`; others are not looked at.
    """
    names = {one.name for one in fields(About)}
    svg = drawing if isinstance(drawing, str) else bare_picture(drawing)
    return standing_alone(svg, About(**{name: said[name] for name in names}))


def undrawn(material: BriefMaterial, one: Picture, block: Figure) -> bytes:
    """A figure as JSON that is drawn when somebody looks at it: its record as in the set, its rows, and its picture."""
    record = {"name": one.name, **_said(material, one, block), "language": current()}
    spec = printable(in_language(one.spec))
    return _json({**record, "rows": printable(one.rows), "spec": spec}, indent=None)


def drawn_files(
    pictures: Iterable[Picture],
) -> tuple[dict[str, bytes], dict[str, tuple[str, bytes]]]:
    """Figures of another document than the brief: each as SVG, PNG, CSV and specification; and the drawings by name."""
    made: dict[str, bytes] = {}
    drawings: dict[str, tuple[str, bytes]] = {}
    for one in pictures:
        svg, png = drawings[one.name] = picture(printable(in_language(one.spec)))
        made[f"figures/{one.name}.svg"], made[f"figures/{one.name}.png"] = svg.encode("utf-8"), png
        made[f"figures/{one.name}.csv"] = _csv(printable(one.rows))
        made[f"figures/{one.name}.json"] = _json(printable(in_language(one.spec)), indent=None)
    return made, drawings


def _index(material: BriefMaterial, told: Sequence[Mapping[str, Any]], missing: Sequence[Any]) -> bytes:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(
        (files("rantau.brief") / "templates" / "figures.html.j2").read_text(encoding="utf-8")
    )
    page = template.render(
        language=current(),
        title=fill("Figures: {study}", study=printable(material.title.strip() or gettext("Evidence brief"))),
        intro=gettext(
            "Each figure is one file that says itself what it shows, how to read it, and where it is from; it reads in "
            "black and white. Beside it lie its data."
        ),
        figures=told,
        missing=missing,
        missing_title=gettext("Not there yet"),
        missing_words=gettext("Nothing is drawn without data. These commands make it:"),
        forms={
            "svg": "SVG", "png": gettext("PNG, 300 dots an inch"), "pdf": "PDF", "csv": gettext("data (CSV)"),
            "json": gettext("data and description (JSON)"),
        },
    )  # fmt: skip
    return (page.strip() + "\n").encode("utf-8")


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    fields: Iterable[str] = rows[0]
    writer = csv.DictWriter(out, fieldnames=list(fields), lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode("utf-8")


def _json(value: Any, indent: int | None = 1) -> bytes:
    separators = (",", ":") if indent is None else None
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    return (text + "\n").encode("utf-8")
