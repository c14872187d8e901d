"""Runs commands of rantau in forks of one process, and kills them, or limits how much they may write.

    python forked.py JOBS

JOBS is a JSON list. Each job has ``command`` (arguments of ``rantau``), ``folder`` (what is written outside of it is
not looked at), and of these what is wanted:

* ``kill``: ``[KIND, NUMBER]``: the process kills itself at the NUMBERth moment (from 0) of that KIND:
  ``before-commit``, ``after-commit``, or ``write``, which is each time that a file is opened for writing, put in
  another's place or taken away, but for locks;
* ``load``: modules that are loaded once, before the forks;
* ``again``: the job is repeated until it is not killed;
* ``limit``: no file may grow beyond so many bytes, as on a full disk.

Prints a JSON list with, for each job, its exit statuses (negative: the signal), the moments that the last run passed,
and what it printed to stderr. Worker processes are not used: what they do is done in the process itself.
"""

import json
import os
import resource
import signal
import sys
from collections import Counter
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from rantau.cli.main import main as rantau
from rantau.framework.errors import RantauError
from rantau.store.database import Store
from rantau.study import Study, document_stages, workers
from rantau.study.stages import stage_functions

AGAIN = 60
LOADED = (
    "altair", "docx", "lxml.etree", "markdown_it", "networkx", "numpy", "py3langid", "pydantic", "rantau.brief.build",
    "rantau.corpus.read", "rantau.profile", "rantau.study.handover.crate_in", "rantau.study.handover.replaying",
    "rantau.study.pseudonyms", "ruamel.yaml", "selectolax", "sklearn.feature_extraction.text", "sklearn.linear_model",
    "sqlalchemy.dialects.sqlite", "typst", "vl_convert",
)  # fmt: skip


def in_order(function, items, *, workers=None, limits=None, progress=None):
    """What rantau.study.workers.in_order does, in this process."""
    from rantau.study.workers import Failure, Outcome

    for item in items:
        try:
            yield Outcome(item, function(item, lambda done, total: None))
        except RantauError as error:
            yield Outcome(item, Failure(str(getattr(error, "reason", error))))


def use_this_process():
    """Let the stages work in this process; a worker process takes a second to start."""
    workers.in_order = document_stages.in_order = in_order


def child(job, errors):
    """Run one command; does not come back."""
    moments = Counter()
    kind, number = job.get("kill") or (None, None)

    def reach(moment):
        if moment == kind and moments[moment] == number:
            os.kill(os.getpid(), signal.SIGKILL)
        moments[moment] += 1

    def hook(event, arguments):
        if event == "open":
            path, mode, flags = arguments
            wants = (flags or 0) & (os.O_WRONLY | os.O_RDWR) or set("wxa+") & set(mode or "")
        else:
            path, wants = arguments[0], event in ("os.rename", "os.remove", "os.rmdir", "os.mkdir")
        ours = isinstance(path, (str, os.PathLike)) and str(path).startswith(job["folder"])
        if (
            wants
            and ours
            and not str(path).endswith(".lock")
            and not (event == "os.mkdir" and Path(path).is_dir())
        ):
            reach("write")

    transaction = Store.transaction

    @contextmanager
    def watched(store):
        with transaction(store) as opened:
            yield opened
            reach("before-commit")
        reach("after-commit")

    Store.transaction = watched
    sys.addaudithook(hook)
    if job.get("limit") is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["limit"], job["limit"]))
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(errors, 2)
    os.chdir(job["folder"])
    code = 99
    try:
        code = rantau(job["command"])
    finally:
        sys.stderr.flush()
        os.write(errors, b"\x00" + json.dumps(moments).encode())
        os._exit(code)


def run(job):
    statuses = []
    for _ in range(AGAIN if job.get("again") else 1):
        # A pipe: a file would be limited too.
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            child(job, writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            words, _, moments = told.read().partition(b"\x00")
        statuses.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        if statuses[-1] != -signal.SIGKILL:
            break
    return {"statuses": statuses, "moments": json.loads(moments or b"{}"), "stderr": words.decode()}


def main(jobs):
    use_this_process()
    # Loaded once, before the forks.
    stage_functions()
    for name in (*LOADED, *(name for job in jobs for name in job.get("load", ()))):
        import_module(name)
    for folder in (word for job in jobs for word in job["command"]):
        if (Path(folder) / "study.toml").exists():
            # What is worked out once in a process is worked out here, for all forks.
            with Study.open(Path(folder)) as study:
                study.status()
            break
    return [run(job) for job in jobs]


if __name__ == "__main__":
    print(json.dumps(main(json.loads(Path(sys.argv[1]).read_text()))))
