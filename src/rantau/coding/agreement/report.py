"""Agreement between coders, per code and over all: who said what where, made into tables and measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rantau.coding.agreement.coefficients import (
    COEFFICIENTS,
    Coefficient,
    Measure,
    Sums,
    draw,
    measure,
    sums_of_ratings,
)
from rantau.coding.agreement.unitizing import Continuum, alpha_u, merged, u_alpha
from rantau.coding.records import Coding

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Agreement", "AgreementReport", "Level", "Reading", "agreement", "code_with_polarity"]

Level = Literal["units", "characters"]

_MOST_BLOCKS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document that was given to coders.

    Attributes:
        document: Its id.
        length: Code points of its plain text.
        units: Places (start, end) of its passages or sentences, in order, not overlapping; empty for characters.
        coders: Ids of the coders who read it whole, whether or not they found anything. None where that was not
            recorded: then whoever has a coding in it is taken to have read it, which is an assumption.
    """

    document: str
    length: int
    units: tuple[tuple[int, int], ...] = ()
    coders: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far coders agree on one code (or on all).

    Attributes:
        code: The code's id; ``all codes`` for the row over all.
        codings: Codings counted.
        marked: Units (or characters) that at least one coder marked.
        judged: Units (or characters) judged by two coders or more; over all codes, decisions on them.
        measures: Coefficients of presence and absence.
        alpha_u: αU (1995) of the segments; None in the row over all, where it is not defined for codes that overlap.
        u_alpha: uα (2016) of the segments; likewise.
    """

    code: str
    codings: int
    marked: int
    judged: int
    measures: Mapping[Coefficient, Measure]
    alpha_u: Measure | None = None
    u_alpha: Measure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementReport:
    """Agreement per code and over all, and what was left out or assumed."""

    level: Level
    coders: tuple[str, ...]
    documents: int
    codes: tuple[Agreement, ...]
    overall: Agreement
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Marks:
    """Codings as arrays, on one line on which the documents stand one behind the other."""

    document: Ints
    start: Ints
    end: Ints
    coder: Ints
    code: Ints

    def of(self, code: int) -> _Marks:
        low, high = np.searchsorted(self.code, [code, code + 1])
        return _Marks(*(getattr(self, name)[low:high] for name in self.__slots__))


def code_with_polarity(coding: Coding) -> str:
    """A label that tells a code's polarities apart, for :func:`agreement`."""
    return f"{coding.code} ({coding.polarity})" if coding.polarity else coding.code


def agreement(
    codings: Iterable[Coding],
    readings: Sequence[Reading],
    *,
    level: Level = "units",
    codes: Sequence[str] | None = None,
    label: Callable[[Coding], str] = lambda coding: coding.code,
    segments: bool = False,
    resample: Literal["documents", "units"] = "documents",
    samples: int = 1000,
    seed: int = 0,
) -> AgreementReport:
    """Measure how far coders agree.

    A coder marks a unit with a code when a coding of theirs touches it. Several codes may stand on one unit, so each
    code is judged as present or absent, and the row over all pools these judgements.

    Args:
        codings: Codings; only ``accepted`` ones count. Those of a whole document or of a region on a page have no
            place in the text and are left out, as the report says.
        readings: The documents that were given out. Only those that two or more coders read are compared.
        level: Judge the readings' units, or every character.
        codes: Labels to report, in this order; by default those that occur, sorted.
        label: What a coding says; its code by default. :func:`code_with_polarity` tells polarities apart.
        segments: Measure αU and uα of the segments too.
        resample: What bootstrap samples are drawn from: documents, or units in blocks of neighbours (at most 500
            blocks), for a study of few documents.
        samples: How many bootstrap samples; 0 for no intervals.
        seed: Seed of the sampling.
    """
    kept, notes = _countable(codings)
    who, assumed = _readers(kept, readings)
    if assumed:
        notes.append(
            f"Who read {'a document' if assumed == 1 else f'{assumed} documents'} was not recorded; each coder with a "
            "coding there is assumed to have read the whole."
        )
    used = [
        r for r in readings if len(who[r.document]) > 1 and r.length and (r.units or level == "characters")
    ]
    if len(used) < len(readings):
        notes.append(
            f"{len(readings) - len(used)} of {len(readings)} documents were read by fewer than two coders or have no "
            "text, and are left out."
        )
    coders = tuple(sorted({c for r in used for c in who[r.document]}))
    place = {r.document: number for number, r in enumerate(used)}
    compared = [c for c in kept if c.document in place and c.coder in who[c.document]]
    labels = list(codes) if codes is not None else sorted({label(c) for c in compared})
    base = np.concatenate([[0], np.cumsum([r.length for r in used], dtype=np.int64)])
    marks = _arrays(compared, labels, label, place, coders, base)
    reads = np.array([[c in who[r.document] for c in coders] for r in used], dtype=bool).reshape(
        len(used), len(coders)
    )

    table = _Units(used, base, reads, resample) if level == "units" else _Characters(base, reads)
    clusters = table.clusters
    weights = draw(clusters, samples, seed) if samples and clusters > 1 else None
    numbers = Counter(reads.sum(axis=1).tolist())
    usual, alike = numbers.most_common(1)[0] if numbers else (0, 0)
    slots = draw(alike, samples, seed) if segments and samples and alike > 1 else None
    rows: list[Agreement] = []
    pooled: Sums | None = None
    for number, name in enumerate(labels):
        own = marks.of(number)
        sums, marked = table.sums(own)
        pooled = sums if pooled is None else pooled + sums
        drawn = None if weights is None else sums.resampled(weights)
        texts = _continua(own, base, reads, int(usual)) if segments else []
        rows.append(
            Agreement(
                code=name,
                codings=len(own.code),
                marked=marked,
                judged=round(float(sums.compared.sum())),
                measures={c: measure(c, sums, drawn) for c in COEFFICIENTS},
                alpha_u=alpha_u(texts, slots) if segments else None,
                u_alpha=u_alpha(texts, slots) if segments else None,
            )
        )
    if segments and len(numbers) > 1:
        notes.append("Segments are compared on the documents read by the commonest number of coders only.")
    if samples and clusters == 1:
        notes.append(
            "There is one document, so there are no intervals; compare passages, which can be sampled in blocks."
        )
    nothing = Measure(
        None, reason="Fewer than two coders judged the same unit, so there is nothing to compare."
    )
    overall = Agreement(
        code="all codes",
        codings=sum(row.codings for row in rows),
        marked=sum(row.marked for row in rows),
        judged=sum(row.judged for row in rows),
        measures=(
            dict.fromkeys(COEFFICIENTS, nothing)
            if pooled is None
            else {
                c: measure(c, pooled, None if weights is None else pooled.resampled(weights))
                for c in COEFFICIENTS
            }
        ),
    )
    return AgreementReport(
        level=level,
        coders=coders,
        documents=len(used),
        codes=tuple(rows),
        overall=overall,
        notes=tuple(notes),
    )


def _countable(codings: Iterable[Coding]) -> tuple[list[Coding], list[str]]:
    kept: list[Coding] = []
    left: Counter[str] = Counter()
    for coding in codings:
        if coding.status != "accepted":
            left[f"{coding.status}"] += 1
        elif coding.start is None or coding.end is None:
            left["placeless"] += 1
        else:
            kept.append(coding)
    placeless = left.pop("placeless", 0)
    notes = [f"{count:,} codings are {status} and do not count." for status, count in sorted(left.items())]
    if placeless:
        notes.append(
            f"{placeless:,} codings of whole documents or of regions on a page have no place in the text."
        )
    return kept, notes


def _readers(codings: Sequence[Coding], readings: Sequence[Reading]) -> tuple[dict[str, frozenset[str]], int]:
    found: dict[str, set[str]] = {}
    for coding in codings:
        found.setdefault(coding.document, set()).add(coding.coder)
    assumed = sum(r.coders is None and len(found.get(r.document, ())) > 1 for r in readings)
    who = {
        r.document: frozenset(found.get(r.document, ())) if r.coders is None else r.coders for r in readings
    }
    return who, assumed


def _arrays(
    codings: Sequence[Coding],
    labels: Sequence[str],
    label: Callable[[Coding], str],
    place: Mapping[str, int],
    coders: Sequence[str],
    base: Ints,
) -> _Marks:
    code_number = {name: number for number, name in enumerate(labels)}
    coder_number = {name: number for number, name in enumerate(coders)}
    rows = [
        (place[c.document], c.start, c.end, coder_number[c.coder], code_number[label(c)])
        for c in codings
        if label(c) in code_number
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    table = table[np.argsort(table[:, 4], kind="stable")]
    shift, limit = base[table[:, 0]], base[table[:, 0] + 1] if len(table) else base[:0]
    return _Marks(
        table[:, 0],
        np.minimum(table[:, 1] + shift, limit),
        np.minimum(table[:, 2] + shift, limit),
        table[:, 3],
        table[:, 4],
    )


class _Units:
    """Presence and absence on passages or sentences."""

    def __init__(self, used: Sequence[Reading], base: Ints, reads: NDArray[np.bool_], resample: str) -> None:
        counts = [len(r.units) for r in used]
        document = np.repeat(np.arange(len(used)), counts)
        places = np.array([u for r in used for u in r.units], dtype=np.int64).reshape(-1, 2)
        places += base[document][:, None]
        self.starts, self.ends = places[:, 0], places[:, 1]
        self.empty = np.where(reads[document], 0, -1).astype(np.int64)
        if resample == "documents":
            self.cluster, self.clusters = document, len(used)
        else:
            self.clusters = min(len(places), _MOST_BLOCKS)
            self.cluster = np.arange(len(places)) * self.clusters // max(len(places), 1)

    def sums(self, own: _Marks) -> tuple[Sums, int]:
        first = np.searchsorted(self.ends, own.start, side="right")
        count = np.clip(np.searchsorted(self.starts, own.end, side="left") - first, 0, None)
        count[own.end <= own.start] = 0
        unit = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
        ratings = self.empty.copy()
        ratings[unit, np.repeat(own.coder, count)] = 1
        marked = int((ratings == 1).any(axis=1).sum())
        return sums_of_ratings(ratings, 2, cluster=self.cluster), marked


class _Characters:
    """Presence and absence on every character, by stretches on which nothing changes."""

    def __init__(self, base: Ints, reads: NDArray[np.bool_]) -> None:
        self.base, self.reads = base, reads
        self.clusters = len(reads)

    def sums(self, own: _Marks) -> tuple[Sums, int]:
        edges = np.unique(np.concatenate([self.base, own.start, own.end]))
        width = np.diff(edges)
        document = np.searchsorted(self.base, edges[:-1], side="right") - 1
        change = np.zeros((len(edges), self.reads.shape[1]))
        np.add.at(change, (np.searchsorted(edges, own.start), own.coder), 1)
        np.add.at(change, (np.searchsorted(edges, own.end), own.coder), -1)
        present = np.cumsum(change, axis=0)[:-1] > 0
        ratings = np.where(self.reads[document], present.astype(np.int64), -1)
        marked = int(width[(ratings == 1).any(axis=1)].sum())
        return sums_of_ratings(ratings, 2, weights=width.astype(np.float64), cluster=document), marked


def _continua(own: _Marks, base: Ints, reads: NDArray[np.bool_], readers: int) -> list[Continuum]:
    """The segments of each document with that many readers, reader by reader.

    Alpha does not ask who a coder is, so where pairs take turns each document has a first and a second reader.
    """
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for document, start, end, coder in zip(
        own.document.tolist(), own.start.tolist(), own.end.tolist(), own.coder.tolist(), strict=True
    ):
        low = int(base[document])
        found.setdefault((document, coder), []).append((start - low, end - low))
    return [
        Continuum(
            int(base[document + 1] - base[document]),
            tuple(merged(found.get((document, int(coder)), [])) for coder in np.flatnonzero(row)),
        )
        for document, row in enumerate(reads)
        if row.sum() == readers
    ]
