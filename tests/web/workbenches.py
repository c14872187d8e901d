"""Workbenches for tests: a client that sends forms as pages do, one on a port, a browser's visit."""

import re
import shutil
import socket
import threading
import time
from pathlib import Path

import uvicorn
from starlette.testclient import TestClient

from rantau.web import create_app
from rantau.web.serving import Serving

TOKEN = "the-key-of-the-tests"
HERE = "http://127.0.0.1"


class Client(TestClient):
    """A client that can send forms as the pages do."""

    def csrf(self, path="/"):
        return re.search(r'name="csrf" value="([^"]*)"', self.get(path).text).group(1)

    def submit(self, path, data=None, *, page="/", **more):
        return self.post(path, data={"csrf": self.csrf(page), **(data or {})}, **more)


def client_of(path, serving=None, *, enter=True, **more):
    app = create_app(path, serving or Serving(token=TOKEN))
    client = Client(app, base_url=HERE, **more)
    if enter:
        client.get("/enter", params={"token": TOKEN})
    return client


def copied(study, to):
    """A copy of a study that others may be reading: without the files that readers share."""
    return shutil.copytree(study, to, ignore=shutil.ignore_patterns("*-shm", "*-wal"))


def chromium():
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Served:
    """A workbench on a port of its own."""

    def __init__(self, path: Path) -> None:
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.address = f"{HERE}:{self.socket.getsockname()[1]}"
        self.app = create_app(path, Serving(token=TOKEN))
        self.server = uvicorn.Server(uvicorn.Config(self.app, log_level="error", access_log=False))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)

    def __enter__(self):
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        self.server.should_exit = True
        self.thread.join(10)
        self.socket.close()


class Visit:
    """A browser's page at the workbench, on which every request is watched."""

    def __init__(self, browser, served, **settings) -> None:
        self.context = browser.new_context(**settings)
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.address, self.left, self.faults = served.address, [], []
        self.context.route("**/*", self._watch)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda one: self.faults.append(one.text) if one.type == "error" else None)
        self.go(f"/enter?token={TOKEN}")

    def _watch(self, route):
        if route.request.url.startswith(f"{self.address}/"):
            route.continue_()
        else:
            self.left.append(route.request.url)
            route.abort()

    def go(self, path):
        return self.page.goto(f"{self.address}{path}")
