"""Which of a sentence's places and periods belong to which of its figures.

A sentence such as "In Thailand, 12,000 were from Myanmar and 3,000 from Laos in 2023" shares its opening with every
figure and gives each the words that follow it. The rule for something that stands between two figures: it belongs to
the earlier, unless a break (comma, "and", "compared with") parts them and none parts it from the later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from rantau.evidence.negatives import FILLER

__all__ = ["bind"]


class Spanned(Protocol):
    """Anything with a place in the sentence."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Item = TypeVar("Item", bound=Spanned)

_BREAK = re.compile(
    r"[,;:]|\b(?:while|whereas|compared|versus|against|and|but|followed by|up from|down from|dan"
r"|sedangkan|sementara|dibanding\w*|serta|rising|to|from)\b", re.IGNORECASE
)  # fmt: skip
_CLAUSE = re.compile(
    r";|,\s*(?:while|whereas|but|sedangkan|sementara|followed by|compared|and (?:in|for|the))\b"
    r"|\b(?:while|whereas|sedangkan|sementara)\b",
    re.IGNORECASE,
)


def bind(text: str, figures: Sequence[Spanned], items: Sequence[Item]) -> list[tuple[list[Item], list[Item]]]:
    """Give each figure its own items and the ones it shares.

    Args:
        text: The sentence.
        figures: Figures in order.
        items: Places or periods in order.

    Returns:
        For each figure its own items and the shared ones, both in order.
    """
    own: list[list[Item]] = [[] for _ in figures]
    shared: list[list[Item]] = [[] for _ in figures]
    if not figures:
        return []
    first = figures[0]
    for item in items:
        if item.start < first.end and item.end <= first.start:
            lead = text[item.end : first.start]
            attached = len(figures) > 1 and _possesses(text, item, first.start)
            if attached and any(other.start >= first.end for other in items):
                own[0].append(item)
            else:
                reach = _clause_end(text, first.end, figures)
                for number, figure in enumerate(figures):
                    if figure.start <= reach or not any(first.end <= other.start for other in items):
                        (own if number == 0 and not lead.strip() else shared)[number].append(item)
            continue
        number = max(
            index for index, figure in enumerate(figures) if figure.start <= item.start or index == 0
        )
        if number + 1 >= len(figures):
            own[number].append(item)
            continue
        later = figures[number + 1]
        before, after = text[figures[number].end : item.start], text[item.end : later.start]
        if _belongs_later(before, after, text, item):
            own[number + 1].append(item)
        else:
            own[number].append(item)
    # A figure with nothing of its own takes what closes its list: "12 arrested and 40 deported in Malaysia".
    for number in range(len(figures) - 2, -1, -1):
        if own[number] or shared[number]:
            continue
        gap = text[figures[number].end : figures[number + 1].start]
        if not _CLAUSE.search(gap) and FILLER not in gap and own[number + 1]:
            shared[number] = [item for item in own[number + 1] if item.start >= figures[number + 1].end]
    # And what no figure before it says differently carries on along the clause.
    for number in range(1, len(figures)):
        if own[number] or shared[number]:
            continue
        gap = text[figures[number - 1].end : figures[number].start]
        if not _CLAUSE.search(gap):
            shared[number] = [*shared[number - 1], *own[number - 1]]
    return list(zip(own, shared, strict=True))


def _possesses(text: str, item: Spanned, start: int) -> bool:
    gap = text[item.end : start]
    return bool(re.fullmatch(r"\s*[(:–-]?\s*(?:with\s+|at\s+)?", gap)) or (
        gap.startswith(("'s", "’s")) and len(gap) < 50
    )


def _belongs_later(before: str, after: str, text: str, item: Spanned) -> bool:
    if re.fullmatch(r"\s*(?:\(|:|–|—|-)?\s*(?:with\s+|at\s+|by\s+)?", after) and not re.match(
        r"\s*(?:in|from|to|di|dari|ke)\s", before[-8:]
    ):
        # "Myanmar (12,000)"
        if _BREAK.search(before) or not before.strip():
            return True
        return after.strip().startswith(("(", ":", "–", "—"))
    breaks_before, breaks_after = _last(before), _BREAK.search(after)
    if text[item.end : item.end + 2] in ("'s", "’s"):
        return True
    if breaks_before is None:
        return False
    if breaks_after is None:
        return True
    # Both sides break. A clause break outweighs a comma.
    strong_before, strong_after = _CLAUSE.search(before), _CLAUSE.search(after)
    return bool(strong_before) and not strong_after


def _last(text: str) -> re.Match[str] | None:
    found = None
    for match in _BREAK.finditer(text):
        found = match
    return found


def _clause_end(text: str, start: int, figures: Sequence[Spanned]) -> int:
    match = _CLAUSE.search(text, start)
    return match.start() if match else figures[-1].end
