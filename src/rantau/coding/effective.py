"""What holds of each passage: people's codings weighed together, and the machine's where a study lets them stand in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rantau.store.records import CodeSuggestion, Coding

__all__ = ["Basis", "Coded", "Standing", "basis_of", "judged"]

Standing = Literal["accepted", "contested", "rejected", "machine-coded", "proposed"]
"""``contested``: as many coders reject the code as accept it, and nobody has settled it. ``proposed``: a suggestion on
which nobody has decided; ``machine-coded``: one that the study lets stand in for a coding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A code (with its polarity, where it has one) on a passage, and how it stands."""

    document: str
    passage: str
    page: int
    """Of the first segment."""
    code: str
    polarity: str
    status: Standing
    segments: tuple[tuple[int, int], ...]
    """Offsets in the passage text, in order; segments of several coders that overlap are one."""
    by: tuple[str, ...]
    """Ids of the coders who say so; of a suggestion the suggester."""
    adjudicated: bool = False
    """A person settled it where coders differed."""
    probability: float | None = None
    """Of the suggestion, where it was one."""

    @property
    def counts(self) -> bool:
        """Whether analysis takes it for coded."""
        return self.status in ("accepted", "machine-coded")


@dataclass(frozen=True, slots=True)
class Basis:
    """Whose codings an analysis rests on."""

    people: int
    machine: int

    @property
    def machine_coded(self) -> bool:
        return self.machine > 0

    @property
    def words(self) -> str:
        """One sentence; it goes wherever figures go that rest on suggestions."""
        if not self.machine:
            return f"People's codings: {self.people:,}."
        return (
            f"Machine-coded: {self.machine:,} of {self.machine + self.people:,} codings are suggestions that no person "
            "has accepted."
        )


def basis_of(coded: Iterable[Coded]) -> Basis:
    """Count the codings of people and of the machine among those that count."""
    people = machine = 0
    for one in coded:
        people += one.status == "accepted"
        machine += one.status == "machine-coded"
    return Basis(people, machine)


def judged(
    codings: Iterable[Coding], suggestions: Iterable[CodeSuggestion] = (), *, machine_coded: bool = False
) -> list[Coded]:
    """Weigh codings together, passage by passage and code by code.

    Where a code was adjudicated on a passage, only that counts. Elsewhere each coder has one voice: the code is
    accepted where more accept than reject it, contested where as many do, rejected otherwise. Coders who are silent
    have no voice here; :mod:`rantau.coding.differences` hears them. An accepted code appears once for each polarity
    that its coders give it.

    Args:
        codings: Codings at their place, under codes in use (:mod:`rantau.coding.placing`).
        suggestions: Suggestions under codes in use. One on whose passage and code a person has decided is left out.
        machine_coded: Suggestions stand in for codings.

    Returns:
        By document, passage (in reading order), first offset, code and polarity.
    """
    decided: dict[tuple[str, str], list[Coding]] = {}
    for coding in codings:
        decided.setdefault((coding.passage, coding.code), []).append(coding)
    found: list[Coded] = []
    for group in decided.values():
        found += _weighed(group)
    for one in suggestions:
        if (one.passage, one.code) not in decided:
            found.append(
                Coded(
                    document=one.document,
                    passage=one.passage,
                    page=one.page,
                    code=one.code,
                    polarity=one.polarity,
                    status="machine-coded" if machine_coded else "proposed",
                    segments=((one.start, one.end),),
                    by=(one.by,),
                    probability=one.probability,
                )
            )
    return sorted(found, key=_in_order)


def _weighed(group: Sequence[Coding]) -> list[Coded]:
    settled = [one for one in group if one.adjudicated_by]
    voices = settled or group
    accepting = [one for one in voices if one.status == "accepted"]
    yes, no = (
        {one.coder for one in accepting},
        {one.coder for one in voices if one.status == "rejected"},
    )
    if settled and accepting:
        status: Standing = "accepted"
    elif len(yes) > len(no):
        status = "accepted"
    elif yes and len(yes) == len(no):
        status = "contested"
    else:
        status = "rejected"
    if not accepting:
        accepting = list(voices)
    found = []
    for polarity in sorted({one.polarity for one in accepting}):
        own = [one for one in accepting if one.polarity == polarity]
        first = min(own, key=lambda one: (one.start, one.end, one.id))
        known = [one.probability for one in own if one.probability is not None]
        found.append(
            Coded(
                document=first.document,
                passage=first.passage,
                page=first.page,
                code=first.code,
                polarity=polarity,
                status=status,
                segments=_merged([(one.start, one.end) for one in own]),
                by=tuple(sorted({one.coder for one in own})),
                adjudicated=bool(settled),
                probability=max(known) if known else None,
            )
        )
    return found


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def _in_order(one: Coded) -> tuple[str, int, int, str, str]:
    number = one.passage.rpartition("/p")[2]
    order = int(number) if number.isdigit() else 0
    return one.document, order, one.segments[0][0], one.code, one.polarity
