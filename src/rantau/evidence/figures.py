"""The figures of a sentence, each with the places, the period and the words that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rantau.evidence.binding import bind, coordinated, is_part
from rantau.evidence.cued import CuedPattern
from rantau.evidence.measures import core_of, is_bare, measure_of
from rantau.evidence.periods import PeriodFound, resolve
from rantau.evidence.places import chosen
from rantau.evidence.quantities import Quantity
from rantau.evidence.roles import Mention, is_aside
from rantau.store.records import Period

__all__ = ["Figure", "figures_of", "last_period", "telling_places"]

_GOES_ON = re.compile(r"\s*,?\s*(?:and|or|dan|atau)\b", re.IGNORECASE)
_SHARE_OF = re.compile(r"share of (?:the )?(\w+(?: \w+){0,3})")
_LONGEST_BASE = 60
"""Characters of a noun phrase that a share may be said to be of."""
_COMPARED = re.compile(
    r"\b(?:from|than(?: in)?|compared (?:with|to)(?: that of)?|against|over|on|dari"
    r"|dibanding\w*(?: dengan)?)(?: tahun)?\s+$",
    re.IGNORECASE,
)
_UP_FROM = re.compile(
    r"\b(?:(?:up|down|rising|rose|fell|falling|increase\w*|decrease\w*) from|compared (?:with|to)|against|naik dari"
    r"|turun dari|meningkat dari|menurun dari|dibanding\w*(?: dengan)?)\s+$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"[\w -]{0,40}\([^()\d]{0,30}$")
_ASIDE = CuedPattern(
    re.compile(
        r",\s+(?:opened|founded|established|built|set up|created|signed|adopted|ratified|enacted"
        r"|passed|launched|introduced)\s+"
        r"(?:in|on)\s+$",
        re.IGNORECASE,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure with what belongs to it."""

    quantity: Quantity
    before: int
    """Where the figure before ends, or the sentence begins."""
    after: int
    """Where the figure after begins, or the sentence ends."""
    places: Sequence[Mention]
    period: Period | None
    base: str
    """Whom a share is taken of, where a figure before says so."""
    measure: str
    core: str
    """The words nearest to it."""
    elliptic: bool
    """True when it leaves out what it is of, since the figure before said so."""
    bare: bool
    """True when nothing but place and period stands by it, so that what it is of is said by another figure."""
    parted: bool
    """True when it counts a part of what the figure before counts."""
    siblings: int
    """How many parts of the same whole stand before it."""
    tail: int | None
    """Where what it says begins, when it shares that with the figure after it."""


def figures_of(
    text: str,
    quantities: Sequence[Quantity],
    places: Sequence[Mention],
    periods: Sequence[PeriodFound],
    last: Period | None,
    base: str,
    *,
    back: bool,
) -> Iterator[Figure]:
    """Give each quantity of a sentence what belongs to it.

    Args:
        text: The sentence with negatives blotted out.
        quantities: Its quantities in order.
        places: Its places in order.
        periods: Its periods in order.
        last: The period named last in the sentences before.
        base: Whom the first share is taken of, where the sentence before says so.
        back: Whether the sentence speaks of what was counted before, so that its period holds on.
    """
    telling = telling_places(text, quantities, places)
    bound = bind(text, quantities, telling, lambda mention: mention.role != "origin")
    times = bind(text, quantities, periods)
    said = [*((one.start, one.end) for one in places), *((one.start, one.end) for one in periods)]
    before: list[Mention] = []
    parted, siblings = False, 0
    for index, quantity in enumerate(quantities):
        low = quantities[index - 1].end if index else 0
        high = quantities[index + 1].start if index + 1 < len(quantities) else len(text)
        tail = _tail(text, quantities, index)
        measure = measure_of(text, quantity, low, high, base if quantity.unit == "percent" else "")
        bare = is_bare(text, quantity, low, high, said)
        elliptic = bare and index > 0 and quantity.unit == quantities[index - 1].unit
        here = chosen(*bound[index])
        if elliptic and before and not bound[index][0] and _UP_FROM.search(text, low, quantity.start):
            here = before
        elif elliptic:
            here = [*(one for one in before if _part(one) not in map(_part, here)), *here]
        here = [*_where(text, quantities, index, here, before, telling), *here]
        siblings = siblings + 1 if parted else 0
        part = (index > 0 or back) and is_part(text, quantity, low)
        parted = part or (parted and ";" not in text[low : quantity.start])
        yield Figure(
            quantity=quantity,
            before=low,
            after=high,
            places=here,
            period=_period_of(text, times[index], periods, last, back=back),
            base=base,
            measure=measure,
            core=core_of(text, quantity, low, high, tail),
            elliptic=elliptic,
            bare=bare
            or (not quantity.inherited and quantity.noun in {one.noun for one in quantities[:index]} - {""}),
            parted=parted,
            siblings=siblings if parted else 0,
            tail=tail,
        )
        before = here
        base = _base(quantity, measure) or base


def _base(quantity: Quantity, measure: str) -> str:
    """Whom the next share is taken of: those just counted, or those of whom a share was just given."""
    if quantity.noun:
        return measure if len(measure) < _LONGEST_BASE else quantity.noun
    whole = _SHARE_OF.match(measure) if quantity.unit == "percent" else None
    return whole[1] if whole else ""


def _part(mention: Mention) -> str:
    """Where people come from, or where they are."""
    return "origin" if mention.role == "origin" else "where"


def _where(
    text: str,
    quantities: Sequence[Quantity],
    index: int,
    here: Sequence[Mention],
    before: Sequence[Mention],
    telling: Sequence[Mention],
) -> list[Mention]:
    """Where people are, for a figure that only says whence they come.

    It is where the sentence opens ("In Qatar …, while a Filipino earned …"), else where the figure before has them,
    else where the list closes ("3,000 born in Laos and 2,000 born in Cambodia in Thailand").
    """
    if any(_part(one) != "origin" for one in here):
        return []
    after = _after_aside(text, quantities, index)
    beyond = quantities[index + 2].start if index + 2 < len(quantities) else len(text)
    goes_on = [one for one in telling if after and after <= one.start < beyond]
    if not here:
        return goes_on
    opening = [one for one in telling if one.end <= quantities[0].start]
    carried = before if quantities[index].unit == quantities[index - 1].unit else []
    closing = _closing(text, quantities[index:], telling)
    for found in (goes_on, opening, carried, closing):
        where = [one for one in found if one.form == "name" and _part(one) != "origin"]
        if where:
            return where
    return []


def _closing(text: str, rest: Sequence[Quantity], telling: Sequence[Mention]) -> list[Mention]:
    """Where a list of figures of one unit closes, when nothing within it says where."""
    last = rest[-1].end
    if any(mark in text[rest[0].end : last] for mark in ";:") or any(
        one.unit != rest[-1].unit for one in rest
    ):
        return []
    within = [one for one in telling if rest[0].end <= one.start < last]
    if any(is_part(text, one, before.end) for before, one in pairwise(rest)):
        return []
    if any(_part(one) != "origin" for one in within):
        return []
    return [one for one in telling if one.start >= last and one.role == "destination"]


def telling_places(text: str, quantities: Sequence[Quantity], places: Sequence[Mention]) -> list[Mention]:
    """Places that are not only said of a part of what a figure counts: "many of whom come from Laos"."""
    return [one for one in places if not _said_aside(text, quantities, one)]


def last_period(text: str, periods: Sequence[PeriodFound]) -> Period | None:
    """The last period of a sentence that is its own, not what it is compared with."""
    for item in reversed(periods):
        if not item.relative and not _compared(text, item) and not _aside(text, item):
            return item.period
    return None


def _said_aside(text: str, quantities: Sequence[Quantity], mention: Mention) -> bool:
    before = [figure.end for figure in quantities if figure.end <= mention.start]
    if not before or any(figure.start <= mention.start < figure.end for figure in quantities):
        return False
    return is_aside(text, before[-1], mention)


def _tail(text: str, quantities: Sequence[Quantity], index: int) -> int | None:
    if after := _after_aside(text, quantities, index):
        return after
    last = index
    while coordinated(text, quantities, last):
        last += 1
    if last == index or _GOES_ON.match(text, quantities[last].end):
        return None
    return quantities[last].end


def _after_aside(text: str, quantities: Sequence[Quantity], index: int) -> int:
    """Where a figure goes on after a part of it in brackets: "38,240 workers (14,905 of them women) were sent home"."""
    here = quantities[index]
    if index + 1 == len(quantities) or not here.noun:
        return 0
    opened = _BRACKET.match(text, here.end, quantities[index + 1].start)
    closed = text.find(")", quantities[index + 1].end) if opened else -1
    inner = text[quantities[index + 1].end : closed]
    return closed + 1 if closed >= 0 and not any(mark in inner for mark in "(;") else 0


def _aside(text: str, item: PeriodFound) -> bool:
    """Whether a period is that of a thing, not of the figure: "The nine camps, opened in 1984, hold 91,000"."""
    return bool(_ASIDE.search(text, max(0, item.start - 30), item.start))


def _compared(text: str, item: PeriodFound) -> bool:
    """Whether a period is only what a figure is compared with: "up 77 per cent from 2022"."""
    return bool(_COMPARED.search(text, max(0, item.start - 30), item.start))


def _period_of(
    text: str,
    times: tuple[list[PeriodFound], list[PeriodFound]],
    here: Sequence[PeriodFound],
    last: Period | None,
    *,
    back: bool,
) -> Period | None:
    """The figure's own period before one it shares; "the same year" is worked out from the one named before it.

    Args:
        text: The sentence.
        times: Own and shared periods of the figure.
        here: All periods of its sentence.
        last: The period named last in the sentences before.
        back: Whether the sentence speaks of what was counted before, so that its period holds on.
    """
    found = [item for item in (*times[0], *times[1]) if not _aside(text, item)]
    found = [item for item in found if not _compared(text, item)] or found
    if not found:
        return last if back else None
    first = found[0]
    if not first.relative:
        return first.period
    earlier = [item.period for item in here if not item.relative and item.end <= first.start]
    return resolve(first.period, earlier[-1] if earlier else last)
