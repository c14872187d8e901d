"""A service on this machine that answers as a language model behind an address would."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Stub(ThreadingHTTPServer):
    """Answers as told, and remembers what it was asked.

    Args:
        answer: What is said of a passage.
    """

    def __init__(self, answer: Callable[[str], dict[str, Any]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.statuses: list[int] = []
        self.body: bytes | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Stub

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({"path": self.path, **asked})
        self.server.headers.append(dict(self.headers.items()))
        status = self.server.statuses.pop(0) if self.server.statuses else 200
        passage = json.loads(asked["messages"][1]["content"])["passage"]
        content = json.dumps(self.server.answer(passage))
        reply = {
            "model": "stub-7b-2024-01",
            "choices": [{"message": {"role": "assistant", "content": content}}],
        }
        body = self.server.body if self.server.body is not None else json.dumps(reply).encode()
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:9/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@contextmanager
def serving(answer: Callable[[str], dict[str, Any]]) -> Iterator[Stub]:
    """The service, while it runs."""
    server = Stub(answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
