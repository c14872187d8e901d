"""Case records for the command and the workbench: taken in, screened, counted, and released with what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rantau.framework.errors import BadInput
from rantau.framework.language import N_, gettext, local, speaking
from rantau.study.sources import write_atomically

if TYPE_CHECKING:
    import polars

    from rantau.policy.screening import RuleSet, ScreenedTable
    from rantau.policy.screening.intake import Intake

__all__ = [
    "CaseFile",
    "Counts",
    "count_rows",
    "noisy_rows",
    "privacy_sentences",
    "record_csv",
    "record_rows",
    "screen_answers",
    "screen_file",
    "screening_questions",
]

_MOST_BYTES = 4 * 2**30


@dataclass(frozen=True)
class CaseFile:
    """A case file, taken in; it is screened when it is first asked what the rules say."""

    taken: Intake

    @cached_property
    def screened(self) -> ScreenedTable:
        """What the rules say of every record."""
        from rantau.policy.screening import screen_table

        return screen_table(self.taken.mapped.cases)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was replaced or left out, and what the records say of themselves."""
        return (*self.taken.notes, *self.taken.keeping.sentences)

    def without_its_columns(self) -> CaseFile:
        """The same records: of them only answers, numbers or pseudonyms, and what they say of themselves."""
        kept = self.taken.record_column or next(iter(self.taken.mapped.used))
        return CaseFile(replace(self.taken, frame=self.taken.frame.select(kept)))

    @property
    def frame(self) -> polars.DataFrame:
        """The columns that came in, with the outcome beside them."""
        return self.taken.frame.with_columns(self.screened.frame["outcome"].alias("outcome"))


def screen_file(
    path: Path, mapping: Path | None = None, *, pseudonymise: bool = False, as_of: date | None = None
) -> CaseFile:
    """Take a case file in and screen it.

    Args:
        path: The file.
        mapping: A mapping of one's own, a TOML file.
        pseudonymise: Leave out or replace what names a person, instead of refusing the file.
        as_of: The day on which the age of the data is counted.

    Raises:
        BadInput: The file or the mapping cannot be read, or the file names persons.
    """
    from rantau.policy.screening import read_mapping
    from rantau.policy.screening.intake import take_in

    own = None
    if mapping is not None:
        try:
            own = read_mapping(mapping.read_text(encoding="utf-8"), mapping.name)
        except UnicodeDecodeError:
            raise BadInput(f"{mapping.name} is not UTF-8 text; save it in UTF-8 and try again") from None
    if path.stat().st_size > _MOST_BYTES:
        raise BadInput(f"{path.name} is larger than 4 GiB; split it and screen the parts")
    return CaseFile(take_in(path.read_bytes(), path.name, own, pseudonymise=pseudonymise, as_of=as_of))


def screen_answers(answers: Mapping[str, str]) -> dict[str, Any]:
    """What the rules say of one interview, in the language of the context. Nothing of it is kept.

    Args:
        answers: Key of a question -> ``yes`` or ``no``; what is left out, or is anything else, is not known.

    Returns:
        Outcome (as records have it, in every language the same), labels, reasons, what cannot wait, notes, and what to
        ask next. Never a final determination.
    """
    from rantau.policy.screening import screen_case, shipped_rules, told_rules

    rules = told_rules()
    level = {"no": 0, "yes": 2}
    facts = {one.key: level.get(answers.get(one.key, ""), 1) for one in rules.questions}
    said = screen_case(facts, rules=rules)
    asks = {one.key: one.ask for one in rules.questions}
    return {
        "outcome": (said if rules is shipped_rules() else screen_case(facts)).outcome,
        "labels": list(said.labels),
        "reasons": list(said.reasons),
        "urgent": list(said.urgent),
        "notes": list(said.notes),
        "ask": [{"key": key, "ask": asks[key]} for key in said.ask],
    }


def screening_questions() -> list[tuple[str, list[dict[str, str]]]]:
    """The interview form's parts, each with its questions, in the language of the context."""
    from rantau.policy.screening import told_rules

    parts = groupby(told_rules().questions, key=lambda one: one.part)
    return [(title, [{"key": one.key, "ask": one.ask} for one in questions]) for title, questions in parts]


def record_rows(cases: CaseFile, most: int | None = None) -> list[dict[str, Any]]:
    """What is said of each record, with its dates and its age."""
    from rantau.policy.screening import dimension_levels, dimension_text, screen_case, shipped_rules

    names, columns = cases.taken.record_names, cases.taken.mapped.cases
    asks = {one.key: one.ask for one in shipped_rules().questions}
    keeping = cases.taken.keeping
    ages = keeping.ages.to_list()
    dimensions = dimension_levels(cases.taken.mapped.cases.facts)
    found = []
    for row in range(len(names) if most is None else min(len(names), most)):
        said = screen_case(*columns.record(row))
        told = keeping.frame.row(row, named=True)
        found.append(
            {
                "record": names[row],
                "outcome": said.outcome,
                "labels": list(said.labels),
                "dates": keeping.label_dates(row),
                "reasons": list(said.reasons),
                "urgent": list(said.urgent),
                "notes": list(said.notes),
                "ask": [{"key": key, "ask": asks[key]} for key in said.ask],
                "dimensions": dimension_text(
                    {key: level[row] if level.ndim else level for key, level in dimensions.items()}
                ),
                "data_consent": told["data_consent"] or "not told",
                "record_purpose": told["record_purpose"] or "not told",
                "age_of_data_years": ages[row],
            }
        )
    return found


_HEADS = {
    "record": N_("Record"),
    "outcome": N_("What it indicates first"),
    "labels": N_("All that it indicates"),
    "urgent": N_("What cannot wait"),
    "notes": N_("What else protects the person"),
    "reasons": N_("Why"),
    "ask": N_("What to ask next"),
    "dimensions": N_("Dimensions with strong or several indicators"),
    "data_consent": N_("Agreed to the record"),
    "record_purpose": N_("What it is kept for"),
    "recorded": N_("Day on which this is written down"),
    "happened_from": N_("When what is told began"),
    "happened_to": N_("When it ended"),
    "entered": N_("When the border was crossed, if one was"),
    "exploited_from": N_("When the exploitation began, if it did"),
    "age_of_data_years": N_("Age of the data in years"),
    "notice": N_("What this is"),
}
"""Column of what is said of each record -> its heading for reading."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What record files are written with: the rules, and words for all else."""

    rules: RuleSet
    words: Mapping[str, str]
    """Heads, names of dimensions, the notice, and words that records hold; empty: as they are."""
    asks: Mapping[str, str]
    """Key of a question -> what is asked; empty: the keys."""
    separator: str = ","


def record_csv(cases: CaseFile, language: str = "") -> Iterator[tuple[str, int]]:
    """What is said of every record as CSV, in parts and how many each holds: no text is taken for a formula.

    A million records are more than a gigabyte of text, which is never held as a whole.

    Args:
        cases: The records.
        language: For people to read, in this language; empty: for programs, with the same words always.
    """
    from rantau.policy.screening import NOTICE, dimensions, shipped_rules, told_rules
    from rantau.policy.screening.keeping import PURPOSES

    if not language:
        return _csv_parts(cases, _Said(shipped_rules(), {}, {}))
    # All words are looked up here: the parts are made later, where another language may be spoken.
    with speaking(language):
        rules = told_rules()
        own = (NOTICE, "yes", *PURPOSES, *(one.name for one in dimensions()))
        words = {name: gettext(head) for name, head in _HEADS.items()} | {one: gettext(one) for one in own}
        asks = {one.key: one.ask for one in rules.questions}
        return _csv_parts(cases, _Said(rules, words, asks, ";" if local(".") == "," else ","))


def _csv_parts(cases: CaseFile, said: _Said) -> Iterator[tuple[str, int]]:
    import numpy as np
    import polars as pl

    from rantau.policy.screening import NOTICE, dimension_levels, dimensions, screened_parts

    keeping, names, start = cases.taken.keeping, cases.taken.record_names, 0
    itself = keeping.frame.with_columns(keeping.ages.alias("age_of_data_years"))
    for part in screened_parts(cases.taken.mapped.cases, said.rules):
        size = part.frame.height
        levels = dimension_levels(part.cases.facts)
        positive = [
            pl.when(pl.Series(one.key, np.broadcast_to(levels[one.key] == 2, (size,)))).then(
                pl.lit(said.words.get(one.name, one.name))
            )
            for one in dimensions()
        ]
        frame = pl.DataFrame({"record": pl.Series(names[start : start + size], dtype=pl.String)}).hstack(
            part.frame
        )
        frame = frame.with_columns(
            pl.concat_str(positive, separator="; ", ignore_nulls=True).alias("dimensions"),
            *itself[start : start + size].get_columns(),
            pl.lit(said.words.get(NOTICE, NOTICE)).alias("notice"),
        )
        # Only what came in with the file can begin like a formula.
        told = ("record", *keeping.frame.columns)
        frame = frame.with_columns(pl.col(told).str.replace(r"^([=+\-@\t\r])", "'${1}"))
        if said.asks:
            frame = _for_reading(frame, said)
        yield frame.write_csv(include_header=start == 0, separator=said.separator), size
        start += size


def _for_reading(frame: polars.DataFrame, said: _Said) -> polars.DataFrame:
    """The questions themselves for their keys, words for what the record says of itself, and headings."""
    import polars as pl

    lists = frame["ask"].unique().drop_nulls().to_list()
    asked = {keys: " ".join(said.asks[key] for key in keys.split("; ") if key) for keys in lists}
    words = pl.col("data_consent", "record_purpose").replace(said.words)
    return frame.with_columns(pl.col("ask").replace(asked), words).rename(
        {name: said.words[name] for name in frame.columns}
    )


def privacy_sentences(cases: CaseFile, columns: Sequence[str], wanted: int) -> tuple[str, ...]:
    """What speaks against a release by these columns: k-anonymity, l-diversity, t-closeness, rare combinations.

    For the eyes of those who decide on the release; nothing of it may leave with it.
    """
    from rantau.policy.disclosure import anonymity_report

    sensitive = ["outcome"] if "outcome" not in columns else []
    return anonymity_report(cases.frame, columns, sensitive, wanted).sentences


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of counts that may leave."""

    rows: list[dict[str, Any]]
    note: str


def count_rows(cases: CaseFile, columns: Sequence[str], smallest: int) -> Counts:
    """Counts with small cells withheld, and as many others as are needed."""
    from rantau.policy.disclosure import count_table, suppress

    safe = suppress(count_table(cases.frame, columns), smallest)
    rows = [{**row, "count": "withheld" if row["count"] is None else row["count"]} for row in safe.rows()]
    return Counts(
        rows,
        f"{safe.small} cells are withheld since they are from 1 to {smallest - 1}, and {safe.more} more so that no "
        "total gives those away. Outcomes are first readings by rules, not determinations.",
    )


def noisy_rows(
    cases: CaseFile, columns: Sequence[str], epsilon: float, ledger: Path, budget: float | None
) -> Counts:
    """Counts with noise, differentially private; what they cost is booked before they are given.

    Args:
        cases: The records.
        columns: One to three columns.
        epsilon: What may be lost; the smaller, the more noise.
        ledger: The file of releases about these records; made where there is none.
        budget: What all releases together may lose; needed where there is no ledger yet.

    Raises:
        BadInput: The ledger does not allow it, or another budget than its own is given.
        FeatureMissing: OpenDP is not installed.
    """
    from rantau.policy.disclosure import ReleaseLedger, count_table, private_table

    if ledger.is_dir():
        raise BadInput(f"{ledger} is a folder; name a file for the ledger")
    if ledger.is_file():
        book = ReleaseLedger.from_json(ledger.read_text(encoding="utf-8", errors="replace"), ledger.name)
        if budget is not None and budget != book.budget:
            raise BadInput(f"{ledger.name} has a budget of {book.budget:g}, which is not changed by --budget")
    elif budget is None:
        raise BadInput(
            f"there is no ledger {ledger}; say with --budget what all releases together may lose, such as 1"
        )
    elif not 0 < budget < float("inf"):
        raise BadInput("--budget must be a number above 0, such as 1")
    else:
        book = ReleaseLedger(budget)
    table = count_table(cases.frame, columns)
    noisy, after = private_table(table, epsilon, book, f"counts by {', '.join(columns)}")
    write_atomically(ledger, after.to_json().encode())
    rows = []
    for cell in _cells(noisy.shape):
        named = {name: values[at] for name, values, at in zip(columns, table.values, cell, strict=True)}
        rows.append({**named, "count": int(noisy[cell])})
    return Counts(
        rows,
        f"Each count has noise (discrete Laplace, scale {1 / epsilon:g}): epsilon {epsilon:g} is spent, {after.left:g} "
        f"of {after.budget:g} is left in {ledger.name}. Add totals up from these counts. Which values there are is not "
        "hidden. Outcomes are first readings by rules, not determinations.",
    )


def _cells(shape: tuple[int, ...]) -> Any:
    import numpy as np

    return np.ndindex(shape)
