"""What forms send to decide on a record, and how a decision is asked for: Review and the claims' own page share it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Form

from rantau.study.deciding import CORRECTED, NO_ENTRY
from rantau.study.study import Study
from rantau.web.language import gettext
from rantau.web.locking import unchanged
from rantau.web.words import word

__all__ = ["Corrections", "decide_on"]

_Words = Annotated[str | None, Form(max_length=1000)]


def _corrections(
    said_value: _Words = None,
    said_low: _Words = None,
    said_high: _Words = None,
    said_qualifier: _Words = None,
    said_unit: _Words = None,
    said_indicator: _Words = None,
    said_places: _Words = None,
    said_sex: _Words = None,
    said_age: _Words = None,
    said_documentation: _Words = None,
    said_sector: _Words = None,
    said_nationality: _Words = None,
    said_period: _Words = None,
) -> dict[str, str]:
    """Field of a claim -> its words, of those that the form has."""
    sent = {
        "value": said_value,
        "low": said_low,
        "high": said_high,
        "qualifier": said_qualifier,
        "unit": said_unit,
        "indicator": said_indicator,
        "places": said_places,
        "sex": said_sex,
        "age": said_age,
        "documentation": said_documentation,
        "sector": said_sector,
        "nationality": said_nationality,
        "period": said_period,
    }
    return {name: words for name, words in sent.items() if words is not None}


Corrections = Annotated[dict[str, str], Depends(_corrections)]


def decide_on(
    study: Study,
    id: str,
    kind: str,
    act: str,
    *,
    value: str = "",
    reason: str = "",
    correction: Mapping[str, str] | None = None,
    version: str = "",
    back: str = "",
) -> None:
    """Decide on a record as a form asks.

    Args:
        study: The study, as the visitor acts on it.
        id: The record.
        kind: What it is.
        act: ``accept``, ``reject``, ``correct`` or ``change``.
        value: What it is changed to, where that is one word.
        reason: Why; an acceptance says by itself that somebody looked.
        correction: Field of a claim -> its words.
        version: The record's version when the form was made.
        back: Address of the page, for a conflict.

    Raises:
        Conflict: Somebody else decided on it meanwhile.
        BadInput: It cannot be decided so.
    """
    decision = {"accept": "accepted", "reject": "rejected", "correct": CORRECTED}.get(act, value)
    if kind == "citation" and act == "reject":
        decision = NO_ENTRY
    if act == "accept":
        reason = reason.strip() or gettext("Read beside its words and found right.")
    elif act == "correct":
        reason = reason.strip() or gettext("Read beside its words and corrected.")
    elif kind == "citation":
        reason = reason.strip() or gettext("Read beside the list of references.")
    said = word(decision)
    if act == "correct":
        said += ": " + "; ".join(
            f"{word(f'field {name}')} {words}" for name, words in (correction or {}).items() if words
        )

    def check(state: str) -> None:
        theirs, mine = {gettext("State"): word(state)}, {gettext("State"): said}
        unchanged(state, version, theirs=theirs, mine=mine, back=back)

    study.decide(id, decision, reason, check, correction=correction if act == "correct" else None)
