"""The metadata of a crate: RO-Crate 1.2, made with the library of its authors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from rantau.store.records import Event

__all__ = ["metadata_of"]

_STAGES: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]] = {
    "documents taken in": (("document.added",), (), ("study/sources/",)),
    "documents read": (
        ("document.read", "document.failed"),
        ("study/sources/",),
        ("records/documents", "records/pages", "records/sections", "records/passages", "records/references",
         "records/citations"),
    ),
    "codes suggested": (("codes.suggested",), ("records/passages",), ("records/code-suggestions",)),
    "evidence extracted": (
        ("evidence.extracted",),
        ("records/passages",),
        ("records/claims", "records/testimonies", "records/findings"),
    ),
    "evidence laid side by side": (
        ("evidence.triangulated",),
        ("records/claims", "records/testimonies", "records/findings"),
        ("records/claim-groups", "records/finding-groups", "records/grades"),
    ),
    "profiles computed": (
        ("profiles.computed",),
        ("study/data/", "records/claims"),
        ("records/observations", "records/scores"),
    ),
    "scenarios simulated": (("simulation.run",), ("study/data/", "study/scenarios/"), ("study/out/simulation/",)),
    "brief written": (
        ("brief.written",),
        ("records/claim-groups", "records/finding-groups", "records/scores"),
        ("study/out/brief",),
    ),
    "thematic report written": (
        ("report.written",),
        ("records/codings", "records/memos", "records/themes", "study/codebook.yaml"),
        ("study/out/thematic/",),
    ),
}  # fmt: skip
"""What was done -> the actions of its events, what it used, what it gave (beginnings of the names of files)."""

_NAMES: Final[Mapping[str, str]] = {
    "hand-over.json": "What the crate holds, with SHA-256 of each file, and what was left out",
    "provenance.jsonld": "The chain from sources to brief, as W3C PROV",
    "study/study.toml": "The study's settings",
    "study/sources/sources.csv": "What is known of each source",
}


def metadata_of(
    *,
    name: str,
    question: str,
    when: str,
    version: str,
    files: Mapping[str, tuple[int, str, str]],
    left_out: Sequence[str],
    events: Sequence[Event],
) -> Any:
    """The content of ``ro-crate-metadata.json``.

    Args:
        name: The study's name.
        question: What it asks.
        when: When people last changed it (UTC, ISO 8601).
        version: rantau's.
        files: Name -> size in bytes, SHA-256 and media type.
        left_out: What the crate does not hold, in sentences.
        events: The audit trail as it goes.
    """
    from rocrate.model.contextentity import ContextEntity
    from rocrate.model.file import File
    from rocrate.model.person import Person
    from rocrate.rocrate import ROCrate

    crate = ROCrate(version="1.2")
    root = crate.root_dataset
    crate.name = name
    told = " ".join(left_out) or "Nothing was left out."
    crate.description = f"{question or name} A study made with rantau, as it was handed over. {told}"
    root["datePublished"] = when
    root["keywords"] = "migration, human trafficking, human security, evidence synthesis"
    terms = crate.add(
        ContextEntity(
            crate,
            "#terms",
            properties={
                "@type": "CreativeWork",
                "name": "No licence is stated",
                "description": "Ask whoever handed the study over. Documents remain under the terms of those who "
                "published them.",
            },
        )
    )
    root["license"] = terms
    software = crate.add(
        ContextEntity(
            crate,
            "#rantau",
            properties={
                "@type": "SoftwareApplication",
                "name": "rantau",
                "version": version,
                "softwareVersion": version,
                "description": "Makes a picture of where migrants are vulnerable to trafficking, every figure leading "
                "back to its page.",
                "url": "urn:rantau:",
            },
        )
    )
    people = {
        actor: crate.add(Person(crate, f"#person-{quote(actor, safe='')}", properties={"name": actor}))
        for actor in sorted({one.actor for one in events} - {""})
    }
    if people:
        root["author"] = _one_or_all(list(people.values()))
    made = {}
    for path, (size, digest, kind) in files.items():
        properties = {
            "name": _NAMES.get(path, path),
            "contentSize": str(size),
            "encodingFormat": kind,
            "sha256": digest,
            "description": _described(path),
        }
        made[path] = crate.add(File(crate, None, path, properties=properties))
    for number, (what, (actions, used, gave)) in enumerate(_STAGES.items(), 1):
        done = [one for one in events if one.action in actions]
        results = [one for path, one in made.items() if path.startswith(gave)]
        if not done or not results:
            continue
        action = crate.add(
            ContextEntity(
                crate,
                f"#action-{number}",
                properties={
                    "@type": "CreateAction",
                    "name": what,
                    "description": f"{what[0].upper()}{what[1:]}: {len(done)} events of the audit trail.",
                    "startTime": done[0].time,
                    "endTime": done[-1].time,
                },
            )
        )
        action["instrument"] = software
        if done[-1].actor in people:
            action["agent"] = people[done[-1].actor]
        objects = [one for path, one in made.items() if used and path.startswith(used)]
        if objects:
            action["object"] = _one_or_all(objects)
        action["result"] = _one_or_all(results)
        root.append_to("mentions", action)
    return crate.metadata.generate()


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _described(path: str) -> str:
    if path.startswith("records/"):
        return "Records of the study's store, one line of JSON each."
    if path.startswith("study/sources/"):
        return "A document as received." if not path.endswith("sources.csv") else "A table of the sources."
    if path.startswith("study/out/"):
        return "What the study gives away."
    return _NAMES.get(path, "A file of the study's folder.")
