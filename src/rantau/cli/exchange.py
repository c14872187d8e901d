"""``import`` and ``export``: coding for other programs, and whole studies handed over."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

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
    ro_crate = "ro-crate"


File = Annotated[Path, typer.Argument(help="The file.", metavar="FILE")]
AsFormat = Annotated[
    Format | None, typer.Option("--format", help="What the file is; by default its name tells.")
]


def _format(file: Path, given: Format | None) -> Format:
    if given is not None:
        return given
    suffix = file.suffix.lower().lstrip(".")
    found = next((one for one in Format if one.value == {"zip": "ro-crate"}.get(suffix, suffix)), None)
    if found is None:
        raise BadInput(f"{file.name} does not tell what it is; say it with --format {' or '.join(Format)}")
    return found


def export(
    path: StudyPath,
    file: Annotated[
        Path | None,
        typer.Argument(help="The file; a crate has a name by default.", metavar="[FILE]", show_default=False),
    ] = None,
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
    with_confidential: Annotated[
        bool,
        typer.Option(
            "--with-confidential",
            help="A crate with confidential documents and testimonies, unmasked; asks first.",
        ),
    ] = False,
    confirm: Annotated[
        str, typer.Option(help="The study's name, to confirm --with-confidential without being asked.")
    ] = "",
) -> None:
    """Write the coding for another program, or the whole study to hand it over.

    qdpx: documents, codes, codings, coders, memos, themes (REFI-QDA); qdc: the codebook; csv, xlsx: a table; ro-crate:
    the study with its provenance, without what could show who a witness is. Says what could not be taken along.
    """
    from rantau.study.coding_desk import CodingDesk
    from rantau.study.exchange_out import export_study

    if format is Format.ro_crate and file is None:
        file = Path(f"{path.absolute().name}.crate.zip")
    if file is None:
        raise BadInput("name the file to write, for example coding.qdpx")
    kind = _format(file, format)
    if kind is Format.ro_crate:
        _export_crate(path, file, with_confidential, confirm)
        return
    form: Any = kind.value
    with open_study(path) as study:
        told = export_study(
            CodingDesk(study),
            file,
            form,
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
    """Take coding from another program into a study, or make a new study of a crate.

    Documents that the study lacks are added; new codes go to codebook.yaml; codings are placed by their words. A crate
    (.zip) becomes a study in a new folder, record by record. Says what could not be taken along.
    """
    from rantau.study.coding_desk import CodingDesk
    from rantau.study.exchange_in import import_into

    kind = _format(file, format)
    if kind is Format.ro_crate:
        _import_crate(path, file)
        return
    form: Any = kind.value
    with open_study(path) as study, stage_progress() as progress:
        made = import_into(CodingDesk(study, coder), file, form, check=not unchecked, progress=progress)
    echo(
        f"Taken: {made.codings} codings, {made.memos} memos, {made.themes} themes, {made.codes} new codes, "
        f"{made.documents} new documents."
    )
    for sentence in made.account:
        echo(f"  {sentence}")


def _export_crate(path: Path, file: Path, confidential: bool, confirm: str) -> None:
    from rantau.study.handover.crate_out import export_crate

    with open_study(path) as study:
        name = study.settings.study.name
        if confidential and not confirm and sys.stdin.isatty():
            echo(
                "Confidential documents and testimonies will leave this study, unmasked, and can get people hurt."
            )
            confirm = typer.prompt(
                f"Type the study's name ({name}) to confirm", default="", show_default=False
            )
        with stage_progress() as progress:
            told = export_crate(study, file, confidential=confidential, confirmed=confirm, progress=progress)
    echo(f"Written: {told.file} ({told.files} files, SHA-256 {told.sha256})")
    if told.left_out:
        echo("Left out:")
    for one in told.left_out:
        echo(f"  {one.sentence()}")


def _import_crate(path: Path, file: Path) -> None:
    from rantau.study.handover.crate_in import import_crate

    with stage_progress() as progress:
        told = import_crate(path, file, progress=progress)
    counts = ", ".join(f"{count} {name}" for name, count in told.counts.items() if count)
    echo(f"New study in {told.path}: {counts}.")
    if told.left_out:
        echo("Left out when it was handed over:")
    for sentence in told.left_out:
        echo(f"  {sentence}")
    for sentence in told.notes:
        echo(f"  {sentence}")
    echo(f"Next: rantau audit {path} --verify, rantau run {path}")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("export")(export)
    app.command("import")(import_)
