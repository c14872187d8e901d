"""Where coders differ: whether a code applies, with which polarity, and on which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rantau.store.records import Coding

__all__ = ["Difference", "Kind", "differences"]

Kind = Literal["code", "polarity", "place"]
"""What differs: whether the code applies at all; its polarity; or the words coded, which do not overlap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A code on a passage on which coders do not agree."""

    document: str
    passage: str
    page: int
    code: str
    kind: Kind
    accepting: tuple[Coding, ...]
    """Codings that apply the code here."""
    rejecting: tuple[str, ...]
    """Coders who say that it does not apply."""
    silent: tuple[str, ...]
    """Coders who coded the whole document and did not apply it here."""


def differences(codings: Iterable[Coding], readers: Mapping[str, frozenset[str]]) -> list[Difference]:
    """List what coders differ on and nobody has settled.

    A coder who has coded a whole document and did not apply a code there has said that it does not apply; elsewhere
    only what coders wrote down counts.

    Args:
        codings: Codings at their place, under codes in use.
        readers: Document id -> coders who are known to have coded it whole.

    Returns:
        By document, passage (in reading order), and code.
    """
    groups: dict[tuple[str, str], list[Coding]] = {}
    for coding in codings:
        groups.setdefault((coding.passage, coding.code), []).append(coding)
    found = [
        difference
        for group in groups.values()
        if (difference := _difference(group, readers.get(group[0].document, frozenset()))) is not None
    ]
    return sorted(found, key=lambda one: (one.document, _number(one.passage), one.code))


def _difference(group: Sequence[Coding], readers: frozenset[str]) -> Difference | None:
    if any(one.adjudicated_by for one in group):
        return None
    accepting = [one for one in group if one.status == "accepted"]
    if not accepting:
        return None
    yes = {one.coder for one in accepting}
    no = {one.coder for one in group if one.status == "rejected"} - yes
    silent = readers - yes - no
    if no or silent:
        kind: Kind = "code"
    elif len(yes) < 2:
        return None
    elif len({frozenset(one.polarity for one in accepting if one.coder == coder) for coder in yes}) > 1:
        kind = "polarity"
    elif _apart(accepting, yes):
        kind = "place"
    else:
        return None
    first = min(accepting, key=lambda one: (one.start, one.end, one.id))
    return Difference(
        document=first.document,
        passage=first.passage,
        page=first.page,
        code=first.code,
        kind=kind,
        accepting=tuple(accepting),
        rejecting=tuple(sorted(no)),
        silent=tuple(sorted(silent)),
    )


def _apart(accepting: Sequence[Coding], coders: Iterable[str]) -> bool:
    """Whether two coders' words share no character."""
    own = {coder: [(one.start, one.end) for one in accepting if one.coder == coder] for coder in coders}
    names = sorted(own)
    return any(
        not any(a < d and c < b for a, b in own[one] for c, d in own[other])
        for index, one in enumerate(names)
        for other in names[index + 1 :]
    )


def _number(passage: str) -> int:
    number = passage.rpartition("/p")[2]
    return int(number) if number.isdigit() else 0
