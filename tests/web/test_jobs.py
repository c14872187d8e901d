"""Work in the background: progress, cancel, failure; and two people at one record."""

import threading
import time

import pytest
from workbenches import client_of

from rantau.framework.errors import BadInput
from rantau.web.jobs import Jobs
from rantau.web.locking import Conflict, unchanged, version_of


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.01)


@pytest.fixture
def jobs():
    made = Jobs()
    yield made
    made.close()


def test_a_job_tells_how_far_it_is_and_where_its_result_stands(jobs):
    go = threading.Event()

    def work(progress):
        progress("corpus", 3, 10, "a.pdf")
        go.wait(10)
        return "/there"

    job = jobs.start("Reading", "ana", work)
    until(lambda: job.done == 3)
    assert (job.state, job.total, job.what, jobs.running()) == ("running", 10, "a.pdf", [job])
    go.set()
    until(lambda: job.over)
    assert (job.state, job.result, jobs.running()) == ("done", "/there", [])


def test_a_cancelled_job_stops_at_its_next_sign(jobs):
    started, steps = threading.Event(), []

    def work(progress):
        for step in range(10_000):
            started.set()
            try:
                progress("corpus", step, 10_000, "")
            except Exception:  # noqa: BLE001  as a room might
                pytest.fail("a cancel was taken for a fault")
            steps.append(step)
            time.sleep(0.001)
        return "/"

    job = jobs.start("Long", "ana", work)
    waiting = jobs.start("Waits", "ana", work)
    started.wait(10)
    jobs.cancel(waiting.id)
    jobs.cancel(job.id)
    until(lambda: job.over and waiting.over)
    assert (job.state, waiting.state) == ("cancelled", "cancelled")
    assert len(steps) < 10_000


def test_a_job_that_fails_says_so_in_a_sentence(jobs):
    def bad(progress):
        raise BadInput("the file is no PDF")

    def broken(progress):
        raise ZeroDivisionError("detail")

    first, second = jobs.start("a", "ana", bad), jobs.start("b", "ana", broken)
    until(lambda: second.over)
    assert (first.state, first.problem) == ("failed", "the file is no PDF")
    assert second.state == "failed"
    assert "detail" not in second.problem


def test_running_the_stages_from_the_page(own_demo):
    client = client_of(own_demo)
    answer = client.submit("/jobs/run")
    id = answer.url.path.rsplit("/", 1)[1]
    until(lambda: client.app.state.frame.jobs.get(id).over, 60)
    part = client.get(f"/jobs/{id}", headers={"HX-Request": "true", "HX-Target": "job"}).text
    client.app.state.frame.close()

    assert part.lstrip().startswith('<div id="job"')
    assert "every 1s" not in part
    assert "done" in part


def test_who_saves_second_sees_what_the_first_has_done():
    record = {"status": "proposed"}
    version = version_of(record)
    given = {"theirs": {"Status": "accepted"}, "mine": {"Status": "rejected"}, "back": "/claims/x"}
    unchanged(record, version, **given)

    with pytest.raises(Conflict) as caught:
        unchanged({"status": "accepted"}, f'"{version}"', **given)

    assert caught.value.theirs == {"Status": "accepted"}


def test_a_conflict_is_a_page_of_its_own(workbench):
    app = workbench.app

    @app.get("/for-this-test")
    def conflicting():
        raise Conflict({"Status": "accepted"}, {"Status": "<b>"}, "/claims")

    answer = workbench.get("/for-this-test")

    assert answer.status_code == 409
    assert "accepted" in answer.text
    assert "&lt;b&gt;" in answer.text
