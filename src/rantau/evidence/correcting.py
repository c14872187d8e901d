"""What a person corrects in a claim: its fields as words that people type, checked, and put in the claim's place.

The words of a field are the same on the command line, in a form and in the audit trail: ``36000``; ``at_least``;
``THA:destination, MMR:origin``; ``female``; ``under 18``; ``2021``, ``2021-06`` or ``2019/2021``; and nothing where the
claim does not say.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from typing import Any, get_args

from rantau.baseline.load import place_names, places
from rantau.evidence.counted import COUNTED, counted_words
from rantau.evidence.proposals import unit_known
from rantau.framework.errors import BadInput, Way
from rantau.framework.words import PlaceRole, Qualifier
from rantau.store.records import Claim, ClaimContent, Period, PlaceMention

__all__ = [
    "FIELDS",
    "QUALIFIERS",
    "UNITS",
    "changed_words",
    "content_of",
    "content_words",
    "corrected",
    "with_content",
]

FIELDS = ("value", "low", "high", "qualifier", "unit", "indicator", "places", *COUNTED, "period")
"""What can be corrected, in the order in which it is asked for; who is counted in its parts."""
_CONTENT = tuple(field.name for field in fields(ClaimContent))
QUALIFIERS: tuple[Qualifier, ...] = get_args(Qualifier)
UNITS = (
    "persons",
    "percent",
    "USD",
    "USD/month",
    "hours/day",
    "days/week",
    "per 100000",
    "cases",
    "households",
)
"""Units to choose from; others that claims have are taken too."""
_LONGEST = 1000
_BELOW, _ABOVE = ("at_most", "less_than"), ("at_least", "more_than")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_BETWEEN = re.compile(r"\s*(?:/|\bto\b)\s*")


def content_of(claim: Claim) -> ClaimContent:
    """What a claim says now."""
    return ClaimContent(**{name: getattr(claim, name) for name in _CONTENT})


def with_content(claim: Claim, content: ClaimContent, **more: Any) -> Claim:
    """A claim that says something else; ``more`` are further fields of it."""
    return replace(claim, **{name: getattr(content, name) for name in _CONTENT}, **more)


def content_words(content: ClaimContent) -> dict[str, str]:
    """Each field as a person would type it; empty where the claim does not say."""

    def number(value: float | None) -> str:
        return "" if value is None else f"{value:.15g}"

    period = content.period
    whole = "" if period is None else period.start
    if period is not None and period.end != period.start:
        whole = f"{period.start}/{period.end}"
    return {
        "value": number(content.value),
        "low": number(content.low),
        "high": number(content.high),
        "qualifier": content.qualifier,
        "unit": content.unit,
        "indicator": content.indicator or "",
        "places": ", ".join(
            one.id if one.role == "unspecified" else f"{one.id}:{one.role}" for one in content.places
        ),
        **{part: getattr(content.group, part) for part in COUNTED},
        "period": whole,
    }


def changed_words(before: ClaimContent, after: ClaimContent) -> dict[str, tuple[str, str]]:
    """Field -> its words before and after, of those that differ."""
    old, new = content_words(before), content_words(after)
    return {name: (old[name], new[name]) for name in FIELDS if old[name] != new[name]}


def corrected(content: ClaimContent, given: Mapping[str, str], indicators: Collection[str]) -> ClaimContent:
    """What a claim says once a person has corrected it.

    Args:
        content: What it says now.
        given: Field -> its new words, of the fields that change or of all.
        indicators: Ids of the indicators that there are.

    Returns:
        The corrected content. Where the value changes, bounds that only repeated it follow it, and so does a qualifier
        that no longer fits, unless they are given too.

    Raises:
        BadInput: A field is none of a claim, its words say nothing that it can hold, what is given does not go
            together, or nothing changes.
    """
    now = content_words(content)
    said = {name: " ".join(words.split()) for name, words in given.items()}
    for name, words in said.items():
        if name not in FIELDS:
            raise BadInput(
                f"{name!r} is nothing of a claim that can be corrected; that is {', '.join(FIELDS)}"
            )
        if len(words) > _LONGEST:
            raise BadInput(f"{name} is longer than {_LONGEST} characters")
    said = {name: words for name, words in said.items() if words != now[name]}
    made: dict[str, Any] = {}
    for name, words in said.items():
        match name:
            case "value" | "low" | "high":
                made[name] = _number(name, words)
            case "qualifier":
                made[name] = _qualifier(words)
            case "unit":
                made[name] = _unit(words)
            case "indicator":
                made |= _indicator(words, indicators)
            case "places":
                made[name] = _places(words)
            case "period":
                made[name] = _period(words)
            case _:
                made["group"] = replace(
                    made.get("group", content.group), **{name: counted_words(name, words)}
                )
    result = _fits_together(replace(content, **_following(content, made)))
    if content_words(result) == now:
        raise BadInput("the claim says that already; correct at least one thing, or accept it")
    return result


def _number(name: str, words: str) -> float | None:
    if not words:
        return None
    try:
        number = float(words)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or "_" in words:
        raise BadInput(
            f"{name} {words!r} is no number; write it without signs between thousands and with a point before "
            "decimals, such as 36000 or 4.5"
        )
    return number


def _qualifier(words: str) -> Qualifier:
    for one in QUALIFIERS:
        if words.replace(" ", "_") == one:
            return one
    raise BadInput(f"{words!r} is no qualifier of a claim; that is {', '.join(QUALIFIERS)}")


def _unit(words: str) -> str:
    if not unit_known(words):
        raise BadInput(
            f"{words!r} is no unit of a claim; it is such as persons, percent, USD, USD/month, hours/day or cases"
        )
    return words


def _indicator(words: str, indicators: Collection[str]) -> dict[str, Any]:
    if words and words not in indicators:
        raise BadInput(
            f"there is no indicator {words!r}",
            way=Way("'rantau claims' shows those that are in use", "choose one of the list"),
        )
    # A person is sure.
    return {"indicator": words or None, "indicator_score": 1.0 if words else 0.0}


def _places(words: str) -> tuple[PlaceMention, ...]:
    found = []
    for one in filter(None, (part.strip() for part in re.split("[,;]", words))):
        named, _, role = (part.strip() for part in one.partition(":"))
        known = place_names().get(named)
        id = named if named in places() else (known.place if known else "")
        if not id:
            raise BadInput(
                f"{named!r} is no place that rantau knows; write its code, such as THA, or its name"
            )
        if role and role not in get_args(PlaceRole):
            raise BadInput(f"{role!r} is no role of a place; that is {', '.join(get_args(PlaceRole))}")
        found.append(
            PlaceMention(id, next((one for one in get_args(PlaceRole) if one == role), "unspecified"))
        )
    if len({one.id for one in found}) < len(found):
        raise BadInput("a place is named twice; name each once, with its role after a colon if it has one")
    return tuple(found)


def _period(words: str) -> Period | None:
    if not words:
        return None
    ends = _BETWEEN.split(words)
    if len(ends) > 2 or not all(_DATE.fullmatch(one) for one in ends) or ends[0] > ends[-1]:
        raise BadInput(f"{words!r} is no period; write 2021, 2021-06 or 2019/2021, the earlier date first")
    return Period(ends[0], ends[-1], words)


def _following(content: ClaimContent, made: dict[str, Any]) -> dict[str, Any]:
    """What a change brings with it: a bound that repeated the old value, and a qualifier for another kind of figure."""
    value = made.get("value", content.value)
    if "value" in made:
        for end in ("low", "high"):
            if end not in made and getattr(content, end) == content.value is not None:
                made[end] = value
    ends = (made.get("low", content.low), made.get("high", content.high))
    if "qualifier" not in made:
        if value is None and None not in ends:
            made["qualifier"] = "range"
        elif value is not None and content.qualifier == "range" and "value" in made:
            made["qualifier"] = "exact"
    elif value is not None:
        # "at least 40": the bound is the value, and there is no other.
        if made["qualifier"] in _ABOVE:
            made = {"low": value, "high": None} | made
        elif made["qualifier"] in _BELOW:
            made = {"low": None, "high": value} | made
        elif content.qualifier in (*_ABOVE, *_BELOW):
            made = {"low": None, "high": None} | made
    return made


def _fits_together(content: ClaimContent) -> ClaimContent:
    value, low, high = content.value, content.low, content.high
    if value is None and (low is None or high is None):
        raise BadInput("a claim needs a value, or both low and high")
    if low is not None and high is not None and low > high:
        raise BadInput(f"low {low:g} is more than high {high:g}")
    for name, end, wrong in (("low", low, 1), ("high", high, -1)):
        if value is not None and end is not None and (end - value) * wrong > 0:
            raise BadInput(
                f"value {value:g} lies outside of {name} {end:g}; correct both, or leave {name} empty"
            )
    if content.qualifier == "range" and (low is None or high is None):
        raise BadInput("a range needs both low and high")
    return content
