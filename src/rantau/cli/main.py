"""``rantau``: the commands gathered, and the one place where an error becomes a sentence and an exit code."""

from __future__ import annotations

import os
import sys

import typer
from typer.exceptions import TyperException

from rantau.cli import (
    baseline,
    calibration,
    coding,
    coding_reports,
    displacement,
    evidence,
    exchange,
    figures,
    handover,
    hidden,
    import_data,
    index,
    keys,
    listings,
    policy,
    profile,
    report,
    screening,
    sensitivity,
    simulation,
    study,
    web,
)
from rantau.framework.errors import RantauError

__all__ = ["app", "main"]

app = typer.Typer(
    name="rantau",
    help="From a pile of reports on migration to a picture of where migrants are vulnerable to trafficking, "
    "every figure leading back to the page it came from.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
study.register(app)
listings.register(app)
import_data.register(app)
coding.register(app)
coding_reports.register(app)
report.register(app)
exchange.register(app)
handover.register(app)
figures.register(app)
evidence.register(app)
hidden.register(app)
index.register(app)
simulation.register(app)
sensitivity.register(app)
displacement.register(app)
calibration.register(app)
profile.register(app)
screening.register(app)
policy.register(app)
keys.register(app)
web.register(app)
app.add_typer(baseline.app, name="baseline")


@app.callback(invoke_without_command=True)
def _root(
    version: bool = typer.Option(False, "--version", help="Print the version and stop."),
) -> None:
    if version:
        from rantau import __version__

        print(f"rantau {__version__}")  # noqa: T201
        raise typer.Exit


def _say(message: str) -> None:
    print(f"rantau: {message}", file=sys.stderr)  # noqa: T201


def _unexpected(error: Exception) -> str:
    """Keep the traceback in a file, for whoever mends it, and off the user's screen."""
    from rantau.study.faults import keep_fault

    return (
        f"this is a fault of rantau's own ({type(error).__name__}); nothing half-done was kept. "
        f"Please report it with {keep_fault(error)}"
    )


def main(arguments: list[str] | None = None) -> int:
    """Run a command line.

    Returns:
        0; 1 when something could not be done; 2 for bad input; 130 when interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        result = app(arguments, standalone_mode=False)
    except typer.Abort:
        _say("stopped; what was finished is kept, and the same command goes on from there")
        return 130
    except typer.Exit as stop:
        return int(stop.exit_code)
    except TyperException as error:
        _say(error.format_message())
        return 2
    except RantauError as error:
        _say(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        _say("stopped; what was finished is kept, and the same command goes on from there")
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`rantau … | head`): point stdout at nothing and leave quietly.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _say(f"{where}{(error.strerror or str(error)).lower()}; put that right and run the command again")
        return 1
    except Exception as error:  # noqa: BLE001  the last edge: no traceback reaches a user
        _say(_unexpected(error))
        return 1
    return result if isinstance(result, int) else 0
