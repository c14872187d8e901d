"""What a person corrects in a claim: with the study's own indicators, and with all that became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from rantau.evidence import shipped_vocabulary
from rantau.evidence.correcting import corrected
from rantau.store.database import Store
from rantau.store.records import ClaimContent
from rantau.study.listings import Row
from rantau.study.tables import read_indicators

__all__ = ["correcting", "decision_rows", "indicator_names"]


def indicator_names(path: Path) -> dict[str, str]:
    """Id and name of each indicator that a claim of a study may be about: those of evidence, and those of profiles.

    Args:
        path: The study's folder, whose ``data/indicators.csv`` may add some.
    """
    evidence = {one.id: one.name for one in shipped_vocabulary().indicators.values()}
    return {id: one.name for id, one in read_indicators(path / "data").items()} | evidence


def correcting(path: Path, given: Mapping[str, str]) -> Callable[[ClaimContent], ClaimContent]:
    """What makes of a claim's content the corrected one, see :func:`rantau.evidence.correcting.corrected`."""
    names = indicator_names(path)
    return lambda content: corrected(content, given, names)


def decision_rows(store: Store, subject: str) -> list[Row]:
    """What people decided on a record and took back, the first act first.

    Each has ``time``, ``by``, ``what`` (``accepted``, ``rejected``, ``corrected``, ``undone`` …), ``reason``, and of a
    correction ``changed``: field -> its words before and after.
    """
    return [
        {
            "time": event.time,
            "by": event.actor,
            "what": "undone" if event.action == "decision.undone" else event.details.get("after", ""),
            "reason": event.reason,
            "changed": event.details.get("changed", {}),
        }
        for event in store.events_of(subject)
        if event.action in ("decision.made", "decision.undone")
    ]
