"""Asking a language model behind an OpenAI-compatible address: off unless ``study.toml`` names one.

The address, the model and whether confidential documents may be sent are settings; a key is read from the environment
variable ``RANTAU_ENDPOINT_KEY`` at the moment of asking and is stored nowhere. Answers are kept in the study by what
was asked, the passage's text among it, and of which model, so that another run takes the same without asking again.

What is asked and what is taken of the answer stands in :mod:`rantau.study.endpoint_claims` and
:mod:`rantau.study.endpoint_codes`.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rantau.framework.errors import FeatureMissing, RantauError
from rantau.store.records import Document
from rantau.study.settings import EndpointPart

if TYPE_CHECKING:
    from types import TracebackType

    import httpx

__all__ = [
    "KEY_VARIABLE",
    "WITHHELD",
    "AnswerFolder",
    "Asked",
    "Asker",
    "Endpoint",
    "EndpointFailed",
    "signed",
]

KEY_VARIABLE = "RANTAU_ENDPOINT_KEY"
"""The environment variable that holds the endpoint's key, where it needs one."""
_LARGEST_REPLY = 1_000_000
"""Bytes of a reply beyond which reading stops."""
_LONGEST_ANSWER_TOKENS = 4_000
_TRY_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_LONGEST_WAIT = 60.0
"""Seconds between two tries, whatever the endpoint asks for."""
WITHHELD = "the document is confidential, and send_confidential in study.toml does not allow that it is sent"


class EndpointFailed(RantauError):
    """The endpoint of ``study.toml`` does not answer as it should; nothing was stored."""


class AnswerFolder:
    """Answers kept as files, each named by what was asked.

    Args:
        folder: Made when the first answer is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> dict[str, str] | None:
        """The kept answer with the model that gave it; None where there is none, or it cannot be read."""
        try:
            kept = json.loads((self._folder / f"{key}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if not isinstance(kept, dict) or not all(
            isinstance(kept.get(name), str) for name in ("answer", "model")
        ):
            return None
        return {"answer": kept["answer"], "model": kept["model"]}

    def put(self, key: str, answer: str, model: str) -> None:
        """Keep an answer; another process that keeps the same one at the same time does no harm."""
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f"{key}.{os.getpid()}.part"
        part.write_text(json.dumps({"model": model, "answer": answer}, ensure_ascii=False), encoding="utf-8")
        part.replace(self._folder / f"{key}.json")


@dataclass(slots=True)
class Asked:
    """What a model was asked about one document, for the audit trail."""

    asked: int = 0
    """Answers that the endpoint gave."""
    kept: int = 0
    """Answers that were kept from earlier runs."""
    models: dict[str, None] = field(default_factory=dict)
    """Names of the models that answered, as the endpoint gives them."""


class Endpoint:
    """A model to be asked; used in a ``with`` statement, which ends the connection.

    Args:
        settings: The part of ``study.toml`` that names the endpoint and the model.
        answers: Where answers are kept.
        sleep: Waits so many seconds between two tries.
    """

    def __init__(
        self, settings: EndpointPart, answers: AnswerFolder, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._settings = settings
        self._answers = answers
        self._sleep = sleep
        self._open: httpx.Client | None = None

    def __enter__(self) -> Endpoint:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def answer(self, content: Sequence[Any], asked: Asked) -> tuple[str, str]:
        """The model's answer to some messages, and the model's name as the endpoint gives it.

        Args:
            content: The messages.
            asked: Where to count it.

        Raises:
            EndpointFailed: The endpoint refuses, or still fails after the last try.
            FeatureMissing: httpx is not installed.
        """
        key = self._key(content)
        found = self._answers.get(key)
        if found is None:
            self._open = self._open or self._client()
            answer, model = self._ask(self._open, content)
            self._answers.put(key, answer, model)
            found = {"answer": answer, "model": model}
            asked.asked += 1
        else:
            asked.kept += 1
        asked.models[found["model"]] = None
        return found["answer"], found["model"]

    def _key(self, content: Sequence[Any]) -> str:
        asked = json.dumps(
            [self._settings.endpoint, self._settings.model, *content], ensure_ascii=False, sort_keys=True
        )
        return hashlib.sha256(asked.encode()).hexdigest()

    def _client(self) -> httpx.Client:
        try:
            import httpx
        except ModuleNotFoundError:
            raise FeatureMissing(
                "asking an endpoint needs httpx, which is not installed; install rantau again"
            ) from None
        key = os.environ.get(KEY_VARIABLE, "").strip()
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # A redirect could carry the key and the text elsewhere, so none is followed.
        return httpx.Client(
            timeout=httpx.Timeout(self._settings.timeout_seconds, connect=10.0),
            follow_redirects=False,
            headers=headers,
        )

    def _ask(self, client: httpx.Client, content: Sequence[Any]) -> tuple[str, str]:
        """The model's answer, and the model's name as the endpoint gives it."""
        import httpx

        request = {
            "model": self._settings.model,
            "messages": list(content),
            "temperature": 0,
            "max_tokens": _LONGEST_ANSWER_TOKENS,
            "response_format": {"type": "json_object"},
        }
        address = f"{self._settings.endpoint.rstrip('/')}/chat/completions"
        problem = ""
        for turn in range(self._settings.tries):
            wait = 2.0**turn
            try:
                with client.stream("POST", address, json=request) as reply:
                    if reply.status_code == 200:
                        return self._answer(reply)
                    if reply.status_code not in _TRY_AGAIN:
                        raise EndpointFailed(
                            f"the endpoint {self._settings.endpoint} refused with status {reply.status_code}; check "
                            f"endpoint and model in study.toml, and the key in {KEY_VARIABLE}"
                        )
                    problem = f"status {reply.status_code}"
                    wait = max(wait, _seconds(reply.headers.get("Retry-After", "")))
            except httpx.TimeoutException:
                problem = f"no answer within {self._settings.timeout_seconds} s"
            except httpx.HTTPError as error:
                problem = type(error).__name__
            if turn + 1 < self._settings.tries:
                self._sleep(min(wait, _LONGEST_WAIT))
        raise EndpointFailed(
            f"the endpoint {self._settings.endpoint} failed {self._settings.tries} times ({problem}); "
            "see that it runs, or take endpoint out of study.toml"
        )

    def _answer(self, reply: httpx.Response) -> tuple[str, str]:
        body = bytearray()
        for piece in reply.iter_bytes():
            body += piece
            if len(body) > _LARGEST_REPLY:
                # Kept as an answer that cannot be read: asking again would bring the same.
                return "", self._settings.model
        try:
            data = json.loads(bytes(body))
            content = data["choices"][0]["message"]["content"]
            model = data.get("model") or self._settings.model
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return "", self._settings.model
        if not isinstance(content, str) or not isinstance(model, str):
            return "", self._settings.model
        mark = data.get("system_fingerprint")
        return content, f"{model} ({mark})"[:120] if isinstance(mark, str) and mark else model[:120]


class Asker:
    """What asks a model about a study's documents.

    Args:
        settings: The part of ``study.toml`` that names the endpoint and the model.
        answers: Where answers are kept.
        sleep: Waits so many seconds between two tries.
    """

    version: str
    """Of what the model is asked."""

    def __init__(
        self, settings: EndpointPart, answers: AnswerFolder, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._settings = settings
        self._answers = answers
        self._sleep = sleep

    @property
    def name(self) -> str:
        """The model asked, and the version of what it is asked."""
        return signed(self._settings.model, self.version)

    def endpoint(self) -> Endpoint:
        """The model, to be asked in a ``with`` statement."""
        return Endpoint(self._settings, self._answers, self._sleep)

    def withholds(self, document: Document) -> bool:
        """Whether nothing of a document may be sent."""
        return document.confidential and not self._settings.send_confidential


def signed(model: str, version: str) -> str:
    """How what a model proposed is signed: with the model, and the version of what it was asked."""
    return f"model {model}, instructions {version}"


def _seconds(text: str) -> float:
    return float(text) if text.strip().isdigit() else 0.0
