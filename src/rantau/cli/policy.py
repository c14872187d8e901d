"""``instruments``, ``measures``, ``monitor`` and ``recommend``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rantau.cli.measures import AsCsv, measures
from rantau.cli.screen import echo, show_rows
from rantau.cli.study import AsJson, StudyPath, open_study
from rantau.framework.errors import BadInput

if TYPE_CHECKING:
    from rantau.policy.monitor_draft import Draft

__all__ = ["register"]

RoundName = Annotated[
    str | None, typer.Option("--round", help="A round; by default what stands after all.", metavar="NAME")
]


class MonitorView(StrEnum):
    """What to show of the monitor."""

    states = "states"
    region = "region"
    commitments = "commitments"
    kept = "kept"
    changes = "changes"
    rounds = "rounds"
    indicators = "indicators"


def instruments(
    path: Annotated[
        Path | None,
        typer.Argument(help="A study's folder, for its states only.", metavar="[STUDY]", show_default=False),
    ] = None,
    duties: Annotated[
        bool, typer.Option("--duties", help="The duties of each instrument, article by article.")
    ] = False,
    instrument: Annotated[
        str, typer.Option(help="One instrument, e.g. ACTIP.", metavar="ID", show_default=False)
    ] = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List treaties: who is bound since when, and to what.

    Ratified is not applied: see 'rantau monitor STUDY --show commitments'.
    """
    from rantau.baseline.load import instruments as known
    from rantau.study.policy_recommend import bond_rows, obligation_rows

    if instrument and instrument not in known():
        raise BadInput(f"there is no instrument {instrument!r}; there are {', '.join(known())}")
    places: tuple[str, ...] = ()
    if path is not None:
        with open_study(path) as study:
            places = tuple(study.settings.study.places)
    columns: tuple[str, ...]
    if duties:
        rows = obligation_rows(instrument)
        columns = ("instrument", "article", "strength", "pillar", "duty", "confidence")
    else:
        rows = [one for one in bond_rows(places) if instrument in ("", one["instrument"])]
        columns = (
            *("instrument", "state", "status", "bound_since", "hard", "qualified", "soft", "reserved"),
            "confidence",
        )
    show_rows(rows, columns, as_json=as_json, as_csv=as_csv)


_MONITOR_COLUMNS: dict[MonitorView, tuple[str, ...]] = {
    MonitorView.states: (
        *(
            "state",
            "indicator",
            "name",
            "year",
            "value",
            "low",
            "high",
            "target",
            "mark",
            "word",
            "gap",
            "trend",
        ),
        "missing",
    ),
    MonitorView.region: (
        *(
            "indicator",
            "name",
            "dimension",
            "with_data",
            "states",
            "least",
            "median",
            "most",
            "median_gap",
            "words",
        ),
        *("better", "worse"),
    ),
    MonitorView.commitments: (
        *(
            "state",
            "instrument",
            "article",
            "strength",
            "text",
            "bound",
            "since",
            "indicator",
            "tests",
            "word",
            "year",
            "gap",
            "trend",
        ),
    ),
    MonitorView.kept: (
        *("place", "strength", "duties", "tested", "reported", "tests", "met", "part", "short", "open"),
        *("no_target", "no_data", "better", "worse"),
    ),
    MonitorView.changes: (
        *("what", "indicator", "state", "year", "before", "before_round", "now", "status", "note"),
    ),
    MonitorView.rounds: ("round", "time", "by", "rows", "contradicts", "revised"),
    MonitorView.indicators: (
        *(
            "id",
            "pillar",
            "name",
            "dimension",
            "unit",
            "direction",
            "target",
            "tests",
            "frequency",
            "anchors",
        ),
    ),
}


def monitor(
    path: StudyPath,
    show: Annotated[MonitorView, typer.Option(help="What to show.")] = MonitorView.states,
    round: RoundName = None,
    add: Annotated[
        Path | None,
        typer.Option(
            help="Take a round in from its table; --round names it.", metavar="CSV", show_default=False
        ),
    ] = None,
    draft: Annotated[
        Path | None,
        typer.Option(
            help="Write a round drafted from the study's claims and data, for you to check and take in.",
            metavar="CSV",
            show_default=False,
        ),
    ] = None,
    all_rows: Annotated[
        bool, typer.Option("--all", help="Also indicators of which nothing is known.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """The protection monitor: promise against practice, round by round.

    A word such as 'met' stands only where there is a figure and a target. A round that contradicts an earlier one is
    flagged; neither figure stands until a later round says which it revises, and why.
    """
    from rantau.study import policy_monitor as room
    from rantau.study.monitor_drafting import write_draft

    with open_study(path) as study:
        if draft is not None:
            _say_drafted(write_draft(study, draft), draft)
            return
        if add is not None:
            taken, found = room.take_round(study, add, round)
            _say_taken(taken.name, [one.what for one in found])
            rows = room.listed_changes([one for one in found if one.what not in ("new", "same")])
            if rows:
                show_rows(rows, _MONITOR_COLUMNS[MonitorView.changes], as_json=as_json, as_csv=as_csv)
            return
        if show is MonitorView.changes:
            if round is None:
                raise BadInput("say which round's changes to show, with --round NAME")
            rows = room.change_rows(study, round)
        elif show is MonitorView.region:
            rows = room.region_listing(study, round)
        elif show is MonitorView.commitments:
            rows = room.commitment_rows(study, round)
        elif show is MonitorView.kept:
            rows = room.kept_rows(study, round)
        elif show is MonitorView.rounds:
            rows = room.round_rows(study)
        elif show is MonitorView.indicators:
            rows = room.indicator_rows()
        else:
            rows = room.monitor_rows(study, round)
    left_out = 0
    if not all_rows and not (as_json or as_csv) and show in (MonitorView.states, MonitorView.commitments):
        known = [
            one for one in rows if one["word"] != "no data" or one.get("missing") not in (None, "never asked")
        ]
        left_out, rows = len(rows) - len(known), known
    show_rows(rows, _MONITOR_COLUMNS[show], as_json=as_json, as_csv=as_csv)
    if left_out:
        echo(f"{left_out} more rows have no data: --all shows them.")


def _say_drafted(found: Draft, path: Path) -> None:
    for one in found.unfinished:
        echo(f"left out: {one.indicator} {one.place} {one.year}: {one.what}")
    echo(f"{len(found.rows)} rows drafted in {path}; nothing is taken in.")
    echo(
        "Look each one up on its page, put right or take out what is wrong, then take the table in with --add."
    )


def _say_taken(name: str, what: list[str]) -> None:
    counts = ", ".join(f"{what.count(word)} {word}" for word in dict.fromkeys(sorted(what)))
    echo(f"round {name} taken in: {counts}")
    if "contradicts" in what:
        echo("FLAG: figures that contradict an earlier round are kept beside it, and neither stands:")


def recommend(
    path: StudyPath,
    effects: Annotated[
        Path | None,
        typer.Option(
            help="A table of simulated effects; by default data/effects.csv and out/simulation.",
            metavar="CSV",
            show_default=False,
        ),
    ] = None,
    round: RoundName = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Recommendations, each told from what calls for it.

    At three levels: ASEAN, national, civil society. No rule fires without evidence; very low confidence fires one only
    where a person confirmed or overruled the grade.
    """
    from rantau.study.policy_recommend import held_back_rows, recommendation_rows

    with open_study(path) as study:
        rows = recommendation_rows(study, effects, round)
        waiting = held_back_rows(study, effects, round)
    if as_json or as_csv:
        show_rows(rows, ("level", "state", "strength", "action"), as_json=as_json, as_csv=as_csv)
        return
    if not rows:
        echo(
            "No rule fires: the monitor has no figure short of its target, and no evidence under a rule is "
            "of more than very low confidence."
        )
    level = ""
    for row in rows:
        if row["level"] != level:
            level = row["level"]
            echo(f"{level.upper() if level != 'ASEAN' else level}\n")
        first, *more = row["text"]
        echo(first)
        for line in more:
            echo(f"  {line}")
        echo()
    if waiting:
        echo(
            "HELD BACK: all the evidence is of very low confidence, and nobody has looked at it ('rantau decide')"
        )
        for row in waiting:
            where = f"{row['state']}: " if row["state"] else ""
            echo(f"  {where}{row['action']}")
            for line in row["evidence"]:
                echo(f"    {line}")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (instruments, measures, monitor, recommend):
        app.command()(command)
