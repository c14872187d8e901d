"""What tests of the workbench share: the default study, made once for all; a client; a browser."""

import os
from functools import cache

import pytest
from filelock import FileLock
from workbenches import Served, Visit, chromium, client_of, copied
from worked import work_through

from rantau.study.demo import open_demo


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory):
    """The default study, run to its end, once for all processes of a test run. Only to be copied from."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    path = shared / "workbench-demo"
    with FileLock(shared / "workbench-demo.lock"):
        if not (path / "finished").exists():
            with open_demo(path) as study:
                study.run()
            (path / "finished").touch()
    return path


@pytest.fixture(scope="session")
def made_worked(made_demo, tmp_path_factory):
    """The default study worked through, once for all processes of a test run. Only to be copied from."""
    path = made_demo.parent / "workbench-worked"
    with FileLock(made_demo.parent / "workbench-worked.lock"):
        if not (path / "finished").exists():
            work_through(copied(made_demo, path.with_name("workbench-working")))
            path.with_name("workbench-working").rename(path)
    return path


@pytest.fixture(scope="session")
def worked(made_worked, tmp_path_factory):
    """A client of a study in which everything was done, for tests that only look."""
    client = client_of(copied(made_worked, tmp_path_factory.mktemp("worked") / "study"))
    yield client
    client.app.state.frame.close()


@pytest.fixture(scope="session")
def shown(worked):
    """Address -> its page in the study worked through, asked for once by all tests that look at every screen."""

    @cache
    def page(address):
        answer = worked.get(address)
        assert answer.status_code == 200, address
        return answer.text

    return page


@pytest.fixture(scope="module")
def demo(made_demo, tmp_path_factory):
    """A copy of it for a module's tests, which may write."""
    return copied(made_demo, tmp_path_factory.mktemp("demo") / "study")


@pytest.fixture
def own_demo(made_demo, tmp_path):
    """A copy of it for one test."""
    return copied(made_demo, tmp_path / "study")


@pytest.fixture(scope="module")
def workbench(demo):
    """A client of the default study, whose owner has come in."""
    client = client_of(demo)
    yield client
    client.app.state.frame.close()


@pytest.fixture(scope="module")
def served(demo):
    """The default study on a port."""
    with Served(demo) as one:
        yield one


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium. Skips where there is none, except in CI, where it must run."""
    program = chromium()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed, and in CI its tests must run (apt-get install chromium)")
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield one
        one.close()


@pytest.fixture
def visit(browser, served):
    """Makes a visit: ``visit(color_scheme="dark")``. No request of a visit may have left this machine."""
    made = []

    def make(**settings):
        made.append(Visit(browser, served, **settings))
        return made[-1]

    yield make
    for one in made:
        one.context.close()
        assert one.left == [], "requests left this machine"


@pytest.fixture(scope="session")
def ids(made_demo):
    """An id of each kind, for the addresses of screens."""
    from rantau.study import Study
    from rantau.study.policy_recommend import recommendations_of

    with Study.open(made_demo) as study:
        document = next(one for one in study.store.documents() if one.format == "pdf")
        return {
            "claim": study.store.claims()[0].id,
            "group": study.store.claim_groups()[0].id,
            "document": document.id,
            "observation": study.store.observations()[0].id,
            "recommendation": recommendations_of(study)[0].id,
        }
