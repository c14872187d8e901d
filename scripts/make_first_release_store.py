"""Writes tests/store/first_release.db.gz: a store as the first release makes it.

Stores that people have are opened by every later rantau; tests/store/test_first_release.py opens this one. While nothing is
released the first migration is changed in place, and this script is run again. After the release it is not run any more.
"""

import gzip
import sys
import tempfile
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "store"))

from made import put_texts

from rantau.store.database import Store
from rantau.store.records import Coder, Coding, Decision, StageRun

TEXTS = ["Workers were held in the camp.", "คนงานถูกกักตัวในค่าย", "36,000 migrants were deported in 2023."]


def main() -> None:
    ticks = count()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rantau.db"
        store = Store.open(path, clock=lambda: f"2026-01-01T00:00:{next(ticks):02}Z", actor="first")
        put_texts(store, TEXTS)
        with store.transaction() as transaction:
            transaction.record("document.read", "d1", "", {"file": "d1.txt", "pages": 3})
            transaction.put_coder(Coder(id="amina", name="Amina"))
            transaction.put_coding(
                Coding(
                    id="c1", document="d1", passage="d1/p1", page=1, start=0, end=7, quote="Workers",
                    code="HS.personal", polarity="insecurity", coder="amina", status="accepted",
                )
            )  # fmt: skip
            transaction.put_decision(
                Decision(
                    kind="claim",
                    subject="d1/p3/q1",
                    value="accepted",
                    reason="seen",
                    by="amina",
                    quote="36,000",
                )
            )
            transaction.put_stage(StageRun(stage="corpus", subject="d1", input_hash="a", output_hash="b"))
            transaction.record("decision.made", "d1/p3/q1", "seen", {"kind": "claim", "after": "accepted"})
        store.wipe_traces()
        store.close()
        content = path.read_bytes()
    (ROOT / "tests" / "store" / "first_release.db.gz").write_bytes(gzip.compress(content, mtime=0))


if __name__ == "__main__":
    main()
