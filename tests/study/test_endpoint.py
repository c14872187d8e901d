"""A language model behind an address: what is sent, what is taken, what is kept.

The service is a stub on this machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from stub_endpoint import Stub, serving

from rantau.corpus.passages import build_passages
from rantau.corpus.read import read_document
from rantau.evidence import ClaimContext, default_place_index
from rantau.evidence.proposals import REASONS, version
from rantau.store.records import Document
from rantau.study import Study
from rantau.study.endpoint import AnswerFolder, EndpointFailed
from rantau.study.endpoint_claims import EndpointExtractor, endpoint_extractor
from rantau.study.settings import ExtractionPart

TEXT = (
    "# Thailand\n\nPolice rescued 412 victims in Ranong in 2022.\n\nNobody was paid.\n\n"
    "In 2023, 9% of cases were tried.\n"
)
QUOTES = {
    "412": {"quote": "Police rescued 412 victims in Ranong in 2022.", "value": 412, "unit": "persons"},
    "9%": {"quote": "9% of cases were tried", "value": 9, "unit": "percent"},
}


@pytest.fixture
def stub() -> Iterator[Stub]:
    with serving(
        lambda passage: {"claims": [quote for mark, quote in QUOTES.items() if mark in passage]}
    ) as server:
        yield server


class Case:
    """A document, and an extractor that asks the stub about it."""

    def __init__(self, stub: Stub, folder: Path, **settings: Any) -> None:
        part = ExtractionPart(endpoint=stub.address, model="stub", **settings)
        self.waits: list[float] = []
        self.folder = folder / "answers"
        self.extractor = EndpointExtractor(part, AnswerFolder(self.folder), self.waits.append)

    def run(self, *, confidential: bool = False, text: str = TEXT) -> Any:
        _, passages = build_passages("dabc", read_document(text.encode(), "a.md"))
        document = Document(
            id="dabc", file="a.md", sha256="", size=1, title="Thailand", confidential=confidential
        )
        context = ClaimContext(document=document, places=default_place_index())
        return self.extractor.extract(passages, [], context)


def test_each_passage_with_a_number_is_asked_about_once_and_what_stands_is_taken(
    stub: Stub, tmp_path: Path
) -> None:
    found = Case(stub, tmp_path).run()
    assert [(claim.value, claim.unit) for claim in found.claims] == [(412, "persons"), (9, "percent")]
    assert {claim.extracted_by for claim in found.claims} == {
        f"model stub-7b-2024-01, instructions {version()}"
    }
    assert len(stub.asked) == 2
    for asked in stub.asked:
        assert asked["path"] == "/v1/chat/completions"
        assert (asked["temperature"], asked["model"]) == (0, "stub")
    assert found.details == {
        "models": ["stub-7b-2024-01"],
        "instructions": version(),
        "asked": 2,
        "kept": 0,
    }


def test_another_run_takes_the_same_claims_without_asking(stub: Stub, tmp_path: Path) -> None:
    first = Case(stub, tmp_path).run()
    stub.body = b"gone"
    second = Case(stub, tmp_path).run()
    assert second.claims == first.claims
    assert len(stub.asked) == 2
    assert second.details["kept"] == 2


def test_a_confidential_document_is_not_sent_unless_told(stub: Stub, tmp_path: Path) -> None:
    withheld = Case(stub, tmp_path).run(confidential=True)
    assert "confidential" in withheld.withheld
    assert not withheld.claims
    assert not stub.asked
    assert Case(stub, tmp_path, send_confidential=True).run(confidential=True).claims


def test_the_key_comes_from_the_environment_and_is_kept_nowhere(
    stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RANTAU_ENDPOINT_KEY", "made-up-key")
    Case(stub, tmp_path).run()
    assert stub.headers[0]["Authorization"] == "Bearer made-up-key"
    kept = list((tmp_path / "answers").iterdir())
    assert len(kept) == 2
    assert not any("made-up-key" in path.read_text() for path in kept)


def test_a_busy_endpoint_is_asked_again_and_waited_for(stub: Stub, tmp_path: Path) -> None:
    stub.statuses = [503, 429]
    case = Case(stub, tmp_path)
    assert len(case.run().claims) == 2
    assert case.waits == [1.0, 2.0]


@pytest.mark.parametrize(("status", "asked"), [(401, 1), (302, 1), (500, 2)])
def test_an_endpoint_that_refuses_or_keeps_failing_is_named_in_one_sentence(
    stub: Stub, tmp_path: Path, status: int, asked: int
) -> None:
    stub.statuses = [status] * 4
    with pytest.raises(EndpointFailed, match=r"the endpoint http://127\.0\.0\.1:\d+/v1 .*study\.toml"):
        Case(stub, tmp_path, tries=2).run()
    assert len(stub.asked) == asked
    assert not (tmp_path / "answers").exists()


def test_an_endpoint_that_is_not_there_is_named(tmp_path: Path) -> None:
    part = ExtractionPart(endpoint="http://127.0.0.1:1/v1", model="stub", tries=1)
    case = EndpointExtractor(part, AnswerFolder(tmp_path / "answers"))
    document = Document(id="dabc", file="a.md", sha256="", size=1)
    _, passages = build_passages("dabc", read_document(TEXT.encode(), "a.md"))
    with pytest.raises(EndpointFailed, match="ConnectError"):
        case.extract(passages, [], ClaimContext(document=document, places=default_place_index()))


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"{}",
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": 7}}]}',
        b'{"choices": [{"message": {"content": "I cannot help with that."}}]}',
        b"[" * 100_000,
        b'{"choices": [{"message": {"content": "' + b"x" * 1_100_000 + b'"}}]}',
    ],
)
def test_an_answer_that_cannot_be_read_is_refused_and_counted(
    stub: Stub, tmp_path: Path, body: bytes
) -> None:
    stub.body = body
    found = Case(stub, tmp_path).run()
    assert not found.claims
    assert found.refused() == {REASONS["json"]: 2}


def test_a_kept_answer_that_was_damaged_is_asked_for_again(stub: Stub, tmp_path: Path) -> None:
    case = Case(stub, tmp_path)
    case.run()
    for path in case.folder.iterdir():
        path.write_text("{")
    assert len(case.run().claims) == 2
    assert len(stub.asked) == 4


def test_no_endpoint_no_extractor(tmp_path: Path) -> None:
    assert endpoint_extractor(ExtractionPart(), tmp_path) is None


@pytest.mark.parametrize(
    "settings",
    [
        {"endpoint": "http://127.0.0.1:8080/v1"},
        {"endpoint": "http://example.org/v1", "model": "m"},
        {"endpoint": "https://name:secret@example.org/v1", "model": "m"},
        {"endpoint": "https://example.org/v1?key=secret", "model": "m"},
        {"endpoint": "file:///etc/passwd", "model": "m"},
        {"endpoint": "127.0.0.1:8080", "model": "m"},
    ],
)
def test_an_address_that_would_leak_or_lead_nowhere_is_refused(settings: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        ExtractionPart(**settings)


def test_an_address_elsewhere_is_taken_over_https() -> None:
    assert ExtractionPart(endpoint="https://example.org/v1", model="m").endpoint


@pytest.fixture
def study(tmp_path: Path, stub: Stub) -> Iterator[Study]:
    """A study that asks the stub beside the rules."""
    report = tmp_path / "report.md"
    report.write_text(TEXT.replace("Nobody was paid.", "Of 9% nobody knows; the hut had 3 doors in 1950."))
    Study.create(tmp_path / "study", places=("THA", "MMR")).close()
    settings = tmp_path / "study" / "study.toml"
    text = settings.read_text().partition("[extraction]")[0]
    settings.write_text(f'{text}[extraction]\nendpoint = "{stub.address}"\nmodel = "stub"\ntries = 1\n')
    with Study.open(tmp_path / "study") as opened:
        opened.add([report])
        yield opened


def test_a_run_asks_the_model_beside_the_rules_and_keeps_count_of_what_it_refused(study, stub, monkeypatch):
    monkeypatch.setitem(QUOTES, "doors", {"quote": "the hut had 30 doors", "value": 30, "unit": "items"})
    report = study.run("evidence", workers=1)

    assert not report.problems
    assert {claim.value for claim in study.store.claims()} >= {412, 9}
    event = next(one for one in study.store.events() if one.action == "evidence.extracted")
    assert event.details["proposed by"].startswith("model stub")
    assert event.details["refused"] == {"the quotation does not stand in the passage": 2}
    assert event.details["models"] == ["stub-7b-2024-01"]

    asked = len(stub.asked)
    study.run("evidence", workers=1)
    assert len(stub.asked) == asked


def test_an_endpoint_that_fails_costs_none_of_the_rules_claims_and_is_asked_again(study, stub):
    stub.statuses = [500]
    first = study.run("evidence", workers=1)

    assert len(first.problems) == 1
    assert 412 in {claim.value for claim in study.store.claims()}
    assert study.status().stages["evidence"] == "to do"

    second = study.run("evidence", workers=1)

    assert not second.problems
    assert study.status().stages["evidence"] == "done"
