"""A study's stances looked at further: by dimension, law beside practice, changes, and coders' agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from rantau.framework.errors import BadTable
from rantau.policy.measure_agreement import CODE_COLUMNS, MeasureCoding, agreement_on, coding_of_row
from rantau.policy.measures import LEVELS
from rantau.policy.stance_views import by_dimension, change_stream, law_practice, years_of_change
from rantau.study.listings import Row
from rantau.study.policy_stance import pointers_of, register_of
from rantau.study.policy_tables import rows_of_table
from rantau.study.study import Study

__all__ = ["agreement_rows", "change_rows", "changes_by_year", "dimension_rows", "gap_rows"]


def dimension_rows(study: Study) -> list[Row]:
    """The protective axis of the study's states in each dimension of human security, law and practice apart."""
    pointers, states = pointers_of(study), study.settings.study.places
    return [
        {
            "state": one.stance.state,
            "dimension": one.dimension,
            "level": level or "law and practice",
            "data": one.stance.data,
            "share": None if one.stance.middle is None else round(one.stance.middle, 1),
            "low": round(one.stance.low, 1),
            "high": round(one.stance.high, 1),
            "more": one.stance.more,
            "less": one.stance.less,
            "mixed": one.stance.mixed,
            "witnesses": len(one.stance.witnesses),
            "rests_on": list(one.stance.ids),
        }
        for level in (None, *LEVELS)
        for one in by_dimension(pointers, states, level=level)
    ]


def gap_rows(study: Study) -> list[Row]:
    """Law beside practice for each state and axis."""
    return [
        {
            "state": one.law.state,
            "axis": one.law.axis,
            "law": None if one.law.middle is None else round(one.law.middle, 1),
            "law_rests_on": one.law.more + one.law.less + one.law.mixed,
            "practice": None if one.practice.middle is None else round(one.practice.middle, 1),
            "practice_rests_on": one.practice.more + one.practice.less + one.practice.mixed,
            "gap": None if one.gap is None else round(one.gap, 1),
            "chance_low": round(one.low, 3),
            "chance_high": round(one.high, 3),
            "word": one.word,
        }
        for one in law_practice(pointers_of(study), study.settings.study.places)
    ]


def change_rows(study: Study) -> list[Row]:
    """The register's acts as changes, in the order of time."""
    states, last = set(study.settings.study.places), study.settings.study.period.to_year
    return [asdict(one) for one in change_stream(register_of(study), last) if one.state in states]


def changes_by_year(study: Study) -> list[Row]:
    """Changes counted by state, axis and year, never netted."""
    states, last = set(study.settings.study.places), study.settings.study.period.to_year
    stream = [one for one in change_stream(register_of(study), last) if one.state in states]
    return [asdict(one) for one in years_of_change(stream)]


def agreement_rows(study: Study) -> list[Row]:
    """How far the coders of ``data/measure_codes.csv`` agree with the register and with each other.

    Raises:
        BadTable: A row is wrong; names the line.
    """
    path = study.path / "data" / "measure_codes.csv"
    if not path.is_file():
        return []
    register = register_of(study)
    known, where = frozenset(one.id for one in register), str(path)

    seen: set[tuple[str, str]] = set()

    def make(row: Mapping[str, str], line: int) -> MeasureCoding:
        one = coding_of_row(row, where, line, known)
        if (one.measure, one.coder) in seen:
            raise BadTable(
                where, line, f"{one.coder} has coded {one.measure} already; keep one of the two rows"
            )
        seen.add((one.measure, one.coder))
        return one

    codings = rows_of_table(path.read_bytes(), where, CODE_COLUMNS, make)
    return [
        {
            "code": one.code,
            "coders": list(one.coders),
            "measures": one.measures,
            "same": one.same,
            "alpha": None if one.alpha.value is None else round(one.alpha.value, 3),
            "low": None if one.alpha.low is None else round(one.alpha.low, 3),
            "high": None if one.alpha.high is None else round(one.alpha.high, 3),
            "why": one.alpha.reason,
            "differ": list(one.differ),
        }
        for one in agreement_on(register, codings, seed=study.settings.study.seed)
    ]
