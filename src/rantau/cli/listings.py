"""``citations`` and ``references``: what was found, as a table or JSON."""

from __future__ import annotations

import typer

from rantau.cli.screen import show_rows
from rantau.cli.study import AsJson, StudyPath, open_study

__all__ = ["register"]


def citations(path: StudyPath, as_json: AsJson = False) -> None:
    """List the in-text citations.

    Each is matched to a reference, ambiguous, or dangling.
    """
    from rantau.study.listings import citation_rows

    with open_study(path) as study:
        rows = citation_rows(study)
    show_rows(rows, ("document", "page", "text", "status", "reference"), as_json=as_json)


def references(path: StudyPath, as_json: AsJson = False) -> None:
    """List the documents' reference entries.

    With how often each is cited.
    """
    from rantau.study.listings import reference_rows

    with open_study(path) as study:
        rows = reference_rows(study)
    show_rows(rows, ("key", "authors", "year", "title", "cited"), as_json=as_json)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (citations, references):
        app.command()(command)
