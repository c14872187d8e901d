"""``import`` and ``export``: coding from and for other programs of qualitative analysis."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rantau.cli.screen import echo, stage_progress
from rantau.cli.study import StudyPath, open_study
from rantau.framework.errors import BadInput

__all__ = ["register"]


class Format(StrEnum):
    """What a file is."""

    qdpx = "qdpx"
    qdc = "qdc"
    csv = "csv"
    xlsx = "xlsx"


File = Annotated[Path, typer.Argument(help="The file.", metavar="FILE")]
AsFormat = Annotated[
    Format | None, typer.Option("--format", help="What the file is; by default its name tells.")
]


def _format(file: Path, given: Format | None) -> Format:
    if given is not None:
        return given
    suffix = file.suffix.lower().lstrip(".")
    found = next((one for one in Format if one.value == suffix), None)
    if found is None:
        raise BadInput(f"{file.name} does not tell what it is; say it with --format {' or '.join(Format)}")
    return found


def export(
    path: StudyPath,
    file: File,
    format: AsFormat = None,
    codebook: Annotated[
        bool, typer.Option("--codebook", help="A table of the codes instead of the codings (csv, xlsx).")
    ] = False,
    confidential: Annotated[
        bool, typer.Option("--confidential", help="Confidential documents too, with all that is on them.")
    ] = False,
    rejections: Annotated[
        bool,
        typer.Option("--rejections", help="Rejected suggestions too; other programs show them as codings."),
    ] = False,
    originals: Annotated[
        bool,
        typer.Option("--originals", help="PDFs as received, where names that were replaced still stand."),
    ] = False,
) -> None:
    """Write the coding for another program.

    qdpx: documents, codes, codings, coders, memos, themes (REFI-QDA); qdc: the codebook; csv, xlsx: a table. Says what
    could not be taken along.
    """
    from rantau.study.coding_desk import CodingDesk
    from rantau.study.exchange_out import export_study

    kind = _format(file, format)
    with open_study(path) as study:
        told = export_study(
            CodingDesk(study),
            file,
            kind.value,
            codebook_only=codebook,
            confidential=confidential,
            rejections=rejections,
            originals=originals,
        )
    echo(f"Written: {file}")
    for sentence in told:
        echo(f"  {sentence}")


def import_(
    path: StudyPath,
    file: File,
    format: AsFormat = None,
    unchecked: Annotated[
        bool,
        typer.Option(
            "--unchecked", help="Read what can be understood of a file that breaks the standard's schema."
        ),
    ] = False,
    coder: Annotated[str | None, typer.Option(help="Who imports; by default RANTAU_USER.")] = None,
) -> None:
    """Take coding from another program into a study.

    Documents that the study lacks are added; new codes go to codebook.yaml; codings are placed by their words. Says
    what could not be taken along.
    """
    from rantau.study.coding_desk import CodingDesk
    from rantau.study.exchange_in import import_into

    kind = _format(file, format)
    with open_study(path) as study, stage_progress() as progress:
        made = import_into(CodingDesk(study, coder), file, kind.value, check=not unchecked, progress=progress)
    echo(
        f"Taken: {made.codings} codings, {made.memos} memos, {made.themes} themes, {made.codes} new codes, "
        f"{made.documents} new documents."
    )
    for sentence in made.account:
        echo(f"  {sentence}")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("export")(export)
    app.command("import")(import_)
