"""What a memo that goes to another program is called: QualCoder shows its name, and not what it is tied to."""

from __future__ import annotations

from typing import Literal

from rantau.coding.records import Memo

__all__ = ["memo_title", "titled"]

_OPENINGS = {"code": "On the code ", "document": "On the document ", "coding": "On the coding of "}
_LONGEST = 60


def memo_title(about: Literal["code", "document", "coding"], name: str) -> str:
    """A name that says what a memo is about.

    Args:
        about: What kind of thing it is.
        name: The code's name, the document's file, or the words that are coded.
    """
    words = " ".join(name.split())
    if len(words) > _LONGEST:
        words = words[: _LONGEST - 1].rstrip() + "…"
    return _OPENINGS[about] + (f"“{words}”" if about == "coding" else words)


def titled(memo: Memo, *, tied: bool) -> str:
    """A memo's text under its title, for a study, whose memos have no titles.

    Args:
        memo: The memo as it came in.
        tied: Whether it is tied to a thing in the study: then a title of ours would only say that again.
    """
    ours = memo.title.startswith(tuple(_OPENINGS.values()))
    if not memo.title or memo.title in memo.text or (tied and ours):
        return memo.text
    return f"{memo.title}: {memo.text}"
