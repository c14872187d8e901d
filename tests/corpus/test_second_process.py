"""A long document read by two processes is read as by one, and a child that fails costs nothing but time."""

import os

import pytest

from rantau.corpus.pdf import reader
from rantau.corpus.read import read_document
from rantau.framework import second_process

typst = pytest.importorskip("typst")


@pytest.fixture(scope="module")
def long_report():
    pages = "\n#pagebreak()\n".join(
        f"= Part {n}\nWords of page {n}, counted {n * 7} times." for n in range(1, 131)
    )
    return typst.compile(f'#set page(numbering: "1")\n#set document(date: none)\n{pages}'.encode())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_two_processes_read_what_one_reads(long_report, monkeypatch):
    monkeypatch.setattr(reader, "can_help", lambda pages: True)
    shared = read_document(long_report, "long.pdf")
    monkeypatch.setattr(reader, "can_help", lambda pages: False)

    assert read_document(long_report, "long.pdf") == shared
    assert len(shared.pages) == 130


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_pages_of_a_child_that_dies_are_read_all_the_same(long_report, monkeypatch):
    whole = read_document(long_report, "long.pdf")
    monkeypatch.setattr(reader, "can_help", lambda pages: True)
    mine, read_range = os.getpid(), reader._read_range

    def die_in_the_child(*arguments):
        if os.getpid() != mine:
            os.kill(os.getpid(), 9)
        return read_range(*arguments)

    monkeypatch.setattr(reader, "_read_range", die_in_the_child)

    assert read_document(long_report, "long.pdf") == whole


def test_short_documents_are_not_shared_out():
    assert not second_process.can_help(second_process.LEAST_PAGES - 1)
