"""``agree``, ``analyse``, ``themes`` and ``rigour``: what can be said of a study's coding as a whole."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from rantau.cli.screen import echo, print_csv, print_json, print_table, show_rows
from rantau.cli.study import AsJson, StudyPath, open_study
from rantau.framework.errors import BadInput

__all__ = ["register"]

AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV, for a spreadsheet.")]
Seed = Annotated[int | None, typer.Option(help="Where chance starts from; by default the study's.", min=0)]


class Level(StrEnum):
    """What coders are compared on."""

    passages = "passages"
    characters = "characters"


class Section(StrEnum):
    """The parts of the analysis."""

    framing = "framing"
    human_security = "human-security"
    actors = "actors"
    arrows = "arrows"
    saturation = "saturation"
    cooccurrence = "cooccurrence"
    negative = "negative"


_PARTS: dict[Section, tuple[str, str, tuple[str, ...]]] = {
    Section.framing: (
        "framing",
        "Threat framing against rights framing (1: all threat, -1: all rights)",
        ("grouping", "group", "threat", "rights", "both", "balance", "low", "high", "documents", "machine"),
    ),
    Section.human_security: (
        "human_security",
        "Dimensions of human security",
        (
            "grouping",
            "group",
            "dimension",
            "insecurity",
            "protection",
            "passages",
            "of",
            "share",
            "low",
            "high",
        ),
    ),
    Section.actors: (
        "actors_and_measures",
        "Securitizing actors and measures told of together",
        ("actor", "measure", "passages", "documents"),
    ),
    Section.arrows: (
        "arrows",
        "Arrows of the concept graph: passages that speak of both ends",
        ("from", "sign", "to", "passages", "documents"),
    ),
    Section.saturation: (
        "saturation",
        "Saturation: codes that each further document brings",
        ("documents", "document", "codes", "expected", "low", "high", "new"),
    ),
    Section.cooccurrence: (
        "cooccurrence",
        "Codes that stand together",
        ("first", "second", "together", "either", "jaccard", "lift"),
    ),
    Section.negative: (
        "negative_cases",
        "Negative cases",
        ("code", "polarity", "against", "document", "page", "passage"),
    ),
}


def agree(
    path: StudyPath,
    level: Annotated[
        Level, typer.Option(help="Compare coders on passages, or on every character.")
    ] = Level.passages,
    polarity: Annotated[bool, typer.Option("--polarity", help="Tell polarities apart.")] = False,
    segments: Annotated[
        bool, typer.Option("--segments", help="Krippendorff's alpha for unitizing too.")
    ] = False,
    samples: Annotated[
        int, typer.Option(help="Bootstrap samples for the intervals.", min=0, max=100_000)
    ] = 1000,
    seed: Seed = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Measure how far coders agree.

    Per code and over all, with 95 % intervals; on their own codings, before differences were settled.
    """
    from rantau.study.coding_desk import CodingDesk
    from rantau.study.coding_reports import agreement_notes, agreement_of, agreement_report, agreement_rows

    with open_study(path) as study:
        view = CodingDesk(study).view()
        found = agreement_of(
            view,
            level="units" if level is Level.passages else "characters",
            polarity=polarity,
            segments=segments,
            samples=samples,
            seed=study.settings.study.seed if seed is None else seed,
        )
        notes = view.notes
    if as_json:
        print_json(agreement_report(found, notes))
        return
    rows = agreement_rows(found)
    if as_csv:
        print_csv(rows, ("code",))
        return
    names = [
        name
        for name in ("alpha", "cohen", "fleiss", "ac1", "percent", "alpha_u", "u_alpha")
        if any(name in row for row in rows)
    ]
    echo(f"{found.documents} document(s), {len(found.coders)} coder(s): {', '.join(found.coders) or 'none'}")
    print_table(
        ("code", "codings", "marked", "judged", *names),
        [
            (
                row["code"],
                row["codings"],
                row["marked"],
                row["judged"],
                *(_interval(row, name) for name in names),
            )
            for row in rows
        ],
    )
    for note in (*agreement_notes(found), *notes):
        echo(note)


def _interval(row: dict[str, Any], name: str) -> str:
    value, low, high = (row.get(key) for key in (name, f"{name}_low", f"{name}_high"))
    if value is None:  # there is none, or this coefficient is not for this row
        return "-"
    return f"{value:.2f}" + (f" ({low:.2f} to {high:.2f})" if low is not None else "")


def analyse(
    path: StudyPath,
    part: Annotated[Section | None, typer.Option(help="Only this part; needed for --csv.")] = None,
    orders: Annotated[
        int, typer.Option(help="Random orders for the saturation curve.", min=1, max=100_000)
    ] = 1000,
    seed: Seed = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Say what the codings show.

    Framing and human security by country, kind of source and year; actors and measures; arrows of the concept graph;
    saturation; codes that stand together; negative cases. Always with whose codings it rests on.
    """
    from rantau.study.coding_desk import CodingDesk
    from rantau.study.coding_reports import analysis_report

    if as_csv and part is None:
        raise BadInput("a CSV holds one part of the analysis; say which with --part")
    with open_study(path) as study:
        report = analysis_report(
            CodingDesk(study).view(),
            orders=orders,
            seed=study.settings.study.seed if seed is None else seed,
        )
    if as_json:
        kept = {"basis", "notes", _PARTS[part][0]} if part else set(report)
        print_json({name: value for name, value in report.items() if name in kept})
        return
    if as_csv:
        assert part is not None
        rows = [{**row, "basis": report["basis"]["words"]} for row in _rows(report, part)]
        print_csv(rows, (*_PARTS[part][2], "basis"))
        return
    echo(report["basis"]["words"])
    for note in report["notes"]:
        if note != report["basis"]["words"]:
            echo(note)
    for section in [part] if part else list(Section):
        _, title, columns = _PARTS[section]
        echo()
        echo(f"{title}{' (machine-coded)' if report['basis']['machine_coded'] else ''}")
        if section is Section.saturation:
            echo(report["saturation"]["words"])
        rows = _rounded(_rows(report, section))
        if section is Section.human_security:
            rows = [row for row in rows if row["passages"]]  # the whole table is in --json and --csv
        show_rows(rows, columns, as_json=False)


def _rows(report: dict[str, Any], part: Section) -> list[dict[str, Any]]:
    found: Any = report[_PARTS[part][0]]
    if part is Section.saturation:
        found = found["steps"]
    if part is Section.negative:
        found = [
            {"code": row["code"], "polarity": row["polarity"], **case}
            for row in found
            for case in row["cases"]
        ]
    return list(found)


def _rounded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {name: round(value, 2) if isinstance(value, float) else value for name, value in row.items()}
        for row in rows
    ]


def themes(
    path: StudyPath,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Show which codes stand together more often than by chance.")
    ] = False,
    put: Annotated[
        str, typer.Option(help="Make a theme of this name, or change it; give its --code.", metavar="NAME")
    ] = "",
    code: Annotated[list[str] | None, typer.Option(help="A code of the theme; repeat it.")] = None,
    definition: Annotated[str, typer.Option(help="What the theme is.")] = "",
    remove: Annotated[str, typer.Option(help="Take this theme away.", metavar="NAME")] = "",
    reason: Annotated[str, typer.Option(help="Why it is changed; it is kept.")] = "",
    picture: Annotated[
        Path | None, typer.Option(help="Write the map of themes as an SVG.", metavar="FILE.svg")
    ] = None,
    seed: Seed = None,
    as_json: AsJson = False,
) -> None:
    """List the themes and how their codes stand together.

    A theme groups codes; people make them. 'rantau code STUDY undo' takes a change back.
    """
    from rantau.study.coding_acts import put_theme, remove_theme
    from rantau.study.coding_desk import CodingDesk
    from rantau.study.coding_reports import themes_of, themes_report

    if code and not put:
        raise BadInput("codes belong to a theme; name it with --put")
    with open_study(path) as study:
        desk = CodingDesk(study)
        if put:
            put_theme(desk, put, code or (), definition, reason)
        if remove:
            remove_theme(desk, remove, reason)
        view = desk.view()
        report = themes_report(
            view, suggest=suggest, seed=study.settings.study.seed if seed is None else seed
        )
        if picture is not None:
            _draw(themes_of(view), picture)
    if as_json:
        print_json(report)
        return
    if report["basis"]["machine_coded"]:
        echo(report["basis"]["words"])
    show_rows(report["themes"], ("name", "definition", "codes", "passages", "documents", "id"), as_json=False)
    if suggest:
        echo()
        echo("Codes that stand together more often than by chance (a suggestion; a person makes a theme):")
        show_rows(report["suggested"], ("codes", "passages"), as_json=False)
    if picture is not None:
        echo(f"The map: {picture}")


def _draw(found: Any, picture: Path) -> None:
    from rantau.brief.render import chart_svg
    from rantau.coding.theme_picture import theme_map_chart
    from rantau.study.sources import write_atomically

    write_atomically(picture, chart_svg(theme_map_chart(found)).encode("utf-8"))


def rigour(path: StudyPath, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Show how far the audit trail bears out the analysis.

    The six phases of thematic analysis and four criteria of trustworthiness: what the trail shows, and what is missing.
    """
    from dataclasses import asdict

    from rantau.study.coding_desk import CodingDesk
    from rantau.study.coding_rigour import rigour as check

    with open_study(path) as study:
        rows = [asdict(one) for one in check(CodingDesk(study).view())]
    columns = ("name", "met", "shown", "missing", "command")
    if as_json or as_csv:
        show_rows(rows, columns, as_json=as_json, as_csv=as_csv)
        return
    show_rows([{**row, "met": "yes" if row["met"] else "no"} for row in rows], columns, as_json=False)
    echo("The trail shows what was recorded; what was done and not recorded it cannot show.")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (agree, analyse, themes, rigour):
        app.command()(command)
