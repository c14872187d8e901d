"""Why a group of claims has its verdict, in a sentence or two that name values, sources and periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rantau.evidence.comparing import Span, timing
from rantau.evidence.lineage import Root
from rantau.framework.words import Verdict
from rantau.store.records import Claim

__all__ = ["Side", "reason_of", "size", "stated"]

_HEDGES = {
    "about": "about ",
    "at_least": "at least ",
    "at_most": "up to ",
    "more_than": "over ",
    "less_than": "under ",
}
_SHOWN = 4
"""How many claims a reason names; the group holds them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A claim with what is known of where its figure comes from."""

    claim: Claim
    unit: str
    span: Span | None
    roots: tuple[Root, ...]
    sources: tuple[Root, ...]
    """The works that the claim itself names."""
    publishers: frozenset[str]
    document: str


def stated(claim: Claim) -> str:
    """The value as the text gives it: ``over 36,000 persons``, ``18–20 hours/day``, ``45%``."""
    if claim.qualifier == "range" and claim.low is not None and claim.high is not None:
        number = f"{_amount(claim.low)}–{_amount(claim.high)}"
    elif claim.value is not None:
        number = _HEDGES.get(claim.qualifier, "") + _amount(claim.value)
    else:
        number = f"{_amount(claim.low or 0.0)}–{_amount(claim.high or 0.0)}"
    return f"{number}%" if claim.unit == "percent" else f"{number} {claim.unit}".rstrip()


def _amount(value: float) -> str:
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _listed(parts: Sequence[str]) -> str:
    unique = list(dict.fromkeys(parts))
    if len(unique) <= 1:
        return "".join(unique)
    return f"{', '.join(unique[:-1])} and {unique[-1]}"


def _when(side: Side) -> str:
    period = side.claim.period
    if period is None:
        return "no period given"
    if period.text and any(character.isdigit() for character in period.text):
        return period.text
    years = period.start if period.start == period.end else f"{period.start} to {period.end}"
    return f"{period.text} ({years})" if period.text else years


_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _months(span: Span) -> str:
    """A span in words: ``2024``, ``January–June 2024``, ``March 2021–May 2022``, ``2019–2022``."""
    (first_year, first), (last_year, last) = divmod(span.first, 12), divmod(span.last, 12)
    if (first, last) == (0, 11):
        return str(first_year) if first_year == last_year else f"{first_year}–{last_year}"
    if first_year == last_year:
        return (
            f"{_NAMES[first]} {first_year}"
            if first == last
            else f"{_NAMES[first]}–{_NAMES[last]} {last_year}"
        )
    return f"{_NAMES[first]} {first_year}–{_NAMES[last]} {last_year}"


def _source(side: Side) -> str:
    named = _listed([root.name for root in side.sources])
    roots = [root for root in side.roots if root not in side.sources]
    return f"{named}, which rests on {_listed([root.name for root in roots])}" if roots else named


def _say(side: Side) -> str:
    return f"{stated(side.claim)}, {_when(side)}, from {_source(side)}"


def reason_of(
    verdict: Verdict,
    sides: Sequence[Side],
    against: Sequence[tuple[Side, Side]],
    roots: Sequence[Root],
) -> str:
    """The reason of a verdict.

    Args:
        verdict: The verdict.
        sides: The claims in order.
        against: Pairs that conflict.
        roots: The roots, each once.
    """
    if verdict == "conflicting":
        return _conflict(against)
    if verdict == "single-source":
        return _single(sides, roots)
    values = "; ".join(_say(side) for side in _few(sides))
    more = _more(len(sides) - len(_few(sides)))
    if verdict == "corroborated":
        return f"{len(roots)} root sources that do not rest on each other agree: {values}{more}."
    return f"The values can all be true, but none confirms another: {values}{more}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _few(sides: Sequence[Side]) -> Sequence[Side]:
    """Claims that say different things, the first few of them."""
    seen: dict[tuple[str, str, str], Side] = {}
    for side in sides:
        seen.setdefault((stated(side.claim), _source(side), _when(side)), side)
    return list(seen.values())[:_SHOWN]


def _more(count: int) -> str:
    return f"; {count} more {'claim is' if count == 1 else 'claims are'} in the group" if count > 0 else ""


def _single(sides: Sequence[Side], roots: Sequence[Root]) -> str:
    rest = _listed([root.name for root in roots])
    if len(sides) == 1:
        side = sides[0]
        what = f"One claim only: {stated(side.claim)}, {_when(side)}"
        if side.claim.own_data and rest == side.document:
            return f"{what}; {rest} speaks for itself."
        return f"{what}; it rests on {rest}."
    documents = len({side.claim.document for side in sides})
    where = "one document" if documents == 1 else f"{documents} documents"
    values = _listed([f"{stated(side.claim)} ({_when(side)})" for side in _few(sides)])
    if len(roots) == 1:
        return f"{len(sides)} claims in {where} rest on {rest} and are one witness: {values}."
    return f"{len(sides)} claims in {where} share their sources ({rest}), so none confirms another: {values}."


def _conflict(against: Sequence[tuple[Side, Side]]) -> str:
    one, other = max(
        against, key=lambda pair: (_plainness(*pair), _distance(*pair), pair[0].claim.id, pair[1].claim.id)
    )
    involved = {id(side) for pair in against for side in pair}
    values = _capital(f"{_say(one)}, against {_say(other)}")
    rest = len(involved) - 2
    more = f" ({rest} more {'claim disagrees' if rest == 1 else 'claims disagree'})" if rest > 0 else ""
    return f"{values}{more}: {_why(one, other)}"


def _plainness(one: Side, other: Side) -> int:
    """How little a difference of periods explains, to name the pair that says most.

    2 for the same period, or a part that counts more than its whole; 1 where periods follow or cross each other;
    0 for a part that counts less than its whole, or a period that is not given.
    """
    if one.span is None or other.span is None or not (one.span.stated and other.span.stated):
        return 0
    if timing(one.span, other.span, flow=False) == "same":
        return 2
    part, whole = sorted((one, other), key=lambda side: side.span.months if side.span else 0)
    inside = (
        whole.span and part.span and whole.span.first <= part.span.first and part.span.last <= whole.span.last
    )
    if not inside:
        return 1
    return 2 if size(part) > size(whole) else 0


def size(side: Side) -> float:
    """The number that a side states, or the least of its range."""
    return abs(side.claim.value or side.claim.low or 0.0)


def _distance(one: Side, other: Side) -> float:
    """The greater stated number over the lesser, to name the plainest disagreement."""
    values = sorted((size(one), size(other)))
    return values[1] / values[0] if values[0] else float("inf")


def _why(one: Side, other: Side) -> str:
    shared = any(root.may_be(another) for root in one.roots for another in other.roots)
    if shared:
        return (
            "the documents read one source differently; go back to it before either figure is used. "
            "Nothing is averaged."
        )
    dated = one.claim.period is not None and other.claim.period is not None
    when = timing(one.span, other.span, flow=False) if one.span and other.span else "same"
    if not dated:
        return (
            "the sources differ, and not both say which period they speak of, so the two are not directly "
            "comparable. Nothing is averaged."
        )
    if when == "same":
        return "the sources differ about the same period. Nothing is averaged."
    how = "the periods overlap but are not the same"
    if one.span and other.span:
        short, long = sorted((one, other), key=lambda side: side.span.months if side.span else 0)
        if (
            short.span
            and long.span
            and long.span.first <= short.span.first
            and short.span.last <= long.span.last
        ):
            how = f"{_months(short.span)} lies within {_months(long.span)}"
        elif when in ("adjacent", "apart"):
            how = "one period follows the other"
    return (
        f"they come from different sources and cover different periods ({how}), so the two are not directly "
        "comparable. Nothing is averaged."
    )
