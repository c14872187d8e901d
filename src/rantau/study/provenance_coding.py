"""Chains of codings: from a coding to its passage, its page, and the acts of coding that the trail tells of."""

from __future__ import annotations

from rantau.store.records import Coding
from rantau.study.coding_desk import CodingDesk
from rantau.study.listings import Row
from rantau.study.provenance_steps import Link, Step, page_step
from rantau.study.study import Study
from rantau.study.trail_seen import seen_events

__all__ = ["coding_chain"]


def coding_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """A coding as whoever acts may see it: nothing of others' to who codes its document blind."""
    view = CodingDesk(study).view()
    placed = view.placed
    one = next((one for one in (*placed.here, *placed.adrift) if one.id == id), None)
    if one is None:
        return None
    document = study.store.document(one.document)
    name = view.codebook[one.code].name if one.code in view.codebook else one.code
    shown = reveal or not document.confidential
    said = [one.status, one.polarity, f"adjudicated by {one.adjudicated_by}" if one.adjudicated_by else ""]
    if one in placed.adrift:
        said.append("its words no longer stand in the document")
    if one.probability is not None:
        said.append(f"suggested by the machine with probability {one.probability:.2f}")
    return Step(
        "coding of a passage",
        f"{name}, coded by {one.coder} ({_role(study, one.coder)})",
        "; ".join(filter(None, said)),
        quote=one.quote if shown else "",
        confidential=document.confidential,
        link=Link("coding", id),
        beneath=(page_step(study, one.document, one.page, one.passage), *_acts(study, one, shown)),
    )


def _role(study: Study, coder: str) -> str:
    """The role of a coder: of the account of that name, else that of a coder."""
    return next((one.role for one in study.store.accounts() if one.name == coder), "coder")


def _acts(study: Study, coding: Coding, shown: bool) -> tuple[Step, ...]:
    return tuple(_act(row, shown) for row in seen_events(study) if _tells_of(row, coding.id))


def _tells_of(row: Row, id: str) -> bool:
    changes = row["details"].get("changes")
    if not isinstance(changes, list):
        return False
    states = (change[side] for change in changes for side in ("before", "after"))
    return any(isinstance(one, dict) and one.get("id") == id for one in states)


def _act(row: Row, shown: bool) -> Step:
    reason = f"; {row['reason']}" if row["reason"] and shown else ""
    return Step(
        "event",
        f"event {row['number']}: {row['action'].replace('.', ' ')}",
        f"{row['actor']}, {row['time']}{reason}",
    )
