"""The analyst's key: made and read as a file of its own, named in ``study.toml``, and used to read what was sealed."""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rantau.framework.errors import BadInput
from rantau.store.records import Document, SealedNames
from rantau.study.settings import PrivacyPart
from rantau.study.settings_file import set_settings

if TYPE_CHECKING:
    from rantau.study.study import Study

__all__ = ["Revealed", "is_locked", "make_key", "read_key", "reveal", "use_key"]

_LARGEST = 65_536
_HEADER = b"age-encryption.org/v1"


@dataclass(frozen=True, slots=True)
class Revealed:
    """What one pseudonym stands for."""

    document: str
    """The file's name."""
    pseudonym: str
    original: str
    """As the text had it; forms of one name parted by semicolons."""


def make_key(path: Path, passphrase: str = "") -> str:
    """Make a key in a file that nobody but its owner can read.

    Args:
        path: A file that does not exist yet, outside of every study.
        passphrase: Locks the file; empty: whoever has the file has the key.

    Returns:
        The public half, to be named in ``study.toml``.

    Raises:
        BadInput: The file exists, lies within a study, or its folder does not exist.
    """
    import pyrage

    path = path.absolute()
    for folder in path.resolve().parents:
        if (folder / "study.toml").exists():
            raise BadInput(
                f"{path} lies in the study {folder}; keep the key apart from what it opens, in a folder outside"
            )
    if not path.parent.is_dir():
        raise BadInput(f"{path.parent} is no folder; make it, or name another place for the key")
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    content = f"# public key: {public}\n{identity}\n".encode("ascii")
    if passphrase:
        content = pyrage.passphrase.encrypt(content, passphrase)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BadInput(f"{path} exists already, and a key is never written over; name another file") from None
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    return public


def is_locked(path: Path) -> bool:
    """Whether a key file needs a passphrase.

    Raises:
        BadInput: The file is missing or too large to be a key.
    """
    return _content(path).startswith(_HEADER)


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise BadInput(f"{path} is no file; name the key file that 'rantau key new' made")
    with path.open("rb") as stream:
        content = stream.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise BadInput(f"{path} is too large to be a key file; name the one that 'rantau key new' made")
    return content


def read_key(path: Path, passphrase: str = "") -> Any:
    """The secret half of a key, as pyrage's identity.

    Raises:
        BadInput: The file holds no key, or the passphrase does not open it.
    """
    import pyrage

    content = _content(path)
    if content.startswith(_HEADER):
        if not passphrase:
            raise BadInput(f"{path} is locked with a passphrase; give it when asked")
        try:
            content = pyrage.passphrase.decrypt(content, passphrase)
        except pyrage.DecryptError:
            raise BadInput(f"the passphrase does not open {path}; check it, and the file") from None
    found = re.search(rb"^AGE-SECRET-KEY-1[A-Z0-9]+", content, re.MULTILINE | re.IGNORECASE)
    if found is not None:
        try:
            return pyrage.x25519.Identity.from_str(found.group().decode("ascii").upper())
        except pyrage.IdentityError:
            pass
    raise BadInput(f"{path} holds no key (a line that begins with AGE-SECRET-KEY-1); name the key file")


def use_key(study: Study, recipient: str) -> None:
    """Name a key in ``study.toml``, and leave the rest of the file as it is.

    Args:
        study: The study.
        recipient: The public half of a key; empty: none from now on.

    Raises:
        BadInput: It is no public half.
    """
    try:
        PrivacyPart(recipient=recipient)
    except ValueError:
        raise BadInput(
            "that is not the public half of a key, which begins with age1; 'rantau key new' makes a key and prints it"
        ) from None
    before = study.settings.privacy.recipient
    set_settings(
        study,
        "privacy",
        {"recipient": recipient},
        action="key.named",
        details={"before": before, "recipient": recipient},
    )


def reveal(study: Study, key: Any, file: str = "") -> list[Revealed]:
    """What the pseudonyms of a study stand for, with an entry in its audit trail.

    Args:
        study: The study.
        key: The secret half, see :func:`read_key`.
        file: One document's file name; empty: all.

    Raises:
        BadInput: There is no such document, nothing was sealed, or the key is not the one.
    """
    documents = {document.id: document for document in study.store.documents()}
    if file and file not in {document.file for document in documents.values()}:
        raise BadInput(f"{file!r} is no document of the study; 'rantau status' lists them")
    sealed = [
        one
        for one in study.store.sealed_names()
        if one.document in documents and file in ("", documents[one.document].file)
    ]
    if not sealed:
        raise BadInput(
            "no names are sealed here: none were replaced, or study.toml named no key when the documents were read"
        )
    opened = [row for one in sealed for row in _opened(one, documents[one.document], key)]
    with study.store.transaction() as transaction:
        transaction.record(
            "names.revealed",
            sealed[0].document if file else "study",
            "",
            {"documents": len(sealed), "pseudonyms": len(opened), "recipient": sealed[0].recipient},
        )
    return opened


def _opened(sealed: SealedNames, document: Document, key: Any) -> Sequence[Revealed]:
    import pyrage

    try:
        plain = pyrage.decrypt(base64.b64decode(sealed.sealed, validate=True), [key])
        names = json.loads(plain)
    except pyrage.DecryptError:
        raise BadInput(
            f"this key does not open the names of {document.file}, which are sealed to {sealed.recipient}; "
            "name the file of that key"
        ) from None
    except (binascii.Error, ValueError):
        raise BadInput(f"the sealed names of {document.file} are damaged; read the document again") from None
    return [Revealed(document.file, pseudonym, original) for pseudonym, original in names.items()]
