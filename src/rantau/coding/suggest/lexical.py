"""Suggestions from the lexicon alone: how likely a code is, given the phrases that speak for it.

The probability is logistic in the number of different phrases found, strong and weak, and falls a little with the
length of the passage, in which more can be found by chance. The coefficients were fitted on the gold set of codings
(``docs/coding.md`` says how well they do) and lie in ``calibration.toml``.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rantau.coding.suggest.patterns import Hit
from rantau.framework.codebook import Polarity

__all__ = ["Calibration", "Evidence", "gather", "shipped_calibration"]

WORDS = 80
"""Length of a passage, in words, at which the length neither adds nor takes."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coefficients of the logistic probability."""

    base: float
    strong: float
    weak: float
    length: float
    absent: float
    """Log odds of a code of which no phrase was found."""
    theories: Mapping[str, float]
    """Theory (``MS``) -> what is added for its codes."""

    def logit(self, code: str, strong: int, weak: int, words: int) -> float:
        """Log odds that a code applies.

        Args:
            code: Id of the code.
            strong: How many different strong phrases were found.
            weak: How many different weak ones.
            words: Words of the passage.
        """
        if not strong and not weak:
            return self.absent
        return (
            self.base
            + self.theories.get(code.partition(".")[0], 0.0)
            + self.strong * math.log1p(strong)
            + self.weak * math.log1p(weak)
            + self.length * math.log(max(words, 1) / WORDS)
        )


@cache
def shipped_calibration() -> Calibration:
    """The coefficients that ship with the program."""
    data = tomllib.loads(files(__package__).joinpath("calibration.toml").read_text("utf-8"))
    return Calibration(
        data["base"], data["strong"], data["weak"], data["length"], data["absent"], data["theories"]
    )


@dataclass(slots=True)
class Evidence:
    """What was found for one code in one passage."""

    code: str
    strong: int
    weak: int
    hits: list[Hit]
    balance: int
    """Strong phrases of protection less those of insecurity."""

    @property
    def polarity(self) -> Polarity:
        """Which of the two more phrases speak for; insecurity where both do alike, nothing where the code has none."""
        if not any(hit.polarity for hit in self.hits):
            return ""
        return "protection" if self.balance > 0 else "insecurity"


def gather(hits: Iterable[Hit]) -> dict[str, Evidence]:
    """Hits by code. A phrase found several times counts once; one inside another of the same code does not count."""
    by_code: dict[str, list[Hit]] = {}
    for hit in hits:
        by_code.setdefault(hit.code, []).append(hit)
    found = {}
    for code, here in by_code.items():
        kept = [
            hit
            for hit in here
            if not any(
                other is not hit
                and other.start <= hit.start
                and hit.end <= other.end
                and (other.end - other.start, -other.pattern) > (hit.end - hit.start, -hit.pattern)
                for other in here
            )
        ]
        different = {hit.pattern: hit for hit in kept}
        strong = sum(not hit.weak for hit in different.values())
        balance = sum({"protection": 1, "insecurity": -1}.get(hit.polarity, 0) for hit in different.values())
        found[code] = Evidence(code, strong, len(different) - strong, kept, balance)
    return found
