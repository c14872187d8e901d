"""A round of the monitor drafted from the study itself: written to a table, never taken in by itself."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from rantau.baseline.load import corridors
from rantau.framework.cells import harmless
from rantau.framework.errors import BadInput
from rantau.policy.monitor import monitor_indicators
from rantau.policy.monitor_draft import Draft, draft_round
from rantau.store.records import Claim
from rantau.study.evidence_listings import citation_words
from rantau.study.sources import write_atomically
from rantau.study.study import Study

__all__ = ["draft_of", "draft_table", "write_draft"]

_COLUMNS = ("indicator", "place", "year", "value", "low", "high", "source", "note")


def draft_of(study: Study) -> Draft:
    """What the study's claims and data say of the monitor's indicators.

    Claims that were rejected and those of confidential documents are left out.
    """
    store = study.store
    documents = {one.id: one for one in store.documents() if not one.confidential}
    claims = [one for one in store.claims() if one.document in documents and one.status != "rejected"]
    cited = {one.id: one for document in documents for one in store.citations(document)}

    def source_of(claim: Claim) -> str:
        named = ", ".join(citation_words(cited[id]) for id in claim.citations if id in cited)
        where = f"{documents[claim.document].file}, page {claim.page}"
        return f"{named} in {where}" if named else where

    known: dict[tuple[str, int], float] = {}
    for one in corridors():
        known[one.destination, one.year] = known.get((one.destination, one.year), 0.0) + (one.stock or 0.0)
    latest = {place: known[place, year] for place, year in sorted(known)}
    return draft_round(
        monitor_indicators(), study.settings.study.places, claims, store.observations(), source_of, latest
    )


def draft_table(draft: Draft) -> str:
    """A draft as the table of a round."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in draft.rows:
        cells = (getattr(row, name) for name in _COLUMNS)
        writer.writerow([f"{one:.6g}" if isinstance(one, float) else harmless(one) for one in cells])
    return text.getvalue()


def write_draft(study: Study, path: Path) -> Draft:
    """Write a draft to a table.

    Args:
        study: The study.
        path: A file that is not there yet.

    Raises:
        BadInput: It is there, or its folder is not.
    """
    if path.exists():
        raise BadInput(f"{path} is there already; name another file, so that nothing you changed is lost")
    if not path.resolve().parent.is_dir():
        raise BadInput(f"the folder of {path} does not exist; make it first")
    draft = draft_of(study)
    write_atomically(path, draft_table(draft).encode("utf-8"))
    return draft
