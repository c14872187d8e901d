"""A small study for the tests of stages and commands."""

import pytest
from examples import make_study, write_documents

from rantau.study import Study


@pytest.fixture
def documents(tmp_path):
    """A folder with three made-up documents."""
    return write_documents(tmp_path / "incoming")


@pytest.fixture
def study(tmp_path, documents):
    """A study that holds them, and has not run."""
    with Study.open(make_study(tmp_path / "study", documents)) as opened:
        yield opened
