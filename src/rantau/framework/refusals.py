"""What a language model proposed and was not taken, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

__all__ = ["LONGEST_ANSWER", "LONGEST_PASSAGE", "REASONS", "Refusal", "counted", "read_as"]

Shape = TypeVar("Shape", bound=BaseModel)

LONGEST_ANSWER = 200_000
"""Characters of an answer beyond which it is not read."""
LONGEST_PASSAGE = 12_000
"""Characters of a passage beyond which it is not sent."""
REASONS = {
    "json": "the answer is not the JSON that was asked for",
    "long": "the answer is longer than it may be",
    "quote": "the quotation does not stand in the passage",
    "unsent": "the passage is longer than is sent",
}
"""Why something is refused, whatever it was that was asked for, by a short name."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was put forward and not taken."""

    passage: str
    reason: str
    """One of a few sentences, so that refusals can be counted by reason."""
    quote: str = ""


def counted(refusals: Iterable[Refusal]) -> dict[str, int]:
    """How many were refused for each reason, the most first."""
    counts = Counter(refusal.reason for refusal in refusals)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def read_as(kind: type[Shape], text: str, passage: str) -> Shape | Refusal:
    """Read a model's answer.

    Args:
        kind: What the JSON object has to be.
        text: The answer. A code fence around the JSON is allowed, nothing else.
        passage: Id of the passage it is about.

    Returns:
        The answer, or why it is refused as a whole.
    """
    if len(text) > LONGEST_ANSWER:
        return Refusal(passage, REASONS["long"])
    bare = re.sub(r"\A\s*```(?:json)?\s*|\s*```\s*\Z", "", text)
    try:
        return kind.model_validate_json(bare)
    except ValueError:  # pydantic's own error is one
        return Refusal(passage, REASONS["json"])
