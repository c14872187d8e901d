"""Claims proposed by a language model behind an OpenAI-compatible address (:mod:`rantau.study.endpoint`).

What comes back is held against the passage (:mod:`rantau.evidence.proposals`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rantau.evidence import ClaimContext
from rantau.evidence.backing import known_sources
from rantau.evidence.extractors import Extracted
from rantau.evidence.proposals import REASONS, messages, read_answer, take, version
from rantau.evidence.scanning import may_hold_number
from rantau.framework.refusals import LONGEST_PASSAGE, Refusal
from rantau.store.records import Citation, Claim, Passage
from rantau.study.endpoint import WITHHELD, AnswerFolder, Asked, Asker, signed
from rantau.study.settings import ExtractionPart

__all__ = ["EndpointExtractor", "endpoint_extractor"]

_KINDS = frozenset({"paragraph", "list_item", "quote", "caption"})


class EndpointExtractor(Asker):
    """Asks a model for the claims of each passage."""

    version = version()

    def extract(
        self, passages: Sequence[Passage], citations: Sequence[Citation], context: ClaimContext
    ) -> Extracted:
        """Ask for the claims of each passage that holds a number, and take those that stand.

        Raises:
            EndpointFailed: The endpoint refuses, or still fails after the last try.
            FeatureMissing: httpx is not installed.
        """
        if self.withholds(context.document):
            return Extracted(withheld=WITHHELD)
        cited: dict[str, list[Citation]] = {}
        for citation in citations:
            cited.setdefault(citation.passage, []).append(citation)
        known = known_sources(citations)
        claims: list[Claim] = []
        refusals: list[Refusal] = []
        asked = Asked()
        with self.endpoint() as endpoint:
            for passage in passages:
                if passage.kind not in _KINDS or not may_hold_number(passage.text):
                    continue
                if len(passage.text) > LONGEST_PASSAGE:
                    refusals.append(Refusal(passage.id, REASONS["unsent"]))
                    continue
                answer, model = endpoint.answer(messages(passage, context), asked)
                read = read_answer(answer, passage.id)
                if isinstance(read, Refusal):
                    refusals.append(read)
                    continue
                taken, refused = take(
                    read, passage, cited.get(passage.id, ()), context, known, signed(model, version())
                )
                claims.extend(taken)
                refusals.extend(refused)
        details: dict[str, object] = {
            "models": list(asked.models),
            "instructions": version(),
            "asked": asked.asked,
            "kept": asked.kept,
        }
        return Extracted(claims=tuple(claims), refusals=tuple(refusals), details=details)


def endpoint_extractor(settings: ExtractionPart, study: Path) -> EndpointExtractor | None:
    """The extractor that ``study.toml`` asks for; None where it names no endpoint.

    Args:
        settings: The ``[extraction]`` part.
        study: The study's folder; answers are kept in ``answers`` within it.
    """
    return EndpointExtractor(settings, AnswerFolder(study / "answers")) if settings.endpoint else None
