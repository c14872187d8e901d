"""A long document's rows are the same whether a second process makes them or not."""

import os

import pytest

from rantau.framework.errors import RantauError
from rantau.study import ingest as room
from rantau.study.sources import Source

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

TEXT = """# A report

Over 4,000 people crossed in 2021 (Tan, 2020, p. 3). Half of them returned within a year.

## References

Tan, A. (2020). A title. A publisher.
"""


@pytest.fixture
def task(tmp_path):
    path = tmp_path / "report.md"
    path.write_text(TEXT)
    return room.ReadTask(
        path, Source(file="report.md"), "ab" * 32, len(TEXT), False, (), 2**20, input_hash="cd" * 32
    )


def ingest(task):
    return room.ingest(task, lambda done, total: None)


def test_a_second_process_makes_the_same_rows(task, monkeypatch):
    alone = ingest(task)
    monkeypatch.setattr(room, "can_help", lambda pages: True)

    assert ingest(task) == alone
    assert alone.passages > 2
    assert alone.prepared.tables["citations"].values


def test_rows_of_a_second_process_that_dies_are_made_all_the_same(task, monkeypatch):
    alone, mine, prepare_text = ingest(task), os.getpid(), room.prepare_text

    def die_in_the_child(*arguments):
        if os.getpid() != mine:
            os.kill(os.getpid(), 9)
        return prepare_text(*arguments)

    monkeypatch.setattr(room, "can_help", lambda pages: True)
    monkeypatch.setattr(room, "prepare_text", die_in_the_child)

    assert ingest(task) == alone


def test_a_fault_in_the_citations_leaves_no_second_process(task, monkeypatch):
    started, start_helper = [], room.start_helper

    def fail(*arguments):
        raise RantauError("no")

    def start(work):
        started.append(start_helper(work))
        return started[-1]

    monkeypatch.setattr(room, "start_helper", start)
    monkeypatch.setattr(room, "can_help", lambda pages: True)
    monkeypatch.setattr(room, "find_citations", fail)

    with pytest.raises(RantauError):
        ingest(task)
    assert started
    with pytest.raises(ChildProcessError):
        os.waitpid(started[0]._child, os.WNOHANG)
