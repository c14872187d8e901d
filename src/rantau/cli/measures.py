"""``rantau measures STUDY``: what states did, and where they stand on two axes that are never netted."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from rantau.cli.screen import echo, show_rows
from rantau.cli.study import AsJson, StudyPath, open_study
from rantau.framework.errors import BadInput

__all__ = ["AsCsv", "measures"]

AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV, for a spreadsheet.")]


class MeasureView(StrEnum):
    """What to show of measures."""

    register = "register"
    stance = "stance"
    years = "years"
    dimensions = "dimensions"
    gap = "gap"
    changes = "changes"
    pace = "pace"
    contrasts = "contrasts"
    proposed = "proposed"
    agreement = "agreement"


def measures(
    path: StudyPath,
    show: Annotated[MeasureView, typer.Option(help="What to show.")] = MeasureView.register,
    confirm: Annotated[
        str, typer.Option(help="Take a proposed measure into the register.", metavar="ID", show_default=False)
    ] = "",
    reject: Annotated[
        str, typer.Option(help="Say that a proposed measure is none.", metavar="ID", show_default=False)
    ] = "",
    reason: Annotated[str, typer.Option(help="Why, for --confirm or --reject.", show_default=False)] = "",
    group: Annotated[
        list[str] | None, typer.Option(help="For whom a confirmed measure is; repeat it.", show_default=False)
    ] = None,
    start: Annotated[
        str, typer.Option(help="When it was done: 2024, 2024-06 or 2024-06-30.", show_default=False)
    ] = "",
    name: Annotated[str, typer.Option(help="Its name.", show_default=False)] = "",
    kind: Annotated[
        str,
        typer.Option(help="prevention, protection, prosecution, partnership or control.", show_default=False),
    ] = "",
    level: Annotated[str, typer.Option(help="law or practice.", show_default=False)] = "",
    securitised: Annotated[
        str | None, typer.Option(help="more, less, mixed, or nothing.", show_default=False)
    ] = None,
    protective: Annotated[
        str | None, typer.Option(help="more, less, mixed, or nothing.", show_default=False)
    ] = None,
    dimension: Annotated[
        list[str] | None,
        typer.Option(help="Which dimension of human security it is about; repeat it.", show_default=False),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List what states did, and where they stand on two axes.

    Securitised and protective are never netted. Law is apart from practice, measures from what documents say. No data
    is a class of its own.
    """
    from rantau.study import policy_stance as room
    from rantau.study import policy_views as views

    if confirm and reject:
        raise BadInput("give --confirm or --reject, not both")
    with open_study(path) as study:
        if confirm:
            taken = room.confirm_measure(
                study,
                confirm,
                reason,
                groups=group or (),
                start=start,
                name=name,
                kind=kind,
                level=level,
                securitised=securitised,
                protective=protective,
                dimensions=dimension or (),
            )
            echo(f"confirmed {taken.id}: {taken.iso3}, {taken.start}, {taken.name}")
            return
        if reject:
            room.reject_measure(study, reject, reason)
            echo(f"rejected {reject}")
            return
        if show is MeasureView.register:
            rows = room.measure_rows(study)
            columns: tuple[str, ...] = (
                *("iso3", "start", "end", "name", "kind", "groups", "level", "securitised", "protective"),
                *("dimensions", "confidence", "id"),
            )
        elif show is MeasureView.dimensions:
            rows = views.dimension_rows(study)
            columns = (
                *("state", "dimension", "level", "data", "share", "low", "high", "more", "less", "mixed"),
                "witnesses",
            )
        elif show is MeasureView.gap:
            rows = views.gap_rows(study)
            columns = (
                *(
                    "state",
                    "axis",
                    "law",
                    "law_rests_on",
                    "practice",
                    "practice_rests_on",
                    "gap",
                    "chance_low",
                ),
                *("chance_high", "word"),
            )
        elif show is MeasureView.changes:
            rows = views.change_rows(study)
            columns = ("state", "date", "what", "axis", "direction", "level", "name", "measure")
        elif show is MeasureView.pace:
            rows = views.changes_by_year(study)
            columns = ("state", "axis", "year", "more", "less", "mixed", "more_so_far", "less_so_far")
        elif show is MeasureView.agreement:
            rows = views.agreement_rows(study)
            columns = ("code", "coders", "measures", "same", "alpha", "low", "high", "why", "differ")
        elif show is MeasureView.contrasts:
            rows = room.contrast_rows(study)
            columns = ("contrast", "stream", "level", "verdict", "chance_low", "chance_high", "why")
        elif show is MeasureView.proposed:
            rows = room.proposal_rows(study)
            columns = ("id", "status", "state", "year", "dated", "name", "kind", "document", "page", "quote")
        else:
            rows = room.stance_rows(study, by_year=show is MeasureView.years)
            columns = (
                *("state", "year", "axis", "level", "stream", "data", "share", "low", "high"),
                *("more", "less", "mixed", "witnesses"),
            )
    show_rows(rows, columns, as_json=as_json, as_csv=as_csv)
