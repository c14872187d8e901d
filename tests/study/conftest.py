"""A small study for the tests of stages and commands, made and run once, and copied for each test."""

import shutil

import handed as handed_study
import pytest
from examples import make_study, write_documents

from rantau.study import Study


@pytest.fixture
def documents(tmp_path):
    """A folder with three made-up documents."""
    return write_documents(tmp_path / "incoming")


@pytest.fixture(scope="session")
def fresh(tmp_path_factory):
    """The folder of a study that holds them, and has not run."""
    folder = tmp_path_factory.mktemp("fresh")
    return make_study(folder / "study", write_documents(folder / "incoming"))


@pytest.fixture(scope="session")
def finished(fresh, tmp_path_factory):
    """The folder of the same study after a run."""
    path = shutil.copytree(fresh, tmp_path_factory.mktemp("finished") / "study")
    with Study.open(path) as study:
        study.run(workers=1)
    return path


@pytest.fixture(scope="session")
def handed(tmp_path_factory):
    """The folder of a study with all that a hand-over must get right, after a run."""
    folder = tmp_path_factory.mktemp("handed")
    return handed_study.make_study(folder / "study", folder / "incoming")


@pytest.fixture
def study(fresh, tmp_path):
    """A study that has not run."""
    with Study.open(shutil.copytree(fresh, tmp_path / "study")) as opened:
        yield opened


@pytest.fixture
def run_study(finished, tmp_path):
    """A study after a run."""
    with Study.open(shutil.copytree(finished, tmp_path / "run-study")) as opened:
        yield opened
