"""The default study is simulated once; the documents it is made of can be copied to practise on."""

import pytest

from rantau.framework.errors import BadInput
from rantau.study import Study
from rantau.study.demo import copy_documents, simulate_demo
from rantau.study.outputs import OutputFolder


def test_a_run_that_is_whole_is_not_done_again(tmp_path):
    Study.create(tmp_path / "study").close()
    OutputFolder(tmp_path / "study" / "out" / "simulation").replace({"summary.json": b"{}"})

    with Study.open(tmp_path / "study") as study:
        assert simulate_demo(study) is False


def test_documents_to_practise_on_are_copied_once_and_never_over_another_file(tmp_path):
    practice = tmp_path / "practice"

    first, again = copy_documents(practice), copy_documents(practice)

    assert first == again
    assert {one.suffix for one in first} >= {".pdf", ".docx", ".html", ".md", ".txt"}
    assert (practice / "sources.csv").is_file()
    first[0].write_bytes(b"mine")
    with pytest.raises(BadInput, match="another file than the one that ships"):
        copy_documents(practice)
    assert first[0].read_bytes() == b"mine"
    with pytest.raises(BadInput, match="is a file"):
        copy_documents(first[0])
