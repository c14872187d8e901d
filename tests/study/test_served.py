"""The workbench that is killed while changes come in: what it answered for stands, and nothing is half done."""

import re
import shutil
import socket
import subprocess
import sys
import threading

import httpx
import pytest
from states import faults_of

from rantau.study import Study


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def workbench(handed, tmp_path):
    """A running workbench: (study, process, client that has come in)."""
    study, port = shutil.copytree(handed, tmp_path / "study"), free_port()
    running = subprocess.Popen(
        [sys.executable, "-m", "rantau", "serve", study, "--port", str(port), "--no-open"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        address = re.search(r"http://\S+", running.stdout.readline()).group()
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}",
            follow_redirects=True,
            timeout=60,
            transport=httpx.HTTPTransport(retries=40),
        ) as client:
            client.get(address)
            yield study, running, client
    finally:
        running.kill()
        running.communicate()


def test_a_workbench_killed_with_changes_on_their_way_loses_nothing_that_it_answered_for(workbench):
    study, running, client = workbench
    with Study.open(study) as opened:
        ids = [one.id for one in opened.store.claims() if one.status == "proposed"]
    answered, refused = [], []

    def decide_on_and_on():
        try:
            for number, item in enumerate(ids * 40):
                # The form as it stands on the page, as a person would send it.
                page = client.get(f"/claims/{item}").text
                form = dict(re.findall(r'name="(csrf|item|version)" value="([^"]*)"', page))
                form |= {"act": ("accept", "reject")[number // len(ids) % 2], "reason": "read on its page"}
                told = client.post("/claims/decide", data=form, follow_redirects=False)
                (answered if told.status_code == 303 else refused).append(item)
        except httpx.HTTPError:
            return

    working = threading.Thread(target=decide_on_and_on)
    working.start()
    while len(answered) < 2 and len(refused) < 2 and working.is_alive():
        working.join(0.02)
    running.kill()
    working.join()

    assert (len(answered) > 1, refused) == (True, [])
    assert faults_of(study) == []
    with Study.open(study) as opened:
        decided = {one.subject for one in opened.store.decisions()}
        assert set(answered) <= decided
        # It serves on, and so do the commands.
        assert opened.decide(ids[0], "rejected", "a second look").value == "rejected"
