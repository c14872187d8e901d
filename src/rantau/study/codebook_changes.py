"""Changes to a study's codebook as events of its audit trail.

``codebook.yaml`` is a file that people edit; what they changed is noticed by the next run that suggests codes. The
event ``codebook.changed`` has in its details which changes are new in the file, which are gone from it, and all that
stand in it now, each with its kind, the codes it is about, the codes it makes, and its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rantau.framework.codebook import Change, Codebook
from rantau.store.database import Store, Transaction
from rantau.store.records import StageRun
from rantau.study.codebook_file import FILE
from rantau.study.fingerprints import fingerprint

__all__ = ["CHANGED", "CodebookTrail"]

CHANGED = "codebook.changed"
_STAGE = "codebook"

Row = dict[str, Any]


def _row(change: Change) -> Row:
    return {
        "kind": change.kind,
        "codes": list(change.old),
        "becomes": [
            {name: value for name, value in asdict(code).items() if name == "polarity" or value}
            for code in change.codes
        ],
        "reason": change.reason,
    }


class CodebookTrail:
    """What a study has seen of its codebook, and what is to be written of it.

    Args:
        store: The study's store.
        codebook: The codebook as it is now.
    """

    def __init__(self, store: Store, codebook: Codebook) -> None:
        self._rows = [_row(change) for change in codebook.changes]
        self._after = fingerprint(self._rows)
        mark = store.stage_run(_STAGE, "study")
        self._before = mark.input_hash if mark is not None else fingerprint([])
        self.changed = self._after != self._before
        """Whether the codebook differs from the one that the study has seen last."""
        self._seen: Sequence[Row] = _last_seen(store) if self.changed else ()

    def write(self, transaction: Transaction) -> None:
        """Write the event and the mark that the study has seen it, once; nothing where the codebook is the same."""
        if not self.changed:
            return
        self.changed = False
        new = [row for row in self._rows if row not in self._seen]
        gone = [row for row in self._seen if row not in self._rows]
        transaction.record(
            CHANGED,
            FILE,
            " ".join(f"{_sentence(row)}." for row in new)
            or "changes were taken back or put in another order",
            {"new": new, "gone": gone, "standing": self._rows},
            before=self._before,
            after=self._after,
        )
        transaction.put_stage(
            StageRun(stage=_STAGE, subject="study", input_hash=self._after, output_hash=self._after)
        )


def _sentence(row: Row) -> str:
    old = ", ".join(row["codes"])
    made = ", ".join(code["id"] for code in row["becomes"])
    codes = " to ".join(part for part in (old, made) if part)
    return f"{row['kind']} {codes}: {row['reason'].strip().rstrip('.')}"


def _last_seen(store: Store) -> Sequence[Row]:
    standing: Sequence[Row] = ()
    for event in store.events():
        if event.action == CHANGED:
            standing = event.details["standing"]  # type: ignore[assignment]
    return standing
