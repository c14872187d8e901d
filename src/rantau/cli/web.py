"""``serve`` and ``account``: the workbench, and who may sign in to it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from rantau.cli.screen import echo, show_rows
from rantau.cli.study import AsJson, StudyPath, open_study

__all__ = ["register"]

accounts = typer.Typer(
    help="Who may sign in to the workbench.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


def serve(
    path: StudyPath,
    host: Annotated[
        str, typer.Option(help="Where to serve; an address that others can reach demands accounts.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port.", min=1, max=65535)] = 8750,
    open_page: Annotated[bool, typer.Option("--open/--no-open", help="Open it in the browser.")] = True,
    sign_in: Annotated[bool, typer.Option("--accounts", help="Demand accounts on this machine too.")] = False,
    address: Annotated[
        str,
        typer.Option(
            help="What people call it from outside, e.g. https://study.example.org, behind a proxy."
        ),
    ] = "",
) -> None:
    """Open the workbench: the study as a web page on this machine.

    Only this machine can reach it, by the address that is printed. Press Ctrl+C to stop.
    """
    from rantau.web.serving import serve as run
    from rantau.web.serving import serving_of

    with open_study(path) as study:
        serving = serving_of(study, host, port, accounts=sign_in, address=address)
        study.store.head()  # made and brought up to date before anyone asks
    shown = f"[{host}]" if ":" in host else host
    start = serving.address or f"http://{shown}:{port}"
    start += "/" if serving.accounts else f"/enter?token={serving.token}"
    if serving.accounts:
        echo(f"The workbench: {start}  (people sign in with their accounts)")
        if not serving.secure:
            echo(
                "Passwords travel unencrypted over http: put a proxy with https before it, and give --address."
            )
    else:
        echo(f"The workbench: {start}")
        echo("Whoever has this address is the owner. It is reached from this machine only; Ctrl+C stops it.")
    sys.stdout.flush()
    if open_page and not serving.accounts:
        import webbrowser
        from threading import Timer

        later = Timer(1.0, webbrowser.open, [start])
        later.daemon = True
        later.start()
    run(path, serving, host, port)


@accounts.command("add")
def add(
    path: StudyPath,
    name: Annotated[
        str, typer.Argument(help="Lower-case letters, digits, full stops, hyphens.", metavar="NAME")
    ],
    role: Annotated[str, typer.Option(help="reader, coder, analyst or owner.")],
    openid: Annotated[
        str, typer.Option(help="E-mail address at the OpenID Connect provider of study.toml.")
    ] = "",
) -> None:
    """Add an account, or change one.

    Asks for a password, or reads it from standard input; with --openid there need be none.
    """
    from rantau.study.accounts import add_account

    password = ""
    if not openid:
        if sys.stdin.isatty():
            password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        else:
            password = sys.stdin.readline().rstrip("\r\n")
    with open_study(path) as study:
        account = add_account(study.store, name, role, password=password, openid=openid)
    echo(f"{account.name} may sign in as {account.role}. Next: rantau serve {path} --accounts")


@accounts.command("list")
def show(path: StudyPath, as_json: AsJson = False) -> None:
    """List the accounts."""
    from rantau.study.accounts import account_rows

    with open_study(path) as study:
        rows = account_rows(study.store)
    show_rows(rows, ("name", "role", "password", "openid"), as_json=as_json)


@accounts.command("remove")
def remove(path: StudyPath, name: Annotated[str, typer.Argument(help="Whose.", metavar="NAME")]) -> None:
    """Remove an account; its sessions end."""
    from rantau.study.accounts import remove_account

    with open_study(path) as study:
        remove_account(study.store, name)
    echo(f"{name} may no longer sign in.")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(serve)
    app.add_typer(accounts, name="account")
