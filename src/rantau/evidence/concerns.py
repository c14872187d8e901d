"""The four components of GRADE-CERQual: how grave the concern about each is, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from rantau.baseline.load import places as baseline_places
from rantau.evidence.body import Body, RootSource, country_of
from rantau.framework.words import CONCERNS, Concern
from rantau.store.records import Component

__all__ = ["adequacy", "coherence", "methods", "relevance"]

Rules = Mapping[str, Any]
_TYPES = {
    "intergovernmental": "an intergovernmental body",
    "state": "a state",
    "ngo": "an NGO",
    "academic": "researchers",
    "media": "the press",
    "testimony": "witnesses",
    "unknown": "unknown kind",
}


def methods(body: Body, rules: Rules) -> Component:
    """Methodological limitations: of the root sources, how many were read and say how they know.

    A root source that is only quoted cannot be judged; the press, and sources of unknown kind, are weak; text that a
    machine read may be wrong.
    """
    told = rules["methods"]
    weak = frozenset(told["weak_types"])
    strong = [one for one in body.roots if _is_strong(one, weak)]
    share = len(strong) / len(body.roots) if body.roots else 0.0
    concern: Concern
    if share >= told["none"]:
        concern = "none"
    elif share >= told["minor"]:
        concern = "minor"
    elif strong or not body.roots or not all(one.read and one.source_type in weak for one in body.roots):
        concern = "moderate"
    else:
        concern = "serious"
    return Component(concern, _say_methods(body, strong, weak))


def _is_strong(root: RootSource, weak: frozenset[str]) -> bool:
    return root.read and root.source_type not in weak and root.says_how is not False and not root.machine_read


def _say_methods(body: Body, strong: list[RootSource], weak: frozenset[str]) -> str:
    if not body.roots:
        return "No root source is known, so nothing can be said of its methods."
    parts = []
    unread = [one for one in body.roots if not one.read]
    read = [one for one in body.roots if one.read]
    silent = [one for one in read if one.says_how is False]
    if strong:
        kinds = ", ".join(dict.fromkeys(_TYPES[one.source_type] for one in strong))
        looked = all(one.says_how for one in strong)
        parts.append(
            f"{_of(len(strong), body)} {'was' if len(strong) == 1 else 'were'} read"
            f"{' and says how it knows' if looked and len(strong) == 1 else ''}"
            f"{' and say how they know' if looked and len(strong) > 1 else ''} (of {kinds})"
        )
    if unread:
        parts.append(
            f"{_of(len(unread), body)} {_is(len(unread))} only quoted, and {_was(len(unread))} not read"
        )
    if silent:
        parts.append(
            f"{_of(len(silent), body)} {'has' if len(silent) == 1 else 'have'} no section on methods"
        )
    for kind in sorted(weak):
        of_kind = [one for one in read if one.source_type == kind]
        if of_kind:
            parts.append(f"{_of(len(of_kind), body)} {_is(len(of_kind))} of {_TYPES[kind]}")
    scanned = [one for one in read if one.machine_read]
    if scanned:
        parts.append(f"{_of(len(scanned), body)} {_was(len(scanned))} read by machine (OCR)")
    return _sentence("; ".join(parts))


def _of(count: int, body: Body) -> str:
    return f"{count} of {len(body.roots)} root {'source' if len(body.roots) == 1 else 'sources'}"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def coherence(body: Body, rules: Rules) -> Component:
    """Whether the evidence fits what is said: denials of a finding, or values that conflict."""
    return _coherence_of_claims(body, rules) if body.kind == "claims" else _coherence_of_findings(body, rules)


def _coherence_of_findings(body: Body, rules: Rules) -> Component:
    told = rules["coherence"]
    total = body.stated + body.denied
    share = body.denied / total if total else 0.0
    hedged = body.stated and body.hedged * 2 > body.stated
    aside = f" {body.hedged} of {body.stated} say that it can happen or is alleged." if body.hedged else ""
    if not body.denied:
        concern: Concern = "minor" if hedged else "none"
        return Component(concern, f"No document denies it.{aside}")
    concern = "minor" if share <= told["minor"] else "moderate" if share <= told["moderate"] else "serious"
    if not body.stated:
        return Component(
            "serious", f"It is denied ({body.denied} {_times(body.denied)}) and stated by no document."
        )
    return Component(
        concern,
        f"{body.denied} of {total} statements {'denies' if body.denied == 1 else 'deny'} it; a negative case is shown, "
        f"not left out.{aside}",
    )


def _times(count: int) -> str:
    return "time" if count == 1 else "times"


def _coherence_of_claims(body: Body, rules: Rules) -> Component:
    if body.verdict == "conflicting":
        unlike = rules["coherence"]["unlike"]
        far = body.ratio is not None and body.ratio >= unlike
        size = f" by a factor of {body.ratio:.1f}" if body.ratio is not None else ""
        return Component("serious" if far else "moderate", f"The values conflict{size}; nothing is averaged.")
    if body.verdict == "compatible":
        return Component("minor", "The values can all be true, but none confirms another.")
    if body.verdict == "single-source":
        return Component(
            "none", "All values rest on one root source, so there is nothing that could disagree."
        )
    return Component("none", "Values of different root sources agree.")


def adequacy(body: Body, rules: Rules) -> Component:
    """How much there is: independent root sources, testimonies, and how rich the quotations are.

    More of any of them never makes the concern graver.
    """
    told = rules["adequacy"]
    rich = body.words >= told["rich_words"] and body.kind == "findings"
    points = (
        told["root"] * len(body.roots)
        + told["testimony"] * min(body.testimonies, told["testimonies"])
        + told["rich"] * rich
    )
    concern: Concern = (
        "none"
        if points >= told["none"]
        else "minor"
        if points >= told["minor"]
        else "moderate"
        if points >= told["moderate"]
        else "serious"
    )
    roots = len(body.roots)
    parts = [f"{roots} independent root {'source' if roots == 1 else 'sources'}"]
    parts.append(f"{body.documents} {'document' if body.documents == 1 else 'documents'}")
    if body.kind == "findings":
        told_by = body.testimonies
        parts.append(
            f"{told_by} {'testimony' if told_by == 1 else 'testimonies'}" if told_by else "no testimony"
        )
        parts.append(f"{body.words} words quoted, {'rich' if rich else 'thin'} data")
    return Component(concern, _sentence(", ".join(parts)))


def relevance(
    body: Body, rules: Rules, places: Collection[str] = (), period: tuple[int, int] | None = None
) -> Component:
    """Whether the evidence is about the study's places and time, and says so itself.

    Args:
        body: The body of evidence.
        rules: The levels.
        places: The study's countries; empty where it asks about none in particular.
        period: First and last year of the study.
    """
    points, parts = 0, []
    for count, words in (
        _by_place(body, places),
        _by_directness(body),
        _by_time(body, period, rules["relevance"]),
    ):
        points += count
        parts.append(words)
    return Component(CONCERNS[min(points, 3)], _sentence("; ".join(part for part in parts if part)))


def _by_place(body: Body, places: Collection[str]) -> tuple[int, str]:
    if not body.places:
        return 1, "no place is named"
    if len(body.places) > 1 and body.kind == "findings":
        return 1, f"it is put together from {len(body.places)} places, with one statement from each"
    table = baseline_places()
    where = [country_of(one.id) for one in body.places]
    names = ", ".join(table[one].name if one in table else one for one in dict.fromkeys(where))
    if not places or any(one in places for one in where):
        return 0, f"it is about {names}, which the study asks about" if places else f"it is about {names}"
    if any(set(table[one].members) & set(places) for one in where if one in table):
        return 1, f"it is about {names}, which is wider than the study's places"
    return 2, f"it is about {names}, which the study does not ask about"


def _by_directness(body: Body) -> tuple[int, str]:
    total = body.stated or body.denied
    if body.from_afar * 2 > total:
        return 1, f"the place of {body.from_afar} of {total} is taken from a heading or title"
    return 0, ""


def _by_time(body: Body, period: tuple[int, int] | None, told: Mapping[str, int]) -> tuple[int, str]:
    """By the period that the evidence speaks of; by the year of publication only where no period is given.

    A report speaks of the years before it: one of 2026 without a period may well be about 2024.
    """
    if body.years:
        first, last = min(body.years), max(body.years)
        words = f"the evidence is of {_span(first, last)}"
    elif body.published:
        first, last = min(body.published) - told["lag_years"], max(body.published)
        words = (
            f"no period is given, and it was published in {_span(min(body.published), last)}, "
            f"so that it may speak of {_span(first, last)}"
        )
    else:
        return 1, "no year is known"
    if period is None:
        return 0, words
    asked = f"the study's period ({period[0]} to {period[1]})"
    if last < period[0] - told["old_years"]:
        return 2, f"{words}, long before {asked}"
    if last < period[0] or first > period[1]:
        return 1, f"{words}, outside {asked}"
    return 0, f"{words}, within or over {asked}"


def _span(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first} to {last}"
