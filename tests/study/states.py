"""All that a study holds, but for times: what two runs that should be the same are compared by."""

import hashlib
import json
import sqlite3
import subprocess
import sys
from dataclasses import astuple
from pathlib import Path

from rantau.study import Study

PROGRAM = Path(__file__).with_name("forked.py")


def forked(folder, *jobs):
    """Run commands in forks of one process, and kill or starve them, see forked.py."""
    plan = folder / "jobs.json"
    plan.write_text(json.dumps([{"folder": str(folder), **job} for job in jobs]))
    done = subprocess.run([sys.executable, PROGRAM, plan], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def faults_of(path):
    """What is wrong with a study's store, in sentences: broken constraints, pages, indexes, or trail."""
    faults = []
    if (path / "rantau.db").exists():
        connection = sqlite3.connect(path / "rantau.db")
        faults += [
            f"{row[0]} {row[1]} hangs in the air" for row in connection.execute("PRAGMA foreign_key_check")
        ]
        faults += [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        # 1: against the passages themselves; the other index leaves out those without a script that it is for.
        for index, deep in (("passage_words", 1), ("passage_grams", 0)):
            try:
                connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', {deep})")
            except sqlite3.DatabaseError as error:
                faults.append(f"{index}: {error}")
        connection.rollback()
        connection.close()
        with Study.open(path) as study:
            report = study.store.verify_audit()
            faults += [] if report.ok else [report.message]
            ids = {one.id for one in study.store.documents()}
            indexed = study.store.search("migrants", limit=1000)
            faults += [f"{hit.passage} is found and not there" for hit in indexed if hit.document not in ids]
    return faults


def state_of(path):
    """Records, stage marks and output files of a study, in plain values."""
    with Study.open(path) as study:
        store = study.store
        records = {
            "documents": [astuple(one) for one in store.documents()],
            "pages": [astuple(one) for document in store.documents() for one in store.pages(document.id)],
            "sections": [
                astuple(one) for document in store.documents() for one in store.sections(document.id)
            ],
            "passages": [
                astuple(one) for document in store.documents() for one in store.passages(document.id)
            ],
            "references": [astuple(one) for one in store.references()],
            "citations": [astuple(one) for one in store.citations()],
            "claims": [astuple(one) for one in store.claims()],
            "groups": [astuple(one) for one in store.claim_groups()],
            "observations": [astuple(one) for one in store.observations()],
            "scores": [astuple(one) for one in store.scores()],
            "stages": sorted(astuple(one) for one in store.stage_runs()),
            "found": [astuple(one) for one in store.search("migrants")],
            "trail holds": store.verify_audit().ok,
        }
    records["files"] = {
        str(file.relative_to(path)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted((path / "out").rglob("*"))
        if file.is_file()
    }
    return records
