"""``citations``, ``references`` and ``claims``: what was found, as a table or JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import typer

from rantau.cli.screen import print_json, print_table
from rantau.cli.study import AsJson, StudyPath, open_study

__all__ = ["register"]


def _show(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], as_json: bool) -> None:
    if as_json:
        print_json(list(rows))
        return

    def cell(value: Any) -> str:
        if isinstance(value, (list, tuple)):
            return "; ".join(cell(item) for item in value)
        if isinstance(value, Mapping):
            return " ".join(str(part) for part in value.values() if part)
        return "" if value is None else str(value)

    print_table(columns, [[cell(row[column]) for column in columns] for row in rows])


def citations(path: StudyPath, as_json: AsJson = False) -> None:
    """List the in-text citations.

    Each is matched to a reference, ambiguous, or dangling.
    """
    from rantau.study.listings import citation_rows

    with open_study(path) as study:
        rows = citation_rows(study)
    _show(rows, ("document", "page", "text", "status", "reference"), as_json)


def references(path: StudyPath, as_json: AsJson = False) -> None:
    """List the documents' reference entries.

    With how often each is cited.
    """
    from rantau.study.listings import reference_rows

    with open_study(path) as study:
        rows = reference_rows(study)
    _show(rows, ("key", "authors", "year", "title", "cited"), as_json)


def claims(path: StudyPath, as_json: AsJson = False) -> None:
    """List the claims.

    Statements of quantity, each with its quotation and page.
    """
    from rantau.study.listings import claim_rows

    with open_study(path) as study:
        rows = claim_rows(study)
    _show(rows, ("document", "page", "value", "unit", "indicator", "places", "quote"), as_json)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (citations, references, claims):
        app.command()(command)
