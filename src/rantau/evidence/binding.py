"""Which of a sentence's places and periods belong to which of its figures.

A sentence such as "In Thailand, 12,000 were from Myanmar and 3,000 from Laos in 2023" shares its opening with every
figure and gives each the words that follow it. The rule for something that stands between two figures: it belongs to
the earlier, unless a break (comma, "and", "compared with") parts them and none parts it from the later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from rantau.evidence.cued import CuedPattern
from rantau.evidence.negatives import FILLER

__all__ = ["bind", "coordinated", "is_part"]


class Spanned(Protocol):
    """Anything with a place in the sentence."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Item = TypeVar("Item", bound=Spanned)

_BREAK = re.compile(
    r"[,;:]|\b(?:while|whereas|compared|versus|against|and|but|followed by|up from|down from|dan"
    r"|sedangkan|sementara"
    r"|dibanding\w*|serta|rising|disusul)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r";|,\s*(?:while|whereas|but|sedangkan|sementara|followed by|compared|disusul|up from|down from|against"
    r"|and (?:in|for|the))\b|\b(?:while|whereas|sedangkan|sementara)\b",
    re.IGNORECASE,
)
_PART_OF = CuedPattern(
    re.compile(
        r"\b(?:of (?:whom|which|them|these|those)|among (?:them|these|whom)|including|comprising"
        r"|consisting of|made up of"
        r"|termasuk|di antaranya|diantaranya|terdiri (?:dari|atas)|yakni|yaitu)\b",
        re.IGNORECASE,
    )
)
_OF_THEM = re.compile(r"\s*of (?:whom|which|them|these|those)\b", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")
_SAYS_HOW_MANY = re.compile(
    r"\b(?:at|was|were|is|are|to|had|has|have|reached|totalled|numbered|counted|hosted|held|lost"
    r"|sent|placed|received"
    r"|employed|deported|arrested|detained|mencapai|sebanyak|sebesar)\s*$",
    re.IGNORECASE,
)
_HELD_BY = re.compile(r"\s*(?:\(|:|–|—|-)?\s*(?:with\s+|at\s+|by\s+|dengan\s+|sebanyak\s+)?")
_COORDINATED = re.compile(r"\s*(?:,|and|or|,\s*and|dan|serta|atau)\s*(?:another\s*)?", re.IGNORECASE)
_COMPARED_WITH = CuedPattern(
    re.compile(
        r"\b(?:than|after|behind|ahead of|second only to|unlike|(?:above|below|than|to|with) (?:that|those)(?: of| in)?"
        r"|compared (?:with|to)|as (?:high|low|many|much) as)\s+(?:in\s+|for\s+|among\s+)?(?:the\s+)?$",
        re.IGNORECASE,
    )
)
_LIST_OPENS = re.compile(r":\s")


def bind(
    text: str,
    figures: Sequence[Spanned],
    items: Sequence[Item],
    carries: Callable[[Item], bool] | None = None,
) -> list[tuple[list[Item], list[Item]]]:
    """Give each figure its own items and the ones it shares.

    Args:
        text: The sentence.
        figures: Figures in order.
        items: Places or periods in order.
        carries: Whether an item that stands by one figure may be meant by its neighbour too. Where people are may be;
            where they come from is not.

    Returns:
        For each figure its own items and the shared ones, both in order.
    """
    own: list[list[Item]] = [[] for _ in figures]
    shared: list[list[Item]] = [[] for _ in figures]
    if not figures:
        return []
    for item in items:
        if item.end <= figures[0].start:
            _opening(text, figures, item, items, own, shared)
        else:
            _following(text, figures, item, own, shared)
    _lists(text, figures, own, shared)
    _coordinated(text, figures, own, shared)
    _parts(text, figures, own, shared)
    _neighbours(text, figures, own, shared, carries or (lambda _: True))
    _opened(figures, items, own, shared)
    return list(zip(own, shared, strict=True))


def _opening(
    text: str,
    figures: Sequence[Spanned],
    item: Item,
    items: Sequence[Item],
    own: list[list[Item]],
    shared: list[list[Item]],
) -> None:
    """An item before the first figure is every figure's, as far as its clause reaches."""
    first = figures[0]
    later = any(first.end <= other.start for other in items)
    if len(figures) > 1 and later and _possesses(text, item, first.start):
        own[0].append(item)
        return
    lead = text[item.end : first.start].strip()
    match = _CLAUSE.search(text, first.end)
    reach = match.start() if match else figures[-1].end
    for number, figure in enumerate(figures):
        if figure.start <= reach or not later:
            (own if number == 0 and not lead else shared)[number].append(item)


def _following(
    text: str,
    figures: Sequence[Spanned],
    item: Item,
    own: list[list[Item]],
    shared: list[list[Item]],
) -> None:
    """An item after a figure is that figure's, or the next one's."""
    number = max(index for index, figure in enumerate(figures) if figure.start <= item.start or index == 0)
    if _compared(text, figures[number].end, item):
        # "… of refugees had work, a rate above that of Germany, where it was 21%": no place of the figure before.
        if number + 1 < len(figures):
            own[number + 1].append(item)
        return
    if number + 1 < len(figures):
        before, after = text[figures[number].end : item.start], text[item.end : figures[number + 1].start]
        inside = item.start < figures[number].end
        if (not inside and _opens_next(text, figures[number].end, item.start, figures[number + 1].start)) or (
            not inside and _belongs_later(before, after, text, item)
        ):
            number += 1
        own[number].append(item)
        return
    parted = _CLAUSE.search(text, figures[number].end, item.start)
    if parted and (own[number] or shared[number]):
        # "…deported in 2024, while Thailand gave an amnesty": another clause's place.
        return
    own[number].append(item)


def _compared(text: str, low: int, item: Spanned) -> bool:
    return bool(_COMPARED_WITH.search(text, low, item.start)) and text[item.start : item.start + 1].isupper()


def coordinated(text: str, figures: Sequence[Spanned], number: int) -> bool:
    """Whether a figure is joined to the next, so that both share what follows: "900 Kenyans and 800 Ugandans work"."""
    return (
        number + 1 < len(figures)
        and bool(_COORDINATED.fullmatch(text, figures[number].end, figures[number + 1].start))
        and not is_part(text, figures[number + 1], figures[number].end)
    )


def _coordinated(
    text: str, figures: Sequence[Spanned], own: list[list[Item]], shared: list[list[Item]]
) -> None:
    for number in range(len(figures) - 2, -1, -1):
        if coordinated(text, figures, number):
            after = figures[number + 1].end
            following = [item for item in [*own[number + 1], *shared[number + 1]] if item.start >= after]
            _extend(shared[number], following)


def _lists(text: str, figures: Sequence[Spanned], own: list[list[Item]], shared: list[list[Item]]) -> None:
    """What is the total's before a colon is also each part's after it: "12 died: 3 in Qatar, 9 in Kuwait"."""
    for head in range(len(figures) - 1):
        opens = _LIST_OPENS.search(text, figures[head].end, figures[head + 1].start)
        if opens is None:
            continue
        for number in range(head + 1, len(figures)):
            _extend(shared[number], [item for item in own[head] if item.end <= opens.start()])
        return


def _parts(text: str, figures: Sequence[Spanned], own: list[list[Item]], shared: list[list[Item]]) -> None:
    """A part shares what its whole has: "182,000 refugees in Malaysia, of whom 86% are from Myanmar"."""
    for number in range(1, len(figures)):
        if is_part(text, figures[number], figures[number - 1].end):
            _extend(shared[number], [*shared[number - 1], *own[number - 1]])


def is_part(text: str, figure: Spanned, low: int) -> bool:
    """Whether a figure counts a part of the one that ends at ``low``: "of whom 120", "including 40", "9 of them"."""
    return bool(_PART_OF.search(text, low, figure.start)) or bool(_OF_THEM.match(text, figure.end))


def _neighbours(
    text: str,
    figures: Sequence[Spanned],
    own: list[list[Item]],
    shared: list[list[Item]],
    carries: Callable[[Item], bool],
) -> None:
    # A figure with nothing of its own takes what closes its list: "12 arrested and 40 deported in Malaysia".
    for number in range(len(figures) - 2, -1, -1):
        if own[number] or shared[number]:
            continue
        gap = text[figures[number].end : figures[number + 1].start]
        if not _CLAUSE.search(gap) and FILLER not in gap and own[number + 1]:
            after = figures[number + 1].end
            shared[number] = [item for item in own[number + 1] if item.start >= after and carries(item)]
    # And what no figure before it says differently carries on along the clause.
    for number in range(1, len(figures)):
        if own[number] or shared[number]:
            continue
        if not _CLAUSE.search(text, figures[number - 1].end, figures[number].start):
            shared[number] = [item for item in (*shared[number - 1], *own[number - 1]) if carries(item)]


def _opened(
    figures: Sequence[Spanned],
    items: Sequence[Item],
    own: list[list[Item]],
    shared: list[list[Item]],
) -> None:
    """A figure that nothing else places has what opens the sentence, over a semicolon too."""
    opening = [item for item in items if item.end <= figures[0].start]
    for number in range(1, len(figures)):
        if not own[number] and not shared[number]:
            _extend(shared[number], opening)


def _extend(items: list[Item], more: Sequence[Item]) -> None:
    items.extend(item for item in more if item not in items)


def _possesses(text: str, item: Spanned, start: int) -> bool:
    gap = text[item.end : start]
    return bool(re.fullmatch(r"\s*[(:–-]?\s*(?:with\s+|at\s+)?", gap)) or (
        gap.startswith(("'s", "’s")) and len(gap) < 50
    )


def _opens_next(text: str, low: int, at: int, high: int) -> bool:
    """Whether the next figure's own clause has begun: "…1,848,270, of those born in Indonesia at 1,241,634"."""
    gap = text[low:high]
    comma = max(gap.rfind(", "), gap.rfind("; "))
    if comma < 0 or low + comma > at:
        return False
    return len(_WORDS.findall(gap[comma:])) >= 3 and bool(_SAYS_HOW_MANY.search(gap))


def _belongs_later(before: str, after: str, text: str, item: Spanned) -> bool:
    """Whether an item between two figures is the later one's."""
    if after.strip() == "(":
        # "… to Ethiopia (430 people)"
        return True
    prepositional = re.search(r"\b(?:in|from|to|di|dari|ke)\s(?:the\s)?$", before, re.IGNORECASE)
    if _HELD_BY.fullmatch(after) and not prepositional:
        # "Myanmar (12,000)"
        if _BREAK.search(before) or not before.strip():
            return True
        return after.strip().startswith(("(", ":", "–", "—"))
    if text[item.end : item.end + 2] in ("'s", "’s"):
        return True
    if not _BREAK.search(before):
        return False
    if not _BREAK.search(after):
        return True
    # Both sides break. A clause break outweighs a comma.
    return bool(_CLAUSE.search(before)) and not _CLAUSE.search(after)
