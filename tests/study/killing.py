"""Runs a study and kills its own process, the hard way, at one chosen moment. Used by test_traces.py.

    python killing.py STUDY MOMENT NUMBER

MOMENT is ``before-commit``, ``after-commit``, ``before-file`` or ``after-file``; NUMBER counts from 0.
"""

import os
import signal
import sys
from contextlib import contextmanager
from pathlib import Path

from rantau.store.database import Store
from rantau.study import Study, outputs


def main(path, moment, number):
    passed = {"commit": 0, "file": 0}

    def reach(where):
        kind = where.rpartition("-")[2]
        if where == moment and passed[kind] == number:
            os.kill(os.getpid(), signal.SIGKILL)
        if where.startswith("after"):
            passed[kind] += 1

    transaction, write = Store.transaction, outputs.write_atomically

    @contextmanager
    def watched_transaction(store):
        with transaction(store) as opened:
            yield opened
            reach("before-commit")
        reach("after-commit")

    def watched_write(target, content):
        reach("before-file")
        write(target, content)
        reach("after-file")

    Store.transaction = watched_transaction
    outputs.write_atomically = watched_write
    with Study.open(path) as study:
        study.run(workers=1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
