"""Vectors of a study's passages, for suggestions that learn: made only where ``study.toml`` asks for them.

Vectors take some hundredths of a second a passage, and suggestions are made anew after every decision, so they are kept
in ``vectors/``, a file a document. A vector tells something of the words it was made from: a document's file goes when
the document goes, and all go when ``semantic`` is turned off.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rantau.coding.suggest import KINDS
from rantau.coding.suggest.sentence_model import LANGUAGE, MODEL_NAME, SIZE, WEIGHTS_HASH, sentence_model
from rantau.store.records import Passage

if TYPE_CHECKING:
    from rantau.coding.suggest.sentence_model import Floats, SentenceModel

__all__ = ["FOLDER", "SIGNED", "VectorFolder"]

FOLDER = "vectors"
SIGNED = f"{MODEL_NAME} sha256:{WEIGHTS_HASH}"
"""The model's name and hash, as suggestions that learnt from its vectors carry them."""


class VectorFolder:
    """The vectors of a study.

    Args:
        study: The study's folder.
        model: By default the pinned one, read when the first vector is needed.
        size: Numbers of a vector.
    """

    def __init__(self, study: Path, model: SentenceModel | None = None, size: int = SIZE) -> None:
        self._folder = study / FOLDER
        self._model = model
        self._size = size

    def ready(self) -> None:
        """Read the model, so that one that is missing is told of before work begins.

        Raises:
            FeatureMissing: It is not installed, or is not the one that is pinned.
        """
        self._model = self._model or sentence_model()

    def vectors(self, document: str, passages: Sequence[Passage]) -> Floats:
        """A row for each passage of a document, in their order.

        Zeros where a passage is not in the model's language, or of a kind that gets no suggestions.

        Raises:
            FeatureMissing: The model is not installed.
        """
        import numpy as np

        rows = np.zeros((len(passages), self._size), dtype=np.float32)
        wanted = [
            number
            for number, passage in enumerate(passages)
            if passage.kind in KINDS and passage.language in (LANGUAGE, "") and passage.text.strip()
        ]
        hashes = {number: _hash(passages[number].text) for number in wanted}
        kept = self._read(document)
        for number in wanted:
            if hashes[number] in kept:
                rows[number] = kept[hashes[number]]
        new = [number for number in wanted if hashes[number] not in kept]
        if new:
            model = self._model = self._model or sentence_model()
            rows[new] = model.vectors([passages[number].text for number in new])
        if new or len(kept) > len(set(hashes.values())):
            self._write(document, {hashes[number]: rows[number] for number in wanted})
        return rows

    def forget(self, but: Collection[str]) -> None:
        """Delete the vectors of all documents but these."""
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            if path.name.partition(".")[0] not in but:
                path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Delete all vectors."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _read(self, document: str) -> dict[str, Floats]:
        import numpy as np

        try:
            path = self._folder / f"{document}.npz"
            with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
                hashes, rows = data["hashes"], data["rows"]
                if str(data["model"]) != SIGNED or rows.shape != (len(hashes), self._size):
                    return {}
                return {str(one): row for one, row in zip(hashes, rows, strict=True)}
        except (
            OSError,
            ValueError,
            KeyError,
            EOFError,
            zipfile.BadZipFile,
        ):  # none, or damaged: they are made again
            return {}

    def _write(self, document: str, rows: dict[str, Floats]) -> None:
        import numpy as np

        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f"{document}.{os.getpid()}.part"
        stacked = np.stack(list(rows.values())) if rows else np.zeros((0, self._size), dtype=np.float32)
        with part.open("wb") as file:
            np.savez(file, model=np.array(SIGNED), hashes=np.array(list(rows), dtype=str), rows=stacked)
        part.replace(self._folder / f"{document}.npz")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
