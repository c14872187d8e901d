"""Claims of all documents laid side by side: groups about the same thing, each with a verdict and its reason.

Claims are about the same thing when indicator, places and their roles, the people counted, and the dimension of the
unit are the same. Within these, claims are gathered by time in two steps.

1. Claims of the same period are one group; a claim that gives no period joins the one nearest to its source's year.
2. Groups whose periods overlap are joined, since a reader would compare them; groups of adjacent periods are joined
   only where sources of different publishers plainly disagree. One publisher's figures of successive years are a
   series, and are left apart.

Nothing is averaged. A claim that was rejected, has no indicator or no value is in no group; any other is in one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from rantau.evidence.comparing import ADJACENT_RATIO, Span, in_unit, rate_ratio, ratio, relation, timing
from rantau.evidence.conversion import comparable, dimension
from rantau.evidence.indicators import EvidenceIndicator, shipped_vocabulary
from rantau.evidence.intervals import interval
from rantau.evidence.lineage import RootFinder, distinct_roots, has_value
from rantau.evidence.places import peoples_within
from rantau.evidence.reading import OF_A_PART
from rantau.evidence.reasons import Side, reason_of, size
from rantau.evidence.works import author_keys
from rantau.framework.words import PlaceRole, Verdict
from rantau.store.records import (
    Citation,
    Claim,
    ClaimGroup,
    Document,
    Group,
    PlaceMention,
    Reference,
)

__all__ = ["triangulate"]

_CHILDREN = frozenset({"under 18", "under eighteen"})


@dataclass(slots=True)
class _Cell:
    """Claims of one period, while they are gathered."""

    span: Span | None
    sides: list[Side] = field(default_factory=list)


def triangulate(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    references: Sequence[Reference],
    citations: Sequence[Citation],
) -> list[ClaimGroup]:
    """Group the claims of a study and say of each group whether its claims agree.

    Args:
        claims: Claims of all documents, any order.
        documents: The study's documents.
        references: All entries of their reference lists.
        citations: All citations.

    Returns:
        Groups in an order made from content: by indicator, places, people counted, unit and time. The same records in
        another order give the same groups. Verdicts:

        * ``conflicting``: two claims of different roots, or two documents' readings of one root, that cannot both be
          true as they stand;
        * ``single-source``: all rest on one root, or may do so;
        * ``corroborated``: two claims without a root in common agree;
        * ``compatible``: they can all be true, but none confirms another.
    """
    finder = RootFinder(claims, documents, references, citations)
    vocabulary = shipped_vocabulary().indicators
    names = {one.id: _document_name(one, finder) for one in documents}
    years = {one.id: one.year for one in documents}
    buckets: dict[tuple[str, ...], list[Claim]] = {}
    for claim in sorted(claims, key=lambda one: one.id):
        if claim.status == "rejected" or claim.indicator is None or not has_value(claim):
            continue
        implied = vocabulary[claim.indicator].implied if claim.indicator in vocabulary else frozenset()
        key = (claim.indicator, dimension(claim.unit), *_people(claim, implied), *_where(claim))
        buckets.setdefault(key, []).append(claim)
    groups: list[tuple[tuple[object, ...], ClaimGroup]] = []
    for key, members in buckets.items():
        indicator = vocabulary.get(key[0])
        for same_roles in _by_roles(members):
            unit = _unit(same_roles, indicator)
            sides = [_side(claim, unit, finder, names, years) for claim in same_roles]
            for cell in _gathered(sides, unit, flow=indicator is not None and indicator.flow):
                group = _group(cell, key[0], unit, indicator)
                first = cell.span.first if cell.span is not None else 0
                groups.append(((*key, unit, first, group.id), group))
    return [group for _, group in sorted(groups, key=lambda one: tuple(map(str, one[0][:-2])) + one[0][-2:])]


def _document_name(document: Document, finder: RootFinder) -> str:
    if document.confidential:
        return "a confidential document"
    work = finder.works.of(document.id)
    return work.name if work is not None else document.file


def _people(claim: Claim, implied: frozenset[str]) -> tuple[str, ...]:
    """Who is counted, save for what the indicator says already or the places do."""
    group = claim.group
    age = "children" if group.age in _CHILDREN else group.age
    nationality = group.nationality.lower()
    if any(place.role == "origin" for place in claim.places) and nationality not in peoples_within():
        nationality = ""
    parts = {
        "sex": group.sex,
        "age": age,
        "documentation": group.documentation,
        "sector": group.sector,
        "nationality": nationality.removesuffix("s"),
    }
    return tuple("" if name in implied else value for name, value in parts.items())


def _where(claim: Claim) -> tuple[str, ...]:
    """The places of a claim; a figure of Nairobi is not one of Kenya."""
    parts = (note for note in claim.notes if note.startswith(OF_A_PART))
    return (*sorted({place.id for place in claim.places}), *parts)


def _by_roles(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Part claims about the same places by the roles these play.

    A claim that leaves a role open joins the claims that give it, where they all give the same.
    """

    def roles(claim: Claim) -> dict[str, PlaceRole]:
        return {place.id: place.role for place in claim.places if place.role != "unspecified"}

    known = sorted(
        {tuple(sorted(roles(claim).items())) for claim in claims}, key=lambda one: (-len(one), one)
    )
    # Only the fullest accounts found the groups; one that is part of exactly one of them belongs to it.
    full = [one for one in known if not any(set(one) < set(other) for other in known)]
    parts: dict[tuple[tuple[str, PlaceRole], ...], list[Claim]] = {}
    for claim in claims:
        own = tuple(sorted(roles(claim).items()))
        home = [one for one in full if set(own) <= set(one)]
        parts.setdefault(home[0] if len(home) == 1 else own, []).append(claim)
    return [parts[one] for one in sorted(parts)]


def _unit(claims: Sequence[Claim], indicator: EvidenceIndicator | None) -> str:
    """The unit a group is stated in: the indicator's own, else the one most claims use."""
    if indicator is not None and comparable(claims[0].unit, indicator.unit):
        return indicator.unit
    units = [claim.unit for claim in claims]
    return min(sorted(set(units)), key=lambda unit: -units.count(unit))


def _side(
    claim: Claim,
    unit: str,
    finder: RootFinder,
    names: Mapping[str, str],
    years: Mapping[str, int | None],
) -> Side:
    roots = finder.roots(claim)
    dated = [root.year for root in roots if root.year is not None]
    year = max(dated) if dated else years.get(claim.document)
    publishers: set[str] = set()
    for root in roots:
        for identifier in root.works:
            work = finder.works.works.get(identifier)
            publishers |= author_keys(work.authors) if work is not None else {identifier}
    return Side(
        claim=claim,
        unit=unit,
        span=Span.of(claim, year),
        roots=roots,
        sources=finder.sources(claim),
        publishers=frozenset(publishers),
        document=names.get(claim.document, claim.document),
    )


def _gathered(sides: Sequence[Side], unit: str, *, flow: bool) -> list[_Cell]:
    """Gather the claims of one thing by time."""
    cells: dict[Span | None, _Cell] = {}
    undated: list[Side] = []
    for side in sides:
        if side.span is not None and side.span.stated:
            cells.setdefault(side.span, _Cell(side.span)).sides.append(side)
        else:
            undated.append(side)
    stated = sorted(
        (cell for cell in cells.values() if cell.span is not None), key=lambda cell: cell.span or Span(0, 0)
    )
    joined: list[tuple[_Cell, Side]] = []
    for side in undated:
        home = _home(side, stated, unit)
        if home is None:
            cells.setdefault(side.span, _Cell(side.span)).sides.append(side)
        else:
            joined.append((home, side))
    for home, side in joined:
        home.sides.append(side)
    return _united(list(cells.values()), unit, flow=flow)


def _home(side: Side, cells: Sequence[_Cell], unit: str) -> _Cell | None:
    """The dated cell that a claim without a period belongs to: one it agrees with, else the latest in reach."""
    if side.span is None:
        return None
    near = [
        cell
        for cell in cells
        if cell.span is not None and timing(side.span, cell.span, flow=False) in ("same", "overlapping")
    ]
    agreeing = [
        cell
        for cell in near
        if any(relation(side.claim, other.claim, unit) == "agree" for other in cell.sides)
    ]
    found = agreeing or near
    return found[-1] if found else None


def _united(cells: list[_Cell], unit: str, *, flow: bool) -> list[_Cell]:
    """Join cells that a reader would compare."""
    cells.sort(key=lambda cell: (cell.span is None, cell.span or Span(0, 0), cell.sides[0].claim.id))
    parents = list(range(len(cells)))

    def top(number: int) -> int:
        while parents[number] != number:
            number = parents[number]
        return number

    settled = [_corroborated(cell.sides, unit, flow=flow) for cell in cells]
    for one, other in combinations(range(len(cells)), 2):
        first, second = cells[one].span, cells[other].span
        if first is None or second is None:
            continue
        when = timing(first, second, flow=flow)
        join = when in ("same", "overlapping")
        if when == "adjacent" and not settled[one] and not settled[other]:
            join = any(
                _sets_against(a, b, unit, flow=flow) for a in cells[one].sides for b in cells[other].sides
            )
        if join:
            low, high = sorted((top(one), top(other)))
            parents[high] = low
    found: dict[int, _Cell] = {}
    for number, cell in enumerate(cells):
        found.setdefault(top(number), _Cell(cell.span)).sides.extend(cell.sides)
    return list(found.values())


def _share_root(one: Side, other: Side) -> bool:
    return any(root.may_be(another) for root in one.roots for another in other.roots)


def _sets_against(one: Side, other: Side, unit: str, *, flow: bool) -> bool:
    """Whether two claims conflict, for a reader who compares them."""
    if relation(one.claim, other.claim, unit) != "conflict":
        return False
    when = timing(one.span, other.span, flow=flow) if one.span and other.span else "same"
    if when == "apart":
        return False
    if flow and _part_of(one, other):
        # What was counted in three months cannot gainsay a higher count of the half-year around them.
        return False
    if when != "same" and one.publishers & other.publishers and _both_dated(one, other):
        # One publisher's figures of different periods are a series.
        return False
    if when == "adjacent":
        stated = one.span is not None and other.span is not None and one.span.stated and other.span.stated
        apart = ratio(one.claim, other.claim, unit)
        if flow and one.span is not None and other.span is not None:
            apart = rate_ratio(one.claim, one.span, other.claim, other.span, unit)
        return stated and not _share_root(one, other) and apart >= ADJACENT_RATIO
    if _share_root(one, other):
        # Two documents that read one source differently; within one document the figures are rather of two things.
        return one.claim.document != other.claim.document and (when == "same" or not _both_dated(one, other))
    return True


def _part_of(one: Side, other: Side) -> bool:
    """Whether one side counts a stretch of the other's time, and no more than the other."""
    if one.span is None or other.span is None or not (one.span.stated and other.span.stated):
        return False
    part, whole = sorted((one, other), key=lambda side: side.span.months if side.span else 0)
    return (
        part.span is not None
        and whole.span is not None
        and part.span.months < whole.span.months
        and whole.span.first <= part.span.first
        and part.span.last <= whole.span.last
        and size(part) <= size(whole)
    )


def _both_dated(one: Side, other: Side) -> bool:
    return one.claim.period is not None and other.claim.period is not None


def _comparable(one: Side, other: Side, *, flow: bool) -> bool:
    if one.span is None or other.span is None:
        return True
    return timing(one.span, other.span, flow=flow) in ("same", "overlapping")


def _corroborated(sides: Sequence[Side], unit: str, *, flow: bool) -> bool:
    return any(
        not _share_root(one, other)
        and _comparable(one, other, flow=flow)
        and relation(one.claim, other.claim, unit) == "agree"
        for one, other in combinations(sides, 2)
    )


def _group(cell: _Cell, indicator: str, unit: str, known: EvidenceIndicator | None) -> ClaimGroup:
    flow = known is not None and known.flow
    sides = sorted(cell.sides, key=lambda side: (side.span is None, side.span or Span(0, 0), side.claim.id))
    against = [
        (one, other) for one, other in combinations(sides, 2) if _sets_against(one, other, unit, flow=flow)
    ]
    alone = all(_share_root(one, other) for one, other in combinations(sides, 2))
    verdict: Verdict
    if against:
        verdict = "conflicting"
    elif alone:
        verdict = "single-source"
    elif _corroborated(sides, unit, flow=flow):
        verdict = "corroborated"
    else:
        verdict = "compatible"
    roots = distinct_roots(root for side in sides for root in side.roots)
    bounds = [in_unit(interval(side.claim), side.claim.unit, unit) for side in sides]
    low, high = min(end for end, _ in bounds), max(end for _, end in bounds)
    claims = tuple(side.claim.id for side in sides)
    return ClaimGroup(
        id="g" + hashlib.sha256("\n".join((indicator, unit, *sorted(claims))).encode()).hexdigest()[:12],
        indicator=indicator,
        places=_places(sides),
        group=_people_of(sides, known),
        unit=unit,
        claims=claims,
        verdict=verdict,
        reason=reason_of(verdict, sides, against, roots),
        low=None if low == float("-inf") else low,
        high=None if high == float("inf") else high,
        documents=len({side.claim.document for side in sides}),
        roots=tuple(root.name for root in roots),
    )


def _places(sides: Sequence[Side]) -> tuple[PlaceMention, ...]:
    """The places of a group; a role that one of its claims gives is given."""
    roles: dict[str, PlaceRole] = {}
    for side in sides:
        for place in side.claim.places:
            if roles.get(place.id, "unspecified") == "unspecified":
                roles[place.id] = place.role
    order = {"origin": 0, "transit": 1, "destination": 2, "unspecified": 3}
    found = [PlaceMention(place, role) for place, role in roles.items()]
    return tuple(sorted(found, key=lambda place: (order[place.role], place.id)))


def _people_of(sides: Sequence[Side], known: EvidenceIndicator | None) -> Group:
    """Who is counted: what all claims say; parts that the indicator implies where all say so."""
    parts = {}
    for name in ("sex", "age", "documentation", "sector", "nationality"):
        values = {getattr(side.claim.group, name) for side in sides}
        implied = known is not None and name in known.implied
        said = values - {""}
        parts[name] = next(iter(said)) if len(said) == 1 and (len(values) == 1 or not implied) else ""
    return Group(**parts)
