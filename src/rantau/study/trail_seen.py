"""The audit trail as one person may see it: blind coders do not find each other's codings in it, nor anyone words
of confidential documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rantau.study.coding_desk import CodingDesk
from rantau.study.listings import Row, event_rows
from rantau.study.study import Study

__all__ = ["seen_events"]

_WORDS = ("quote", "text")


def seen_events(study: Study) -> list[Row]:
    """The audit trail, from its first event, for who acts. What is withheld says so; hashes stay those of the whole."""
    view = CodingDesk(study).view()
    hidden = view.hidden
    blind = hidden | {one.id for id in hidden for one in view.store.codings(id)}
    secret = {one.id for one in view.documents if one.confidential}
    secret |= {one.id for id in secret for one in view.store.codings(id)}
    files = {one.id: one.file for one in view.documents}
    return [_about_what(_seen(row, view.viewer, blind, secret), files) for row in event_rows(study)]


def _about_what(row: Row, files: Mapping[str, str]) -> Row:
    """With the file of the document that an event is about, if it is there, and its subject as people know it."""
    first, _, rest = row["subject"].partition("/")
    file = files.get(first, "")
    about = f"{file} {rest}".strip() if file else row["subject"].replace(",", ", ")
    return {**row, "file": file, "about": about}


def _seen(row: Row, viewer: str, blind: set[str] | frozenset[str], secret: set[str]) -> Row:
    changes = row["details"].get("changes")
    if not isinstance(changes, list):
        return row
    about = {of for change in changes for of in _about(change)}
    coder = row["details"].get("coder")
    if about & blind and viewer not in (coder, row["actor"]):
        withheld = {"coder": coder, "withheld": f"{viewer} codes this document blind"}
        return {**row, "subject": "", "reason": "", "details": withheld}
    if about & secret:
        return {**row, "details": {**row["details"], "changes": [_without_words(one) for one in changes]}}
    return row


def _about(change: Mapping[str, Any]) -> list[str]:
    """The document of a coding or assignment, and what a memo is about."""
    if change["kind"] == "assignment":
        return []
    states = [one for one in (change["before"], change["after"]) if isinstance(one, dict)]
    return [str(one.get(name)) for one in states for name in ("document", "about") if one.get(name)]


def _without_words(change: Mapping[str, Any]) -> dict[str, Any]:
    def bare(state: Any) -> Any:
        if not isinstance(state, dict):
            return state
        return {name: "" if name in _WORDS else value for name, value in state.items()}

    return {**change, "before": bare(change["before"]), "after": bare(change["after"])}
