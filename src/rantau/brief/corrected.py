"""What the brief says of a claim that a person corrected."""

from __future__ import annotations

from rantau.brief.people import counted_word
from rantau.brief.wording import claim_value
from rantau.evidence.correcting import changed_words, content_of, with_content
from rantau.evidence.counted import COUNTED
from rantau.framework.language import N_, fill, gettext
from rantau.store.records import Claim

__all__ = ["corrected_words"]


def corrected_words(claim: Claim) -> str:
    """That a person corrected a claim, and what the machine had read; empty of any other."""
    if claim.machine is None:
        return ""
    changed = changed_words(claim.machine, content_of(claim))
    others = [
        f"{gettext(named)} {_was(name, changed[name][0]) or gettext('not said')}"
        for name, named in _OTHERS.items()
        if name in changed
    ]
    if changed.keys() - _OTHERS.keys():
        others.insert(0, claim_value(with_content(claim, claim.machine)))
    return fill("corrected by a person; the machine had read {what}", what=", ".join(others))


def _was(name: str, words: str) -> str:
    return counted_word(words) if name in COUNTED and words else words


_OTHERS = {
    "indicator": N_("indicator"),
    "places": N_("places"),
    "sex": N_("sex"),
    "age": N_("age"),
    "documentation": N_("migration status"),
    "sector": N_("sector"),
    "nationality": N_("nationality"),
    "period": N_("period"),
}
"""What of a claim is not its figure."""
