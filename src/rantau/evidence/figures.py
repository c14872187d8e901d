"""The figures of a sentence, each with the places, the period and the words that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rantau.evidence.binding import bind, coordinated
from rantau.evidence.measures import core_of, is_elliptic, measure_of
from rantau.evidence.periods import PeriodFound, resolve
from rantau.evidence.quantities import Quantity
from rantau.evidence.roles import Mention, is_aside
from rantau.store.records import Period

__all__ = ["Figure", "figures_of", "last_period", "telling_places"]

_LONGEST_BASE = 60
"""Characters of a noun phrase that a share may be said to be of."""
_COMPARED = re.compile(
    r"\b(?:from|than(?: in)?|compared (?:with|to)(?: that of)?|against|over|on|dari"
    r"|dibanding\w*(?: dengan)?)(?: tahun)?\s+$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r",\s+(?:opened|founded|established|built|set up|created|signed|adopted|ratified|enacted"
    r"|passed|launched|introduced)\s+"
    r"(?:in|on)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure with what belongs to it."""

    quantity: Quantity
    before: int
    """Where the figure before ends, or the sentence begins."""
    after: int
    """Where the figure after begins, or the sentence ends."""
    own: Sequence[Mention]
    shared: Sequence[Mention]
    opening: Sequence[Mention]
    """Places before the sentence's first figure."""
    period: Period | None
    base: str
    """Whom a share is taken of, where a figure before says so."""
    measure: str
    core: str
    """The words nearest to it."""
    elliptic: bool
    """True when it leaves out what it is of, since the figure before said so."""
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
    bound, times = bind(text, quantities, telling), bind(text, quantities, periods)
    for index, quantity in enumerate(quantities):
        low = quantities[index - 1].end if index else 0
        high = quantities[index + 1].start if index + 1 < len(quantities) else len(text)
        tail = _tail(text, quantities, index)
        measure = measure_of(text, quantity, low, high, base if quantity.unit == "percent" else "")
        yield Figure(
            quantity=quantity,
            before=low,
            after=high,
            own=bound[index][0],
            shared=bound[index][1],
            opening=[one for one in telling if one.end <= quantities[0].start],
            period=_period_of(text, times[index], periods, last, back=back),
            base=base,
            measure=measure,
            core=core_of(text, quantity, low, high, tail),
            elliptic=_elliptic(text, quantities, index, [*places, *periods]),
            tail=tail,
        )
        if quantity.noun:
            base = measure if len(measure) < _LONGEST_BASE else quantity.noun


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


def _elliptic(
    text: str, quantities: Sequence[Quantity], index: int, said: Sequence[Mention | PeriodFound]
) -> bool:
    if index == 0 or quantities[index].unit != quantities[index - 1].unit:
        return False
    high = quantities[index + 1].start if index + 1 < len(quantities) else len(text)
    spans = [(one.start, one.end) for one in said]
    return is_elliptic(text, quantities[index], quantities[index - 1].end, high, spans)


def _tail(text: str, quantities: Sequence[Quantity], index: int) -> int | None:
    last = index
    while coordinated(text, quantities, last):
        last += 1
    return quantities[last].end if last > index else None


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
