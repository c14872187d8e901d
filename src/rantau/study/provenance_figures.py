"""Chains of the figures that the brief prints: from a figure of its register down to the study's records."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from rantau.baseline.load import places
from rantau.framework.errors import BadInput
from rantau.study.listings import Row
from rantau.study.outputs import OutputFolder
from rantau.study.provenance_evidence import (
    claim_chain,
    finding_chain,
    group_chain,
    observation_chain,
    score_chain,
)
from rantau.study.provenance_simulated import run_chain
from rantau.study.provenance_steps import Link, Step, page_step
from rantau.study.study import Study

__all__ = ["brief_figure_rows", "figure_chain", "records_chain"]

_FILE = "brief.json"
_MOST = 100
"""Records listed beneath a figure that counts them."""
_OF_PASSAGE = re.compile(r"(d[0-9a-f]{12})/p\d+(?:/[a-z]\d+)?")
_PAGE = re.compile(r"(d[0-9a-f]{12})/(\d+)")
_KNOWN = re.compile(r"d[0-9a-f]{12}/p\d+/[qf]\d+|[gho][0-9a-f]{12}")
_REFERENCE = re.compile(r"(?:w:)?(d[0-9a-f]{12})/r\d+")


def _figures(study: Study) -> list[dict[str, Any]]:
    path = OutputFolder(study.path / "out").file(_FILE)
    if path is None:
        return []
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["figures"]
        return [one for one in found if isinstance(one["id"], str) and isinstance(one["from"], list)]
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path} cannot be read ({error}); write the brief again") from error


def brief_figure_rows(study: Study) -> list[Row]:
    """The figures that the brief prints, in the order in which it prints them first."""
    return [
        {
            "id": one["id"],
            "text": str(one.get("text", "")),
            "what": str(one.get("what", "")),
            "kind": str(one.get("kind", "")),
            "steps": len(one["from"]),
        }
        for one in _figures(study)
    ]


def figure_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """A figure of the brief, as its register says where it comes from."""
    one = next((one for one in _figures(study) if one["id"] == id), None)
    if one is None:
        return None
    given = one["from"]
    beneath = [_step(study, step, reveal) for step in given[:_MOST]]
    if len(given) > _MOST:
        beneath.append(Step("row", f"and {len(given) - _MOST:,} more", f"out/{_FILE}, figure {id}"))
    if not beneath:
        beneath = [Step("row", str(one.get("what", "")), f"out/{_FILE}, figure {id}: no usable observation")]
    return Step(
        "figure", f"{one['text']}: {one['what']}", f"{id}", link=Link("figure", id), beneath=tuple(beneath)
    )


def records_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """Records that a figure counts or compares, by their ids with ``+`` between them."""
    wanted = [one for one in id.split("+") if _KNOWN.fullmatch(one)][:_MOST]
    beneath = tuple(_record(study, one, reveal) for one in wanted)
    return Step("records", f"{len(beneath)} records", beneath=beneath) if beneath else None


def _step(study: Study, given: Any, reveal: bool) -> Step:
    if not isinstance(given, dict):
        return Step("row", str(given))
    for kind, make in (("claim", claim_chain), ("finding", finding_chain)):
        if kind in given:
            return make(study, str(given[kind]), reveal) or _gone(str(given[kind]))
    if "observation" in given:
        return observation_chain(study, str(given["observation"]), reveal) or _gone(str(given["observation"]))
    if "scenario" in given and "draws" in given:
        return run_chain(study, str(given["scenario"]), reveal) or _told(given)
    if "record" in given:
        return _record(study, str(given["record"]), reveal)
    return _told(given)


def _gone(id: str) -> Step:
    return Step("row", id, "It was there when the brief was written, and is there no longer.")


def _told(given: Mapping[str, Any]) -> Step:
    """What another room says of a figure: the row of a table, with its source."""
    parts = {name: value for name, value in given.items() if value not in (None, "", [])}
    head = str(
        parts.pop("table", "") or parts.pop("file", "") or parts.pop("measure", "") or parts.pop("source", "")
    )
    return Step("row", head, "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in parts.items()))


def _record(study: Study, id: str, reveal: bool) -> Step:
    """A record that was counted, by the shape of its id."""
    found: Step | None = None
    if match := _OF_PASSAGE.fullmatch(id):
        if "/q" in id:
            found = claim_chain(study, id, reveal)
        elif "/f" in id:
            found = finding_chain(study, id, reveal)
        else:
            found = _passage(study, "/".join(id.split("/")[:2]))
    elif match := _PAGE.fullmatch(id):
        found = _page(study, match.group(1), int(match.group(2)))
    elif match := _REFERENCE.fullmatch(id):
        found = _reference(study, match.group(1), id.removeprefix("w:"), reveal)
    elif re.fullmatch(r"d[0-9a-f]{12}", id):
        found = _page(study, id, 1)
    elif re.fullmatch(r"g[0-9a-f]{12}", id):
        found = group_chain(study, id, reveal)
    elif re.fullmatch(r"h[0-9a-f]{12}", id):
        found = _findings(study, id, reveal)
    elif re.fullmatch(r"o[0-9a-f]{12}", id):
        found = observation_chain(study, id, reveal)
    elif ">" in id:
        found = score_chain(study, f"{id}/exposure", reveal)
    elif id in places():
        found = score_chain(study, f"{id}/human_security", reveal)
    return found or Step("row", id)


def _passage(study: Study, id: str) -> Step | None:
    try:
        one = study.store.passage(id)
    except KeyError:
        return None
    return page_step(study, one.document, one.spans[0].page, one.id)


def _page(study: Study, document: str, page: int) -> Step | None:
    try:
        one = study.store.document(document)
    except KeyError:
        return None
    if one.problem or not one.page_count:
        return Step("row", one.file if one.confidential else one.title or one.file, one.problem)
    return page_step(study, document, page, "")


def _reference(study: Study, document: str, id: str, reveal: bool) -> Step | None:
    one = next((one for one in study.store.references(document) if one.id == id), None)
    if one is None:
        return None
    owner = study.store.document(document)
    shown = reveal or not owner.confidential
    return Step(
        "row",
        one.raw if shown else id,
        f"the list of references of {owner.file}",
        confidential=owner.confidential,
        beneath=tuple(filter(None, (_passage(study, one.passage),))),
    )


def _findings(study: Study, id: str, reveal: bool) -> Step | None:
    group = next((one for one in study.store.finding_groups() if one.id == id), None)
    if group is None:
        return None
    found = (finding_chain(study, one, reveal) for one in group.findings[:_MOST])
    return Step("group", id, beneath=tuple(one for one in found if one))
