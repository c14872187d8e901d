"""A ledger of releases with noise: what each has spent of the privacy budget, added up."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from fractions import Fraction

from rantau.framework.errors import BadInput

__all__ = ["Release", "ReleaseLedger"]


@dataclass(frozen=True, slots=True)
class Release:
    """One release."""

    what: str
    """What was released, in words."""
    epsilon: float


@dataclass(frozen=True, slots=True)
class ReleaseLedger:
    """Releases about one body of records. Epsilons add up (Dwork and Roth 2014, theorem 3.16)."""

    budget: float
    releases: tuple[Release, ...] = ()

    @property
    def spent(self) -> float:
        """The sum of epsilons, added as the exact decimals that were written."""
        return float(sum((Fraction(str(one.epsilon)) for one in self.releases), Fraction(0)))

    @property
    def left(self) -> float:
        """What may still be spent."""
        return float(Fraction(str(self.budget)) - Fraction(str(self.spent)))

    def spend(self, what: str, epsilon: float) -> ReleaseLedger:
        """The ledger with one more release.

        Raises:
            BadInput: Epsilon is not above nil, or more than is left.
        """
        if not 0 < epsilon < float("inf"):
            raise BadInput("epsilon must be a number above 0, such as 0.5; the smaller, the more noise")
        if epsilon > self.left:
            raise BadInput(
                f"{what} would spend {epsilon:g} of the privacy budget, of which {self.left:g} of {self.budget:g} is "
                "left; release less, with more noise, or decide on another budget"
            )
        return ReleaseLedger(self.budget, (*self.releases, Release(what, epsilon)))

    def to_json(self) -> str:
        """The ledger as a file."""
        record = {"budget": self.budget, "releases": [asdict(one) for one in self.releases]}
        return json.dumps(record, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str, name: str) -> ReleaseLedger:
        """Read a ledger.

        Raises:
            BadInput: The file is none, or its releases exceed its budget.
        """
        try:
            data = json.loads(text)
            releases = tuple(Release(str(one["what"]), float(one["epsilon"])) for one in data["releases"])
            ledger = cls(float(data["budget"]), releases)
        except (ValueError, TypeError, KeyError):
            raise BadInput(f"{name} is no release ledger; name the one that earlier releases wrote") from None
        if ledger.left < 0 or any(not 0 < one.epsilon < float("inf") for one in releases):
            raise BadInput(f"{name}: its releases do not fit its budget; somebody has changed it by hand")
        return ledger
