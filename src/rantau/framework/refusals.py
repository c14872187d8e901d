"""What a language model proposed and was not taken, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["LONGEST_ANSWER", "LONGEST_PASSAGE", "REASONS", "Refusal", "bare_json", "counted"]

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


def bare_json(answer: str) -> str:
    """An answer without the code fence that models like to put around JSON."""
    return re.sub(r"\A\s*```(?:json)?\s*|\s*```\s*\Z", "", answer)
