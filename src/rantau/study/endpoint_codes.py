"""Codes proposed by a language model behind an OpenAI-compatible address (:mod:`rantau.study.endpoint`).

What comes back is held against codebook and passage (:mod:`rantau.coding.suggest.proposals`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rantau.coding.suggest import KINDS, Suggestion
from rantau.coding.suggest.proposals import REASONS, messages, read_answer, take, version
from rantau.framework.codebook import Codebook
from rantau.framework.refusals import LONGEST_PASSAGE, Refusal, counted
from rantau.store.records import Document, Passage
from rantau.study.endpoint import WITHHELD, AnswerFolder, Asked, Asker, signed
from rantau.study.settings import CodingPart

__all__ = ["CodeProposer", "ProposedCodes", "code_proposer"]


@dataclass(frozen=True, slots=True)
class ProposedCodes:
    """What a model proposed for one document."""

    suggestions: tuple[Suggestion, ...] = ()
    details: dict[str, object] = field(default_factory=dict)
    """For the audit trail: the models, what was asked, what was refused and why, or that nothing was sent."""


class CodeProposer(Asker):
    """Asks a model for the codes of each passage."""

    version = version()

    def propose(
        self,
        document: Document,
        passages: Sequence[Passage],
        codebook: Codebook,
        progress: Callable[[int, int], None],
    ) -> ProposedCodes:
        """Ask for the codes of each passage that gets suggestions, and take those that stand.

        Args:
            document: The document; nothing of a confidential one is sent unless ``send_confidential`` allows it.
            passages: Its passages.
            codebook: The study's codebook.
            progress: Told how many passages are done, and of how many.

        Raises:
            EndpointFailed: The endpoint refuses, or still fails after the last try.
            FeatureMissing: httpx is not installed.
        """
        details: dict[str, object] = {"proposed by": self.name}
        if self.withholds(document):
            return ProposedCodes(details={**details, "withheld": WITHHELD})
        suggestions: list[Suggestion] = []
        refusals: list[Refusal] = []
        asked = Asked()
        wanted = [passage for passage in passages if passage.kind in KINDS and passage.text.strip()]
        with self.endpoint() as endpoint:
            for number, passage in enumerate(wanted):
                progress(number, len(wanted))
                if len(passage.text) > LONGEST_PASSAGE:
                    refusals.append(Refusal(passage.id, REASONS["unsent"]))
                    continue
                answer, model = endpoint.answer(messages(passage, codebook), asked)
                read = read_answer(answer, passage.id)
                if isinstance(read, Refusal):
                    refusals.append(read)
                    continue
                taken, refused = take(read, passage, codebook, signed(model, version()))
                suggestions.extend(taken)
                refusals.extend(refused)
        details |= {
            "models": list(asked.models),
            "asked": asked.asked,
            "kept": asked.kept,
            "proposed": len(suggestions),
            "refused": counted(refusals),
        }
        return ProposedCodes(tuple(suggestions), details)


def code_proposer(settings: CodingPart, study: Path) -> CodeProposer | None:
    """The proposer that ``study.toml`` asks for; None where it names no endpoint under ``[coding]``.

    Args:
        settings: The ``[coding]`` part.
        study: The study's folder; answers are kept in ``answers`` within it.
    """
    return CodeProposer(settings, AnswerFolder(study / "answers")) if settings.endpoint else None
