"""Who quotes whom: each claim followed to the sources in which its figure was first reported.

A citation leads to a work. Where that work is itself a document of the study and makes the same claim, the way goes on
with that claim's own citations; where it makes no such claim, or the work was not read, it ends there. So it does at a
document that speaks for itself. Documents that quote each other in a circle have one root, the earliest of them.

A citation that could be one of several works stands for all of them; so does a dangling one, for the works of that
author and year in any list. Neither counts as a witness beside a work that it may be. A claim that names no source and
is not the document's own has a root that nobody knows, and is no witness beside any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from rantau.evidence.comparing import Span, relation, timing
from rantau.evidence.conversion import comparable
from rantau.evidence.works import Works
from rantau.framework.words import SourceType
from rantau.store.records import Citation, Claim, Document, Reference

__all__ = [
    "Lineage",
    "LineageEdge",
    "LineageNode",
    "Root",
    "RootFinder",
    "Statement",
    "Tracer",
    "distinct_roots",
    "joined",
    "lineage",
    "node_of",
    "quotations",
]


class Statement(Protocol):
    """What can be followed to its roots: a claim, or a finding with what it is about."""

    @property
    def id(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def citations(self) -> tuple[str, ...]: ...
    @property
    def own_data(self) -> bool: ...
    @property
    def status(self) -> str: ...


S = TypeVar("S", bound=Statement)


@dataclass(frozen=True, slots=True, order=True)
class Root:
    """Where a figure was first reported, as far as the citations lead.

    ``works`` are the ids of the works it may be: one where it is known, several where a citation is ambiguous, none
    where no source is named.
    """

    works: tuple[str, ...]
    name: str
    year: int | None = None

    def may_be(self, other: Root) -> bool:
        """Whether the two can be one source, so that they must not be counted as two."""
        if not self.works or not other.works:
            return True
        return bool(set(self.works) & set(other.works))


@dataclass(frozen=True, slots=True)
class LineageNode:
    """A work in the picture of who quotes whom."""

    id: str
    name: str
    kind: Literal["document", "cited work", "unknown"]
    year: int | None
    source_type: SourceType
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineageEdge:
    """One work quotes another for some claims or findings."""

    quoting: str
    quoted: str
    claims: tuple[str, ...]
    """Ids of what it quotes it for."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """Who quotes whom to which root, as plain data."""

    nodes: tuple[LineageNode, ...]
    edges: tuple[LineageEdge, ...]
    roots: Mapping[str, tuple[Root, ...]]
    """Id of each claim or finding to its roots."""


class Tracer(Generic[S]):
    """Follows statements to their roots.

    Args:
        statements: The claims or the findings of the study; rejected ones lead nowhere.
        documents: Its documents.
        references: All entries of their reference lists.
        citations: All citations.
        same: Whether the second statement, of another document, is the one that the first repeats.
    """

    def __init__(
        self,
        statements: Iterable[S],
        documents: Sequence[Document],
        references: Sequence[Reference],
        citations: Iterable[Citation],
        same: Callable[[S, S], bool],
    ) -> None:
        self._same = same
        self.works = Works(documents, references)
        self._citations = {one.id: one for one in citations}
        self._claims: dict[str, S] = {}
        self._by_document: dict[str, list[S]] = {}
        for claim in sorted(statements, key=lambda one: one.id):
            if claim.status != "rejected":
                self._claims[claim.id] = claim
                self._by_document.setdefault(claim.document, []).append(claim)
        self._steps: dict[str, tuple[tuple[Root, ...], tuple[str, ...]]] = {}
        self._roots: dict[str, tuple[Root, ...]] = {}

    def roots(self, claim: S) -> tuple[Root, ...]:
        """The roots of a claim, in a fixed order; never empty."""
        found = self._roots.get(claim.id)
        if found is None:
            reached = self._reach(claim.id)
            ends = {root for one in reached for root in self._step(one)[0]}
            if not ends:
                ends = {self._circle(reached)}
            found = self._roots[claim.id] = tuple(sorted(ends))
        return found

    def sources(self, claim: S) -> tuple[Root, ...]:
        """The works that a claim itself names; the document itself where it names none."""
        named = self._named(claim)
        return tuple(dict.fromkeys(named)) if named else (self._itself(claim),)

    def _named(self, claim: S) -> list[Root]:
        named: list[Root] = []
        for identifier in claim.citations:
            citation = self._citations.get(identifier)
            if citation is not None:
                named.append(self._root_of(citation))
        return named

    def _itself(self, claim: S) -> Root:
        """The root of a claim without a citation: its document, or nobody knows."""
        work = self.works.of(claim.document)
        if work is None:
            return Root((f"w:{claim.document}",), claim.document)
        if claim.own_data:
            return Root((work.id,), work.name, work.year)
        return Root((), f"a source that {work.name} does not name", work.year)

    def _root_of(self, citation: Citation) -> Root:
        if citation.reference is not None:
            work = self.works.of(citation.reference)
            if work is not None:
                return Root((work.id,), work.name, work.year)
        listed = [work for one in citation.candidates if (work := self.works.of(one)) is not None]
        names = {work.id: work.name for work in listed}
        if not names:
            names = {
                identifier: self.works.works[identifier].name
                for identifier in self.works.by_author(citation.authors, citation.year)
            }
            written = " and ".join(citation.authors) or citation.text
            name = f"{written} ({citation.year}{citation.suffix})" if citation.year else written
            own = f"u:{written.lower()}:{citation.year}{citation.suffix}"
            return Root(tuple(sorted({own, *names})), f"{name}, which is in no reference list", citation.year)
        return Root(tuple(sorted(names)), " or ".join(sorted(names.values())), citation.year)

    def _step(self, identifier: str) -> tuple[tuple[Root, ...], tuple[str, ...]]:
        """Where a claim's way ends at once, and the claims of other documents on which it goes on."""
        step = self._steps.get(identifier)
        if step is None:
            claim = self._claims[identifier]
            ends: list[Root] = []
            onward: list[str] = []
            for root in self.sources(claim):
                further = self._quoted(claim, root)
                onward.extend(further)
                if not further:
                    ends.append(root)
            step = self._steps[identifier] = (tuple(ends), tuple(dict.fromkeys(onward)))
        return step

    def _quoted(self, claim: S, root: Root) -> list[str]:
        """Claims about the same thing in the study's own copy of a cited work."""
        if len(root.works) != 1:
            return []
        work = self.works.works.get(root.works[0])
        if work is None or claim.document in work.documents:
            return []
        return [
            other.id
            for document in work.documents
            for other in self._by_document.get(document, ())
            if self._same(claim, other)
        ]

    def _reach(self, identifier: str) -> list[str]:
        reached = {identifier: None} if identifier in self._claims else {}
        queue = list(reached)
        while queue:
            for following in self._step(queue.pop())[1]:
                if following not in reached:
                    reached[following] = None
                    queue.append(following)
        return sorted(reached)

    def _circle(self, reached: Sequence[str]) -> Root:
        """The root of claims that only quote each other: the earliest document of those on the circle."""
        on_circle = [
            one for one in reached if any(one in self._reach(following) for following in self._step(one)[1])
        ]
        documents = {self._claims[one].document for one in on_circle or reached}
        works = [work for one in documents if (work := self.works.of(one)) is not None]
        first = min(works, key=lambda work: (work.year or 9999, work.id))
        return Root((first.id,), first.name, first.year)


class RootFinder(Tracer[Claim]):
    """Follows claims to their roots.

    Args:
        claims: The claims of the study; rejected ones lead nowhere.
        documents: Its documents.
        references: All entries of their reference lists.
        citations: All citations.
    """

    def __init__(
        self,
        claims: Iterable[Claim],
        documents: Sequence[Document],
        references: Sequence[Reference],
        citations: Iterable[Citation],
    ) -> None:
        super().__init__(claims, documents, references, citations, same_thing)


def distinct_roots(roots: Iterable[Root]) -> list[Root]:
    """Roots, each once; one that may be another of them is not named beside it."""
    found: list[Root] = []
    for root in sorted(set(roots), key=lambda one: (not one.works, len(one.works), one)):
        if not any(root.may_be(other) for other in found):
            found.append(root)
    return sorted(found, key=lambda one: (one.year or 9999, one.name, one.works))


def same_thing(claim: Claim, other: Claim) -> bool:
    """Whether another document's claim is the one that this claim repeats.

    Indicator, or else unit and value, must be the same; places must share one, periods a month, and values agree.
    """
    places = {place.id for place in claim.places}, {place.id for place in other.places}
    if places[0] and places[1] and not places[0] & places[1]:
        return False
    if claim.indicator is None or other.indicator is None:
        return claim.unit == other.unit and claim.value is not None and claim.value == other.value
    if claim.indicator != other.indicator or not comparable(claim.unit, other.unit):
        return False
    spans = Span.of(claim, None), Span.of(other, None)
    if (
        spans[0] is not None
        and spans[1] is not None
        and timing(spans[0], spans[1], flow=False) in ("adjacent", "apart")
    ):
        return False
    if not has_value(claim) or not has_value(other):
        return False
    return relation(claim, other, claim.unit) == "agree"


def has_value(claim: Claim) -> bool:
    """Whether a claim says enough to be compared."""
    return claim.value is not None or (claim.low is not None and claim.high is not None)


def lineage(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    references: Sequence[Reference],
    citations: Sequence[Citation],
) -> Lineage:
    """Who quotes whom to which root, for every claim that was not rejected.

    Args:
        claims: Claims of all documents, any order.
        documents: The study's documents.
        references: All entries of their reference lists.
        citations: All citations.

    Returns:
        Works as nodes, quotations as edges from the quoting to the quoted work, and the roots of each claim; in an
        order made from content.
    """
    return quotations(RootFinder(claims, documents, references, citations), claims, documents)


def quotations(tracer: Tracer[S], statements: Sequence[S], documents: Sequence[Document]) -> Lineage:
    """Who quotes whom, for statements that a tracer follows; see :func:`lineage`."""
    kinds: dict[str, SourceType] = {one.id: one.source_type for one in documents}
    edges: dict[tuple[str, str], set[str]] = {}
    nodes: dict[str, LineageNode] = {}
    roots: dict[str, tuple[Root, ...]] = {}

    def node(identifier: str, root: Root | None = None) -> None:
        work = tracer.works.works.get(identifier)
        if work is None:
            name, year = (root.name, root.year) if root is not None else (identifier, None)
            nodes[identifier] = LineageNode(identifier, name, "unknown", year, "unknown", ())
        else:
            types = [kinds[one] for one in work.documents if kinds.get(one, "unknown") != "unknown"]
            kind: Literal["document", "cited work"] = "document" if work.documents else "cited work"
            nodes[identifier] = LineageNode(
                identifier, work.name, kind, work.year, types[0] if types else "unknown", work.documents
            )

    for one in sorted(statements, key=lambda one: one.id):
        if one.status == "rejected":
            continue
        roots[one.id] = tracer.roots(one)
        own = tracer.works.of(one.document)
        quoting = own.id if own is not None else f"w:{one.document}"
        node(quoting)
        for source in tracer.sources(one):
            quoted = node_of(source)
            if quoted and quoted != quoting:
                node(quoted, source)
                edges.setdefault((quoting, quoted), set()).add(one.id)
    return Lineage(
        nodes=tuple(nodes[one] for one in sorted(nodes)),
        edges=tuple(LineageEdge(*ends, tuple(sorted(edges[ends]))) for ends in sorted(edges)),
        roots=roots,
    )


def node_of(root: Root) -> str:
    """The node that a root is in the picture; one that may be several works has a node of its own, named after all.

    Empty for a root that nobody knows.
    """
    return "|".join(root.works)


def joined(one: Lineage, other: Lineage) -> Lineage:
    """Two pictures of one study in one: the quotations of its claims and those of its findings."""
    nodes = {node.id: node for node in (*other.nodes, *one.nodes)}
    edges: dict[tuple[str, str], set[str]] = {}
    for edge in (*one.edges, *other.edges):
        edges.setdefault((edge.quoting, edge.quoted), set()).update(edge.claims)
    return Lineage(
        nodes=tuple(nodes[name] for name in sorted(nodes)),
        edges=tuple(LineageEdge(*ends, tuple(sorted(edges[ends]))) for ends in sorted(edges)),
        roots={**one.roots, **other.roots},
    )
