"""``diff`` and ``replay``: two rounds of a study side by side; a study rebuilt from its sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rantau.cli.screen import echo, print_json, print_table, stage_progress
from rantau.cli.study import AsJson, open_study
from rantau.framework.errors import RantauError

if TYPE_CHECKING:
    from rantau.study.handover.differences import Part

__all__ = ["register"]


def diff(
    before: Annotated[Path, typer.Argument(help="The earlier study's folder.", metavar="STUDY_A")],
    after: Annotated[Path, typer.Argument(help="The later study's folder.", metavar="STUDY_B")],
    as_json: AsJson = False,
) -> None:
    """Say what changed between two rounds of a study.

    Documents, claims, conflicts, codings, profiles, monitor, settings, recommendations: told by content, not by ids.
    """
    from rantau.study.handover.differences import differences

    with open_study(before) as one, open_study(after) as other:
        parts = differences(one, other)
    if as_json:
        print_json([_plain(part) for part in parts])
        return
    echo(f"From {before} to {after}:")
    for part in parts:
        echo(f"  {part.sentence()}")
    for part in parts:
        if part.changes:
            echo()
            print_table(
                (part.name, "about", "before", "after", "remark"),
                [
                    (one.what, one.about, _words(one.before), _words(one.after), one.remark)
                    for one in part.changes
                ],
            )


def _plain(part: Part) -> dict[str, Any]:
    return {
        "part": part.name,
        "same": part.same,
        "changes": [
            {
                "what": one.what,
                "about": one.about,
                "before": dict(one.before),
                "after": dict(one.after),
                "remark": one.remark,
            }
            for one in part.changes
        ],
    }


def _words(said: Any) -> str:
    def word(value: Any) -> str:
        if isinstance(value, float):
            return f"{value:,.6g}"
        if isinstance(value, (list, tuple)):
            return "; ".join(map(word, value))
        return "" if value is None else str(value)

    return ", ".join(f"{name} {word(value)}" for name, value in said.items() if value not in (None, "", []))


def replay(
    path: Annotated[Path, typer.Argument(help="The study's folder, or a crate of it.", metavar="STUDY")],
    into: Annotated[
        Path | None, typer.Option(help="A new folder; by default the study's name with -replayed.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Processes to use.", min=1, max=256)] = None,
    as_json: AsJson = False,
) -> None:
    """Rebuild a study from its sources and the recorded decisions.

    In a fresh folder; says what came out the same, byte for byte, and of what did not, why.
    """
    from rantau.study.handover.replaying import replay as run

    with stage_progress() as progress:
        told = run(path, into, workers=workers, progress=progress)
    if as_json:
        print_json(
            {
                "path": str(told.path),
                "same": told.same,
                "verdicts": [{"what": one.what, "same": one.same, "why": one.why} for one in told.verdicts],
                "notes": list(told.notes),
                "problems": list(told.problems),
            }
        )
    else:
        echo(f"Rebuilt in {told.path}.")
        same = sum(one.same for one in told.verdicts)
        echo(f"{same} of {len(told.verdicts)} kinds of record and files are the same, byte for byte.")
        for sentence in (*told.notes, *told.problems):
            echo(f"  {sentence}")
        differing = [one for one in told.verdicts if not one.same]
        if differing:
            print_table(("differs", "why"), [(one.what, one.why) for one in differing])
    if not told.same:
        raise RantauError(f"{path}: not everything came out the same; see what differs, and why")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(diff)
    app.command()(replay)
