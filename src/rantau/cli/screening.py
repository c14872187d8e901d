"""``rantau screen CASES``: case records read against the rules, never decided."""

from __future__ import annotations

import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rantau.cli.screen import echo, print_csv, print_json, print_table, stage_progress
from rantau.framework.errors import BadInput

if TYPE_CHECKING:
    from rantau.study.case_screening import CaseFile

__all__ = ["register"]

_SHOWN = 20
_LONG = 100_000
"""With more records than these, progress is shown."""


class FormKind(StrEnum):
    """What the interview form is written as."""

    MARKDOWN = "md"
    HTML = "html"


def _columns(text: str) -> list[str]:
    return [column.strip() for column in text.split(",") if column.strip()]


def _show(cases: CaseFile) -> None:
    from rantau.policy.screening import NOTICE
    from rantau.study.case_screening import record_rows

    echo(NOTICE)
    mapped = cases.taken.mapped
    many = "" if mapped.cases.size == 1 else "s"
    echo(f"{mapped.cases.size:,} record{many}, columns by {mapped.layout}: {', '.join(mapped.used)}.")
    if mapped.left:
        echo(f"Not read as answers: {', '.join(mapped.left)}.")
    for note in cases.notes:
        echo(note)
    for one in record_rows(cases, _SHOWN):
        echo()
        echo(f"Record {one['record']}: {'; '.join(one['labels'])}")
        if one["dates"]:
            echo(f"  When: {one['dates']}.")
        for text in one["urgent"]:
            echo(f"  URGENT {text}")
        for text in (*one["notes"], *one["reasons"]):
            echo(f"  {text}")
        if one["dimensions"]:
            echo(f"  Dimensions with strong or several indicators: {one['dimensions']}.")
        for number, question in enumerate(one["ask"][:3], start=1):
            echo(f"  Ask {number}: {question['ask']}")
    if mapped.cases.size > _SHOWN:
        echo()
        echo(f"And {mapped.cases.size - _SHOWN:,} more; --csv or --json gives all, --table gives counts.")


def _release(
    cases: CaseFile,
    names: list[str],
    smallest: int,
    private: float | None,
    ledger: Path | None,
    budget: float | None,
    *,
    as_json: bool,
    as_csv: bool,
) -> None:
    from rantau.study.case_screening import count_rows, noisy_rows, privacy_sentences

    if private is None:
        counts = count_rows(cases, names, smallest)
    elif ledger is None:
        raise BadInput("--private needs --ledger FILE, in which every release about these records is booked")
    else:
        counts = noisy_rows(cases, names, private, ledger, budget)
    if as_json:
        print_json({"note": counts.note, "cells": counts.rows})
    elif as_csv:
        print_csv(counts.rows, [*names, "count"])
    else:
        print_table([*names, "count"], [[row[name] for name in (*names, "count")] for row in counts.rows])
        echo(counts.note)
    # For the eyes of who releases; the table itself goes to the other stream.
    report = [
        line for line in privacy_sentences(cases, names, smallest) if not line.startswith(("Rare:", "And "))
    ]
    typer.echo("\n".join(["Not to be published:", *report]), err=True)


def screen(
    cases: Annotated[
        Path | None,
        typer.Argument(
            help="One row a person, no names: .csv, .xlsx or .json.", metavar="CASES", show_default=False
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print every record as JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print every record as CSV.")] = False,
    mapping: Annotated[
        Path | None, typer.Option("--map", help="What your columns mean, a TOML file.", metavar="FILE")
    ] = None,
    pseudonymise: Annotated[
        bool, typer.Option("--pseudonymise", help="Leave out or replace what names a person.")
    ] = False,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            help="Count the age of the data to this day; today by default.",
            formats=["%Y-%m-%d"],
            show_default=False,
        ),
    ] = None,
    table: Annotated[
        str,
        typer.Option(
            help="Counts by one to three columns, fit to leave: outcome,nationality.", metavar="COLUMNS"
        ),
    ] = "",
    min_cell: Annotated[int, typer.Option(help="Smallest count that may be shown.", min=2, max=10_000)] = 10,
    private: Annotated[
        float | None,
        typer.Option(
            help="With --table: counts with noise, epsilon-differentially private, instead of withheld ones.",
            metavar="EPSILON",
            show_default=False,
        ),
    ] = None,
    ledger: Annotated[
        Path | None,
        typer.Option(help="Where --private books what is spent.", metavar="FILE", show_default=False),
    ] = None,
    budget: Annotated[
        float | None,
        typer.Option(help="For a new ledger: what all releases together may lose.", show_default=False),
    ] = None,
    privacy: Annotated[
        str,
        typer.Option(
            help="k-anonymity, l-diversity, t-closeness and rare combinations of these columns.",
            metavar="COLUMNS",
        ),
    ] = "",
    form: Annotated[
        FormKind | None, typer.Option(help="Print the interview form, as Markdown or HTML.")
    ] = None,
    language: Annotated[str, typer.Option(help="Of the interview form: en or id.", metavar="CODE")] = "en",
) -> None:
    """Read case records against act, means and purpose.

    What they indicate, why, what to ask next, and what cannot wait. Never a final determination.
    """
    from rantau.framework.language import LANGUAGES, speaking
    from rantau.policy.screening import NOTICE, interview_form
    from rantau.study.case_screening import privacy_sentences, record_csv, record_rows, screen_file

    if language not in LANGUAGES:
        raise BadInput(f"there is no language {language!r}; there are {', '.join(LANGUAGES)}")
    if form is not None:
        with speaking(language):
            echo(interview_form(form.value).rstrip())
        return
    if cases is None:
        raise BadInput("name a file of case records, or give --form md for the interview form")
    if private is not None and not table:
        raise BadInput("--private needs --table COLUMNS: what is counted")
    day = as_of.date() if as_of else date.today()
    file = screen_file(cases, mapping, pseudonymise=pseudonymise, as_of=day)
    if privacy:
        for sentence in privacy_sentences(file, _columns(privacy), min_cell):
            echo(sentence)
    elif table:
        _release(file, _columns(table), min_cell, private, ledger, budget, as_json=as_json, as_csv=as_csv)
    elif as_csv:
        sys.stdout.flush()
        size, done = file.taken.mapped.cases.size, 0
        with stage_progress() as bars:
            for part, read in record_csv(file):
                sys.stdout.write(part)
                done += read
                if size > _LONG:
                    bars("screening", done, size, "")
    elif as_json:
        print_json({"notice": NOTICE, "notes": list(file.notes), "records": record_rows(file)})
    else:
        _show(file)


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(screen)
