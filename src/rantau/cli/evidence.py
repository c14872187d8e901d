"""``claims``, ``testimonies``, ``findings``, ``triangulate``, ``review`` and ``decide``."""

from __future__ import annotations

from typing import Annotated

import typer

from rantau.cli.screen import echo, show_rows, stage_progress
from rantau.cli.study import AsJson, StudyPath, open_study
from rantau.framework.errors import BadInput

__all__ = ["register"]

AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV, for a spreadsheet.")]


def claims(path: StudyPath, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the claims.

    Statements of quantity, each with its quotation and page.
    """
    from rantau.study.evidence_listings import claim_rows

    with open_study(path) as study:
        rows = claim_rows(study)
    columns = ("document", "page", "value", "unit", "indicator", "places", "quote")
    show_rows(rows, columns, as_json=as_json, as_csv=as_csv)


def testimonies(path: StudyPath, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the testimonies.

    Quoted speakers, as the text describes them: evidence of experience, never of frequency.
    """
    from rantau.study.evidence_listings import testimony_rows

    with open_study(path) as study:
        rows = testimony_rows(study)
    columns = ("document", "page", "speaker_type", "speaker", "place", "source", "quote")
    show_rows(rows, columns, as_json=as_json, as_csv=as_csv)


def findings(
    path: StudyPath,
    groups: Annotated[
        bool, typer.Option("--groups", help="What several findings say together, with its grade.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the findings.

    Who does what to whom, under which codes.
    """
    from rantau.study.evidence_listings import finding_group_rows, finding_rows

    with open_study(path) as study:
        rows = finding_group_rows(study) if groups else finding_rows(study)
    columns: tuple[str, ...] = ("document", "page", "actor", "action", "target", "codes", "places")
    if groups:
        columns = ("statement", "code", "places", "documents", "roots", "confidence", "id")
    show_rows(rows, columns, as_json=as_json, as_csv=as_csv)


def triangulate(path: StudyPath, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Lay the claims side by side and say whether they agree.

    Runs the stages that this needs. Support is counted by root sources: documents that quote one are one witness.
    """
    from rantau.study.evidence_listings import group_rows

    with open_study(path) as study:
        with stage_progress() as progress:
            report = study.run("triangulation", progress=progress)
        for problem in report.problems:
            echo(f"  {problem}")
        rows = group_rows(study)
    columns = ("verdict", "indicator", "places", "low", "high", "unit", "roots", "confidence", "reason", "id")
    show_rows(rows, columns, as_json=as_json, as_csv=as_csv)


def review(path: StudyPath, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List what waits for a person.

    What the rules could not place or are unsure of; decisions that no longer fit. Settle them with 'rantau decide'.
    """
    from rantau.study.evidence_listings import review_rows

    with open_study(path) as study:
        rows = review_rows(study)
    show_rows(rows, ("kind", "why", "quote", "document", "page", "id"), as_json=as_json, as_csv=as_csv)


def decide(
    path: StudyPath,
    subject: Annotated[str, typer.Argument(help="Id of a record, as the listings show it.", metavar="ID")],
    value: Annotated[
        str,
        typer.Argument(
            help="accepted or rejected; for a claim also corrected, with --set; "
            "for a group its grade: high, moderate, low, very-low, or accepted; undo: what you decided last.",
            metavar="DECISION",
        ),
    ],
    reason: Annotated[str, typer.Option(help="Why.", show_default=False)] = "",
    correct: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="What a claim says instead: value=45, low=, high=, qualifier=about, unit=percent, indicator=ID, "
            "places=THA:destination, period=2019/2021; who is counted: sex=female, age=under 18, "
            "documentation=undocumented, sector=fishing, nationality=Indonesian. "
            "Once for each; empty: the claim does not say.",
            metavar="FIELD=VALUE",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Decide on a record: accept it, reject it, correct it, or overrule its grade.

    The decision outlives the next run, with your name and reason in the audit trail.
    """
    correction = {}
    for one in correct or ():
        name, equals, words = one.partition("=")
        if not equals:
            raise BadInput(f"--set {one!r} has no equals sign; write it such as --set value=45")
        correction[name.strip()] = words
    with open_study(path) as study:
        if value == "undo":
            echo(f"{subject}: {study.take_back(subject)} again. Next: rantau run {path}")
            return
        decision = study.decide(subject, value.replace("-", " "), reason, correction=correction)
    echo(f"{decision.kind} {subject}: {decision.value}. Next: rantau run {path}")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (claims, testimonies, findings, triangulate, review, decide):
        app.command()(command)
