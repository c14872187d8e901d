"""The chain from source to brief as W3C PROV (PROV-O, in JSON-LD), made from what a crate holds and nothing else.

Entities are files, documents, pages, passages, references, codings, claims, testimonies, findings, their groups,
observations, scores and outputs; activities are the events of the audit trail; agents are people, by the name of their
account, and the programs that did the work. Every name that is referred to is described.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, Any, Final
from urllib.parse import quote

from rantau.store.records import (
    Claim,
    ClaimGroup,
    Coding,
    Document,
    Event,
    Finding,
    FindingGroup,
    Observation,
    Score,
    Testimony,
)

__all__ = ["CONTEXT", "write_provenance"]

CONTEXT: Final = {
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rantau": "urn:rantau:",
}
Node = dict[str, Any]
Read = Callable[[str], Iterable[Any]]

_GIVES: Mapping[str, tuple[str, ...]] = {
    "document.read": ("text",),
    "document.failed": ("text",),
    "codes.suggested": ("suggestions",),
    "evidence.extracted": ("evidence",),
    "evidence.triangulated": ("groups",),
    "profiles.computed": ("profiles",),
    "brief.written": ("brief",),
    "report.written": ("report",),
    "simulation.run": ("simulation",),
}
"""Action -> what of its subject it gives."""
_FOLDERS: Mapping[str, str] = {"study/out/simulation/": "simulation", "study/out/thematic/": "report"}
"""Outputs that are not the brief's, by where they are."""


def write_provenance(
    stream: IO[bytes],
    read: Read,
    files: Iterable[str],
    withheld: Sequence[str],
    software: str,
) -> int:
    """Write the chain.

    Args:
        stream: Where to.
        read: Gives the records of a kind, as the crate holds them.
        files: Names of the crate's files.
        withheld: Names of the documents that stayed behind.
        software: The program with its version, ``rantau 0.1.0``.

    Returns:
        How many nodes were written.
    """
    stream.write(b'{"@context": ' + json.dumps(CONTEXT).encode() + b',\n"@graph": [\n')
    count = 0
    for node in _Chain(read, files, withheld, software).nodes():
        stream.write((b",\n" if count else b"") + json.dumps(node, ensure_ascii=False).encode("utf-8"))
        count += 1
    stream.write(b"\n]}\n")
    return count


def _id(kind: str, name: str) -> str:
    return f"rantau:{kind}/{quote(name, safe='/')}"


def _to(ids: Iterable[str]) -> list[Node]:
    return [{"@id": one} for one in dict.fromkeys(ids)]


def _entity(kind: str, name: str, /, *, of: Iterable[str] = (), by: str = "", **more: Any) -> Node:
    node: Node = {"@id": _id(kind, name), "@type": ["prov:Entity", f"rantau:{kind}"]}
    origins = _to(of)
    if origins:
        node["prov:wasDerivedFrom"] = origins
    if by:
        node["prov:wasGeneratedBy"] = {"@id": by}
    node |= {f"rantau:{key}": value for key, value in more.items() if value not in (None, "")}
    return node


class _Chain:
    def __init__(self, read: Read, files: Iterable[str], withheld: Sequence[str], software: str) -> None:
        self.read, self.files, self.withheld, self.software = read, list(files), withheld, software
        self.program = _id("software", software)
        self.people: set[str] = set()
        self.tools: set[str] = set()
        self.documents: dict[str, Document] = {one.id: one for one in read("documents")}
        self.source: dict[str, str] = {one.file: one.id for one in self.documents.values()}
        self.last: dict[tuple[str, str], str] = {}
        self.coded: dict[str, str] = {}
        self.known: dict[str, set[str]] = {}

    def nodes(self) -> Iterator[Node]:
        for event in self.read("events"):
            yield self.activity(event)
        yield from self.people_and_tools()
        yield from self.sources()
        yield from self.texts()
        yield from self.evidence()
        yield from self.tools_met()
        yield from self.groups()
        yield from self.profiles()
        yield from self.outputs()

    # -- who did what -----------------------------------------------------------------------------------------

    def activity(self, event: Event) -> Node:
        id = _id("event", str(event.number))
        for what in _GIVES.get(event.action, ()):
            self.last[what, event.subject if what in ("text", "suggestions", "evidence") else ""] = id
        if event.action == "document.added":
            self.last["source", event.subject] = id
        changes = event.details.get("changes")
        for change in changes if isinstance(changes, list) else ():
            if isinstance(change, Mapping) and change.get("kind") == "coding":
                self.coded[str(change.get("key"))] = id
        agents = []
        if event.actor:
            self.people.add(event.actor)
            agents.append(_id("person", event.actor))
        node: Node = {
            "@id": id,
            "@type": ["prov:Activity", "rantau:event"],
            "prov:startedAtTime": {"@type": "xsd:dateTime", "@value": event.time},
            "prov:endedAtTime": {"@type": "xsd:dateTime", "@value": event.time},
            "prov:wasAssociatedWith": _to([*agents, self.program]),
            "rantau:action": event.action,
            "rantau:hash": event.hash,
        }
        if event.number > 1:
            node["prov:wasInformedBy"] = {"@id": _id("event", str(event.number - 1))}
        if event.subject in self.documents:
            node["prov:used"] = {"@id": _id("file", self.documents[event.subject].file)}
        if event.reason:
            node["rantau:reason"] = event.reason
        if event.withheld:
            node["rantau:withheld"] = sorted(event.withheld)
        return node

    def people_and_tools(self) -> Iterator[Node]:
        writers = {one.coder for one in self.read("codings")} | {one.by for one in self.read("decisions")}
        for name in sorted(self.people | writers - {""}):
            yield {
                "@id": _id("person", name),
                "@type": ["prov:Agent", "prov:Person"],
                "rantau:account": name,
            }
        name, _, version = self.software.rpartition(" ")
        yield {
            "@id": self.program,
            "@type": ["prov:Agent", "prov:SoftwareAgent"],
            "rantau:name": name,
            "rantau:version": version,
        }

    def tools_met(self) -> Iterator[Node]:
        for name in sorted(self.tools):
            yield {
                "@id": _id("software", name),
                "@type": ["prov:Agent", "prov:SoftwareAgent"],
                "rantau:name": name,
            }

    def by_tool(self, name: str) -> list[Node]:
        if name:
            self.tools.add(name)
        return _to([_id("software", name)] if name else [])

    # -- sources and texts ------------------------------------------------------------------------------------

    def sources(self) -> Iterator[Node]:
        for label in self.withheld:
            yield _entity("withheld", label)
        for one in self.documents.values():
            yield _entity(
                "file",
                one.file,
                by=self.last.get(("source", one.file), ""),
                sha256=one.sha256,
                size=one.size,
            )
            yield _entity(
                "document",
                one.id,
                of=[_id("file", one.file)],
                by=self.last.get(("text", one.id), ""),
                title=one.title,
                problem=one.problem,
            )

    def texts(self) -> Iterator[Node]:
        for page in self.read("pages"):
            yield _entity("page", page.id, of=[_id("document", page.document)], label=page.label)
        for one in self.read("passages"):
            pages = [_id("page", f"{one.document}/{number}") for number in one.pages]
            yield _entity("passage", one.id, of=pages, kind=one.kind)
        for one in self.read("references"):
            yield _entity("reference", one.id, of=[_id("passage", one.passage)])

    # -- evidence ---------------------------------------------------------------------------------------------

    def _within(self, kind: str, one: Claim | Testimony | Finding) -> Node:
        self.known.setdefault(kind, set()).add(one.id)
        node = _entity(
            kind,
            one.id,
            of=[_id("passage", one.passage)],
            by=self.last.get(("evidence", one.document), ""),
            start=one.start,
            end=one.end,
            page=one.page,
            status=one.status,
        )
        tool = self.by_tool(one.extracted_by)
        if tool:
            node["prov:wasAttributedTo"] = tool
        return node

    def evidence(self) -> Iterator[Node]:
        for suggestion in self.read("code suggestions"):
            node = _entity(
                "suggestion",
                suggestion.id,
                of=[_id("passage", suggestion.passage)],
                by=self.last.get(("suggestions", suggestion.document), ""),
                code=suggestion.code,
            )
            node["prov:wasAttributedTo"] = self.by_tool(suggestion.by)
            yield node
        for claim in self.read("claims"):
            yield self._within("claim", claim)
        for testimony in self.read("testimonies"):
            yield self._within("testimony", testimony)
        for finding in self.read("findings"):
            yield self._within("finding", finding)
        passages = (
            {one.id for one in self.read("passages")} if any(True for _ in self.read("codings")) else set()
        )
        for coding in self.read("codings"):
            yield self._coding(coding, passages)

    def _coding(self, one: Coding, passages: set[str]) -> Node:
        # A coding outlives its passage; without one it stands by its words alone.
        of = [_id("passage", one.passage)] if one.passage in passages else []
        self.known.setdefault("coding", set()).add(one.id)
        node = _entity(
            "coding", one.id, of=of, by=self.coded.get(one.id, ""), code=one.code, status=one.status
        )
        node["prov:wasAttributedTo"] = _to([_id("person", one.coder)] if one.coder else [])
        return node

    def groups(self) -> Iterator[Node]:
        by = self.last.get(("groups", ""), "")
        graded = {one.subject: one.confidence for one in self.read("grades")}
        decided = {one.subject: one.by for one in self.read("decisions") if one.kind == "grade"}

        def node(one: ClaimGroup | FindingGroup, of: Iterable[str], **more: Any) -> Node:
            self.known.setdefault("group", set()).add(one.id)
            made = _entity("group", one.id, of=of, by=by, confidence=graded.get(one.id), **more)
            if decided.get(one.id):
                made["prov:wasInfluencedBy"] = {"@id": _id("person", decided[one.id])}
            return made

        for claims in self.read("claim groups"):
            yield node(claims, self._known("claim", claims.claims), verdict=claims.verdict)
        for findings in self.read("finding groups"):
            told = [
                *self._known("finding", (*findings.findings, *findings.denials)),
                *self._known("testimony", findings.testimonies),
            ]
            yield node(findings, told, statement=findings.statement)

    def _known(self, kind: str, ids: Iterable[str]) -> list[str]:
        there = self.known.get(kind, set())
        return [_id(kind, id) for id in ids if id in there]

    # -- figures ----------------------------------------------------------------------------------------------

    def profiles(self) -> Iterator[Node]:
        by = self.last.get(("profiles", ""), "")
        tables: dict[str, None] = {}
        observations: list[Observation] = list(self.read("observations"))
        for one in observations:
            if one.origin not in self.known.get("claim", ()):
                tables.setdefault(one.origin.rpartition(":")[0] or one.origin)
        for table in tables:
            yield _entity("table", table)
        for one in observations:
            self.known.setdefault("observation", set()).add(one.id)
            claimed = one.origin in self.known.get("claim", ())
            origin = (
                _id("claim", one.origin)
                if claimed
                else _id("table", one.origin.rpartition(":")[0] or one.origin)
            )
            row = "" if claimed else one.origin.rpartition(":")[2]
            yield _entity(
                "observation", one.id, of=[origin], by=by, row=row, value=one.value, source=one.source
            )
        for score in self.read("scores"):
            yield self._score(score, by)

    def _score(self, one: Score, by: str) -> Node:
        name = f"{one.unit}/{one.element}/{one.year}"
        self.known.setdefault("score", set()).add(name)
        return _entity(
            "score",
            name,
            of=self._known("observation", one.inputs),
            by=by,
            value=one.value,
            low=one.low,
            high=one.high,
        )

    def outputs(self) -> Iterator[Node]:
        beneath = [
            *(_id("group", id) for id in sorted(self.known.get("group", ()))),
            *(_id("score", id) for id in sorted(self.known.get("score", ()))),
            *(_id("withheld", label) for label in self.withheld),
        ]
        coded = [
            *(_id("coding", id) for id in sorted(self.known.get("coding", ()))),
            *(_id("withheld", label) for label in self.withheld),
        ]
        made_from = {"brief": beneath, "simulation": self._simulated_from(), "report": coded}
        made_by = {what: self.last.get((what, ""), "") for what in made_from}
        for what, of in made_from.items():
            if made_by[what]:
                yield _entity("output", what, of=of, by=made_by[what])
        for name in self.files:
            if name.startswith("study/out/"):
                what = next((one for start, one in _FOLDERS.items() if name.startswith(start)), "brief")
                yield _entity(
                    "file", name, of=[_id("output", what)] if made_by[what] else [], by=made_by[what]
                )
            elif name.startswith(("study/data/", "study/scenarios/")):
                yield _entity("file", name)

    def _simulated_from(self) -> list[str]:
        return [
            _id("file", name) for name in self.files if name.startswith(("study/data/", "study/scenarios/"))
        ]
