"""``rantau import-data``: a publisher's data file into a study's tables, with an account."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rantau.cli.screen import echo, print_json, print_table
from rantau.cli.study import AsJson, StudyPath, open_study
from rantau.framework.errors import RantauError

if TYPE_CHECKING:
    from rantau.study.importing import ImportReport

__all__ = ["register"]

_SHOWN = 10


class OnContradiction(StrEnum):
    """What to do where the study says otherwise."""

    STOP = "stop"
    KEEP = "keep"
    REPLACE = "replace"


def import_data(
    path: StudyPath,
    file: Annotated[
        Path,
        typer.Argument(help="The file as its publisher gives it: CSV, XLSX, XLS, ZIP or GZ.", metavar="FILE"),
    ],
    layout: Annotated[
        str,
        typer.Option(
            "--as",
            help="Its layout: un-desa, world-bank, unhcr, acled, ctdc, undp, ilostat or v-dem; by default recognised.",
            metavar="LAYOUT",
        ),
    ] = "",
    series: Annotated[
        list[str] | None,
        typer.Option(help="Take this series as a new indicator if rantau has none for it; repeat it."),
    ] = None,
    place: Annotated[
        list[str] | None, typer.Option(help="Take this country too, beside the study's own; repeat it.")
    ] = None,
    everywhere: Annotated[bool, typer.Option("--everywhere", help="Take all countries.")] = False,
    contradictions: Annotated[
        OnContradiction,
        typer.Option(
            help="Where the study's tables say otherwise: write nothing, keep them, or replace them."
        ),
    ] = OnContradiction.STOP,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be taken; write nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take the figures of a publisher's data file into a study.

    Says what was taken, and what was skipped and why.
    """
    from rantau.study.importing import import_data as run

    with open_study(path) as study:
        report = run(
            study,
            file,
            layout=layout or None,
            series=series or (),
            places=place or (),
            everywhere=everywhere,
            contradictions=contradictions.value,
            dry_run=dry_run,
        )
    if as_json:
        print_json(_as_json(report))
    else:
        _tell(report)
    if report.outcome == "stopped":
        raise RantauError(
            f"{file.name}: the study has another figure for {len(report.contradictions)} of its rows, so nothing was "
            "written; run it again with --contradictions keep or --contradictions replace"
        )


def _as_json(report: ImportReport) -> dict[str, Any]:
    published = report.published
    return {
        "file": report.file,
        "sha256": report.sha256,
        "layout": published.layout,
        "table": published.table,
        "source": published.source,
        "outcome": report.outcome,
        "taken": [asdict(one) for one in published.taken],
        "skipped": [asdict(one) for one in published.skipped],
        "remarks": list(published.remarks),
        "added": dict(report.added),
        "replaced": dict(report.replaced),
        "already_there": report.already,
        "over_baseline": report.over_baseline,
        "contradictions": [asdict(one) for one in report.contradictions],
    }


def _tell(report: ImportReport) -> None:
    published = report.published
    echo(f"{published.source} (layout {published.layout}, {published.table})")
    for remark in published.remarks:
        echo(f"  {remark}")
    echo()
    if published.taken:
        print_table(
            ("taken as", "series", "places", "years", "rows"),
            [
                (
                    f"{one.indicator}{' (new)' if one.new else ''}",
                    one.series,
                    one.places,
                    str(one.first_year)
                    if one.first_year == one.last_year
                    else f"{one.first_year} to {one.last_year}",
                    one.rows,
                )
                for one in published.taken
            ],
        )
    else:
        echo("Nothing was taken.")
    if published.skipped:
        echo()
        print_table(
            ("skipped", "of", "why", "for example"),
            [(one.count, one.of, one.reason, ", ".join(one.examples)) for one in published.skipped],
        )
    if report.contradictions:
        echo()
        print_table(
            ("differs", "the study", "the file", "where"),
            [
                (one.about, f"{one.here} ({one.source})", one.there, f"{one.table}, line {one.line}")
                for one in report.contradictions[:_SHOWN]
            ],
        )
        if len(report.contradictions) > _SHOWN:
            echo(f"and {len(report.contradictions) - _SHOWN} more; --json lists them all")
    echo()
    echo(_outcome(report))


def _outcome(report: ImportReport) -> str:
    def counted(rows: dict[str, int]) -> str:
        return ", ".join(f"{count} in data/{table}" for table, count in rows.items() if count) or "none"

    words = f"Rows that are new: {counted(dict(report.added))}."
    if any(report.replaced.values()):
        words += f" Rows replaced: {counted(dict(report.replaced))}."
    if report.already:
        words += f" Already there: {report.already}."
    if report.over_baseline:
        words += f" Figures of the baseline that they take the place of: {report.over_baseline}."
    endings = {
        "written": "Written. Next: rantau run",
        "nothing new": "The study has them all; nothing was written.",
        "stopped": "Nothing was written.",
        "dry run": "A dry run: nothing was written.",
    }
    return f"{words}\n{endings[report.outcome]}"


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("import-data")(import_data)
