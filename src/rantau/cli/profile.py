"""``rantau profile``: human-security profiles, down to the source of each figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rantau.cli.screen import echo, print_csv, print_json, print_table
from rantau.cli.study import AsJson, StudyPath, open_study

if TYPE_CHECKING:
    from rantau.study.profile_of_study import StudyProfile

__all__ = ["register"]

AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV, for a spreadsheet.")]
Row = Mapping[str, Any]


def profile(
    path: StudyPath,
    place: Annotated[
        str, typer.Option(help="One country, opened down to its sources.", metavar="ISO3", show_default=False)
    ] = "",
    corridor: Annotated[
        str,
        typer.Option(help="One corridor, origin-destination, opened.", metavar="A-B", show_default=False),
    ] = "",
    year: Annotated[
        int | None,
        typer.Option(
            help="Another year than the study's; shows the change.", min=1900, max=2200, show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show human-security profiles.

    Insecurity from 0 to 100, with intervals and ranks; what each score rests on, and what is not assessed and why.
    """
    from rantau.study.profile_listings import opened, opened_lines, profile_report, profile_rows
    from rantau.study.profile_of_study import chosen_unit, compute_profile

    with open_study(path) as study:
        found = compute_profile(study, year)
    unit = chosen_unit(found, place, corridor)
    if as_json:
        print_json(profile_report(found, unit))
    elif as_csv and unit:
        rows = opened_lines(opened(found, unit))
        print_csv(rows, list(rows[0]))
    elif as_csv:
        rows = profile_rows(found)
        print_csv(rows, list(rows[0]))
    elif unit:
        _show_unit(found, unit)
    else:
        _show_all(found)


def _show_all(found: StudyProfile) -> None:
    from rantau.framework.words import DIMENSIONS
    from rantau.profile.countries import OVERALL
    from rantau.study.profile_listings import difference_rows, score_rows

    echo(f"Insecurity in {found.year}: 0 is the most secure of the study's countries, 100 the least.")
    echo()
    parts = {(row["unit"], row["element"]): row for row in score_rows(found, DIMENSIONS)}
    print_table(
        ("country", "human security", "rank", *DIMENSIONS, "remark"),
        [
            (
                row["name"],
                _score(row),
                _rank(row),
                *(_score(parts[row["unit"], one]) for one in DIMENSIONS),
                row["note"],
            )
            for row in score_rows(found, (OVERALL,))
        ],
    )
    if found.corridors is not None:
        _corridors(found)
    echo()
    _coverage(found)
    _differences(found, difference_rows(found.changes), difference_rows(found.sexes))
    _remarks(found)


def _corridors(found: StudyProfile) -> None:
    """Legs first, then what joins them; the ranked corridors, or all where none is ranked."""
    from rantau.profile.corridors import EXPOSURE, LEGS
    from rantau.study.profile_listings import score_rows

    assert found.corridors is not None
    rows = score_rows(found, (EXPOSURE,))
    ranked = [row for row in rows if row["rank"] is not None] or rows
    legs = {(row["unit"], row["element"]): row for row in score_rows(found, LEGS)}
    stocks = dict(zip(found.corridors.units, found.corridors.stocks, strict=True))
    echo()
    print_table(
        ("corridor", "origin: push", "route", "destination: protection gap", "exposure", "rank", "migrants", "remark"),
        [
            (
                row["name"], *(_score(legs[row["unit"], one]) for one in LEGS), _score(row), _rank(row),
                f"{stocks[row['unit']].stock:,.0f} ({stocks[row['unit']].year})", row["note"],
            )
            for row in ranked
        ],
    )  # fmt: skip
    if more := len(rows) - len(ranked):
        echo(
            f"{more} more corridors are not ranked: fewer than {found.settings.minimum_stock:,.0f} migrants, or an end "
            "that is not assessed. --csv lists them."
        )


def _coverage(found: StudyProfile) -> None:
    """Indicators with a usable value of those expected, by country and dimension."""
    from rantau.framework.words import DIMENSIONS
    from rantau.study.profile_listings import score_rows, unit_name

    cells = {(row["unit"], row["element"]): row for row in score_rows(found, DIMENSIONS)}
    years: dict[str, list[int]] = {}
    for (row, _), one in found.countries.panel.used.items():
        years.setdefault(found.countries.panel.units[row], []).append(one.year)
    echo("Indicators with a figure, of those expected")
    print_table(
        ("country", *DIMENSIONS, "years used"),
        [
            (
                unit_name(unit),
                *(f"{cells[unit, one]['available']} of {cells[unit, one]['expected']}" for one in DIMENSIONS),
                f"{min(years[unit])}–{max(years[unit])}" if unit in years else "none",
            )
            for unit in found.countries.panel.units
        ],
    )


def _differences(found: StudyProfile, changes: Sequence[Row], sexes: Sequence[Row]) -> None:
    for title, first, second, rows in (
        (
            f"Change from {found.earlier} to {found.later}, on what was observed in both",
            found.earlier,
            found.later,
            changes,
        ),
        ("Women beside men, on what was observed of both", "men", "women", sexes),
    ):
        if not rows:
            continue
        echo()
        echo(title)
        assessed = [row for row in rows if row["assessed"]]
        if assessed:
            print_table(
                ("country", "element", str(first), str(second), "difference", "P(less secure)", "compared", "anew"),
                [
                    (
                        row["name"], row["element"], f"{row['first']:.1f}", f"{row['second']:.1f}",
                        f"{row['difference']:+.1f} ({row['low']:+.1f} to {row['high']:+.1f})", f"{row['worse']:.0%}",
                        f"{row['compared']} of {row['expected']}", row["renewed"],
                    )
                    for row in assessed
                ],
            )  # fmt: skip
        reasons: dict[str, int] = {}
        for row in rows:
            if not row["assessed"]:
                reasons[row["note"]] = reasons.get(row["note"], 0) + 1
        for reason, count in reasons.items():
            echo(f"{count} more: {reason}.")


def _remarks(found: StudyProfile) -> None:
    from rantau.profile.checks import check_hierarchy
    from rantau.profile.countries import OVERALL
    from rantau.study.profile_listings import assumptions, sensitivity_rows, unit_name

    echo()
    for one in found.countries.spread(OVERALL).groups:
        echo(f"Cannot be told apart: {', '.join(map(unit_name, one))}.")
    if found.corridors is not None:
        for one in found.corridors.ranking().groups:
            echo(f"Cannot be told apart: {'; '.join(map(unit_name, one))}.")
    for check in check_hierarchy(found.countries):
        for warning in check.warnings:
            echo(f"Warning: {warning}.")
    shares = [row for row in sensitivity_rows(found) if row["total"] is not None]
    if shares:
        shares.sort(key=lambda row: -row["total"])
        said = ", ".join(
            f"{row['choice']} {row['total']:.2f} ({row['total_low']:.2f}–{row['total_high']:.2f})"
            for row in shares
        )
        echo(f"Share of the ranks' variance by choice, with all its joint effects: {said}.")
    level = found.settings.level
    echo(f"Intervals hold {level:.0%} of {found.settings.draws:,} draws.")
    for sentence in assumptions(found):
        echo(f"ASSUMED: {sentence}.")


def _show_unit(found: StudyProfile, unit: str) -> None:
    from rantau.study.profile_listings import (
        assumptions,
        difference_rows,
        opened,
        opened_lines,
        stock_of,
        unit_name,
    )

    echo(f"{unit_name(unit)}, {found.year}")
    if ">" in unit:
        stock = stock_of(found, unit)
        of_them = "".join(
            f"; {sex} {stock[sex]['persons']:,.0f} ({stock[sex]['year']})"
            for sex in ("women", "men")
            if sex in stock
        )
        echo(f"Migrants: {stock['persons']:,.0f} ({stock['year']}, {stock['source']}){of_them}")
    echo()
    rows = opened(found, unit)
    columns = ("element", "score", "rank", "indicators", "remark")
    if ">" in unit:
        columns = ("element", "score", "rank", "of what it rests on", "remark")
    print_table(
        columns,
        [
            (
                row["element"],
                _score(row),
                _rank(row),
                f"{row['available']} of {row['expected']}",
                _remark(row),
            )
            for row in rows
        ],
    )
    echo()
    lines = opened_lines(rows)
    print_table(
        ("element", "indicator", "score", "year", "value", "unit", "used", "source", "row or page"),
        [
            (
                line["element"], line["indicator"], _score(line), line["year"], line["value"], line["unit"],
                "yes" if line["used"] else line["remark"], line["source"], line["where"],
            )
            for line in lines
            if line["indicator"]
        ],
    )  # fmt: skip
    _differences(found, difference_rows(found.changes, unit), difference_rows(found.sexes, unit))
    echo()
    for sentence in assumptions(found):
        echo(f"ASSUMED: {sentence}.")


def _remark(row: Row) -> str:
    weight = f"weight {row['weight']:g}" if "weight" in row else ""
    return "; ".join(one for one in (weight, row["note"]) if one)


def _score(row: Row) -> str:
    if "element_value" in row:
        value, low, high = row["value_on_scale"], row["low"], row["high"]
        return "" if value is None else f"{value:.0f} ({low:.0f}–{high:.0f})"
    if row["value"] is None:
        return "not assessed"
    if row["low"] is None:
        return f"{row['value']:.0f}"
    return f"{row['value']:.0f} ({row['low']:.0f}–{row['high']:.0f})"


def _rank(row: Row) -> str:
    return "" if row["rank"] is None else f"{row['rank']} ({row['rank_low']}–{row['rank_high']})"


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(profile)
