"""Suggestions that learn from a sentence model: only where asked for, kept, and forgotten with their document."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest
from coding_examples import desk_of

from rantau.framework.errors import FeatureMissing
from rantau.store.records import CodeSuggestion
from rantau.study import Study, semantic
from rantau.study.semantic import SIGNED, VectorFolder

CODE = "MS.macro.demography"
ABOUT = ("grandmothers", "elders", "pensioners", "widows", "veterans", "greybeards", "retired teachers")
OTHER = ("boats", "kettles", "ropes", "lamps", "tiles", "carts", "bells")


class Model:
    """Gives passages about old people one direction, and others another; remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def vectors(self, texts):
        self.asked += texts
        rows = np.zeros((len(texts), semantic.SIZE), dtype=np.float32)
        for number, text in enumerate(texts):
            rows[number, 0 if any(word in text for word in (*ABOUT, "crones")) else 1] = 1
            # A little noise that belongs to the text.
            rows[number, 2 + hashlib.sha256(text.encode()).digest()[0]] = 0.1
        return rows


@pytest.fixture
def model(monkeypatch):
    made = Model()
    monkeypatch.setattr(semantic, "sentence_model", lambda: made)
    return made


@pytest.fixture
def study(tmp_path):
    report = tmp_path / "report.md"
    lines = [
        f"This line of the report is about {word} in the town." for word in (*ABOUT, *OTHER, "crones", "kegs")
    ]
    report.write_text("# Report\n\n" + "\n\n".join(lines) + "\n")
    Study.create(tmp_path / "study").close()
    settings = tmp_path / "study" / "study.toml"
    settings.write_text(
        settings.read_text()
        .replace("semantic = false", "semantic = true")
        .replace("threshold = 0.3", "threshold = 0.01")
    )
    with Study.open(tmp_path / "study") as opened:
        opened.add([report])
        opened.run("corpus", workers=1)
        yield opened


def decide(study):
    """Accept the code on the lines about old people, and reject it on the others, but for the last."""
    ana = desk_of(study)
    document = study.store.documents()[0]
    passages = {
        word: passage
        for passage in study.store.passages(document.id)
        for word in (*ABOUT, *OTHER)
        if word in passage.text
    }
    made = [
        CodeSuggestion(
            id=f"{one.id}/k/{CODE}",
            document=document.id,
            passage=one.id,
            page=1,
            code=CODE,
            polarity="",
            probability=0.5,
            start=0,
            end=len(one.text),
            why=(),
            by="test-1",
        )
        for one in passages.values()
    ]
    with study.store.transaction() as transaction:
        transaction.put_code_suggestions(document.id, made)
    for word, one in passages.items():
        (ana.accept if word in ABOUT else ana.reject)(f"{one.id}/k/{CODE}")


def found(study):
    return {one.passage: one for one in study.store.code_suggestions() if one.code == CODE}


def passage_with(study, words):
    document = study.store.documents()[0]
    return next(one for one in study.store.passages(document.id) if words in one.text)


def test_what_was_decided_is_learnt_by_meaning_and_the_model_is_named_with_its_hash(study, model):
    decide(study)
    assert not study.run("coding", workers=1).problems
    suggested = found(study)[passage_with(study, "crones").id]
    other = found(study).get(passage_with(study, "kegs").id)

    assert suggested.probability > 0.1
    assert other is None or other.probability < suggested.probability / 3
    assert suggested.by.endswith(f"7 accepted, 7 rejected + {SIGNED}")
    event = [one for one in study.store.events() if one.action == "codes.suggested"][-1]
    assert event.details["vectors by"] == SIGNED


def test_vectors_are_kept_and_gone_when_turned_off(study, model, tmp_path):
    decide(study)
    study.run("coding", workers=1)
    folder = tmp_path / "study" / "vectors"
    document = study.store.documents()[0]
    asked = list(model.asked)

    assert "Report" not in asked
    assert len(asked) == len(set(asked)) == 16
    assert [path.name for path in folder.iterdir()] == [f"{document.id}.npz"]

    ana = desk_of(study)
    ana.add(passage_with(study, "crones").id, CODE)
    study.run("coding", workers=1)
    assert model.asked == asked

    settings = tmp_path / "study" / "study.toml"
    settings.write_text(settings.read_text().replace("semantic = true", "semantic = false"))
    with Study.open(tmp_path / "study") as again:
        again.run("coding", workers=1)
        assert SIGNED not in "".join(one.by for one in again.store.code_suggestions())
    assert not folder.exists()


def test_passages_of_other_languages_and_headings_have_no_vector(study, model):
    passages = study.store.passages(study.store.documents()[0].id)
    other = [replace(one, language="id") for one in passages[1:3]]
    rows = VectorFolder(study.path).vectors("d1", [passages[0], *other, passages[3]])

    assert passages[0].kind == "heading"
    assert rows.any(axis=1).tolist() == [False, False, False, True]


def test_vectors_go_with_their_document_and_damaged_ones_are_made_again(study, model, tmp_path):
    passages = study.store.passages(study.store.documents()[0].id)
    folder = VectorFolder(study.path)
    first = folder.vectors("d1", passages)
    folder.vectors("d2", passages[:3])
    asked = len(model.asked)
    (tmp_path / "study" / "vectors" / "d1.npz").write_bytes(b"PK\x03\x04 damaged")

    assert (VectorFolder(study.path).vectors("d1", passages) == first).all()
    assert len(model.asked) == asked + 16

    folder.forget(but=["d1"])
    assert [path.name for path in (tmp_path / "study" / "vectors").iterdir()] == ["d1.npz"]


def test_a_model_that_is_missing_is_told_of_before_anything_is_written(study, monkeypatch):
    def missing():
        raise FeatureMissing("the model is not installed")

    monkeypatch.setattr(semantic, "sentence_model", missing)
    with pytest.raises(FeatureMissing, match="is not installed"):
        study.run("coding", workers=1)
    assert not study.store.code_suggestions()
