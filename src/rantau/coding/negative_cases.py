"""Negative cases: passages that speak against what a code mostly tells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from rantau.coding.effective import Coded

__all__ = ["NegativeCase", "NegativeCases", "negative_cases"]

Against = Literal["polarity", "denial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NegativeCase:
    """A passage that speaks against."""

    document: str
    passage: str
    page: int
    against: Against
    """``polarity``: it tells of the other polarity; ``denial``: a finding in it says that the thing does not happen,
    or that somebody denies it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NegativeCases:
    """What speaks against a code.

    Attributes:
        code: The code.
        polarity: The one that more passages tell of, where the code has a polarity; both being even, ``insecurity``.
        passages: Passages under the code with that polarity, without denials.
        cases: Passages that speak against, in order.
    """

    code: str
    polarity: str
    passages: int
    cases: tuple[NegativeCase, ...]


def negative_cases(
    coded: Iterable[Coded], denied: Mapping[str, Collection[str]] | None = None
) -> list[NegativeCases]:
    """Find what speaks against each code, for every code on any passage, by id.

    Args:
        coded: How codes on passages stand; those that count are looked at.
        denied: Passage id -> codes of the findings in it that are denied. A denial under a code beneath counts too.
    """
    denied = denied or {}
    by_code: dict[str, list[Coded]] = {}
    for one in coded:
        if one.counts:
            by_code.setdefault(one.code, []).append(one)
    found = []
    for code, group in sorted(by_code.items()):
        insecure = {one.passage for one in group if one.polarity == "insecurity"}
        secure = {one.passage for one in group if one.polarity == "protection"}
        polarity = (
            "" if not (insecure or secure) else "protection" if len(secure) > len(insecure) else "insecurity"
        )
        cases: list[NegativeCase] = []
        seen: set[tuple[str, Against]] = set()
        for one in group:
            against: list[Against] = []
            if one.polarity != polarity:
                against.append("polarity")
            if any(other == code or other.startswith(f"{code}.") for other in denied.get(one.passage, ())):
                against.append("denial")
            for why in against:
                if (one.passage, why) not in seen:
                    seen.add((one.passage, why))
                    cases.append(
                        NegativeCase(document=one.document, passage=one.passage, page=one.page, against=why)
                    )
        denials = {case.passage for case in cases if case.against == "denial"}
        speaking = {one.passage for one in group if one.polarity == polarity} - denials
        found.append(NegativeCases(code=code, polarity=polarity, passages=len(speaking), cases=tuple(cases)))
    return found
