"""``rantau screen CASES``: case records read against the rules, never decided."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rantau.cli.screen import echo, print_csv, print_json, print_table
from rantau.framework.errors import BadInput

if TYPE_CHECKING:
    from rantau.policy.screening import ScreenedTable
    from rantau.policy.screening.intake import Intake

__all__ = ["register"]

_MOST_BYTES = 4 * 2**30
_SHOWN = 20


class FormKind(StrEnum):
    """What the interview form is written as."""

    MARKDOWN = "md"
    HTML = "html"


def _data(path: Path) -> bytes:
    if path.stat().st_size > _MOST_BYTES:
        raise BadInput(f"{path.name} is larger than 4 GiB; split it and screen the parts")
    return path.read_bytes()


def _write_csv(taken: Intake, screened: ScreenedTable) -> None:
    import polars as pl

    from rantau.policy.screening import NOTICE

    frame = screened.frame.with_columns(pl.lit(NOTICE).alias("notice"))
    frame.insert_column(0, pl.Series("record", taken.record_names, dtype=pl.String))
    # A spreadsheet must not take a text for a formula.
    frame = frame.with_columns(pl.col(pl.String).str.replace(r"^([=+\-@\t\r])", "'${1}"))
    sys.stdout.flush()
    sys.stdout.write(frame.write_csv())


def _records(taken: Intake, screened: ScreenedTable, most: int | None = None) -> list[dict[str, Any]]:
    names = taken.record_names
    asks = {one.key: one.ask for one in screened.rules.questions}
    found = []
    for row in range(min(len(names), len(names) if most is None else most)):
        said = screened.record(row)
        found.append(
            {
                "record": names[row],
                "outcome": said.outcome,
                "labels": list(said.labels),
                "reasons": list(said.reasons),
                "urgent": list(said.urgent),
                "notes": list(said.notes),
                "ask": [{"key": key, "ask": asks[key]} for key in said.ask],
            }
        )
    return found


def _show(taken: Intake, screened: ScreenedTable) -> None:
    from rantau.policy.screening import NOTICE

    echo(NOTICE)
    mapped = taken.mapped
    echo(f"{mapped.cases.size:,} records, columns by {mapped.layout}: {', '.join(mapped.used)}.")
    if mapped.left:
        echo(f"Not read as answers: {', '.join(mapped.left)}.")
    for note in taken.notes:
        echo(note)
    for one in _records(taken, screened, _SHOWN):
        echo()
        echo(f"Record {one['record']}: {'; '.join(one['labels'])}")
        for text in one["urgent"]:
            echo(f"  URGENT {text}")
        for text in (*one["notes"], *one["reasons"]):
            echo(f"  {text}")
        for number, question in enumerate(one["ask"][:3], start=1):
            echo(f"  Ask {number}: {question['ask']}")
    if mapped.cases.size > _SHOWN:
        echo()
        echo(f"And {mapped.cases.size - _SHOWN:,} more; --csv or --json gives all, --table gives counts.")


def _table(
    taken: Intake, screened: ScreenedTable, columns: str, smallest: int, *, as_json: bool, as_csv: bool
) -> None:
    from rantau.policy.disclosure import count_table, suppress

    frame = taken.frame.with_columns(screened.frame["outcome"].alias("outcome"))
    names = [column.strip() for column in columns.split(",") if column.strip()]
    safe = suppress(count_table(frame, names), smallest)
    rows = [{**row, "count": "withheld" if row["count"] is None else row["count"]} for row in safe.rows()]
    if as_json:
        print_json(
            {"smallest": smallest, "withheld": safe.small, "withheld_with_them": safe.more, "cells": rows}
        )
    elif as_csv:
        print_csv(rows, [*names, "count"])
    else:
        print_table([*names, "count"], [[row[name] for name in (*names, "count")] for row in rows])
        echo(
            f"{safe.small} cells are withheld since they are from 1 to {smallest - 1}, and {safe.more} more so that no "
            "total gives those away. Outcomes are first readings by rules, not determinations."
        )


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
    table: Annotated[
        str,
        typer.Option(
            help="Counts by one to three columns, fit to leave: outcome,nationality.", metavar="COLUMNS"
        ),
    ] = "",
    min_cell: Annotated[int, typer.Option(help="Smallest count that may be shown.", min=2, max=10_000)] = 10,
    privacy: Annotated[
        str,
        typer.Option(
            help="k-anonymity, l-diversity and rare combinations of these columns.", metavar="COLUMNS"
        ),
    ] = "",
    form: Annotated[
        FormKind | None, typer.Option(help="Print the interview form, as Markdown or HTML.")
    ] = None,
) -> None:
    """Read case records against act, means and purpose.

    What they indicate, why, what to ask next, and what cannot wait. Never a final determination.
    """
    from rantau.policy.screening import interview_form, read_mapping, screen_table
    from rantau.policy.screening.intake import take_in

    if form is not None:
        echo(interview_form(form.value).rstrip())
        return
    if cases is None:
        raise BadInput("name a file of case records, or give --form md for the interview form")
    own = None
    if mapping is not None:
        try:
            own = read_mapping(mapping.read_text(encoding="utf-8"), mapping.name)
        except UnicodeDecodeError:
            raise BadInput(f"{mapping.name} is not UTF-8 text; save it in UTF-8 and try again") from None
    taken = take_in(_data(cases), cases.name, own, pseudonymise=pseudonymise)
    screened = screen_table(taken.mapped.cases)
    if privacy:
        from rantau.policy.disclosure import anonymity_report

        frame = taken.frame.with_columns(screened.frame["outcome"].alias("outcome"))
        names = [column.strip() for column in privacy.split(",") if column.strip()]
        report = anonymity_report(frame, names, ["outcome"] if "outcome" not in names else [], min_cell)
        for sentence in report.sentences:
            echo(sentence)
    elif table:
        _table(taken, screened, table, min_cell, as_json=as_json, as_csv=as_csv)
    elif as_csv:
        _write_csv(taken, screened)
    elif as_json:
        from rantau.policy.screening import NOTICE

        print_json({"notice": NOTICE, "notes": list(taken.notes), "records": _records(taken, screened)})
    else:
        _show(taken, screened)


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(screen)
