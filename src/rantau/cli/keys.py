"""``key new``, ``key use`` and ``reveal``: who can read what the pseudonyms stand for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rantau.cli.screen import echo, print_json, print_table
from rantau.cli.study import AsJson, StudyPath, open_study

__all__ = ["register"]

key = typer.Typer(
    name="key",
    help="Make and name the key to what pseudonyms stand for.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@key.command("new")
def new_key(
    path: Annotated[
        Path, typer.Argument(help="A file that does not exist, outside of every study.", metavar="FILE")
    ],
    locked: Annotated[
        bool, typer.Option("--passphrase", help="Ask for a passphrase that locks the file.")
    ] = False,
) -> None:
    """Make a key, and print its public half."""
    from rantau.study.key_files import make_key

    passphrase = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=True) if locked else ""
    public = make_key(path, passphrase)
    echo(public)
    typer.echo(
        f"The key is in {path}. Keep a copy in a safe place: without it nobody can tell what pseudonyms stand for.\n"
        f"Next: rantau key use STUDY {public}",
        err=True,
    )


@key.command("use")
def use(
    path: StudyPath,
    public: Annotated[str, typer.Argument(help="The public half of a key (age1...).", metavar="PUBLIC_KEY")],
) -> None:
    """Name a key in study.toml; the next run seals to it."""
    from rantau.study.key_files import use_key

    with open_study(path) as study:
        use_key(study, public.strip())
    echo(
        f"Named in {path / 'study.toml'}. Next: rantau run {path} reads the documents again and seals their names."
    )


def reveal(
    path: StudyPath,
    key_file: Annotated[Path, typer.Option("--key", help="The key file.", metavar="FILE")],
    document: Annotated[str, typer.Option(help="One document's file name.", metavar="FILE")] = "",
    as_json: AsJson = False,
) -> None:
    """Show what pseudonyms stand for.

    The audit trail keeps that it was asked, and by whom.
    """
    from rantau.study.key_files import is_locked, read_key
    from rantau.study.key_files import reveal as revealed

    passphrase = typer.prompt("Passphrase", hide_input=True) if is_locked(key_file) else ""
    identity = read_key(key_file, passphrase)
    with open_study(path) as study:
        rows = revealed(study, identity, document)
    if as_json:
        print_json(
            [{"document": one.document, "pseudonym": one.pseudonym, "original": one.original} for one in rows]
        )
        return
    print_table(
        ("document", "pseudonym", "original"), [[one.document, one.pseudonym, one.original] for one in rows]
    )


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(key, name="key")
    app.command()(reveal)
