"""``rantau hidden LISTS.csv``: how many stand on no list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rantau.cli.screen import echo, print_json, print_table, stage_progress
from rantau.framework.errors import BadInput

if TYPE_CHECKING:
    from rantau.hidden import AssumptionForm, ListTable, ReadTable

__all__ = ["register"]

_MOST_BYTES = 50_000_000


def _text(path: Path) -> str:
    if path.stat().st_size > _MOST_BYTES:
        raise BadInput(f"{path.name} is larger than 50 MB; a list table is small: add its rows up first")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{path.name} is not UTF-8 text; save the table as CSV in UTF-8 and try again"
        ) from error


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _interval(row: dict[str, Any]) -> str:
    if row["low"] is None:
        return ""
    return (
        f"{_number(row['low'])} to {_number(row['high']) if not row['no_upper_limit'] else 'no upper limit'}"
    )


def _print(record: dict[str, Any], read: ReadTable) -> None:
    summary = record["summary"]
    echo(f"Known: {summary['known']:,} cases on {len(record['lists'])} lists ({read.layout}).")
    if len(record["methods"]) > 2:
        echo(
            f"Unseen (the dark figure): {_number(summary['dark_least'])} to {_number(summary['dark_greatest'])} by "
            f"{summary['methods']} methods; total: {_number(summary['total_least'])} to "
            f"{_number(summary['total_greatest'])}."
        )
        ends = _number(summary["highest_end"]) or "no upper limit"
        echo(f"Ends of their intervals: {_number(summary['lowest_end'])} to {ends}.")
    echo()
    print_table(
        ("method", "known", "dark figure", "total", "interval of the total", "what kind", "model or reason"),
        [
            (
                row["title"],
                _number(row["known"]),
                _number(row["dark"]) or "none",
                _number(row["total"]) or "none",
                _interval(row),
                row["interval"],
                "; ".join(part for part in (row["model"], row["reason"], *row["notes"]) if part),
            )
            for row in record["methods"]
        ],
    )
    for title, rows in (("one list left out", record["left_out"]), ("two lists as one", record["merged"])):
        if rows:
            methods = list(rows[0]["totals"])
            echo()
            print_table(
                (title, "known", *methods),
                [
                    (
                        row["change"],
                        "masked" if row["known"] is None else _number(row["known"]),
                        *(_number(row["totals"][method]) or "none" for method in methods),
                    )
                    for row in rows
                ],
            )
    echo()
    for warning in (*read.notes, *record["warnings"]):
        echo(f"Warning: {warning}")
    echo()
    print_table(
        ("assumption", "answer", "if it does not hold"),
        [
            (row["statement"], " ".join(filter(None, (row["answer"], row["note"]))), row["if_not"])
            for row in record["assumptions"]
        ],
    )
    echo()
    print_table(
        ("list", "cases", "definition"),
        [
            (
                row["name"],
                "masked" if row["cases"] is None else _number(row["cases"]),
                row["definition"] or "not given",
            )
            for row in record["lists"]
        ],
    )
    if record["withheld"]:
        echo(f"Not shown, so that no small count can be worked out: {'; '.join(record['withheld'])}.")


def _form(table: ListTable, answers: Path | None) -> AssumptionForm:
    from rantau.hidden import blank_form, read_answers

    return blank_form(table) if answers is None else read_answers(_text(answers), table, answers.name)


def hidden(
    lists: Annotated[
        Path,
        typer.Argument(
            help="A table of 0 and 1 a list and a count; see the documentation for other layouts.",
            metavar="LISTS.csv",
            show_default=False,
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    seed: Annotated[int, typer.Option(help="Where chance starts from.", min=0)] = 0,
    bootstrap: Annotated[int, typer.Option(help="Bootstrap tables; 0 for none.", min=0, max=100_000)] = 1000,
    level: Annotated[float, typer.Option(help="Level of the intervals.")] = 0.95,
    method: Annotated[
        list[str] | None, typer.Option(help="A method; repeat it. By default all are set side by side.")
    ] = None,
    order: Annotated[
        int | None,
        typer.Option(help="Most lists in an interaction of the models by BIC and AIC.", min=2, max=9),
    ] = None,
    threshold: Annotated[float, typer.Option(help="P-value below which a stepwise pair is added.")] = 0.02,
    draws: Annotated[
        int, typer.Option(help="Draws kept in each chain of the latent classes.", min=40, max=1_000_000)
    ] = 1_000,
    without: Annotated[list[str] | None, typer.Option(help="Leave a list out; repeat it.")] = None,
    merge: Annotated[list[str] | None, typer.Option(help="Take lists for one, as A+B; repeat it.")] = None,
    count_column: Annotated[
        str | None, typer.Option(help="The column of counts, if its name does not say so.")
    ] = None,
    assumptions: Annotated[
        Path | None, typer.Option(help="Your answers on the assumptions, a TOML file.")
    ] = None,
    min_cell: Annotated[
        int, typer.Option(help="Mask counts below this in what is printed; 0 masks none.", min=0, max=1000)
    ] = 5,
    confirm_two_lists: Annotated[
        bool,
        typer.Option("--confirm-two-lists", help="Two lists only: independence is assumed, and I know it."),
    ] = False,
    workers: Annotated[
        int | None, typer.Option(help="Threads to use; by default one a core.", min=1, max=256)
    ] = None,
) -> None:
    """Estimate how many are on no list.

    From lists that overlap, by several methods side by side, with what they assume.
    """
    import os

    from rantau.hidden import METHODS, HiddenSettings, estimate_hidden, read_lists, record_of

    read = read_lists(_text(lists), lists.name, count_column=count_column)
    table = read.table
    for name in without or ():
        table = table.without(name)
    for group in merge or ():
        table = table.merged([name.strip() for name in group.split("+")])
    settings = HiddenSettings(
        methods=tuple(method or METHODS),
        seed=seed,
        replicates=bootstrap,
        level=level,
        threshold=threshold,
        order=order,
        class_draws=draws,
        smallest_cell=min_cell,
        two_lists_confirmed=confirm_two_lists,
        workers=workers or os.cpu_count() or 1,
    )
    form = _form(table, assumptions)
    with stage_progress() as progress:
        report = estimate_hidden(
            table, settings, form=form, progress=lambda what, done, total: progress(what, done, total, "")
        )
    record = record_of(report)
    if as_json:
        print_json({"file": lists.name, "layout": read.layout, "notes": list(read.notes), **record})
        return
    _print(record, read)


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(hidden)
