"""``codebook``, ``suggest`` and ``codes``; :mod:`rantau.cli.code` has the acts of coders."""

from __future__ import annotations

from typing import Annotated

import typer

from rantau.cli import code
from rantau.cli.screen import echo, print_json, show_rows, stage_progress
from rantau.cli.study import AsJson, StudyPath, open_study

__all__ = ["register"]

AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV, for a spreadsheet.")]


def codebook(
    path: StudyPath,
    graph: Annotated[
        bool, typer.Option("--graph", help="The concept graph, with the passages that speak of each arrow.")
    ] = False,
    retired: Annotated[
        bool, typer.Option("--retired", help="Show retired codes too, and what took their place.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the study's codes.

    Each with its definition, when to use it and when not, and how often it is used.
    """
    from rantau.study.coding_desk import CodingDesk
    from rantau.study.coding_listings import codebook_rows
    from rantau.study.coding_reports import graph_report

    with open_study(path) as study:
        desk = CodingDesk(study)
        view = desk.view()
        if graph:
            report = graph_report(view)
            if as_json:
                print_json(report)
                return
            rows = report["arrows"]
            columns: tuple[str, ...] = ("from", "sign", "to", "passages", "documents", "why")
        else:
            rows = codebook_rows(desk.codebook, view.judged, retired=retired)
            columns = ("id", "name", "polarity", "passages", "suggestions", "definition")
            if retired:
                columns = (*columns, "successors")
        notes = view.notes
    show_rows(rows, columns, as_json=as_json, as_csv=as_csv)
    if not (as_json or as_csv):
        for note in notes:
            echo(note)


def suggest(
    path: StudyPath,
    threshold: Annotated[
        float | None, typer.Option(help="Least probability; by default the study's.", min=0.0, max=1.0)
    ] = None,
    coder: Annotated[str | None, typer.Option(help="Who codes; by default RANTAU_USER.")] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the codes that are suggested and wait for you.

    Runs the stages that this needs. 'rantau code STUDY accept' and 'reject' decide on them; until then they are no
    codings.
    """
    from rantau.study.coding_desk import CodingDesk
    from rantau.study.coding_listings import check_threshold, suggestion_rows

    with open_study(path) as study:
        desk = CodingDesk(study, coder)
        check_threshold(desk, threshold)
        with stage_progress() as progress:
            reports = [study.run("corpus", progress=progress), study.run("coding", progress=progress)]
        for problem in (one for report in reports for one in report.problems):
            typer.echo(f"  {problem}", err=True)
        rows = suggestion_rows(desk, threshold)
    columns = ("document", "page", "code", "polarity", "probability", "why", "quote", "id")
    show_rows(rows, columns, as_json=as_json, as_csv=as_csv)


def codes(path: StudyPath, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the passages that have codes, and how each code stands.

    Accepted, contested or rejected by people; machine-coded or proposed otherwise.
    """
    from rantau.study.coding_desk import CodingDesk
    from rantau.study.coding_listings import code_rows

    with open_study(path) as study:
        view = CodingDesk(study).view()
        rows = code_rows(view)
        notes = view.notes
    if as_json:
        print_json(rows)
        return
    flat = [
        {"document": row["document"], "page": row["page"], "passage": row["passage"], **one}
        for row in rows
        for one in row["codes"]
    ]
    columns = ("document", "page", "passage", "code", "polarity", "probability", "status")
    show_rows(flat, columns, as_json=False, as_csv=as_csv)
    if not as_csv:
        for note in notes:
            echo(note)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (codebook, suggest, codes):
        app.command()(command)
    app.add_typer(code.app, name="code")
