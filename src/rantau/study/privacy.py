"""What pseudonyms stand for: sealed to the analyst's key, or not kept; and which documents must hold no name at all."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Final

from rantau.corpus.quotation_marks import may_quote
from rantau.framework.errors import BadInput
from rantau.store.records import Passage, SealedNames

__all__ = ["may_name_witnesses", "replaced_note", "sealed_names"]


def may_name_witnesses(passages: Sequence[Passage]) -> bool:
    """Quick look whether anybody can be quoted in a document: only then are names of witnesses looked for."""
    return any(one.kind == "quote" or may_quote(one.text) for one in passages)


def sealed_names(document: str, originals: Mapping[str, str], recipient: str) -> SealedNames:
    """What a document's pseudonyms stand for, encrypted to the holder of a key.

    The same names are sealed in other bytes each time, so that nothing of it may decide whether work is done again.

    Args:
        document: The document's id.
        originals: Pseudonym to original text.
        recipient: The public half of an age key.

    Raises:
        BadInput: The recipient is none.
    """
    import pyrage

    try:
        to = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise BadInput(
            f"privacy.recipient {recipient!r} is not the public half of an age key; 'rantau key new' makes one"
        ) from error
    plain = json.dumps(dict(originals), ensure_ascii=False, sort_keys=True).encode("utf-8")
    sealed = base64.b64encode(pyrage.encrypt(plain, [to])).decode("ascii")
    return SealedNames(document=document, recipient=recipient, sealed=sealed, count=len(originals))


def replaced_note(originals: Mapping[str, str], recipient: str) -> str:
    """A sentence for the document's notes: what was replaced, and whether anybody can tell what it was."""
    counts: dict[str, int] = {}
    for pseudonym in originals:
        kind = pseudonym[1:-1].rpartition(" ")[0]
        counts[kind] = counts.get(kind, 0) + 1
    listed = ", ".join(
        f"{count} {_COUNTED.get(kind, (kind, kind + 's'))[count > 1]}" for kind, count in counts.items()
    )
    kept = (
        f"what they stand for is sealed to the key {recipient}"
        if recipient
        else "what they stood for was not kept, since study.toml names no key"
    )
    return f"Pseudonyms were put for what names persons ({listed}); {kept}."


_COUNTED: Final = {
    "name": ("name", "names"),
    "phone": ("telephone number", "telephone numbers"),
    "id": ("number of a document or case", "numbers of documents or cases"),
    "address": ("address", "addresses"),
    "e-mail": ("e-mail address", "e-mail addresses"),
    "account": ("bank account", "bank accounts"),
    "plate": ("number plate", "number plates"),
    "handle": ("social-media account", "social-media accounts"),
}
