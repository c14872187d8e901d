"""How far coders agree on the codes of measures: Krippendorff's alpha for each code, and what they differ on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rantau.coding.agreement import Measure, rate
from rantau.framework.errors import BadTable
from rantau.framework.instruments import MEASURE_KINDS
from rantau.policy.measures import DIRECTIONS, LEVELS, CodedMeasure

__all__ = [
    "CODES",
    "CODE_COLUMNS",
    "REGISTER",
    "CodeAgreement",
    "MeasureCoding",
    "agreement_on",
    "coding_of_row",
]

CODES: Mapping[str, tuple[str, ...]] = {
    "kind": MEASURE_KINDS,
    "level": LEVELS,
    "securitised": DIRECTIONS,
    "protective": DIRECTIONS,
}
"""Codes that are compared, with the words allowed."""
CODE_COLUMNS: tuple[tuple[str, ...], tuple[str, ...]] = (("measure", "coder", *CODES), ("note",))
"""Columns of a study's ``data/measure_codes.csv``."""
REGISTER = "register"
"""The coder that the register's own codes stand for."""


@dataclass(frozen=True, slots=True)
class MeasureCoding:
    """What one coder says of one measure."""

    measure: str
    coder: str
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """Agreement on one code."""

    code: str
    coders: tuple[str, ...]
    measures: int
    """Measures that two coders or more have coded."""
    same: int
    """Of these, on how many all agree."""
    alpha: Measure
    """Krippendorff's alpha, nominal, with its bootstrap interval over measures."""
    differ: tuple[str, ...]
    """Measures on which coders differ, with what each says."""


def coding_of_row(row: Mapping[str, str], where: str, line: int, known: frozenset[str]) -> MeasureCoding:
    """A coder's codes from a row.

    Args:
        row: Every column of :data:`CODE_COLUMNS`.
        where: The table, for messages.
        line: The row's line.
        known: Ids of the register's measures.

    Raises:
        BadTable: A cell is wrong; names the line.
    """
    if row["measure"] not in known:
        raise BadTable(
            where, line, f"there is no measure {row['measure']!r}; 'rantau measures STUDY' lists them"
        )
    if not row["coder"] or row["coder"] == REGISTER:
        raise BadTable(
            where, line, f"coder is empty or {REGISTER!r}, which stands for the register; name the coder"
        )
    for code, words in CODES.items():
        if row[code] not in words:
            said = ", ".join(word or "nothing" for word in words)
            raise BadTable(where, line, f"{code} {row[code]!r} is not one of {said}")
    return MeasureCoding(row["measure"], row["coder"], {code: row[code] for code in CODES})


def agreement_on(
    register: Sequence[CodedMeasure], codings: Sequence[MeasureCoding], *, samples: int = 1000, seed: int = 0
) -> list[CodeAgreement]:
    """Agreement of the register's coder and others on each code.

    Args:
        register: The register; its codes count as those of one more coder.
        codings: What others say.
        samples: Bootstrap samples.
        seed: Seed of the sampling.
    """
    given: dict[tuple[str, str], Mapping[str, str]] = {
        (one.id, REGISTER): {code: str(getattr(one, code)) for code in CODES} for one in register
    }
    given.update({(one.measure, one.coder): one.codes for one in codings})
    coders = (REGISTER, *sorted({one.coder for one in codings}))
    measures = sorted({one.measure for one in codings})
    found = []
    for code, words in CODES.items():
        said = [
            [given[one, coder][code] if (one, coder) in given else None for coder in coders]
            for one in measures
        ]
        ratings = np.array(
            [[-1 if word is None else words.index(word) for word in row] for row in said], dtype=np.int64
        ).reshape(len(measures), len(coders))
        alpha = rate(ratings, len(words), samples=samples, seed=seed)["alpha"]
        pairs = [
            (one, [(coder, word) for coder, word in zip(coders, row, strict=True) if word is not None])
            for one, row in zip(measures, said, strict=True)
        ]
        compared = [(one, told) for one, told in pairs if len(told) > 1]
        differ = [
            f"{one}: " + ", ".join(f"{coder} {word or 'nothing'}" for coder, word in told)
            for one, told in compared
            if len({word for _, word in told}) > 1
        ]
        found.append(
            CodeAgreement(code, coders, len(compared), len(compared) - len(differ), alpha, tuple(differ))
        )
    return found
