"""``report``: the thematic report, as a journal's methods section wants it."""

from __future__ import annotations

from typing import Annotated

import typer

from rantau.cli.screen import echo, stage_progress
from rantau.cli.study import StudyPath, open_study
from rantau.framework.errors import BadInput

__all__ = ["register"]


_MISSING = {
    "codings": "codings by people",
    "double": "documents coded by two people",
    "themes": "themes with definitions",
    "reflexivity": "the analysts' own account of where they stand ([report] in study.toml)",
    "ethics": "who reviewed the study, or why nobody had to ([report] in study.toml)",
}


def report(
    path: StudyPath,
    language: Annotated[
        list[str] | None,
        typer.Option(
            help="Of the report's own words: en or id; repeat it for both. By default those of the brief.",
            metavar="CODE",
        ),
    ] = None,
) -> None:
    """Write the thematic report: what was coded, by whom, how surely, and what themes came of it.

    With the six phases, agreement, saturation, the criteria of trustworthiness, the COREQ and SRQR checklists, the
    codebook as an appendix, and a methods section to paste. It says what is missing.
    """
    from rantau.framework.language import LANGUAGES
    from rantau.study.thematic_report import report_folder, write_thematic_report

    for one in language or ():
        if one not in LANGUAGES:
            raise BadInput(f"there is no language {one!r}; there are {', '.join(LANGUAGES)}")
    with open_study(path) as study, stage_progress() as progress:
        written = write_thematic_report(study, languages=language or (), progress=progress)
        folder = report_folder(study).path
    echo(f"The thematic report: {folder / 'thematic-report.html'} (also .pdf and .docx)")
    echo(f"A methods section to paste: {folder / 'methods-section.txt'}")
    if written.machine:
        echo(
            f"Machine-coded: {written.machine:,} of {written.machine + written.people:,} codes on passages are "
            "suggestions that no person has accepted; the report says so throughout."
        )
    for name in written.missing:
        echo(f"Missing: {_MISSING[name]}.")


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(report)
