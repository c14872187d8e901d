"""``figures``: the set of figures, what makes those that are missing, and the set as a ZIP."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rantau.cli.screen import echo, print_json, print_table
from rantau.cli.study import AsJson, StudyPath, open_study

__all__ = ["register"]


def figures(
    path: StudyPath,
    archive: Annotated[
        Path | None, typer.Option("--zip", help="Write the whole set as a ZIP.", metavar="FILE.zip")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the figures of the brief.

    Each is an SVG, a PNG of 300 dots an inch and a PDF that read by themselves in black and white, with their data
    beside them. Of a figure that is missing: the command that makes what it draws.
    """
    from rantau.study.figure_files import figure_set, figure_zip
    from rantau.study.sources import write_atomically

    with open_study(path) as study:
        found = figure_set(study)
        if archive is not None:
            write_atomically(archive, figure_zip(study))
        folder = study.path / "out" / "figures"
    if as_json:
        print_json({"figures": list(found.figures), "missing": list(found.missing)})
        return
    print_table(
        ("figure", "title", "files"),
        [(one["name"], one["title"], ", ".join(one["files"].values())) for one in found.figures],
    )
    if found.missing:
        echo()
        print_table(
            ("not there yet", "what it would show", "what makes it"),
            [
                (one["name"], one["what"], one["command"].replace("STUDY", str(path)) or one["why"])
                for one in found.missing
            ],
        )
    echo()
    echo(f"All on one page: {folder / 'index.html'}")
    if archive is not None:
        echo(f"The set: {archive}")


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(figures)
